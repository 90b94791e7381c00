"""SQL conditions that several queries share."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, or_, select, text
from sqlalchemy.orm import aliased

from db.minutes import guests
from db.schema import Action, Meeting, Membership
from db.vocabulary import MemberStatus, MinutesState


def on_day(model: type[Any], day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a row of `model`, a stretch of days (`db.spells`), covers `day`."""
    started = or_(model.from_date.is_(None), model.from_date <= day)
    return and_(started, or_(model.to_date.is_(None), model.to_date > day))


def has_left(member_id: Any, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a member had left the alliance by `day`, as `db.spells.status_on` has it."""
    own = select(Membership.id).where(Membership.member_id == member_id)
    here = own.where(on_day(Membership, day), Membership.status != MemberStatus.LEFT).exists()
    return and_(~here, own.where(or_(Membership.to_date <= day, Membership.status == MemberStatus.LEFT)).exists())


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


def names_a_guest(name: str | None = None) -> TextClause:
    """Return the condition that the attendance of an action's meeting names a guest so: `name`, or as is written.

    The rule is that of `db.minutes.guests`; the query around calls the table of actions by its own name.
    """
    table = Action.__tablename__
    if name is None:
        return text(guests.names_a_guest(table))
    return text(guests.names_a_guest(table, ":guest")).bindparams(guest=name)
