"""The field to search with."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import icons, theme
from desktop.widgets.painting import round_rect, text_width


def give_cross(field: QLineEdit) -> None:
    """Give a field the cross that empties it, in Ronda's drawing: Qt's own is there before the style sheet is."""
    field.setClearButtonEnabled(True)
    cross = field.findChild(QAction, "_q_qlineeditclearaction")
    if isinstance(cross, QAction):
        cross.setIcon(icons.icon("x", "text2", 16))


class SearchField(QLineEdit):
    """A field to search with: an icon, the key that leads here, and a cross that empties it.

    `width` keeps it so many pixels of the style guide wide. Escape empties it first and leaves it alone when it is
    empty. Down asks for the first result (`down_pressed`).
    """

    down_pressed = Signal()

    def __init__(
        self, placeholder: str, *, key: str = "", name: str = "", width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._width = width
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setProperty("kind", "search")
        give_cross(self)
        self._size()

    def _size(self) -> None:
        self.setTextMargins(theme.px(24), 0, 0, 0)
        if self._width:
            self.setFixedWidth(theme.px(self._width))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(16)
        icons.paint(painter, QPointF(10, (self.height() - side) / 2), "magnifying-glass", "text3", side)
        if not self._key or self.text() or self.hasFocus():
            return
        width, height = text_width(self._key, 12, 500) + 10, theme.px(18)
        if self.width() < width + text_width(self.placeholderText()) + theme.px(48):
            return  # what is searched here says more than the key
        cap = QRectF(self.width() - width - 7, (self.height() - height) / 2, width, height)
        round_rect(painter, cap, 4, fill="surface", edge="line_mid")
        painter.setFont(theme.font(12, 500))
        painter.setPen(theme.color("text2"))
        painter.drawText(cap.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, self._key)
