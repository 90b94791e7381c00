"""What comes back on the next agenda by itself: items left over, recurring items, minutes to approve, open actions.

Each can be skipped for one meeting (`item_skip`); it then comes back at the meeting after.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import of_body
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.agenda import continue_item, insert_item
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.lookup import get_meeting, label
from db.schema import Action, AgendaItem, Group, ItemSkip, Meeting, Member, Person
from db.vocabulary import ActionState, ItemKind, ItemOrigin, ItemPurpose, MeetingStatus, MinutesState

APPROVAL_MINUTES = 5


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


def bring_back(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Put on the agenda what comes back by itself, if this is the body's next meeting and still being prepared.

    Called when a meeting is planned and when it is opened for preparation; doing it again adds nothing.

    Raises:
        NotFound: If there is no such meeting.
    """
    with history.step(session, "bring_back") as step:
        meeting = get_meeting(session, meeting_id)
        if meeting.status is MeetingStatus.PREPARING and _is_next(session, meeting):
            _bring_back(session, meeting)
    return step.changes


def open_actions(session: Session, meeting_id: uuid.UUID) -> list[CarriedAction]:
    """Return the open actions of the body's earlier meetings, the longest overdue first, those without a date last.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    skipped = select(ItemSkip.action_id).where(ItemSkip.meeting_id == meeting_id, ItemSkip.action_id.is_not(None))
    passed_over = set(session.scalars(skipped))
    earlier = and_(of_body(meeting.group_id), Meeting.id != meeting_id, Meeting.date <= meeting.date)
    if meeting.group_id is None:
        earlier = or_(earlier, Action.meeting_id.is_(None))
    found = session.execute(
        select(Action, Member.name, Person.name, Meeting, Group.name)
        .outerjoin(Member, Member.id == Action.owner_member_id)
        .outerjoin(Person, Person.id == Action.owner_person_id)
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Action.state == ActionState.OPEN, earlier)
        .order_by(Action.due_date.is_(None), Action.due_date, Meeting.date, Action.sequence)
    )
    return [
        CarriedAction(
            row.id, row.text, member or person or row.owner_as_written, row.due_date,
            None if of is None else label(of, group), row.sequence, row.id not in passed_over,
        )
        for row, member, person, of, group in found
    ]  # fmt: skip


def set_heard(session: Session, meeting_id: uuid.UUID, action_id: uuid.UUID, *, heard: bool) -> Changes:
    """Say whether the meeting will hear what happened with an open action.

    Raises:
        NotFound: If there is no such meeting or action.
    """
    with history.step(session, "set_heard") as step:
        get_meeting(session, meeting_id)
        if session.get(Action, action_id) is None:
            raise NotFound("action", action_id)
        mine = (ItemSkip.meeting_id == meeting_id) & (ItemSkip.action_id == action_id)
        skips = session.scalars(select(ItemSkip).where(mine)).all()
        if heard:
            for skip in skips:
                delete_row(session, skip)
        elif not skips:
            session.add(ItemSkip(meeting_id=meeting_id, action_id=action_id))
    return step.changes


def _is_next(session: Session, meeting: Meeting) -> bool:
    upcoming = select(Meeting.id).where(of_body(meeting.group_id), Meeting.status.in_(UPCOMING))
    first = session.scalars(upcoming.order_by(Meeting.date, Meeting.start_time, Meeting.id).limit(1)).first()
    return first == meeting.id


def _bring_back(session: Session, meeting: Meeting) -> None:
    skips = session.scalars(select(ItemSkip).where(ItemSkip.meeting_id == meeting.id)).all()
    passed_over = {skip.item_id for skip in skips}
    fresh = [row for row in _waiting(session, meeting) if row.id not in passed_over]
    recurring = [(row, _stood_first(session, row)) for row in fresh if row.recurring]
    top = [row for row, first in recurring if first]
    approvals = _to_approve(session, meeting, {skip.about_meeting_id for skip in skips})
    left_over = [row for row in fresh if not row.recurring]
    position = _put(session, meeting, top, 0)
    position = _put_approvals(session, meeting, approvals, position)
    _put(session, meeting, left_over, position)
    _put(session, meeting, [row for row, first in recurring if not first], None)


def _put(session: Session, meeting: Meeting, rows: Sequence[AgendaItem], position: int | None) -> int:
    """Continue earlier items on this agenda; return the position after them."""
    for n, old in enumerate(rows):
        new = continue_item(session, old, meeting.id)
        insert_item(session, new, None if position is None else position + n)
    return (position or 0) + len(rows)


def _put_approvals(session: Session, meeting: Meeting, of: Iterable[Meeting], position: int) -> int:
    for earlier in of:
        row = AgendaItem(
            id=new_id(),
            meeting_id=meeting.id,
            title="",
            purpose=ItemPurpose.DECIDE,
            planned_minutes=APPROVAL_MINUTES,
            origin=ItemOrigin.APPROVAL,
            about_meeting_id=earlier.id,
        )
        insert_item(session, row, position)
        position += 1
    return position


def _waiting(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    """Return items of the body's earlier meetings that recur, or were left over, and that no later item continues."""
    continued = select(AgendaItem.from_item_id).where(AgendaItem.from_item_id.is_not(None))
    return session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            _earlier(meeting),
            Meeting.status.in_((*HELD, MeetingStatus.CANCELLED)),
            Meeting.minutes_state != MinutesState.IMPORTED,
            AgendaItem.kind == ItemKind.ITEM,
            AgendaItem.about_meeting_id.is_(None),
            AgendaItem.withdrawn.is_(False),
            or_(AgendaItem.recurring, AgendaItem.done.is_(False)),
            AgendaItem.id.not_in(continued),
        )
        .order_by(Meeting.date, AgendaItem.position)
    ).all()


def _to_approve(session: Session, meeting: Meeting, passed_over: set[uuid.UUID | None]) -> list[Meeting]:
    """Return the last meeting held, and older ones that were circulated, while their minutes are not approved."""
    listed = (
        select(AgendaItem.about_meeting_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.about_meeting_id.is_not(None), Meeting.status.in_(UPCOMING))
    )
    held = session.scalars(
        select(Meeting)
        .where(_earlier(meeting), Meeting.status.in_(HELD))
        .order_by(Meeting.date.desc(), Meeting.start_time.desc(), Meeting.id.desc())
    ).all()
    on_agendas = set(session.scalars(listed))
    waiting = [
        row
        for n, row in enumerate(held)
        if row.minutes_state is MinutesState.CIRCULATED or (n == 0 and row.minutes_state is MinutesState.DRAFT)
    ]
    return [row for row in reversed(waiting) if row.id not in on_agendas | passed_over]


def _earlier(meeting: Meeting) -> ColumnElement[bool]:
    return and_(of_body(meeting.group_id), Meeting.id != meeting.id, Meeting.date <= meeting.date)


def _stood_first(session: Session, row: AgendaItem) -> bool:
    """Return whether an item stood in the first half of its agenda."""
    mine = select(AgendaItem.id).where(AgendaItem.meeting_id == row.meeting_id, AgendaItem.kind == ItemKind.ITEM)
    order = list(session.scalars(mine.order_by(AgendaItem.position, AgendaItem.id)))
    return order.index(row.id) * 2 < len(order)
