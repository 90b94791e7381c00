"""What past agendas tell about time: items that came without a purpose, and how much longer they took."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.meeting_lookup import HELD, of_body
from db.schema import AgendaItem, Meeting
from db.vocabulary import ItemKind

LOOK_BACK = 4
FURTHEST_BACK = 12
"""Older meetings than so many tell nothing about today, and their long texts take time to pass over."""
LEAST_ITEMS = 2
"""One item proves nothing."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """`items` without a purpose were dealt with in the last `meetings`; each took `minutes_over` longer on average."""

    items: int
    meetings: int
    minutes_over: int


def overrun_without_purpose(session: Session, group_id: uuid.UUID | None, before: dt.date) -> Overrun | None:
    """Return how items without a purpose ran over in a body's last meetings before a day; nothing if they did not.

    Only items whose time was taken count, and only the last `LOOK_BACK` meetings that had their time taken.
    """
    recent = session.scalars(
        select(Meeting.id)
        .where(of_body(group_id), Meeting.date < before, Meeting.status.in_(HELD))
        .order_by(Meeting.date.desc(), Meeting.id.desc())
        .limit(FURTHEST_BACK)
    ).all()
    timed = set(
        session.scalars(
            select(AgendaItem.meeting_id).where(AgendaItem.meeting_id.in_(recent), AgendaItem.spent_seconds > 0)
        )
    )
    last = [key for key in recent if key in timed][:LOOK_BACK]
    rows = session.execute(
        select(AgendaItem.planned_minutes, AgendaItem.spent_seconds).where(
            AgendaItem.meeting_id.in_(last),
            AgendaItem.kind == ItemKind.ITEM,
            AgendaItem.purpose.is_(None),
            AgendaItem.spent_seconds > 0,
        )
    ).all()
    if len(rows) < LEAST_ITEMS:
        return None
    over = round(sum(spent - planned * 60 for planned, spent in rows) / len(rows) / 60)
    return Overrun(len(rows), len(last), over) if over >= 1 else None
