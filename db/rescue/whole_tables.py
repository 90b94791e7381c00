"""Every table of the record as text, and back into a new file. The history of changes stays behind.

Answers to surveys go with the rest, by the random keys of their sheets: such tables say as much as the file itself.
"""

import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.incoming import NotANewAlliance
from db.history import history
from db.history.values import decode, encode
from db.schema import (
    Alliance,
    Base,
    Change,
    Desk,
    Duty,
    Meeting,
    Member,
    MemberKind,
    PaperContent,
    SearchEntry,
    Step,
)
from db.surveys.sheets import write_in_order

_CHUNK = 500
_LEFT_BEHIND = frozenset(table.__tablename__ for table in (Step, Change, SearchEntry, PaperContent))
"""Tables that do not go out: history, what is made anew, and papers, which go as files."""
_LABELS = ("name", "title", "text", "key")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class WholeTable:
    """A table: its columns, and each row as column → text. Beside `member_id` stands `member`, for people to read."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def table_names() -> tuple[str, ...]:
    """Return the names of the tables that go out and come back."""
    return tuple(table.name for table in _tables())


def whole_tables(session: Session) -> Iterator[WholeTable]:
    """Yield every table of the record but its history, each row by its key; answers so without any other order."""
    labels = _Labels(session)
    for table in _tables():
        columns: list[str] = []
        for column in table.columns:
            columns.append(column.name)
            if _target(column) is not None and column.name.endswith("_id"):
                columns.append(column.name.removesuffix("_id"))
        rows = session.execute(select(table).order_by(*table.primary_key)).mappings()
        yield WholeTable(table.name, tuple(columns), tuple(_row(table, row, labels) for row in rows))


def paper_contents(session: Session) -> Iterator[tuple[str, bytes]]:
    """Yield (digest, bytes) of every paper kept."""
    for digest, data in session.execute(select(PaperContent.digest, PaperContent.data)):
        yield digest, zlib.decompress(data)


def read_row(table_name: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that `whole_tables` wrote as text; columns the table does not have are left out.

    Raises:
        KeyError: If there is no such table.
        ValueError: If a cell does not hold what its column needs.
    """
    table = Base.metadata.tables[table_name]
    return {column.name: _value(cells[column.name], column) for column in table.columns if column.name in cells}


def bring_back(
    session: Session, tables: Mapping[str, Sequence[Mapping[str, Any]]], papers: Iterable[tuple[str, bytes]] = ()
) -> Changes:
    """Fill a new alliance's file with the rows of another one's tables, keys included; this cannot be undone.

    Raises:
        NotANewAlliance: If the file has members or meetings already.
    """
    if session.scalar(select(func.count()).select_from(Member)) or session.scalar(
        select(func.count()).select_from(Meeting)
    ):
        raise NotANewAlliance
    classes = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    with history.step(session, "bring_back", undoable=False) as step:
        for fields in tables.get(Alliance.__tablename__, ())[:1]:
            own = session.scalars(select(Alliance)).one()
            for name, value in fields.items():
                if name != "id":
                    setattr(own, name, value)
        for founding in (MemberKind, Duty, Desk):
            if tables.get(founding.__tablename__):
                for row in session.scalars(select(founding)):
                    session.delete(row)
                session.flush()
        session.add_all(PaperContent(digest=digest, data=zlib.compress(data)) for digest, data in papers)
        for table in _tables():
            if table.name == Alliance.__tablename__:
                continue
            rows = tables.get(table.name, ())
            for start in range(0, len(rows), _CHUNK):
                session.add_all(classes[table.name](**fields) for fields in rows[start : start + _CHUNK])
                session.flush()
        write_in_order(session)
    return step.changes


class _Labels:
    """How a row is called by people, by table and key."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, dict[uuid.UUID, str]] = {}

    def of(self, table: Table, key: uuid.UUID | None) -> str:
        if key is None:
            return ""
        if table.name not in self._found:
            self._found[table.name] = dict(self._read(table))
        return self._found[table.name].get(key, "")

    def _read(self, table: Table) -> Iterator[tuple[uuid.UUID, str]]:
        for row in self._session.execute(select(table)).mappings():
            words = next((row[name] for name in _LABELS if name in table.c and row[name]), "")
            yield row["id"], f"{row['date'].isoformat()} {words}".strip() if "date" in table.c else words


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in _LEFT_BEHIND]


def _target(column: Column[Any]) -> Table | None:
    return next((key.column.table for key in column.foreign_keys), None)


def _row(table: Table, row: Mapping[Any, Any], labels: _Labels) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in table.columns:
        value = row[column.name]
        found[column.name] = _text(value)
        target = _target(column)
        if target is not None and column.name.endswith("_id"):
            found[column.name.removesuffix("_id")] = labels.of(target, value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(encode(value))


def _value(cell: str, column: Column[Any]) -> Any:
    kind = column.type.python_type
    if cell == "" and (column.nullable or kind is not str):
        return None
    if kind is bool:
        return cell == YES
    return int(cell) if kind is int else decode(cell, column)
