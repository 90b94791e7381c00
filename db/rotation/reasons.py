"""Why a turn went to whom it went, in the plan's own numbers: facts, which the floors above put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.rotation.occasion import Occasion, before
from db.rotation.planner import Plan
from db.turn_units import TURN


class Why(StrEnum):
    """Why somebody who is further behind did not get a turn."""

    AWAY = "away"  # could not come, or may not do it
    BUSY = "busy"  # has another turn at the same occasion
    SERVED = "served"  # had a turn at the occasion before, or the few that count
    AHEAD_IN_ALL = "ahead_in_all"  # did more than their share in all duties together
    PROMISED = "promised"  # the turn was promised to who has it
    NEEDED = "needed"  # is kept for a later turn, or somebody else would be left more than a turn behind


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's balance in a duty just before a turn of it, the turn's own share counted: units, below 0 is behind."""

    member: int
    balance: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody further behind, and why they did not get the turn.

    because: with NEEDED, who would have been left behind at which occasion, where that is known: (member, occasion).
    """

    standing: Standing
    why: Why
    because: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody has a turn. passed_over: furthest behind first.

    runner_up: of who could and is not further behind than who has it, the next.
    """

    chosen: Standing
    runner_up: Standing | None
    passed_over: tuple[PassedOver, ...]


def reason(made: Plan, occasions: Sequence[Occasion], place: int, duty: int) -> Reason | None:
    """Say why a turn of a plan went to whom it went; None where nobody has it."""
    member = made.turns[place][duty]
    if member is None:
        return None
    standings = [
        Standing(each, row[place] - TURN * (each == member)) for each, row in enumerate(made.balances[duty]) if row
    ]
    standings.sort(key=lambda standing: (standing.balance, standing.member))
    chosen = next(standing for standing in standings if standing.member == member)
    further = [standing for standing in standings if standing.balance < chosen.balance]
    pool = occasions[place].pools[duty]
    later = (
        each for each in standings if each.balance >= chosen.balance and each is not chosen and each.member in pool
    )
    return Reason(
        chosen=chosen,
        runner_up=next(later, None),
        passed_over=tuple(_passed_over(made, occasions, place, duty, standing) for standing in further),
    )


def _passed_over(made: Plan, occasions: Sequence[Occasion], place: int, duty: int, standing: Standing) -> PassedOver:
    """Say why somebody further behind was passed over."""
    occasion, turns, member = occasions[place], made.turns[place], standing.member
    chosen = turns[duty]
    because = made.passed_on.get((place, duty))
    if member not in occasion.pools[duty]:
        why = Why.AWAY
    elif occasion.in_the_way(turns, member, duty):
        why = Why.BUSY
    elif occasion.promised and occasion.promised[duty] == chosen:
        why = Why.PROMISED
    elif because is not None:
        why = Why.NEEDED
    elif member in before(made.turns, place, made.served_before, occasion.gap(duty)):
        why = Why.SERVED
    elif chosen is not None and _in_all(made, place, member) > _in_all(made, place, chosen) - TURN:
        why = Why.AHEAD_IN_ALL
    else:
        why = Why.NEEDED
    return PassedOver(standing, why, because if why is Why.NEEDED else None)


def _in_all(made: Plan, place: int, member: int) -> int:
    """Return a member's balances of all duties together after an occasion."""
    return sum(rows[member][place] for rows in made.balances)
