"""The register of actions through a person's hands, on a real file."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from db.history.history import undo
from db.meetings.agenda import agenda
from db.minutes.actions import action, add_action, set_due_date
from db.minutes.minutes import save_item_text
from db.vocabulary import ActionState, ItemOrigin
from desktop import texts
from desktop.actions.page import ActionsPage
from desktop.actions.register import ANY, PLENARY, Show
from desktop.clock import stopped_at
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenAction, OpenActions
from tests.desktop.desk import DAY, busy_desk
from tests.new_file import fill_once, new_file

Key = Qt.Key


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def desk(file):
    return fill_once(file, busy_desk, who="Ana")


@pytest.fixture
def page(qtbot, file, desk):
    operations = Operations(file, who="Keti")
    crashes = []
    operations.crashed.connect(crashes.append)
    shown = ActionsPage(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))))
    qtbot.addWidget(shown)
    shown.resize(1158, 672)
    with qtbot.waitExposed(shown):
        shown.show()
    operations.wait()
    yield shown
    operations.close()
    assert not crashes


def names(page):
    return [row.text for row in page.model.rows]


def stored(file, key):
    with file.reading() as session:
        return action(session, key)


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    page.table.setFocus()
    qtbot.keyClick(page.table, key, modifier)
    page.operations.wait()


def dialog(page):
    QApplication.processEvents()
    return next(w for w in page.children() if w.isWidgetType() and w.isWindow() and w.isVisible())


def finish(page, found):
    found.primary.click()
    page.operations.wait()


def test_open_actions_stand_there_the_longest_late_first(page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert names(page)[:3] == ["Ask for a map", "Print the survey", "Ring the owners"]
    assert page.fact() == "3 open, 2 late, 2 not agreed yet"
    cells = [page.model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(4)]
    assert cells[1] == "Ask for a map, General meeting 5, 1 Oct 2026"
    assert cells[2:] == ["Consumers' Watch", "Late, 7 days late"]
    assert page.detail.due_label.text() == "7 days late"


def test_filters_by_state_owner_body_and_words(qtbot, page, desk):
    page.open(OpenActions("not_agreed"))
    page.operations.wait()
    assert sorted(names(page)) == ["Find a hall", "Price survey"]
    page.open(OpenActions("open", desk.names["Consumers' Watch"]))
    page.operations.wait()
    assert names(page) == ["Ask for a map"]
    assert page.owner_choice.currentText() == "Consumers' Watch"
    page.owner_choice.set_value(ANY)
    page.body_choice.set_value(desk.names["Finance"])
    page.body_choice.chosen.emit(desk.names["Finance"])
    assert page.empty.isVisible()
    page.body_choice.set_value(PLENARY)
    qtbot.keyClicks(page.search_field, "dairy surv")
    assert sorted(names(page)) == ["Price survey", "Print the survey"]
    qtbot.keyClicks(page.search_field, "zzz")
    assert page.empty.label.text() == "No action fits what you look for."


def test_what_was_added_between_meetings_is_of_no_meeting(page, desk, file):
    with file.writing() as session:
        add_action(session, text="Buy stamps")
    page.refresh(None)
    page.operations.wait()
    assert "Buy stamps" in names(page)
    page.body_choice.set_value(PLENARY)
    page.body_choice.chosen.emit(PLENARY)
    assert "Price survey" in names(page)
    assert "Buy stamps" not in names(page)


def test_the_item_under_which_it_was_agreed_is_named_where_ronda_put_it_there(qtbot, page, desk, file):
    with file.writing() as session:
        opening = next(row.id for row in agenda(session, desk.ahead) if row.origin is ItemOrigin.OPEN_ACTIONS)
        save_item_text(session, opening, text="a: Ring them again @Consumers' Watch >1 Nov", today=DAY)
    page.refresh(None)
    page.operations.wait()
    qtbot.keyClicks(page.search_field, "open actions")
    assert names(page) == ["Ring them again"]
    assert page.detail.item_label.text().endswith("\nOpen actions")


def test_space_marks_as_done_and_undo_brings_it_back(qtbot, page, desk, file):
    key = desk.actions["Ask for a map"]
    with qtbot.waitSignal(page.said_with_undo) as said:
        press(qtbot, page, Key.Key_Space)
    assert said.args == ["Done: “Ask for a map”"]
    assert stored(file, key).state is ActionState.DONE
    assert stored(file, key).closed_on == DAY
    assert "Ask for a map" not in names(page)
    assert page.detail.action_row.text == names(page)[page.table.currentIndex().row()]
    page.operations.write(undo)
    page.operations.wait()
    assert names(page)[0] == "Ask for a map"


def test_a_done_action_is_taken_up_again(qtbot, page, desk, file):
    press(qtbot, page, Key.Key_Space)
    page.open(OpenActions("done"))
    page.operations.wait()
    assert page.detail.reopen_button.isVisible()
    assert not page.detail.done_button.isVisible()
    qtbot.mouseClick(page.detail.reopen_button, Qt.MouseButton.LeftButton)
    page.operations.wait()
    assert stored(file, desk.actions["Ask for a map"]).state is ActionState.OPEN


def test_dropping_asks_for_a_reason_and_keeps_it(qtbot, page, desk, file):
    press(qtbot, page, Key.Key_Delete)
    found = dialog(page)
    finish(page, found)
    assert found.message.label.text().startswith("A reason is missing.")
    qtbot.keyClicks(found.reason_field, "The map is in the archive")
    finish(page, found)
    row = stored(file, desk.actions["Ask for a map"])
    assert (row.state, row.dropped_reason) == (ActionState.DROPPED, "The map is in the archive")
    page.open(OpenAction(row.id))
    page.operations.wait()
    assert page.show_choice.value() is Show.ALL
    assert page.detail.reason_label.text() == "The map is in the archive"
    assert page.detail.reason_label.isVisible()


def test_moving_the_date_shows_the_dates_before(qtbot, page, desk, file):
    key = desk.actions["Ask for a map"]
    press(qtbot, page, Key.Key_F2)
    found = dialog(page)
    found.date_field.line.setText("nonsense")
    finish(page, found)
    assert found.message.label.text().startswith("This is not a date.")
    found.date_field.line.setText("in two weeks")
    qtbot.keyClick(found.date_field.line, Key.Key_Return)
    page.operations.wait()
    assert stored(file, key).due_date == DAY + dt.timedelta(days=14)
    page.open(OpenAction(key))
    page.operations.wait()
    QApplication.processEvents()
    words = [label.text() for label in page.detail.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Was due 8 Oct 2026; changed on ") and text.endswith("by Keti") for text in words)
    assert page.detail.due_label.text() == "Due in 14 days"


def test_naming_an_owner_and_a_date_agrees_an_action(qtbot, page, desk, file):
    key = desk.actions["Find a hall"]
    page.open(OpenAction(key))
    page.operations.wait()
    assert page.detail.missing_message.label.text() == "Needs an owner and a date."
    assert page.detail.owner_button.text() == "Name an owner"
    press(qtbot, page, Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    found = dialog(page)
    finish(page, found)
    assert found.message.label.text() == "Choose who takes it on."
    chosen = next(c for c in page._choices.people if c.name == "Nana Ghomi")
    found.owner_field.set_value(chosen)
    finish(page, found)
    row = stored(file, key)
    assert (row.owner_person, row.owner_member) == ("Nana Ghomi", "Upper Phasis Dairy")
    page.operations.write(set_due_date, key, due_date=DAY)
    page.operations.wait()
    assert not page.detail.missing_message.isVisible()
    assert page.detail.due_label.text() == "Due today"


def test_an_action_between_meetings_is_added_and_has_no_meeting_to_open(qtbot, page):
    assert page.start_new()
    found = dialog(page)
    finish(page, found)
    assert found.message.label.text() == "Write what is to be done."
    qtbot.keyClicks(found.text_field, "Buy <b>ink</b> & paper")
    found.date_field.line.setText("20 Oct")
    finish(page, found)
    row = next(row for row in page.model.rows if row.text == "Buy <b>ink</b> & paper")
    page.table.select_key(row.id)
    page.operations.wait()
    assert page.detail.meeting_label.text() == "Between meetings"
    assert not page.detail.meeting_button.isVisible()


def test_enter_leads_to_the_meeting_it_came_from(qtbot, page, desk):
    page.table.select_key(desk.actions["Ring the owners"])
    page.operations.wait()
    with qtbot.waitSignal(page.open_requested) as asked:
        press(qtbot, page, Key.Key_Return)
    target = asked.args[0]
    assert isinstance(target, OpenMeeting)
    assert (target.meeting_id, target.tab) == (desk.held, "minutes")


def test_who_changed_this_reads_in_words(qtbot, page, desk):
    press(qtbot, page, Key.Key_Space)
    page.open(OpenAction(desk.actions["Ask for a map"]))
    page.operations.wait()
    page.show_changes()
    page.operations.wait()
    found = dialog(page)
    lines = [(row.who, row.field, row.before, row.after) for row in found.model.rows]
    assert ("Keti", "State", "Open", "Done") in lines
    assert ("Ana", "Owner", "", "Consumers' Watch") in lines
    found.reject()


def test_columns_sort_and_what_has_no_date_stays_last(qtbot, page):
    head = page.table.horizontalHeader()
    head.setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    assert names(page)[0] == "Ring the owners"
    assert {names(page)[-1], names(page)[-2]} == {"Find a hall", "Price survey"}
    page.refresh(None)
    page.operations.wait()
    assert names(page)[0] == "Ring the owners"


def test_down_goes_from_the_search_into_the_table(qtbot, page):
    page.search()
    qtbot.keyClick(page.search_field, Key.Key_Down)
    assert page.table.hasFocus()
    assert page.panels()[0] is page.table


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_choice_of_states_has_its_words(qtbot, file, desk, language):
    with texts.speaking(language):
        operations = Operations(file)
        page = ActionsPage(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))))
        qtbot.addWidget(page)
        page.show()
        for show in Show:
            page.open(OpenActions(show.value))
            operations.wait()
            assert page.show_choice.currentText()
            assert page.empty.isVisible() != bool(page.model.rows)
        operations.close()
