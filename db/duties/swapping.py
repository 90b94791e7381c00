"""Swaps: two members exchange turns of one duty. Each is credited with what they really do; shares stay as they are."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.closing import get_turn
from db.duties.drafting import Board
from db.duties.eligible import Days
from db.duties.keeping import DutyRow
from db.duties.ledger import Account
from db.duties.planning import forget_why, take_over
from db.duties.turns import clashes, other_people
from db.errors.duties import NotInPool, TurnClosed, TurnWithoutMember
from db.errors.members import SameTwice
from db.history import history
from db.schema import Turn
from db.turn_units import TURN
from db.vocabulary import OPEN, TurnState


@dataclass(frozen=True, slots=True)
class Effect:
    """What a swap means for one member: another day, and how far from its fair share it is at most until then.

    Distances in units of `db.turn_units.TURN`, over everything that is planned.
    """

    member_id: uuid.UUID
    member: str
    day_before: dt.date
    day_after: dt.date
    furthest_before: int
    furthest_after: int


@dataclass(frozen=True, slots=True)
class SwapPartner:
    """A turn that can be taken in exchange, and what that means for both: first who has the turn asked about."""

    turn_id: uuid.UUID
    days: Days
    own: Effect
    other: Effect


def swap_partners(session: Session, turn_id: uuid.UUID, *, today: dt.date) -> list[SwapPartner]:
    """Return the turns of the same duty whose members can exchange with this one's, by their day. Only those.

    Raises:
        NotFound: If there is no such turn.
        TurnClosed: If it was done, or missed.
        TurnWithoutMember: If nobody has it.
    """
    turn = _taken(session, turn_id)
    board = Board(session, today=today)
    own = _placed(board, turn)
    if own is None:
        return []
    forecast = _Forecast(board, own.of)
    found = []
    for slot in board.slots:
        candidate = board.turn(own.of, slot.days)
        other = _placed(board, candidate) if candidate is not None and not slot.over else None
        if other is not None and _can_swap(board, own, other):
            effects = forecast.effect(own, other), forecast.effect(other, own)
            found.append(SwapPartner(other.turn.id, other.days, *effects))
    return found


def swap_turns(session: Session, turn_id: uuid.UUID, other_id: uuid.UUID, *, today: dt.date, note: str = "") -> Changes:
    """Exchange who does two turns of the same duty; both count as accepted, and planning leaves them.

    Raises:
        NotFound: If either turn does not exist.
        SameTwice: If both are the same turn.
        TurnClosed: If either was done, or missed; the past is never rewritten.
        TurnWithoutMember: If nobody has one of them.
        NotInPool: If either member may not do the other's turn, or cannot come.
    """
    if turn_id == other_id:
        raise SameTwice
    with history.step(session, "swap_turns") as step:
        turn, other = _taken(session, turn_id), _taken(session, other_id)
        board = Board(session, today=today)
        one, two = _placed(board, turn), _placed(board, other)
        if one is None or two is None or one.of != two.of or not _can_swap(board, one, two):
            raise NotInPool(board.asked.seats.names[_member(other)])
        first, second = _member(turn), _member(other)
        for placed, to, before in ((one, second, first), (two, first, second)):
            row = placed.turn
            take_over(row, to)
            forget_why(session, row)
            but = other_people(board, placed.of, placed.days, to)
            row.person_id, row.alternate_id = board.people.choose(placed.of, to, placed.days, but=but)
            row.state, row.frozen, row.swapped_with_id = TurnState.ACCEPTED, True, before
            row.note = note.strip() or row.note
    return step.changes


@dataclass(frozen=True, slots=True)
class _Placed:
    """A turn on the board: its duty, its days, and the place of those among the slots."""

    turn: Turn
    of: DutyRow
    days: Days
    place: int


class _Forecast:
    """Everybody's balance in one duty after each slot, if all goes as planned."""

    def __init__(self, board: Board, of: DutyRow) -> None:
        self._board = board
        column = board.duties.index(of)
        self._rows = {key: [board.accounts[of.id].get(key, Account()).balance] for key in board.members}
        for slot, occasion in zip(board.slots, board.occasions(), strict=True):
            shares = occasion.shares()[column]
            turn = board.turn(of, slot.days) if board.is_open(slot, of) else None
            for number, key in enumerate(board.members):
                row = self._rows[key]
                has = turn is not None and turn.member_id == key
                row.append(row[-1] - shares.get(number, 0) + (TURN if has else 0))

    def effect(self, own: _Placed, other: _Placed) -> Effect:
        """Return what it means for who has one turn to have another instead."""
        key = _member(own.turn)
        before = self._rows[key][1:]
        after = list(before)
        units = -TURN if own.place < other.place else TURN
        for place in range(min(own.place, other.place), max(own.place, other.place)):
            after[place] += units
        return Effect(
            key, self._board.asked.seats.names[key], own.days.first, other.days.first,
            max(map(abs, before)), max(map(abs, after)),
        )  # fmt: skip


def _can_swap(board: Board, one: _Placed, other: _Placed) -> bool:
    if other.turn.state not in OPEN or other.turn.member_id in (None, one.turn.member_id):
        return False
    return _can_take(board, _member(other.turn), one) and _can_take(board, _member(one.turn), other)


def _can_take(board: Board, member_id: uuid.UUID, placed: _Placed) -> bool:
    """Return whether a member can take a turn of another."""
    of, days = placed.of, placed.days
    if member_id in board.refused.get(placed.turn.id, ()) or member_id not in board.asked.pool(of, days):
        return False
    return board.asked.can_come(of, member_id, days) and not clashes(board, of, days, member_id)


def _placed(board: Board, turn: Turn) -> _Placed | None:
    """Return where a turn stands on the board; nothing for one that is not due ahead."""
    for place, slot in enumerate(board.slots):
        for of in slot.duties:
            if board.turn(of, slot.days) is turn and not slot.over:
                return _Placed(turn, of, slot.days, place)
    return None


def _member(turn: Turn) -> uuid.UUID:
    if turn.member_id is None:
        raise TurnWithoutMember(turn.id)
    return turn.member_id


def _taken(session: Session, turn_id: uuid.UUID) -> Turn:
    turn = get_turn(session, turn_id)
    if turn.state not in OPEN:
        raise TurnClosed(turn_id)
    _member(turn)
    return turn
