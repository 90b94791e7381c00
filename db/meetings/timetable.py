"""The time an agenda takes: when each item starts, what it adds up to, and where a running meeting will end.

Times are local and naive, as a meeting's own are; lengths are whole minutes. Items are listed in the order they are
taken, breaks among them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BREAK = "break"
"""The purpose under which breaks are added up."""


@dataclass(frozen=True, slots=True)
class TimedItem:
    """An agenda item's length in minutes (None: not said yet, counts as 0) and purpose (None: not said yet)."""

    minutes: int | None
    purpose: str | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is planned to start and end; None where the meeting has no starting time."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """An agenda's times.

    `minutes_by_purpose` holds each purpose found and its minutes (key None: no purpose yet), breaks under BREAK, in
    order of first appearance. `over_minutes` is positive when the agenda is longer than planned, negative when time is
    left, None when nothing is planned. `untimed` counts items whose length is not said.
    """

    slots: tuple[Slot, ...]
    total_minutes: int
    end: datetime | None
    planned_minutes: int | None
    over_minutes: int | None
    minutes_by_purpose: dict[str | None, int]
    untimed: int


def timetable(
    items: Sequence[TimedItem], *, start: datetime | None = None, planned_minutes: int | None = None
) -> Timetable:
    """Return when each of `items` starts, one slot each in the same order, and how they add up."""
    slots = []
    by_purpose: dict[str | None, int] = {}
    elapsed = 0
    for item in items:
        minutes = _minutes(item)
        slots.append(Slot(_after(start, elapsed), _after(start, elapsed + minutes)))
        elapsed += minutes
        purpose = BREAK if item.is_break else item.purpose
        by_purpose[purpose] = by_purpose.get(purpose, 0) + minutes
    return Timetable(
        slots=tuple(slots),
        total_minutes=elapsed,
        end=_after(start, elapsed),
        planned_minutes=planned_minutes,
        over_minutes=None if planned_minutes is None else elapsed - planned_minutes,
        minutes_by_purpose=by_purpose,
        untimed=sum(item.minutes is None for item in items),
    )


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a running meeting stands.

    `spent_minutes` is what the current item took so far (0 between items). `behind_minutes` is how much later than the
    agenda says the meeting will end: negative when it is ahead.
    """

    ends_at: datetime
    behind_minutes: int
    spent_minutes: int


def forecast(
    items: Sequence[TimedItem],
    *,
    start: datetime,
    now: datetime,
    done: Collection[int] = (),
    current: int | None = None,
    current_since: datetime | None = None,
) -> Forecast:
    """Return where a meeting planned to begin at `start` stands `now`.

    `done` and `current` are places in `items`; items not done follow in full after what is left of the current one
    (nothing, once it took longer than planned). Part minutes are dropped.
    """
    spent = _whole_minutes(now - current_since) if current is not None and current_since is not None else 0
    left = sum(_minutes(item) for at, item in enumerate(items) if at not in done and at != current)
    if current is not None:
        left += max(_minutes(items[current]) - spent, 0)
    ends_at = now.replace(second=0, microsecond=0) + timedelta(minutes=left)
    planned_end = start + timedelta(minutes=sum(map(_minutes, items)))
    return Forecast(ends_at, (ends_at - planned_end) // timedelta(minutes=1), spent)


def _minutes(item: TimedItem) -> int:
    return max(item.minutes or 0, 0)


def _after(start: datetime | None, minutes: int) -> datetime | None:
    return None if start is None else start + timedelta(minutes=minutes)


def _whole_minutes(length: timedelta) -> int:
    return max(length // timedelta(minutes=1), 0)
