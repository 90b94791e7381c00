"""What a call says, as plain values: read once from the record, then put into a calendar file, a mail or a message."""

import datetime as dt
import re
import unicodedata
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.meetings.agenda import agenda
from db.meetings.calls import call_sheet
from db.meetings.meetings import meeting, meeting_label
from db.vocabulary import ItemKind, ItemPurpose, What
from desktop import texts
from desktop.naming.meetings import item_title, meeting_name, purpose_word

ANSWER_DAYS = 3
"""Answers are asked for this many days before the meeting, where there is still so much time."""


@dataclass(frozen=True, slots=True)
class InvitationItem:
    """An agenda item. `starts` is empty where the meeting has no time."""

    number: int
    title: str
    purpose: ItemPurpose | None
    purpose_word: str
    starts: dt.time | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """What people are told of a meeting. Times are local, as on the wall of the room."""

    meeting_id: uuid.UUID
    sequence: int
    what: What
    alliance: str
    email: str
    phone: str
    name: str
    day: dt.date
    start: dt.time | None
    planned_minutes: int
    place: str
    purpose: str
    reason: str
    """Why it was cancelled; empty unless it was."""
    items: tuple[InvitationItem, ...]
    answer_by: dt.date | None = None

    @property
    def starts(self) -> dt.datetime | None:
        """Return when it starts, without a zone."""
        return None if self.start is None else dt.datetime.combine(self.day, self.start)

    @property
    def ends(self) -> dt.datetime | None:
        """Return when it is planned to end, without a zone."""
        return self.starts + dt.timedelta(minutes=self.planned_minutes) if self.starts else None

    @property
    def when(self) -> str:
        """Return "Thursday 22 October 2026, 10:00–12:30"."""
        day = texts.date_with_weekday(self.day)
        if self.starts is None or self.ends is None:
            return day
        if not self.planned_minutes:
            return f"{day}, {texts.time_of_day(self.starts)}"
        return f"{day}, {texts.time_span(self.starts, self.ends)}"


def invitation(session: Session, meeting_id: uuid.UUID, *, answer_by: dt.date | None = None) -> Invitation:
    """Return what people are to be told of a meeting as things stand, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    row = detail.row
    own = alliance(session)
    start = None if row.start_time is None else dt.datetime.combine(row.date, row.start_time)
    return Invitation(
        meeting_id=meeting_id,
        sequence=detail.call_sequence,
        what=call_sheet(session, meeting_id).what,
        alliance=own.name,
        email=own.email,
        phone=own.phone,
        name=meeting_name(meeting_label(detail)),
        day=row.date,
        start=row.start_time,
        planned_minutes=row.planned_minutes,
        place=row.place,
        purpose=detail.purpose,
        reason=detail.cancelled_reason,
        items=tuple(
            InvitationItem(
                item.number or 0,
                item_title(item),
                item.purpose,
                purpose_word(item.purpose) if item.purpose else "",
                (start + dt.timedelta(minutes=item.starts_after_minutes)).time() if start else None,
            )
            for item in agenda(session, meeting_id)
            if item.kind is ItemKind.ITEM
        ),
        answer_by=answer_by,
    )


def answer_day(day: dt.date, asked: dt.date | None, *, today: dt.date) -> dt.date | None:
    """Return by when to answer: the day `asked` on record, unless the meeting was moved before it; else the usual."""
    return asked if asked is not None and asked < day else usual_answer_day(day, today=today)


def usual_answer_day(day: dt.date, *, today: dt.date) -> dt.date | None:
    """Return by when to answer: some days before the meeting, at the earliest tomorrow; never, once it is that near."""
    answer = max(day - dt.timedelta(days=ANSWER_DAYS), today + dt.timedelta(days=1))
    return answer if answer < day else None


def plain_line(text: str) -> str:
    """Return `text` in one line, without control characters: fit for a mail's header or a file's name."""
    return " ".join("".join(" " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") else mark for mark in text).split())


def plain_text(text: str) -> str:
    """Return `text` with its lines, without other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(mark for mark in line if mark == "\t" or unicodedata.category(mark) != "Cc") for line in lines
    )


def file_name(words: str, suffix: str) -> str:
    """Return a name every system takes for a file: "Agenda – General meeting 41.pdf"."""
    safe = re.sub(r'[<>:"/\\|?*]', "-", plain_line(words)).strip(" .")[:80].strip(" .")
    return f"{safe or 'Ronda'}{suffix}"
