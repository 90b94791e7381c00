"""Answers are typed in with the keyboard alone; the sheet just kept can be put right, and no other."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from db.errors.files import PlaceFull
from db.schema import SurveyAnswer
from db.surveys import close_survey, questions
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


def test_what_is_refused_comes_back(place, typing, monkeypatch):
    def full(*_args, **_named):
        raise PlaceFull(place.file.path)

    monkeypatch.setattr(typing_module, "enter_sheet", full)
    press("4")
    QTest.keyClick(focus(), ENTER, CONTROL)
    place.operations.wait()
    assert typing.lines[0].field.value() == "4"
    assert "no room" in typing.message.label.text()


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
        asked.append(dialog.windowTitle())
        wanted[0].click()

    QTimer.singleShot(0, look)
    return asked


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
