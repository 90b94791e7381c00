"""Backups of files that lie on sticks and the like: they stay on this computer when the working copy goes.

They lie where the copy lay, in a folder named after the place. A stick appears elsewhere another day, under another
letter or path, so beside them stands whose they are; what was taken of an alliance comes along to where its copy lies
now. Of a damaged file, which cannot say whose it is, the name is gone by, where the place of before is not there.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.backups.backups import Backup, backup_folder, backups_in, backups_of
from db.files.laying_down import lay_down

_MARK: Final = "whose.json"


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose backups lie in a folder of working copies."""

    folder: Path
    alliance: str
    place: Path

    @property
    def copy(self) -> Path:
        """Where the working copy lay."""
        return self.folder / self.place.name


def note_whose(copy: Path, place: Path, alliance: str) -> None:
    """Write down beside a working copy where its file lies and of which alliance it is, as far as that can be done."""
    text = json.dumps({"alliance": alliance, "place": str(place)}, ensure_ascii=False)
    mark = copy.with_name(_MARK)
    with suppress(OSError):
        if mark.exists() and mark.read_text(encoding="utf-8") == text:
            return
    with suppress(Exception):  # what it says is of use another day; today's work does not hang on it
        lay_down([text.encode()], mark, over=True)


def forget_whose(copy: Path) -> None:
    """Take the folder of a working copy away, after that, unless there are backups in it."""
    with suppress(OSError):
        if [left.name for left in copy.parent.iterdir()] == [_MARK]:
            copy.with_name(_MARK).unlink()
        copy.parent.rmdir()


def bring_along(root: Path, copy: Path, alliance: str) -> None:
    """Move the backups of an alliance whose stick was elsewhere before to where its working copy lies now."""
    for known in _known(root):
        if known.folder != copy.parent and known.alliance == alliance and not known.place.exists():
            with suppress(OSError):
                _move(known, copy)


def backups_left(root: Path, place: Path) -> list[Backup]:
    """Return the backups that lie with working copies, newest first, of a file that may be the one at `place`."""
    found: list[Backup] = []
    for known in _known(root):
        same = known.place == place.absolute()
        if same or (known.place.name == place.name and not known.place.exists()):
            found += backups_of(known.copy)
    return sorted(found, key=lambda one: (one.taken_at, one.number), reverse=True)


def _known(root: Path) -> Iterator[_Whose]:
    for mark in root.glob(f"*/{_MARK}"):
        with suppress(OSError, ValueError, TypeError, KeyError):
            said = json.loads(mark.read_text(encoding="utf-8"))
            yield _Whose(mark.parent, str(said["alliance"]), Path(str(said["place"])))


def _move(known: _Whose, copy: Path) -> None:
    if known.copy.exists():
        return  # work on it is not finished
    old, new = backup_folder(known.copy), backup_folder(copy)
    new.mkdir(exist_ok=True)
    for backup in backups_in(old, known.place.stem):
        there = new / (copy.stem + backup.path.name.removeprefix(known.place.stem))
        if not there.exists():
            os.replace(backup.path, there)
    (known.folder / _MARK).unlink()
    old.rmdir()
    known.folder.rmdir()
