"""Whether a document is wanted as a PDF to print, or as a Word document (DOCX) to edit before it is sent.

    with as_asked(path):
        export_agenda(session, meeting_id, path, today=today)

Whatever is written within goes through the same sheets and the same parts; only the last step differs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from desktop.reports.page import PaperName

DOCX: Final = ".docx"
PAPER_OR_WORD: Final = (".pdf", DOCX)
"""The endings of documents that an office edits before it sends them."""

_word: ContextVar[bool] = ContextVar("word", default=False)


@contextmanager
def in_word(*, wanted: bool = True) -> Iterator[None]:
    """Make Word documents of what is written inside the `with` block, in place of PDFs."""
    token = _word.set(wanted)
    try:
        yield
    finally:
        _word.reset(token)


@contextmanager
def as_asked(path: Path) -> Iterator[None]:
    """Make of what is written inside the `with` block what the ending of `path` says."""
    with in_word(wanted=path.suffix.lower() == DOCX):
        yield


def writing_word() -> bool:
    """Return whether a Word document is being made: nothing is cut to fit a page."""
    return _word.get()


def word_document(session: Session, make: Callable[..., "PaperName"], paper: object) -> bytes:
    """Return a document as Word has it; `make` is what the preview calls, `paper` one of its papers or None."""
    out = BytesIO()
    with in_word():
        make(session, out, cast("PaperName | None", paper))
    return out.getvalue()
