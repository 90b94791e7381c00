"""Whom the file still knows: everybody on record, and those who were deleted, whom the history could bring back."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors.asked import PersonNotFound, SeveralFit
from db.errors.records import NotFound
from db.files.driver import driver
from db.folding import words
from db.members.traces import same_name
from db.schema import Member, Person

FORGOTTEN: Final = "forget_person"
"""The step that forgets somebody: whoever was deleted by it is known no more."""

_DELETED: Final = (
    "SELECT c.row_id, c.old, s.at, s.name FROM change c JOIN step s ON s.id = c.step_id"
    " WHERE c.table_name = 'person' AND c.new IS NULL AND c.row_id NOT IN (SELECT id FROM person)"
    " ORDER BY s.sequence, c.position"
)
_INDIVIDUALS: Final = (
    "SELECT DISTINCT row_id, json_extract(old, '$.person_id') FROM change WHERE table_name = 'member'"
    " UNION SELECT row_id, json_extract(new, '$.person_id') FROM change WHERE table_name = 'member'"
)
_JOINED: Final = "SELECT merge_key FROM step WHERE name = 'join_doubles' AND state <> 'undone'"
"""What `doubles.joined_key` returns: into which row, and which."""


@dataclass(frozen=True, slots=True)
class Forgettable:
    """Somebody whom the file knows; `deleted_at` is when they were deleted, if they were."""

    id: uuid.UUID
    name: str
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is to be forgotten: their row and that of the individual member they are, if these still stand."""

    id: uuid.UUID
    name: str
    person: Person | None
    member: Member | None
    own: frozenset[uuid.UUID]
    """The keys of all rows that are or were theirs alone: those deleted since, and doubles joined into them, too."""
    deleted: Mapping[uuid.UUID, dict[str, Any]]
    """Those of the people among them who were deleted, with what history holds of them."""


def forgettable(session: Session) -> list[Forgettable]:
    """Return everybody who can be forgotten: those on record by name, then the deleted ones by name."""
    here = [Forgettable(key, name) for key, name in session.execute(select(Person.id, Person.name))]
    gone = [Forgettable(key, fields["name"], at) for key, (fields, at) in _deleted(session).items()]
    return [*sorted(here, key=_by_name), *sorted(gone, key=_by_name)]


def find_forgettable(session: Session, wanted: str) -> Forgettable:
    """Return who bears a name, or enough of it; of a deleted person only where nobody on record does.

    Raises:
        PersonNotFound: If nobody known is called so.
        SeveralFit: If several are.
    """
    asked, everybody = words(wanted), forgettable(session)
    for some in ([one for one in everybody if one.deleted_at is None], everybody):
        found = [one for one in some if asked and words(one.name) == asked]
        found = found or [one for one in some if asked and set(asked) <= set(words(one.name))]
        if len(found) > 1:
            raise SeveralFit(wanted, tuple(one.name for one in found))
        if found:
            return found[0]
    raise PersonNotFound(wanted)


def whom(session: Session, person_id: uuid.UUID) -> Whom:
    """Return whom a key means.

    Raises:
        NotFound: If the file knows nobody of it, or no more.
    """
    person, deleted = session.get(Person, person_id), {key: row for key, (row, _at) in _deleted(session).items()}
    if person is None and person_id not in deleted:
        raise NotFound("person", person_id)
    name = person.name if person is not None else str(deleted[person_id]["name"])
    own = {person_id}
    if _is_unique(session, name, person_id):  # deleted and entered anew: it is the same person
        own |= {key for key, row in deleted.items() if same_name(str(row["name"]), name)}
    own = _with_members_and_doubles(session, own)
    member = session.scalars(select(Member).where(Member.person_id == person_id).order_by(Member.id)).first()
    own |= {member.id} if member is not None else set()
    gone = {key: deleted[key] for key in own if key in deleted}
    return Whom(person_id, name, person, member, frozenset(own), gone)


def _by_name(one: Forgettable) -> str:
    return one.name.casefold()


def _deleted(session: Session) -> dict[uuid.UUID, tuple[dict[str, Any], dt.datetime]]:
    """Return by key the people who were deleted and not forgotten: what history holds of them, and since when."""
    found: dict[uuid.UUID, tuple[dict[str, Any], dt.datetime]] = {}
    for key, old, at, step in driver(session).execute(_DELETED).fetchall():
        found.pop(uuid.UUID(key), None)
        if step != FORGOTTEN:
            found[uuid.UUID(key)] = (json.loads(old), dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC))
    return found


def _is_unique(session: Session, name: str, person_id: uuid.UUID) -> bool:
    others = session.scalars(select(Person.name).where(Person.id != person_id))
    return not any(same_name(name, other) for other in others)


def _with_members_and_doubles(session: Session, people: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return the keys of people, of the members they were, and of all that was joined into one of these."""
    connection = driver(session)
    own = {key.hex for key in people}
    persons = {member: person for member, person in connection.execute(_INDIVIDUALS).fetchall() if person}
    joined = [tuple(key.split()) for (key,) in connection.execute(_JOINED).fetchall()]
    while True:
        more = {member for member, person in persons.items() if person in own}
        more |= {drop for keep, drop in joined if keep in own}
        more |= {persons[drop] for _keep, drop in joined if drop in own and drop in persons}
        if more <= own:
            return {uuid.UUID(key) for key in own}
        own |= more
