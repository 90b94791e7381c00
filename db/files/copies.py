"""Whole copies of an alliance file: as it is, or under another passphrase.

One under another passphrase is read back whole and compared before it takes the old one's place; a copy as it is was
read whole by SQLite while it was written, and is on the disk, but is not read again: the backups' copies are.
"""

from contextlib import closing, suppress
from pathlib import Path

import sqlcipher3
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from db import engine as files
from db.errors import KnownError
from db.errors.files import FileDamaged, OpenedReadOnly, PlaceFull, PlaceReadOnly, PlaceUnreachable, WrongPassphrase
from db.files import lock
from db.files.checked_copies import nothing_left_of, refused_by_system, sync_file
from db.files.durable import check_free, partial_name, put_in_place, take_free_name
from db.files.header import APPLICATION_ID
from db.files.working_copy import WorkingCopy


def copy_file(source: Engine, path: Path, copy: Path) -> None:
    """Write a copy of the file behind `source` (whose name is `path`), protected by the same passphrase.

    Raises:
        FileExists, PlaceUnreachable, PlaceReadOnly, PlaceFull: About the copy; nothing is left of it.
        FileDamaged: `path` cannot be read whole; nothing is left of the copy.
    """
    _check_place(copy)
    partial = _partial(copy)
    _run(source, path, copy, [("VACUUM INTO ?", (str(partial),))])
    with nothing_left_of(partial), refused_by_system(copy):
        sync_file(partial)
        take_free_name(partial, copy)


def change_passphrase(
    file: files.AllianceFile, *, old: str | None, new: str | None, who: str = ""
) -> files.AllianceFile:
    """Protect, re-protect or (with no `new`) open up a file; return it opened again.

    The file is written anew beside itself, read back whole and compared, and only then takes the old one's place; its
    lock stays ours all the time. `file` is closed once the new one stands. Where this raises, `file` is open as it
    was; only where its place is so far gone that it cannot be opened again after the replacement was refused is it
    closed.

    Raises:
        PassphraseTooShort, PassphraseUntypable, WrongPassphrase: `old` does not open the file. Nothing was changed.
        OpenedReadOnly, FileReplaced: It is not ours to write, or another one by now. Nothing was changed.
        PlaceFull, PlaceReadOnly, PlaceUnreachable, FileDamaged: Nothing was changed.
    """
    files.check_passphrase(new)
    path = file.path
    if not file.opens_with(old):
        raise WrongPassphrase(path)
    if file.read_only and file.given is None:
        raise OpenedReadOnly(path)
    file.check_same()
    partial = _partial(path)
    version = f"PRAGMA renewed.user_version = {files.FORMAT}"
    mark = f"PRAGMA renewed.application_id = {APPLICATION_ID}"
    _run(
        file.engine,
        path,
        path,
        [
            ("ATTACH DATABASE ? AS renewed KEY ?", (str(partial), new or "")),
            ("SELECT sqlcipher_export('renewed')", ()),
            (version, ()),
            (mark, ()),
            ("DETACH DATABASE renewed", ()),
        ],
    )
    try:
        counted = _row_counts(file.engine)
        with files.open_file(partial, passphrase=new, who=who) as renewed:
            if _row_counts(renewed.engine) != counted:
                raise FileDamaged(path)
        file.check_same()
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    copy, file.working_copy = file.working_copy, None
    held = file.close_under_lock()
    try:
        with refused_by_system(path):
            if held is not None:
                lock.keep(path, held)
            _put_in_place(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        _open_again(file, held, copy)
        raise
    changed = files.open_file(path, passphrase=new, who=who, held=held)
    changed.working_copy = copy
    return changed


def _put_in_place(partial: Path, path: Path) -> None:
    """Let the finished file take the old one's name. Once it has that there is no way back, and nothing is refused."""
    try:
        put_in_place(partial, path)
    except OSError:
        if partial.exists():
            raise


def _open_again(file: files.AllianceFile, held: lock.Holder | None, copy: WorkingCopy | None) -> None:
    """Have `file` open as it was, after its replacement was refused; closed where it cannot be opened any more."""
    with suppress(KnownError):
        again = files.open_file(file.path, passphrase=file.passphrase, held=held, check_now=False)
        vars(file).clear()
        vars(file).update(vars(again))
        file.working_copy = copy


def _check_place(copy: Path) -> None:
    check_free(copy)
    if not copy.parent.is_dir():
        raise PlaceUnreachable(copy)


def _partial(path: Path) -> Path:
    partial = partial_name(path)
    partial.unlink(missing_ok=True)
    return partial


def _run(source: Engine, path: Path, copy: Path, statements: list[tuple[str, tuple[str, ...]]]) -> None:
    """Run statements outside a transaction; leave nothing of an unfinished copy."""
    try:
        connection = source.raw_connection()
        try:
            cursor = connection.cursor()
            for statement, values in statements:
                cursor.execute(statement, values)
            cursor.close()
        finally:
            connection.close()
    except Exception as error:
        _let_go(source)
        _partial(copy)
        said = str(error).lower()
        if "full" in said:
            raise PlaceFull(copy) from error
        if "unable to open" in said or "readonly" in said:
            raise PlaceReadOnly(copy) from error
        if "malformed" in said or "not a database" in said:
            raise FileDamaged(path) from error
        raise


def _let_go(source: Engine) -> None:
    """Detach an unfinished copy, if one is attached: it would stand in the way of the next attempt."""
    with closing(source.raw_connection()) as connection, suppress(sqlcipher3.dbapi2.Error):
        connection.cursor().execute("DETACH DATABASE renewed")


def _row_counts(source: Engine) -> dict[str, int]:
    """Return the rows of every table, after a full check.

    Raises:
        DatabaseError: If the file cannot be read whole.
    """
    with source.connect() as connection:
        answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if answer != "ok":
            raise DatabaseError("PRAGMA integrity_check", None, Exception(answer))
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}  # noqa: S608 (names of our own schema)
