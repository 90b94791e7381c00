"""What really happened, against what the rule would have done on the same attendance."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.eligible import whole_weights
from db.duties.keeping import DutyRow, duty
from db.folding import fold
from db.rotation import Occasion, plan, share_out
from db.schema import LedgerEntry, Meeting, Member, Turn, TurnCredit
from db.turn_units import TURN
from db.vocabulary import EntryKind

NEVER = -(10**9)
"""When somebody last served who never did."""

Units = Mapping[int, int]
"""Units of `db.turn_units.TURN` by the number of a member."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What a member did of a duty and accrued, in units of `db.turn_units.TURN`."""

    member_id: uuid.UUID
    member: str
    done: int
    share: int

    @property
    def balance(self) -> int:
        """Turns done less share accrued."""
        return self.done - self.share


@dataclass(frozen=True, slots=True)
class Account:
    """One way the turns went. Who is furthest ahead first; `largest`: the largest distance from 0 after any turn."""

    rows: tuple[AuditRow, ...]
    largest: int


@dataclass(frozen=True, slots=True)
class Audit:
    """A duty's past: what happened, and what the rule would have done turn by turn, knowing no more than was known."""

    duty: DutyRow
    turns: int
    first: dt.date | None
    last: dt.date | None
    happened: Account
    rule: Account


@dataclass(frozen=True, slots=True)
class _Past:
    """One turn that was done: who could have done it, what they accrued, who did it."""

    day: dt.date
    weights: Units
    shares: Units
    done: Units


def audit(session: Session, duty_id: uuid.UUID) -> Audit:
    """Return what happened to the turns in the ledger, and what the rule would have done.

    Raises:
        NotFound: If there is no such duty.
    """
    of = duty(session, duty_id)
    members, turns = _turns(session, of)
    names = {row.id: row.name for row in session.execute(select(Member.id, Member.name))}
    named = [(key, names[key]) for key in members]
    return Audit(
        of,
        len(turns),
        turns[0].day if turns else None,
        turns[-1].day if turns else None,
        _account(named, [(turn.shares, turn.done) for turn in turns]),
        _account(named, _by_the_rule(len(members), turns)),
    )


def _by_the_rule(members: int, turns: Sequence[_Past]) -> list[tuple[Units, Units]]:
    """Give each turn to whom the rule gives it, one after another, by nothing but what was so far."""
    opening, last_served = [0] * members, [NEVER] * members
    served: frozenset[int] = frozenset()
    found: list[tuple[Units, Units]] = []
    for number, turn in enumerate(turns):
        weights = turn.weights or dict.fromkeys(turn.done, 1)
        made = plan(
            members, [Occasion((weights,))], opening=[opening], last_served=[last_served], served_before=(served,)
        )
        chosen = made.turns[0][0]
        assert chosen is not None
        opening = [row[0] for row in made.balances[0]]
        last_served[chosen] = number - len(turns)
        served = frozenset([chosen])
        found.append((share_out([weights])[0], {chosen: TURN}))
    return found


def _account(named: Sequence[tuple[uuid.UUID, str]], turns: Sequence[tuple[Units, Units]]) -> Account:
    """Add turns up, one after another."""
    done, shares = [0] * len(named), [0] * len(named)
    largest = 0
    for accrued, credited in turns:
        for member, units in accrued.items():
            shares[member] += units
        for member, units in credited.items():
            done[member] += units
        moved = accrued.keys() | credited.keys()
        largest = max([largest, *(abs(done[member] - shares[member]) for member in moved)])
    rows = [AuditRow(key, name, done[n], shares[n]) for n, (key, name) in enumerate(named)]
    return Account(tuple(sorted(rows, key=lambda row: (-row.balance, fold(row.member), row.member_id))), largest)


def _turns(session: Session, of: DutyRow) -> tuple[list[uuid.UUID], list[_Past]]:
    """Return everyone in the ledger of a duty, by key, and its turns, oldest first."""
    since = of.from_date or dt.date.min
    entries = session.execute(
        select(LedgerEntry.turn_id, LedgerEntry.day, LedgerEntry.member_id, LedgerEntry.share, LedgerEntry.weight)
        .where(LedgerEntry.duty_id == of.id, LedgerEntry.kind == EntryKind.TURN, LedgerEntry.day >= since)
    ).all()  # fmt: skip
    credits = session.execute(
        select(TurnCredit.turn_id, TurnCredit.member_id, TurnCredit.units)
        .where(TurnCredit.duty_id == of.id, TurnCredit.day >= since)
    ).all()  # fmt: skip
    members = sorted({row.member_id for row in entries} | {row.member_id for row in credits})
    numbers = {key: number for number, key in enumerate(members)}
    days: dict[uuid.UUID, dt.date] = {}
    weights: dict[uuid.UUID, dict[uuid.UUID, Decimal]] = defaultdict(dict)
    shares: dict[uuid.UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    done: dict[uuid.UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for turn_id, day, member_id, share, weight in entries:
        if turn_id is None:
            continue
        days[turn_id] = day
        shares[turn_id][numbers[member_id]] += share
        if weight > 0:
            weights[turn_id][member_id] = weight
    for turn_id, member_id, units in credits:
        done[turn_id][numbers[member_id]] += units
    past = []
    for turn_id in _in_order(session, of, days):
        whole = whole_weights(weights[turn_id])
        pool = {numbers[key]: weight for key, weight in sorted(whole.items())}
        past.append(_Past(days[turn_id], pool, dict(shares[turn_id]), dict(done[turn_id])))
    return members, past


def _in_order(session: Session, of: DutyRow, days: Mapping[uuid.UUID, dt.date]) -> list[uuid.UUID]:
    """Return the turns by day; those of one day in the order of their meetings."""
    rows = session.execute(
        select(Turn.id, Meeting.start_time, Meeting.id)
        .outerjoin(Meeting, Meeting.id == Turn.meeting_id)
        .where(Turn.duty_id == of.id)
    )
    at = {key: (start or dt.time.min, meeting_id or key) for key, start, meeting_id in rows}
    return sorted(days, key=lambda key: (days[key], at[key]))
