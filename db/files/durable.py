"""A file written anew takes another's place so that a power cut leaves the one or the other, whole."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from db.errors.files import FileExists

PARTIAL: Final = ".partial"
"""How the name of a file ends that is being written anew beside the one whose place it will take."""
BESIDE: Final = ("-journal", "-wal", "-shm")
"""What belongs to a file by its name alone: beside another of that name, SQLite would roll it into that one."""
_UNKNOWN: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)
"""What a system says that cannot sync a folder, or not this one; not that the medium failed."""


def partial_name(path: Path) -> Path:
    """Return the name that the file at `path` has while it is written anew."""
    return path.with_name(path.name + PARTIAL)


def put_in_place(partial: Path, path: Path) -> None:
    """Give a finished file its name, in place of what stood there; both are on the disk when this returns."""
    with partial.open("rb+") as written:
        os.fsync(written.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system lets one ask for that and the medium knows of it.

    Raises:
        OSError: If the medium refuses: what was named there may be gone after a cut.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise


def what_stands_at(path: Path) -> Path | None:
    """Return what keeps a new file from the name `path`: another one, or the unfinished work of one that was there.

    A stale journal beside a free name would be rolled into the new file on its first opening. An empty one holds
    nothing, and SQLite takes it away.
    """
    for ending in ("", *BESIDE):
        place = path.with_name(path.name + ending)
        if os.path.lexists(place) and not (ending == "-journal" and place.is_file() and not place.stat().st_size):
            return place
    return None


def check_free(path: Path) -> None:
    """Refuse a name for a new alliance file at which anything stands, or beside which its journal would.

    Raises:
        FileExists: With what stands there.
    """
    stands = what_stands_at(path)
    if stands is not None:
        raise FileExists(stands)


def take_free_name(partial: Path, path: Path) -> None:
    """Give a finished file, which is on the disk, a free name; that is on the disk too when this returns.

    Raises:
        FileExists: Something stands there, or came to stand there meanwhile; the file keeps its unfinished name.
        OSError: If the system refuses; nothing stands at `path` then.
    """
    check_free(path)
    try:
        os.link(partial, path)
    except FileExistsError:
        raise FileExists(path) from None
    except OSError:  # no hard links, as on many sticks
        check_free(path)
        partial.rename(path)
    else:
        partial.unlink()
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def clear_leftovers(path: Path) -> None:
    """Take away what a run that was cut off left of the file at `path` written anew; only for who holds its lock."""
    partial = partial_name(path)
    for left in (partial, partial.with_name(f"{partial.name}-journal"), partial.with_name(f"{partial.name}.lock")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
