"""What the record alone says is worth a look: each a fact with its names and dates, in order of weight."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.duties.desk import DeskTurn, DutyDesk
from db.meeting_lookup import HELD, UPCOMING, MeetingLabel
from db.meeting_quorum import meeting_quorum
from db.overruns import overrun_without_purpose
from db.schema import Attendance, CoChairTerm, Group, Meeting, Member, Person, Representative
from db.seats import Seats
from db.spells import on_day
from db.vocabulary import AttendanceStatus, MeetingStatus, MinutesState, Seat

MISSED_MEETINGS = 3
QUIET_DAYS = 90
"""A group that has not met for so long is asked how it is."""
FALLING_PERCENT = 15
"""Attendance is falling when it lost so many points from three meetings to the next three."""
TERM_ENDS_DAYS = 30


class SignalKind(StrEnum):
    """What is worth a look."""

    NO_QUORUM = "no_quorum"
    MINUTES_LATE = "minutes_late"
    NOBODY_ON_DUTY = "nobody_on_duty"
    TURN_DECLINED = "turn_declined"
    TURN_UNANSWERED = "turn_unanswered"
    MISSED = "missed"
    NOT_AGREED = "not_agreed"
    TURN_NOT_CLOSED = "turn_not_closed"
    BEHIND = "behind"
    NO_GRASSROOTS = "no_grassroots"
    SAME_ORGANISATION = "same_organisation"
    NO_CO_CHAIR = "no_co_chair"
    APPROVAL_LATE = "approval_late"
    FALLING = "falling"
    QUIET = "quiet"
    REVIEW = "review"
    OVERRUN = "overrun"
    TERM_ENDS = "term_ends"
    ROTA_NOT_PUBLISHED = "rota_not_published"
    PROPOSALS = "proposals"
    UNREPRESENTED = "unrepresented"


@dataclass(frozen=True, slots=True)
class Signal:
    """One fact. Which fields are filled depends on the kind; `count` is how many, `of` how many there might be."""

    kind: SignalKind
    count: int = 0
    of: int = 0
    names: tuple[str, ...] = ()
    ids: tuple[uuid.UUID, ...] = ()
    """Keys of the members, groups or people named."""
    meeting: MeetingLabel | None = None
    """The meeting it is about, or where something can be done about it."""
    date: dt.date | None = None
    time: dt.time | None = None
    turns: tuple[DeskTurn, ...] = ()
    """The turns it is about, the soonest first."""
    units: int = 0
    """How far behind, in units of `db.rotation.TURN`."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A meeting of the plenary that was held and has an attendance list."""

    label: MeetingLabel
    seats: frozenset[uuid.UUID]
    present: frozenset[uuid.UUID]
    excused: frozenset[uuid.UUID]
    held: Any
    """Its row, with the times its quorum depends on."""
    marked: Sequence[Any]
    """The rows of its attendance list."""

    @property
    def share(self) -> float:
        """How much of the seats came, 0 to 1."""
        return len(self.present) / len(self.seats) if self.seats else 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    """What every signal may look at."""

    session: Session
    day: dt.date
    roster: Seats
    past: Sequence[_Past]
    """Newest first."""
    minutes_days: int
    not_agreed: int
    focus: MeetingLabel | None
    group_id: uuid.UUID | None
    """The body of `focus`."""
    proposals: int
    """Items that wait for a meeting of that body."""
    met: Mapping[uuid.UUID | None, tuple[dt.date | None, int]]
    """When each body met last, and how many meetings it has ahead."""
    duties: DutyDesk | None


def signals(
    session: Session,
    day: dt.date,
    *,
    roster: Seats,
    minutes_days: int,
    not_agreed: int,
    focus: MeetingLabel | None,
    group_id: uuid.UUID | None,
    proposals: int,
    duties: DutyDesk | None,
) -> tuple[Signal, ...]:
    """Return what is worth a look on a day, the weightiest first; `focus` is the meeting in hand."""
    past = _past(session, day, roster)
    met = _met(session)
    look = _Look(session, day, roster, past, minutes_days, not_agreed, focus, group_id, proposals, met, duties)
    found = [signal for find in _FINDERS for signal in find(look)]
    order = list(SignalKind)
    return tuple(sorted(found, key=lambda signal: order.index(signal.kind)))


def _past(session: Session, day: dt.date, roster: Seats) -> list[_Past]:
    held = session.execute(
        select(
            Meeting.id,
            Meeting.group_id,
            Meeting.number,
            Meeting.title,
            Meeting.date,
            Meeting.start_time,
            Meeting.started_at,
            Meeting.ended_at,
        )
        .where(Meeting.group_id.is_(None), Meeting.status.in_(HELD), Meeting.date <= day)
        .order_by(Meeting.date.desc(), Meeting.number.desc())
        .limit(2 * MISSED_MEETINGS)
    ).all()
    marks: dict[uuid.UUID, list[Any]] = defaultdict(list)
    listed = select(
        Attendance.meeting_id, Attendance.member_id, Attendance.status, Attendance.seat, Attendance.arrived_at,
        Attendance.left_at,
    ).where(Attendance.meeting_id.in_([row.id for row in held]), Attendance.seat == Seat.MEMBER)  # fmt: skip
    for mark in session.execute(listed):
        if mark.member_id is not None:
            marks[mark.meeting_id].append(mark)
    return [
        _Past(
            MeetingLabel(row.id, "", row.number, row.title, row.date),
            frozenset(roster.holders(None, row.date)),
            frozenset(mark.member_id for mark in marks[row.id] if mark.status is AttendanceStatus.PRESENT),
            frozenset(mark.member_id for mark in marks[row.id] if mark.status is AttendanceStatus.APOLOGIES),
            row,
            marks[row.id],
        )
        for row in held
        if row.id in marks
    ]


def _met(session: Session) -> dict[uuid.UUID | None, tuple[dt.date | None, int]]:
    last = func.max(case((Meeting.status.in_(HELD), Meeting.date)))
    ahead = func.count(case((Meeting.status.in_(UPCOMING), 1)))
    rows = session.execute(select(Meeting.group_id, last, ahead).group_by(Meeting.group_id))
    return {row[0]: (row[1], row[2]) for row in rows}


def _missed(look: _Look) -> Iterator[Signal]:
    """Members with a seat at each of the last meetings who neither came nor sent apologies."""
    last = look.past[:MISSED_MEETINGS]
    if len(last) < MISSED_MEETINGS:
        return
    gone = look.roster.holders(None, look.day)
    for meeting in last:
        gone &= meeting.seats - meeting.present - meeting.excused
    if gone:
        rows = sorted((look.roster.names[key], key) for key in gone)
        yield Signal(
            SignalKind.MISSED, len(rows), names=tuple(name for name, _key in rows), ids=tuple(key for _n, key in rows)
        )


def _quorum(look: _Look) -> Iterator[Signal]:
    """The last meeting, where it never had a quorum, or lost it (`time`) for good."""
    if not look.past:
        return
    last = look.past[0]
    _rule, went = meeting_quorum(look.session, last.held, last.seats, last.marked)
    if went.first_met_at is None:
        most = max(change.present for change in went.changes)
        yield Signal(SignalKind.NO_QUORUM, most, went.needed, meeting=last.label)
    elif went.lost_at is not None and (left := went.at(went.lost_at)) is not None:
        time = went.lost_at.time()
        yield Signal(SignalKind.NO_QUORUM, left.present, went.needed, meeting=last.label, time=time)


def _falling(look: _Look) -> Iterator[Signal]:
    recent, before = look.past[:MISSED_MEETINGS], look.past[MISSED_MEETINGS:]
    if len(before) < MISSED_MEETINGS:
        return
    now, then = (round(100 * sum(row.share for row in rows) / len(rows)) for rows in (recent, before))
    if then - now >= FALLING_PERCENT:
        yield Signal(SignalKind.FALLING, now, then)


def _co_chairs(look: _Look) -> Iterator[Signal]:
    rows = look.session.execute(
        select(Person.name, Member.id, Member.name.label("member"), Member.grassroots, CoChairTerm.to_date)
        .join(Person, Person.id == CoChairTerm.person_id)
        .outerjoin(Member, Member.id == CoChairTerm.member_id)
        .where(on_day(CoChairTerm, look.day))
    ).all()
    if not rows:
        if (last := look.session.scalar(select(func.max(CoChairTerm.to_date)))) is not None and last <= look.day:
            yield Signal(SignalKind.NO_CO_CHAIR, date=last)
        return
    belongs = look.roster.holders(None, look.day)
    grassroots = look.session.scalars(select(Member.id).where(Member.grassroots.is_(True)))
    if not any(row.grassroots for row in rows) and belongs & set(grassroots):
        yield Signal(SignalKind.NO_GRASSROOTS, len(rows))
    by_member: dict[tuple[uuid.UUID, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.id is not None:
            by_member[row.id, row.member].append(row.name)
    for (key, member), names in by_member.items():
        if len(names) > 1:
            yield Signal(SignalKind.SAME_ORGANISATION, len(names), names=(member, *sorted(names)), ids=(key,))
    soon = look.day + dt.timedelta(days=TERM_ENDS_DAYS)
    for row in rows:
        if row.to_date is not None and row.to_date <= soon:
            yield Signal(SignalKind.TERM_ENDS, names=(row.name,), date=row.to_date - dt.timedelta(days=1))


def _minutes(look: _Look) -> Iterator[Signal]:
    """Minutes that should have gone out, and minutes that a later meeting should have approved."""
    rows = look.session.execute(
        select(
            Meeting.id, Meeting.group_id, Group.name, Meeting.number, Meeting.title, Meeting.date, Meeting.finished_on,
            Meeting.status, Meeting.minutes_state,
        )
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Meeting.status.in_((MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP)))
        .order_by(Meeting.date)
    ).all()  # fmt: skip
    to_send, to_approve = [], []
    for row in rows:
        label = MeetingLabel(row.id, row.name or "", row.number, row.title, row.date)
        due = (row.finished_on or row.date) + dt.timedelta(days=look.minutes_days)
        if row.status is MeetingStatus.WRITING_UP and row.minutes_state is MinutesState.DRAFT and due < look.day:
            to_send.append((label, due))
        elif row.minutes_state is MinutesState.CIRCULATED and (look.met[row.group_id][0] or row.date) > row.date:
            to_approve.append(label)
    if to_send:
        yield Signal(SignalKind.MINUTES_LATE, len(to_send), meeting=to_send[0][0], date=to_send[0][1])
    if to_approve:
        yield Signal(SignalKind.APPROVAL_LATE, len(to_approve), meeting=to_approve[0])


def _groups(look: _Look) -> Iterator[Signal]:
    """Groups at work that have not met for long and plan no meeting, and groups whose review is due."""
    groups = look.session.execute(
        select(Group.id, Group.name, Group.start_date, Group.review_date, Group.end_date).order_by(Group.name)
    )
    for key, name, start, review, end in groups:
        if (end is not None and end <= look.day) or (start is not None and start > look.day):
            continue
        last, ahead = look.met.get(key, (None, 0))
        since = last or start
        if since is not None and not ahead and (look.day - since).days > QUIET_DAYS:
            yield Signal(SignalKind.QUIET, int(last is not None), names=(name,), ids=(key,), date=since)
        if review is not None and review <= look.day:
            yield Signal(SignalKind.REVIEW, names=(name,), ids=(key,), date=review)


def _agenda(look: _Look) -> Iterator[Signal]:
    """What past agendas and the pool of proposals say about the meeting in hand."""
    if look.not_agreed:
        yield Signal(SignalKind.NOT_AGREED, look.not_agreed)
    if look.focus is None:
        return
    over = overrun_without_purpose(look.session, look.group_id, look.focus.date)
    if over is not None:
        yield Signal(SignalKind.OVERRUN, over.items, over.minutes_over, meeting=look.focus)
    if look.proposals and look.focus.date > look.day:
        yield Signal(SignalKind.PROPOSALS, look.proposals, meeting=look.focus)


def _unrepresented(look: _Look) -> Iterator[Signal]:
    """Members for whom nobody speaks: there is nobody to call."""
    spoken_for = set(look.session.scalars(select(Representative.member_id).where(on_day(Representative, look.day))))
    spoken_for |= set(look.session.scalars(select(Member.id).where(Member.person_id.is_not(None))))
    silent = look.roster.holders(None, look.day) - spoken_for
    if silent:
        rows = sorted((look.roster.names[key], key) for key in silent)
        yield Signal(
            SignalKind.UNREPRESENTED,
            len(rows),
            names=tuple(name for name, _key in rows),
            ids=tuple(key for _name, key in rows),
        )


def _duties(look: _Look) -> Iterator[Signal]:
    """What about the turns should not wait."""
    desk = look.duties
    if desk is None:
        return
    found = (
        (SignalKind.NOBODY_ON_DUTY, desk.free(look.day)),
        (SignalKind.TURN_DECLINED, desk.declined()),
        (SignalKind.TURN_UNANSWERED, desk.unanswered(look.day)),
        (SignalKind.TURN_NOT_CLOSED, desk.unclosed),
        (SignalKind.ROTA_NOT_PUBLISHED, desk.not_published()),
    )
    for kind, turns in found:
        if turns:
            yield Signal(kind, len(turns), meeting=turns[0].meeting, date=turns[0].first, turns=tuple(turns))
    for one in desk.behind[:1]:
        names, ids = (one.member,), (one.member_id,)
        yield Signal(SignalKind.BEHIND, len(desk.behind), names=names, ids=ids, turns=(one.turn,), units=one.behind)


_FINDERS: tuple[Callable[[_Look], Iterator[Signal]], ...] = (
    _quorum,
    _minutes,
    _missed,
    _co_chairs,
    _falling,
    _groups,
    _agenda,
    _duties,
    _unrepresented,
)
