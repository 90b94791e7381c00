"""Finding the meeting a use case is about, and refusing where it may not be touched; what names are made of."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.errors.meetings import WrongStage
from db.errors.minutes import MinutesApproved
from db.errors.records import NotFound
from db.meetings.labels import ItemLabel, MeetingLabel
from db.schema import AgendaItem, Group, Meeting
from db.vocabulary import ItemOrigin, MeetingStatus, MinutesState


def label(meeting: Meeting, group: str | None) -> MeetingLabel:
    """Return what the name of a mapped meeting is made of; `group` is the name of its group."""
    return MeetingLabel(meeting.id, group or "", meeting.number, meeting.title, meeting.date)


def item_labels(session: Session, items: Collection[uuid.UUID]) -> dict[uuid.UUID, ItemLabel]:
    """Return what the name of each of these items is made of."""
    if not items:
        return {}
    about: tuple[Any, ...] = (Meeting.id, func.coalesce(Group.name, ""), Meeting.number, Meeting.title, Meeting.date)
    found = session.execute(  # not the pages of minutes
        select(AgendaItem.id, AgendaItem.kind, AgendaItem.title, AgendaItem.origin, *about)
        .outerjoin(Meeting, Meeting.id == AgendaItem.about_meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(AgendaItem.id.in_(items))
    )
    return {
        key: ItemLabel(title, origin, MeetingLabel(*named) if named[0] else None, kind)
        for key, kind, title, origin, *named in found
    }


def item_names(
    session: Session, read: Iterable[tuple[uuid.UUID | None, str | None, ItemOrigin | None]]
) -> dict[uuid.UUID, ItemLabel]:
    """Return what the name of each item is made of, from its key, title and origin; None is no item.

    Only of approvals without a title more is to be read: so this takes little of the time of a long register.
    """
    names = {key: ItemLabel(title or "", origin) for key, title, origin in read if key and origin}
    bare = [key for key, name in names.items() if name.origin is ItemOrigin.APPROVAL and not name.title]
    return names | item_labels(session, bare)


def get_meeting(session: Session, meeting_id: uuid.UUID) -> Meeting:
    """Return the mapped meeting.

    Raises:
        NotFound: If there is no such meeting.
    """
    obj = session.get(Meeting, meeting_id)
    if obj is None:
        raise NotFound("meeting", meeting_id)
    return obj


def open_meeting(session: Session, meeting_id: uuid.UUID) -> Meeting:
    """Return the mapped meeting, of which the minutes may still be changed.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
    """
    obj = get_meeting(session, meeting_id)
    if obj.minutes_state is MinutesState.APPROVED:
        raise MinutesApproved(obj.id)
    return obj


def at_stage(session: Session, meeting_id: uuid.UUID, *statuses: MeetingStatus) -> Meeting:
    """Return the mapped meeting, which stands at one of these stages.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it stands elsewhere.
    """
    obj = get_meeting(session, meeting_id)
    if obj.status not in statuses:
        raise WrongStage(obj.status.value)
    return obj


def is_fixed(state: MinutesState) -> bool:
    """Return whether the text of minutes changes only by a recorded correction."""
    return state in (MinutesState.APPROVED, MinutesState.IMPORTED)
