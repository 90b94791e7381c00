"""What there is to do: the alliance's duties, in their order, and what holds for each of them."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.keeping import (
    DutyRow,
    add_usual_duties,
    archive_duty,
    delete_duty,
    duties,
    order_duties,
)
from db.duties.past import PastTurns, past_turns
from db.duties.sheet import DutySheet, MayBeAsked, may_be_asked_now
from db.duties.standard import AT_FIRST
from db.errors import KnownError
from db.errors.records import StillNeeded
from db.members.groups import groups_on
from db.spells import last_day
from desktop import texts, theme
from desktop.clock import Clock
from desktop.duties.duty_dialog import DutyDialog, Setting, load_setting
from desktop.duties.parts import AskedView, Tall
from desktop.duties.past_dialog import PastTurnsDialog, past_sentence
from desktop.naming.duties import command_word, duty_name, duty_task, rhythm_words
from desktop.naming.duty_setup import body_word, rule_lines
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dragged_rows import DraggedRowsModel
from desktop.widgets.labels import Label
from desktop.widgets.layouts import FlowLayout, clear, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.record_dialogs import DeedsDialog, EndDialog
from desktop.widgets.rows import Column, Index, RowsTable

MIME = "application/x-ronda-duty"
KINDS = frozenset(
    {
        "duty", "duty_pool", "duty_exemption", "duty_pair", "duty_term", "member", "membership", "group_membership",
        "working_group",
    }
)  # fmt: skip
"""Tables that the dialog shows something of."""
PAST_KINDS = frozenset({"duty", "duty_turn", "meeting", "meeting_officer", "attendance"})
"""Tables that tell of turns of the past."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All duties; of the chosen one its sheet and who may be asked; names of groups."""

    duties: tuple[DutyRow, ...]
    chosen: DutyRow | None
    sheet: DutySheet | None
    asked: MayBeAsked | None
    groups: dict[uuid.UUID, str]


def load_duties(session: Session, wanted: uuid.UUID | None, today: dt.date) -> Shown:
    """Return the duties, and everything about the one wanted (the first if it is not there)."""
    rows = duties(session)
    chosen = next((one for one in rows if one.id == wanted), rows[0] if rows else None)
    sheet, asked = may_be_asked_now(session, chosen.id, on=today) if chosen else (None, None)
    groups = {group.id: group.name for group in groups_on(session, today, everyone=True)}
    return Shown(tuple(rows), chosen, sheet, asked, groups)


class DutiesModel(DraggedRowsModel[DutyRow]):
    """The duties; one can be dragged to another place."""

    mime = MIME

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


class DutiesTable(RowsTable):
    """The duties in their order: dragged, or moved with Alt and the arrows; F2 changes, Delete deletes."""

    change_requested = Signal()
    delete_requested = Signal()

    def __init__(self, model: DutiesModel) -> None:
        super().__init__(model, name=_("Duties"), row_height=48)
        self._duties = model
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)  # the model takes only its own lines
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        duty: DutyRow | None = self.current_row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if duty is not None and alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= to < self._duties.rowCount():
                self._duties.move_requested.emit(duty.id, to)
        elif duty is not None and event.key() == Qt.Key.Key_F2:
            self.change_requested.emit()
        elif duty is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)


class DutiesDialog(DeedsDialog):
    """The duties at the left, what holds for one of them beside. Each deed is kept at once and can be undone."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, _("Duties of the alliance"), parent, width=880)
        self._clock = clock
        self._shown: Shown | None = None
        self._past: PastTurns | None = None
        self._wanted: uuid.UUID | None = None
        self.past_message = InlineMessage()
        self.past_message.set_shown(False)
        writes(self.past_message.button)
        self.empty = EmptyState(
            _("No duties yet. Start with the usual four: minutes, chairing, calling and records."),
            _("Start with the usual four"), icon="arrows-clockwise", clicked=self._add_usual,
        )  # fmt: skip
        self.empty.hide()
        self._inside = QWidget()
        inside = row(self._make_list(), self._make_side(), spacing=20)
        inside.setStretch(1, 1)
        self._inside.setLayout(inside)
        self.add(self.past_message, self._inside, self.empty)
        self.body.setStretch(1, 1)
        self.add_duty_button = self.add_button(_("Add a duty…"), self._ask_new)
        self.usual_button = self.add_button(_("Add the usual four"), self._add_usual)
        for button in (self.add_duty_button, self.usual_button, self.empty.button):
            if button is not None:
                writes(button)
        operations.changed.connect(self._on_changed)
        self._look()
        self._look_at_past()

    def _make_list(self) -> QWidget:
        self.model = DutiesModel(
            [Column(lambda: _("Duty"), duty_name, spoken=lambda one: f"{duty_name(one)}, {self._second(one)}")],
            key=attrgetter("id"), parent=self,
        )  # fmt: skip
        self.table = DutiesTable(self.model)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(
            TwoLineDelegate(self._lines_of, self.table, past=lambda one: not self._in_use(one))
        )  # fmt: skip
        self.table.setFixedWidth(theme.px(272))
        self.table.setMinimumHeight(theme.px(160))
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _duty: self._ask_change())
        self.table.change_requested.connect(self._ask_change)
        self.table.delete_requested.connect(self._delete)
        self.model.move_requested.connect(self._move)
        return self.table

    def _make_side(self) -> QWidget:
        self.name_label = Label("", 16, 600, wrap=True)
        self.task_label = Label("", 14, 400, "text2", wrap=True)
        self.when_label = Label("", 14, 400, wrap=True)
        self.asked = AskedView()
        self._rules = column(spacing=4)
        self.key_label = Label("", 13, 400, "text3", wrap=True)
        self.change_button = Button(_("Change…"), clicked=self._ask_change)
        self.up_button = Button(_("Move up"), "quiet", icon="arrow-up", clicked=lambda: self._step(-1))
        self.down_button = Button(_("Move down"), "quiet", icon="arrow-down", clicked=lambda: self._step(1))
        self.end_button = Button(_("End…"), "quiet", clicked=self._end)
        self.delete_button = Button(_("Delete"), "quiet", clicked=self._delete)
        writes(self.change_button, self.up_button, self.down_button, self.end_button, self.delete_button)
        content = column(
            self.name_label, self.task_label, self.when_label, 4, self.asked, 4, self._rules, self.key_label, None,
            spacing=8,
        )  # fmt: skip
        deeds = FlowLayout(spacing=4)
        for button in (self.change_button, self.up_button, self.down_button, self.end_button, self.delete_button):
            deeds.addWidget(button)
        facts = Tall(content, 304)
        holder = QWidget()
        side = column(facts, deeds, spacing=12)
        side.setStretch(0, 1)
        holder.setLayout(side)
        return holder

    # Looking

    def _look(self) -> None:
        self.operations.read(
            load_duties, self._wanted, self._clock.today(), done=self._show, key=("duties", id(self))
        )  # fmt: skip

    def _on_changed(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._look()
        if PAST_KINDS & changes.kinds:
            self._look_at_past()

    def _look_at_past(self) -> None:
        self.operations.read(past_turns, done=self._show_past, key=("past turns", id(self)))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        some = bool(shown.duties)
        self._inside.setVisible(some)
        self.empty.setVisible(not some)
        held = {one.key for one in shown.duties}
        missing = [key for key in AT_FIRST if key not in held]
        self.usual_button.setVisible(some and bool(missing))
        self.table.blockSignals(True)
        self.model.set_rows(shown.duties)
        if shown.chosen is not None:
            self._wanted = shown.chosen.id
            self.table.select_key(shown.chosen.id)
        self.table.blockSignals(False)
        self.table.viewport().update()
        self._show_chosen(shown)
        if self.isVisible():
            self.fit()

    def _show_past(self, past: PastTurns) -> None:
        self._past = past
        button = _("Look and count them…") if past.meetings else ""
        self.past_message.say(past_sentence(past) if past.meetings else "", "info", button, self._ask_past)
        if self.isVisible():
            self.fit()

    def _show_chosen(self, shown: Shown) -> None:
        duty, sheet, asked = shown.chosen, shown.sheet, shown.asked
        if duty is None or sheet is None or asked is None:
            return
        self.name_label.setText(duty_name(duty))
        self.task_label.setText(duty_task(duty))
        self.task_label.setVisible(bool(duty_task(duty)))
        self.when_label.setText(self._second(duty))
        self.asked.set_found(asked)
        clear(self._rules)
        for words in rule_lines(sheet, shown.duties):
            self._rules.addWidget(Label(words, 13, 400, "text2", wrap=True))
        self.key_label.setText(_("Commands call it “{key}”.").format(key=command_word(duty)))
        place = self.table.currentIndex().row()
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(place < len(shown.duties) - 1)
        self.end_button.setText(_("End…") if duty.to_date is None else _("Take it back into use"))

    def _second(self, duty: DutyRow) -> str:
        groups = self._shown.groups if self._shown else {}
        body = body_word(duty.body, groups.get(duty.group_id, "") if duty.group_id else "")
        parts = [rhythm_words(duty), body]
        if duty.to_date is not None:
            day = texts.date_long(last_day(duty.to_date))
            words = _("ends on {day}") if self._in_use(duty) else _("ended on {day}")
            parts.append(words.format(day=day))
        return "  ·  ".join(filter(None, parts))

    def _lines_of(self, duty: DutyRow) -> TwoLines:
        second = rhythm_words(duty)
        if duty.to_date is not None:
            words = _("ends on {day}") if self._in_use(duty) else _("ended on {day}")
            second = words.format(day=texts.date_short_year(last_day(duty.to_date)))
        return TwoLines(duty_name(duty), second, icon="dots-six-vertical", icon_role="text3")

    def _in_use(self, duty: DutyRow) -> bool:
        return duty.to_date is None or duty.to_date > self._clock.today()

    def _on_selected(self, duty: DutyRow | None) -> None:
        if duty is not None and duty.id != self._wanted:
            self._wanted = duty.id
            self.say("")
            self._look()

    # Doing

    def _chosen(self) -> DutyRow | None:
        return self._shown.chosen if self._shown else None

    def _ask_new(self) -> None:
        self.operations.read(load_setting, None, self._clock.today(), done=partial(self._edit, None))

    def _ask_change(self) -> None:
        duty = self._chosen()
        if duty is not None and self.change_button.isEnabled():
            self.operations.read(
                load_setting, duty.id, self._clock.today(), done=partial(self._edit, duty),
                failed=self.refuse,
            )  # fmt: skip

    def _edit(self, duty: DutyRow | None, setting: Setting) -> None:
        dialog = DutyDialog(self.operations, self._clock, setting, duty=duty, parent=self)
        dialog.accepted.connect(lambda: self._on_edited(dialog))
        self.open_above(dialog)

    def _on_edited(self, dialog: DutyDialog) -> None:
        self._wanted = dialog.result_value[0]
        self._look()

    def _end(self) -> None:
        duty = self._chosen()
        if duty is None:
            return
        if duty.to_date is not None:
            self._write(_("The duty is in use again. Plan ahead to give its turns."), archive_duty, duty.id, on=None)
            return
        title = _("“{name}” ends").format(name=duty_name(duty))
        lead = _("Turns planned for later are taken out; the ledger stays.")
        self.open_above(
            EndDialog(
                self.operations, self._clock, title, use_case=archive_duty, key=duty.id, lead=lead, parent=self
            )
        )  # fmt: skip

    def _delete(self) -> None:
        duty = self._chosen()
        if duty is not None and self.delete_button.isEnabled():
            words = _("“{name}” is deleted.").format(name=duty_name(duty))
            self._write(words, delete_duty, duty.id)

    def _step(self, step: int) -> None:
        duty = self._chosen()
        if duty is not None:
            self._move(duty.id, self.table.currentIndex().row() + step)

    def _move(self, duty_id: uuid.UUID, to: int) -> None:
        keys = [one.id for one in self.model.rows]
        if not 0 <= to < len(keys) or self.operations.read_only:
            return
        keys.remove(duty_id)
        keys.insert(to, duty_id)
        self._wanted = duty_id
        self._write("", order_duties, keys)

    def _add_usual(self) -> None:
        self._write(_("The usual duties are there."), add_usual_duties)

    def _ask_past(self) -> None:
        if self._past is not None:
            dialog = PastTurnsDialog(self.operations, self._past, self)
            dialog.accepted.connect(lambda: self.say_done(dialog.done_sentence()))
            self.open_above(dialog)

    def _write(self, words: str, use_case: Callable[..., Changes], *args: Any, **kwargs: Any) -> None:
        self.say("")
        self.operations.write(
            use_case, *args, done=partial(self._done, words), failed=self.refuse, **kwargs
        )  # fmt: skip

    def _done(self, words: str, _changes: object) -> None:
        self.say_done(words)

    def refuse(self, error: KnownError) -> None:
        duty = self._chosen()
        if isinstance(error, StillNeeded) and duty is not None:
            turns = error.uses.get("duty_turn", 0)
            words = ngettext(
                "“{name}” has {n} turn on record, which stays. Nothing was changed. End the duty instead.",
                "“{name}” has {n} turns on record, which stay. Nothing was changed. End the duty instead.",
                turns,
            )
            self.say(words.format(name=duty_name(duty), n=texts.number(turns)))
            self.message.say(self.message.label.text(), "danger", _("End…"), self._end)
            return
        super().refuse(error)
