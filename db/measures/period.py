"""The days that are looked at, the days just before them, and whose meetings."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from db.vocabulary import DutyBody

_MONTHS = 12
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days `[from_date, to_date)`, at least one."""

    from_date: dt.date
    to_date: dt.date

    def __post_init__(self) -> None:
        if self.from_date >= self.to_date:
            raise ValueError(self)

    @property
    def last(self) -> dt.date:
        """Return its last day."""
        return self.to_date - _DAY

    def covers(self, day: dt.date) -> bool:
        """Return whether a day lies in it."""
        return self.from_date <= day < self.to_date

    def before(self) -> "Period | None":
        """Return the period just before, as long as this: in months where it is whole months, else in days.

        Before 1 January to 1 October lie nine months, before 1 January to 8 October 280 days. Nothing lies before the
        year 1.
        """
        if self.from_date.day == self.to_date.day:
            months = (self.to_date.year - self.from_date.year) * _MONTHS + self.to_date.month - self.from_date.month
            if (start := _months_earlier(self.from_date, months)) is not None:
                return Period(start, self.from_date)
        days = self.to_date - self.from_date
        if self.from_date - dt.date.min < days:
            return None
        return Period(self.from_date - days, self.from_date)


def year(number: int) -> Period:
    """Return a whole year."""
    return Period(dt.date(number, 1, 1), dt.date(number + 1, 1, 1))


def running_year(today: dt.date) -> Period:
    """Return the year so far, today included."""
    return Period(dt.date(today.year, 1, 1), today + _DAY)


def last_twelve_months(today: dt.date) -> Period:
    """Return the twelve months up to a day, that day included."""
    end = today + _DAY
    return Period(_months_earlier(end, _MONTHS) or end - dt.timedelta(days=365), end)


def _months_earlier(day: dt.date, months: int) -> dt.date | None:
    """Return the same day of an earlier month; nothing where that month has no such day."""
    years, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    try:
        return day.replace(year=years, month=month + 1)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose meetings are looked at: the plenary's, a group's, or all."""

    body: DutyBody
    group_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if (self.body is DutyBody.GROUP) != (self.group_id is not None):
            raise ValueError(self)


PLENARY: Final = Scope(DutyBody.PLENARY)
EVERYTHING: Final = Scope(DutyBody.ALL)


def group(group_id: uuid.UUID) -> Scope:
    """Return the scope of one group's meetings."""
    return Scope(DutyBody.GROUP, group_id)
