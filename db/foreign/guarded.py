"""Reading a file that others wrote, or that is damaged: from a private copy, and with nothing of it ever run.

The copy is opened read-only and unchangeable, so that SQLite believes no journal beside it. An authorizer lets nothing
pass but plain reading of columns: no function, no recursion, no other file. A meter stops what keeps the computer busy
longer than an honest file of that size would.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlcipher3

from db.errors import KnownError
from db.errors.files import FileDamaged, FileMissing, NotARegularFile
from db.errors.foreign import FileStrange, FileUnfinished, ForeignTooLarge, ForeignTooSlow
from db.files.places import refused

LARGEST_BYTES: Final = 2 * 1024**3
_CHUNK: Final = 1024 * 1024
_STEPS, _STEPS_PER_BYTE = 2_000_000, 5
"""Instructions of SQLite's machine; to read an honest file takes less than one per byte."""
_METER_STEPS: Final = 5_000
LEAST_ROW_BYTES: Final = 36
"""A row has a key of 32 digits: a file in which more come out than fit leads in circles."""

_MAGIC = b"SQLite format 3\x00"
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_PLAIN: Final = (
    (16, (4096).to_bytes(2)),  # bytes of a page
    (18, b"\x01\x01\x00"),  # a rollback journal, nothing reserved
    (44, (4).to_bytes(4)),  # the schema's own format
    (52, bytes(4)),  # never shrinks by itself
    (56, (1).to_bytes(4)),  # UTF-8
)
"""What stands in the header of every open file that Ronda wrote (sqlite.org/fileformat2.html, 1.3)."""

_SELECT, _READ, _PRAGMA, _TRANSACTION, _FUNCTION = 21, 20, 19, 22, 31
_OK, _DENY = 0, 1
_ASKED = frozenset({"user_version", "application_id", "page_count", "encoding"})
_FUNCTIONS = frozenset({"count", "max", "octet_length"})


def private_copy(path: Path, copy: Path, *, limit: int = LARGEST_BYTES, unreadable: list[int] | None = None) -> int:
    """Copy a file's bytes; return how many. With `unreadable`, what the medium does not give is noted and left empty.

    Raises:
        FileMissing, NotARegularFile, ForeignTooLarge, PlaceFull, PlaceReadOnly, PlaceUnreachable: About either.
    """
    try:
        source = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise FileMissing(path) from None
    except OSError as error:
        raise refused(error, path) from None
    try:
        found = os.fstat(source)
        if not stat.S_ISREG(found.st_mode):
            raise NotARegularFile(path)
        if found.st_size > limit:
            raise ForeignTooLarge(path, limit)
        with copy.open("xb") as out:
            for start in range(0, found.st_size, _CHUNK):
                out.write(_piece(source, start, min(_CHUNK, found.st_size - start), unreadable))
    except OSError as error:
        raise refused(error, path if error.filename is None else copy) from error
    finally:
        os.close(source)
    return found.st_size


@contextmanager
def guarded(copy: Path, path: Path, passphrase: str | None, *, broken: bool = False) -> Iterator[Any]:
    """Give a connection to the private copy of `path` that only reads; with `broken`, also what lacks its end.

    Raises:
        ForeignTooSlow, FileDamaged, ForeignTooLarge: While it is asked.
    """
    connection = connect(copy, passphrase, broken=broken)
    try:
        meter(connection, copy.stat().st_size)
        yield connection
    except Exception as error:
        known = known_refusal(error, path)
        if known is None:
            raise
        raise known from error
    finally:
        connection.close()


def connect(copy: Path, key: str | None, *, broken: bool = False) -> Any:
    """Return a connection that only reads, without a meter; `key` as `PRAGMA key` takes it."""
    address = f"file:{quote(copy.absolute().as_posix())}?mode=ro&immutable=1"
    connection = sqlcipher3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            doubled = key.replace('"', '""')
            connection.execute(f'PRAGMA key = "{doubled}"')
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        if broken:
            connection.execute("PRAGMA writable_schema = ON")
        connection.set_authorizer(_may)
    except BaseException:
        connection.close()
        raise
    return connection


def check_plain_header(copy: Path, path: Path) -> None:
    """Refuse an open file whose header says other than that of a file Ronda wrote.

    Raises:
        FileStrange: If it does.
    """
    with copy.open("rb") as file:
        header = file.read(100)
    if any(header[start : start + len(said)] != said for start, said in _PLAIN):
        raise FileStrange(path)


def looks_plain(copy: Path) -> bool:
    """Return whether a file, whole or damaged, is one that anybody can read: its header says so in most places."""
    with copy.open("rb") as file:
        header = file.read(100)
    return header.startswith(_MAGIC) or sum(header[start : start + len(said)] == said for start, said in _PLAIN) >= 3


def check_journal(path: Path) -> None:
    """Refuse a file beside which a save waits to be undone: only where it was cut off can it be.

    Raises:
        FileUnfinished: If one does.
    """
    with suppress(OSError):
        for name in (f"{path.name}-journal", f"{path.name}-wal"):
            place = path.with_name(name)
            if stat.S_ISREG(place.stat().st_mode) and place.stat().st_size:
                with place.open("rb") as file:
                    begins = file.read(8)
                if begins == _JOURNAL or name.endswith("-wal"):
                    raise FileUnfinished(path)


def known_refusal(error: Exception, path: Path) -> KnownError | None:
    """Return the fact behind what SQLite says of a file that others wrote; nothing if it is none we expect."""
    if isinstance(error, (MemoryError, UnicodeDecodeError)):  # the second: told in words that are damaged themselves
        return FileDamaged(path)
    driven = getattr(error, "orig", error)
    if not isinstance(driven, sqlcipher3.dbapi2.Error):
        return None
    said = str(driven).lower()
    if "interrupted" in said:
        return ForeignTooSlow(path)
    if "too big" in said or "out of memory" in said:
        return ForeignTooLarge(path, LARGEST_BYTES)
    return FileDamaged(path)


def _piece(source: int, start: int, size: int, unreadable: list[int] | None) -> bytes:
    """Return bytes of a file; in parts of a page where the whole cannot be read."""
    try:
        return _read(source, start, size)
    except OSError:
        if unreadable is None:
            raise
    pieces = []
    for at in range(start, start + size, 4096):
        length = min(4096, start + size - at)
        try:
            piece = _read(source, at, length)
        except OSError:
            unreadable.append(at)
            piece = b""
        pieces.append(piece.ljust(length, b"\x00"))
    return b"".join(pieces)


def _read(source: int, start: int, size: int) -> bytes:
    if sys.platform == "win32":
        os.lseek(source, start, os.SEEK_SET)
        return os.read(source, size)
    return os.pread(source, size, start)


def meter(connection: Any, size_bytes: int) -> None:
    """Let a connection do no more from now on than it takes to read a file of that size."""
    left = iter(range((_STEPS + _STEPS_PER_BYTE * size_bytes) // _METER_STEPS))
    connection.set_progress_handler(lambda: int(next(left, None) is None), _METER_STEPS)


def _may(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    """Allow reading of columns, and nothing that could run what stands in the file."""
    if action in (_SELECT, _READ, _TRANSACTION):
        return _OK if _inner is None else _DENY
    if action == _PRAGMA:
        return _OK if first in _ASKED and second is None else _DENY
    if action == _FUNCTION:
        return _OK if second in _FUNCTIONS else _DENY
    return _DENY
