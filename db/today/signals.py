"""What the record alone says is worth a look: each a fact with its names and dates, in order of weight."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from db.duties.desk import DeskTurn, DutyDesk
from db.look import Look, date_or_none, key, key_or_none, marks, on_day, time_or_none, words
from db.meetings.deadlines import minutes_due
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.meeting_quorum import meeting_quorum
from db.meetings.overruns import overrun_without_purpose
from db.meetings.quorum_rules import QuorumRules
from db.meetings.seats import Seats
from db.members.first_known import first_known
from db.members.not_seen import MISSED_MEETINGS, not_seen
from db.vocabulary import AttendanceStatus, MeetingStatus, MinutesState, Seat

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
    TO_APPROVE = "to_approve"
    FALLING = "falling"
    QUIET = "quiet"
    PURPOSE_REVIEW = "purpose_review"
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
    """How far behind, in units of `db.turn_units.TURN`."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What of a meeting its quorum depends on."""

    id: uuid.UUID
    group_id: uuid.UUID | None
    date: dt.date
    start_time: dt.time | None
    started_at: dt.time | None
    ended_at: dt.time | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A member on an attendance list."""

    member_id: uuid.UUID
    status: AttendanceStatus
    arrived_at: dt.time | None
    left_at: dt.time | None
    seat: Seat = Seat.MEMBER


@dataclass(frozen=True, slots=True)
class _Past:
    """A meeting of the plenary that was held and has an attendance list."""

    label: MeetingLabel
    seats: frozenset[uuid.UUID]
    present: frozenset[uuid.UUID]
    excused: frozenset[uuid.UUID]
    held: "_Held"
    marked: Sequence["_Mark"]
    """The rows of its attendance list."""

    @property
    def day(self) -> dt.date:
        """When it was held."""
        return self.label.date

    @property
    def share(self) -> float:
        """How much of the seats came, 0 to 1."""
        return len(self.present) / len(self.seats) if self.seats else 0.0


@dataclass(frozen=True, slots=True)
class _Facts:
    """What every signal may look at."""

    record: Look
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
    look: Look,
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
    past = _past(look, day, roster)
    met = _met(look)
    facts = _Facts(look, day, roster, past, minutes_days, not_agreed, focus, group_id, proposals, met, duties)
    found = [signal for find in _FINDERS for signal in find(facts)]
    order = list(SignalKind)
    return tuple(sorted(found, key=lambda signal: order.index(signal.kind)))


def _past(look: Look, day: dt.date, roster: Seats) -> list[_Past]:
    held = look.rows(
        "SELECT id, number, title, date, start_time, started_at, ended_at FROM meeting"
        f" WHERE group_id IS NULL AND status IN ({words(HELD)}) AND date <= ? ORDER BY date DESC, number DESC LIMIT ?",
        day,
        2 * MISSED_MEETINGS,
    )
    listed: dict[str, list[_Mark]] = defaultdict(list)
    for meeting, member, status, arrived, left in look.rows(
        "SELECT meeting_id, member_id, status, arrived_at, left_at FROM attendance"
        f" WHERE meeting_id IN ({marks(held)}) AND seat = 'member' AND member_id IS NOT NULL",
        *(row["id"] for row in held),
    ):
        mark = _Mark(key(member), AttendanceStatus(status), time_or_none(arrived), time_or_none(left))
        listed[meeting].append(mark)
    return [_past_one(row, listed[row["id"]], roster) for row in held if row["id"] in listed]


def _past_one(row: Any, marked: Sequence[_Mark], roster: Seats) -> _Past:
    day, of = dt.date.fromisoformat(row["date"]), key(row["id"])
    times = (time_or_none(row[name]) for name in ("start_time", "started_at", "ended_at"))
    return _Past(
        MeetingLabel(of, "", row["number"], row["title"], day),
        frozenset(roster.holders(None, day)),
        frozenset(mark.member_id for mark in marked if mark.status is AttendanceStatus.PRESENT),
        frozenset(mark.member_id for mark in marked if mark.status is AttendanceStatus.APOLOGIES),
        _Held(of, None, day, *times),
        marked,
    )


def _met(look: Look) -> dict[uuid.UUID | None, tuple[dt.date | None, int]]:
    rows = look.rows(f"""
        SELECT group_id, max(CASE WHEN status IN ({words(HELD)}) THEN date END), sum(status IN ({words(UPCOMING)}))
        FROM meeting GROUP BY group_id
    """)
    return {key_or_none(row[0]): (date_or_none(row[1]), row[2]) for row in rows}


def _missed(facts: _Facts) -> Iterator[Signal]:
    """Members with a seat at each of the last meetings who neither came nor sent apologies."""
    holders = facts.roster.holders(None, facts.day)
    gone = not_seen(facts.past[:MISSED_MEETINGS], holders, first_known(facts.record))
    if gone:
        rows = sorted((facts.roster.names[one], one) for one in gone)
        yield Signal(
            SignalKind.MISSED,
            len(rows),
            names=tuple(name for name, _one in rows),
            ids=tuple(one for _name, one in rows),
        )


def _quorum(facts: _Facts) -> Iterator[Signal]:
    """The last meeting, where it never had a quorum, or lost it (`time`) for good."""
    if not facts.past:
        return
    last = facts.past[0]
    _rule, went = meeting_quorum(QuorumRules(facts.record), last.held, last.seats, last.marked)
    if went.first_met_at is None:
        most = max(change.present for change in went.changes)
        yield Signal(SignalKind.NO_QUORUM, most, went.needed, meeting=last.label)
    elif went.lost_at is not None and (left := went.at(went.lost_at)) is not None:
        time = went.lost_at.time()
        yield Signal(SignalKind.NO_QUORUM, left.present, went.needed, meeting=last.label, time=time)


def _falling(facts: _Facts) -> Iterator[Signal]:
    recent, before = facts.past[:MISSED_MEETINGS], facts.past[MISSED_MEETINGS:]
    if len(before) < MISSED_MEETINGS:
        return
    now, then = (round(100 * sum(row.share for row in rows) / len(rows)) for rows in (recent, before))
    if then - now >= FALLING_PERCENT:
        yield Signal(SignalKind.FALLING, now, then)


def _co_chairs(facts: _Facts) -> Iterator[Signal]:
    rows = facts.record.rows(
        "SELECT person.name, member.id AS member_id, member.name AS member, member.grassroots, co_chair_term.to_date"
        " FROM co_chair_term JOIN person ON person.id = co_chair_term.person_id"
        f" LEFT JOIN member ON member.id = co_chair_term.member_id WHERE {on_day('co_chair_term')}",
        facts.day,
        facts.day,
    )
    if not rows:
        last = date_or_none(facts.record.value("SELECT max(to_date) FROM co_chair_term"))
        if last is not None and last <= facts.day:
            yield Signal(SignalKind.NO_CO_CHAIR, date=last)
        return
    belongs = facts.roster.holders(None, facts.day)
    grassroots = {key(row[0]) for row in facts.record.rows("SELECT id FROM member WHERE grassroots")}
    if not any(row["grassroots"] for row in rows) and belongs & grassroots:
        yield Signal(SignalKind.NO_GRASSROOTS, len(rows))
    by_member: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["member_id"] is not None:
            by_member[row["member_id"], row["member"]].append(row["name"])
    for (member_id, member), names in by_member.items():
        if len(names) > 1:
            named = (member, *sorted(names))
            yield Signal(SignalKind.SAME_ORGANISATION, len(names), names=named, ids=(key(member_id),))
    soon = facts.day + dt.timedelta(days=TERM_ENDS_DAYS)
    for row in rows:
        ends = date_or_none(row["to_date"])
        if ends is not None and ends <= soon:
            yield Signal(SignalKind.TERM_ENDS, names=(row["name"],), date=ends - dt.timedelta(days=1))


def _minutes(facts: _Facts) -> Iterator[Signal]:
    """Minutes that should have gone out, that a later meeting should have approved, and that wait for the next one."""
    rows = facts.record.rows("""
        SELECT meeting.id, meeting.group_id, working_group.name AS group_name, meeting.number, meeting.title,
            meeting.date, meeting.finished_on, meeting.status, meeting.minutes_state, meeting.comments_by,
            working_group.end_date
        FROM meeting LEFT JOIN working_group ON working_group.id = meeting.group_id
        WHERE meeting.status IN ('writing_up', 'following_up') ORDER BY meeting.date
    """)
    to_send, to_approve, waiting = [], [], []
    for row in rows:
        day, state = dt.date.fromisoformat(row["date"]), row["minutes_state"]
        label = MeetingLabel(key(row["id"]), row["group_name"] or "", row["number"], row["title"], day)
        due = minutes_due(day, date_or_none(row["finished_on"]), minutes_days=facts.minutes_days)
        if row["status"] == MeetingStatus.WRITING_UP and state == MinutesState.DRAFT and due < facts.day:
            to_send.append((label, due))
        elif state == MinutesState.CIRCULATED:
            group_id = key_or_none(row["group_id"])
            last, ahead = facts.met[group_id]
            ended = date_or_none(row["end_date"])
            if (last or day) > day:
                to_approve.append(label)
            elif ahead or ended is None or ended > facts.day:  # else no meeting will come
                waiting.append((label, group_id, date_or_none(row["comments_by"]), ahead))
    if to_send:
        yield Signal(SignalKind.MINUTES_LATE, len(to_send), meeting=to_send[0][0], date=to_send[0][1])
    if to_approve:
        yield Signal(SignalKind.APPROVAL_LATE, len(to_approve), meeting=to_approve[0])
    for label, group_id, comments_by, ahead in waiting:  # each with a next step of its own
        ids = () if group_id is None else (group_id,)
        yield Signal(SignalKind.TO_APPROVE, 1, ahead, ids=ids, meeting=label, date=comments_by)


def _groups(facts: _Facts) -> Iterator[Signal]:
    """Groups at work that have not met for long and plan no meeting, and groups whose review is due."""
    for row in facts.record.rows("SELECT id, name, start_date, review_date, end_date FROM working_group ORDER BY name"):
        of, name = key(row["id"]), row["name"]
        start, review, end = (date_or_none(row[field]) for field in ("start_date", "review_date", "end_date"))
        if (end is not None and end <= facts.day) or (start is not None and start > facts.day):
            continue
        last, ahead = facts.met.get(of, (None, 0))
        since = last or start
        if since is not None and not ahead and (facts.day - since).days > QUIET_DAYS:
            yield Signal(SignalKind.QUIET, int(last is not None), names=(name,), ids=(of,), date=since)
        if review is not None and review <= facts.day:
            yield Signal(SignalKind.REVIEW, names=(name,), ids=(of,), date=review)


def _purpose(facts: _Facts) -> Iterator[Signal]:
    """The purpose in force, where the day of its review has come."""
    held = facts.record.rows(
        "SELECT id, review_date FROM charter_version WHERE kind = 'purpose' AND in_force_from <= ? "
        "ORDER BY version DESC LIMIT 1",
        facts.day,
    )
    for row in held:
        review = date_or_none(row["review_date"])
        if review is not None and review <= facts.day:
            yield Signal(SignalKind.PURPOSE_REVIEW, ids=(key(row["id"]),), date=review)


def _agenda(facts: _Facts) -> Iterator[Signal]:
    """What past agendas and the pool of proposals say about the meeting in hand."""
    if facts.not_agreed:
        yield Signal(SignalKind.NOT_AGREED, facts.not_agreed)
    if facts.focus is None:
        return
    over = overrun_without_purpose(facts.record, facts.group_id, facts.focus.date)
    if over is not None:
        yield Signal(SignalKind.OVERRUN, over.items, over.minutes_over, meeting=facts.focus)
    if facts.proposals and facts.focus.date > facts.day:
        yield Signal(SignalKind.PROPOSALS, facts.proposals, meeting=facts.focus)


def _unrepresented(facts: _Facts) -> Iterator[Signal]:
    """Members for whom nobody speaks: there is nobody to call."""
    spoken_for = facts.record.rows(
        f"SELECT member_id FROM representative WHERE {on_day('representative')}"
        " UNION SELECT id FROM member WHERE person_id IS NOT NULL",
        facts.day,
        facts.day,
    )
    silent = facts.roster.holders(None, facts.day) - {key(row[0]) for row in spoken_for}
    if silent:
        rows = sorted((facts.roster.names[one], one) for one in silent)
        yield Signal(
            SignalKind.UNREPRESENTED,
            len(rows),
            names=tuple(name for name, _one in rows),
            ids=tuple(one for _name, one in rows),
        )


def _duties(facts: _Facts) -> Iterator[Signal]:
    """What about the turns should not wait."""
    desk = facts.duties
    if desk is None:
        return
    found = (
        (SignalKind.NOBODY_ON_DUTY, desk.free(facts.day)),
        (SignalKind.TURN_DECLINED, desk.declined()),
        (SignalKind.TURN_UNANSWERED, desk.unanswered(facts.day)),
        (SignalKind.TURN_NOT_CLOSED, desk.unclosed),
        (SignalKind.ROTA_NOT_PUBLISHED, desk.not_published()),
    )
    for kind, turns in found:
        if turns:
            yield Signal(kind, len(turns), meeting=turns[0].meeting, date=turns[0].first, turns=tuple(turns))
    for one in desk.behind[:1]:
        names, ids = (one.member,), (one.member_id,)
        yield Signal(SignalKind.BEHIND, len(desk.behind), names=names, ids=ids, turns=(one.turn,), units=one.behind)


_FINDERS: tuple[Callable[[_Facts], Iterator[Signal]], ...] = (
    _quorum,
    _minutes,
    _missed,
    _co_chairs,
    _purpose,
    _falling,
    _groups,
    _agenda,
    _duties,
    _unrepresented,
)
