"""The talks the evaluators had."""

from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from db.evaluation.evaluations import InterviewRow, add_interview, change_interview, delete_interview
from desktop import texts
from desktop.clock import Clock
from desktop.evaluation.held import Held
from desktop.evaluation.loading import View
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.shortcuts import on_key


class InterviewsTab(QWidget):
    """With whom, when, and what was noted."""

    def __init__(self, held: Held, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held, self._clock = held, clock
        self.model: RowsModel[InterviewRow] = RowsModel(
            (Column(lambda: _("With whom"), attrgetter("with_whom"), spoken=_spoken, tip=attrgetter("notes")),),
            key=attrgetter("id"), parent=self,
        )  # fmt: skip
        self.table = RowsTable(self.model, name=_("Interviews"), row_height=48)
        self.table.setItemDelegate(TwoLineDelegate(_two_lines, self.table))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setMinimumHeight(300)
        self.table.opened.connect(self.change)
        self.empty = EmptyState(_("No interview is noted."), _("Note an interview"), clicked=self.add)
        self.add_button = Button(_("Note an interview…"), icon="plus", clicked=self.add)
        self.change_button = Button(_("Change…"), clicked=lambda: self.change(self.table.current_row()))
        self.delete_button = Button(_("Delete"), clicked=self.delete)
        writes(self.add_button, self.change_button, self.delete_button)
        if self.empty.button is not None:
            writes(self.empty.button)
        self._stack = QStackedWidget()
        full = QWidget()
        full.setLayout(column(self.table, row(self.add_button, self.change_button, self.delete_button, None)))
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        self.setLayout(column(self._stack))
        on_key(self.table, "Delete", self.delete)

    def show_view(self, view: View) -> None:
        """Show the talks of an evaluation."""
        self.model.set_rows(view.interviews)
        if view.interviews and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._stack.setCurrentIndex(0 if view.interviews else 1)

    def add(self) -> None:
        """Note a talk."""
        self._open(InterviewDialog(self._held, self._clock, None, self.window()))

    def change(self, one: InterviewRow | None) -> None:
        """Change what was noted of a talk."""
        if one is not None:
            self._open(InterviewDialog(self._held, self._clock, one, self.window()))

    def delete(self) -> None:
        """Delete the talk chosen."""
        if (one := self.table.current_row()) is not None:
            self._held.write_plain(delete_interview, one.id)

    def _open(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class InterviewDialog(Dialog):
    """One talk."""

    def __init__(self, held: Held, clock: Clock, one: InterviewRow | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Change the interview") if one else _("Note an interview"), parent, width=520)
        self._held, self._one = held, one
        self.day_field = DateField(
            name=_("Day"), read=day_reader(clock), value=one.on_date if one else clock.today()
        )  # fmt: skip
        self.who_field = QLineEdit(one.with_whom if one else "")
        self.notes_field = QPlainTextEdit(one.notes if one else "")
        self.notes_field.setTabChangesFocus(True)
        self.notes_field.setFixedHeight(140)
        form = FormRows(above=True)
        form.add(
            _("With whom"), self.who_field, hint=_("As it may be printed: “two farmers” where names are sensitive.")
        )
        form.add(_("Day"), self.day_field)
        form.add(_("What was said"), self.notes_field)
        self.add(form)
        self.set_primary(_("Keep the interview"), self._keep)

    def _keep(self) -> None:
        self.day_field.settle()
        day = self.day_field.value()
        if day is None:
            self.say(_("A day is needed. Write it as 22 Oct 2026."))
            self.day_field.line.setFocus()
            return
        if not self.who_field.text().strip() and not self.notes_field.toPlainText().strip():
            self.say(_("Write with whom it was."))
            self.who_field.setFocus()
            return
        said: dict[str, Any] = {
            "on_date": day,
            "with_whom": self.who_field.text(),
            "notes": self.notes_field.toPlainText(),
        }
        if self._one is not None:
            self._held.write_plain(change_interview, self._one.id, **said)
            self.accept()
        else:
            self._held.write(add_interview, done=self.accept, **said)


def _two_lines(one: InterviewRow) -> TwoLines:
    notes = " ".join(one.notes.split())
    return TwoLines(one.with_whom or notes, notes, right=texts.date_short_year(one.on_date))


def _spoken(one: InterviewRow) -> str:
    return ", ".join(filter(None, (one.with_whom, texts.date_long(one.on_date), one.notes)))
