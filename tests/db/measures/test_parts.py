"""The arithmetic beneath the figures, each rule against its own definition."""

import itertools
from collections import Counter
from fractions import Fraction
from math import comb
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.measures.parts import (
    CHANCE,
    Direction,
    Part,
    concentration,
    gini,
    median,
    seldom_so_few,
    seldom_so_many,
    trend,
)
from tests.db.measures.from_csv import mean_distance_gini

NUMBERS = st.lists(st.integers(0, 30), max_size=12)
POINTS = Fraction(5, 100)


def shares(numbers: list[int], of: int = 31) -> list[Fraction]:
    return [Fraction(number, of) for number in numbers]


@given(NUMBERS)
def test_the_gini_coefficient_is_the_mean_distance_over_twice_the_mean(numbers: list[int]) -> None:
    assert gini(numbers) == mean_distance_gini(numbers)


def test_the_gini_coefficient_of_equals_is_nought_and_of_one_who_has_all_nearly_one() -> None:
    assert gini([3, 3, 3, 3]) == 0
    assert gini([0, 0, 0, 7]) == Fraction(3, 4)
    assert gini([7]) is gini([]) is gini([0, 0]) is None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_the_three_with_most(numbers: list[int]) -> None:
    counts = Counter({UUID(int=n): number for n, number in enumerate(numbers)})
    own = concentration(counts, counts)
    assert own.of_top == Part(sum(sorted(numbers)[-3:]), sum(numbers))
    assert all(n for _member, n in own.top)


def test_members_that_have_none_are_in_the_spread_and_so_is_who_is_no_member_any_more() -> None:
    a, b, c = (UUID(int=n) for n in (1, 2, 3))
    own = concentration({a: 2, b: 2}, [b, c])
    assert (own.members, own.total, own.gini) == (3, 4, Fraction(1, 3))


def test_attendance_of_the_picture_falls() -> None:
    found = trend(shares([25, 24, 24, 22, 20, 18]), least=POINTS)
    assert found is not None
    assert found.direction is Direction.FALLING
    assert (found.early, found.late) == (Fraction(49, 62), Fraction(19, 31))


@pytest.mark.parametrize(
    ("numbers", "direction"),
    [
        ([20], Direction.UNKNOWN),
        ([25, 20, 15], Direction.UNKNOWN),
        ([25, 22, 20, 15], Direction.FALLING),
        ([15, 20, 22, 25], Direction.RISING),
        ([25, 20, 22, 15], Direction.NEITHER),
        ([20, 20, 20, 20, 20, 20], Direction.NEITHER),
        ([25, 18, 25, 18, 25, 18], Direction.NEITHER),
        ([20, 20, 20, 19, 19, 19], Direction.NEITHER),
        ([31, 10, 30, 11, 29, 12, 28, 9], Direction.NEITHER),
    ],
)
def test_where_attendance_goes(numbers: list[int], direction: Direction) -> None:
    found = trend(shares(numbers), least=POINTS)
    assert found is not None
    assert found.direction is direction


def test_no_numbers_go_nowhere() -> None:
    assert trend([], least=POINTS) is None


@given(st.lists(st.integers(0, 31), min_size=1, max_size=12))
def test_read_backwards_what_falls_rises(numbers: list[int]) -> None:
    there, back = trend(shares(numbers), least=POINTS), trend(shares(numbers[::-1]), least=POINTS)
    assert there is not None
    assert back is not None
    turned = {Direction.FALLING: Direction.RISING, Direction.RISING: Direction.FALLING}
    assert back.direction is turned.get(there.direction, there.direction)


@pytest.mark.parametrize("n", [4, 5, 6, 7])
def test_chance_seldom_makes_a_trend(n: int) -> None:
    """Of all orders that different numbers can stand in, at most one in twenty is said to fall."""
    numbers = shares([4 * k for k in range(n)])
    falling = sum(
        found is not None and found.direction is Direction.FALLING
        for order in itertools.permutations(numbers)
        if (found := trend(list(order), least=Fraction(0)))
    )
    orders = len(list(itertools.permutations(range(n))))
    assert 0 < falling <= CHANCE * orders


@given(st.integers(0, 15), st.integers(0, 15), st.fractions(0, 1, max_denominator=20))
def test_so_few_by_chance(some: int, more: int, share: Fraction) -> None:
    part = Part(some, some + more)
    exactly = [comb(part.whole, k) * share**k * (1 - share) ** (part.whole - k) for k in range(part.whole + 1)]
    assert sum(exactly) == 1
    few, many = sum(exactly[: some + 1]), sum(exactly[some:])
    if abs(few - Fraction(1, 20)) > Fraction(1, 10**9):
        assert seldom_so_few(part, share) == (few < Fraction(1, 20))
    if abs(many - Fraction(1, 20)) > Fraction(1, 10**9):
        assert seldom_so_many(part, share) == (many < Fraction(1, 20))


@pytest.mark.parametrize("n", [100, 1030, 1500, 20000])
@pytest.mark.parametrize("of", [2, 20])
def test_so_few_by_chance_of_very_many(n: int, of: int) -> None:
    """Where it turns, of as many as a long record holds: as whole numbers say it, which never run over."""
    way, below, few = (of - 1) ** n, 0, -1
    while (below + way) * 20 < of**n:
        below, few = below + way, few + 1
        way = way * (n - few) // ((few + 1) * (of - 1))
    assert seldom_so_few(Part(few, n), Fraction(1, of))
    assert not seldom_so_few(Part(few + 1, n), Fraction(1, of))
    assert seldom_so_many(Part(n - few, n), Fraction(of - 1, of))
    assert not seldom_so_many(Part(n - few - 1, n), Fraction(of - 1, of))


def test_the_middle_number() -> None:
    assert median([]) is None
    assert median([9, 1, 5]) == 5
    assert median([9, 1, 5, 6]) == Fraction(11, 2)


def test_a_part_of_nothing_is_no_share() -> None:
    assert Part(0, 0).share is None
    assert Part(0, 3).share == 0
    assert Part(1, 3).rest == Part(2, 3)
