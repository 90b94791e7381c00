"""A person's turns as calendars need them: with hours, a number that rises with every change, and those taken away.

Whose a turn was, and how often it changed, is read from the record's own history; nothing has to be noted when a turn
is told to somebody, and undoing never brings an old number back.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.duties.keeping import DutyRow, duties
from db.duties.rota import TurnRow, turn_rows
from db.meetings.labels import MeetingLabel
from db.meetings.lookup import label
from db.members.people import get_person
from db.schema import Change, Group, Meeting, Step, Turn
from db.vocabulary import OPEN, TurnState

_OF_TURN = frozenset(
    {"id", "duty_id", "meeting_id", "from_date", "to_date", "state", "member_id", "person_id", "alternate_id",
     "beside_member_id", "swapped_with_id", "note"}
)  # fmt: skip
_OF_MEETING = frozenset({"date", "start_time", "planned_minutes", "place", "status", "title", "number"})
"""What a change of is news to a calendar."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a meeting begins, and how long it is planned to take."""

    start: dt.time | None = None
    planned_minutes: int = 0

    @property
    def times(self) -> tuple[dt.time | None, dt.time | None]:
        """Return from when to when; an end only where it is planned."""
        if self.start is None or not self.planned_minutes:
            return self.start, None
        end = dt.datetime.combine(dt.date.min, self.start) + dt.timedelta(minutes=self.planned_minutes)
        return self.start, end.time()


@dataclass(frozen=True, slots=True)
class CalendarTurn:
    """A turn in a person's calendar.

    end: the day after a term's last; empty for a meeting.
    sequence: higher after every change of what stands here.
    cancelled: whether it is not theirs any more, or not held.
    """

    turn_id: uuid.UUID
    duty: DutyRow
    first: dt.date
    end: dt.date | None
    meeting: MeetingLabel | None
    hours: Hours
    place: str
    sequence: int
    cancelled: bool
    turn: TurnRow | None
    """The turn as it stands; empty where it is not held, or not there any more."""


@dataclass(slots=True)
class _Past:
    """What the history knows of one turn: everybody it was of, and what it last was."""

    people: set[str]
    last: dict[str, Any]
    sequence: int = 0


def calendar_turns(session: Session, person_id: uuid.UUID, *, today: dt.date) -> list[CalendarTurn]:
    """Return the turns a person has from today on, and those they had and have no more, the soonest first.

    Raises:
        NotFound: If there is no such person.
    """
    get_person(session, person_id)
    pasts = {key: past for key, past in _pasts(session).items() if person_id.hex in past.people}
    meetings = _meetings(session, {past.last.get("meeting_id") for past in pasts.values()})
    changed = _changes_of_meetings(session, meetings)
    own = {of.id: of for of in duties(session)}
    rows = {row.id: row for row in turn_rows(session, Turn.id.in_(pasts))}
    found = []
    for key, past in pasts.items():
        duty = own.get(_uuid(past.last.get("duty_id")) or uuid.UUID(int=0))
        meeting, group = meetings.get(_uuid(past.last.get("meeting_id")) or uuid.UUID(int=0), (None, None))
        first, end = _days(meeting, past.last)
        if duty is None or first is None or (end or first + dt.timedelta(days=1)) <= today:
            continue
        row = rows.get(key)
        if row is not None and row.state not in OPEN:
            continue
        theirs = row is not None and row.person_id == person_id and row.state is not TurnState.DECLINED
        at = label(meeting, group) if meeting else None
        found.append(
            CalendarTurn(
                key, duty, first, end, at,
                Hours(meeting.start_time, meeting.planned_minutes) if meeting else Hours(),
                meeting.place if meeting else "",
                max(past.sequence, changed.get(meeting.id, 0) if meeting else 0), not theirs, row if theirs else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.first, one.duty.position, one.turn_id))


def hours_of(session: Session, meeting_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Hours]:
    """Return when meetings begin, and how long they are planned to take."""
    rows = session.execute(
        select(Meeting.id, Meeting.start_time, Meeting.planned_minutes).where(Meeting.id.in_(set(meeting_ids)))
    )
    return {key: Hours(start, minutes) for key, start, minutes in rows}


def published_since(session: Session) -> dt.date | None:
    """Return when turns that are still to be done were published last."""
    return session.scalar(select(func.max(Turn.published_on)).where(Turn.state.in_(OPEN)))


def _pasts(session: Session) -> dict[uuid.UUID, _Past]:
    """Return what is known of every turn, those deleted since too."""
    found: dict[uuid.UUID, _Past] = {}
    changes = session.execute(
        select(Change.row_id, Change.old, Change.new, Step.sequence)
        .join(Step, Step.id == Change.step_id)
        .where(Change.table_name == Turn.__tablename__)
        .order_by(Step.sequence, Change.position)
    )
    for row_id, old, new, sequence in changes:
        past = found.setdefault(row_id, _Past(set(), {}))
        _note(past, [old or {}, new or {}], sequence)
    # A file filled from tables has no history of them.
    for turn in session.scalars(select(Turn)):
        past = found.setdefault(turn.id, _Past(set(), {}))
        for name in ("duty_id", "meeting_id", "person_id"):
            value = getattr(turn, name)
            past.last[name] = value.hex if value else None
        past.last |= {"from_date": turn.from_date, "to_date": turn.to_date}
        if turn.person_id:
            past.people.add(turn.person_id.hex)
    return found


def _note(past: _Past, versions: Sequence[dict[str, Any]], sequence: int) -> None:
    for fields in versions:
        past.last |= fields
        if person := fields.get("person_id"):
            past.people.add(person)
        if fields.keys() & _OF_TURN:
            past.sequence = sequence


def _meetings(session: Session, keys: Iterable[str | None]) -> dict[uuid.UUID, tuple[Meeting, str | None]]:
    wanted = {uuid.UUID(key) for key in keys if key}
    rows = session.execute(
        select(Meeting, Group.name).outerjoin(Group, Group.id == Meeting.group_id).where(Meeting.id.in_(wanted))
    )
    return {meeting.id: (meeting, group) for meeting, group in rows}


def _changes_of_meetings(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    found: dict[uuid.UUID, int] = defaultdict(int)
    changes = session.execute(
        select(Change.row_id, Change.new, Step.sequence)
        .join(Step, Step.id == Change.step_id)
        .where(Change.table_name == Meeting.__tablename__, Change.row_id.in_(keys))
    )
    for row_id, new, sequence in changes:
        if new and new.keys() & _OF_MEETING:
            found[row_id] = max(found[row_id], sequence)
    return found


def _days(meeting: Meeting | None, last: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    if meeting is not None:
        return meeting.date, None
    return _date(last.get("from_date")), _date(last.get("to_date"))


def _date(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _uuid(value: str | None) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None
