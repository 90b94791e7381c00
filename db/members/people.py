"""People: names and how to reach them. For whom they speak is in `db.members.representatives`."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.asked import PersonNotFound, SeveralFit
from db.errors.records import NotFound, StillNeeded
from db.folding import fold, words
from db.history import history
from db.history.deletion import delete_row, uses_of
from db.ids import new_id
from db.members.names import required
from db.schema import (
    Action,
    Attendance,
    CallLog,
    CoChairTerm,
    Endorsement,
    Group,
    MeetingOfficer,
    Member,
    Person,
    Representative,
    TurnCredit,
)
from db.spells import covers, end_of, start_of

_SPOKEN_OF = (
    Member.person_id,
    Attendance.person_id,
    MeetingOfficer.person_id,
    Action.owner_person_id,
    CallLog.person_id,
    CoChairTerm.person_id,
    Group.coordinator_person_id,
    Endorsement.person_id,
    TurnCredit.person_id,
)
"""Where the record speaks of a person; for whom somebody speaks is the person's own and goes with it."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and how to reach them."""

    id: uuid.UUID
    name: str
    email: str
    phone: str
    note: str
    share_email: bool | None
    """Whether they agreed that the address may stand in a directory; empty while nobody asked."""
    share_phone: bool | None
    """The same for the number."""


def people(session: Session) -> list[PersonRow]:
    """Return everybody, by name."""
    rows = [_row(person) for person in session.scalars(select(Person))]
    return sorted(rows, key=lambda row: fold(row.name))


def person(session: Session, person_id: uuid.UUID) -> PersonRow:
    """Return one person.

    Raises:
        NotFound: If there is no such person.
    """
    return _row(get_person(session, person_id))


def member_spoken_for(session: Session, person_id: uuid.UUID, day: dt.date) -> uuid.UUID | None:
    """Return the member a person is, else the one they speak for on a day, else spoke for last; none if none."""
    return members_spoken_for(session, day).get(person_id)


def members_spoken_for(session: Session, day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """Return by person what `member_spoken_for` returns of each; who speaks for none is not there."""
    spoken = sorted(
        session.scalars(select(Representative)), key=lambda row: (covers(row, day), end_of(row), start_of(row))
    )
    found = {row.person_id: row.member_id for row in spoken}
    for key, person_id in session.execute(select(Member.id, Member.person_id).where(Member.person_id.is_not(None))):
        if person_id is not None:
            found[person_id] = key
    return found


def find_person(session: Session, wanted: str) -> PersonRow:
    """Return the person of a name, or of enough of it.

    Raises:
        PersonNotFound: If nobody on record is called so.
        SeveralFit: If several are.
    """
    asked = words(wanted)
    everybody = people(session) if asked else []
    found = [row for row in everybody if words(row.name) == asked]
    found = found or [row for row in everybody if set(asked) <= set(words(row.name))]
    if not found:
        raise PersonNotFound(wanted)
    if len(found) > 1:
        raise SeveralFit(wanted, tuple(row.name for row in found))
    return found[0]


def add_person(
    session: Session,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    note: str = "",
    share_email: bool | None = None,
    share_phone: bool | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Add a person; return the key and the changes. Nothing of theirs is listed unless they agreed.

    Raises:
        NameMissing: If the name is empty.
    """
    with history.step(session, "add_person") as step:
        row = Person(
            id=new_id(), name=required(name, "person"), email=email.strip(), phone=phone.strip(), note=note.strip(),
            share_email=share_email, share_phone=share_phone,
        )  # fmt: skip
        session.add(row)
    return row.id, step.changes


def change_person(session: Session, person_id: uuid.UUID, **fields: str | bool) -> Changes:
    """Change name, email, phone, note, share_email or share_phone.

    An individual member of the same name takes the new name too.

    Raises:
        NotFound: If there is no such person.
        NameMissing: If the name would be empty.
    """
    if set(fields) - {"name", "email", "phone", "note", "share_email", "share_phone"}:
        raise TypeError(f"not fields of a person: {sorted(fields)}")
    with history.step(session, "change_person") as step:
        row = get_person(session, person_id)
        if "name" in fields:
            name = required(str(fields["name"]), "person")
            same = select(Member).where(Member.person_id == person_id, Member.name == row.name)
            for member in session.scalars(same).all():
                member.name = name
        for field, value in fields.items():
            setattr(row, field, value.strip() if isinstance(value, str) else value)
    return step.changes


def delete_person(session: Session, person_id: uuid.UUID) -> Changes:
    """Delete a person that no record of work speaks of; that they spoke for a member goes with them.

    Raises:
        NotFound: If there is no such person.
        StillNeeded: If the person is a member, attended, was told, owns, chaired or coordinates anything.
    """
    with history.step(session, "delete_person") as step:
        row = get_person(session, person_id)
        uses = uses_of(session, person_id, _SPOKEN_OF)
        if uses:
            raise StillNeeded(row.name, uses)
        delete_row(session, row, name=row.name)
    return step.changes


def is_spoken_of(session: Session, person_id: uuid.UUID) -> bool:
    """Return whether any record needs this person, speaking for a member included."""
    return bool(uses_of(session, person_id, (*_SPOKEN_OF, Representative.person_id)))


def get_person(session: Session, person_id: uuid.UUID) -> Person:
    """Return the live row, for use cases only.

    Raises:
        NotFound: If there is no such person.
    """
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row


def _row(row: Person) -> PersonRow:
    return PersonRow(row.id, row.name, row.email, row.phone, row.note, row.share_email, row.share_phone)
