"""Reasons: the plan's own numbers, and a fact for everybody who was passed over."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from db.rotation import Occasion, plan
from db.rotation.reasons import PassedOver, Standing, Why, reason
from db.turn_units import TURN
from tests.cases import CASES
from tests.db.rotation.problems import occasions_of, random_pools


@given(st.integers(0, 10**9), st.sampled_from([0, 0.1, 0.3]))
@settings(max_examples=max(CASES, 300))
def test_every_reason_has_the_ledgers_numbers(seed: int, away: float) -> None:
    pools = random_pools(random.Random(seed), 7, 6, 2, away)
    occasions = occasions_of(pools)
    made = plan(7, occasions)
    for place, turns in enumerate(made.turns):
        for duty, member in enumerate(turns):
            why = reason(made, occasions, place, duty)
            assert why is not None
            assert why.chosen.member == member
            done = sum(turns[duty] == member for turns in made.turns[:place])
            accrued = sum(shares[duty].get(member, 0) for shares in made.shares[: place + 1])
            assert why.chosen.balance == done * TURN - accrued
            assert all(each.standing.balance < why.chosen.balance for each in why.passed_over)
            assert all(
                (each.why is Why.AWAY) == (each.standing.member not in pools[place][duty]) for each in why.passed_over
            )
            if why.runner_up:
                assert why.runner_up.member in pools[place][duty]
                assert why.runner_up.balance >= why.chosen.balance


def test_who_is_away_busy_or_served_last_time_is_named() -> None:
    opening = [[-TURN * 3 // 4, -TURN // 4, 0, TURN], [0, 0, 0, 0]]
    occasions = [Occasion(({1: 1, 2: 1, 3: 1}, {2: 1, 3: 1}))]
    why = reason(plan(4, occasions, opening=opening), occasions, 0, 0)
    assert why is not None
    assert why.chosen.member == 1
    assert why.passed_over == (PassedOver(Standing(0, -TURN * 3 // 4), Why.AWAY),)
    assert why.runner_up is not None
    assert why.runner_up.member == 2


def test_a_promise_is_the_reason_where_it_was_kept() -> None:
    occasions = [Occasion(({0: 1, 1: 1},), promised=(1,))]
    made = plan(2, occasions, opening=[[-TURN // 2, TURN // 2 - 1]])
    why = reason(made, occasions, 0, 0)
    assert why is not None
    assert [each.why for each in why.passed_over] == [Why.PROMISED]
    assert reason(plan(1, [Occasion(({},))]), [Occasion(({},))], 0, 0) is None
