"""What backups leave out of surveys, and why, is told in `db.surveys.sheets`; here is how, through the driver alone."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from db.files.connection import connect

ANSWERS: Final = "survey_answer"
FORMS: Final = "survey_form_read"
MARK: Final = "+"
"""Stands between the digest of a form and the key of its sheet, while that waits."""
_VERSION_AT = 12
"""Which of the 32 digits of a key tells its version."""
_ANSWERS_WAIT = f"FROM {ANSWERS} WHERE substr(sheet, {_VERSION_AT + 1}, 1) = '8'"
_FORMS_WAIT = f"FROM {FORMS} WHERE instr(digest, '{MARK}') > 0"


def waiting_rows(connection: Any) -> dict[str, int]:
    """Return how many rows of each table backups leave out; nothing where none wait."""
    counts = {
        table: int(connection.execute(f"SELECT count(*) {rows}").fetchone()[0])
        for table, rows in ((ANSWERS, _ANSWERS_WAIT), (FORMS, _FORMS_WAIT))
    }
    return {table: count for table, count in counts.items() if count}


def waiting_count(connection: Any) -> int:
    """Return how many sheets backups leave out."""
    return int(connection.execute(f"SELECT count(DISTINCT sheet) {_ANSWERS_WAIT}").fetchone()[0])


def is_waiting(table: str, key: Sequence[str]) -> bool:
    """Return whether backups leave out a row of a table, by the parts of its key as they are stored."""
    return (table == ANSWERS and key[0][_VERSION_AT] == "8") or (table == FORMS and MARK in key[-1])


def leave_out_waiting(copy: Path, passphrase: str | None) -> None:
    """Take what waits out of a copy that has no name yet, over its bytes."""
    with closing(connect(copy, passphrase)) as connection:
        for pragma in ("secure_delete = ON", "journal_mode = MEMORY", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"DELETE {_ANSWERS_WAIT}")
        connection.execute(f"DELETE {_FORMS_WAIT}")
        connection.execute("COMMIT")
