"""What the five steps of one meeting ask for, counted from the record."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.duties.desk import DeskTurn
from db.look import Look, date_or_none, key, key_or_none, on_day, time_or_none
from db.meetings.labels import ItemLabel, MeetingLabel
from db.meetings.quorum_rules import quorum_rule
from db.meetings.seats import Seats
from db.minutes.guests import names_a_guest
from db.vocabulary import ItemOrigin, MeetingRole, MeetingStatus, MinutesState


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An agenda item: its number on the agenda, and what its name is made of."""

    id: uuid.UUID
    number: int
    label: ItemLabel


@dataclass(frozen=True, slots=True)
class Focus:
    """The meeting in hand. Counts are of agenda items (not breaks), seats, members told, papers and so on."""

    label: MeetingLabel
    group_id: uuid.UUID | None
    status: MeetingStatus
    minutes_state: MinutesState
    start_time: dt.time | None
    planned_minutes: int
    place: str
    has_purpose: bool
    items: int
    items_done: int
    brought: int
    """Items that members or groups bring."""
    total_minutes: int
    without_purpose: tuple[ItemRef, ...]
    current: ItemRef | None
    """The item being dealt with while the meeting runs."""
    proposals: int
    """Items proposed to the body that wait for a meeting."""
    co_chairs: int
    agenda_approved_on: dt.date | None
    called_on: dt.date | None
    to_tell: int
    """Seats whose members are to be told; observers are told too, but do not count."""
    told: int
    """How many of them were told of the meeting as it now stands."""
    papers: int
    seats: int
    needed: int
    """Seats a quorum needs; 0 where none is asked for."""
    present: int
    started_at: dt.time | None
    finished_on: dt.date | None
    circulated_on: dt.date | None
    comments_by: dt.date | None
    chairs: tuple[str, ...]
    minute_takers: tuple[str, ...]
    callers: tuple[str, ...]
    """Who sends the call, and who keeps the records, by the rota."""
    keepers: tuple[str, ...]
    decisions: int
    actions: int
    actions_open: int
    not_agreed: int
    next_date: dt.date | None
    """When the body meets again."""


_COLUMNS = (
    "group_id", "number", "title", "date", "status", "minutes_state", "start_time", "planned_minutes", "place",
    "purpose", "agenda_approved_on", "called_on", "call_sequence", "started_at", "current_item_id", "finished_on",
    "circulated_on", "comments_by",
)  # fmt: skip


def focus_of(look: Look, meeting_id: uuid.UUID, roster: Seats) -> Focus:
    """Return what the steps of a meeting ask for."""
    row = look.row(
        f"SELECT {', '.join(f'meeting.{name}' for name in _COLUMNS)}, working_group.name AS group_name"
        " FROM meeting LEFT JOIN working_group ON working_group.id = meeting.group_id WHERE meeting.id = ?",
        meeting_id,
    )
    items = look.rows(
        "SELECT item.id, item.kind, item.title, item.origin, item.purpose, item.planned_minutes, item.done,"
        " item.brought_by_member_id, item.brought_by_group_id, about.id AS about_id, about.number AS about_number,"
        " about.title AS about_title, about.date AS about_date, working_group.name AS about_group"
        " FROM agenda_item AS item LEFT JOIN meeting AS about ON about.id = item.about_meeting_id"
        " LEFT JOIN working_group ON working_group.id = about.group_id"
        " WHERE item.meeting_id = ? ORDER BY item.position, item.id",
        meeting_id,
    )
    real = [item for item in items if item["kind"] == "item"]
    refs = {item["id"]: ItemRef(key(item["id"]), number, _label(item)) for number, item in enumerate(real, 1)}
    group_id, day = key_or_none(row["group_id"]), dt.date.fromisoformat(row["date"])
    holders = roster.holders(group_id, day)
    actions, still_open, not_agreed = _actions(look, meeting_id)
    officers = _officers(look, meeting_id)
    return Focus(
        label=MeetingLabel(meeting_id, row["group_name"] or "", row["number"], row["title"], day),
        group_id=group_id,
        status=MeetingStatus(row["status"]),
        minutes_state=MinutesState(row["minutes_state"]),
        start_time=time_or_none(row["start_time"]),
        planned_minutes=row["planned_minutes"],
        place=row["place"],
        has_purpose=bool(row["purpose"].strip()),
        items=len(real),
        items_done=sum(item["done"] for item in real),
        brought=sum(bool(item["brought_by_member_id"] or item["brought_by_group_id"]) for item in real),
        total_minutes=sum(item["planned_minutes"] for item in items),
        without_purpose=tuple(refs[item["id"]] for item in real if item["purpose"] is None),
        current=refs.get(row["current_item_id"]),
        agenda_approved_on=date_or_none(row["agenda_approved_on"]),
        called_on=date_or_none(row["called_on"]),
        to_tell=len(holders),
        told=len(_told(look, meeting_id, row["call_sequence"]) & holders),
        seats=len(holders),
        needed=quorum_rule(look, group_id).needed(len(holders)),
        started_at=time_or_none(row["started_at"]),
        finished_on=date_or_none(row["finished_on"]),
        circulated_on=date_or_none(row["circulated_on"]),
        comments_by=date_or_none(row["comments_by"]),
        chairs=officers[MeetingRole.CHAIR],
        minute_takers=officers[MeetingRole.MINUTES],
        callers=(),
        keepers=(),
        actions=actions,
        actions_open=still_open,
        not_agreed=not_agreed,
        **_counts(look, meeting_id, group_id, day),
    )


def _label(item: Any) -> ItemLabel:
    about = None
    if item["about_id"] is not None:
        day = dt.date.fromisoformat(item["about_date"])
        about = MeetingLabel(
            key(item["about_id"]), item["about_group"] or "", item["about_number"], item["about_title"], day
        )
    return ItemLabel(item["title"], ItemOrigin(item["origin"]), about)


def with_duties(focus: Focus, turns: Sequence[DeskTurn]) -> Focus:
    """Return the meeting in hand with who has its turns, where nobody else was named at the meeting itself."""
    names: dict[str, tuple[str, ...]] = {
        turn.key: (turn.person or turn.member,)
        for turn in turns
        if not turn.is_free and turn.meeting is not None and turn.meeting.id == focus.label.id
    }
    return replace(
        focus,
        chairs=focus.chairs or names.get("chairing", ()),
        minute_takers=focus.minute_takers or names.get("minutes", ()),
        callers=names.get("calling", ()),
        keepers=names.get("records", ()),
    )


def _counts(look: Look, meeting_id: uuid.UUID, group_id: uuid.UUID | None, day: dt.date) -> dict[str, Any]:
    """Return what is just counted, in one query: each costs more to ask than to answer."""
    row = look.row(
        f"""
        SELECT
            (SELECT count(*) FROM agenda_item WHERE meeting_id IS NULL AND NOT withdrawn AND group_id IS ?)
                AS proposals,
            (SELECT count(*) FROM co_chair_term WHERE {on_day("co_chair_term")}) AS co_chairs,
            (SELECT count(*) FROM paper WHERE meeting_id = ?) AS papers,
            (SELECT count(*) FROM decision WHERE meeting_id = ?) AS decisions,
            (SELECT count(DISTINCT member_id) FROM attendance
                WHERE meeting_id = ? AND seat = 'member' AND status = 'present' AND left_at IS NULL) AS present,
            (SELECT min(date) FROM meeting WHERE group_id IS ? AND date > ? AND status != 'cancelled') AS next_date
        """,
        group_id, day, day, meeting_id, meeting_id, meeting_id, group_id, day,
    )  # fmt: skip
    return {name: row[name] for name in row.keys()} | {"next_date": date_or_none(row["next_date"])}  # noqa: SIM118


def _told(look: Look, meeting_id: uuid.UUID, sequence: int) -> set[uuid.UUID]:
    found = look.rows(
        "SELECT member_id FROM call_log WHERE meeting_id = ? AND sequence = ? AND what IN ('call', 'change')"
        " AND member_id IS NOT NULL",
        meeting_id,
        sequence,
    )
    return {key(row[0]) for row in found}


def _officers(look: Look, meeting_id: uuid.UUID) -> dict[MeetingRole, tuple[str, ...]]:
    found = look.rows(
        "SELECT role, coalesce(person.name, member.name, as_written) FROM meeting_officer"
        " LEFT JOIN person ON person.id = meeting_officer.person_id"
        " LEFT JOIN member ON member.id = meeting_officer.member_id"
        " WHERE meeting_id = ? ORDER BY position",
        meeting_id,
    )
    names: dict[MeetingRole, list[str]] = {role: [] for role in MeetingRole}
    for role, name in found:
        names[MeetingRole(role)].append(name)
    return {role: tuple(those) for role, those in names.items()}


def _actions(look: Look, meeting_id: uuid.UUID) -> tuple[int, int, int]:
    """Return how many actions the meeting has, how many are open, and how many of those are not agreed yet."""
    found = look.row(
        f"""
        SELECT count(*), sum(state = 'open'), sum(state = 'open' AND (due_date IS NULL
            OR (owner_member_id IS NULL AND owner_person_id IS NULL AND NOT {names_a_guest("action")})))
        FROM action WHERE meeting_id = ?
        """,
        meeting_id,
    )
    return found[0], found[1] or 0, found[2] or 0
