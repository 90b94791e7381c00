"""What fields of the record were at a moment of the past, and what made them what they are, by its history."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from db.look import Look, fields, key, marks


def since_when(look: Look, row_id: uuid.UUID, field: str, values: Collection[str]) -> int | None:
    """Return the sequence of the step since which a row has one of these stored values; nothing if it has not.

    What was undone counts as what it was: a step, and one back.
    """
    since = None
    for sequence, new in look.rows(
        "SELECT step.sequence, change.new FROM change JOIN step ON step.id = change.step_id WHERE change.row_id = ?"
        " ORDER BY step.sequence, change.position",
        row_id,
    ):
        became = fields(new)
        if became and field in became:
            since = (since or sequence) if became[field] in values else None
    return since


def values_after(
    look: Look, row_ids: Sequence[uuid.UUID], names: Sequence[str], sequence: int, *, kept: str = ""
) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what the fields `names` of rows were right after a step, as stored, for those that changed since.

    What a later step of the name `kept` set stays: such a step changes the past on purpose.
    """
    values: dict[uuid.UUID, dict[str, Any]] = {}
    settled: set[tuple[uuid.UUID, str]] = set()
    for row_key, old, step_name in look.rows(
        "SELECT change.row_id, change.old, step.name FROM change JOIN step ON step.id = change.step_id"
        f" WHERE change.row_id IN ({marks(row_ids)}) AND step.sequence > ?"
        " ORDER BY step.sequence DESC, change.position DESC",
        *row_ids,
        sequence,
    ):
        row_id, were = key(row_key), fields(old) or {}
        for name in names:
            if name not in were or (row_id, name) in settled:
                continue
            if kept and step_name == kept:
                settled.add((row_id, name))
            else:
                values.setdefault(row_id, {})[name] = were[name]
    return values


def set_by(look: Look, row_id: uuid.UUID, *names: str) -> str:
    """Return the name of the step that last changed one of the fields `names` of a row, or nothing if none has.

    What was undone does not count, nor does adding, deleting or restoring the row.
    """
    fate: dict[str, str] = {}
    for step_id, step_name, subject_id, new in look.rows(
        "SELECT step.id, step.name, step.subject_id, change.new FROM change JOIN step ON step.id = change.step_id"
        " WHERE change.row_id = ? AND change.old IS NOT NULL AND change.new IS NOT NULL"
        " ORDER BY step.sequence DESC, change.position DESC",
        row_id,
    ):
        if not any(name in (fields(new) or {}) for name in names):
            continue
        if subject_id is not None:
            fate.setdefault(subject_id, step_name)
        elif fate.get(step_id) != "undo":
            return str(step_name)
    return ""
