"""Commands that write notes, letters of invitation, the terms of reference and the sheet for the envelope."""

import argparse
import datetime as dt

from sqlalchemy.orm import Session

from db.charter.notes import NoteRow, notes
from db.errors.asked import SeveralFit
from db.errors.charter import NothingToPrint
from db.folding import words
from desktop.commands.console import Console
from desktop.commands.exporting_duties import wanted_member
from desktop.commands.papers import Asked, write_paper
from desktop.reports.making import PAPER_OR_WORD
from desktop.texts import _


def note(options: argparse.Namespace, console: Console) -> int:
    """Write a briefing note or a statement, to print or to edit."""
    from desktop.reports.letters_from_record import latest_note, note_maker

    def ask(session: Session, today: dt.date) -> Asked:
        row = _note(session, options.title) if options.title else latest_note(session)
        more = [] if options.title else [_("It is “{title}”.").format(title=row.title)]
        return Asked(note_maker(row.id, today=today), more=more)

    return write_paper(options, console, ask, endings=PAPER_OR_WORD)


def terms(options: argparse.Namespace, console: Console) -> int:
    """Write the terms of reference as PDF."""
    from desktop.reports.letters_from_record import terms_maker

    return write_paper(options, console, lambda _session, today: Asked(terms_maker(today=today)))


def invitation(options: argparse.Namespace, console: Console) -> int:
    """Write a letter of invitation as PDF."""
    from desktop.reports.letters_from_record import invitation_maker, only_candidate

    def ask(session: Session, today: dt.date) -> Asked:
        if options.to:
            return Asked(invitation_maker(wanted_member(session, options.to, today), today=today))
        row = only_candidate(session, today=today)
        return Asked(invitation_maker(row.id, today=today), more=[_("It invites {name}.").format(name=row.name)])

    return write_paper(options, console, ask)


def envelope(options: argparse.Namespace, console: Console) -> int:
    """Write the sheet for the sealed envelope as PDF; say where there is no passphrase to write on it yet."""
    from desktop.reports.standings import of_envelope

    def ask(session: Session, today: dt.date) -> Asked:
        stands = of_envelope(session, today)
        assert stands.make is not None
        return Asked(stands.make, more=stands.missing)

    return write_paper(options, console, ask)


def _note(session: Session, wanted: str) -> NoteRow:
    """Return the note of a title, or of enough of it.

    Raises:
        NothingToPrint, SeveralFit: If there is none, or there are several.
    """
    typed = words(wanted)
    rows = notes(session) if typed else []
    found = [row for row in rows if words(row.title) == typed]
    found = found or [row for row in rows if set(typed) <= set(words(row.title))]
    if not found:
        raise NothingToPrint("note", wanted)
    if len(found) > 1:
        raise SeveralFit(wanted, tuple(row.title for row in found))
    return found[0]
