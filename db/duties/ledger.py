"""The ledger: turns done beside fair share, per duty and member. What stands in it is added up here, never changed."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from db.duties.eligible import Days, Eligibility, eligibility
from db.duties.keeping import DutyRow, duties, duty
from db.folding import fold
from db.look import date_or_none, key, looking
from db.meetings.seats import seats
from db.schema import LedgerEntry
from db.vocabulary import EntryKind, MemberStatus


@dataclass(frozen=True, slots=True)
class Account:
    """What a member did of a duty and accrued, in units of `db.turn_units.TURN`."""

    done: int = 0
    share: int = 0
    last_done: dt.date | None = None

    @property
    def balance(self) -> int:
        """Turns done less share accrued: below 0 is behind."""
        return self.done - self.share


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A member in the ledger of one duty; numbers in units of `db.turn_units.TURN`."""

    member_id: uuid.UUID
    member: str
    done: int
    share: int
    balance: int
    last_done: dt.date | None
    turns: int
    """How many turns they had a part in."""
    may: bool
    """Whether they may be asked today; who left or is exempt keeps their row."""
    away: bool
    """Whether they are away today."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one duty, who is furthest behind first.

    since: the first day that counts, or the day of the first entry.
    left: what members had done beyond their share when they left, in units: the rows' balances and this add up to 0.
    """

    duty: DutyRow
    since: dt.date | None
    rows: tuple[LedgerRow, ...]
    left: int


def accounts(session: Session, duty: DutyRow, *, before: dt.date | None = None) -> dict[uuid.UUID, Account]:
    """Return the account of each member that stands in the ledger of a duty; with `before`, of the days before that."""
    return accounts_of(session, [duty], before=before)[duty.id]


def accounts_of(
    session: Session, of: Sequence[DutyRow], *, before: dt.date | None = None
) -> dict[uuid.UUID, dict[uuid.UUID, Account]]:
    """Return the accounts of several duties, by the duty's key, as `accounts` does of one."""
    found: dict[uuid.UUID, dict[uuid.UUID, Account]] = {one.id: {} for one in of}
    look = looking(session)
    for one in of:
        own, days = found[one.id], (one.from_date or dt.date.min, before or dt.date.max)
        for member, share in look.rows(_ACCRUED, one.id, *days):
            own[key(member)] = Account(share=share)
        for member, units, day in look.rows(_CREDITED, one.id, *days):
            member_id = key(member)
            own[member_id] = Account(units, own.get(member_id, Account()).share, dt.date.fromisoformat(day))
    return found


# In plain SQL: they are asked for each duty and each period, and SQLAlchemy would take ten times as long.
_ACCRUED: Final = """
    SELECT member_id, sum(share) FROM ledger_entry WHERE duty_id = ? AND day >= ? AND day < ? GROUP BY member_id
"""
_CREDITED: Final = """
    SELECT member_id, sum(units), max(day) FROM turn_credit WHERE duty_id = ? AND day >= ? AND day < ?
    GROUP BY member_id
"""


def ledger(session: Session, duty_id: uuid.UUID, *, today: dt.date) -> Ledger:
    """Return the ledger of a duty: everyone who may be asked today, and everyone who ever was in it.

    Raises:
        NotFound: If there is no such duty.
    """
    return _ledger(session, duty(session, duty_id), eligibility(session), today)


def ledgers(session: Session, *, today: dt.date) -> list[Ledger]:
    """Return the ledger of every duty in use today."""
    asked = eligibility(session)
    return [_ledger(session, of, asked, today) for of in duties(session, today)]


def _ledger(session: Session, of: DutyRow, asked: Eligibility, today: dt.date) -> Ledger:
    found = accounts(session, of)
    days = Days(today, today + dt.timedelta(days=1))
    pool = asked.pool(of, days)
    parts = turns_had(session, of)
    names = asked.seats.names
    rows = []
    for one in found.keys() | pool.keys():
        own = found.get(one, Account())
        may, away = one in pool, one in pool and not asked.can_come(of, one, days)
        rows.append(
            LedgerRow(one, names[one], own.done, own.share, own.balance, own.last_done, parts.get(one, 0), may, away)
        )
    rows.sort(key=lambda row: (row.balance, fold(row.member), row.member_id))
    return Ledger(of, of.from_date or _first_day(session, of.id), tuple(rows), _left_with(session, of))


def close_accounts(session: Session, closed: Iterable[DutyRow], *, today: dt.date) -> None:
    """Close the accounts of members that have left: what they were behind or ahead stays with the alliance.

    For use cases only; whoever comes back starts at 0.
    """
    everyone = seats(looking(session))
    duties_closed = list(closed)
    found = accounts_of(session, duties_closed)
    for of in duties_closed:
        for member_id, own in found[of.id].items():
            if own.balance and everyone.status(member_id, today) is MemberStatus.LEFT:
                session.add(
                    LedgerEntry(duty_id=of.id, kind=EntryKind.CLOSING, day=today, member_id=member_id,
                                share=own.balance, in_pool=False)
                )  # fmt: skip
    session.flush()


def turns_had(session: Session, of: DutyRow) -> dict[uuid.UUID, int]:
    """Return how many turns of a duty each member had a part in."""
    counted = """
        SELECT member_id, count(DISTINCT turn_id) FROM turn_credit WHERE duty_id = ? AND day >= ? GROUP BY member_id
    """
    found = looking(session).rows(counted, of.id, of.from_date or dt.date.min)
    return {key(member): count for member, count in found}


def _first_day(session: Session, duty_id: uuid.UUID) -> dt.date | None:
    return date_or_none(looking(session).value("SELECT min(day) FROM ledger_entry WHERE duty_id = ?", duty_id))


def _left_with(session: Session, of: DutyRow) -> int:
    closed = "SELECT sum(share) FROM ledger_entry WHERE duty_id = ? AND kind = ? AND day >= ?"
    return looking(session).value(closed, of.id, EntryKind.CLOSING.value, of.from_date or dt.date.min) or 0
