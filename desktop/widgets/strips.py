"""A strip of attendance with a number below each square."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.widgets.badges import Painted
from desktop.widgets.bars import Attendance, draw_attendance
from desktop.widgets.labels import plain_tip
from desktop.widgets.painting import draw_text


class NumberedStrip(Painted):
    """Squares of 20 px, oldest first, each over its number; the last ones where there is no room for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._squares: tuple[tuple[Attendance, str], ...] = ()
        self._tips: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_squares(self, squares: Sequence[tuple[Attendance, str]], *, summary: str, tips: Sequence[str]) -> None:
        """Show (state, number) for each square; `summary` and `tips` are read aloud."""
        self._squares = tuple(squares)
        self._tips = tuple(tips)
        self.setText(summary)
        self.setAccessibleDescription("; ".join(tips))
        self.updateGeometry()
        self.update()

    def _column(self, index: int) -> QRectF:
        step = theme.px(24)
        out_of_sight = max(0, len(self._squares) - self.width() // step)
        return QRectF((index - out_of_sight) * step, 0, step, self.height())

    def sizeHint(self) -> QSize:
        return QSize(len(self._squares) * theme.px(24), theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px(44))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for index, tip in enumerate(self._tips):
                if self._column(index).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), plain_tip(tip), self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(20)
        for index, (state, number) in enumerate(self._squares):
            place = self._column(index)
            if place.x() < 0:
                continue
            draw_attendance(painter, QRectF(place.x(), 2, side, side), state)
            below = QRectF(place.x() - 4, side + 4, side + 8, theme.px(18))
            draw_text(painter, below, number, 12, role="text2", align=Qt.AlignmentFlag.AlignCenter)
