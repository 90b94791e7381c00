"""Series of meetings through a person's hands: seen, planned ahead, changed, moved, left out, ended."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.meetings.meeting_series import add_series, all_series
from db.meetings.meetings import MeetingRow, meetings
from db.meetings.running import start_meeting
from db.meetings.series import MonthlyWeekday, Series, Weekly
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.meetings.series_change import SeriesChangeDialog
from desktop.meetings.series_dialog import SeriesDialog
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting

Settle = Callable[[], None]
FIRST_MONDAYS = Series(MonthlyWeekday(weekday=0, nth=1), dt.date(2026, 11, 1))


@pytest.fixture
def series_id(file: AllianceFile, meeting_id: uuid.UUID) -> uuid.UUID:
    """Meetings 42 to 44 on 2 November, 7 December and 4 January."""
    with file.writing(who="Keti") as session:
        return add_series(session, rule=FIRST_MONDAYS, start_time=dt.time(9), place="Hall 2", plan=3)[0]


@pytest.fixture
def dialog(series_id: uuid.UUID, page: MeetingsPage, settle: Settle, qtbot: QtBot) -> Iterator[SeriesDialog]:
    qtbot.mouseClick(page.list.series_button, Qt.MouseButton.LeftButton)
    settle()
    shown = page.list.findChild(SeriesDialog)
    assert isinstance(shown, SeriesDialog)
    yield shown
    for left in page.list.findChildren(SeriesDialog):
        left.reject()


def of_series(file: AllianceFile) -> list[MeetingRow]:
    with file.reading() as session:
        return [row for row in reversed(meetings(session)) if row.series_id is not None]


def dates(file: AllianceFile) -> list[tuple[int, int]]:
    return [(row.date.month, row.date.day) for row in of_series(file)]


def lines(dialog: SeriesDialog) -> list[list[str]]:
    model = dialog.days_model
    return [[model.index(row, part).data() for part in range(3)] for row in range(model.rowCount())]


def test_the_series_says_its_rule_and_its_days(dialog: SeriesDialog) -> None:
    assert dialog.rule_label.text() == "The first Monday of every month"
    assert dialog.fact_label.text() == "09:00–11:00  ·  Hall 2"
    found = lines(dialog)
    assert found[0] == ["Mon 2 Nov 2026", "Meeting 42", "Preparing"]
    assert found[3] == ["Mon 1 Feb 2027", "–", "Not planned yet"]
    assert len(found) == 8
    for model in (dialog.days_model, dialog.list_model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_more_are_planned_ahead_and_that_is_undone(
    dialog: SeriesDialog, qtbot: QtBot, settle: Settle, file: AllianceFile
) -> None:
    dialog.more_field.setValue(2)
    qtbot.mouseClick(dialog.more_button, Qt.MouseButton.LeftButton)
    settle()
    assert dates(file) == [(11, 2), (12, 7), (1, 4), (2, 1), (3, 1)]
    assert dialog.message.label.text() == "2 meetings are planned."
    qtbot.mouseClick(dialog.message.button, Qt.MouseButton.LeftButton)
    settle()
    assert len(dates(file)) == 3


def test_a_day_is_left_out_and_taken_in_again(
    dialog: SeriesDialog, qtbot: QtBot, settle: Settle, file: AllianceFile
) -> None:
    dialog.days.setFocus()
    dialog.days.selectRow(1)
    qtbot.keyClick(dialog.days, Qt.Key.Key_Delete)
    settle()
    assert dates(file) == [(11, 2), (1, 4)]
    assert lines(dialog)[1][1:] == ["–", "Left out"]
    dialog.days.selectRow(1)
    assert not dialog.move_button.isEnabled()
    assert dialog.skip_button.text() == "Take it in again"
    qtbot.mouseClick(dialog.skip_button, Qt.MouseButton.LeftButton)
    settle()
    assert lines(dialog)[1][2] == "Not planned yet"
    dialog.more_field.setValue(1)
    qtbot.mouseClick(dialog.more_button, Qt.MouseButton.LeftButton)
    settle()
    assert dates(file) == [(11, 2), (12, 7), (1, 4)], "it has its meeting again, before the series goes on"


def test_a_meeting_that_began_is_not_left_out(
    dialog: SeriesDialog, qtbot: QtBot, settle: Settle, operations: Operations, file: AllianceFile
) -> None:
    operations.write(start_meeting, of_series(file)[0].id, at=dt.time(9))
    settle()
    dialog.days.selectRow(0)
    qtbot.mouseClick(dialog.skip_button, Qt.MouseButton.LeftButton)
    settle()
    assert "cannot be deleted" in dialog.message.label.text()
    assert len(dates(file)) == 3


def test_a_day_is_moved(dialog: SeriesDialog, qtbot: QtBot, settle: Settle, file: AllianceFile) -> None:
    dialog.days.selectRow(0)
    qtbot.mouseClick(dialog.move_button, Qt.MouseButton.LeftButton)
    asked: Any = dialog.dialog
    asked.day.line.selectAll()
    qtbot.keyClicks(asked.day.line, "9 Nov 2026")
    qtbot.keyClick(asked.day.line, Qt.Key.Key_Return)
    settle()
    assert dates(file)[0] == (11, 9)
    assert lines(dialog)[0][2] == "Preparing, instead of 2 Nov"


def test_time_and_rule_change_from_a_day_on(
    dialog: SeriesDialog, qtbot: QtBot, settle: Settle, file: AllianceFile
) -> None:
    dialog.days.selectRow(1)
    qtbot.mouseClick(dialog.change_button, Qt.MouseButton.LeftButton)
    asked: Any = dialog.dialog
    assert asked.since.value() == dt.date(2026, 12, 7)
    asked.time.set_value(dt.time(14))
    asked.other_rule.click()
    asked.first.set_value(dt.date(2026, 12, 10))
    asked.first.changed.emit(asked.first.value())
    asked.pattern.setCurrentIndex(1)
    asked.primary.click()
    settle()
    assert dates(file) == [(11, 2), (12, 10), (12, 24)]
    assert [row.start_time.hour for row in of_series(file) if row.start_time] == [9, 14, 14]
    assert dialog.rule_label.text() == "Every second Thursday"


def test_a_series_ends_and_is_deleted(dialog: SeriesDialog, qtbot: QtBot, settle: Settle, file: AllianceFile) -> None:
    qtbot.mouseClick(dialog.end_button, Qt.MouseButton.LeftButton)
    asked: Any = dialog.dialog
    asked.day.set_value(dt.date(2026, 11, 30))
    asked.primary.click()
    settle()
    assert dates(file) == [(11, 2)]
    qtbot.mouseClick(dialog.more_button, Qt.MouseButton.LeftButton)
    settle()
    assert "series is over" in dialog.message.label.text()
    qtbot.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.empty.isVisible()
    with file.reading() as session:
        assert all_series(session) == []


def test_enter_opens_the_meeting_of_a_day(
    dialog: SeriesDialog, page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    dialog.days.setFocus()
    dialog.days.selectRow(0)
    qtbot.keyClick(dialog.days, Qt.Key.Key_Return)
    settle()
    assert page.title() == "General meeting 42"
    assert page.list.findChild(SeriesDialog) is None


def test_a_new_series_is_planned_from_here(
    dialog: SeriesDialog, page: MeetingsPage, qtbot: QtBot, settle: Settle, file: AllianceFile
) -> None:
    qtbot.mouseClick(dialog.new_button, Qt.MouseButton.LeftButton)
    asked = page.list.findChild(NewMeetingDialog)
    assert isinstance(asked, NewMeetingDialog)
    qtbot.keyClicks(asked.date_field.line, "12 Nov 2026")
    asked.date_field.line.editingFinished.emit()
    assert asked.again_box.isChecked()
    asked.ahead_field.setValue(2)
    qtbot.mouseClick(asked.plan_button, Qt.MouseButton.LeftButton)
    settle()
    with file.reading() as session:
        assert [row.rule.pattern for row in all_series(session)] == [FIRST_MONDAYS.pattern, Weekly(frozenset({3}))]


def test_one_meeting_or_all_from_here_on(
    series_id: uuid.UUID, page: MeetingsPage, qtbot: QtBot, settle: Settle, file: AllianceFile
) -> None:
    page.open(OpenMeeting(of_series(file)[1].id, "papers"))
    settle()
    tab: Any = page.frame.tab()
    assert isinstance(tab, PreparationTab)
    assert tab.series_message.label.text().startswith("One of a series: The first Monday of every month.")
    tab.place_field.selectAll()
    qtbot.keyClicks(tab.place_field, "Hall 5")
    tab.place_field.editingFinished.emit()
    settle()
    assert [row.place for row in of_series(file)] == ["Hall 2", "Hall 5", "Hall 2"]
    qtbot.mouseClick(tab.series_message.button, Qt.MouseButton.LeftButton)
    asked = tab.findChild(SeriesChangeDialog)
    assert isinstance(asked, SeriesChangeDialog)
    assert asked.place.text() == "Hall 5"
    with qtbot.waitSignal(page.said_with_undo):
        asked.primary.click()
    settle()
    assert [row.place for row in of_series(file)] == ["Hall 2", "Hall 5", "Hall 5"]
