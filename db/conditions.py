"""SQL conditions that several queries share."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from db.schema import Action, Attendance, Meeting
from db.vocabulary import MinutesState


def on_day(model: type[Any], day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a row of `model`, a stretch of days (`db.spells`), covers `day`."""
    started = or_(model.from_date.is_(None), model.from_date <= day)
    return and_(started, or_(model.to_date.is_(None), model.to_date > day))


def of_body(group_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Return the condition that a meeting is one of the plenary (no group) or of a group."""
    return Meeting.group_id.is_(None) if group_id is None else Meeting.group_id == group_id


def agreed() -> ColumnElement[bool]:
    """Return the condition that an action is agreed: it has an owner who is known, and a date."""
    return and_(Action.due_date.is_not(None), owner_known())


def owner_known() -> ColumnElement[bool]:
    """Return the condition that it is known who owns an action; a name as written counts in imported minutes alone.

    And it counts where the attendance of its meeting names a guest so.
    """
    of = aliased(Meeting)  # the query around may be about meetings too
    imported = select(of.id).where(of.minutes_state == MinutesState.IMPORTED)
    as_written = or_(Action.meeting_id.in_(imported), names_a_guest())
    return or_(
        Action.owner_member_id.is_not(None),
        Action.owner_person_id.is_not(None),
        and_(Action.owner_as_written != "", as_written),
    )


def names_a_guest(name: str | None = None) -> ColumnElement[bool]:
    """Return the condition that the attendance of an action's meeting names a guest so: `name`, or as is written.

    `db.minutes.guests` says the same in plain SQL.
    """
    guest = aliased(Attendance)
    return exists().where(
        guest.meeting_id == Action.meeting_id,
        guest.member_id.is_(None),
        guest.person_id.is_(None),
        guest.name == (Action.owner_as_written if name is None else name),
    )
