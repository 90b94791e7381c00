"""SQL conditions that several queries share."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from db.schema import Meeting


def on_day(model: type[Any], day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a row of `model`, a stretch of days (`db.spells`), covers `day`."""
    started = or_(model.from_date.is_(None), model.from_date <= day)
    return and_(started, or_(model.to_date.is_(None), model.to_date > day))


def of_body(group_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Return the condition that a meeting is one of the plenary (no group) or of a group."""
    return Meeting.group_id.is_(None) if group_id is None else Meeting.group_id == group_id
