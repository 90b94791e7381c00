"""Lists that end on a whole line: of the next one its first pixels alone would look like a fault."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop import texts, theme
from desktop.texts import ngettext
from desktop.widgets.labels import Label
from desktop.widgets.layouts import ScrollArea
from desktop.widgets.rows import RowsTable


def more_words(count: int) -> str:
    """Return how many lines more there are below: "3 more"; nothing where there are none."""
    return ngettext("{n} more", "{n} more", count).format(n=texts.number(count)) if count else ""


class WholeRows(QWidget):
    """The room of a table, which takes of it as many whole rows as there is room for."""

    def __init__(self, table: RowsTable) -> None:
        super().__init__()
        self._table = table
        table.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the table its height. Call it when there are other rows, or they have another height."""
        self.setMinimumHeight(self._table.minimumHeight())  # more where the table is to stand whole
        row = max(1, self._table.verticalHeader().defaultSectionSize())
        edges = 2 * self._table.frameWidth()
        whole = max(1, (self.height() - edges) // row)
        model = self._table.model()
        count = model.rowCount() if model is not None else 0
        self._table.setGeometry(0, 0, self.width(), whole * row + edges if whole < count else self.height())

    def below(self) -> int:
        """Return how many rows stand below what is in sight."""
        model = self._table.model()
        row = max(1, self._table.verticalHeader().defaultSectionSize())
        seen = (self._table.verticalScrollBar().value() + self._table.viewport().height()) // row
        return max(0, model.rowCount() - seen) if model is not None else 0


class WholeLines(ScrollArea):
    """Lines of any height one can scroll through; at the foot stands how many more there are below."""

    def __init__(self, lines: QVBoxLayout) -> None:
        self._lines = lines
        self.more_label = Label("", 13, 400, "text2")
        super().__init__(lines)
        self.more_label.setParent(self)
        self.verticalScrollBar().valueChanged.connect(self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._end_below_a_line()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._end_below_a_line()
        return done

    def _ends(self) -> list[int]:
        shown = (self._lines.itemAt(place) for place in range(self._lines.count()))
        return [item.geometry().bottom() + 1 for item in shown if item is not None and item.widget() is not None]

    def _end_below_a_line(self) -> None:
        self._lines.activate()
        ends, room = self._ends(), self.height()
        foot = theme.px(24)  # as high as the links at the foot of the other cards
        whole = [end for end in ends if end <= room]
        cut = 0
        if whole and len(whole) < len(ends):
            above = [end for end in whole if end <= room - foot]
            cut = room - (above or whole)[-1]
        if cut != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, cut)
        self.more_label.setVisible(cut >= foot)
        self.more_label.setGeometry(0, room - foot, self.width(), foot)
        self._count()

    def _count(self) -> None:
        seen = self.verticalScrollBar().value() + self.viewport().height()
        self.more_label.setText(more_words(sum(end > seen for end in self._ends())))
