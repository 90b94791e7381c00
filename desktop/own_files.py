"""Which alliance files are this computer's own: made here, taken in here, or said to be ours. No Qt.

What a file is, it cannot say itself. So the places of files that were made or opened here are remembered, and what they
are to the file system, which stays when a file is moved or renamed on one disk. Any other file comes from elsewhere:
Ronda asks before it works on it. A lost or damaged list only means that Ronda asks again.

Neither is enough alone: another stick bears the same letter, and file systems give the number of a deleted file to the
next. So which alliance it was is remembered as well, and a file known by one of the two alone is asked which it is.
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
        """Return whether the file at `path` may be ours: by its place, or by what it is to the file system."""
        return bool(self._like(path))

    def is_doubtful(self, path: Path) -> bool:
        """Return whether the file is known by one of the two alone, and which alliance it was, too."""
        like, told = self._like(path), _told(path)
        return bool(like) and not any(one[:2] == told and one[1] for one in like) and all(one[2] for one in like)

    def is_of(self, path: Path, alliance: str) -> bool:
        """Return whether the file at `path` was of this alliance when it was opened here."""
        return any(one[2] in ("", alliance) for one in self._like(path))

    def note(self, path: Path, alliance: str = "") -> None:
        """Remember a file as ours, and of which alliance it is, where that is known."""
        place, mark = _told(path)
        known = self._read()
        told = (place, mark, alliance or next((one[2] for one in known if one[:2] == (place, mark)), ""))
        if known[-1:] == [told]:
            return
        kept = [*(one for one in known if one[0] != told[0]), told][-KEPT:]
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(fresh, self._path)

    def _like(self, path: Path) -> list[tuple[str, str, str]]:
        place, mark = _told(path)
        return [known for known in self._read() if known[0] == place or (mark and known[1] == mark)]

    def _read(self) -> list[tuple[str, str, str]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return [(str(place), str(mark), str(of[0]) if of else "") for place, mark, *of in found]
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
