"""What the page Duties shows, looked up in one go on the worker's thread."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from db.duties.ledger import Ledger, LedgerRow, ledgers
from db.duties.progress import Progress, progress
from db.duties.rota import Rota, rota
from db.members.members import members_on
from db.vocabulary import MemberStatus
from desktop import texts

PAST: Final = 3
"""How many past meetings stand above the next one, unless all are asked for."""
EVERY_PAST: Final = 100_000


@dataclass(frozen=True, slots=True)
class MemberBalance:
    """A member in a ledger, or in all ledgers together; numbers in units of `db.turn_units.TURN`."""

    member_id: uuid.UUID
    member: str
    done: int
    share: int
    may: bool
    away: bool
    short: str = ""
    """A shorter name, for where the whole one finds no room."""

    @property
    def balance(self) -> int:
        """Turns done less fair share: below 0 is behind."""
        return self.done - self.share


@dataclass(frozen=True, slots=True)
class LedgerView:
    """What the ledger card shows of one duty, or of all together (no duty)."""

    duty_id: uuid.UUID | None
    since: dt.date | None
    rows: tuple[MemberBalance, ...]
    sharing: int
    observing: int
    """Observers of the alliance; and for one duty, the members that are not asked for it."""
    apart: int


@dataclass(frozen=True, slots=True)
class RotaView:
    """The rota and what the page says around it."""

    rota: Rota
    progress: Progress
    more_past: bool
    """Whether there are earlier meetings than those shown."""


def load_rota(session: Session, today: dt.date, past: int) -> RotaView:
    """Return the rota with the last `past` meetings."""
    texts.number(0.5, decimals=1)  # loads what the language says of numbers, which the ledger and the reasons need
    found = rota(session, today=today, past=past + 1)
    more = (len(found.rows) if found.next is None else found.next) > past
    if more:
        kept = found.rows[1:]
        found = Rota(found.duties, kept, None if found.next is None else found.next - 1)
    return RotaView(found, progress(session, today=today), more)


def load_ledgers(session: Session, today: dt.date) -> dict[uuid.UUID | None, LedgerView]:
    """Return the ledger of every duty in use, and under no key that of all together."""
    members = members_on(session, today)
    observing = sum(row.status is MemberStatus.OBSERVER for row in members)
    seats = sum(row.status is MemberStatus.MEMBER for row in members)
    books = ledgers(session, today=today)
    short = {row.id: row.short_name for row in members}
    found: dict[uuid.UUID | None, LedgerView] = {}
    for book in books:
        rows = tuple(_standing(row, short.get(row.member_id, "")) for row in book.rows)
        sharing = sum(row.may for row in rows)
        found[book.duty.id] = LedgerView(book.duty.id, book.since, rows, sharing, observing, max(0, seats - sharing))
    found[None] = _together(books, short, seats, observing)
    return found


def _standing(row: LedgerRow, short: str) -> MemberBalance:
    return MemberBalance(row.member_id, row.member, row.done, row.share, row.may, row.away, short)


def _together(books: Sequence[Ledger], short: Mapping[uuid.UUID, str], seats: int, observing: int) -> LedgerView:
    parts: dict[uuid.UUID, list[LedgerRow]] = defaultdict(list)
    for book in books:
        for row in book.rows:
            parts[row.member_id].append(row)
    rows = [
        MemberBalance(
            key, own[0].member, sum(row.done for row in own), sum(row.share for row in own),
            any(row.may for row in own), all(row.away for row in own if row.may) and any(row.may for row in own),
            short.get(key, ""),
        )
        for key, own in parts.items()
    ]  # fmt: skip
    sharing = sum(row.may for row in rows)
    since = min((book.since for book in books if book.since), default=None)
    return LedgerView(None, since, tuple(rows), sharing, observing, max(0, seats - sharing))
