"""The open actions of a body's earlier meetings: what a meeting may hear of, and what it passes over once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.conditions import of_body, owner_known
from db.meetings.labels import UPCOMING, MeetingLabel
from db.meetings.lookup import get_meeting, label
from db.schema import Action, Group, ItemSkip, Meeting, Member, Person
from db.vocabulary import ActionState


@dataclass(frozen=True, slots=True)
class CarriedAction:
    """An open action of an earlier meeting. `heard`: the meeting will ask what happened with it."""

    id: uuid.UUID
    text: str
    owner: str
    """The member, else the person, else as written; empty when nobody took it on."""
    due_date: dt.date | None
    meeting: MeetingLabel | None
    sequence: int
    heard: bool
    done: bool = False
    owner_on_record: bool = True
    """Whether it is known who the owner is; a name that the record does not hold owes nothing yet."""

    @property
    def agreed(self) -> bool:
        """Whether it has an owner who is known, and a date."""
        return bool(self.owner) and self.owner_on_record and self.due_date is not None


def open_actions(session: Session, meeting_id: uuid.UUID) -> list[CarriedAction]:
    """Return the open actions of the body's earlier meetings, the longest overdue first, those without a date last.

    Raises:
        NotFound: If there is no such meeting.
    """
    return _carried(session, get_meeting(session, meeting_id), Action.state == ActionState.OPEN)


def actions_asked_about(session: Session, meeting_id: uuid.UUID) -> list[CarriedAction]:
    """Return the open actions that a meeting hears of, with those that were done since its day began.

    Of a meeting that is over those alone that were done on its day.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting.status in UPCOMING:
        since = and_(Action.state == ActionState.DONE, Action.closed_on >= meeting.date)
        wanted = or_(Action.state == ActionState.OPEN, since)
    else:
        wanted = and_(Action.state == ActionState.DONE, Action.closed_on == meeting.date)
    return [row for row in _carried(session, meeting, wanted) if row.heard]


def _carried(session: Session, meeting: Meeting, state: ColumnElement[bool]) -> list[CarriedAction]:
    skipped = select(ItemSkip.action_id).where(ItemSkip.meeting_id == meeting.id, ItemSkip.action_id.is_not(None))
    passed_over = set(session.scalars(skipped))
    earlier = and_(of_body(meeting.group_id), Meeting.id != meeting.id, Meeting.date <= meeting.date)
    if meeting.group_id is None:
        earlier = or_(earlier, Action.meeting_id.is_(None))
    found = session.execute(
        select(Action, Member.name, Person.name, Meeting, Group.name, owner_known())
        .outerjoin(Member, Member.id == Action.owner_member_id)
        .outerjoin(Person, Person.id == Action.owner_person_id)
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(state, earlier)
        .order_by(Action.due_date.is_(None), Action.due_date, Meeting.date, Action.sequence)
    )
    return [
        CarriedAction(
            row.id, row.text, member or person or row.owner_as_written, row.due_date,
            None if of is None else label(of, group), row.sequence, row.id not in passed_over,
            row.state is ActionState.DONE, known,
        )
        for row, member, person, of, group, known in found
    ]  # fmt: skip


def pass_over_actions(session: Session, meeting_id: uuid.UUID) -> None:
    """Have a meeting hear of none of the actions that are open now; the meeting after is asked again."""
    for action in open_actions(session, meeting_id):
        if action.heard:
            session.add(ItemSkip(meeting_id=meeting_id, action_id=action.id))
