"""How rows of tables and lists are painted: one line, two lines, a badge; focus and choice alike everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop import icons, theme
from desktop.widgets.badges import draw_avatar
from desktop.widgets.painting import badge_width, draw_badge, draw_text, focus_ring, in_two_lines, round_rect

if TYPE_CHECKING:
    from desktop.widgets.rows import RowsTable

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints a row's ground, line, choice and focus; one line of text unless a subclass paints more (`paint_content`).

    `past(row)` says which rows are sunken. The row is what the model gives under `rows.ROW_ROLE`.
    """

    def __init__(
        self, parent: QWidget | None = None, *, past: Callable[[Any], bool] | None = None, lines: bool = True
    ) -> None:
        super().__init__(parent)
        self._past = past
        self._lines = lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRectF(option.rect)
        self._paint_ground(painter, rect, option, index)
        self.paint_content(painter, rect.adjusted(8, 0, -8, 0), option, index)
        painter.restore()

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint what stands in the cell, inside `rect`."""
        model = index.model()  # asked itself: `index.data` goes the long way through Qt
        value = model.data(index, Qt.ItemDataRole.DisplayRole)
        alignment = model.data(index, Qt.ItemDataRole.TextAlignmentRole)
        draw_text(
            painter,
            rect,
            "" if value is None else str(value),
            14,
            400,
            role="text3" if self.is_past(index) else "text",
            align=Qt.AlignmentFlag(alignment or int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)),
        )

    def is_past(self, index: Index) -> bool:
        """Return whether the row of `index` is over and done with."""
        from desktop.widgets.rows import row_of

        return self._past is not None and self._past(row_of(index))

    def _paint_ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        state: Any = option.state
        view: Any = option.widget
        first = index.column() == 0
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("select"))
            if first:
                round_rect(painter, QRectF(rect.x(), rect.y() + 4, 3, rect.height() - 9), 1.5, fill="accent_text")
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        elif self.is_past(index):
            painter.fillRect(rect, theme.color("sunken"))
        if self._lines:
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(rect.x(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5))
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
            self._paint_focus(painter, rect, view, index)

    def _paint_focus(self, painter: QPainter, rect: QRectF, view: QAbstractItemView, index: Index) -> None:
        """Outline the row that has the keyboard: the whole row in tables that choose whole rows."""
        whole = view.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
        if not whole and view.currentIndex().column() != index.column():
            return
        if whole and isinstance(view, QTableView):
            head = view.horizontalHeader()
            left = view.columnViewportPosition(head.logicalIndex(0))
            width = max(head.length(), 1)
            painter.setClipRect(rect)
            rect = QRectF(left, rect.y(), width, rect.height())
        focus_ring(painter, rect.adjusted(0, 0, 0, -1), 5)


@dataclass(frozen=True, slots=True)
class TwoLines:
    """What a two-line row shows. Roles are colours; `badge` is (word, kind, icon).

    `path` says that the second line is one: it is shortened in its middle.
    """

    first: str
    second: str = ""
    first_weight: int = 500
    first_role: str = "text"
    second_role: str = "text2"
    icon: str = ""
    icon_role: str = "text2"
    initials: str = ""
    badge: tuple[str, str, str | None] | None = None
    right: str = ""
    right_role: str = "text2"
    path: bool = False


class TwoLineDelegate(RowDelegate):
    """Rows of two lines, 48 px: initials or an icon, two lines, words or a badge at the right."""

    def __init__(
        self,
        show: Callable[[Any], TwoLines],
        parent: QWidget | None = None,
        *,
        past: Callable[[Any], bool] | None = None,
        lines: bool = True,
        height: int = 48,
    ) -> None:
        super().__init__(parent, past=past, lines=lines)
        self._show = show
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(160), theme.px(self._height))

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        from desktop.widgets.rows import row_of

        shown = self._show(row_of(index))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        left = rect.x() + self._paint_lead(painter, rect, shown, chosen=chosen)
        right = rect.right() - self._paint_end(painter, rect, shown)
        line = theme.px(18)
        weight = max(shown.first_weight, 600 if chosen else 0)
        room = max(0.0, right - left)
        first, second = self._parted(shown, room, weight)
        top = rect.y() + (rect.height() - line * len((*first, *second))) / 2 - 0.5
        for words in first:
            draw_text(painter, QRectF(left, top, room, line), words, 14, weight, role=shown.first_role)
            top += line
        elide = Qt.TextElideMode.ElideMiddle if shown.path else Qt.TextElideMode.ElideRight
        for words in second:
            draw_text(painter, QRectF(left, top, room, line), words, 13, 400, role=shown.second_role, elide=elide)
            top += line

    def _parted(self, shown: TwoLines, _room: float, _weight: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines of the first text and those of the second."""
        return (shown.first,), (shown.second,) if shown.second else ()

    def _paint_lead(self, painter: QPainter, rect: QRectF, shown: TwoLines, *, chosen: bool) -> float:
        taken = self._lead_width(shown)
        if shown.initials:
            side = theme.px(32)
            square = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2 - 0.5, side, side)
            draw_avatar(painter, square, shown.initials, "accent" if chosen else "soft")
        elif shown.icon:
            side = theme.px(18)
            place = QPointF(rect.x(), rect.y() + (rect.height() - side) / 2 - 0.5)
            icons.paint(painter, place, shown.icon, shown.icon_role, side)
        return taken

    def _lead_width(self, shown: TwoLines) -> float:
        if shown.initials:
            return theme.px(32) + 12.0
        return theme.px(18) + 10.0 if shown.icon else 0.0

    def _paint_end(self, painter: QPainter, rect: QRectF, shown: TwoLines) -> float:
        taken = 0.0
        if shown.badge:
            word, kind, icon = shown.badge
            width = badge_width(word, icon)
            place = QPointF(rect.right() - width, rect.y() + (rect.height() - theme.px(20)) / 2 - 0.5)
            draw_badge(painter, place, word, kind, icon)
            taken = width + 8.0
        if shown.right:
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            room = rect.adjusted(rect.width() * 0.4, 0, -taken, 0)
            draw_text(painter, room, shown.right, 13, 400, role=shown.right_role, align=align)
            from desktop.widgets.painting import text_width

            taken += min(room.width(), text_width(shown.right, 13)) + 8.0
        return taken


class WrappedLinesDelegate(TwoLineDelegate):
    """Two texts in a row, each on a second line where it is too long for one; rows are as high as that needs.

    For short tables alone: all their rows are measured. Words at the right are for `TwoLineDelegate`.
    """

    def __init__(
        self, show: Callable[[Any], TwoLines], table: "RowsTable", *, past: Callable[[Any], bool] | None = None
    ) -> None:
        super().__init__(show, table, past=past)
        self._table = table
        model = table.model()
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
            change.connect(lambda *_change: self._fit())
        table.resized.connect(self._fit)
        table.verticalHeader().geometriesChanged.connect(self._fit)

    def _parted(self, shown: TwoLines, room: float, weight: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        second = in_two_lines(shown.second, room, 13) if shown.second else ()
        return in_two_lines(shown.first, room, 14, weight), second

    def _fit(self) -> None:
        """Give each row its height. A chosen one has bolder letters: all have room for those."""
        from desktop.widgets.rows import row_of

        model, head = self._table.model(), self._table.verticalHeader()
        for place in range(model.rowCount()):
            shown = self._show(row_of(model.index(place, 0)))
            badge = badge_width(shown.badge[0], shown.badge[2]) + 8.0 if shown.badge else 0.0
            room = self._table.columnWidth(0) - 16 - self._lead_width(shown) - badge
            lines = sum(map(len, self._parted(shown, room, 600)))
            height = theme.px(self._height) + max(0, lines - 2) * theme.px(18)
            if head.sectionSize(place) != height:
                head.resizeSection(place, height)
