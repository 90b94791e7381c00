"""Meetings held against planned, days of notice, and days until the minutes were out."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from db.measures.parts import Part, median
from db.measures.rows import Course, Facts, Ids, MeetingRow
from db.meetings.deadlines import minutes_due
from db.vocabulary import MeetingStatus


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings dated in the period, each in one of these. Those of today or later count only once they are held."""

    held: Ids
    cancelled: Ids
    not_noted: Ids
    """Their day has passed, and nobody said that they were held or cancelled."""
    ahead: Ids
    imported: Ids
    """Those held that were brought in from the past: whether others had been planned beside them, nobody knows."""

    @property
    def of_planned(self) -> Part:
        """Return how many of those that were to be held by now were held; those brought in do not count."""
        held = len(self.held) - len(self.imported)
        return Part(held, held + len(self.cancelled) + len(self.not_noted))


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days for each meeting that has one, and which kept the days the alliance has set.

    unknown: held meetings of which the record does not say it (imported ones); they are not counted.
    """

    days: tuple[tuple[uuid.UUID, int], ...]
    in_time: Ids
    late: Ids
    missing: Ids
    """Nothing went out, though it should have by now."""
    unknown: Ids
    asked: int
    """How many days the alliance has set."""

    @property
    def median(self) -> Fraction | None:
        """Return the middle number of days."""
        return median(days for _meeting, days in self.days)

    @property
    def kept(self) -> Part:
        """Return how many were in time, of all that should have gone out."""
        return Part(len(self.in_time), len(self.in_time) + len(self.late) + len(self.missing))


def meetings_held(course: Course) -> Meetings:
    """Return which meetings were held."""
    rest = [row for row in course.meetings if not row.held and row.status is not MeetingStatus.CANCELLED]
    return Meetings(
        held=_ids(course.meetings, lambda row: row.held),
        cancelled=_ids(course.meetings, lambda row: row.status is MeetingStatus.CANCELLED),
        not_noted=_ids(rest, lambda row: row.date < course.today),
        ahead=_ids(rest, lambda row: row.date >= course.today),
        imported=_ids(course.meetings, lambda row: row.held and row.imported),
    )


def notice(facts: Facts) -> Days:
    """Return how many days before a meeting its call went out; of a meeting held without a call, nothing went out."""
    days = {row.id: (row.date - row.called_on).days for row in facts.held if row.called_on is not None}
    return Days(
        days=tuple(days.items()),
        in_time=tuple(key for key, number in days.items() if number >= facts.notice_days),
        late=tuple(key for key, number in days.items() if number < facts.notice_days),
        missing=_ids(facts.held, lambda row: row.called_on is None and not row.imported),
        unknown=_ids(facts.held, lambda row: row.called_on is None and row.imported),
        asked=facts.notice_days,
    )


def minutes_out(facts: Facts) -> Days:
    """Return how many days after a meeting its minutes went out; by when, `db.meetings.deadlines` says."""
    rows = [row for row in facts.held if row.out_on is not None]
    waiting = [row for row in facts.held if row.out_on is None and not row.imported]

    def late(row: MeetingRow) -> bool:
        due = minutes_due(row.date, row.finished_on, minutes_days=facts.minutes_days)
        return (row.out_on or facts.today) > due

    return Days(
        days=tuple((row.id, (row.out_on - row.date).days) for row in rows if row.out_on is not None),
        in_time=_ids(rows, lambda row: not late(row)),
        late=_ids(rows, late),
        missing=_ids(waiting, late),
        unknown=_ids(facts.held, lambda row: row.out_on is None and row.imported),
        asked=facts.minutes_days,
    )


def _ids(rows: Sequence[MeetingRow], wanted: Callable[[MeetingRow], bool]) -> Ids:
    return tuple(row.id for row in rows if wanted(row))
