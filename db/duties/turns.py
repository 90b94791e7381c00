"""A turn on its way: asking, the answer, giving it to somebody else, holding on to it."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.closing import get_turn
from db.duties.drafting import Board
from db.duties.eligible import Days
from db.duties.keeping import DutyRow, duty
from db.duties.ledger import Account
from db.duties.planning import forget_why, take_over
from db.duties.slots import days_of
from db.errors.duties import NotInPool, TurnClosed, TurnWithoutMember
from db.folding import fold
from db.history import history
from db.members.members import get_member
from db.schema import Turn, TurnRefusal
from db.turn_units import TURN
from db.vocabulary import OPEN, Channel, PassedOverWhy, SameWhat, TurnState

FIELDS = frozenset({"note", "person_id", "alternate_id"})
"""What `change_turn` may change."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member that may do a turn, with its history beside it; numbers in units of `db.turn_units.TURN`.

    hindered: why it cannot take this turn (`away`, `declined`, `busy` with another there); empty where it can.
    planned: how many other turns of this duty are planned for it.
    """

    member_id: uuid.UUID
    member: str
    done: int
    share: int
    balance: int
    last_done: dt.date | None
    hindered: PassedOverWhy | None
    away_until: dt.date | None
    planned: int = 0


def candidates(session: Session, turn_id: uuid.UUID, *, today: dt.date) -> list[Candidate]:
    """Return everybody who may do a turn, those who can take it first, then who is furthest behind.

    A turn that is planned counts as done, so that nobody is proposed who has the duty soon anyhow.

    Raises:
        NotFound: If there is no such turn.
    """
    turn = get_turn(session, turn_id)
    board = Board(session, today=today)
    of, days = duty(session, turn.duty_id), days_of(session, turn)
    accounts = board.accounts.get(of.id, {})
    planned = _planned(board, turn)
    found = []
    for member_id in board.asked.pool(of, days):
        own = accounts.get(member_id, Account())
        hindered = _hindered(board, turn, of, days, member_id)
        until = board.asked.away_until(member_id, days) if hindered is PassedOverWhy.AWAY else None
        name = board.asked.seats.names[member_id]
        found.append(
            Candidate(
                member_id, name, own.done, own.share, own.balance, own.last_done, hindered, until, planned[member_id]
            )
        )
    return sorted(
        found,
        key=lambda row: (
            row.hindered is not None, row.balance + row.planned * TURN, fold(row.member), row.member_id,
        ),
    )  # fmt: skip


def _planned(board: Board, but: Turn) -> Counter[uuid.UUID]:
    """Return how many turns of the duty of `but` are planned ahead for each member, `but` itself aside."""
    ahead = {(slot.days.meeting_id or slot.days.first) for slot in board.slots}
    return Counter(
        row.member_id
        for row in board.turns.values()
        if row.duty_id == but.duty_id
        and row.id != but.id
        and row.member_id is not None
        and row.state in OPEN
        and row.state is not TurnState.DECLINED
        and (row.meeting_id or row.from_date) in ahead
    )


def ask_turn(session: Session, turn_id: uuid.UUID, *, how: Channel, at: dt.datetime) -> Changes:
    """Note that whoever has a turn was asked whether they take it, when and how.

    Raises:
        NotFound: If there is no such turn.
        TurnClosed: If it was done, or missed.
        TurnWithoutMember: If nobody has it.
    """
    with history.step(session, "ask_turn") as step:
        turn = _taken(session, turn_id)
        turn.state, turn.asked_at, turn.asked_how = TurnState.ASKED, at, how
    return step.changes


def accept_turn(session: Session, turn_id: uuid.UUID) -> Changes:
    """Note that whoever has a turn takes it.

    Raises:
        NotFound, TurnClosed, TurnWithoutMember: As `ask_turn` does.
    """
    with history.step(session, "accept_turn") as step:
        _taken(session, turn_id).state = TurnState.ACCEPTED
    return step.changes


def decline_turn(
    session: Session, turn_id: uuid.UUID, *, today: dt.date, note: str = "", give_to: uuid.UUID | None = None
) -> Changes:
    """Note that whoever has a turn does not take it; planning finds somebody else, and does not ask them again.

    Who could come accrues their share of it all the same: only an absence changes that.
    give_to: the member that takes it at once, in the same step.

    Raises:
        NotFound, TurnClosed, TurnWithoutMember: As `ask_turn` does.
        NotInPool: As `give_turn` does.
    """
    with history.step(session, "decline_turn") as step:
        turn = _taken(session, turn_id)
        if turn.state is not TurnState.DECLINED:
            turn.state, turn.frozen = TurnState.DECLINED, False
            session.add(
                TurnRefusal(turn_id=turn_id, member_id=turn.member_id, person_id=turn.person_id, refused_on=today,
                            note=note.strip())
            )  # fmt: skip
        if give_to is not None:
            session.flush()
            give_turn(session, turn_id, give_to, today=today)
    return step.changes


def give_turn(
    session: Session, turn_id: uuid.UUID, member_id: uuid.UUID, *, person_id: uuid.UUID | None = None, today: dt.date
) -> Changes:
    """Give a turn to a member of one's own choice, through a person or whose turn it is among its people.

    Planning leaves it there. Who is behind stays behind: the ledger counts only what is done.

    Raises:
        NotFound: If the turn or the member does not exist.
        TurnClosed: If it was done, or missed.
        NotInPool: If the member may not do it, is away, declined it, or has another one there.
    """
    with history.step(session, "give_turn") as step:
        turn = _open(session, turn_id)
        get_member(session, member_id)
        board = Board(session, today=today)
        of, days = duty(session, turn.duty_id), days_of(session, turn)
        if turn.member_id != member_id or turn.state is TurnState.DECLINED:
            if member_id not in board.asked.pool(of, days) or _hindered(board, turn, of, days, member_id):
                raise NotInPool(board.asked.seats.names[member_id])
            take_over(turn, member_id)
            forget_why(session, turn)
        but = other_people(board, of, days, member_id)
        turn.person_id, turn.alternate_id = board.people.choose(of, member_id, days, keeping=person_id, but=but)
        turn.frozen = True
    return step.changes


def freeze_turn(session: Session, turn_id: uuid.UUID, *, frozen: bool) -> Changes:
    """Let a turn stay with who has it whatever the rule says, or let planning move it again.

    Raises:
        NotFound, TurnClosed, TurnWithoutMember: As `ask_turn` does.
    """
    with history.step(session, "freeze_turn") as step:
        _taken(session, turn_id).frozen = frozen
    return step.changes


def change_turn(session: Session, turn_id: uuid.UUID, **fields: Any) -> Changes:
    """Change who of the member does a turn, who stands by, or its note (`FIELDS`).

    Raises:
        NotFound: If there is no such turn.
    """
    if set(fields) - FIELDS:
        raise TypeError(f"not fields of a turn: {sorted(set(fields) - FIELDS)}")
    with history.step(session, "change_turn") as step:
        turn = get_turn(session, turn_id)
        for name, value in fields.items():
            setattr(turn, name, value.strip() if isinstance(value, str) else value)
    return step.changes


def clashes(board: Board, of: DutyRow, days: Days, member_id: uuid.UUID, person_id: uuid.UUID | None = None) -> bool:
    """Return whether a member (through a person) has another turn in the same days that does not go with this one."""
    for slot in board.slots:
        if slot.days != days:
            continue
        for other in slot.duties:
            turn = board.turn(other, days)
            if other.id == of.id or turn is None or turn.member_id != member_id or turn.state not in OPEN:
                continue
            same = board.kept_apart(of, other)
            if same is SameWhat.ORGANISATION:
                return True
            able = {person_id} if person_id else {one.person_id for one in board.asked.people(of, member_id, days)}
            if same is SameWhat.PERSON and not able - {turn.person_id}:
                return True
    return False


def other_people(board: Board, of: DutyRow, days: Days, member_id: uuid.UUID) -> set[uuid.UUID | None]:
    """Return a member's people that have a turn in the same days which the same person may not have with this one."""
    turns = ((other, board.turn(other, days)) for other in board.duties)
    return {
        turn.person_id
        for other, turn in turns
        if turn is not None and turn.member_id == member_id and board.kept_apart(of, other) is SameWhat.PERSON
    }


def _hindered(board: Board, turn: Turn, of: DutyRow, days: Days, member_id: uuid.UUID) -> PassedOverWhy | None:
    if member_id in board.refused.get(turn.id, ()):
        return PassedOverWhy.DECLINED
    if not board.asked.can_come(of, member_id, days):
        return PassedOverWhy.AWAY
    if turn.member_id != member_id and clashes(board, of, days, member_id):
        return PassedOverWhy.BUSY
    return None


def _open(session: Session, turn_id: uuid.UUID) -> Turn:
    turn = get_turn(session, turn_id)
    if turn.state not in OPEN:
        raise TurnClosed(turn_id)
    return turn


def _taken(session: Session, turn_id: uuid.UUID) -> Turn:
    turn = _open(session, turn_id)
    if turn.member_id is None:
        raise TurnWithoutMember(turn_id)
    return turn
