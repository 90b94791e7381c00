"""How far planning and publishing are: what is due and has no turn yet, and what the last published plan lacks."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.keeping import duties
from db.duties.slots import Slot, slots_ahead
from db.schema import Turn
from db.vocabulary import OPEN


@dataclass(frozen=True, slots=True)
class Progress:
    """Turns ahead that are due and not planned, and those planned that are not as published, or new.

    ahead: the days of the meetings to come, in order.
    """

    missing: int
    unpublished: int
    ahead: tuple[dt.date, ...]


def progress(session: Session, *, today: dt.date) -> Progress:
    """Return how far planning and publishing are; quicker than asking the planner what it would change."""
    slots = [slot for slot in slots_ahead(session, duties(session, today), today=today) if not slot.over]
    known = select(
        Turn.duty_id, Turn.meeting_id, Turn.from_date, Turn.state, Turn.member_id, Turn.published_on,
        Turn.promised_member_id,
    )  # fmt: skip
    turns = {(row.duty_id, row.meeting_id or row.from_date): row for row in session.execute(known)}
    due = [turns.get((of.id, _place(slot))) for slot in slots for of in slot.duties]
    news = sum(
        turn.state in OPEN
        and turn.member_id is not None
        and (turn.published_on is None or turn.promised_member_id != turn.member_id)
        for turn in due
        if turn is not None
    )
    days = sorted({slot.days.first for slot in slots if slot.days.meeting_id})
    return Progress(due.count(None), news, tuple(days))


def _place(slot: Slot) -> uuid.UUID | dt.date:
    return slot.days.meeting_id or slot.days.first
