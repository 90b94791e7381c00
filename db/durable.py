"""A file written anew takes another's place so that a power cut leaves the one or the other, whole."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

PARTIAL: Final = ".partial"
"""How the name of a file ends that is being written anew beside the one whose place it will take."""


def partial_name(path: Path) -> Path:
    """Return the name that the file at `path` has while it is written anew."""
    return path.with_name(path.name + PARTIAL)


def put_in_place(partial: Path, path: Path) -> None:
    """Give a finished file its name, in place of what stood there; both are on the disk when this returns."""
    with partial.open("rb+") as written:
        os.fsync(written.fileno())
    partial.replace(path)
    with suppress(OSError):  # the file itself is on the disk; some network folders know no more
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system lets one ask for that and the medium knows of it.

    Raises:
        OSError: If the medium refuses: what was named there may be gone after a cut.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def clear_leftovers(path: Path) -> None:
    """Take away what a run that was cut off left of the file at `path` written anew; only for who holds its lock."""
    partial = partial_name(path)
    for left in (partial, partial.with_name(f"{partial.name}-journal"), partial.with_name(f"{partial.name}.lock")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
