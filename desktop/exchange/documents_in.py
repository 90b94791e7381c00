"""The text of a Word document (DOCX), as minutes of the past are often kept: a line a paragraph. No Qt."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from db.errors.incoming import DocumentUnreadable

LONGEST_TEXT: Final = 8 * 1024 * 1024
_LIST_WORDS: Final = ("list", "lista")


def document_text(content: bytes, path: Path) -> str:
    """Return the words of a document: headings between empty lines, "- " before what stands in a list, tables by rows.

    For `desktop.apart`.

    Raises:
        DocumentUnreadable: If it is none; and what `packed` raises.
    """
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile

    from desktop.exchange.packed import look_through, open_packed

    try:
        with open_packed(content, path) as archive:
            look_through(archive, path)
        from docx import Document

        document = Document(io.BytesIO(content))
        lines = list(_lines(document.element.body, document))
    except (BadZipFile, ExpatError, KeyError, OSError, EOFError, TypeError, ValueError, AttributeError):
        raise DocumentUnreadable(path) from None
    text = "\n".join(lines).strip()
    if not text or len(text) > LONGEST_TEXT:
        raise DocumentUnreadable(path)
    return text + "\n"


def _lines(body: Any, document: Any) -> Iterator[str]:
    from docx.oxml.ns import qn

    names = {style.style_id: style.name or "" for style in document.styles}
    for block in body:
        if block.tag == qn("w:p"):
            yield from _paragraph(block, names)
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                cells = [
                    " ".join(filter(None, map(_text, cell.iter(qn("w:p"))))) for cell in row.iterchildren(qn("w:tc"))
                ]
                if any(cells):
                    yield " | ".join(cells)


def _paragraph(block: Any, names: dict[str, str]) -> Iterator[str]:
    text = _text(block)
    style = names.get(block.style or "", "").lower()
    if style.startswith(("heading", "title", "título", "titulo")):
        yield from ("", text, "")
    elif text and (style.startswith(_LIST_WORDS) or (block.pPr is not None and block.pPr.numPr is not None)):
        yield f"- {text}"
    else:
        yield text


def _text(paragraph: Any) -> str:
    return str(paragraph.text).strip()
