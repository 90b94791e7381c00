"""The quorum of a meeting: the rule that holds for it, and how it went by who came and who left when."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Final, Protocol

from db.meetings.quorum import Presence, QuorumRule, QuorumTimeline, quorum_timeline
from db.meetings.quorum_rules import QuorumRules
from db.meetings.time_of_day import meeting_start, moment_of
from db.vocabulary import AttendanceStatus, Seat

_PRESENT: Final = AttendanceStatus.PRESENT


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


Came = tuple[uuid.UUID, dt.time | None, dt.time | None]
"""A member somebody came for later, or left early: when they came (nothing: at the start), and when they left."""


def meeting_quorum(
    rules: QuorumRules, meeting: Held, holders: Iterable[uuid.UUID | None], marked: Iterable[Marked]
) -> tuple[QuorumRule, QuorumTimeline]:
    """Return the rule of a meeting and how its quorum went.

    `holders` are those with a seat that day. A member marked in a seat anyway counts among them, once.
    """
    marks = [(mark, mark.member_id) for mark in marked if mark.seat is Seat.MEMBER and mark.member_id]
    seats = {holder for holder in holders if holder} | {member for _mark, member in marks}
    here = [(member, mark.arrived_at, mark.left_at) for mark, member in marks if mark.status is _PRESENT]
    throughout = {member for member, *times in here if times == [None, None]}
    return quorum_of(rules, meeting, len(seats), throughout, [came for came in here if came[1:] != (None, None)])


def quorum_of(
    rules: QuorumRules, meeting: Held, seats: int, throughout: Collection[uuid.UUID], others: Iterable[Came]
) -> tuple[QuorumRule, QuorumTimeline]:
    """Return the same where it is known how many seats there are, who was there throughout, and who for a time."""
    rule = rules.at(meeting.group_id, meeting.id)
    known = meeting_start(meeting.date, meeting.start_time, meeting.started_at)

    def moment(at: dt.time | None) -> dt.datetime | None:
        if at is None:
            return None
        return moment_of(at, known) if known else dt.datetime.combine(meeting.date, at)

    presences = [Presence(member, moment(arrived), moment(left)) for member, arrived, left in others]
    start = known or dt.datetime.combine(meeting.date, dt.time())
    needed, end = rule.needed(seats), moment(meeting.ended_at)
    return rule, quorum_timeline(presences, throughout, needed=needed, start=start, end=end)
