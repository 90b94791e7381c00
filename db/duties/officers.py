"""Naming who chairs or takes minutes at a meeting, whether its turns are closed or still to come: one truth."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.closing import Doer, close_meeting_turns, reopen_turn
from db.duties.standard import ROLE_OF
from db.history import history
from db.meetings.officers import Named, set_officers
from db.schema import Duty, Turn
from db.vocabulary import OPEN, MeetingRole


def name_officers(
    session: Session, meeting_id: uuid.UUID, role: MeetingRole, named: Sequence[Named], *, today: dt.date
) -> Changes:
    """Say who has a role at the meeting, in this order.

    Before the meeting is over, naming whoever has the turn, or nobody, leaves it to the rota. Once it is closed, the
    ledger follows: who is named now is credited; with nobody named, the turn waits to be closed again. A name that
    nobody on record has changes no ledger.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
    """
    with history.step(session, "set_officers") as step:
        set_officers(session, meeting_id, role, named)
        closed = session.execute(
            select(Turn.id, Turn.duty_id)
            .join(Duty, Duty.id == Turn.duty_id)
            .where(
                Turn.meeting_id == meeting_id,
                Duty.key.in_([key for key, of in ROLE_OF.items() if of is role]),
                Turn.state.not_in(OPEN),
            )
        ).first()
        known = [Doer(one.member_id, one.person_id) for one in named if one.member_id is not None]
        if closed is not None and len(known) == len(named):
            reopen_turn(session, closed.id)
            session.flush()
            if known:
                done = {closed.duty_id: tuple(dict.fromkeys(known))}
                close_meeting_turns(session, meeting_id, done=done, today=today)
    return step.changes
