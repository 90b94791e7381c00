"""Making a plan in which nobody is ever more than about a turn off, and changing one as little as can be.

Occasions are taken in order. At each, who is furthest behind comes first. That alone goes wrong now and then, when
several come due at once or are away: then turns are passed on (`mending`) until everyone is within the *tolerance*
again. The tolerance starts at the least any plan could reach and is widened, visibly, only where no mending helps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.rotation.mending import Mending
from db.rotation.occasion import Occasion
from db.rotation.table import Table
from db.turn_units import TURN

WIDENING = TURN // 50
"""By how much the tolerance is widened where no plan within it was found: 0.02 turns."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what.

    turns: for each occasion and duty, the member; None where it is not due or nobody can do it.
    shares: for each occasion and duty, who accrued how much of the turn, in units.
    balances: for each duty and member, the balance after each occasion, in units.
    passed_on: (occasion, duty) → (member, occasion): turns that went to another than who came first, because this
    member would have been left more than the tolerance behind at that occasion.
    largest, largest_total: the largest distance from 0, after any occasion, of any balance, and of any member's
    balances added up, in units.
    tolerance: within which the plan was made, in units.
    served_before: who served at the occasions before the first, the latest first.
    """

    turns: tuple[tuple[int | None, ...], ...]
    shares: tuple[tuple[Mapping[int, int], ...], ...]
    balances: tuple[tuple[tuple[int, ...], ...], ...]
    passed_on: Mapping[tuple[int, int], tuple[int, int]]
    largest: int
    largest_total: int
    tolerance: int
    served_before: tuple[frozenset[int], ...] = ()


def plan(
    members: int,
    occasions: Sequence[Occasion],
    *,
    opening: Sequence[Sequence[int]] = (),
    last_served: Sequence[Sequence[int]] = (),
    served_before: Sequence[frozenset[int]] = (),
) -> Plan:
    """Plan every turn of `occasions`, which have the same number of pools each.

    Members are the numbers below `members`; their order breaks ties, so it must not hang on names.
    opening: for each duty and member the balance to start from, in units; nothing: everyone starts at 0.
    last_served: for each duty and member when the last turn was, as a number below 0 that grows with time.
    served_before: who served at the occasions before the first, the latest first.

    The same arguments give the same plan. Promised turns change only where who was promised cannot come, or where
    somebody would be left more than a turn off.
    """
    duties = len(occasions[0].pools) if occasions else 0
    table = Table(members, duties, occasions, opening, last_served, served_before)
    promised = max((place + 1 for place, occasion in enumerate(occasions) if occasion.promised), default=0)
    for place in range(promised):
        table.open_occasion(place)
        table.keep_promises(place)
    for place in range(promised):
        table.stand_in(place)
        table.fill(place)
    if promised:
        _bring_within_tolerance(table, since=0)
    for place in range(promised, len(occasions)):
        table.open_occasion(place)
        table.fill(place)
        _bring_within_tolerance(table, since=place)
    return _finished(table)


def _bring_within_tolerance(table: Table, *, since: int) -> None:
    """Mend what is out of the tolerance from the occasion `since` on; widen it where mending does not help."""
    while not Mending(table, since).succeeds():
        table.tolerance += WIDENING if table.tolerance >= TURN else min(WIDENING, TURN - table.tolerance)


def _finished(table: Table) -> Plan:
    """Return the plan as it stands."""
    rows = [row for rows in table.balances for row in rows]
    return Plan(
        turns=tuple(map(tuple, table.turns)),
        shares=tuple(map(tuple, table.shares)),
        balances=tuple(tuple(map(tuple, rows)) for rows in table.balances),
        passed_on=table.passed_on,
        largest=max((abs(balance) for row in rows for balance in row), default=0),
        largest_total=max((abs(total) for row in table.totals for total in row), default=0),
        tolerance=table.tolerance,
        served_before=tuple(table.served_before),
    )
