"""The connection to an alliance file: its pragmas, its key, and what the driver's refusals mean.

The driver is sqlcipher3 for open and protected files alike, because two SQLite libraries in one process drop each
other's locks.
"""

from contextlib import suppress
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from db.errors import KnownError
from db.errors.files import FileDamaged, PlaceFull, PlaceReadOnly, SaveFailed

if TYPE_CHECKING:
    from sqlalchemy import Engine

PRAGMAS = (
    "journal_mode = TRUNCATE",  # 0 acknowledged saves lost in 1,000 power cuts; WAL loses saves when a file is copied
    "synchronous = EXTRA",  # also syncs the folder after the journal is cut
    "secure_delete = ON",  # what is deleted is overwritten: laptops get stolen
    "foreign_keys = ON",
    "trusted_schema = OFF",  # nothing in somebody else's schema runs code
    "cell_size_check = ON",  # notices damage early
    "mmap_size = 0",  # a pulled stick is an error, not a crash
    "locking_mode = NORMAL",
    "temp_store = MEMORY",  # nothing of a protected file in a temporary one, however SQLite was built
)


def connect(path: Path, passphrase: str | None, *, read_only: bool = False) -> Any:
    """Connect to a file as it is, of whatever format, with the pragmas set; to be closed by who asked."""
    database = f"file:{_quoted(path)}" + ("?mode=ro" if read_only else "")
    connection = sqlcipher3.connect(
        database, uri=True, timeout=5.0, check_same_thread=False, isolation_level=None
    )  # transactions begin where we say, DDL included
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong passphrase is no news for standard error
        if passphrase is not None:
            connection.execute(f"PRAGMA key = {identifier(passphrase)}")
        try:
            for pragma in PRAGMAS[2:] if read_only else PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            with suppress(sqlcipher3.dbapi2.DatabaseError):  # who asks for something is told
                connection.execute("SELECT 1 FROM sqlite_master LIMIT 0")
        except UnicodeDecodeError as error:  # the driver tells of a damaged schema in the words that are damaged
            raise sqlcipher3.dbapi2.DatabaseError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def identifier(text: str) -> str:
    """Return a name or a passphrase as SQL writes names."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def engine_over(connection: Any) -> "Engine":
    """Return SQLAlchemy's engine over one connection.

    All share one dialect, and with it what SQLAlchemy made of each statement: who opens another file, or the same
    again, need not wait until all of them are compiled anew.
    """
    from sqlalchemy import StaticPool

    pattern = _pattern()
    made = copy(pattern)
    made.pool = StaticPool(lambda: connection, dialect=pattern.dialect)
    return made


@cache
def _pattern() -> "Engine":
    """Return what every engine is a copy of.

    Its transactions begin as SQLite's do, unless one was begun on the connection already, for writing. The dialect says
    so, not a listener: an engine that is listened to asks who wants to know at every statement.
    """
    from sqlalchemy import StaticPool, create_engine

    def begin(connection: Any) -> None:
        if not connection.in_transaction:
            connection.execute("BEGIN")

    made = create_engine("sqlite://", module=sqlcipher3, poolclass=StaticPool)
    with made.connect():
        pass  # now the dialect knows what SQLite it speaks to
    made.dispose()
    made.dialect.do_begin = begin  # type: ignore[method-assign,assignment]
    return made


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.absolute().as_posix())


def known_error(error: Exception, path: Path) -> KnownError | None:
    """Return the fact behind a database error, or nothing if it is none we expect."""
    driven = getattr(error, "orig", error)  # SQLAlchemy wraps what the driver raises
    if not isinstance(driven, sqlcipher3.dbapi2.DatabaseError) or isinstance(driven, sqlcipher3.dbapi2.IntegrityError):
        return None
    said = str(driven).lower()
    facts: tuple[tuple[str, type[KnownError]], ...] = (
        ("disk is full", PlaceFull),
        ("readonly database", PlaceReadOnly),
        ("unable to open", PlaceReadOnly),
        ("disk i/o", SaveFailed),
        ("malformed", FileDamaged),
        ("could not decode", FileDamaged),
        ("unsupported file format", FileDamaged),
        ("not a database", FileDamaged),
        ("database is locked", SaveFailed),
    )
    return next((fact(path) for words, fact in facts if words in said), None)
