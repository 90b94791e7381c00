"""The days of a series of meetings as its row holds them: which were moved, which are left out."""

import dataclasses
import datetime as dt

from sqlalchemy.orm import Session

from db import series as rules
from db.schema import Meeting, Series


def rule_of(row: Series) -> rules.Series:
    """Return the rule of a mapped series with its exceptions."""
    return rules.from_text(row.rule)


def planned_day(rule: rules.Series, day: dt.date) -> dt.date:
    """Return the day of the pattern that happens on `day`."""
    return next((planned for planned, moved_to in rule.moved.items() if moved_to == day), day)


def note_moved(session: Session, meeting: Meeting, day: dt.date) -> None:
    """Note in the series of a meeting, if it has one, that the meeting moves from its date to `day`."""
    row = session.get(Series, meeting.series_id) if meeting.series_id else None
    if row is None:
        return
    rule = rule_of(row)
    planned = planned_day(rule, meeting.date)
    moved = {key: value for key, value in rule.moved.items() if key != planned}
    if planned != day:
        moved[planned] = day
    row.rule = rules.to_text(dataclasses.replace(rule, moved=moved))


def note_left_out(session: Session, meeting: Meeting) -> None:
    """Note in the series of a meeting, if it has one, that the day of this meeting is left out."""
    row = session.get(Series, meeting.series_id) if meeting.series_id else None
    if row is not None:
        leave_out(row, meeting.date)


def leave_out(row: Series, day: dt.date) -> None:
    """Leave the day of the pattern that happens on `day` out of a series."""
    rule = rule_of(row)
    row.rule = rules.to_text(dataclasses.replace(rule, skipped=rule.skipped | {planned_day(rule, day)}))
