"""What takes things back, in the minutes: first what was done last, be it typed in the editor or done beside it."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.changes import Changes
from db.engine import AllianceFile
from db.history import history
from db.meetings.running import finish_meeting
from db.minutes.actions import actions, close_action
from db.minutes.decisions import decisions
from db.minutes.minutes import approve_minutes, save_item_text
from db.schema import AgendaItem, Meeting
from db.vocabulary import ActionState
from desktop.minutes.meeting_dialogs import CirculateDialog, CorrectionDialog, RemovedDialog
from desktop.minutes.page import MinutesTab
from desktop.minutes.result_dialogs import HowTakenDialog, RepairDialog
from desktop.operations import Operations
from tests.db.meeting_kit import DAY, Kit
from tests.desktop.minutes.conftest import open_dialog
from tests.desktop.minutes.test_page import pause, saved_text

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Press = Callable[..., None]


@pytest.fixture
def tab(tab: MinutesTab) -> MinutesTab:
    """Let the keys that the editor leaves to the window do what they do there."""
    for keys, act in (("Ctrl+Z", "undo"), ("Ctrl+Shift+Z", "redo"), ("Ctrl+Y", "redo")):
        QShortcut(QKeySequence(keys), tab).activated.connect(getattr(tab.operations, act))
    return tab


@pytest.fixture
def press(tab: MinutesTab, qtbot: QtBot) -> Press:
    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        with qtbot.waitActive(tab):
            tab.activateWindow()
        tab.editor.setFocus()
        qtbot.keyClick(tab.editor, key, modifiers)
        tab.operations.wait()

    return press


def write(tab: MinutesTab, qtbot: QtBot, words: str) -> None:
    """Type, and pause until it is kept; that ticks the box "dealt with"."""
    qtbot.keyClicks(tab.editor, words)
    pause(tab, qtbot)
    assert tab.writing.done_box.isChecked()


def untick(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.mouseClick(tab.writing.done_box, Qt.MouseButton.LeftButton)
    tab.operations.wait()


def test_circulating_is_taken_back_before_what_was_typed(tab: MinutesTab, qtbot: QtBot, kit: Kit, press: Press) -> None:
    tab.operations.write(save_item_text, kit.items[0], text="d: Fee", today=DAY)
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, " paid")
    tab.header.circulate.click()
    tab.operations.wait()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    assert tab.header.state.text().startswith("Circulated")
    press(Key.Key_Z)
    assert tab.editor.text() == "d: Fee paid"
    assert not tab.header.state.text().startswith("Circulated")
    press(Key.Key_Y)
    assert tab.header.state.text().startswith("Circulated")


def test_the_box_dealt_with_then_what_was_typed_before(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    write(tab, qtbot, "The fee")
    untick(tab, qtbot)
    assert not tab.writing.done_box.isChecked()
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", True)
    press(Key.Key_Z, CTRL | SHIFT)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", False)
    press(Key.Key_Z)
    press(Key.Key_Z)
    assert tab.editor.text() == saved_text(file, kit, 0) == ""
    press(Key.Key_Z, CTRL | SHIFT)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", True)


@pytest.mark.parametrize("kept", [False, True])
def test_what_is_typed_after_the_box_is_taken_back_first(
    tab: MinutesTab, qtbot: QtBot, press: Press, kept: bool
) -> None:
    write(tab, qtbot, "The fee")
    untick(tab, qtbot)
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, " is paid")
    if kept:
        pause(tab, qtbot)
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", False)
    press(Key.Key_Z, CTRL | SHIFT)
    assert tab.editor.text() == "The fee is paid"
    press(Key.Key_Z)
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", True)


def test_what_is_typed_while_the_box_is_being_written_comes_after_it(
    tab: MinutesTab, qtbot: QtBot, press: Press
) -> None:
    write(tab, qtbot, "The fee")
    qtbot.mouseClick(tab.writing.done_box, Qt.MouseButton.LeftButton)
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "!")
    tab.operations.wait()
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", False)


def test_two_things_done_are_taken_back_one_after_the_other(tab: MinutesTab, qtbot: QtBot, press: Press) -> None:
    write(tab, qtbot, "The fee")
    untick(tab, qtbot)
    mark_dairies(tab, qtbot)
    press(Key.Key_Z)
    assert (tab.strip.here.caption.text(), tab.writing.done_box.isChecked()) == ("Here 3", False)
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", True)
    press(Key.Key_Z, CTRL | SHIFT)
    press(Key.Key_Z, CTRL | SHIFT)
    assert (tab.strip.here.caption.text(), tab.writing.done_box.isChecked()) == ("Here 4", False)


def mark_dairies(tab: MinutesTab, qtbot: QtBot) -> None:
    """Mark a seat by keyboard, and go back to the editor at once, before it is on the disk."""
    qtbot.keyClick(tab.editor, Key.Key_M, CTRL)
    dialog = tab._attendance
    assert dialog is not None
    tab.operations.wait()
    qtbot.keyClicks(dialog.search, "un")
    qtbot.keyClick(dialog.search, Key.Key_Space)
    dialog.close()
    tab.editor.setFocus()


def test_who_is_here_is_taken_back_before_what_was_typed(tab: MinutesTab, qtbot: QtBot, press: Press) -> None:
    qtbot.keyClicks(tab.editor, "The fee")
    mark_dairies(tab, qtbot)
    press(Key.Key_Z)  # asked at once, it is taken back after it was written
    assert (tab.editor.text(), tab.strip.here.caption.text()) == ("The fee", "Here 3")
    press(Key.Key_Y)
    assert (tab.editor.text(), tab.strip.here.caption.text()) == ("The fee", "Here 4")


def test_an_owner_named_on_the_card_goes_with_its_words_in_the_line(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    write(tab, qtbot, "a: Ask the district >12 Nov")
    qtbot.mouseClick(tab.results.owner_button(0), Qt.MouseButton.LeftButton)
    dialog: RepairDialog = open_dialog(RepairDialog, qtbot)
    dialog.owner.set_value(next(key for key, option in dialog._options.items() if "Soil" in option.candidate.name))
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    tab.operations.wait()
    named = "a: Ask the district @Institute of Soil Science >12 Nov"
    assert tab.editor.text() == named
    press(Key.Key_Z)
    assert tab.editor.text() == saved_text(file, kit, 0) == "a: Ask the district >12 Nov"
    with file.reading() as session:
        assert history.recent_steps(session)[0].name == "undo"  # not words typed away
    press(Key.Key_Z, CTRL | SHIFT)
    assert tab.editor.text() == saved_text(file, kit, 0) == named
    press(Key.Key_Z)
    press(Key.Key_Z)
    assert tab.editor.text() == saved_text(file, kit, 0) == ""


def test_how_a_decision_was_taken_is_taken_back_before_its_words(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    write(tab, qtbot, "d: Fee by volume")
    tab.results.decision_cards()[0].how.click()
    tab.operations.wait()
    dialog: HowTakenDialog = open_dialog(HowTakenDialog, qtbot)
    qtbot.mouseClick(dialog.how.button("consensus"), Qt.MouseButton.LeftButton)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    taken = []
    for modifiers in (CTRL, CTRL | SHIFT):
        press(Key.Key_Z, modifiers)
        with file.reading() as session:
            (row,) = decisions(session, meeting=kit.meeting)
        taken.append((row.consensus, tab.editor.text()))
    assert taken == [(None, "d: Fee by volume"), (True, "d: Fee by volume")]


def test_a_correction_is_taken_back_and_done_again(tab: MinutesTab, qtbot: QtBot, kit: Kit, press: Press) -> None:
    tab.operations.write(save_item_text, kit.items[0], text="d: Fee", today=DAY)
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.write(approve_minutes, kit.meeting, on=DAY)
    tab.operations.wait()
    tab.header.correct.click()
    tab.operations.wait()
    dialog: CorrectionDialog = open_dialog(CorrectionDialog, qtbot)
    dialog.text.setPlainText("d: Fee by volume")
    qtbot.keyClicks(dialog.reason, "A word was lost")
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    assert tab.editor.text() == "d: Fee by volume"
    press(Key.Key_Z)
    assert tab.editor.text() == "d: Fee"
    press(Key.Key_Z, CTRL | SHIFT)
    assert tab.editor.text() == "d: Fee by volume"


def test_a_line_taken_out_comes_back_with_what_depended_on_it(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    write(tab, qtbot, "a: Ask @Gia Lobio >3 Nov")
    tab.operations.write(close_action, tab.results.action_cards()[0].action.id, on=DAY)
    tab.operations.wait()
    tab.editor.selectAll()
    qtbot.keyClick(tab.editor, Key.Key_Delete)
    tab.keeper.keep_now()
    tab.operations.wait()
    dialog: RemovedDialog = open_dialog(RemovedDialog, qtbot)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    press(Key.Key_Z)
    assert tab.editor.text() == "a: Ask @Gia Lobio >3 Nov"
    with file.reading() as session:
        assert [(row.line, row.state) for row in actions(session, meeting=kit.meeting)] == [(0, ActionState.DONE)]


def test_a_mark_set_after_the_box_is_taken_back_before_it(tab: MinutesTab, qtbot: QtBot, press: Press) -> None:
    write(tab, qtbot, "The fee")
    untick(tab, qtbot)
    press(Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert tab.editor.text() == "d: The fee"
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", False)
    press(Key.Key_Z)
    assert (tab.editor.text(), tab.writing.done_box.isChecked()) == ("The fee", True)


@pytest.mark.parametrize("out_of_sight", [False, True])
def test_what_is_done_elsewhere_is_taken_back_before_what_was_typed(
    tab: MinutesTab, qtbot: QtBot, operations: Operations, file: AllianceFile, kit: Kit, press: Press,
    out_of_sight: bool,
) -> None:  # fmt: skip
    def rename(session: Session) -> Changes:
        with history.step(session, "test") as step:
            session.get_one(Meeting, kit.meeting).title = "Autumn"
        return step.changes

    qtbot.keyClicks(tab.editor, "The fee")
    tab.flush()
    if out_of_sight:
        tab.hide()
    else:
        tab.agenda.view.setFocus()
    operations.write(rename)
    operations.wait()
    tab.show()
    press(Key.Key_Z)
    with file.reading() as session:
        assert session.get_one(Meeting, kit.meeting).title == ""
        assert session.get_one(AgendaItem, kit.items[0]).text == tab.editor.text() == "The fee"


def test_leaving_the_editor_leaves_the_way_back_letter_by_letter(tab: MinutesTab, qtbot: QtBot, press: Press) -> None:
    qtbot.keyClicks(tab.editor, "The fee")
    qtbot.keyClick(tab.editor, Key.Key_Left)
    qtbot.keyClicks(tab.editor, "tre")
    tab.agenda.view.setFocus()
    tab.operations.wait()  # it was kept as the keyboard left
    press(Key.Key_Z)
    assert tab.editor.text() == "The fee"


def test_a_marked_line_taken_back_is_not_in_the_way_of_what_was_done_before(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    mark_dairies(tab, qtbot)
    tab.operations.wait()
    write(tab, qtbot, "d: Fee by volume")
    seen = []
    for key in (Key.Key_Z, Key.Key_Z, Key.Key_Y, Key.Key_Y):
        press(key)
        tab.keeper.keep_now()
        tab.operations.wait()
        with file.reading() as session:
            told = [(row.sequence, row.text) for row in decisions(session, meeting=kit.meeting)]
        seen.append((tab.editor.text(), tab.strip.here.caption.text(), told))
    fee = ("d: Fee by volume", "Here 4", [(1, "Fee by volume")])
    assert seen == [("", "Here 4", []), ("", "Here 3", []), ("", "Here 4", []), fee]


def test_a_marked_line_taken_back_and_typed_again_has_its_number(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, press: Press
) -> None:
    write(tab, qtbot, "d: Fee by volume")
    seen = []
    for key in (Key.Key_Z, Key.Key_Y, Key.Key_Z):
        press(key)
        tab.keeper.keep_now()
        tab.operations.wait()
        with file.reading() as session:
            seen.append([(row.sequence, row.text) for row in decisions(session, meeting=kit.meeting)])
    assert seen == [[], [(1, "Fee by volume")], []]
    qtbot.keyClicks(tab.editor, "d: Budget")
    pause(tab, qtbot)
    with file.reading() as session:
        assert [(row.sequence, row.text) for row in decisions(session, meeting=kit.meeting)] == [(1, "Budget")]


def test_part_of_the_marked_lines_taken_back_then_all_of_them(tab: MinutesTab, qtbot: QtBot, press: Press) -> None:
    mark_dairies(tab, qtbot)
    tab.operations.wait()
    write(tab, qtbot, "d: Fee")
    qtbot.keyClick(tab.editor, Key.Key_Return)
    qtbot.keyClick(tab.editor, Key.Key_Left)
    qtbot.keyClick(tab.editor, Key.Key_Right)
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    presses = 0
    while tab.editor.text():
        press(Key.Key_Z)
        pause(tab, qtbot)
        presses += 1
    assert presses > 1
    assert tab.strip.here.caption.text() == "Here 4"
    press(Key.Key_Z)
    assert tab.strip.here.caption.text() == "Here 3"
