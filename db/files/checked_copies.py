"""Whole copies of a file, written under a name that tells they are not finished, and checked before they get theirs.

The unfinished name begins with a dot and ends with who is writing: what a killed run left is known by it.
"""

import datetime as dt
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from db.errors import KnownError
from db.errors.backups import BackupFailed, BackupPutOff, BackupUnsound
from db.errors.files import FileDamaged, SaveFailed
from db.files.connection import connect, known_error
from db.files.lock import computer_name, runs
from db.files.places import refused

_PARTIAL: Final = re.compile(r"\..+\.partial-(?P<computer>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]{8}(?:-journal)?")
_FOLDER: Final = re.compile(r"\.ronda-(?P<computer>[0-9a-f]{8})-(?P<process>\d+)-\w+")
_LEFT_AFTER: Final = dt.timedelta(days=1)
_STEPS_BETWEEN_LOOKS: Final = 20_000
"""So many steps of SQLite's machine, about 10 ms, between two looks at whether to give way."""
_SEARCH: Final = "search_text"


@dataclass(frozen=True, slots=True)
class Content:
    """What a copy must have in common with what it is a copy of."""

    schema: frozenset[tuple[str, str]]
    counts: Mapping[str, int]


def partial_name(folder: Path, name: str) -> Path:
    """Return the name that a copy of `name` has until it is checked; it tells which process is writing it."""
    return folder / f".{name}.partial-{_computer()}-{os.getpid()}-{secrets.token_hex(4)}"


def clear_leftovers(folder: Path) -> None:
    """Take away what runs that were killed left of copies they had begun; what cannot be taken away stays."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):
                _clear(entry)


def _clear(entry: "os.DirEntry[str]") -> None:
    is_folder = entry.is_dir(follow_symlinks=False)
    named = (_FOLDER if is_folder else _PARTIAL).fullmatch(entry.name)
    if named is None or not (is_folder or entry.is_file(follow_symlinks=False)):
        return
    ours, process = named["computer"] == _computer(), int(named["process"])
    written = dt.datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, dt.UTC)
    if (ours and not runs(process)) or dt.datetime.now(dt.UTC) - written > _LEFT_AFTER:
        if is_folder:
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Give a folder in `beside` to make a file in, which goes when the block ends; what killed runs left goes first."""
    clear_leftovers(beside)
    with _folder_of_ours(beside) as name:
        yield Path(name)


def passing_folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder among the system's temporary ones that its owner alone may read, and that goes with the program.

    What one that was killed left is known by its name (`clear_passing`).
    """
    return _folder_of_ours(Path(tempfile.gettempdir()))


def clear_passing() -> None:
    """Take away what runs that were killed left among the system's temporary folders: papers that were looked at."""
    clear_leftovers(Path(tempfile.gettempdir()))


def _folder_of_ours(beside: Path) -> "tempfile.TemporaryDirectory[str]":
    prefix = f".ronda-{_computer()}-{os.getpid()}-"
    return tempfile.TemporaryDirectory(prefix=prefix, dir=beside, ignore_cleanup_errors=True)


def copy_whole(connection: Any, path: Path, partial: Path, *, give_way: Callable[[], bool] | None = None) -> None:
    """Write what a connection reads, the file at `path`, to `partial`; leave nothing of it where that fails.

    Raises:
        BackupPutOff, PlaceFull, PlaceReadOnly, BackupFailed, FileDamaged: Nothing is left of the copy.
    """
    take_away(partial)
    with nothing_left_of(partial):
        if give_way is not None:
            connection.set_progress_handler(give_way, _STEPS_BETWEEN_LOOKS)
        try:
            connection.execute("VACUUM INTO ?", (str(partial),))
        except sqlcipher3.dbapi2.Error as error:
            if "interrupted" in str(error):
                raise BackupPutOff from None
            raise _of_copy(error, path, partial) from error
        finally:
            connection.set_progress_handler(None, 0)


def check_copy(partial: Path, passphrase: str | None, content: Content) -> None:
    """Read a copy whole and compare it with what it is a copy of.

    A search index that cannot be read is none of its faults: it is made anew from the record.

    Raises:
        BackupUnsound: It is not whole, or not the same.
    """
    try:
        with closing(connect(partial, passphrase, read_only=True)) as connection:
            found = next(_wrong(connection), "")
            copied = content_of(connection) if not found else content
    except sqlcipher3.dbapi2.Error as error:
        raise BackupUnsound(partial, str(error)) from error
    differing = sorted(name for name, _sql in content.schema ^ copied.schema) or sorted(
        name for name, count in content.counts.items() if copied.counts.get(name) != count
    )
    if found or differing:
        raise BackupUnsound(partial, found or differing[0])


def content_of(connection: Any) -> Content:
    """Return the schema of a file, and how many rows each table has; in what state each is told by one look."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    tables = [name for name, kind, sql in rows if kind == "table" and not sql.startswith("CREATE VIRTUAL")]
    counts = {name: connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0] for name in tables}  # noqa: S608 (names of the schema, quoted)
    return Content(frozenset((name, sql) for name, _kind, sql in rows), counts)


def sync_file(path: Path) -> None:
    """Have what was written to a file on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_content(connection: Any, path: Path) -> Content:
    try:
        return content_of(connection)
    except sqlcipher3.dbapi2.Error as error:
        known = known_error(error, path)
        raise known or FileDamaged(path) from error


def _wrong(connection: Any) -> Iterator[str]:
    """Say what is wrong with a copy, the first of it."""
    try:
        said = _said(connection, "PRAGMA integrity_check(20)")
    except (sqlcipher3.dbapi2.DatabaseError, MemoryError) as error:
        if "fts5" not in str(error) and not isinstance(error, MemoryError):
            raise
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        said = [one for (name,) in names for one in _said(connection, f"PRAGMA integrity_check({_quoted(name)})")]
    yield from (one for one in said if one != "ok" and _SEARCH not in one)
    yield from (f"foreign key of {row[0]}" for row in connection.execute("PRAGMA foreign_key_check"))


def _said(connection: Any, pragma: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(pragma)]


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _computer() -> str:
    return hashlib.sha256(computer_name().encode()).hexdigest()[:8]


def _of_copy(error: Exception, path: Path, partial: Path) -> KnownError:
    """Return what an error says while a copy is written: of the file that it is a copy of, or of the copy."""
    known = known_error(error, partial)
    if isinstance(known, FileDamaged):
        return FileDamaged(path)
    return BackupFailed(partial) if known is None or isinstance(known, SaveFailed) else known


@contextmanager
def nothing_left_of(partial: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        take_away(partial)
        raise


@contextmanager
def refused_by_system(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(error, place) from error


def take_away(partial: Path) -> None:
    for left in (partial, partial.with_name(f"{partial.name}-journal")):
        with suppress(OSError):
            left.unlink()
