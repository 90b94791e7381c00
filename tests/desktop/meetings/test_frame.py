"""The frame around a meeting's tabs."""

import datetime as dt
import sys
import uuid
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.incoming.imports import PastMeeting, import_meetings
from db.meetings.agenda import add_item
from db.meetings.cycle import call_meeting
from db.meetings.meetings import change_meeting, meetings, plan_meeting
from db.meetings.running import start_meeting
from db.vocabulary import ItemPurpose
from desktop.clock import Clock
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.page import MeetingsPage
from desktop.operations import Operations
from desktop.widgets.headers import CycleSteps
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, TabEntry

MODULE = "tab_that_breaks"
BREAKS = """
from pathlib import Path

if not Path(__file__).with_name("mended").exists():
    raise RuntimeError("broken")
"""


@pytest.fixture
def operations(file: AllianceFile) -> Iterator[Operations]:
    """The work on the file; here something may break in it."""
    made = Operations(file, who="Keti")
    yield made
    made.close()


@pytest.fixture(params=[MODULE, ""], ids=["loaded beside the window", "loaded as it is made"])
def frame_page(
    request: pytest.FixtureRequest, qtbot: QtBot, operations: Operations, clock: Clock, meeting_id: uuid.UUID,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> MeetingsPage:  # fmt: skip
    (tmp_path / f"{MODULE}.py").write_text(BREAKS)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, MODULE, raising=False)

    def make() -> MeetingTab:
        import_module(MODULE)
        return MeetingTab(operations)

    page = MeetingsPage(operations, [TabEntry("minutes", lambda: "Minutes", make, request.param)], clock=clock)
    for part in (page, page.header_widget()):
        qtbot.addWidget(part)
    page.resize(1158, 620)
    page.show()
    return page


def settle(operations: Operations) -> None:
    for _round in range(6):
        operations.wait()
        QApplication.processEvents()


def press_last_tab(qtbot: QtBot, page: MeetingsPage, operations: Operations) -> None:
    strip = page.frame.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(strip.count() - 1).center())
    settle(operations)


def test_a_tab_that_could_not_be_made_can_be_asked_for_again(
    qtbot: QtBot, frame_page: MeetingsPage, operations: Operations, meeting_id: uuid.UUID, tmp_path: Path
) -> None:
    frame = frame_page.frame
    frame_page.open(OpenMeeting(meeting_id, "agenda"))
    settle(operations)
    assert isinstance(frame.tab(), AgendaTab)
    with qtbot.captureExceptions():
        press_last_tab(qtbot, frame_page, operations)
    assert isinstance(frame.tab(), AgendaTab)
    assert frame.strip.key() == "agenda"
    (tmp_path / "mended").touch()
    press_last_tab(qtbot, frame_page, operations)
    assert frame.strip.key() == "minutes"
    assert type(frame.tab()) is MeetingTab
    assert frame.tab_meeting() == meeting_id


def test_the_first_tab_asked_for_can_be_asked_for_again(
    qtbot: QtBot, frame_page: MeetingsPage, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID,
    tmp_path: Path,
) -> None:  # fmt: skip
    with file.writing() as session:
        start_meeting(session, meeting_id, at=dt.time(10))
    frame = frame_page.frame
    with qtbot.captureExceptions():
        frame_page.open(OpenMeeting(meeting_id))
        settle(operations)
    assert (frame.tab(), frame.strip.key()) == (None, "minutes")
    (tmp_path / "mended").touch()
    press_last_tab(qtbot, frame_page, operations)
    assert type(frame.tab()) is MeetingTab
    assert frame.tab_meeting() == meeting_id


def test_a_meeting_that_began_without_a_call_does_not_count_as_called(
    qtbot: QtBot, frame_page: MeetingsPage, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    steps = frame_page.frame.steps
    frame_page.open(OpenMeeting(meeting_id, "agenda"))
    settle(operations)
    assert steps.text() == "Step 1 of 5: Prepare"
    operations.write(start_meeting, meeting_id, at=dt.time(10))
    settle(operations)
    assert steps.text() == steps.toolTip() == "Step 3 of 5: Meet. Left out: Call"
    with file.writing() as session:
        called, _changes = plan_meeting(session, date=dt.date(2026, 12, 3), start_time=dt.time(10), place="Hall")
        change_meeting(session, called, purpose="To agree on the map")
        add_item(session, called, title="The map", purpose=ItemPurpose.DECIDE)
        call_meeting(session, called, on=dt.date(2026, 11, 20))
        start_meeting(session, called, at=dt.time(10))
        import_meetings(session, [PastMeeting(2, dt.date(2025, 3, 1), title="First")])
        past = next(row.id for row in meetings(session, year=2025) if row.title == "First")
    for held, said in ((called, "Step 3 of 5: Meet"), (past, "All 5 steps are done")):
        frame_page.open(OpenMeeting(held, "agenda"))
        settle(operations)
        assert (steps.text(), steps.toolTip()) == (said, "")


def test_a_step_left_out_is_not_ticked(qtbot: QtBot) -> None:
    steps = CycleSteps(["Prepare", "Call", "Meet"], 2)
    qtbot.addWidget(steps)
    steps.resize(steps.sizeHint())
    steps.show()
    ticked = steps.grab().toImage()
    steps.set_steps(["Prepare", "Call", "Meet"], 2, left_out={1})
    assert steps.text() == steps.toolTip() == "Step 3 of 3: Meet. Left out: Call"
    assert steps.grab().toImage() != ticked
    steps.set_steps(["Prepare", "Call", "Meet"], 3, left_out={1})
    assert steps.text() == "2 of 3 steps are done. Left out: Call"
    steps.set_steps(["Prepare", "Call", "Meet"], 2)
    assert (steps.text(), steps.toolTip()) == ("Step 3 of 3: Meet", "")


def test_what_is_counted_in_one_meeting_is_not_said_of_the_next(
    qtbot: QtBot, frame_page: MeetingsPage, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "mended").touch()
    with file.writing() as session:
        other, _changes = plan_meeting(session, date=dt.date(2026, 11, 26), number=42)
    strip = frame_page.frame.strip
    frame_page.open(OpenMeeting(meeting_id, "minutes"))
    settle(operations)
    tab = frame_page.frame.tab()
    assert tab is not None
    tab.count_changed.emit(3)
    assert strip.tabText(strip.count() - 1) == "Minutes  3"
    frame_page.open(OpenMeeting(other, "agenda"))
    settle(operations)
    assert strip.tabText(strip.count() - 1) == "Minutes"
    tab.count_changed.emit(4)  # read for the meeting before, and done only now
    assert strip.tabText(strip.count() - 1) == "Minutes"
