"""A meeting to come and one after it, for the tests of agendas."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from db.history import history
from db.meetings.agenda import agenda
from db.schema import AgendaItem, Meeting
from db.vocabulary import MeetingStatus, MinutesState

DAY = dt.date(2026, 10, 22)
LATER = dt.date(2026, 11, 26)


def hold(session: Session, meeting_id: uuid.UUID, state: MinutesState = MinutesState.APPROVED) -> None:
    with history.step(session, "test"):
        obj = session.get(Meeting, meeting_id)
        assert obj is not None
        obj.status, obj.minutes_state = MeetingStatus.FOLLOWING_UP, state


def mark_done(session: Session, item_id: uuid.UUID, *, spent_minutes: int = 0) -> None:
    with history.step(session, "test"):
        row = session.get(AgendaItem, item_id)
        assert row is not None
        row.done, row.spent_seconds = True, spent_minutes * 60


def titles(session: Session, meeting_id: uuid.UUID) -> list[str]:
    return [row.title for row in agenda(session, meeting_id)]
