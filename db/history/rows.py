"""Single rows of the record, read and changed below SQLAlchemy's unit of work.

Around a statement that touches one row SQLAlchemy takes several times longer than the statement does, and nearly every
save reads one row by its key and changes a few of its fields. The mapped classes have nothing but columns, and the file
checks references as the save ends: so a row is its values, and nothing else needs to be worked out. How a column's
values are stored stays what its type says.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, instance_state
from sqlalchemy.orm.exc import StaleDataError

from db.files.driver import driver


class Stored:
    """How the rows of one class are stored."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._table: str = kind.__tablename__
        self._mapper = inspect(kind)
        sqlite = dialect()
        types = {name: column.type.dialect_impl(sqlite) for name, column in self._mapper.columns.items()}
        self._names = [*types]
        self._columns = {name: column.name for name, column in self._mapper.columns.items()}
        reads = {name: kept.result_processor(sqlite, None) for name, kept in types.items()}
        self._reads = {name: read for name, read in reads.items() if read is not None}
        writes = {name: kept.bind_processor(sqlite) for name, kept in types.items()}
        self._writes = {name: write for name, write in writes.items() if write is not None}
        self._select = f"SELECT {', '.join(self._columns.values())} FROM {self._table} WHERE id = ?"  # noqa: S608
        self._updates: dict[tuple[str, ...], str] = {}

    def identity(self, row_id: UUID) -> Any:
        """Return what a session knows the row by."""
        return self._mapper.identity_key_from_primary_key((row_id,))

    def read(self, session: Session, row_id: UUID) -> Any:
        """Return a row that the session has not loaded yet, or nothing if there is none."""
        values = driver(session).execute(self._select, (row_id.hex,)).fetchone()
        if values is None:
            return None
        row = self._kind()
        fields = instance_dict(row)
        fields.update(zip(self._names, values, strict=True))
        for name, read in self._reads.items():
            fields[name] = read(fields[name])
        make_transient_to_detached(row)
        session.add(row)
        return row

    def write(self, session: Session, row: Any, names: Iterable[str]) -> None:
        """Write these fields of a row, and let it count as it was just loaded.

        Raises:
            StaleDataError: If it is not there any more.
        """
        state, fields = instance_state(row), instance_dict(row)
        if changed := tuple(names):
            values = [self._writes[name](fields[name]) if name in self._writes else fields[name] for name in changed]
            row_id = key_of(row)
            done = driver(session).execute(self._update(changed), (*values, row_id.hex))
            if done.rowcount != 1:
                raise StaleDataError(f"{self._table} {row_id} is not there any more")
        state._commit_all(fields, session.identity_map)

    def _update(self, names: tuple[str, ...]) -> str:
        if names not in self._updates:
            fields = ", ".join(f"{self._columns[name]} = ?" for name in names)
            self._updates[names] = f"UPDATE {self._table} SET {fields} WHERE id = ?"  # noqa: S608
        return self._updates[names]


@cache
def stored(kind: Any) -> Stored:
    """Return how the rows of a mapped class that is `Keyed` are stored."""
    return Stored(kind)


def key_of(row: Any) -> UUID:
    """Return the key that a row was loaded by, without loading anything."""
    identity = instance_state(row).identity
    assert identity is not None
    row_id: UUID = identity[0]
    return row_id
