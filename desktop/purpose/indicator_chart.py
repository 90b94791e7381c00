"""The chart of an indicator: its values against the straight line from the baseline to the target."""

import datetime as dt
from decimal import Decimal

from db.indicators import IndicatorRow
from desktop import texts
from desktop.naming.charter import against_the_line, amount, way_of
from desktop.reports.charts.values import IndicatorLine, Observed
from desktop.texts import _


def chart_of(row: IndicatorRow) -> IndicatorLine | None:
    """Return the chart; nothing where fewer than two dated values are known, the baseline and the target among them."""
    baseline, target = _observed(row.baseline_date, row.baseline_value), _observed(row.target_date, row.target_value)
    seen = [Observed(one.on_date, float(one.value)) for one in row.observations]
    if len([one for one in (baseline, target) if one]) + len(seen) < 2:
        return None
    known = (row.baseline_value, row.target_value, *(one.value for one in row.observations))
    decimals = max(_decimals(value) for value in known if value is not None)
    return IndicatorLine(
        row.name, way_of(row), observations=seen, baseline=baseline, target=target, alt=_in_words(row), unit=row.unit,
        decimals=decimals,
    )  # fmt: skip


def _observed(day: dt.date | None, value: Decimal | None) -> Observed | None:
    return None if day is None or value is None else Observed(day, float(value))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _in_words(row: IndicatorRow) -> str:
    """Return what the chart shows for those who do not see it."""
    values = [
        _("{value} in {month}").format(value=amount(one.value, row.unit), month=texts.month_year(one.on_date))
        for one in row.observations
    ]
    measured = _("Measured: {values}.").format(values=texts.list_of(values)) if values else ""
    return " ".join(filter(None, (f"{way_of(row)}.", measured, against_the_line(row))))
