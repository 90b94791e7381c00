"""Typed minutes survive a start, an item taken away, a full disk, a fault, and the window being closed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from db.errors.files import PlaceFull
from db.meetings.agenda import add_item, delete_item
from db.meetings.meetings import plan_meeting
from db.meetings.running import minutes_sheet
from db.minutes.minutes import save_item_text
from desktop.clock import stopped_at
from desktop.minutes.attendance_dialog import AttendanceDialog
from desktop.minutes.page import MinutesTab
from desktop.minutes.unsaved_dialog import UnsavedDialog
from desktop.operations import Operations
from tests.db.meeting_kit import small_alliance
from tests.desktop.answering import answer
from tests.desktop.minutes.conftest import NOW

LEFT = Qt.MouseButton.LeftButton
SAVE = "desktop.minutes.keeping.save_item_text"


@pytest.fixture
def full(file, monkeypatch):
    """Fill the disk."""

    def refuse(*_arguments, **_values):
        raise PlaceFull(file.path)

    monkeypatch.setattr(SAVE, refuse)


def texts_of(file, meeting):
    with file.reading() as session:
        return [item.text for item in minutes_sheet(session, meeting).items]


@pytest.fixture
def planned(file, operations, qtbot):
    """A tab on a meeting that was not started, whose first item is dealt with already."""
    with file.writing() as session:
        kit = small_alliance(session, titles=("Opening", "Water-user fee", "Next meeting"))
    tab = MinutesTab(operations, clock=stopped_at(NOW))
    qtbot.addWidget(tab)
    tab.set_meeting(kit.meeting)
    with qtbot.waitActive(tab):
        tab.show()
    operations.wait()
    return tab, kit


def test_starting_the_meeting_keeps_what_is_being_typed(planned, file, qtbot):
    tab, kit = planned
    tab.go_to(kit.items[1])
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "d: The fee stands")
    qtbot.mouseClick(tab.header.start, LEFT)
    tab.operations.wait()
    tab.keeper.keep_now()
    tab.operations.wait()
    assert texts_of(file, kit.meeting)[:2] == ["", "d: The fee stands"]
    assert tab.editor.property("item") == str(tab.item_id)


def test_what_is_typed_just_after_starting_stays_in_its_item(planned, file, qtbot):
    tab, kit = planned
    tab.go_to(kit.items[1])
    tab.header.start.click()
    qtbot.keyClicks(tab.editor, "Words")
    tab.operations.wait()
    assert (tab.item_id, tab.editor.text()) == (kit.items[1], "Words")
    assert tab.flush()
    assert texts_of(file, kit.meeting)[:2] == ["", "Words"]


def test_an_item_taken_away_while_typed_in_leaves_its_words(tab, file, kit, qtbot):
    qtbot.keyClicks(tab.editor, "Words")
    tab.operations.write(delete_item, kit.items[0])
    tab.operations.wait()
    tab.keeper.keep_now()
    tab.operations.wait()
    assert tab.item_id != kit.items[0]
    assert tab.keeper.unsaved() == ("Words",)
    assert texts_of(file, kit.meeting)[0] == ""
    assert tab.writing.notice.button.text() == "Copy the text"
    qtbot.mouseClick(tab.writing.notice.button, LEFT)
    assert QApplication.clipboard().text() == "Words"
    tab.operations.undo()
    tab.operations.wait()
    tab.keeper.keep_before_leaving()
    assert texts_of(file, kit.meeting)[0] == "Words"


def test_unsaved_words_are_shown_again_where_they_were_typed(tab, file, kit, full, monkeypatch, qtbot):
    with file.writing() as session:
        other, _changes = plan_meeting(session, date=NOW.date() + dt.timedelta(days=14), start_time=dt.time(10))
        add_item(session, other, title="Seeds")
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >in two weeks")
    tab.flush()
    tab.set_meeting(other)
    tab.operations.wait()
    assert tab.editor.text() == ""
    tab.set_meeting(kit.meeting)
    tab.operations.wait()
    assert tab.editor.text() == "a: Ask @Gia Lobio >in two weeks"
    qtbot.keyClicks(tab.editor, "!")
    monkeypatch.setattr(SAVE, save_item_text)
    assert tab.flush()
    assert texts_of(file, kit.meeting)[0] == "a: Ask @Gia Lobio >in two weeks!"


def test_closing_over_a_full_disk_asks_and_stays(tab, full, qtbot):
    qtbot.keyClicks(tab.editor, "Words")
    asked = answer("Stay in Ronda")
    assert not tab.let_go()
    assert asked == ["Words"]
    assert tab.keeper.unsaved() == ("Words",)
    assert tab.editor.text() == "Words"
    asked = answer("Close and lose it")
    assert tab.let_go()
    assert asked == ["Words"]
    assert tab.let_go()  # it is not asked twice


def test_the_question_lets_the_text_be_copied_and_stays_by_default(tab, full, qtbot):
    qtbot.keyClicks(tab.editor, "Words")
    tab.flush()
    dialog = UnsavedDialog(tab.keeper, tab)
    dialog.open()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy the text").click()
    assert QApplication.clipboard().text() == "Words"
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.primary
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Rejected
    tab.keeper.give_up()


def test_the_question_answers_itself_once_there_is_room(tab, file, kit, full, monkeypatch, qtbot):
    qtbot.keyClicks(tab.editor, "Words")
    tab.flush()

    def make_room():
        monkeypatch.setattr(SAVE, save_item_text)
        tab.keeper.keep_now()

    QTimer.singleShot(200, make_room)
    assert tab.let_go()
    assert texts_of(file, kit.meeting)[0] == "Words"


def test_nothing_is_asked_when_the_system_ends_the_program(tab, full, qtbot):
    qtbot.keyClicks(tab.editor, "Words")
    tab.operations.ending = True
    assert tab.let_go()
    tab.keeper.give_up()


def test_a_fault_while_saving_is_said_and_the_text_tried_again(tab, file, kit, monkeypatch, qtbot):
    def fail(*_arguments, **_values):
        raise ZeroDivisionError

    monkeypatch.setattr(SAVE, fail)
    qtbot.keyClicks(tab.editor, "Words")
    with qtbot.waitSignal(tab.keeper.refused):
        pass
    assert tab.writing.notice.label.text().startswith("Not saved: A fault in Ronda kept it from being written.")
    monkeypatch.setattr(SAVE, save_item_text)
    qtbot.mouseClick(tab.writing.notice.button, LEFT)
    tab.operations.wait()
    assert texts_of(file, kit.meeting)[0] == "Words"
    assert not tab.writing.notice.isVisible()


def test_one_who_only_looks_goes_through_a_running_meeting_in_peace(file, kit, qtbot, monkeypatch):
    monkeypatch.setattr(file, "_only_looking", True)
    operations = Operations(file)
    tab = MinutesTab(operations, clock=stopped_at(NOW))
    qtbot.addWidget(tab)
    tab.set_meeting(kit.meeting)
    tab.show()
    operations.wait()
    said = []
    tab.said.connect(said.append)
    tab.step_item(1)
    operations.wait()
    assert tab.item_id == kit.items[1]
    assert said == []
    tab.mark_attendance()
    assert not tab.findChildren(AttendanceDialog)
    assert said == ["The file is open only to look at: nothing can be changed."]
    operations.close()
