"""The days of a series of meetings as its row holds them: which were moved, which are left out, which come next."""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors.records import NotFound
from db.meetings import series as rules
from db.schema import Meeting, Series
from db.vocabulary import MeetingStatus


def rule_of(row: Series) -> rules.Series:
    """Return the rule of a mapped series with its exceptions."""
    return rules.from_text(row.rule)


def planned_day(rule: rules.Series, day: dt.date) -> dt.date:
    """Return the day of the pattern that happens on `day`."""
    return next((planned for planned, moved_to in rule.moved.items() if moved_to == day), day)


def note_moved(session: Session, meeting: Meeting, day: dt.date) -> None:
    """Note in the series of a meeting, if it has one, that the meeting moves from its date to `day`."""
    row = session.get(Series, meeting.series_id) if meeting.series_id else None
    if row is not None:
        move(row, meeting.date, day)


def move(row: Series, held: dt.date, day: dt.date) -> None:
    """Let the day of the pattern that happens on `held` happen on `day`."""
    rule = rule_of(row)
    planned = planned_day(rule, held)
    moved = {key: value for key, value in rule.moved.items() if key != planned}
    if planned != day:
        moved[planned] = day
    row.rule = rules.to_text(dataclasses.replace(rule, moved=moved))


def note_left_out(session: Session, meeting: Meeting) -> None:
    """Note in the series of a meeting, if it has one, that the day of this meeting is left out."""
    row = session.get(Series, meeting.series_id) if meeting.series_id else None
    if row is not None:
        leave_out(row, meeting.date)


def leave_out(row: Series, day: dt.date) -> None:
    """Leave the day of the pattern that happens on `day` out of a series."""
    rule = rule_of(row)
    row.rule = rules.to_text(dataclasses.replace(rule, skipped=rule.skipped | {planned_day(rule, day)}))


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """A day of a series to come: when it happens, the day its rule gave, and the meeting planned for it, if one is."""

    day: dt.date
    planned: dt.date
    meeting_id: uuid.UUID | None
    number: int | None
    status: MeetingStatus | None
    skipped: bool
    """Left out; nothing happens that day."""

    @property
    def moved(self) -> bool:
        """Whether it happens on another day than the rule gave."""
        return self.day != self.planned


def series_days(session: Session, series_id: uuid.UUID, *, after: dt.date, count: int) -> list[SeriesDay]:
    """Return the next days of a series after a day: all that have a meeting, and `count` at least; skipped ones too.

    A meeting that was cancelled is among them.
    """
    row = session.get(Series, series_id)
    if row is None:
        raise NotFound("meeting_series", series_id)
    rule = rule_of(row)
    query = select(Meeting).where(Meeting.series_id == series_id, Meeting.date > after)
    there = {meeting.date: meeting for meeting in session.scalars(query.order_by(Meeting.date))}
    last = max(there, default=after)
    found: list[SeriesDay] = []
    occurrence = rules.next_occurrence(rule, after=after)
    while occurrence is not None and (len(found) < count or occurrence.day <= last):
        found.append(_day(occurrence.day, occurrence.planned, there.pop(occurrence.day, None)))
        occurrence = rules.next_occurrence(rule, after=occurrence.day)
    found += [_day(day, day, meeting) for day, meeting in there.items()]  # of a rule that was changed since
    end = max((one.day for one in found), default=after)
    skipped = {rule.moved.get(day, day) for day in rule.skipped}
    found += [_day(day, day, None, skipped=True) for day in skipped if after < day <= end]
    return sorted(found, key=lambda one: (one.day, one.skipped))


def _day(day: dt.date, planned: dt.date, meeting: Meeting | None, *, skipped: bool = False) -> SeriesDay:
    if meeting is None:
        return SeriesDay(day, planned, None, None, None, skipped)
    return SeriesDay(day, planned, meeting.id, meeting.number, meeting.status, skipped)
