"""A second place for backups, such as a USB stick: claimed for one alliance, there or not, and copied to when it is.

In the folder that a person chose stands one of ours, with a small file that says whose it is. Where that is not found
the stick is not there, whatever the system shows under its name: nothing is ever written to a disk that took its place.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from db.backups.backups import Backup, backup_at
from db.errors.backups import BackupUnsound
from db.files.checked_copies import clear_leftovers, nothing_left_of, partial_name, refused_by_system, sync_file
from db.files.durable import sync_folder

MARK: Final = ".ronda-place"
_PIECE: Final = 1 << 20


def claim(chosen: Path, stem: str, alliance_id: uuid.UUID) -> Path:
    """Make, or find again, the folder in `chosen` for the backups of this alliance; return it.

    Raises:
        PlaceReadOnly, PlaceFull, PlaceUnreachable: Nothing was made.
    """
    number = 1
    while True:
        place = chosen / (f"{stem}.ronda-backups" if number == 1 else f"{stem} {number}.ronda-backups")
        if is_there(place, alliance_id):
            return place
        with refused_by_system(place):
            if not place.exists():
                place.mkdir()
            elif any(place.iterdir()):  # of another alliance, or nobody knows whose
                number += 1
                continue
            (place / MARK).write_text(json.dumps({"alliance": alliance_id.hex}), encoding="utf-8")
            sync_file(place / MARK)
            sync_folder(place)
        return place


def is_there(place: Path, alliance_id: uuid.UUID) -> bool:
    """Return whether a place claimed for this alliance can be reached now."""
    try:
        said = json.loads((place / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("alliance") == alliance_id.hex


def find_again(place: Path, alliance_id: uuid.UUID, volumes: Iterable[Path]) -> Path | None:
    """Return where a place claimed for this alliance is, if not where it was: a stick appears under another name.

    It is known by the alliance, never by its name alone.
    """
    if is_there(place, alliance_id):
        return place
    within = place.parts[1:]  # without the root, or the drive's letter
    for volume in volumes:
        for first in range(len(within)):
            candidate = volume.joinpath(*within[first:])
            if is_there(candidate, alliance_id):
                return candidate
    return None


def copy_there(backup: Backup, place: Path) -> Backup:
    """Copy a backup to a place, unless it is there; read it back before it gets its name.

    Raises:
        PlaceFull, PlaceReadOnly, PlaceUnreachable: Nothing is left of the copy.
        BackupUnsound: What was read back is not what was written.
    """
    copy = place / backup.path.name
    there = backup_at(copy)
    if there is not None and there.size_bytes == backup.size_bytes:
        return there
    clear_leftovers(place)
    partial = partial_name(place, backup.path.name)
    with nothing_left_of(partial), refused_by_system(copy):
        written = _copy(backup.path, partial)
        stands = backup.path.stat()
        os.utime(partial, ns=(stands.st_mtime_ns, stands.st_mtime_ns))
        sync_file(partial)
        if _digest(partial) != written:
            raise BackupUnsound(copy, backup.path.name)
        os.replace(partial, copy)
        with nothing_left_of(copy):
            sync_folder(place)
    return Backup(copy, backup.taken_at, backup.why, stands.st_size, backup.counts, backup.number)


def _copy(source: Path, partial: Path) -> str:
    """Copy a closed file; return the digest of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as read, partial.open("xb") as write:
        while piece := read.read(_PIECE):
            digest.update(piece)
            write.write(piece)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
