"""What of deleted rows can come back: the record went on without them, and may have given away what they had."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Index, Table, UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.history.values import decode_row
from db.schema import Base

Fields = dict[str, Any]


def able_to_return(session: Session, rows: Sequence[tuple[str, Fields]]) -> list[tuple[str, Fields]]:
    """Return those of `rows` (table name, fields as history holds them) that can be written again, as they can be.

    A mention of what is gone meanwhile is emptied where deleting empties it, and a number another row has by now is
    left open. A row that cannot be without what is gone stays away, and so does what belongs to it.
    """
    freed = [(table, fields) for table, row in rows if (fields := _without_taken(session, table, row)) is not None]
    while True:
        coming = {(table, fields["id"]) for table, fields in freed}
        fitting = [
            (table, fields)
            for table, row in freed
            if (fields := _without_gone(session, table, row, coming)) is not None
        ]
        if len(fitting) == len(freed):
            return fitting
        freed = fitting


def _without_taken(session: Session, table_name: str, fields: Fields) -> Fields | None:
    """Return the row without the unique values another row has; nothing if it cannot be without them."""
    table = Base.metadata.tables[table_name]
    opened = fields | dict.fromkeys(may_be_left_open(table))
    return next((row for row in (fields, opened) if _has_room(session, table, row)), None)


def _has_room(session: Session, table: Table, fields: Fields) -> bool:
    attempt = session.begin_nested()  # the file itself knows best what must be unique; references are checked later
    try:
        session.execute(insert(table).values(**decode_row(table, fields)))
    except IntegrityError:
        return False
    finally:
        attempt.rollback()
    return True


def may_be_left_open(table: Table) -> list[str]:
    """Return the fields of a table that must be unique and may be empty."""
    unique = [part for part in table.constraints if isinstance(part, UniqueConstraint)]
    rules: list[UniqueConstraint | Index] = [*unique, *(index for index in table.indexes if index.unique)]
    return [column.name for rule in rules for column in rule.columns if column.nullable and not column.foreign_keys]


def _without_gone(session: Session, table_name: str, fields: Fields, coming: set[tuple[str, Any]]) -> Fields | None:
    """Return the row without mentions of what is gone; nothing if it cannot be without them."""
    table = Base.metadata.tables[table_name]
    kept = dict(fields)
    for reference in table.foreign_keys:
        name, target = reference.parent.name, reference.column
        value = decode_row(table, {name: kept.get(name)})[name]
        if value is None or (target.table.name, kept[name]) in coming:
            continue
        if session.execute(select(target).where(target == value)).first() is None:
            if reference.ondelete != "SET NULL":
                return None
            kept[name] = None
    return kept
