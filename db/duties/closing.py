"""Who really did a turn. Closing it writes the ledger: who is credited, and what all who could have done it accrued.

The share goes to all who could have done it; the credit to who did, wholly or in parts. A turn that nobody did is
missed, and nobody accrues anything. What is written stays: another weight, an exemption, a member that joins or leaves
changes only what comes after.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.eligible import Days, Eligibility, Pool, eligibility, whole_weights
from db.duties.keeping import DutyRow, duties, duty, in_use, kept_apart, pair_rules
from db.duties.ledger import close_accounts
from db.duties.slots import days_of, meets
from db.duties.standard import ROLE_OF
from db.errors.duties import TurnClosed
from db.errors.meetings import WrongStage
from db.errors.members import SameTwice
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.lookup import get_meeting, is_fixed
from db.meetings.officers import Named, set_officers
from db.rotation import share_out
from db.schema import Attendance, LedgerEntry, Meeting, MeetingOfficer, Member, Person, Turn, TurnCredit
from db.turn_units import TURN
from db.vocabulary import OPEN, AttendanceStatus, DutyRhythm, MeetingStatus, Seat, TurnState


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did a turn, or a part of it: a member, through a person where that is known."""

    member_id: uuid.UUID
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ToClose:
    """A turn of a meeting that nobody has closed yet.

    planned: whose turn it is; suggested: whom the meeting's record names, else whose turn it is if they are here.
    """

    duty: DutyRow
    turn_id: uuid.UUID | None
    planned: Doer | None
    suggested: tuple[Doer, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A turn that is closed: the days, the pool with weights as they were, and who did it."""

    turn: Turn
    duty: DutyRow
    days: Days
    pool: Pool
    doers: tuple[Doer, ...]


def turns_to_close(session: Session, meeting_id: uuid.UUID) -> list[ToClose]:
    """Return the turns of a meeting that nobody has closed yet, in the order of the duties.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    turns = {row.duty_id: row for row in session.scalars(select(Turn).where(Turn.meeting_id == meeting_id))}
    named = _named(session, meeting_id)
    here = present(session, meeting_id)
    rows = []
    for of in duties(session):
        turn = turns.get(of.id)
        if not _is_due(of, meeting, turn) or (turn is not None and turn.state not in OPEN):
            continue
        planned = Doer(turn.member_id, turn.person_id) if turn is not None and turn.member_id else None
        suggested = named.get(of.key, ())
        if not suggested and planned and (not here or not of.in_room or planned.member_id in here):
            suggested = (planned,)
        rows.append(ToClose(of, turn.id if turn else None, planned, suggested))
    return rows


def close_meeting_turns(
    session: Session, meeting_id: uuid.UUID, *, done: Mapping[uuid.UUID, Sequence[Doer]], today: dt.date
) -> Changes:
    """Say for duties of a meeting who really did them; several share a turn, nobody means it was missed.

    Duties that `done` does not name stay open. Who chaired and who took minutes stands with the meeting from then on.

    Raises:
        NotFound: If the meeting or a duty does not exist.
        WrongStage: If the meeting was cancelled.
        TurnClosed: If a turn was closed already.
        SameTwice: If one member's person is named twice for a turn.
    """
    with history.step(session, "close_meeting_turns") as step:
        meeting = get_meeting(session, meeting_id)
        if meeting.status is MeetingStatus.CANCELLED:
            raise WrongStage(meeting.status.value)
        asked = eligibility(session)
        here = present(session, meeting_id)
        days = Days(meeting.date, meeting.date + dt.timedelta(days=1), meeting_id, meeting.group_id)
        closed = []
        for duty_id, doers in done.items():
            of = duty(session, duty_id)
            turn = _turn(session, of, meeting)
            _check(asked, turn, doers)
            closed.append(Done(turn, of, days, pool_of_those_here(asked, of, days, here, doers), tuple(doers)))
        write(session, closed, today=today)
        session.flush()
        _note_officers(session, meeting, closed)
        close_accounts(session, [one.duty for one in closed], today=today)
    return step.changes


def close_term_turn(session: Session, turn_id: uuid.UUID, *, doers: Sequence[Doer], today: dt.date) -> Changes:
    """Say who really did a turn of a term (or any turn on its own); nobody means it was missed.

    Raises:
        NotFound: If there is no such turn.
        TurnClosed: If it was closed already.
        SameTwice: If one member's person is named twice.
    """
    with history.step(session, "close_term_turn") as step:
        turn = get_turn(session, turn_id)
        of, days = duty(session, turn.duty_id), days_of(session, turn)
        here = present(session, turn.meeting_id) if turn.meeting_id else frozenset()
        asked = eligibility(session)
        _check(asked, turn, doers)
        pool = pool_of_those_here(asked, of, days, here, doers)
        done = Done(turn, of, days, pool, tuple(doers))
        write(session, [done], today=today)
        session.flush()
        if turn.meeting_id is not None:
            _note_officers(session, get_meeting(session, turn.meeting_id), [done])
        close_accounts(session, [of], today=today)
    return step.changes


def reopen_turn(session: Session, turn_id: uuid.UUID) -> Changes:
    """Take back who did a turn, because it was noted wrongly, with what was accrued for it.

    Raises:
        NotFound: If there is no such turn.
    """
    with history.step(session, "reopen_turn") as step:
        turn = get_turn(session, turn_id)
        for model in (TurnCredit, LedgerEntry):
            for row in session.scalars(select(model).where(model.turn_id == turn_id)).all():
                delete_row(session, row)
        if turn.state not in OPEN:
            turn.state, turn.closed_on = TurnState.PLANNED, None
    return step.changes


def present(session: Session, meeting_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the members that are, or were, at a meeting."""
    rows = select(Attendance.member_id).where(
        Attendance.meeting_id == meeting_id,
        Attendance.seat == Seat.MEMBER,
        Attendance.status == AttendanceStatus.PRESENT,
    )
    return frozenset(key for key in session.scalars(rows) if key is not None)


def pool_of_those_here(
    asked: Eligibility, of: DutyRow, days: Days, here: frozenset[uuid.UUID], doers: Sequence[Doer]
) -> Pool:
    """Return who could have done a turn: those here who may, and who did it, who evidently could.

    For a duty that can be done from home, and where nobody noted who was here, those who were not away count as here.
    """
    able = {doer.member_id for doer in doers}
    if of.in_room and here:
        able |= here
    else:
        able |= {key for key in asked.pool(of, days) if asked.can_come(of, key, days)}
    return {key: asked.weights[key] for key in sorted(able) if asked.may(of, key, days.first)}


def write(session: Session, closed: Sequence[Done], *, today: dt.date, together: bool = True) -> None:
    """Write what was done at one meeting into the ledger. For use cases only.

    together: the duties were given out together, so that nobody owes more than one turn in all.
    """
    counted = [one for one in closed if one.doers]
    twice = _has_two([one.doers for one in counted])
    numbers = {key: n for n, key in enumerate(sorted({key for one in counted for key in one.pool}))}
    pools = [{numbers[key]: weight for key, weight in whole_weights(one.pool).items()} for one in counted]
    groups = _kept_apart(session, [one.duty for one in counted]) if together and not twice else ()
    for one, shares in zip(counted, share_out(pools, groups=groups), strict=True):
        _write_turn(session, one, {key: shares.get(numbers[key], 0) for key in one.pool})
    for one in closed:
        members = [doer.member_id for doer in one.doers]
        turn = one.turn
        if not members:
            turn.state = TurnState.MISSED
        elif turn.member_id is None or turn.member_id in members:
            turn.state = TurnState.DONE
        else:
            turn.state = TurnState.DONE_BY_OTHER
        if members and turn.member_id is None:
            turn.member_id, turn.person_id = one.doers[0].member_id, one.doers[0].person_id
        turn.closed_on = today


def get_turn(session: Session, turn_id: uuid.UUID) -> Turn:
    """Return the live row, for use cases only.

    Raises:
        NotFound: If there is no such turn.
    """
    row = session.get(Turn, turn_id)
    if row is None:
        raise NotFound("duty_turn", turn_id)
    return row


def _note_officers(session: Session, meeting: Meeting, closed: Sequence[Done]) -> None:
    """Write down with a meeting who really chaired and took minutes; minutes that are approved stay as they are."""
    if is_fixed(meeting.minutes_state):
        return
    stands = _named(session, meeting.id)
    for one in closed:
        role = ROLE_OF.get(one.duty.key)
        if role is not None and stands[one.duty.key] != one.doers:
            named = [Named(doer.member_id, doer.person_id, _written(session, doer)) for doer in one.doers]
            set_officers(session, meeting.id, role, named)


def _written(session: Session, doer: Doer) -> str:
    person = session.get(Person, doer.person_id) if doer.person_id is not None else None
    return person.name if person is not None else session.get_one(Member, doer.member_id).name


def _write_turn(session: Session, one: Done, shares: Mapping[uuid.UUID, int]) -> None:
    turn, of, day = one.turn, one.duty, one.days.first
    everyone = dict.fromkeys([*shares, *(doer.member_id for doer in one.doers)])
    if not shares:  # nobody may do it, and somebody did: it is theirs, done and owed
        parts = _parts(one.doers)
        shares = {key: sum(units for doer, units in parts if doer.member_id == key) for key in everyone}
    session.add_all(
        LedgerEntry(
            duty_id=of.id, turn_id=turn.id, day=day, member_id=key, share=shares.get(key, 0),
            weight=one.pool.get(key, Decimal(0)), in_pool=key in one.pool,
        )
        for key in everyone
    )  # fmt: skip
    session.add_all(
        TurnCredit(turn_id=turn.id, duty_id=of.id, day=day, position=position, member_id=doer.member_id,
                   person_id=doer.person_id, units=units)
        for position, (doer, units) in enumerate(_parts(one.doers))
    )  # fmt: skip


def _parts(doers: Sequence[Doer]) -> list[tuple[Doer, int]]:
    """Divide one turn equally among who did it."""
    each, rest = divmod(TURN, len(doers))
    return [(doer, each + (place < rest)) for place, doer in enumerate(doers)]


def _check(asked: Eligibility, turn: Turn, doers: Sequence[Doer]) -> None:
    if turn.state not in OPEN:
        raise TurnClosed(turn.id)
    if len(set(doers)) < len(doers):
        raise SameTwice
    if unknown := [doer.member_id for doer in doers if doer.member_id not in asked.weights]:
        raise NotFound("member", unknown[0])


def _turn(session: Session, of: DutyRow, meeting: Meeting) -> Turn:
    """Return the turn of a duty at a meeting, made where nobody planned it."""
    own = select(Turn).where(Turn.duty_id == of.id, Turn.meeting_id == meeting.id)
    row = session.scalars(own).first()
    if row is None:
        row = Turn(id=new_id(), duty_id=of.id, meeting_id=meeting.id, state=TurnState.PLANNED)
        session.add(row)
        session.flush()
    return row


def _is_due(of: DutyRow, meeting: Meeting, turn: Turn | None) -> bool:
    if of.rhythm is not DutyRhythm.MEETING:
        return False
    return turn is not None or (meets(of, meeting.group_id) and in_use(of, meeting.date))


def _named(session: Session, meeting_id: uuid.UUID) -> dict[str, tuple[Doer, ...]]:
    """Return who the meeting's own record says chaired and took minutes, by the duty's key."""
    rows = session.scalars(
        select(MeetingOfficer).where(MeetingOfficer.meeting_id == meeting_id).order_by(MeetingOfficer.position)
    ).all()
    return {
        key: tuple(
            dict.fromkeys(
                Doer(row.member_id, row.person_id) for row in rows if row.role is role and row.member_id is not None
            )
        )
        for key, role in ROLE_OF.items()
    }


def _kept_apart(session: Session, due: Sequence[DutyRow]) -> list[set[int]]:
    """Return the duties, by their place, that do not go together, directly or through a third."""
    rules = pair_rules(session)
    groups: list[set[int]] = []
    for place, of in enumerate(due):
        linked = [own for own in groups if any(kept_apart(rules, of, due[other]) for other in own)]
        groups = [own for own in groups if own not in linked]
        groups.append({place}.union(*linked))
    return groups


def _has_two(doers: Sequence[Sequence[Doer]]) -> bool:
    """Return whether somebody did two of these turns."""
    members = [key for own in doers for key in {doer.member_id for doer in own}]
    return len(set(members)) < len(members)
