"""The pages of a PDF, one below the other, drawn as fine as the screen shows them."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.operations import Operations
from desktop.reports.preview import PageImage, Preview
from desktop.texts import _
from desktop.widgets.layouts import ScrollArea
from desktop.widgets.painting import focus_ring, round_rect

ZOOMS: Final = (50, 75, 100, 125, 150, 200, 300)
"""Steps of the zoom in percent; 100 shows a page as large as on paper, on a screen of 96 dots per inch."""
_GAP: Final = 16
_SCREEN_DOTS: Final = 96
_SETTLE_MS: Final = 120


class _Sheet(QWidget):
    """One page: white until its picture comes."""

    def __init__(self, number: int, count: int, points: tuple[float, float]) -> None:
        super().__init__()
        self.points = points
        self.picture: QImage | None = None
        self.asked_dots = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Page {page} of {pages}").format(page=number, pages=count))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)  # paper is white in the dark, too
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self.picture)
        painter.setPen(theme.color("line_mid"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Ring(QWidget):
    """The outline of the part that has the keyboard, over the pages that scroll beneath it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        focus_ring(QPainter(self), QRectF(self.rect()), 6)


class PagesView(ScrollArea):
    """Scrolls through the pages of one PDF; arrows, Page Up and Down, Home and End, Ctrl with plus, minus and 0."""

    page_changed = Signal(int)
    """The page now in sight, from 0."""
    zoom_changed = Signal(int)
    """The zoom in percent, also while the width decides."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self._column.setSpacing(_GAP)
        super().__init__(self._body, parent=parent)
        self._ring = _Ring(self)
        self._operations = operations
        self._document: Preview | None = None
        self._sheets: list[_Sheet] = []
        self._percent: int | None = None
        self._page = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(_("Pages"))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_document(self, document: Preview, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a PDF whose pages have these sizes in points; the view closes it when it shows another."""
        self.close_document()
        self._document = document
        self._sheets = [_Sheet(number, len(sizes), points) for number, points in enumerate(sizes, 1)]
        for sheet in self._sheets:
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._page = 0
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.page_changed.emit(0)

    def close_document(self) -> None:
        """Let go of the PDF shown."""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        if self._document is not None:
            self._document.close()
            self._document = None

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    @property
    def percent(self) -> int:
        """The zoom in percent."""
        return self._percent if self._percent is not None else self._fitting_percent()

    @property
    def drawn(self) -> bool:
        """Whether every page in sight has its picture."""
        return all(self._sheets[at].picture is not None for at in self._in_sight())

    def show_page(self, page: int) -> None:
        """Bring a page to the top."""
        if self._sheets:
            sheet = self._sheets[max(0, min(page, len(self._sheets) - 1))]
            self.verticalScrollBar().setValue(sheet.y() - _GAP)

    def set_percent(self, percent: int | None) -> None:
        """Zoom to `percent`, or to the width (None)."""
        page = self._page
        self._percent = percent
        self._measure()
        self.show_page(page)

    def zoom(self, step: int) -> None:
        """Zoom one step in (1) or out (-1)."""
        now = self.percent
        wider = [one for one in ZOOMS if one > now]
        narrower = [one for one in ZOOMS if one < now]
        self.set_percent((wider[0] if wider else ZOOMS[-1]) if step > 0 else (narrower[-1] if narrower else ZOOMS[0]))

    def _fitting_percent(self) -> int:
        widest = max((sheet.points[0] for sheet in self._sheets), default=595.0)
        room = self.viewport().width() - 2 * _GAP
        return max(20, int(room / (widest * _SCREEN_DOTS / 72) * 100))

    def _measure(self) -> None:
        """Give each sheet its size, and draw again once sizes have settled."""
        scale = self.percent / 100 * _SCREEN_DOTS / 72
        for sheet in self._sheets:
            sheet.setFixedSize(QSize(round(sheet.points[0] * scale), round(sheet.points[1] * scale)))
        self._column.activate()
        self._body.adjustSize()
        self.zoom_changed.emit(self.percent)
        self._settle.start()

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [at for at, sheet in enumerate(self._sheets) if sheet.y() < bottom and sheet.y() + sheet.height() > top]

    def _draw(self) -> None:
        """Ask for pictures of the pages in sight and the ones beside them; let go of the others."""
        seen = self._in_sight()
        if not seen or self._document is None:
            return
        dots = self.percent / 100 * _SCREEN_DOTS * self.devicePixelRatioF()
        near = range(seen[0] - 1, seen[-1] + 2)
        for at, sheet in enumerate(self._sheets):
            if at not in near:
                sheet.picture, sheet.asked_dots = None, 0.0
            elif sheet.asked_dots != dots:
                sheet.asked_dots = dots
                self._operations.job(_picture, self._document, at, dots, done=partial(self._take, sheet, dots))

    def _take(self, sheet: _Sheet, dots: float, page: PageImage | None) -> None:
        if page is not None and sheet in self._sheets and sheet.asked_dots == dots:
            sheet.picture = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
            sheet.update()

    def _on_scrolled(self, top: int) -> None:
        middle = top + self.viewport().height() // 3
        page = max((at for at, sheet in enumerate(self._sheets) if sheet.y() <= middle), default=0)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sheets:
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if control:
                self.zoom(1)
            case Qt.Key.Key_Minus if control:
                self.zoom(-1)
            case Qt.Key.Key_0 if control:
                self.set_percent(None)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rect = QRectF(self.viewport().rect())
        round_rect(painter, rect, 6, fill="window")
        self._ring.setGeometry(self.viewport().geometry())
        self._ring.raise_()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._ring.setVisible(self.hasFocus())
        return super().event(event)


def _picture(document: Preview, page: int, dots: float) -> PageImage | None:
    """Draw a page; nothing if the document was closed while this waited its turn."""
    try:
        return document.image(page, dots_per_inch=dots)
    except RuntimeError:
        return None
