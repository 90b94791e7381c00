"""Events of somebody's calendar that are to become meetings, and what becomes of each; values only."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event of a calendar, as it was read; `minutes` is 0 where nobody says how long it takes."""

    uid: str
    date: dt.date
    start: dt.time | None = None
    minutes: int = 0
    title: str = ""
    place: str = ""
    called_off: bool = False


class EventVerdict(StrEnum):
    NEW = "new"
    SAME = "same"
    """It was brought in before."""
    DAY_TAKEN = "day_taken"
    """The body has a meeting that day; that one stays, and no other is planned."""
    CALLED_OFF = "called_off"
    """The calendar says that it does not take place."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """What becomes of one event."""

    event: PlannedEvent
    verdict: EventVerdict
