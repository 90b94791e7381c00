"""How files and folders are asked for; replaced in tests, where the system's own dialogs cannot be driven."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.texts import _

SHEET_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
MEMBER_SUFFIXES = (*SHEET_SUFFIXES, ".vcf", ".vcard")
CALENDAR_SUFFIXES = (".ics", ".ical", ".ifb", ".icalendar")


def _ask_sheet(parent: QWidget, folder: Path) -> Path | None:
    patterns = " ".join(f"*{suffix}" for suffix in SHEET_SUFFIXES)
    filters = _("Tables") + f" ({patterns});;" + _("All files") + " (*)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Choose a table"), str(folder), filters)
    return Path(chosen) if chosen else None


def _ask_members(parent: QWidget, folder: Path) -> Path | None:
    patterns = " ".join(f"*{suffix}" for suffix in MEMBER_SUFFIXES)
    filters = _("Tables and contacts") + f" ({patterns});;" + _("All files") + " (*)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Choose a list of members"), str(folder), filters)
    return Path(chosen) if chosen else None


def _ask_calendar(parent: QWidget, folder: Path) -> Path | None:
    patterns = " ".join(f"*{suffix}" for suffix in CALENDAR_SUFFIXES)
    filters = _("Calendars") + f" ({patterns});;" + _("All files") + " (*)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Choose a calendar"), str(folder), filters)
    return Path(chosen) if chosen else None


def _ask_folder(parent: QWidget, folder: Path) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, _("Choose a folder"), str(folder))
    return Path(chosen) if chosen else None


def _ask_list_place(parent: QWidget, place: Path) -> Path | None:
    filters = _("Table (CSV)") + " (*.csv);;" + _("Plain text") + " (*.txt)"
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Where to save the list"), str(place), filters)
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Choosers:
    """Each is given the dialog and where to begin, and returns what was chosen or None."""

    sheet: Callable[[QWidget, Path], Path | None] = _ask_sheet
    folder: Callable[[QWidget, Path], Path | None] = _ask_folder
    list_place: Callable[[QWidget, Path], Path | None] = _ask_list_place
    members: Callable[[QWidget, Path], Path | None] = _ask_members
    calendar: Callable[[QWidget, Path], Path | None] = _ask_calendar
