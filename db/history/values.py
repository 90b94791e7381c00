"""Values of fields as JSON can hold them, and back, by the type of their column."""

import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table


def encode(value: Any) -> Any:
    """Return a value of a mapped field as something JSON holds without loss."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"history cannot hold a {type(value).__name__}")


def decode(value: Any, column: Column[Any]) -> Any:
    """Return the value that `encode` made JSON of, for this column."""
    if value is None:
        return None
    kind = column.type.python_type
    if kind is uuid.UUID:
        return uuid.UUID(value)
    if kind in (dt.datetime, dt.date, dt.time) and isinstance(value, str):
        return kind.fromisoformat(value)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, enum.Enum)):
        return kind(value)
    return value


def decode_row(table: Table, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row as its columns hold them; fields the table does not have any more are left out."""
    columns: dict[str, Column[Any]] = dict(table.c)
    return {name: decode(value, columns[name]) for name, value in fields.items() if name in columns}
