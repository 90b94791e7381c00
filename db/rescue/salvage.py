"""Reading what can be read of a damaged file: row by row, around the pages that cannot.

SQLite stops at the first bad page of a table. Rows have numbers, and finding a row by its number touches only the
pages on the way to it: so after a bad page the next number that can be found is looked for, by doubling steps and then
by halving them. What was there is known from the table's key, which is kept in other pages.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Table

from db.files.schema_mark import SCHEMA
from db.foreign.guarded import connect, meter
from db.foreign.stored_values import UnfitError, reads
from db.schema import Base

_FURTHEST: Final = 2**40
"""No row has a higher number."""
_KEPT_IN: Final = MappingProxyType({"change": ("ix_change_step_id", "step_id")})
"""By table, the index and its first column where the key itself is the row's number."""
_NEEDED: Final = ("alliance", "member", "person", "meeting", "step")
_BROKEN = (Exception, MemoryError)


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """Return the key of a row as it is stored."""
    value = row[next(iter(table.primary_key)).key]
    return value.hex if isinstance(value, uuid.UUID) else str(value)


@dataclass(slots=True)
class Found:
    """What of a table could be read, and which rows there were."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Keys of rows that the table's index speaks of, as they are stored."""
    unfit: int = 0
    """Rows that were read, but hold what cannot be."""
    whole: bool = True
    """Whether neither the table nor its index had a place that could not be read."""


class Salvage:
    """A damaged file, from its private copy; `key` as `PRAGMA key` takes it.

    Only tables and indexes that are put as `wanted` says are read: a damaged file may be a hostile one.
    """

    def __init__(self, copy: Path, key: str | None, wanted: Mapping[str, str]) -> None:
        self._copy, self._key, self._wanted = copy, key, wanted
        self._told: frozenset[str] | None = None
        self._size = copy.stat().st_size
        self._connection: Any = None

    def close(self) -> None:
        """Let the copy go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def told(self) -> frozenset[str]:
        """Return the names of the tables and indexes that are there and put as they should be."""
        if self._told is None:
            found: dict[str, str] = {}
            try:
                for _type, name, _table, sql in self._ask(SCHEMA):
                    found[str(name)] = str(sql)
            except _BROKEN:
                self.close()
            self._told = frozenset(name for name, sql in found.items() if self._wanted.get(name) == sql)
        return self._told

    def count_some(self) -> int:
        """Return how many rows can be read of the tables that a file is nothing without."""
        return sum(len(self.read(Base.metadata.tables[name]).rows) for name in _NEEDED)

    def read(self, table: Table) -> Found:
        """Return what can be read of a table, oldest row first."""
        found = Found()
        if table.name not in self.told():
            found.whole = False
            return found
        seen: set[int] = set()
        read = reads(table)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        numbered = table.dialect_options["sqlite"]["with_rowid"] is not False
        for values in self._numbered(table.name, columns, found) if numbered else self._keyed(table, columns, found):
            number = values[0] if numbered else hash(values)
            if number in seen:
                continue
            seen.add(number)
            try:
                row = read(values[1:] if numbered else values)
            except UnfitError:
                found.unfit += 1
            else:
                found.rows.append(row)
        if numbered:
            found.known = self._keys(table, found)
        return found

    def _numbered(self, table: str, columns: str, found: Found) -> Iterator[tuple[Any, ...]]:
        query = f'SELECT rowid, {columns} FROM "{table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'  # noqa: S608 (names of our own schema)
        last = 0
        while True:
            try:
                for values in self._ask(query, last):
                    if values[0] <= last:
                        raise ValueError(values[0])
                    last = values[0]
                    yield values
            except _BROKEN:
                found.whole = False
                self.close()
                following = self._next(query, last)
                if following is None:
                    return
                last = following
            else:
                return

    def _next(self, query: str, last: int) -> int | None:
        """Return the least number after `last` from which on can be read again; None if there is none."""
        bad, step = last, 1
        while not self._reads(query, last + step):
            bad = last + step
            step *= 2
            if step > _FURTHEST:
                return None
        good = last + step
        while good - bad > 1:
            middle = (bad + good) // 2
            if self._reads(query, middle):
                good = middle
            else:
                bad = middle
        return good

    def _reads(self, query: str, number: int) -> bool:
        try:
            self._ask(query + " LIMIT 1", number).fetchone()
        except _BROKEN:
            self.close()
            return False
        return True

    def _keyed(self, table: Table, columns: str, found: Found) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table without numbers: from its beginning, and from its end."""
        for way in ("ASC", "DESC"):
            order = ", ".join(f'"{column.name}" {way}' for column in table.primary_key)
            try:
                yield from self._ask(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}')  # noqa: S608 (as above)
            except _BROKEN:
                found.whole = False
                self.close()
            else:
                return

    def _keys(self, table: Table, found: Found) -> set[str]:
        (key,) = table.primary_key
        index, order = _KEPT_IN.get(table.name, (f"sqlite_autoindex_{table.name}_1", key.name))
        keys: set[str] = set()
        if index not in self.told():
            found.whole = False
            return keys
        for way in ("ASC", "DESC"):
            query = f'SELECT "{key.name}" FROM "{table.name}" INDEXED BY "{index}" ORDER BY "{order}" {way}'  # noqa: S608 (as above)
            try:
                for (value,) in self._ask(query):
                    keys.add(str(value))
            except _BROKEN:
                self.close()
            else:
                return keys
        found.whole = False
        return keys

    def _ask(self, query: str, *values: object) -> Any:
        if self._connection is None:
            self._connection = connect(self._copy, self._key, broken=True)
        meter(self._connection, self._size)
        return self._connection.execute(query, values)
