"""What the five steps of one meeting ask for, counted from the record."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.duties.desk import DeskTurn
from db.meeting_lookup import MeetingLabel, of_body
from db.quorum_rules import quorum_rule
from db.schema import (
    Action,
    AgendaItem,
    Attendance,
    CallLog,
    CoChairTerm,
    Decision,
    Group,
    Meeting,
    MeetingOfficer,
    Member,
    Paper,
    Person,
)
from db.seats import Seats
from db.spells import on_day
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    ItemKind,
    MeetingRole,
    MeetingStatus,
    MinutesState,
    Seat,
    What,
)


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An agenda item: its number on the agenda, and its title (empty where Ronda named it)."""

    id: uuid.UUID
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Focus:
    """The meeting in hand. Counts are of agenda items (not breaks), seats, members told, papers and so on."""

    label: MeetingLabel
    group_id: uuid.UUID | None
    status: MeetingStatus
    minutes_state: MinutesState
    start_time: dt.time | None
    planned_minutes: int
    place: str
    has_purpose: bool
    items: int
    items_done: int
    brought: int
    """Items that members or groups bring."""
    total_minutes: int
    without_purpose: tuple[ItemRef, ...]
    current: ItemRef | None
    """The item being dealt with while the meeting runs."""
    proposals: int
    """Items proposed to the body that wait for a meeting."""
    co_chairs: int
    agenda_approved_on: dt.date | None
    called_on: dt.date | None
    to_tell: int
    """Seats whose members are to be told; observers are told too, but do not count."""
    told: int
    """How many of them were told of the meeting as it now stands."""
    papers: int
    seats: int
    needed: int
    """Seats a quorum needs; 0 where none is asked for."""
    present: int
    started_at: dt.time | None
    finished_on: dt.date | None
    circulated_on: dt.date | None
    comments_by: dt.date | None
    chairs: tuple[str, ...]
    minute_takers: tuple[str, ...]
    callers: tuple[str, ...]
    """Who sends the call, and who keeps the records, by the rota."""
    keepers: tuple[str, ...]
    decisions: int
    actions: int
    actions_open: int
    not_agreed: int
    next_date: dt.date | None
    """When the body meets again."""


def focus_of(session: Session, meeting_id: uuid.UUID, roster: Seats) -> Focus:
    """Return what the steps of a meeting ask for."""
    row = session.execute(
        select(
            Meeting.group_id, Group.name.label("group"), Meeting.number, Meeting.title, Meeting.date, Meeting.status,
            Meeting.minutes_state, Meeting.start_time, Meeting.planned_minutes, Meeting.place, Meeting.purpose,
            Meeting.agenda_approved_on, Meeting.called_on, Meeting.call_sequence, Meeting.started_at,
            Meeting.current_item_id, Meeting.finished_on, Meeting.circulated_on, Meeting.comments_by,
        )
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Meeting.id == meeting_id)
    ).one()  # fmt: skip
    items = session.execute(
        select(
            AgendaItem.id, AgendaItem.kind, AgendaItem.title, AgendaItem.purpose, AgendaItem.planned_minutes,
            AgendaItem.done, AgendaItem.brought_by_member_id, AgendaItem.brought_by_group_id,
        )
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()  # fmt: skip
    real = [item for item in items if item.kind is ItemKind.ITEM]
    refs = {item.id: ItemRef(item.id, number, item.title) for number, item in enumerate(real, 1)}
    holders = roster.holders(row.group_id, row.date)
    actions, still_open, not_agreed = _actions(session, meeting_id)
    officers = _officers(session, meeting_id)
    return Focus(
        label=MeetingLabel(meeting_id, row.group or "", row.number, row.title, row.date),
        has_purpose=bool(row.purpose.strip()),
        items=len(real),
        items_done=sum(item.done for item in real),
        brought=sum(bool(item.brought_by_member_id or item.brought_by_group_id) for item in real),
        total_minutes=sum(item.planned_minutes for item in items),
        without_purpose=tuple(refs[item.id] for item in real if item.purpose is None),
        current=refs.get(row.current_item_id),
        to_tell=len(holders),
        told=len(_told(session, meeting_id, row.call_sequence) & holders),
        seats=len(holders),
        needed=quorum_rule(session, row.group_id).needed(len(holders)),
        chairs=officers[MeetingRole.CHAIR],
        minute_takers=officers[MeetingRole.MINUTES],
        callers=(),
        keepers=(),
        actions=actions,
        actions_open=still_open,
        not_agreed=not_agreed,
        **_counts(session, meeting_id, row.group_id, row.date),
        **{name: getattr(row, name) for name in _SAME},
    )


def with_duties(focus: Focus, turns: Sequence[DeskTurn]) -> Focus:
    """Return the meeting in hand with who has its turns, where nobody else was named at the meeting itself."""
    names: dict[str, tuple[str, ...]] = {
        turn.key: (turn.person or turn.member,)
        for turn in turns
        if not turn.is_free and turn.meeting is not None and turn.meeting.id == focus.label.id
    }
    return replace(
        focus,
        chairs=focus.chairs or names.get("chairing", ()),
        minute_takers=focus.minute_takers or names.get("minutes", ()),
        callers=names.get("calling", ()),
        keepers=names.get("records", ()),
    )


_SAME = (
    "group_id", "status", "minutes_state", "start_time", "planned_minutes", "place", "agenda_approved_on", "called_on",
    "started_at", "finished_on", "circulated_on", "comments_by",
)  # fmt: skip


def _counts(session: Session, meeting_id: uuid.UUID, group_id: uuid.UUID | None, day: dt.date) -> dict[str, Any]:
    """Return what is just counted, in one query: each costs more to ask than to answer."""
    waits = AgendaItem.group_id.is_(None) if group_id is None else AgendaItem.group_id == group_id
    here = (Attendance.status == AttendanceStatus.PRESENT, Attendance.seat == Seat.MEMBER, Attendance.left_at.is_(None))
    counted = {
        "proposals": select(func.count()).where(
            AgendaItem.meeting_id.is_(None), AgendaItem.withdrawn.is_(False), waits
        ),
        "co_chairs": select(func.count()).where(on_day(CoChairTerm, day)),
        "papers": select(func.count()).where(Paper.meeting_id == meeting_id),
        "decisions": select(func.count()).where(Decision.meeting_id == meeting_id),
        "present": select(func.count(Attendance.member_id.distinct())).where(
            Attendance.meeting_id == meeting_id, *here
        ),
        "next_date": select(func.min(Meeting.date)).where(
            of_body(group_id), Meeting.date > day, Meeting.status != MeetingStatus.CANCELLED
        ),
    }
    columns = [part.scalar_subquery().label(name) for name, part in counted.items()]
    return dict(session.execute(select(*columns)).one()._mapping)


def _told(session: Session, meeting_id: uuid.UUID, sequence: int) -> set[uuid.UUID]:
    found = session.scalars(
        select(CallLog.member_id).where(
            CallLog.meeting_id == meeting_id,
            CallLog.sequence == sequence,
            CallLog.what.in_((What.CALL.value, What.CHANGE.value)),
        )
    )
    return {member_id for member_id in found if member_id is not None}


def _officers(session: Session, meeting_id: uuid.UUID) -> dict[MeetingRole, tuple[str, ...]]:
    found = session.execute(
        select(MeetingOfficer.role, Person.name, Member.name, MeetingOfficer.as_written)
        .outerjoin(Person, Person.id == MeetingOfficer.person_id)
        .outerjoin(Member, Member.id == MeetingOfficer.member_id)
        .where(MeetingOfficer.meeting_id == meeting_id)
        .order_by(MeetingOfficer.position)
    )
    names: dict[MeetingRole, list[str]] = {role: [] for role in MeetingRole}
    for role, person, member, written in found:
        names[role].append(person or member or written)
    return {role: tuple(those) for role, those in names.items()}


def _actions(session: Session, meeting_id: uuid.UUID) -> tuple[int, int, int]:
    """Return how many actions the meeting has, how many are open, and how many of those are not agreed yet."""
    unowned = Action.owner_member_id.is_(None) & Action.owner_person_id.is_(None)
    rows = session.execute(
        select(Action.state, or_(unowned, Action.due_date.is_(None))).where(Action.meeting_id == meeting_id)
    ).all()
    loose = [lacks for state, lacks in rows if state is ActionState.OPEN]
    return len(rows), len(loose), sum(map(bool, loose))
