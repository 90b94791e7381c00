"""The rota as a Qt model: meetings and terms down, duties across, a turn in each cell."""

import datetime as dt
import uuid
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.duties.keeping import DutyRow
from db.duties.rota import Rota, RotaRow, TurnRow
from desktop.duties.words import row_what, row_when, spoken, who_words
from desktop.naming.duties import duty_name, duty_task, rhythm_words
from desktop.texts import _
from desktop.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
TURN_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""Under this role an index gives its turn, or None."""
NO_INDEX: Final = QModelIndex()
_TEXT: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class RotaModel(QAbstractTableModel):
    """Shows a rota; what it looked like before stays where only turns have changed."""

    def __init__(self, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self._rota = Rota((), (), None)

    @property
    def rota(self) -> Rota:
        """The rota shown."""
        return self._rota

    def set_rota(self, rota: Rota, today: dt.date) -> None:
        """Show another rota, or the same one with other turns."""
        before, self.today = self._rota, today
        if _frame(before) != _frame(rota):
            self.beginResetModel()
            self._rota = rota
            self.endResetModel()
            return
        self._rota = rota
        if rota.rows and rota.duties and before != rota:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rota.rows) - 1, len(rota.duties) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rota.rows) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(rota.duties) - 1)

    def row(self, section: int) -> RotaRow:
        """Return a row of the rota."""
        return self._rota.rows[section]

    def duty(self, section: int) -> DutyRow:
        """Return the duty of a column."""
        return self._rota.duties[section]

    def is_next(self, section: int) -> bool:
        """Return whether a row is the next to come."""
        return section == self._rota.next

    def is_past(self, section: int) -> bool:
        """Return whether a row is over."""
        return self._rota.next is None or section < self._rota.next

    def turn_at(self, index: Index) -> TurnRow | None:
        """Return the turn in a cell, if there is one."""
        return self._rota.rows[index.row()].turns[index.column()] if index.isValid() else None

    def index_of(self, turn_id: uuid.UUID) -> QModelIndex:
        """Return the cell of a turn; not valid if it is not shown."""
        for line, row in enumerate(self._rota.rows):
            for column, turn in enumerate(row.turns):
                if turn is not None and turn.id == turn_id:
                    return self.index(line, column)
        return QModelIndex()

    def first_open(self, duty_id: uuid.UUID) -> TurnRow | None:
        """Return the turn of a duty that comes next."""
        column = next((place for place, of in enumerate(self._rota.duties) if of.id == duty_id), None)
        if column is None or self._rota.next is None:
            return None
        ahead = (row.turns[column] for row in self._rota.rows[self._rota.next :])
        return next((turn for turn in ahead if turn is not None), None)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rota.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rota.duties)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < (self.columnCount() if across else self.rowCount()):
            return None
        if across:
            of = self.duty(section)
            if role in _TEXT:
                return duty_name(of)
            tip = "\n".join(filter(None, (duty_name(of), duty_task(of), rhythm_words(of))))
            return plain_tip(tip) if role == Qt.ItemDataRole.ToolTipRole else None
        row = self.row(section)
        words = f"{row_when(row, self.today)}, {row_what(row.meeting)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and self.is_next(section):
            return f"{words}, {_('Next meeting')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(filter(None, (words, row.place))))
        return words if role in _TEXT else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        turn = self.turn_at(index)
        if role == TURN_ROLE:
            return turn
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(filter(None, who_words(turn))) if turn else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = f"{duty_name(self.duty(index.column()))}, {row_when(self.row(index.row()), self.today)}"
            return f"{where}: {spoken(turn).replace(chr(10), ', ') if turn else _('No turn')}"
        if role == Qt.ItemDataRole.ToolTipRole and turn is not None:
            return plain_tip(spoken(turn))
        return None


def _frame(rota: Rota) -> object:
    """Return what must be the same for a rota to have only other turns: its rows and columns."""
    rows = tuple((row.first, row.end, row.meeting.id if row.meeting else None) for row in rota.rows)
    return tuple(of.id for of in rota.duties), rows
