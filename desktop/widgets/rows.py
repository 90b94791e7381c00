"""A Qt model over frozen rows, and the table that shows one."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    SIGNAL,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop import theme
from desktop.widgets.labels import plain_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""Under this role an index gives its whole frozen row."""
NO_INDEX: Final = QModelIndex()


def row_of(index: Index) -> Any:
    """Return the row an index gives under `ROW_ROLE`; straight from a model of ours, which painting is quicker by."""
    model = index.model()
    return model.row_at(index) if isinstance(model, RowsModel) else index.data(ROW_ROLE)


@dataclass(frozen=True)  # without slots: `Column[Row](…)` needs room for its type
class Column(Generic[Row]):
    """One column: what it is called, what stands in it.

    `name` and `value` are called when shown, so both are in the reader's language. `spoken` replaces the value for
    a screen reader where a picture or a badge stands for it; `sort` gives what to order by, the value by default.
    """

    name: Callable[[], str]
    value: Callable[[Row], object]
    right: bool = False
    tip: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    sort: Callable[[Row], Any] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows frozen rows; `key` tells which row is which when new ones come, so that selection and place are kept."""

    def __init__(
        self, columns: Sequence[Column[Row]], *, key: Callable[[Row], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they stand."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> Row | None:
        """Return the row of `index`, or None."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """Return the index of the row with `key` in the first column; not valid if there is none."""
        for place, row in enumerate(self._rows):
            if self._key(row) == key:
                return self.index(place, 0)
        return QModelIndex()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`: what is gone is removed, what is new put in, what moved or changed brought up to date."""
        keys, held = [self._key(row) for row in rows], [self._key(row) for row in self._rows]
        if keys == held:
            self._update(rows)
            return
        if len(set(keys)) != len(keys) or _is_rather_new(keys, held):
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        wanted = set(keys)
        for place in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[place]) not in wanted:
                self.beginRemoveRows(NO_INDEX, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._settle(place, row)

    def _update(self, rows: Sequence[Row]) -> None:
        changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = list(rows)
        for place in changed:
            self.dataChanged.emit(self.index(place, 0), self.index(place, max(0, len(self._columns) - 1)))

    def _settle(self, place: int, row: Row) -> None:
        key = self._key(row)
        if place < len(self._rows) and self._key(self._rows[place]) == key:
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, max(0, len(self._columns) - 1)))
            return
        for old in range(place + 1, len(self._rows)):
            if self._key(self._rows[old]) == key:
                self.beginMoveRows(NO_INDEX, old, old, NO_INDEX, place)
                self._rows.insert(place, self._rows.pop(old))
                self.endMoveRows()
                self._settle(place, row)
                return
        self.beginInsertRows(NO_INDEX, place, place)
        self._rows.insert(place, row)
        self.endInsertRows()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.name()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=column.right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.value(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spoken = column.spoken(row) if column.spoken else column.value(row)
            return "" if spoken is None else str(spoken)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=column.right)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return plain_tip(column.tip(row))
        return row if role == ROW_ROLE else None

    def sort_key(self, section: int) -> Callable[[Row], Any]:
        """Return what gives a row's place in the order of the column `section`."""
        column = self._columns[section]
        return column.sort or column.value

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by `column`; rows without a value come last either way."""
        if not 0 <= column < len(self._columns):
            return
        held = {row_key: place for place, row_key in enumerate(map(self._key, self._rows))}
        known = in_order(self._rows, self.sort_key(column), backwards=order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        moved = {held[self._key(row)]: place for place, row in enumerate(known)}
        self._rows = known
        before = self.persistentIndexList()
        self.changePersistentIndexList(before, [self.index(moved[old.row()], old.column()) for old in before])
        self.layoutChanged.emit()


def in_order(rows: Sequence[Row], value: Callable[[Row], Any], *, backwards: bool) -> list[Row]:
    """Return `rows` by their `value`; those without one come last either way."""
    known = sorted((row for row in rows if value(row) is not None), key=value, reverse=backwards)
    return known + [row for row in rows if value(row) is None] if len(known) < len(rows) else known


def _is_rather_new(keys: Sequence[Hashable], held: Sequence[Hashable]) -> bool:
    """Return whether so little stays that one reset is quicker than many small changes."""
    wanted, there = set(keys), set(held)
    return len(there ^ wanted) > 200 or not there & wanted


def _alignment(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


_LEAST_LEFT = 160
"""What the column that takes what is left over needs at least."""


def draw_columns_once(table: QTableView) -> None:
    """Have `table` draw its columns with all else that is to be drawn when their widths change, and not again later.

    Qt's tables wait for a timer, which comes after what changed with the widths is drawn: all rows were drawn twice.
    Whoever changes widths calls `updateGeometries` afterwards, as that timer did.
    """
    head, columns = table.horizontalHeader(), table.viewport()
    # None stands for every slot of the table's, which PySide's stubs do not tell.
    QObject.disconnect(head, SIGNAL("sectionResized(int,int,int)"), table, None)  # type: ignore[call-overload]
    head.sectionResized.connect(lambda *_resized: columns.update())


class RowsTable(QTableView):
    """A table of rows: whole rows are chosen, horizontal lines only, Enter or a double click opens.

    `row_height` is 48 for two lines, 36 for one, 20 for a ledger. Tab leaves the table.
    """

    opened = Signal(object)
    """The row that was opened."""
    selected = Signal(object)
    """The row now chosen, or None."""
    resized = Signal()
    """Columns have their widths for another width of the table."""

    def __init__(
        self, model: RowsModel[Any], *, name: str, row_height: int = 36, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from desktop.widgets.delegates import RowDelegate

        self._widths: tuple[int, ...] = ()
        self._give_way: tuple[int, ...] = ()
        self._row_height = row_height
        self._rows_model = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        draw_columns_once(self)
        self._size()
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        model.modelReset.connect(lambda: self.selected.emit(None))

    def setHorizontalHeader(self, header: QHeaderView) -> None:
        super().setHorizontalHeader(header)
        draw_columns_once(self)

    def set_widths(self, *widths: int, give_way: Sequence[int] = ()) -> None:
        """Give each column its width in pixels; 0 takes what is left over.

        Columns that `give_way` go out of sight, the first first, where too little would be left over.
        """
        self._widths, self._give_way = widths, tuple(give_way)
        for section, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(section, mode)
            if width:
                self.setColumnWidth(section, theme.px(width))
        self.updateGeometries()

    def _make_room(self) -> None:
        used = sum(theme.px(width) for width in self._widths)
        for section in self._give_way:
            hidden = self.viewport().width() - used < theme.px(_LEAST_LEFT)
            self.setColumnHidden(section, hidden)
            used -= theme.px(self._widths[section]) if hidden else 0
        if self._give_way:
            self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            return True  # rows look the same then, but Qt would draw them all, while a dialog that opened is loading
        return super().event(event)

    def current_row(self) -> Any:
        """Return the chosen row, or None."""
        return self._rows_model.row_at(self.currentIndex())

    def select_key(self, key: Hashable) -> bool:
        """Choose the row with `key` and bring it into sight; return whether there is one."""
        index = self._rows_model.index_of(key)
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def _size(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(self._row_height))

    def _on_opened(self, index: QModelIndex) -> None:
        if (row := self._rows_model.row_at(index)) is not None:
            self.opened.emit(row)

    def _on_current(self, index: QModelIndex) -> None:
        self.selected.emit(self._rows_model.row_at(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)
