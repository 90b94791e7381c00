"""Choosing the alliance's logo: a picture from anywhere, kept small and without anything beside its dots."""

from base64 import b64encode
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.exchange.pictures_in import read_picture
from desktop.texts import _


def ask_logo(parent: QWidget) -> Path | None:
    """Ask for a picture by the system's own dialog."""
    filters = _("Pictures") + " (*.png *.jpg *.jpeg);;" + _("All files") + " (*)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Choose a picture"), str(Path.home()), filters)
    return Path(chosen) if chosen else None


def read_logo(path: Path) -> str:
    """Return the picture at `path` as it is kept (`Alliance.logo`); raises what `read_picture` raises."""
    return b64encode(read_picture(path)).decode("ascii")
