"""The page Decisions: what was decided, what is in force, and what replaced what."""

import uuid
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.charter.endorsements import Tally
from db.history.history import FieldChange
from db.minutes.decisions import DecisionCounts, DecisionRow
from desktop import texts, theme
from desktop.clock import Clock
from desktop.decisions.detail import DecisionDetail
from desktop.decisions.dialogs import AppliesDialog, SupersedeDialog
from desktop.decisions.register import (
    ANY,
    CURRENT,
    FIRST,
    PLENARY,
    SUPERSEDED,
    Filters,
    Register,
    columns,
    fact,
    field_word,
    load,
    load_changes,
    narrowed,
    value_word,
)
from desktop.naming.lists import decision_columns, decision_second_line
from desktop.naming.outcomes import how_taken
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.texts import _, pgettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Segmented
from desktop.widgets.cards import Card
from desktop.widgets.changes import ChangesDialog, change_lines
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import column, row
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.rows import RowsModel, RowsTable
from desktop.widgets.search_field import SearchField
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import AsItStood, OpenDecision, OpenMeetings

DETAIL_WIDTH, NARROW = 352, 960
NEWEST_FIRST = (2, Qt.SortOrder.DescendingOrder)


class DecisionsPage(Page):
    """All decisions at the left, the one chosen at the right."""

    kinds: ClassVar[frozenset[str]] = frozenset({"decision", "meeting", "working_group", "agenda_item", "endorsement"})

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._register = Register((), DecisionCounts(), ())
        self._read_on = False
        """Whether somebody went on to where the newest decisions end."""
        self._all_asked = False
        self._wanted: uuid.UUID | None = None
        self.print_button = print_button(self.print_out)
        self._make_filters()
        self.model: RowsModel[DecisionRow] = RowsModel(columns(self._tally), key=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, name=_("Decisions"), row_height=48)
        self._dress_table()
        self.detail = DecisionDetail(operations, self._clock)
        self.shown_label = Label("", 13, 400, "text2")
        self.empty = EmptyState("", _("Go to the meetings"), icon="seal-check", clicked=self._go_to_meetings)
        self._stack = CurrentStack()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._connect()

    def _make_filters(self) -> None:
        self.search_field = SearchField(_("Number or words"), key=_("Ctrl F"))
        self.state_choice = Segmented(
            [
                (CURRENT, pgettext("decisions to show", "In force")),
                (SUPERSEDED, pgettext("decisions to show", "Superseded")),
                (ANY, pgettext("decisions to show", "All")),
            ],
            name=_("Which decisions"),
        )
        self.body_choice = Choice([(ANY, _("All meetings"))], name=_("Whose meetings"), kind="filter")
        self.year_choice = Choice([(ANY, _("All years"))], name=_("Year"), kind="filter")

    def _dress_table(self) -> None:
        for section, show in enumerate((_number_cell, self._text_cell, _taken_cell)):
            delegate = TwoLineDelegate(show, self.table, past=lambda row: not row.current)
            self.table.setItemDelegateForColumn(section, delegate)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(*NEWEST_FIRST)
        head.sortIndicatorChanged.connect(self._sort)
        self.table.verticalScrollBar().valueChanged.connect(self._go_on)

    def _lay_out(self) -> None:
        first, second = row(self.search_field, self.state_choice), row(self.body_choice, self.year_choice)
        first.setStretch(0, 1)
        self.body_choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        second.setStretch(0, 1)
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
        for choice in (self.state_choice, self.body_choice, self.year_choice):
            choice.chosen.connect(lambda _key: self._show_rows())
        self.table.selected.connect(self.detail.show_decision)
        self.table.opened.connect(lambda _row: self._open_meeting())
        on_key(self.table, "F2", self.change_superseded)
        on_key(self, "Ctrl+E", self.note_endorsements)
        detail = self.detail
        detail.meeting_requested.connect(self._open_meeting)
        detail.applies_requested.connect(self.change_applies)
        detail.supersede_requested.connect(self.change_superseded)
        detail.changes_requested.connect(self.show_changes)
        detail.decision_requested.connect(self._go_to)

    # What the window asks

    def title(self) -> str:
        return _("Decisions")

    def fact(self) -> str:
        return fact(self._register.counts)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.print_button,)

    def print_out(self) -> bool:
        if self._register.whole:
            self._print(self._register)
        else:
            self.operations.read(load, self._clock.today(), None, done=self._print)
        return True

    def _print(self, register: Register) -> None:
        filters, (section, order) = self._filters(), self._order()
        rows = narrowed(register.rows, filters)
        rows.sort(key=self.model.sort_key(section), reverse=order == Qt.SortOrder.DescendingOrder)
        chosen = (self.body_choice, self.year_choice)
        told = [self.state_choice.button(filters.state).text()]
        told += [each.currentText() for each in chosen if each.value() != ANY]
        told += [_("“{words}”").format(words=filters.words)] if filters.words else []
        shown = decision_columns(register.tallies.get)
        told.append(_("sorted by: {column}").format(column=shown[section].label))
        sheet = listed(self.title(), shown, rows, told)
        self.print_list_requested.emit(PrintList("decisions", sheet))

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next decision")),
            KeyHint("Enter", _("open the meeting")),
            KeyHint("F2", _("what it replaces"), changes=True),
            KeyHint("Ctrl E", _("who stands behind it"), changes=True),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (*self.key_hints(), KeyHint(_("Ctrl F"), _("search")))

    def panels(self) -> Sequence[QWidget]:
        return (self.table if self.table.isVisible() else self.search_field, self.detail)

    def refresh(self, changes: Changes | None) -> None:
        self._all_asked = self._wants_all()
        newest = None if self._all_asked else FIRST
        self.operations.read(load, self._clock.today(), newest, done=self._keep, key=(self, "list"))

    def open(self, target: object) -> bool:
        if isinstance(target, AsItStood) and isinstance(target.filters, Filters):
            self._narrow(target.filters)
            self._wanted = target.key if isinstance(target.key, uuid.UUID) else None
            self._show_rows()
            return True
        if not isinstance(target, OpenDecision):
            return False
        self._go_to(target.decision_id)
        return True

    def shown(self) -> object:
        row = self.table.current_row()
        return AsItStood(self._filters(), row.id if row is not None else None)

    def search(self) -> bool:
        self.search_field.setFocus()
        self.search_field.selectAll()
        return True

    # What can be done with the decision chosen

    def change_applies(self) -> None:
        """Ask from which day the decision applies."""
        if (chosen := self.detail.decision_row) is not None:
            self._ask(AppliesDialog(self.operations, chosen, self._clock, self), _("The date was changed."))

    def change_superseded(self) -> None:
        """Ask which earlier decision this one replaces."""
        chosen = self.detail.decision_row

        def ask(register: Register) -> None:
            if chosen is not None:
                dialog = SupersedeDialog(self.operations, chosen, register.rows, self)
                self._ask(dialog, _("Noted which decision it replaces."))

        if self._register.whole:
            ask(self._register)
        else:
            self.operations.read(load, self._clock.today(), None, done=ask)

    def note_endorsements(self) -> None:
        """Note which members stand behind the decision."""
        if self.detail.decision_row is not None:
            self.detail.endorsements.ask()

    def show_changes(self) -> None:
        """Show who changed what about the decision."""
        if (chosen := self.detail.decision_row) is not None:
            self.operations.read(load_changes, chosen.id, done=self._show_changes)

    def _show_changes(self, found: tuple[list[FieldChange], dict[uuid.UUID, str]]) -> None:
        changes, labels = found
        lines = change_lines(changes, field_word, value_word(labels))
        self._open_dialog(ChangesDialog(_("Who changed this"), lines, self))

    def _ask(self, dialog: Dialog, said: str) -> None:
        dialog.accepted.connect(lambda: self.said_with_undo.emit(said))
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_meeting(self) -> None:
        if (chosen := self.detail.decision_row) is not None:
            self.open_requested.emit(OpenMeeting(chosen.meeting_id, "minutes", chosen.item_id))

    # What is shown

    def _filters(self) -> Filters:
        year = self.year_choice.value()
        return Filters(self.state_choice.value(), self.body_choice.value(), year, self.search_field.text().strip())

    def _go_to(self, key: uuid.UUID) -> None:
        """Choose a decision, widening the filters where they hide it."""
        self._wanted = key
        if not any(row.id == key for row in self.model.rows):
            self._narrow(Filters(state=ANY))
        self._show_rows()

    def _narrow(self, filters: Filters) -> None:
        self.state_choice.set_value(filters.state)
        self.body_choice.expect(filters.body)
        self.year_choice.expect(filters.year)
        self.search_field.setText(filters.words)

    def _keep(self, register: Register) -> None:
        self._register = register
        groups: list[tuple[object, str]] = [(group.group_id, group.name) for group in register.groups]
        self.body_choice.set_choices([(ANY, _("All meetings")), (PLENARY, _("General meetings")), *groups])
        years: list[tuple[object, str]] = [(year, str(year)) for year in register.counts.years]
        self.year_choice.set_choices([(ANY, _("All years")), *years])
        for choice in (self.body_choice, self.year_choice):
            if choice.value() is None:
                choice.set_value(ANY)
        self._show_rows()
        self.header_changed.emit()

    def _wants_all(self) -> bool:
        """Return whether the newest decisions would not do."""
        missing = self._wanted is not None and bool(self._register.rows)
        return self._read_on or missing or self._order() != NEWEST_FIRST or self._filters() != Filters()

    def _order(self) -> tuple[int, Qt.SortOrder]:
        head = self.table.horizontalHeader()
        return head.sortIndicatorSection(), head.sortIndicatorOrder()

    def _read_all_if_wanted(self) -> None:
        if not self._register.whole and self._wants_all() and not self._all_asked:
            self.refresh(None)

    def _go_on(self, place: int) -> None:
        bar = self.table.verticalScrollBar()
        if place and place > bar.maximum() - bar.pageStep():
            self._read_on = True
            self._read_all_if_wanted()

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        self.model.sort(section, order)
        self._read_all_if_wanted()

    def _show_rows(self) -> None:
        register, (section, order) = self._register, self._order()
        rows = narrowed(register.rows, self._filters())
        rows.sort(key=self.model.sort_key(section), reverse=order == Qt.SortOrder.DescendingOrder)
        self.model.set_rows(rows)
        self.table.viewport().update()  # who stands behind a decision is no part of its row
        shown = len(rows) if register.whole or self._wants_all() else register.counts.current
        self.shown_label.setText(
            _("{shown} of {all} shown").format(shown=texts.number(shown), all=texts.number(register.counts.total))
        )
        self.empty.set_sentence(self._nothing())
        self.empty.show_button(not self._register.rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        for part in (self.detail, self.foot):
            part.setVisible(bool(self._register.rows))
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
            self.table.setFocus()
        elif self._wanted is None and not self.table.currentIndex().isValid() and rows:
            self.table.select_key(self.model.rows[0].id)
        self.detail.show_decision(self.table.current_row())
        self._read_all_if_wanted()

    def _nothing(self) -> str:
        if self._register.rows:
            return _("No decision fits what you look for.")
        return _("No decisions yet. They come from the minutes: a line that begins with d:")

    def _go_to_meetings(self) -> None:
        self.open_requested.emit(OpenMeetings())

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.px(NARROW)
        self.table.set_widths(*((56, 0, 112) if narrow else (72, 0, 176)))
        super().resizeEvent(event)

    def _tally(self, decision_id: uuid.UUID) -> Tally | None:
        return self._register.tallies.get(decision_id)

    def _text_cell(self, row: DecisionRow) -> TwoLines:
        second = decision_second_line(row, self._tally(row.id))
        return TwoLines(row.text, second, first_role="text" if row.current else "text2")

    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.select_key(self.model.rows[0].id)


def _number_cell(row: DecisionRow) -> TwoLines:
    return TwoLines(row.label, first_weight=600, first_role="text" if row.current else "text3")


def _taken_cell(row: DecisionRow) -> TwoLines:
    return TwoLines(texts.date_short_year(row.meeting_date), how_taken(row, brief=True), first_weight=400)
