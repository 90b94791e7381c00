"""Commands that write notes, letters of invitation and the terms of reference."""

import argparse
import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from db.errors.asked import SeveralFit
from db.errors.charter import NothingToPrint
from db.folding import words
from db.notes import NoteRow, notes
from desktop import texts
from desktop.commands.console import Console
from desktop.commands.exporting_duties import wanted_member
from desktop.commands.papers import write_paper
from desktop.reports.docx_asked import PAPER_OR_WORD
from desktop.texts import _


def note(options: argparse.Namespace, console: Console) -> int:
    """Write a briefing note or a statement, to print or to edit."""
    from desktop.reports.letters_from_record import export_note, latest_note

    def write(session: Session, out: Path, today: dt.date) -> str:
        row = _note(session, options.title) if options.title else latest_note(session)
        export_note(session, row.id, out, today=today, paper=options.paper, language=texts.language())
        return "" if options.title else _("It is “{title}”.").format(title=row.title)

    return write_paper(options, console, write, endings=PAPER_OR_WORD)


def terms(options: argparse.Namespace, console: Console) -> int:
    """Write the terms of reference as PDF."""
    from desktop.reports.letters_from_record import export_terms

    def write(session: Session, out: Path, today: dt.date) -> str:
        export_terms(session, out, today=today, paper=options.paper, language=texts.language())
        return ""

    return write_paper(options, console, write)


def invitation(options: argparse.Namespace, console: Console) -> int:
    """Write a letter of invitation as PDF."""
    from desktop.reports.letters_from_record import export_invitation, only_candidate

    def write(session: Session, out: Path, today: dt.date) -> str:
        if options.to:
            key, name = wanted_member(session, options.to, today), ""
        else:
            row = only_candidate(session, today=today)
            key, name = row.id, row.name
        export_invitation(session, key, out, today=today, paper=options.paper, language=texts.language())
        return _("It invites {name}.").format(name=name) if name else ""

    return write_paper(options, console, write)


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
