"""The system's own dialogs that ask for a file or a place."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.pack_names import SUFFIX as PACK_SUFFIX
from desktop.start.dialogs import SUFFIX
from desktop.texts import _


def _pattern() -> str:
    return _("Alliance files") + f" (*{SUFFIX})"


def ask_pack(parent: QWidget, folder: Path) -> Path | None:
    """Ask for a handover pack."""
    kinds = _("Handover packs") + f" (*{PACK_SUFFIX} *{PACK_SUFFIX}.part)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Open a handover pack"), str(folder), kinds)
    return Path(chosen) if chosen else None


def ask_received_place(parent: QWidget, place: Path) -> Path | None:
    """Ask where the file of a pack is to be."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Where to keep the file"), str(place), _pattern())
    path = Path(chosen)
    return (path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)) if chosen else None


def ask_clean_place(parent: QWidget, place: Path) -> Path | None:
    """Ask where the clean copy of a file is to be."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Where to keep the clean copy"), str(place), _pattern())
    path = Path(chosen)
    return (path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)) if chosen else None


def ask_file(parent: QWidget, folder: Path) -> Path | None:
    """Ask for an alliance file."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Open an alliance file"), str(folder), _pattern())
    return Path(chosen) if chosen else None


def ask_sample_place(parent: QWidget, folder: Path) -> Path | None:
    """Ask where the sample is to be."""
    place = folder / (_("Sample alliance") + SUFFIX)
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Where to keep the sample"), str(place), _pattern())
    return Path(chosen) if chosen else None


def ask_copy_place(parent: QWidget, path: Path) -> Path | None:
    """Ask where the copy of a file that is open elsewhere is to be."""
    place = path.with_name(_("{name} (copy)").format(name=path.stem) + SUFFIX)
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Where to keep the copy"), str(place), _pattern())
    return Path(chosen) if chosen else None
