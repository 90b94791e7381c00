"""Planning ahead and publishing: what the rule proposes is written as planned turns; what is published is a promise."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.drafting import Board, Draft, PassedOver, drafts, key_of
from db.duties.eligible import Days
from db.duties.keeping import DutyRow
from db.duties.ledger import close_accounts
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.labels import UPCOMING
from db.schema import Meeting, Turn, TurnPassedOver
from db.vocabulary import OPEN, TurnState


@dataclass(frozen=True, slots=True)
class TurnChange:
    """A turn that goes to another than before.

    before: whom the last published plan names; whoever has it, where it was not published yet.
    published: whether the last published plan has this turn: then somebody must be told.
    """

    duty: DutyRow
    days: Days
    before: uuid.UUID | None
    after: uuid.UUID | None
    published: bool


def plan_preview(
    session: Session, *, today: dt.date, until: dt.date | None = None, since_published: bool = True
) -> list[TurnChange]:
    """Return what `plan_ahead` would change, against the last published plan where there is one. Nothing is written.

    since_published: False compares with what stands now, so that planning changes exactly what is returned.
    """
    board = Board(session, today=today, until=until)
    found = []
    for draft in drafts(board):
        turn = board.turn(draft.duty, draft.days)
        published = turn is not None and turn.published_on is not None
        before = None if turn is None else turn.promised_member_id if published and since_published else turn.member_id
        if before != draft.member_id:
            found.append(TurnChange(draft.duty, draft.days, before, draft.member_id, published))
    return found


def replan_preview(session: Session, *, today: dt.date, until: dt.date | None = None) -> list[TurnChange]:
    """Return what `plan_ahead` would change of the plan as it stands, published or not. Nothing is written.

    `before` is whoever has the turn; `published` says that the last published plan names them.
    """
    board = Board(session, today=today, until=until)
    found = []
    for draft in drafts(board):
        turn = board.turn(draft.duty, draft.days)
        before = None if turn is None else turn.member_id
        if before != draft.member_id:
            told = turn is not None and turn.published_on is not None and turn.promised_member_id == before
            found.append(TurnChange(draft.duty, draft.days, before, draft.member_id, told))
    return found


def plan_ahead(session: Session, *, today: dt.date, until: dt.date | None = None) -> Changes:
    """Plan every turn that falls due from today on and before `until` (nothing: as far as meetings are planned).

    Planning starts from what was published and changes only what it must; planning again with nothing new changes
    nothing. Turns that are not due any more are taken out.
    """
    with history.step(session, "plan_turns") as step:
        board = Board(session, today=today, until=until)
        close_accounts(session, board.duties, today=today)
        proposed = drafts(board)
        _take_out(session, board, today=today, until=until)
        for draft in proposed:
            _write(session, board.turn(draft.duty, draft.days), draft)
    return step.changes


def publish_preview(session: Session, *, today: dt.date) -> list[TurnChange]:
    """Return what publishing would change since the last published plan, in order of time."""
    board = Board(session, today=today)
    found = []
    for slot in board.slots:
        for of in slot.duties:
            turn = board.turn(of, slot.days)
            if turn is None or slot.over or turn.state not in OPEN or not _is_news(turn):
                continue
            published = turn.published_on is not None
            found.append(TurnChange(of, slot.days, turn.promised_member_id, turn.member_id, published))
    return found


def publish_plan(session: Session, *, today: dt.date) -> Changes:
    """Make the plan as it stands a promise: from now on it is changed only where it must be."""
    with history.step(session, "publish_plan") as step:
        board = Board(session, today=today)
        for slot in board.slots:
            for of in slot.duties:
                turn = board.turn(of, slot.days)
                if turn is not None and not slot.over and turn.state in OPEN and _is_news(turn):
                    turn.promised_member_id, turn.published_on = turn.member_id, today
    return step.changes


def take_over(turn: Turn, member_id: uuid.UUID | None) -> None:
    """Give a turn to another member: what was said by who had it is over. For use cases only."""
    turn.member_id, turn.state = member_id, TurnState.PLANNED
    turn.person_id = turn.alternate_id = turn.beside_member_id = turn.swapped_with_id = None
    turn.asked_at = turn.asked_how = None
    turn.frozen = False


def forget_why(session: Session, turn: Turn) -> None:
    """Take the explanation off a turn that no rule gave to who has it. For use cases only."""
    turn.fair_share = turn.turns_done = turn.runner_up_id = turn.runner_up_balance = None
    _write_passed_over(session, turn, ())


def _is_news(turn: Turn) -> bool:
    return turn.member_id is not None and (turn.published_on is None or turn.promised_member_id != turn.member_id)


def _write(session: Session, turn: Turn | None, draft: Draft) -> None:
    if turn is None:
        days = draft.days
        term: dict[str, Any] = {"meeting_id": days.meeting_id}
        if days.meeting_id is None:
            term = {"from_date": days.first, "to_date": days.end}
        turn = Turn(id=new_id(), duty_id=draft.duty.id, state=TurnState.PLANNED, frozen=False, **term)
        session.add(turn)
    if turn.member_id != draft.member_id or turn.state is TurnState.DECLINED:
        take_over(turn, draft.member_id)
    for name in ("person_id", "alternate_id", "beside_member_id", "fair_share", "turns_done", "runner_up_id",
                 "runner_up_balance"):  # fmt: skip
        setattr(turn, name, getattr(draft, name))
    session.flush()
    _write_passed_over(session, turn, draft.passed_over)


def _write_passed_over(session: Session, turn: Turn, wanted: Sequence[PassedOver]) -> None:
    rows = session.scalars(
        select(TurnPassedOver).where(TurnPassedOver.turn_id == turn.id).order_by(TurnPassedOver.position)
    ).all()
    names = PassedOver.__slots__
    if [tuple(getattr(row, name) for name in names) for row in rows] == [
        tuple(getattr(one, name) for name in names) for one in wanted
    ]:
        return
    for row in rows:
        delete_row(session, row)
    session.add_all(
        TurnPassedOver(turn_id=turn.id, position=position, **{name: getattr(one, name) for name in names})
        for position, one in enumerate(wanted)
    )


def _take_out(session: Session, board: Board, *, today: dt.date, until: dt.date | None) -> None:
    """Take out planned turns that are not due any more: the duty changed, or its terms fall otherwise."""
    due = {key_of(of, slot.days) for slot in board.slots for of in slot.duties}
    ahead = select(Meeting.id).where(Meeting.status.in_(UPCOMING), Meeting.date >= today)
    if until is not None:
        ahead = ahead.where(Meeting.date < until)
    meetings = set(session.scalars(ahead))
    for key, turn in board.turns.items():
        if turn.state not in OPEN or key in due:
            continue
        planned = turn.meeting_id in meetings
        if turn.from_date is not None:
            planned = (turn.to_date or turn.from_date) > today and (until is None or turn.from_date < until)
        if planned:
            delete_row(session, turn)
