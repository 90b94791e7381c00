"""The list of members as people see it: headings of kinds, a row for each member with its attendance strip."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.members.attendance_strips import STRIP
from db.vocabulary import AttendanceStatus, MemberStatus
from desktop import theme
from desktop.members.directory import HeadingLine, MemberLine
from desktop.texts import _
from desktop.widgets.badges import draw_avatar
from desktop.widgets.bars import Attendance, draw_attendance
from desktop.widgets.painting import draw_text, focus_ring, round_rect, text_width
from desktop.widgets.rows import Column, RowsModel, row_of

Index = QModelIndex | QPersistentModelIndex
Line = HeadingLine | MemberLine
SQUARES: dict[AttendanceStatus, Attendance] = {
    AttendanceStatus.PRESENT: "here",
    AttendanceStatus.APOLOGIES: "apologies",
    AttendanceStatus.ABSENT: "away",
}


def _shown(line: Line) -> str:
    return line.word if isinstance(line, HeadingLine) else line.row.name


def _spoken(line: Line) -> str:
    return f"{line.word}, {line.count}" if isinstance(line, HeadingLine) else line.spoken()


class MemberModel(RowsModel[Line]):
    """Lines of the list; headings cannot be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        column: Column[Line] = Column(lambda: _("Member"), _shown, tip=_shown, spoken=_spoken)
        super().__init__([column], key=lambda line: ("kind", line.key) if isinstance(line, HeadingLine) else line.key,
                         parent=parent)  # fmt: skip

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.row_at(index), HeadingLine):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(self.row_at(index), HeadingLine):
            return None
        return super().data(index, role)


class MemberDelegate(QStyledItemDelegate):
    """Paints headings 32 px high and members 48 px high."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(100), theme.px(32 if isinstance(row_of(index), HeadingLine) else 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = row_of(index)
        painter.save()
        rect = QRectF(option.rect)
        if isinstance(line, HeadingLine):
            self._paint_heading(painter, rect, line, first=index.row() == 0)
        else:
            self._paint_member(painter, rect, line, option, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, line: HeadingLine, *, first: bool) -> None:
        painter.fillRect(rect, theme.color("sunken"))
        if not first:
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), theme.color("line"))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        count = str(line.count)
        room = rect.adjusted(16, 0, -16 - text_width(count, 13) - 8, 0)
        draw_text(painter, room, line.word, 13, 600, role="text2")
        left = 16 + min(room.width(), text_width(line.word, 13, 600)) + 8
        draw_text(painter, rect.adjusted(left, 0, -8, 0), count, 13, role="text3")

    def _paint_member(
        self, painter: QPainter, rect: QRectF, line: MemberLine, option: QStyleOptionViewItem, index: Index
    ) -> None:
        state: Any = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pill = rect.adjusted(6, 2, -6, -2)
        if chosen:
            round_rect(painter, pill, 6, fill="select")
            bar = QRectF(rect.x() + 6, rect.y() + rect.height() / 4, 3, rect.height() / 2)
            round_rect(painter, bar, 1.5, fill="accent_text")
        elif state & QStyle.StateFlag.State_MouseOver:
            round_rect(painter, pill, 6, fill="hover")
        view: Any = option.widget
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index:
            focus_ring(painter, pill, 6)
        gone = line.row.status in (MemberStatus.LEFT, None)
        side = theme.px(32)
        square = QRectF(rect.x() + 16, rect.y() + (rect.height() - side) / 2, side, side)
        draw_avatar(painter, square, line.row.code, "accent" if chosen else "neutral" if gone else "soft")
        left = square.right() + 12
        width = self._paint_strip(painter, rect, line)
        height = theme.px(19)
        top = rect.y() + (rect.height() - 2 * height) / 2
        room = rect.right() - width - 16 - left
        name = QRectF(left, top, room, height)
        draw_text(painter, name, line.row.name, 14, 600 if chosen else 500, role="text2" if gone else "text")
        second = QRectF(left, top + height, room, height)
        role = "danger" if line.warned else "text2"
        draw_text(painter, second, line.second(), 13, 500 if line.warned else 400, role=role)

    def _paint_strip(self, painter: QPainter, rect: QRectF, line: MemberLine) -> float:
        """Paint the squares, the newest at the right; return the room kept for a whole strip."""
        side, step = theme.px(10), theme.px(10) + 4
        x = rect.right() - 20 - side
        for mark in reversed(line.marks[-STRIP:]):
            draw_attendance(painter, QRectF(x, rect.center().y() - side / 2, side, side), SQUARES[mark.status])
            x -= step
        return 20 + STRIP * step


class MemberList(QListView):
    """The list; arrows move over headings, typing goes to a name, Enter asks for the member's page."""

    selected = Signal(object)
    """The `MemberLine` now chosen, or None."""
    entered_member = Signal()
    """Enter was pressed on a member."""

    def __init__(self, model: MemberModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(MemberDelegate(self))
        self.setAccessibleName(_("Members"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._on_current)

    def current_line(self) -> MemberLine | None:
        """Return the member chosen, or None."""
        line = self._lines.row_at(self.currentIndex())
        return line if isinstance(line, MemberLine) else None

    def select_member(self, member_id: object) -> bool:
        """Choose a member and bring it into sight; return whether it is in the list."""
        index = self._lines.index_of(member_id)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def select_first(self) -> bool:
        """Choose the first member; return whether there is one."""
        return any(self.select_member(line.key) for line in self._lines.rows if isinstance(line, MemberLine))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_line() is not None:
            self.entered_member.emit()
            return
        super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        line = self._lines.row_at(index)
        self.selected.emit(line if isinstance(line, MemberLine) else None)
