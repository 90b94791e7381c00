"""Endorsements: which member stands behind a decision, a version of the charter, a note or a statement.

Asked are those who hold a seat: of a decision on the day it was taken and in the body that took it, of a version on the
day it came into force, of a note on the day it went out, and today for a draft. Whoever said something before stays
listed. A member without a row has not been asked; one that was asked and says neither is silent.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.changes import Changes
from db.errors.charter import NotAsked, NoteGoneOut
from db.errors.records import NotFound
from db.folding import fold
from db.history import history
from db.history.deletion import delete_row
from db.members.members import representatives_on, seats_on
from db.minutes.decisions import decision_label
from db.schema import CharterVersion, Decision, Endorsement, Meeting, Member, Note, Person
from db.vocabulary import CharterKind, NoteKind, Stance


class SubjectKind(StrEnum):
    DECISION = "decision"
    VERSION = "version"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Subject:
    """What members are asked to stand behind."""

    kind: SubjectKind
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members endorse, are silent, object, and were not asked or have not answered."""

    endorse: int = 0
    silent: int = 0
    object: int = 0
    unasked: int = 0

    @property
    def said(self) -> int:
        """Return of how many members it is known."""
        return self.endorse + self.silent + self.object


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A member asked, and what it said. Without a stance it has not been asked."""

    member_id: uuid.UUID
    name: str
    code: str
    kind_id: uuid.UUID | None
    grassroots: bool
    stance: Stance | None
    on_date: dt.date | None
    person_id: uuid.UUID | None
    person: str
    remark: str
    speakers: tuple[tuple[uuid.UUID, str], ...]
    """(person, name) of who speaks for it, the primary representative first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member said, through which person."""

    member_id: uuid.UUID
    stance: Stance
    person_id: uuid.UUID | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class EndorsementSheet:
    """Everything said to one subject, by the members' names."""

    subject: Subject
    day: dt.date
    """As of which day members are asked."""
    title: str
    """A decision's words, a note's title; a version's are said by `charter_kind` and `number`."""
    number: str
    """The decision's, or the version's; empty for a note."""
    charter_kind: CharterKind | None
    note_kind: NoteKind | None
    gone_out_on: dt.date | None
    rows: tuple[StanceRow, ...]

    @property
    def tally(self) -> Tally:
        """Return the counts."""
        counts = {stance: sum(row.stance is stance for row in self.rows) for stance in Stance}
        unasked = sum(row.stance is None for row in self.rows)
        return Tally(counts[Stance.ENDORSES], counts[Stance.SILENT], counts[Stance.OBJECTS], unasked)


_COLUMNS: Final[Mapping[SubjectKind, InstrumentedAttribute[uuid.UUID | None]]] = {
    SubjectKind.DECISION: Endorsement.decision_id,
    SubjectKind.VERSION: Endorsement.version_id,
    SubjectKind.NOTE: Endorsement.note_id,
}


@dataclass(frozen=True, slots=True)
class _Facts:
    day: dt.date
    title: str = ""
    number: str = ""
    group_id: uuid.UUID | None = None
    charter_kind: CharterKind | None = None
    note_kind: NoteKind | None = None
    gone_out_on: dt.date | None = None


def endorsement_sheet(session: Session, subject: Subject, *, today: dt.date) -> EndorsementSheet:
    """Return who is asked to stand behind a subject, and what each said.

    Raises:
        NotFound: If there is no such decision, version or note.
    """
    facts = _facts(session, subject, today)
    rows = {
        seat.member_id: StanceRow(
            seat.member_id, seat.name, seat.code, seat.kind_id, seat.grassroots, None, None, None, "", "",
            tuple((key, name) for key, name, _role in seat.representatives),
        )
        for seat in seats_on(session, facts.group_id, facts.day)
    }  # fmt: skip
    said = (
        select(Endorsement, Member, func.coalesce(Person.name, ""))
        .join(Member, Member.id == Endorsement.member_id)
        .outerjoin(Person, Person.id == Endorsement.person_id)
        .where(_COLUMNS[subject.kind] == subject.id)
    )
    given = session.execute(said).all()
    others = any(member.id not in rows for _row, member, _person in given)  # without a seat by now
    speakers = representatives_on(session, facts.day) if others else {}
    for row, member, person in given:
        seat = rows.get(member.id)
        own = seat.speakers if seat else tuple((key, name) for key, name, _role in speakers.get(member.id, ()))
        rows[member.id] = StanceRow(
            member.id, member.name, member.code, member.kind_id, member.grassroots, row.stance, row.on_date,
            row.person_id, person, row.remark, own,
        )  # fmt: skip
    return EndorsementSheet(
        subject, facts.day, facts.title, facts.number, facts.charter_kind, facts.note_kind, facts.gone_out_on,
        tuple(sorted(rows.values(), key=lambda row: fold(row.name))),
    )  # fmt: skip


def tallies(
    session: Session, kind: SubjectKind, subjects: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, Tally]:
    """Return how many endorse, are silent and object, by subject, for those of which anything is known.

    Who was not asked is not counted here; a sheet tells.
    """
    column = _COLUMNS[kind]
    wanted = select(column, Endorsement.stance, func.count()).where(column.is_not(None))
    if subjects is not None:
        wanted = wanted.where(column.in_(list(subjects)))
    counts: dict[uuid.UUID, dict[Stance, int]] = defaultdict(dict)
    for key, stance, count in session.execute(wanted.group_by(column, Endorsement.stance)):
        if key is not None:
            counts[key][stance] = count
    return {
        key: Tally(own.get(Stance.ENDORSES, 0), own.get(Stance.SILENT, 0), own.get(Stance.OBJECTS, 0))
        for key, own in counts.items()
    }


def endorsers(session: Session, subject: Subject) -> tuple[str, ...]:
    """Return the names of the members that endorse: in whose name a statement goes out."""
    wanted = (
        select(Member.name)
        .join(Endorsement, Endorsement.member_id == Member.id)
        .where(_COLUMNS[subject.kind] == subject.id, Endorsement.stance == Stance.ENDORSES)
    )
    return tuple(sorted(session.scalars(wanted), key=fold))


def endorsed_of_last(session: Session, member_id: uuid.UUID, on: dt.date, *, last: int = 16) -> tuple[int, int]:
    """Return how many a member endorses of the last decisions it was asked about up to a day, and how many they are."""
    asked = (
        select(Endorsement.stance)
        .join(Decision, Decision.id == Endorsement.decision_id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .where(Endorsement.member_id == member_id, Meeting.date <= on)
        .order_by(Meeting.date.desc(), Decision.sequence.desc())
        .limit(last)
    )
    stances = session.scalars(asked).all()
    return sum(stance is Stance.ENDORSES for stance in stances), len(stances)


def record_endorsement(
    session: Session,
    subject: Subject,
    member_id: uuid.UUID,
    *,
    stance: Stance | None,
    on: dt.date,
    person_id: uuid.UUID | None = None,
    remark: str = "",
) -> Changes:
    """Note what a member said, through which person and when; no stance takes it back.

    Raises:
        NotFound: If there is no such subject, member or person.
        NotAsked: If the member held no seat and nothing was noted of it before.
        NoteGoneOut: If the note has left the alliance.
    """
    with history.step(session, "record_endorsement") as step:
        facts = _open(session, subject, on)
        row = _row(session, subject, member_id)
        if stance is None:
            if row is not None:
                delete_row(session, row)
        else:
            if row is None:
                _check_seat(session, facts, member_id)
            _put(session, subject, row, member_id, stance=stance, on=on, person_id=person_id, remark=remark)
    return step.changes


def record_endorsements(session: Session, subject: Subject, answers: Sequence[Answer], *, on: dt.date) -> Changes:
    """Note what several members said, as one step.

    Raises:
        NotFound: If there is no such subject, member or person.
        NotAsked: If one held no seat and nothing was noted of it before.
        NoteGoneOut: If the note has left the alliance.
    """
    with history.step(session, "record_endorsements") as step:
        facts = _open(session, subject, on)
        seats = {seat.member_id for seat in seats_on(session, facts.group_id, facts.day)}
        said = session.scalars(select(Endorsement).where(_COLUMNS[subject.kind] == subject.id))
        known = {row.member_id: row for row in said}
        for answer in answers:
            row = known.get(answer.member_id)
            if row is None and answer.member_id not in seats:
                raise NotAsked(_member_name(session, answer.member_id))
            _put(
                session, subject, row, answer.member_id, stance=answer.stance, on=on, person_id=answer.person_id,
                remark=answer.remark,
            )  # fmt: skip
    return step.changes


def record_rest(session: Session, subject: Subject, *, stance: Stance, on: dt.date) -> Changes:
    """Note the same of every member that has not said anything, as one step.

    Raises:
        NotFound: If there is no such subject.
        NoteGoneOut: If the note has left the alliance.
    """
    with history.step(session, "record_rest") as step:
        _open(session, subject, on)
        for row in endorsement_sheet(session, subject, today=on).rows:
            if row.stance is None:
                speaker = row.speakers[0][0] if row.speakers and stance is not Stance.SILENT else None
                _put(session, subject, None, row.member_id, stance=stance, on=on, person_id=speaker, remark="")
    return step.changes


def _put(
    session: Session, subject: Subject, row: Endorsement | None, member_id: uuid.UUID, *, stance: Stance, on: dt.date,
    person_id: uuid.UUID | None, remark: str,
) -> None:  # fmt: skip
    if person_id is not None and session.get(Person, person_id) is None:
        raise NotFound("person", person_id)
    if row is None:
        keys: dict[str, Any] = {_COLUMNS[subject.kind].key: subject.id, "member_id": member_id}
        row = Endorsement(**keys, stance=stance, on_date=on)
        session.add(row)
    row.stance, row.on_date, row.person_id, row.remark = stance, on, person_id, remark.strip()


def _row(session: Session, subject: Subject, member_id: uuid.UUID) -> Endorsement | None:
    own = select(Endorsement).where(_COLUMNS[subject.kind] == subject.id, Endorsement.member_id == member_id)
    return session.scalars(own).first()


def _open(session: Session, subject: Subject, on: dt.date) -> _Facts:
    facts = _facts(session, subject, on)
    if facts.gone_out_on is not None:
        raise NoteGoneOut(facts.title, facts.gone_out_on)
    return facts


def _check_seat(session: Session, facts: _Facts, member_id: uuid.UUID) -> None:
    if all(seat.member_id != member_id for seat in seats_on(session, facts.group_id, facts.day)):
        raise NotAsked(_member_name(session, member_id))


def _member_name(session: Session, member_id: uuid.UUID) -> str:
    member = session.get(Member, member_id)
    if member is None:
        raise NotFound("member", member_id)
    return member.name


def _facts(session: Session, subject: Subject, today: dt.date) -> _Facts:
    match subject.kind:
        case SubjectKind.DECISION:
            if (decision := session.get(Decision, subject.id)) is not None:
                meeting = session.get_one(Meeting, decision.meeting_id)
                label = decision_label(meeting.number, decision.sequence)
                return _Facts(meeting.date, decision.text, label, meeting.group_id)
        case SubjectKind.VERSION:
            if (version := session.get(CharterVersion, subject.id)) is not None:
                day = version.in_force_from or today
                return _Facts(day, number=str(version.version), charter_kind=version.kind)
        case SubjectKind.NOTE:
            if (note := session.get(Note, subject.id)) is not None:
                return _Facts(note.gone_out_on or today, note.title, note_kind=note.kind, gone_out_on=note.gone_out_on)
    raise NotFound(subject.kind.value, subject.id)
