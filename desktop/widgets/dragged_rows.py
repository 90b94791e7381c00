"""Rows that can be dragged to another place in their own table."""

import uuid
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal

from desktop.widgets.rows import NO_INDEX, Index, RowsModel

Row = TypeVar("Row")


class DraggedRowsModel(RowsModel[Row], Generic[Row]):
    """Rows keyed by a UUID. Where one is dropped is only said: the record moves it, and new rows come."""

    mime: ClassVar[str]
    """What its rows are called while they are dragged, so that no other table takes them."""
    move_requested = Signal(object, int)
    """Key of the row, its new place counted from 0."""

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [self.mime]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes and (row := self.row_at(indexes[0])) is not None:
            data.setData(self.mime, self._uuid(row).bytes)
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index = NO_INDEX
    ) -> bool:
        if action != Qt.DropAction.MoveAction or not data.hasFormat(self.mime):
            return False
        key = uuid.UUID(bytes=bytes(data.data(self.mime).data()))
        before = row if row >= 0 else parent.row() if parent.isValid() else self.rowCount()
        held = self.index_of(key).row()
        if held >= 0:
            to = before - 1 if held < before else before
            if to != held:
                self.move_requested.emit(key, to)
        return False  # the record moves it; Qt must not remove the line it was dragged from

    def _uuid(self, row: Row) -> uuid.UUID:
        key = self._key(row)
        assert isinstance(key, uuid.UUID)
        return key
