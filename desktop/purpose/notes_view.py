"""The tab Notes and statements: all of them at the left, the one chosen at the right, written in a simple form."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from db.charter.endorsements import EndorsementSheet, Subject, SubjectKind
from db.charter.notes import PARTS, NoteRow, add_note, change_note, delete_note, send_note, take_note_back
from db.vocabulary import NoteKind, Stance
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.charter import note_kind, note_part, note_question, statement_goes_out, tally_words
from desktop.operations import Operations
from desktop.purpose.loading import NotesState, load_notes
from desktop.purpose.view import View
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button, IconButton, Segmented
from desktop.widgets.cards import Card
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.endorsing import EndorsementSection
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.kept_text import KeptLine, KeptText
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.reading import ReadingPiece, ReadingText
from desktop.widgets.record_dialogs import DayDialog, RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.sections import MenuButton
from desktop.widgets.shortcuts import on_key

LIST_WIDTH = 336
STATEMENT_HEIGHT, PART_HEIGHT = 224, 72


class NewNoteDialog(RecordDialog):
    """What to write: a briefing note or a statement, and its title."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        lead = _("A note informs officials on one issue. A statement says aloud what its signers stand for.")
        super().__init__(operations, _("New note or statement"), parent, width=520, lead=lead)
        self._clock = clock
        self.kind_choice = Segmented([(kind, note_kind(kind)) for kind in NoteKind], name=_("What to write"))
        self.title_field = QLineEdit()
        form = FormRows(above=True)
        form.add(_("What to write"), self.kind_choice)
        form.add(_("Title"), self.title_field)
        self.add(form)
        self.set_primary(_("Begin writing"), self._keep)

    def _keep(self) -> None:
        kind, day = self.kind_choice.value(), self._clock.today()
        self.save(add_note, kind=kind, title=self.title_field.text(), written_on=day)


class SendDialog(DayDialog):
    """The day a note left the alliance."""

    def __init__(
        self, operations: Operations, clock: Clock, note: NoteRow, lead: str, parent: QWidget | None = None
    ) -> None:
        title = _("“{title}” went out").format(title=note.title)
        super().__init__(operations, clock, title, lead=lead, parent=parent)
        self._note = note
        self.set_primary(_("It went out"), self._send)

    def _send(self) -> None:
        if (day := self.chosen_day(self.day)) is not None:
            self.save(send_note, self._note.id, on=day)


class NoteForm(QWidget):
    """The fields of a note that has not gone out; `write` changes the record."""

    def __init__(self, operations: Operations, write: Any, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._write = write
        self.note: NoteRow | None = None
        self.title_field = KeptLine(operations, name=_("Title"), needed=True)
        self.to_field = KeptLine(operations, name=_("Addressed to"), placeholder=_("Whom it is for"))
        self.day_field = DateField(name=_("Date"), read=day_reader(clock))
        self.title_field.kept.connect(partial(self._keep, "title"))
        self.to_field.kept.connect(partial(self._keep, "addressed_to"))
        self.day_field.changed.connect(self._keep_day)
        writes(self.day_field.line, self.day_field.button)
        self.parts: dict[str, KeptText] = {}
        self._labels: dict[str, tuple[Label, Label]] = {}
        form = FormRows()
        form.add(_("Title"), self.title_field)
        form.add(_("Addressed to"), self.to_field)
        form.add(_("Date"), self.day_field)
        lines: list[Any] = [form, 8]
        for name in PARTS:
            field = KeptText(operations, name=note_part(name), height=PART_HEIGHT, grows=True)
            field.kept.connect(partial(self._keep, name))
            self.parts[name] = field
            self._labels[name] = (Label("", 13, 600), Label("", 13, 400, "text2", elide=True))
            lines += [row(*self._labels[name]), field, 4]
        hint = _("Simple marks: # heading, **bold**, *italics*, - list.")
        lines += [Label(hint, 13, 400, "text3", wrap=True), None]
        self.setLayout(column(ScrollArea(column(*lines, spacing=4, margins=(16, 12, 16, 16)))))

    def show_note(self, note: NoteRow) -> None:
        """Show a note; what is being typed in another one is kept first."""
        if self.note is None or self.note.id != note.id:
            self.flush()
            fields: tuple[KeptLine | KeptText, ...] = (self.title_field, self.to_field, *self.parts.values())
            for field in fields:
                field.forget()  # another note's: what the disk refused is tried on, and shown with its own note
        note = replace(note, **self._operations.kept_writes.waiting(change_note, note.id))
        self.note = note
        self.title_field.show_kept(note.title)
        self.to_field.show_kept(note.addressed_to)
        self.day_field.set_value(note.written_on)
        shown = dict(note.parts())
        for name, field in self.parts.items():
            for label in self._labels[name]:
                label.setVisible(name in shown)
            field.setVisible(name in shown)
            if name in shown:
                word, asks = self._labels[name]
                word.setText(note_part(name, note.kind))
                asks.setText(note_question(name, note.kind))
                field.setAccessibleName(f"{note_part(name, note.kind)}: {note_question(name, note.kind)}")
                field.set_least(STATEMENT_HEIGHT if note.kind is NoteKind.STATEMENT else PART_HEIGHT)
                field.show_kept(shown[name])

    def flush(self) -> None:
        """Keep now what was typed."""
        for line in (self.title_field, self.to_field):
            line.flush()
        for field in self.parts.values():
            field.flush()

    def _keep(self, name: str, text: str) -> None:
        if self.note is not None:
            lines: dict[str, QWidget] = {"title": self.title_field, "addressed_to": self.to_field, **self.parts}
            self._write(change_note, self.note.id, field=lines[name], **{name: text})

    def _keep_day(self, day: object) -> None:
        if self.note is None:
            return
        if day is None:
            self.day_field.set_value(self.note.written_on)
        else:
            self._write(change_note, self.note.id, written_on=day)


class NotesView(View):
    """Notes and statements, the newest first."""

    kinds = frozenset({"note", "endorsement"})

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, clock, parent)
        self._state = NotesState((), {})
        self._wanted: uuid.UUID | None = None
        self._sheet: EndorsementSheet | None = None
        self.add_button = Button(_("New note or statement"), "primary", "plus", clicked=self.start_new)
        columns = (Column[NoteRow](lambda: _("Note"), lambda note: note.title, spoken=self._spoken),)
        self.model: RowsModel[NoteRow] = RowsModel(columns, key=lambda note: note.id, parent=self)
        self.table = RowsTable(self.model, name=_("Notes and statements"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(self._two_lines, self.table))
        self.form = NoteForm(operations, self.write, clock)
        self.reading = ReadingText(name=_("What it says"))
        self.title_label = Label("", 20, 600, wrap=True)
        self.fact_label = Label("", 14, 400, "text2", wrap=True)
        self.sent_button = Button(_("It went out…"), icon="paper-plane-tilt", clicked=self.send)
        self.print_button = IconButton("printer", _("Print this note…"), clicked=self.print_requested.emit)
        self.menu_button = MenuButton(_("More about this note"), ())
        self.endorsements = EndorsementSection(operations, clock)
        self.name_label = Label("", 13, 400, "text2", wrap=True)
        self.endorsements.add(self.name_label)
        self.empty = EmptyState(
            _("No notes yet. Write one when an official asks what you want."), _("New note or statement"), icon="note",
            clicked=self.start_new,
        )  # fmt: skip
        writes(self.add_button, self.sent_button, *filter(None, (self.empty.button,)))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = Card(margins=(8, 8, 8, 8), spacing=0)
        left.add(self.table)
        head = row(
            column(self.title_label, self.fact_label, spacing=2), self.sent_button, self.print_button, self.menu_button
        )
        head.setStretch(0, 1)
        read = QWidget()
        read.setLayout(column(self.reading, margins=(12, 8, 6, 8)))
        self._words = CurrentStack()
        self._words.addWidget(self.form)
        self._words.addWidget(read)
        self._words.setMinimumHeight(theme.px(160))
        self.detail = Card(margins=(0, 0, 0, 0), spacing=0)
        self.detail.setAccessibleName(_("The note chosen"))
        self.detail.body.addLayout(column(head, margins=(16, 12, 16, 12)))
        self.detail.add(hline(), self._words, hline())
        self.detail.body.setStretch(2, 1)
        self.detail.body.addLayout(column(self.endorsements, margins=(16, 10, 16, 12)))
        inside = QWidget()
        lanes = (Lane(left, LIST_WIDTH, 264, chooses=True), Lane(self.detail, 480, 400, share=1, height=480))
        inside.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        card = Card()
        card.add(self.empty)
        nothing = QWidget()
        nothing.setLayout(column(card, margins=PAGE_MARGINS))
        self._stack = CurrentStack()
        self._stack.addWidget(inside)
        self._stack.addWidget(nothing)
        self.setLayout(column(self._stack))

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.form.title_field.setFocus())
        self.endorsements.sheet_read.connect(self._on_sheet)
        on_key(self.table, "Del", self.delete)
        on_key(self.table, "F2", self.form.title_field.setFocus)

    # What the page asks

    def fact(self) -> str:
        out = sum(note.gone_out_on is not None for note in self._state.notes)
        count = len(self._state.notes)
        words = ngettext("{n} note or statement", "{n} notes and statements", count).format(n=texts.number(count))
        sent = ngettext("{n} went out", "{n} went out", out).format(n=texts.number(out))
        return f"{words}, {sent}" if count else ""

    def verbs(self) -> Sequence[QWidget]:
        return (self.add_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next note")),
            KeyHint("Ctrl N", _("new note"), changes=True),
            KeyHint("F2", _("write"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def panels(self) -> Sequence[QWidget]:
        if not self._state.notes:
            return (self.empty,)
        return (self.table, self._words.currentWidget() or self._words, self.endorsements)

    def refresh(self) -> None:
        self.operations.read(load_notes, done=self._show, key=(self, "notes"))

    def show_ref(self, ref: uuid.UUID | None) -> None:
        self._wanted = ref
        self.refresh()

    def start_new(self) -> None:
        """Ask what to write."""
        self.flush()
        dialog = NewNoteDialog(self.operations, self.clock, self)
        dialog.accepted.connect(lambda: self.show_ref(dialog.result_value[0]))
        self.ask(dialog)

    def flush(self) -> None:
        self.form.flush()

    # What can be done with the note chosen

    def current(self) -> NoteRow | None:
        """Return the note chosen."""
        found: NoteRow | None = self.table.current_row()
        return found

    def send(self) -> None:
        """Ask on which day the note went out."""
        self.flush()
        if (note := self.current()) is not None:
            lead = _("Its words and what members said stay from then on.")
            if note.kind is NoteKind.STATEMENT and self._sheet is not None:
                lead = f"{self._signers(self._sheet)} {lead}"
            self.ask(SendDialog(self.operations, self.clock, note, lead, self), _("Noted that it went out."))

    def take_back(self) -> None:
        """Note that it did not go out after all."""
        if (note := self.current()) is not None:
            self.write(take_note_back, note.id, said=_("“{title}” can be changed again.").format(title=note.title))

    def delete(self) -> None:
        """Delete the note chosen."""
        if (note := self.current()) is not None:
            self.write(delete_note, note.id, said=_("“{name}” is deleted.").format(name=note.title))

    # What is shown

    def _show(self, state: NotesState) -> None:
        self._state = state
        self.model.set_rows(state.notes)
        self.table.viewport().update()
        self._stack.setCurrentIndex(0 if state.notes else 1)
        wanted, self._wanted = self._wanted, None
        chosen = wanted is not None and self.table.select_key(wanted)
        if chosen:
            self.table.setFocus()
        elif state.notes and not self.table.currentIndex().isValid():
            self.table.select_key(state.notes[0].id)
        self._on_selected(self.current())
        self.header_changed.emit()

    def _on_selected(self, note: NoteRow | None) -> None:
        if note is None:
            return
        self._sheet = None if self._sheet is None or self._sheet.subject.id != note.id else self._sheet
        out = note.gone_out_on is not None
        self.title_label.setText(note.title)
        self.fact_label.setText(_fact(note))
        self.sent_button.setVisible(not out)
        back = ("arrow-u-up-left", _("It did not go out after all"), self.take_back)
        self.menu_button.set_choices((back,) if out else (("trash", _("Delete"), self.delete),))
        if out:
            self.form.flush()
            self.form.note = None
            self.reading.show_pieces(list(_pieces(note)))
        else:
            self.form.show_note(note)
        self._words.setCurrentIndex(1 if out else 0)
        self.name_label.setVisible(False)
        self.endorsements.show_subject(Subject(SubjectKind.NOTE, note.id))

    def _on_sheet(self, sheet: EndorsementSheet) -> None:
        self._sheet = sheet
        statement = sheet.note_kind is NoteKind.STATEMENT
        self.name_label.setText(self._signers(sheet) if statement else "")
        self.name_label.setVisible(statement)

    def _signers(self, sheet: EndorsementSheet) -> str:
        return statement_goes_out([seat.name for seat in sheet.rows if seat.stance is Stance.ENDORSES])

    def _two_lines(self, note: NoteRow) -> TwoLines:
        tally = self._state.tallies.get(note.id)
        second = "  ·  ".join(filter(None, (note_kind(note.kind), tally_words(tally) if tally else "")))
        badge = (_("Went out"), "ok", "check") if note.gone_out_on else (_("Draft"), "warnsolid", None)
        return TwoLines(note.title, second, badge=badge)

    def _spoken(self, note: NoteRow) -> str:
        lines = self._two_lines(note)
        return ", ".join(filter(None, (lines.first, lines.badge[0] if lines.badge else "", lines.second)))


def _fact(note: NoteRow) -> str:
    day = note.gone_out_on or note.written_on
    when = _("went out on {date}") if note.gone_out_on else _("written on {date}")
    to = _("to {whom}").format(whom=note.addressed_to) if note.addressed_to else ""
    return "  ·  ".join(filter(None, (note_kind(note.kind), when.format(date=texts.date_long(day)), to)))


def _pieces(note: NoteRow) -> Iterator[ReadingPiece]:
    for name, words in note.parts():
        if words.strip():
            if note.kind is NoteKind.BRIEFING:
                yield ReadingPiece("heading", note_part(name, note.kind))
            yield ReadingPiece("markdown", words)
