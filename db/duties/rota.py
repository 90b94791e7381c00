"""What the page, the poster and the desk show: the rota, a member's turns, who is next, what is unanswered, and why."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.duties.closing import get_turn
from db.duties.drafting import PassedOver
from db.duties.keeping import DutyRow, duties
from db.meetings.labels import HELD, MeetingLabel
from db.schema import Group, Meeting, Member, Person, Turn, TurnCredit, TurnPassedOver
from db.vocabulary import OPEN, Channel, MeetingStatus, TurnState

_MEETING = (Meeting.id, Meeting.number, Meeting.title, Meeting.date, Meeting.place)  # not the texts of imported minutes
_UNANSWERED = (TurnState.ASKED, TurnState.DECLINED)
_FEW = 400
"""So many turns are asked for by their keys; of more it is quicker to read all."""


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Who did a turn, or a part of it (in units of `db.turn_units.TURN`)."""

    member_id: uuid.UUID
    member: str
    person_id: uuid.UUID | None
    person: str
    units: int


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn: of what, when, whose, how far it is."""

    id: uuid.UUID
    duty: DutyRow
    first: dt.date
    end: dt.date | None
    """The day after a term's last; empty for a meeting."""
    meeting: MeetingLabel | None
    place: str
    state: TurnState
    member_id: uuid.UUID | None
    member: str
    short_name: str
    person_id: uuid.UUID | None
    person: str
    alternate: str
    beside: str
    """Who stands beside somebody who does it for the first time."""
    swapped_with: str
    """Whose turn it was before a swap; empty where there was none."""
    published: bool
    changed: bool
    """Whether the last published plan names somebody else."""
    frozen: bool
    note: str
    asked_at: dt.datetime | None
    asked_how: Channel | None
    done_by: tuple[DoneBy, ...]

    def is_ahead(self, day: dt.date) -> bool:
        """Return whether it is to come on a day, or its term runs then."""
        return self.first >= day if self.end is None else self.end > day

    def is_unanswered(self, day: dt.date) -> bool:
        """Return whether it is to come on a day, and nobody said yet that they do it."""
        return self.state in _UNANSWERED and self.is_ahead(day)


@dataclass(frozen=True, slots=True)
class RotaRow:
    """A meeting, or a term: its turns in the order of the rota's duties, nothing where one is not due or planned."""

    first: dt.date
    end: dt.date | None
    meeting: MeetingLabel | None
    place: str
    held: bool
    turns: tuple[TurnRow | None, ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """Meetings and terms down, duties across."""

    duties: tuple[DutyRow, ...]
    rows: tuple[RotaRow, ...]
    next: int | None
    """Which row is the next to come."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a turn went to whom it went, in the ledger's numbers (units of `db.turn_units.TURN`).

    fair_share, turns_done: as the ledger has them, with what is planned before this turn.
    """

    turn_id: uuid.UUID
    member_id: uuid.UUID
    fair_share: int
    turns_done: int
    runner_up_id: uuid.UUID | None
    runner_up: str
    runner_up_balance: int | None
    passed_over: tuple[tuple[PassedOver, str, str], ...]
    """Those further behind, their names, and the names of those who would have been left behind."""


def rota(session: Session, *, today: dt.date, past: int = 3, until: dt.date | None = None) -> Rota:
    """Return the rota: the last `past` meetings that have turns, and everything to come (before `until`)."""
    own = duties(session)
    columns = {of.id: number for number, of in enumerate(own)}
    found: dict[tuple[dt.date, str], list[TurnRow]] = defaultdict(list)
    for row in turn_rows(session, *_since(session, today, past)):
        if until is None or row.first < until:
            where = row.meeting.id.hex if row.meeting else f" {row.end}"
            found[row.first, where].append(row)
    held = set(session.scalars(select(Meeting.id).where(Meeting.status.in_(HELD))))
    rows = []
    for _key, turns in sorted(found.items()):
        cells: list[TurnRow | None] = [None] * len(own)
        for turn in turns:
            cells[columns[turn.duty.id]] = turn
        one = turns[0]
        over = one.meeting.id in held if one.meeting else all(turn.state not in OPEN for turn in turns)
        rows.append(RotaRow(one.first, one.end, one.meeting, one.place, over, tuple(cells)))
    ahead = [row for row in rows if not row.held and (row.end or row.first) >= today]
    behind = [row for row in rows if row not in ahead]
    behind = behind[-past:] if past else []
    used = {number for row in (*behind, *ahead) for number, cell in enumerate(row.turns) if cell}
    used |= {number for number, of in enumerate(own) if of.to_date is None or of.to_date > today}
    shown = sorted(used)
    kept = [
        RotaRow(row.first, row.end, row.meeting, row.place, row.held, tuple(row.turns[n] for n in shown))
        for row in (*behind, *ahead)
    ]
    return Rota(tuple(own[n] for n in shown), tuple(kept), len(behind) if ahead else None)


def _since(session: Session, today: dt.date, past: int) -> tuple[ColumnElement[bool], ...]:
    """Return what leaves out turns that are too long past to be among the last `past` rows; nothing where few are."""
    days = (
        select(Meeting.date)
        .join(Turn, Turn.meeting_id == Meeting.id)
        .where(Meeting.date < today, Meeting.status != MeetingStatus.CANCELLED)
        .distinct()
        .order_by(Meeting.date.desc())
        .limit(past)
    )
    found = session.scalars(days).all() if past else ()
    return (or_(Meeting.date >= found[-1], Turn.to_date > found[-1]),) if len(found) == past and found else ()


def planned_until(session: Session, *, today: dt.date) -> dt.date | None:
    """Return the first day of the last turn in the rota that is ahead, or whose term runs; nothing where none is."""
    term = Turn.meeting_id.is_(None), Turn.state.in_(OPEN), Turn.to_date > today
    meeting = Meeting.date >= today, Meeting.status.not_in((MeetingStatus.CANCELLED, *HELD))
    days = select(func.max(func.coalesce(Meeting.date, Turn.from_date))).select_from(Turn)
    return session.scalar(
        days.outerjoin(Meeting, Meeting.id == Turn.meeting_id).where(or_(and_(*term), and_(*meeting)))
    )


def member_turns(session: Session, member_id: uuid.UUID) -> list[TurnRow]:
    """Return every turn a member has or did, newest first."""
    did = select(TurnCredit.turn_id).where(TurnCredit.member_id == member_id)
    return turn_rows(session, or_(Turn.member_id == member_id, Turn.id.in_(did)))[::-1]


def next_turns(session: Session, person_id: uuid.UUID, *, today: dt.date) -> list[TurnRow]:
    """Return the turns a person has from today on, the soonest first."""
    return _ahead(turn_rows(session, Turn.person_id == person_id, Turn.state.in_(OPEN)), today)


def meeting_turns(session: Session, meeting_id: uuid.UUID) -> list[TurnRow]:
    """Return the turns of one meeting, in the order of the duties."""
    return turns_at(session, [meeting_id])


def turns_at(session: Session, meeting_ids: Collection[uuid.UUID]) -> list[TurnRow]:
    """Return the turns of several meetings, each one's in the order of the duties."""
    return turn_rows(session, Turn.meeting_id.in_(meeting_ids))


def next_on_duty(session: Session, *, today: dt.date) -> list[TurnRow]:
    """Return the turns of the next meeting and of the terms that run, in the order of the duties."""
    rows = _ahead(open_turns(session), today)
    first = next((row.meeting.id for row in rows if row.meeting), None)
    mine = [row for row in rows if (row.meeting and row.meeting.id == first) or (row.end and row.first <= today)]
    return sorted(mine, key=lambda row: (row.duty.position, row.first))


def open_turns(session: Session) -> list[TurnRow]:
    """Return the turns that are still to be done, those past too, the soonest first."""
    return turn_rows(session, Turn.state.in_(OPEN))


def why(session: Session, turn_id: uuid.UUID) -> Why | None:
    """Return why a turn went to whom it went; nothing where no rule gave it to them (a swap, a choice by hand).

    Raises:
        NotFound: If there is no such turn.
    """
    turn = get_turn(session, turn_id)
    if turn.member_id is None or turn.fair_share is None or turn.turns_done is None:
        return None
    names = _names(session, Member)
    rows = session.scalars(
        select(TurnPassedOver).where(TurnPassedOver.turn_id == turn_id).order_by(TurnPassedOver.position)
    )
    passed = [PassedOver(**{name: getattr(row, name) for name in PassedOver.__slots__}) for row in rows]
    return Why(
        turn_id, turn.member_id, turn.fair_share, turn.turns_done, turn.runner_up_id, names.get(turn.runner_up_id, ""),
        turn.runner_up_balance,
        tuple((one, names.get(one.member_id, ""), names.get(one.because_member_id, "")) for one in passed),
    )  # fmt: skip


def turn_rows(session: Session, *conditions: ColumnElement[bool]) -> list[TurnRow]:
    """Return turns by their day; those of meetings that were cancelled are left out."""
    found = session.execute(_all_turns().where(*conditions)).all()
    if not found:
        return []
    own = {of.id: of for of in duties(session)}
    people, names = _names(session, Person), _names(session, Member)
    done = _done_by(session, [row[0].id for row in found], people, names)
    rows = []
    for turn, meeting_id, number, title, day, place, group, member, short_name in found:
        label = MeetingLabel(meeting_id, group or "", number, title, day) if meeting_id else None
        rows.append(TurnRow(
            turn.id, own[turn.duty_id], day or turn.from_date or dt.date.min,
            None if label else turn.to_date, label, place or "", turn.state, turn.member_id,
            member or "", short_name or "", turn.person_id, people.get(turn.person_id, ""),
            people.get(turn.alternate_id, ""), names.get(turn.beside_member_id, ""),
            names.get(turn.swapped_with_id, ""), turn.published_on is not None,
            turn.published_on is not None and turn.promised_member_id != turn.member_id, turn.frozen, turn.note,
            turn.asked_at, turn.asked_how, tuple(done.get(turn.id, ())),
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (row.first, row.meeting.id.hex if row.meeting else "", row.duty.position))


@cache  # putting it together takes longer than to read a few turns
def _all_turns() -> Select[*tuple[Any, ...]]:
    return (
        select(Turn, *_MEETING, Group.name, Member.name, Member.short_name)
        .outerjoin(Meeting, Meeting.id == Turn.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .outerjoin(Member, Member.id == Turn.member_id)
        .where(or_(Meeting.id.is_(None), Meeting.status != MeetingStatus.CANCELLED))
    )


def _ahead(rows: Sequence[TurnRow], today: dt.date) -> list[TurnRow]:
    return [row for row in rows if row.is_ahead(today)]


def _done_by(
    session: Session, turn_ids: Sequence[uuid.UUID], people: dict[Any, str], names: dict[Any, str]
) -> dict[uuid.UUID, list[DoneBy]]:
    found: dict[uuid.UUID, list[DoneBy]] = defaultdict(list)
    wanted = set(turn_ids)
    credits = select(TurnCredit).order_by(TurnCredit.position)
    if len(wanted) <= _FEW:
        credits = credits.where(TurnCredit.turn_id.in_(wanted))
    for row in session.scalars(credits):
        if row.turn_id in wanted:
            found[row.turn_id].append(
                DoneBy(row.member_id, names[row.member_id], row.person_id, people.get(row.person_id, ""), row.units)
            )
    return found


def _names(session: Session, model: type[Member] | type[Person]) -> dict[uuid.UUID | None, str]:
    return {row.id: row.name for row in session.execute(select(model.id, model.name))}
