"""What becomes of a row that is brought in, as a badge in the preview's first column."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop import theme
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.painting import draw_badge
from desktop.widgets.rows import row_of

Mark = tuple[str, str, str]
"""Kind of the badge, icon, word."""


class MarkDelegate(RowDelegate):
    """Paints the mark of a row as a badge with its icon and word; the rest as text."""

    def __init__(self, mark: Callable[[Any], Mark], parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = mark

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column():
            super().paint_content(painter, rect, option, index)
            return
        kind, icon, word = self._mark(row_of(index))
        top = rect.y() + (rect.height() - theme.px(20)) / 2 - 0.5
        draw_badge(painter, QPointF(rect.x(), top), word, kind, icon)
