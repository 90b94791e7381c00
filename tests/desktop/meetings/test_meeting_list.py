import datetime as dt
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.errors.files import PlaceFull
from db.meetings.cycle import call_meeting
from db.meetings.meetings import meeting, meetings, plan_meeting
from db.meetings.running import start_meeting
from db.meetings.series import LAST, MonthlyDay, MonthlyWeekday, Weekly
from db.members.groups import add_group
from db.vocabulary import MeetingStatus
from desktop import texts
from desktop.meetings import new_meeting
from desktop.meetings.cancel_dialog import CancelDialog
from desktop.meetings.new_meeting import NewMeetingDialog, patterns_for
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.operations import Operations
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, TabEntry

Settle = Callable[[], None]


def dialog_of(kind: type) -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def shown(page: MeetingsPage) -> list[str]:
    return [page.list.model.index(row, 0).data() for row in range(page.list.model.rowCount())]


@pytest.fixture
def more(operations: Operations, page: MeetingsPage, settle: Settle, file: AllianceFile) -> list[uuid.UUID]:
    made: list[Any] = []
    for date, place in ((dt.date(2027, 1, 14), "Hall 3"), (dt.date(2026, 11, 5), "Río Ancho")):
        operations.write(plan_meeting, date=date, place=place, done=made.append)
    settle()
    return [key for key, _changes in made]


def test_what_is_to_come_stands_on_top(
    page: MeetingsPage, more: list[uuid.UUID], operations: Operations, settle: Settle, meeting_id: uuid.UUID
) -> None:
    assert shown(page) == ["General meeting 41", "General meeting 42", "General meeting 43"]
    QAbstractItemModelTester(page.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_filters_and_search_ignore_accents(page: MeetingsPage, more: list[uuid.UUID]) -> None:
    page.list.search_field.setText("rio")
    assert shown(page) == ["General meeting 42"]
    page.list.search_field.setText("nothing like it")
    assert shown(page) == []
    assert page.list.empty.isVisible()
    page.list.search_field.clear()
    page.list.year_choice.set_value(2027)
    page.list._filter()
    assert shown(page) == ["General meeting 43"]


def test_enter_opens_and_the_way_back_leads_to_the_same_row(
    qtbot: QtBot, page: MeetingsPage, more: list[uuid.UUID], settle: Settle
) -> None:
    page.list.table.setFocus()
    page.list.table.select_key(more[0])
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    settle()
    assert page.shows_meeting()
    assert page.title() == "General meeting 43"
    assert page.frame.header.fact_label.text().startswith("Thu 14 Jan 2027")
    page.frame.close_meeting()
    assert not page.shows_meeting()
    assert page.list.table.current_row().id == more[0]


def test_a_new_meeting_is_planned_by_keyboard(
    qtbot: QtBot, page: MeetingsPage, settle: Settle, file: AllianceFile
) -> None:
    assert page.start_new()
    dialog = dialog_of(NewMeetingDialog)
    assert not dialog.plan_button.isEnabled()
    assert dialog.place_field.text() == "Hall 2"
    qtbot.keyClicks(dialog.date_field.line, "soonish")
    qtbot.keyClick(dialog.date_field.line, Qt.Key.Key_Tab)
    dialog.date_field.settle()
    assert dialog.message.label.text() == "This is not a date. Write it as 22 Oct 2026."
    dialog.date_field.line.selectAll()
    qtbot.keyClicks(dialog.date_field.line, "26 Nov")
    qtbot.keyClick(dialog.date_field.line, Qt.Key.Key_Tab)
    dialog.date_field.settle()
    assert dialog.message.label.text() == ""
    assert dialog.plan_button.isEnabled()
    qtbot.mouseClick(dialog.plan_button, Qt.MouseButton.LeftButton)
    settle()
    with file.reading() as session:
        newest = meetings(session)[0]
    assert (newest.date, newest.number, newest.place, newest.start_time) == (
        dt.date(2026, 11, 26), 42, "Hall 2", dt.time(10),
    )  # fmt: skip
    assert isinstance(page.frame.tab(), PreparationTab)


def test_what_is_typed_after_tab_goes_into_no_date(qtbot: QtBot, page: MeetingsPage) -> None:
    assert page.start_new()
    dialog = dialog_of(NewMeetingDialog)
    qtbot.keyClicks(dialog.date_field.line, "26 Nov")
    dialog.date_field.settle()
    read = dialog.date_field.line.text()
    dialog.date_field.button.setFocus()
    qtbot.keyClicks(dialog.date_field.button, "18:30")
    qtbot.keyClick(dialog.date_field.button, Qt.Key.Key_Backspace)
    assert dialog.date_field.line.text() == read
    dialog.date_field.line.setText("26 Nov 2026 18:30 or so")
    dialog.plan_button.click()
    assert dialog.isVisible()
    assert dialog.message.label.text() == "This is not a date. Write it as 22 Oct 2026."
    dialog.reject()


def test_a_new_meeting_that_the_disk_refuses_stays_to_be_planned(
    qtbot: QtBot, page: MeetingsPage, settle: Settle, file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Close the dialog before the meeting is on record, as it was, and this fails: what was typed is nowhere."""

    def full(*_args: object, **_values: object) -> None:
        raise PlaceFull(file.path)

    page.start_new()
    dialog = dialog_of(NewMeetingDialog)
    dialog.place_field.setText("Río Ancho")
    qtbot.keyClicks(dialog.date_field.line, "26 Nov")
    dialog.date_field.settle()
    with monkeypatch.context() as patch:
        patch.setattr(new_meeting, "plan_meeting", full)
        qtbot.mouseClick(dialog.plan_button, Qt.MouseButton.LeftButton)
        settle()
    assert "no room" in dialog.message.label.text()
    assert dialog.place_field.text() == "Río Ancho"
    qtbot.mouseClick(dialog.plan_button, Qt.MouseButton.LeftButton)
    settle()
    with file.reading() as session:
        assert meetings(session)[0].place == "Río Ancho"


def test_a_series_is_planned_ahead(qtbot: QtBot, page: MeetingsPage, settle: Settle, file: AllianceFile) -> None:
    page.list.plan()
    dialog = dialog_of(NewMeetingDialog)
    dialog.date_field.set_value(dt.date(2026, 12, 10))
    dialog._on_date(None)
    qtbot.mouseClick(dialog.again_box, Qt.MouseButton.LeftButton, pos=dialog.again_box.rect().center() / 8)
    dialog.again_box.setChecked(True)
    dialog.pattern_choice.setCurrentIndex(1)
    dialog.ahead_field.setValue(3)
    assert dialog.pattern_choice.currentText() == "Every second Thursday"
    dialog.plan_button.click()
    settle()
    with file.reading() as session:
        days = [row.date for row in meetings(session) if row.series_id]
    assert days == [dt.date(2027, 1, 7), dt.date(2026, 12, 24), dt.date(2026, 12, 10)]


def test_duplicating_cancelling_and_deleting(
    qtbot: QtBot, page: MeetingsPage, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    page.list.table.select_key(meeting_id)
    page.list.copy_button.click()
    dialog = dialog_of(NewMeetingDialog)
    dialog.date_field.set_value(dt.date(2026, 12, 10))
    dialog._on_date(None)
    dialog.plan_button.click()
    settle()
    page.show_list()
    page.list.table.select_key(meeting_id)
    page.list.cancel_button.click()
    asked = dialog_of(CancelDialog)
    assert not asked.primary.isEnabled()
    qtbot.keyClicks(asked.findChild(QLineEdit), "The road is closed")
    asked.primary.click()
    settle()
    with file.reading() as session:
        copy = meetings(session)[0]
        detail = meeting(session, meeting_id)
    assert (copy.date, copy.number, copy.items) == (dt.date(2026, 12, 10), 41, 3)
    assert (detail.row.status, detail.cancelled_reason) == (MeetingStatus.CANCELLED, "The road is closed")
    page.list.table.select_key(copy.id)
    page.list.table.setFocus()
    with qtbot.waitSignal(page.said_with_undo):
        qtbot.keyClick(page.list.table, Qt.Key.Key_Delete)
    settle()
    with file.reading() as session:
        assert [row.id for row in meetings(session)] == [meeting_id]


def test_a_meeting_like_one_of_a_group_that_ended_says_whose_it_is(
    page: MeetingsPage, operations: Operations, settle: Settle, file: AllianceFile
) -> None:
    with file.writing() as session:
        group, _changes = add_group(session, name="Cold chain", end_date=dt.date(2026, 9, 1))
    made: list[Any] = []
    operations.write(plan_meeting, date=dt.date(2026, 8, 6), group_id=group, done=made.append)
    settle()
    page.list.table.select_key(made[0][0])
    page.list.copy_button.click()
    dialog = dialog_of(NewMeetingDialog)
    assert dialog.body_choice.currentText() == "Cold chain"
    dialog.reject()


def test_a_meeting_under_way_is_not_deleted(
    qtbot: QtBot, page: MeetingsPage, operations: Operations, settle: Settle, meeting_id: uuid.UUID
) -> None:
    operations.write(start_meeting, meeting_id, at=dt.time(10))
    settle()
    page.list.table.select_key(meeting_id)
    with qtbot.waitSignal(page.said) as said:
        page.list.delete()
    assert said.args[0].startswith(f"“{page.list.table.currentIndex().data()}” cannot be deleted while")
    assert said.args[0].startswith("“General meeting ")


def test_ways_to_come_again_fit_the_day() -> None:
    assert patterns_for(dt.date(2026, 12, 31)) == [
        Weekly(frozenset({3})), Weekly(frozenset({3}), 2), MonthlyWeekday(3, LAST), MonthlyDay(31),
    ]  # fmt: skip
    assert MonthlyWeekday(0, 1) in patterns_for(dt.date(2026, 12, 7))


def test_tabs_from_elsewhere_are_shown_and_asked_before_they_are_left(
    qtbot: QtBot, operations: Operations, clock: Any, meeting_id: uuid.UUID, settle: Settle
) -> None:
    class CallTab(MeetingTab):
        may_leave = False
        looked = 0

        def refresh(self, changes: object) -> None:
            self.looked += 1

        def flush(self) -> bool:
            return self.may_leave

    page = MeetingsPage(operations, [TabEntry("call", lambda: "Call", lambda: CallTab(operations))], clock=clock)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header_widget())
    page.show()
    page.open(OpenMeeting(meeting_id, "call"))
    settle()
    tab = page.frame.tab()
    assert isinstance(tab, CallTab)
    assert tab.meeting_id == meeting_id
    assert tab.looked == 1
    page.frame.strip.set_key("agenda")
    assert page.frame.strip.key() == "call"
    assert not page.leave()
    tab.may_leave = True
    page.frame.strip.set_key("agenda")
    settle()
    operations.write(call_meeting, meeting_id, on=clock.today(), failed=lambda _error: None)
    settle()
    assert tab.looked == 1


def test_what_makes_a_tab_is_loaded_beside_the_window(
    qtbot: QtBot, operations: Operations, clock: Any, meeting_id: uuid.UUID, settle: Settle, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    (tmp_path / "tab_loaded_late.py").write_text("import threading\nLOADED_IN = threading.current_thread().name\n")
    monkeypatch.syspath_prepend(tmp_path)
    request.addfinalizer(lambda: sys.modules.pop("tab_loaded_late", None))
    made_in: list[str] = []

    def make() -> MeetingTab:
        made_in.append(sys.modules["tab_loaded_late"].LOADED_IN)
        return MeetingTab(operations)

    entry = TabEntry("call", lambda: "Call", make, "tab_loaded_late")
    page = MeetingsPage(operations, [entry], clock=clock)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header_widget())
    page.show()
    page.open(OpenMeeting(meeting_id, "call"))
    settle()
    assert page.frame.tab() is not None
    assert made_in == ["record"]


def test_the_list_speaks_spanish(operations: Operations, clock: Any, qtbot: QtBot, settle: Settle) -> None:
    with texts.speaking("es"):
        page = MeetingsPage(operations, clock=clock)
        qtbot.addWidget(page)
        qtbot.addWidget(page.header_widget())
        page.show()
        settle()
        assert page.list.new_button.text() == "Nueva reunión"
        assert page.title() == "Reuniones"
