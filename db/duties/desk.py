"""What Today says of the duties: who is on duty next, and what about the turns is worth a look.

Read in two narrow queries, because it is part of the first thing everybody sees; neither the mapped classes nor the
planner are loaded for it.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.look import Look, date_or_none, key, key_or_none, marks, words
from db.meetings.labels import HELD, MeetingLabel
from db.turn_units import TURN
from db.vocabulary import OPEN, DutyBody, DutyRhythm, MeetingStatus, TurnState

ANSWER_DAYS = 7
"""So near, a turn that nobody has accepted is worth a look."""
NOBODY_DAYS = 42
"""So near, a meeting should have somebody for each duty."""


@dataclass(frozen=True, slots=True)
class DeskTurn:
    """A turn as the desk sees it; without an `id` a duty that is due and was never planned."""

    id: uuid.UUID | None
    key: str
    name: str
    """The alliance's own name for the duty; empty: the translated one of `key`."""
    position: int
    first: dt.date
    end: dt.date | None
    """The day after a term's last; empty for a meeting."""
    meeting: MeetingLabel | None
    state: TurnState
    member_id: uuid.UUID | None
    member: str
    short_name: str
    person: str
    published: bool
    """Whether the last published plan names who has it."""

    @property
    def is_free(self) -> bool:
        """Whether nobody has it: nobody can, or who had it declined."""
        return self.member_id is None or self.state is TurnState.DECLINED


@dataclass(frozen=True, slots=True)
class Behind:
    """A member more than a turn behind that was passed over, by how much (units of `db.turn_units.TURN`)."""

    member_id: uuid.UUID
    member: str
    turn: DeskTurn
    behind: int


@dataclass(frozen=True, slots=True)
class DutyDesk:
    """Where the duties stand on a day."""

    next: tuple[DeskTurn, ...]
    """Those of the next meeting and of the terms that run, in the order of the duties."""
    meeting: MeetingLabel | None
    """The next meeting that needs somebody."""
    called: bool
    """Whether that meeting was called, so that nobody waits for its call."""
    ahead: tuple[DeskTurn, ...]
    """Every open turn from today on, the soonest first."""
    unclosed: tuple[DeskTurn, ...]
    """Turns that are over and of which nobody said who did them, the oldest first."""
    behind: tuple[Behind, ...]

    def unanswered(self, day: dt.date) -> list[DeskTurn]:
        """Return the turns that begin soon and that nobody has accepted."""
        soon = day + dt.timedelta(days=ANSWER_DAYS)
        waiting = (TurnState.PLANNED, TurnState.ASKED)
        return [turn for turn in self.ahead if turn.member_id and turn.state in waiting and day <= turn.first <= soon]

    def declined(self) -> list[DeskTurn]:
        """Return the turns after the next that were declined, or that nobody can do, and so have nobody yet."""
        return [turn for turn in self.ahead if turn.is_free and turn not in self.next]

    def free(self, day: dt.date) -> list[DeskTurn]:
        """Return the turns of the next meeting, if it is near, and of the terms that run, that nobody has."""
        near = day + dt.timedelta(days=NOBODY_DAYS)
        return [turn for turn in self.next if turn.is_free and turn.first <= near]

    def not_published(self) -> list[DeskTurn]:
        """Return the turns ahead that are planned otherwise than the last published plan says, or not in it."""
        return [turn for turn in self.ahead if turn.member_id and not turn.published]


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting to come, for which duties may be due."""

    label: MeetingLabel
    group_id: uuid.UUID | None
    called: bool


_QUERY = f"""
    SELECT duty.id, duty.key, duty.name, duty.position, duty.rhythm, duty.body, duty.group_id, duty.from_date,
        duty.to_date, turn.id AS turn_id, turn.state, turn.member_id, member.name AS member, member.short_name,
        person.name AS person, turn.from_date AS first, turn.to_date AS end, turn.published_on,
        turn.promised_member_id, meeting.id AS meeting_id, working_group.name AS group_name, meeting.number,
        meeting.title, meeting.date, meeting.status
    FROM duty
    LEFT JOIN duty_turn turn ON turn.duty_id = duty.id AND turn.state IN ({words(OPEN)})
    LEFT JOIN member ON member.id = turn.member_id
    LEFT JOIN person ON person.id = turn.person_id
    LEFT JOIN meeting ON meeting.id = turn.meeting_id
    LEFT JOIN working_group ON working_group.id = meeting.group_id
    ORDER BY duty.position, duty.id
"""  # noqa: S608 - the words are ours


def duty_desk(look: Look, day: dt.date, coming: Sequence[NextMeeting]) -> DutyDesk:
    """Return where the duties stand on a day; `coming` are the meetings from that day on, the soonest first."""
    found = look.rows(_QUERY)
    duties = {row["id"]: row for row in found}
    over, ahead = [], []
    for row in found:
        if row["turn_id"] is None or row["status"] == MeetingStatus.CANCELLED:
            continue
        turn = _turn(row)
        past = row["status"] in HELD if row["meeting_id"] else turn.end is not None and turn.end <= day
        if past:
            over.append(turn)
        elif turn.end is not None or turn.first >= day:
            ahead.append(turn)
    ahead.sort(key=lambda turn: (turn.first, turn.position))
    over.sort(key=lambda turn: (turn.end or turn.first, turn.position))
    meeting, following = _next(list(duties.values()), ahead, coming, day)
    label, called = (meeting.label, meeting.called) if meeting is not None else (None, False)
    return DutyDesk(following, label, called, tuple(ahead), tuple(over), _behind(look, following))


def _turn(row: Any) -> DeskTurn:
    label, first = None, date_or_none(row["first"]) or dt.date.min
    if row["meeting_id"] is not None:
        first = dt.date.fromisoformat(row["date"])
        label = MeetingLabel(key(row["meeting_id"]), row["group_name"] or "", row["number"], row["title"], first)
    return DeskTurn(
        key(row["turn_id"]), row["key"], row["name"], row["position"], first,
        None if label else date_or_none(row["end"]), label, TurnState(row["state"]), key_or_none(row["member_id"]),
        row["member"] or "", row["short_name"] or "", row["person"] or "",
        row["published_on"] is not None and row["promised_member_id"] == row["member_id"],
    )  # fmt: skip


def _next(
    duties: Sequence[Any], ahead: Sequence[DeskTurn], coming: Sequence[NextMeeting], day: dt.date
) -> tuple[NextMeeting | None, tuple[DeskTurn, ...]]:
    """Return the next meeting for which duties are due, with their turns and those of the terms that run."""
    running = [turn for turn in ahead if turn.end is not None and turn.first <= day]
    for meeting in coming:
        own = {turn.key: turn for turn in ahead if turn.meeting is not None and turn.meeting.id == meeting.label.id}
        for row in duties:
            if row["key"] not in own and _is_due(row, meeting):
                own[row["key"]] = DeskTurn(
                    None, row["key"], row["name"], row["position"], meeting.label.date, None, meeting.label,
                    TurnState.PLANNED, None, "", "", "", published=False,
                )  # fmt: skip
        if own:
            rows = sorted((*own.values(), *running), key=lambda turn: (turn.position, turn.first))
            return meeting, tuple(rows)
    return None, tuple(sorted(running, key=lambda turn: (turn.position, turn.first)))


def _is_due(row: Any, meeting: NextMeeting) -> bool:
    if row["rhythm"] != DutyRhythm.MEETING:
        return False
    day, first, end = meeting.label.date, date_or_none(row["from_date"]), date_or_none(row["to_date"])
    if (first is not None and first > day) or (end is not None and end <= day):
        return False
    if row["body"] == DutyBody.GROUP:
        return row["group_id"] is not None and key(row["group_id"]) == meeting.group_id
    return row["body"] == DutyBody.ALL or meeting.group_id is None


def _behind(look: Look, following: Sequence[DeskTurn]) -> tuple[Behind, ...]:
    """Return who is more than a turn behind and was passed over for one of the next turns, the furthest first."""
    turns = {turn.id: turn for turn in following if turn.id is not None}
    if not turns:
        return ()
    passed_over = f"""
        SELECT o.turn_id, o.balance, member.id, member.name
        FROM turn_passed_over o JOIN member ON member.id = o.member_id
        WHERE o.turn_id IN ({marks(list(turns))}) AND o.balance < ? ORDER BY o.balance, o.id
    """  # noqa: S608 - nothing but question marks
    found = look.rows(passed_over, *turns, -TURN)
    return tuple(Behind(key(row[2]), row[3], turns[key(row[0])], -row[1]) for row in found)
