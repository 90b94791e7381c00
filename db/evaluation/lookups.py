"""Names that an evaluation shows beside its numbers: codes of members, words of actions and items, later meetings."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors.records import NotFound
from db.meetings.labels import MeetingLabel
from db.schema import Action, AgendaItem, Duty, Finding, Interview, Meeting, Member, Recommendation

_TABLES: Mapping[str, type[Any]] = MappingProxyType(
    {"finding": Finding, "interview": Interview, "recommendation": Recommendation}
)


def evaluation_with(session: Session, kind: str, key: uuid.UUID) -> tuple[uuid.UUID, str]:
    """Return the evaluation that a "finding", "interview" or "recommendation" belongs to, and the word of a finding.

    Raises:
        NotFound: If it is not on record (any more).
    """
    row: Finding | Interview | Recommendation | None = session.get(_TABLES[kind], key)
    if row is None:
        raise NotFound(kind, key)
    return row.evaluation_id, row.key if isinstance(row, Finding) else ""


def member_codes(session: Session) -> dict[uuid.UUID, str]:
    """Return the short letters of each member that has some."""
    return {key: code for key, code in session.execute(select(Member.id, Member.code)) if code}


def general_meetings_from(session: Session, day: dt.date) -> list[MeetingLabel]:
    """Return the general meetings from a day on, the latest first."""
    wanted = select(Meeting.id, Meeting.number, Meeting.title, Meeting.date).where(
        Meeting.group_id.is_(None), Meeting.date >= day
    )
    found = session.execute(wanted.order_by(Meeting.date.desc()))
    return [MeetingLabel(key, "", number, title, date) for key, number, title, date in found]


def action_texts(session: Session, actions: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the words of these actions."""
    return dict(session.execute(select(Action.id, Action.text).where(Action.id.in_(actions))).all())


def item_titles(session: Session, items: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, uuid.UUID]]:
    """Return the title and the meeting of each of these items."""
    wanted = select(AgendaItem.id, AgendaItem.title, AgendaItem.meeting_id).where(AgendaItem.id.in_(items))
    return {key: (title, meeting) for key, title, meeting in session.execute(wanted) if meeting is not None}


def duty_names(session: Session) -> list[tuple[uuid.UUID, str, str]]:
    """Return each duty's key, the word it is known by, and its own name where it has one."""
    return [(key, word, name) for key, word, name in session.execute(select(Duty.id, Duty.key, Duty.name))]
