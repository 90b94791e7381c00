"""Marking items as internal, the note for the chair, and the menu of all papers, through keyboard and mouse."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.history import history
from db.history.history import recent_steps
from db.meetings.agenda import agenda, chair_notes
from db.meetings.papers import add_paper
from db.schema import Meeting
from db.vocabulary import MeetingStatus, MinutesState
from desktop.meetings.agenda_model import Part
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.item_dialog import ItemDialog
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.meetings.print_menu import papers_menu, read_papers
from desktop.operations import Operations
from desktop.preview.documents import print_meeting
from desktop.reports.preview import Preview
from desktop.widgets.meeting_tab import PrintMeeting
from desktop.widgets.print_preview import PrintPreview
from tests.db.call_kit import NOON, TODAY
from tests.reports import papers_of_others as others

Settle = Callable[[], None]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tab(opened: Callable[[str], Any]) -> AgendaTab:
    shown = opened("agenda")
    assert isinstance(shown, AgendaTab)
    return shown


def spoken(tab: AgendaTab, row: int) -> str:
    return str(tab.model.index(row, Part.ITEM).data(Qt.ItemDataRole.AccessibleTextRole))


def internal(file: AllianceFile, meeting_id: uuid.UUID) -> list[bool]:
    with file.reading() as session:
        return [row.internal for row in agenda(session, meeting_id)]


def test_a_key_marks_an_item_as_internal_and_undo_takes_it_back(
    qtbot: QtBot,
    page: MeetingsPage,
    tab: AgendaTab,
    settle: Settle,
    file: AllianceFile,
    meeting_id: uuid.UUID,
    operations: Operations,
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[2].item.id)
    before = tab.table.grab().toImage()
    with qtbot.waitSignal(page.said_with_undo) as said:
        qtbot.keyClick(tab.table, Qt.Key.Key_I, CONTROL)
    settle()
    assert said.args == ["“Cold storage <b>map</b>” is left out of the public version."]
    assert internal(file, meeting_id) == [False, False, True, False]
    assert spoken(tab, 2) == "Cold storage <b>map</b>, brought by Terra Partners, internal"
    assert tab.table.grab().toImage() != before
    with file.reading() as session:
        assert recent_steps(session, limit=1)[0].name == "mark_internal"
    operations.undo()
    settle()
    assert internal(file, meeting_id) == [False] * 4
    qtbot.keyClick(tab.table, Qt.Key.Key_I, CONTROL)
    settle()
    with qtbot.waitSignal(page.said_with_undo) as said:
        qtbot.keyClick(tab.table, Qt.Key.Key_I, CONTROL)
    settle()
    assert said.args == ["“Cold storage <b>map</b>” is public again."]


def test_a_break_is_never_internal(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[1].item.id)
    for key, keys in ((Qt.Key.Key_I, CONTROL), (Qt.Key.Key_F2, SHIFT)):
        qtbot.keyClick(tab.table, key, keys)
        settle()
    assert internal(file, meeting_id) == [False] * 4
    assert tab.findChild(ItemDialog) is None


def test_the_menu_of_an_item_marks_it_too(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    line = tab.model.rows[0]
    tab.table.menu_requested.emit(line, tab.mapToGlobal(tab.rect().center()))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    [mark] = [one for one in popup.actions() if one.text().startswith("Internal")]
    assert mark.isCheckable()
    assert not mark.isChecked()
    mark.trigger()
    popup.close()
    settle()
    assert internal(file, meeting_id)[0]


def test_the_note_for_the_chair_is_kept_from_the_details(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2, SHIFT)
    dialog = tab.findChild(ItemDialog)
    assert isinstance(dialog, ItemDialog)
    dialog.chair_field.setFocus()
    qtbot.keyClicks(dialog.chair_field, "Ask Eka first")
    dialog.internal_field.setFocus()
    qtbot.keyClick(dialog.internal_field, Qt.Key.Key_Space)
    dialog.accept()
    settle()
    with file.reading() as session:
        assert list(chair_notes(session, meeting_id).values()) == ["Ask Eka first"]
        assert recent_steps(session, limit=1)[0].name == "change_item"
    assert internal(file, meeting_id)[0]
    assert spoken(tab, 0) == "Opening, internal, with a note for the chair"
    tab.show_details(tab.model.rows[0])
    again = next(one for one in tab.findChildren(ItemDialog) if one.isVisible())
    assert again.chair_field.toPlainText() == "Ask Eka first"
    assert again.chair_field.accessibleName() == "For the chair"
    again.reject()


def test_approved_minutes_are_not_marked(
    qtbot: QtBot, tab: AgendaTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID, operations: Operations
) -> None:
    def approve(session: Any) -> object:
        with history.step(session, "test") as step:
            row = session.get(Meeting, meeting_id)
            row.minutes_state, row.status = MinutesState.APPROVED, MeetingStatus.CLOSED
        return step.changes

    operations.write(approve)
    settle()
    tab.table.setFocus()
    tab.table.go_to(tab.model.rows[0].item.id)
    qtbot.keyClick(tab.table, Qt.Key.Key_I, CONTROL)
    qtbot.keyClick(tab.table, Qt.Key.Key_F2, SHIFT)
    settle()
    assert internal(file, meeting_id) == [False] * 4
    assert tab.findChild(ItemDialog) is None


def words(menu: QMenu) -> list[tuple[str, bool]]:
    return [(one.text(), one.isEnabled()) for one in menu.actions() if not one.isSeparator()]


def test_all_papers_are_in_one_menu_and_ctrl_p_stays_the_agenda(
    qtbot: QtBot, page: MeetingsPage, tab: AgendaTab, settle: Settle, meeting_id: uuid.UUID
) -> None:
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_P, CONTROL | SHIFT)
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert words(menu) == [
        ("Agenda", True), ("Agenda, chair’s copy", True), ("Agenda, public version", True),
        ("Attendance sheet to sign", True), ("Form for minutes by hand", True),
        ("Meeting pack: agenda, minutes before, papers", True),
        ("Minutes", False), ("Minutes, public version", False), ("Minutes, one item", False),
    ]  # fmt: skip
    with qtbot.waitSignal(page.print_requested) as asked:
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert asked.args == [PrintMeeting(meeting_id, "agenda-chair")]
    settle()
    qtbot.mouseClick(page.frame.print_button, Qt.MouseButton.LeftButton)
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    assert page.frame.print_button.accessibleName() == "Print another document (Ctrl+Shift+P)"
    with qtbot.waitSignal(page.print_requested) as asked:
        assert page.print_out()
    assert asked.args == [PrintMeeting(meeting_id, "agenda")]


def test_of_a_meeting_that_was_held_minutes_can_be_printed_item_by_item(
    page: MeetingsPage, tab: AgendaTab, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    with file.writing() as session:
        with history.step(session, "test"):
            session.get_one(Meeting, meeting_id).status = MeetingStatus.WRITING_UP
        found = read_papers(session, meeting_id)
    asked: list[PrintMeeting] = []
    menu = papers_menu(*found, asked.append, page)
    assert all(enabled for _word, enabled in words(menu))
    extract = menu.actions()[-1].menu()
    assert isinstance(extract, QMenu)
    assert [one.text() for one in extract.actions()] == ["1  Opening", "2  Cold storage <b>map</b>", "3  Next meeting"]
    extract.actions()[1].trigger()
    assert asked == [PrintMeeting(meeting_id, "minutes-item", 2)]
    menu.close()


def test_the_papers_tab_prints_the_pack(
    qtbot: QtBot, page: MeetingsPage, opened: Callable[[str], Any], meeting_id: uuid.UUID
) -> None:
    tab = opened("papers")
    assert isinstance(tab, PreparationTab)
    with qtbot.waitSignal(page.print_requested) as asked:
        qtbot.mouseClick(tab.pack_button, Qt.MouseButton.LeftButton)
    assert asked.args == [PrintMeeting(meeting_id, "pack")]


def previewed(qtbot: QtBot) -> PrintPreview:
    def standing() -> list[PrintPreview]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, PrintPreview) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(standing()))
    return standing()[0]


@pytest.mark.parametrize(
    ("what", "title", "says"),
    [
        ("agenda-chair", "Agenda, chair’s copy – General meeting 41", "For the chair alone"),
        ("agenda-public", "Agenda, public version – General meeting 41", "Public version"),
        ("signin", "Attendance sheet – General meeting 41", "Signature"),
        ("minutes-form", "Minutes to write by hand – General meeting 41", "Cross out one letter"),
        ("minutes-public", "Minutes, public version – General meeting 41", "Public version"),
        ("minutes-item", "Minutes, item 2 – General meeting 41", "Extract of the minutes"),
        ("pack", "Meeting pack – General meeting 41", "What is in it"),
    ],
)
def test_each_paper_is_previewed(
    qtbot: QtBot, page: MeetingsPage, operations: Operations, meeting_id: uuid.UUID, what: str, title: str, says: str
) -> None:
    item = 2 if what == "minutes-item" else None
    print_meeting(page, operations, PrintMeeting(meeting_id, what, item), today=TODAY)
    dialog = previewed(qtbot)
    assert dialog.accessibleName() == title
    qtbot.waitUntil(dialog.print_button.isEnabled)
    with Preview(dialog._pdf) as shown:
        assert says in shown.text(0)
    dialog.close()
    operations.wait()


def test_a_pack_in_the_making_can_be_stopped(
    qtbot: QtBot, page: MeetingsPage, file: AllianceFile, operations: Operations, meeting_id: uuid.UUID
) -> None:
    with file.writing() as session:
        for number in range(30):
            pages = [f"paper {number}"] * 20
            add_paper(session, meeting_id, name=f"{number}.pdf", data=others.paper(*pages), now=NOON)
    print_meeting(page, operations, PrintMeeting(meeting_id, "pack"), today=TODAY)
    dialog = previewed(qtbot)
    qtbot.waitUntil(lambda: dialog.busy.bar.maximum() > 20)
    assert not dialog.save_button.isEnabled()
    qtbot.mouseClick(dialog.busy.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(isinstance(one, PrintPreview) for one in QApplication.topLevelWidgets()))
    operations.wait()
    assert operations.idle
