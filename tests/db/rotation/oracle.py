"""The exact optimum of small problems, by OR-tools CP-SAT: the least that the largest |balance| can be.

Whether a plan within some distance exists is a question of how many turns each member has had after each slot, in whole
numbers: from the share less the distance, rounded up, to the share and the distance, rounded down. Only so many
distances round differently; the least of those that have a plan is found by halving.
"""

import math
from bisect import bisect_left
from fractions import Fraction

from ortools.sat.python import cp_model

from tests.db.rotation.problems import Pools, fair_shares

Seat = tuple[int, int]
"""A duty and a member."""


def least_largest(pools: Pools) -> Fraction:
    """Return the smallest largest |balance|, after any slot and of any duty, that any plan of a problem has."""
    owed = _owed(pools)
    distances = sorted({
        abs(turns - share) for row in owed.values() for share in row for turns in range(len(pools) + 1)
        if abs(turns - share) <= 2
    })  # fmt: skip
    return distances[bisect_left(distances, 1, key=lambda distance: _has_plan(pools, owed, distance))]


def _owed(pools: Pools) -> dict[Seat, list[Fraction]]:
    """Return what each seat has accrued after each slot."""
    shares = [fair_shares(here) for here in pools]
    seats = {(duty, member) for here in pools for duty, pool in enumerate(here) for member in pool}
    owed: dict[Seat, list[Fraction]] = {seat: [] for seat in sorted(seats)}
    for own in shares:
        for (duty, member), row in owed.items():
            row.append((row[-1] if row else Fraction(0)) + own[duty].get(member, Fraction(0)))
    return owed


def _has_plan(pools: Pools, owed: dict[Seat, list[Fraction]], distance: Fraction) -> bool:
    model = cp_model.CpModel()
    done: dict[Seat, list[cp_model.IntVar]] = {seat: [] for seat in owed}
    for place, here in enumerate(pools):
        at_once: dict[int, list[cp_model.IntVar]] = {}
        for duty, pool in enumerate(here):
            turns = {member: model.new_bool_var("") for member in pool}
            model.add_exactly_one(turns.values())
            for member, turn in turns.items():
                at_once.setdefault(member, []).append(turn)
                done[duty, member].append(turn)
        for own in at_once.values():
            model.add_at_most_one(own)
        for seat, row in owed.items():
            least, most = math.ceil(row[place] - distance), math.floor(row[place] + distance)
            if least > 0 or most < len(done[seat]):
                model.add_linear_constraint(sum(done[seat]), max(least, 0), most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), solver.status_name(status)
    return status != cp_model.INFEASIBLE
