"""What is asked about a turn, about planning and about publishing, on a real file."""

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from db.duties.absences import report_absence
from db.duties.closing import close_meeting_turns
from db.duties.finishing import turn_sheet
from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from db.duties.turns import candidates, decline_turn, give_turn
from db.history import history
from db.schema import Person
from db.vocabulary import Channel, TurnState
from desktop.duties import ask_dialog
from desktop.duties.ask_dialog import AskDialog
from desktop.duties.person_dialog import NOBODY, PersonDialog, load_people
from desktop.duties.plan_dialogs import UNTIL, PlanDialog, PublishDialog
from desktop.duties.swap_dialog import SwapDialog
from desktop.widgets.name_field import choice_word
from desktop.widgets.turn_dialogs import DeclineTurnDialog
from desktop.widgets.turn_done import TurnDoneDialog
from desktop.widgets.turn_giving import GiveTurnDialog
from tests.db.duties.duty_kit import TODAY, as_planned, hold

Key = Qt.Key
NOW = dt.datetime(2026, 1, 1, 9, 0).astimezone()
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def members():
    return 8


def rows_of(file):
    with file.reading() as session:
        return turn_rows(session)


def again(file, turn):
    return next(row for row in rows_of(file) if row.id == turn.id)


@pytest.fixture
def turn(file, planned):
    """The minutes of the second meeting."""
    return next(row for row in rows_of(file) if row.duty.key == "minutes" and row.first == dt.date(2026, 3, 5))


def do(dialog, operations):
    """Press the primary button with Enter and wait until all is kept."""
    dialog.primary.setFocus()
    QTest.keyClick(dialog, Key.Key_Return)
    operations.wait()
    QApplication.processEvents()


def with_address(file, turn, email, phone=""):
    with file.writing() as session, history.step(session, "change_person"):
        person = session.get_one(Person, turn.person_id)
        person.email, person.phone = email, phone


# Asking


def test_a_mail_is_drafted_as_it_was_changed(opened, operations, file, turn, monkeypatch, tmp_path):
    with_address(file, turn, "rosa@mill.example")
    path = tmp_path / "draft.eml"
    monkeypatch.setattr(ask_dialog, "ask_where", lambda *_: path)
    dialog = opened(AskDialog(operations, turn, lambda: NOW))
    assert dialog.reach.text().startswith("To rosa@mill.example")
    assert "Minutes, General meeting 2, Thursday 5 March 2026" in dialog.text.toPlainText()
    dialog.text.setPlainText("Can you? <b>Please</b>")
    QTest.mouseClick(dialog.draft_button, Qt.MouseButton.LeftButton)
    operations.wait()
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert mail["To"] == f"{turn.person} <rosa@mill.example>"
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Your turn: Minutes, General meeting 2, Thursday 5 March 2026"
    assert mail.get_content().strip() == "Can you? <b>Please</b>"
    assert dialog.said_label.label.text().startswith("Saved as draft.eml")
    do(dialog, operations)
    kept = again(file, turn)
    assert (kept.state, kept.asked_how, kept.asked_at) == (TurnState.ASKED, Channel.EMAIL, NOW)


def test_without_an_address_the_message_comes_first(opened, operations, file, turn):
    with_address(file, turn, "", "555 01")
    dialog = opened(AskDialog(operations, turn, lambda: NOW))
    assert dialog.channel() is Channel.MESSAGE
    assert dialog.reach.text() == "To 555 01. Copy the text into a message."
    dialog.copy_button.click()
    words = QGuiApplication.clipboard().text()
    assert words == dialog.text.toPlainText()
    assert words.startswith("Lake Valley: your turn for Minutes")
    dialog.how.button(Channel.EMAIL).click()
    assert not dialog.draft_button.isEnabled()
    assert "has no e-mail address on record" in dialog.reach.text()
    dialog.how.button(Channel.PHONE).click()
    assert not dialog.text.isVisible()
    do(dialog, operations)
    assert again(file, turn).asked_how is Channel.PHONE


def test_what_cannot_be_an_address_or_a_number_is_not_offered_as_one(opened, operations, file, turn):
    with_address(file, turn, "rosa@@mill", "555 01")
    dialog = opened(AskDialog(operations, turn, lambda: NOW))
    assert dialog.channel() is Channel.MESSAGE
    QTest.mouseClick(dialog.how.button(Channel.EMAIL), Qt.MouseButton.LeftButton)
    assert dialog.reach.text() == "“rosa@@mill” cannot be an e-mail address. Copy the text, or ask another way."
    assert not dialog.draft_button.isEnabled()
    with_address(file, turn, "rosa@mill.example", "none")
    dialog = opened(AskDialog(operations, turn, lambda: NOW))
    assert dialog.channel() is Channel.EMAIL
    assert dialog.draft_button.isEnabled()
    for way in (Channel.MESSAGE, Channel.PHONE):
        QTest.mouseClick(dialog.how.button(way), Qt.MouseButton.LeftButton)
        assert dialog.reach.text() == "“none” cannot be a phone number."


# Declining and giving


def test_who_declines_is_noted_with_who_comes_next(opened, operations, file, turn):
    dialog = opened(DeclineTurnDialog(operations, turn, TODAY))
    assert dialog.next_label.text().startswith("Next would be ")
    assert dialog.give_box.text() == f"Give it to {dialog._next.member} right away"
    QTest.keyClicks(dialog.note, "Harvest")
    do(dialog, operations)
    kept = again(file, turn)
    assert (kept.state, kept.member_id) == (TurnState.DECLINED, turn.member_id)


def test_who_declines_may_be_replaced_at_once_in_one_step(opened, operations, file, turn):
    dialog = opened(DeclineTurnDialog(operations, turn, TODAY))
    dialog.give_box.setFocus()
    QTest.keyClick(dialog.give_box, Key.Key_Space)
    do(dialog, operations)
    kept = again(file, turn)
    assert kept.state is TurnState.PLANNED
    assert kept.member == dialog._next.member
    assert kept.member_id != turn.member_id
    operations.undo()
    operations.wait()
    assert (again(file, turn).state, again(file, turn).member_id) == (TurnState.PLANNED, turn.member_id)


def test_who_has_turns_already_does_not_come_next(opened, operations, file, turn):
    with file.reading() as session:
        free = [one for one in candidates(session, turn.id, today=TODAY) if one.hindered is None]
    first = next(one for one in free if one.member_id != turn.member_id)
    later = [row for row in rows_of(file) if row.duty == turn.duty and row.first > turn.first]
    busy = {row.first for row in rows_of(file) if row.member_id == first.member_id}
    free_then = next(row for row in later if row.first not in busy)
    with file.writing() as session:
        give_turn(session, free_then.id, first.member_id, today=TODAY)
    dialog = opened(DeclineTurnDialog(operations, turn, TODAY))
    assert dialog._next.member_id != first.member_id


def test_candidates_stand_with_their_history_and_the_hindered_cannot_be_chosen(opened, operations, file, turn, kit):
    away = next(key for key in kit.members if key not in {row.member_id for row in rows_of(file) if row.meeting and
                row.meeting.id == turn.meeting.id})  # fmt: skip
    with file.writing() as session:
        report_absence(session, member_id=away, from_date=TODAY, to_date=dt.date(2026, 3, 10), today=TODAY)
    dialog = opened(GiveTurnDialog(operations, turn, TODAY))
    QAbstractItemModelTester(dialog.model, FATAL)
    names = [one.member for one in dialog.model.rows]
    assert turn.member not in names
    last = dialog.model.rows[-1]
    assert last.hindered is not None
    spoken = [dialog.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(names))]
    assert any("cannot: away until 9 Mar 2026" in words for words in spoken)
    assert any("cannot: has another turn there" in words for words in spoken)
    assert all("share 0.0" in words for words in spoken)
    hindered = dialog.model.index(len(names) - 1, 0)
    assert not hindered.flags() & Qt.ItemFlag.ItemIsSelectable
    QTest.keyClick(dialog.search, Key.Key_Down)
    for _step in names:
        QTest.keyClick(dialog.table, Key.Key_Down)
    assert dialog.chosen() is not None
    QTest.keyClicks(dialog.search, last.member[:3])
    assert dialog.chosen() is None
    assert not dialog.give.isEnabled()


def test_a_turn_is_given_by_two_letters_and_enter(opened, operations, file, turn):
    dialog = opened(GiveTurnDialog(operations, turn, TODAY))
    free = [one for one in dialog.model.rows if one.hindered is None][-1]
    QTest.keyClicks(dialog.search, free.member[:4])
    do(dialog, operations)
    kept = again(file, turn)
    assert (kept.member_id, kept.frozen, kept.state) == (free.member_id, True, TurnState.PLANNED)


def test_a_turn_goes_through_the_person_chosen(opened, operations, file, turn, mill):
    dialog = opened(GiveTurnDialog(operations, turn, TODAY))
    dialog.table.select_key(mill)
    people = [dialog.through.itemText(place) for place in range(dialog.through.count())]
    assert people == ["Whoever’s turn it is among its people", "Rosa", "Ivo"]
    dialog.through.setCurrentIndex(2)
    do(dialog, operations)
    assert again(file, turn).person == "Ivo"
    assert again(file, turn).alternate == "Rosa"


def test_person_alternate_and_note_change(opened, operations, file, turn, mill):
    with file.writing() as session:
        give_turn(session, turn.id, mill, today=TODAY)
    row = again(file, turn)
    with file.reading() as session:
        names, alternate = load_people(session, mill, turn.id, turn.first)
    dialog = opened(PersonDialog(operations, row, names, alternate))
    dialog.person.setCurrentIndex(dialog.person.findText("Ivo"))
    do(dialog, operations)
    assert dialog.message.label.text() == "Whoever stands by must be somebody else."
    dialog.alternate.set_value(NOBODY)
    QTest.keyClicks(dialog.note, "Brings the book")
    do(dialog, operations)
    kept = again(file, turn)
    assert (kept.person, kept.alternate, kept.note) == ("Ivo", "", "Brings the book")


# Swapping


def test_where_nothing_can_be_exchanged_it_says_so(opened, operations, file, turn, kit):
    rows = rows_of(file)
    with file.writing() as session:
        for row in rows:
            if row.duty.key == "minutes" and row.id != turn.id:
                decline_turn(session, row.id, today=TODAY)
        for first, end in ((TODAY, turn.first), (turn.first + dt.timedelta(days=1), None)):
            report_absence(session, member_id=turn.member_id, from_date=first, to_date=end, today=TODAY)
    dialog = opened(SwapDialog(operations, turn, TODAY))
    assert dialog.looking.text().startswith("No turn of this duty can be swapped")
    assert not dialog.swap.isEnabled()
    assert not dialog.table.isVisible()


# Who did it


@pytest.fixture
def held(file, kit, turn):
    """The minutes of a meeting that was held and whose turns nobody has closed."""
    with file.writing() as session:
        hold(session, kit.meetings[1], kit.members)
    return again(file, turn)


def asking(file, clock, operations, turn):
    with file.reading() as session:
        return TurnDoneDialog(operations, clock, turn_sheet(session, turn.id))


def test_who_did_it_is_who_was_to_unless_somebody_says_otherwise(opened, operations, file, clock, held):
    dialog = opened(asking(file, clock, operations, held))
    assert dialog.lines.lines[0].badge.text() == "Done"
    do(dialog, operations)
    assert again(file, held).state is TurnState.DONE


def test_several_share_a_turn_and_it_can_be_put_right(opened, operations, file, clock, held, kit):
    dialog = opened(asking(file, clock, operations, held))
    field = dialog.lines.lines[0]
    with file.reading() as session:
        choices = turn_sheet(session, held.id).choices
    other = next(one for one in choices if one.member_id != held.member_id)
    field.set_names([*field.names(), choice_word(other)])
    assert field.badge.text() == "Shared by 2"
    assert field.whole.isVisible()  # the line is too short for both: each stands below by itself
    assert field.whole.text().split("\n") == field.names()
    assert field.whole.height() >= 2 * field.whole.fontMetrics().height()
    do(dialog, operations)
    kept = again(file, held)
    assert {one.member_id for one in kept.done_by} == {held.member_id, other.member_id}
    dialog = opened(asking(file, clock, operations, kept))
    assert dialog.lines.lines[0].whole.isVisible()
    dialog.lines.lines[0].clear()
    assert not dialog.lines.lines[0].whole.isVisible()
    do(dialog, operations)
    assert again(file, held).state is TurnState.MISSED


def test_a_name_that_is_not_on_record_is_asked_for(opened, operations, file, clock, held):
    dialog = opened(asking(file, clock, operations, held))
    dialog.lines.lines[0].set_names(["Nobody Known"])
    do(dialog, operations)
    assert dialog.message.label.text().startswith("“Nobody Known” is not on record")
    assert again(file, held).state is TurnState.PLANNED


# Planning and publishing


def test_planning_shows_what_changes_and_changes_that(opened, operations, file, clock, kit):
    days = [dt.date(2026, 2, 5) + dt.timedelta(weeks=4 * number) for number in range(8)]
    dialog = opened(PlanDialog(operations, clock, days))
    QAbstractItemModelTester(dialog.table.model(), FATAL)
    assert dialog.found.text() == "32 turns change."
    assert dialog.primary.text() == "Plan 32 turns"
    dialog.far.setCurrentIndex(dialog.far.findText("The next 3 meetings"))
    dialog.far.activated.emit(dialog.far.currentIndex())
    operations.wait()
    assert dialog.primary.text() == "Plan 12 turns"
    offered = {(row.change.duty.id, row.change.days.first): row.change.after for row in dialog.table.changes.rows}
    do(dialog, operations)
    assert {(row.duty.id, row.first): row.member_id for row in rows_of(file)} == offered


def test_planning_again_with_nothing_new_changes_nothing(opened, operations, clock, planned):
    dialog = opened(PlanDialog(operations, clock, ()))
    assert dialog.found.text().startswith("Nothing changes")
    assert not dialog.primary.isEnabled()


def test_planning_until_a_day(opened, operations, file, clock, kit):
    dialog = opened(PlanDialog(operations, clock, ()))
    dialog.far.set_value(UNTIL)
    dialog.far.chosen.emit(UNTIL)
    assert dialog.found.text() == "Say until which day."
    assert not dialog.primary.isEnabled()
    QTest.keyClicks(dialog.day.line, "5 Mar 2026")
    QTest.keyClick(dialog.day.line, Key.Key_Tab)
    operations.wait()
    assert dialog.primary.text() == "Plan 8 turns"
    do(dialog, operations)
    assert max(row.first for row in rows_of(file)) == dt.date(2026, 3, 5)


def test_what_is_no_day_plans_nothing(opened, operations, file, clock, kit):
    dialog = opened(PlanDialog(operations, clock, ()))
    dialog.far.set_value(UNTIL)
    dialog.far.chosen.emit(UNTIL)
    QTest.keyClicks(dialog.day.line, "5 Mar 2026")
    QTest.keyClick(dialog.day.line, Key.Key_Tab)
    operations.wait()
    dialog.day.line.setFocus()
    dialog.day.line.selectAll()
    QTest.keyClicks(dialog.day.line, "soon")
    assert dialog.primary.isEnabled()
    QTest.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    operations.wait()
    assert rows_of(file) == []
    assert dialog.isVisible()


def test_who_was_published_is_to_be_told(opened, operations, file, clock, planned, turn):
    with file.writing() as session:
        report_absence(
            session, member_id=turn.member_id, from_date=turn.first, to_date=turn.first + dt.timedelta(days=1),
            today=TODAY,
        )  # fmt: skip
    dialog = opened(PlanDialog(operations, clock, ()))
    assert "published: tell who" in dialog.found.text()
    gone = next(row for row in dialog.table.changes.rows if row.before == turn.member)
    assert gone.change.published
    do(dialog, operations)
    assert again(file, turn).member_id == gone.change.after


def test_publishing_shows_what_is_new_first(opened, operations, file, clock, kit):
    with file.writing() as session:
        plan_ahead(session, today=TODAY)
    dialog = opened(PublishDialog(operations, clock))
    assert dialog.found.text() == "32 turns are new."
    do(dialog, operations)
    assert all(row.published for row in rows_of(file))
    dialog = opened(PublishDialog(operations, clock))
    assert dialog.found.text() == "Nothing is new since the plan was published last."
    assert not dialog.primary.isEnabled()


def test_publishing_names_who_had_it_before(opened, operations, file, clock, turn):
    with file.reading() as session:
        from db.duties.turns import candidates

        free = next(one for one in candidates(session, turn.id, today=TODAY) if one.hindered is None
                    and one.member_id != turn.member_id)  # fmt: skip
    with file.writing() as session:
        give_turn(session, turn.id, free.member_id, today=TODAY)
    dialog = opened(PublishDialog(operations, clock))
    assert dialog.found.text() == "1 turn goes to another than published."
    index = dialog.table.model().index(0, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"{free.member}, before: {turn.member} (published)"


def test_a_meeting_closed_elsewhere_refuses_in_place(opened, operations, file, turn, kit):
    dialog = opened(GiveTurnDialog(operations, turn, TODAY))
    with file.writing() as session:
        hold(session, kit.meetings[1], kit.members)
        close_meeting_turns(session, kit.meetings[1], done=as_planned(session, kit.meetings[1]), today=TODAY)
    do(dialog, operations)
    assert dialog.isVisible()
    assert dialog.message.isVisible()
