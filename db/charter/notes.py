"""Briefing notes and statements: what the alliance says aloud, in a simple form. Their texts are simple Markdown."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.charter import NoteEmpty, NoteGoneOut
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.names import required
from db.schema import Note
from db.vocabulary import NoteKind

PARTS: Final = ("issue", "why_now", "evidence", "positions", "asks")
"""The parts of a briefing note in their order. A statement has only the first, its whole text."""

FIELDS: Final = frozenset(("title", "addressed_to", "written_on", *PARTS))
"""What `change_note` may change."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note or a statement."""

    id: uuid.UUID
    kind: NoteKind
    title: str
    addressed_to: str
    written_on: dt.date
    issue: str
    why_now: str
    evidence: str
    positions: str
    asks: str
    gone_out_on: dt.date | None

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return the parts that a note of its kind has, with what they say."""
        names = PARTS if self.kind is NoteKind.BRIEFING else PARTS[:1]
        return tuple((name, str(getattr(self, name))) for name in names)


def notes(session: Session, *, kind: NoteKind | None = None) -> list[NoteRow]:
    """Return the notes and statements, the newest first."""
    wanted = select(Note).order_by(Note.written_on.desc(), Note.id.desc())
    if kind is not None:
        wanted = wanted.where(Note.kind == kind)
    return [_row(row) for row in session.scalars(wanted)]


def note(session: Session, note_id: uuid.UUID) -> NoteRow:
    """Return one note.

    Raises:
        NotFound: If there is no such note.
    """
    return _row(_note(session, note_id))


def add_note(
    session: Session, *, kind: NoteKind, title: str, written_on: dt.date, addressed_to: str = "", **parts: str
) -> tuple[uuid.UUID, Changes]:
    """Begin a note or a statement; return its key and what changed. `parts` are some of `PARTS`.

    Raises:
        NameMissing: If the title is empty.
    """
    if unknown := set(parts) - set(PARTS):
        raise TypeError(f"not parts of a note: {sorted(unknown)}")
    with history.step(session, "add_note") as step:
        row = Note(
            id=new_id(), kind=kind, title=required(title, "note"), written_on=written_on,
            addressed_to=addressed_to.strip(), **parts,
        )  # fmt: skip
        session.add(row)
    return row.id, step.changes


def change_note(session: Session, note_id: uuid.UUID, **fields: Any) -> Changes:
    """Change fields of a note that has not gone out (`FIELDS`).

    Raises:
        NotFound: If there is no such note.
        NameMissing: If the title would be empty.
        NoteGoneOut: If it has left the alliance.
    """
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"not fields of a note: {sorted(unknown)}")
    if "title" in fields:
        fields["title"] = required(fields["title"], "note")
    with history.step(session, "change_note", merge_key=f"{note_id} {' '.join(sorted(fields))}") as step:
        row = _note(session, note_id)
        if row.gone_out_on is not None:
            raise NoteGoneOut(row.title, row.gone_out_on)
        for name, value in fields.items():
            setattr(row, name, value)
    return step.changes


def send_note(session: Session, note_id: uuid.UUID, *, on: dt.date) -> Changes:
    """Note the day it left the alliance; from now on its words and its endorsements are what it went out with.

    Raises:
        NotFound: If there is no such note.
        NoteEmpty: If it says nothing.
        NoteGoneOut: If it went out already.
    """
    with history.step(session, "send_note") as step:
        row = _note(session, note_id)
        if row.gone_out_on is not None:
            raise NoteGoneOut(row.title, row.gone_out_on)
        if not any(words.strip() for _name, words in _row(row).parts()):
            raise NoteEmpty(row.title)
        row.gone_out_on = on
    return step.changes


def take_note_back(session: Session, note_id: uuid.UUID) -> Changes:
    """Note that it did not go out after all; it can be changed again.

    Raises:
        NotFound: If there is no such note.
    """
    with history.step(session, "take_note_back") as step:
        _note(session, note_id).gone_out_on = None
    return step.changes


def delete_note(session: Session, note_id: uuid.UUID) -> Changes:
    """Delete a note with what members said to it.

    Raises:
        NotFound: If there is no such note.
        NoteGoneOut: If it has left the alliance.
    """
    with history.step(session, "delete_note") as step:
        row = _note(session, note_id)
        if row.gone_out_on is not None:
            raise NoteGoneOut(row.title, row.gone_out_on)
        delete_row(session, row, name=row.title)
    return step.changes


def _row(row: Note) -> NoteRow:
    return NoteRow(*(getattr(row, name) for name in NoteRow.__slots__))


def _note(session: Session, note_id: uuid.UUID) -> Note:
    row = session.get(Note, note_id)
    if row is None:
        raise NotFound("note", note_id)
    return row
