"""Answers are typed in with the keyboard alone; the sheet just kept can be put right, and no other."""

import copy
import datetime as dt
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from db.errors.files import PlaceFull
from db.errors.survey import SurveyClosed
from db.schema import SurveyAnswer
from db.surveys.answers import enter_sheet
from db.surveys.surveys import close_survey, questions
from desktop.survey import typing as typing_module
from desktop.survey.typing import TypeInDialog

ENTER, BACK = Qt.Key.Key_Return, Qt.Key.Key_Backspace
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def typing(place) -> TypeInDialog:
    place.dialog.type_button.click()
    place.operations.wait()
    dialog = place.dialog.dialog
    assert isinstance(dialog, TypeInDialog)
    return dialog


def focus():
    """Return what has the keyboard in the dialog that is open on top."""
    return QApplication.activeModalWidget().focusWidget()


def press(*keys):
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(focus(), key)
        else:
            QTest.keyClick(focus(), key)


def kept(place) -> list[dict[str, str]]:
    """Return the sheets of this year's survey, answers by the question's key, in some order."""
    with place.file.reading() as session:
        keys = {row.id: row.key for row in questions(session, place.now)}
        found: dict[object, dict[str, str]] = {}
        for row in session.scalars(select(SurveyAnswer).where(SurveyAnswer.question_id.in_(list(keys)))):
            found.setdefault(row.sheet, {})[keys[row.question_id]] = row.value
    return sorted(found.values(), key=str)


def test_a_sheet_is_typed_without_the_mouse(place, typing):
    assert typing.lines[0].isAncestorOf(focus())
    press("4", "2")
    assert typing.lines[2].isAncestorOf(focus())
    press(ENTER, "3")  # the third is left out
    assert typing.lines[4].isAncestorOf(focus())
    press("All 5 of it")
    QTest.keyClick(focus(), ENTER, SHIFT)
    press("and more", ENTER)
    assert focus() is typing.primary
    press(ENTER)
    place.operations.wait()
    assert kept(place) == [
        {"leadership_1": "4", "leadership_2": "2", "go_on": "3", "keep": "All 5 of it\nand more"}
    ]  # fmt: skip
    assert typing.value() == {}
    assert typing.lines[0].isAncestorOf(focus())
    assert typing.count_label.text() == "1 form is in"


def test_answers_are_taken_back_and_changed_by_keys(place, typing):
    press("4", Qt.Key.Key_Up)
    assert typing.lines[0].field.value() == "4"
    press(BACK)
    assert typing.lines[0].field.value() == ""
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert typing.lines[0].field.value() == "1"
    press("9", "x")  # no answers of a scale
    assert typing.lines[0].field.value() == "1"
    press(Qt.Key.Key_Tab)
    assert typing.lines[1].isAncestorOf(focus())
    QTest.keyClick(focus(), Qt.Key.Key_Backtab)
    assert typing.lines[0].isAncestorOf(focus())
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, "4")  # a choice of three
    assert typing.lines[3].field.value() == ""


def test_the_mouse_does_it_too(qtbot, typing):
    ring = typing.lines[1].field.rings[2]
    qtbot.mouseClick(ring, Qt.MouseButton.LeftButton)
    assert typing.lines[1].field.value() == "3"
    qtbot.mouseClick(typing.lines[1].field.rings[0], Qt.MouseButton.LeftButton)
    assert typing.lines[1].field.value() == "1"
    qtbot.mouseClick(typing.lines[1].field.rings[0], Qt.MouseButton.LeftButton)
    assert typing.lines[1].field.value() == ""


def test_each_field_is_one_stop_of_tab_and_is_told_by_name(typing):
    for line in typing.lines[:4]:
        stops = [ring for ring in line.field.rings if ring.focusPolicy() & Qt.FocusPolicy.TabFocus.value]
        assert len(stops) == 1
        assert all(ring.accessibleName() for ring in line.field.rings)
    assert "fully" in typing.lines[0].field.rings[4].accessibleName()


def test_typing_fast_loses_no_sheet(place, typing):
    for n in range(1, 6):
        press(str(n))
        QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert kept(place) == [{"leadership_1": str(n)} for n in range(1, 6)]
    assert typing.count_label.text() == "5 forms are in"


def test_the_sheet_just_kept_is_put_right(place, typing):
    press("4")
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert typing.message.button.text() == "Put it right"
    typing.message.button.click()
    assert typing.lines[0].field.value() == "4"
    press("5")
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert kept(place) == [{"leadership_1": "5"}]
    assert typing.count_label.text() == "1 form is in"
    typing.message.button.click()
    typing.take_out_button.click()
    place.operations.wait()
    assert kept(place) == []
    assert typing.take_out_button.isHidden()


def test_once_the_next_is_begun_the_last_is_nobodys(place, typing):
    press("4")
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    press("3")
    assert typing.message.isHidden()
    assert typing._last is None


def test_a_blank_sheet_is_not_kept(place, typing):
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert kept(place) == []
    assert "Nothing is answered" in typing.message.label.text()


def answer(verb: str) -> list[str]:
    """Press a button of the question that comes; return where the question is noted."""
    asked: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        buttons = dialog.findChildren(QPushButton) if dialog is not None else []
        wanted = [button for button in buttons if button.text() == verb]
        if not wanted:
            QTimer.singleShot(20, look)
            return
        asked.append(dialog.accessibleName())
        wanted[0].click()

    QTimer.singleShot(0, look)
    return asked


@pytest.fixture
def refusal(typing, place, monkeypatch):
    """What refuses sheets, where set; sheets that the disk refuses are soon tried again."""
    says = SimpleNamespace(error=None)

    def enter(session, survey_id, answers):
        if says.error is not None:
            raise copy.copy(says.error)
        return enter_sheet(session, survey_id, answers)

    monkeypatch.setattr(typing_module, "enter_sheet", enter)
    place.operations.kept_writes._retry.setInterval(20)
    yield says
    says.error = None


def keep(*keys: str) -> None:
    press(*keys)
    QTest.keyClick(focus(), ENTER, CONTROL)


def settle(place) -> None:
    for _turn in range(3):
        place.operations.wait()
        QApplication.processEvents()


def firsts(place) -> list[str]:
    return [sheet["leadership_1"] for sheet in kept(place)]


def test_no_sheet_goes_while_the_disk_is_full(qtbot, place, typing, refusal):
    refusal.error = PlaceFull(place.file.path)
    keep("4")
    press("3")
    settle(place)
    assert typing.message.label.text().startswith("1 sheet is not on the disk yet.")
    assert "no room" in typing.message.label.text()
    QTest.keyClick(focus(), ENTER, CONTROL)
    press("2")
    settle(place)
    assert typing.message.label.text().startswith("2 sheets are not on the disk yet.")
    assert typing.lines[0].field.value() == "2"
    refusal.error = None
    qtbot.waitUntil(typing.message.isHidden)
    assert firsts(place) == ["3", "4"]
    assert typing.count_label.text() == "2 forms are in"
    assert typing.lines[0].field.value() == "2"
    typing.set_lines({})


def test_closing_over_a_full_disk_asks_and_the_sheets_are_kept_later(qtbot, place, typing, refusal):
    refusal.error = PlaceFull(place.file.path)
    keep("4")
    settle(place)
    asked = answer("Stay")
    typing.close_button.click()
    assert asked == ["1 sheet is not on the disk yet."]
    assert typing.isVisible()
    asked = answer("Close")
    typing.close_button.click()
    assert asked
    assert not shiboken6.isValid(typing) or typing.isHidden()
    assert place.operations.kept_writes.why() is not None, "closing the window asks as well"
    refusal.error = None
    qtbot.waitUntil(lambda: place.operations.all_saved)
    assert firsts(place) == ["4"]


def test_the_sheet_kept_at_closing_holds_the_dialog_until_it_is_on_the_disk(qtbot, place, typing, refusal):
    refusal.error = PlaceFull(place.file.path)
    press("4")
    answer("Keep the sheet")
    typing.close_button.click()
    settle(place)
    assert typing.isVisible()
    assert "1 sheet is not on the disk yet." in typing.message.label.text()
    refusal.error = None
    qtbot.waitUntil(lambda: firsts(place) == ["4"])


def test_sheets_that_are_refused_for_good_come_back_one_by_one(place, typing, refusal):
    refusal.error = SurveyClosed("Survey 2026", dt.date(2026, 10, 1))
    keep("4")
    press("3")  # the next is begun already
    settle(place)
    assert typing.lines[0].field.value() == "3"
    assert typing.message.label.text().startswith("1 more sheet was refused.")
    assert "takes no more answers" in typing.message.label.text()
    typing.message.button.click()
    assert typing.lines[0].field.value() == "4"
    typing.message.button.click()
    assert typing.lines[0].field.value() == "3"
    refusal.error = None
    QTest.keyClick(focus(), ENTER, CONTROL)
    settle(place)
    typing.message.button.click()
    assert typing.lines[0].field.value() == "4"
    QTest.keyClick(focus(), ENTER, CONTROL)
    settle(place)
    assert firsts(place) == ["3", "4"]
    assert typing.count_label.text() == "2 forms are in"


def test_closing_over_a_refused_sheet_asks(place, typing, refusal):
    refusal.error = SurveyClosed("Survey 2026", dt.date(2026, 10, 1))
    keep("4")
    press("3")
    settle(place)
    typing.set_lines({})
    asked = answer("Stay")
    typing.close_button.click()
    assert asked == ["1 sheet was refused and would be lost"]
    assert typing.isVisible()
    typing.message.button.click()
    assert typing.lines[0].field.value() == "4"
    typing.set_lines({})


def test_a_fault_of_the_program_mixes_up_no_sheets(place, typing, refusal):
    refusal.error = ValueError("a fault")
    keep("4")
    settle(place)
    assert typing.lines[0].field.value() == "4"
    refusal.error = None
    typing.lines[0].field.set_value("")
    keep("2")
    settle(place)
    assert firsts(place) == ["2"]
    typing.message.button.click()
    assert typing.lines[0].field.value() == "2", "the sheet just kept, and no other"


@pytest.mark.parametrize(("verb", "sheets"), [("Keep the sheet", 1), ("Throw it away", 0)])
def test_closing_asks_for_a_sheet_not_kept_yet(place, typing, verb, sheets):
    press("4")
    asked = answer(verb)
    typing.close_button.click()
    place.operations.wait()
    assert asked == ["A sheet is not kept yet"]
    assert len(kept(place)) == sheets


def test_of_a_survey_closed_meanwhile_nothing_is_lost(place, typing):
    with place.file.writing() as session:
        close_survey(session, place.now, today=place.dialog._clock.today())
    press("4")
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert typing.lines[0].field.value() == "4"
    assert "takes no more answers" in typing.message.label.text()
    typing.lines[0].field.set_value("")
