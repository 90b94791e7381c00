"""The tab Indicators: what is measured at the left, the one chosen with its values at the right."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QWidget

from db.charter.indicators import (
    IndicatorRow,
    ObservationRow,
    delete_indicator,
    delete_observation,
    drop_indicator,
    move_indicator,
)
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.charter import against_the_line, amount, indicator_state, line_amount, way_of
from desktop.operations import Operations
from desktop.purpose.indicator_dialogs import IndicatorDialog, ObservationDialog
from desktop.purpose.loading import load_indicators
from desktop.purpose.view import View
from desktop.reports.alliance_charts import indicator_chart
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.chart_view import ChartView
from desktop.widgets.delegates import RowDelegate, TwoLineDelegate, TwoLines
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import WhileShown, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.sections import MenuButton
from desktop.widgets.shortcuts import on_key

LIST_WIDTH = 360


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A line of the values: an observation, or the baseline or the target, which are not (`observation` is None)."""

    key: object
    day: dt.date | None
    value: Decimal
    unit: str
    line: Decimal | None
    source: str
    observation: ObservationRow | None


def value_lines(row: IndicatorRow) -> list[ValueLine]:
    """Return the baseline, the observations and the target, the newest first."""
    lines = [
        ValueLine(seen.id, seen.on_date, seen.value, row.unit, row.line_on(seen.on_date), seen.source, seen)
        for seen in row.observations
    ]
    if row.baseline_value is not None:
        lines.insert(0, ValueLine("base", row.baseline_date, row.baseline_value, row.unit, None, _("Baseline"), None))
    if row.target_value is not None:
        lines.append(ValueLine("target", row.target_date, row.target_value, row.unit, None, _("Target"), None))
    return sorted(lines, key=lambda line: line.day or dt.date.min, reverse=True)


class IndicatorsView(View):
    """Indicators in their order, those dropped last."""

    kinds = frozenset({"indicator", "observation"})

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, clock, parent)
        self._rows: tuple[IndicatorRow, ...] = ()
        self._wanted: uuid.UUID | None = None
        self.add_button = Button(_("Add indicator"), "primary", "plus", clicked=self.start_new)
        columns = (Column[IndicatorRow](lambda: _("Indicator"), lambda row: row.name, spoken=_spoken),)
        self.model: RowsModel[IndicatorRow] = RowsModel(columns, key=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, name=_("Indicators"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(_two_lines, self.table, past=lambda row: row.dropped_on is not None))
        self.values_model: RowsModel[ValueLine] = RowsModel(_value_columns(), key=lambda line: line.key, parent=self)
        self.values = RowsTable(self.values_model, name=_("Values"), row_height=36)
        self.values.setItemDelegate(RowDelegate(self.values, past=lambda line: line.observation is None))
        self.values.set_widths(128, 112, 128, 0)
        self._make_detail()
        self.empty = EmptyState(
            _("No indicators yet. Choose one number that shows the way."), _("Add indicator"),
            icon="chart-bar", clicked=self.start_new,
        )  # fmt: skip
        writes(self.add_button, *filter(None, (self.empty.button,)))
        self._lay_out()
        self._connect()

    def _make_detail(self) -> None:
        self.name_label = Label("", 20, 600, wrap=True)
        self.way_label = Label("", 14, 400, "text2", wrap=True)
        self.standing = InlineMessage()
        self.chart = ChartView(self.operations)
        self.chart.setMaximumHeight(theme.px(216))
        self.chart.numbers_requested.connect(self.values.setFocus)
        self.chart.saved.connect(lambda path: self.said.emit(_("Saved as “{name}”.").format(name=path.name)))
        self.menu_button = MenuButton(_("More about this indicator"), ())
        self.edit_button = Button(_("Edit"), icon="pencil-simple", clicked=self.edit)
        self.value_button = Button(_("Add value"), "small", "plus", clicked=self.add_value)
        self.source_label = Label("", 13, 400, "text2", wrap=True)
        writes(self.edit_button, self.value_button)

    def _lay_out(self) -> None:
        left = Card(margins=(8, 8, 8, 8), spacing=0)
        left.add(self.table)
        head = row(column(self.name_label, self.way_label, spacing=2), self.edit_button, self.menu_button)
        head.setStretch(0, 1)
        self.detail = Card(margins=(0, 0, 0, 0), spacing=0)
        self.detail.setAccessibleName(_("The indicator chosen"))
        self.detail.body.addLayout(column(head, self.standing, spacing=10, margins=(16, 12, 16, 12)))
        self.chart_place = WhileShown(self.chart, margins=(16, 0, 16, 12))
        self.detail.add(self.chart_place)
        self.detail.add(hline())
        title = row(Label(_("Values"), 16, 600), None, self.value_button)
        self.detail.body.addLayout(column(title, margins=(16, 12, 16, 4)))
        self.detail.body.addLayout(row(self.values, margins=(8, 0, 8, 0)), 2)
        self.detail.body.setStretchFactor(self.chart_place, 3)
        self.detail.set_footer(self.source_label)
        inside = QWidget()
        lanes = (Lane(left, LIST_WIDTH, 264, chooses=True), Lane(self.detail, 480, 400, share=1, height=400))
        inside.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        nothing = QWidget()
        card = Card()
        card.add(self.empty)
        nothing.setLayout(column(card, margins=PAGE_MARGINS))
        self._stack = CurrentStack()
        self._stack.addWidget(inside)
        self._stack.addWidget(nothing)
        self.setLayout(column(self._stack))

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.edit())
        self.values.opened.connect(lambda _row: self.edit_value())
        on_key(self.table, "Alt+Up", partial(self.move_chosen, -1))
        on_key(self.table, "Alt+Down", partial(self.move_chosen, 1))
        on_key(self.table, "F2", self.edit)
        on_key(self.values, "F2", self.edit_value)
        on_key(self.values, "Del", self.delete_value)

    # What the page asks

    def fact(self) -> str:
        followed = sum(row.dropped_on is None for row in self._rows)
        words = ngettext("{n} indicator", "{n} indicators", followed)
        return words.format(n=texts.number(followed)) if followed else ""

    def verbs(self) -> Sequence[QWidget]:
        return (self.add_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next indicator")),
            KeyHint("F2", _("edit"), changes=True),
            KeyHint("Ctrl N", _("add indicator"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.table, self.chart, self.values) if self._rows else (self.empty,)

    def refresh(self) -> None:
        self.operations.read(load_indicators, done=self._show, key=(self, "indicators"))

    def show_ref(self, ref: uuid.UUID | None) -> None:
        self._wanted = ref
        self.refresh()

    def start_new(self) -> None:
        """Ask for a new indicator."""
        dialog = IndicatorDialog(self.operations, self.clock, parent=self)
        dialog.accepted.connect(lambda: self.show_ref(dialog.result_value[0]))
        self.ask(dialog, _("The indicator is added."))

    # What can be done with the indicator chosen

    def current(self) -> IndicatorRow | None:
        """Return the indicator chosen."""
        found: IndicatorRow | None = self.table.current_row()
        return found

    def edit(self) -> None:
        """Open the fields of the indicator."""
        if (shown := self.current()) is not None:
            dialog = IndicatorDialog(self.operations, self.clock, indicator=shown, parent=self)
            self.ask(dialog, _("The indicator is changed."))

    def add_value(self) -> None:
        """Ask for a value."""
        if (shown := self.current()) is not None:
            self.ask(ObservationDialog(self.operations, self.clock, shown, parent=self), _("The value is added."))

    def edit_value(self) -> None:
        """Open the value chosen; the baseline and the target belong to the indicator."""
        shown, line = self.current(), self.values.current_row()
        if shown is None or line is None:
            return
        if line.observation is None:
            self.edit()
        else:
            dialog = ObservationDialog(self.operations, self.clock, shown, observation=line.observation, parent=self)
            self.ask(dialog, _("The value is corrected."))

    def delete_value(self) -> None:
        """Delete the value chosen."""
        line = self.values.current_row()
        if line is not None and line.observation is not None:
            self.write(delete_observation, line.observation.id, said=_("The value is deleted."))

    def move_chosen(self, step: int) -> None:
        """Move the indicator up or down."""
        index = self.table.currentIndex()
        if index.isValid() and 0 <= index.row() + step < self.model.rowCount():
            self.write(move_indicator, self.model.rows[index.row()].id, position=index.row() + step)

    def drop(self) -> None:
        """Follow the indicator no more, or again."""
        if (shown := self.current()) is not None:
            again = shown.dropped_on is not None
            said = _("“{name}” is followed again.") if again else _("“{name}” is not followed any more.")
            on = None if again else self.clock.today()
            self.write(drop_indicator, shown.id, on=on, said=said.format(name=shown.name))

    def delete(self) -> None:
        """Delete the indicator with its values."""
        if (shown := self.current()) is not None:
            self.write(delete_indicator, shown.id, said=_("“{name}” is deleted.").format(name=shown.name))

    # What is shown

    def _show(self, rows: tuple[IndicatorRow, ...]) -> None:
        self._rows = rows
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        wanted, self._wanted = self._wanted, None
        chosen = wanted is not None and self.table.select_key(wanted)
        if rows and not chosen and not self.table.currentIndex().isValid():
            self.table.select_key(rows[0].id)
        self._on_selected(self.current())
        self.header_changed.emit()

    def _on_selected(self, shown: IndicatorRow | None) -> None:
        if shown is None:
            return
        self.name_label.setText(shown.name)
        self.way_label.setText(way_of(shown))
        words = against_the_line(shown)
        latest = shown.latest
        good = latest is None or shown.on_the_line(latest.value, latest.on_date) is not False
        self.standing.say(words, "ok" if good else "warn")
        drawn = indicator_chart(shown, shown.name)
        self.chart.setVisible(drawn is not None)
        if drawn is not None:
            self.chart.set_chart(drawn)
        lines = value_lines(shown)
        self.values_model.set_rows(lines)
        if lines and not self.values.currentIndex().isValid():
            self.values.select_key(next((line.key for line in lines if line.observation), lines[0].key))
        source = _("Source: {source}").format(source=shown.source) if shown.source else _("No source is named.")
        self.source_label.setText(source)
        dropped = shown.dropped_on is not None
        self.menu_button.set_choices(
            (
                ("arrow-up", _("Move up"), lambda: self.move_chosen(-1)),
                ("arrow-down", _("Move down"), lambda: self.move_chosen(1)),
                ("eye" if dropped else "eye-slash", _("Follow it again") if dropped else _("Follow it no more"),
                 self.drop),
                ("trash", _("Delete"), self.delete),
            )
        )  # fmt: skip


def _value_columns() -> tuple[Column[ValueLine], ...]:
    return (
        Column(lambda: _("Day"), lambda line: texts.date_short_year(line.day) if line.day else ""),
        Column(lambda: _("Value"), lambda line: amount(line.value, line.unit), right=True),
        Column(
            lambda: _("On the line"),
            lambda line: "–" if line.line is None else line_amount(line.line, line.unit),
            right=True,
            tip=lambda _line: _("Where the straight line from the baseline to the target stood that day"),
        ),
        Column(lambda: _("Source"), lambda line: line.source, tip=lambda line: line.source),
    )


def _two_lines(shown: IndicatorRow) -> TwoLines:
    latest = shown.latest
    if shown.dropped_on is not None:
        second = indicator_state(shown)
    elif latest is None:
        second = _("No value yet")
    else:
        value = amount(latest.value, shown.unit)
        second = _("{value} in {month}").format(value=value, month=texts.month_year(latest.on_date))
    behind = latest is not None and shown.on_the_line(latest.value, latest.on_date) is False
    badge = (_("Behind"), "warnsolid", None) if behind and shown.dropped_on is None else None
    return TwoLines(shown.name, second, badge=badge)


def _spoken(shown: IndicatorRow) -> str:
    lines = _two_lines(shown)
    return ", ".join(filter(None, (lines.first, lines.second, lines.badge[0] if lines.badge else "")))
