"""What a value must be to stand in a column of the record: of files that others wrote, nothing else is believed.

SQLite keeps any kind of value in any column, and its checks are only as good as the file. `reads` makes of a stored
row what the mapped classes hold: enums, keys, dates, numbers within bounds, text without NUL and no longer than people
write, JSON of history that could be undone, papers that are what their digest says.
"""

import datetime as dt
import enum
import hashlib
import json
import re
import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, LargeBinary, Table
from sqlalchemy import Enum as Words

from db.history.history import UNTRACKED
from db.history.values import decode
from db.meetings.papers import LIMIT_BYTES
from db.meetings.series import from_text
from db.schema import Base

LONGEST_TEXT: Final = 4_000_000
"""Characters; the minutes of a long meeting have some 50,000."""
_LARGEST = 2**53
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d:\d\d\.\d{6}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?(E[+-]?\d{1,2})?", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)

Reader = Callable[[Any], Any]


class UnfitError(ValueError):
    """A value that Ronda would not have written; the argument is the column's name."""


def reads(table: Table) -> Callable[[Sequence[object]], dict[str, Any]]:
    """Return what makes of a stored row (values in the order of the table's columns) a row of the mapped class.

    That raises `UnfitError` with the column's name.
    """
    readers = [(column.key, column.nullable, _reader(column)) for column in table.columns]
    whole = _WHOLE.get(table.name)

    def read(values: Sequence[object]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for (name, nullable, reader), value in zip(readers, values, strict=True):
            if value is None:
                if not nullable:
                    raise UnfitError(name)
                row[name] = None
                continue
            try:
                row[name] = reader(value)
            except (ValueError, TypeError, OverflowError, RecursionError, InvalidOperation):
                raise UnfitError(name) from None
        if whole is not None:
            whole(row)
        return row

    return read


def _reader(column: Column[Any]) -> Reader:
    own = _OWN.get(str(column))
    if own is not None:
        return own
    kind = column.type
    if isinstance(kind, Words):
        return _word(kind.python_type)
    if isinstance(kind, Boolean):
        return lambda value: _require(value in (0, 1) and type(value) is int) and bool(value)
    if isinstance(kind, LargeBinary):
        return lambda value: _require(type(value) is bytes and len(value) <= LIMIT_BYTES + 65536) and value
    if isinstance(kind, JSON):
        return reads_fields
    return _READERS[kind.python_type]


def _require(holds: bool) -> bool:
    if not holds:
        raise ValueError
    return True


def _word(kind: type[Any]) -> Reader:
    known = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        _require(type(value) is str and value in known)
        return known[value]

    return read


def _text(value: Any) -> str:
    _require(type(value) is str and len(value) <= LONGEST_TEXT and "\x00" not in value)
    value.encode("utf-8")  # surrogates cannot be written
    return str(value)


def _number(value: Any) -> int:
    _require(type(value) is int and -_LARGEST <= value <= _LARGEST)
    return int(value)


def _key(value: Any) -> uuid.UUID:
    _require(type(value) is str and bool(_KEY.fullmatch(value)))
    return uuid.UUID(value)


def _decimal(value: Any) -> Decimal:
    _require(type(value) is str and bool(_NUMBER.fullmatch(value)))
    return Decimal(value)


def _date(value: Any) -> dt.date:
    _require(type(value) is str and bool(_DAY.fullmatch(value)))
    return dt.date.fromisoformat(value)


def _time(value: Any) -> dt.time:
    _require(type(value) is str and bool(_TIME.fullmatch(value)))
    return dt.time.fromisoformat(value)


def _moment(value: Any) -> dt.datetime:
    _require(type(value) is str and value[10:11] == " ")
    return dt.datetime.combine(_date(value[:10]), _time(value[11:]), dt.UTC)


_READERS: Mapping[type[Any], Reader] = {
    str: _text, int: _number, uuid.UUID: _key, Decimal: _decimal, dt.date: _date, dt.time: _time, dt.datetime: _moment,
}  # fmt: skip


def reads_fields(value: Any) -> dict[str, Any]:
    """Read the fields that a change of history holds; what they are is looked at with the table's name (`_change`)."""
    said = json.loads(_text(value))
    _require(isinstance(said, dict))
    return dict(said)


def _change(row: dict[str, Any]) -> None:
    if row["old"] is None and row["new"] is None:
        raise UnfitError("new")
    columns = _columns(row["table_name"])
    for side in ("old", "new"):
        for name, value in (row[side] or {}).items():
            if name not in columns or not _fits(value, columns[name]):
                raise UnfitError(side)


@cache
def _columns(table: str) -> Mapping[str, Column[Any]]:
    found = Base.metadata.tables.get(table)
    if found is None or table in UNTRACKED or "id" not in found.c:
        raise UnfitError("table_name")
    return dict(found.c)


def _fits(value: Any, column: Column[Any]) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        _text(value)
    kind = column.type.python_type
    try:
        found = decode(value, column)
    except (ValueError, TypeError, AttributeError, InvalidOperation):
        return False
    if isinstance(found, bool) or kind is bool:
        return kind is bool and found in (True, False)
    if isinstance(found, int) and not isinstance(found, enum.Enum):
        return kind is int and abs(found) <= _LARGEST
    return isinstance(found, kind) and type(found) is not float


def _paper(row: dict[str, Any]) -> None:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(row["data"], LIMIT_BYTES + 1)
    except zlib.error:
        raise UnfitError("data") from None
    fits = len(data) <= LIMIT_BYTES and unpacking.eof and not unpacking.unused_data
    if not fits or hashlib.sha256(data).hexdigest() != row["digest"]:
        raise UnfitError("data")


def _digest(value: Any) -> str:
    _require(type(value) is str and bool(_SHA256.fullmatch(value)))
    return str(value)


def _rule(value: Any) -> str:
    from_text(_text(value))
    return str(value)


def _state(value: Any) -> str:
    _require(value in ("done", "undone", "kept"))
    return str(value)


_OWN: Final[Mapping[str, Reader]] = {
    "paper_content.digest": _digest,
    "paper.digest": _digest,
    "meeting_series.rule": _rule,
    "step.state": _state,
}
_WHOLE: Final[Mapping[str, Callable[[dict[str, Any]], None]]] = {"change": _change, "paper_content": _paper}
