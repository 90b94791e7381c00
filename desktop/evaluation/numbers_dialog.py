"""The table behind a chart, and beside it the records each of its rows was counted from; each can be opened."""

from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.evaluation.numbers import NumbersRow, NumbersTable
from desktop.texts import _
from desktop.widgets.counted import Names, Record, RecordsTable
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.rows import Column, RowsModel, RowsTable

_HEIGHT = 340
_RECORDS = 288
_NUMBER = 76


class NumbersDialog(Dialog):
    """What was counted, how, and from what. Enter on a record opens it."""

    open_requested = Signal(object)
    """Please show this record's target."""

    def __init__(self, table: NumbersTable, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(table.title or _("The numbers"), parent, width=1080, lead=table.text)
        self._names = names
        self.numbers_model: RowsModel[NumbersRow] = RowsModel(
            _columns(table.head), key=attrgetter("cells"), parent=self
        )
        self.numbers = RowsTable(self.numbers_model, name=_("The numbers"), row_height=32)
        self.numbers.set_widths(*_widths(table))
        self.records = RecordsTable()
        for view in (self.numbers, self.records):
            view.setMinimumHeight(_HEIGHT)
        self.records.setFixedWidth(_RECORDS)
        self.body.addLayout(row(self.numbers, self.records, spacing=16), 1)
        words = [*filter(None, (table.before,)), *table.definitions]
        self.add(column(*(Label(one, 13, 400, "text2", wrap=True) for one in words), spacing=4))
        self.set_close(_("Close"))
        self.numbers.selected.connect(self._show_records)
        self.numbers.opened.connect(lambda _row: self.records.setFocus())
        self.records.opened.connect(self._go)
        self.numbers_model.set_rows(table.rows)
        if table.rows:
            self.numbers.selectRow(0)
        self.numbers.setFocus()

    def _show_records(self, chosen: NumbersRow | None) -> None:
        self.records.show_records(self._names.records(chosen.behind) if chosen is not None else ())

    def _go(self, record: Record) -> None:
        self.accept()
        self.open_requested.emit(record.target)


def _columns(head: Sequence[str]) -> list[Column[NumbersRow]]:
    return [Column(partial(str, word), partial(_cell, at), right=at > 0) for at, word in enumerate(head)]


def _cell(at: int, line: NumbersRow) -> str:
    return line.cells[at]


def _widths(table: NumbersTable) -> list[int]:
    """Return the widths of columns: the names take what is left; numbers as their words and heads want."""
    from desktop.widgets.painting import text_width

    widths = [0]
    for at, word in enumerate(table.head[1:], 1):
        cells = max((text_width(line.cells[at], 14, 400) for line in table.rows), default=0)
        widths.append(round(min(max(cells + 20, text_width(word, 13, 500) + 20, 48), 3 * _NUMBER)))
    return widths
