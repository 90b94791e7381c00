"""Letters of another size, chosen in the settings over an open file."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.engine import open_file
from db.meetings.meetings import meetings
from db.vocabulary import MeetingStatus
from desktop import theme
from desktop.alliance.settings import COMPUTER, AllianceSettings
from desktop.meetings.page import MeetingsPage
from desktop.minutes.attendance_strip import AttendanceStrip
from desktop.widgets.meeting_tab import OpenMeeting

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(program, tmp_path, sample_file):
    program.show_file(open_file(Path(shutil.copy(sample_file(), tmp_path / "Sample.ronda"))))
    program.operations.wait()
    return program.window


def choose_size(program, percent):
    """Choose a size of text in the settings, and close them."""
    program.window.settings_requested.emit()
    program.operations.wait()
    dialog = program.window.findChild(AllianceSettings)
    dialog.show_tab(COMPUTER)
    QTest.mouseClick(dialog.preferences.size_field.button(percent), LEFT)
    dialog.close()


def test_larger_letters_have_rows_and_tiles_that_hold_them_and_the_meeting_stays_open(program, window, qtbot):
    with program.operations.file.reading() as session:
        held = next(row for row in meetings(session) if row.status is MeetingStatus.CLOSED)
    window.open(OpenMeeting(held.id, "minutes"))
    program.operations.wait()
    choose_size(program, 130)
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    page = program.window.current_page()
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: page.shown() == OpenMeeting(held.id, "minutes"))
    qtbot.waitUntil(lambda: page.findChild(AttendanceStrip) is not None)
    strip = page.findChild(AttendanceStrip)
    assert strip.height() >= theme.px(58)
    assert strip.bar.width() == theme.px(96)
    page.show_list()
    assert page.list.table.verticalHeader().defaultSectionSize() == theme.px(36)


def test_the_window_stays_where_the_letters_do(program, window, qtbot):
    choose_size(program, 115)
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    window = program.window
    choose_size(program, 115)
    qtbot.wait(20)
    assert program.window is window


def test_another_size_and_another_language_chosen_at_once_build_the_window_once(program, window, qtbot):
    window.settings_requested.emit()
    program.operations.wait()
    dialog = window.findChild(AllianceSettings)
    dialog.show_tab(COMPUTER)
    QTest.mouseClick(dialog.preferences.size_field.button(115), LEFT)
    languages = dialog.preferences.language_field
    languages.set_value("es")
    languages.activated.emit(languages.currentIndex())
    dialog.close()
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    built = program.window
    again = built.findChild(AllianceSettings)
    qtbot.wait(20)
    assert program.window is built
    assert again.isVisible()
    again.close()
