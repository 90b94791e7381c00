"""Fills notes, letters and terms of reference from the record, and prints them. No Qt."""

import datetime as dt
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from db.alliance import AllianceRow, alliance, member_kinds
from db.charter.charter import VersionRow, draft, in_force
from db.charter.endorsements import Subject, SubjectKind, endorsers
from db.charter.notes import NoteRow, note, notes
from db.duties.keeping import duties
from db.engine import LETTERS
from db.errors.charter import NothingToPrint
from db.meetings.meetings import next_meeting
from db.members.co_chairs import co_chairs_on
from db.members.members import MemberRow, member_row, members_on
from db.vocabulary import CharterKind, MemberStatus, NoteKind
from desktop import texts
from desktop.naming.charter import charter_kind, note_part, version_standing
from desktop.naming.duties import duty_name
from desktop.naming.meetings import meeting_name
from desktop.naming.members import kind_word, kind_words
from desktop.reports.asking import once
from desktop.reports.letter_sheets import (
    EnvelopeSheet,
    InvitationSheet,
    NextMeeting,
    NotePart,
    NoteSheet,
    Signer,
    TermsPart,
    TermsSection,
    TermsSheet,
)
from desktop.reports.making import Maker, Printed
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName

_MOST_DUTIES: Final = 5
_DAYS_TO_ANSWER: Final = 30


# Printing


def note_maker(note_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what makes a briefing note or a statement."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.note import lay_out_note

        return lay_out_note(note_sheet(session, note_id, today=today), paper)

    return Printed(lay_out)


def terms_maker(*, today: dt.date) -> Maker:
    """Return what makes the terms of reference; it raises `NothingToPrint` if nothing of them is written."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.terms import lay_out_terms

        return lay_out_terms(terms_sheet(session, today=today), paper)

    return Printed(lay_out)


def invitation_maker(member_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what makes the letter that asks somebody to join."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.invitation import lay_out_invitation

        return lay_out_invitation(invitation_sheet(session, member_id, today=today), paper)

    return Printed(lay_out)


def envelope_maker(*, today: dt.date, set_on: dt.date | None = None) -> Maker:
    """Return what makes the sheet for the sealed envelope; `set_on` is when the passphrase was set or changed."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.envelope import lay_out_envelope

        return lay_out_envelope(
            EnvelopeSheet(alliance(session).name, set_on, today, session.info.get(LETTERS, 0)), paper
        )

    return Printed(lay_out)


# Notes


def latest_note(session: Session) -> NoteRow:
    """Return the note written last.

    Raises:
        NothingToPrint: If there is none.
    """
    found = notes(session)
    if not found:
        raise NothingToPrint("note")
    return found[0]


def note_sheet(session: Session, note_id: uuid.UUID, *, today: dt.date) -> NoteSheet:
    """Return a note as it is printed, in the language spoken now.

    Raises:
        NotFound: If there is no such note.
    """
    row, own = note(session, note_id), alliance(session)
    statement = row.kind is NoteKind.STATEMENT
    return NoteSheet(
        alliance=own.name,
        kind=row.kind,
        title=row.title,
        written_on=row.written_on,
        parts=[NotePart("" if statement else note_part(name), text) for name, text in row.parts() if text.strip()],
        addressed_to=row.addressed_to,
        gone_out_on=row.gone_out_on,
        endorsers=endorsers(session, Subject(SubjectKind.NOTE, note_id)),
        place=own.place,
        contact=_contact(own),
        printed_on=today,
    )


# Terms of reference


def terms_sheet(session: Session, *, today: dt.date) -> TermsSheet:
    """Return the terms of reference as they hold today; where nothing was adopted yet, the drafts.

    Raises:
        NothingToPrint: If there is neither.
    """
    found = {kind: in_force(session, kind, today) or draft(session, kind) for kind in CharterKind}
    told = {kind: row for kind, row in found.items() if row is not None and (row.text.strip() or row.sections)}
    terms = [told[kind] for kind in (CharterKind.PRINCIPLES, CharterKind.WAYS_OF_WORKING) if kind in told]
    if not terms:
        raise NothingToPrint("terms")
    own = alliance(session)
    return TermsSheet(
        alliance=own.name,
        parts=[_terms_part(told[kind], today) for kind in CharterKind if kind in told],
        draft=any(row.draft for row in terms),
        contact=_contact(own),
        printed_on=today,
    )


def _terms_part(row: VersionRow, today: dt.date) -> TermsPart:
    standing = version_standing(row, today)
    if row.decision and not row.draft:
        standing = _("{standing}, by decision {number}").format(standing=standing, number=row.decision)
    return TermsPart(
        title=charter_kind(row.kind),
        standing=_("Version {number}. {standing}.").format(number=row.version, standing=standing),
        markdown=row.text,
        sections=[TermsSection(each.heading, each.text, each.non_negotiable) for each in row.sections],
        numbered=row.kind is CharterKind.WAYS_OF_WORKING,
    )


# Letters of invitation


def only_candidate(session: Session, *, today: dt.date) -> MemberRow:
    """Return the candidate, or whoever is invited; the first by name where there are several.

    Raises:
        NothingToPrint: If there is none.
    """
    found = [
        row for row in once(members_on, session, today) if row.status in (MemberStatus.CANDIDATE, MemberStatus.INVITED)
    ]
    if not found:
        raise NothingToPrint("candidate")
    return min(found, key=lambda row: row.status is not MemberStatus.CANDIDATE)


def invitation_sheet(session: Session, member_id: uuid.UUID, *, today: dt.date) -> InvitationSheet:
    """Return the letter to a candidate, in the language spoken now.

    Raises:
        NotFound: If there is no such member.
    """
    own, to = alliance(session), member_row(session, member_id, today)
    seats = [row for row in members_on(session, today) if row.status is MemberStatus.MEMBER]
    purpose = in_force(session, CharterKind.PURPOSE, today)
    principles = in_force(session, CharterKind.PRINCIPLES, today)
    individual = to.person_id is not None
    return InvitationSheet(
        alliance=own.name,
        to=to.name,
        written_on=today,
        person="" if individual else to.primary_name,
        individual=individual,
        to_place=to.place,
        place=own.place,
        members=len(seats),
        kinds=_counted_kinds(session, seats),
        purpose=purpose.text if purpose else "",
        duties=[duty_name(row) for row in duties(session)][:_MOST_DUTIES],
        principles=[each.heading for each in principles.sections if each.non_negotiable] if principles else (),
        has_terms=principles is not None or in_force(session, CharterKind.WAYS_OF_WORKING, today) is not None,
        meeting=_next(session, today),
        answer_by=today + dt.timedelta(days=_DAYS_TO_ANSWER),
        contact=_contact(own),
        signers=[Signer(chair.name, chair.member_name) for chair in co_chairs_on(session, today)],
    )


def _next(session: Session, today: dt.date) -> NextMeeting | None:
    row = next_meeting(session, None, today)
    return NextMeeting(meeting_name(row), row.date, row.start_time, row.place) if row else None


def _counted_kinds(session: Session, seats: list[MemberRow]) -> list[str]:
    """Return "local NGOs (7)", "other (1)", the most first; members without a kind are not told apart."""
    counts = Counter(row.kind_id for row in seats)
    kinds = sorted(member_kinds(session), key=lambda kind: (-counts[kind.id], kind.position))
    found = []
    for kind in kinds:
        if count := counts[kind.id]:
            words = kind_word(kind) if count == 1 else kind_words(kind)
            first = words.split(" ", 1)[0]
            words = words if first[1:].lower() != first[1:] else words[:1].lower() + words[1:]
            found.append(f"{words}\u00a0({texts.number(count)})")
    return found


def _contact(own: AllianceRow) -> str:
    return ", ".join(filter(None, (own.email, own.phone.replace(" ", "\u00a0"))))
