"""Where a meeting stands in the cycle: Prepare → Call → Meet → Write up → Follow up.

Starting and finishing are in `db.meetings.running`, circulating and approving belong to the minutes
(`db.minutes.minutes`).
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.meetings import NotReadyForCall
from db.errors.minutes import ReasonMissing
from db.history import history
from db.meetings.coming_back import leave_to, take_off_unneeded
from db.meetings.lookup import at_stage, get_meeting, open_meeting
from db.meetings.numbers import next_number, order_numbers
from db.minutes.next_meeting import follow_next_meeting
from db.schema import AgendaItem
from db.vocabulary import ItemKind, MeetingStatus, MissingFact


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing missing; `item_numbers` says which items have no purpose. Only a `blocking` one stops the call."""

    fact: MissingFact
    item_numbers: tuple[int, ...] = ()

    @property
    def blocking(self) -> bool:
        return self.fact is not MissingFact.PLACE


def missing_for_call(session: Session, meeting_id: uuid.UUID) -> tuple[Missing, ...]:
    """Return what the meeting lacks before it can be called; nothing when it is ready.

    Raises:
        NotFound: If there is no such meeting.
    """
    obj = get_meeting(session, meeting_id)
    purposes = session.scalars(
        select(AgendaItem.purpose)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.kind == ItemKind.ITEM)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    without = tuple(number for number, purpose in enumerate(purposes, 1) if purpose is None)
    facts = (
        (not obj.purpose.strip(), Missing(MissingFact.PURPOSE)),
        (not purposes, Missing(MissingFact.ITEMS)),
        (bool(without), Missing(MissingFact.ITEM_PURPOSE, without)),
        (obj.start_time is None, Missing(MissingFact.TIME)),
        (not obj.place.strip(), Missing(MissingFact.PLACE)),
    )
    return tuple(missing for lacks, missing in facts if lacks)


def approve_agenda(session: Session, meeting_id: uuid.UUID, *, on: dt.date | None) -> Changes:
    """Note the day the co-chairs approved the agenda; no day takes it back, and what stayed for it alone goes.

    Raises:
        NotFound: If there is no such meeting.
    """
    with history.step(session, "approve_agenda") as step:
        open_meeting(session, meeting_id).agenda_approved_on = on
        if on is None:
            take_off_unneeded(session)
    return step.changes


def call_meeting(session: Session, meeting_id: uuid.UUID, *, on: dt.date) -> Changes:
    """Note that the meeting was called on a day. Calling it again changes nothing.

    Raises:
        NotFound: If there is no such meeting.
        NotReadyForCall: If it lacks what a call needs.
        WrongStage: If it has begun or is cancelled.
    """
    with history.step(session, "call_meeting") as step:
        obj = at_stage(session, meeting_id, MeetingStatus.PREPARING, MeetingStatus.CALLED)
        if obj.status is MeetingStatus.PREPARING:
            missing = tuple(fact for fact in missing_for_call(session, meeting_id) if fact.blocking)
            if missing:
                raise NotReadyForCall(missing)
            obj.status = MeetingStatus.CALLED
            obj.called_on = on
    return step.changes


def close_meeting(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Close a meeting whose following up is over.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it is not being followed up.
    """
    with history.step(session, "close_meeting") as step:
        at_stage(session, meeting_id, MeetingStatus.FOLLOWING_UP).status = MeetingStatus.CLOSED
    return step.changes


def cancel_meeting(session: Session, meeting_id: uuid.UUID, *, reason: str) -> Changes:
    """Cancel a meeting that has not begun. Unless it had been called it gives its number back.

    Raises:
        NotFound: If there is no such meeting.
        ReasonMissing: If no reason is given.
        WrongStage: If it has begun, or is cancelled already.
    """
    if not reason.strip():
        raise ReasonMissing
    with history.step(session, "cancel_meeting") as step:
        obj = at_stage(session, meeting_id, MeetingStatus.PREPARING, MeetingStatus.CALLED)
        obj.status = MeetingStatus.CANCELLED
        obj.cancelled_reason = reason.strip()
        if obj.called_on is not None:
            obj.call_sequence += 1
        elif obj.number is not None:
            freed, obj.number = obj.number, None
            session.flush()
            order_numbers(session, obj.group_id, freed=freed)
        follow_next_meeting(session, obj.group_id)
    return step.changes


def reinstate_meeting(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Take a cancellation back; a meeting without number gets the next one.

    What came from it on later agendas by itself stands on its own again, and no longer there (`leave_to`).

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it is not cancelled.
    """
    with history.step(session, "reinstate_meeting") as step:
        obj = at_stage(session, meeting_id, MeetingStatus.CANCELLED)
        obj.cancelled_reason = ""
        obj.status = MeetingStatus.PREPARING if obj.called_on is None else MeetingStatus.CALLED
        obj.call_sequence += obj.called_on is not None
        if obj.number is None:
            obj.number = next_number(session, obj.group_id)
            session.flush()
            order_numbers(session, obj.group_id)
        leave_to(session, obj)
        follow_next_meeting(session, obj.group_id)
    return step.changes
