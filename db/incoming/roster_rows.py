"""What a list of members says, row by row, and what becomes of each row; values only."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import MemberStatus


class RowDoubt(StrEnum):
    """Why a row, or one of its cells, wants a second look."""

    TAKEN_APART = "taken_apart"
    """One cell held a name and more: "Rosa Quispe (Delta Bank)"."""
    FROM_A_PROGRAM = "from_a_program"
    """No person wrote the cell: "#REF!", "</html>"; it says nothing."""
    MARKUP = "markup"
    """A name with marks of a web page in it: "Delta<br>"; it is kept as it stands."""
    SEVERAL_LINES = "several_lines"
    """A name that stood in several lines, which are joined."""
    SEVERAL_PEOPLE = "several_people"
    """A cell for one person names several, and is read so."""
    MAY_BE_SEVERAL = "may_be_several"
    """A cell for one person may name several: "Ana Ruiz y Luis Paz"; it is kept as one."""
    ALONE = "alone"
    """A person beside whom no organisation stands: an individual, unless a cell was left out."""
    MAY_BE_DOUBLE = "may_be_double"
    """The name is much like another one."""
    WRITTEN_DIFFERENTLY = "written_differently"
    """The same name but for accents, case or dots; the spelling on record stays."""
    SEVERAL_KNOWN = "several_known"
    """More than one member on record has this name."""
    REPRESENTS = "represents"
    """This person is on record, or in a row above, as a representative of a member."""
    OTHER_REPRESENTATIVE = "other_representative"
    """Somebody else is the representative; this one is added as an alternate."""
    CONTRADICTS_ROW_ABOVE = "contradicts_row_above"
    """An earlier row of the same sheet says something else; that one counts."""
    KIND_UNKNOWN = "kind_unknown"
    STATUS_UNKNOWN = "status_unknown"
    DATE_UNREADABLE = "date_unreadable"
    YEAR_ALONE = "year_alone"
    """A year for a day: its first day stands for joining, its last for leaving."""
    NUMBER_UNREADABLE = "number_unreadable"
    YES_OR_NO_UNREADABLE = "yes_or_no_unreadable"
    NOT_AN_ADDRESS = "not_an_address"
    """Nothing that can be written to; it is kept as it stands."""
    NOT_A_NUMBER = "not_a_number"
    """Nothing that can be rung; it is kept as it stands."""
    LEFT_WITHOUT_DATE = "left_without_date"
    """The member left, nobody knows when: today stands for it."""
    LEFT_BEFORE_JOINED = "left_before_joined"
    """Of a member without any dates yet: only the day of leaving is kept."""
    DATES_CONTRADICT = "dates_contradict"
    """The days do not fit with each other or with those on record, which stay."""
    NAME_MISSING = "name_missing"
    """Refused: a member needs a name."""


@dataclass(frozen=True, slots=True)
class RowRemark:
    """Something to look at: the field, and the words it is about."""

    doubt: RowDoubt
    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """One row of a list of members as read. Empty and `None` say nothing, and change nothing on record."""

    row: int
    name: str
    short_name: str = ""
    kind: str = ""
    """Key of a known kind, or the alliance's own name for one."""
    individual: bool = False
    grassroots: bool | None = None
    sector: str = ""
    status: MemberStatus | None = None
    joined: dt.date | None = None
    left: dt.date | None = None
    representative: str = ""
    alternate: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    website: str = ""
    note: str = ""
    duty_share: Decimal | None = None
    offers: tuple[str, ...] = ()
    remarks: tuple[RowRemark, ...] = ()
    """What was doubtful already in reading."""
    more_alternates: tuple[str, ...] = ()
    """Whom the row names besides the first."""

    @property
    def speaker(self) -> str:
        """Whom the row names first: the address and the number in it are that person's. Empty if it names nobody."""
        return self.representative or self.alternate


class Add(StrEnum):
    """What to do about a row that may be somebody known."""

    NEW = "new"
    """Another member: add it."""
    SKIP = "skip"
    """Leave the row out."""


@dataclass(frozen=True, slots=True)
class SameAs:
    """The row is about this member."""

    member_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SameRow:
    """The row is about the member of an earlier row."""

    row: int


Choice = Add | SameAs | SameRow


class RowVerdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REPEATED = "repeated"
    """Says the same as an earlier row of the same sheet, about a member that row adds."""
    LOOK = "look"
    """Taken, with something to look at."""
    DOUBTFUL = "doubtful"
    """Not taken until somebody says whom it is about."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What stands on record and what will stand there; values as the record holds them, names for references."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class LikelyMember:
    """A member the row may be about, to be shown beside it. Without a key it is itself new, from row `row`."""

    name: str
    likeness: float
    member_id: uuid.UUID | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """What becomes of one row.

    A row that wants a look, or is doubtful, says in `choice` what is done about it unless told otherwise, and in
    `outcome` what that does: new, changed, same, repeated, or refused for left out.
    """

    entry: MemberEntry
    verdict: RowVerdict
    outcome: RowVerdict
    choice: Choice
    remarks: tuple[RowRemark, ...] = ()
    differences: tuple[FieldDifference, ...] = ()
    likely: tuple[LikelyMember, ...] = ()


@dataclass(frozen=True, slots=True)
class MembersReport:
    """What an import of members does, or would do."""

    rows: tuple[PlannedMember, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """New rows by table name."""

    def count(self, verdict: RowVerdict) -> int:
        """Return how many rows have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    def outcomes(self, outcome: RowVerdict) -> int:
        """Return how many rows end so."""
        return sum(row.outcome is outcome for row in self.rows)
