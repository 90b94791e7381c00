"""A chart on a page: drawn as sharp as the screen is, read aloud in words, opened into its numbers by Enter.

    view = ChartView(operations)
    view.numbers_requested.connect(self._show_numbers)
    view.set_chart(Trend("Attendance is falling", "Members present, of 31", alt="…", points=…))

The drawing is made off the window's thread, again whenever the size, the theme or the size of text changes. Title and
the line below it are the page's to show; files that are saved bear them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop import theme
from desktop.operations import Operations, Task
from desktop.texts import _
from desktop.theme import Theme
from desktop.widgets.buttons import press_by_enter
from desktop.widgets.painting import focus_ring
from desktop.widgets.saving import ask_where, write_file

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from desktop.reports.charts.drawing import Picture
    from desktop.reports.charts.look import Look
    from desktop.reports.charts.values import AnyChart

_AROUND: Final = 6
"""Pixels from the drawing to the ring that shows where the keyboard is; the layout leaves them free."""
_SETTLE_MS: Final = 30


class _Ring(QWidget):
    """The outline of the chart that has the keyboard, around it: words in it stand in line with the card's title."""

    def __init__(self, view: "ChartView") -> None:
        super().__init__(view.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow(view)
        self.raise_()
        self.show()

    def follow(self, view: "ChartView") -> None:
        """Stand around the view."""
        self.setGeometry(view.geometry().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))

    def paintEvent(self, _event: QPaintEvent) -> None:
        focus_ring(QPainter(self), QRectF(self.rect()))


class ChartView(QAbstractButton):
    """See this module's own text."""

    numbers_requested = Signal()
    """The person wants to see the numbers behind the chart: Enter, Space, a click, or the menu."""
    saved = Signal(object)
    """The `Path` of a picture that was just written."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._chart: AnyChart | None = None
        self._task: Task | None = None
        self._renderer: QSvgRenderer | None = None
        self._size = QSize()
        self._pixmap = QPixmap()
        self._ring: _Ring | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self.numbers_requested)
        theme.follow(self._ask)

    @property
    def chart(self) -> "AnyChart | None":
        """The chart shown."""
        return self._chart

    @property
    def drawn(self) -> bool:
        """Whether the drawing stands as the chart, the size and the theme want it."""
        return self._chart is None or (
            self._task is None and not self._settle.isActive() and self._renderer is not None
        )

    def set_chart(self, chart: "AnyChart") -> None:
        """Show a chart; where it stands drawn already, as it is."""
        if chart == self._chart and self.drawn:
            return
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.alt)
        self._ask()

    def save(self, suffix: str) -> None:
        """Ask where to save the chart as a picture, ".png" or ".svg", and write it there, its title on top."""
        from desktop.exchange.invitation import file_name

        if self._chart is None:
            return
        kinds = {".png": _("Picture (*.png)"), ".svg": _("Drawing (*.svg)")}
        path = ask_where(self, _("Save"), file_name(self._chart.title, suffix), kinds[suffix])
        if path is not None:
            self._operations.job(_write, self._chart, path, done=self.saved.emit)

    def menu(self) -> QMenu:
        """Return what can be done with the chart."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Show the numbers"), self.numbers_requested.emit)
        menu.addSeparator()
        menu.addAction(_("Save as PNG…"), lambda: self.save(".png"))
        menu.addAction(_("Save as SVG…"), lambda: self.save(".svg"))
        return menu

    # Drawing

    def _ask(self) -> None:
        """Have the drawing made for what is true now."""
        self._settle.stop()
        room = self.size()
        if self._chart is None or room.width() < 40 or room.height() < 20:
            return
        if self._task is not None:
            self._task.cancel()
        self._task = self._operations.job(
            _picture, self._chart, room.width(), room.height(), theme.current(), done=self._take
        )

    def _take(self, picture: "Picture") -> None:
        from PySide6.QtSvg import QSvgRenderer

        self._task = None
        if self._renderer is None:
            self._renderer = QSvgRenderer(self)
        self._renderer.load(QByteArray(picture.svg.encode("utf-8")))
        self._size = QSize(round(picture.width), round(picture.height))
        self._pixmap = QPixmap()
        self.setMinimumHeight(round(picture.least))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(190))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(100))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._renderer is not None:
            if self._pixmap.isNull():
                self._pixmap = self._painted()
            painter.drawPixmap(QPoint(0, 0), self._pixmap)

    def _painted(self) -> QPixmap:
        """Return the drawing in the screen's own dots, kept until it changes."""
        assert self._renderer is not None
        dots = self.devicePixelRatioF()
        pixmap = QPixmap((self._size.toSizeF() * dots).toSize())
        pixmap.setDevicePixelRatio(dots)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(0, 0, self._size.width(), self._size.height()))
        painter.end()
        return pixmap

    # Hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()
        if self._ring is not None:
            self._ring.follow(self)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._ring is not None:
            self._ring.follow(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._ring is None:
            self._ring = _Ring(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())


def _look(look: Theme) -> "Look":
    from desktop.reports.charts.look import SCREEN_DARK, SCREEN_LIGHT

    return (SCREEN_DARK if look.dark else SCREEN_LIGHT).scaled(look.text_percent)


def _picture(chart: "AnyChart", width: int, height: int, look: Theme) -> "Picture":
    from desktop.reports.charts.drawing import svg

    return svg(chart, width, _look(look), height)


def _write(chart: "AnyChart", path: Path) -> Path:
    from desktop.reports.charts.drawing import png_file, svg_file

    return write_file(path, png_file(chart) if path.suffix.lower() == ".png" else svg_file(chart))
