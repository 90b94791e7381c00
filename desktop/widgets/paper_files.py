"""Papers as files outside: opened with the system's program from a private copy, or saved where a person wants."""

import tempfile
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from db.files.checked_copies import passing_folder
from db.files.places import refused
from db.meetings.papers import PaperRow, export_paper, paper_content
from desktop.naming.meetings import paper_name
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.saving import ask_where

RUNS = frozenset(
    {
        ".app", ".bat", ".cmd", ".com", ".cpl", ".desktop", ".exe",
        ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".ps1",
        ".py", ".reg", ".scr", ".sh", ".vbe", ".vbs", ".wsf",
    }
)  # fmt: skip
"""Endings of files that a system runs instead of showing them."""


def ask_where_to_save(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a copy called `name`; None when the person thinks better of it."""
    return ask_where(parent, _("Save a copy"), name, _("All files") + " (*)")


class PaperFiles(QObject):
    """Opens and saves papers. Its private folder goes when it does."""

    said = Signal(str)
    """What was done, or why not."""

    def __init__(
        self,
        operations: Operations,
        *,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
        ask_where: Callable[[QWidget, str], Path | None] = ask_where_to_save,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._widget = parent
        self._operations = operations
        self._open_url = open_url
        self._ask_where = ask_where
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def open(self, row: PaperRow) -> None:
        """Open a copy of a paper, to be looked at, with the system's program for its kind."""
        if Path(row.name).suffix.lower() in RUNS:
            self.said.emit(
                _("“{name}” is a program, not a paper to read. Save a copy to look at it.").format(name=row.name)
            )
            return
        self._operations.read(paper_content, row.id, done=partial(self._show, row))

    def save(self, row: PaperRow) -> None:
        """Ask for a place and write a copy there."""
        path = self._ask_where(self._widget, row.name)
        if path is not None:
            self._operations.read(
                export_paper,
                row.id,
                path,
                done=lambda _none: self.said.emit(_("Saved as {path}").format(path=path)),
                failed=lambda error: self.said.emit(sentence(error)),
            )

    def _show(self, row: PaperRow, data: bytes) -> None:
        try:
            folder = self._private_folder() / uuid.uuid4().hex
            folder.mkdir(mode=0o700)
            path = folder / row.name
            path.write_bytes(data)
            path.chmod(0o400)  # a change would be lost: the paper itself is in the alliance file
        except OSError as error:
            self.said.emit(sentence(refused(error, Path(tempfile.gettempdir(), row.name))))
            return
        if not self._open_url(QUrl.fromLocalFile(str(path))):
            self.said.emit(
                _("This computer has no program for “{name}”. Save a copy instead.").format(name=paper_name(row))
            )

    def _private_folder(self) -> Path:
        """Return a folder only this person can read, which goes with this object, or else with the program."""
        if self._folder is None:
            self._folder = passing_folder()
            self.destroyed.connect(self._folder.cleanup)
        return Path(self._folder.name)
