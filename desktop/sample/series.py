"""The meetings that come again: the plenary every month, a group every six weeks, each with an exception."""

import datetime as dt
import uuid

from db.meetings.meeting_series import add_series
from db.meetings.series import LAST, MonthlyWeekday, Series, Weekly, next_occurrence
from desktop.sample.desk import Desk

GROUP = "coops"
"""The working group whose meetings come again."""
_WEEK = dt.timedelta(weeks=1)
_GROUP_WEEKS = 6
_PLANNED = 4
"""How many meetings of the plenary are planned after the next."""


def add_group_series(desk: Desk, day: dt.date) -> uuid.UUID:
    """Add the series of the group, whose meeting on `day` is its first; it leaves one day out."""
    rule = Series(
        Weekly(frozenset({day.weekday()}), _GROUP_WEEKS), day, skipped=frozenset({day + 2 * _GROUP_WEEKS * _WEEK})
    )
    key, _changes = add_series(
        desk.session, rule=rule, start_time=desk.plan.group_start, group_id=desk.groups[GROUP],
        planned_minutes=desk.plan.group_minutes, place=desk.content.alliance["group_hall"],
    )  # fmt: skip
    return key


def add_plenary_series(desk: Desk) -> None:
    """Add the series of the plenary with the meeting after the next, its first; the one after comes a week early."""
    first = desk.plan.plenary[max(desk.plan.plenary)]
    nth = (first.day - 1) // 7 + 1
    rule = Series(MonthlyWeekday(first.weekday(), nth if nth <= 4 else LAST), first)
    second = next_occurrence(rule, after=first)
    assert second is not None
    rule = Series(rule.pattern, first, moved={second.day: second.day - _WEEK})
    add_series(
        desk.session, rule=rule, start_time=desk.plan.start, planned_minutes=desk.plan.planned_minutes,
        place=desk.content.alliance["hall"], plan=_PLANNED,
    )  # fmt: skip
