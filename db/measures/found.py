"""Findings as values: which one it is, whether it stands out, its numbers, and the records behind them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from db.alliance import KindRow
from db.measures.indicators import Progress
from db.measures.parts import Direction, Part
from db.measures.rows import Ids


class Tone(StrEnum):
    """Whether a finding stands out."""

    GOOD = "good"
    WORRY = "worry"
    NEUTRAL = "neutral"


class Key(StrEnum):
    """Which finding it is; the word people's edited version of it is kept under (`db.schema.Finding.key`)."""

    ATTENDANCE = "attendance"
    QUORUM = "quorum"
    MEETINGS = "meetings"
    NOTICE = "notice"
    MINUTES = "minutes"
    ACTIONS = "actions"
    ENDORSEMENTS = "endorsements"
    KINDS = "kinds"
    GRASSROOTS = "grassroots"
    CONCENTRATION = "concentration"
    DUTIES = "duties"
    BALANCES = "balances"
    MEMBERSHIP = "membership"
    INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Records:
    """Keys of what a number or a sentence is counted from, by table."""

    meetings: Ids = ()
    members: Ids = ()
    items: Ids = ()
    decisions: Ids = ()
    actions: Ids = ()
    turns: Ids = ()
    indicators: Ids = ()


NO_RECORDS: Final = Records()


@dataclass(frozen=True, slots=True)
class Point:
    """Attendance at one meeting; no seats where they are not known."""

    meeting_id: uuid.UUID
    date: dt.date
    came: int
    seats: int | None


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """Where attendance goes. `missed`: how many were not seen, nor excused, at the last three meetings."""

    direction: Direction
    meetings: int
    first: Point
    last: Point
    overall: Part
    before: Part | None
    """Of the period before, where it has meetings whose seats are known."""
    than_before: Direction
    """Whether it is higher or lower than in the period before, by `findings.than_before`."""
    fewest: int
    most: int
    missed: int


@dataclass(frozen=True, slots=True)
class QuorumFacts:
    """How many of the meetings that ask for a quorum had one to the end."""

    met: Part
    never: int
    lost: int


@dataclass(frozen=True, slots=True)
class MeetingsFacts:
    """How many of the meetings planned were held; `imported`: held, and brought in from the past."""

    held: Part
    imported: int
    cancelled: int
    not_noted: int
    before: int | None
    """How many were held in the period before."""


@dataclass(frozen=True, slots=True)
class DaysFacts:
    """How often the days set were kept. `minutes`: for the minutes after a meeting; else for the call before it."""

    minutes: bool
    kept: Part
    missing: int
    median: Fraction | None
    asked: int


@dataclass(frozen=True, slots=True)
class ActionsFacts:
    """What became of actions. `incomplete`: those without an owner or a day, and how many of them were done."""

    in_time: Part
    late: int
    overdue: int
    ahead: int
    not_agreed: int
    dropped: int
    undated: int
    incomplete_done: Part
    before: Part | None


@dataclass(frozen=True, slots=True)
class EndorsementsFacts:
    """What members said to decisions. `lowest`: the decision that the smallest part of those asked endorses."""

    decisions: int
    asked: int
    carried: Part
    """Decisions that more than half of those asked endorse, of those members were asked about."""
    objected: int
    """Decisions that somebody objects to."""
    lowest: tuple[str, str, Part] | None
    """Its number as people say it, its text, and how many of those asked endorse it."""


class What(StrEnum):
    """What three members may have most of."""

    ITEMS = "items"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """The kind of member that is furthest from its share, if any is by the rule."""

    kind: KindRow | None
    much: bool
    seats: Part
    items: Part
    co_chairs: Part
    too_few: bool = False
    """Whether members brought too few items to say that every kind has its share."""


@dataclass(frozen=True, slots=True)
class GrassrootsFacts:
    """How grassroots members take part beside the others."""

    members: Part
    came: Part
    others_came: Part
    items: Part
    seats: Part
    co_chairs: Part
    come_less: bool
    bring_little: bool


@dataclass(frozen=True, slots=True)
class ConcentrationFacts:
    """How much of the items, or of the actions, the three members (`top`; fewer where fewer have any) with most have.

    most: whether that is more than half, and enough to say so.
    """

    what: What
    top: int
    of_top: Part
    members: int
    gini: Fraction | None
    most: bool


@dataclass(frozen=True, slots=True)
class DutiesFacts:
    """What became of turns that fell due."""

    due: int
    as_planned: int
    swapped: int
    by_other: int
    missed: int
    not_noted: int


@dataclass(frozen=True, slots=True)
class BalancesFacts:
    """How many members are at most one turn ahead or behind, and how far the furthest are, in parts of a turn."""

    fair: Part
    ahead: int = 0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """How many there were, and how many joined and left."""

    start: int
    end: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One indicator at its newest observation."""

    name: str
    unit: str
    progress: Progress
    value: Decimal | None
    on_date: dt.date | None
    line: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorsFacts:
    """How the indicators that can be judged stand against their lines."""

    well: Part
    """Reached, or as good as the line or better, of those with a line and an observation."""
    each: tuple[IndicatorFacts, ...]


FindingFacts = (
    AttendanceFacts | QuorumFacts | MeetingsFacts | DaysFacts | ActionsFacts | EndorsementsFacts | KindFacts
    | GrassrootsFacts | ConcentrationFacts | DutiesFacts | BalancesFacts | MembershipFacts | IndicatorsFacts
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact worth a sentence, whether it stands out, and the records behind it."""

    key: Key
    tone: Tone
    facts: FindingFacts
    records: Records
