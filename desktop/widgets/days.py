"""Reading the days people type into date fields, in their language."""

import calendar
import datetime as dt
import re
from collections.abc import Callable

from db.when import parse_when
from desktop import texts
from desktop.clock import Clock

Reader = Callable[[str], dt.date | None]


def day_reader(clock: Clock) -> Reader:
    """Return what turns "29 Oct" or "next Thursday" into a day."""
    return lambda typed: parse_when(typed, today=clock.today(), language=texts.language())


def last_day_reader(clock: Clock) -> Reader:
    """Return what turns a day, a month ("May 2024", "5/2024") or a year into a day: the last one of it."""
    read = day_reader(clock)

    def last_day(typed: str) -> dt.date | None:
        text = typed.strip()
        if re.fullmatch(r"\d{4}", text):
            return dt.date(int(text), 12, 31) if int(text) >= dt.MINYEAR else None
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
            month, year = int(found[1]), int(found[2])
            known = 1 <= month <= 12 and year >= dt.MINYEAR
            return dt.date(year, month, calendar.monthrange(year, month)[1]) if known else None
        return read(text) or read(f"end of {text}") or read(f"fin de {text}")

    return last_day
