"""What the schema of each file format is, to the letter: no trigger, view or table beside ours, nothing put otherwise.

A schema is a program: what stands in it runs when rows are read or written. So it is compared before anything else of
a file is believed, against one number per format, because to build the schema anew for that would take longer than
all the rest of opening.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

MARKS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "60fd5d7ca384358e515f46b23cc8288a666a4e438b0e698d312a92c94ce2f3d3",
    }
)
"""By format, the SHA-256 of its schema; `tests/db/test_schema_mark.py` says what it has to be."""

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def mark_of(rows: Iterable[Sequence[object]]) -> str:
    """Return the mark of a schema as `SCHEMA` reads it."""
    lines = sorted("\x1f".join("" if part is None else str(part) for part in row) for row in rows)
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def is_ours(rows: Iterable[Sequence[object]], number: int) -> bool:
    """Return whether a schema is that of format `number`, to the letter."""
    return mark_of(rows) == MARKS.get(number)
