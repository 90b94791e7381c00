"""What the numbers say of the challenges that alliances are known to meet, where the record has anything on them.

A signal is no judgement: whether a challenge is there, people say (`db.schema.Challenge`).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from db.alliance import KindRow
from db.measures.findings import (
    HALF,
    MISSED_SHARE,
    MOST,
    comes_less,
    dominate,
    enough_to_spread,
    out_of_proportion,
)
from db.measures.found import NO_RECORDS, Records, What
from db.measures.indicators import Progress, with_progress
from db.measures.measuring import Compared
from db.measures.parts import Part
from db.members.not_seen import MISSED_MEETINGS

QUIET_SHARE: Final = Fraction(1, 5)
"""That one member in five is quiet, or more, is worth asking why."""


COUNTED: Final = frozenset(
    {
        "meeting", "attendance", "agenda_item", "action", "duty_turn", "turn_credit", "duty", "member", "membership",
        "member_kind", "co_chair_term", "indicator", "observation", "charter_version", "alliance",
    }
)  # fmt: skip
"""Names of the tables signals are counted from."""


class Sign(StrEnum):
    """Whether the records show signs of a challenge."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    UNKNOWN = "unknown"
    """The records say nothing of it, or too little."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What the records say of one challenge; `key` is the word it is known by. Which numbers are filled depends on it.

    unrealistic_expectations: indicators behind their line, of those that can be judged.
    overshadowed_by_large: the items (seats: the seats) of `kind`, which brings far more than its share of seats; kinds
    of which most members are grassroots are left out.
    missing_grassroots: grassroots members of all, their attendance (`part`) and that of the others (`other`), their
    share of seats (`seats`) and of items (`items`), and co-chairs who speak for one (`co_chairs`).
    members_without_means: members that came to fewer than half of at least three meetings, brought no item and owe no
    action, of those with at least three meetings.
    few_dominate: what three members have of the items or the actions (`what`).
    minutes_or_duties_undone: minutes late or not out (`part`), turns missed or of which nobody noted who did them
    (`other`).
    purpose_spent: indicators that reached their target (`part`), the day the purpose was to be reviewed (`day`).
    """

    key: str
    sign: Sign
    part: Part | None = None
    other: Part | None = None
    seats: Part | None = None
    items: Part | None = None
    co_chairs: Part | None = None
    members: Part | None = None
    kind: KindRow | None = None
    what: What | None = None
    day: dt.date | None = None
    records: Records = NO_RECORDS


def signals(compared: Compared) -> tuple[Signal, ...]:
    """Return one signal for each known challenge, in their order."""
    return tuple(find(key, compared) for key, find in _SIGNALS.items())


def _expectations(key: str, compared: Compared) -> Signal:
    own = compared.now.indicators
    judged = with_progress(own, Progress.REACHED, Progress.ON_LINE, Progress.BEHIND)
    behind = with_progress(own, Progress.BEHIND)
    part = Part(len(behind), len(judged))
    sign = Sign.UNKNOWN if part.share is None else _sign(part.share >= HALF)
    return Signal(key, sign, part, records=Records(indicators=tuple(one.indicator.id for one in behind or judged)))


def _overshadowed(key: str, compared: Compared) -> Signal:
    part = compared.now.taking_part
    grassroots = compared.now.facts.people.grassroots
    kinds = [
        row for row in part.kinds
        if row.kind_id is not None and 2 * len(grassroots & set(row.members)) <= len(row.members)
    ]  # fmt: skip
    if not part.items_by_members or len(kinds) < 2:
        return Signal(key, Sign.UNKNOWN)
    found = [(out_of_proportion(row.seats, row.items.part, little=False), row) for row in kinds]
    much = [(gap, row) for gap, row in found if gap is not None]
    if not much:
        return Signal(key, Sign.NOT_SEEN, records=Records(items=part.items_by_members))
    _gap, row = max(much, key=lambda pair: (pair[0], str(pair[1].kind_id)))
    kind = next(kind for kind in compared.now.facts.people.kinds if kind.id == row.kind_id)
    records = Records(members=row.members, items=row.items.ids)
    return Signal(key, Sign.SEEN, items=row.items.part, seats=row.seats, kind=kind, records=records)


def _grassroots(key: str, compared: Compared) -> Signal:
    own, others = compared.now.taking_part.grassroots, compared.now.taking_part.others
    members = Part(len(own.members), len(own.members) + len(others.members))
    if not members.part:
        return Signal(key, Sign.UNKNOWN, members=members)
    less = comes_less(own, others)
    little = out_of_proportion(own.seats, own.items.part, little=True) is not None
    unled = bool(own.co_chairs.whole) and not own.co_chairs.ids
    told = bool(own.came.whole or own.items.whole or own.co_chairs.whole)
    return Signal(
        key,
        _sign(less or little or unled) if told else Sign.UNKNOWN,
        own.came,
        others.came,
        own.seats,
        own.items.part,
        own.co_chairs.part,
        members,
        records=Records(members=own.members, items=own.items.ids),
    )


def _politics(key: str, _compared: Compared) -> Signal:
    return Signal(key, Sign.UNKNOWN)


def _means(key: str, compared: Compared) -> Signal:
    lines = [line for line in compared.now.taking_part.members if len(line.attendance.seats) >= MISSED_MEETINGS]
    quiet = [
        line for line in lines
        if (line.attendance.rate.share or 0) < HALF and not line.items and not line.actions
    ]  # fmt: skip
    part = Part(len(quiet), len(lines))
    sign = Sign.UNKNOWN if part.share is None else _sign(part.share >= QUIET_SHARE)
    return Signal(key, sign, part, records=Records(members=tuple(line.member_id for line in quiet)))


def _few(key: str, compared: Compared) -> Signal:
    part = compared.now.taking_part
    both = [(What.ITEMS, part.items), (What.ACTIONS, part.actions)]
    enough = [(what, own) for what, own in both if enough_to_spread(own)]
    if not enough:
        return Signal(key, Sign.UNKNOWN)
    what, own = max(enough, key=lambda pair: pair[1].of_top.share or 0)
    members = tuple(member for member, _count in own.top)
    return Signal(key, _sign(dominate(own)), own.of_top, what=what, records=Records(members=members))


def _undone(key: str, compared: Compared) -> Signal:
    minutes, duties = compared.now.minutes, compared.now.duties
    late, undone = minutes.kept.rest, (*duties.missed, *duties.not_noted)
    turns = Part(len(undone), len(duties.due))
    if late.share is None and turns.share is None:
        return Signal(key, Sign.UNKNOWN)
    seen = (late.share or 0) > 1 - MOST or (turns.share or 0) >= MISSED_SHARE
    records = Records(meetings=(*minutes.late, *minutes.missing), turns=undone)
    return Signal(key, _sign(seen), late, turns, records=records)


def _spent(key: str, compared: Compared) -> Signal:
    own, facts = compared.now.indicators, compared.now.facts
    judged = with_progress(own, Progress.REACHED, Progress.ON_LINE, Progress.BEHIND)
    reached = Part(len(with_progress(own, Progress.REACHED)), len(judged))
    review = facts.review
    day = review.review_date if review is not None else None
    due = review is not None and day is not None and day < facts.today and review.reviewed_on is None
    if reached.share is None and day is None:
        return Signal(key, Sign.UNKNOWN)
    records = Records(indicators=tuple(one.indicator.id for one in judged))
    return Signal(key, _sign(due or reached.share == 1), reached, day=day if due else None, records=records)


def _sign(seen: bool) -> Sign:
    return Sign.SEEN if seen else Sign.NOT_SEEN


_SIGNALS: Mapping[str, Callable[[str, Compared], Signal]] = MappingProxyType(
    {
        "unrealistic_expectations": _expectations,
        "overshadowed_by_large": _overshadowed,
        "missing_grassroots": _grassroots,
        "one_sided_politics": _politics,
        "members_without_means": _means,
        "few_dominate": _few,
        "minutes_or_duties_undone": _undone,
        "purpose_spent": _spent,
    }
)
