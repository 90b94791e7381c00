"""The numbers of meetings: each body, the plenary or a group, counts its own."""

import uuid

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


def check_renumbering(session: Session, meeting: Meeting, number: int | None) -> None:
    """Refuse another number for a meeting whose number is fixed, or one that another meeting of the body has.

    A decision is known by its meeting's number: 41.2. Until the meeting is finished only those in the room have heard
    it, and a wrong number can be put right. Then it is fixed as soon as a decision bears it, and at the latest when the
    minutes go out. A meeting that never had a number may get one: "2" becomes "41.2", and nothing changes its meaning.

    Raises:
        NumberFixed, NumberTaken: As said.
    """
    if number == meeting.number:
        return
    written = meeting.status in HELD and meeting.decisions_numbered > 0
    if meeting.number is not None and (written or meeting.minutes_state is not MinutesState.DRAFT):
        raise NumberFixed(meeting.number)
    check_number(session, meeting.group_id, number)


def order_numbers(session: Session, group_id: uuid.UUID | None, *, freed: int | None = None) -> None:
    """Share the numbers of the body's meetings that nobody was told of yet anew, in the order of their dates.

    `freed` is a number that one of them has just given back: the highest falls away instead.
    """
    waiting = session.scalars(
        select(Meeting)
        .where(of_body(group_id), Meeting.status == MeetingStatus.PREPARING, Meeting.number.is_not(None))
        .where(Meeting.decisions_numbered == 0)  # a decision keeps the number it was given: 41.2
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    ).all()
    numbers = sorted({row.number for row in waiting if row.number is not None} | ({freed} if freed else set()))
    moves = [(row, number) for row, number in zip(waiting, numbers, strict=False) if row.number != number]
    for row, _number in moves:  # the numbers are unique at every moment
        row.number = None
    session.flush()
    for row, number in moves:
        row.number = number
    session.flush()
