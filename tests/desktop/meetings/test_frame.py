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
from db.meetings.meetings import plan_meeting
from db.meetings.running import start_meeting
from desktop.clock import Clock
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.page import MeetingsPage
from desktop.operations import Operations
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
