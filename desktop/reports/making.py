"""What every function that prints a document of the record begins with: which paper, which language. No Qt."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from db.alliance import alliance
from desktop import texts

if TYPE_CHECKING:
    from desktop.reports.page import PaperName

Maker = Callable[[Session, BinaryIO, "PaperName | None"], "PaperName"]
"""Prints a document to a stream on a paper (None: the alliance's own); returns the paper it used."""


TELLS_PROGRESS = "tells_progress"
"""Name of what a maker has, and is true, that takes long: it is given `progress` too, as `operations` has it."""


def wanted(session: Session, paper: "PaperName | None", language: str | None) -> "tuple[PaperName, str]":
    """Return the paper and the language asked for, else the alliance's own; what follows bears its sign at the head."""
    from desktop.reports.page import head_with

    own = alliance(session)
    head_with(own.logo)
    return paper or own.paper_size.value, texts.closest(language or own.language)
