"""The directory: members on a day, who speaks for them, and of people's ways only what they agreed may be listed."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.folding import fold
from db.members.members import MemberRow, members_on, representatives_on
from db.schema import Member, Person
from db.vocabulary import RepresentativeRole


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """Somebody who speaks for a member; e-mail and phone only where they agreed to each."""

    name: str
    role: RepresentativeRole
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A member as the directory lists it. Its ways are an organisation's own; an individual must have agreed."""

    member: MemberRow
    email: str
    phone: str
    website: str
    speakers: tuple[ListedSpeaker, ...]
    """Without the person an individual member is."""


@dataclass(frozen=True, slots=True)
class DirectoryRows:
    """Who is listed. `to_ask` names people with an address or number on record whom nobody asked whether to list it.

    Who was asked and refused is left out without a word.
    """

    rows: tuple[DirectoryRow, ...]
    to_ask: tuple[str, ...]


def directory(session: Session, on: dt.date) -> DirectoryRows:
    """Return the members, observers and those on their way in on a day, by name."""
    people = {person.id: person for person in session.scalars(select(Person))}
    members = {member.id: member for member in session.scalars(select(Member))}
    speakers = representatives_on(session, on)
    to_ask: dict[uuid.UUID, str] = {}
    rows = []
    for row in members_on(session, on):
        member = members[row.id]
        email, phone = member.email, member.phone
        if row.person_id is not None:
            email, phone = _agreed(people[row.person_id], email, phone, to_ask)
        listed = [
            ListedSpeaker(name, role, *_agreed(people[person_id], "", "", to_ask))
            for person_id, name, role in speakers.get(row.id, ())
            if person_id != row.person_id
        ]
        rows.append(DirectoryRow(row, email, phone, member.website, tuple(listed)))
    return DirectoryRows(tuple(rows), tuple(sorted(to_ask.values(), key=fold)))


def _agreed(person: Person, email: str, phone: str, to_ask: dict[uuid.UUID, str]) -> tuple[str, str]:
    """Return how a person agreed to be reached; note in `to_ask` whom nobody asked about a way on record."""
    email, phone = email or person.email, phone or person.phone
    if (email and person.share_email is None) or (phone and person.share_phone is None):
        to_ask[person.id] = person.name
    return email if person.share_email else "", phone if person.share_phone else ""
