"""What the records show of a challenge, on the page Purpose: numbers, and a way to the records behind them."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.charter.challenges import add_challenge
from db.charter.indicators import add_indicator, record_observation
from db.history import history
from db.members.members import add_member
from db.schema import AgendaItem, Meeting
from db.vocabulary import MeetingStatus
from desktop.purpose.page import CHALLENGES, PURPOSE
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenMember, OpenPurpose
from tests.desktop.purpose.conftest import hit, settle, tab

Key = Qt.Key


@pytest.fixture
def behind_its_line(file):
    """An indicator far behind its line."""
    with file.writing() as session:
        key, _ = add_indicator(
            session, name="Stunting", unit="%", baseline_value=30, baseline_date=dt.date(2025, 1, 1), target_value=20,
            target_date=dt.date(2027, 1, 1),
        )  # fmt: skip
        record_observation(session, key, on_date=dt.date(2026, 6, 1), value=31)
    return key


def chosen(page, key):
    view = tab(page, CHALLENGES)
    assert view.table.select_key(key)
    settle(page)
    return view


def test_a_signal_stands_in_numbers_and_leads_to_its_records(page, qtbot, behind_its_line):
    view = chosen(page, "unrealistic_expectations")
    assert view.signal.badge.text() == "Signs seen"
    assert view.signal.words_label.text() == "Indicators behind the line to their target: 1 of 1."
    assert view.signal.when_label.text() == "in the last twelve months"
    assert view.signal.records_button.text() == "Show the record behind it"
    hit(page, view.signal.records_button, Key.Key_Space)
    shown = view.signal.dialog
    assert [(row.name, row.how) for row in shown.table.records_model.rows] == [("Stunting", "behind the line")]
    assert QApplication.focusWidget() is shown.table
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.keyClick(shown.table, Key.Key_Return)
    assert asked.args == [OpenPurpose("indicator", behind_its_line)]


def test_the_few_stand_there_with_what_is_theirs(page, file, kit, qtbot):
    with file.writing() as session, history.step(session, "set_up"):
        for n in range(6):
            add_member(session, name=f"Village {n}", from_date=dt.date(2020, 1, 1))
        session.get_one(Meeting, kit.meeting).status = MeetingStatus.CLOSED
        brought = [kit.members[0]] * 6 + [kit.members[1]] * 3 + [kit.members[2]] * 2 + [kit.members[3]]
        session.add_all(
            AgendaItem(meeting_id=kit.meeting, title=f"Item {n}", position=9 + n, brought_by_member_id=member)
            for n, member in enumerate(brought)
        )
    view = chosen(page, "few_dominate")
    assert view.signal.words_label.text() == "The three members with most have 11 of 12 items brought by members."
    qtbot.mouseClick(view.signal.records_button, Qt.MouseButton.LeftButton)
    settle(page)
    rows = view.signal.dialog.table.records_model.rows
    assert len(rows) == 3 + 11
    assert (rows[0].how, rows[0].target) == ("6 agenda items", OpenMember(kit.members[0]))
    assert (rows[1].name, rows[1].how) == ("Item 0", "agenda item")
    assert isinstance(rows[1].target, OpenMeeting)
    view.signal.dialog.reject()


def test_the_list_says_where_signs_are_and_nobody_judged(page, behind_its_line):
    view = chosen(page, "few_dominate")
    said = {row.key: view._two_lines(row).second for row in view.model.rows}
    assert said["unrealistic_expectations"] == "The records show signs of it"
    assert "The records show signs of it" not in {said[key] for key in said if key != "unrealistic_expectations"}


def test_where_nothing_is_on_record_it_says_so_and_offers_nothing(page, file):
    with file.writing() as session:
        own, _ = add_challenge(session, name="Rain")
    view = chosen(page, "one_sided_politics")
    assert view.signal.words_label.text() == "Nothing that is kept here tells this: only people can judge it."
    assert view.signal.badge.text() == "Not on record"
    assert not view.signal.records_button.isVisible()
    view = chosen(page, own)
    assert view.signal.words_label.text().startswith("Of a challenge of one’s own nothing is counted")
    assert not view.signal.badge.isVisible()
    assert not view.signal.records_button.isVisible()


def test_it_is_counted_anew_only_while_in_sight(page, file, kit, monkeypatch):
    counted = []
    from desktop.purpose import challenges_view

    real = challenges_view.load_signals
    monkeypatch.setattr(challenges_view, "load_signals", lambda *args: counted.append(1) or real(*args))
    view = chosen(page, "unrealistic_expectations")
    assert view.signal.badge.text() == "Not on record"
    page.show_tab(PURPOSE)
    settle(page)
    counted.clear()
    session_change(page, add_indicator, name="Roads", baseline_value=1, baseline_date=dt.date(2025, 1, 1),
                   target_value=2, target_date=dt.date(2027, 1, 1))  # fmt: skip
    assert counted == []
    page.show_tab(CHALLENGES)
    settle(page)
    assert counted == [1]


def session_change(page, use_case, **values):
    page.operations.write(use_case, **values)
    settle(page)
