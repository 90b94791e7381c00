"""What this computer remembers for its user: language, look, recent files (places and names only), last name used.

Nothing of the record is in here, and a damaged or missing file only means starting from the beginning. No Qt.
"""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

RECENT_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file opened before: where it is, what the alliance is called, when it was last found whole (ISO, or "")."""

    path: str
    name: str
    checked: str = ""


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """Where copies of one alliance's backups go, and of when the newest there is (ISO, or "")."""

    alliance: str
    folder: str
    copied_at: str = ""


@dataclass(frozen=True, slots=True)
class OwedCopies:
    """Copies of one alliance's backups in a folder that still hold somebody who was forgotten: the key, no name."""

    alliance: str
    folder: str
    person: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered. `language` and `theme` follow the system where they say "system"."""

    language: str = "system"
    theme: str = "system"
    text_percent: int = 100
    who: str = ""
    office: str = ""
    window: str = ""
    recent: tuple[RecentFile, ...] = ()
    places: tuple[SecondPlace, ...] = ()
    owed: tuple[OwedCopies, ...] = ()


class SettingsFile:
    """The settings as they stand, kept in a file of the user's own."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_path()
        self.value = _read(self._path)

    def change(self, **fields: Any) -> None:
        """Change the fields given and keep that; a place that cannot be written to is no reason to stop."""
        self.value = replace(self.value, **fields)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self.value), ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(fresh, self._path)

    def remember(self, path: Path, name: str) -> None:
        """Put a file first among the recent ones."""
        entry = RecentFile(str(path), name, self.checked(path))
        others = (known for known in self.value.recent if known.path != entry.path)
        self.change(recent=(entry, *others)[:RECENT_KEPT])

    def checked(self, path: Path) -> str:
        """Return when a file was last found whole on this computer, as ISO, or nothing."""
        return next((known.checked for known in self.value.recent if known.path == str(path)), "")

    def note_checked(self, path: Path, at: str) -> None:
        """Remember that a file was found whole."""
        known = [replace(one, checked=at) if one.path == str(path) else one for one in self.value.recent]
        self.change(recent=tuple(known))

    def forget(self, path: str) -> None:
        """Take a file off the list of recent ones."""
        self.change(recent=tuple(known for known in self.value.recent if known.path != path))

    def place(self, alliance: str) -> SecondPlace | None:
        """Return the second place for the backups of an alliance, if one was named on this computer."""
        return next((known for known in self.value.places if known.alliance == alliance), None)

    def set_place(self, alliance: str, folder: str, copied_at: str = "") -> None:
        """Remember the second place of an alliance and the newest copy there; an empty folder forgets it."""
        others = tuple(known for known in self.value.places if known.alliance != alliance)
        self.change(places=(*others, SecondPlace(alliance, folder, copied_at)) if folder else others)

    def owe(self, owed: OwedCopies) -> None:
        """Remember copies that are to be rewritten once their place is seen."""
        if owed not in self.value.owed:
            self.change(owed=(*self.value.owed, owed))

    def paid(self, owed: OwedCopies) -> None:
        """Remember them no longer."""
        self.change(owed=tuple(known for known in self.value.owed if known != owed))

    def owed(self, alliance: str) -> tuple[OwedCopies, ...]:
        """Return the copies of an alliance that are to be rewritten."""
        return tuple(known for known in self.value.owed if known.alliance == alliance)


def default_path() -> Path:
    """Return where the settings of this computer's user are kept."""
    from platformdirs import user_config_path

    return user_config_path("ronda", appauthor=False) / "settings.json"


def _read(path: Path) -> Settings:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, Mapping):
        return Settings()
    text = {
        key: found[key] for key in ("language", "theme", "who", "office", "window") if isinstance(found.get(key), str)
    }
    percent = found.get("text_percent")
    size = percent if isinstance(percent, int) and 80 <= percent <= 200 else 100
    theme = text.pop("theme", "system")
    return Settings(
        theme=theme if theme in ("system", "light", "dark") else "system",
        text_percent=size,
        recent=_read_recent(found.get("recent")),
        places=tuple(SecondPlace(*told) for told in _read_told(found.get("places"), "folder", "copied_at")),
        owed=tuple(
            OwedCopies(*told)
            for told in _read_told(found.get("owed"), "folder", "person")
            if re.fullmatch("[0-9a-f]{32}", told[2])
        ),
        **text,
    )


def _read_recent(found: object) -> tuple[RecentFile, ...]:
    if not isinstance(found, list):
        return ()
    entries = [entry for entry in found if isinstance(entry, Mapping)]
    return tuple(
        RecentFile(entry["path"], entry["name"], entry["checked"] if isinstance(entry.get("checked"), str) else "")
        for entry in entries
        if isinstance(entry.get("path"), str) and isinstance(entry.get("name"), str)
    )[:RECENT_KEPT]


def _read_told(found: object, *keys: str) -> list[tuple[str, str, str]]:
    """Return what is told of each place: the alliance, and two things more."""
    entries = [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []
    told = [tuple(entry.get(key) for key in ("alliance", *keys)) for entry in entries]
    return [(str(one[0]), str(one[1]), str(one[2])) for one in told if all(isinstance(part, str) for part in one)]
