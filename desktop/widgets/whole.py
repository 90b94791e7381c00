"""Lists and texts as high as what is in them, where the page they stand in is scrolled.

One thing that is scrolled inside another is in the way: a wheel over it stops, and its end is out of sight in two ways.
"""

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QListView, QTableView, QTextEdit, QWidget

from desktop.widgets.layouts import ScrollArea, bring_into_sight


class _Whole(QObject):
    """Keeps one list or text as high as what is in it, while that is asked for; a list's chosen row stays in sight."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._least = area.minimumHeight()
        self._on = False
        if isinstance(area, QTextEdit):
            area.document().documentLayout().documentSizeChanged.connect(self._fit)
        elif isinstance(area, QAbstractItemView):
            area.selectionModel().currentChanged.connect(self._follow)
            if isinstance(area, QTableView):
                area.verticalHeader().sectionCountChanged.connect(self._fit)
                area.verticalHeader().sectionResized.connect(self._fit)
            else:
                model = area.model()
                for changed in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
                    changed.connect(self._fit)

    def stand(self, whole: bool) -> None:
        if whole != self._on:
            self._on = whole
            self._area.setMinimumHeight(self._least)
            self._fit()

    def _fit(self, *_change: object) -> None:
        if self._on:
            self._area.setMinimumHeight(max(self._least, self._height()))

    def _height(self) -> int:
        area = self._area
        edges = 2 * area.frameWidth()
        if isinstance(area, QTextEdit):
            return round(area.document().size().height()) + area.height() - area.viewport().height()
        if isinstance(area, QTableView):
            head = area.horizontalHeader()
            above = 0 if head.isHidden() else max(head.height(), head.sizeHint().height())
            return area.verticalHeader().length() + edges + above
        assert isinstance(area, QListView)
        return sum(area.sizeHintForRow(row) for row in range(area.model().rowCount())) + edges

    def _follow(self, current: QModelIndex) -> None:
        if self._on and self._area.hasFocus() and isinstance(self._area, QAbstractItemView):
            bring_into_sight(self._area.viewport(), self._area.visualRect(current))


def stand_whole(part: QWidget, whole: bool) -> None:
    """Have every list and text in `part` be as high as what is in it, or go back to scrolling by itself."""
    for area in (part, *part.findChildren(QAbstractScrollArea)):
        if area.window() is not part.window():
            continue  # the list of a choice opens in a window of its own
        if isinstance(area, ScrollArea):
            area.stand_whole(whole)
        elif isinstance(area, QTableView | QListView | QTextEdit):
            kept = area.findChild(_Whole)
            (kept if isinstance(kept, _Whole) else _Whole(area)).stand(whole)
