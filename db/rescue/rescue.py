"""Saving what can be read of a damaged alliance file into a new one; the damaged one is only read.

Rows are read around the pages that cannot be (`db.rescue.salvage`), and every value has to be one that Ronda could have
written. What is lost but known of (a key of it stands in an index, or another row needs it) is put together from
history, which holds every field of every row; what others need and nobody can tell any more gets a stand-in named "—".
What leads nowhere then is left out, and counted. The search index is made anew.
"""

import datetime as dt
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from db.errors import KnownError
from db.errors.files import FileDamaged, FileInUse, FolderMissing
from db.errors.foreign import NothingRescued
from db.files import lock
from db.files.checked_copies import working_folder
from db.files.connection import known_error
from db.files.durable import check_free
from db.files.places import refused
from db.files.schema_mark import SCHEMA
from db.foreign.foreign import BATCH, Progress, empty, fresh_file, own_only, settle, tables
from db.foreign.guarded import private_copy
from db.foreign.stored_values import UnfitError, reads_fields
from db.history.values import decode_row
from db.rescue.pages import Wound, attempts, wound
from db.rescue.salvage import Found, Salvage, key_of
from db.schema import Base
from db.search import search

STAND_IN: Final = "—"
_STANDING_IN: Final = frozenset({"alliance", "desk", "member", "person", "working_group", "meeting", "step", "duty"})
"""Whose rows get a stand-in where others need them."""
_ROUNDS: Final = 12
"""So often what others need is brought back; what needs still more then is left out."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came over, by table: rows `saved`, of these from history alone (`restored`), and rows known to be `lost`."""

    saved: Mapping[str, int]
    lost: Mapping[str, int]
    restored: Mapping[str, int]
    stand_ins: Mapping[str, int]
    uncertain: frozenset[str]
    """Tables of which more may be lost than is known."""


@dataclass(slots=True)
class _Tally:
    saved: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    stand_ins: Counter[str] = field(default_factory=Counter)
    uncertain: set[str] = field(default_factory=set)
    missing: dict[str, set[str]] = field(default_factory=dict)
    """By table, the keys of rows known of that could not be read."""


def rescue_file(
    path: Path, new: Path, *, passphrase: str | None = None, progress: Progress | None = None
) -> Rescued:  # fmt: skip
    """Save what can be read of the file at `path` into a new one at `new`, protected by the same passphrase.

    Raises:
        FileMissing, NotARegularFile, NotARondaFile, PassphraseNeeded, WrongPassphrase, ForeignTooLarge, FileInUse,
        NothingRescued: About `path`, which is unchanged in any case.
        FileExists, PlaceFull, PlaceReadOnly, PlaceUnreachable: About `new`. In each case nothing of it is left.
    """
    check_free(new)
    if not new.parent.is_dir():
        raise FolderMissing(new)
    other = lock.holder(path)
    if other is not None and not other.is_gone():
        raise FileInUse(path, other.who, other.computer, other.since)
    tell = progress or (lambda _done, _total: None)
    try:
        with working_folder(new.parent) as folder:
            theirs = folder / "theirs"
            private_copy(path, theirs, unreadable=[])
            hurt = wound(path, theirs, passphrase)
            salvage = _best(hurt, folder, path)
            try:
                rescued = _saved(salvage, path, folder / "ours", None if hurt.key is None else passphrase, tell)
            finally:
                salvage.close()
            settle(folder / "ours", new)
    except OSError as error:
        raise refused(error, new) from error
    except DatabaseError as error:
        raise _said_of_new(error, new) or NothingRescued(path) from error
    return rescued


def _said_of_new(error: BaseException, new: Path) -> KnownError | None:
    """Return what a database error says of the new file, or nothing.

    A full disk ends the transaction, so that the error which comes out is of its end; the first one tells.
    """
    first: BaseException | None = error
    while first is not None:
        known = known_error(first, new) if isinstance(first, Exception) else None
        if known is not None and not isinstance(known, FileDamaged):
            return known
        first = first.__context__
    return None


def _best(hurt: Wound, folder: Path, path: Path) -> Salvage:
    """Return the file with its first pages as they are, or borrowed, whichever lets more be read.

    Raises:
        NothingRescued: If neither lets anything be read.
    """
    with fresh_file(folder / "wanted", None) as file:
        wanted = {str(row[1]): str(row[3]) for row in file.raw().execute(SCHEMA)}
    most, best = 0, folder / "best"
    for copy in attempts(hurt, folder):
        salvage = Salvage(copy, hurt.key, wanted)
        told = len(salvage.told())
        score = salvage.count_some()
        salvage.close()
        if score > most:
            most = score
            shutil.copyfile(copy, best)
        if score and told == len(wanted):
            break
    if not most:
        raise NothingRescued(path)
    return Salvage(best, hurt.key, wanted)


def _saved(salvage: Salvage, path: Path, ours: Path, key: str | None, tell: Progress) -> Rescued:
    every = tables()
    tally = _Tally()
    with fresh_file(ours, key) as file, file.engine.connect() as begun, Session(begun) as session:
        empty(session)
        for done, table in enumerate(every):
            tell(done, len(every))
            _fill(session, table, salvage.read(table), tally)
        if not any(tally.saved[name] for name in ("member", "meeting", "alliance", "person")):
            raise NothingRescued(path)
        for table in every:
            _bring_back(session, table, tally)
        for name in ("alliance", "desk"):
            if not _count(session, name):
                _stand_in(session, Base.metadata.tables[name], uuid.uuid4(), tally)
        _mend(session, tally)
        search.rebuild(session)
        session.commit()
    lost = {name: len(keys) for name, keys in tally.missing.items() if keys}
    lost = {name: lost.get(name, 0) + tally.lost[name] for name in lost.keys() | tally.lost.keys()}
    return Rescued(
        dict(+tally.saved), {name: count for name, count in lost.items() if count}, dict(tally.restored),
        dict(tally.stand_ins), frozenset(tally.uncertain),
    )  # fmt: skip


def _fill(session: Session, table: Table, found: Found, tally: _Tally) -> None:
    rows = [own_only(table.name, row) for row in found.rows]
    put = _put(session, table, rows)
    tally.saved[table.name] += len(put)
    keyed = len(table.primary_key) == 1
    saved = {key_of(table, row) for row in put} if keyed else set()
    missing = found.known - saved
    tally.missing[table.name] = missing
    tally.lost[table.name] += max(0, found.unfit + len(rows) - len(put) - len(missing))
    if not found.whole:
        tally.uncertain.add(table.name)


def _put(session: Session, table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add rows; return those that could be. One that stands against another is left out, the first one stays."""
    put: list[dict[str, Any]] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        try:
            with session.begin_nested():
                session.execute(insert(table), batch)
            put += batch
        except IntegrityError:
            put += [row for row in batch if _put_one(session, table, row)]
    return put


def _put_one(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    try:
        with session.begin_nested():
            session.execute(insert(table), [row])
    except IntegrityError:
        return False
    return True


def _bring_back(session: Session, table: Table, tally: _Tally) -> None:
    """Put together from history the rows of a table that are known of and could not be read."""
    if table.name in _UNTOLD:
        return
    wanted = set(tally.missing.get(table.name, ()))
    if table.name in tally.uncertain:
        query = "SELECT DISTINCT row_id FROM change WHERE table_name = ?"
        told = {str(key) for (key,) in session.connection().exec_driver_sql(query, (table.name,))}
        here = {str(key) for (key,) in session.connection().exec_driver_sql(f'SELECT id FROM "{table.name}"')}  # noqa: S608 (a name of our own schema)
        wanted |= told - here
    for key in wanted:
        row = _told(session, table, key)
        if row is not None and _put_one(session, table, row):
            tally.restored[table.name] += 1
            tally.saved[table.name] += 1
            tally.missing[table.name].discard(key)


def _told(session: Session, table: Table, key: str) -> dict[str, Any] | None:
    """Return a row as history leaves it, or nothing where it does not tell the whole of it."""
    fields: dict[str, Any] | None = None
    query = (
        "SELECT c.new FROM change c JOIN step s ON s.id = c.step_id WHERE c.row_id = ? AND c.table_name = ? "
        "ORDER BY s.sequence, c.position"
    )
    for (new,) in session.connection().exec_driver_sql(query, (key, table.name)):
        fields = None if new is None else (fields or {}) | reads_fields(new)
    if fields is None:
        return None
    with suppress(ValueError, TypeError, UnfitError):
        row = decode_row(table, fields)
        if all(column.nullable or row.get(column.name) is not None for column in table.columns):
            return {column.name: row.get(column.name) for column in table.columns}
    return None


def _mend(session: Session, tally: _Tally) -> None:
    """See that every row another speaks of is there: from history, as a stand-in, or by letting go who speaks of it."""
    rounds = 0
    while broken := session.connection().exec_driver_sql("PRAGMA foreign_key_check").all():
        rounds += 1
        for name, rowid, parent, number in broken:
            here, there = Base.metadata.tables[name], Base.metadata.tables[parent]
            _mend_one(session, here, rowid, there, int(number), tally, bring=rounds <= _ROUNDS)


def _mend_one(  # noqa: PLR0917 (what SQLite says of it)
    session: Session, table: Table, rowid: int | None, parent: Table, number: int, tally: _Tally, *, bring: bool
) -> None:  # fmt: skip
    connection = session.connection()
    references = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table.name}")').all()
    column = next(str(one[3]) for one in references if one[0] == number)
    if rowid is None:  # a table without numbers: all its rows that lead nowhere go
        theirs = next(iter(parent.primary_key)).name
        gone = connection.exec_driver_sql(
            f'DELETE FROM "{table.name}" WHERE "{column}" NOT IN (SELECT "{theirs}" FROM "{parent.name}")'  # noqa: S608 (names of our own schema)
        ).rowcount
        tally.lost[table.name] += gone
        tally.saved[table.name] -= gone
        return
    wanted = connection.exec_driver_sql(f'SELECT "{column}" FROM "{table.name}" WHERE rowid = ?', (rowid,)).scalar()  # noqa: S608 (as above)
    if wanted is None:
        return
    if bring and _brought(session, parent, str(wanted), tally):
        return
    if table.columns[column].nullable and _let_go(session, table, column, rowid):
        return
    connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE rowid = ?', (rowid,))  # noqa: S608 (as above)
    tally.lost[table.name] += 1
    tally.saved[table.name] -= 1


def _let_go(session: Session, table: Table, column: str, rowid: int) -> bool:
    """Empty a field that leads nowhere; return False where its row makes no sense without it."""
    try:
        with session.begin_nested():
            emptied = f'UPDATE "{table.name}" SET "{column}" = NULL WHERE rowid = ?'  # noqa: S608 (as above)
            session.connection().exec_driver_sql(emptied, (rowid,))
    except IntegrityError:
        return False
    return True


def _brought(session: Session, parent: Table, key: str, tally: _Tally) -> bool:
    """Return whether a row that is needed stands there now."""
    here = f'SELECT 1 FROM "{parent.name}" WHERE "{next(iter(parent.primary_key)).name}" = ?'  # noqa: S608 (as above)
    if session.connection().exec_driver_sql(here, (key,)).first() is not None:
        return True
    if parent.name not in _UNTOLD:
        row = _told(session, parent, key)
        if row is not None and _put_one(session, parent, row):
            tally.restored[parent.name] += 1
            tally.saved[parent.name] += 1
            tally.missing.setdefault(parent.name, set()).discard(key)
            return True
    return parent.name in _STANDING_IN and _stand_in(session, parent, uuid.UUID(key), tally)


def _stand_in(session: Session, table: Table, key: uuid.UUID, tally: _Tally) -> bool:
    row = {column.name: _usual(column.name, column) for column in table.columns} | {"id": key}
    if table.name == "step":
        row |= {"sequence": -(_count(session, "step") + 1), "state": "kept"}
    if table.name == "alliance":
        row |= {"language": "en"}
    if not _put_one(session, table, row):
        return False
    tally.stand_ins[table.name] += 1
    tally.missing.setdefault(table.name, set()).add(key.hex)
    return True


def _usual(name: str, column: Any) -> object:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    if column.nullable:
        return None
    kind = column.type.python_type
    told: dict[Any, object] = {
        str: STAND_IN if name in ("name", "title", "key") else "", int: 0, bool: False,
        dt.date: dt.date(1970, 1, 1), dt.datetime: dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.time: dt.time(0),
    }  # fmt: skip
    return told.get(kind, next(iter(kind), None) if isinstance(kind, Iterable) else None)


def _count(session: Session, table: str) -> int:
    return int(session.connection().exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608 (as above)


_UNTOLD: Final = frozenset({"step", "change", "paper_content", "survey_answer", "survey_form_read", "search_entry"})
"""What history does not tell."""
