"""A meeting of a small alliance, opened in the page, on a real file."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.history import history
from db.meetings.agenda import BroughtBy, add_break, add_item
from db.meetings.meetings import plan_meeting
from db.schema import Group, Member, Membership, Person
from db.vocabulary import ItemPurpose, MemberStatus
from desktop.clock import Clock, stopped_at
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.page import MeetingsPage
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from tests.new_file import fill_once, new_file

DAY = dt.date(2026, 10, 22)


@pytest.fixture
def clock() -> Clock:
    return stopped_at(dt.datetime(2026, 10, 7, 9))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Kolkha Agriculture Alliance", who="Keti") as opened:
        yield opened


@pytest.fixture
def meeting_id(file: AllianceFile) -> uuid.UUID:
    """Meeting 41 with three items (the second without a purpose) and a break."""
    return fill_once(file, write_meeting, who="Keti")


def write_meeting(session: Session) -> uuid.UUID:
    with history.step(session, "test"):
        member, group = Member(name="Terra Partners"), Group(name="Access to finance")
        session.add_all([member, group, Person(name="Eka Nigozi")])
        session.flush()
        session.add(Membership(member_id=member.id, status=MemberStatus.MEMBER))
    key, _changes = plan_meeting(
        session, date=DAY, number=41, start_time=dt.time(10), planned_minutes=60, place="Hall 2"
    )  # fmt: skip
    add_item(session, key, title="Opening", purpose=ItemPurpose.INFORM, planned_minutes=10)
    add_break(session, key)
    add_item(session, key, title="Cold storage <b>map</b>", planned_minutes=20,
             brought_by=BroughtBy(member_id=member.id))  # fmt: skip
    add_item(session, key, title="Next meeting", purpose=ItemPurpose.DISCUSS, planned_minutes=30)
    return key


@pytest.fixture
def settle(operations: Operations, qapp: QApplication) -> Callable[[], None]:
    """Wait until everything asked for is shown."""

    def wait() -> None:
        for _round in range(4):
            operations.wait()
            qapp.processEvents()

    return wait


@pytest.fixture
def page(
    operations: Operations, clock: Clock, meeting_id: uuid.UUID, settle: Callable[[], None], qtbot: QtBot
) -> MeetingsPage:
    """The page, in sight, with the list."""
    made = MeetingsPage(operations, clock=clock)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header_widget())
    made.resize(1158, 620)
    made.show()
    qtbot.waitActive(made)
    settle()
    return made


@pytest.fixture
def opened(page: MeetingsPage, meeting_id: uuid.UUID, settle: Callable[[], None]) -> Callable[[str], object]:
    """Open the meeting on a tab and return the tab."""

    def open_on(tab: str) -> object:
        page.open(OpenMeeting(meeting_id, tab))
        settle()
        return page.frame.tab()

    return open_on


@pytest.fixture
def tab(opened: Callable[[str], Any]) -> AgendaTab:
    shown = opened("agenda")
    assert isinstance(shown, AgendaTab)
    return shown
