"""Who has the desk, and where one file stands among copies; in plain SQL, because it is asked as a file is opened."""

import datetime as dt
import uuid
from dataclasses import dataclass

from db.look import Look, date_or_none, key, key_or_none


@dataclass(frozen=True, slots=True)
class DeskRow:
    """Who has the desk. `count` says how often it changed hands; with `given_at` it is no longer in this file."""

    name: str
    office: str
    person_id: uuid.UUID | None
    since: dt.date | None
    count: int
    given_at: dt.datetime | None
    worries: str
    read_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """Where a file stands among the copies of one alliance: handovers, then steps, then which step was the last."""

    alliance_id: uuid.UUID
    alliance: str
    count: int
    handover_id: uuid.UUID | None
    """The last change of hands; two files with one count and different ones are both somebody's."""
    holder: str
    steps: int
    last_step_id: uuid.UUID | None
    last_at: dt.datetime | None


def desk_row(look: Look) -> DeskRow:
    """Return who has the desk."""
    row = look.row("SELECT name, office, person_id, since, count, given_at, worries, read_on FROM desk")
    return DeskRow(
        row["name"], row["office"], key_or_none(row["person_id"]), date_or_none(row["since"]), row["count"],
        _moment(row["given_at"]), row["worries"], date_or_none(row["read_on"]),
    )  # fmt: skip


def standing_of(look: Look) -> CopyStanding:
    """Return where the file stands among copies of it."""
    alliance = look.row("SELECT id, name FROM alliance")
    last = look.row("SELECT id, sequence, at FROM step ORDER BY sequence DESC LIMIT 1")
    row = desk_row(look)
    change = look.value("SELECT id FROM handover WHERE count = ?", row.count)
    return CopyStanding(
        key(alliance["id"]), alliance["name"], row.count, key_or_none(change), row.name,
        last["sequence"] if last else 0, key(last["id"]) if last else None, _moment(last["at"]) if last else None,
    )  # fmt: skip


def has_step(look: Look, step_id: uuid.UUID) -> bool:
    """Return whether a step was made in this file, or in the one it is a copy of."""
    return look.value("SELECT 1 FROM step WHERE id = ?", step_id) is not None


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
