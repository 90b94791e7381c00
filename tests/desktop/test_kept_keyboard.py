"""The keyboard and the caret go along into a window built anew, in letters of another size or in another language."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from db.engine import open_file
from db.meetings.meetings import meetings
from db.vocabulary import MeetingStatus
from desktop.alliance.settings import COMPUTER, AllianceSettings
from desktop.meetings.meeting_list import MeetingTable
from desktop.minutes.agenda_card import AgendaView
from desktop.minutes.editor import MinutesEditor
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenPurpose

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(program, tmp_path, sample_file):
    program.show_file(open_file(Path(shutil.copy(sample_file(), tmp_path / "Sample.ronda"))))
    program.operations.wait()
    return program.window


@pytest.fixture
def written(program, window, qtbot):
    """The second item in the minutes of a meeting still to come, which is in sight."""
    with program.operations.file.reading() as session:
        line = next(row for row in meetings(session) if row.status is MeetingStatus.PREPARING and row.items > 1)
    window.open(OpenMeeting(line.id, "minutes"))
    settle(program)
    tab = window.current_page().frame.tab()
    tab.step_item(1)
    settle(program)
    return OpenMeeting(line.id, "minutes", tab.item_id)


def settle(program):
    for _turn in range(2):
        program.operations.wait()
        QApplication.processEvents()


def settings_of(program):
    program.window.settings_requested.emit()
    program.operations.wait()
    dialog = program.window.findChild(AllianceSettings)
    dialog.show_tab(COMPUTER)
    return dialog


def choose_size(program, qtbot, percent=130):
    before, dialog = program.window, settings_of(program)
    QTest.mouseClick(dialog.preferences.size_field.button(percent), LEFT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window is not before)
    settle(program)


def choose_language(program, qtbot, language="es"):
    before, languages = program.window, settings_of(program).preferences.language_field
    languages.set_value(language)
    languages.activated.emit(languages.currentIndex())
    qtbot.waitUntil(lambda: program.window is not before)
    settle(program)
    QTest.keyClick(program.window.findChild(AllianceSettings), Qt.Key.Key_Escape)
    settle(program)


@pytest.mark.parametrize("choose", [choose_size, choose_language])
def test_a_sentence_of_the_minutes_goes_on_where_it_was(program, window, written, qtbot, choose):
    editor = window.focusWidget()
    assert isinstance(editor, MinutesEditor)
    QTest.keyClicks(editor, " We opened the  late")
    for _letter in " late":
        QTest.keyClick(editor, Qt.Key.Key_Left)
    before = editor.text()
    choose(program, qtbot)
    again = program.window.focusWidget()
    assert program.window.current_page().shown() == written
    assert again is not editor
    QTest.keyClicks(again, "canal")
    assert again.text() == before[:-5] + "canal" + before[-5:]


def test_what_was_chosen_of_a_text_is_chosen(program, window, qtbot):
    window.open(OpenPurpose("purpose"))
    settle(program)
    window.current_page().start_new()
    settle(program)
    field = next(field for field in window.current_page().findChildren(QPlainTextEdit) if field.isVisible())
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    for _letter in range(4):
        QTest.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    chosen, at, text = field.textCursor().selectedText(), field.textCursor().position(), field.toPlainText()
    name = field.accessibleName()
    assert len(chosen) == 4
    choose_size(program, qtbot)
    again = program.window.focusWidget()
    assert again.accessibleName() == name
    assert (again.textCursor().selectedText(), again.textCursor().position()) == (chosen, at)
    QTest.keyClicks(again, "x")
    assert again.toPlainText() == text[:at] + "x" + text[at + 4 :]


def test_the_list_that_had_the_keyboard_has_it(program, window, written, qtbot):
    agenda = window.current_page().findChild(AgendaView)
    agenda.setFocus()
    choose_language(program, qtbot)
    assert isinstance(program.window.focusWidget(), AgendaView)


def test_meetings_begin_on_the_row_that_looks_chosen(program, window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    settle(program)
    assert isinstance(window.focusWidget(), MeetingTable)
    choose_size(program, qtbot)
    assert isinstance(program.window.focusWidget(), MeetingTable)
    program.window.sidebar.focus_current()
    choose_size(program, qtbot, 100)
    assert program.window.focusWidget() is program.window.sidebar.current_item()
