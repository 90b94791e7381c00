"""Other people's files: an alliance file from a stick or a mail is never worked on itself.

What is in it is copied, row by row and through the mapped classes, into a file made here. Of theirs nothing runs and
nothing is believed: the file is read from a private copy that SQLite may only read (`db.foreign.guarded`), its schema
has to be that of its format to the letter (`db.files.schema_mark`), every value has to be one that Ronda could have
written (`db.foreign.stored_values`), and the search index is made here from what came over.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.engine import FORMAT, AllianceFile, create_file, open_file
from db.errors import KnownError
from db.errors.files import (
    FileDamaged,
    FileNewer,
    FolderMissing,
    NotARondaFile,
    WrongOrDamaged,
)
from db.errors.foreign import FileStrange, ForeignTooLarge, ForeignTooSlow, ForeignValue
from db.files.checked_copies import working_folder
from db.files.durable import check_free, take_free_name
from db.files.header import APPLICATION_ID, looks_protected, passphrase_to_try
from db.files.places import refused
from db.files.schema_mark import SCHEMA, is_ours
from db.foreign.guarded import LEAST_ROW_BYTES, check_journal, check_plain_header, guarded, private_copy
from db.foreign.stored_values import UnfitError, reads
from db.rescue.sealed import opens_with
from db.schema import Alliance, Base, Desk
from db.search import search

SMALL_BYTES: Final = 32 * 1024**2
"""No value of an honest file is longer: a paper has 20 MB at most."""
SEARCH: Final = "search_entry"
BATCH: Final = 500
BATCH_BYTES: Final = 4 * 1024**2

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows came over, by table."""

    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many rows came over."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class _Taking:
    """What is taken in, where its private copy is and where ours is made, and under which passphrase."""

    path: Path
    theirs: Path
    ours: Path
    key: str | None
    progress: Progress


def take_in(path: Path, new: Path, *, passphrase: str | None = None, progress: Progress | None = None) -> Counts:
    """Make a clean copy of another's file at `new`, protected by the same passphrase; `path` is only read.

    Raises:
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PassphraseNeeded, WrongPassphrase, FileNewer,
        FileDamaged, FileStrange, FileUnfinished, ForeignValue, ForeignTooLarge, ForeignTooSlow: About `path`.
        FileExists, PlaceFull, PlaceReadOnly, PlaceUnreachable: About `new`. In each case nothing of it is left.
    """
    check_free(new)
    if not new.parent.is_dir():
        raise FolderMissing(new)
    protected = looks_protected(path)
    key = passphrase_to_try(path, passphrase) if protected else None
    check_journal(path)
    try:
        with working_folder(new.parent) as folder:
            theirs, ours = folder / "theirs", folder / "ours"
            private_copy(path, theirs)
            if not protected:
                check_plain_header(theirs, path)
            counts = _copied(_Taking(path, theirs, ours, key, progress or (lambda _done, _total: None)))
            settle(ours, new)
    except OSError as error:
        raise refused(error, new) from error
    return counts


def settle(finished: Path, new: Path) -> None:
    """Give a finished file its place, on the disk when this returns.

    Raises:
        FileExists: If something stands there, or beside it.
        OSError: If the system refuses. Nothing stands there then.
    """
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    take_free_name(finished, new)


def fresh_file(place: Path, passphrase: str | None) -> AllianceFile:
    """Make a file at `place` to be filled; nobody waits for its disk until it is `settle`d."""
    file = create_file(place, name="-", passphrase=passphrase)
    file.raw().execute("PRAGMA synchronous = OFF")
    return file


def empty(session: Session) -> None:
    """Delete the rows that every new file begins with."""
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.connection().exec_driver_sql("DELETE FROM search_text")


def tables() -> list[Table]:
    """Return the tables of the record, those that others speak of first; what the search finds is made from them."""
    return [table for table in Base.metadata.sorted_tables if table.name != SEARCH]


def selected(table: Table) -> str:
    """Return the statement that reads a table's columns in their order."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}" NOT INDEXED'  # noqa: S608 (names of our own schema)


def look_over(connection: Any, path: Path, passphrase: str | None) -> int:
    """Return the format of another's file, if it is Ronda's and built as such to the letter.

    Raises:
        NotARondaFile, FileNewer, FileStrange, WrongPassphrase: It is not.
    """
    try:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
    except Exception as error:
        if passphrase is not None and "not a database" in str(error).lower():
            raise FileDamaged(path) if opens_with(path, passphrase) else WrongOrDamaged(path) from None
        raise
    if mark != APPLICATION_ID:
        raise NotARondaFile(path)
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if number > FORMAT:
        raise FileNewer(path, number, FORMAT)
    rows = connection.execute(SCHEMA).fetchmany(2000)
    if not is_ours(rows, number) or connection.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        raise FileStrange(path)
    return number


def _copied(taking: _Taking) -> Counts:
    with guarded(taking.theirs, taking.path, taking.key) as connection:
        if look_over(connection, taking.path, taking.key) == FORMAT:
            return _poured(connection, taking)
    _upgrade(taking)
    with guarded(taking.theirs, taking.path, taking.key) as connection:
        look_over(connection, taking.path, taking.key)
        return _poured(connection, taking)


def _upgrade(taking: _Taking) -> None:
    """Bring the private copy of an older file up to date; its schema was looked over."""
    try:
        open_file(taking.theirs, passphrase=taking.key).close()
    except KnownError:
        raise FileDamaged(taking.path) from None


def _poured(connection: Any, taking: _Taking) -> Counts:
    path = taking.path
    counts: dict[str, int] = {}
    classes = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    every, size = tables(), taking.theirs.stat().st_size
    _check_lengths(connection, path, size)
    with fresh_file(taking.ours, taking.key) as file, file.engine.connect() as begun, Session(begun) as session:
        empty(session)
        for done, table in enumerate(every):
            taking.progress(done, len(every))
            counts[table.name] = 0
            for rows in _batches(connection, table, path, size // LEAST_ROW_BYTES):
                counts[table.name] += len(rows)
                try:
                    session.execute(insert(classes[table.name]), rows)
                except IntegrityError:
                    raise ForeignValue(path, table.name, "") from None
        _check(session, path, counts)
        search.rebuild(session)
        session.commit()
    return Counts(counts)


def _check(session: Session, path: Path, counts: Mapping[str, int]) -> None:
    """See that every row that another speaks of came over, and that there is one alliance with one desk."""
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise ForeignValue(path, str(broken[0]), "")
    for kind in (Alliance, Desk):
        if counts[kind.__tablename__] != 1:
            raise ForeignValue(path, kind.__tablename__, "")


def _batches(connection: Any, table: Table, path: Path, most: int) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a table, some at a time, so that they take little memory however long they are."""
    read = reads(table)
    batch: list[dict[str, Any]] = []
    weight = count = 0
    try:
        for values in connection.execute(selected(table)):
            count += 1
            if count > most:
                raise ForeignTooSlow(path)
            weight += sum(len(value) for value in values if isinstance(value, str | bytes))
            batch.append(own_only(table.name, read(values)))
            if len(batch) == BATCH or weight > BATCH_BYTES:
                yield batch
                batch, weight = [], 0
    except UnfitError as error:
        raise ForeignValue(path, table.name, str(error)) from None
    if batch:
        yield batch


def _check_lengths(connection: Any, path: Path, size_bytes: int) -> None:
    """Refuse values too long to be read at all; in a small file there is no room for any."""
    if size_bytes <= SMALL_BYTES:
        return
    for table in tables():
        columns = ", ".join(f'max(octet_length("{column.name}"))' for column in table.columns)
        found = connection.execute(f'SELECT {columns} FROM "{table.name}" NOT INDEXED').fetchone()  # noqa: S608 (names of our own schema)
        if max((length for length in found if length is not None), default=0) > SMALL_BYTES:
            raise ForeignTooLarge(path, SMALL_BYTES)


def own_only(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what holds on the giver's computer only: where the pack of a handover was written."""
    return row | {"pack_name": "", "pack_digest": ""} if table == "handover" else row
