"""What a sheet of past meetings says, row by row, and what becomes of each row; values only."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Doubt(StrEnum):
    """Why a cell is not taken as it stands, or what could not be read."""

    NOT_A_NAME = "not_a_name"
    SEVERAL_KNOWN = "several_known"
    """More than one member or person on record has this name."""
    MAY_BE_SEVERAL = "may_be_several"
    """One name with a comma in it, or several people: nobody becomes a member by it."""
    LISTED_TWICE = "listed_twice"
    TWO_STATUSES = "two_statuses"
    """Present and with apologies, or two people of one member: only the first takes the seat."""
    SAYS_NOTHING = "says_nothing"
    """A list that only says there is nothing to list: "-", "none"; it gives no entry."""
    FROM_A_PROGRAM = "from_a_program"
    """No person wrote the cell: "#REF!", "</html>"; it says nothing."""
    ROW_REPEATED = "row_repeated"
    """Refused: a row above says the same in every cell."""
    DATE_UNREADABLE = "date_unreadable"
    DATE_TO_COME = "date_to_come"
    """A meeting of the past on a day after today: its date may be written wrong."""
    TEXT_MISSING = "text_missing"
    TEXT_OUTSIDE = "text_outside"
    """The file named lies outside the folder of minutes."""
    TEXT_TOO_LARGE = "text_too_large"
    TEXT_NOT_UTF8 = "text_not_utf8"
    """Read as Windows-1252: letters may be wrong."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at: the sheet's row as a spreadsheet counts, the column, the words as written."""

    row: int
    column: str
    text: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """One row of a sheet of past meetings, taken apart but not changed."""

    row: int
    date: dt.date
    group: str = ""
    """As written; empty, or one of its names, for the plenary."""
    title: str = ""
    present: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    chair: tuple[str, ...] = ()
    minutes_by: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    text: str = ""
    """The minutes, to the letter."""
    text_name: str = ""
    """Name of the file the text came from."""
    number: int | None = None
    """The meeting's number where the sheet gives one."""
    doubtful: frozenset[str] = frozenset()
    """Those of the names above that may be one person's or several people's."""
    parted: frozenset[str] = frozenset()
    """Such as "Luis y Eva", which the sheet has as one at the end of a list, and are two above."""


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    """On record already, brought in with other contents; it is left as it is."""
    TEXT = "text"
    """On record already, the same but for its minutes, whose text was missing then and comes now."""


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """What becomes of one row. `number` is the meeting's own, among the meetings of its group or the plenary."""

    row: int
    date: dt.date
    group: str
    title: str
    verdict: Verdict
    meeting_id: uuid.UUID
    number: int | None


@dataclass(frozen=True, slots=True)
class NewName:
    """A name nobody on record has; it becomes an individual member."""

    name: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Double:
    """Two names that may be one spelled twice, and how alike they are (0 to 1)."""

    name: str
    other: str
    likeness: float


@dataclass(frozen=True, slots=True)
class MeetingsReport:
    """What an import does, or would do."""

    meetings: tuple[PlannedMeeting, ...] = ()
    groups: tuple[str, ...] = ()
    """Groups that are new."""
    people: tuple[NewName, ...] = ()
    doubles: tuple[Double, ...] = ()
    remarks: tuple[Remark, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """New rows by table name."""

    def count(self, verdict: Verdict) -> int:
        """Return how many meetings have this verdict."""
        return sum(meeting.verdict is verdict for meeting in self.meetings)
