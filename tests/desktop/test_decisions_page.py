"""The register of decisions through a person's hands, on a real file."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton

from db.engine import create_file
from db.meetings.agenda import add_item, agenda
from db.meetings.meetings import plan_meeting
from db.minutes.decisions import decision
from db.minutes.minutes import save_item_text
from db.vocabulary import ItemOrigin
from desktop.clock import stopped_at
from desktop.decisions import page as page_module
from desktop.decisions.page import DecisionsPage
from desktop.decisions.register import ANY, PLENARY, SUPERSEDED
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenDecision
from tests.desktop.desk import DAY, busy_desk
from tests.new_file import fill_once, new_file

Key = Qt.Key


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def desk(file):
    return fill_once(file, write_desk, who="Ana")


def write_desk(session):
    kit = busy_desk(session)
    group, _ = plan_meeting(session, date=dt.date(2025, 5, 6), group_id=kit.names["Finance"])
    item, _ = add_item(session, group, title="Interest")
    save_item_text(session, item, text="d: Loans stay below 8 %.", today=dt.date(2025, 5, 6))
    return kit


@pytest.fixture
def page(qtbot, file, desk):
    operations = Operations(file, who="Keti")
    crashes = []
    operations.crashed.connect(crashes.append)
    shown = DecisionsPage(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))))
    qtbot.addWidget(shown)
    shown.resize(1158, 672)
    with qtbot.waitExposed(shown):
        shown.show()
    operations.wait()
    yield shown
    operations.close()
    assert not crashes


def labels(page):
    return [row.label for row in page.model.rows]


def dialog(page):
    QApplication.processEvents()
    return next(w for w in page.children() if w.isWidgetType() and w.isWindow() and w.isVisible())


def supersede(page, new, old):
    page.open(OpenDecision(new))
    page.operations.wait()
    page.change_superseded()
    found = dialog(page)
    found.choice.set_value(old)
    found.primary.click()
    page.operations.wait()


def test_the_newest_come_first_with_how_they_were_taken(page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert labels(page) == ["5.2", "5.1", "1.1"]
    assert page.fact() == "3 in force"
    assert page.model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "1 October 2026, All agree"
    page.table.select_key(page.model.rows[1].id)
    assert page.detail.text_label.text() == "The fee is 12 a year <b>for all</b>."
    assert page.detail.text_label.textFormat() is Qt.TextFormat.PlainText
    assert page.detail.how_label.text() == "All agree"


def test_filters_by_number_words_body_and_year(qtbot, page, desk):
    qtbot.keyClicks(page.search_field, "5.1")
    assert labels(page) == ["5.1"]
    page.search_field.clear()
    qtbot.keyClicks(page.search_field, "INTEREST")
    assert labels(page) == ["1.1"]
    page.search_field.clear()
    page.body_choice.set_value(PLENARY)
    page.body_choice.chosen.emit(PLENARY)
    assert labels(page) == ["5.2", "5.1"]
    page.body_choice.set_value(ANY)
    page.year_choice.set_value(2025)
    page.year_choice.chosen.emit(2025)
    assert labels(page) == ["1.1"]
    qtbot.keyClicks(page.search_field, "zzz")
    assert page.empty.label.text() == "No decision fits what you look for."


def test_the_item_under_which_it_was_taken_is_named_where_ronda_put_it_there(qtbot, page, desk, file):
    with file.writing() as session:
        approval = next(row.id for row in agenda(session, desk.ahead) if row.origin is ItemOrigin.APPROVAL)
        save_item_text(session, approval, text="d: Minutes go out in a week.", today=DAY)
    page.refresh(None)
    page.operations.wait()
    page.table.select_key(page.model.rows[0].id)
    assert page.detail.text_label.text() == "Minutes go out in a week."
    assert page.detail.item_label.text().endswith("\nApproval of the minutes of meeting 5")
    qtbot.keyClicks(page.search_field, "approval")
    assert labels(page) == ["6.1"]


def test_a_decision_replaces_an_earlier_one_and_both_say_so(qtbot, page, desk, file):
    first, second = desk.decisions
    supersede(page, second, first)
    with file.reading() as session:
        assert decision(session, second).supersedes_id == first
    assert labels(page) == ["5.2", "1.1"]
    assert page.fact() == "2 in force, 1 superseded"
    link = next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Decision 5.1")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.state_choice.value() == ANY
    assert page.detail.badge.text() == "Superseded"
    assert [b.text() for b in page.detail.findChildren(QPushButton) if b.isVisible()][:1]
    page.state_choice.set_value(SUPERSEDED)
    page.state_choice.chosen.emit(SUPERSEDED)
    assert labels(page) == ["5.1"]
    assert (
        page.model.index(0, 1)
        .data(Qt.ItemDataRole.AccessibleTextRole)
        .endswith("Superseded by 5.2  ·  General meeting 5")
    )
    page.open(OpenDecision(second))
    page.change_superseded()
    found = dialog(page)
    none = next(b for b in found.findChildren(QPushButton) if b.text() == "It replaces none")
    none.click()
    page.operations.wait()
    with file.reading() as session:
        assert decision(session, second).supersedes_id is None


def test_circles_are_refused_in_place(page, desk):
    first, second = desk.decisions
    supersede(page, second, first)
    supersede(page, first, second)
    found = dialog(page)
    assert found.message.label.text().startswith("A decision cannot replace itself")
    found.reject()


def test_since_when_it_applies(qtbot, page, desk, file):
    page.open(OpenDecision(desk.decisions[0]))
    page.operations.wait()
    qtbot.mouseClick(page.detail.applies_button, Qt.MouseButton.LeftButton)
    found = dialog(page)
    found.date_field.line.setText("1 Jan 2027")
    qtbot.keyClick(found.date_field.line, Key.Key_Return)
    page.operations.wait()
    with file.reading() as session:
        assert decision(session, desk.decisions[0]).effective_date == dt.date(2027, 1, 1)
    assert page.detail.applies_label.text() == "Friday 1 January 2027"
    page.show_changes()
    page.operations.wait()
    found = dialog(page)
    newest = found.model.rows[0]
    assert (newest.who, newest.field, newest.after) == ("Keti", "Applies from", "1 Jan 2027")
    found.reject()


def test_enter_leads_to_the_meeting(qtbot, page, desk):
    page.table.setFocus()
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.keyClick(page.table, Key.Key_Return)
    assert isinstance(asked.args[0], OpenMeeting)
    assert asked.args[0].meeting_id == desk.held


@pytest.fixture
def long_register(qtbot, file, desk, monkeypatch):
    """The page, where the register is longer than what is read at first."""
    monkeypatch.setattr(page_module, "FIRST", 1)
    operations = Operations(file)
    page = DecisionsPage(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))))
    qtbot.addWidget(page)
    page.show()
    operations.wait()
    yield page
    operations.close()


def test_a_long_register_shows_its_newest_rows_and_the_rest_when_something_is_looked_for(qtbot, long_register):
    page = long_register
    assert labels(page) == ["5.2"]
    assert page.fact() == "3 in force"
    assert page.shown_label.text() == "3 of 3 shown"
    assert page.year_choice.count() == 3
    qtbot.keyClicks(page.search_field, "interest")
    page.operations.wait()
    assert labels(page) == ["1.1"]
    page.search_field.clear()
    assert labels(page) == ["5.2", "5.1", "1.1"]


def test_a_long_register_goes_on_where_its_newest_rows_end(qtbot, long_register):
    page = long_register
    bar = page.table.verticalScrollBar()
    bar.setRange(0, 10)
    bar.setValue(10)
    page.operations.wait()
    assert labels(page) == ["5.2", "5.1", "1.1"]


def test_a_long_register_finds_an_old_decision(long_register, desk):
    long_register.open(OpenDecision(desk.decisions[0]))
    long_register.operations.wait()
    assert long_register.table.current_row().id == desk.decisions[0]


def test_a_long_register_is_ordered_whole(long_register):
    long_register.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    long_register.operations.wait()
    assert len(labels(long_register)) == 3


def test_an_empty_register_says_where_decisions_come_from(qtbot, tmp_path):
    with create_file(tmp_path / "new.ronda", name="New") as empty:
        operations = Operations(empty)
        page = DecisionsPage(operations)
        qtbot.addWidget(page)
        page.show()
        operations.wait()
        assert page.empty.label.text().startswith("No decisions yet.")
        assert page.detail.decision_row is None
        operations.close()
