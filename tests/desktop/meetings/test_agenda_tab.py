import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.history import history
from db.meetings.cycle import approve_agenda
from db.meetings.meetings import duplicate_meeting, plan_meeting
from db.meetings.open_actions import open_actions
from db.meetings.proposals import propose_item, proposed_items
from db.meetings.running import finish_meeting
from db.minutes.actions import add_action, close_action
from db.schema import Action, Meeting
from db.vocabulary import ItemOrigin, ItemPurpose, MeetingStatus, MinutesState
from desktop.meetings.agenda_model import MIME, AgendaModel, Part
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.agenda_table import PurposeQuestion
from desktop.meetings.item_dialog import ItemDialog
from desktop.meetings.page import MeetingsPage
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting, PrintMeeting
from tests.desktop.meetings.agendas import kept, titles

Settle = Callable[[], None]
NO_KEYS = Qt.KeyboardModifier.NoModifier


def test_the_agenda_is_shown_with_its_times(tab: AgendaTab) -> None:
    model = tab.model
    shown = [[model.index(row, part).data() for part in (Part.START, Part.MINUTES, Part.NUMBER)] for row in range(4)]
    assert shown == [["10:00", 10, 1], ["10:10", 10, ""], ["10:20", 20, 2], ["10:40", 30, 3]]
    assert tab.totals.total_label.text() == "70"
    assert tab.totals.words_label.text() == "minutes in all, ending 11:10"
    assert tab.totals.over_label.text() == "10 minutes over"
    assert "No purpose 20 min" in tab.time_card.bar.text()
    assert "10 minutes over" in tab.time_card.bar.text()


def test_the_model_keeps_the_rules_of_qt(qtbot: QtBot, tab: AgendaTab) -> None:
    tester = QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines = list(tab.model.rows)
    for rows in (lines[::-1], lines[:2], [], lines):
        tab.model.set_rows(rows)
    assert tester.model() is tab.model


def test_names_and_titles_stay_text(tab: AgendaTab) -> None:
    index = tab.model.index(2, Part.ITEM)
    assert index.data() == "Cold storage <b>map</b>"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Cold storage <b>map</b>, brought by Terra Partners"


def test_a_key_gives_a_purpose(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[2].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_2)
    settle()
    assert kept(file, meeting_id)[2].purpose is ItemPurpose.DISCUSS
    assert not [one for one in tab.table.findChildren(PurposeQuestion) if one.isVisible()]


def test_the_question_of_an_item_without_purpose_has_buttons(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    (question,) = tab.table.findChildren(PurposeQuestion)
    buttons = {button.text(): button for button in question.findChildren(type(tab.add_button))}
    assert buttons["Decide"].accessibleName() == "Decide: Cold storage <b>map</b>"
    buttons["Decide"].setFocus()
    qtbot.keyClick(buttons["Decide"], Qt.Key.Key_Space)
    settle()
    assert kept(file, meeting_id)[2].purpose is ItemPurpose.DECIDE


def test_the_badge_opens_a_menu_of_purposes(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id, Part.PURPOSE)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    menu = tab.table.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]
    menu.actions()[0].trigger()
    menu.close()
    settle()
    assert kept(file, meeting_id)[0].purpose is ItemPurpose.DECIDE


def test_a_past_agenda_is_copied(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    operations.write(duplicate_meeting, meeting_id, date=dt.date(2026, 9, 10))
    settle()
    qtbot.mouseClick(tab.copy_button, Qt.MouseButton.LeftButton)
    tab.copy_menu.actions()[0].trigger()
    tab.copy_menu.close()
    settle()
    assert titles(file, meeting_id).count("Opening") == 2


def test_the_menu_of_a_line_marks_what_comes_back(
    tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.menu_requested.emit(tab.model.rows[0], tab.mapToGlobal(tab.rect().center()))
    (menu,) = [one for one in tab.findChildren(QMenu) if one.isVisible()]
    menu.actions()[1].trigger()
    menu.close()
    settle()
    assert kept(file, meeting_id)[0].recurring


def test_details_change_everything_at_once(
    tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.show_details(tab.model.rows[2])
    dialog = tab.findChild(ItemDialog)
    assert isinstance(dialog, ItemDialog)
    dialog.minutes_field.setValue(35)
    dialog.purpose_field.set_value(ItemPurpose.DECIDE)
    dialog.note_field.setPlainText("Bring the map")
    dialog.accept()
    settle()
    row = kept(file, meeting_id)[2]
    assert (row.planned_minutes, row.purpose, row.note) == (35, ItemPurpose.DECIDE, "Bring the map")
    assert row.brought_by == "Terra Partners"


def test_alt_and_arrows_move_a_line(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[3].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert titles(file, meeting_id) == ["Opening", "", "Next meeting", "Cold storage <b>map</b>"]
    assert tab.table.currentIndex().row() == 2
    qtbot.keyClick(tab.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    assert titles(file, meeting_id)[3] == "Next meeting"


@pytest.mark.parametrize(("held", "before", "to"), [(0, 3, 2), (3, 0, 0), (0, -1, 3)])
def test_a_line_dragged_goes_where_it_is_dropped(tab: AgendaTab, held: int, before: int, to: int) -> None:
    asked: list[tuple[uuid.UUID, int]] = []
    model = AgendaModel()
    model.set_rows(tab.model.rows)
    model.move_requested.connect(lambda item_id, place: asked.append((item_id, place)))
    data = model.mimeData([model.index(held, 0)])
    assert data.hasFormat(MIME)
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0)
    assert asked == [(model.rows[held].item.id, to)]
    assert not model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, 0, 0)


def test_delete_offers_to_undo(
    qtbot: QtBot, page: MeetingsPage, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    with qtbot.waitSignal(page.said_with_undo) as said:
        qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    settle()
    assert said.args == ["“Opening” was taken off the agenda."]
    assert "Opening" not in titles(file, meeting_id)


def test_what_comes_back_on_undo_is_the_current_line(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, operations: Operations
) -> None:
    """The key pressed next changed the item below it."""
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    settle()
    held = tab.table.current_line()
    assert held is not None
    assert held.item.title != "Opening"
    operations.write(history.undo)
    settle()
    held = tab.table.current_line()
    assert held is not None
    assert held.item.title == "Opening"


def test_a_break_and_a_print_are_a_key_away(
    qtbot: QtBot, page: MeetingsPage, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    qtbot.keyClick(tab.table, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert kept(file, meeting_id)[-1].kind.value == "break"
    with qtbot.waitSignal(page.print_requested) as asked:
        assert page.print_out()
    assert asked.args == [PrintMeeting(meeting_id, "agenda")]


def test_proposals_are_taken_or_wait(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    assert not tab.strip.empty_label.isHidden()
    for title in ("Seed prices", "Roads"):
        operations.write(propose_item, title=title, proposed_on=dt.date(2026, 9, 1))
    settle()
    assert tab.strip.more_button.text() == "1 more proposal"
    qtbot.mouseClick(tab.strip.lines()[0].add_button, Qt.MouseButton.LeftButton)
    settle()
    assert titles(file, meeting_id)[-1] == "Seed prices"
    assert tab.table.current_line().item.title == "Seed prices"  # type: ignore[union-attr]
    qtbot.mouseClick(tab.strip.lines()[0].skip_button, Qt.MouseButton.LeftButton)
    settle()
    with file.reading() as session:
        assert proposed_items(session, meeting_id) == []


def test_open_actions_are_ticked_and_not(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    assert tab.carried_card.isHidden()

    def past(session: Any) -> history.Changes:
        with history.step(session, "test") as step:
            key, _changes = plan_meeting(session, date=dt.date(2026, 9, 10), number=40)
            meeting = session.get(Meeting, key)
            meeting.status, meeting.minutes_state = MeetingStatus.CLOSED, MinutesState.APPROVED
            due = dt.date(2026, 10, 1)
            session.add(Action(meeting_id=key, sequence=1, text="Loan form", owner_as_written="VCU", due_date=due))
        return step.changes

    operations.write(past)
    settle()
    (line,) = tab.carried_card.lines()
    assert line.box.isChecked()
    assert line.box.accessibleDescription() == "VCU (not on record), 6 days late"
    assert tab.carried_card.count_label.text() == "1 open from meeting 40"
    assert item_words(tab)[0] == "Open actions"
    assert tab.carried_card.foot_label.text() == "Ticked actions are heard under item 1."
    line.box.setFocus()
    qtbot.keyClick(line.box, Qt.Key.Key_Space)
    settle()
    with file.reading() as session:
        assert [row.heard for row in open_actions(session, meeting_id)] == [False]
    assert "Open actions" not in item_words(tab)
    assert tab.carried_card.foot_label.text() == "Tick what this meeting is to hear of."


def item_words(tab: AgendaTab) -> list[str]:
    return [tab.model.index(row, Part.ITEM).data() for row in range(tab.model.rowCount())]


def test_an_approved_agenda_keeps_its_open_actions_and_says_that_none_is_left(
    tab: AgendaTab, settle: Settle, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    made: list[uuid.UUID] = []
    operations.write(
        lambda session: add_action(session, text="Ask for the fee table"), done=lambda new: made.append(new[0])
    )
    settle()
    operations.write(approve_agenda, meeting_id, on=dt.date(2026, 10, 1))
    operations.write(close_action, made[0], on=dt.date(2026, 10, 2))
    settle()
    assert item_words(tab)[0] == "Open actions"
    assert tab.carried_card.isVisibleTo(tab)
    assert tab.carried_card.foot_label.text() == "No open action is heard under item 1."
    other = []
    operations.write(plan_meeting, date=dt.date(2026, 12, 3), done=lambda new: other.append(new[0]))
    settle()
    tab.set_meeting(other[0])
    assert tab.carried_card.isHidden()  # until it speaks of that meeting
    tab.set_meeting(meeting_id)
    operations.write(finish_meeting, meeting_id, at=dt.time(12))
    settle()
    assert tab.carried_card.isHidden()


def test_the_item_of_open_actions_is_named_moved_and_taken_off_like_any_other(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, operations: Operations, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    operations.write(lambda session: add_action(session, text="Ask for the fee table")[1])
    settle()
    own = kept(file, meeting_id)[0]
    assert own.origin is ItemOrigin.OPEN_ACTIONS
    tab.table.setFocus()
    tab.table.go_to(own.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    assert tab.carried_card.foot_label.text() == "Ticked actions are heard under item 2."
    qtbot.keyClick(tab.table, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    dialog = tab.findChild(ItemDialog)
    assert isinstance(dialog, ItemDialog)
    dialog.minutes_field.setValue(20)
    dialog.accept()
    settle()
    assert [(row.title, row.planned_minutes) for row in kept(file, meeting_id) if row.id == own.id] == [("", 20)]
    tab.table.setFocus()
    tab.table.go_to(own.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    settle()
    assert "Open actions" not in item_words(tab)
    assert not any(line.box.isChecked() for line in tab.carried_card.lines())
    operations.write(history.undo)
    settle()
    assert "Open actions" in item_words(tab)
    assert all(line.box.isChecked() for line in tab.carried_card.lines())


def test_approved_minutes_make_the_agenda_read_only(
    tab: AgendaTab, settle: Settle, operations: Operations, meeting_id: uuid.UUID
) -> None:
    def approve(session: Any) -> history.Changes:
        with history.step(session, "test") as step:
            session.get(Meeting, meeting_id).minutes_state = MinutesState.APPROVED
        return step.changes

    operations.write(approve)
    settle()
    assert not tab.add_button.isEnabled()
    assert not tab.model.flags(tab.model.index(0, Part.ITEM)) & Qt.ItemFlag.ItemIsEditable
    tab.add_item()
    assert not tab.model.has_draft()


def test_another_meeting_shows_its_own_agenda(
    page: MeetingsPage, tab: AgendaTab, settle: Settle, operations: Operations
) -> None:
    made: list[Any] = []
    operations.write(plan_meeting, date=dt.date(2026, 12, 1), number=50, done=made.append)
    settle()
    page.open(OpenMeeting(made[0][0], "agenda"))
    settle()
    assert tab.model.rows == ()
    assert tab.empty.isVisible()
    assert page.frame.strip.tabText(page.frame.strip.currentIndex()) == "Agenda"


def test_every_control_has_a_name(tab: AgendaTab, qapp: QApplication) -> None:
    for widget in tab.findChildren(type(tab.add_button)):
        assert widget.text() or widget.accessibleName()
    assert tab.table.accessibleName() == "Agenda"


@pytest.mark.parametrize(
    ("held", "onto", "upper", "order"),
    [
        (3, 0, True, ["Next meeting", "Opening", "", "Cold storage <b>map</b>"]),
        (0, 2, False, ["", "Cold storage <b>map</b>", "Opening", "Next meeting"]),
    ],
)
def test_a_line_is_dragged_onto_an_edge(
    tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID,
    held: int, onto: int, upper: bool, order: list[str],
) -> None:  # fmt: skip
    """The platform of the tests has no drag of its own, so the events of one are sent to the table."""
    view = tab.table.viewport()
    cell = tab.table.visualRect(tab.model.index(onto, Part.ITEM))
    place = QPoint(cell.center().x(), cell.top() + 1 if upper else cell.bottom() - 1)
    data = tab.model.mimeData([tab.model.index(held, Part.ITEM)])
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(place, move, data, left, NO_KEYS),
        QDragMoveEvent(place, move, data, left, NO_KEYS),
        QDropEvent(QPointF(place), move, data, left, NO_KEYS),
    ):
        QApplication.sendEvent(view, event)
    settle()
    assert titles(file, meeting_id) == order
