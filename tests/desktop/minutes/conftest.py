"""The minutes tab over a real file with a meeting that runs."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.meetings.attendance import record_attendance
from db.meetings.running import start_meeting
from db.vocabulary import AttendanceStatus
from desktop.clock import stopped_at
from desktop.minutes.meeting_dialogs import FinishDialog
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from tests.db.meeting_kit import Kit, small_alliance
from tests.new_file import fill_once, new_file

NOW = dt.datetime(2026, 10, 22, 10, 35, 12)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Kolkha Agriculture", who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(file: AllianceFile) -> Kit:
    return fill_once(file, write_meeting)


def write_meeting(session: Session) -> Kit:
    """Write a meeting that began, to which three came."""
    kit = small_alliance(session, titles=("Opening", "Water-user fee", "Break", "Next meeting"))
    start_meeting(session, kit.meeting, at=dt.time(10, 5))
    for member in kit.members[1:4]:
        record_attendance(session, kit.meeting, member, status=AttendanceStatus.PRESENT)
    return kit


@pytest.fixture
def operations(file: AllianceFile) -> Iterator[Operations]:
    running = Operations(file, who="Ana")
    yield running
    running.close()


@pytest.fixture
def tab(operations: Operations, kit: Kit, qtbot: QtBot) -> MinutesTab:
    tab = MinutesTab(operations, clock=stopped_at(NOW))
    qtbot.addWidget(tab)
    tab.resize(1158, 624)
    tab.set_meeting(kit.meeting)
    with qtbot.waitActive(tab):
        tab.show()
    operations.wait()
    tab.editor.setFocus()
    return tab


def open_dialog(kind: type[Any], qtbot: QtBot) -> Any:
    """Return the dialog of this kind once it is open."""
    found: list[QWidget] = []

    def look() -> None:
        found.extend(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        assert found

    qtbot.waitUntil(look)
    return found[0]


def finish_dialog(tab: MinutesTab, qtbot: QtBot) -> FinishDialog:
    """Ask for the meeting to be finished; return the dialog that says what is missing."""
    tab.header.finish.click()
    tab.operations.wait()
    dialog = open_dialog(FinishDialog, qtbot)
    assert isinstance(dialog, FinishDialog)
    return dialog
