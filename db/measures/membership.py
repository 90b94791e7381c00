"""Who joined, who left, and how many there were on the first and on the last day."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from db.measures.rows import Facts, Ids
from db.spells import Stretch, joined
from db.vocabulary import MemberStatus


@dataclass(frozen=True, slots=True)
class Membership:
    """Holders of seats: in the group, or (plenary, all) in the alliance. Days are those of joining and of leaving.

    Who became a member after having been a candidate joined; who became an observer left. Who left and came back within
    the period stands in both.
    """

    at_start: Ids
    at_end: Ids
    joiners: tuple[tuple[uuid.UUID, dt.date], ...]
    leavers: tuple[tuple[uuid.UUID, dt.date], ...]
    """With the first day without a seat."""


def membership(facts: Facts) -> Membership:
    """Return who joined and who left."""
    joiners, leavers = [], []
    for member, run in _runs(facts):
        if run.from_date is not None and facts.period.from_date <= run.from_date <= facts.last:
            joiners.append((member, run.from_date))
        if run.to_date is not None and facts.period.from_date <= run.to_date <= facts.last:
            leavers.append((member, run.to_date))
    return Membership(
        _sorted(facts, facts.holders(facts.period.from_date)),
        _sorted(facts, facts.holders(facts.last)),
        tuple(sorted(joiners, key=lambda pair: (pair[1], facts.people.sorted_by(pair[0])))),
        tuple(sorted(leavers, key=lambda pair: (pair[1], facts.people.sorted_by(pair[0])))),
    )


def _runs(facts: Facts) -> Iterator[tuple[uuid.UUID, Stretch]]:
    """Yield each unbroken stretch of days that somebody held a seat."""
    roster, group_id = facts.people.roster, facts.scope.group_id
    if group_id is None:
        for member, spells in roster.belongs.items():
            own = [spell for spell in spells if spell.word == MemberStatus.MEMBER]
            yield from ((member, run) for run in joined(own))
    else:
        for (group, member), spells in roster.in_groups.items():
            if group == group_id:
                yield from ((member, run) for run in joined(spells))


def _sorted(facts: Facts, members: set[uuid.UUID]) -> Ids:
    return tuple(sorted(members, key=lambda member: (facts.people.sorted_by(member), member)))
