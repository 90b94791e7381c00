"""The questions of a survey in the form's order: add, put into other words, move, leave out; all can be undone."""

import uuid
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.surveys.surveys import (
    QuestionRow,
    add_template_question,
    drop_question,
    order_questions,
)
from db.surveys.template import TEMPLATE
from desktop import texts, theme
from desktop.naming.surveys import domain_name, kind_name, question_text, template_text
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.survey.form import Form, load_form
from desktop.survey.question_dialog import QuestionDialog
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.dragged_rows import DraggedRowsModel
from desktop.widgets.layouts import FlowLayout
from desktop.widgets.looking import writes
from desktop.widgets.messages import InlineMessage
from desktop.widgets.rows import Column, Index, RowsTable

MIME = "application/x-ronda-survey-question"
KINDS = frozenset({"survey", "survey_question", "survey_answer"})


class QuestionsModel(DraggedRowsModel[QuestionRow]):
    """The questions; one can be dragged to another place."""

    mime = MIME

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


class QuestionsTable(RowsTable):
    """The questions in order: dragged, or moved with Alt and the arrows; F2 changes, Delete leaves out."""

    change_requested = Signal()
    drop_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, model: QuestionsModel) -> None:
        super().__init__(model, name=_("Questions"), row_height=48)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_requested.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_F2:
            self.change_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.drop_requested.emit()
        else:
            super().keyPressEvent(event)


class QuestionsDialog(Dialog):
    """The list, and what can be done with it; once answers came it is only to look at."""

    def __init__(self, operations: Operations, asked: Form, parent: QWidget | None = None) -> None:
        super().__init__(_("Questions of “{title}”").format(title=asked.survey.title), parent, width=860)
        self._operations, self._survey_id = operations, asked.survey.id
        self._asked = asked
        self._wanted: uuid.UUID | None = None
        self.dialog: QuestionDialog | None = None
        """The dialog open above this one, or opened last."""
        self.fixed_message = InlineMessage()
        self.model = QuestionsModel(
            [Column(lambda: _("Question"), question_text, tip=question_text, spoken=_spoken)], key=attrgetter("id"),
            parent=self,
        )  # fmt: skip
        self.table = QuestionsTable(self.model)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(_lines, self.table))
        self.table.setMinimumHeight(theme.px(320))
        self.add(self.fixed_message, self.table, self._make_deeds())
        self.body.setStretch(1, 1)
        self.set_close(_("Close"))
        self.table.opened.connect(lambda _row: self._change())
        self.table.change_requested.connect(self._change)
        self.table.drop_requested.connect(self._drop)
        self.table.step_requested.connect(self._step)
        self.table.selected.connect(lambda _row: self._mark())
        self.model.move_requested.connect(self._move)
        operations.changed.connect(self._on_changed)
        self._show(asked)
        self.table.setFocus()

    def _make_deeds(self) -> QWidget:
        self.own_button = Button(_("Add your own…"), icon="plus", clicked=self._add_own)
        self.template_button = Button(_("Add from the template"), icon="plus")
        self.template_button.setMenu(QMenu(self.template_button))
        self.change_button = Button(_("Change the words…"), "quiet", clicked=self._change)
        self.up_button = Button(_("Move up"), "quiet", icon="arrow-up", clicked=lambda: self._step(-1))
        self.down_button = Button(_("Move down"), "quiet", icon="arrow-down", clicked=lambda: self._step(1))
        self.drop_button = Button(_("Leave out"), "quiet", clicked=self._drop)
        self._deeds = (
            self.own_button, self.template_button, self.change_button, self.up_button, self.down_button,
            self.drop_button,
        )  # fmt: skip
        writes(*self._deeds)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=8)
        for button in self._deeds:
            flow.addWidget(button)
        return holder

    # Looking

    def _on_changed(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._operations.read(
                load_form, self._survey_id, done=self._show, failed=lambda _error: self.reject(),
                key=("questions", id(self)),
            )  # fmt: skip

    def _show(self, asked: Form) -> None:
        self._asked = asked
        held: QuestionRow | None = self.table.current_row()
        wanted = self._wanted or (held.id if held else None)
        self.model.set_rows(asked.questions)
        if wanted is None or not self.table.select_key(wanted):
            place = min(held.position if held else 0, len(asked.questions) - 1)
            if place >= 0:
                self.table.select_key(asked.questions[place].id)
        self._wanted = None
        self._fill_menu()
        sheets = asked.survey.sheets
        words = ngettext(
            "{n} answer came already, so the questions stay as they were asked.",
            "{n} answers came already, so the questions stay as they were asked.",
            sheets,
        )
        self.fixed_message.say(words.format(n=texts.number(sheets)) if sheets else "")
        self._mark()
        if self.isVisible():
            self.fit()

    def _fill_menu(self) -> None:
        menu = self.template_button.menu()
        menu.clear()
        held = {question.key for question in self._asked.questions}
        for known in TEMPLATE:
            if known.key not in held:
                menu.addAction(template_text(known.key).replace("&", "&&")).triggered.connect(
                    partial(self._add_known, known.key)
                )

    def _mark(self) -> None:
        free, place = not self._asked.survey.sheets, self.table.currentIndex().row()
        chosen = free and place >= 0
        self.own_button.setEnabled(free)
        self.template_button.setEnabled(free and bool(self.template_button.menu().actions()))
        for button in (self.change_button, self.drop_button):
            button.setEnabled(chosen)
        self.up_button.setEnabled(chosen and place > 0)
        self.down_button.setEnabled(chosen and place < len(self.model.rows) - 1)
        self.table.setDragEnabled(free and not self._operations.read_only)

    # Doing

    def _add_own(self) -> None:
        self._open(QuestionDialog(self._operations, self._survey_id, parent=self))

    def _change(self) -> None:
        question: QuestionRow | None = self.table.current_row()
        if question is not None and self.change_button.isEnabled():
            self._open(QuestionDialog(self._operations, self._survey_id, question, parent=self))

    def _open(self, dialog: QuestionDialog) -> None:
        self.say("")
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._added(dialog.result_value))
        dialog.open()

    def _added(self, result: Any) -> None:
        if isinstance(result, tuple):
            self._wanted = result[0]
            self._on_changed(result[1])

    def _add_known(self, key: str, _checked: bool = False) -> None:
        self._operations.write(
            add_template_question, self._survey_id, key, done=self._added, failed=self._refuse
        )  # fmt: skip

    def _drop(self) -> None:
        question: QuestionRow | None = self.table.current_row()
        if question is not None and self.drop_button.isEnabled():
            words = _("“{question}” is left out.").format(question=_short(question_text(question)))
            self._write(words, drop_question, question.id)

    def _step(self, step: int) -> None:
        question: QuestionRow | None = self.table.current_row()
        if question is not None:
            self._move(question.id, self.table.currentIndex().row() + step)

    def _move(self, question_id: uuid.UUID, to: int) -> None:
        keys = [row.id for row in self.model.rows]
        if not 0 <= to < len(keys) or self._asked.survey.sheets or self._operations.read_only:
            return
        keys.remove(question_id)
        keys.insert(to, question_id)
        self._wanted = question_id
        self._write("", order_questions, self._survey_id, keys)

    def _write(self, words: str, use_case: Callable[..., Changes], *args: Any) -> None:
        self.say("")
        self._operations.write(use_case, *args, done=lambda _changes: self._say_done(words), failed=self._refuse)

    def _say_done(self, words: str) -> None:
        self.say(words, kind="info")
        self.message.say(words, "ok", _("Undo"), self._undo)

    def _undo(self) -> None:
        self.say("")
        self._operations.undo()

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _second(question: QuestionRow) -> str:
    parts = [domain_name(question.domain), kind_name(question.kind)]
    if question.own:
        parts.append(_("your own"))
    return "  ·  ".join(parts)


def _spoken(question: QuestionRow) -> str:
    return f"{question.position + 1}. {question_text(question)} {_second(question)}"


def _lines(question: QuestionRow) -> TwoLines:
    number = texts.number(question.position + 1)
    return TwoLines(
        f"{number}  {question_text(question)}", _second(question), icon="dots-six-vertical", icon_role="text3"
    )
