"""Our plans beside the best there are: on small problems the exact optimum, found by a solver."""

import os
import random
from fractions import Fraction
from pathlib import Path

from db.rotation import plan
from db.rotation.problem import read_problem
from tests.db.rotation.oracle import least_largest
from tests.db.rotation.problems import Pools, largest_of, occasions_of, random_pools

PROBLEMS = int(os.environ.get("RONDA_ORACLE_PROBLEMS", "60"))
"""How many problems are tried; `make oracle` tries many more."""

WORST, ON_AVERAGE = 0.25, 0.1
"""How much further off than the best plan ours may leave somebody, in turns."""


def small_problem(number: int) -> tuple[int, Pools]:
    """Return a problem of 3 to 7 members, up to 14 slots and up to 3 duties, and its number of members."""
    chance = random.Random(number)
    duties = 1 + number % 3
    members = chance.randint(max(3, duties + 1), 7)
    pools = random_pools(
        chance, members, chance.randint(4, 14), duties, (0, 0.1, 0.3)[number // 3 % 3], eligible=chance.choice([0.8, 1])
    )
    return members, pools


def above_the_best(number: int) -> float:
    """Return by how much our plan of a small problem is worse than the best one."""
    members, pools = small_problem(number)
    return float(largest_of(pools, plan(members, occasions_of(pools)))[0] - least_largest(pools))


def test_the_oracle_knows_what_can_be_counted_by_hand() -> None:
    everybody = [[{0: 1, 1: 1, 2: 1}]] * 6
    assert least_largest(everybody) == Fraction(2, 3)
    two = {0: 1, 1: 1}
    assert least_largest([[two, two]] * 4) == Fraction(1, 2)


def test_small_problem_files_are_near_the_best_plan(shared: Path) -> None:
    for path in sorted((shared / "rotation").glob("small-*-0.json")):
        keys, occasions = read_problem(path)
        pools = [[dict(pool) for pool in occasion.pools] for occasion in occasions]
        above = largest_of(pools, plan(len(keys), occasions))[0] - least_largest(pools)
        assert 0 <= above <= WORST, path.name


def test_small_problems_are_near_the_best_plan() -> None:
    above = [above_the_best(number) for number in range(PROBLEMS)]
    assert min(above) >= 0, "nothing is better than the best"
    assert max(above) <= WORST
    assert sum(above) / len(above) <= ON_AVERAGE
