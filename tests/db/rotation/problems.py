"""Random problems: who may do what and is away when; and a ledger counted in fractions."""

import random
from dataclasses import replace
from fractions import Fraction

from db.rotation import Occasion, Plan, plan

RUN = 2.5
"""How many meetings somebody who is away misses in a row, on average."""

Pools = list[list[dict[int, int]]]


def random_pools(
    chance: random.Random,
    members: int,
    slots: int,
    duties: int,
    away: float,
    *,
    eligible: float = 0.8,
    run: float = 2.5,
) -> Pools:
    """Return pools for each slot and duty: 30 % of members at half weight, absences in runs of 2.5 meetings."""
    weights = [1 if chance.random() < 0.3 else 2 for _member in range(members)]
    listed = [[member for member in range(members) if chance.random() < eligible] for _duty in range(duties)]
    for pool in listed:
        others = [member for member in chance.sample(range(members), members) if member not in pool]
        pool.extend(others[: max(duties + 1 - len(pool), 0)])
    gone = [_absences(chance, slots, away) for _member in range(members)]
    pools = []
    for slot in range(slots):
        here = [{member: weights[member] for member in sorted(pool) if not gone[member][slot]} for pool in listed]
        whole = [{member: weights[member] for member in sorted(pool)} for pool in listed]
        pools.append(here if min(map(len, here)) >= duties else whole)
    return pools


def _absences(chance: random.Random, slots: int, away: float) -> list[bool]:
    """Return for each slot whether a member is away."""
    gone, days = chance.random() < away, []
    for _slot in range(slots):
        days.append(gone)
        gone = chance.random() > 1 / RUN if gone else chance.random() < away / (1 - away) / RUN
    return days


def occasions_of(pools: Pools) -> list[Occasion]:
    """Return a problem's occasions."""
    return [Occasion(tuple(here)) for here in pools]


def promised(occasions: list[Occasion], made: Plan) -> list[Occasion]:
    """Publish a plan."""
    return [replace(occasion, promised=turns) for occasion, turns in zip(occasions, made.turns, strict=True)]


def moved_by_one_absence(number: int, members: int, slots: int, duties: int) -> tuple[int, int]:
    """Report one absence after a plan was published; return how many further turns change, and the largest |balance|
    then, in units."""
    chance = random.Random(number)
    occasions = occasions_of(random_pools(chance, members, slots, duties, away=0.1))
    made = plan(members, occasions)
    slot, duty = chance.randrange(slots), chance.randrange(duties)
    absent = made.turns[slot][duty]
    asked = promised(occasions, made)
    pools = [{member: weight for member, weight in pool.items() if member != absent} for pool in asked[slot].pools]
    asked[slot] = replace(asked[slot], pools=tuple(pools))
    again = plan(members, asked)
    return turns_changed(made, again) - 1, again.largest


def turns_changed(made: Plan, again: Plan) -> int:
    """Return how many turns of a plan are another's in the next."""
    return sum(
        before != after
        for one, two in zip(made.turns, again.turns, strict=True)
        for before, after in zip(one, two, strict=True)
    )


def fair_shares(here: list[dict[int, int]], room: dict[int, Fraction] | None = None) -> list[dict[int, Fraction]]:
    """Divide one turn of each duty, in fractions, by the rule of `rotation.md`: nobody owes more than a turn in all.

    A duty that only those can do who owe a turn already comes first; they have so much less room for the others.
    """
    room = room or {}
    parts = [{member: Fraction(weight, sum(pool.values())) for member, weight in pool.items()} for pool in here]
    full: set[int] = set()
    while True:
        owed = {member: sum(part.get(member, 0) for part in parts) for part in parts for member in part}
        over = {member: units for member, units in owed.items() if units > room.get(member, 1) and member not in full}
        if not over:
            return parts
        full |= over.keys()
        first = [place for place, pool in enumerate(here) if pool and pool.keys() <= full]
        rest = [place for place, pool in enumerate(here) if place not in first]
        if first and any(here[place] for place in rest):
            own = fair_shares([here[place] for place in first], room)
            left = {member: room.get(member, Fraction(1)) for member in owed}
            for part in own:
                for member, units in part.items():
                    left[member] = max(left[member] - units, Fraction(0))
            others = fair_shares([here[place] for place in rest], left)
            both = dict(zip([*first, *rest], [*own, *others], strict=True))
            return [both[place] for place in range(len(here))]
        for member, units in over.items():
            for part in parts:
                if member in part:
                    part[member] = part[member] * room.get(member, 1) / units
        for pool, part in zip(here, parts, strict=True):
            others_here = {member: weight for member, weight in pool.items() if member not in full}
            if others_here:
                left_over = 1 - sum(part[member] for member in pool if member in full)
                for member, weight in others_here.items():
                    part[member] = left_over * Fraction(weight, sum(others_here.values()))


def largest_of(pools: Pools, made: Plan) -> tuple[Fraction, Fraction]:
    """Return the largest |balance| and |total| after any slot, counted anew; fail where a rule is broken."""
    balance: dict[tuple[int, int], Fraction] = {}
    total: dict[int, Fraction] = {}
    largest = largest_total = Fraction(0)
    for here, turns in zip(pools, made.turns, strict=True):
        assert len(set(turns)) == len(turns), "twice at one meeting"
        for duty, (member, shares) in enumerate(zip(turns, fair_shares(here), strict=True)):
            assert member in here[duty], "not in the pool"
            assert sum(shares.values()) == 1
            for each, share in shares.items():
                change = (each == member) - share
                balance[duty, each] = balance.get((duty, each), Fraction(0)) + change
                total[each] = total.get(each, Fraction(0)) + change
        largest = max(largest, *map(abs, balance.values()))
        largest_total = max(largest_total, *map(abs, total.values()))
    return largest, largest_total
