"""A small alliance's record, written row by row, for the tests of what is counted of it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.measures.measuring import Compared, Measures, measures
from db.measures.period import PLENARY, Period, Scope
from db.schema import (
    Action,
    AgendaItem,
    Alliance,
    Attendance,
    CoChairTerm,
    Decision,
    Endorsement,
    Group,
    GroupMembership,
    Meeting,
    Member,
    MemberKind,
    Membership,
    Person,
)
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    MeetingStatus,
    MemberStatus,
    QuorumKind,
    Seat,
    Stance,
)

YEAR = Period(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
TODAY = dt.date(2026, 12, 31)
LONG_AGO = dt.date(2020, 1, 1)


class Desk:
    """Writes rows and hands their keys back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.kinds = {row.key: row.id for row in session.scalars(select(MemberKind))}

    def row(self, made: Any) -> uuid.UUID:
        self.session.add(made)
        self.session.flush()
        found: uuid.UUID = made.id
        return found

    def member(
        self,
        name: str,
        *,
        since: dt.date | None = LONG_AGO,
        until: dt.date | None = None,
        kind: str = "",
        grassroots: bool = False,
        status: MemberStatus = MemberStatus.MEMBER,
    ) -> uuid.UUID:
        kind_id = self.kinds[kind] if kind else None
        key = self.row(Member(name=name, kind_id=kind_id, grassroots=grassroots))
        self.row(Membership(member_id=key, status=status, from_date=since, to_date=until))
        return key

    def members(self, count: int, **facts: Any) -> list[uuid.UUID]:
        return [self.member(f"Member {number:02}", **facts) for number in range(count)]

    def group(self, name: str, members: Iterable[uuid.UUID], since: dt.date = LONG_AGO) -> uuid.UUID:
        key = self.row(Group(name=name, start_date=since))
        for member in members:
            self.row(GroupMembership(group_id=key, member_id=member, from_date=since))
        return key

    def meeting(
        self,
        day: dt.date,
        here: Iterable[uuid.UUID] = (),
        *,
        sorry: Iterable[uuid.UUID] = (),
        absent: Iterable[uuid.UUID] = (),
        **fields: Any,
    ) -> uuid.UUID:
        key = self.row(Meeting(**{"date": day, "status": MeetingStatus.CLOSED, **fields}))
        marks = (
            (AttendanceStatus.PRESENT, here),
            (AttendanceStatus.APOLOGIES, sorry),
            (AttendanceStatus.ABSENT, absent),
        )
        for status, members in marks:
            for member in members:
                self.row(Attendance(meeting_id=key, member_id=member, status=status))
        return key

    def beside(self, meeting: uuid.UUID, member: uuid.UUID | None, seat: Seat) -> None:
        """Let an observer or a guest come."""
        name = "" if member else "Somebody"
        self.row(
            Attendance(meeting_id=meeting, member_id=member, seat=seat, name=name, status=AttendanceStatus.PRESENT)
        )

    def item(self, meeting: uuid.UUID, by: uuid.UUID | None = None, **fields: Any) -> uuid.UUID:
        return self.row(AgendaItem(meeting_id=meeting, title="Canal", brought_by_member_id=by, **fields))

    def items(self, meeting: uuid.UUID, by: uuid.UUID, count: int) -> None:
        for _n in range(count):
            self.item(meeting, by)

    def action(
        self,
        meeting: uuid.UUID,
        owner: uuid.UUID | None = None,
        due: dt.date | None = None,
        done: dt.date | None = None,
        state: ActionState | None = None,
        **fields: Any,
    ) -> uuid.UUID:
        known = ActionState.OPEN if done is None else ActionState.DONE
        taken = select(Action.sequence).where(Action.meeting_id == meeting)
        return self.row(
            Action(
                meeting_id=meeting, sequence=len(self.session.scalars(taken).all()) + 1, text="Draw the canal",
                owner_member_id=owner, due_date=due, state=state or known, closed_on=done, **fields,
            )
        )  # fmt: skip

    def decision(
        self,
        meeting: uuid.UUID,
        *,
        item: uuid.UUID | None = None,
        endorse: Iterable[uuid.UUID] = (),
        silent: Iterable[uuid.UUID] = (),
        object_: Iterable[uuid.UUID] = (),
        text: str = "Clean the canal",
    ) -> uuid.UUID:
        taken = select(Decision.sequence).where(Decision.meeting_id == meeting)
        sequence = len(self.session.scalars(taken).all()) + 1
        key = self.row(Decision(meeting_id=meeting, sequence=sequence, text=text, item_id=item))
        said = (Stance.ENDORSES, endorse), (Stance.SILENT, silent), (Stance.OBJECTS, object_)
        for stance, members in said:
            for member in members:
                self.row(Endorsement(decision_id=key, member_id=member, stance=stance, on_date=YEAR.last))
        return key

    def co_chair(self, member: uuid.UUID | None, since: dt.date = LONG_AGO, until: dt.date | None = None) -> uuid.UUID:
        person = self.row(Person(name="Lia Hazel"))
        return self.row(CoChairTerm(person_id=person, member_id=member, from_date=since, to_date=until))

    def ask_quorum(self, number: int) -> None:
        alliance = self.session.scalars(select(Alliance)).one()
        alliance.quorum_kind, alliance.quorum_numerator = QuorumKind.NUMBER, number
        self.session.flush()

    def compared(self, period: Period = YEAR, scope: Scope = PLENARY, today: dt.date = TODAY) -> Compared:
        return measures(self.session, period, scope=scope, today=today)

    def now(self, period: Period = YEAR, scope: Scope = PLENARY, today: dt.date = TODAY) -> Measures:
        return self.compared(period, scope, today).now


def day(month: int, number: int = 15) -> dt.date:
    return dt.date(2026, month, number)
