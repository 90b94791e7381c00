"""What differs between two states of one alliance's record, such as now and a backup: counted, and meeting by meeting.

Two states are read whole and compared by the keys of their rows, so the older one may lack what came since, and may
have what was deleted since.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.look import Look, key
from db.meetings.labels import MeetingLabel
from db.surveys.waiting_sheets import ANSWERS, is_waiting
from db.vocabulary import MeetingStatus, MinutesState

KINDS: Final = (
    "meeting", "agenda_item", "decision", "action", "paper", "attendance", "member", "person", "working_group",
    "duty_turn", "note",
)  # fmt: skip
"""What is told by its kind, in the order in which it is told; names of tables."""
OTHER: Final = "other"
"""The kind of what stands in all other tables."""
_UNTOLD: Final = ("step", "change", "search_", "sqlite_")
"""How the names of tables begin that are not compared: history is told by steps, and the search is made of the rest."""
_DIGESTS: Final = "paper_content"
"""Whose rows are named by what is in them: that, megabytes of it, need not be read."""


@dataclass(frozen=True, slots=True)
class State:
    """What a record holds: its rows, what each meeting is and where it stood, and its steps."""

    alliance_id: uuid.UUID
    alliance: str
    rows: Mapping[str, Mapping[Any, int]]
    """By kind and key, what tells one state of a row from another: a hash, for there may be many megabytes of them."""
    meetings: Mapping[str, tuple[MeetingLabel, MeetingStatus, MinutesState]]
    steps: frozenset[str]
    waiting: int = 0
    """How many sheets of answers backups leave out."""


@dataclass(frozen=True, slots=True)
class KindDiffers:
    """How one kind of thing differs then from now: how many were not there yet, were deleted since, read otherwise."""

    kind: str
    fewer: int
    more: int
    other: int


@dataclass(frozen=True, slots=True)
class MeetingThen:
    """A meeting that stood elsewhere then than it does now."""

    label: MeetingLabel
    status: MeetingStatus
    minutes: MinutesState
    status_now: MeetingStatus
    minutes_now: MinutesState


@dataclass(frozen=True, slots=True)
class Differs:
    """What differs then from now; falsy where nothing does. `steps` counts the changes made since."""

    same_alliance: bool
    alliance: str
    steps: int
    kinds: tuple[KindDiffers, ...]
    meetings: tuple[MeetingThen, ...]
    missing: tuple[MeetingLabel, ...]
    """Meetings that were not there yet, the newest first."""
    waiting: int = 0
    """How many sheets of answers are in no backup yet (`db.surveys.sheets`)."""

    def __bool__(self) -> bool:
        return bool(self.kinds or self.meetings or self.steps or self.waiting or not self.same_alliance)


def state_of(look: Look) -> State:
    """Return what the record holds, as far as it is compared."""
    alliance = look.row("SELECT id, name FROM alliance")
    there = [row[0] for row in look.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rest = [name for name in there if name not in KINDS and not name.startswith(_UNTOLD)]
    others = {
        (name, place): state
        for name in rest
        for place, state in _rows(look, name).items()
        if not is_waiting(name, place)
    }
    meetings = look.rows(
        "SELECT m.id, coalesce(g.name, '') AS body, m.number, m.title, m.date, m.status, m.minutes_state "
        "FROM meeting m LEFT JOIN working_group g ON g.id = m.group_id"
    )
    return State(
        key(alliance["id"]),
        alliance["name"],
        {kind: _rows(look, kind) for kind in KINDS if kind in there} | {OTHER: others},
        {row["id"]: _meeting(row) for row in meetings},
        frozenset(row[0] for row in look.rows("SELECT id FROM step WHERE state = 'done'")),
        len({place[0] for place in _rows(look, ANSWERS) if is_waiting(ANSWERS, place)}) if ANSWERS in there else 0,
    )


def differs(now: State, then: State) -> Differs:
    """Return what differs in `then` from `now`."""
    moved = [
        MeetingThen(now.meetings[place][0], then.meetings[place][1], then.meetings[place][2], status, minutes)
        for place, (_label, status, minutes) in now.meetings.items()
        if place in then.meetings and then.meetings[place][1:] != (status, minutes)
    ]
    missing = [label for place, (label, *_stands) in now.meetings.items() if place not in then.meetings]
    return Differs(
        now.alliance_id == then.alliance_id,
        then.alliance,
        len(now.steps - then.steps),
        tuple(found for kind in (*KINDS, OTHER) if (found := _kind(kind, now, then)) is not None),
        tuple(sorted(moved, key=lambda one: (one.label.date, one.label.number or 0), reverse=True)),
        tuple(sorted(missing, key=lambda one: (one.date, one.number or 0), reverse=True)),
        now.waiting,
    )


def _kind(kind: str, now: State, then: State) -> KindDiffers | None:
    rows, before = now.rows.get(kind, {}), then.rows.get(kind, {})
    fewer, more = len(rows.keys() - before.keys()), len(before.keys() - rows.keys())
    other = sum(before[place] != rows[place] for place in before.keys() & rows.keys())
    return KindDiffers(kind, fewer, more, other) if fewer or more or other else None


def _rows(look: Look, table: str) -> dict[Any, int]:
    keys = [row["name"] for row in look.rows(f'PRAGMA table_info("{table}")') if row["pk"]]
    columns = ", ".join(keys) if table == _DIGESTS else "*"
    found = look.rows(f'SELECT {columns} FROM "{table}"')  # noqa: S608 (names of our own schema)
    return {tuple(row[key] for key in keys): hash(tuple(row)) for row in found}


def _meeting(row: Any) -> tuple[MeetingLabel, MeetingStatus, MinutesState]:
    label = MeetingLabel(
        key(row["id"]), row["body"], row["number"], row["title"], dt.date.fromisoformat(row["date"])
    )  # fmt: skip
    return label, MeetingStatus(row["status"]), MinutesState(row["minutes_state"])
