"""Reads what is counted from, in a few plain queries whatever the number of meetings."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.alliance import KindRow
from db.duties.keeping import DutyRow, duties
from db.duties.ledger import accounts_of
from db.look import Look, date_or_none, looking, time_or_none, words
from db.measures.period import Period, Scope
from db.measures.rows import (
    ActionRow,
    CoChairRow,
    Course,
    DecisionRow,
    Facts,
    IndicatorRow,
    ItemRow,
    MeetingRow,
    People,
    Quorum,
    QuorumWent,
    ReviewRow,
    Sitting,
    TurnRow,
)
from db.meetings.labels import HELD, MeetingLabel
from db.meetings.meeting_quorum import Came, quorum_of
from db.meetings.quorum_rules import QuorumRules
from db.meetings.seats import seats
from db.members.first_known import first_known
from db.minutes.guests import names_a_guest
from db.spells import Stretch, covers
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    DutyBody,
    ItemOrigin,
    MeetingStatus,
    MinutesState,
    Stance,
    TurnState,
)

_BROUGHT_ANEW = words((ItemOrigin.ADDED, ItemOrigin.PROPOSED))
"""An item counts once, where it was brought: not again where it was left over or comes back by itself."""


class _Keys(dict[str, uuid.UUID]):
    """Turns kept keys into keys; one that comes ten thousand times is made once, and equal ones are the same object.

    That saves most of the counting: keys that are not the same have to be compared in Python, one by one.
    """

    of = dict.__getitem__

    def __missing__(self, kept: str) -> uuid.UUID:
        made = self[kept] = uuid.UUID(kept)
        return made

    def or_none(self, kept: str | None) -> uuid.UUID | None:
        """Return the key that is kept so, if there is one."""
        return None if kept is None else self[kept]


@dataclass(frozen=True, slots=True)
class Source:
    """The record as it stands, with what all periods share; the keys met so far."""

    session: Session
    look: Look
    rules: QuorumRules
    duties: Sequence[DutyRow]
    keys: _Keys = field(default_factory=_Keys)


def source_of(session: Session) -> Source:
    """Return what is to be counted from, good as long as nothing is changed."""
    look = looking(session)
    return Source(session, look, QuorumRules(look), duties(session))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The record, which of its meetings are asked for, and the keys met so far."""

    look: Look
    period: Period
    scope: Scope
    keys: _Keys

    def rows(self, sql: str) -> list[Any]:
        """Return the rows of a query that joins meetings as `m`; `{meetings}` in it is which ones are asked for."""
        condition, values = "m.date >= ? AND m.date < ?", [self.period.from_date, self.period.to_date]
        if self.scope.body is DutyBody.PLENARY:
            condition += " AND m.group_id IS NULL"
        elif self.scope.body is DutyBody.GROUP:
            condition += " AND m.group_id = ?"
            return self.look.rows(sql.format(meetings=condition), *values, self.scope.group_id)
        return self.look.rows(sql.format(meetings=condition), *values)

    def rows_of_held(self, sql: str) -> list[Any]:
        """Return the same of meetings that were held."""
        return self.rows(sql.replace("{meetings}", f"{{meetings}} AND m.status IN ({words(HELD)})"))


def read_people(source: Source) -> People:
    """Return every member there ever was; read once for both periods."""
    look, keys = source.look, source.keys
    members = look.rows("SELECT id, kind_id, grassroots FROM member")
    kinds = look.rows("SELECT id, key, name, position FROM member_kind ORDER BY position")
    return People(
        seats(look, keys.of),
        first_known(look, keys.of),
        {keys.of(row["id"]): keys.or_none(row["kind_id"]) for row in members},
        frozenset(keys.of(row["id"]) for row in members if row["grassroots"]),
        tuple(KindRow(keys.of(row["id"]), row["key"], row["name"], row["position"]) for row in kinds),
    )


def read_course(source: Source, people: People, period: Period, scope: Scope, *, today: dt.date) -> Course:
    """Return how the meetings of a scope in a period went, as it stands on a day."""
    asked = _Asked(source.look, period, scope, source.keys)
    meetings = _meetings(asked)
    return Course(
        period=period,
        scope=scope,
        today=today,
        people=people,
        meetings=meetings,
        sittings=_sittings(asked, source.rules, people, meetings),
        actions=_actions(asked),
    )


def read_facts(source: Source, people: People, period: Period, scope: Scope, *, today: dt.date) -> Facts:
    """Return everything that is counted from, of the meetings of a scope in a period, as it stands on a day."""
    asked = _Asked(source.look, period, scope, source.keys)
    days = source.look.row("SELECT notice_days, minutes_days FROM alliance")
    own = [of for of in source.duties if _concerns(of, scope)]
    course = read_course(source, people, period, scope, today=today)
    return Facts(
        period=period,
        scope=scope,
        today=today,
        people=people,
        meetings=course.meetings,
        sittings=course.sittings,
        actions=course.actions,
        notice_days=days["notice_days"],
        minutes_days=days["minutes_days"],
        items=_items(asked),
        decisions=_decisions(asked),
        turns=_turns(asked, own),
        balances=_balances(source.session, own, period),
        co_chairs=_co_chairs(asked),
        indicators=_indicators(asked),
        review=_review(asked),
    )


def first_meeting(source: Source, scope: Scope) -> dt.date | None:
    """Return the day of the first meeting of a scope that is on record as held."""
    always = _Asked(source.look, Period(dt.date.min, dt.date.max), scope, source.keys)
    return date_or_none(always.rows_of_held("SELECT min(m.date) FROM meeting AS m WHERE {meetings}")[0][0])


def _meetings(asked: _Asked) -> list[MeetingRow]:
    found = asked.rows("""
        SELECT m.id, m.group_id, working_group.name AS group_name, m.number, m.title, m.date, m.status,
            m.minutes_state, m.start_time, m.started_at, m.ended_at, m.called_on, m.finished_on,
            coalesce(m.circulated_on, m.approved_on) AS out_on
        FROM meeting AS m LEFT JOIN working_group ON working_group.id = m.group_id
        WHERE {meetings} ORDER BY m.date, m.start_time, m.number, m.id
    """)
    rows = []
    for row in found:
        key, day = asked.keys.of(row["id"]), dt.date.fromisoformat(row["date"])
        rows.append(
            MeetingRow(
                id=key,
                group_id=asked.keys.or_none(row["group_id"]),
                label=MeetingLabel(key, row["group_name"] or "", row["number"], row["title"], day),
                status=MeetingStatus(row["status"]),
                imported=row["minutes_state"] == MinutesState.IMPORTED,
                start_time=time_or_none(row["start_time"]),
                started_at=time_or_none(row["started_at"]),
                ended_at=time_or_none(row["ended_at"]),
                called_on=date_or_none(row["called_on"]),
                finished_on=date_or_none(row["finished_on"]),
                out_on=date_or_none(row["out_on"]),
            )
        )
    return rows


@dataclass(slots=True)
class _Marked:
    """Who is marked in a member's seat at one meeting, by how; guests and observers are never read."""

    by: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    """By the status as it is kept."""
    throughout: list[uuid.UUID] = field(default_factory=list)
    others: list[Came] = field(default_factory=list)
    """Of those present, who came later or left early."""


def _sittings(
    asked: _Asked, rules: QuorumRules, people: People, meetings: Sequence[MeetingRow]
) -> list[Sitting]:  # fmt: skip
    """Return the meetings that have an attendance list: those where at least one member is marked in its seat."""
    marks: dict[uuid.UUID, _Marked] = defaultdict(_Marked)
    for meeting, status, arrived, left, kept in asked.rows_of_held("""
        SELECT a.meeting_id, a.status, a.arrived_at, a.left_at, group_concat(a.member_id)
        FROM attendance AS a JOIN meeting AS m ON m.id = a.meeting_id
        WHERE a.seat = 'member' AND a.member_id IS NOT NULL AND {meetings}
        GROUP BY a.meeting_id, a.status, a.arrived_at, a.left_at
    """):
        own, members = marks[asked.keys.of(meeting)], [asked.keys.of(member) for member in kept.split(",")]
        own.by[status].update(members)
        if status == AttendanceStatus.PRESENT and (arrived or left):
            own.others += [(member, time_or_none(arrived), time_or_none(left)) for member in members]
        elif status == AttendanceStatus.PRESENT:
            own.throughout += members
    holders: dict[tuple[uuid.UUID | None, dt.date], set[uuid.UUID]] = {}
    found = []
    for row in meetings:
        if row.id not in marks:
            continue
        body = row.group_id, row.date
        if body not in holders:
            holders[body] = people.roster.holders(*body)
        found.append(_sitting(rules, row, holders[body], marks[row.id]))
    return found


def _sitting(rules: QuorumRules, meeting: MeetingRow, holders: set[uuid.UUID], marked: _Marked) -> Sitting:
    present = frozenset(marked.by[AttendanceStatus.PRESENT])
    excused = frozenset(marked.by[AttendanceStatus.APOLOGIES]) - present
    seated = present.union(holders, *marked.by.values())
    quorum = _quorum(rules, meeting, len(seated), marked) if holders else Quorum(QuorumWent.NOT_ASKED)
    return Sitting(meeting, seated, present, excused, bool(holders), quorum)


def _quorum(rules: QuorumRules, meeting: MeetingRow, seats: int, marked: _Marked) -> Quorum:
    _rule, went = quorum_of(rules, meeting, seats, marked.throughout, marked.others)
    most = max((change.present for change in went.changes), default=0)
    if went.needed == 0:
        return Quorum(QuorumWent.NOT_ASKED, 0, most)
    if went.first_met_at is None:
        return Quorum(QuorumWent.NEVER, went.needed, most)
    return Quorum(QuorumWent.LOST if went.lost_at is not None else QuorumWent.MET, went.needed, most)


def _items(asked: _Asked) -> list[ItemRow]:
    return [
        ItemRow(asked.keys.of(item), asked.keys.of(meeting), asked.keys.or_none(member), bool(others))
        for item, meeting, member, others in asked.rows_of_held(f"""
            SELECT i.id, i.meeting_id, i.brought_by_member_id,
                i.brought_by_group_id IS NOT NULL OR i.brought_by_text <> ''
            FROM agenda_item AS i JOIN meeting AS m ON m.id = i.meeting_id
            WHERE i.kind = 'item' AND i.origin IN ({_BROUGHT_ANEW}) AND {{meetings}}
            ORDER BY m.date, i.position
        """)
    ]


def _decisions(asked: _Asked) -> list[DecisionRow]:
    stances: dict[str, dict[uuid.UUID, Stance]] = defaultdict(dict)
    for decision, member, stance in asked.rows_of_held("""
        SELECT e.decision_id, e.member_id, e.stance FROM endorsement AS e
        JOIN decision AS d ON d.id = e.decision_id JOIN meeting AS m ON m.id = d.meeting_id WHERE {meetings}
    """):
        stances[decision][asked.keys.of(member)] = Stance(stance)
    return [
        DecisionRow(
            asked.keys.of(decision), asked.keys.of(meeting), sequence, text, asked.keys.or_none(member),
            stances[decision],
        )
        for decision, meeting, sequence, text, member in asked.rows_of_held("""
            SELECT d.id, d.meeting_id, d.sequence, d.text, i.brought_by_member_id
            FROM decision AS d JOIN meeting AS m ON m.id = d.meeting_id LEFT JOIN agenda_item AS i ON i.id = d.item_id
            WHERE {meetings} ORDER BY m.date, m.id, d.sequence
        """)
    ]  # fmt: skip


def _actions(asked: _Asked) -> list[ActionRow]:
    speaks_for = _speakers(asked)
    states = {state.value: state for state in ActionState}
    rows = []
    for key, meeting, owner, person, written, due, state, closed, day in asked.rows_of_held(f"""
        SELECT a.id, a.meeting_id, a.owner_member_id, a.owner_person_id,
            a.owner_as_written <> '' AND (m.minutes_state = '{MinutesState.IMPORTED}' OR {names_a_guest("a")}),
            a.due_date, a.state, a.closed_on, m.date
        FROM action AS a JOIN meeting AS m ON m.id = a.meeting_id WHERE {{meetings}} ORDER BY m.date, m.id, a.sequence
    """):
        member = asked.keys.or_none(owner)
        if member is None and person is not None:
            member = speaks_for(person, dt.date.fromisoformat(day))
        rows.append(
            ActionRow(
                asked.keys.of(key), asked.keys.of(meeting), member, bool(owner or person or written),
                date_or_none(due), states[state], date_or_none(closed),
            )
        )  # fmt: skip
    return rows


def _speakers(asked: _Asked) -> Callable[[str, dt.date], uuid.UUID | None]:
    """Return what tells the one member a person speaks for on a day; nothing where that is nobody, or several."""
    speaks: dict[str, list[tuple[Stretch, str]]] = defaultdict(list)
    for person, member, start, end in asked.look.rows(
        "SELECT person_id, member_id, from_date, to_date FROM representative"
        " UNION SELECT person_id, id, NULL, NULL FROM member WHERE person_id IS NOT NULL"
    ):
        speaks[person].append((Stretch(date_or_none(start), date_or_none(end)), member))

    def member_on(person: str, day: dt.date) -> uuid.UUID | None:
        members = {member for spell, member in speaks[person] if covers(spell, day)}
        return asked.keys.of(members.pop()) if len(members) == 1 else None

    return member_on


def _concerns(of: DutyRow, scope: Scope) -> bool:
    """Return whether terms and balances of a duty are the scope's: a group's own are, one for all bodies is not."""
    match scope.body:
        case DutyBody.GROUP:
            return of.body is DutyBody.GROUP and of.group_id == scope.group_id
        case DutyBody.PLENARY:
            return of.body is not DutyBody.GROUP
        case _:
            return True


def _turns(asked: _Asked, own: Sequence[DutyRow]) -> list[TurnRow]:
    """Return the turns of meetings that were not cancelled, and of terms whose last day lies in the period."""
    columns = (
        "t.id, t.duty_id, t.meeting_id, {day} AS day, t.state, t.member_id, t.swapped_with_id,"
        " ({unplanned}) AS unplanned"
    )
    promised = "coalesce(t.published_on, t.asked_at, t.fair_share, t.swapped_with_id) IS NOT NULL"
    of_meetings = columns.format(
        day="m.date", unplanned=f"m.minutes_state = '{MinutesState.IMPORTED}' OR NOT {promised}"
    )
    found = asked.rows(
        f"SELECT {of_meetings} FROM duty_turn AS t JOIN meeting AS m ON m.id = t.meeting_id"
        " WHERE m.status <> 'cancelled' AND {meetings}"
    )
    of_terms = columns.format(day="date(t.to_date, '-1 day')", unplanned=f"NOT {promised}")
    found += asked.look.rows(
        f"SELECT {of_terms} FROM duty_turn AS t WHERE t.meeting_id IS NULL AND t.to_date > ? AND t.to_date <= ?",
        asked.period.from_date,
        asked.period.to_date,
    )
    known = {of.id for of in own}
    wanted = [row for row in found if row["meeting_id"] or asked.keys.of(row["duty_id"]) in known]
    doers = _doers(asked, {row["id"] for row in wanted})
    rows = [
        TurnRow(
            asked.keys.of(row["id"]), asked.keys.of(row["duty_id"]), asked.keys.or_none(row["meeting_id"]),
            dt.date.fromisoformat(row["day"]), TurnState(row["state"]), asked.keys.or_none(row["member_id"]),
            row["swapped_with_id"] is not None, bool(row["unplanned"]), tuple(doers.get(row["id"], ())),
        )
        for row in wanted
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.day, row.id))


def _doers(asked: _Asked, turns: set[str]) -> Mapping[str, list[uuid.UUID]]:
    found: dict[str, list[uuid.UUID]] = defaultdict(list)
    for turn, member in asked.look.rows("SELECT turn_id, member_id FROM turn_credit ORDER BY position, id"):
        if turn in turns:
            found[turn].append(asked.keys.of(member))
    return found


def _balances(session: Session, own: Sequence[DutyRow], period: Period) -> dict[uuid.UUID, int]:
    """Return each account's balance at the end of the period, all duties in use on its last day added up."""
    total: dict[uuid.UUID, int] = defaultdict(int)
    in_use = [of for of in own if of.to_date is None or of.to_date > period.last]
    for kept in accounts_of(session, in_use, before=period.to_date).values():
        for member, account in kept.items():
            total[member] += account.balance
    return dict(total)


def _co_chairs(asked: _Asked) -> list[CoChairRow]:
    return [
        CoChairRow(asked.keys.of(key), asked.keys.or_none(member), date_or_none(start), date_or_none(end))
        for key, member, start, end in asked.look.rows("SELECT id, member_id, from_date, to_date FROM co_chair_term")
    ]


def _indicators(asked: _Asked) -> list[IndicatorRow]:
    """Return the indicators followed on the period's last day, with what was observed by then."""
    seen: dict[str, list[tuple[uuid.UUID, dt.date, Decimal]]] = defaultdict(list)
    for key, indicator, day, value in asked.look.rows(
        "SELECT id, indicator_id, on_date, value FROM observation WHERE on_date < ? ORDER BY on_date",
        asked.period.to_date,
    ):
        seen[indicator].append((asked.keys.of(key), dt.date.fromisoformat(day), Decimal(value)))
    return [
        IndicatorRow(
            asked.keys.of(row["id"]), row["name"], row["unit"], _decimal(row["baseline_value"]),
            date_or_none(row["baseline_date"]), _decimal(row["target_value"]), date_or_none(row["target_date"]),
            tuple(seen[row["id"]]),
        )
        for row in asked.look.rows(
            "SELECT * FROM indicator WHERE dropped_on IS NULL OR dropped_on > ? ORDER BY position, id",
            asked.period.last,
        )
    ]  # fmt: skip


def _decimal(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def _review(asked: _Asked) -> ReviewRow | None:
    row = asked.look.row(
        "SELECT id, review_date, reviewed_on FROM charter_version WHERE kind = 'purpose' AND in_force_from <= ?"
        " ORDER BY in_force_from DESC, version DESC LIMIT 1",
        asked.period.last,
    )
    if row is None:
        return None
    return ReviewRow(asked.keys.of(row["id"]), date_or_none(row["review_date"]), date_or_none(row["reviewed_on"]))
