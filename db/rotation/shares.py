"""Dividing turns among those who could do them, in whole units that add up exactly."""

from collections.abc import Collection, Mapping, Sequence

from db.turn_units import TURN

Weights = Mapping[int, int]
"""A pool: who could do the turn, with what weight. Members are numbers; weights are whole and above 0."""


def share_out(
    pools: Sequence[Weights], *, apart: bool = True, groups: Collection[Collection[int]] | None = None
) -> list[dict[int, int]]:
    """Divide one turn of each duty due at one occasion among its pool, in proportion to weight.

    `apart`: nobody takes two of these turns, so nobody can owe more than one in all: whoever would is brought down to
    exactly one turn, and the rest goes to the others of each pool. A turn that has no others is divided first, and who
    owes it owes the less of what others can do too.
    `groups`: that holds within these groups of pools only.

    Returns for each pool the units of each of its members; they add up to `TURN`, or to nothing for an empty pool.
    """
    if groups is None:
        return _share_out(pools, apart=apart)
    parts = [_share_out([pool], apart=False)[0] for pool in pools]
    for group in groups:
        own = sorted(group)
        for place, part in zip(own, _share_out([pools[place] for place in own], apart=True), strict=True):
            parts[place] = part
    return parts


def _share_out(pools: Sequence[Weights], *, apart: bool) -> list[dict[int, int]]:
    """Divide the turns of one group."""
    parts = _kept_within(pools, {}) if apart else [_in_proportion(TURN, pool) for pool in pools]
    almost = TURN - 2 * len(pools)  # what rounding left open
    full = {member for member, units in _owed(parts).items() if units >= almost} if apart else set()
    for part in parts:
        _give_remainder(part, full)
    return parts


def _kept_within(pools: Sequence[Weights], room: Weights) -> list[dict[int, int]]:
    """Divide turns so that nobody owes more than they have room for: one turn, or what `room` says."""
    parts = [_in_proportion(TURN, pool) for pool in pools]
    full: set[int] = set()
    while over := _owing_too_much(parts, room, full):
        full |= over.keys()
        tight = {place for place, pool in enumerate(pools) if pool and full.issuperset(pool)}
        if tight and any(pool for place, pool in enumerate(pools) if place not in tight):
            return _tight_first(pools, room, tight)
        for member, owed in over.items():
            for part in parts:
                if member in part:
                    part[member] = part[member] * room.get(member, TURN) // owed
        for pool, part in zip(pools, parts, strict=True):
            others = {member: weight for member, weight in pool.items() if member not in full}
            if others:
                left = TURN - sum(part[member] for member in pool if member in full)
                part.update(_in_proportion(left, others))
    return parts


def _tight_first(pools: Sequence[Weights], room: Weights, tight: set[int]) -> list[dict[int, int]]:
    """Divide first the turns that only those can do who owe a whole turn already, then the others in what is left."""
    parts: list[dict[int, int]] = [{} for _pool in pools]
    for own in (sorted(tight), [place for place in range(len(pools)) if place not in tight]):
        for place, part in zip(own, _kept_within([pools[place] for place in own], room), strict=True):
            parts[place] = part
        owed = _owed(parts)
        room = {**room, **{member: max(room.get(member, TURN) - units, 0) for member, units in owed.items()}}
    return parts


def _in_proportion(units: int, pool: Weights) -> dict[int, int]:
    """Divide `units` by weight, rounded down."""
    whole = sum(pool.values())
    return {member: units * weight // whole for member, weight in pool.items()}


def _owing_too_much(parts: Sequence[Weights], room: Weights, full: set[int]) -> dict[int, int]:
    """Return who owes more than they have room for over all duties of the occasion, and how much."""
    owed = _owed(parts).items()
    return {member: units for member, units in owed if units > room.get(member, TURN) and member not in full}


def _owed(parts: Sequence[Weights]) -> dict[int, int]:
    """Return what each owes in all."""
    owed: dict[int, int] = {}
    for part in parts:
        for member, units in part.items():
            owed[member] = owed.get(member, 0) + units
    return owed


def _give_remainder(part: dict[int, int], full: set[int]) -> None:
    """Bring a duty's parts up to exactly one turn; what rounding left is less than a unit a member."""
    takers = [member for member in part if member not in full] or list(part)
    if takers:
        each, rest = divmod(TURN - sum(part.values()), len(takers))
        for place, member in enumerate(takers):
            part[member] += each + (place < rest)
