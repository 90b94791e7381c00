"""Who co-chairs the alliance, in terms with dates. Two from one organisation is a warning, never a bar."""

import datetime as dt
import uuid
from collections import defaultdict
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
from db.members.people import add_person, get_person
from db.schema import CoChairTerm, Member, Person
from db.spells import Stretch, check_room, covers, last_day, start_of, today


@dataclass(frozen=True, slots=True)
class CoChairRow:
    """A person co-chairing in `[from_date, to_date)`, speaking for a member if one is named."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    member_id: uuid.UUID | None
    member_name: str
    from_date: dt.date | None
    to_date: dt.date | None


@dataclass(frozen=True, slots=True)
class SameOrganisation:
    """Several co-chairs of one day speak for one member."""

    member_id: uuid.UUID
    member_name: str
    names: tuple[str, ...]


def co_chair_terms(session: Session) -> list[CoChairRow]:
    """Return all terms, the newest first."""
    found = session.execute(
        select(CoChairTerm, Person.name, Member.name)
        .join(Person, Person.id == CoChairTerm.person_id)
        .outerjoin(Member, Member.id == CoChairTerm.member_id)
    )
    rows = [
        CoChairRow(row.id, row.person_id, name, row.member_id, member_name or "", row.from_date, row.to_date)
        for row, name, member_name in found
    ]
    return sorted(rows, key=lambda row: (start_of(row), row.id), reverse=True)


def co_chairs_on(session: Session, on: dt.date | None = None) -> list[CoChairRow]:
    """Return who co-chairs on a day (today by default), the longest in office first."""
    return [row for row in reversed(co_chair_terms(session)) if covers(row, on or today())]


def co_chair_warnings(session: Session, on: dt.date | None = None) -> list[SameOrganisation]:
    """Return the members for whom more than one co-chair speaks on a day (today by default)."""
    by_member: dict[tuple[uuid.UUID, str], list[str]] = defaultdict(list)
    for row in co_chairs_on(session, on):
        if row.member_id is not None:
            by_member[row.member_id, row.member_name].append(row.name)
    return [SameOrganisation(*member, tuple(names)) for member, names in by_member.items() if len(names) > 1]


def add_co_chair(
    session: Session,
    *,
    person_id: uuid.UUID | None = None,
    name: str = "",
    member_id: uuid.UUID | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Give a person (known, or new by `name`) a term as co-chair; return its key and the changes.

    Raises:
        NotFound: If the person or the member does not exist.
        NameMissing: If a new person has no name.
        DatesOutOfOrder: If the term ends before it begins.
        SpellsOverlap: If the person co-chairs on one of those days already.
    """
    with history.step(session, "add_co_chair") as step:
        if person_id is None:
            person_id, _changes = add_person(session, name=name)
        person = get_person(session, person_id)
        if member_id is not None:
            get_member(session, member_id)
        check_room(person.name, _others(session, person_id), Stretch(from_date, to_date))
        row = CoChairTerm(id=new_id(), person_id=person_id, member_id=member_id, from_date=from_date, to_date=to_date)
        session.add(row)
    return row.id, step.changes


def change_co_chair(
    session: Session,
    term_id: uuid.UUID,
    *,
    member_id: uuid.UUID | None,
    from_date: dt.date | None,
    to_date: dt.date | None,
) -> Changes:
    """Put a term right.

    Raises:
        NotFound: If the term or the member does not exist.
        DatesOutOfOrder, SpellsOverlap: As `add_co_chair` does.
    """
    with history.step(session, "change_co_chair") as step:
        row = _term(session, term_id)
        if member_id is not None:
            get_member(session, member_id)
        others = [other for other in _others(session, row.person_id) if other is not row]
        check_room(get_person(session, row.person_id).name, others, Stretch(from_date, to_date))
        row.member_id, row.from_date, row.to_date = member_id, from_date, to_date
    return step.changes


def end_co_chair(session: Session, term_id: uuid.UUID, *, on: dt.date) -> Changes:
    """End a term on a day: the day before is its last.

    Raises:
        NotFound: If there is no such term.
        NotBelonging: If the person does not co-chair on that last day.
    """
    with history.step(session, "end_co_chair") as step:
        row = _term(session, term_id)
        if not covers(row, last_day(on)):
            raise NotBelonging(get_person(session, row.person_id).name, last_day(on))
        row.to_date = on
    return step.changes


def delete_co_chair(session: Session, term_id: uuid.UUID) -> Changes:
    """Take a term out of the record; the person stays.

    Raises:
        NotFound: If there is no such term.
    """
    with history.step(session, "delete_co_chair") as step:
        delete_row(session, _term(session, term_id))
    return step.changes


def _others(session: Session, person_id: uuid.UUID) -> list[CoChairTerm]:
    return list(session.scalars(select(CoChairTerm).where(CoChairTerm.person_id == person_id)))


def _term(session: Session, term_id: uuid.UUID) -> CoChairTerm:
    row = session.get(CoChairTerm, term_id)
    if row is None:
        raise NotFound("co_chair_term", term_id)
    return row
