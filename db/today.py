"""Where the desk stands today: the meeting in hand with its five steps, who owes what, what comes up, what to look at.

Facts as values; the sentences are made on screen. Read in one go by a few narrow queries, because it is the first
thing everybody sees: columns only, never a text, and of the many meetings of the past only the last ones.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from db.duties.desk import DutyDesk, NextMeeting, duty_desk
from db.meeting_lookup import HELD, UPCOMING, MeetingLabel
from db.schema import Action, Alliance, Group, Meeting, Member, Person, Turn
from db.seats import seats
from db.signals import Signal, signals
from db.today_focus import Focus, focus_of, with_duties
from db.vocabulary import ActionState, MeetingStatus, MemberStatus, MinutesState

AHEAD_DAYS = 62
"""So far ahead the plenary's next meeting comes before a group's sooner one."""


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """What one owner owes: agreed actions only. `due` is the oldest date late, else the next one to come."""

    owner_id: uuid.UUID | None
    """The member, else the person; empty for a name as written."""
    name: str
    late: int
    in_time: int
    due: dt.date


@dataclass(frozen=True, slots=True)
class ComingRow:
    """A meeting other than the one in hand that asks for something: it is to come, or its minutes are."""

    label: MeetingLabel
    group_id: uuid.UUID | None
    status: MeetingStatus
    start_time: dt.time | None
    place: str
    minutes_due: dt.date | None
    """For a meeting that is over: when its minutes should be out."""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page Today shows, as of one day."""

    day: dt.date
    members: int
    meetings: int
    """Meetings on record, cancelled ones too."""
    notice_days: int
    minutes_days: int
    comment_days: int
    focus: Focus | None
    """The meeting in hand; empty when none is to come and no minutes are to be written."""
    last: MeetingLabel | None
    """The last meeting of the plenary that was held, of any body if the plenary never met."""
    coming: tuple[ComingRow, ...]
    """By day; the meeting in hand is left out."""
    owners: tuple[OwnerLoad, ...]
    """Who is longest late first, then who is due next."""
    late: int
    in_time: int
    not_agreed: int
    """Open actions without an owner or a date; they count nowhere else."""
    signals: tuple[Signal, ...]
    duties: DutyDesk | None
    """Who is on duty next; nothing where nobody ever had a turn."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A meeting that is to come, runs, or whose minutes are to be written."""

    id: uuid.UUID
    group_id: uuid.UUID | None
    group: str
    number: int | None
    title: str
    date: dt.date
    start_time: dt.time | None
    place: str
    status: MeetingStatus
    finished_on: dt.date | None

    @property
    def label(self) -> MeetingLabel:
        return MeetingLabel(self.id, self.group, self.number, self.title, self.date)


def today(session: Session, day: dt.date) -> Today:
    """Return where the desk stands on a day."""
    meetings = select(func.count()).select_from(Meeting).scalar_subquery()
    settings = session.execute(
        select(
            Alliance.notice_days, Alliance.minutes_days, Alliance.comment_days, meetings.label("meetings"),
            exists(select(Turn.id)).label("turns"),
        )
    ).one()  # fmt: skip
    roster = seats(session)
    opened = _open_meetings(session)
    chosen = _in_hand(opened, day, settings.minutes_days)
    focus = focus_of(session, chosen.id, roster) if chosen else None
    loads, not_agreed = _loads(session, day)
    duties = duty_desk(session, day, _ahead(opened, day)) if settings.turns else None
    if focus is not None and duties is not None:
        focus = with_duties(focus, duties.ahead)
    return Today(
        day=day,
        members=len(roster.holders(None, day) | roster.with_status(MemberStatus.OBSERVER, day)),
        meetings=settings.meetings,
        notice_days=settings.notice_days,
        minutes_days=settings.minutes_days,
        comment_days=settings.comment_days,
        focus=focus,
        last=_last(session, day),
        coming=_coming(opened, chosen, settings.minutes_days),
        owners=loads,
        late=sum(load.late for load in loads),
        in_time=sum(load.in_time for load in loads),
        not_agreed=not_agreed,
        signals=signals(
            session, day, roster=roster, minutes_days=settings.minutes_days, not_agreed=not_agreed,
            focus=focus.label if focus else None, group_id=focus.group_id if focus else None,
            proposals=focus.proposals if focus else 0, duties=duties,
        ),
        duties=duties,
    )  # fmt: skip


def late_actions(session: Session, day: dt.date) -> int:
    """Return how many open actions are past their day, agreed or not."""
    late = select(func.count()).where(_open_action(), Action.due_date < day)
    return session.scalars(late).one()


def _open_action() -> Any:
    return Action.state == ActionState.OPEN


def _open_meetings(session: Session) -> list[_Open]:
    found = session.execute(
        _meetings()
        .where(Meeting.status.in_((*UPCOMING, MeetingStatus.WRITING_UP)))
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    )
    return [_Open(row[0], row[1], row[2] or "", *row[3:]) for row in found]


def _ahead(opened: list[_Open], day: dt.date) -> list[NextMeeting]:
    """Return the meetings from a day on that have not ended."""
    return [NextMeeting(row.label, row.group_id) for row in opened if row.date >= day and row.status in UPCOMING]


def _meetings() -> Select[*tuple[Any, ...]]:
    return select(
        Meeting.id, Meeting.group_id, Group.name, Meeting.number, Meeting.title, Meeting.date, Meeting.start_time,
        Meeting.place, Meeting.status, Meeting.finished_on,
    ).outerjoin(Group, Group.id == Meeting.group_id)  # fmt: skip


def _in_hand(opened: list[_Open], day: dt.date, minutes_days: int) -> _Open | None:
    """Return the meeting the desk should work on: running, today's, one to write up, the next plenary, the next."""
    running = [row for row in opened if row.status is MeetingStatus.RUNNING]
    if running:
        return max(running, key=attrgetter("date"))
    ahead = [row for row in opened if row.status in UPCOMING]
    todays = [row for row in ahead if row.date == day]
    fresh = dt.timedelta(days=2 * minutes_days)
    writing = [
        row for row in opened if row.status is MeetingStatus.WRITING_UP and day - (row.finished_on or row.date) <= fresh
    ]
    for rows in (todays, writing):
        if rows:
            return min(rows, key=lambda row: (row.group_id is not None, -row.date.toordinal()))
    late = [row for row in ahead if row.date < day and day - row.date <= fresh]
    if late:  # it was held, surely, and nobody has written anything yet
        return late[-1]
    ahead = [row for row in ahead if row.date > day]
    plenary = [row for row in ahead if row.group_id is None and (row.date - day).days <= AHEAD_DAYS]
    return next(iter((*plenary, *ahead)), None)


def _coming(opened: list[_Open], chosen: _Open | None, minutes_days: int) -> tuple[ComingRow, ...]:
    rows = []
    for row in opened:
        if row is chosen:
            continue
        over = row.status is MeetingStatus.WRITING_UP
        due = (row.finished_on or row.date) + dt.timedelta(days=minutes_days) if over else None
        rows.append(ComingRow(row.label, row.group_id, row.status, row.start_time, row.place, due))
    return tuple(sorted(rows, key=lambda row: (row.minutes_due is None, row.minutes_due or row.label.date)))


def _last(session: Session, day: dt.date) -> MeetingLabel | None:
    held = _meetings().where(Meeting.status.in_(HELD), Meeting.date <= day).order_by(Meeting.date.desc()).limit(1)
    for wanted in (held.where(Meeting.group_id.is_(None)), held):
        row = session.execute(wanted).first()
        if row is not None:
            return MeetingLabel(row[0], row[2] or "", row[3], row[4], row[5])
    return None


def _loads(session: Session, day: dt.date) -> tuple[tuple[OwnerLoad, ...], int]:
    """Return what each owner owes, and how many open actions are not agreed yet."""
    found = session.execute(
        select(
            Action.owner_member_id, Action.owner_person_id, Action.owner_as_written, Member.name, Person.name,
            Action.due_date, Meeting.minutes_state,
        )
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(Member, Member.id == Action.owner_member_id)
        .outerjoin(Person, Person.id == Action.owner_person_id)
        .where(_open_action())
    )  # fmt: skip
    due: dict[tuple[uuid.UUID | None, str], list[dt.date]] = defaultdict(list)
    not_agreed = 0
    for member_id, person_id, written, member, person, due_date, state in found:
        owner = member_id or person_id
        named = owner is not None or (written and state is MinutesState.IMPORTED)
        if due_date is None or not named:
            not_agreed += 1
        else:
            due[owner, member or person or written].append(due_date)
    loads = [_load(owner, name, dates, day) for (owner, name), dates in due.items()]
    loads.sort(key=lambda load: (load.late == 0, load.due, -load.late, load.name.casefold()))
    return tuple(loads), not_agreed


def _load(owner_id: uuid.UUID | None, name: str, dates: list[dt.date], day: dt.date) -> OwnerLoad:
    late = sum(date < day for date in dates)
    return OwnerLoad(owner_id, name, late, len(dates) - late, min(dates))
