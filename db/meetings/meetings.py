"""Meetings: planning them, changing them, where they stand in the cycle, who chairs and who takes minutes."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import agreed, of_body
from db.duties.standard import ROLE_OF
from db.errors.records import NotFound, StillNeeded
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.agenda import back_to_pool, copy_agenda
from db.meetings.coming_back import bring_back
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.lookup import get_meeting, label, open_meeting
from db.meetings.numbers import check_number, give_number, next_number, order_numbers
from db.meetings.officers import OfficerRow, officers
from db.meetings.series_days import note_left_out, note_moved
from db.minutes.next_meeting import follow_next_meeting
from db.schema import (
    Action,
    AgendaItem,
    Attendance,
    CallLog,
    Decision,
    Duty,
    Group,
    Meeting,
    MeetingOfficer,
    Turn,
)
from db.vocabulary import (
    ItemKind,
    ItemOrigin,
    MeetingRole,
    MeetingStatus,
    MinutesState,
)

DEFAULT_MINUTES = 120

_CHANGEABLE = frozenset(("number", "title", "purpose", "date", "start_time", "planned_minutes", "place", "answers_by"))
_CALENDAR = frozenset(("number", "title", "date", "start_time", "planned_minutes", "place"))


class MeetingRow(NamedTuple):
    """A meeting for a list. `present` counts seats; `actions` only those agreed (with an owner and a date).

    A named tuple: to make a thousand of them takes a third of the time that frozen dataclasses take.
    """

    id: uuid.UUID
    group_id: uuid.UUID | None
    group: str
    """Name of the group; empty for the plenary."""
    series_id: uuid.UUID | None
    number: int | None
    title: str
    date: dt.date
    start_time: dt.time | None
    planned_minutes: int
    place: str
    status: MeetingStatus
    minutes_state: MinutesState
    items: int
    present: int
    decisions: int
    actions: int
    actions_not_agreed: int


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """Everything about one meeting but its agenda, attendance and papers."""

    row: MeetingRow
    purpose: str
    agenda_approved_on: dt.date | None
    called_on: dt.date | None
    answers_by: dt.date | None
    """By when members are asked to answer; empty, or not before the meeting any more: the usual day."""
    call_sequence: int
    started_at: dt.time | None
    ended_at: dt.time | None
    current_item_id: uuid.UUID | None
    finished_on: dt.date | None
    circulated_on: dt.date | None
    comments_by: dt.date | None
    approved_on: dt.date | None
    approved_at_meeting_id: uuid.UUID | None
    cancelled_reason: str
    original_text: str
    original_name: str
    officers: tuple[OfficerRow, ...]

    def officers_as(self, role: MeetingRole) -> tuple[OfficerRow, ...]:
        """Return those in one role, in their order."""
        return tuple(officer for officer in self.officers if officer.role is role)


# Reading


def meetings(
    session: Session,
    *,
    bodies: Iterable[uuid.UUID | None] | None = None,
    year: int | None = None,
    statuses: Iterable[MeetingStatus] | None = None,
) -> list[MeetingRow]:
    """Return meetings, newest first; `bodies` are keys of groups and `None` for the plenary (all if not given)."""
    query = _rows().order_by(Meeting.date.desc(), Meeting.start_time.desc(), Meeting.id.desc())
    if bodies is not None:
        query = query.where(or_(*(of_body(body) for body in bodies)))
    if year is not None:
        query = query.where(Meeting.date >= dt.date(year, 1, 1), Meeting.date < dt.date(year + 1, 1, 1))
    if statuses is not None:
        query = query.where(Meeting.status.in_(list(statuses)))
    return [_row(found) for found in session.execute(query)]


def meeting_years(session: Session) -> list[int]:
    """Return the years that have meetings, newest first."""
    years = session.scalars(select(func.strftime("%Y", Meeting.date)).distinct())
    return sorted(map(int, years), reverse=True)


def count_meetings(session: Session) -> int:
    """Return how many meetings are on record."""
    return session.scalar(select(func.count()).select_from(Meeting)) or 0


def meeting(session: Session, meeting_id: uuid.UUID) -> MeetingDetail:
    """Return one meeting.

    Raises:
        NotFound: If there is no such meeting.
    """
    found = session.execute(_rows().where(Meeting.id == meeting_id)).first()
    if found is None:
        raise NotFound("meeting", meeting_id)
    obj = get_meeting(session, meeting_id)
    fields = (name for name in MeetingDetail.__slots__ if name not in ("row", "officers"))
    return MeetingDetail(
        row=_row(found),
        officers=tuple(officers(session, meeting_id)),
        **{name: getattr(obj, name) for name in fields},
    )


def meeting_label(row: MeetingRow | MeetingDetail) -> MeetingLabel:
    """Return what the meeting's name is made of."""
    if isinstance(row, MeetingDetail):
        row = row.row
    return MeetingLabel(row.id, row.group, row.number, row.title, row.date)


def meeting_labels(session: Session, meeting_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, MeetingLabel]:
    """Return what the names of these meetings are made of, by key."""
    query = select(Meeting, Group.name).outerjoin(Group, Group.id == Meeting.group_id)
    found = session.execute(query.where(Meeting.id.in_(set(meeting_ids))))
    return {row.id: label(row, group) for row, group in found}


def next_meeting(session: Session, group_id: uuid.UUID | None, after: dt.date) -> MeetingRow | None:
    """Return the first meeting of a body later than the day `after` that is not cancelled."""
    query = _rows().where(of_body(group_id), Meeting.date > after, Meeting.status != MeetingStatus.CANCELLED)
    found = session.execute(query.order_by(Meeting.date, Meeting.start_time, Meeting.id).limit(1)).first()
    return None if found is None else _row(found)


def meeting_to_come(session: Session, today: dt.date) -> MeetingRow | None:
    """Return the meeting that runs, else the next one of any body from `today` on; nothing where none is planned."""
    upcoming = Meeting.status.in_(UPCOMING), or_(Meeting.date >= today, Meeting.status == MeetingStatus.RUNNING)
    order = (Meeting.status != MeetingStatus.RUNNING, Meeting.date, Meeting.start_time, Meeting.group_id.is_not(None))
    found = session.execute(_rows().where(*upcoming).order_by(*order, Meeting.id).limit(1)).first()
    return None if found is None else _row(found)


def last_written_meeting(session: Session, *, before: uuid.UUID | None = None) -> MeetingRow | None:
    """Return the latest meeting of any body of which minutes are written; nothing where none is.

    With `before`, the key of a meeting, the latest one before it of the same body.

    Raises:
        NotFound: If there is no such meeting.
    """
    order = (Meeting.date.desc(), Meeting.start_time.desc(), Meeting.group_id.is_not(None))
    held = select(Meeting.id, Meeting.original_text).where(Meeting.status != MeetingStatus.CANCELLED)
    if before is not None:
        later = get_meeting(session, before)
        held = held.where(of_body(later.group_id), Meeting.date < later.date)
    in_turn = held.order_by(*order, Meeting.id).limit(-1).subquery()  # put in order first: then the first will do
    written = select(AgendaItem.id).where(AgendaItem.meeting_id == in_turn.c.id, AgendaItem.text != "").exists()
    key = session.scalar(select(in_turn.c.id).where(or_(written, in_turn.c.original_text != "")).limit(1))
    return None if key is None else _row(session.execute(_rows().where(Meeting.id == key)).one())


# Planning


def plan_meeting(
    session: Session,
    *,
    date: dt.date,
    group_id: uuid.UUID | None = None,
    start_time: dt.time | None = None,
    planned_minutes: int = DEFAULT_MINUTES,
    place: str = "",
    title: str = "",
    purpose: str = "",
    number: int | None = None,
    series_id: uuid.UUID | None = None,
    copy_agenda_from: uuid.UUID | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Plan a meeting of the plenary (no group) or of a group; return its key and what changed.

    It gets the next number of its body, unless one is given. Meetings that were not called yet swap numbers so that
    these follow the dates. What comes back by itself (`db.meetings.coming_back`) is put on its agenda.

    Raises:
        NotFound: If there is no such group, or no meeting to copy from.
        NumberTaken: If another meeting of the body has the number.
    """
    if group_id is not None and session.get(Group, group_id) is None:
        raise NotFound("working_group", group_id)
    with history.step(session, "plan_meeting") as step:
        check_number(session, group_id, number)
        obj = Meeting(
            id=new_id(),
            group_id=group_id,
            series_id=series_id,
            number=number or next_number(session, group_id),
            title=title.strip(),
            purpose=purpose.strip(),
            date=date,
            start_time=start_time,
            planned_minutes=planned_minutes,
            place=place.strip(),
        )
        session.add(obj)
        session.flush()
        if number is None:
            order_numbers(session, group_id)
        if copy_agenda_from is not None:
            copy_agenda(session, obj.id, from_meeting_id=copy_agenda_from)
        bring_back(session, obj.id)
        follow_next_meeting(session, group_id)
    return obj.id, step.changes


def change_meeting(session: Session, meeting_id: uuid.UUID, **fields: Any) -> Changes:
    """Change number, title, purpose, date, start_time, planned_minutes, place or answers_by of a
    meeting.

    After the call, a change of what stands in people's calendars raises `call_sequence`. The date an occurrence of a
    series was moved to is noted in the series, so that it is not planned again.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
        NumberTaken, NumberFixed: As `db.meetings.numbers.give_number` does.
    """
    if unknown := set(fields) - _CHANGEABLE:
        raise TypeError(f"not fields of a meeting to change: {sorted(unknown)}")
    typed = len(fields) == 1 and next(iter(fields)) in ("purpose", "title", "place", "planned_minutes")
    merge_key = f"{next(iter(fields))}:{meeting_id}" if typed else ""
    with history.step(session, "change_meeting", merge_key=merge_key) as step:
        obj = open_meeting(session, meeting_id)
        changed = {name for name, value in fields.items() if getattr(obj, name) != value}
        if "number" in changed:
            give_number(session, obj, fields["number"])
        if "date" in changed:
            note_moved(session, obj, fields["date"])
        for name in changed:
            setattr(obj, name, fields[name])
        if changed & _CALENDAR and obj.called_on is not None and obj.status in UPCOMING:
            obj.call_sequence += 1
        session.flush()
        if "date" in changed and "number" not in fields:
            order_numbers(session, obj.group_id)
        if "date" in changed:
            follow_next_meeting(session, obj.group_id)
    return step.changes


def duplicate_meeting(
    session: Session, meeting_id: uuid.UUID, *, date: dt.date, start_time: dt.time | None = None
) -> tuple[uuid.UUID, Changes]:
    """Plan a meeting like another one: same body, title, purpose, place, length and agenda.

    Its officers too, unless their duties go round by the rota.

    Raises:
        NotFound: If there is no such meeting.
    """
    with history.step(session, "duplicate_meeting") as step:
        old = get_meeting(session, meeting_id)
        new, _changes = plan_meeting(
            session,
            date=date,
            group_id=old.group_id,
            start_time=start_time or old.start_time,
            planned_minutes=old.planned_minutes,
            place=old.place,
            title=old.title,
            purpose=old.purpose,
            copy_agenda_from=meeting_id,
        )
        shared = select(Duty.key).join(Turn, Turn.duty_id == Duty.id).where(Duty.key.in_(ROLE_OF))
        by_rota = {ROLE_OF[key] for key in session.scalars(shared)}
        for officer in (row for row in officers(session, meeting_id) if row.role not in by_rota):
            session.add(
                MeetingOfficer(
                    meeting_id=new, role=officer.role, position=officer.position, member_id=officer.member_id,
                    person_id=officer.person_id, as_written=officer.as_written, doubtful=officer.doubtful,
                )
            )  # fmt: skip
    return new, step.changes


def delete_meeting(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Delete a meeting of which nothing is recorded yet; proposals on its agenda wait for another meeting again.

    Raises:
        NotFound: If there is no such meeting.
        StillNeeded: If it was called, or anything of it is recorded; the uses count by table.
    """
    with history.step(session, "delete_meeting") as step:
        obj = get_meeting(session, meeting_id)
        uses = _records_of(session, obj)
        if uses:
            raise StillNeeded(meeting_labels(session, [meeting_id])[meeting_id], uses)
        proposed = select(AgendaItem).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.origin == ItemOrigin.PROPOSED
        )
        for item in session.scalars(proposed).all():
            back_to_pool(session, item, obj.group_id)
        session.flush()
        note_left_out(session, obj)
        group_id, freed = obj.group_id, obj.number
        delete_row(session, obj, name=obj.title)
        if freed is not None:
            order_numbers(session, group_id, freed=freed)
        follow_next_meeting(session, group_id)
    return step.changes


def _counted(table: Any, *conditions: Any) -> Any:
    return select(func.count()).where(table.meeting_id == Meeting.id, *conditions).correlate(Meeting).scalar_subquery()


def _members_present() -> Any:
    """Return how many members took their seat; two of one member count once. In words its index is found by."""
    here = text("attendance.status = 'present' AND attendance.seat = 'member'")
    members = select(Attendance.member_id).distinct().where(Attendance.meeting_id == Meeting.id, here)
    each = members.where(Attendance.member_id.is_not(None)).correlate(Meeting).subquery()
    return select(func.count()).select_from(each).scalar_subquery()


@cache  # putting it together takes longer than to find one meeting
def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Meeting.id, Meeting.group_id, func.coalesce(Group.name, ""), Meeting.series_id, Meeting.number, Meeting.title,
        Meeting.date, Meeting.start_time, Meeting.planned_minutes, Meeting.place, Meeting.status,
        Meeting.minutes_state,
        _counted(AgendaItem, AgendaItem.kind == ItemKind.ITEM), _members_present(), _counted(Decision),
        _counted(Action, agreed()), _counted(Action),
    )  # fmt: skip
    return select(*columns).outerjoin(Group, Group.id == Meeting.group_id)  # not the texts of imported minutes


def _row(found: Any) -> MeetingRow:
    return MeetingRow._make((*found[:-1], found[-1] - found[-2]))  # of all actions, those not agreed


def _records_of(session: Session, obj: Meeting) -> dict[str, int]:
    tables: tuple[Any, ...] = (Attendance, Decision, Action, CallLog)
    uses = {
        table.__tablename__: session.scalar(select(func.count()).where(table.meeting_id == obj.id)) or 0
        for table in tables
    }
    written = select(func.count()).where(AgendaItem.meeting_id == obj.id, AgendaItem.text != "")
    uses["minutes"] = (session.scalar(written) or 0) + bool(obj.original_text)
    uses["meeting"] = int(obj.called_on is not None or obj.started_at is not None or obj.status in HELD)
    return {table: count for table, count in uses.items() if count}
