"""What a chart shows, as plain values. Sentences, names and labels are already in the reader's words.

Every chart bears a title that states the finding, a line below that says what is counted, and the same in words for
those who do not see it (`alt`). Numbers are written on the chart as `decimals` and `unit` say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop import texts


@dataclass(frozen=True, slots=True)
class Chart:
    """What every chart has."""

    title: str
    below: str
    alt: str = field(kw_only=True)
    unit: str = field(default="", kw_only=True)
    """As it stands behind each number: "%"; empty for counts."""
    decimals: int | None = field(default=None, kw_only=True)
    """Decimals of each number; None: whole numbers as such, others with one decimal."""

    def said(self, value: float) -> str:
        """Return a value as it is written on the chart, without its unit."""
        decimals = self.decimals
        if decimals is None:
            decimals = 0 if abs(value - round(value)) < 0.05 else 1
        return texts.number(float(value), decimals=decimals) if decimals else texts.number(round(value))

    def said_whole(self, value: float) -> str:
        """Return a value with its unit."""
        return f"{self.said(value)}\N{NO-BREAK SPACE}{self.unit}" if self.unit else self.said(value)


# How something changed


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One point, for instance one meeting: its label below the axis, smaller words under that, and its value.

    `value` is None where nothing was counted; the line has a gap there.
    """

    label: str
    value: float | None
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A line to compare with: one value for all points, or one for each."""

    label: str
    values: float | Sequence[float | None] | Sequence[int | None]

    def at(self, point: int) -> float | None:
        """Return the level at a point, counted from 0."""
        if isinstance(self.values, Sequence):
            return self.values[point] if point < len(self.values) else None
        return self.values


@dataclass(frozen=True, slots=True)
class Trend(Chart):
    """A line from point to point, with a line for all there are (all members) and a dashed one for what is needed."""

    points: Sequence[TrendPoint] = ()
    series: str = ""
    """What the line is, beside its last point: "Members here"."""
    whole: Level | None = None
    needed: Level | None = None
    """Such as a quorum."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What an indicator was on a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class IndicatorLine(Chart):
    """What was observed, against the straight line from the baseline to the target."""

    observations: Sequence[Observed] = ()
    baseline: Observed | None = None
    target: Observed | None = None


# Kinds and members side by side


@dataclass(frozen=True, slots=True)
class PairRow:
    """One kind of member: two numbers to compare, and a count beside them (its co-chairs)."""

    name: str
    first: float
    second: float
    extra: int | None = None
    strong: bool = False
    """Whether the finding is about this row."""


@dataclass(frozen=True, slots=True)
class Pairs(Chart):
    """Two bars for each row."""

    rows: Sequence[PairRow] = ()
    first_label: str = ""
    second_label: str = ""
    extra_label: str = ""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A member and how many turns it is behind (below zero) or ahead. `short` are two to four letters for a dot."""

    name: str
    value: float
    short: str = ""


@dataclass(frozen=True, slots=True)
class _Balances(Chart):
    rows: Sequence[BalanceRow] = ()
    behind_label: str = ""
    ahead_label: str = ""


@dataclass(frozen=True, slots=True)
class BalanceBars(_Balances):
    """A bar for each member from the middle: behind solid, to the left; ahead outlined, to the right."""

    among: Sequence[BalanceRow] = ()
    """All rows, where these are a part of them that is drawn by itself on the scale of all."""


@dataclass(frozen=True, slots=True)
class BalanceDots(_Balances):
    """A dot for each member above its balance; those no further than `fair` from zero stand in a band."""

    fair: float = 1.0
    fair_label: str = ""


@dataclass(frozen=True, slots=True)
class KindMember:
    """One member on the map: its name, a shorter one, two to four letters, and whether it is from the grassroots."""

    name: str
    short: str = ""
    letters: str = ""
    grassroots: bool = False


@dataclass(frozen=True, slots=True)
class MapKind:
    """The members of one kind."""

    name: str
    members: Sequence[KindMember]


@dataclass(frozen=True, slots=True)
class MembersMap(Chart):
    """Who is in the alliance: each kind with its members, those from the grassroots filled."""

    kinds: Sequence[MapKind] = ()
    grassroots_label: str = ""
    others_label: str = ""


# Parts of a whole


@dataclass(frozen=True, slots=True)
class PartsRow:
    """Counts of the parts, in the order of the chart's `parts`."""

    label: str
    values: Sequence[float]
    sub: str = ""


@dataclass(frozen=True, slots=True)
class StackedBars(Chart):
    """A column for each row, its parts one above the other: how many were done on time, late, are still open."""

    parts: Sequence[str] = ()
    rows: Sequence[PartsRow] = ()


@dataclass(frozen=True, slots=True)
class StackedShares(Chart):
    """A bar for each row, all as long, divided as its parts are; the counts stand in it and their sum behind it."""

    parts: Sequence[str] = ()
    rows: Sequence[PartsRow] = ()
    sum_label: str = ""


@dataclass(frozen=True, slots=True)
class EndorsedRow:
    """A decision: how many members endorse it, of how many, how many object, and how many are needed."""

    number: str
    name: str
    endorsed: int
    whole: int
    objected: int = 0
    needed: float | None = None


@dataclass(frozen=True, slots=True)
class Endorsed(Chart):
    """A bar for each decision, with a line where it has enough."""

    rows: Sequence[EndorsedRow] = ()
    endorsed_label: str = ""
    objected_label: str = ""
    among: Sequence[EndorsedRow] = ()
    """All rows, where these are a part of them that is drawn by itself in the same columns."""


AnyChart = (
    Trend | IndicatorLine | Pairs | BalanceBars | BalanceDots | MembersMap | StackedBars | StackedShares | Endorsed
)
