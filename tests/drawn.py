"""What is seen of a line that was drawn: its parts from left to right, however they are kept."""

import re
from collections.abc import Callable
from ctypes import c_double
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDFText_GetCharOrigin
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

_NAME = "*"
_TURNED = str.maketrans("<)]", ">([")
"""The reader of PDFs turns these about beside Arabic letters, whichever way they are drawn."""
_BACKWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def seen(file: Path, draw: Callable[[QPainter], object]) -> list[str]:
    """Return the lines that `draw` draws: each as it is seen from left to right, a stretch of Arabic letters as "*".

    Spaces are left out.
    """
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QSizeF(1000, 1000), QPageSize.Unit.Point))
    writer.setResolution(72)
    painter = QPainter(writer)
    try:
        draw(painter)
    finally:
        painter.end()
    return seen_on_page(file, 0)


def seen_on_page(file: Path | bytes, page: int) -> list[str]:
    """Return the lines of a page of a PDF, as above; spaces are left out, and what opens is taken for what closes."""
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[page].get_textpage()
        lines: dict[int, list[tuple[float, str]]] = {}
        for place in range(text.count_chars()):
            letter = text.get_text_range(place, 1).translate(_TURNED)
            left, base = c_double(), c_double()
            if letter.strip() and FPDFText_GetCharOrigin(text, place, left, base):
                near = next((y for y in lines if abs(y - base.value) < 4), round(base.value))
                lines.setdefault(near, []).append((left.value, letter))
        text.close()
    found = []
    for _height, letters in sorted(lines.items(), reverse=True):
        line = "".join(_NAME if _BACKWARD.match(letter) else letter for _left, letter in sorted(letters))
        found.append(re.sub(r"\*+", _NAME, line))
    return found
