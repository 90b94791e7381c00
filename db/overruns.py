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
    timed = select(AgendaItem.meeting_id).where(AgendaItem.spent_seconds > 0)
    last = session.scalars(
        select(Meeting.id)
        .where(of_body(group_id), Meeting.date < before, Meeting.status.in_(HELD), Meeting.id.in_(timed))
        .order_by(Meeting.date.desc(), Meeting.id.desc())
        .limit(LOOK_BACK)
    ).all()
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
