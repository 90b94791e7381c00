"""One way back: Ctrl+Z in a field that keeps itself takes back what was done last, there or anywhere."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.alliance import alliance, change_alliance
from db.changes import Changes
from db.charter.charter import add_section, begin_version
from db.charter.notes import add_note, change_note
from db.engine import open_file
from db.history import history
from db.meetings.meetings import change_meeting, plan_meeting
from db.members.members import add_member
from db.vocabulary import CharterKind, NoteKind
from desktop.bootstrap import Program
from desktop.kept_writes import waits
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenHandover, OpenMember, OpenPurpose
from tests.desktop.conftest import FillDisk, settle

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DAY = dt.date(2026, 10, 22)
FIELDS: dict[str, tuple[Callable[[Any], object], Callable[[Any], QWidget]]] = {
    "note": (lambda keys: OpenPurpose("note", keys.note), lambda page: page.view().form.parts["issue"]),
    "title": (lambda keys: OpenPurpose("note", keys.note), lambda page: page.view().form.title_field),
    "purpose": (lambda _keys: OpenPurpose("purpose"), lambda page: page.view().draft.fields["text"]),
    "section": (lambda keys: OpenPurpose("section", keys.section), lambda page: page.view().draft.text),
    "heading": (lambda keys: OpenPurpose("section", keys.section), lambda page: page.view().draft.heading),
    "worries": (lambda _keys: OpenHandover(), lambda page: page.worries),
    "meeting": (lambda keys: OpenMeeting(keys.meeting, "papers"), lambda page: page.frame.tab().purpose_field),
    "place": (lambda keys: OpenMeeting(keys.meeting, "papers"), lambda page: page.frame.tab().place_field),
}
"""Fields that keep themselves: what shows each, and where it is."""


@pytest.fixture
def desk(program: Program, path: Path) -> Any:
    """The program over a small record, and hands."""
    keys = SimpleNamespace()
    with open_file(path, who="Keti") as file, file.writing(who="Keti") as session:
        keys.note, _ = add_note(session, kind=NoteKind.BRIEFING, title="Fee", issue="Users pay", written_on=DAY)
        begin_version(session, CharterKind.PURPOSE)
        keys.draft, _ = begin_version(session, CharterKind.WAYS_OF_WORKING)
        keys.section, _ = add_section(session, keys.draft)
        keys.meeting, _ = plan_meeting(session, date=DAY)
        keys.member, _ = add_member(session, name="Union", from_date=DAY)
        history.keep_all(session)
    program.show_file(open_file(path))
    settle(program)
    window = program.window
    assert window is not None
    made = SimpleNamespace(program=program, window=window, keys=keys, operations=program.operations)

    def field(name: str) -> Any:
        shows, found = FIELDS[name]
        window.open(shows(keys))
        settle(program)
        widget = found(window.current_page())
        enter(widget)
        QTest.keyClick(widget, Key.Key_End)
        return widget

    def enter(widget: QWidget) -> None:
        window.activateWindow()
        widget.setFocus()
        assert widget.hasFocus()

    def leave() -> None:
        """Go elsewhere with the keyboard, which keeps what is typed."""
        window.sidebar.alliance.setFocus()
        settle(program)

    def press(key: Qt.Key = Key.Key_Z, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(window.focusWidget(), key, modifiers)
        settle(program)

    def do_elsewhere(name: str = "LV") -> None:
        made.operations.write(change_alliance, short_name=name)
        settle(program)

    def done() -> str:
        with made.operations.file.reading() as session:
            return alliance(session).short_name

    made.field, made.enter, made.leave, made.press = field, enter, leave, press
    made.do_elsewhere, made.done = do_elsewhere, done
    return made


def said(field: Any) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_done_last_is_taken_back_first_and_done_again_last(desk: Any, name: str) -> None:
    field = desk.field(name)
    stood = said(field)
    QTest.keyClicks(field, "One")
    desk.leave()
    desk.do_elsewhere()
    desk.enter(field)
    QTest.keyClicks(field, "Two")
    desk.leave()
    desk.enter(field)
    seen = []
    for key in (Key.Key_Z, Key.Key_Z, Key.Key_Z, Key.Key_Y, Key.Key_Y, Key.Key_Y):
        desk.press(key)
        seen.append((said(field).removeprefix(stood), desk.done()))
    assert seen == [("One", "LV"), ("One", ""), ("", ""), ("One", ""), ("One", "LV"), ("OneTwo", "LV")]


@pytest.mark.parametrize("name", FIELDS)
def test_letters_go_first_also_once_they_are_kept_and_come_back(desk: Any, name: str) -> None:
    desk.do_elsewhere()
    field = desk.field(name)
    stood = said(field)
    QTest.keyClicks(field, "One")
    QTest.keyClick(field, Key.Key_Left)
    QTest.keyClicks(field, "Two")
    desk.leave()
    desk.enter(field)
    seen = []
    for modifiers in (CTRL, CTRL, CTRL | SHIFT, CTRL, CTRL):
        desk.press(Key.Key_Z, modifiers)
        seen.append((said(field).removeprefix(stood), desk.done()))
    assert seen[:4] == [("One", "LV"), ("", "LV"), ("One", "LV"), ("", "LV")]
    assert seen[4] == ("", ""), "what was done before comes next"


@pytest.mark.parametrize("name", FIELDS)
def test_words_half_typed_are_older_than_what_is_done_beside_them(desk: Any, name: str) -> None:
    field = desk.field(name)
    stood = said(field)
    QTest.keyClicks(field, "One")
    desk.do_elsewhere()  # such as by a button, which takes the keyboard from no field
    seen = []
    for _press in range(2):
        desk.press()
        seen.append((said(field).removeprefix(stood), desk.done()))
    assert seen == [("One", ""), ("", "")]


@pytest.mark.parametrize("name", ["note", "place"])
def test_the_caret_stays_where_the_words_went(desk: Any, name: str) -> None:
    field = desk.field(name)
    QTest.keyClicks(field, "North South")
    desk.leave()
    desk.do_elsewhere()
    desk.enter(field)
    for _letter in " South":
        QTest.keyClick(field, Key.Key_Left)
    QTest.keyClicks(field, "-XY")
    desk.leave()
    desk.do_elsewhere("LW")
    desk.enter(field)
    stood = said(field)
    desk.press()
    desk.press()
    assert said(field) == stood.replace("-XY", "")
    QTest.keyClicks(field, ",")
    assert said(field) == stood.replace("-XY", ",")


def test_a_text_that_is_opened_is_seen_from_its_beginning(desk: Any) -> None:
    with desk.operations.file.writing(who="Keti") as session:
        change_meeting(session, desk.keys.meeting, purpose="To agree\non the fee")
    desk.window.open(OpenMeeting(desk.keys.meeting, "papers"))
    settle(desk.program)
    field = desk.window.current_page().frame.tab().purpose_field
    assert field.hasFocus()
    assert (said(field), field.textCursor().position()) == ("To agree\non the fee", 0)


@pytest.mark.parametrize("name", ["note", "title"])
def test_what_waits_for_the_disk_is_not_lost(desk: Any, name: str, full_disk: FillDisk) -> None:
    desk.operations.write(change_note, desk.keys.note, addressed_to="Mayor")
    field = desk.field(name)
    stood, to = said(field), desk.window.current_page().view().form.to_field
    assert to.text() == "Mayor"
    write, disk = desk.operations.write, full_disk(desk.operations)
    QTest.keyClicks(field, "One")
    desk.leave()
    assert waits(field)
    write(_undo)
    settle(desk.program)
    assert (said(field), to.text()) == (stood + "One", "")
    disk.has_room()
    settle(desk.program)
    assert (said(field), waits(field)) == (stood + "One", False)
    desk.enter(field)
    for _press in range(2):
        desk.press()
    assert said(field) == stood


@pytest.mark.parametrize("name", ["note", "title", "section", "heading", "meeting", "place"])
def test_what_waits_for_the_disk_stands_there_again_after_another_was_looked_at(
    desk: Any, name: str, full_disk: FillDisk
) -> None:
    """The words of before stood there, and what was typed to them took the place of what waited."""
    keys, others = desk.keys, SimpleNamespace(**vars(desk.keys))
    with desk.operations.file.writing(who="Keti") as session:
        others.note, _ = add_note(session, kind=NoteKind.BRIEFING, title="Other", issue="Nobody pays", written_on=DAY)
        others.section, _ = add_section(session, keys.draft)
        others.meeting, _ = plan_meeting(session, date=DAY + dt.timedelta(days=7))
    field = desk.field(name)
    stood = said(field)

    def look_at(those: Any) -> None:
        desk.window.open(FIELDS[name][0](those))
        settle(desk.program)
        if name in ("section", "heading"):
            assert desk.window.current_page().view().draft.table.select_key(those.section)

    disk = full_disk(desk.operations)
    QTest.keyClicks(field, "One")
    look_at(others)
    assert "One" not in said(field)
    look_at(keys)
    assert said(field) == stood + "One"
    desk.enter(field)
    QTest.keyClick(field, Key.Key_End)
    QTest.keyClicks(field, "Two")
    disk.full = False
    desk.leave()
    disk.has_room()
    settle(desk.program)
    assert (said(field), waits(field)) == (stood + "OneTwo", False)
    look_at(others)
    look_at(keys)
    assert said(field) == stood + "OneTwo"


def test_what_waits_for_the_disk_stands_with_its_own_member_again(desk: Any, full_disk: FillDisk) -> None:
    with desk.operations.file.writing(who="Keti") as session:
        other, _ = add_member(session, name="Other", from_date=DAY)
    desk.window.open(OpenMember(desk.keys.member))
    settle(desk.program)
    page = desk.window.current_page()
    page.toggle_editing()
    form, disk = page.form, full_disk(desk.operations)
    desk.enter(form.texts["place"])
    QTest.keyClicks(form.texts["place"], "Poti")
    form.grassroots.click()
    seen = []
    for member in (other, desk.keys.member):
        desk.window.open(OpenMember(member))
        settle(desk.program)
        seen.append((form.texts["place"].text(), form.grassroots.isChecked()))
    assert seen == [("", False), ("Poti", True)]
    disk.has_room()
    settle(desk.program)
    assert (form.texts["place"].text(), form.grassroots.isChecked(), waits(form)) == ("Poti", True, False)


def _undo(session: Session) -> Changes:
    return history.undo(session)[1]


def test_words_of_one_note_are_not_taken_back_in_another(desk: Any) -> None:
    with desk.operations.file.writing(who="Keti") as session:
        other, _ = add_note(session, kind=NoteKind.BRIEFING, title="Other", issue="Users pay", written_on=DAY)
    field = desk.field("note")
    QTest.keyClicks(field, "!")
    QTest.keyClick(field, Key.Key_Backspace)
    desk.window.open(OpenPurpose("note", other))
    settle(desk.program)
    desk.enter(field)
    desk.press()
    assert said(field) == "Users pay"


def test_a_member_s_field_goes_back_as_a_whole_once_it_was_left(desk: Any) -> None:
    desk.do_elsewhere()
    desk.window.open(OpenMember(desk.keys.member))
    settle(desk.program)
    page = desk.window.current_page()
    page.toggle_editing()
    field = page.form.texts["place"]
    desk.enter(field)
    QTest.keyClicks(field, "Poti")
    desk.press()
    assert (field.text(), desk.done()) == ("", "LV")
    QTest.keyClicks(field, "Poti")
    desk.press(Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    desk.enter(field)
    desk.press()
    assert (field.text(), desk.done()) == ("", "LV")
    desk.press()
    assert (field.text(), desk.done()) == ("", "")
    desk.press(Key.Key_Y)
    desk.press(Key.Key_Y)
    assert (field.text(), desk.done()) == ("Poti", "LV")


def test_numbers_days_and_names_of_a_meeting_leave_the_key_to_the_window(desk: Any) -> None:
    desk.window.open(OpenMeeting(desk.keys.meeting, "papers"))
    settle(desk.program)
    tab = desk.window.current_page().frame.tab()
    for field in (tab.number_field, tab.minutes_field, tab.time_field, tab.date_field.line, tab.chair_field):
        desk.do_elsewhere()
        desk.enter(field)
        desk.press()
        assert desk.done() == "", field.accessibleName()
    desk.do_elsewhere()
    desk.enter(tab.chair_field)
    QTest.keyClicks(tab.chair_field, "Ana Ruiz")
    desk.press(Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    desk.enter(tab.chair_field)
    desk.press()
    assert (tab.chair_field.text(), desk.done()) == ("", "LV")


@pytest.mark.parametrize("name", ["purpose", "title"])
def test_the_caret_stays_while_something_else_is_done(desk: Any, name: str) -> None:
    field = desk.field(name)
    QTest.keyClicks(field, "One")
    QTest.keyClick(field, Key.Key_Left, SHIFT)
    before: QRect = field.cursorRect()
    desk.do_elsewhere()
    assert field.cursorRect() == before
    QTest.keyClicks(field, "r")
    assert said(field).endswith("Onr")


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_read_before_it_was_kept_does_not_stand_in_for_what_is_typed(desk: Any, name: str) -> None:
    field = desk.field(name)
    stood = said(field)
    QTest.keyClicks(field, "One")
    seen: list[str] = []
    desk.operations.changed.connect(lambda _changes: seen.append(said(field)))
    desk.window.current_page().refresh(None)  # what the record says now, before the words are on the disk
    field.flush()
    settle(desk.program)
    assert (seen, said(field)) == ([stood + "One"], stood + "One"), "typed on, the old words would be kept anew"
