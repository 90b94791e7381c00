"""Whom a rule or an absence can be about: a member, or one of its people."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.members.members import members_on, representatives_on
from desktop.texts import _


@dataclass(frozen=True, slots=True)
class Who:
    """A member, or a person who speaks for one."""

    name: str
    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None

    @property
    def key(self) -> uuid.UUID | None:
        """The key of the member or the person."""
        return self.member_id or self.person_id


def everybody(session: Session, day: dt.date) -> tuple[Who, ...]:
    """Return the members of a day and the people who speak for them, each member before its people.

    The person that an individual member is, is not there a second time.
    """
    speakers = representatives_on(session, day)
    found = []
    for member in members_on(session, day):
        found.append(Who(member.name, member_id=member.id))
        for person_id, name, _role in speakers.get(member.id, ()):
            if person_id != member.person_id:
                words = _("{person}, for {member}").format(person=name, member=member.name)
                found.append(Who(words, person_id=person_id))
    return tuple(found)


def who_choices(known: Sequence[Who]) -> list[tuple[object, str]]:
    """Return them as choices by their keys."""
    return [(one.key, one.name) for one in known]


def who_of(known: Sequence[Who], key: object) -> Who | None:
    """Return the one with a key."""
    return next((one for one in known if key is not None and one.key == key), None)
