"""Notes, letters, the terms of reference, the handover note and the sheet for the envelope, shown in the preview."""

import datetime as dt
import uuid

from PySide6.QtWidgets import QWidget

from db.charter.notes import NoteRow, note
from db.members.members import member_row
from desktop.exchange.invitation import file_name
from desktop.naming.charter import note_kind
from desktop.operations import Operations
from desktop.reports.handover_sheet import handover_note_maker
from desktop.reports.letters_from_record import envelope_maker, invitation_maker, note_maker, terms_maker
from desktop.texts import _
from desktop.widgets.print_preview import PrintPreview, preview


def print_note(parent: QWidget, operations: Operations, note_id: uuid.UUID, *, today: dt.date) -> None:
    """Show a briefing note or a statement in the preview."""

    def show(row: NoteRow) -> None:
        words = f"{note_kind(row.kind)} – {row.title}"
        make = note_maker(note_id, today=today)
        preview(parent, operations, words, make, file_name=file_name(words, ".pdf"), word=True)

    operations.read(note, note_id, done=show)


def print_terms(parent: QWidget, operations: Operations, *, today: dt.date) -> None:
    """Show the terms of reference in the preview."""
    preview(parent, operations, _("Terms of reference"), terms_maker(today=today))


def print_handover_note(parent: QWidget, operations: Operations, *, today: dt.date) -> None:
    """Show the handover note in the preview."""
    words = _("Handover note")
    preview(parent, operations, words, handover_note_maker(today=today), file_name=file_name(words, ".pdf"))


def print_invitation(parent: QWidget, operations: Operations, member_id: uuid.UUID, *, today: dt.date) -> None:
    """Show the letter that asks a candidate to join in the preview."""

    def show(name: str) -> None:
        words = _("Invitation – {name}").format(name=name)
        make = invitation_maker(member_id, today=today)
        preview(parent, operations, words, make, file_name=file_name(words, ".pdf"))

    operations.read(lambda session: member_row(session, member_id, today).name, done=show)


def print_envelope(
    parent: QWidget, operations: Operations, *, today: dt.date, set_on: dt.date | None = None
) -> PrintPreview:
    """Show the sheet for the sealed envelope in the preview; `set_on` is when the passphrase was set or changed."""
    words = _("Sheet for the sealed envelope")
    make = envelope_maker(today=today, set_on=set_on)
    return preview(parent, operations, words, make, file_name=file_name(words, ".pdf"))
