"""What is read of the record to count from: plain rows, one per thing on record."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from db.alliance import KindRow
from db.folding import fold
from db.measures.period import Period, Scope
from db.meetings.labels import HELD, MeetingLabel
from db.meetings.seats import Seats
from db.vocabulary import ActionState, DutyBody, MeetingStatus, Stance, TurnState

Ids = tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting dated in the period. `out_on` is when its minutes went out (or were approved, if that came first)."""

    id: uuid.UUID
    group_id: uuid.UUID | None
    label: MeetingLabel
    status: MeetingStatus
    imported: bool
    """Brought in from the past: when it was called and its minutes went out is not on record."""
    start_time: dt.time | None = None
    started_at: dt.time | None = None
    ended_at: dt.time | None = None
    called_on: dt.date | None = None
    finished_on: dt.date | None = None
    out_on: dt.date | None = None

    @property
    def date(self) -> dt.date:
        """Return the day it was held on, or is to be."""
        return self.label.date

    @property
    def held(self) -> bool:
        """Whether it was held."""
        return self.status in HELD


class QuorumWent(StrEnum):
    """How the quorum of a meeting went."""

    NOT_ASKED = "not_asked"
    """No quorum is asked for, or who holds a seat is not on record."""
    MET = "met"
    """Once there was one, there was one to the end."""
    LOST = "lost"
    """It was lost for good before the end."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many seats had to be here, and whether they were. `most` is how many were at best."""

    went: QuorumWent
    needed: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting that was held, with its attendance list.

    seats: who held a seat that day, and who was marked in one anyway. present: those of them somebody came for, however
    long. known: whether the record says who holds a seat; of an imported group without members only who came is known,
    and no share of seats can be told.
    """

    meeting: MeetingRow
    seats: frozenset[uuid.UUID]
    present: frozenset[uuid.UUID]
    excused: frozenset[uuid.UUID]
    known: bool
    quorum: Quorum

    @property
    def day(self) -> dt.date:
        """Return when it was held."""
        return self.meeting.label.date


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item somebody put on the agenda of a meeting that was held; not what came back by itself."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    member_id: uuid.UUID | None
    """The member that brought it."""
    by_others: bool
    """Brought by a group, or by somebody who is neither member nor group."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision taken in the period, and what members said to it. `sequence` counts within its meeting."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    sequence: int
    text: str
    member_id: uuid.UUID | None
    """The member that brought the item it was taken under."""
    stances: Mapping[uuid.UUID, Stance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action written down at a meeting of the period, as it stands. `owned`: whether anybody is named."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    member_id: uuid.UUID | None
    """The member that owes it; where only a person is named, the one member that person speaks for that day."""
    owned: bool
    due_date: dt.date | None
    state: ActionState
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn of a duty whose day (a term's last) lies in the period. `doers` did it, or parts of it."""

    id: uuid.UUID
    duty_id: uuid.UUID
    meeting_id: uuid.UUID | None
    day: dt.date
    state: TurnState
    member_id: uuid.UUID | None
    swapped: bool
    unplanned: bool
    """Taken from minutes of the past, or done without having been planned, asked for or published."""
    doers: Ids


@dataclass(frozen=True, slots=True)
class CoChairRow:
    """A term of a co-chair."""

    id: uuid.UUID
    member_id: uuid.UUID | None
    from_date: dt.date | None
    to_date: dt.date | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator that is followed, with its observations by day."""

    id: uuid.UUID
    name: str
    unit: str
    baseline_value: Decimal | None
    baseline_date: dt.date | None
    target_value: Decimal | None
    target_date: dt.date | None
    observations: tuple[tuple[uuid.UUID, dt.date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The purpose in force on the last day: when it is to be reviewed, and whether that was done."""

    version_id: uuid.UUID
    review_date: dt.date | None
    reviewed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class People:
    """Every member there ever was: who they are and when they held a seat. Kind and grassroots are as on record now."""

    roster: Seats
    known: Mapping[uuid.UUID, dt.date]
    """From which day on the record knows of members without a joining date."""
    kind_of: Mapping[uuid.UUID, uuid.UUID | None]
    grassroots: frozenset[uuid.UUID]
    kinds: tuple[KindRow, ...]

    def name(self, member_id: uuid.UUID) -> str:
        """Return a member's name."""
        return self.roster.names[member_id]

    def sorted_by(self, member_id: uuid.UUID) -> str:
        """Return what a member stands in the order of names by."""
        return fold(self.roster.names[member_id])


@dataclass(frozen=True, slots=True)
class Course:
    """How the meetings of one period and scope went, as it stands on a day (`today`).

    It is what a later period is compared with.
    """

    period: Period
    scope: Scope
    today: dt.date
    people: People
    meetings: Sequence[MeetingRow]
    """By day; those to come and cancelled ones too."""
    sittings: Sequence[Sitting]
    """By day."""
    actions: Sequence[ActionRow]

    @property
    def last(self) -> dt.date:
        """Return the last day of the period that has come (its first, where none has)."""
        return max(self.period.from_date, min(self.period.last, self.today))

    @property
    def held(self) -> list[MeetingRow]:
        """Return the meetings that were held."""
        return [row for row in self.meetings if row.held]

    def holders(self, day: dt.date) -> set[uuid.UUID]:
        """Return who holds a seat on a day: in the group, or (plenary, all) in the alliance."""
        return self.people.roster.holders(self.scope.group_id, day)

    @property
    def of_plenary(self) -> bool:
        """Whether the plenary's meetings are among those looked at."""
        return self.scope.body is not DutyBody.GROUP


@dataclass(frozen=True, slots=True)
class Facts(Course):
    """Everything that is counted from, of one period and scope."""

    notice_days: int
    minutes_days: int
    items: Sequence[ItemRow]
    decisions: Sequence[DecisionRow]
    turns: Sequence[TurnRow]
    balances: Mapping[uuid.UUID, int]
    """Turns done less fair share, all duties together, at the end of the period; units of `db.turn_units.TURN`."""
    co_chairs: Sequence[CoChairRow]
    indicators: Sequence[IndicatorRow]
    review: ReviewRow | None
