"""Turns of the past: meetings held before anybody planned, whose record says who chaired and who took minutes."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import history
from db.changes import Changes
from db.duties.closing import Doer, Done, pool_of_those_here, write
from db.duties.eligible import Days, eligibility
from db.duties.keeping import OPEN, DutyRow, duties, in_use
from db.duties.slots import meets
from db.duties.standard import ROLE_OF
from db.ids import new_id
from db.meeting_labels import HELD
from db.schema import Attendance, Meeting, MeetingOfficer, Turn
from db.vocabulary import AttendanceStatus, DutyRhythm, MeetingRole, Seat, TurnState

Here = dict[uuid.UUID, frozenset[uuid.UUID]]


def enter_past_turns(session: Session, meeting_ids: Iterable[uuid.UUID] | None = None) -> Changes:
    """Enter who chaired and who took minutes at meetings that were held, from their record, as turns that were done.

    Of all meetings, or of some; only where nobody closed that turn yet. Each duty is counted on its own: who could have
    done it is who was here and may be asked, with the weights of today, and who did it. Several who did it together
    share the turn. A meeting that names nobody the record knows, or where nobody was noted as here, is left out.
    """
    with history.step(session, "enter_past_turns") as step:
        asked = eligibility(session)
        here, named = _present(session), _named(session)
        known = session.scalars(select(Turn).where(Turn.meeting_id.is_not(None)))
        turns = {(row.duty_id, row.meeting_id): row for row in known}
        wanted = None if meeting_ids is None else set(meeting_ids)
        own = [of for of in duties(session) if of.key in ROLE_OF and of.rhythm is DutyRhythm.MEETING]
        for meeting_id, group_id, date in _meetings(session):
            if not here.get(meeting_id) or (wanted is not None and meeting_id not in wanted):
                continue
            days = Days(date, date + dt.timedelta(days=1), meeting_id, group_id)
            for of in own:
                doers = tuple(dict.fromkeys(named.get((meeting_id, ROLE_OF[of.key]), ())))
                turn = turns.get((of.id, meeting_id))
                if not doers or not _may_enter(of, turn, days):
                    continue
                if turn is None:
                    turn = Turn(id=new_id(), duty_id=of.id, meeting_id=meeting_id, state=TurnState.PLANNED)
                    session.add(turn)
                pool = pool_of_those_here(asked, of, days, here[meeting_id], doers)
                write(session, [Done(turn, of, days, pool, doers)], today=date, together=False)
    return step.changes


def _may_enter(of: DutyRow, turn: Turn | None, days: Days) -> bool:
    if turn is not None and turn.state not in OPEN:
        return False
    return meets(of, days.group_id) and in_use(of, days.first)


def _meetings(session: Session) -> list[tuple[uuid.UUID, uuid.UUID | None, dt.date]]:
    rows = session.execute(
        select(Meeting.id, Meeting.group_id, Meeting.date)
        .where(Meeting.status.in_(HELD))
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    )
    return [(key, group_id, date) for key, group_id, date in rows]


def _present(session: Session) -> Here:
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = select(Attendance.meeting_id, Attendance.member_id).where(
        Attendance.seat == Seat.MEMBER, Attendance.status == AttendanceStatus.PRESENT
    )
    for meeting_id, member_id in session.execute(rows):
        if member_id is not None:
            found[meeting_id].add(member_id)
    return {key: frozenset(members) for key, members in found.items()}


def _named(session: Session) -> dict[tuple[uuid.UUID, MeetingRole], list[Doer]]:
    found: dict[tuple[uuid.UUID, MeetingRole], list[Doer]] = defaultdict(list)
    for row in session.scalars(select(MeetingOfficer).order_by(MeetingOfficer.position, MeetingOfficer.id)):
        if row.member_id is not None:
            found[row.meeting_id, row.role].append(Doer(row.member_id, row.person_id))
    return found
