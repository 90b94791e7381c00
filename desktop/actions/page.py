"""The page Actions: who owes what since when, and closing, dropping, moving and handing over one of them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.history.history import FieldChange, changes_of_row
from db.minutes.actions import ActionRow, DateChange, action, close_action, reopen_action
from db.vocabulary import ActionState
from desktop import texts, theme
from desktop.actions.detail import ActionDetail
from desktop.actions.dialogs import AddDialog, DateDialog, DropDialog, OwnerDialog
from desktop.actions.register import (
    ANY,
    PLENARY,
    Filters,
    Register,
    Show,
    columns,
    dates_before,
    load,
    narrowed,
    owners_of,
    show_words,
)
from desktop.actions.words import field_word, value_word
from desktop.clock import Clock
from desktop.naming.lists import action_columns
from desktop.naming.outcomes import action_origin, counted_actions, due_words, shortened
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.texts import _, pgettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.changes import ChangesDialog, change_lines
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.owners import OwnerChoices, owner_choices
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.rows import RowsModel, RowsTable, in_order
from desktop.widgets.search_field import SearchField
from desktop.widgets.targets import AsItStood, OpenAction, OpenActions

DUE = 3
DETAIL_WIDTH, NARROW = 344, 960


class ActionsPage(Page):
    """All actions at the left, the one chosen at the right."""

    kinds: ClassVar[frozenset[str]] = frozenset({"action", "meeting", "member", "person", "working_group"})

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._register = Register((), ())
        self._wanted: uuid.UUID | None = None
        self._choices = OwnerChoices((), ())
        self.add_button = Button(_("Add action"), icon="plus", clicked=self.start_new)
        writes(self.add_button)
        self.print_button = print_button(self.print_out)
        self._make_filters()
        self.model: RowsModel[ActionRow] = RowsModel(columns(self.today), key=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, name=_("Actions"), row_height=48)
        self._dress_table()
        self.detail = ActionDetail()
        self.shown_label = Label("", 13, 400, "text2")
        self.empty = EmptyState("", _("Add action"), icon="check-square", clicked=self.start_new)
        self._stack = CurrentStack()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._connect()

    def today(self) -> dt.date:
        """Return the day it is."""
        return self._clock.today()

    def _make_filters(self) -> None:
        self.search_field = SearchField(_("Action or owner"), key=_("Ctrl F"))
        self.show_choice = Choice(show_words(), name=_("Which actions"), kind="filter")
        self.owner_choice = Choice([(ANY, _("All owners"))], name=_("Owner"), kind="filter")
        self.body_choice = Choice([(ANY, _("All meetings"))], name=_("Whose meetings"), kind="filter")

    def _dress_table(self) -> None:
        for section, show in enumerate((_number_cell, _text_cell, _owner_cell, self._due_cell)):
            self.table.setItemDelegateForColumn(section, TwoLineDelegate(show, self.table, past=_is_over))
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(DUE, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(self._resort)
        self.table.installEventFilter(self)

    def _lay_out(self) -> None:
        first, second = row(self.search_field, self.show_choice), row(self.owner_choice, self.body_choice)
        first.setStretch(0, 1)
        for place, choice in enumerate((self.owner_choice, self.body_choice)):  # long names must not push the other out
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            second.setStretch(place, 1)
        filters = column(first, second, spacing=8, margins=(16, 12, 16, 12))
        left = Card(margins=(0, 0, 0, 0), spacing=0)
        left.body.addLayout(filters)
        left.add(hline())
        left.body.addLayout(row(self._stack, margins=(8, 0, 4, 0)), 1)
        self.foot = left.set_footer(row(self.shown_label, None))
        lanes = (Lane(left, 540, 384, share=1, chooses=True), Lane(self.detail, DETAIL_WIDTH, 280))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))

    def _connect(self) -> None:
        self.search_field.textChanged.connect(lambda _text: self._show_rows())
        self.search_field.down_pressed.connect(self._into_table)
        self.search_field.returnPressed.connect(self._into_table)
        self.show_choice.chosen.connect(lambda _key: self.refresh(None))
        for choice in (self.owner_choice, self.body_choice):
            choice.chosen.connect(lambda _key: self._show_rows())
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self._open_meeting())
        detail = self.detail
        detail.meeting_requested.connect(self._open_meeting)
        detail.done_requested.connect(self.toggle_done)
        detail.reopen_requested.connect(self.toggle_done)
        detail.drop_requested.connect(self.drop)
        detail.date_requested.connect(self.change_date)
        detail.owner_requested.connect(self.change_owner)
        detail.changes_requested.connect(self.show_changes)

    # What the window asks

    def title(self) -> str:
        return _("Actions")

    def fact(self) -> str:
        show = self._show()
        return counted_actions(self._register.rows, self.today()) if show not in (Show.DONE, Show.DROPPED) else ""

    def header_actions(self) -> Sequence[QWidget]:
        return (self.print_button, self.add_button)

    def print_out(self) -> bool:
        head = self.table.horizontalHeader()
        order = action_columns(self.today())[head.sortIndicatorSection()].label
        filters, chosen = self._filters(), (self.owner_choice, self.body_choice)
        told = [self.show_choice.currentText(), *(each.currentText() for each in chosen if each.value() != ANY)]
        told += [_("“{words}”").format(words=filters.words.strip())] if filters.words.strip() else []
        told.append(_("sorted by: {column}").format(column=order))
        sheet = listed(self.title(), action_columns(self.today()), self.model.rows, told)
        self.print_list_requested.emit(PrintList("actions", sheet))
        return True

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint(_("Space"), pgettext("state of an action", "done"), changes=True),
            KeyHint("F2", _("change date"), changes=True),
            KeyHint("Enter", _("open the meeting")),
            KeyHint(_("Ctrl F"), _("search")),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (
            *self.key_hints(),
            KeyHint("Shift F2", _("change owner"), changes=True),
            KeyHint(_("Del"), _("drop"), changes=True),
            KeyHint(_("Ctrl N"), _("add action"), changes=True),
            KeyHint("Ctrl P", _("print")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.table if self.table.isVisible() else self.search_field, self.detail)

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(load, self._show(), self.today(), done=self._keep, key=(self, "list"))
        self.operations.read(owner_choices, self.today(), done=self._keep_choices, key=(self, "owners"))
        if (chosen := self.detail.action_row) is not None and changes is not None and chosen.id in changes.ids:
            self._read_detail(chosen)

    def open(self, target: object) -> bool:
        if isinstance(target, OpenActions):
            self._narrow(Filters(Show(target.show), target.owner_id or ANY))
            return True
        if isinstance(target, AsItStood) and isinstance(target.filters, Filters):
            self._narrow(target.filters)
            self._wanted = target.key if isinstance(target.key, uuid.UUID) else None
            return True
        if isinstance(target, OpenAction):
            self._wanted = target.action_id
            self._narrow(Filters(Show.ALL))
            return True
        return False

    def shown(self) -> object:
        row = self.table.current_row()
        return AsItStood(self._filters(), row.id if row is not None else None)

    def start_new(self) -> bool:
        self._ask(AddDialog(self.operations, self._choices, self._clock, self), _("Added to the actions."))
        return True

    def search(self) -> bool:
        self.search_field.setFocus()
        self.search_field.selectAll()
        return True

    # What can be done with the action chosen

    def toggle_done(self) -> None:
        """Mark the action as done, or take it up again."""
        chosen = self.detail.action_row
        if chosen is None:
            return
        about = shortened(chosen.text)
        if chosen.state is ActionState.OPEN:
            said = _("Done: “{action}”").format(action=about)
            self.operations.write(close_action, chosen.id, on=self.today(), done=partial(self._say, said))
        else:
            said = _("Open again: “{action}”").format(action=about)
            self.operations.write(reopen_action, chosen.id, done=partial(self._say, said))

    def drop(self) -> None:
        """Ask why, then give the action up."""
        chosen = self.detail.action_row
        if chosen is not None and chosen.state is ActionState.OPEN:
            said = _("Dropped: “{action}”").format(action=shortened(chosen.text))
            self._ask(DropDialog(self.operations, chosen, self.today(), self), said)

    def change_date(self) -> None:
        """Ask for another date."""
        if (chosen := self.detail.action_row) is not None:
            self.operations.read(dates_before, chosen.id, done=partial(self._ask_date, chosen))

    def change_owner(self) -> None:
        """Ask for another owner."""
        if (chosen := self.detail.action_row) is not None:
            self._ask(OwnerDialog(self.operations, chosen, self._choices, self), _("The owner was changed."))

    def show_changes(self) -> None:
        """Show who changed what about the action."""
        if (chosen := self.detail.action_row) is not None:
            self.operations.read(changes_of_row, chosen.id, done=self._show_changes)

    def _show_changes(self, changes: Sequence[FieldChange]) -> None:
        lines = change_lines(changes, field_word, value_word(self._choices))
        self._open_dialog(ChangesDialog(_("Who changed this"), lines, self))

    def _ask_date(self, chosen: ActionRow, before: Sequence[DateChange]) -> None:
        self._ask(DateDialog(self.operations, chosen, before, self._clock, self), _("The date was changed."))

    def _ask(self, dialog: Dialog, said: str) -> None:
        dialog.accepted.connect(lambda: self.said_with_undo.emit(said))
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _say(self, words: str, _changes: Changes) -> None:
        self.said_with_undo.emit(words)

    def _open_meeting(self) -> None:
        chosen = self.detail.action_row
        if chosen is not None and chosen.meeting_id is not None:
            self.open_requested.emit(OpenMeeting(chosen.meeting_id, "minutes", chosen.item_id))

    # What is shown

    def _show(self) -> Show:
        value = self.show_choice.value()
        return value if isinstance(value, Show) else Show.OPEN

    def _filters(self) -> Filters:
        return Filters(self._show(), self.owner_choice.value(), self.body_choice.value(), self.search_field.text())

    def _narrow(self, filters: Filters) -> None:
        self.show_choice.set_value(filters.show)
        self.owner_choice.expect(filters.owner)
        self.body_choice.expect(filters.body)
        self.search_field.setText(filters.words)
        self.refresh(None)

    def _keep(self, register: Register) -> None:
        self._register = register
        self.owner_choice.set_choices([(ANY, _("All owners")), *owners_of(register.rows)])
        groups: list[tuple[object, str]] = [(group.group_id, group.name) for group in register.groups]
        self.body_choice.set_choices([(ANY, _("All meetings")), (PLENARY, _("General meetings")), *groups])
        for choice in (self.owner_choice, self.body_choice):
            if choice.value() is None:
                choice.set_value(ANY)
        self._show_rows()
        self.header_changed.emit()

    def _keep_choices(self, choices: OwnerChoices) -> None:
        self._choices = choices

    def _show_rows(self) -> None:
        rows = narrowed(self._register.rows, self._filters(), self.today())
        self.model.set_rows(self._sorted(rows))
        self.shown_label.setText(
            _("{shown} of {all} shown").format(
                shown=texts.number(len(rows)), all=texts.number(len(self._register.rows))
            )
        )
        self.empty.set_sentence(self._nothing())
        self.empty.show_button(not self._register.rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        for part in (self.detail, self.foot):
            part.setVisible(bool(self._register.rows))
        if self._wanted is not None:
            self._choose_wanted(self._wanted)
        elif not self.table.currentIndex().isValid() and rows:
            self.table.select_key(self.model.rows[0].id)
        self._on_selected(self.table.current_row())

    def _choose_wanted(self, key: uuid.UUID) -> None:
        if self.table.select_key(key):
            self.table.setFocus()
        self._wanted = None

    def _nothing(self) -> str:
        if self._register.rows and (self.search_field.text() or self._filters().owner != ANY):
            return _("No action fits what you look for.")
        sentences = {
            Show.OPEN: _("No action is open."),
            Show.OVERDUE: _("No action is late."),
            Show.NOT_AGREED: _("Every open action has an owner and a date."),
            Show.DONE: _("No action was closed yet."),
            Show.DROPPED: _("No action was dropped."),
            Show.ALL: _("No actions yet. They come from the minutes: a line that begins with a:"),
        }
        return sentences[self._show()]

    def _sorted(self, rows: list[ActionRow]) -> list[ActionRow]:
        head = self.table.horizontalHeader()
        section, backwards = head.sortIndicatorSection(), head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return in_order(rows, self.model.sort_key(section), backwards=backwards)

    def _resort(self, section: int, order: Qt.SortOrder) -> None:
        self.model.sort(section, order)

    def _on_selected(self, chosen: ActionRow | None) -> None:
        before = self.detail.action_row
        if chosen is None or before is None or chosen.id != before.id:
            self.detail.show_action(chosen, (), self.today())
        if chosen is not None:
            self._read_detail(chosen)

    def _read_detail(self, chosen: ActionRow) -> None:
        self.operations.read(_whole, chosen.id, done=self._show_detail, failed=self._gone, key=(self, "detail"))

    def _show_detail(self, whole: tuple[ActionRow, list[DateChange]]) -> None:
        chosen = self.table.current_row()
        if chosen is not None and chosen.id == whole[0].id:
            self.detail.show_action(*whole, self.today())

    def _gone(self, _error: object) -> None:
        self.detail.show_action(None, (), self.today())

    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.select_key(self.model.rows[0].id)

    def _due_cell(self, row: ActionRow) -> TwoLines:
        words = due_words(row, self.today())
        if row.state is ActionState.OPEN and row.due_date is not None and row.due_date >= self.today():
            words = texts.in_days((row.due_date - self.today()).days)  # the column is called Due
        if row.state is not ActionState.OPEN:
            return TwoLines(words, first_weight=400, first_role="text2")
        if row.due_date is None:
            return TwoLines(words, first_weight=600, first_role="warn")
        late = row.overdue(self.today())
        return TwoLines(
            words, texts.date_short_year(row.due_date), first_weight=600 if late else 400,
            first_role="danger" if late else "text",
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.px(NARROW)
        self.table.set_widths(*((48, 0, 128, 112) if narrow else (64, 0, 208, 136)), give_way=(2,))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            acts: dict[int, Any] = {
                Qt.Key.Key_Space: self.toggle_done,
                Qt.Key.Key_F2: self.change_owner if shifted else self.change_date,
                Qt.Key.Key_Delete: self.drop,
            }
            if (act := acts.get(event.key())) is not None:
                act()
                return True
        return super().eventFilter(watched, event)


def _whole(session: Any, action_id: uuid.UUID) -> tuple[ActionRow, list[DateChange]]:
    return action(session, action_id), dates_before(session, action_id)


def _is_over(row: ActionRow) -> bool:
    return row.state is not ActionState.OPEN


def _number_cell(row: ActionRow) -> TwoLines:
    return TwoLines(row.label, first_weight=600, first_role="text2")


def _text_cell(row: ActionRow) -> TwoLines:
    return TwoLines(row.text, action_origin(row))


def _owner_cell(row: ActionRow) -> TwoLines:
    if not row.owner:
        return TwoLines(_("No owner yet"), first_weight=600, first_role="warn")
    if not row.owner_on_record:
        return TwoLines(row.owner, _("Not on record"), first_weight=600, first_role="warn")
    return TwoLines(row.owner, row.owner_person if row.owner_person != row.owner else "", first_weight=400)
