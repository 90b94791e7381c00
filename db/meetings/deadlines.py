"""By when the work on a meeting should be done."""

import datetime as dt


def minutes_due(held_on: dt.date, finished_on: dt.date | None, *, minutes_days: int) -> dt.date:
    """Return the day by which a meeting's minutes should be out: so many days after it was finished."""
    return (finished_on or held_on) + dt.timedelta(days=minutes_days)
