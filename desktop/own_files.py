"""Which alliance files are this computer's own: made here, taken in here, or said to be ours. No Qt.

What a file is, it cannot say itself. So the places of files that were made or opened here are remembered, and what they
are to the file system, which stays when a file is moved or renamed on one disk. Any other file comes from elsewhere:
Ronda asks before it works on it. A lost or damaged list only means that Ronda asks again.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

KEPT: Final = 400
"""So many files are remembered, the latest last."""


class OwnFiles:
    """The list, kept in a file of the user's own."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_path()

    def knows(self, path: Path) -> bool:
        """Return whether the file at `path` is ours: by its place, or by what it is to the file system."""
        place, mark = _told(path)
        return any(known[0] == place or (mark and known[1] == mark) for known in self._read())

    def note(self, path: Path) -> None:
        """Remember a file as ours."""
        told = _told(path)
        known = self._read()
        if known[-1:] == [told]:
            return
        kept = [*(one for one in known if one[0] != told[0]), told][-KEPT:]
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(fresh, self._path)

    def _read(self) -> list[tuple[str, str]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return [(str(place), str(mark)) for place, mark in found]
        except (OSError, ValueError, TypeError):
            return []


def default_path() -> Path:
    """Return where this computer's user keeps the list."""
    from platformdirs import user_data_path

    return user_data_path("ronda", appauthor=False) / "own-files.json"


def _told(path: Path) -> tuple[str, str]:
    """Return a file's place, and what it is to its file system (device and number; nothing where that cannot be had).

    A name says nothing of a file behind a stick's letter: there only what the file system says would do, and does not.
    """
    try:
        found = path.stat()
        return str(path.resolve()), f"{found.st_dev}:{found.st_ino}" if found.st_ino else ""
    except OSError:
        return str(path.absolute()), ""
