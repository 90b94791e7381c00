"""Meetings planned from a group's calendar, one for each event, in one step.

`plan_events` says what would happen; `import_events` does it and says the same. An event is told again by its own key
and the time it was set for, so a second reading of the same calendar changes nothing, whatever became of the meeting.
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.incoming.calendar_events import EventLine, EventVerdict, PlannedEvent
from db.meetings.meetings import DEFAULT_MINUTES, plan_meeting
from db.schema import Meeting
from db.vocabulary import MeetingStatus


def plan_events(
    session: Session, events: Sequence[PlannedEvent], *, group_id: uuid.UUID | None = None
) -> tuple[EventLine, ...]:
    """Return what `import_events` would do, without doing it."""
    known = set(session.scalars(select(Meeting.import_key).where(Meeting.import_key.is_not(None))))
    days = set(
        session.scalars(
            select(Meeting.date).where(Meeting.group_id == group_id, Meeting.status != MeetingStatus.CANCELLED)
        )
    )
    lines: list[EventLine] = []
    for event in events:
        verdict = EventVerdict.NEW
        if _key(event) in known:
            verdict = EventVerdict.SAME
        elif event.called_off:
            verdict = EventVerdict.CALLED_OFF
        elif event.date in days:
            verdict = EventVerdict.DAY_TAKEN
        else:
            known.add(_key(event))
            days.add(event.date)
        lines.append(EventLine(event, verdict))
    return tuple(lines)


def import_events(
    session: Session,
    events: Sequence[PlannedEvent],
    *,
    group_id: uuid.UUID | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[tuple[EventLine, ...], Changes]:
    """Plan a meeting of the plenary, or of a group, for each new event; return what became of each, and what changed.

    `progress` counts meetings; what it raises passes through, and the caller's transaction then undoes everything.

    Raises:
        NotFound: If there is no such group.
    """
    lines = plan_events(session, events, group_id=group_id)
    new = [line.event for line in lines if line.verdict is EventVerdict.NEW]
    with history.step(session, "import_events") as step:
        for done, event in enumerate(new):
            if progress is not None:
                progress(done, len(new))
            key, _changes = plan_meeting(
                session,
                date=event.date,
                group_id=group_id,
                start_time=event.start,
                planned_minutes=event.minutes or DEFAULT_MINUTES,
                place=event.place,
                title=event.title,
            )
            session.get_one(Meeting, key).import_key = _key(event)
    return lines, step.changes


def _key(event: PlannedEvent) -> str:
    told = event.uid, event.date.isoformat(), event.start.isoformat() if event.start and not event.uid else ""
    return "event" + hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:32]
