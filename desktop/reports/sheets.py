"""What goes onto paper, as plain values: a sheet is filled from the record, and the documents read nothing else.

Texts are as people wrote them. Dates and times are objects; how they read is decided where they are printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from db.vocabulary import ActionState, ItemPurpose, MinutesState


class Missing(Enum):
    """What an action lacks before anyone can be said to have agreed to it."""

    OWNER = "owner"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The masthead of both documents. `name` is how people call the meeting, for instance "General meeting 41"."""

    alliance: str
    name: str
    day: date
    start: time | None = None
    end: time | None = None
    title: str = ""
    place: str = ""
    chair: str = ""
    minutes_by: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One numbered row of the agenda. `papers` are printed as given ("2a", "3: draft budget")."""

    number: int
    title: str
    start: time | None = None
    duration_minutes: int | None = None
    brought_by: str = ""
    papers: Sequence[str] = ()
    purpose: ItemPurpose | None = None
    internal: bool = False
    note: str = ""
    """What was noted of the item; only the chair's copy prints it."""
    chair_note: str = ""
    """What only the chair is to read; filled for the chair's copy alone."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An internal item that a public version leaves out: what is left of it is its number and its time."""

    number: int
    duration_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class AgendaBreak:
    """A pause between two items. Without a title it is called a break."""

    start: time | None = None
    duration_minutes: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action of an earlier meeting that the meeting hears of."""

    label: str
    text: str
    owner: str = ""
    due: date | None = None
    from_meeting: str = ""
    agreed: bool = True
    owner_on_record: bool = True
    """Whether it is known who the owner is; `owner_words` says so behind the name where it is not."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The open actions that a meeting hears of, the longest overdue first, and the number of the item that does.

    There are none where an item of theirs stays on the agenda though none is open any more, or none is to be heard.
    """

    under: int
    actions: Sequence[OpenAction]
    printed_on: date | None = None
    """As of when they are late."""


@dataclass(frozen=True, slots=True)
class AgendaSheet:
    """An agenda. `meeting.end` is the planned end; the rows' minutes may come to more or less."""

    meeting: MeetingFacts
    rows: Sequence[AgendaItem | AgendaBreak]
    why: str = ""
    public: bool = False
    left_out: Sequence[LeftOut] = ()
    """The internal items, in the public version."""
    heard: Heard | None = None
    approved_by: str = ""
    approved_on: date | None = None
    called_on: date | None = None
    printed_on: date | None = None
    over: bool = False
    """Whether the day of the meeting has passed: nothing about its agenda may change then."""


@dataclass(frozen=True, slots=True)
class Votes:
    """A count of hands."""

    agree: int
    against: int = 0
    abstain: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision. Taken by `votes`, or else as `taken` says in the record's own words, or else by all agreeing."""

    number: str
    text: str
    votes: Votes | None = None
    taken: str = ""
    consensus: bool = False
    effective_on: date | None = None
    supersedes: str = ""
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An action. With anything in `missing` it was not agreed yet, whatever else is known about it."""

    label: str
    text: str
    owner: str = ""
    due: date | None = None
    missing: frozenset[Missing] = frozenset()
    state: ActionState = ActionState.OPEN
    reason: str = ""

    @property
    def agreed(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Point:
    """A line marked as worth remembering."""

    text: str


@dataclass(frozen=True, slots=True)
class Approval:
    """That the meeting approved the minutes of an earlier one: a sentence, and with how many corrections."""

    text: str
    corrections: str = ""


Result = Decision | Action | Approval | OpenAction
Said = str | Point | Result


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    """What was said on one item, in order: text (may have several lines) and the marked lines where they stand.

    At its end what was settled there without a line: minutes approved, actions of earlier meetings (`OpenAction`) done.
    """

    title: str
    number: int | None = None
    said: Sequence[Said] = ()
    left_over: bool = False
    """Whether the meeting ended before it came to this item."""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """A seat that was taken, or a guest: the member, who came for it, and from when to when if not all the time."""

    name: str
    person: str = ""
    arrived: time | None = None
    left: time | None = None
    organisation: str = ""
    """For whom an observer or a guest came, where that is known."""


@dataclass(frozen=True, slots=True)
class KindPresent:
    """Those of one kind of member who were here, of `seats` seats of this kind."""

    kind: str
    here: Sequence[Attendee]
    seats: int


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many seats were needed, and when the meeting had them. Without `met_at` the quorum was never met."""

    needed: int
    met_at: time | None = None
    lost_at: time | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was here."""

    kinds: Sequence[KindPresent] = ()
    apologies: Sequence[str] = ()
    not_here: Sequence[str] = ()
    observers: Sequence[Attendee] = ()
    guests: Sequence[Attendee] = ()
    quorum: Quorum | None = None

    @property
    def here(self) -> int:
        return sum(len(kind.here) for kind in self.kinds)

    @property
    def seats(self) -> int:
        return sum(kind.seats for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Correction:
    """A change to approved minutes, recorded and never silent."""

    recorded_on: date
    by: str
    where: str
    was: str
    now: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MinutesSheet:
    """The minutes of one meeting. `original` is a text brought in from the past, printed to the letter."""

    meeting: MeetingFacts
    state: MinutesState
    attendance: Attendance = Attendance()
    items: Sequence[ItemMinutes] = ()
    decisions: Sequence[Decision] = ()
    actions: Sequence[Action] = ()
    drafted_on: date | None = None
    circulated_on: date | None = None
    comments_by: date | None = None
    approved_on: date | None = None
    approved_at: str = ""
    corrections: Sequence[Correction] = ()
    original: str = ""
    original_name: str = ""
    printed_on: date | None = None
    public: bool = False
    left_out: Sequence[LeftOut] = ()
    """The internal items, in the public version."""
    original_left_out: bool = False
    """Whether the text of the past was left out too, because it holds an internal item."""
    extract_of: int | None = None
    """The number of the only item printed, in an extract."""
