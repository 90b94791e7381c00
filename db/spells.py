"""Stretches of days `[from_date, to_date)`: an empty end is open, an empty start is unknown and reaches back for ever.

So the record and the tables written of it have them. People write and read the last day: what asks them for the end of
a stretch, or shows it, goes through `last_day` and `day_after`. Pure rules.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, overload

from db.errors.records import DatesOutOfOrder, SpellsOverlap
from db.vocabulary import MemberStatus


class Dated(Protocol):
    """Anything with a stretch of days."""

    @property
    def from_date(self) -> dt.date | None: ...
    @property
    def to_date(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `[from_date, to_date)` with a word for what they were."""

    from_date: dt.date | None
    to_date: dt.date | None
    word: str = ""


def today() -> dt.date:
    """Return the day it is where this computer stands."""
    return dt.datetime.now().astimezone().date()


@overload
def last_day(to_date: dt.date) -> dt.date: ...
@overload
def last_day(to_date: dt.date | None) -> dt.date | None: ...
def last_day(to_date: dt.date | None) -> dt.date | None:
    """Return the last day of a stretch, as people say it; nothing where it is open."""
    return to_date - dt.timedelta(days=1) if to_date and to_date > dt.date.min else to_date


def day_after(last: dt.date | None) -> dt.date | None:
    """Return the end of a stretch of which people wrote the last day; open where they wrote none."""
    return None if last is None or last == dt.date.max else last + dt.timedelta(days=1)


def covers(spell: Dated, day: dt.date) -> bool:
    """Return whether `day` lies within `spell`."""
    started = spell.from_date is None or spell.from_date <= day
    return started and (spell.to_date is None or day < spell.to_date)


def in_order(spells: Iterable[D]) -> list[D]:
    """Return the spells by their start, an unknown start first."""
    return sorted(spells, key=lambda spell: (start_of(spell), spell.to_date or dt.date.max))


def start_of(spell: Dated) -> dt.date:
    """Return the first day, for comparing: an unknown one comes before all."""
    return spell.from_date or dt.date.min


def end_of(spell: Dated) -> dt.date:
    """Return the day after the last, for comparing: an open one comes after all."""
    return spell.to_date or dt.date.max


def shared_day(a: Dated, b: Dated) -> dt.date | None:
    """Return a day that lies within both, the first one that has a date; nothing if there is none."""
    first, end = max(start_of(a), start_of(b)), min(end_of(a), end_of(b))
    if first >= end:
        return None
    if first > dt.date.min:
        return first
    return today() if end == dt.date.max else end - dt.timedelta(days=1)


def check_order(from_date: dt.date | None, to_date: dt.date | None) -> None:
    """Refuse a spell that ends before it begins.

    Raises:
        DatesOutOfOrder: With its first and its last day.
    """
    if from_date is not None and to_date is not None and to_date < from_date:
        raise DatesOutOfOrder(from_date, last_day(to_date))


def check_room(name: str, others: Iterable[Dated], new: Dated) -> None:
    """Refuse a spell of `name` that is out of order or shares a day with one of `others`.

    Raises:
        DatesOutOfOrder: If it ends before it begins.
        SpellsOverlap: With the first shared day.
    """
    check_order(new.from_date, new.to_date)
    for other in in_order(others):
        day = shared_day(other, new)
        if day is not None:
            raise SpellsOverlap(name, day)


def status_on(spells: Iterable[tuple[Dated, MemberStatus]], day: dt.date) -> MemberStatus | None:
    """Return what somebody was on `day`: left once any spell has ended, nothing before the first begins."""
    ended = False
    for spell, status in spells:
        if covers(spell, day):
            return status
        ended = ended or end_of(spell) <= day
    return MemberStatus.LEFT if ended else None


def since(spells: Sequence[Stretch], day: dt.date) -> dt.date | None:
    """Return since when, without a break, somebody has been what they are on `day`; nothing if that is not known."""
    run: Stretch | None = None
    for spell in joined(spells):
        if covers(spell, day):
            run = spell
    return run.from_date if run else None


def joined(spells: Iterable[Stretch]) -> list[Stretch]:
    """Return the spells in order, those of one word that touch or overlap made one."""
    runs: list[Stretch] = []
    open_runs: dict[str, int] = {}
    for spell in in_order(spells):
        place = open_runs.get(spell.word)
        if place is not None and end_of(runs[place]) >= start_of(spell):
            end = max(end_of(runs[place]), end_of(spell))
            runs[place] = replace(runs[place], to_date=None if end == dt.date.max else end)
        else:
            open_runs[spell.word] = len(runs)
            runs.append(spell)
    return runs


def without(spell: Stretch, taken: Iterable[Dated]) -> list[Stretch]:
    """Return what is left of `spell` outside the days of `taken`."""
    left = [spell]
    for other in taken:
        left = [part for piece in left for part in _cut(piece, other)]
    return left


def merged(kept: Sequence[Stretch], dropped: Sequence[Stretch]) -> list[Stretch]:
    """Return one history from two: on days that both know, `kept` is right; no day that either knows is lost."""
    added = [piece for spell in dropped for piece in without(spell, kept)]
    return joined([*kept, *added])


def _cut(piece: Stretch, other: Dated) -> list[Stretch]:
    if shared_day(piece, other) is None:
        return [piece]
    parts = []
    if start_of(piece) < start_of(other):
        parts.append(replace(piece, to_date=other.from_date))
    if end_of(other) < end_of(piece):
        parts.append(replace(piece, from_date=other.to_date))
    return parts
