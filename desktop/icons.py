"""Icons by name and role: Phosphor's drawings, coloured by the theme in force when they are painted."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop import theme
from resources import resource


@cache
def _drawing(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


def svg(name: str, color: str) -> bytes:
    """Return the drawing `name` filled with `color` (#RRGGBB)."""
    return _drawing(name).replace(b"currentColor", color.encode())


def pixmap(name: str, role: str = "text2", size: int = 18, ratio: float | None = None) -> QPixmap:
    """Return the icon as pixels, `size` wide and high in device-independent pixels.

    `ratio` is device pixels per pixel; by default the application's.
    """
    if ratio is None:
        app = QApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _pixmap(name, theme.color(role), size, ratio)


def _pixmap(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    key = f"ronda:{name}:{color.rgba():x}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    side = round(size * ratio)
    if side <= 0:  # a button squeezed to nothing while its window finds its size
        return found
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg(name, color.name()))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def paint(painter: QPainter, place: QPointF, name: str, role: str = "text2", size: int = 18) -> None:
    """Paint the icon with its top left corner at `place`."""
    painter.drawPixmap(place, pixmap(name, role, size, painter.device().devicePixelRatioF()))


class _Engine(QIconEngine):
    """Draws when asked, so that a button's icon follows a change of theme."""

    def __init__(self, name: str, role: str, on_role: str, size: int) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._on_role = on_role
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        place = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place, _pixmap(self._name, self._color(mode, state), side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._color(mode, state), min(size.width(), size.height()), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = round(min(size.width(), size.height()) / scale)
        return _pixmap(self._name, self._color(mode, state), side, scale)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return theme.color("line_strong")
        return theme.color(self._on_role if state == QIcon.State.On else self._role)


def icon(name: str, role: str = "text2", size: int = 18, *, on_role: str | None = None) -> QIcon:
    """Return the icon in the colour of `role`, or of `on_role` where a control is switched on."""
    return QIcon(_Engine(name, role, on_role or role, size))
