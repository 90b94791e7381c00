"""What the alliance has written down of itself, in versions: its purpose, its principles, its ways of working.

A version without a first day is a draft and can be edited freely; there is at most one of each kind. Once a version is
adopted its words stay: a new version is begun from it. When the purpose is to be reviewed, and what the review
decided, can be noted at any time.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.charter import DraftOpen, NotInForce, VersionAdopted, VersionEmpty
from db.errors.records import DatesOutOfOrder, NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.minutes.decisions import decision_labels
from db.schema import CharterSection, CharterVersion, Decision
from db.vocabulary import CharterKind, ReviewOutcome

QUESTIONS: Final = ("specific", "measurable", "achievable", "realistic", "time_bound")
"""The five questions a purpose is asked, in their order; fields of a version."""

TEXTS: Final = frozenset(("text", *QUESTIONS))
"""What `change_version` may change."""

SECTION_FIELDS: Final = frozenset(("heading", "text", "non_negotiable"))
"""What `change_section` may change."""

_COPIED = (*sorted(TEXTS), "review_date")


class PurposeGap(StrEnum):
    """What a purpose lacks before anybody can say whether it was reached; the five questions by their own words."""

    WORDS = "words"
    """It does not say what the alliance is for."""
    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    REALISTIC = "realistic"
    TIME_BOUND = "time_bound"
    INDICATOR = "indicator"
    """No indicator is followed."""
    TARGET = "target"
    """No indicator has a target with its date."""
    REVIEW_DATE = "review_date"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A principle, or a section of the ways of working."""

    id: uuid.UUID
    version_id: uuid.UUID
    heading: str
    text: str
    non_negotiable: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version. It is in force in `[in_force_from, until)`; without a first day it is a draft."""

    id: uuid.UUID
    kind: CharterKind
    version: int
    text: str
    specific: str
    measurable: str
    achievable: str
    realistic: str
    time_bound: str
    in_force_from: dt.date | None
    decision_id: uuid.UUID | None
    circulated_on: dt.date | None
    review_date: dt.date | None
    reviewed_on: dt.date | None
    outcome: ReviewOutcome | None
    review_decision_id: uuid.UUID | None
    decision: str = ""
    """Number of the decision that adopted it, as people say it; empty for none."""
    review_decision: str = ""
    until: dt.date | None = None
    """The day from which a later version is in force instead."""
    sections: tuple[SectionRow, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether its words can still be edited."""
        return self.in_force_from is None

    def in_force_on(self, day: dt.date) -> bool:
        """Return whether this is the version that holds on a day."""
        started = self.in_force_from is not None and self.in_force_from <= day
        return started and (self.until is None or day < self.until)

    def answers(self) -> tuple[tuple[str, str], ...]:
        """Return the five questions with their answers."""
        return tuple((name, str(getattr(self, name))) for name in QUESTIONS)


def versions(session: Session, kind: CharterKind) -> list[VersionRow]:
    """Return the versions of a kind, the newest first."""
    found = session.scalars(
        select(CharterVersion).where(CharterVersion.kind == kind).order_by(CharterVersion.version.desc())
    ).all()
    return _rows(session, found)


def version(session: Session, version_id: uuid.UUID) -> VersionRow:
    """Return one version.

    Raises:
        NotFound: If there is no such version.
    """
    kind = _version(session, version_id).kind
    return next(row for row in versions(session, kind) if row.id == version_id)


def in_force(session: Session, kind: CharterKind, on: dt.date) -> VersionRow | None:
    """Return the version that holds on a day; none where nothing was adopted by then."""
    return next((row for row in versions(session, kind) if row.in_force_on(on)), None)


def draft(session: Session, kind: CharterKind) -> VersionRow | None:
    """Return the draft of a kind, if there is one."""
    return next((row for row in versions(session, kind) if row.draft), None)


def missing_in_purpose(row: VersionRow, *, targets: Sequence[bool]) -> tuple[PurposeGap, ...]:
    """Return what a purpose still lacks. `targets` says of each indicator followed whether it has a dated target."""
    gaps = [] if row.text.strip() else [PurposeGap.WORDS]
    gaps += [PurposeGap(name) for name, answer in row.answers() if not answer.strip()]
    if not targets:
        gaps.append(PurposeGap.INDICATOR)
    elif not any(targets):
        gaps.append(PurposeGap.TARGET)
    if row.review_date is None and row.outcome is not ReviewOutcome.END:
        gaps.append(PurposeGap.REVIEW_DATE)
    return tuple(gaps)


def begin_version(session: Session, kind: CharterKind) -> tuple[uuid.UUID, Changes]:
    """Begin a draft with the words of the newest version, or an empty first one; return its key and what changed.

    Raises:
        DraftOpen: If there is a draft of this kind already.
    """
    with history.step(session, "begin_version") as step:
        known = versions(session, kind)
        if opened := next((row for row in known if row.draft), None):
            raise DraftOpen(kind.value, opened.version)
        number = known[0].version + 1 if known else 1
        made = CharterVersion(id=new_id(), kind=kind, version=number)
        session.add(made)
        if known:
            for name in _COPIED:
                setattr(made, name, getattr(known[0], name))
            session.flush()
            session.add_all(
                CharterSection(
                    version_id=made.id, position=position, heading=section.heading, text=section.text,
                    non_negotiable=section.non_negotiable,
                )
                for position, section in enumerate(known[0].sections)
            )  # fmt: skip
    return made.id, step.changes


def change_version(session: Session, version_id: uuid.UUID, **fields: str) -> Changes:
    """Change words of a draft: its text, or the answers to the five questions.

    Raises:
        NotFound: If there is no such version.
        VersionAdopted: If it is no draft any more.
    """
    if unknown := set(fields) - TEXTS:
        raise TypeError(f"not words of a version: {sorted(unknown)}")
    with history.step(session, "change_version", merge_key=f"{version_id} {' '.join(sorted(fields))}") as step:
        row = _open(session, version_id)
        for name, value in fields.items():
            setattr(row, name, value)
    return step.changes


def delete_version(session: Session, version_id: uuid.UUID) -> Changes:
    """Delete a draft.

    Raises:
        NotFound: If there is no such version.
        VersionAdopted: If it is no draft any more.
    """
    with history.step(session, "delete_version") as step:
        delete_row(session, _open(session, version_id))
    return step.changes


def adopt_version(
    session: Session, version_id: uuid.UUID, *, on: dt.date, decision_id: uuid.UUID | None = None
) -> Changes:
    """Let a draft be in force from a day, by a decision where there is one; from now on its words stay.

    Raises:
        NotFound: If there is no such version or decision.
        VersionAdopted: If it is no draft any more.
        VersionEmpty: If it says nothing.
        DatesOutOfOrder: If the version before it began later.
    """
    with history.step(session, "adopt_version") as step:
        row = _open(session, version_id)
        _check_decision(session, decision_id)
        own = version(session, version_id)
        if not any(words.strip() for words in _said(own)):
            raise VersionEmpty(own.kind.value, own.version)
        _check_order(session, row, on)
        row.in_force_from, row.decision_id = on, decision_id
    return step.changes


def correct_adoption(session: Session, version_id: uuid.UUID, *, on: dt.date, decision_id: uuid.UUID | None) -> Changes:
    """Say anew from which day an adopted version is in force, and by which decision; its words stay.

    Raises:
        NotFound: If there is no such version or decision.
        NotInForce: If it was not adopted.
        DatesOutOfOrder: If the version before it began later, or the one after it earlier.
    """
    with history.step(session, "correct_adoption") as step:
        row = _adopted(session, version_id)
        _check_decision(session, decision_id)
        _check_order(session, row, on)
        row.in_force_from, row.decision_id = on, decision_id
    return step.changes


def circulate_version(session: Session, version_id: uuid.UUID, *, on: dt.date | None) -> Changes:
    """Note the day a version was sent round to the members; none takes that back.

    Raises:
        NotFound: If there is no such version.
    """
    with history.step(session, "circulate_version") as step:
        _version(session, version_id).circulated_on = on
    return step.changes


def set_review_date(session: Session, version_id: uuid.UUID, *, review_date: dt.date | None) -> Changes:
    """Say when the alliance asks itself whether this purpose still holds; none: not decided.

    Raises:
        NotFound: If there is no such version.
    """
    with history.step(session, "set_review_date") as step:
        _version(session, version_id).review_date = review_date
    return step.changes


def record_review(
    session: Session,
    version_id: uuid.UUID,
    *,
    outcome: ReviewOutcome,
    on: dt.date,
    decision_id: uuid.UUID | None = None,
    next_review: dt.date | None = None,
) -> Changes:
    """Note what a review of the purpose decided: to go on, to change, or to end; and when it is reviewed again.

    Raises:
        NotFound: If there is no such version or decision.
        NotInForce: If the version was not adopted.
        DatesOutOfOrder: If the next review would not come after this one.
    """
    with history.step(session, "record_review") as step:
        row = _adopted(session, version_id)
        _check_decision(session, decision_id)
        if next_review is not None and next_review <= on:
            raise DatesOutOfOrder(on, next_review)
        row.outcome, row.reviewed_on, row.review_decision_id = outcome, on, decision_id
        row.review_date = next_review
    return step.changes


def clear_review(session: Session, version_id: uuid.UUID) -> Changes:
    """Take back that the purpose was reviewed.

    Raises:
        NotFound: If there is no such version.
    """
    with history.step(session, "clear_review") as step:
        row = _version(session, version_id)
        row.outcome = row.reviewed_on = row.review_decision_id = None
    return step.changes


def add_section(
    session: Session, version_id: uuid.UUID, *, heading: str = "", text: str = "", non_negotiable: bool = False
) -> tuple[uuid.UUID, Changes]:
    """Add a principle or a section at the end of a draft; return its key and what changed.

    Raises:
        NotFound: If there is no such version.
        VersionAdopted: If it is no draft any more.
    """
    with history.step(session, "add_section") as step:
        row = _open(session, version_id)
        made = CharterSection(
            id=new_id(), version_id=row.id, position=len(_sections(session, row.id)), heading=heading.strip(),
            text=text.strip(), non_negotiable=non_negotiable,
        )  # fmt: skip
        session.add(made)
    return made.id, step.changes


def change_section(session: Session, section_id: uuid.UUID, **fields: str | bool) -> Changes:
    """Change the heading, the text, or whether a principle is non-negotiable.

    Raises:
        NotFound: If there is no such section.
        VersionAdopted: If its version is no draft any more.
    """
    if unknown := set(fields) - SECTION_FIELDS:
        raise TypeError(f"not fields of a section: {sorted(unknown)}")
    with history.step(session, "change_section", merge_key=f"{section_id} {' '.join(sorted(fields))}") as step:
        row = _open_section(session, section_id)
        for name, value in fields.items():
            setattr(row, name, value)
    return step.changes


def move_section(session: Session, section_id: uuid.UUID, *, position: int) -> Changes:
    """Put a section of a draft at a place counted from 0; beyond either end means at that end.

    Raises:
        NotFound: If there is no such section.
        VersionAdopted: If its version is no draft any more.
    """
    with history.step(session, "move_section") as step:
        row = _open_section(session, section_id)
        rows = [section for section in _sections(session, row.version_id) if section.id != row.id]
        rows.insert(max(position, 0), row)
        for place, section in enumerate(rows):
            section.position = place
    return step.changes


def delete_section(session: Session, section_id: uuid.UUID) -> Changes:
    """Take a section out of a draft.

    Raises:
        NotFound: If there is no such section.
        VersionAdopted: If its version is no draft any more.
    """
    with history.step(session, "delete_section") as step:
        row = _open_section(session, section_id)
        delete_row(session, row, name=row.heading)
        for place, section in enumerate(_sections(session, row.version_id)):
            section.position = place
    return step.changes


def _said(row: VersionRow) -> Iterable[str]:
    yield row.text
    for section in row.sections:
        yield section.heading
        yield section.text


def _rows(session: Session, found: Sequence[CharterVersion]) -> list[VersionRow]:
    """Return the rows of all versions of one kind, which come newest first."""
    sections: dict[uuid.UUID, list[SectionRow]] = defaultdict(list)
    wanted = select(CharterSection).where(CharterSection.version_id.in_([row.id for row in found]))
    for section in session.scalars(wanted.order_by(CharterSection.position, CharterSection.id)):
        sections[section.version_id].append(
            SectionRow(section.id, section.version_id, section.heading, section.text, section.non_negotiable)
        )
    mentioned = {key for row in found for key in (row.decision_id, row.review_decision_id) if key is not None}
    labels = decision_labels(session, mentioned) if mentioned else {}
    rows: list[VersionRow] = []
    until: dt.date | None = None
    for row in found:
        own = VersionRow(*(getattr(row, name) for name in VersionRow.__slots__[:_STORED]))
        rows.append(
            replace(
                own,
                decision=labels.get(own.decision_id, "") if own.decision_id else "",
                review_decision=labels.get(own.review_decision_id, "") if own.review_decision_id else "",
                until=None if own.draft else until,
                sections=tuple(sections[own.id]),
            )
        )
        until = until if own.draft else own.in_force_from
    return rows


_STORED: Final = VersionRow.__slots__.index("decision")


def _check_order(session: Session, row: CharterVersion, on: dt.date) -> None:
    for other in versions(session, row.kind):
        if other.in_force_from is None or other.id == row.id:
            continue
        if other.version < row.version and on < other.in_force_from:
            raise DatesOutOfOrder(other.in_force_from, on)
        if other.version > row.version and on > other.in_force_from:
            raise DatesOutOfOrder(on, other.in_force_from)


def _check_decision(session: Session, decision_id: uuid.UUID | None) -> None:
    if decision_id is not None and session.get(Decision, decision_id) is None:
        raise NotFound("decision", decision_id)


def _version(session: Session, version_id: uuid.UUID) -> CharterVersion:
    row = session.get(CharterVersion, version_id)
    if row is None:
        raise NotFound("charter_version", version_id)
    return row


def _open(session: Session, version_id: uuid.UUID) -> CharterVersion:
    row = _version(session, version_id)
    if row.in_force_from is not None:
        raise VersionAdopted(row.kind.value, row.version)
    return row


def _adopted(session: Session, version_id: uuid.UUID) -> CharterVersion:
    row = _version(session, version_id)
    if row.in_force_from is None:
        raise NotInForce(row.kind.value, row.version)
    return row


def _open_section(session: Session, section_id: uuid.UUID) -> CharterSection:
    row = session.get(CharterSection, section_id)
    if row is None:
        raise NotFound("charter_section", section_id)
    _open(session, row.version_id)
    return row


def _sections(session: Session, version_id: uuid.UUID) -> list[CharterSection]:
    wanted = select(CharterSection).where(CharterSection.version_id == version_id)
    return [*session.scalars(wanted.order_by(CharterSection.position, CharterSection.id))]
