"""Small pictures of numbers: a strip of attendance, a bar with a mark."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.widgets.badges import Painted
from desktop.widgets.labels import plain_tip
from desktop.widgets.painting import round_rect

Attendance = Literal["here", "apologies", "away", "none"]
"""Filled, crossed, empty; "none" is a gap: not a member then."""


def draw_attendance(painter: QPainter, rect: QRectF, state: Attendance) -> None:
    """Paint one square of an attendance strip."""
    if state == "none":
        return
    radius = max(2.0, rect.width() / 5)
    if state == "here":
        round_rect(painter, rect, radius, fill="accent" if not theme.current().dark else "accent_text")
        return
    round_rect(painter, rect, radius, edge="accent_text" if state == "apologies" else "line_strong")
    if state == "apologies":
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent_text"), 1.2))
        inset = rect.width() * 0.28
        painter.drawLine(QLineF(rect.bottomLeft() + QPointF(inset, -inset), rect.topRight() + QPointF(-inset, inset)))
        painter.restore()


class AttendanceStrip(Painted):
    """Squares, oldest first: filled came, crossed sent apologies, empty did not come.

    `summary` is read aloud ("9 of the last 12"); each square's own words are its tool tip.
    """

    def __init__(self, size: int = 10, gap: int = 4, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._size = size
        self._gap = gap
        self._states: tuple[Attendance, ...] = ()
        self._tips: tuple[str, ...] = ()

    def set_states(self, states: Sequence[Attendance], *, summary: str, tips: Sequence[str] = ()) -> None:
        """Show `states` with `tips`, one for each."""
        self._states = tuple(states)
        self._tips = tuple(tips)
        self.setText(summary)
        self.setAccessibleDescription("; ".join(tips))
        self.updateGeometry()
        self.update()

    def _square(self, index: int) -> QRectF:
        side = theme.px(self._size)
        return QRectF(index * (side + self._gap), (self.height() - side) / 2, side, side)

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(len(self._states) * (side + self._gap) - (self._gap if self._states else 0), side)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for index, tip in enumerate(self._tips):
                if self._square(index).adjusted(-2, -4, 2, 4).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), plain_tip(tip), self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, state in enumerate(self._states):
            draw_attendance(painter, self._square(index), state)


def draw_bar(
    painter: QPainter,
    rect: QRectF,
    part: float,
    *,
    mark: float | None = None,
    role: str = "accent_text",
    outlined: bool = False,
) -> None:
    """Paint a bar filled to `part` (0 to 1), with a line across it at `mark`."""
    if outlined:
        round_rect(painter, rect, 3, fill="surface", edge="line_strong")
    else:
        round_rect(painter, rect, rect.height() / 2, fill="line")
    if part > 0:
        filled = QRectF(rect.x(), rect.y(), max(rect.height(), rect.width() * min(part, 1.0)), rect.height())
        round_rect(painter, filled, 3 if outlined else rect.height() / 2, fill=role)
    if mark is not None:
        x = rect.x() + rect.width() * mark
        painter.setPen(QPen(theme.color("text"), 2))
        painter.drawLine(QLineF(x, rect.y() - 4, x, rect.bottom() + 4))


class Bar(Painted):
    """A bar with an optional mark, such as a quorum; `words` are read aloud ("19, need 16")."""

    def __init__(self, *, width: int = 96, outlined: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._width = width
        self._outlined = outlined
        self._part = 0.0
        self._mark: float | None = None
        self._role = "accent_text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(
        self, value: float, total: float, *, words: str, mark: float | None = None, role: str = "accent_text"
    ) -> None:
        """Show `value` of `total`, and a line at `mark` of `total`."""
        self._part = value / total if total else 0.0
        self._mark = None if mark is None or not total else mark / total
        self._role = role
        self.setText(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rect = QRectF(0, 4, self.width(), 8)
        draw_bar(QPainter(self), rect, self._part, mark=self._mark, role=self._role, outlined=self._outlined)
