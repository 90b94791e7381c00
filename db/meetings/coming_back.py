"""What comes back on the next agenda by itself: items left over, recurring items, minutes to approve, open actions.

Each can be skipped for one meeting (`item_skip`); it then comes back at the meeting after. Open actions are skipped one
by one, and have an item of their own for as long as any of them is heard, unless the agenda opens with an item that
recurs: that is where an alliance asks what happened with them.

That item is made anew for each meeting. What people put into one (words, a paper) stays with the meeting that dealt
with it, as with any other item; where the meeting did not, it is left over and comes back with that, even if nothing is
open any more. A note for the chair stays where it is (`continue_item`). And the item stays on an agenda that the
co-chairs approved or the call sent out, whatever becomes of its actions: what people agreed on loses nothing by itself.
"""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import of_body
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.agenda import (
    ItemRow,
    agenda,
    continue_in,
    continue_item,
    holds_something,
    holds_what_comes_along,
    insert_item,
    is_as_continued,
    take_off,
)
from db.meetings.dealt_with import BEFORE
from db.meetings.labels import HELD, UPCOMING
from db.meetings.lookup import get_meeting
from db.meetings.open_actions import open_actions
from db.schema import Action, AgendaItem, ItemSkip, Meeting
from db.vocabulary import ItemKind, ItemOrigin, ItemPurpose, MeetingStatus, MinutesState

APPROVAL_MINUTES = 5
OPEN_ACTIONS_MINUTES = 10


def bring_back(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Put on the agenda what comes back by itself, if this is the body's next meeting and still being prepared.

    Called when a meeting is planned and when it is opened for preparation; doing it again adds nothing. An agenda that
    the co-chairs approved still gains until the call goes out: rather one item more than one that everybody forgets.

    Raises:
        NotFound: If there is no such meeting.
    """
    with history.step(session, "bring_back") as step:
        meeting = get_meeting(session, meeting_id)
        if meeting.status is MeetingStatus.PREPARING and _is_next(session, meeting):
            _bring_back(session, meeting)
    return step.changes


def hearing_item(session: Session, items: Sequence[ItemRow]) -> ItemRow | None:
    """Return the item of an agenda under which open actions are heard; None where no item would hear them.

    That is their own, else the one that opens the agenda (only minutes to approve may stand before it) and recurs. One
    that opens it merely because nothing else is there yet, as "Next meeting" may, is no opening.
    """
    listed = [row for row in items if row.kind is ItemKind.ITEM and row.origin is not ItemOrigin.APPROVAL]
    own = next((row for row in listed if row.origin is ItemOrigin.OPEN_ACTIONS), None)
    if own is not None or not listed or not listed[0].recurring:
        return own
    earlier = session.get(AgendaItem, listed[0].from_item_id) if listed[0].from_item_id else None
    return listed[0] if earlier is None or _opened(session, earlier) else None


def set_heard(session: Session, meeting_id: uuid.UUID, action_id: uuid.UUID, *, heard: bool) -> Changes:
    """Say whether the meeting will hear what happened with an open action; before it, their item comes and goes so.

    Of an agenda that was approved or sent it does not go.

    Raises:
        NotFound: If there is no such meeting or action.
    """
    with history.step(session, "set_heard") as step:
        meeting = get_meeting(session, meeting_id)
        if session.get(Action, action_id) is None:
            raise NotFound("action", action_id)
        mine = (ItemSkip.meeting_id == meeting_id) & (ItemSkip.action_id == action_id)
        skips = session.scalars(select(ItemSkip).where(mine)).all()
        if heard:
            for skip in skips:
                delete_row(session, skip)
        elif not skips:
            session.add(ItemSkip(meeting_id=meeting_id, action_id=action_id))
        may_change = meeting.status is MeetingStatus.PREPARING or (heard and meeting.status in BEFORE)
        if may_change and _is_next(session, meeting):
            _give_actions_an_item(session, meeting)
    return step.changes


def take_off_unneeded(session: Session) -> None:
    """Take the item of open actions off the agendas that nobody approved yet and that have none to hear any more."""
    preparing = select(Meeting).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    preparing = preparing.where(Meeting.status == MeetingStatus.PREPARING, AgendaItem.origin == ItemOrigin.OPEN_ACTIONS)
    for meeting in session.scalars(preparing).all():
        _give_actions_an_item(session, meeting)


def leave_to(session: Session, meeting: Meeting) -> None:
    """Take off later agendas what came there from a mapped meeting that is held after all, and approvals it asks for.

    Only as long as nobody approved that agenda, and nobody changed the item: what people put into it stays.
    """
    own = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    asked = select(AgendaItem.about_meeting_id).where(AgendaItem.meeting_id == meeting.id)
    later = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(of_body(meeting.group_id), Meeting.id != meeting.id, Meeting.date >= meeting.date)
        .where(Meeting.status == MeetingStatus.PREPARING, Meeting.agenda_approved_on.is_(None))
    )
    came = later.where(AgendaItem.from_item_id.in_(own), AgendaItem.recurring.is_(False))
    again = [row for row in session.scalars(came).all() if is_as_continued(session, row)]
    again += session.scalars(later.where(AgendaItem.about_meeting_id.in_(asked), ~holds_something())).all()
    for row in again:
        take_off(session, row)


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
    _give_actions_an_item(session, meeting)


def _give_actions_an_item(session: Session, meeting: Meeting) -> None:
    """Have an item hear of the open actions, if any is heard; take off what nothing needs while that may still be."""
    session.flush()
    items = agenda(session, meeting.id)
    if any(action.heard for action in open_actions(session, meeting.id)):
        if hearing_item(session, items) is None:
            row = _made(meeting, ItemOrigin.OPEN_ACTIONS, ItemPurpose.INFORM, OPEN_ACTIONS_MINUTES)
            before = (n for n, item in enumerate(items) if item.origin is not ItemOrigin.APPROVAL)
            insert_item(session, row, next(before, None))
    elif meeting.status is MeetingStatus.PREPARING and meeting.agenda_approved_on is None:
        for row in session.scalars(select(AgendaItem).where(*_own(meeting), ~holds_something())).all():
            take_off(session, row)


def _own(meeting: Meeting) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the item of the open actions that was made for a meeting, and continues no other."""
    mine = (AgendaItem.meeting_id == meeting.id, AgendaItem.origin == ItemOrigin.OPEN_ACTIONS)
    return (*mine, AgendaItem.from_item_id.is_(None))


def _put(session: Session, meeting: Meeting, rows: Sequence[AgendaItem], position: int | None) -> int:
    """Continue earlier items on this agenda; return the position after them."""
    for old in rows:
        own = None
        if old.origin is ItemOrigin.OPEN_ACTIONS:
            own = session.scalars(select(AgendaItem).where(*_own(meeting)).limit(1)).first()
        if own is not None:
            continue_in(session, old, own)
            continue
        insert_item(session, continue_item(session, old, meeting.id), position)
        position = None if position is None else position + 1
    return position or 0


def _put_approvals(session: Session, meeting: Meeting, of: Iterable[Meeting], position: int) -> int:
    for earlier in of:
        row = _made(meeting, ItemOrigin.APPROVAL, ItemPurpose.DECIDE, APPROVAL_MINUTES)
        row.about_meeting_id = earlier.id
        insert_item(session, row, position)
        position += 1
    return position


def _made(meeting: Meeting, origin: ItemOrigin, purpose: ItemPurpose, minutes: int) -> AgendaItem:
    """Return an item, not yet in the session, that Ronda puts on an agenda and that names itself."""
    return AgendaItem(
        id=new_id(), meeting_id=meeting.id, title="", purpose=purpose, planned_minutes=minutes, origin=origin
    )


def _waiting(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    """Return items of the body's earlier meetings that recur, or were left over, and that no later item continues.

    Of open actions only an item with something in it that comes along: the others are made anew where needed.
    """
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
            or_(AgendaItem.origin != ItemOrigin.OPEN_ACTIONS, holds_what_comes_along()),
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


def _opened(session: Session, row: AgendaItem) -> bool:
    """Return whether an item was the first of its agenda but for minutes to approve."""
    mine = select(AgendaItem.id).where(
        AgendaItem.meeting_id == row.meeting_id,
        AgendaItem.kind == ItemKind.ITEM,
        AgendaItem.origin != ItemOrigin.APPROVAL,
    )
    return session.scalars(mine.order_by(AgendaItem.position, AgendaItem.id).limit(1)).first() == row.id


def _stood_first(session: Session, row: AgendaItem) -> bool:
    """Return whether an item stood in the first half of its agenda."""
    mine = select(AgendaItem.id).where(AgendaItem.meeting_id == row.meeting_id, AgendaItem.kind == ItemKind.ITEM)
    order = list(session.scalars(mine.order_by(AgendaItem.position, AgendaItem.id)))
    return order.index(row.id) * 2 < len(order)
