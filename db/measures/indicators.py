"""Indicators against the straight line from baseline to target."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol

from db.measures.rows import Facts, IndicatorRow

LINE_DECIMALS: Final = Decimal("0.01")
"""How finely the line is read."""


class Line(Protocol):
    """What has a baseline and a target, each with its day."""

    @property
    def baseline_value(self) -> Decimal | None: ...
    @property
    def baseline_date(self) -> dt.date | None: ...
    @property
    def target_value(self) -> Decimal | None: ...
    @property
    def target_date(self) -> dt.date | None: ...


class Progress(StrEnum):
    """How an indicator stands at its newest observation."""

    REACHED = "reached"
    """As good as the target, or better."""
    ON_LINE = "on_line"
    """As good as the line that day, or better."""
    BEHIND = "behind"
    NO_LINE = "no_line"
    """Baseline or target, or a day of theirs, is missing, or both are the same."""
    NOT_OBSERVED = "not_observed"
    """Nothing was observed after the baseline."""


@dataclass(frozen=True, slots=True)
class IndicatorMeasure:
    """An indicator at its newest observation before the end of the period."""

    indicator: IndicatorRow
    progress: Progress
    observation_id: uuid.UUID | None
    value: Decimal | None
    on_date: dt.date | None
    line: Decimal | None
    """Where the line stands that day; where nothing was observed, on the last day."""
    in_period: int
    """How many observations lie in the period."""


def indicators(facts: Facts) -> tuple[IndicatorMeasure, ...]:
    """Return how each indicator stands."""
    return tuple(_measure(row, facts) for row in facts.indicators)


def line_on(row: Line, day: dt.date) -> Decimal | None:
    """Return where the straight line from baseline to target stands on a day, two decimals.

    Before the baseline it is the baseline, after the target's day the target; nothing without both of them dated.
    """
    if row.baseline_value is None or row.baseline_date is None or row.target_value is None or row.target_date is None:
        return None
    whole = (row.target_date - row.baseline_date).days
    gone = min(max((day - row.baseline_date).days, 0), whole)
    return (row.baseline_value + (row.target_value - row.baseline_value) * gone / whole).quantize(LINE_DECIMALS)


def _measure(row: IndicatorRow, facts: Facts) -> IndicatorMeasure:
    counted = sum(facts.period.covers(day) for _key, day, _value in row.observations)
    after = [seen for seen in row.observations if row.baseline_date is None or seen[1] > row.baseline_date]
    if not after:
        return IndicatorMeasure(row, Progress.NOT_OBSERVED, None, None, None, line_on(row, facts.last), counted)
    key, day, value = after[-1]
    line = line_on(row, day)
    return IndicatorMeasure(row, _progress(row, value, line), key, value, day, line, counted)


def _progress(row: IndicatorRow, value: Decimal, line: Decimal | None) -> Progress:
    start, target = row.baseline_value, row.target_value
    if line is None or start is None or target is None or start == target:
        return Progress.NO_LINE
    up = 1 if target > start else -1
    if value * up >= target * up:
        return Progress.REACHED
    return Progress.ON_LINE if value * up >= line * up else Progress.BEHIND


def with_progress(measures: Sequence[IndicatorMeasure], *wanted: Progress) -> tuple[IndicatorMeasure, ...]:
    """Return the indicators that stand so."""
    return tuple(one for one in measures if one.progress in wanted)
