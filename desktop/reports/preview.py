"""Printed documents as pictures, for the preview and for the printer: PDF in, pixels out. No Qt.

pdfium must be used by one thread at a time; so is everything here.
"""

import struct
import threading
import zlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pypdfium2

_pdfium = threading.RLock()
POINTS_PER_INCH = 72


def pdfium_alone() -> AbstractContextManager[object]:
    """Keep other threads out of pdfium inside the `with` block."""
    return _pdfium


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: three bytes each, red, green, blue, `stride` bytes a row, white where nothing is printed."""

    width: int
    height: int
    stride: int
    rgb: bytes


class Preview:
    """An open PDF, by path or by its bytes. Use it in a `with` block, or close it.

    Raises:
        OSError: If there is no such file.
        ValueError: If it is not a PDF that can be shown.
    """

    def __init__(self, source: Path | bytes) -> None:
        content = source if isinstance(source, bytes) else source.read_bytes()
        self._closed = False
        with _pdfium:
            try:
                self._pdf = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as error:
                raise ValueError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the document."""
        with _pdfium:
            self._closed = True
            self._pdf.close()

    @property
    def page_count(self) -> int:
        with _pdfium:
            return len(self._pdf)

    def size_points(self, page: int) -> tuple[float, float]:
        """Return a page's width and height in points (1/72 inch). Pages count from 0."""
        with _pdfium:
            width, height = self._pdf.get_page_size(page)
            return float(width), float(height)

    def image(self, page: int, *, dots_per_inch: float = 96) -> PageImage:
        """Return a page as pixels.

        Raises:
            RuntimeError: If the document was closed.
        """
        with _pdfium:
            if self._closed:
                message = "the document is closed"
                raise RuntimeError(message)
            loaded = self._pdf[page]
            try:
                bitmap = loaded.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True)
                try:
                    return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
                finally:
                    bitmap.close()
            finally:
                loaded.close()

    def png(self, page: int, *, dots_per_inch: float = 96) -> bytes:
        """Return a page as a PNG file's bytes."""
        return _png(self.image(page, dots_per_inch=dots_per_inch))

    def text(self, page: int) -> str:
        """Return a page's text as a reader's program would copy it, with plain line ends."""
        with _pdfium:
            loaded = self._pdf[page]
            try:
                words = loaded.get_textpage()
                try:
                    return str(words.get_text_range()).replace("\r\n", "\n")
                finally:
                    words.close()
            finally:
                loaded.close()


def _png(image: PageImage) -> bytes:
    rows = (image.rgb[row * image.stride : row * image.stride + image.width * 3] for row in range(image.height))
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*part) for part in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
