"""Copies in second places that still hold somebody who was forgotten: rewritten where the place is there, else owed.

What is owed is remembered on this computer by the person's key alone, never by the name. No Qt.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from db.backups.backups import backup_at
from db.backups.second_place import find_again, is_there
from db.files.media import volumes
from desktop.settings import OwedCopies, SettingsFile
from desktop.texts import _


@dataclass(frozen=True, slots=True)
class Paid:
    """What became of the copies at one place that may have held one person."""

    owed: OwedCopies
    there: bool
    """Whether the place was there until the last copy; else nothing is known, and it is tried again."""
    clean: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    """Could not be rewritten: under another passphrase, open elsewhere, damaged."""


def name_removed() -> str:
    """Return what stands where a forgotten name stood."""
    return _("Name removed")


def place_name(folder: Path) -> str:
    """Return what a second place is called: the folder that was chosen, a stick's name where it is one."""
    return folder.parent.name or str(folder.parent)


def owe(settings: SettingsFile, alliance: str, person_id: uuid.UUID) -> OwedCopies | None:
    """Remember that a person is to leave the copies in the alliance's second place; nothing where none is named."""
    place = settings.place(alliance)
    if place is None:
        return None
    owed = OwedCopies(alliance, place.folder, person_id.hex)
    settings.owe(owed)
    return owed


def rewrite_owed(
    owed: Iterable[OwedCopies], *, passphrase: str | None, placeholder: str, stop: Callable[[], bool] = lambda: False
) -> list[Paid]:
    """Forget people in the copies of those places that are there, one copy after the other until `stop` says so.

    A stick may have another name or letter than when it was owed; it is known by the alliance.
    """
    from db.members.forgetting import forget_in_copies  # with all mapped classes: only where something is owed

    found: list[Paid] = []
    for one in owed:
        alliance = uuid.UUID(one.alliance)
        folder = find_again(Path(one.folder), alliance, volumes())
        clean: list[Path] = []
        left: list[Path] = []
        for path in copies_in(folder) if folder is not None else ():
            if stop():
                return found
            done = forget_in_copies([path], uuid.UUID(one.person), passphrase=passphrase, placeholder=placeholder)
            clean += done.clean
            left += done.left
        there = folder is not None and is_there(folder, alliance)
        found.append(Paid(one, there, tuple(clean), tuple(left)))
    return found


def settle(settings: SettingsFile, found: Iterable[Paid]) -> list[Path]:
    """Remember no longer what is done; return the copies that could not be rewritten."""
    left: list[Path] = []
    for paid in found:
        if paid.there and not paid.left:
            settings.paid(paid.owed)
        elif paid.there:
            left += paid.left
    return left


def copies_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, whatever the file was called when they were taken."""
    try:
        return sorted(path for path in folder.iterdir() if backup_at(path) is not None)
    except OSError:
        return []
