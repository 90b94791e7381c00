"""What falls due when: the duties of each meeting to come, and the terms that begin."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.duties.eligible import Days
from db.duties.keeping import DutyRow, in_use
from db.meetings.labels import HELD, UPCOMING
from db.schema import DutyTerm, Meeting, Turn
from db.vocabulary import OPEN, DutyBody, DutyRhythm, MeetingStatus

MONTHS_AHEAD = 12
"""How far terms of months and quarters are planned where there is no meeting to plan up to."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting or the beginning of a term, with the duties due at it.

    over: a meeting that was held and whose turns nobody has closed yet; its turns count, and are not planned anew.
    """

    days: Days
    duties: tuple[DutyRow, ...]
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """A meeting in the order of meetings."""

    id: uuid.UUID
    group_id: uuid.UUID | None
    date: dt.date
    status: MeetingStatus


def meets(duty: DutyRow, group_id: uuid.UUID | None) -> bool:
    """Return whether a duty is done at meetings of a body (no group: the plenary)."""
    if duty.body is DutyBody.ALL:
        return True
    if duty.body is DutyBody.GROUP:
        return duty.group_id is not None and duty.group_id == group_id
    return group_id is None


def slots_ahead(
    session: Session, duties: Sequence[DutyRow], *, today: dt.date, until: dt.date | None = None
) -> list[Slot]:
    """Return what falls due from today on and before `until` (nothing: as far as meetings are planned), by day.

    Terms that run already are there too, as long as nobody has closed them.
    """
    meetings = _meetings(session, duties)
    upcoming = [one for one in meetings if _is_ahead(one, today)]
    end = until or max([one.date + dt.timedelta(days=1) for one in upcoming], default=_months_on(today, MONTHS_AHEAD))
    unclosed = set(session.scalars(select(Turn.meeting_id).where(Turn.state.in_(OPEN), Turn.meeting_id.is_not(None))))
    first = [_MeetingDuties(session, duty, meetings) for duty in duties]
    slots = []
    for one in meetings:
        over = one.status in HELD and one.id in unclosed
        if over or (one in upcoming and one.date < end):
            due = tuple(each.duty for each in first if each.is_due(one))
            days = Days(one.date, one.date + dt.timedelta(days=1), one.id, one.group_id)
            slots.append(Slot(days, due, over))
    slots += _term_slots(session, duties, today, end)
    return sorted(
        (slot for slot in slots if slot.duties), key=lambda slot: (slot.days.first, slot.days.meeting_id is not None)
    )


def days_of(session: Session, turn: Turn) -> Days:
    """Return the days of a turn: its meeting's, or its term's."""
    if turn.meeting_id is not None:
        meeting = session.get_one(Meeting, turn.meeting_id)
        return Days(meeting.date, meeting.date + dt.timedelta(days=1), meeting.id, meeting.group_id)
    first = turn.from_date or dt.date.min
    return Days(first, turn.to_date or first + dt.timedelta(days=1))


class _MeetingDuties:
    """At which meetings one duty is due."""

    def __init__(self, session: Session, duty: DutyRow, meetings: Sequence[_Held]) -> None:
        self.duty = duty
        self._due: set[uuid.UUID] = set()
        if duty.rhythm not in (DutyRhythm.MEETING, DutyRhythm.MEETINGS):
            return
        own = [one for one in meetings if meets(duty, one.group_id) and in_use(duty, one.date)]
        if duty.rhythm is DutyRhythm.MEETINGS:
            own = self._beginnings(session, own)
        self._due = {one.id for one in own}

    def is_due(self, meeting: _Held) -> bool:
        return meeting.id in self._due

    def _beginnings(self, session: Session, own: Sequence[_Held]) -> list[_Held]:
        """Return the meetings at which a term begins, counted from the last one that has begun."""
        turns = set(session.scalars(select(Turn.meeting_id).where(Turn.duty_id == self.duty.id)))
        begun = [n for n, one in enumerate(own) if one.id in turns and one.status not in UPCOMING]
        ahead = [n for n, one in enumerate(own) if one.status in UPCOMING]
        anchor = begun[-1] if begun else ahead[0] if ahead else 0
        return [one for n, one in enumerate(own) if n >= anchor and (n - anchor) % self.duty.every == 0]


def _meetings(session: Session, duties: Sequence[DutyRow]) -> list[_Held]:
    """Return the meetings that something can fall due at; with those held long ago where terms are counted by them."""
    wanted = [Meeting.status != MeetingStatus.CANCELLED]
    if all(duty.rhythm is not DutyRhythm.MEETINGS for duty in duties):
        unclosed = select(Turn.meeting_id).where(Turn.state.in_(OPEN), Turn.meeting_id.is_not(None))
        wanted.append(or_(Meeting.status.not_in(HELD), Meeting.id.in_(unclosed)))
    rows = session.execute(
        select(Meeting.id, Meeting.group_id, Meeting.date, Meeting.status)
        .where(*wanted)
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    )
    return [_Held(*row) for row in rows]


def _is_ahead(meeting: _Held, today: dt.date) -> bool:
    return meeting.status is MeetingStatus.RUNNING or (meeting.status in UPCOMING and meeting.date >= today)


def _term_slots(session: Session, duties: Sequence[DutyRow], today: dt.date, end: dt.date) -> Iterator[Slot]:
    """Yield the terms that are not over, those that begin on the same day and last as long together."""
    closed = select(Turn.duty_id, Turn.from_date).where(Turn.state.not_in(OPEN), Turn.from_date.is_not(None))
    done = {(duty_id, first) for duty_id, first in session.execute(closed)}
    found: dict[tuple[dt.date, dt.date], list[DutyRow]] = {}
    for duty in duties:
        for first, last in _terms(session, duty, today, end):
            if first < end and last > today and in_use(duty, first) and (duty.id, first) not in done:
                found.setdefault((first, last), []).append(duty)
    for (first, last), due in found.items():
        group_ids = {duty.group_id if duty.body is DutyBody.GROUP else None for duty in due}
        for group_id in group_ids:
            own = tuple(duty for duty in due if (duty.group_id if duty.body is DutyBody.GROUP else None) == group_id)
            yield Slot(Days(first, last, None, group_id), own)


def _terms(session: Session, duty: DutyRow, today: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the terms of a duty from the one that runs today on, each `[first, end)`."""
    if duty.rhythm is DutyRhythm.DATES:
        for row in session.scalars(select(DutyTerm).where(DutyTerm.duty_id == duty.id).order_by(DutyTerm.from_date)):
            if row.from_date is not None and row.to_date is not None:
                yield row.from_date, row.to_date
    elif duty.rhythm in (DutyRhythm.MONTH, DutyRhythm.QUARTER):
        months = 1 if duty.rhythm is DutyRhythm.MONTH else 3
        first = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
        while first < end:
            following = _months_on(first, months)
            yield first, following
            first = following


def _months_on(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)
