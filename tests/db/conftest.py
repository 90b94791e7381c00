"""Real alliance files for the tests of the record."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.ids import new_id
from db.schema import Attendance, Meeting
from db.vocabulary import AttendanceStatus, MeetingStatus
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    """A new alliance's file, open."""
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley Alliance", who="Ana") as opened:
        yield opened


@pytest.fixture
def add_meeting() -> Callable[..., uuid.UUID]:
    """Return a function that adds a held meeting of the plenary with (member, person) present and members excused."""

    def add(
        session: Session,
        number: int,
        date: dt.date,
        *,
        present: Iterable[tuple[uuid.UUID, uuid.UUID | None]] = (),
        apologies: Iterable[uuid.UUID] = (),
        status: MeetingStatus = MeetingStatus.CLOSED,
        group_id: uuid.UUID | None = None,
    ) -> uuid.UUID:
        meeting = Meeting(id=new_id(), number=number, date=date, status=status, group_id=group_id)
        session.add(meeting)
        session.flush()
        came = [(member, person, AttendanceStatus.PRESENT) for member, person in present]
        excused = [(member, None, AttendanceStatus.APOLOGIES) for member in apologies]
        session.add_all(
            Attendance(meeting_id=meeting.id, member_id=member, person_id=person, status=how)
            for member, person, how in came + excused
        )
        session.flush()
        return meeting.id

    return add
