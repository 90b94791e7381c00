"""How a series of meetings is told: "Every second Thursday". No Qt."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from db.meetings.series import LAST, MonthlyDay, MonthlyWeekday, Series, Weekly
from desktop import texts
from desktop.texts import _


def series_words(series: Series) -> str:
    """Return "Every second Thursday", "The first Monday of every month"."""
    pattern = series.pattern
    if isinstance(pattern, Weekly):
        days = texts.list_of([_weekday(day) for day in sorted(pattern.weekdays)])
        if pattern.interval == 1:
            return _("Every {days}").format(days=days)
        if pattern.interval == 2:
            return _("Every second {days}").format(days=days)
        return _("Every {n} weeks on {days}").format(n=pattern.interval, days=days)
    if isinstance(pattern, MonthlyWeekday):
        nth = _NTHS[pattern.nth]().format(day=_weekday(pattern.weekday))
        return nth + " " + _months(pattern.interval)
    if isinstance(pattern, MonthlyDay):
        return _("Day {day}").format(day=pattern.day) + " " + _months(pattern.interval)
    return _("Every year on {day}").format(day=texts.date_short(dt.date(2024, pattern.month, pattern.day)))


_NTHS: Mapping[int, Callable[[], str]] = MappingProxyType(
    {
        1: lambda: _("The first {day}"),
        2: lambda: _("The second {day}"),
        3: lambda: _("The third {day}"),
        4: lambda: _("The fourth {day}"),
        LAST: lambda: _("The last {day}"),
    }
)


def _weekday(day: int) -> str:
    return texts.weekday(dt.date(2024, 1, 1) + dt.timedelta(days=day))  # 1 January 2024 was a Monday


def _months(interval: int) -> str:
    return _("of every month") if interval == 1 else _("of every {n} months").format(n=interval)
