"""The table of the rota: a cursor that goes from cell to cell, the meetings kept in sight at the left."""

import uuid
from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from db.duties.rota import TurnRow
from desktop import icons, theme
from desktop.duties.rota_model import Index, RotaModel
from desktop.duties.words import drawing, is_held_on_to, row_what, row_when, second_line, sign_of, who_words
from desktop.naming.duties import duty_name
from desktop.naming.turns import duty_icon
from desktop.texts import _
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from desktop.widgets.painting import draw_text, focus_ring, person_in, round_rect
from desktop.widgets.rows import draw_columns_once

ROW_HEIGHT: Final = 48
HEAD_HEIGHT: Final = 40
MEETING_WIDTH: Final = 104
LEAST_WIDTH: Final = 104
_SIGN: Final = 16
_LINE: Final = 18


class RotaTable(QTableView):
    """Meetings × duties. Arrows go from cell to cell; Enter, a double click or the menu key opens what can be done."""

    turn_changed = Signal(object)
    """The turn under the cursor, or None."""
    earlier_requested = Signal()
    """Please show the meetings before those shown, too."""
    menu_requested = Signal(object)
    """Where on the screen the menu of the turn under the cursor is to open."""

    def __init__(self, model: RotaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rota_model = model
        self._held: uuid.UUID | None = None
        self._corner = _Corner(_("Meeting"), 14, 400, "text2", elide=True, parent=self)
        self._corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.earlier_button = IconButton("arrow-up", _("Show earlier meetings"), size=16, parent=self)
        self.earlier_button.setProperty("kind", "small")
        self.earlier_button.clicked.connect(lambda _checked: self.earlier_requested.emit())
        self.setAccessibleName(_("Rota"))
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        self.setHorizontalHeader(_DutyHeader(model, self))
        draw_columns_once(self)
        self.setVerticalHeader(_MeetingHeader(model, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self._size()
        theme.follow(self._size)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._on_current)
        model.modelAboutToBeReset.connect(self._hold)
        model.modelReset.connect(self._find_held)
        model.dataChanged.connect(lambda: self.turn_changed.emit(self.turn()))

    def turn(self) -> TurnRow | None:
        """Return the turn under the cursor, if there is one."""
        return self._rota_model.turn_at(self.currentIndex())

    def go_to(self, turn_id: uuid.UUID) -> bool:
        """Put the cursor on a turn; return whether it is shown."""
        index = self._rota_model.index_of(turn_id)
        if index.isValid():
            self._put_cursor(index)
        return index.isValid()

    def go_to_next(self) -> None:
        """Put the cursor on the first turn of the next meeting that waits for something."""
        model = self._rota_model
        if not model.rowCount() or not model.columnCount():
            return
        row = model.rota.next if model.rota.next is not None else model.rowCount() - 1
        turns = model.row(row).turns
        column = next((place for place, turn in enumerate(turns) if turn is not None), 0)
        self._put_cursor(model.index(row, column))

    def _put_cursor(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _hold(self) -> None:
        turn = self.turn()
        self._held = turn.id if turn is not None else self._held

    def _find_held(self) -> None:
        self._share_width()
        if self._held is None or not self.go_to(self._held):
            self.go_to_next()
        self.turn_changed.emit(self.turn())

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self.turn_changed.emit(self.turn())

    def _open(self, index: QModelIndex) -> None:
        if self._rota_model.turn_at(index) is not None:
            rect = self.visualRect(index)
            self.menu_requested.emit(self.viewport().mapToGlobal(rect.bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, they look for nothing."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid():
                self._put_cursor(index)
            if self._rota_model.turn_at(index) is not None:
                self.menu_requested.emit(event.globalPos())
        else:
            self._open(self.currentIndex())

    def _size(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self.verticalHeader().setFixedWidth(theme.px(MEETING_WIDTH))
        self.horizontalHeader().setFixedHeight(theme.px(HEAD_HEIGHT))
        self._share_width()

    def _share_width(self) -> None:
        """Share the width among the duties; those that find no room are scrolled to."""
        count, room = self._rota_model.columnCount(), self.viewport().width()
        fitting = max(1, min(count, room // theme.px(LEAST_WIDTH)))
        for column in range(count):
            place = column % fitting
            width = room * (place + 1) // fitting - room * place // fitting
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        self.updateGeometries()
        if self.viewport().width() != room:  # the vertical bar came or went
            self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        width, height = self.verticalHeader().width(), self.horizontalHeader().height()
        side = theme.px(24) if not self.earlier_button.isHidden() else 0
        self._corner.setGeometry(0, 0, width, height)
        self._corner.setContentsMargins(16, 0, side + 4, 0)
        self.earlier_button.setGeometry(width - side - 4, (height - side) // 2, side, side)
        for part in (self._corner, self.earlier_button):
            part.raise_()

    def offer_earlier(self, offered: bool) -> None:
        """Show the button that asks for earlier meetings, or hide it."""
        self.earlier_button.setVisible(offered)
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(MEETING_WIDTH + 4 * LEAST_WIDTH), theme.px(HEAD_HEIGHT + 3 * ROW_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(MEETING_WIDTH + 2 * LEAST_WIDTH), theme.px(HEAD_HEIGHT + 2 * ROW_HEIGHT))


class _Corner(Label):
    """The head of the meetings, over the line that goes on under the duties."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_line_below(QPainter(self), QRectF(self.rect()))


def _paint_line_below(painter: QPainter, place: QRectF) -> None:
    painter.setPen(QPen(theme.color("line_mid"), 1))
    painter.drawLine(QPointF(place.x(), place.bottom() - 0.5), QPointF(place.right(), place.bottom() - 0.5))


def _paint_ground(painter: QPainter, rect: QRectF, model: RotaModel, section: int) -> None:
    """Paint the ground of a row: sunken where it is over, a band where it is the next one."""
    if model.is_next(section):
        painter.fillRect(rect, theme.color("select"))
    elif model.is_past(section):
        painter.fillRect(rect, theme.color("sunken"))
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLine(QPointF(rect.x(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5))


def _paint_lines(painter: QPainter, place: QRectF, first: tuple[str, int, str], second: tuple[str, str]) -> None:
    """Paint two lines in the middle of `place`; one alone stands in the middle."""
    line = theme.px(_LINE)
    top = place.y() + (place.height() - line * (2 if second[0] else 1)) / 2 - 0.5
    draw_text(painter, QRectF(place.x(), top, place.width(), line), first[0], 14, first[1], role=first[2])
    if second[0]:
        under = QRectF(place.x(), top + line, place.width(), line)
        draw_text(painter, under, second[0], 13, 400, role=second[1])


class _CellDelegate(QStyledItemDelegate):
    """A turn: the sign of its state, the person over the member."""

    def __init__(self, table: RotaTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: Any = index.model()
        turn = model.turn_at(index)
        rect = QRectF(option.rect)
        painter.save()
        _paint_ground(painter, rect, model, index.row())
        state = option.state
        current = index == self._table.currentIndex()
        if not current and state & QStyle.StateFlag.State_MouseOver and not model.is_next(index.row()):
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("hover"))
        if turn is None:
            inner = rect.adjusted(theme.px(28), 0, -8, 0)
            draw_text(painter, inner, "–", 14, 400, role="text3")
        else:
            self._paint_turn(painter, rect, model, index, turn)
        if current:
            ring = rect.adjusted(1, 1, -1, -2)
            if self._table.hasFocus():
                focus_ring(painter, ring, 5)
            else:
                round_rect(painter, ring, 5, edge="accent_text")
        painter.restore()

    def _paint_turn(self, painter: QPainter, rect: QRectF, model: RotaModel, index: Index, turn: TurnRow) -> None:
        side, left = theme.px(_SIGN), rect.x() + 8
        icon, role = drawing(sign_of(turn))
        line = theme.px(_LINE)
        second = second_line(turn)
        top = rect.y() + (rect.height() - line * (2 if second[0] else 1)) / 2 + (line - side) / 2
        icons.paint(painter, QPointF(left, top), icon, role, side)
        inner = rect.adjusted(8 + side + 6, 0, -6, 0)
        if is_held_on_to(turn):
            small = theme.px(14)
            icons.paint(painter, QPointF(inner.right() - small, top + 1), "lock", "text3", small)
            inner.setRight(inner.right() - small - 4)
        past = model.is_past(index.row())
        weight = 600 if model.is_next(index.row()) or index == self._table.currentIndex() else 500
        name_role = "text3" if turn.member_id is None and not turn.done_by else "text2" if past else "text"
        weight = 400 if past else weight
        name = who_words(turn)[0]
        if len(turn.done_by) <= 1:
            name = person_in(inner.width(), name, 14, weight)
        _paint_lines(painter, inner, (name, weight, name_role), second)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), theme.px(ROW_HEIGHT))


class _Header(QHeaderView):
    """A header that is only read."""

    def __init__(self, orientation: Qt.Orientation, model: RotaModel, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._rota_model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class _DutyHeader(_Header):
    """The duties, each with its icon."""

    def __init__(self, model: RotaModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, model, parent)
        self.setAccessibleName(_("Duties"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        place = QRectF(rect)
        painter.save()
        painter.fillRect(place, theme.color("surface"))
        of = self._rota_model.duty(section)
        side = theme.px(_SIGN)
        icons.paint(
            painter, QPointF(place.x() + 8, place.y() + (place.height() - side) / 2), duty_icon(of.key), size=side
        )
        draw_text(painter, place.adjusted(8 + side + 6, 0, -6, 0), duty_name(of), 14, 600)
        _paint_line_below(painter, place)
        painter.restore()


class _MeetingHeader(_Header):
    """The meetings and terms: when, and which."""

    def __init__(self, model: RotaModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, model, parent)
        self.setAccessibleName(_("Meetings"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, place = self._rota_model, QRectF(rect)
        painter.save()
        painter.fillRect(place, theme.color("surface"))
        _paint_ground(painter, place, model, section)
        row = model.row(section)
        if model.is_next(section):
            painter.fillRect(QRectF(place.x(), place.y(), 3, place.height()), theme.color("accent_text"))
        plain = row.meeting is not None and not row.meeting.group and not row.meeting.title
        what = _("Next meeting") if model.is_next(section) and plain else row_what(row.meeting)
        first = (row_when(row, model.today), 600 if model.is_next(section) else 500, "text")
        second = (what, "accent_text" if model.is_next(section) else "text2")
        _paint_lines(painter, place.adjusted(16, 0, -4, 0), first, second)
        painter.restore()
