"""Forget a person: their name and how to reach them leave the record, its history, its search and its free pages.

What was done stays, without the one who did it: attendance still counts, and each ledger adds up. The person's row, or
that of the individual member they were, bears a name that names nobody. In what others wrote, the name in full, the
address and the number are taken out; a name of one word, or one that somebody else bears too, is left, for nobody could
tell whom it means. Papers are kept as they came; what is in them is not looked at.

It cannot be undone. Copies of the file know nothing of it: `forget_in_copies` is for those that can be reached.
"""

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Enum, String, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.changes import Changes
from db.engine import AllianceFile, open_file
from db.errors import KnownError
from db.errors.members import HasTheDesk, StillBelongs
from db.errors.records import NotFound
from db.files.driver import driver
from db.history import history
from db.history.deletion import delete_row
from db.members.forgettable import FORGOTTEN, Whom, whom
from db.members.people import is_spoken_of
from db.members.traces import Traces, composed
from db.schema import (
    Action,
    Alliance,
    Base,
    Change,
    Desk,
    Group,
    MeetingOfficer,
    Member,
    Membership,
    Paper,
    Person,
    Recommendation,
    SearchEntry,
    Step,
)
from db.schema.base import ExactDecimal
from db.search import renewal as search_renewal
from db.spells import covers
from db.vocabulary import MemberStatus

_PERSONAL: Final = ("name", "short_name", "code", "email", "phone", "place", "website", "note", "sector")
"""Fields of a person, or of the individual member they were, that say who they are."""
_AS_WRITTEN: Final[tuple[tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]], ...]] = (
    (MeetingOfficer.person_id, MeetingOfficer.as_written),
    (Action.owner_person_id, Action.owner_as_written),
    (Recommendation.owner_person_id, Recommendation.owner_as_written),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the record that names the person: whose field, and the words around the first mention."""

    table: str
    row_id: uuid.UUID
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the file knows of a person, for whoever is about to have it forgotten."""

    name: str
    member_name: str
    """The individual member they were; empty if none."""
    uses: dict[str, int]
    """How many rows of each table speak of the person, the most first; these stay, without the name."""
    passages: tuple[Passage, ...]
    """What others wrote with the person's name, address or number in it."""
    ambiguous: bool
    """Whether the name is left in what others wrote, because it may mean somebody else."""
    steps: int
    """How many steps of the history bear or name the person."""
    papers: int
    """How many papers the file keeps; nobody looked into them."""


def known_of(session: Session, person_id: uuid.UUID) -> Known:
    """Return what the file knows of a person, be it that they were deleted.

    Raises:
        NotFound: If the file knows of no such person.
    """
    about = whom(session, person_id)
    traces = _traces_of(session, about)
    steps = sum(1 for _found in _steps(session, traces, about.own))
    papers = session.scalar(select(func.count()).select_from(Paper)) or 0
    passages = tuple(
        Passage(table, row_id, field, traces.around(said))
        for table, row_id, field, said in _texts(session)
        if row_id not in about.own and traces.found_in(said)
    )
    member = about.member.name if about.member is not None else ""
    return Known(about.name, member, _uses(session, person_id), passages, traces.ambiguous, steps, papers)


def forget_person(session: Session, person_id: uuid.UUID, *, placeholder: str, whoever: bool = False) -> Changes:
    """Take a person out of the record and its history for good; `placeholder` stands where the name stood.

    Where somebody was forgotten before, a number follows the placeholder. A person that nothing speaks of is deleted;
    of one who was deleted before, nothing can be brought back any more. With `whoever` it does not matter what they
    were then: in a backup they may be a member still. Then `AllianceFile.compact` overwrites what the file's free
    pages still hold.

    Raises:
        NotFound: If the file knows of no such person.
        StillBelongs: If the person is a member now; it leaves first.
        HasTheDesk: If the person has the desk now; it is handed over first.
    """
    about = whom(session, person_id)
    if not whoever:
        _refuse(session, about)
    traces = _traces_of(session, about)
    placeholder = _free(session, placeholder)
    with history.step(session, FORGOTTEN, undoable=False) as step:
        for row in filter(None, (about.person, about.member)):
            _empty(row, placeholder)
        for key, written in _AS_WRITTEN:  # however they were spelt there, the key says whom it means
            for row in session.scalars(select(written.class_).where(key == person_id, written != "")):
                setattr(row, written.key, placeholder)
        session.flush()
        if about.person is not None and not is_spoken_of(session, person_id):
            delete_row(session, about.person, name=placeholder)
        for gone, fields in about.deleted.items():
            step.note(history.RowChange(Person.__tablename__, gone, _emptied(fields, placeholder), None))
    _take_out(session, traces, about.own, placeholder)
    search_renewal.renew(session)
    session.expire_all()
    return step.changes


def forget_in_file(file: AllianceFile, person_id: uuid.UUID, *, placeholder: str, who: str = "") -> Changes:
    """Forget a person in an open file and overwrite what its free pages still hold.

    Raises:
        NotFound, StillBelongs, HasTheDesk: Nothing was changed.
        PlaceFull, SaveFailed: The disk refuses; what is forgotten may still stand in free pages until it is done again.
    """
    with file.writing(who=who) as session:
        changes = forget_person(session, person_id, placeholder=placeholder)
    file.compact()
    return changes


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of copies that may have held a person: those without them now, and those that could not be read."""

    clean: tuple[Path, ...]
    left: tuple[Path, ...]


def forget_in_copies(
    copies: Iterable[Path], person_id: uuid.UUID, *, passphrase: str | None, placeholder: str, who: str = ""
) -> Rewritten:
    """Forget a person in backups and copies of the file; their age stays the same.

    One under another passphrase, open elsewhere, damaged, or of a newer format is left as it is, and returned as such;
    and one from which the person is gone, but whose free pages could not be written anew (`AllianceFile.compact`): it
    may hold the name there still.
    """
    clean, left = [], []
    for path in copies:
        try:
            before = path.stat()
            with open_file(path, passphrase=passphrase, who=who) as file:
                _forget_in_copy(file, person_id, placeholder=placeholder, who=who)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            clean.append(path)
        except (KnownError, OSError):
            left.append(path)
    return Rewritten(tuple(clean), tuple(left))


@dataclass(frozen=True, slots=True)
class Holding:
    """Which copies know a person, and which cannot be read and may."""

    knowing: tuple[Path, ...]
    unread: tuple[Path, ...]


def copies_with(copies: Iterable[Path], person_id: uuid.UUID, *, passphrase: str | None) -> Holding:
    """Return which copies still hold a person. Nothing is written, not even a lock."""
    knowing, unread = [], []
    for path in copies:
        try:
            with (
                open_file(path, passphrase=passphrase, read_only=True, check_now=False) as file,
                file.reading() as session,
            ):
                if _is_known(session, person_id):
                    knowing.append(path)
        except (KnownError, OSError):
            unread.append(path)
    return Holding(tuple(knowing), tuple(unread))


def _is_known(session: Session, person_id: uuid.UUID) -> bool:
    try:
        whom(session, person_id)
    except NotFound:
        return False
    return True


def _forget_in_copy(file: AllianceFile, person_id: uuid.UUID, *, placeholder: str, who: str) -> None:
    with file.reading() as session:
        if not _is_known(session, person_id):
            return
    with file.writing(who=who) as session:
        forget_person(session, person_id, placeholder=placeholder, whoever=True)
    file.compact()


def _refuse(session: Session, about: Whom) -> None:
    if about.member is not None:
        today = history.moment(session).astimezone().date()
        spells = session.scalars(select(Membership).where(Membership.member_id == about.member.id)).all()
        if any(covers(spell, today) and spell.status is MemberStatus.MEMBER for spell in spells):
            raise StillBelongs(about.member.name)
    desk = session.scalars(select(Desk)).first()
    if desk is not None and (desk.person_id == about.id or desk.name == about.name):
        raise HasTheDesk(about.name)


def _traces_of(session: Session, about: Whom) -> Traces:
    bore, reached = _what_they_were(session, about)
    spelt = {said for key, written in _AS_WRITTEN for said in session.scalars(select(written).where(key == about.id))}
    return Traces.of(about.name, bore=bore, spelt=spelt, reached=reached, others=_other_names(session, about))


def _what_they_were(session: Session, about: Whom) -> tuple[set[str], set[str]]:
    """Return the names that the person bore, and the addresses and numbers they had, now or before."""
    rows = [row for row in (about.person, about.member) if row is not None]
    names, reached = (
        {about.name, *(row.name for row in rows)},
        {said for row in rows for said in (row.email, row.phone)},
    )
    asked = select(Change.old, Change.new).where(Change.row_id.in_(about.own))
    for sides in session.execute(asked):
        for fields in filter(None, sides):
            names.add(fields.get("name") or about.name)
            reached |= {fields.get("email") or "", fields.get("phone") or ""}
    return names, reached


def _other_names(session: Session, about: Whom) -> list[str]:
    """Return the names of everybody and everything else that is called something."""
    people = session.execute(select(Person.id, Person.name))
    members = session.execute(select(Member.id, Member.name))
    others = [name for key, name in (*people, *members) if key not in about.own]
    return [*others, *session.scalars(select(Group.name)), *session.scalars(select(Alliance.name))]


def _free(session: Session, placeholder: str) -> str:
    """Return the placeholder, with a number where it stands for somebody else already."""
    taken = {*session.scalars(select(Person.name)), *session.scalars(select(Member.name))}
    count, name = 1, placeholder
    while name in taken:
        count += 1
        name = f"{placeholder} {count}"
    return name


def _empty(row: Any, placeholder: str) -> None:
    for field in _PERSONAL:
        if hasattr(row, field):
            setattr(row, field, placeholder if field == "name" else "")
    for field in ("share_email", "share_phone"):
        if hasattr(row, field):
            setattr(row, field, False)
    if hasattr(row, "noted_on"):
        row.noted_on = None


def _uses(session: Session, person_id: uuid.UUID) -> dict[str, int]:
    uses: dict[str, int] = {}
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            if any(reference.column.table.name == "person" for reference in column.foreign_keys):
                count = session.scalar(select(func.count()).select_from(mapper.class_).where(column == person_id)) or 0
                table = mapper.class_.__tablename__
                uses[table] = uses.get(table, 0) + count
    return {table: uses[table] for table in sorted(uses, key=lambda name: (-uses[name], name)) if uses[table]}


def _written(table: Any) -> list[str]:
    """Return the columns of a table that hold words of people."""
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum | ExactDecimal)
    ]


def _tables() -> Iterator[Any]:
    own = {Step.__tablename__, Change.__tablename__, SearchEntry.__tablename__}
    return (table for table in Base.metadata.sorted_tables if table.name not in own)


def _texts(session: Session) -> Iterator[tuple[str, uuid.UUID, str, str]]:
    """Yield (table, key, field, text) of all that people wrote."""
    connection = driver(session)
    for table in _tables():
        key = next(iter(table.primary_key.columns)).name
        for field in _written(table):
            asked = f'SELECT "{key}", "{field}" FROM "{table.name}" WHERE "{field}" <> \'\''  # noqa: S608 (our names)
            for row_id, said in connection.execute(asked).fetchall():
                yield table.name, _key(row_id), field, said


def _key(stored: object) -> uuid.UUID:
    return uuid.UUID(stored) if isinstance(stored, str) and len(stored) == 32 else uuid.UUID(int=0)


def _steps(session: Session, traces: Traces, own: frozenset[uuid.UUID]) -> Iterator[str]:
    """Yield the key of each step that bears the person's name, or changed or names the person."""
    connection = driver(session)
    seen: set[str] = set()
    for key, who in connection.execute("SELECT id, who FROM step").fetchall():
        if composed(who) in traces.names:
            seen.add(key)
    for key, row_id, old, new in connection.execute("SELECT step_id, row_id, old, new FROM change").fetchall():
        if _key(row_id) in own or any(traces.found_in(said) for side in (old, new) for said in _strings(side)):
            seen.add(key)
    yield from seen


def _strings(stored: str | None) -> Iterator[str]:
    for value in (json.loads(stored) or {}).values() if stored else ():
        if isinstance(value, str):
            yield value


def _take_out(session: Session, traces: Traces, own: frozenset[uuid.UUID], placeholder: str) -> None:
    """Rewrite what others wrote, and the history, past its own records: it must not remember what it forgets."""
    session.flush()
    connection = driver(session)
    for table in _tables():
        key = next(iter(table.primary_key.columns)).name
        for field in _written(table):
            _rewrite(connection, table.name, key, field, lambda said: traces.renamed(said, placeholder))
    _rewrite(connection, "step", "id", "who", lambda who: placeholder if composed(who) in traces.names else who)
    changed = connection.execute("SELECT id, row_id, old, new FROM change").fetchall()
    for key, row_id, *sides in changed:
        mine = _key(row_id) in own
        told = [_rewritten(side, traces, placeholder, mine=mine) for side in sides]
        if told != sides:
            connection.execute("UPDATE change SET old = ?, new = ? WHERE id = ?", (*told, key))


def _rewrite(connection: Any, table: str, key: str, field: str, become: Callable[[str], str]) -> None:
    asked = f'SELECT "{key}", "{field}" FROM "{table}" WHERE "{field}" <> \'\''  # noqa: S608 (our own names)
    told = [(new, row_id) for row_id, said in connection.execute(asked).fetchall() if (new := become(said)) != said]
    connection.executemany(f'UPDATE "{table}" SET "{field}" = ? WHERE "{key}" = ?', told)  # noqa: S608 (our names)


def _rewritten(stored: str | None, traces: Traces, placeholder: str, *, mine: bool) -> str | None:
    if not stored or not (fields := json.loads(stored)):
        return stored
    before = _emptied(fields, placeholder) if mine else fields
    told = {
        name: traces.renamed(value, placeholder) if isinstance(value, str) else value for name, value in before.items()
    }
    return json.dumps(told) if told != fields else stored


def _emptied(fields: Mapping[str, Any], placeholder: str) -> dict[str, Any]:
    """Return what history holds of a row that is the person's own, without what says who they are."""
    return {
        name: (placeholder if name == "name" else "") if name in _PERSONAL and value else value
        for name, value in fields.items()
    }
