"""Members: who belongs, what they are, what they offer. Their dates are in `db.members.memberships`, their record in
`db.members.member_record`."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import on_day
from db.errors.members import ShareNotPossible
from db.errors.records import NotFound, StillNeeded
from db.folding import fold
from db.history import history
from db.history.deletion import delete_row, uses_of
from db.ids import new_id
from db.members.names import codes, required
from db.members.people import is_spoken_of
from db.schema import (
    Action,
    AgendaItem,
    Attendance,
    CallLog,
    CoChairTerm,
    Endorsement,
    Group,
    GroupMembership,
    LedgerEntry,
    MeetingOfficer,
    Member,
    Membership,
    Offer,
    Person,
    Representative,
    TurnCredit,
)
from db.spells import Stretch, check_order, since, status_on, today
from db.vocabulary import MemberStatus, RepresentativeRole

FIELDS = frozenset(
    {
        "name", "short_name", "code", "kind_id", "grassroots", "sector", "duty_share",
        "email", "phone", "place", "website", "note", "noted_on",
    }
)  # fmt: skip
"""What `change_member` may change."""

_SPOKEN_OF = (
    Attendance.member_id,
    MeetingOfficer.member_id,
    AgendaItem.brought_by_member_id,
    Action.owner_member_id,
    CallLog.member_id,
    CoChairTerm.member_id,
    Group.coordinator_member_id,
    Endorsement.member_id,
    TurnCredit.member_id,
    LedgerEntry.member_id,
)
"""Where the record speaks of a member; such a member leaves, it is not deleted."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as of one day."""

    id: uuid.UUID
    name: str
    short_name: str
    code: str
    kind_id: uuid.UUID | None
    grassroots: bool
    sector: str
    place: str
    person_id: uuid.UUID | None
    """The person an individual member is; empty for organisations."""
    status: MemberStatus | None
    """Empty for somebody who had not joined yet, or whose dates are not known."""
    since: dt.date | None
    """Since when it has had this status without a break, if known."""
    duty_share: Decimal
    primary_id: uuid.UUID | None
    """The person who speaks for it first; for an individual without representatives, that person."""
    primary_name: str
    people: tuple[str, ...]
    """Everybody who speaks for it, the primary representatives first."""
    group_ids: frozenset[uuid.UUID]
    """The groups it is in."""


Speakers = dict[uuid.UUID, list[tuple[uuid.UUID, str, RepresentativeRole]]]
"""Who speaks for each member: person, name, role."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Who holds a seat at a meeting of a body on a day, and through whom: (person, name, role)."""

    member_id: uuid.UUID
    name: str
    code: str
    kind_id: uuid.UUID | None
    grassroots: bool
    representatives: tuple[tuple[uuid.UUID, str, RepresentativeRole], ...]


def members_on(session: Session, on: dt.date | None = None, *, everyone: bool = False) -> list[MemberRow]:
    """Return the members as of a day (today by default), by name.

    Those who had left by then or had not come yet are there only with `everyone`.
    """
    day = on or today()
    return _rows_on(session, day, representatives_on(session, day), everyone=everyone)


def _rows_on(session: Session, day: dt.date, speakers: Speakers, *, everyone: bool) -> list[MemberRow]:
    spells = _spells(session)
    groups = defaultdict(set)
    for member_id, group_id in session.execute(
        select(GroupMembership.member_id, GroupMembership.group_id).where(on_day(GroupMembership, day))
    ):
        groups[member_id].add(group_id)
    rows = []
    for member in session.execute(select(*_SHOWN)):
        own = spells.get(member.id, [])
        status = status_on(((spell, MemberStatus(spell.word)) for spell in own), day)
        if everyone or status not in (None, MemberStatus.LEFT):
            rows.append(_row(member, status, since(own, day), speakers.get(member.id, ()), groups[member.id]))
    return sorted(rows, key=lambda row: fold(row.name))


def member_row(session: Session, member_id: uuid.UUID, on: dt.date | None = None) -> MemberRow:
    """Return one member as of a day.

    Raises:
        NotFound: If there is no such member.
    """
    found = [row for row in members_on(session, on, everyone=True) if row.id == member_id]
    if not found:
        raise NotFound("member", member_id)
    return found[0]


def seats_on(session: Session, group_id: uuid.UUID | None, on: dt.date) -> list[SeatRow]:
    """Return who holds a seat at a meeting of the plenary (no group) or of a group on a day, by name.

    In the plenary those with the status of member hold one; in a group its members do, unless they have left the
    alliance.
    """
    speakers = representatives_on(session, on)
    rows = _rows_on(session, on, speakers, everyone=group_id is not None)
    if group_id is None:
        rows = [row for row in rows if row.status is MemberStatus.MEMBER]
    else:
        rows = [row for row in rows if group_id in row.group_ids and row.status is not MemberStatus.LEFT]
    return [
        SeatRow(row.id, row.name, row.code, row.kind_id, row.grassroots, tuple(speakers.get(row.id, ())))
        for row in rows
    ]


def representatives_on(session: Session, day: dt.date) -> Speakers:
    """Return who speaks for each member on a day, primary representatives first.

    An individual member speaks for itself, unless it has named somebody as primary.
    """
    speakers: Speakers = defaultdict(list)
    found = session.execute(
        select(Representative.member_id, Person.id, Person.name, Representative.role)
        .join(Person, Person.id == Representative.person_id)
        .where(on_day(Representative, day))
        .order_by(Representative.role.desc(), Representative.from_date, Representative.id)
    )
    for member_id, person_id, name, role in found:
        speakers[member_id].append((person_id, name, role))
    themselves = select(Member.id, Person.id, Person.name).join(Person, Person.id == Member.person_id)
    for member_id, person_id, name in session.execute(themselves):
        others = [speaker for speaker in speakers[member_id] if speaker[0] != person_id]
        first = any(role is RepresentativeRole.PRIMARY for _person, _name, role in others)
        role = RepresentativeRole.ALTERNATE if first else RepresentativeRole.PRIMARY
        own = (person_id, name, role)
        speakers[member_id] = [*others, own] if first else [own, *others]
    return speakers


def add_member(
    session: Session,
    *,
    name: str,
    status: MemberStatus | None = MemberStatus.MEMBER,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    individual: bool = False,
    person_id: uuid.UUID | None = None,
    short_name: str = "",
    code: str = "",
    kind_id: uuid.UUID | None = None,
    grassroots: bool = False,
    sector: str = "",
    duty_share: Decimal = Decimal(1),
    email: str = "",
    phone: str = "",
    place: str = "",
    website: str = "",
    note: str = "",
    noted_on: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Add an organisation, or an individual (`individual`, or the `person_id` it is); return its key and the changes.

    With a `status` it begins on `from_date` (empty: not known when) and ends on `to_date` (empty: open). A code is
    made from the name where none is given; an individual's person is added with it where none is named.

    Raises:
        NameMissing: If the name is empty.
        DatesOutOfOrder: If it would leave before it joins.
        ShareNotPossible: If the share of duties is below 0.
        NotFound: If the person does not exist.
    """
    check_order(from_date, to_date)
    with history.step(session, "add_member") as step:
        row = Member(
            id=new_id(), name=required(name, "member"), short_name=short_name.strip(), code=code.strip(),
            kind_id=kind_id, grassroots=grassroots, sector=sector.strip(), duty_share=_share(name, duty_share),
            email=email.strip(), phone=phone.strip(), place=place.strip(), website=website.strip(), note=note.strip(),
            noted_on=noted_on or (today() if note.strip() else None),
        )  # fmt: skip
        row.code = row.code or _free_code(session, row.short_name or row.name)
        if person_id is not None and session.get(Person, person_id) is None:
            raise NotFound("person", person_id)
        if individual and person_id is None:
            person = Person(id=new_id(), name=row.name, email=row.email, phone=row.phone)
            session.add(person)
            session.flush()
            person_id = person.id
        row.person_id = person_id
        session.add(row)
        session.flush()
        if status is not None:
            session.add(Membership(member_id=row.id, status=status, from_date=from_date, to_date=to_date))
    return row.id, step.changes


def change_member(session: Session, member_id: uuid.UUID, **fields: object) -> Changes:
    """Change the named `FIELDS` of a member. A new note is dated today; an individual's person takes the new name.

    Raises:
        NotFound: If there is no such member.
        NameMissing: If the name would be empty.
        ShareNotPossible: If the share of duties would be below 0.
    """
    if set(fields) - FIELDS:
        raise TypeError(f"not fields of a member: {sorted(set(fields) - FIELDS)}")
    with history.step(session, "change_member") as step:
        row = get_member(session, member_id)
        cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
        if "name" in cleaned:
            cleaned["name"] = required(str(cleaned["name"]), "member")
        if "duty_share" in cleaned:
            cleaned["duty_share"] = _share(row.name, Decimal(str(cleaned["duty_share"])))
        if cleaned.get("note", row.note) != row.note:
            cleaned.setdefault("noted_on", today() if cleaned["note"] else None)
        if row.person_id is not None and "name" in cleaned:
            person = session.get_one(Person, row.person_id)
            person.name = str(cleaned["name"]) if person.name == row.name else person.name
        for name, value in cleaned.items():
            setattr(row, name, value)
    return step.changes


def delete_member(session: Session, member_id: uuid.UUID) -> Changes:
    """Delete a member that no record of work speaks of, with its dates, representatives and offers.

    The person of an individual goes too, unless something else speaks of that person.

    Raises:
        NotFound: If there is no such member.
        StillNeeded: If it attended, was told, owns, brought, co-chaired, coordinates or did anything in turn.
    """
    with history.step(session, "delete_member") as step:
        row = get_member(session, member_id)
        uses = uses_of(session, member_id, _SPOKEN_OF)
        if uses:
            raise StillNeeded(row.name, uses)
        person = session.get(Person, row.person_id) if row.person_id else None
        delete_row(session, row, name=row.name)
        if person is not None and not is_spoken_of(session, person.id):
            delete_row(session, person, name=person.name)
    return step.changes


def add_offer(session: Session, member_id: uuid.UUID, *, text: str) -> tuple[uuid.UUID, Changes]:
    """Note something a member offers the alliance; return its key and the changes.

    Raises:
        NotFound: If there is no such member.
        NameMissing: If the text is empty.
    """
    with history.step(session, "add_offer") as step:
        get_member(session, member_id)
        row = Offer(id=new_id(), member_id=member_id, text=required(text, "offer"))
        session.add(row)
    return row.id, step.changes


def change_offer(session: Session, offer_id: uuid.UUID, *, text: str) -> Changes:
    """Put an offer in other words.

    Raises:
        NotFound: If there is no such offer.
        NameMissing: If the text is empty.
    """
    with history.step(session, "change_offer") as step:
        _offer(session, offer_id).text = required(text, "offer")
    return step.changes


def delete_offer(session: Session, offer_id: uuid.UUID) -> Changes:
    """Take an offer away.

    Raises:
        NotFound: If there is no such offer.
    """
    with history.step(session, "delete_offer") as step:
        delete_row(session, _offer(session, offer_id))
    return step.changes


def get_member(session: Session, member_id: uuid.UUID) -> Member:
    """Return the live row, for use cases only.

    Raises:
        NotFound: If there is no such member.
    """
    row = session.get(Member, member_id)
    if row is None:
        raise NotFound("member", member_id)
    return row


def _spells(session: Session) -> dict[uuid.UUID, list[Stretch]]:
    spells: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    columns = select(Membership.member_id, Membership.from_date, Membership.to_date, Membership.status)
    for member_id, from_date, to_date, status in session.execute(columns):
        spells[member_id].append(Stretch(from_date, to_date, status.value))
    return spells


_SHOWN = (
    Member.id, Member.name, Member.short_name, Member.code, Member.kind_id, Member.grassroots, Member.sector,
    Member.place, Member.person_id, Member.duty_share,
)  # fmt: skip


def _row(
    member: Any,
    status: MemberStatus | None,
    joined_on: dt.date | None,
    speakers: Sequence[tuple[uuid.UUID, str, RepresentativeRole]],
    groups: Iterable[uuid.UUID],
) -> MemberRow:
    primary = speakers[0] if speakers else None
    return MemberRow(
        id=member.id, name=member.name, short_name=member.short_name, code=member.code, kind_id=member.kind_id,
        grassroots=member.grassroots, sector=member.sector, place=member.place, person_id=member.person_id,
        status=status, since=joined_on, duty_share=member.duty_share, primary_id=primary[0] if primary else None,
        primary_name=primary[1] if primary else "", people=tuple(name for _person, name, _role in speakers),
        group_ids=frozenset(groups),
    )  # fmt: skip


def _free_code(session: Session, name: str) -> str:
    taken = [code for code in session.scalars(select(Member.code)) if code]
    return codes([name], taken=taken)[0]


def _share(name: str, share: Decimal) -> Decimal:
    if not share.is_finite() or share < 0:
        raise ShareNotPossible(name)
    return share


def _offer(session: Session, offer_id: uuid.UUID) -> Offer:
    row = session.get(Offer, offer_id)
    if row is None:
        raise NotFound("offer", offer_id)
    return row
