"""One member or person recorded twice: finding likely doubles, joining two into one, and attaching an individual to
the organisation it really speaks for. Every mention moves along; nothing that either row knew is lost."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, inspect, or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.members import NotAnIndividual, NotAnOrganisation, SameTwice
from db.history import history
from db.history.deletion import delete_row, move_mentions
from db.members.members import get_member
from db.members.names import likely_doubles as alike
from db.members.people import get_person
from db.schema import (
    Action,
    Attendance,
    CallLog,
    CoChairTerm,
    Different,
    Endorsement,
    Group,
    GroupMembership,
    MeetingOfficer,
    Member,
    Membership,
    Person,
    Representative,
    Turn,
    TurnCredit,
)
from db.spells import Stretch, in_order, merged, shared_day, without
from db.vocabulary import RepresentativeRole

_ABOUT = ("sector", "place", "website")
_REACH = ("email", "phone")
_WITH_PERSON = (
    (Attendance, Attendance.member_id, "person_id"),
    (MeetingOfficer, MeetingOfficer.member_id, "person_id"),
    (CallLog, CallLog.member_id, "person_id"),
    (Action, Action.owner_member_id, "owner_person_id"),
    (Group, Group.coordinator_member_id, "coordinator_person_id"),
    (Turn, Turn.member_id, "person_id"),
    (Endorsement, Endorsement.member_id, "person_id"),
    (TurnCredit, TurnCredit.member_id, "person_id"),
)
"""Where a member and the person it acted through stand side by side."""


@dataclass(frozen=True, slots=True)
class DoubleRow:
    """Two rows of one table ("member" or "person") that may be one; `likeness` is between 0 and 1."""

    table: str
    first_id: uuid.UUID
    first_name: str
    second_id: uuid.UUID
    second_name: str
    likeness: float


def likely_doubles(session: Session) -> list[DoubleRow]:
    """Return the members and the people whose names are alike, the most alike first.

    Two individual members are offered once, as members. Those that were found to be different are left out.
    """
    different = {frozenset(pair) for pair in session.execute(select(Different.first_id, Different.second_id))}
    found = _pairs("member", session.execute(select(Member.id, Member.name).order_by(Member.id)).all())
    individuals = set(session.scalars(select(Member.person_id).where(Member.person_id.is_not(None))))
    everybody = session.execute(select(Person.id, Person.name).order_by(Person.id)).all()
    found += [
        pair
        for pair in _pairs("person", everybody)
        if not (pair.first_id in individuals and pair.second_id in individuals)
    ]
    found = [pair for pair in found if frozenset((pair.first_id, pair.second_id)) not in different]
    return sorted(found, key=lambda pair: -pair.likeness)


def note_different(session: Session, first_id: uuid.UUID, second_id: uuid.UUID) -> Changes:
    """Remember that two members, or two people, are not the same, though their names are alike.

    Raises:
        SameTwice: If both are the same row.
        NotFound: If one of them does not exist, or one is a member and the other a person.
    """
    if first_id == second_id:
        raise SameTwice
    with history.step(session, "note_different") as step:
        get = get_member if session.get(Member, first_id) is not None else get_person
        for key in (first_id, second_id):
            get(session, key)
        _note_different(session, first_id, second_id)
    return step.changes


def join_doubles(session: Session, keep_id: uuid.UUID, drop_id: uuid.UUID) -> Changes:
    """Make one of two members, or of two people: everything that spoke of `drop_id` speaks of `keep_id`.

    Where both say something, the kept row is right; what only the other knew is added to it; notes stand one below
    the other. An individual joined with an organisation is attached to it. Joining two individuals joins the people
    they are, and joining two people who are both members joins the members.

    Raises:
        SameTwice: If both are the same row.
        NotFound: If one of them does not exist, or one is a member and the other a person.
        NotAnOrganisation: If an organisation would be joined into an individual.
    """
    if keep_id == drop_id:
        raise SameTwice
    with history.step(session, "join_doubles", merge_key=joined_key(keep_id, drop_id)) as step:
        if session.get(Member, keep_id) is not None:
            _join_members(session, get_member(session, keep_id), get_member(session, drop_id))
        else:
            _join_people(session, get_person(session, keep_id), get_person(session, drop_id))
    return step.changes


def joined_key(keep_id: uuid.UUID, drop_id: uuid.UUID) -> str:
    """Return what a step that joins two rows bears: history alone would not always tell into which one went."""
    return f"{keep_id.hex} {drop_id.hex}"


def attach_individual_to_organisation(session: Session, member_id: uuid.UUID, organisation_id: uuid.UUID) -> Changes:
    """Make the person of an individual member a representative of an organisation, with all they did.

    What they attended, chaired, own, brought, offer and coordinate is the organisation's from then on, through that
    person. The dates of the individual become those of an alternate representative; an organisation without any dates
    of its own takes them too.

    Raises:
        SameTwice: If both are the same row.
        NotFound: If one of them does not exist.
        NotAnIndividual: If the member is not an individual.
        NotAnOrganisation: If it would be attached to an individual.
    """
    if member_id == organisation_id:
        raise SameTwice
    with history.step(session, "attach_individual_to_organisation") as step:
        member, organisation = get_member(session, member_id), get_member(session, organisation_id)
        if member.person_id is None:
            raise NotAnIndividual(member.name)
        if organisation.person_id is not None:
            raise NotAnOrganisation(organisation.name)
        _attach(session, member, organisation, get_person(session, member.person_id))
    return step.changes


def _pairs(table: str, named: Sequence[Row[uuid.UUID, str]]) -> list[DoubleRow]:
    return [
        DoubleRow(table, *named[pair.first], *named[pair.second], pair.likeness)
        for pair in alike([name for _key, name in named])
    ]


def _note_different(session: Session, *keys: uuid.UUID) -> None:
    first, second = sorted(keys)
    same = (Different.first_id == first, Different.second_id == second)
    if session.scalars(select(Different).where(*same)).first() is None:
        session.add(Different(first_id=first, second_id=second))
        session.flush()


def _move_differences(session: Session, keep: uuid.UUID, drop: uuid.UUID) -> None:
    """Let who was found to differ from `drop` differ from `keep`."""
    about = or_(Different.first_id == drop, Different.second_id == drop)
    for row in session.scalars(select(Different).where(about)).all():
        other = row.second_id if row.first_id == drop else row.first_id
        session.delete(row)
        if other != keep:
            _note_different(session, keep, other)


def _join_members(session: Session, keep: Member, drop: Member) -> None:
    if drop.person_id is not None and keep.person_id is None:
        _attach(session, drop, keep, get_person(session, drop.person_id))
        return
    if drop.person_id is None and keep.person_id is not None:
        raise NotAnOrganisation(keep.name)
    keep_person, drop_person = keep.person_id, drop.person_id
    _join_rows(session, keep, drop)
    if keep_person is not None and drop_person is not None and keep_person != drop_person:
        _absorb_person(session, get_person(session, keep_person), get_person(session, drop_person))


def _join_people(session: Session, keep: Person, drop: Person) -> None:
    members = [
        session.scalars(select(Member).where(Member.person_id == person.id).order_by(Member.id)).first()
        for person in (keep, drop)
    ]
    if members[0] is not None and members[1] is not None:
        _join_rows(session, members[0], members[1])
    _absorb_person(session, keep, drop)


def _join_rows(session: Session, keep: Member, drop: Member) -> None:
    _fill(keep, drop, (*_ABOUT, *_REACH, "short_name", "grassroots"))
    _absorb_member(session, keep, drop)


def _attach(session: Session, member: Member, organisation: Member, person: Person) -> None:
    for model, column, through in _WITH_PERSON:
        for row in session.scalars(select(model).where(column == member.id)).all():
            if getattr(row, through) is None:
                setattr(row, through, person.id)
    own, theirs = _rows(session, Membership.member_id, member), _rows(session, Membership.member_id, organisation)
    for days in _speaking_days(session, member, person, own):
        alternate = RepresentativeRole.ALTERNATE
        session.add(Representative(
            member_id=member.id, person_id=person.id, role=alternate, from_date=days.from_date, to_date=days.to_date
        ))  # fmt: skip
    if theirs:
        for row in own:
            session.delete(row)
    session.flush()
    _fill(person, member, _REACH)
    _fill(organisation, member, _ABOUT, notes=False)
    _absorb_member(session, organisation, member)


def _speaking_days(session: Session, member: Member, person: Person, own: Sequence[Membership]) -> list[Stretch]:
    """Return the days an individual belonged on which it does not speak for itself in so many words."""
    belonged = merged([], [Stretch(row.from_date, row.to_date) for row in own]) or [Stretch(None, None)]
    spoken = [row for row in _rows(session, Representative.member_id, member) if row.person_id == person.id]
    return [piece for days in belonged for piece in without(days, spoken)]


def _absorb_member(session: Session, keep: Member, drop: Member) -> None:
    keep.kind_id = keep.kind_id or drop.kind_id
    _merge_dated(session, Membership.member_id, keep, drop, word="status")
    _merge_dated(session, Representative.member_id, keep, drop, word="role", per="person_id")
    _merge_dated(session, GroupMembership.member_id, keep, drop, word="group_id", per="group_id")
    _merge_endorsements(session, keep, drop)
    move_mentions(session, drop, keep)
    _move_differences(session, keep.id, drop.id)
    delete_row(session, drop)


def _merge_endorsements(session: Session, keep: Member, drop: Member) -> None:
    """Where both said something to the same subject, what `keep` said stands."""
    both = select(Endorsement).where(Endorsement.member_id.in_((keep.id, drop.id)))
    rows = sorted(session.scalars(both), key=lambda row: row.member_id != keep.id)
    spoken: set[uuid.UUID | None] = set()
    for row in rows:
        subject = row.decision_id or row.version_id or row.note_id
        if subject in spoken:
            session.delete(row)
        spoken.add(subject)
    session.flush()


def _absorb_person(session: Session, keep: Person, drop: Person) -> None:
    for way in _REACH:  # what was agreed to goes with the address or number it was agreed for
        if not getattr(keep, way):
            setattr(keep, f"share_{way}", getattr(drop, f"share_{way}"))
    _fill(keep, drop, _REACH)
    _merge_dated(session, Representative.person_id, keep, drop, word="role", per="member_id")
    _merge_dated(session, CoChairTerm.person_id, keep, drop, word="member_id")
    move_mentions(session, drop, keep)
    _move_differences(session, keep.id, drop.id)
    delete_row(session, drop)


def _fill(keep: Any, drop: Any, fields: Iterable[str], *, notes: bool = True) -> None:
    """Let `keep` know what only `drop` knew; notes stand one below the other."""
    for field in fields:
        setattr(keep, field, getattr(keep, field) or getattr(drop, field))
    if notes and drop.note and drop.note not in keep.note:
        keep.note = "\n".join(filter(None, (keep.note, drop.note)))
        if hasattr(keep, "noted_on"):
            keep.noted_on = max(filter(None, (keep.noted_on, drop.noted_on)), default=None)


def _merge_dated(session: Session, column: Any, keep: Any, drop: Any, *, word: str, per: str = "") -> None:
    """Give the dated rows of `keep` and `drop` days that do not overlap; on shared days those of `keep` are right.

    `word` is the field that tells what a row says of its days; only rows with the same `per` can overlap.
    """
    together: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for side, owner in enumerate((keep, drop)):
        for row in _rows(session, column, owner):
            together[getattr(row, per) if per else None][side].append(row)
    for kept, dropped in together.values():
        if any(shared_day(one, other) for one in kept for other in dropped):
            _redate(session, kept, dropped, word)
    session.flush()


def _redate(session: Session, kept: list[Any], dropped: list[Any], word: str) -> None:
    rows = [*kept, *dropped]
    values = {str(getattr(row, word)): getattr(row, word) for row in rows}
    sides = ([Stretch(row.from_date, row.to_date, str(getattr(row, word))) for row in side] for side in (kept, dropped))
    stretches = merged(*sides)
    for row in rows[len(stretches) :]:
        session.delete(row)
    for _more in stretches[len(rows) :]:
        names = [column.key for column in inspect(type(kept[0])).column_attrs if column.key != "id"]
        rows.append(type(kept[0])(**{name: getattr(kept[0], name) for name in names}))
        session.add(rows[-1])
    for row, days in zip(rows, stretches, strict=False):
        row.from_date, row.to_date = days.from_date, days.to_date
        setattr(row, word, values[days.word])


def _rows(session: Session, column: Any, owner: Any) -> list[Any]:
    return in_order(session.scalars(select(column.class_).where(column == owner.id)).all())
