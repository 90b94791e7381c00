"""Printing a PDF through the system's printers: each page as a picture as fine as the printer takes it.

Runs on any thread; Qt allows painting on a printer off the window's thread. Import it late: QtPrintSupport asks the
print system at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from db.errors import KnownError
from desktop.reports.preview import POINTS_PER_INCH, PageImage, Preview

FINEST_DOTS_PER_INCH: Final = 400
"""Finer pictures of a page take a lot of memory and are not told apart by eye."""
_SIZES: Final = (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter)

Progress = Callable[[int, int], None]


@dataclass(eq=False)
class PrinterRefused(KnownError):  # noqa: N818 - facts are named for what is the case
    """The printer, or the file printed to, could not be used. Some pages may have been printed."""

    name: str


def new_printer(document: str, size_points: tuple[float, float]) -> QPrinter:
    """Return the default printer, set for a document whose pages are of this size, with no margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document)
    printer.setCreator("Ronda")
    printer.setPageSize(page_size(size_points))
    printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    printer.setFullPage(True)
    return printer


def page_size(size_points: tuple[float, float]) -> QPageSize:
    """Return A4 or Letter where the page is one (upright or lying), else a size of its own."""
    width, height = sorted(size_points)
    for known in _SIZES:
        size = QPageSize(known).size(QPageSize.Unit.Point)
        if abs(size.width() - width) < 3 and abs(size.height() - height) < 3:
            return QPageSize(known)
    return QPageSize(QSizeF(width, height), QPageSize.Unit.Point)


def wanted_pages(printer: QPrinter, count: int, *, current: int = 0) -> list[int]:
    """Return which of `count` pages to print, from 0, in order; twice and more where Qt itself must make the copies."""
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        pages = [current]
    elif printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        if not ranges.isEmpty():
            pages = [page for page in range(count) if ranges.contains(page + 1)]
        else:
            first, last = printer.fromPage() or 1, printer.toPage() or count
            pages = list(range(max(first, 1) - 1, min(last, count)))
    else:
        pages = list(range(count))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _copy in range(copies)]


def print_pages(pdf: bytes, printer: QPrinter, *, current: int = 0, progress: Progress | None = None) -> int:
    """Print the pages asked for; return how many sheets that was. `progress` may raise to stop.

    Raises:
        PrinterRefused: If the printer cannot be used.
        ValueError: If `pdf` is not a PDF.
    """
    with Preview(pdf) as document:
        pages = wanted_pages(printer, document.page_count, current=current)
        if not pages:
            return 0
        _turn(printer, document.size_points(pages[0]))
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterRefused(printer.printerName() or printer.outputFileName())
        try:
            for place, page in enumerate(pages):
                if progress is not None:
                    progress(place, len(pages))
                if place:
                    _turn(printer, document.size_points(page))
                    if not printer.newPage():
                        raise PrinterRefused(printer.printerName() or printer.outputFileName())
                _paint(painter, printer, document, page)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrinterRefused(printer.printerName() or printer.outputFileName())
    if progress is not None:
        progress(len(pages), len(pages))
    return len(pages)


def _turn(printer: QPrinter, size_points: tuple[float, float]) -> None:
    lying = size_points[0] > size_points[1]
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)


def _paint(painter: QPainter, printer: QPrinter, document: Preview, page: int) -> None:
    """Paint a page in its own size; smaller, in the middle of the sheet, where the paper is smaller."""
    dots = min(printer.resolution(), FINEST_DOTS_PER_INCH)
    picture = image(document.image(page, dots_per_inch=dots))
    if printer.colorMode() == QPrinter.ColorMode.GrayScale:
        picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = (side * printer.resolution() / POINTS_PER_INCH for side in document.size_points(page))
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = min(1.0, sheet.width() / width, sheet.height() / height)
    left, top = (sheet.width() - width * scale) / 2, (sheet.height() - height * scale) / 2
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, width * scale, height * scale), picture)


def image(page: PageImage) -> QImage:
    """Return a page's pixels as Qt's image, with its own copy of them."""
    return QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
