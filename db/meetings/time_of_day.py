"""Times of day at a meeting that may go on past midnight: 00:10 comes after 22:00 there."""

import datetime as dt

_EARLY = dt.timedelta(hours=10)
_DAY = dt.timedelta(days=1)
_ANY_DAY = dt.date(2000, 1, 2)


def meeting_start(day: dt.date, planned: dt.time | None, started: dt.time | None) -> dt.datetime | None:
    """Return when a meeting of `day` began, else is to begin; None where no time is known.

    Planned for 23:30 and begun at 00:05, it began on the day after.
    """
    if started is None or planned is None:
        only = started or planned
        return None if only is None else dt.datetime.combine(day, only)
    return moment_of(started, dt.datetime.combine(day, planned))


def moment_of(at: dt.time, start: dt.datetime) -> dt.datetime:
    """Return the moment a clock showed `at`, from ten hours before to fourteen hours after a meeting's `start`."""
    moment = dt.datetime.combine(start.date(), at)
    if moment < start - _EARLY:
        return moment + _DAY
    return moment - _DAY if moment >= start - _EARLY + _DAY else moment


def before(left: dt.time, arrived: dt.time, start: dt.datetime | None) -> bool:
    """Return whether somebody would have left before arriving at a meeting that began at `start`, if that is known."""
    if start is None:
        start = dt.datetime.combine(_ANY_DAY, arrived)
    return moment_of(left, start) < moment_of(arrived, start)
