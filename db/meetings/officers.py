"""Who chairs a meeting and who takes its minutes.

The rota proposes, the meeting decides: until a meeting is over, whoever has its turn of chairing or of taking minutes
does it, and nothing of that is written down twice. Only where somebody else is named at the meeting itself does that
stand with the meeting; closing the turns then credits whoever did it, and writes that down (`db.duties.closing`).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.standard import ROLE_OF
from db.history import history
from db.history.deletion import delete_row
from db.meetings.labels import UPCOMING
from db.meetings.lookup import open_meeting
from db.schema import Duty, Meeting, MeetingOfficer, Member, Person, Turn
from db.vocabulary import MeetingRole, TurnState


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """Who chairs or takes minutes; `name` is what to show: the person, else the member, else as written."""

    id: uuid.UUID
    role: MeetingRole
    position: int
    member_id: uuid.UUID | None
    person_id: uuid.UUID | None
    name: str
    member: str
    as_written: str
    doubtful: bool
    by_turn: bool = False
    """Whether it is the rota that names them, and the meeting nobody else."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named for a role: a member, a person, both, or just what was written."""

    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    as_written: str = ""


def officers(session: Session, meeting_id: uuid.UUID) -> list[OfficerRow]:
    """Return who chairs and who takes minutes, by role, in their order: whom the meeting names, else the rota."""
    found = session.execute(
        select(MeetingOfficer, Person.name, Member.name)
        .outerjoin(Person, Person.id == MeetingOfficer.person_id)
        .outerjoin(Member, Member.id == MeetingOfficer.member_id)
        .where(MeetingOfficer.meeting_id == meeting_id)
        .order_by(MeetingOfficer.role, MeetingOfficer.position)
    )
    rows = [
        OfficerRow(
            row.id, row.role, row.position, row.member_id, row.person_id, person or member or row.as_written,
            member or "", row.as_written, row.doubtful,
        )
        for row, person, member in found
    ]  # fmt: skip
    named = {row.role for row in rows}
    rows += [row for row in officers_by_turn(session, meeting_id) if row.role not in named]
    return sorted(rows, key=lambda row: row.role)


def officers_by_turn(session: Session, meeting_id: uuid.UUID) -> list[OfficerRow]:
    """Return whom the rota names for a meeting that is not over yet."""
    keys = {role: key for key, role in ROLE_OF.items()}
    found = session.execute(
        select(Turn.id, Duty.key, Turn.member_id, Turn.person_id, Member.name, Person.name)
        .join(Duty, Duty.id == Turn.duty_id)
        .join(Meeting, Meeting.id == Turn.meeting_id)
        .join(Member, Member.id == Turn.member_id)
        .outerjoin(Person, Person.id == Turn.person_id)
        .where(
            Turn.meeting_id == meeting_id,
            Meeting.status.in_(UPCOMING),
            Duty.key.in_(keys.values()),
            Turn.state.in_((TurnState.PLANNED, TurnState.ASKED, TurnState.ACCEPTED)),
        )
    )
    return [
        OfficerRow(
            key, ROLE_OF[duty], 0, member_id, person_id, person or member, member, person or member, doubtful=False,
            by_turn=True,
        )
        for key, duty, member_id, person_id, member, person in found
    ]  # fmt: skip


def set_officers(session: Session, meeting_id: uuid.UUID, role: MeetingRole, named: Sequence[Named]) -> Changes:
    """Set who has a role at the meeting, in this order; whoever has its turn, if empty or if it is they.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
    """
    with history.step(session, "set_officers") as step:
        open_meeting(session, meeting_id)
        turns = [row for row in officers_by_turn(session, meeting_id) if row.role is role]
        if turns and [(entry.member_id, entry.person_id) for entry in named] == [
            (row.member_id, row.person_id) for row in turns
        ]:
            named = ()
        held = (MeetingOfficer.meeting_id == meeting_id) & (MeetingOfficer.role == role)
        old = session.scalars(select(MeetingOfficer).where(held).order_by(MeetingOfficer.position)).all()
        for row in old[len(named) :]:
            delete_row(session, row)
        for position, entry in enumerate(named):
            if position < len(old):
                row = old[position]
            else:
                row = MeetingOfficer(meeting_id=meeting_id, role=role)
                session.add(row)
            row.position, row.doubtful = position, False
            row.member_id, row.person_id = entry.member_id, entry.person_id
            row.as_written = entry.as_written.strip()
    return step.changes
