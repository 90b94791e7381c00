"""Meetings that come again: a rule (`db.meetings.series`), and the meetings planned by it."""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings import series as rules
from db.meetings.meetings import DEFAULT_MINUTES, change_meeting, delete_meeting, plan_meeting
from db.meetings.numbers import order_numbers
from db.meetings.series_days import leave_out, move, planned_day, rule_of
from db.minutes.next_meeting import follow_next_meeting
from db.schema import Group, Meeting, Series
from db.vocabulary import MeetingStatus

_CHANGEABLE = frozenset(("title", "start_time", "planned_minutes", "place"))


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series; `rule` says on which days, with its exceptions."""

    id: uuid.UUID
    group_id: uuid.UUID | None
    group: str
    """Name of the group; empty for the plenary."""
    title: str
    rule: rules.Series
    start_time: dt.time
    planned_minutes: int
    place: str


def all_series(session: Session) -> list[SeriesRow]:
    """Return every series, the plenary's first, then by group."""
    found = session.execute(
        select(Series, Group.name)
        .outerjoin(Group, Group.id == Series.group_id)
        .order_by(Group.name.is_not(None), Group.name, Series.start_date, Series.id)
    )
    return [
        SeriesRow(
            row.id, row.group_id, group or "", row.title, rule_of(row), row.start_time, row.planned_minutes, row.place
        )
        for row, group in found
    ]


def add_series(
    session: Session,
    *,
    rule: rules.Series,
    start_time: dt.time,
    group_id: uuid.UUID | None = None,
    title: str = "",
    planned_minutes: int = DEFAULT_MINUTES,
    place: str = "",
    plan: int = 0,
) -> tuple[uuid.UUID, Changes]:
    """Add a series and plan its first `plan` meetings; return its key and what changed.

    Raises:
        NotFound: If there is no such group.
    """
    if group_id is not None and session.get(Group, group_id) is None:
        raise NotFound("working_group", group_id)
    with history.step(session, "add_series") as step:
        row = Series(
            id=new_id(),
            group_id=group_id,
            title=title.strip(),
            rule=rules.to_text(rule),
            start_date=rule.start,
            start_time=start_time,
            planned_minutes=planned_minutes,
            place=place.strip(),
        )
        session.add(row)
        session.flush()
        plan_ahead(session, row.id, count=plan, after=rule.start - dt.timedelta(days=1))
    return row.id, step.changes


def plan_ahead(
    session: Session, series_id: uuid.UUID, *, count: int, after: dt.date
) -> tuple[list[uuid.UUID], Changes]:
    """Plan `count` meetings of a series, on its first days after a day that have none yet.

    So a day that was taken in again, or that a meeting moved past, gets its meeting before the series goes on. Return
    the keys of the new meetings, in order, and what changed.

    Raises:
        NotFound: If there is no such series.
    """
    planned: list[uuid.UUID] = []
    with history.step(session, "plan_ahead") as step:
        row = _get(session, series_id)
        rule = rule_of(row)
        there = set(session.scalars(select(Meeting.date).where(Meeting.series_id == series_id)))
        while len(planned) < count and (found := rules.next_occurrence(rule, after=after)) is not None:
            after = found.day
            if found.day not in there:
                key, _changes = plan_meeting(
                    session, date=found.day, group_id=row.group_id, start_time=row.start_time, title=row.title,
                    planned_minutes=row.planned_minutes, place=row.place, series_id=series_id,
                )  # fmt: skip
                planned.append(key)
    return planned, step.changes


def change_series(session: Session, series_id: uuid.UUID, *, since: dt.date, **fields: Any) -> Changes:
    """Change title, start_time, planned_minutes or place of a series and of its meetings from the day `since` on.

    Only meetings still being prepared, and among those the ones that did not differ from the series, follow.

    Raises:
        NotFound: If there is no such series.
    """
    if unknown := set(fields) - _CHANGEABLE:
        raise TypeError(f"not fields of a series to change: {sorted(unknown)}")
    with history.step(session, "change_series") as step:
        row = _get(session, series_id)
        coming = _coming(session, series_id, since)
        for name, value in fields.items():
            for meeting in coming:
                if getattr(meeting, name) == getattr(row, name):
                    setattr(meeting, name, value)
            setattr(row, name, value)
    return step.changes


def change_rule(
    session: Session, series_id: uuid.UUID, *, pattern: rules.Pattern, since: dt.date, first: dt.date | None = None
) -> Changes:
    """Let a series follow another pattern from the day `since` on; what was before stays as it was.

    The new pattern begins with its first day on or after `first` (`since` if not given), which sets its step.

    Its meetings from that day on that are still being prepared go to the days of the new pattern, in their order, with
    all that stands on their agendas. Days that were skipped or moved under the old pattern are forgotten. A series that
    ends after a count of days goes on for what is left of it.

    Raises:
        NotFound: If there is no such series.
    """
    with history.step(session, "change_rule") as step:
        row = _get(session, series_id)
        old = rule_of(row)
        count = old.count
        if count is not None:
            count = max(1, count - rules.planned_before(old, since))
        new = rules.Series(pattern, first or since, until=old.until, count=count)
        row.rule, row.start_date = rules.to_text(new), new.start
        after = since - dt.timedelta(days=1)
        for meeting in _coming(session, series_id, since):
            found = rules.next_occurrence(new, after=after)
            if found is None:
                break
            meeting.date = after = found.day
        session.flush()
        order_numbers(session, row.group_id)
        follow_next_meeting(session, row.group_id)
    return step.changes


def move_day(session: Session, series_id: uuid.UUID, day: dt.date, *, to: dt.date) -> Changes:
    """Let what happens on a day of a series happen on another day; the meeting planned for it moves along.

    Raises:
        NotFound: If there is no such series.
        MinutesApproved: If the minutes of that meeting are approved.
    """
    with history.step(session, "move_day") as step:
        row = _get(session, series_id)
        mine = (Meeting.series_id == series_id) & (Meeting.date == day)
        meeting_id = session.scalars(select(Meeting.id).where(mine)).first()
        if meeting_id is not None:
            change_meeting(session, meeting_id, date=to)
        else:
            move(row, day, to)
    return step.changes


def take_day_in(session: Session, series_id: uuid.UUID, day: dt.date) -> Changes:
    """Take a day that was left out into its series again; nothing is planned for it yet.

    Raises:
        NotFound: If there is no such series.
    """
    with history.step(session, "take_day_in") as step:
        row = _get(session, series_id)
        rule = rule_of(row)
        skipped = rule.skipped - {planned_day(rule, day)}
        row.rule = rules.to_text(dataclasses.replace(rule, skipped=skipped))
    return step.changes


def skip_day(session: Session, series_id: uuid.UUID, day: dt.date) -> Changes:
    """Leave a day out of a series; the meeting planned for it, if any, goes.

    Raises:
        NotFound: If there is no such series.
        StillNeeded: If that meeting was called, or anything of it is recorded: cancel it instead.
    """
    with history.step(session, "skip_day") as step:
        row = _get(session, series_id)
        mine = (Meeting.series_id == series_id) & (Meeting.date == day)
        for meeting_id in session.scalars(select(Meeting.id).where(mine)).all():
            delete_meeting(session, meeting_id)
        leave_out(row, day)
    return step.changes


def end_series(session: Session, series_id: uuid.UUID, *, until: dt.date) -> Changes:
    """End a series after a day; its later meetings go if they are still being prepared.

    Raises:
        NotFound: If there is no such series.
        StillNeeded: If anything of a later meeting is recorded.
    """
    with history.step(session, "end_series") as step:
        row = _get(session, series_id)
        row.rule = rules.to_text(dataclasses.replace(rule_of(row), until=until, count=None))
        for meeting in _coming(session, series_id, until + dt.timedelta(days=1)):
            delete_meeting(session, meeting.id)
    return step.changes


def delete_series(session: Session, series_id: uuid.UUID) -> Changes:
    """Delete a series; its meetings stay as single ones.

    Raises:
        NotFound: If there is no such series.
    """
    with history.step(session, "delete_series") as step:
        row = _get(session, series_id)
        delete_row(session, row, name=row.title)
    return step.changes


def _coming(session: Session, series_id: uuid.UUID, since: dt.date) -> list[Meeting]:
    mine = (Meeting.series_id == series_id) & (Meeting.date >= since) & (Meeting.status == MeetingStatus.PREPARING)
    return list(session.scalars(select(Meeting).where(mine).order_by(Meeting.date)))


def _get(session: Session, series_id: uuid.UUID) -> Series:
    row = session.get(Series, series_id)
    if row is None:
        raise NotFound("meeting_series", series_id)
    return row
