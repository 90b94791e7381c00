"""What the record says of a member: who speaks for it, what it brought, what it still owes."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from db.charter.endorsements import endorsed_of_last
from db.folding import fold
from db.history import history
from db.history.history import FieldChange
from db.meetings.labels import HELD, ItemLabel
from db.meetings.lookup import item_labels
from db.members.attendance_strips import LONG_STRIP, Mark, attendance_strips
from db.members.members import MemberRow, get_member, member_row
from db.members.memberships import SpellRow, spells
from db.members.people import PersonRow, person
from db.members.representatives import RepresentativeRow, representatives
from db.schema import (
    Action,
    AgendaItem,
    Change,
    Decision,
    Group,
    GroupMembership,
    Meeting,
    Member,
    Membership,
    Offer,
    Representative,
)
from db.spells import covers, start_of, today
from db.vocabulary import ActionState, ItemPurpose, MeetingStatus

NEWEST = 10
"""Of the items a member brought, how many are told one by one."""


class ItemResult(StrEnum):
    """What came of an agenda item."""

    DECIDED = "decided"
    DISCUSSED = "discussed"
    INFORMED = "informed"
    LEFT_OVER = "left_over"
    AHEAD = "ahead"
    """Its meeting has not been held."""
    WAITING = "waiting"
    """In the pool, for a meeting to come."""


@dataclass(frozen=True, slots=True)
class MemberGroupRow:
    """A group a member is or was in, in `[from_date, to_date)`."""

    id: uuid.UUID
    group_id: uuid.UUID
    name: str
    coordinates: bool
    from_date: dt.date | None
    to_date: dt.date | None
    current: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    id: uuid.UUID
    text: str


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """An agenda item a member brought. Meeting and date are empty while it waits in the pool."""

    item_id: uuid.UUID
    label: ItemLabel
    purpose: ItemPurpose | None
    meeting_id: uuid.UUID | None
    group_id: uuid.UUID | None
    number: int | None
    date: dt.date | None
    result: ItemResult


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """An open action a member owns."""

    id: uuid.UUID
    text: str
    due_date: dt.date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class MemberDetail:
    """Everything the page of one member shows, as of one day."""

    row: MemberRow
    person: PersonRow | None
    """The person an individual member is."""
    email: str
    phone: str
    website: str
    note: str
    noted_on: dt.date | None
    duty_share: Decimal
    spells: tuple[SpellRow, ...]
    representatives: tuple[RepresentativeRow, ...]
    """Those of the day first, then the past and coming ones."""
    groups: tuple[MemberGroupRow, ...]
    offers: tuple[OfferRow, ...]
    attendance: tuple[Mark, ...]
    """The last meetings of the plenary it could have attended, the oldest first."""
    brought: tuple[BroughtRow, ...]
    """The newest, the newest first."""
    brought_in_all: int
    actions: tuple[OwnedAction, ...]
    """Open ones, the soonest due first."""
    endorsed: tuple[int, int] = (0, 0)
    """How many of the last decisions it was asked about it endorses, and how many these are."""


def member_detail(
    session: Session, member_id: uuid.UUID, on: dt.date | None = None, *, row: MemberRow | None = None
) -> MemberDetail:
    """Return a member as of a day (today by default); `row` is its own, where a list of that day was just read.

    Raises:
        NotFound: If there is no such member.
    """
    day = on or today()
    member = get_member(session, member_id)
    speakers = sorted(representatives(session, member_id), key=lambda row: not covers(row, day))
    offers = session.execute(select(Offer.id, Offer.text).where(Offer.member_id == member_id).order_by(Offer.id))
    brought, brought_in_all = _brought(session, member_id, day)
    return MemberDetail(
        row=row or member_row(session, member_id, day),
        person=person(session, member.person_id) if member.person_id else None,
        email=member.email,
        phone=member.phone,
        website=member.website,
        note=member.note,
        noted_on=member.noted_on,
        duty_share=member.duty_share,
        spells=tuple(spells(session, member_id)),
        representatives=tuple(speakers),
        groups=tuple(_groups(session, member_id, day)),
        offers=tuple(OfferRow(*row) for row in offers),
        attendance=attendance_strips(session, day, last=LONG_STRIP, member_id=member_id).get(member_id, ()),
        brought=brought,
        brought_in_all=brought_in_all,
        actions=tuple(_actions(session, member_id, day)),
        endorsed=endorsed_of_last(session, member_id, day),
    )


def _groups(session: Session, member_id: uuid.UUID, day: dt.date) -> list[MemberGroupRow]:
    found = session.execute(
        select(GroupMembership, Group)
        .join(Group, Group.id == GroupMembership.group_id)
        .where(GroupMembership.member_id == member_id)
    )
    rows = [
        MemberGroupRow(
            row.id, group.id, group.name, group.coordinator_member_id == member_id, row.from_date, row.to_date,
            covers(row, day) and (group.end_date is None or day < group.end_date),
        )
        for row, group in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.current, fold(row.name), start_of(row)))


def _brought(session: Session, member_id: uuid.UUID, day: dt.date) -> tuple[tuple[BroughtRow, ...], int]:
    """Return the newest items a member brought, and how many there are: in many years they become hundreds."""
    decided = exists().where(Decision.item_id == AgendaItem.id)
    body = case((Meeting.id.is_(None), AgendaItem.group_id), else_=Meeting.group_id)
    there = and_(Meeting.status != MeetingStatus.CANCELLED, or_(Meeting.date <= day, Meeting.status.not_in(HELD)))
    found = session.execute(
        select(  # not the pages of minutes
            AgendaItem.id,
            AgendaItem.purpose,
            AgendaItem.done,
            AgendaItem.meeting_id,
            body,
            Meeting.number,
            Meeting.date,
            Meeting.status,
            decided,
            func.count().over(),
        )
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.brought_by_member_id == member_id, AgendaItem.withdrawn.is_(False))
        .where(or_(Meeting.id.is_(None), there))
        .order_by(Meeting.date.desc().nulls_first(), AgendaItem.position)
        .limit(NEWEST)
    ).all()
    labels = item_labels(session, [row[0] for row in found])
    rows = tuple(
        BroughtRow(
            key, labels[key], purpose, meeting_id, group_id, number, date,
            _result(purpose, status, done=done, decided=has_decision),
        )
        for key, purpose, done, meeting_id, group_id, number, date, status, has_decision, _count in found
    )  # fmt: skip
    return rows, found[0][-1] if found else 0


def _result(purpose: ItemPurpose | None, status: MeetingStatus | None, *, done: bool, decided: bool) -> ItemResult:
    if status is None:  # in the pool
        return ItemResult.WAITING
    if decided:
        return ItemResult.DECIDED
    if status not in HELD and not done:
        return ItemResult.AHEAD
    if not done:
        return ItemResult.LEFT_OVER
    return ItemResult.INFORMED if purpose is ItemPurpose.INFORM else ItemResult.DISCUSSED


def _actions(session: Session, member_id: uuid.UUID, day: dt.date) -> list[OwnedAction]:
    found = session.scalars(
        select(Action)
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .where(Action.owner_member_id == member_id, Action.state == ActionState.OPEN)
        .where(or_(Meeting.id.is_(None), Meeting.date <= day))
        .order_by(Action.due_date.nulls_last(), Action.id)
    )
    return [
        OwnedAction(row.id, row.text, row.due_date, row.due_date is not None and row.due_date < day) for row in found
    ]


def member_changes(session: Session, member_id: uuid.UUID) -> list[FieldChange]:
    """Return who changed what of a member, its dates, people and offers (deleted ones too), newest first."""
    own = [table.__tablename__ for table in (Membership, Representative, Offer)]
    mentions = (Change.old["member_id"].as_string(), Change.new["member_id"].as_string())
    about = select(Change.row_id).distinct().where(
        Change.table_name.in_(own), or_(*(mention == member_id.hex for mention in mentions))
    )  # fmt: skip
    speakers = select(Representative.person_id).distinct().where(Representative.member_id == member_id)
    themselves = select(Member.person_id).where(Member.id == member_id, Member.person_id.is_not(None))
    people = {key for key in (*session.scalars(speakers), *session.scalars(themselves)) if key is not None}
    rows = [member_id, *session.scalars(about), *sorted(people)]
    return sorted(
        (change for row in rows for change in history.changes_of_row(session, row)),
        key=lambda change: change.at,
        reverse=True,
    )
