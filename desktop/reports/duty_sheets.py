"""What the papers about duties say, as plain values: the rota, the ledger of a duty, and one person's own turns.

Numbers of the ledger are units of `db.turn_units.TURN`, whole and exact; how they read is decided where they are
printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum


class TurnMark(Enum):
    """How far a turn is, as paper marks it."""

    PLANNED = "planned"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    MISSED = "missed"
    NOBODY = "nobody"
    """Nobody has it, or who had it declined."""


# The rota


@dataclass(frozen=True, slots=True)
class RotaDuty:
    """What has to be done, and what that is in a line."""

    name: str
    task: str = ""


@dataclass(frozen=True, slots=True)
class RotaTurn:
    """Who does it: a person for a member, or a member alone."""

    person: str
    member: str
    standing: TurnMark = TurnMark.PLANNED
    alternate: str = ""
    beside: str = ""
    swapped_with: str = ""
    contact: str = ""

    @property
    def name(self) -> str:
        """Return what stands in large letters."""
        return self.person or self.member

    @property
    def behalf(self) -> str:
        """Return the member a person speaks for, where that is another name."""
        return self.member if self.person and self.member != self.person else ""


@dataclass(frozen=True, slots=True)
class RotaRow:
    """A meeting, or a term `[first, end)`; a turn for each duty, or nothing where none is due."""

    first: date
    turns: Sequence[RotaTurn | None]
    end: date | None = None
    title: str = ""
    start: time | None = None
    until: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class RotaSection:
    """The meetings of one body, or the terms: what hangs on the wall together."""

    name: str
    duties: Sequence[RotaDuty]
    rows: Sequence[RotaRow]


@dataclass(frozen=True, slots=True)
class RotaSheet:
    """The rota. `settled` is whether everything on it was published."""

    alliance: str
    sections: Sequence[RotaSection]
    contact: str = ""
    published_on: date | None = None
    settled: bool = True
    printed_on: date | None = None


# The ledger


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A member's account. `note` says why they are not asked now: away, or not in the pool any more.

    short_name: what the account that is written out calls it, where that is not a part of its name.
    """

    member: str
    done: int
    share: int
    last_done: date | None = None
    note: str = ""
    short_name: str = ""

    @property
    def balance(self) -> int:
        return self.done - self.share


@dataclass(frozen=True, slots=True)
class SumLine:
    """One turn in a member's account, or the closing of the account.

    pool: who could have done it, the member too; but: who of the others in the ledger could not.
    parts: those of the pool whose part is not one, by part.
    part, whole: the member's part and that of all together, as they divide the turn; empty where the share is not just
    part / whole (it was limited), or the member was not in the pool.
    """

    day: date
    occasion: str
    pool: Sequence[str]
    but: Sequence[str]
    share: int
    done: int
    parts: Sequence[tuple[Decimal, Sequence[str]]] = ()
    part: Decimal | None = None
    whole: Decimal | None = None
    in_pool: bool = True
    closing: bool = False


@dataclass(frozen=True, slots=True)
class MemberSum:
    """One member's account written out, oldest turn first."""

    member: str
    lines: Sequence[SumLine]


@dataclass(frozen=True, slots=True)
class Furthest:
    """The largest distance from the fair share that anybody ever had."""

    member: str
    balance: int
    day: date


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """The ledger of a duty, who is furthest behind first, and one account written out."""

    alliance: str
    duty: str
    task: str
    lines: Sequence[LedgerLine]
    turns: int = 0
    since: date | None = None
    left: int = 0
    furthest: Furthest | None = None
    written_out: MemberSum | None = None
    printed_on: date | None = None


# One's own turns


@dataclass(frozen=True, slots=True)
class SlipTurn:
    """What, when, where, with whom. `others` are (duty, name) of those who have a turn at the same meeting."""

    duty: str
    task: str
    member: str
    first: date
    end: date | None = None
    meeting: str = ""
    start: time | None = None
    until: time | None = None
    place: str = ""
    standing: TurnMark = TurnMark.PLANNED
    alternate: str = ""
    beside: str = ""
    swapped_with: str = ""
    others: Sequence[tuple[str, str]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """A person's own turns, the soonest first."""

    alliance: str
    person: str
    turns: Sequence[SlipTurn]
    contact: str = ""
    printed_on: date | None = None
