"""Laying a closed file down at a place so that no cut, pulled stick or full disk leaves half of one under its name."""

import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from db.errors.files import PlaceUnreachable
from db.files.durable import PARTIAL, sync_folder, take_free_name
from db.files.places import refused

PIECE_BYTES: Final = 1 << 20


def lay_down(
    pieces: Iterable[bytes], place: Path, *, over: bool = False, check: Callable[[Path], object] | None = None
) -> str:
    """Write `pieces` to `place`; return the SHA-256 of what stands there.

    They are written under a name of their own beside it, synced, read back from the medium and compared, looked over
    by `check`, and only then given the name, `over` what stands there or not.

    Raises:
        FileExists: Something stands there, or beside it, already, and it was not said to go.
        PlaceFull, PlaceReadOnly, PlaceUnreachable: The place takes no file; nothing is left there.
    """
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        written = _write(pieces, partial)
        if digest_of(partial) != written:
            raise PlaceUnreachable(place)  # the medium does not keep what it is given
        if check is not None:
            check(partial)
        if over:
            partial.replace(place)
            sync_folder(place.parent)
        else:
            take_free_name(partial, place)
    except OSError as error:
        raise refused(error, place) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return written


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield the content of a closed file; never of one that this process has open."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a closed file as the medium has it, where the system can be told not to remember."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        if sys.platform == "linux":
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(PIECE_BYTES):
            found.update(piece)
    return found.hexdigest()


def _write(pieces: Iterable[bytes], partial: Path) -> str:
    found = hashlib.sha256()
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        for piece in pieces:
            out.write(piece)
            found.update(piece)
        out.flush()
        os.fsync(out.fileno())
    return found.hexdigest()
