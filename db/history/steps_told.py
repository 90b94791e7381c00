"""What each of the newest steps was about: the action's words, the member's name, the meeting; all in one query."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from db.changes import Changes
from db.history import history
from db.history.history import StepRow, recent_steps
from db.meetings.labels import MeetingLabel
from db.schema import Step

LONGEST = 200
"""Letters of an action's or a decision's words that are read."""


@dataclass(frozen=True, slots=True)
class About:
    """What a step was about: `count` records of a table; the name of the one, or the meeting."""

    table: str
    count: int
    name: str = ""
    meeting: MeetingLabel | None = None


@dataclass(frozen=True, slots=True)
class ToldStep(StepRow):
    """A step with what it was about; nothing where that is not known, or was deleted and stands in `deleted`."""

    about: About | None = None
    of: str = ""
    """For an undo or a redo: the name of the step undone or done again."""


_ORDER = (
    "member", "person", "working_group", "meeting", "paper", "decision", "action", "agenda_item", "attendance",
    "representative", "co_chair_term", "group_membership", "membership", "offer", "member_kind", "meeting_officer",
    "call_log", "item_skip", "meeting_series", "recommendation", "finding", "interview", "evaluation", "indicator",
    "note", "charter_version", "charter_section", "challenge", "observation", "endorsement", "duty_turn", "absence",
    "desk_key",
)  # fmt: skip
"""Of several tables that a step touched, the first is what it was about."""

_SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("add_action", "close_action", "drop_action", "reopen_action", "set_owner", "set_due_date"),
                        "action"),
        **dict.fromkeys(("record_consensus", "record_votes", "clear_how_taken", "supersede", "set_effective_date"),
                        "decision"),
        **dict.fromkeys(("add_recommendation", "turn_into_action", "record_result"), "recommendation"),
        **dict.fromkeys(("save_item_text", "correct_minutes", "set_item_done", "add_item", "change_item", "move_item",
                         "propose_item", "withdraw_item", "take_from_pool", "set_brought_by", "set_purpose",
                         "mark_internal"),
                        "agenda_item"),
        **dict.fromkeys(("add_section", "change_section", "move_section", "delete_section"), "charter_section"),
    }
)  # fmt: skip
"""Steps that are about something else than the order says."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "member": "SELECT name FROM member WHERE id = row_id",
        "person": "SELECT name FROM person WHERE id = row_id",
        "working_group": "SELECT name FROM working_group WHERE id = row_id",
        "paper": "SELECT coalesce(nullif(title, ''), name) FROM paper WHERE id = row_id",
        "decision": "SELECT substr(text, 1, :longest) FROM decision WHERE id = row_id",
        "action": "SELECT substr(text, 1, :longest) FROM action WHERE id = row_id",
        "agenda_item": "SELECT title FROM agenda_item WHERE id = row_id",
        "attendance": "SELECT coalesce(m.name, p.name, a.name) FROM attendance a"
        " LEFT JOIN member m ON m.id = a.member_id LEFT JOIN person p ON p.id = a.person_id WHERE a.id = row_id",
        "representative": "SELECT p.name || ', ' || m.name FROM representative r JOIN person p ON p.id = r.person_id"
        " JOIN member m ON m.id = r.member_id WHERE r.id = row_id",
        "co_chair_term": "SELECT p.name FROM co_chair_term c JOIN person p ON p.id = c.person_id WHERE c.id = row_id",
        "group_membership": "SELECT m.name || ', ' || w.name FROM group_membership g"
        " JOIN member m ON m.id = g.member_id JOIN working_group w ON w.id = g.group_id WHERE g.id = row_id",
        "membership": "SELECT m.name FROM membership s JOIN member m ON m.id = s.member_id WHERE s.id = row_id",
        "offer": "SELECT text FROM offer WHERE id = row_id",
        "member_kind": "SELECT name FROM member_kind WHERE id = row_id",
        "meeting_series": "SELECT title FROM meeting_series WHERE id = row_id",
        "recommendation": "SELECT substr(text, 1, :longest) FROM recommendation WHERE id = row_id",
        "finding": "SELECT title FROM finding WHERE id = row_id",
        "interview": "SELECT with_whom FROM interview WHERE id = row_id",
        "charter_version": "SELECT substr(text, 1, :longest) FROM charter_version WHERE id = row_id",
        "charter_section": "SELECT coalesce(nullif(heading, ''), substr(text, 1, :longest)) FROM charter_section"
        " WHERE id = row_id",
        "indicator": "SELECT name FROM indicator WHERE id = row_id",
        "observation": "SELECT i.name FROM observation o JOIN indicator i ON i.id = o.indicator_id WHERE o.id = row_id",
        "note": "SELECT title FROM note WHERE id = row_id",
        "challenge": "SELECT name FROM challenge WHERE id = row_id",
        "endorsement": "SELECT m.name FROM endorsement e JOIN member m ON m.id = e.member_id WHERE e.id = row_id",
        "duty_turn": "SELECT m.name FROM duty_turn t JOIN member m ON m.id = t.member_id WHERE t.id = row_id",
        "absence": "SELECT coalesce(m.name, p.name) FROM absence a"
        " LEFT JOIN member m ON m.id = a.member_id LEFT JOIN person p ON p.id = a.person_id WHERE a.id = row_id",
        "desk_key": "SELECT name FROM desk_key WHERE id = row_id",
    }
)
"""By table, how a row that stands is named."""

_MEETINGS: Mapping[str, str] = MappingProxyType(
    {
        "meeting": "row_id",
        "meeting_officer": "(SELECT meeting_id FROM meeting_officer WHERE id = row_id)",
        "call_log": "(SELECT meeting_id FROM call_log WHERE id = row_id)",
        "item_skip": "(SELECT meeting_id FROM item_skip WHERE id = row_id)",
    }
)
"""By table, the meeting a row is about."""


def _cases(parts: Mapping[str, str], form: str) -> str:
    return "\n".join(f"WHEN '{table}' THEN {form.format(part)}" for table, part in parts.items())


# What only stands in another place since is not what the step was about, but where it was itself moved there: the key
# by which steps on the same thing become one tells which that is.
_QUERY = text(
    f"""
    WITH shown AS (
        SELECT step.id, replace(coalesce(of.merge_key, step.merge_key), '-', '') AS of_what
        FROM step LEFT JOIN step of ON of.id = step.subject_id ORDER BY step.sequence DESC LIMIT :limit
    ),
    touched AS (
        SELECT step_id, table_name, count(*) AS n, min(position), row_id, new AS fields
        FROM shown JOIN change ON change.step_id = shown.id
            WHERE (length(new) > 40 OR json_remove(new, '$.position') <> '{{}}' OR of_what = 'position:' || row_id)
        GROUP BY step_id, table_name
    )
    SELECT step_id, table_name, n,
        coalesce(
            CASE table_name {_cases(_NAMES, "({})")} END,
            json_extract(fields, '$.title'), json_extract(fields, '$.name'),
            substr(json_extract(fields, '$.text'), 1, :longest)
        ),
        meeting.id, working_group.name, meeting.number, meeting.title, meeting.date
    FROM touched
    LEFT JOIN meeting ON meeting.id = CASE table_name {_cases(_MEETINGS, "{}")} END
    LEFT JOIN working_group ON working_group.id = meeting.group_id
    """  # noqa: S608 - made of nothing but what stands above
)


def what_was_done(session: Session, *, limit: int = 100) -> list[ToldStep]:
    """Return the newest steps with what each was about, newest first."""
    steps = recent_steps(session, limit=limit)
    touched: dict[uuid.UUID, dict[str, About]] = defaultdict(dict)
    for step_id, table, count, name, *of_meeting in session.execute(_QUERY, {"limit": limit, "longest": LONGEST}):
        touched[uuid.UUID(step_id)][table] = About(table, count, " ".join((name or "").split()), _label(*of_meeting))
    done = aliased(Step)
    found = select(Step.id, done.name).join(done, done.id == Step.subject_id)
    undone = dict(session.execute(found.where(Step.id.in_([step.id for step in steps]))).all())
    return [_told(step, touched.get(step.id, {}), undone.get(step.id, "")) for step in steps]


def undo_told(session: Session) -> tuple[ToldStep, Changes]:
    """Undo the newest step; return what that was about, and what changed.

    Raises:
        NothingToUndo: If no step is left to undo.
    """
    _name, changes = history.undo(session)
    return what_was_done(session, limit=1)[0], changes


def redo_told(session: Session) -> tuple[ToldStep, Changes]:
    """Do the step undone last again; return what that was about, and what changed.

    Raises:
        NothingToRedo: If nothing was undone, or something new was done since.
    """
    _name, changes = history.redo(session)
    return what_was_done(session, limit=1)[0], changes


def _told(step: StepRow, touched: Mapping[str, About], of: str) -> ToldStep:
    fields = {field.name: getattr(step, field.name) for field in dataclasses.fields(step)}
    subject = _SUBJECTS.get(of or step.name, "")
    tables: Sequence[str] = (subject, *_ORDER) if subject in touched else _ORDER
    about = next((touched[table] for table in tables if table in touched), None)
    return ToldStep(**fields, about=about, of=of)


def _label(key: Any, group: str | None, number: int | None, title: str | None, date: str | None) -> MeetingLabel | None:
    if key is None or date is None:
        return None
    return MeetingLabel(uuid.UUID(key), group or "", number, title or "", dt.date.fromisoformat(date))
