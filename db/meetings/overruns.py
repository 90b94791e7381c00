"""What past agendas tell about time: items that came without a purpose, and how much longer they took."""

import datetime as dt
import uuid
from dataclasses import dataclass

from db.look import Look, marks, words
from db.meetings.labels import HELD

LOOK_BACK = 4
FURTHEST_BACK = 12
"""Older meetings than so many tell nothing about today, and their long texts take time to pass over."""
LEAST_ITEMS = 2
"""One item proves nothing."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """`items` without a purpose were dealt with in the last `meetings`; each took `minutes_over` longer on average."""

    items: int
    meetings: int
    minutes_over: int


def overrun_without_purpose(look: Look, group_id: uuid.UUID | None, before: dt.date) -> Overrun | None:
    """Return how items without a purpose ran over in a body's last meetings before a day; nothing if they did not.

    Only items whose time was taken count, and only the last `LOOK_BACK` meetings that had their time taken.
    """
    recent = look.rows(
        f"SELECT id FROM meeting WHERE group_id IS ? AND date < ? AND status IN ({words(HELD)})"
        " ORDER BY date DESC, id DESC LIMIT ?",
        group_id, before, FURTHEST_BACK,
    )  # fmt: skip
    rows = look.rows(
        "SELECT meeting_id, spent_seconds - planned_minutes * 60, kind = 'item' AND purpose IS NULL FROM agenda_item"
        f" WHERE meeting_id IN ({marks(recent)}) AND spent_seconds > 0",
        *(row[0] for row in recent),
    )
    known = {row[0] for row in rows}
    last = [row[0] for row in recent if row[0] in known][:LOOK_BACK]
    over = [seconds for meeting, seconds, counts in rows if counts and meeting in last]
    if len(over) < LEAST_ITEMS:
        return None
    minutes = round(sum(over) / len(over) / 60)
    return Overrun(len(over), len(last), minutes) if minutes >= 1 else None
