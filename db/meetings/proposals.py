"""The pool of items that members propose for a later meeting."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import of_body
from db.errors.records import NotFound
from db.history import history
from db.ids import new_id
from db.meetings.agenda import (
    DEFAULT_MINUTES,
    NOBODY,
    BroughtBy,
    ItemRow,
    bring,
    insert_item,
    item_row,
    item_rows,
    required_title,
    take_papers_along,
)
from db.meetings.labels import UPCOMING
from db.meetings.lookup import get_meeting, open_meeting
from db.schema import AgendaItem, ItemSkip, Meeting
from db.vocabulary import ItemOrigin, ItemPurpose


def proposed_items(session: Session, meeting_id: uuid.UUID) -> list[ItemRow]:
    """Return what waits in the pool of the meeting's body and was not passed over for this meeting, oldest first."""
    group_id = get_meeting(session, meeting_id).group_id
    skipped = select(ItemSkip.item_id).where(ItemSkip.meeting_id == meeting_id, ItemSkip.item_id.is_not(None))
    return _pool(session, _in_pool(group_id).where(AgendaItem.id.not_in(skipped)))


def pool(session: Session, group_id: uuid.UUID | None) -> list[ItemRow]:
    """Return every proposed item that waits for a meeting of a body, oldest first."""
    return _pool(session, _in_pool(group_id))


def meeting_to_take(session: Session, item_id: uuid.UUID, day: dt.date) -> uuid.UUID | None:
    """Return the next meeting, from a day on, of the body a proposed item waits for; none if none is planned."""
    group_id = session.scalar(select(AgendaItem.group_id).where(AgendaItem.id == item_id))
    ahead = select(Meeting.id).where(of_body(group_id), Meeting.status.in_(UPCOMING), Meeting.date >= day)
    return session.scalars(ahead.order_by(Meeting.date, Meeting.start_time, Meeting.id).limit(1)).first()


def propose_item(
    session: Session,
    *,
    title: str,
    proposed_on: dt.date,
    group_id: uuid.UUID | None = None,
    purpose: ItemPurpose | None = None,
    planned_minutes: int = DEFAULT_MINUTES,
    brought_by: BroughtBy = NOBODY,
    note: str = "",
) -> tuple[uuid.UUID, Changes]:
    """Put an item into the pool of a body; return its key and what changed.

    Raises:
        NameMissing: If the title is empty.
    """
    with history.step(session, "propose_item") as step:
        row = AgendaItem(
            id=new_id(),
            group_id=group_id,
            title=required_title(title),
            purpose=purpose,
            planned_minutes=planned_minutes,
            note=note.strip(),
            origin=ItemOrigin.PROPOSED,
            proposed_on=proposed_on,
        )
        bring(row, brought_by)
        session.add(row)
    return row.id, step.changes


def take_from_pool(
    session: Session, item_id: uuid.UUID, meeting_id: uuid.UUID, *, position: int | None = None
) -> Changes:
    """Put a proposed item on an agenda, with its papers.

    Raises:
        NotFound: If there is no such proposal or no such meeting.
        MinutesApproved: If the minutes of the meeting are approved.
    """
    with history.step(session, "take_from_pool") as step:
        open_meeting(session, meeting_id)
        row = _proposal(session, item_id)
        row.meeting_id, row.group_id = meeting_id, None
        insert_item(session, row, position)
        take_papers_along(session, row)
    return step.changes


def skip_item(session: Session, item_id: uuid.UUID, meeting_id: uuid.UUID) -> Changes:
    """Pass a proposed item over for one meeting: "Not this time".

    Raises:
        NotFound: If there is no such proposal or no such meeting.
    """
    with history.step(session, "skip_item") as step:
        get_meeting(session, meeting_id)
        session.add(ItemSkip(meeting_id=meeting_id, item_id=_proposal(session, item_id).id))
    return step.changes


def withdraw_item(session: Session, item_id: uuid.UUID, *, reason: str = "") -> Changes:
    """Take a proposed item out of the pool for good.

    Raises:
        NotFound: If there is no such proposal.
    """
    with history.step(session, "withdraw_item") as step:
        row = _proposal(session, item_id)
        row.withdrawn, row.declined_reason = True, reason.strip()
    return step.changes


def _proposal(session: Session, item_id: uuid.UUID) -> AgendaItem:
    row = session.get(AgendaItem, item_id)
    if row is None or row.meeting_id is not None:
        raise NotFound("agenda_item", item_id)
    return row


def _in_pool(group_id: uuid.UUID | None) -> Select[Any]:
    body = AgendaItem.group_id.is_(None) if group_id is None else AgendaItem.group_id == group_id
    return item_rows().where(body, AgendaItem.meeting_id.is_(None), AgendaItem.withdrawn.is_(False))


def _pool(session: Session, query: Select[Any]) -> list[ItemRow]:
    found = session.execute(query.order_by(AgendaItem.proposed_on, AgendaItem.id))
    return [item_row(columns, None, 0) for columns in found]
