"""Meetings that come again: every second Thursday, the first Monday of the month, the 31st, once a year.

A weekday is a number from 0 (Monday) to 6 (Sunday), as Python has it.
"""

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

LAST = -1
"""The `nth` of a month's last such weekday."""

_NTHS = (1, 2, 3, 4, LAST)
_MONTHS_A_YEAR = 12
_MOST_YEARS = 200  # a rule without end is followed this far, far beyond any calendar
_LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Weekly:
    """On `weekdays` of every `interval`-th week; weeks begin on Monday."""

    weekdays: frozenset[int]
    interval: int = 1

    def __post_init__(self) -> None:
        _require(bool(self.weekdays) and all(0 <= day <= 6 for day in self.weekdays) and self.interval >= 1, self)


@dataclass(frozen=True, slots=True)
class MonthlyWeekday:
    """On the `nth` (1 to 4, or LAST) `weekday` of every `interval`-th month."""

    weekday: int
    nth: int
    interval: int = 1

    def __post_init__(self) -> None:
        _require(0 <= self.weekday <= 6 and self.nth in _NTHS and self.interval >= 1, self)


@dataclass(frozen=True, slots=True)
class MonthlyDay:
    """On the `day` (1 to 31) of every `interval`-th month; a shorter month's last day stands for a day it lacks."""

    day: int
    interval: int = 1

    def __post_init__(self) -> None:
        _require(1 <= self.day <= 31 and self.interval >= 1, self)


@dataclass(frozen=True, slots=True)
class Yearly:
    """On the `day` of `month` every `interval`-th year; 29 February is the 28th in other years."""

    month: int
    day: int
    interval: int = 1

    def __post_init__(self) -> None:
        _require(1 <= self.month <= 12 and self.interval >= 1, self)
        _require(1 <= self.day <= monthrange(2024, self.month)[1], self)


Pattern = Weekly | MonthlyWeekday | MonthlyDay | Yearly


@dataclass(frozen=True, slots=True)
class Series:
    """A pattern from its first fitting day on or after `start`, with its exceptions.

    Intervals count from that first day. The series ends after `until` (that day included) or after `count` days of the
    pattern, skipped and moved ones counted; not both. `skipped` and the keys of `moved` are days of the pattern; a
    skipped day does not happen, a moved one happens on the other day instead. A day both skipped and moved is skipped.
    """

    pattern: Pattern
    start: date
    until: date | None = None
    count: int | None = None
    skipped: frozenset[date] = frozenset()
    moved: Mapping[date, date] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        _require(self.until is None or self.count is None, self)
        _require(self.count is None or self.count >= 1, self)


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A day of a series: when it happens, and the day the pattern gave (another one only when it was moved)."""

    day: date
    planned: date


def next_occurrence(series: Series, *, after: date) -> Occurrence | None:
    """Return the first that happens after the day `after`, None when the series is over by then."""
    moved = dict(series.moved)
    found: Occurrence | None = None
    for planned in _planned(series):
        if found is not None and planned >= found.day and not moved:
            break
        day = moved.pop(planned, planned)
        if day > after and planned not in series.skipped:
            found = min(found or Occurrence(day, planned), Occurrence(day, planned))
        moved = {origin: other for origin, other in moved.items() if origin > planned}
    return found


def planned_before(series: Series, day: date) -> int:
    """Return how many days of the pattern come before `day`, skipped and moved ones counted."""
    return sum(1 for _day in takewhile(lambda planned: planned < day, _planned(series)))


def _planned(series: Series) -> Iterator[date]:
    """Yield the days of the pattern from the series' start to its end, exceptions not yet made."""
    for number, day in enumerate(_days(series.pattern, series.start), 1):
        if series.until is not None and day > series.until:
            return
        yield day
        if number == series.count:
            return


def _days(pattern: Pattern, start: date) -> Iterator[date]:
    """Yield the pattern's days on or after `start`, the first one setting the step."""
    if isinstance(pattern, Weekly):
        yield from _weekly(pattern, start)
        return
    step = pattern.interval * (_MONTHS_A_YEAR if isinstance(pattern, Yearly) else 1)
    month = start.year * _MONTHS_A_YEAR + (pattern.month if isinstance(pattern, Yearly) else start.month) - 1
    if _in_month(pattern, month) < start:
        month += _MONTHS_A_YEAR if isinstance(pattern, Yearly) else 1
    end = min(start.year + _MOST_YEARS, _LAST_YEAR) * _MONTHS_A_YEAR
    for later in range(month, end, step):
        yield _in_month(pattern, later)


def _in_month(pattern: MonthlyWeekday | MonthlyDay | Yearly, month: int) -> date:
    """Return the pattern's day in a month, counted from the year 0."""
    first = date(month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    length = monthrange(first.year, first.month)[1]
    if not isinstance(pattern, MonthlyWeekday):
        return first.replace(day=min(pattern.day, length))
    offset = (pattern.weekday - first.weekday()) % 7
    weeks = (length - 1 - offset) // 7 if pattern.nth == LAST else pattern.nth - 1
    return first + timedelta(days=offset + 7 * weeks)


def _weekly(pattern: Weekly, start: date) -> Iterator[date]:
    first = min(start + timedelta(days=(day - start.weekday()) % 7) for day in pattern.weekdays)
    monday = first.toordinal() - first.weekday()
    last = date(min(start.year + _MOST_YEARS, _LAST_YEAR), 1, 1).toordinal()
    for week in range(monday, last, 7 * pattern.interval):
        for day in sorted(pattern.weekdays):
            if week + day >= first.toordinal():
                yield date.fromordinal(week + day)


_KINDS: Mapping[str, type[Pattern]] = {
    "weekly": Weekly,
    "monthly_weekday": MonthlyWeekday,
    "monthly_day": MonthlyDay,
    "yearly": Yearly,
}


def to_text(series: Series) -> str:
    """Return `series` as JSON to be stored: equal series give equal text."""
    kind = next(kind for kind, made in _KINDS.items() if isinstance(series.pattern, made))
    values = {name: getattr(series.pattern, name) for name in series.pattern.__slots__}
    if isinstance(series.pattern, Weekly):
        values["weekdays"] = sorted(series.pattern.weekdays)
    said = {
        "pattern": {"kind": kind, **values},
        "start": series.start.isoformat(),
        "until": series.until and series.until.isoformat(),
        "count": series.count,
        "skipped": sorted(day.isoformat() for day in series.skipped),
        "moved": {planned.isoformat(): day.isoformat() for planned, day in series.moved.items()},
    }
    return json.dumps(said, sort_keys=True)


def from_text(text: str) -> Series:
    """Return the series stored as `text`.

    Raises:
        ValueError: If the text is not a series that `to_text` could have written.
    """
    try:
        said = json.loads(text)
        values = dict(said["pattern"])
        kind = _KINDS[values.pop("kind")]
        if kind is Weekly:
            values["weekdays"] = frozenset(values["weekdays"])
        return Series(
            pattern=kind(**values),
            start=date.fromisoformat(said["start"]),
            until=said["until"] and date.fromisoformat(said["until"]),
            count=said["count"],
            skipped=frozenset(map(date.fromisoformat, said["skipped"])),
            moved={date.fromisoformat(planned): date.fromisoformat(day) for planned, day in said["moved"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(text) from error


def _require(valid: bool, value: object) -> None:
    if not valid:
        raise ValueError(value)
