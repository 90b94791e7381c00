"""Whole lists of the record in plain words, for the command line and spreadsheets: no keys, every name as written."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.folding import fold
from db.meetings.agenda import ItemRow, item_row, item_rows
from db.minutes.actions import actions
from db.minutes.decisions import decisions
from db.schema import (
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    MeetingOfficer,
    Member,
    MemberKind,
    Membership,
    Offer,
    Person,
    Representative,
)
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    ItemKind,
    MeetingRole,
    MeetingStatus,
    MemberStatus,
    RepresentativeRole,
)


@dataclass(frozen=True, slots=True)
class ListedDecision:
    number: str
    """As people say it: 41.2."""
    text: str


@dataclass(frozen=True, slots=True)
class ListedAction:
    number: str
    """Within the meeting: A3."""
    text: str
    owner: str
    due: dt.date | None
    state: ActionState


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting with everything said about it. `group` is empty for the plenary."""

    id: uuid.UUID
    number: int | None
    date: dt.date
    group: str
    title: str
    status: MeetingStatus
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    chair: tuple[str, ...]
    minutes_by: tuple[str, ...]
    items: tuple[ItemRow, ...]
    """The agenda without its breaks."""
    decisions: tuple[ListedDecision, ...]
    actions: tuple[ListedAction, ...]
    original_text: str
    """The minutes to the letter where they were brought in; else they are item by item."""
    text_name: str
    """Name of the file that brought-in minutes came from."""


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member as it stands on a day. `kind` is the key of a known kind or the alliance's own name."""

    id: uuid.UUID
    name: str
    short_name: str
    kind: str
    individual: bool
    grassroots: bool
    sector: str
    status: MemberStatus | None
    """What it is on that day; nothing where no membership is recorded."""
    joined: dt.date | None
    left: dt.date | None
    representative: tuple[str, ...]
    alternate: tuple[str, ...]
    email: str
    phone: str
    place: str
    website: str
    note: str
    duty_share: Decimal
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person, and the members it speaks for or is."""

    id: uuid.UUID
    name: str
    email: str
    phone: str
    members: tuple[str, ...]


def listed_meetings(session: Session) -> list[ListedMeeting]:
    """Return every meeting, by date."""
    names = _Names(session)
    attended: dict[tuple[uuid.UUID, AttendanceStatus], list[str]] = defaultdict(list)
    for seat in session.scalars(select(Attendance).order_by(Attendance.position, Attendance.id)):
        name, listed = seat.name or names.of(seat.member_id, seat.person_id), attended[seat.meeting_id, seat.status]
        if seat.name or not seat.member_id or name not in listed:  # one seat, taken by two who were joined, counts once
            listed.append(name)
    officers: dict[tuple[uuid.UUID, MeetingRole], list[str]] = defaultdict(list)
    for one in session.scalars(select(MeetingOfficer).order_by(MeetingOfficer.position, MeetingOfficer.id)):
        officers[one.meeting_id, one.role].append(one.as_written or names.of(one.member_id, one.person_id))
    items: dict[uuid.UUID | None, list[ItemRow]] = defaultdict(list)
    of_agendas = item_rows().where(AgendaItem.kind == ItemKind.ITEM, AgendaItem.meeting_id.is_not(None))
    for found_item in session.execute(of_agendas.order_by(AgendaItem.position, AgendaItem.id)):
        item = item_row(found_item, None, 0)
        items[item.meeting_id].append(item)
    decided: dict[uuid.UUID, list[ListedDecision]] = defaultdict(list)
    for decision in decisions(session):
        decided[decision.meeting_id].append(ListedDecision(decision.label, decision.text))
    agreed: dict[uuid.UUID | None, list[tuple[int, ListedAction]]] = defaultdict(list)
    for action in actions(session):
        agreed[action.meeting_id].append(
            (action.sequence, ListedAction(action.label, action.text, action.owner, action.due_date, action.state))
        )
    found = select(Meeting, Group.name).outerjoin(Group, Group.id == Meeting.group_id)
    return [
        ListedMeeting(
            id=row.id,
            number=row.number,
            date=row.date,
            group=group or "",
            title=row.title,
            status=row.status,
            present=tuple(attended[row.id, AttendanceStatus.PRESENT]),
            apologies=tuple(attended[row.id, AttendanceStatus.APOLOGIES]),
            chair=tuple(officers[row.id, MeetingRole.CHAIR]),
            minutes_by=tuple(officers[row.id, MeetingRole.MINUTES]),
            items=tuple(items[row.id]),
            decisions=tuple(decided[row.id]),
            actions=tuple(action for _sequence, action in sorted(agreed[row.id], key=lambda pair: pair[0])),
            original_text=row.original_text,
            text_name=row.original_name,
        )
        for row, group in session.execute(found.order_by(Meeting.date, Meeting.number, Meeting.id))
    ]


def listed_members(session: Session, on: dt.date) -> list[ListedMember]:
    """Return every member, by name, as it stands on a day."""
    names = _Names(session)
    kinds = {row.id: row.name or row.key for row in session.scalars(select(MemberKind))}
    spells: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for spell in session.scalars(select(Membership)):
        spells[spell.member_id].append(spell)
    speakers: dict[tuple[uuid.UUID, RepresentativeRole], list[str]] = defaultdict(list)
    for one in session.scalars(select(Representative).order_by(Representative.id)):
        if (one.from_date is None or one.from_date <= on) and (one.to_date is None or one.to_date > on):
            speakers[one.member_id, one.role].append(names.people.get(one.person_id, ""))
    offers: dict[uuid.UUID, list[str]] = defaultdict(list)
    for offer in session.scalars(select(Offer).order_by(Offer.id)):
        offers[offer.member_id].append(offer.text)
    found: list[ListedMember] = []
    for row in sorted(session.scalars(select(Member).order_by(Member.id)), key=lambda row: fold(row.name)):
        status, joined, left = _membership(spells[row.id], on)
        found.append(
            ListedMember(
                id=row.id,
                name=row.name,
                short_name=row.short_name,
                kind=kinds.get(row.kind_id, "") if row.kind_id else "",
                individual=row.person_id is not None,
                grassroots=row.grassroots,
                sector=row.sector,
                status=status,
                joined=joined,
                left=left,
                representative=tuple(speakers[row.id, RepresentativeRole.PRIMARY]),
                alternate=tuple(speakers[row.id, RepresentativeRole.ALTERNATE]),
                email=row.email,
                phone=row.phone,
                place=row.place,
                website=row.website,
                note=row.note,
                duty_share=row.duty_share,
                offers=tuple(offers[row.id]),
            )
        )
    return found


def listed_people(session: Session) -> list[ListedPerson]:
    """Return every person, by name."""
    members: dict[uuid.UUID, list[str]] = defaultdict(list)
    speaks = select(Representative.person_id, Member.name).join(Member, Member.id == Representative.member_id)
    themselves = select(Member.person_id, Member.name).where(Member.person_id.is_not(None))
    for person_id, name in (*session.execute(speaks).all(), *session.execute(themselves).all()):
        if person_id is not None and name not in members[person_id]:
            members[person_id].append(name)
    rows = sorted(session.scalars(select(Person).order_by(Person.id)), key=lambda row: fold(row.name))
    return [ListedPerson(row.id, row.name, row.email, row.phone, tuple(members[row.id])) for row in rows]


class _Names:
    def __init__(self, session: Session) -> None:
        self.members = dict(session.execute(select(Member.id, Member.name)).all())
        self.people = dict(session.execute(select(Person.id, Person.name)).all())

    def of(self, member_id: uuid.UUID | None, person_id: uuid.UUID | None) -> str:
        """Return the member's name, or the person's where there is no member."""
        return self.members.get(member_id, "") if member_id else self.people.get(person_id, "") if person_id else ""


def _membership(
    spells: list[Membership], on: dt.date
) -> tuple[MemberStatus | None, dt.date | None, dt.date | None]:  # fmt: skip
    """Return what the member is on that day, since when, and until when if its last stretch has ended."""
    begun = [spell for spell in spells if spell.from_date is None or spell.from_date <= on]
    if not begun:
        return None, min((spell.from_date for spell in spells if spell.from_date), default=None), None
    last = max(begun, key=lambda spell: (spell.from_date or dt.date.min, spell.to_date or dt.date.max))
    ended = last.to_date is not None and last.to_date <= on
    return (MemberStatus.LEFT if ended else last.status), last.from_date, last.to_date
