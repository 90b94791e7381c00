"""Attendance by seat: who is here and through whom, who sent apologies, who came late or left, and the quorum."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.minutes import LeftBeforeArriving
from db.errors.records import NameMissing, NotFound
from db.folding import fold
from db.history import history
from db.history.deletion import delete_row
from db.look import looking
from db.meetings.labels import HELD
from db.meetings.lookup import get_meeting, open_meeting
from db.meetings.meeting_quorum import meeting_quorum
from db.meetings.quorum import QuorumRule, QuorumTimeline
from db.meetings.quorum_rules import QuorumRules
from db.meetings.time_of_day import before, meeting_start, moment_of
from db.members.members import SeatRow, representatives_on, seats_on
from db.schema import Attendance, Meeting, Member, Person
from db.vocabulary import (
    AttendanceStatus,
    RepresentativeRole,
    Seat,
)


class _Unchanged:
    """Marks a field that a call leaves as it is."""


UNCHANGED: Final = _Unchanged()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who may sit in a member's seat."""

    person_id: uuid.UUID
    name: str
    role: RepresentativeRole | None


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A seat, an observer or a guest at a meeting. `id` is empty for a seat nobody has marked: it counts as absent."""

    id: uuid.UUID | None
    seat: Seat
    member_id: uuid.UUID | None
    name: str
    """The member's name; a guest's own."""
    code: str
    person_id: uuid.UUID | None
    person: str
    organisation: str
    status: AttendanceStatus
    arrived_at: dt.time | None
    left_at: dt.time | None
    late: bool
    """Present, but arrived after the start."""
    speakers: tuple[Speaker, ...] = ()
    """Who may sit here, the primary representative first."""
    also: tuple[str, ...] = ()
    """Who else was marked present for this seat, where records of two were joined into one."""
    over: bool = False
    """Whether the meeting is over."""

    @property
    def here(self) -> bool:
        """Whether somebody sits here now; of a meeting that is over, whether somebody came."""
        return self.status is AttendanceStatus.PRESENT and (self.over or self.left_at is None)

    @property
    def left_early(self) -> bool:
        """Whether somebody came and left before the meeting was over."""
        return self.over and self.here and self.left_at is not None


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """Who is at a meeting. Seats stand in the order of their names, others in the order they were added."""

    meeting_id: uuid.UUID
    seats: tuple[AttendanceRow, ...]
    others: tuple[AttendanceRow, ...]
    rule: QuorumRule
    timeline: QuorumTimeline
    started: bool
    marked: bool
    """Whether anything was marked yet."""
    start: dt.datetime | None
    """When it began, or is to begin."""

    @property
    def over(self) -> bool:
        """Whether the meeting is over."""
        return any(row.over for row in self.listed)

    @property
    def listed(self) -> tuple[AttendanceRow, ...]:
        """Everybody in the order in which they are marked, on the screen as on paper; the first has number 1."""
        return (*self.seats, *self.others)

    @property
    def needed(self) -> int:
        """How many seats must be here; 0 where no quorum is asked for."""
        return self.timeline.needed

    @property
    def here(self) -> int:
        """How many seats are taken now; of a meeting that is over, for how many somebody came."""
        return sum(row.here for row in self.seats)

    @property
    def at_end(self) -> int:
        """How many seats are taken now (at the end, of a meeting that is over): the quorum counts these.

        Who goes home in the minute in which it ends was there to the end, here as in the timeline.
        """
        if self.over and self.timeline.changes:
            return self.timeline.changes[-1].present
        return sum(row.here for row in self.seats)

    @property
    def met(self) -> bool:
        """Whether there is a quorum now (at the end, of a meeting that is over)."""
        return self.at_end >= self.needed


def attendance(session: Session, meeting_id: uuid.UUID) -> AttendanceSheet:
    """Return who is at the meeting, and how the quorum went.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    start = _start(meeting)
    marked = session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.position, Attendance.id)
    ).all()
    by_member = _by_member(marked)
    people: dict[uuid.UUID | None, str] = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    over = meeting.status in HELD
    seats = []
    for held in _seats(session, meeting, by_member):
        seat = AttendanceRow(
            None, Seat.MEMBER, held.member_id, held.name, held.code, None, "", "", AttendanceStatus.ABSENT, None, None,
            False, tuple(Speaker(*speaker) for speaker in held.representatives), over=over,
        )  # fmt: skip
        found = by_member.get(held.member_id)
        seats.append(seat if found is None else _taken(seat, found, people, start))
    others = tuple(
        replace(_other(session, row, people, start), over=over)
        for row in marked
        if row.seat is not Seat.MEMBER or not row.member_id
    )
    rule, timeline = meeting_quorum(QuorumRules(looking(session)), meeting, (seat.member_id for seat in seats), marked)
    return AttendanceSheet(
        meeting_id, tuple(seats), others, rule, timeline,
        meeting.started_at is not None, bool(marked), start,
    )  # fmt: skip


def record_attendance(
    session: Session,
    meeting_id: uuid.UUID,
    member_id: uuid.UUID,
    *,
    status: AttendanceStatus,
    person_id: uuid.UUID | _Unchanged | None = UNCHANGED,
    arrived_at: dt.time | _Unchanged | None = UNCHANGED,
    left_at: dt.time | _Unchanged | None = UNCHANGED,
) -> Changes:
    """Mark a member's seat: present (through whom, since and until when), apologies, or absent.

    Somebody newly present sits there as the member's primary representative unless `person_id` says who. Times and the
    person are kept only for those present; where records of two were joined, nobody else stays in a seat left empty.

    Raises:
        NotFound: If the meeting, the member or the person does not exist.
        LeftBeforeArriving: If the times are in the wrong order.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    with history.step(session, "record_attendance") as step:
        meeting = open_meeting(session, meeting_id)
        if session.get(Member, member_id) is None:
            raise NotFound("member", member_id)
        own = (Attendance.meeting_id == meeting_id, Attendance.member_id == member_id, Attendance.seat == Seat.MEMBER)
        rows = _ranked(session.scalars(select(Attendance).where(*own)))
        row = rows[0] if rows else None
        newly = row is None or row.status is not AttendanceStatus.PRESENT
        if newly and status is AttendanceStatus.PRESENT and isinstance(person_id, _Unchanged):
            person_id = _first_speaker(session, member_id, meeting.date)
        if status is not AttendanceStatus.PRESENT:
            person_id = arrived_at = left_at = None
            for other in rows[1:]:
                delete_row(session, other)
        if row is None:
            row = Attendance(meeting_id=meeting_id, member_id=member_id, seat=Seat.MEMBER, status=status)
        _set(session, row, meeting, person_id=person_id, arrived_at=arrived_at, left_at=left_at)
        row.status = status
        session.add(row)
    return step.changes


def record_all_present(session: Session, meeting_id: uuid.UUID, member_ids: Iterable[uuid.UUID]) -> Changes:
    """Mark several seats as present in one step.

    Raises:
        NotFound, MinutesApproved: As `record_attendance` does; nothing was changed.
    """
    with history.step(session, "record_all_present") as step:
        for member_id in member_ids:
            record_attendance(session, meeting_id, member_id, status=AttendanceStatus.PRESENT)
    return step.changes


def add_attendee(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    seat: Seat = Seat.GUEST,
    name: str = "",
    organisation: str = "",
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    arrived_at: dt.time | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Add an observer or a guest: a member without a seat, a person known, or just a name.

    Raises:
        NameMissing: If nobody is named.
        NotFound: If there is no such meeting.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    if not (name.strip() or member_id or person_id):
        raise NameMissing("attendance")
    with history.step(session, "add_attendee") as step:
        open_meeting(session, meeting_id)
        places = session.scalars(select(Attendance.position).where(Attendance.meeting_id == meeting_id))
        row = Attendance(
            meeting_id=meeting_id, seat=seat, member_id=member_id, person_id=person_id, name=name.strip(),
            organisation=organisation.strip(), status=AttendanceStatus.PRESENT, arrived_at=arrived_at,
            position=max(places, default=0) + 1,
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row.id, step.changes


def change_attendee(
    session: Session,
    attendance_id: uuid.UUID,
    *,
    name: str | None = None,
    organisation: str | None = None,
    arrived_at: dt.time | _Unchanged | None = UNCHANGED,
    left_at: dt.time | _Unchanged | None = UNCHANGED,
) -> Changes:
    """Change what is noted of an observer or guest; what is not given stays.

    Raises:
        NotFound: If nobody is noted there.
        LeftBeforeArriving: If the times are in the wrong order.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    with history.step(session, "change_attendee") as step:
        row, meeting = _attendee(session, attendance_id)
        if name is not None:
            row.name = name.strip()
        if organisation is not None:
            row.organisation = organisation.strip()
        _set(session, row, meeting, person_id=UNCHANGED, arrived_at=arrived_at, left_at=left_at)
    return step.changes


def remove_attendee(session: Session, attendance_id: uuid.UUID) -> Changes:
    """Take an observer or guest off the list, or a seat's mark away.

    Raises:
        NotFound: If nobody is noted there.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    with history.step(session, "remove_attendee") as step:
        delete_row(session, _attendee(session, attendance_id)[0])
    return step.changes


def _set(
    session: Session,
    row: Attendance,
    meeting: Meeting,
    *,
    person_id: uuid.UUID | _Unchanged | None,
    arrived_at: dt.time | _Unchanged | None,
    left_at: dt.time | _Unchanged | None,
) -> None:
    arrived = row.arrived_at if isinstance(arrived_at, _Unchanged) else arrived_at
    left = row.left_at if isinstance(left_at, _Unchanged) else left_at
    if arrived is not None and left is not None and before(left, arrived, _start(meeting)):
        raise LeftBeforeArriving(arrived, left)
    if not isinstance(person_id, _Unchanged):
        if person_id is not None and session.get(Person, person_id) is None:
            raise NotFound("person", person_id)
        row.person_id = person_id
    row.arrived_at, row.left_at = arrived, left


def _seats(session: Session, meeting: Meeting, marked: Iterable[uuid.UUID]) -> list[SeatRow]:
    """Return every seat of the body that day, and of those marked anyway, by name."""
    seats = seats_on(session, meeting.group_id, meeting.date)
    missing = set(marked) - {seat.member_id for seat in seats}
    if not missing:
        return seats
    speakers = representatives_on(session, meeting.date)
    seats += [
        SeatRow(row.id, row.name, row.code, row.kind_id, row.grassroots, tuple(speakers.get(row.id, ())))
        for row in session.scalars(select(Member).where(Member.id.in_(missing)))
    ]
    return sorted(seats, key=lambda seat: fold(seat.name))


def _first_speaker(session: Session, member_id: uuid.UUID, on: dt.date) -> uuid.UUID | None:
    speakers = representatives_on(session, on).get(member_id)
    return speakers[0][0] if speakers else None


def _by_member(marked: Iterable[Attendance]) -> dict[uuid.UUID, list[Attendance]]:
    """Return what is marked of each member's seat: usually one row, several where records of two were joined."""
    rows: dict[uuid.UUID, list[Attendance]] = defaultdict(list)
    for row in marked:
        if row.seat is Seat.MEMBER and row.member_id:
            rows[row.member_id].append(row)
    return {member_id: _ranked(own) for member_id, own in rows.items()}


def _ranked(rows: Iterable[Attendance]) -> list[Attendance]:
    """Return the rows of one seat, first the one that says how it is taken: here, was here, apologies, absent."""
    order = (AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT)
    return sorted(
        rows,
        key=lambda row: (order.index(row.status), row.left_at is not None, row.arrived_at or dt.time.min, row.id),
    )


def _taken(
    seat: AttendanceRow, rows: Sequence[Attendance], people: dict[uuid.UUID | None, str], start: dt.datetime | None
) -> AttendanceRow:
    found = rows[0]
    more = [row for row in rows[1:] if row.status is AttendanceStatus.PRESENT and row.person_id != found.person_id]
    return replace(
        seat,
        id=found.id,
        person_id=found.person_id,
        person=people.get(found.person_id, found.name),
        status=found.status,
        arrived_at=found.arrived_at,
        left_at=found.left_at,
        late=all(_late(row, start) for row in (found, *more)),
        also=tuple(filter(None, (people.get(row.person_id, row.name) for row in more))),
    )


def _other(
    session: Session, row: Attendance, people: dict[uuid.UUID | None, str], start: dt.datetime | None
) -> AttendanceRow:
    member = session.get(Member, row.member_id) if row.member_id else None
    person = people.get(row.person_id, "")
    return AttendanceRow(
        row.id, row.seat, row.member_id, (member.name if member else "") or row.name or person,
        member.code if member else "", row.person_id, person, row.organisation, row.status, row.arrived_at,
        row.left_at, _late(row, start),
    )  # fmt: skip


def _late(row: Attendance, start: dt.datetime | None) -> bool:
    if row.status is not AttendanceStatus.PRESENT or row.arrived_at is None:
        return False
    return start is None or moment_of(row.arrived_at, start) > start


def _start(meeting: Meeting) -> dt.datetime | None:
    return meeting_start(meeting.date, meeting.start_time, meeting.started_at)


def _attendee(session: Session, attendance_id: uuid.UUID) -> tuple[Attendance, Meeting]:
    row = session.get(Attendance, attendance_id)
    if row is None:
        raise NotFound("attendance", attendance_id)
    return row, open_meeting(session, row.meeting_id)
