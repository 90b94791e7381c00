"""The quorum of a meeting: the rule that holds for it, and how it went by who came and who left when."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import history
from db.quorum import RULE_FIELDS, Presence, QuorumRule, QuorumTimeline, quorum_timeline
from db.schema import Alliance, Group
from db.time_of_day import meeting_start, moment_of
from db.vocabulary import AttendanceStatus, MeetingStatus, QuorumKind, Seat


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
    session: Session, meeting: Held, holders: Iterable[uuid.UUID | None], marked: Iterable[Marked]
) -> tuple[QuorumRule, QuorumTimeline]:
    """Return the rule of a meeting and how its quorum went.

    `holders` are those with a seat that day. A member marked in a seat anyway counts among them, once.
    """
    marks = [mark for mark in marked if mark.seat is Seat.MEMBER and mark.member_id]
    seats = {holder for holder in holders if holder} | {mark.member_id for mark in marks}
    rule = quorum_rule(session, meeting.group_id, meeting_id=meeting.id)
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


def quorum_rule(session: Session, group_id: uuid.UUID | None, *, meeting_id: uuid.UUID | None = None) -> QuorumRule:
    """Return the quorum rule of a group, or the alliance's own for the plenary and for a group that follows it.

    For a meeting that is over: the rule as it was then, whatever was changed since.
    """
    over = history.when_set(session, meeting_id, "status", MeetingStatus.WRITING_UP.value) if meeting_id else None
    group = session.get(Group, group_id) if group_id else None
    rule = _rule_of(session, group, over) if group else None
    if rule is None or rule.kind is QuorumKind.AS_ALLIANCE:
        rule = _rule_of(session, session.scalars(select(Alliance)).one(), over)
    return rule


def _rule_of(session: Session, source: Alliance | Group, over: int | None) -> QuorumRule:
    rule: dict[str, Any] = {name: getattr(source, name) for name in RULE_FIELDS}
    if over is not None:
        rule |= history.values_after(session, [source.id], RULE_FIELDS, over).get(source.id, {})
    kind = rule["quorum_kind"]
    return QuorumRule(kind, rule["quorum_numerator"], 1 if kind is QuorumKind.NUMBER else rule["quorum_denominator"])
