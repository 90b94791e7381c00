"""What goes into the room and comes back written on: the sheet to sign, the form for minutes; and the meeting pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.reports.sheets import AgendaBreak, AgendaItem, Heard, MeetingFacts, OpenAction


@dataclass(frozen=True, slots=True)
class SeatToSign:
    """A seat, an observer or a guest. `number` and `code` are those the list of attendance shows on the screen."""

    number: int
    name: str
    code: str = ""
    detail: str = ""
    """The kind of member, or the organisation of a guest."""
    speakers: Sequence[str] = ()
    """Who may sit there, the first representative first."""
    apologies: bool = False


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """Everybody expected, in the order in which attendance is marked on the screen; and places for guests."""

    meeting: MeetingFacts
    seats: Sequence[SeatToSign]
    others: Sequence[SeatToSign] = ()
    quorum: int = 0
    """So many seats must be taken; 0 where no quorum is asked for."""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FormSheet:
    """An empty form for minutes, in the order of the agenda."""

    meeting: MeetingFacts
    rows: Sequence[AgendaItem | AgendaBreak]
    seats: int = 0
    quorum: int = 0
    heard: Heard | None = None
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenActionsSheet:
    """The open actions a meeting begins with, the longest overdue first."""

    meeting: MeetingFacts
    actions: Sequence[OpenAction]
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PackLine:
    """A line of a pack's first page: a part and the page it begins on; `level` 1 stands under the line before."""

    title: str
    page: int = 0
    pages: int = 0
    level: int = 0
    label: str = ""
    """The number of an item, or the label of a paper."""


@dataclass(frozen=True, slots=True)
class NotPacked:
    """A paper that could not be put into the pack, and why."""

    label: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PackFront:
    """The first page of a pack: what is in it and where, and what is not."""

    meeting: MeetingFacts
    lines: Sequence[PackLine]
    left_out: Sequence[NotPacked] = ()
    printed_on: date | None = None
