"""Several use cases of the agenda that one wish of a person needs, as one step to undo."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.meetings.agenda import BroughtBy, change_item, set_brought_by, set_purpose
from db.meetings.proposals import propose_item
from db.vocabulary import ItemPurpose


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What was typed about an item."""

    title: str
    brought_by: BroughtBy
    purpose: ItemPurpose | None
    planned_minutes: int
    note: str
    recurring: bool
    internal: bool = False
    chair_note: str = ""


def save_item(
    session: Session,
    item_id: uuid.UUID,
    *,
    title: str = "",
    brought_by: BroughtBy | None = None,
    draft: ItemDraft | None = None,
) -> Changes:
    """Keep what was typed about an item in place (title, who brings it) or in its dialog (`draft`)."""
    with history.step(session, "change_item") as step:
        if draft is None:
            change_item(session, item_id, title=title)
        else:
            brought_by = draft.brought_by
            change_item(
                session, item_id, title=draft.title, planned_minutes=draft.planned_minutes, note=draft.note,
                recurring=draft.recurring, internal=draft.internal, chair_note=draft.chair_note,
            )  # fmt: skip
            set_purpose(session, item_id, draft.purpose)
        if brought_by is not None:
            set_brought_by(session, item_id, brought_by)
    return step.changes


def save_proposal(session: Session, draft: ItemDraft, *, group_id: uuid.UUID | None, on: dt.date) -> Changes:
    """Keep a proposed item in the pool of a body."""
    _key, changes = propose_item(
        session, title=draft.title, proposed_on=on, group_id=group_id, purpose=draft.purpose,
        planned_minutes=draft.planned_minutes, brought_by=draft.brought_by, note=draft.note,
    )  # fmt: skip
    return changes
