"""Asking where to save a file, writing it in one step, and showing the folder it is in."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from db.files.places import refused


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save a file suggested as `name`; `kinds` is Qt's filter, "PDF (*.pdf)". None if not after all.

    The ending of `name` is added where a person leaves it out.
    """
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    start = folder if folder.is_dir() else Path.home()
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(start / name), kinds)
    if not chosen:
        return None
    path, suffix = Path(chosen), Path(name).suffix
    return path if path.suffix.casefold() == suffix.casefold() else path.with_name(path.name + suffix)


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
