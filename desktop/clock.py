"""What day and time it is for the desk: the computer's, or a fixed one for samples, pictures and tests."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


def _local_now() -> dt.datetime:
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the local time; pages get one through their constructor."""

    now: Callable[[], dt.datetime] = _local_now
    """The current moment, aware, in the office's zone."""

    def today(self) -> dt.date:
        """Return the day it is in the office."""
        return self.now().date()

    def time(self) -> dt.time:
        """Return the time of day in the office, to the minute: nobody writes seconds into minutes."""
        return self.now().time().replace(second=0, microsecond=0)


def stopped_at(moment: dt.datetime) -> Clock:
    """Return a clock that always tells `moment` (naive: in the office's zone)."""
    fixed = moment if moment.tzinfo else moment.astimezone()
    return Clock(lambda: fixed)
