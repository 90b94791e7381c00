"""Reading a printed document back: its words, where they stand, and with which fonts they were drawn."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.generic import ContentStream, DictionaryObject

from desktop.reports.agenda import lay_out_agenda
from desktop.reports.making import build
from desktop.reports.minutes import lay_out_minutes
from desktop.reports.sheets import AgendaSheet, MinutesSheet


def printed(sheet: AgendaSheet | MinutesSheet, **options: Any) -> bytes:
    """Return the PDF of a sheet."""
    out = BytesIO()
    if isinstance(sheet, AgendaSheet):
        build(lay_out_agenda, sheet, out, **options)
    else:
        build(lay_out_minutes, sheet, out, **options)
    return out.getvalue()


def pages(pdf: bytes) -> list[str]:
    """Return each page's text, its white space made plain."""
    return list(_texts(pdf))


@lru_cache(maxsize=4)
def _texts(pdf: bytes) -> tuple[str, ...]:
    return tuple(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def solid(text: str) -> str:
    """Return a text without any white space: what is compared where lines were broken."""
    return "".join(text.split())


def whole(pdf: bytes) -> str:
    """Return the text of all pages without white space."""
    return solid("".join(pages(pdf)))


def poppler_text(pdf: bytes) -> str:
    """Return the text as poppler reads it, which puts right-to-left words in the order they are read."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    ran = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return ran.stdout.decode("utf-8")


@dataclass(frozen=True)
class Letter:
    """A drawn letter and its ink, in points from the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def letters(pdf: bytes) -> Iterator[list[Letter]]:
    """Yield the letters of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            words = page.get_textpage()
            count = words.count_chars()
            yield [
                Letter(chr(pypdfium2.raw.FPDFText_GetUnicode(words.raw, index)), *words.get_charbox(index))
                for index in range(count)
            ]
            words.close()
            page.close()
    finally:
        document.close()


@dataclass(frozen=True)
class Line:
    """A piece of text as it was drawn."""

    text: str
    size: float
    font: str
    y: float


def lines(pdf: bytes) -> Iterator[list[Line]]:
    """Yield the drawn pieces of text of each page, running head and foot included, in the order they were drawn."""
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        found: list[Line] = []

        def visit(text: str, cm: Any, tm: Any, font: Any, size: float, found: list[Line] = found) -> None:
            if text.strip() and font:
                y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
                found.append(Line(text.strip(), size, str(font["/BaseFont"]).partition("+")[2], y))

        page.extract_text(visitor_text=visit)
        yield found


def fonts(pdf: bytes) -> dict[str, DictionaryObject]:
    """Return the fonts of a document by name."""
    found = {}
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found[str(font.get_object()["/BaseFont"])] = font.get_object()
    return found


def embedded(font: DictionaryObject) -> bool:
    """Return whether a font travels with the document."""
    return "/FontDescriptor" in font and "/FontFile2" in font["/FontDescriptor"]


def missing_glyphs(pdf: bytes) -> int:
    """Count the letters that no font could draw (glyph 0)."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    count = 0
    for page in reader.pages:
        streams = [page.get_contents()]
        forms = page["/Resources"].get("/XObject", {})
        streams += [ContentStream(form.get_object(), reader) for form in forms.values()]
        for stream in streams:
            for operands, operator in stream.operations:
                if operator in (b"Tj", b"TJ"):
                    parts = operands[0] if operator == b"TJ" else operands
                    count += sum(part.original_bytes.count(0) for part in parts if hasattr(part, "original_bytes"))
    return count


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """Return (level, title, page from 0) of each bookmark."""
    reader = pypdf.PdfReader(BytesIO(pdf))

    def walk(entries: Any, level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            else:
                yield level, entry.title, reader.get_destination_page_number(entry)

    return list(walk(reader.outline, 0))
