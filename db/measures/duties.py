"""Duties: turns that fell due and what became of them, and who carries about a fair share."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from db.measures.parts import Part
from db.measures.rows import Facts, Ids, TurnRow
from db.turn_units import TURN
from db.vocabulary import OPEN, TurnState

FAIR_TURNS: Final = 1
"""Who is at most one turn ahead or behind carries about a fair share: nobody can do part of a turn."""


@dataclass(frozen=True, slots=True)
class Duties:
    """The turns whose day lies in the period and has come, each in one of these. Cancelled meetings have none."""

    as_planned: Ids
    """Done by whose turn it was."""
    swapped: Ids
    """Done by whoever had swapped for it."""
    by_other: Ids
    """Done by somebody else."""
    missed: Ids
    not_noted: Ids
    """Their day has passed, and nobody said who did them."""
    unplanned: Ids
    """Done, though no plan named anybody (those taken from minutes of the past): they do not count as due."""
    doers: tuple[tuple[uuid.UUID, int], ...]
    """Members and in how many turns each had a part, who has most first."""
    balances: Mapping[uuid.UUID, int]
    """Of those who hold a seat on the last day: turns done less fair share, in units of `db.turn_units.TURN`."""

    @property
    def due(self) -> Ids:
        """Return the turns that fell due."""
        return (*self.as_planned, *self.swapped, *self.by_other, *self.missed, *self.not_noted)

    @property
    def done(self) -> Ids:
        """Return the turns that fell due and were done, by whomever."""
        return (*self.as_planned, *self.swapped, *self.by_other)

    @property
    def fair(self) -> Ids:
        """Return the members that are at most one turn ahead or behind."""
        return tuple(member for member, units in self.balances.items() if abs(units) <= FAIR_TURNS * TURN)

    @property
    def of_fair(self) -> Part:
        """Return how many of those that stand in the ledgers carry about a fair share."""
        return Part(len(self.fair), len(self.balances))


def duties(facts: Facts) -> Duties:
    """Return what became of the turns."""
    rows = [row for row in facts.turns if not row.unplanned or not row.doers]
    done = [row for row in rows if row.state is TurnState.DONE]
    parts = Counter(member for row in facts.turns for member in set(row.doers))
    now = facts.holders(facts.last)
    standing = {member: units for member, units in facts.balances.items() if member in now}
    return Duties(
        as_planned=_ids(done, lambda row: not row.swapped),
        swapped=_ids(done, lambda row: row.swapped),
        by_other=_ids(rows, lambda row: row.state is TurnState.DONE_BY_OTHER),
        missed=_ids(rows, lambda row: row.state is TurnState.MISSED),
        not_noted=_ids(rows, lambda row: row.state in OPEN and row.day < facts.today),
        unplanned=_ids(facts.turns, lambda row: row.unplanned and bool(row.doers)),
        doers=tuple(sorted(parts.items(), key=lambda pair: (-pair[1], facts.people.sorted_by(pair[0])))),
        balances=dict(sorted(standing.items(), key=lambda pair: (pair[1], facts.people.sorted_by(pair[0])))),
    )


def _ids(rows: Sequence[TurnRow], wanted: Callable[[TurnRow], bool]) -> Ids:
    return tuple(row.id for row in rows if wanted(row))
