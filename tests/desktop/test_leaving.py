"""Closing the file or the window over minutes that are not on the disk: it is asked, and one may stay."""

import datetime as dt

import pytest
import shiboken6
from PySide6.QtCore import QTimer

from db.engine import create_file, open_file
from db.errors.files import PlaceFull
from db.meetings.meetings import change_meeting
from db.meetings.running import minutes_sheet
from db.minutes.minutes import save_item_text
from desktop import texts
from desktop.bootstrap import StartWindow
from desktop.clock import stopped_at
from desktop.minutes import page as minutes_page
from desktop.minutes.unsaved_dialog import UnsavedDialog
from desktop.widgets.meeting_tab import OpenMeeting
from tests.db.meeting_kit import small_alliance
from tests.desktop.answering import answer

SAVE = "desktop.minutes.keeping.save_item_text"


@pytest.fixture
def clock():
    return stopped_at(dt.datetime(2026, 10, 22, 10, 35))


@pytest.fixture
def typed(program, path, monkeypatch, qtbot):
    """A window with words typed that the disk does not take; the meeting's key."""

    def refuse(*_arguments, **_values):
        raise PlaceFull(path)

    file = open_file(path)
    with file.writing() as session:
        kit = small_alliance(session, titles=("Opening", "Water-user fee"))
    window = program.show_file(file)
    window.open(OpenMeeting(kit.meeting, "minutes"))
    program.operations.wait()
    monkeypatch.setattr(SAVE, refuse)
    tab = window.current_page().frame.tab()
    qtbot.keyClicks(tab.editor, "Words")
    with qtbot.waitSignal(tab.keeper.refused):
        pass
    return window, kit.meeting, tab


def saved_text(path, meeting):
    with open_file(path) as file, file.reading() as session:
        return minutes_sheet(session, meeting).items[0].text


def test_closing_the_file_may_be_thought_better_of(program, typed, path, monkeypatch, qtbot):
    window, meeting, _tab = typed
    frame = window.current_page().frame
    frame.show_meeting(OpenMeeting(meeting, "agenda"))
    asked = answer("Stay in Ronda")
    window.close_file_requested.emit()
    assert asked == ["Words"]
    assert program.window is window
    assert window.isVisible()
    monkeypatch.setattr(SAVE, save_item_text)
    window.close_file_requested.emit()
    assert isinstance(program.window, StartWindow)
    assert saved_text(path, meeting) == "Words"


def test_a_closed_window_goes_a_page_at_a_time(program, path, qtbot):
    window = program.show_file(open_file(path))
    for key in ("today", "decisions"):
        window.show_page(key)
        program.operations.wait()
    pages = [place.page for place in window._places.values()]
    left = []
    beat = QTimer()
    beat.timeout.connect(lambda: left.append(sum(map(shiboken6.isValid, pages))))
    beat.start(0)
    program.close_file()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
    assert set(left) >= {1, 0}


def test_closing_the_window_asks_wherever_one_is(program, typed, qtbot):
    window, _meeting, tab = typed
    assert window.show_page("members")  # nothing is lost by that: the words stay with the minutes
    asked = answer("Stay in Ronda")
    assert not window.close()
    assert asked == ["Words"]
    assert tab.keeper.unsaved() == ("Words",)


def test_closing_in_spite_of_it_asks_once(program, typed, path, qtbot):
    window, meeting, _tab = typed
    asked = answer("Close and lose it")
    window.close_file_requested.emit()
    assert asked == ["Words"]
    assert isinstance(program.window, StartWindow)
    assert saved_text(path, meeting) == ""


def test_another_file_does_not_take_the_place_of_unsaved_words(program, typed, tmp_path, qtbot):
    window, _meeting, tab = typed
    other = tmp_path / "Hill.ronda"
    asked = answer("Stay in Ronda")
    assert program.show_file(create_file(other, name="Hill Valley")) is window
    assert asked == ["Words"]
    assert program.window is window
    open_file(other).close()  # nobody holds it
    program.operations.wait()
    assert tab.editor.text() == "Words"


def test_a_window_that_does_not_close_keeps_its_file(program, typed, monkeypatch):
    window, _meeting, tab = typed
    operations = program.operations
    asked = answer("Stay in Ronda")
    program.show_start()
    assert asked == ["Words"]
    assert program.window is window
    assert program.operations is operations
    operations.wait()
    assert tab.keeper.unsaved() == ("Words",)


def test_another_language_waits_for_unsaved_words_and_asks_nothing(program, typed, path, monkeypatch, qtbot):
    window, meeting, tab = typed
    monkeypatch.setattr(minutes_page, "UnsavedDialog", None)  # it would wait for an answer
    program._settings.change(language="es")
    program._on_language("es")
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.label.text() == (
        "Some of what you typed is not on the disk yet, so this window stays as it is. "
        "Open the settings once more when it is saved."
    )
    assert program.window is window
    assert tab.keeper.unsaved() == ("Words",)
    monkeypatch.setattr(SAVE, save_item_text)
    program._on_settings_closed()
    qtbot.waitUntil(lambda: program.window is not window)
    assert texts.language() == "es"
    program.close()
    assert saved_text(path, meeting) == "Words"


def test_the_system_ends_the_program_without_a_question(program, typed, monkeypatch):
    window, _meeting, _tab = typed
    monkeypatch.setattr(program._app, "quit", window.close)
    program.end()
    assert not window.isVisible()


def test_the_system_ends_the_program_over_an_open_question(program, typed, monkeypatch, qtbot):
    window, _meeting, _tab = typed

    def quit_now():
        for dialog in window.findChildren(UnsavedDialog):
            dialog.close()
        window.close()

    monkeypatch.setattr(program._app, "quit", quit_now)
    QTimer.singleShot(200, program.end)
    window.close()
    qtbot.waitUntil(lambda: program.window is None)


def test_the_footer_does_not_say_saved_while_something_is_not(program, typed, monkeypatch, qtbot):
    window, meeting, tab = typed
    assert window.footer.state_label.text() == "Not everything is saved yet: the disk is full"
    program.operations.write(change_meeting, meeting, place="Hall 2")
    program.operations.wait()
    assert window.footer.state_label.text() == "Not everything is saved yet: the disk is full"
    monkeypatch.setattr(SAVE, save_item_text)
    tab.keeper.keep_now()
    program.operations.wait()
    assert window.footer.state_label.text().startswith("Saved 10:35")
