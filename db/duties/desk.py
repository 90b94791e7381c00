"""What Today says of the duties: who is on duty next, and what about the turns is worth a look.

Read in one narrow query (two where somebody waits for a turn), because it is part of the first thing everybody sees;
nothing of the planner is loaded for it.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.meeting_lookup import HELD, MeetingLabel
from db.schema import Duty, Group, Meeting, Member, Person, Turn, TurnPassedOver
from db.vocabulary import DutyBody, DutyRhythm, MeetingStatus, TurnState

_OPEN = (TurnState.PLANNED, TurnState.ASKED, TurnState.ACCEPTED, TurnState.DECLINED)
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
    """A member more than a turn behind that was passed over, by how much (units of `db.rotation.TURN`)."""

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


def duty_desk(session: Session, day: dt.date, coming: Sequence[NextMeeting]) -> DutyDesk:
    """Return where the duties stand on a day; `coming` are the meetings from that day on, the soonest first."""
    found = session.execute(
        select(
            Duty.id, Duty.key, Duty.name, Duty.position, Duty.rhythm, Duty.body, Duty.group_id, Duty.from_date,
            Duty.to_date, Turn.id.label("turn_id"), Turn.state, Turn.member_id, Member.name.label("member"),
            Member.short_name, Person.name.label("person"), Turn.from_date.label("first"), Turn.to_date.label("end"),
            Turn.published_on, Turn.promised_member_id, Meeting.id.label("meeting_id"), Group.name.label("group"),
            Meeting.number, Meeting.title, Meeting.date, Meeting.status,
        )
        .outerjoin(Turn, and_(Turn.duty_id == Duty.id, Turn.state.in_(_OPEN)))
        .outerjoin(Member, Member.id == Turn.member_id)
        .outerjoin(Person, Person.id == Turn.person_id)
        .outerjoin(Meeting, Meeting.id == Turn.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .order_by(Duty.position, Duty.id)
    ).all()  # fmt: skip
    duties = {row.id: row for row in found}
    over, ahead = [], []
    for row in found:
        if row.turn_id is None or row.status is MeetingStatus.CANCELLED:
            continue
        turn = _turn(row)
        past = row.status in HELD if row.meeting_id else turn.end is not None and turn.end <= day
        if past:
            over.append(turn)
        elif turn.end is not None or turn.first >= day:
            ahead.append(turn)
    ahead.sort(key=lambda turn: (turn.first, turn.position))
    over.sort(key=lambda turn: (turn.end or turn.first, turn.position))
    label, following = _next(list(duties.values()), ahead, coming, day)
    return DutyDesk(following, label, tuple(ahead), tuple(over), _behind(session, following))


def _turn(row: Any) -> DeskTurn:
    label = None
    if row.meeting_id is not None:
        label = MeetingLabel(row.meeting_id, row.group or "", row.number, row.title, row.date)
    return DeskTurn(
        row.turn_id, row.key, row.name, row.position, row.date if label else (row.first or dt.date.min),
        None if label else row.end, label, row.state, row.member_id, row.member or "", row.short_name or "",
        row.person or "", row.published_on is not None and row.promised_member_id == row.member_id,
    )  # fmt: skip


def _next(
    duties: Sequence[Any], ahead: Sequence[DeskTurn], coming: Sequence[NextMeeting], day: dt.date
) -> tuple[MeetingLabel | None, tuple[DeskTurn, ...]]:
    """Return the next meeting for which duties are due, with their turns and those of the terms that run."""
    running = [turn for turn in ahead if turn.end is not None and turn.first <= day]
    for meeting in coming:
        own = {turn.key: turn for turn in ahead if turn.meeting is not None and turn.meeting.id == meeting.label.id}
        for row in duties:
            if row.key not in own and _is_due(row, meeting):
                own[row.key] = DeskTurn(
                    None, row.key, row.name, row.position, meeting.label.date, None, meeting.label, TurnState.PLANNED,
                    None, "", "", "", published=False,
                )  # fmt: skip
        if own:
            rows = sorted((*own.values(), *running), key=lambda turn: (turn.position, turn.first))
            return meeting.label, tuple(rows)
    return None, tuple(sorted(running, key=lambda turn: (turn.position, turn.first)))


def _is_due(row: Any, meeting: NextMeeting) -> bool:
    if row.rhythm is not DutyRhythm.MEETING:
        return False
    day = meeting.label.date
    if (row.from_date is not None and row.from_date > day) or (row.to_date is not None and row.to_date <= day):
        return False
    if row.body is DutyBody.GROUP:
        return row.group_id is not None and row.group_id == meeting.group_id
    return row.body is DutyBody.ALL or meeting.group_id is None


def _behind(session: Session, following: Sequence[DeskTurn]) -> tuple[Behind, ...]:
    """Return who is more than a turn behind and was passed over for one of the next turns, the furthest first."""
    turns = {turn.id: turn for turn in following if turn.id is not None}
    if not turns:
        return ()
    from db.rotation import TURN  # brings the planner: only where somebody has turns

    found = session.execute(
        select(TurnPassedOver.turn_id, TurnPassedOver.balance, Member.id, Member.name)
        .join(Member, Member.id == TurnPassedOver.member_id)
        .where(TurnPassedOver.turn_id.in_(turns), TurnPassedOver.balance < -TURN)
        .order_by(TurnPassedOver.balance, TurnPassedOver.id)
    )
    return tuple(Behind(member_id, name, turns[turn_id], -balance) for turn_id, balance, member_id, name in found)
