"""The record looked at in plain SQL, through the driver alone.

What the first page shows is asked for this way: to load SQLAlchemy and the mapped classes takes as long as all the
rest of a launch, so the modules that a `Look` goes through do not import them, and they come while the person reads.
Values come as they are stored (`db.schema.base`); the functions here make of them what the mapped classes would.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlcipher3

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Look:
    """One consistent state of the record, to be asked in SQL. Its rows are read by name or by place."""

    def __init__(self, connection: Any) -> None:
        self._cursor = connection.cursor()
        self._cursor.row_factory = sqlcipher3.dbapi2.Row

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Return every row a query finds; `values` stand for its question marks."""
        found: list[Any] = self._cursor.execute(sql, [stored(value) for value in values]).fetchall()
        return found

    def row(self, sql: str, *values: object) -> Any:
        """Return the first row a query finds, or nothing."""
        return self._cursor.execute(sql, [stored(value) for value in values]).fetchone()

    def value(self, sql: str, *values: object) -> Any:
        """Return the first value of the first row, or nothing."""
        found = self.row(sql, *values)
        return None if found is None else found[0]


def looking(session: "Session") -> Look:
    """Return a look at what a session sees, with what it has written so far."""
    session.flush()
    return Look(session.connection().connection.driver_connection)


def stored(value: object) -> object:
    """Return a value as the record keeps it."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def key(text: str) -> uuid.UUID:
    """Return the key that is kept as `text`."""
    return uuid.UUID(text)


def key_or_none(text: str | None) -> uuid.UUID | None:
    """Return the key that is kept as `text`, if there is one."""
    return None if text is None else uuid.UUID(text)


def date_or_none(text: str | None) -> dt.date | None:
    """Return the day that is kept as `text`, if there is one."""
    return None if text is None else dt.date.fromisoformat(text)


def time_or_none(text: str | None) -> dt.time | None:
    """Return the time of day that is kept as `text`, if there is one."""
    return None if text is None else dt.time.fromisoformat(text)


def fields(text: str | None) -> dict[str, Any] | None:
    """Return the fields that are kept as `text`, if there are any."""
    return None if text is None else json.loads(text)


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as there are values, for `IN (…)`."""
    return ", ".join("?" * len(values))


def words(values: Iterable[str]) -> str:
    """Return words of a vocabulary as they stand in SQL, for `IN (…)`."""
    return ", ".join(f"'{word}'" for word in values)


def on_day(alias: str) -> str:
    """Return the condition that a row covers a day, which is asked for twice: `from_date` ≤ ? < `to_date`."""
    return f"({alias}.from_date IS NULL OR {alias}.from_date <= ?) AND ({alias}.to_date IS NULL OR {alias}.to_date > ?)"
