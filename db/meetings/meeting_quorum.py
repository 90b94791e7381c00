"""The quorum of a meeting: the rule that holds for it, and how it went by who came and who left when."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Protocol

from db.look import Look
from db.meetings.quorum import Presence, QuorumRule, QuorumTimeline, quorum_timeline
from db.meetings.quorum_rules import quorum_rule
from db.meetings.time_of_day import meeting_start, moment_of
from db.vocabulary import AttendanceStatus, Seat


class Held(Protocol):
    """What of a meeting its quorum depends on; a mapped meeting, or the row of a query."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def group_id(self) -> uuid.UUID | None: ...
    @property
    def date(self) -> dt.date: ...
    @property
    def start_time(self) -> dt.time | None: ...
    @property
    def started_at(self) -> dt.time | None: ...
    @property
    def ended_at(self) -> dt.time | None: ...


class Marked(Protocol):
    """What of an attendance list the quorum depends on; a mapped row, or the row of a query."""

    @property
    def seat(self) -> Seat: ...
    @property
    def member_id(self) -> uuid.UUID | None: ...
    @property
    def status(self) -> AttendanceStatus: ...
    @property
    def arrived_at(self) -> dt.time | None: ...
    @property
    def left_at(self) -> dt.time | None: ...


def meeting_quorum(
    look: Look, meeting: Held, holders: Iterable[uuid.UUID | None], marked: Iterable[Marked]
) -> tuple[QuorumRule, QuorumTimeline]:
    """Return the rule of a meeting and how its quorum went.

    `holders` are those with a seat that day. A member marked in a seat anyway counts among them, once.
    """
    marks = [mark for mark in marked if mark.seat is Seat.MEMBER and mark.member_id]
    seats = {holder for holder in holders if holder} | {mark.member_id for mark in marks}
    rule = quorum_rule(look, meeting.group_id, meeting_id=meeting.id)
    known = meeting_start(meeting.date, meeting.start_time, meeting.started_at)

    def moment(at: dt.time | None) -> dt.datetime | None:
        if at is None:
            return None
        return moment_of(at, known) if known else dt.datetime.combine(meeting.date, at)

    presences = [
        Presence(mark.member_id, moment(mark.arrived_at), moment(mark.left_at))
        for mark in marks
        if mark.status is AttendanceStatus.PRESENT
    ]
    start = known or dt.datetime.combine(meeting.date, dt.time())
    needed = rule.needed(len(seats))
    return rule, quorum_timeline(presences, needed=needed, start=start, end=moment(meeting.ended_at))
