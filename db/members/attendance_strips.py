"""How each member attended: the marks of its last meetings, told in strips."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from db.look import key, looking, words
from db.meetings.labels import HELD
from db.members.first_known import first_known
from db.spells import today
from db.vocabulary import AttendanceStatus

STRIP = 6
"""Meetings in the attendance strip of a list."""

LONG_STRIP = 12
"""Meetings in the attendance strip of one member."""

_RANKED = (AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT)

_COULD_ATTEND = f"""
    SELECT held.id FROM meeting AS held
    WHERE held.group_id IS NULL AND held.status IN ({words(HELD)}) AND held.date <= ? AND (
        EXISTS (
            SELECT 1 FROM membership AS spell WHERE spell.member_id = member.id AND spell.status = 'member'
            AND (spell.from_date IS NULL OR spell.from_date <= held.date)
            AND (spell.to_date IS NULL OR spell.to_date > held.date)
        ) OR EXISTS (SELECT 1 FROM attendance AS mark WHERE mark.member_id = member.id AND mark.meeting_id = held.id)
    )
    ORDER BY held.date DESC, held.number DESC LIMIT ?
"""
"""The newest meetings that the member of the query around could have attended up to a day."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a member attended one meeting of the plenary."""

    meeting_id: uuid.UUID
    number: int | None
    date: dt.date
    status: AttendanceStatus


def attendance_strips(
    session: Session, on: dt.date | None = None, *, last: int = STRIP, member_id: uuid.UUID | None = None
) -> dict[uuid.UUID, tuple[Mark, ...]]:
    """Return each member's last meetings of the plenary up to a day, the oldest first.

    A meeting counts if it was held while the member had a seat, or if the member is on its attendance list; where it is
    not known since when it belongs, from the day on which the record knows of it (`first_known`). Present through
    anybody is present; nothing on the list is absent.
    """
    ranks = " ".join(f"WHEN '{status}' THEN {rank}" for rank, status in enumerate(_RANKED))
    of_one, values = ("WHERE member.id = ?", [member_id]) if member_id is not None else ("", [])
    look = looking(session)  # asked through SQLAlchemy, this takes longer to put into words than to answer
    found = look.rows(
        f"""
        SELECT member.id, meeting.id, meeting.number, meeting.date, min(CASE attendance.status {ranks} ELSE 2 END)
        FROM member JOIN meeting ON meeting.id IN ({_COULD_ATTEND})
        LEFT JOIN attendance ON attendance.meeting_id = meeting.id AND attendance.member_id = member.id
        {of_one} GROUP BY member.id, meeting.id ORDER BY meeting.date, meeting.number
        """,
        on or today(), last, *values,
    )  # fmt: skip
    keys, known = cache(key), first_known(look)
    strips: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    for member, meeting, number, date, rank in found:
        owner, day = keys(member), dt.date.fromisoformat(date)
        if known.get(owner, day) <= day:
            strips[owner].append(Mark(keys(meeting), number, day, _RANKED[rank]))
    return {owner: tuple(marks) for owner, marks in strips.items()}


def missed_last(marks: tuple[Mark, ...], count: int = 3) -> bool:
    """Return whether a member neither came to nor sent apologies for its last `count` meetings."""
    recent = marks[-count:]
    return len(recent) == count and all(mark.status is AttendanceStatus.ABSENT for mark in recent)


def always_there(marks: tuple[Mark, ...]) -> bool:
    """Return whether a member came to every one of these meetings, and there was one."""
    return bool(marks) and all(mark.status is AttendanceStatus.PRESENT for mark in marks)
