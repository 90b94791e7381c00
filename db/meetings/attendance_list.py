"""Attendance taken over from a list, all seats at once: one step, and one write instead of one for each seat."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.minutes import LeftBeforeArriving
from db.errors.records import NotFound
from db.history import history
from db.meetings.lookup import open_meeting
from db.meetings.time_of_day import before, meeting_start
from db.schema import Attendance, Member, Person
from db.vocabulary import AttendanceStatus, Seat


@dataclass(frozen=True, slots=True)
class SeatMark:
    """How a member's seat was taken. Person and times are kept only for those present."""

    member_id: uuid.UUID
    status: AttendanceStatus
    person_id: uuid.UUID | None = None
    arrived_at: dt.time | None = None
    left_at: dt.time | None = None


def record_list(session: Session, meeting_id: uuid.UUID, marks: Iterable[SeatMark]) -> Changes:
    """Mark seats as a list says; a seat marked before is marked anew, one that the list leaves out stays.

    Raises:
        NotFound: If the meeting, a member or a person does not exist.
        LeftBeforeArriving: If times are in the wrong order.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    with history.step(session, "record_list") as step:
        meeting = open_meeting(session, meeting_id)
        start = meeting_start(meeting.date, meeting.start_time, meeting.started_at)
        members, people = set(session.scalars(select(Member.id))), set(session.scalars(select(Person.id)))
        held = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.seat == Seat.MEMBER)
        rows = {row.member_id: row for row in session.scalars(held)}
        for mark in marks:
            _check(mark, members, people, start)
            row = rows.get(mark.member_id) or Attendance(
                meeting_id=meeting_id, member_id=mark.member_id, seat=Seat.MEMBER, status=mark.status
            )
            here = mark.status is AttendanceStatus.PRESENT
            row.status = mark.status
            row.person_id = mark.person_id if here else None
            row.arrived_at = mark.arrived_at if here else None
            row.left_at = mark.left_at if here else None
            session.add(row)
    return step.changes


def _check(mark: SeatMark, members: set[uuid.UUID], people: set[uuid.UUID], start: dt.datetime | None) -> None:
    if mark.member_id not in members:
        raise NotFound("member", mark.member_id)
    if mark.person_id is not None and mark.person_id not in people:
        raise NotFound("person", mark.person_id)
    arrived, left = mark.arrived_at, mark.left_at
    if arrived is not None and left is not None and before(left, arrived, start):
        raise LeftBeforeArriving(arrived, left)
