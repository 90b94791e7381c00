"""Is it the file that is damaged, or the medium that does not give it? A stick that was pulled reads as garbage, too.

Before a file is said to be damaged, its medium is asked again, past what the system has in memory.
"""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from db.errors.files import PlaceUnreachable

_CHUNK: Final = 1024 * 1024


def read_again(path: Path) -> None:
    """Read every byte of a file that nobody in this process has open.

    Raises:
        PlaceUnreachable: If the medium does not give it.
    """
    try:
        source = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            _forget(source)
            size = os.fstat(source).st_size
            while chunk := os.read(source, _CHUNK):
                size -= len(chunk)
        finally:
            os.close(source)
    except OSError:
        raise PlaceUnreachable(path) from None
    if size > 0:
        raise PlaceUnreachable(path)


def second_look(path: Path, connect: Callable[[], Any]) -> PlaceUnreachable | None:
    """Return that the medium of an open file does not give it, or nothing if the file is damaged indeed.

    The file is read by a second connection of SQLite's: to open it in any other way would let go the first one's locks.
    """
    try:
        found = path.stat()
    except OSError:
        return PlaceUnreachable(path)
    if not stat.S_ISREG(found.st_mode) or not found.st_size:
        return PlaceUnreachable(path)
    connection = None
    try:
        connection = connect()
        connection.execute("PRAGMA busy_timeout = 0")
        whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlcipher3.dbapi2.Error as error:
        said = str(error).lower()
        return PlaceUnreachable(path) if "disk i/o" in said or "unable to open" in said else None
    except MemoryError:
        return None
    finally:
        if connection is not None:
            connection.close()
    return PlaceUnreachable(path) if whole else None


def _forget(source: int) -> None:
    """Have the system read from the medium, not from what it remembers of it, where it lets one ask for that."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(source, 0, 0, os.POSIX_FADV_DONTNEED)
