"""The numbers of meetings: each body, the plenary or a group, counts its own."""

import datetime as dt
import uuid
from collections.abc import Sequence
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.conditions import of_body
from db.errors.meetings import NumberFixed, NumberTaken
from db.meetings.labels import HELD
from db.schema import Meeting
from db.vocabulary import MeetingStatus, MinutesState


def next_number(session: Session, group_id: uuid.UUID | None) -> int:
    """Return the number the body's next meeting gets."""
    return (session.scalar(select(func.max(Meeting.number)).where(of_body(group_id))) or 0) + 1


def check_number(session: Session, group_id: uuid.UUID | None, number: int | None) -> None:
    """Refuse a number that a meeting of the body has.

    Raises:
        NumberTaken: If it has.
    """
    taken = select(Meeting.id).where(of_body(group_id), Meeting.number == number)
    if number is not None and session.scalar(taken) is not None:
        raise NumberTaken(number)


def give_number(session: Session, meeting: Meeting, number: int | None) -> None:
    """Give a mapped meeting another number; those after it that nobody was told of yet count on from there.

    A decision is known by its meeting's number: 41.2. Until the meeting is finished only those in the room have heard
    it, and a wrong number can be put right. Then it is fixed as soon as a decision bears it, and at the latest when the
    minutes go out. A meeting that never had a number may get one: "2" becomes "41.2", and nothing changes its meaning.

    Raises:
        NumberFixed: If its number is.
        NumberTaken: If another meeting of the body has the number, and keeps it.
    """
    if number == meeting.number:
        return
    held = meeting.status in HELD
    if meeting.number is not None and (
        (held and meeting.decisions_numbered > 0) or meeting.minutes_state is not MinutesState.DRAFT
    ):
        raise NumberFixed(meeting.number)
    following = [] if held or number is None else _following(session, meeting)
    theirs = {row.number for row in following}
    if number not in theirs:
        check_number(session, meeting.group_id, number)
    mine = select(Meeting.number).where(of_body(meeting.group_id), Meeting.number.is_not(None))
    taken = set(session.scalars(mine)) - theirs - {meeting.number}
    free = (one for one in count((number or 0) + 1) if one not in taken)
    moves = [(meeting, number), *zip(following, free, strict=False)]
    _move(session, moves)


def _following(session: Session, meeting: Meeting) -> list[Meeting]:
    """Return the meetings after this one whose numbers may change by themselves, in their order."""
    waiting = _waiting(session, meeting.group_id)
    own = (meeting.date, meeting.start_time or dt.time(), meeting.id)
    return [row for row in waiting if (row.date, row.start_time or dt.time(), row.id) > own]


def _waiting(session: Session, group_id: uuid.UUID | None) -> Sequence[Meeting]:
    """Return the body's meetings that nobody was told of yet, in the order of their dates."""
    return session.scalars(
        select(Meeting)
        .where(of_body(group_id), Meeting.status == MeetingStatus.PREPARING, Meeting.number.is_not(None))
        .where(Meeting.decisions_numbered == 0)  # a decision keeps the number it was given: 41.2
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    ).all()


def order_numbers(session: Session, group_id: uuid.UUID | None, *, freed: int | None = None) -> None:
    """Share the numbers of the body's meetings that nobody was told of yet anew, in the order of their dates.

    `freed` is a number that one of them has just given back: the highest falls away instead.
    """
    waiting = _waiting(session, group_id)
    numbers = sorted({row.number for row in waiting if row.number is not None} | ({freed} if freed else set()))
    _move(session, list(zip(waiting, numbers, strict=False)))


def _move(session: Session, wanted: Sequence[tuple[Meeting, int | None]]) -> None:
    """Give each meeting its number; they are unique at every moment."""
    moves = [(row, number) for row, number in wanted if row.number != number]
    for row, _number in moves:
        row.number = None
    session.flush()
    for row, number in moves:
        row.number = number
    session.flush()
