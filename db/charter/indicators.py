"""Indicators: what shows whether the purpose is being reached, and what each of them was on which day."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.charter import DayTaken, TargetBeforeBaseline
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.measures.indicators import line_on
from db.members.names import required
from db.schema import Indicator, Observation

FIELDS: Final = frozenset(("name", "unit", "baseline_value", "baseline_date", "target_value", "target_date", "source"))
"""What `change_indicator` may change."""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """What an indicator was on a day."""

    id: uuid.UUID
    indicator_id: uuid.UUID
    on_date: dt.date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its observations, the oldest first. The baseline stands apart from them."""

    id: uuid.UUID
    name: str
    unit: str
    baseline_value: Decimal | None
    baseline_date: dt.date | None
    target_value: Decimal | None
    target_date: dt.date | None
    source: str
    dropped_on: dt.date | None
    observations: tuple[ObservationRow, ...] = ()

    @property
    def has_target(self) -> bool:
        """Whether it says what is to be reached by when."""
        return self.target_value is not None and self.target_date is not None

    @property
    def latest(self) -> ObservationRow | None:
        """Return the newest observation."""
        return self.observations[-1] if self.observations else None

    @property
    def is_to_fall(self) -> bool | None:
        """Whether the target lies below the baseline; nothing where that cannot be said."""
        if self.baseline_value is None or self.target_value is None or self.baseline_value == self.target_value:
            return None
        return self.target_value < self.baseline_value

    def line_on(self, day: dt.date) -> Decimal | None:
        """Return where the straight line from baseline to target stands on a day, two decimals.

        Before the baseline it is the baseline, after the target's day the target; nothing without both of them dated.
        """
        return line_on(self, day)

    def on_the_line(self, value: Decimal, day: dt.date) -> bool | None:
        """Return whether a value of a day is as good as the line or better; nothing where there is no line."""
        line, falling = self.line_on(day), self.is_to_fall
        if line is None or falling is None:
            return None
        return value <= line if falling else value >= line


def indicators(session: Session, *, dropped: bool = False) -> list[IndicatorRow]:
    """Return the indicators in their order; with `dropped` also those not followed any more, after the others."""
    wanted = select(Indicator).order_by(Indicator.dropped_on.is_not(None), Indicator.position, Indicator.id)
    if not dropped:
        wanted = wanted.where(Indicator.dropped_on.is_(None))
    seen: dict[uuid.UUID, list[ObservationRow]] = defaultdict(list)
    for row in session.scalars(select(Observation).order_by(Observation.on_date)):
        seen[row.indicator_id].append(ObservationRow(row.id, row.indicator_id, row.on_date, row.value, row.source))
    return [_row(row, tuple(seen[row.id])) for row in session.scalars(wanted)]


def indicator(session: Session, indicator_id: uuid.UUID) -> IndicatorRow:
    """Return one indicator.

    Raises:
        NotFound: If there is no such indicator.
    """
    found = [row for row in indicators(session, dropped=True) if row.id == indicator_id]
    if not found:
        raise NotFound("indicator", indicator_id)
    return found[0]


def add_indicator(
    session: Session,
    *,
    name: str,
    unit: str = "",
    baseline_value: Decimal | None = None,
    baseline_date: dt.date | None = None,
    target_value: Decimal | None = None,
    target_date: dt.date | None = None,
    source: str = "",
) -> tuple[uuid.UUID, Changes]:
    """Follow one more indicator, after the others; return its key and what changed.

    Raises:
        NameMissing: If the name is empty.
        TargetBeforeBaseline: If the target's day does not come after the baseline's.
    """
    with history.step(session, "add_indicator") as step:
        _check_days(baseline_date, target_date)
        last = session.scalar(select(func.max(Indicator.position)))
        row = Indicator(
            id=new_id(), position=0 if last is None else last + 1, name=required(name, "indicator"), unit=unit.strip(),
            baseline_value=baseline_value, baseline_date=baseline_date, target_value=target_value,
            target_date=target_date, source=source.strip(),
        )  # fmt: skip
        session.add(row)
    return row.id, step.changes


def change_indicator(session: Session, indicator_id: uuid.UUID, **fields: Any) -> Changes:
    """Change fields of an indicator (`FIELDS`).

    Raises:
        NotFound: If there is no such indicator.
        NameMissing: If the name would be empty.
        TargetBeforeBaseline: If the target's day would not come after the baseline's.
    """
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"not fields of an indicator: {sorted(unknown)}")
    if "name" in fields:
        fields["name"] = required(fields["name"], "indicator")
    with history.step(session, "change_indicator") as step:
        row = _indicator(session, indicator_id)
        _check_days(fields.get("baseline_date", row.baseline_date), fields.get("target_date", row.target_date))
        for name, value in fields.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    return step.changes


def move_indicator(session: Session, indicator_id: uuid.UUID, *, position: int) -> Changes:
    """Put an indicator at a place among those followed, counted from 0; beyond either end means at that end.

    Raises:
        NotFound: If there is no such indicator.
    """
    with history.step(session, "move_indicator") as step:
        row = _indicator(session, indicator_id)
        wanted = select(Indicator).order_by(Indicator.dropped_on.is_not(None), Indicator.position, Indicator.id)
        rows = [other for other in session.scalars(wanted) if other.id != row.id]
        rows.insert(max(position, 0), row)
        for place, other in enumerate(rows):
            other.position = place
    return step.changes


def drop_indicator(session: Session, indicator_id: uuid.UUID, *, on: dt.date | None) -> Changes:
    """Follow an indicator no more from a day; none takes it up again. Its observations stay.

    Raises:
        NotFound: If there is no such indicator.
    """
    with history.step(session, "drop_indicator") as step:
        _indicator(session, indicator_id).dropped_on = on
    return step.changes


def delete_indicator(session: Session, indicator_id: uuid.UUID) -> Changes:
    """Delete an indicator with its observations.

    Raises:
        NotFound: If there is no such indicator.
    """
    with history.step(session, "delete_indicator") as step:
        row = _indicator(session, indicator_id)
        delete_row(session, row, name=row.name)
    return step.changes


def record_observation(
    session: Session, indicator_id: uuid.UUID, *, on_date: dt.date, value: Decimal, source: str = ""
) -> tuple[uuid.UUID, Changes]:
    """Note what an indicator was on a day; return the observation's key and what changed.

    Raises:
        NotFound: If there is no such indicator.
        DayTaken: If that day has an observation already.
    """
    with history.step(session, "record_observation") as step:
        row = _indicator(session, indicator_id)
        _check_day(session, row.id, on_date)
        made = Observation(id=new_id(), indicator_id=row.id, on_date=on_date, value=value, source=source.strip())
        session.add(made)
    return made.id, step.changes


def change_observation(
    session: Session, observation_id: uuid.UUID, *, on_date: dt.date, value: Decimal, source: str
) -> Changes:
    """Correct an observation.

    Raises:
        NotFound: If there is no such observation.
        DayTaken: If another observation is of that day.
    """
    with history.step(session, "change_observation") as step:
        row = _observation(session, observation_id)
        _check_day(session, row.indicator_id, on_date, but=row.id)
        row.on_date, row.value, row.source = on_date, value, source.strip()
    return step.changes


def delete_observation(session: Session, observation_id: uuid.UUID) -> Changes:
    """Delete an observation.

    Raises:
        NotFound: If there is no such observation.
    """
    with history.step(session, "delete_observation") as step:
        delete_row(session, _observation(session, observation_id))
    return step.changes


def _row(row: Indicator, observations: tuple[ObservationRow, ...]) -> IndicatorRow:
    return IndicatorRow(
        row.id, row.name, row.unit, row.baseline_value, row.baseline_date, row.target_value, row.target_date,
        row.source, row.dropped_on, observations,
    )  # fmt: skip


def _check_days(baseline: dt.date | None, target: dt.date | None) -> None:
    if baseline is not None and target is not None and target <= baseline:
        raise TargetBeforeBaseline(baseline, target)


def _check_day(session: Session, indicator_id: uuid.UUID, day: dt.date, but: uuid.UUID | None = None) -> None:
    wanted = select(Observation.id).where(Observation.indicator_id == indicator_id, Observation.on_date == day)
    if any(key != but for key in session.scalars(wanted)):
        raise DayTaken(day)


def _indicator(session: Session, indicator_id: uuid.UUID) -> Indicator:
    row = session.get(Indicator, indicator_id)
    if row is None:
        raise NotFound("indicator", indicator_id)
    return row


def _observation(session: Session, observation_id: uuid.UUID) -> Observation:
    row = session.get(Observation, observation_id)
    if row is None:
        raise NotFound("observation", observation_id)
    return row
