"""Writing an action's owner or date into its line, while the minutes it stands in are a draft."""

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.minutes.decisions import NOT_IN_TEXT
from db.minutes.marks import parse_line, with_due, with_owner
from db.minutes.owner_options import meeting_owner_names
from db.schema import Action, AgendaItem, Alliance, Meeting
from db.vocabulary import MinutesState
from db.when import parse_when


def write_owner(session: Session, row: Action, name: str) -> None:
    """Write the owner's name into the action's line; an empty name takes the owner out."""
    item = _draft_item(session, row)
    if item is not None and row.meeting_id is not None:
        row.owner_as_written = " ".join(name.split())
        language, names = alliance_language(session), meeting_owner_names(session, row.meeting_id)
        lines = item.text.split("\n")
        lines[row.line] = with_owner(lines[row.line], name, language=language, names=names)
        item.text = "\n".join(lines)
        said = parse_line(lines[row.line], language=language, names=names)
        if said is not None and said.said:
            row.text = said.said  # words that stood for the owner are the action's now


def write_due_date(session: Session, row: Action, *, written: str = "") -> None:
    """Write the due date into the action's line: as `written` if that means the very day, else as 2026-10-29."""
    item = _draft_item(session, row)
    if item is None or row.meeting_id is None:
        return
    language = alliance_language(session)
    words = "" if row.due_date is None else row.due_date.isoformat()
    if written and parse_when(written, today=_day(session, row.meeting_id), language=language) == row.due_date:
        words = written
    lines = item.text.split("\n")
    names = meeting_owner_names(session, row.meeting_id)
    lines[row.line] = with_due(lines[row.line], words, language=language, names=names)
    item.text = "\n".join(lines)


def alliance_language(session: Session) -> str:
    """Return the language the alliance's papers are written in."""
    return session.scalars(select(Alliance.language)).one()


def _day(session: Session, meeting_id: uuid.UUID | None) -> dt.date:
    return session.get_one(Meeting, meeting_id).date


def _draft_item(session: Session, row: Action) -> AgendaItem | None:
    if row.item_id is None or row.meeting_id is None or row.line == NOT_IN_TEXT:
        return None
    if session.get_one(Meeting, row.meeting_id).minutes_state is not MinutesState.DRAFT:
        return None
    item = session.get_one(AgendaItem, row.item_id)
    return item if row.line < item.text.count("\n") + 1 else None
