"""The day "next meeting" means in the minutes of a meeting, and the actions due then.

An action due `>next meeting` keeps the day that was. When meetings of the body change, so does that day while the
minutes are not approved: what is planned, moved or cancelled brings the actions along in the same step of history.
"""

import datetime as dt
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.conditions import of_body
from db.meetings.lookup import get_meeting
from db.minutes.decisions import NOT_IN_TEXT
from db.minutes.draft_lines import alliance_language
from db.minutes.marks import parse_line
from db.schema import Action, AgendaItem, Change, Meeting, Step
from db.vocabulary import ActionState, MeetingStatus, MinutesState
from db.when import parse_when

_ANY_DAY = dt.date(1, 1, 2)  # no line says this day but by meaning the next meeting


def next_meeting_date(session: Session, meeting_id: uuid.UUID) -> dt.date | None:
    """Return the day the same body meets next after this meeting, if that is planned."""
    meeting = get_meeting(session, meeting_id)
    return session.scalar(
        select(Meeting.date)
        .where(
            of_body(meeting.group_id),
            Meeting.date > meeting.date,
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(Meeting.date)
        .limit(1)
    )


def follow_next_meeting(session: Session, group_id: uuid.UUID | None) -> None:
    """Let the open actions due at the next meeting of a body be due on the day that is now.

    Those of approved minutes stay, and those whose date was moved by itself since the minutes went out.
    """
    session.flush()
    found = session.execute(
        select(Action, AgendaItem.text, Meeting)
        .join(AgendaItem, AgendaItem.id == Action.item_id)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(
            of_body(group_id),
            Meeting.minutes_state.in_((MinutesState.DRAFT, MinutesState.CIRCULATED)),
            Action.state == ActionState.OPEN,
            Action.line != NOT_IN_TEXT,
            AgendaItem.text.contains(">"),
        )
    ).all()
    language = alliance_language(session) if found else ""
    for row, text, meeting in found:
        lines = text.split("\n")
        if row.line < len(lines) and _means_next_meeting(lines[row.line], meeting.date, language):
            day = next_meeting_date(session, meeting.id)
            if row.due_date != day and not (meeting.minutes_state is MinutesState.CIRCULATED and _moved(session, row)):
                row.due_date = day
    session.flush()


def _means_next_meeting(line: str, today: dt.date, language: str) -> bool:
    marked = parse_line(line, language=language) if ">" in line else None
    if marked is None or marked.due is None:
        return False
    return parse_when(marked.due, today=today, language=language, next_meeting=_ANY_DAY) == _ANY_DAY


def _moved(session: Session, row: Action) -> bool:
    """Return whether the date of an action was ever set by itself."""
    set_alone = (
        select(func.count())
        .select_from(Change)
        .join(Step, Step.id == Change.step_id)
        .where(Change.row_id == row.id, Step.name == "set_due_date")
    )
    return bool(session.scalar(set_alone))
