"""Who can owe an action of a meeting: members, people, guests noted by name; those at the meeting first."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.conditions import on_day
from db.folding import fold, words
from db.members.members import representatives_on
from db.minutes.owners import Candidate, OwnerKind, OwnerNames, owner_names, resolve_owner
from db.schema import Attendance, Meeting, Member, Membership, Person
from db.vocabulary import AttendanceStatus


@dataclass(frozen=True, slots=True)
class OwnerOption:
    """Somebody to offer as an owner, with what an action of theirs records."""

    candidate: Candidate[uuid.UUID]
    member_id: uuid.UUID | None
    person_id: uuid.UUID | None
    detail: str
    """For a member the person it is here through, or its representative; for a person the member they speak for; for a
    guest their organisation."""

    @property
    def guest(self) -> str:
        """Return the name of a guest of whom the record holds nothing else; empty for everybody else."""
        return "" if self.member_id or self.person_id else self.candidate.name


@dataclass(frozen=True, slots=True)
class ResolvedOwner:
    """Whom a name in a line means; all empty when it means nobody known, or several."""

    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    guest: str = ""
    """The name of a guest, as the attendance has it."""

    def __bool__(self) -> bool:
        return bool(self.member_id or self.person_id or self.guest)


def owner_options(session: Session, meeting_id: uuid.UUID) -> tuple[OwnerOption, ...]:
    """Return who can owe an action of this meeting: members that day (observers too), people, guests."""
    meeting = session.get_one(Meeting, meeting_id)
    here = _here(session, meeting_id)
    speakers = _speakers(session, meeting.date)
    members = session.execute(
        select(Member.id, Member.name, Member.short_name, Member.person_id)
        .join(Membership, Membership.member_id == Member.id)
        .where(on_day(Membership, meeting.date))
        .distinct()
    ).all()
    names = {row.id: row.name for row in members}
    people = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    options = [
        OwnerOption(
            Candidate(row.id, row.name, row.short_name, OwnerKind.MEMBER, row.id in here),
            row.id,
            row.person_id,
            people.get(here.get(row.id) or next(iter(speakers.by_member.get(row.id, ())), None) or row.id, ""),
        )
        for row in members
    ]
    themselves = {row.person_id for row in members}
    for person_id, name in people.items():
        if person_id not in themselves:
            member_id = speakers.only_member(person_id)
            options.append(
                OwnerOption(
                    Candidate(person_id, name, "", OwnerKind.PERSON, person_id in here.values()),
                    member_id,
                    person_id,
                    names.get(member_id, "") if member_id else "",
                )
            )
    taken = {words(name) for one in options for name in (one.candidate.name, one.candidate.short_name)}
    for guest in _guests(session, meeting_id):
        if words(guest.candidate.name) not in taken:
            taken.add(words(guest.candidate.name))
            options.append(guest)
    return tuple(sorted(options, key=lambda option: (not option.candidate.present, fold(option.candidate.name))))


def meeting_owner_names(session: Session, meeting_id: uuid.UUID) -> OwnerNames:
    """Return the names of those who can owe an action of this meeting."""
    return names_of(owner_options(session, meeting_id))


def names_of(options: Sequence[OwnerOption]) -> OwnerNames:
    """Return the names in `options`."""
    return owner_names(option.candidate for option in options)


def resolve(as_written: str, options: Sequence[OwnerOption]) -> ResolvedOwner:
    """Return whom `as_written` means among `options`."""
    found = resolve_owner(as_written, [option.candidate for option in options])
    if not isinstance(found, Candidate):
        return ResolvedOwner()
    chosen = next(option for option in options if option.candidate is found)
    return ResolvedOwner(chosen.member_id, chosen.person_id, chosen.guest)


@dataclass(frozen=True, slots=True)
class _Speakers:
    by_member: Mapping[uuid.UUID, Sequence[uuid.UUID]]
    by_person: Mapping[uuid.UUID, Sequence[uuid.UUID]]

    def only_member(self, person_id: uuid.UUID) -> uuid.UUID | None:
        members = self.by_person.get(person_id, ())
        return members[0] if len(members) == 1 else None


def _speakers(session: Session, on: dt.date) -> _Speakers:
    by_member = {
        member_id: [person_id for person_id, _name, _role in speakers]
        for member_id, speakers in representatives_on(session, on).items()
    }
    by_person: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for member_id, speakers in by_member.items():
        for person_id in speakers:
            by_person[person_id].append(member_id)
    return _Speakers(by_member, by_person)


def _guests(session: Session, meeting_id: uuid.UUID) -> list[OwnerOption]:
    """Return the guests and observers noted by name alone."""
    found = session.execute(
        select(Attendance.id, Attendance.name, Attendance.organisation, Attendance.left_at)
        .where(
            Attendance.meeting_id == meeting_id,
            Attendance.member_id.is_(None),
            Attendance.person_id.is_(None),
            Attendance.status == AttendanceStatus.PRESENT,
            Attendance.name != "",
        )
        .order_by(Attendance.position)
    )
    return [
        OwnerOption(Candidate(key, name, "", OwnerKind.PERSON, left_at is None), None, None, organisation)
        for key, name, organisation, left_at in found
    ]


def _here(session: Session, meeting_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID | None]:
    """Return who is present and has not left: member (or a guest's own key) → the person."""
    found = session.execute(
        select(Attendance.member_id, Attendance.id, Attendance.person_id).where(
            Attendance.meeting_id == meeting_id,
            Attendance.status == AttendanceStatus.PRESENT,
            Attendance.left_at.is_(None),
        )
    )
    return {member_id or key: person_id for member_id, key, person_id in found}
