"""Who a name as written stands for: the members and people on record, found whatever their name's case and accents."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.members.written_names import name_key
from db.schema import Member, Person, Representative


@dataclass(frozen=True, slots=True)
class Who:
    """A member, the person through whom it is there, or both."""

    member_id: uuid.UUID | None
    person_id: uuid.UUID | None


class KnownNames:
    """The names on record, and those added since."""

    def __init__(self) -> None:
        self._found: dict[str, set[Who]] = defaultdict(set)
        self._names: list[str] = []
        self.codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session) -> "KnownNames":
        """Return the names of all members and people of the record."""
        known = cls()
        individuals: dict[uuid.UUID, uuid.UUID] = {}
        members = session.execute(
            select(Member.id, Member.name, Member.short_name, Member.code, Member.person_id)
        ).all()
        for row in members:
            if row.person_id is not None:
                individuals[row.person_id] = row.id
            for name in filter(None, dict.fromkeys((row.name, row.short_name))):
                known.add(name, Who(row.id, row.person_id))
        speaks_for: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for member_id, person_id in session.execute(select(Representative.member_id, Representative.person_id)):
            speaks_for[person_id].add(member_id)
        for person in session.execute(select(Person.id, Person.name)):
            seats = {individuals[person.id]} if person.id in individuals else speaks_for[person.id]
            known.add(person.name, Who(next(iter(seats)) if len(seats) == 1 else None, person.id))
        known.codes = frozenset(row.code for row in members if row.code)
        return known

    def add(self, name: str, who: Who) -> None:
        """Know `name` from now on."""
        key = name_key(name)
        if key:
            if not self._found[key]:
                self._names.append(name)
            self._found[key].add(who)

    def find(self, name: str) -> Who | None:
        """Return whose name it is; nobody if it is unknown, or that of several."""
        found = self._found.get(name_key(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def is_several(self, name: str) -> bool:
        """Return whether more than one member or person has this name."""
        return len(self._found.get(name_key(name), ())) > 1

    def names(self) -> Sequence[str]:
        """Return every name known now, each once."""
        return tuple(self._names)
