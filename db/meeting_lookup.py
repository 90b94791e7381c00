"""Finding the meeting a use case is about, and refusing where it may not be touched."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from db.errors import MinutesApproved, NotFound, WrongStage
from db.schema import Meeting
from db.vocabulary import MeetingStatus, MinutesState

UPCOMING = (MeetingStatus.PREPARING, MeetingStatus.CALLED, MeetingStatus.RUNNING)
HELD = (MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class MeetingLabel:
    """What a meeting's name is made of; an empty `title` means the usual name, an empty `group` the plenary."""

    id: uuid.UUID
    group: str
    number: int | None
    title: str
    date: dt.date


def label(meeting: Meeting, group: str | None) -> MeetingLabel:
    """Return what the name of a mapped meeting is made of; `group` is the name of its group."""
    return MeetingLabel(meeting.id, group or "", meeting.number, meeting.title, meeting.date)


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


def of_body(group_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Return the condition that a meeting is one of the plenary (no group) or of a group."""
    return Meeting.group_id.is_(None) if group_id is None else Meeting.group_id == group_id
