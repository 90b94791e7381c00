"""A strip of attendance with a number below each square."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.widgets.badges import Painted
from desktop.widgets.bars import Attendance, draw_attendance
from desktop.widgets.labels import plain_tip
from desktop.widgets.painting import draw_text, text_width

_SIDE, _STEP = 20, 24
"""How large a square is and how far it stands from the next, in px at 100 %, where there is room."""


class NumberedStrip(Painted):
    """Squares of up to 20 px, oldest first, each over its number. They stand closer where there is less room.

    The words beside it count them all, so all are drawn as long as their numbers can be read; then the last ones.
    """

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

    def column(self, index: int) -> QRectF:
        """Return where a square and its number stand; left of the strip where there is no room for it."""
        step = self._step()
        out_of_sight = max(0, len(self._squares) - int(self.width() / step + 0.01))
        return QRectF((index - out_of_sight) * step, 0, step, self.height())

    def _step(self) -> float:
        """Return how far each stands from the next: never closer than numbers can be read."""
        widest = max((text_width(number, 12) for _state, number in self._squares), default=0.0)
        least = max(widest + theme.px(3), theme.px(12))
        return max(min(theme.px(_STEP), self.width() / max(1, len(self._squares))), min(least, theme.px(_STEP)))

    def sizeHint(self) -> QSize:
        return QSize(len(self._squares) * theme.px(_STEP), theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px(44))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for index, tip in enumerate(self._tips):
                if self.column(index).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), plain_tip(tip), self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = theme.px(_STEP - _SIDE)
        side = min(theme.px(_SIDE), self._step() - gap)
        below = theme.px(_SIDE)
        for index, (state, number) in enumerate(self._squares):
            place = self.column(index)
            if place.x() < 0:
                continue
            draw_attendance(painter, QRectF(place.x(), 2 + (below - side) / 2, side, side), state)
            under = QRectF(place.x() - 4, below + 4, side + 8, theme.px(18))
            draw_text(painter, under, number, 12, role="text2", align=Qt.AlignmentFlag.AlignCenter)
