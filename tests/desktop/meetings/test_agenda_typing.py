"""What is typed into the agenda, by somebody in a hurry."""

import uuid
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.records import NotFound
from db.history import history
from db.meetings.agenda import agenda
from db.schema import Action
from db.vocabulary import ItemOrigin, ItemPurpose
from desktop.meetings import agenda_tab
from desktop.meetings.agenda_delegate import ItemEditor
from desktop.meetings.agenda_model import Part
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.item_dialog import ItemDialog
from desktop.meetings.page import MeetingsPage
from desktop.widgets.name_field import NameField
from tests.desktop.meetings.agendas import kept, titles

Settle = Callable[[], None]
NO_KEYS = Qt.KeyboardModifier.NoModifier


def editor_of(tab: AgendaTab) -> ItemEditor:
    """Return what an item is being typed into."""
    editor = tab.table.findChild(ItemEditor)
    assert isinstance(editor, ItemEditor)
    return editor


def test_minutes_are_typed_in_place(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id, Part.MINUTES)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    spin = tab.table.findChild(QSpinBox)
    assert isinstance(spin, QSpinBox)
    qtbot.keyClicks(spin, "25")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    settle()
    assert kept(file, meeting_id)[0].planned_minutes == 25
    assert tab.totals.total_label.text() == "85"


def test_a_digit_begins_to_type_minutes(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id, Part.MINUTES)
    qtbot.keyClick(tab.table, "4")
    spin = tab.table.findChild(QSpinBox)
    assert isinstance(spin, QSpinBox)
    qtbot.keyClick(spin, "5")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    settle()
    assert kept(file, meeting_id)[0].planned_minutes == 45


def test_alt_up_twice_moves_two_places_before_the_record_answers(qtbot: QtBot, tab: AgendaTab, settle: Settle) -> None:
    titles = [line.item.title for line in tab.model.rows]
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[2].item.id)
    for _press in range(2):
        qtbot.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [line.item.title for line in tab.model.rows] == [titles[2], titles[0], titles[1], *titles[3:]]


def test_a_title_and_who_brings_it_are_typed_in_place(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    editor = editor_of(tab)
    qtbot.keyClicks(editor.title, "Welcome")
    qtbot.keyClick(editor.title, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor.who, "group: access to finance")
    qtbot.keyClick(editor.who, Qt.Key.Key_Return)
    settle()
    row = kept(file, meeting_id)[0]
    assert (row.title, row.brought_by, row.brought_by_group_id is not None) == ("Welcome", "Access to finance", True)
    with file.writing() as session:
        assert history.undo(session)[0] == "change_item"
        assert agenda(session, meeting_id)[0].brought_by == ""
        assert agenda(session, meeting_id)[0].title == "Opening"


def test_who_brings_it_is_kept_where_the_title_was_emptied_and_the_title_stays(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    before = titles(file, meeting_id)
    for title, who, by in (
        ("", "Somebody new", "Somebody new"),
        ("", "", ""),
        ("Welcome", "terra partners", "Terra Partners"),
        ("", "terra partners", "Terra Partners"),
    ):
        tab.table.setFocus()
        tab.table.go_to(tab.model.rows[0].item.id)
        qtbot.keyClick(tab.table, Qt.Key.Key_F2)
        (editor,) = tab.table.item_editors()
        editor.title.clear()
        qtbot.keyClicks(editor.title, title)
        qtbot.keyClick(editor.title, Qt.Key.Key_Tab)
        editor.who.clear()
        qtbot.keyClicks(editor.who, who)
        qtbot.keyClick(editor.who, Qt.Key.Key_Return)
        settle()
        row = kept(file, meeting_id)[0]
        assert (row.title, row.brought_by) == ("Welcome" if by == "Terra Partners" else before[0], by)
    with file.writing() as session:  # what changed nothing is no step
        history.undo(session)
        assert agenda(session, meeting_id)[0].title == before[0]


def test_who_brings_what_names_itself_is_kept_without_a_title(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    def owe(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            session.add(Action(sequence=1, text="Loan form"))
        return step.changes

    tab.operations.write(owe)
    settle()
    line = tab.model.rows[0]
    assert (line.item.title, line.item.origin) == ("", ItemOrigin.OPEN_ACTIONS)
    tab.table.setFocus()
    for typed, title in (("", ""), ("What became of it", "What became of it"), ("", "")):
        tab.table.go_to(line.item.id)
        qtbot.keyClick(tab.table, Qt.Key.Key_F2)
        (editor,) = tab.table.item_editors()
        editor.title.clear()
        qtbot.keyClicks(editor.title, typed)
        qtbot.keyClick(editor.title, Qt.Key.Key_Tab)
        editor.who.clear()
        qtbot.keyClicks(editor.who, "Somebody new")
        qtbot.keyClick(editor.who, Qt.Key.Key_Return)
        settle()
        row = kept(file, meeting_id)[0]
        assert (row.title, row.brought_by) == (title, "Somebody new")


def test_enter_takes_the_one_name_offered_in_the_line_and_in_the_dialog(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    def type_name(field: NameField, letters: str) -> None:
        qtbot.keyClicks(field, letters)
        popup = QApplication.activePopupWidget()
        assert popup is field.completer().popup()
        qtbot.keyClick(popup, Qt.Key.Key_Return)

    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    editor = editor_of(tab)
    qtbot.keyClick(editor.title, Qt.Key.Key_Tab)
    type_name(editor.who, "finan")
    assert QApplication.focusWidget() is tab.table
    settle()
    assert kept(file, meeting_id)[0].brought_by_group_id is not None

    tab.show_details(tab.model.rows[3])
    dialog = tab.findChild(ItemDialog)
    assert isinstance(dialog, ItemDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.who_field.setFocus()
    type_name(dialog.who_field, "terr")
    assert dialog.who_field.text() == "Terra Partners"
    assert dialog.isVisible()
    qtbot.keyClick(dialog.who_field, Qt.Key.Key_Return)
    settle()
    assert kept(file, meeting_id)[3].brought_by_member_id is not None


def test_ctrl_enter_adds_an_item_below(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor = editor_of(tab)
    qtbot.keyClicks(editor.title, "Water-user fee")
    qtbot.keyClick(editor.title, Qt.Key.Key_Return)
    settle()
    assert titles(file, meeting_id)[1] == "Water-user fee"
    assert tab.table.currentIndex().row() == 1


CTRL = Qt.KeyboardModifier.ControlModifier


def press(qtbot: QtBot, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Press a key where a person's would go: into a list that is open, else to whatever has the keyboard."""
    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MeetingsPage)]
    if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
        with qtbot.waitActive(window):  # the test platform leaves none when a list over it was closed
            window.activateWindow()
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert target is not None
    qtbot.keyClicks(target, key) if isinstance(key, str) else qtbot.keyClick(target, key, modifiers)


def test_items_are_typed_one_after_another_without_waiting_for_the_record(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, "Seed prices")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, Qt.Key.Key_Return, CTRL)  # nothing is typed there yet: the same line stays
    press(qtbot, "Roads")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, "Terra Partners")
    assert QApplication.activePopupWidget() is not None
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, "Election")
    assert [line.item.title for line in tab.model.rows][:4] == ["Opening", "Seed prices", "Roads", ""]
    assert tab.model.rows[2].item.brought_by == "Terra Partners"
    settle()
    assert tab.model.has_draft()  # what the record answered left the line that is being typed where it was
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, "1")
    settle()
    rows = kept(file, meeting_id)
    assert [row.title for row in rows] == [
        "Opening", "Seed prices", "Roads", "Election", "", "Cold storage <b>map</b>", "Next meeting"
    ]  # fmt: skip
    assert [row.purpose for row in rows[1:4]] == [None, None, ItemPurpose.DECIDE]
    assert rows[2].brought_by_member_id is not None
    assert [line.item.id for line in tab.model.rows] == [row.id for row in rows]


def test_the_name_typed_in_full_is_entered_once_and_the_next_key_chooses_the_purpose(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    for typed, by in (("terra partners", "Terra Partners"), ("finan", "Access to finance"), ("Terr", "Terra Partners"),
                      ("artner", "artner")):  # fmt: skip
        tab.table.setFocus()
        press(qtbot, Qt.Key.Key_Return, CTRL)
        press(qtbot, typed)
        press(qtbot, Qt.Key.Key_Tab)
        press(qtbot, typed)
        assert QApplication.activePopupWidget() is not None
        press(qtbot, Qt.Key.Key_Return)
        press(qtbot, "1")
        settle()
        (row,) = [row for row in kept(file, meeting_id) if row.title == typed]
        assert (row.brought_by, row.purpose) == (by, ItemPurpose.DECIDE)
        press(qtbot, Qt.Key.Key_Delete)
        settle()


def test_ctrl_enter_in_an_item_of_old_keeps_it_at_once_and_begins_the_next(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    press(qtbot, Qt.Key.Key_F2)
    press(qtbot, "Welcome")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    press(qtbot, "Seed")
    assert [line.item.title for line in tab.model.rows][:2] == ["Welcome", ""]
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert titles(file, meeting_id)[:3] == ["Welcome", "Seed", ""]
    assert not tab.model.has_draft()
    tab.table.go_to(tab.model.rows[1].item.id, Part.MINUTES)
    press(qtbot, "4")
    press(qtbot, "5")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, "Roads")
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert [(row.title, row.planned_minutes) for row in kept(file, meeting_id)[1:3]] == [("Seed", 45), ("Roads", 15)]


@pytest.mark.parametrize("new", [True, False])
def test_a_title_that_is_refused_is_said_and_stands_in_its_line_again(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch, new: bool,
) -> None:  # fmt: skip
    def gone(*_args: object, **_named: object) -> None:
        raise NotFound("meeting", meeting_id)

    before, heard = titles(file, meeting_id), []
    tab.said.connect(heard.append)
    monkeypatch.setattr(agenda_tab.agenda, "add_item", gone)
    monkeypatch.setattr(agenda_tab, "save_item", gone)
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    tab.add_item() if new else tab.table.edit_line()
    editor = editor_of(tab)
    editor.title.clear()
    qtbot.keyClicks(editor.title, "Water-user fee")
    qtbot.keyClick(editor.title, Qt.Key.Key_Return)
    settle()
    assert len(heard) == 1
    assert heard[0].startswith("“Water-user fee” is not kept. ")
    tab.refresh(None)
    settle()
    again = tab.table.viewport().findChildren(ItemEditor)
    assert [one.title.text() for one in again] == ["Water-user fee"]
    monkeypatch.undo()
    qtbot.keyClick(again[0].title, Qt.Key.Key_Return)
    settle()
    assert titles(file, meeting_id) == (
        [before[0], "Water-user fee", *before[1:]] if new else ["Water-user fee", *before[1:]]
    )  # fmt: skip


def test_escape_gives_a_new_item_up(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    before = titles(file, meeting_id)
    tab.add_item()
    editor = editor_of(tab)
    qtbot.keyClicks(editor.title, "Never mind")
    qtbot.keyClick(editor.title, Qt.Key.Key_Escape)
    settle()
    assert titles(file, meeting_id) == before
    assert not tab.model.has_draft()


def test_what_is_typed_is_kept_when_the_tab_changes(
    qtbot: QtBot, page: MeetingsPage, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    editor = editor_of(tab)
    qtbot.keyClicks(editor.title, "Half typed")
    page.frame.strip.set_key("papers")
    settle()
    assert titles(file, meeting_id)[0] == "Half typed"
