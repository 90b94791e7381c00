"""An alliance that shares its duties out, for the tests of the rota."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.closing import Doer
from db.duties.keeping import DutyRow, duties, duty
from db.duties.rota import TurnRow, turn_rows
from db.history import history
from db.members.members import add_member
from db.schema import Attendance, LedgerEntry, Meeting, TurnCredit
from db.vocabulary import AttendanceStatus, EntryKind, MeetingStatus, Seat, TurnState

TODAY = dt.date(2026, 1, 1)
NAMES = ("Apiary", "Bakers", "Canal users", "Dairies", "Elders", "Foresters", "Growers", "Herders")


@dataclass
class Kit:
    """Keys of what stands in the file."""

    members: list[uuid.UUID] = field(default_factory=list)
    meetings: list[uuid.UUID] = field(default_factory=list)

    def name(self, member_id: uuid.UUID | None) -> str:
        return "" if member_id is None else NAMES[self.members.index(member_id)]


def alliance_in_turn(session: Session, *, members: int = 6, meetings: int = 8) -> Kit:
    """Write individual members and meetings of the plenary every four weeks from February 2026 on."""
    kit = Kit()
    with history.step(session, "small_alliance", undoable=False):
        for name in NAMES[:members]:
            kit.members.append(add_member(session, name=name, individual=True, from_date=dt.date(2020, 1, 1))[0])
        for number in range(meetings):
            row = Meeting(number=number + 1, date=dt.date(2026, 2, 5) + dt.timedelta(weeks=4 * number))
            session.add(row)
            session.flush()
            kit.meetings.append(row.id)
    return kit


def duty_by_key(session: Session, key: str) -> DutyRow:
    return next(of for of in duties(session) if of.key == key)


def by_slot(session: Session) -> dict[tuple[dt.date, str], TurnRow]:
    """Return the turns by day and duty."""
    return {(row.first, row.duty.key): row for row in turn_rows(session)}


def hold(session: Session, meeting_id: uuid.UUID, here: Iterable[uuid.UUID]) -> None:
    """Let a meeting be over, with these members present."""
    with history.step(session, "hold"):
        meeting = session.get_one(Meeting, meeting_id)
        meeting.status = MeetingStatus.WRITING_UP
        session.add_all(
            Attendance(meeting_id=meeting_id, member_id=key, seat=Seat.MEMBER, status=AttendanceStatus.PRESENT)
            for key in here
        )


def as_planned(session: Session, meeting_id: uuid.UUID) -> dict[uuid.UUID, tuple[Doer, ...]]:
    """Return who does the turns of a meeting, if all goes as planned."""
    return {
        row.duty.id: (Doer(row.member_id, row.person_id),)
        for row in turn_rows(session)
        if row.meeting and row.meeting.id == meeting_id and row.member_id and row.state is not TurnState.DONE
    }


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a member's account: a turn it could have done, what it accrued of it, and what it did of it."""

    turn_id: uuid.UUID | None
    kind: EntryKind
    day: dt.date
    share: int
    done: int
    in_pool: bool


def account_entries(session: Session, duty_id: uuid.UUID, member_id: uuid.UUID) -> list[EntryRow]:
    """Return one member's account line by line, oldest first, as it stands in the tables."""
    of = duty(session, duty_id)
    since = of.from_date or dt.date.min
    done: dict[uuid.UUID, int] = {}
    own = (TurnCredit.duty_id == duty_id, TurnCredit.member_id == member_id, TurnCredit.day >= since)
    for turn_id, units in session.execute(select(TurnCredit.turn_id, TurnCredit.units).where(*own)):
        done[turn_id] = done.get(turn_id, 0) + units
    entries = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.duty_id == duty_id, LedgerEntry.member_id == member_id, LedgerEntry.day >= since)
        .order_by(LedgerEntry.day, LedgerEntry.id)
    )
    return [
        EntryRow(row.turn_id, row.kind, row.day, row.share, done.pop(row.turn_id, 0) if row.turn_id else 0, row.in_pool)
        for row in entries
    ]
