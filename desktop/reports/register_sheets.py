"""What goes onto directories and registers, as plain values. What is long comes as an iterable, read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.vocabulary import MemberStatus
from desktop.reports.sheets import Action, Decision


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """Somebody who speaks for a member, with what they agreed may stand in a directory."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryMember:
    """A member; e-mail and phone are the organisation's own. `status` is said of who is not simply a member."""

    name: str
    short_name: str = ""
    status: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    people: Sequence[DirectoryPerson] = ()


@dataclass(frozen=True, slots=True)
class DirectoryKind:
    """Those of one kind, by name."""

    kind: str
    members: Sequence[DirectoryMember]


@dataclass(frozen=True, slots=True)
class DirectorySheet:
    """Members and representatives as of a day. `to_ask`: whom nobody asked what of them may be listed."""

    alliance: str
    as_of: date
    members: int
    others: Sequence[MemberStatus] = ()
    kinds: Sequence[DirectoryKind] = ()
    to_ask: Sequence[str] = ()
    co_chairs: Sequence[str] = ()
    place: str = ""
    email: str = ""
    phone: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterAction:
    """An action with where it was agreed. `late_days` is above 0 where it is open and its day has passed."""

    action: Action
    origin: str = ""
    late_days: int = 0
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnerActions:
    """What one owner still has to do; an empty owner: what nobody has taken on."""

    owner: str
    actions: Sequence[RegisterAction] = ()


@dataclass(frozen=True, slots=True)
class OwnersSheet:
    """A page for each owner, to hand out."""

    alliance: str
    owners: Sequence[OwnerActions]
    as_of: date
    contact: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a register: its title, how many rows it has, and the rows."""

    title: str
    count: int
    rows: Iterable[RegisterAction] = ()


@dataclass(frozen=True, slots=True)
class ActionsSheet:
    """The whole register of actions, in parts."""

    alliance: str
    as_of: date
    fact: str
    parts: Sequence[Part] = ()
    printed_on: date | None = None

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class RegisterDecision:
    """A decision with where it was taken, and how members stand to it, in words, if they were asked."""

    decision: Decision
    meeting: str
    taken_on: date
    stances: str = ""


@dataclass(frozen=True, slots=True)
class DecisionsSheet:
    """The register of decisions: those in force, then those superseded, each the newest first."""

    alliance: str
    as_of: date
    current: Iterable[RegisterDecision] = ()
    current_count: int = 0
    superseded: Iterable[RegisterDecision] = ()
    superseded_count: int = 0
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of any table."""

    label: str
    right: bool = False


TableCell = str | tuple[str, str]
"""What stands in a cell: a text, or two of which the second is smaller and below."""


@dataclass(frozen=True, slots=True)
class TableBand:
    """A title between rows."""

    title: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class TableSheet:
    """Any list as it stood on the screen. `told` says what it was narrowed to and how it is ordered."""

    alliance: str
    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[TableCell] | TableBand]
    count: int
    """Rows without the titles between them."""
    told: Sequence[str] = ()
    printed_on: date | None = None
