"""Finishing a meeting: who really did its turns is asked then, and written in the same step."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.closing import (
    Doer,
    ToClose,
    close_meeting_turns,
    close_term_turn,
    get_turn,
    present,
    reopen_turn,
    turns_to_close,
)
from db.duties.eligible import Eligibility, eligibility
from db.duties.keeping import duty
from db.duties.slots import days_of
from db.duties.standing import Standings, standings
from db.folding import fold
from db.history import history
from db.meetings.lookup import get_meeting
from db.meetings.running import FinishGap, finish_meeting, missing_for_finish, set_item_done
from db.members.choices import NameChoice
from db.schema import Person, Turn, TurnCredit
from db.vocabulary import OPEN, MemberStatus


@dataclass(frozen=True, slots=True)
class DoneSheet:
    """Turns that nobody closed yet, everybody who can have done them (who was here first), and their history.

    begun, ended: the days of a term; of a meeting its day and the next.
    """

    turns: tuple[ToClose, ...]
    choices: tuple[NameChoice, ...]
    standings: Mapping[uuid.UUID, Standings]
    """By duty."""
    begun: dt.date
    ended: dt.date

    def name_of(self, doer: Doer) -> str:
        """Return the name of the person, else of the member."""
        own = [choice for choice in self.choices if choice.member_id == doer.member_id]
        exact = [choice for choice in own if choice.person_id == doer.person_id]
        return next((choice.name for choice in (*exact, *own)), "")


@dataclass(frozen=True, slots=True)
class FinishSheet:
    """What is asked before a meeting is finished: what is missing, and who did its turns."""

    gaps: tuple[FinishGap, ...]
    done: DoneSheet


def finish_sheet(session: Session, meeting_id: uuid.UUID) -> FinishSheet:
    """Return what is asked before a meeting is finished.

    Raises:
        NotFound: If there is no such meeting.
    """
    return FinishSheet(missing_for_finish(session, meeting_id), done_sheet(session, meeting_id))


def done_sheet(session: Session, meeting_id: uuid.UUID) -> DoneSheet:
    """Return the turns of a meeting that nobody closed yet; none where nobody ever had a turn.

    Raises:
        NotFound: If there is no such meeting.
    """
    day = get_meeting(session, meeting_id).date
    turns = turns_to_close(session, meeting_id)
    if not turns or session.scalars(select(Turn.id).limit(1)).first() is None:
        return DoneSheet((), (), {}, day, day)
    return _sheet(session, turns, present(session, meeting_id), day, day + dt.timedelta(days=1))


def turn_sheet(session: Session, turn_id: uuid.UUID) -> DoneSheet:
    """Return one turn that is over, of a term or of a meeting; one that was closed with whom it was closed for.

    Raises:
        NotFound: If there is no such turn.
    """
    turn = get_turn(session, turn_id)
    of, days = duty(session, turn.duty_id), days_of(session, turn)
    planned = Doer(turn.member_id, turn.person_id) if turn.member_id is not None else None
    one = ToClose(of, turn_id, planned, (planned,) if planned else ())
    if turn.state not in OPEN:
        credits = select(TurnCredit).where(TurnCredit.turn_id == turn_id).order_by(TurnCredit.position)
        did = tuple(Doer(row.member_id, row.person_id) for row in session.scalars(credits))
        one = ToClose(of, turn_id, planned, did)
    elif turn.meeting_id is not None:
        open_ones = turns_to_close(session, turn.meeting_id)
        one = next((found for found in open_ones if found.turn_id == turn_id), one)
    here = present(session, turn.meeting_id) if turn.meeting_id is not None else frozenset()
    return _sheet(session, [one], here, days.first, days.end)


def finish_with_turns(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    at: dt.time,
    who_did: Mapping[uuid.UUID, Sequence[Doer]],
    today: dt.date,
    dealt_with: Collection[uuid.UUID] = (),
) -> Changes:
    """End the meeting (`db.meetings.running.finish_meeting`) and say who did its turns: one step, undone as one.

    `dealt_with` names items that would be left over and need not come back.

    Raises:
        NotFound, WrongStage: As `finish_meeting` does.
        TurnClosed, SameTwice: As `close_meeting_turns` does.
    """
    with history.step(session, "finish_meeting") as step:
        for item_id in dealt_with:
            set_item_done(session, item_id, dealt_with=True)
        finish_meeting(session, meeting_id, at=at)
        if who_did:
            session.flush()
            close_meeting_turns(session, meeting_id, done=who_did, today=today)
    return step.changes


def note_who_did(session: Session, turn_id: uuid.UUID, *, doers: Sequence[Doer], today: dt.date) -> Changes:
    """Say who really did a turn, also where that was said wrongly before; nobody means it was missed.

    Raises:
        NotFound, SameTwice: As `close_term_turn` does.
    """
    with history.step(session, "close_term_turn") as step:
        if get_turn(session, turn_id).state not in OPEN:
            reopen_turn(session, turn_id)
            session.flush()
        close_term_turn(session, turn_id, doers=doers, today=today)
    return step.changes


def _sheet(
    session: Session, turns: Sequence[ToClose], here: frozenset[uuid.UUID], first: dt.date, end: dt.date
) -> DoneSheet:
    asked = eligibility(session)
    alone = {doer.member_id for one in turns for doer in (one.planned, *one.suggested) if doer and not doer.person_id}
    choices = _choices(session, asked, here, alone, first)
    return DoneSheet(
        tuple(turns), tuple(choices), {one.duty.id: standings(session, one.duty) for one in turns}, first, end
    )


def _choices(
    session: Session, asked: Eligibility, here: frozenset[uuid.UUID], alone: set[uuid.UUID], day: dt.date
) -> list[NameChoice]:
    people = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    names = asked.seats.names
    belongs = [key for key in names if asked.seats.status(key, day) not in (None, MemberStatus.LEFT)]
    found = []
    for key in sorted({*belongs, *here, *alone}, key=lambda key: (key not in here, fold(names[key]), key)):
        speakers = asked.speakers(key, day)
        for one in speakers:
            name = people[one.person_id]
            found.append(NameChoice(name, names[key] if name != names[key] else "", key, person_id=one.person_id))
        if not speakers or key in alone:
            found.append(NameChoice(names[key], member_id=key))
    return found
