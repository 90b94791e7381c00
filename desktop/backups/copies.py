"""The second place as it was last seen: there or not, how old the newest copy is, why the last could not be written."""

import datetime as dt
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from db.backups.backups import Backup, backups_in, thin
from db.backups.second_place import copy_there, find_again
from db.errors import KnownError
from db.files.media import volumes
from desktop.forgotten_copies import place_name
from desktop.settings import SecondPlace


@dataclass(frozen=True, slots=True)
class Place:
    """Where copies go besides; no folder where none was named. `copied_at` is when the newest copy was taken."""

    folder: Path | None = None
    alliance: str = ""
    there: bool = False
    copied_at: dt.datetime | None = None
    failure: KnownError | None = None

    @staticmethod
    def remembered(known: SecondPlace, alliance: str) -> "Place":
        """Return a place as this computer remembers it, before it was looked at."""
        at = None
        with suppress(ValueError):
            at = dt.datetime.fromisoformat(known.copied_at).astimezone() if known.copied_at else None
        return Place(Path(known.folder), alliance, copied_at=at)

    @property
    def name(self) -> str:
        """The name of the folder that was chosen: a stick's, where it is one."""
        if self.folder is None:
            return ""
        return place_name(self.folder)

    def backups(self) -> list[Backup]:
        """Return the backups there, newest first, whatever the file was called; none while it is not there."""
        if self.folder is None or not self.there:
            return []
        return backups_in(self.folder, None)


def copy_newest(place: Place, newest: Backup | None, now: dt.datetime) -> Place:
    """Copy a backup to the place if it is there, wherever that appears now, and lacks it; return how it is then."""
    if place.folder is None:
        return place
    folder = find_again(place.folder, uuid.UUID(place.alliance), volumes())
    if folder is None:
        return replace(place, there=False, failure=None)
    failure = None
    if newest is not None:
        try:
            copy_there(newest, folder)
            thin(folder, None, now=now)
        except KnownError as error:
            failure = error
    found = backups_in(folder, None)[:1]
    return replace(place, folder=folder, there=True, copied_at=found[0].taken_at if found else None, failure=failure)
