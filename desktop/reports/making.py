"""How every document is made: the record fills a sheet, a layout says how it lies on paper, and both become a file.

    make = note_maker(note_id, today=today)
    make(session, Path("Note.pdf"))                                  # in the alliance's language, on its own paper
    make(session, out, "letter", language="es", word=True)           # to edit before it is sent

A module of layouts is read only when something is printed: what shows a list of documents needs no ReportLab. No Qt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, TypeVar

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.vocabulary import PaperSize
from desktop import texts

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName, Progress

DOCX: Final = ".docx"
PAPER_OR_WORD: Final = (".pdf", DOCX)
"""The endings of documents that an office edits before it sends them."""
Sheet = TypeVar("Sheet")


class Maker(Protocol):
    """Makes a document of the record: what the preview, the print room and the commands are given.

    Without a paper or a language it takes the alliance's own; it returns the paper it used. `word` makes it for Word
    in place of a PDF; `progress(done, total)` is told how far it is, and may raise to stop it.

    Raises:
        KnownError: If what it is about is not in the record, or may not be printed.
        OSError: If the file cannot be written; what stood there before is untouched.
    """

    def __call__(
        self,
        session: Session,
        out: Path | BinaryIO,
        paper: "PaperName | None" = None,
        *,
        language: str | None = None,
        word: bool = False,
        progress: "Progress | None" = None,
    ) -> "PaperName": ...


@dataclass(frozen=True, slots=True)
class Printed(Maker):
    """A document whose parts `lay_out(session, paper)` returns, called while the document's language is spoken."""

    lay_out: "Callable[[Session, PaperName], Laid]"
    language: Callable[[Session], str] = lambda session: alliance(session).language
    """What it speaks where no language is asked for."""
    papers: "Mapping[PaperName, PaperName]" = field(default_factory=dict)
    """What takes the place of a paper that it does not come in."""

    def __call__(
        self,
        session: Session,
        out: Path | BinaryIO,
        paper: "PaperName | None" = None,
        *,
        language: str | None = None,
        word: bool = False,
        progress: "Progress | None" = None,
    ) -> "PaperName":
        from desktop.reports.page import write

        paper, language = wanted(session, paper, language or self.language(session))
        paper = self.papers.get(paper, paper)
        with texts.speaking(language):
            laid = self.lay_out(session, paper).headed(alliance(session).logo)
            write(out, laid, word=word, progress=progress)
        return paper


def wanted(session: Session, paper: "PaperName | None", language: str | None) -> "tuple[PaperName, str]":
    """Return the paper and the language asked for, else the alliance's own."""
    own = alliance(session)
    return paper or own.paper_size.value, texts.closest(language or own.language)


def build(
    layout: "Callable[[Sheet, PaperName], Laid]",
    sheet: Sheet,
    out: Path | BinaryIO,
    *,
    paper: "PaperName" = PaperSize.A4,
    language: str | None = None,
    word: bool = False,
    progress: "Progress | None" = None,
) -> int:
    """Write a sheet as `layout` lays it out, in the language spoken now unless another is given; see `page.write`."""
    from desktop.reports.page import write

    with texts.speaking(language or texts.language()):
        return write(out, layout(sheet, paper), word=word, progress=progress)
