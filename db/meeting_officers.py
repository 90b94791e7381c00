"""Who chairs a meeting and who takes its minutes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import history
from db.changes import Changes
from db.deletion import delete_row
from db.meeting_lookup import open_meeting
from db.schema import MeetingOfficer, Member, Person
from db.vocabulary import MeetingRole


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


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named for a role: a member, a person, both, or just what was written."""

    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    as_written: str = ""


def officers(session: Session, meeting_id: uuid.UUID) -> list[OfficerRow]:
    """Return who chairs and who takes minutes, by role, in their order."""
    found = session.execute(
        select(MeetingOfficer, Person.name, Member.name)
        .outerjoin(Person, Person.id == MeetingOfficer.person_id)
        .outerjoin(Member, Member.id == MeetingOfficer.member_id)
        .where(MeetingOfficer.meeting_id == meeting_id)
        .order_by(MeetingOfficer.role, MeetingOfficer.position)
    )
    return [
        OfficerRow(
            row.id, row.role, row.position, row.member_id, row.person_id, person or member or row.as_written,
            member or "", row.as_written, row.doubtful,
        )
        for row, person, member in found
    ]  # fmt: skip


def set_officers(session: Session, meeting_id: uuid.UUID, role: MeetingRole, named: Sequence[Named]) -> Changes:
    """Set who has a role at the meeting, in this order; nobody if empty.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
    """
    with history.step(session, "set_officers") as step:
        open_meeting(session, meeting_id)
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
