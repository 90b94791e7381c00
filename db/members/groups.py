"""Working groups and committees: their purpose, coordinator, members with dates, and meetings."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import has_left, on_day
from db.errors.members import NotBelonging
from db.errors.records import NotFound
from db.folding import fold
from db.history import history
from db.history.deletion import delete_row
from db.history.history import FieldChange
from db.ids import new_id
from db.meetings.quorum import check_quorum
from db.members.members import get_member
from db.members.names import required
from db.schema import Change, CoChairTerm, Group, GroupMembership, Meeting, Member, Person
from db.spells import Stretch, check_order, check_room, covers, last_day, start_of, today
from db.vocabulary import MeetingStatus, QuorumKind

FIELDS = frozenset(
    {
        "name", "purpose", "coordinator_member_id", "coordinator_person_id", "start_date", "review_date", "end_date",
        "quorum_kind", "quorum_numerator", "quorum_denominator",
    }
)  # fmt: skip
"""What `change_group` may change."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as of one day. It works in `[start_date, end_date)`."""

    id: uuid.UUID
    name: str
    purpose: str
    coordinator_member_id: uuid.UUID | None
    coordinator_member: str
    coordinator_person_id: uuid.UUID | None
    coordinator_person: str
    coordinator_left: bool
    """Whether the member that coordinates it has left the alliance, and the group has not ended."""
    start_date: dt.date | None
    review_date: dt.date | None
    end_date: dt.date | None
    quorum_kind: QuorumKind
    quorum_numerator: int
    quorum_denominator: int
    member_count: int
    """Those that have left the alliance are not counted: they have no seat in it any more."""
    review_due: bool
    """Its review date has come and it has not ended."""


@dataclass(frozen=True, slots=True)
class GroupMemberRow:
    """A member in a group in `[from_date, to_date)`."""

    id: uuid.UUID
    member_id: uuid.UUID
    name: str
    code: str
    from_date: dt.date | None
    to_date: dt.date | None
    coordinates: bool
    current: bool
    has_left: bool
    """Whether it has left the alliance; it works in no group then, whatever the dates."""


@dataclass(frozen=True, slots=True)
class BodyMeetingRow:
    """A meeting of the plenary or of a group, for a list."""

    id: uuid.UUID
    number: int | None
    title: str
    date: dt.date
    status: MeetingStatus


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """A group with its members (those of the day first, then by name) and its meetings (newest first)."""

    group: GroupRow
    members: tuple[GroupMemberRow, ...]
    meetings: tuple[BodyMeetingRow, ...]


def groups_on(session: Session, on: dt.date | None = None, *, everyone: bool = False) -> list[GroupRow]:
    """Return the groups at work on a day (today by default), by name; with `everyone` also past and future ones."""
    day = on or today()
    left = _left(session, day)
    found = session.execute(
        select(GroupMembership.group_id, GroupMembership.member_id).where(on_day(GroupMembership, day))
    )
    counts = Counter(group_id for group_id, member_id in found if member_id not in left)
    rows = [
        _row(group, by_member or "", by_person or "", counts[group.id], day, left=left)
        for group, by_member, by_person in session.execute(_with_coordinators())
    ]
    rows = [row for row in rows if everyone or covers(Stretch(row.start_date, row.end_date), day)]
    return sorted(rows, key=lambda row: fold(row.name))


def group_detail(session: Session, group_id: uuid.UUID, on: dt.date | None = None) -> GroupDetail:
    """Return a group as of a day (today by default).

    Raises:
        NotFound: If there is no such group.
    """
    day = on or today()
    rows = [row for row in groups_on(session, day, everyone=True) if row.id == group_id]
    if not rows:
        raise NotFound("working_group", group_id)
    found = session.execute(
        select(GroupMembership, Member.name, Member.code)
        .join(Member, Member.id == GroupMembership.member_id)
        .where(GroupMembership.group_id == group_id)
    )
    coordinator, left = rows[0].coordinator_member_id, _left(session, day)
    members = [
        GroupMemberRow(
            row.id, row.member_id, name, code, row.from_date, row.to_date,
            coordinates=row.member_id == coordinator, current=covers(row, day) and row.member_id not in left,
            has_left=row.member_id in left,
        )
        for row, name, code in found
    ]  # fmt: skip
    members.sort(key=lambda row: (not row.current, fold(row.name), start_of(row)))
    return GroupDetail(rows[0], tuple(members), tuple(body_meetings(session, group_id)))


def body_meetings(session: Session, group_id: uuid.UUID | None, *, limit: int | None = None) -> list[BodyMeetingRow]:
    """Return the meetings of the plenary (no group) or of a group, newest first."""
    wanted = select(Meeting.id, Meeting.number, Meeting.title, Meeting.date, Meeting.status)
    found = wanted.where(Meeting.group_id == group_id).order_by(Meeting.date.desc(), Meeting.number.desc())
    return [BodyMeetingRow(*row) for row in session.execute(found.limit(limit))]


def add_group(
    session: Session,
    *,
    name: str,
    purpose: str = "",
    coordinator_member_id: uuid.UUID | None = None,
    coordinator_person_id: uuid.UUID | None = None,
    start_date: dt.date | None = None,
    review_date: dt.date | None = None,
    end_date: dt.date | None = None,
    quorum_kind: QuorumKind = QuorumKind.AS_ALLIANCE,
    quorum_numerator: int = 1,
    quorum_denominator: int = 2,
) -> tuple[uuid.UUID, Changes]:
    """Found a group; return its key and the changes. The member that coordinates it is in it from the start.

    Raises:
        NameMissing: If the name is empty.
        DatesOutOfOrder: If it would end before it starts.
        NotFound: If the coordinating member does not exist.
        QuorumImpossible: If the quorum's numbers make no rule.
    """
    check_order(start_date, end_date)
    with history.step(session, "add_group") as step:
        row = Group(
            id=new_id(), name=required(name, "working_group"), purpose=purpose.strip(),
            coordinator_member_id=coordinator_member_id, coordinator_person_id=coordinator_person_id,
            start_date=start_date, review_date=review_date, end_date=end_date, quorum_kind=quorum_kind,
            quorum_numerator=quorum_numerator, quorum_denominator=quorum_denominator,
        )  # fmt: skip
        check_quorum(row, {"quorum_kind": quorum_kind}, of_group=True)
        session.add(row)
        session.flush()
        if coordinator_member_id is not None:
            add_group_member(session, row.id, coordinator_member_id, from_date=start_date)
    return row.id, step.changes


def change_group(session: Session, group_id: uuid.UUID, **fields: object) -> Changes:
    """Change the named `FIELDS` of a group.

    Raises:
        NotFound: If there is no such group.
        NameMissing: If the name would be empty.
        DatesOutOfOrder: If it would end before it starts.
        QuorumImpossible: If the quorum's numbers make no rule.
    """
    if set(fields) - FIELDS:
        raise TypeError(f"not fields of a group: {sorted(set(fields) - FIELDS)}")
    with history.step(session, "change_group") as step:
        row = _group(session, group_id)
        if "name" in fields:
            fields["name"] = required(str(fields["name"]), "working_group")
        dates: list[Any] = [fields.get(name, getattr(row, name)) for name in ("start_date", "end_date")]
        check_order(*dates)
        check_quorum(row, fields, of_group=True)
        for name, value in fields.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    return step.changes


def delete_group(session: Session, group_id: uuid.UUID) -> Changes:
    """Delete a group that never met, with its members' dates; one that met ends instead.

    Raises:
        NotFound: If there is no such group.
        StillNeeded: If it has meetings.
    """
    with history.step(session, "delete_group") as step:
        row = _group(session, group_id)
        delete_row(session, row, name=row.name)
    return step.changes


def add_group_member(
    session: Session, group_id: uuid.UUID, member_id: uuid.UUID, *, from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:  # fmt: skip
    """Let a member work in a group; return the key of the row and the changes.

    Raises:
        NotFound: If the group or the member does not exist.
        DatesOutOfOrder: If it ends before it begins.
        SpellsOverlap: If the member is in the group on one of those days already.
    """
    with history.step(session, "add_group_member") as step:
        _group(session, group_id)
        name = get_member(session, member_id).name
        check_room(name, _others(session, group_id, member_id), Stretch(from_date, to_date))
        row = GroupMembership(id=new_id(), group_id=group_id, member_id=member_id, from_date=from_date, to_date=to_date)
        session.add(row)
    return row.id, step.changes


def change_group_member(
    session: Session, membership_id: uuid.UUID, *, from_date: dt.date | None, to_date: dt.date | None
) -> Changes:
    """Put right since when and until when a member works in a group.

    Raises:
        NotFound: If there is no such row.
        DatesOutOfOrder, SpellsOverlap: As `add_group_member` does.
    """
    with history.step(session, "change_group_member") as step:
        row = _membership(session, membership_id)
        others = [other for other in _others(session, row.group_id, row.member_id) if other is not row]
        check_room(get_member(session, row.member_id).name, others, Stretch(from_date, to_date))
        row.from_date, row.to_date = from_date, to_date
    return step.changes


def end_group_member(session: Session, membership_id: uuid.UUID, *, on: dt.date) -> Changes:
    """End a member's work in a group on a day: the day before is its last.

    Raises:
        NotFound: If there is no such row.
        NotBelonging: If the member is not in the group on that last day.
    """
    with history.step(session, "end_group_member") as step:
        row = _membership(session, membership_id)
        if not covers(row, last_day(on)):
            raise NotBelonging(get_member(session, row.member_id).name, last_day(on))
        row.to_date = on
    return step.changes


def delete_group_member(session: Session, membership_id: uuid.UUID) -> Changes:
    """Take out of the record that a member worked in a group for a time.

    Raises:
        NotFound: If there is no such row.
    """
    with history.step(session, "delete_group_member") as step:
        delete_row(session, _membership(session, membership_id))
    return step.changes


def group_changes(session: Session, group_id: uuid.UUID | None) -> list[FieldChange]:
    """Return who changed what of a group and who works in it, deleted rows too, newest first.

    Without a key: of the terms as co-chair.
    """
    table = GroupMembership if group_id is not None else CoChairTerm
    about = select(Change.row_id).distinct().where(Change.table_name == table.__tablename__)
    if group_id is not None:
        mentions = (Change.old["group_id"].as_string(), Change.new["group_id"].as_string())
        about = about.where(or_(*(mention == group_id.hex for mention in mentions)))
    rows = [*([] if group_id is None else [group_id]), *session.scalars(about)]
    found = [change for row in rows for change in history.changes_of_row(session, row)]
    return sorted(found, key=lambda change: change.at, reverse=True)


@cache  # putting it together takes longer than to read the few groups there are
def _with_coordinators() -> Select[*tuple[Any, ...]]:
    return (
        select(Group, Member.name, Person.name)
        .outerjoin(Member, Member.id == Group.coordinator_member_id)
        .outerjoin(Person, Person.id == Group.coordinator_person_id)
    )


def _left(session: Session, day: dt.date) -> set[uuid.UUID]:
    """Return the members that had left the alliance by a day."""
    return set(session.scalars(select(Member.id).where(has_left(Member.id, day))))


def _row(
    group: Group, by_member: str, by_person: str, count: int, day: dt.date, *, left: Collection[uuid.UUID]
) -> GroupRow:
    ended = group.end_date is not None and group.end_date <= day
    return GroupRow(
        id=group.id, name=group.name, purpose=group.purpose, coordinator_member_id=group.coordinator_member_id,
        coordinator_member=by_member, coordinator_person_id=group.coordinator_person_id, coordinator_person=by_person,
        coordinator_left=group.coordinator_member_id in left and not ended,
        start_date=group.start_date, review_date=group.review_date, end_date=group.end_date,
        quorum_kind=group.quorum_kind, quorum_numerator=group.quorum_numerator,
        quorum_denominator=group.quorum_denominator, member_count=count,
        review_due=group.review_date is not None and group.review_date <= day and not ended,
    )  # fmt: skip


def _group(session: Session, group_id: uuid.UUID) -> Group:
    row = session.get(Group, group_id)
    if row is None:
        raise NotFound("working_group", group_id)
    return row


def _others(session: Session, group_id: uuid.UUID, member_id: uuid.UUID) -> list[GroupMembership]:
    same = (GroupMembership.group_id == group_id, GroupMembership.member_id == member_id)
    return list(session.scalars(select(GroupMembership).where(*same)))


def _membership(session: Session, membership_id: uuid.UUID) -> GroupMembership:
    row = session.get(GroupMembership, membership_id)
    if row is None:
        raise NotFound("group_membership", membership_id)
    return row
