"""Letters of another size, chosen in the settings over an open file."""

import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from db.engine import open_file
from db.errors.files import PlaceFull
from db.measures.period import EVERYTHING
from db.meetings.meetings import meetings
from db.schema import AgendaItem, Group
from db.vocabulary import MeetingStatus
from desktop import theme
from desktop.actions.register import ANY, Show
from desktop.actions.register import Filters as OfActions
from desktop.alliance.settings import COMPUTER, AllianceSettings
from desktop.decisions.register import Filters as OfDecisions
from desktop.evaluation.loading import Span
from desktop.meetings.meeting_list import PLENARY, Filters
from desktop.meetings.page import MeetingsPage
from desktop.minutes.attendance_strip import AttendanceStrip
from desktop.papers.kept import Filters as OfPapers
from desktop.papers.page import KEPT
from desktop.purpose.page import INDICATORS
from desktop.widgets import dialogs
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.saving import ask_where
from desktop.widgets.targets import AsItStood, OpenGroup
from desktop.window import Window

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(program, tmp_path, sample_file):
    program.show_file(open_file(Path(shutil.copy(sample_file(), tmp_path / "Sample.ronda"))))
    program.operations.wait()
    return program.window


def choose_size(program, percent):
    """Choose a size of text in the settings, and close them."""
    program.window.settings_requested.emit()
    program.operations.wait()
    dialog = program.window.findChild(AllianceSettings)
    dialog.show_tab(COMPUTER)
    QTest.mouseClick(dialog.preferences.size_field.button(percent), LEFT)
    dialog.close()


def test_larger_letters_have_rows_and_tiles_that_hold_them_and_the_meeting_stays_open(program, window, qtbot):
    with program.operations.file.reading() as session:
        held = next(row for row in meetings(session) if row.status is MeetingStatus.CLOSED)
        of_it = select(AgendaItem.id).where(AgendaItem.meeting_id == held.id)
        item_id = list(session.scalars(of_it.order_by(AgendaItem.position)))[1]
    window.open(OpenMeeting(held.id, "minutes", item_id))
    qtbot.waitUntil(lambda: window.current_page().shown() == OpenMeeting(held.id, "minutes", item_id))
    choose_size(program, 130)
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    page = program.window.current_page()
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: page.shown() == OpenMeeting(held.id, "minutes", item_id))
    qtbot.waitUntil(lambda: page.findChild(AttendanceStrip) is not None)
    strip = page.findChild(AttendanceStrip)
    assert strip.height() >= theme.px(58)
    assert strip.bar.width() == theme.px(96)
    page.show_list()
    assert page.list.table.verticalHeader().defaultSectionSize() == theme.px(36)


def test_the_window_stays_where_the_letters_do(program, window, qtbot):
    choose_size(program, 115)
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    window = program.window
    choose_size(program, 115)
    qtbot.wait(20)
    assert program.window is window


def test_another_size_and_another_language_chosen_at_once_build_the_window_once(program, window, qtbot):
    window.settings_requested.emit()
    program.operations.wait()
    dialog = window.findChild(AllianceSettings)
    dialog.show_tab(COMPUTER)
    QTest.mouseClick(dialog.preferences.size_field.button(115), LEFT)
    languages = dialog.preferences.language_field
    languages.set_value("es")
    languages.activated.emit(languages.currentIndex())
    dialog.close()
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    built = program.window
    again = built.findChild(AllianceSettings)
    qtbot.wait(20)
    assert program.window is built
    assert again.isVisible()
    again.close()


def test_what_the_disk_refuses_stays_in_sight_and_no_window_calls_it_saved(program, window, qtbot, monkeypatch):
    monkeypatch.setattr(dialogs, "ask", None)  # nothing is lost, and nothing asked
    full = [PlaceFull(program.operations.file.path)]

    def write(_session):
        if full:
            raise full[0]

    program.operations.keep(write)
    program.operations.wait()
    said = window.footer.state_label.text()
    choose_size(program, 115)
    qtbot.wait(20)
    stayed, again = program.window is window, Window(program.operations, [])
    qtbot.addWidget(again)
    told = again.footer.state_label.text()
    full.clear()
    program.operations.kept_writes.try_again()
    program.operations.wait()
    assert stayed
    assert window.toast.label.text().startswith("Some of what you typed is not on the disk yet")
    assert told == said != "Everything is saved on this computer"
    assert again.footer.state_label.text().startswith("Saved ")
    rebuilt(program, qtbot, 130)


def rebuilt(program, qtbot, percent=115):
    """Choose another size of text; return the page in sight once it stands in the new window."""
    before = program.window
    choose_size(program, percent)
    qtbot.waitUntil(lambda: program.window is not before)
    program.operations.wait()
    QApplication.processEvents()
    program.operations.wait()
    return program.window.current_page()


def goes_to(program, key):
    program.window.show_page(key)
    program.operations.wait()
    QApplication.processEvents()
    program.operations.wait()
    return program.window.current_page()


def test_the_search_on_members_and_who_was_chosen_stay(program, window, qtbot):
    page = goes_to(program, "members")
    page.kind_filter.set_value(page.directory().kinds[0].id)
    QTest.keyClicks(page.search_field, "a")
    page.list.select_first()
    first = page.list.current_line().key
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    before = page.shown()
    assert before.key not in (None, first)
    count = page.count_label.text()
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == before)
    assert again.count_label.text() == count


@pytest.mark.parametrize(
    ("key", "filters"),
    [
        ("decisions", lambda page: OfDecisions(ANY, page._register.groups[0].group_id, ANY, "the")),
        ("actions", lambda page: OfActions(Show.ALL, page.model.rows[0].owner_member_id, ANY, "e")),
    ],
)
def test_what_a_register_was_narrowed_to_and_the_row_chosen_stay(program, window, qtbot, key, filters):
    page = goes_to(program, key)
    page.open(AsItStood(filters(page), None))
    program.operations.wait()
    assert len(page.model.rows) > 1
    page.table.select_key(page.model.rows[1].id)
    before, rows = page.shown(), [row.id for row in page.model.rows]
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == before)
    assert [row.id for row in again.model.rows] == rows


def test_the_search_on_meetings_and_the_row_chosen_stay(program, window, qtbot):
    page = goes_to(program, "meetings")
    page.list.narrow(Filters("", PLENARY, page.list.model.rows[-1].date.year))
    assert len(page.list.model.rows) > 1
    page.list.table.select_key(page.list.model.rows[1].id)
    QTest.keyClicks(page.list.search_field, "2")
    before, rows = page.shown(), [row.id for row in page.list.model.rows]
    assert before.key is not None
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == before)
    assert [row.id for row in again.list.model.rows] == rows


def test_members_looked_at_as_of_a_day_with_those_who_had_left_stay(program, window, qtbot):
    page = goes_to(program, "members")
    now = {row.id for row in page.directory().rows}
    page.deeds.look_at(dt.date(2026, 1, 31), everyone=True)
    program.operations.wait()
    gone = next(row.id for row in page.directory().rows if row.id not in now)
    page.show_member(gone)
    before = page.shown()
    assert before.key == gone
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == before)
    assert again.day_button.text() == "31 Jan 2026"


def test_the_tab_and_what_was_chosen_in_it_stay(program, window, qtbot):
    page = goes_to(program, "purpose")
    page.show_tab(INDICATORS)
    program.operations.wait()
    view = page.view()
    view.table.select_key(view.model.rows[-1].id)
    before = page.shown()
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == before)

    page = goes_to(program, "papers")
    page.show_tab(KEPT)
    program.operations.wait()
    kept = page.kept
    kept.narrow(OfPapers("a", kept.model.rows[-1].meeting_id), kept.model.rows[-1].id)
    program.operations.wait()
    before, rows = page.shown(), [row.id for row in kept.model.rows]
    assert before.key is not None
    again = rebuilt(program, qtbot, 130)
    qtbot.waitUntil(lambda: again.shown() == before)
    assert [row.id for row in again.kept.model.rows] == rows


def test_the_group_and_the_period_looked_at_stay(program, window, qtbot):
    page = goes_to(program, "groups")
    with program.operations.file.reading() as session:
        group = session.scalars(select(Group.id)).first()
    page.open(OpenGroup(group))
    assert page.shown() == OpenGroup(group)
    again = rebuilt(program, qtbot)
    qtbot.waitUntil(lambda: again.shown() == OpenGroup(group))

    again.day_button.click()
    again.dialog.field.set_value(dt.date(2026, 1, 31))
    again.dialog.accept()
    program.operations.wait()
    asked = again.shown()
    assert asked == AsItStood(dt.date(2026, 1, 31), group)
    again = rebuilt(program, qtbot, 100)
    qtbot.waitUntil(lambda: again.shown() == asked)

    page = goes_to(program, "evaluation")
    page.choose(Span.LAST_YEAR)
    page.choose_scope(EVERYTHING)
    again = rebuilt(program, qtbot, 130)
    qtbot.waitUntil(lambda: again.view is not None and again.view.scope == EVERYTHING)
    assert again.shown() == AsItStood(EVERYTHING, Span.LAST_YEAR)


def test_what_is_on_its_way_to_the_disk_is_waited_for(program, window, qtbot):
    """Refused only then, it would be seen in no window."""
    slow = threading.Event()

    def write(_session):
        slow.wait(5)
        raise PlaceFull(program.operations.file.path)

    program.operations.keep(write)
    program._appearance.set_text_percent(115)
    program._on_settings_closed()
    qtbot.waitUntil(lambda: program.operations.laden)
    slow.set()
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.label.text().startswith("Some of what you typed is not on the disk yet")
    assert program.window is window


def test_saving_begins_in_the_folder_saved_in_last(program, window, tmp_path, qtbot, monkeypatch):
    begun = []

    def save_name(_parent, _title, suggested, _kinds):
        begun.append(suggested)
        return str(tmp_path / "sent" / "list.pdf"), ""

    (tmp_path / "sent").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", save_name)
    ask_where(window, "Save", "list.pdf", "PDF (*.pdf)")
    rebuilt(program, qtbot)
    ask_where(program.window, "Save", "next.pdf", "PDF (*.pdf)")
    assert begun == [str(tmp_path / "list.pdf"), str(tmp_path / "sent" / "next.pdf")]


def test_what_can_be_undone_is_still_offered(program, window, qtbot):
    page = goes_to(program, "actions")
    page.toggle_done()
    program.operations.wait()
    said = window.toast.label.text()
    rebuilt(program, qtbot)
    toast = program.window.toast
    assert said.startswith("Done: ")
    assert (toast.label.text(), toast.button.text(), toast.isVisible()) == (said, "Undo", True)
    QTest.mouseClick(toast.button, LEFT)
    program.operations.wait()
    assert toast.label.text().startswith("Undone: ")
