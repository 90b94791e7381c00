"""The page Duties through a person's hands, on a real file."""

import datetime as dt
from itertools import product

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget

from db.duties.closing import close_meeting_turns
from db.duties.keeping import add_duty, archive_duty, duties
from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from db.duties.swapping import swap_partners
from db.duties.turns import ask_turn, candidates, decline_turn, give_turn
from db.engine import create_file, open_file
from db.meetings.meetings import plan_meeting
from db.members.members import add_member, change_member
from db.schema import Meeting
from db.vocabulary import Channel, TurnState
from desktop import texts
from desktop.duties.page import DutiesPage
from desktop.duties.rota_model import TURN_ROLE
from desktop.duties.words import sign_word, spoken
from desktop.naming.duties import state_word
from desktop.naming.turns import turn_badge
from desktop.operations import Operations
from desktop.widgets.focus import focus_into
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import OnlyLooking
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenDuties, OpenMeetings, OpenMember
from tests.db.duties.duty_kit import TODAY, as_planned, duty_by_key, hold
from tests.new_file import fill_once

Key = Qt.Key
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NOW = dt.datetime(2026, 1, 1, 9, 0).astimezone()


@pytest.fixture
def members():
    return 8


@pytest.fixture
def planned(file, kit, planned):
    """The first meeting is over and its turns are noted, the others are planned and published."""
    fill_once(file, end_a_meeting, who="Ana", meeting_id=kit.meetings[0], here=tuple(kit.members))
    return kit


def end_a_meeting(session, *, meeting_id, here):
    hold(session, meeting_id, here)
    minutes = duty_by_key(session, "minutes")
    done = as_planned(session, meeting_id)
    close_meeting_turns(session, meeting_id, done={**done, minutes.id: ()}, today=dt.date(2026, 2, 6))


@pytest.fixture
def make_page(qtbot, clock):
    """Return what shows the page, below its header's buttons, over a file's operations."""
    hosts = []

    def make(operations: Operations) -> DutiesPage:
        page, host = DutiesPage(operations, clock=clock), QWidget()
        hosts.append(host)
        host.setLayout(column(row(None, *page.header_actions()), page))
        qtbot.addWidget(host)
        host.resize(1158, 736)
        with qtbot.waitExposed(host):
            host.show()
        operations.wait()
        page.table.setFocus()
        QApplication.processEvents()
        return page

    return make


@pytest.fixture
def page(make_page, operations, planned):
    return make_page(operations)


def press(page, key, widget=None):
    QTest.keyClick(widget or page.table, key)
    page.operations.wait()
    QApplication.processEvents()


def cell(page, row, column=0):
    """Put the cursor on a cell as a click does, and return its turn."""
    index = page.model.index(row, column)
    page.table.scrollTo(index)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(index).center())
    page.operations.wait()
    return page.model.turn_at(index)


def menu(page) -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def choose(page, words):
    """Choose an action of the open menu by its words."""
    shown = menu(page)
    action = next(one for one in shown.actions() if one.text() == words)
    shown.setActiveAction(action)
    press(page, Key.Key_Return, shown)


def turn_of(file, turn_id):
    with file.reading() as session:
        return next(row for row in turn_rows(session) if row.id == turn_id)


def test_meetings_stand_against_duties_with_the_next_one_marked(page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.ledger_card.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model = page.model
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert names == ["Minutes", "Chairing", "Calling", "Records"]
    assert model.headerData(0, Qt.Orientation.Vertical) == "5 Feb, Meeting 1"
    assert model.headerData(1, Qt.Orientation.Vertical, SPOKEN) == "5 Mar, Meeting 2, Next meeting"
    assert model.rowCount() == 8
    assert page.table.currentIndex().row() == 1
    assert model.is_past(0)
    assert not model.is_past(1)
    missed = model.turn_at(model.index(0, 0))
    assert missed.state is TurnState.MISSED
    assert "Missed" in model.index(0, 0).data(SPOKEN)
    assert "Done" in model.index(0, 1).data(SPOKEN)
    assert model.index(1, 0).data(TURN_ROLE).state is TurnState.PLANNED
    assert page.fact() == "Everyone takes a turn"


def test_the_cursor_goes_by_arrows_and_the_cards_follow(page, planned):
    first = page.turn()
    press(page, Key.Key_Right)
    press(page, Key.Key_Down)
    turn = page.turn()
    assert page.table.currentIndex().row() == 2
    assert page.table.currentIndex().column() == 1
    assert turn.id != first.id
    assert page.why_card.title.text() == f"Why {turn.member} has chairing"
    assert page.why_card.when.text() == "Chairing  ·  2 April 2026  ·  General meeting 3"
    assert turn.member in page.why_card.reasons.text()
    assert page.ledger_card.choice.currentText() == "Chairing"
    assert page.ledger_card.table.current_row().member_id == turn.member_id


def test_the_next_turn_of_a_duty_says_that_it_is_next(page):
    turn = cell(page, 1, 0)
    assert page.why_card.title.text() == f"Why {turn.member} is next for minutes"


def test_the_sum_is_the_ledgers(page, file):
    turn = cell(page, 1, 0)
    share, done, behind = (label.text() for label in page.why_card.sum._numbers)
    view = page.ledger_card.shown()
    row = next(one for one in view.rows if one.member_id == turn.member_id)
    assert done == "0.0"
    assert float(share) == float(behind)
    assert row.done == 0
    assert sum(one.balance for one in view.rows) == 0


def test_enter_opens_what_can_be_done_and_a_turn_is_accepted(page, file):
    turn = cell(page, 1, 0)
    press(page, Key.Key_Return)
    with_undo = []
    page.said_with_undo.connect(with_undo.append)
    choose(page, "Note: accepts")
    assert turn_of(file, turn.id).state is TurnState.ACCEPTED
    assert with_undo == [f"{turn.member} takes the turn."]
    assert page.turn().state is TurnState.ACCEPTED
    page.operations.undo()
    page.operations.wait()
    assert page.turn().state is TurnState.PLANNED


def test_the_mouse_opens_the_menu_where_it_is(page):
    index = page.model.index(3, 2)
    place = page.table.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.table.viewport(), event)
    assert page.table.currentIndex() == index
    assert "Swap…" in [action.text() for action in menu(page).actions()]
    menu(page).close()


def test_a_meeting_and_a_member_are_shown_from_the_menu(page, qtbot):
    turn = cell(page, 2, 0)
    for words, target in (
        ("Open the meeting", OpenMeeting(turn.meeting.id)),
        ("Show the member", OpenMember(turn.member_id)),
    ):
        press(page, Key.Key_Return)
        with qtbot.waitSignal(page.open_requested) as asked:
            choose(page, words)
        assert asked.args == [target]


def test_asking_is_offered_first_then_the_answer(page, file, qtbot):
    turn = cell(page, 1, 0)
    card = page.why_card
    assert card.next_button.text() == "Ask"
    assert not card.second_button.isVisible()
    qtbot.mouseClick(card.next_button, Qt.MouseButton.LeftButton)
    page.operations.wait()
    dialog = page.deeds.dialog
    dialog.how.button(Channel.IN_PERSON).click()
    QTest.keyClick(dialog, Key.Key_Return)
    page.operations.wait()
    kept = turn_of(file, turn.id)
    assert (kept.state, kept.asked_how) == (TurnState.ASKED, Channel.IN_PERSON)
    assert kept.asked_at == page._clock.now()
    assert (card.next_button.text(), card.second_button.text()) == ("Accepts", "Declines")
    assert card.state.text() == "Asked 1 Jan, in person"
    qtbot.mouseClick(card.next_button, Qt.MouseButton.LeftButton)
    page.operations.wait()
    assert turn_of(file, turn.id).state is TurnState.ACCEPTED


def test_a_turn_is_kept_when_planning_and_let_go(page, file):
    turn = cell(page, 2, 0)
    press(page, Key.Key_Return)
    choose(page, "Keep it when planning")
    assert turn_of(file, turn.id).frozen
    assert "Stays here when planning" in spoken(page.turn())
    press(page, Key.Key_Return)
    choose(page, "Let planning change it")
    assert not turn_of(file, turn.id).frozen


def swappable(page, file):
    """Put the cursor on the first turn that can be exchanged; return it with what can be had for it."""
    for line, across in product(range(1, page.model.rowCount()), range(page.model.columnCount())):
        turn = page.model.turn_at(page.model.index(line, across))
        with file.reading() as session:
            offered = [one.turn_id for one in swap_partners(session, turn.id, today=TODAY)]
        if offered:
            return cell(page, line, across), offered
    raise AssertionError("nothing can be swapped")


def test_the_key_s_swaps_and_both_say_so(page, file):
    turn, offered = swappable(page, file)
    press(page, Key.Key_S)
    dialog = page.deeds.dialog
    assert [row[0].turn_id for row in dialog.model.rows] == offered
    other = dialog.model.rows[0][1]
    assert dialog.effects.cells[0][0].text() == turn.member
    assert dialog.effects.cells[1][0].text() == other.member
    before, after = dialog.effects.cells[0][1].text().split(" → ")
    assert dialog.effects.cells[1][1].text() == f"{after} → {before}"
    QTest.keyClick(dialog, Key.Key_Return)
    page.operations.wait()
    assert turn_of(file, turn.id).member_id == other.member_id
    assert page.turn().swapped_with == turn.member
    assert "in a swap with" in page.why_card.reasons.text()
    assert not page.why_card.sum.isVisible()


def test_swapping_something_done_says_what_to_choose(page, qtbot):
    cell(page, 0, 1)
    with qtbot.waitSignal(page.said) as said:
        press(page, Key.Key_S)
    assert said.args[0].startswith("Choose a turn that somebody is still to do")


def test_print_asks_for_the_rota(page, qtbot):
    with qtbot.waitSignal(page.print_rota):
        qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.print_rota):
        assert page.print_out()


def test_papers_of_a_person_and_of_the_ledger_are_asked_for(page, qtbot):
    turn = cell(page, 1, 0)
    press(page, Key.Key_Return)
    with qtbot.waitSignal(page.print_slip) as asked:
        choose(page, "Print this person’s turns…")
    assert asked.args == [turn.person_id]
    press(page, Key.Key_Return)
    with qtbot.waitSignal(page.save_turns) as asked:
        choose(page, "Calendar of this person’s turns…")
    assert asked.args == [turn.person_id]
    with qtbot.waitSignal(page.print_ledger) as asked:
        QTest.mouseClick(page.menu_button, Qt.MouseButton.LeftButton)
        choose(page, "Print the ledger…")
    assert asked.args == [turn.duty.id, turn.member_id]


def test_a_target_puts_the_cursor_on_its_turn(page):
    turn = page.model.turn_at(page.model.index(5, 2))
    assert page.open(OpenDuties(turn.id))
    assert page.turn().id == turn.id
    assert page.open(OpenDuties())
    assert not page.open(OpenMeetings())


def test_earlier_meetings_are_asked_for(make_page, operations, file, planned, qtbot):
    with file.writing(who="Ana") as session:
        for meeting_id in planned.meetings[1:6]:
            hold(session, meeting_id, planned.members)
            close_meeting_turns(session, meeting_id, done=as_planned(session, meeting_id), today=TODAY)
    page = make_page(operations)
    assert page.model.rowCount() == 3 + 2
    qtbot.mouseClick(page.table.earlier_button, Qt.MouseButton.LeftButton)
    page.operations.wait()
    assert page.model.rowCount() == 8
    assert not page.table.earlier_button.isVisible()
    assert page.table.hasFocus()


def test_an_early_turn_is_found_though_it_is_not_shown(make_page, operations, file, planned):
    with file.writing(who="Ana") as session:
        for meeting_id in planned.meetings[1:6]:
            hold(session, meeting_id, planned.members)
            close_meeting_turns(session, meeting_id, done=as_planned(session, meeting_id), today=TODAY)
        early = turn_rows(session)[1]
    page = make_page(operations)
    assert page.open(OpenDuties(early.id))
    page.operations.wait()
    assert page.turn().id == early.id


def test_changes_elsewhere_are_shown_and_the_cursor_stays(page, file):
    turn = cell(page, 4, 1)
    page.operations.write(ask_turn, turn.id, how=Channel.PHONE, at=NOW)
    page.operations.wait()
    assert page.turn().id == turn.id
    assert page.turn().state is TurnState.ASKED
    page.operations.write(_another_meeting)
    page.operations.wait()
    assert page.turn().id == turn.id
    assert page.missing_button.isVisible()
    assert page.missing_button.text() == "Plan 4 turns…"


def _another_meeting(session):
    from db.history import history

    with history.step(session, "plan_meeting") as step:
        session.add(Meeting(number=9, date=dt.date(2026, 12, 1)))
    return step.changes


def test_names_of_any_length_and_script_are_shown_whole_in_the_tip(make_page, operations, file, planned):
    names = ("Long " * 16).strip(), "جمعية مستخدمي مياه الوادي", "მთის მწყემსთა კავშირი"
    with file.writing(who="Ana") as session:
        for key, name in zip(planned.members, names, strict=False):
            change_member(session, key, name=name)
    page = make_page(operations)
    turns = [page.model.index(row, 0) for row in range(8)]
    tips = " ".join(index.data(Qt.ItemDataRole.ToolTipRole) for index in turns)
    for name in names:
        assert name in tips
    page.table.viewport().grab()


def test_what_is_not_published_is_said(page, file):
    assert not page.publish_button.isVisible()
    turn, _offered = swappable(page, file)
    press(page, Key.Key_S)
    QTest.keyClick(page.deeds.dialog, Key.Key_Return)
    page.operations.wait()
    assert turn_of(file, turn.id).changed
    assert page.publish_button.text() == "Publish 2 turns…"


def test_a_read_only_file_shows_all_and_changes_nothing(make_page, file, planned, tmp_path, qapp):
    path = file.path
    file.close()
    with open_file(path, read_only=True) as held:
        operations = Operations(held)
        page = make_page(operations)
        looking = OnlyLooking(page.window())
        assert page.model.rowCount() == 8
        for button in (page.swap_button, page.plan_button, page.absence_button, page.why_card.give_button):
            assert not button.isEnabled()
            assert "only to look at" in button.toolTip()
        assert page.print_button.isEnabled()
        cell(page, 1, 0)
        press(page, Key.Key_Return)
        assert [action.text() for action in menu(page).actions()] == [
            "Print this person’s turns…", "Calendar of this person’s turns…", "Open the meeting", "Show the member",
        ]  # fmt: skip
        menu(page).close()
        page.deeds.dialog = None
        press(page, Key.Key_S)
        assert page.deeds.dialog is None
        looking.deleteLater()
        operations.close()


def test_without_meetings_it_says_what_to_do(make_page, qtbot, clock, tmp_path):
    with create_file(tmp_path / "new.ronda", name="New") as empty:
        operations = Operations(empty)
        page = make_page(operations)
        assert page.empty.isVisible()
        assert page.empty.label.text().startswith("No meetings to come.")
        assert not page.plan_button.isEnabled()
        with qtbot.waitSignal(page.open_requested) as asked:
            page.empty.button.click()
        assert asked.args == [OpenMeetings()]
        operations.close()


def test_before_anything_is_planned_it_says_so_and_offers_to_plan(make_page, qtbot, tmp_path):
    with create_file(tmp_path / "new.ronda", name="New") as empty:
        with empty.writing() as session:
            add_member(session, name="Alone", individual=True, from_date=dt.date(2020, 1, 1))
            plan_meeting(session, date=NOW.date() + dt.timedelta(days=14))
        operations = Operations(empty, who="Ana")
        page = make_page(operations)
        assert page.empty.isVisible()
        assert page.empty.label.text().startswith("Nobody has a turn yet.")
        assert page.empty.button.text() == "Plan 4 turns…"
        assert page.plan_button.isEnabled()
        assert page.panels() == (page.empty,)
        assert page.key_hints() == (), "of a rota that is not there"
        assert focus_into(page.empty)
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
        operations.wait()
        assert type(page.deeds.dialog).__name__ == "PlanDialog"
        with qtbot.waitSignal(page.header_changed):  # the window asks for the keys anew
            page.deeds.dialog.plan.click()
            operations.wait()
        assert page.key_hints()
        assert not page.empty.isVisible()
        assert page.table.isVisible()
        operations.close()


def test_without_duties_it_offers_to_set_them_up(make_page, qtbot, tmp_path):
    with create_file(tmp_path / "new.ronda", name="New") as empty:
        with empty.writing() as session:
            add_member(session, name="Alone", individual=True)
            for of in duties(session):
                archive_duty(session, of.id, on=dt.date(2025, 1, 1))
        operations = Operations(empty)
        page = make_page(operations)
        assert page.empty.label.text().startswith("No duties yet.")
        page.empty.button.click()
        operations.wait()
        assert type(page.deeds.dialog).__name__ == "DutiesDialog"
        page.deeds.dialog.close()
        operations.close()


def test_absences_are_reported_from_the_header_and_of_a_member(page, qtbot):
    qtbot.mouseClick(page.absence_button, Qt.MouseButton.LeftButton)
    page.operations.wait()
    assert type(page.deeds.dialog).__name__ == "AbsencesDialog"
    page.deeds.dialog.close()
    turn = cell(page, 2, 1)
    press(page, Key.Key_Return)
    choose(page, "Report an absence…")
    page.operations.wait()
    assert page.deeds.dialog.form.who.value() == turn.member_id
    page.deeds.dialog.close()


def test_panels_and_keys(page):
    assert page.panels()[0] is page.table
    assert [hint.keys for hint in page.key_hints()] == ["← ↑ ↓ →", "Enter", "S", "F6"]
    assert {"Ctrl P", "F2"} <= {hint.keys for hint in page.all_keys()}
    assert page.table.mapTo(page, QPoint(0, 0)).y() > 0


def test_duties_that_find_no_room_are_scrolled_to_by_whole_columns(page, file):
    with file.writing(who="Ana") as session:
        for name in ("Keys", "Translating", "Keeping the hall warm"):
            add_duty(session, name=name)
        changes = plan_ahead(session, today=TODAY)
    page.operations.changed.emit(changes)
    page.refresh(None)
    page.operations.wait()
    page.window().resize(800, 736)
    QApplication.processEvents()
    table = page.table
    assert table.horizontalScrollBar().maximum() > 0
    cell(page, 2, 0)
    for _step in range(6):
        press(page, Key.Key_Right)
    rect = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(rect)
    lefts = [table.columnViewportPosition(place) for place in range(7)]
    assert 0 in lefts
    assert table.verticalHeader().isVisible()


def test_a_declined_turn_says_why_it_was_given_and_that_it_was_declined(page):
    turn = cell(page, 2)
    page.operations.write(decline_turn, turn.id, today=TODAY)
    page.operations.wait()
    card = page.why_card
    assert card.title.text() == f"{turn.person or turn.member} declined minutes"
    start = f"{turn.member} declined this turn, so somebody else is needed. Why it was theirs: "
    assert card.reasons.text().startswith(start)
    assert "fair share" in card.reasons.text()


def test_a_declined_turn_that_was_given_by_hand_is_not_said_to_stay(page):
    turn = cell(page, 2)
    with page.operations.file.reading() as session:
        other = next(
            one.member_id for one in candidates(session, turn.id, today=TODAY) if one.member_id != turn.member_id
        )
    page.operations.write(give_turn, turn.id, other, today=TODAY)
    page.operations.write(decline_turn, turn.id, today=TODAY)
    page.operations.wait()
    assert "by hand; no rule did." in page.why_card.reasons.text()
    assert "Planning leaves it so" not in page.why_card.reasons.text()


def test_an_answer_that_is_missing_is_called_the_same_everywhere(file, planned):
    with file.writing() as session:
        turn = next(row for row in turn_rows(session) if row.state is TurnState.PLANNED)
        ask_turn(session, turn.id, how=Channel.PHONE, at=NOW)
    asked = turn_of(file, turn.id)
    for language, words in (("en", "No answer yet"), ("es", "Sin respuesta aún")):
        with texts.speaking(language):
            assert {state_word(asked), turn_badge(asked)[0], sign_word(TurnState.ASKED)} == {words}


def test_the_duties_share_the_width_though_the_window_changed_while_another_page_was_shown(page, qtbot):
    def room_and_share() -> tuple[int, int]:
        qtbot.wait(50)
        table = page.table
        return table.viewport().width(), sum(table.columnWidth(place) for place in range(table.model().columnCount()))

    host, stack, other = page.window(), QStackedWidget(), QWidget()
    stack.addWidget(host)
    stack.addWidget(other)
    qtbot.addWidget(stack)
    stack.resize(1366, 900)
    with qtbot.waitExposed(stack):
        stack.show()
    for size in ((1200, 480), (1366, 1100), (1200, 480)):
        stack.setCurrentWidget(other)
        stack.resize(*size)
        qtbot.wait(20)
        stack.setCurrentWidget(host)
        room, shared = room_and_share()
        assert shared == room, size
    host.setParent(None)
