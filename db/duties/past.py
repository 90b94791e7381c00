"""Turns of the past: meetings held before anybody planned, whose record says who chaired and who took minutes."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.closing import Doer, Done, pool_of_those_here, write
from db.duties.eligible import Days, eligibility
from db.duties.keeping import DutyRow, duties, in_use
from db.duties.slots import meets
from db.duties.standard import ROLE_OF
from db.history import history
from db.ids import new_id
from db.meetings.labels import HELD
from db.schema import Attendance, Meeting, MeetingOfficer, Turn
from db.vocabulary import OPEN, AttendanceStatus, DutyRhythm, MeetingRole, Seat, TurnState

Here = dict[uuid.UUID, frozenset[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class PastDuty:
    """How many turns of a duty the record of past meetings tells, and how many members did them."""

    duty: DutyRow
    turns: int
    members: int


@dataclass(frozen=True, slots=True)
class PastTurns:
    """What `enter_past_turns` would enter: of how many meetings and members, by duty.

    unmatched: names written in the record that belong to no member (or not surely), and at how many meetings.
    nobody_here: meetings that name somebody, but nobody was noted as present; they are left out.
    """

    meetings: int
    members: int
    duties: tuple[PastDuty, ...]
    unmatched: tuple[tuple[str, int], ...]
    nobody_here: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A turn of the past that can be entered."""

    duty: DutyRow
    days: Days
    doers: tuple[Doer, ...]
    turn: Turn | None


def past_turns(session: Session) -> PastTurns:
    """Return what `enter_past_turns` would enter of all meetings. Nothing is written."""
    here = _present(session)
    found = list(_entries(session, None))
    entries = [one for one in found if here.get(_meeting(one))]
    by_duty: dict[uuid.UUID, list[_Entry]] = defaultdict(list)
    for one in entries:
        by_duty[one.duty.id].append(one)
    return PastTurns(
        meetings=len({_meeting(one) for one in entries}),
        members=_members(entries),
        duties=tuple(PastDuty(own[0].duty, len(own), _members(own)) for own in by_duty.values()),
        unmatched=_unmatched(session),
        nobody_here=len({_meeting(one) for one in found} - {_meeting(one) for one in entries}),
    )


def enter_past_turns(session: Session, meeting_ids: Iterable[uuid.UUID] | None = None) -> Changes:
    """Enter who chaired and who took minutes at meetings that were held, from their record, as turns that were done.

    Of all meetings, or of some; only where nobody closed that turn yet. Each duty is counted on its own: who could have
    done it is who was here and may be asked, with the weights of today, and who did it. Several who did it together
    share the turn. A meeting that names nobody the record knows, or where nobody was noted as here, is left out.
    """
    with history.step(session, "enter_past_turns") as step:
        asked, here = eligibility(session), _present(session)
        for one in list(_entries(session, meeting_ids)):
            present = here.get(_meeting(one))
            if not present:
                continue
            turn = one.turn
            if turn is None:
                turn = Turn(id=new_id(), duty_id=one.duty.id, meeting_id=_meeting(one), state=TurnState.PLANNED)
                session.add(turn)
            pool = pool_of_those_here(asked, one.duty, one.days, present, one.doers)
            write(session, [Done(turn, one.duty, one.days, pool, one.doers)], today=one.days.first, together=False)
    return step.changes


def _entries(session: Session, meeting_ids: Iterable[uuid.UUID] | None) -> Iterator[_Entry]:
    """Yield the turns that the record tells and nobody closed yet, by meeting."""
    named = _named(session)
    turns, own = _turns(session), _own_duties(session)
    wanted = None if meeting_ids is None else set(meeting_ids)
    for meeting_id, group_id, date in _meetings(session):
        if wanted is not None and meeting_id not in wanted:
            continue
        days = Days(date, date + dt.timedelta(days=1), meeting_id, group_id)
        for of in own:
            doers = tuple(dict.fromkeys(named.get((meeting_id, ROLE_OF[of.key]), ())))
            turn = turns.get((of.id, meeting_id))
            if doers and _may_enter(of, turn, days):
                yield _Entry(of, days, doers, turn)


def _unmatched(session: Session) -> tuple[tuple[str, int], ...]:
    """Return the names without a member, of turns that nobody closed yet, those written most often first."""
    written: Counter[str] = Counter()
    unknown = select(MeetingOfficer).where(MeetingOfficer.member_id.is_(None), MeetingOfficer.as_written != "")
    names: dict[tuple[uuid.UUID, MeetingRole], set[str]] = defaultdict(set)
    for row in session.scalars(unknown):
        names[row.meeting_id, row.role].add(row.as_written)
    turns, own = _turns(session), _own_duties(session)
    for meeting_id, group_id, date in _meetings(session):
        days = Days(date, date + dt.timedelta(days=1), meeting_id, group_id)
        roles = {ROLE_OF[of.key] for of in own if _may_enter(of, turns.get((of.id, meeting_id)), days)}
        written.update({name for role in roles for name in names.get((meeting_id, role), ())})
    return tuple(sorted(written.items(), key=lambda one: (-one[1], one[0].casefold())))


def _members(entries: Iterable[_Entry]) -> int:
    return len({doer.member_id for one in entries for doer in one.doers})


def _meeting(entry: _Entry) -> uuid.UUID:
    assert entry.days.meeting_id is not None
    return entry.days.meeting_id


def _turns(session: Session) -> dict[tuple[uuid.UUID, uuid.UUID | None], Turn]:
    known = session.scalars(select(Turn).where(Turn.meeting_id.is_not(None)))
    return {(row.duty_id, row.meeting_id): row for row in known}


def _own_duties(session: Session) -> list[DutyRow]:
    return [of for of in duties(session) if of.key in ROLE_OF and of.rhythm is DutyRhythm.MEETING]


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
