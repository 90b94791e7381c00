"""Where the desk stands today: the meeting in hand with its five steps, who owes what, what comes up, what to look at.

Facts as values; the sentences are made on screen. Read in one go by a few narrow queries, because it is the first
thing everybody sees (`db.look`): columns only, never a text, and of the many meetings of the past only the last ones.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from db.duties.desk import DutyDesk, NextMeeting, duty_desk
from db.folding import fold
from db.look import Look, date_or_none, key, key_or_none, time_or_none, words
from db.meetings.deadlines import minutes_due
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.seats import seats
from db.minutes.guests import names_a_guest
from db.today.signals import Signal, signals
from db.today.today_focus import Focus, focus_of, with_duties
from db.vocabulary import MeetingStatus, MemberStatus, MinutesState

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


def today(look: Look, day: dt.date) -> Today:
    """Return where the desk stands on a day."""
    settings = look.row(
        "SELECT notice_days, minutes_days, comment_days, (SELECT count(*) FROM meeting) AS meetings,"
        " EXISTS (SELECT 1 FROM duty_turn) AS turns FROM alliance"
    )
    minutes_days = settings["minutes_days"]
    roster = seats(look)
    opened = _open_meetings(look)
    chosen = _in_hand(opened, day, minutes_days)
    focus = focus_of(look, chosen.id, roster) if chosen else None
    loads, not_agreed = _loads(look, day)
    duties = duty_desk(look, day, _ahead(opened, day)) if settings["turns"] else None
    if focus is not None and duties is not None:
        focus = with_duties(focus, duties.ahead)
    return Today(
        day=day,
        members=len(roster.holders(None, day) | roster.with_status(MemberStatus.OBSERVER, day)),
        meetings=settings["meetings"],
        notice_days=settings["notice_days"],
        minutes_days=minutes_days,
        comment_days=settings["comment_days"],
        focus=focus,
        last=_last(look, day),
        coming=_coming(opened, chosen, minutes_days),
        owners=loads,
        late=sum(load.late for load in loads),
        in_time=sum(load.in_time for load in loads),
        not_agreed=not_agreed,
        signals=signals(
            look, day, roster=roster, minutes_days=minutes_days, not_agreed=not_agreed,
            focus=focus.label if focus else None, group_id=focus.group_id if focus else None,
            proposals=focus.proposals if focus else 0, duties=duties,
        ),
        duties=duties,
    )  # fmt: skip


def late_actions(look: Look, day: dt.date) -> int:
    """Return how many open actions are past their day; what is not agreed yet is late nowhere."""
    found = f"""
        SELECT count(*) FROM action LEFT JOIN meeting ON meeting.id = action.meeting_id
        WHERE action.state = 'open' AND action.due_date < ?
            AND (coalesce(action.owner_member_id, action.owner_person_id) IS NOT NULL OR {_OWNED_AS_WRITTEN})
    """
    return int(look.value(found, day))


_OWNED_AS_WRITTEN = f"""(action.owner_as_written <> ''
    AND (meeting.minutes_state = '{MinutesState.IMPORTED}' OR {names_a_guest("action")}))"""
"""The condition that the name as written is an owner, as `db.conditions.owner_known` has it."""
_MEETINGS = """
    SELECT meeting.id, meeting.group_id, working_group.name AS group_name, meeting.number, meeting.title, meeting.date,
        meeting.start_time, meeting.place, meeting.status, meeting.finished_on
    FROM meeting LEFT JOIN working_group ON working_group.id = meeting.group_id
"""


def _open_meetings(look: Look) -> list[_Open]:
    found = look.rows(
        f"{_MEETINGS} WHERE meeting.status IN ({words((*UPCOMING, MeetingStatus.WRITING_UP))})"
        " ORDER BY meeting.date, meeting.start_time, meeting.id"
    )
    return [_open(row) for row in found]


def _open(row: Any) -> _Open:
    return _Open(
        key(row["id"]), key_or_none(row["group_id"]), row["group_name"] or "", row["number"], row["title"],
        dt.date.fromisoformat(row["date"]), time_or_none(row["start_time"]), row["place"],
        MeetingStatus(row["status"]), date_or_none(row["finished_on"]),
    )  # fmt: skip


def _ahead(opened: list[_Open], day: dt.date) -> list[NextMeeting]:
    """Return the meetings from a day on that have not ended."""
    return [
        NextMeeting(row.label, row.group_id, row.status is not MeetingStatus.PREPARING)
        for row in opened
        if row.date >= day and row.status in UPCOMING
    ]


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
        due = minutes_due(row.date, row.finished_on, minutes_days=minutes_days) if over else None
        rows.append(ComingRow(row.label, row.group_id, row.status, row.start_time, row.place, due))
    return tuple(sorted(rows, key=lambda row: (row.minutes_due is None, row.minutes_due or row.label.date)))


def _last(look: Look, day: dt.date) -> MeetingLabel | None:
    held = f"{_MEETINGS} WHERE meeting.status IN ({words(HELD)}) AND meeting.date <= ?"
    for of_plenary in (" AND meeting.group_id IS NULL", ""):
        row = look.row(f"{held}{of_plenary} ORDER BY meeting.date DESC LIMIT 1", day)
        if row is not None:
            return _open(row).label
    return None


def _loads(look: Look, day: dt.date) -> tuple[tuple[OwnerLoad, ...], int]:
    """Return what each owner owes, and how many open actions are not agreed yet."""
    found = look.rows(f"""
        SELECT coalesce(action.owner_member_id, action.owner_person_id), coalesce(member.name, person.name),
            action.owner_as_written, action.due_date, {_OWNED_AS_WRITTEN}
        FROM action LEFT JOIN meeting ON meeting.id = action.meeting_id
            LEFT JOIN member ON member.id = action.owner_member_id
            LEFT JOIN person ON person.id = action.owner_person_id
        WHERE action.state = 'open'
    """)
    due: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    not_agreed = 0
    for owner, name, written, due_date, owned_as_written in found:
        if due_date is None or (owner is None and not owned_as_written):
            not_agreed += 1
        else:
            due[owner, name or written].append(due_date)
    loads = [
        _load(key_or_none(owner), name, [dt.date.fromisoformat(one) for one in dates], day)
        for (owner, name), dates in due.items()
    ]
    loads.sort(key=lambda load: (load.late == 0, load.due, -load.late, fold(load.name)))
    return tuple(loads), not_agreed


def _load(owner_id: uuid.UUID | None, name: str, dates: list[dt.date], day: dt.date) -> OwnerLoad:
    late = sum(date < day for date in dates)
    return OwnerLoad(owner_id, name, late, len(dates) - late, min(dates))
