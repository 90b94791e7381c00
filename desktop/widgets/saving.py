"""Asking where to save a file, writing it in one step, and showing the folder it is in."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from db.files.places import refused

_FOLDER = "folder to save in"
"""Property of a window: where files saved from it, and from dialogs above it, are likely to go."""


def save_beside(window: QWidget, folder: Path) -> None:
    """Have what is saved from `window` go to `folder`, until a person chooses another one."""
    window.setProperty(_FOLDER, str(folder))


def save_as_before(window: QWidget, before: QWidget) -> None:
    """Have what is saved from `window` go where it went from the one `before` it."""
    window.setProperty(_FOLDER, before.property(_FOLDER))


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save a file suggested as `name`; `kinds` is Qt's filter, "PDF (*.pdf)". None if not after all.

    The ending of `name` is added where a person leaves it out. It begins in the folder saved to last.
    """
    window = _saving_from(parent)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(_first_folder(window) / name), kinds)
    if not chosen:
        return None
    path, suffix = Path(chosen), Path(name).suffix
    save_beside(window, path.parent)
    return path if path.suffix.casefold() == suffix.casefold() else path.with_name(path.name + suffix)


def _saving_from(parent: QWidget) -> QWidget:
    """Return the window below all dialogs that `parent` stands in."""
    above = parent.window()
    while (below := above.parentWidget()) is not None:
        above = below.window()
    return above


def _first_folder(window: QWidget) -> Path:
    """Return where saving begins: where it ended last, else beside the alliance's file, else among the documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    likely = [Path(folder) for folder in (window.property(_FOLDER), documents) if folder]
    return next((folder for folder in likely if folder.is_dir()), Path.home())


def write_file(path: Path, data: bytes) -> Path:
    """Put `data` at `path` in one step; return the path. What stood there before is untouched if this fails.

    Raises:
        PlaceFull, PlaceReadOnly, PlaceUnreachable: If it cannot be written there.
    """
    from desktop.reports.page import replace_file

    try:
        replace_file(path, data)
    except OSError as error:
        raise refused(error, path) from error
    return path


def show_folder(path: Path) -> None:
    """Open the folder of `path` in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
