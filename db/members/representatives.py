"""Who speaks for a member, as primary or alternate, from when to when."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.members import NotBelonging
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.members import get_member
from db.members.people import add_person, change_person, get_person
from db.schema import Person, Representative
from db.spells import Stretch, check_room, covers, last_day, start_of
from db.vocabulary import RepresentativeRole


@dataclass(frozen=True, slots=True)
class RepresentativeRow:
    """A person speaking for a member in `[from_date, to_date)`."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    phone: str
    role: RepresentativeRole
    from_date: dt.date | None
    to_date: dt.date | None
    share_email: bool | None = None
    """Whether they agreed that the address may stand in a directory; empty while nobody asked."""
    share_phone: bool | None = None
    """The same for the number."""


def representatives(session: Session, member_id: uuid.UUID) -> list[RepresentativeRow]:
    """Return everybody who speaks or spoke for a member: primary first, then by start."""
    found = session.execute(
        select(Representative, Person)
        .join(Person, Person.id == Representative.person_id)
        .where(Representative.member_id == member_id)
    )
    rows = [
        RepresentativeRow(
            row.id,
            person.id,
            person.name,
            person.email,
            person.phone,
            row.role,
            row.from_date,
            row.to_date,
            person.share_email,
            person.share_phone,
        )
        for row, person in found
    ]
    return sorted(rows, key=lambda row: (row.role is not RepresentativeRole.PRIMARY, start_of(row), row.id))


def add_representative(
    session: Session,
    member_id: uuid.UUID,
    *,
    role: RepresentativeRole,
    person_id: uuid.UUID | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    share_email: bool | None = None,
    share_phone: bool | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Let a person (known, or new by `name`) speak for a member; return the key of the row and the changes.

    Raises:
        NotFound: If the member or the person does not exist.
        NameMissing: If a new person has no name.
        DatesOutOfOrder: If it ends before it begins.
        SpellsOverlap: If that person speaks for that member on one of those days already.
    """
    with history.step(session, "add_representative") as step:
        get_member(session, member_id)
        if person_id is None:
            person_id, _changes = add_person(
                session, name=name, email=email, phone=phone, share_email=share_email, share_phone=share_phone
            )
        person = get_person(session, person_id)
        check_room(person.name, _others(session, member_id, person_id), Stretch(from_date, to_date))
        row = Representative(
            id=new_id(), member_id=member_id, person_id=person_id, role=role, from_date=from_date, to_date=to_date
        )
        session.add(row)
    return row.id, step.changes


def change_representative(
    session: Session,
    representative_id: uuid.UUID,
    *,
    role: RepresentativeRole,
    from_date: dt.date | None,
    to_date: dt.date | None,
    **ways: str | bool,
) -> Changes:
    """Put right as what and when somebody speaks for a member, and how they are reached: fields of `change_person`.

    Raises:
        NotFound: If there is no such representative.
        DatesOutOfOrder, SpellsOverlap: As `add_representative` does.
    """
    with history.step(session, "change_representative") as step:
        row = _representative(session, representative_id)
        person = get_person(session, row.person_id)
        others = [other for other in _others(session, row.member_id, row.person_id) if other is not row]
        check_room(person.name, others, Stretch(from_date, to_date))
        row.role, row.from_date, row.to_date = role, from_date, to_date
        if ways:
            change_person(session, person.id, **ways)
    return step.changes


def end_representative(session: Session, representative_id: uuid.UUID, *, on: dt.date) -> Changes:
    """End on a day that somebody speaks for a member: the day before is the last.

    Raises:
        NotFound: If there is no such representative.
        NotBelonging: If they do not speak for it on that last day.
    """
    with history.step(session, "end_representative") as step:
        row = _representative(session, representative_id)
        if not covers(row, last_day(on)):
            raise NotBelonging(get_person(session, row.person_id).name, last_day(on))
        row.to_date = on
    return step.changes


def delete_representative(session: Session, representative_id: uuid.UUID) -> Changes:
    """Take out of the record that somebody spoke for a member; the person stays.

    Raises:
        NotFound: If there is no such representative.
    """
    with history.step(session, "delete_representative") as step:
        delete_row(session, _representative(session, representative_id))
    return step.changes


def _others(session: Session, member_id: uuid.UUID, person_id: uuid.UUID) -> list[Representative]:
    same = (Representative.member_id == member_id, Representative.person_id == person_id)
    return list(session.scalars(select(Representative).where(*same)))


def _representative(session: Session, representative_id: uuid.UUID) -> Representative:
    row = session.get(Representative, representative_id)
    if row is None:
        raise NotFound("representative", representative_id)
    return row
