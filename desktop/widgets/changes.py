"""Who changed what and when, and bringing back what was deleted."""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.errors import KnownError
from db.history.history import FieldChange, StepRow, recent_steps, restore
from db.spells import last_day
from desktop import texts
from desktop.naming.counting import counted
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.rows import Column, RowsModel, RowsTable

FieldWord = Callable[[FieldChange], str]
"""Returns what people call the field of a change; empty leaves the change out."""
ValueWord = Callable[[FieldChange, object], str]
"""Returns a value of a field as people read it."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field as one step left it, in words."""

    place: int
    at: dt.datetime
    who: str
    field: str
    before: str
    after: str


_ENDS = frozenset({("working_group", "end_date")})
"""Ends of stretches of days that are not called `to_date`."""


def plain_value(change: FieldChange, value: object) -> str:
    """Return a value in words: dates, yes and no, numbers, texts. Keys of other rows read as nothing.

    The end of a stretch of days is told as its last day.
    """
    match value:
        case None | uuid.UUID():
            words = ""
        case bool():
            words = _("yes") if value else _("no")
        case dt.datetime():
            words = texts.date_and_time(value)
        case dt.date():
            ends = change.field == "to_date" or (change.table, change.field) in _ENDS
            words = texts.date_short_year(last_day(value) if ends else value)
        case enum.Enum():
            words = str(value.value)
        case Decimal():
            words = f"{value.normalize():f}"
        case int() | float():
            words = texts.number(value)
        case other:
            words = str(other)
    return words


def change_lines(
    changes: Sequence[FieldChange], field_word: FieldWord, value_word: ValueWord = plain_value
) -> list[ChangeLine]:
    """Return the changes in words, those left out that say nothing: fields without a word, empty when added."""
    lines: list[ChangeLine] = []
    for change in changes:
        field = field_word(change)
        before, after = (value_word(change, value) for value in (change.old, change.new))
        if field and before != after:
            lines.append(ChangeLine(len(lines), change.at, change.who, field, before, after))
    return lines


class ChangesDialog(Dialog):
    """A table of who changed what, newest first."""

    def __init__(self, title: str, lines: Sequence[ChangeLine], parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=980)
        columns: tuple[Column[ChangeLine], ...] = (
            Column(lambda: _("When"), lambda line: texts.date_and_time_short(line.at.astimezone())),
            Column(lambda: _("Who"), lambda line: line.who or _("somebody"), tip=lambda line: line.who),
            Column(lambda: _("What"), lambda line: line.field),
            Column(lambda: _("Before"), lambda line: line.before or "–", tip=lambda line: line.before),
            Column(lambda: _("After"), lambda line: line.after or "–", tip=lambda line: line.after),
        )
        self.model = RowsModel(columns, key=lambda line: line.place, parent=self)
        self.model.set_rows(lines)
        self.table = RowsTable(self.model, name=title)
        self.table.set_widths(144, 160, 176, 0, 0)
        self.table.setMinimumHeight(320)
        if lines:
            self.add(self.table)
            self.table.select_key(lines[0].place)
        else:
            self.add(Label(_("Nothing was changed since it was recorded."), 14, 400, "text2"), None)
        self.set_close(_("Close"))


class DeletedDialog(Dialog):
    """What was deleted lately, each with a button that brings it back."""

    scrolling_height = 420

    def __init__(self, operations: Operations, tables: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Bring back what was deleted"), parent, width=640, scrolls=True)
        self.operations = operations
        self._tables = tables
        self.buttons: list[Button] = []
        self._lines = column(spacing=8)
        self.body.addLayout(self._lines)
        self.add(None)
        self.set_close(_("Close"))
        self._read()

    def _read(self, _result: object = None) -> None:
        self.operations.read(recent_steps, limit=500, done=self._show)

    def _show(self, steps: Sequence[StepRow]) -> None:
        clear(self._lines)
        self.buttons = []
        for step in steps:
            gone = [(table, name) for table, name in step.deleted if table in self._tables]
            if gone and step.state != "undone":
                self._lines.addLayout(self._line(step, gone))
        if not self.buttons:
            self._lines.addWidget(Label(_("Nothing was deleted lately."), 14, 400, "text2"))

    def _line(self, step: StepRow, gone: Sequence[tuple[str, str]]) -> QHBoxLayout:
        names = [name or counted(table, 1) for table, name in gone]
        title = texts.list_of(list(dict.fromkeys(names))[:4])
        button = Button(_("Bring back"), "small", clicked=partial(self._restore, step.id))
        button.setAccessibleName(_("Bring back “{name}”").format(name=title))
        self.buttons.append(button)
        when = ", ".join(filter(None, (texts.date_and_time(step.at.astimezone()), step.who)))
        words = column(Label(title, 14, 500, elide=True), Label(when, 13, 400, "text2", elide=True), spacing=0)
        line = row(words, button)
        line.setStretch(0, 1)
        return line

    def _restore(self, step_id: uuid.UUID) -> None:
        self.say("")
        self.operations.write(restore, step_id, done=self._restored, failed=self._refused)

    def _restored(self, _changes: object) -> None:
        self.say(_("It is back."), kind="info")
        self._read()

    def _refused(self, error: KnownError) -> None:
        self.say(sentence(error))
