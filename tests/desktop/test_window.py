"""The frame: pages built once and when needed, keys that work everywhere, footer, badges, leaving."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from db.changes import Changes
from db.errors.records import NothingToUndo
from db.history import steps_told
from db.history.steps_told import About, ToldStep
from desktop.operations import Operations
from desktop.shortcuts import ShortcutSheet
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.footer import Footer
from desktop.widgets.labels import Label
from desktop.widgets.page import Page
from desktop.window import PageEntry, Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class FakeFile:
    @contextmanager
    def looking(self):
        yield None

    @contextmanager
    def reading(self):
        yield None

    @contextmanager
    def writing(self, *, who="", at=None):
        yield None


@dataclass(frozen=True)
class OpenMember:
    name: str


class PlainPage(Page):
    kinds = frozenset({"member"})

    def __init__(self, operations, name):
        super().__init__(operations)
        self.name = name
        self.refreshed = []
        self.asked = []
        self.may_leave = True
        self.first, self.second = QLineEdit(), QLineEdit()
        self.first.setAccessibleName("First")
        self.second.setAccessibleName("Second")
        layout = QVBoxLayout(self)
        layout.addWidget(self.first)
        layout.addWidget(self.second)
        self.shown_fact = "31 organisations"

    def title(self):
        return self.name

    def fact(self):
        return self.shown_fact

    def header_actions(self):
        return [Button("Add member", "primary")]

    def key_hints(self):
        return [KeyHint("F2", "edit")]

    def panels(self):
        return [self.first, self.second]

    def refresh(self, changes):
        self.refreshed.append(changes)

    def open(self, target):
        self.asked.append(target)
        return isinstance(target, OpenMember) and target.name == self.name

    def start_new(self):
        self.asked.append("new")
        return self.name == "Members"

    def print_out(self):
        return False

    def leave(self):
        return self.may_leave


@pytest.fixture
def operations(qapp):
    operations = Operations(FakeFile())
    yield operations
    operations.close()


@pytest.fixture
def built():
    return []


@pytest.fixture
def late():
    return [7]


@pytest.fixture
def window(qtbot, operations, built, late):
    def factory(name):
        def make():
            built.append(name)
            return PlainPage(operations, name)

        return make

    entries = [
        PageEntry("today", lambda: "Today", "house", factory("Today")),
        PageEntry(
            "actions",
            lambda: "Actions",
            "check-square",
            factory("Actions"),
            badge=lambda _session: late[0],
            badge_kinds=frozenset({"action"}),
        ),
        PageEntry("members", lambda: "Members", "users-three", factory("Members")),
    ]
    window = Window(operations, entries)
    qtbot.addWidget(window)
    window.show_page("today")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    operations.wait()
    return window


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)
    window._operations.wait()


def test_a_page_is_built_when_it_is_first_shown_and_only_once(window, built, qtbot):
    assert built == ["Today"]
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    assert built == ["Today", "Members"]
    assert window.current_page().name == "Members"
    qtbot.mouseClick(window.sidebar.items[0], Qt.MouseButton.LeftButton)
    assert window.current_key() == "today"
    assert window.sidebar.items[0].isChecked()


def test_a_page_that_something_asks_for_before_it_is_there_is_built_once(window, built, qtbot):
    window.show_page("members")
    asked = window.current_page()
    window._operations.wait()
    assert built == ["Today", "Members"]
    assert window.current_page() is asked


class ReadingPage(PlainPage):
    """A page that shows what is read, and knows what it showed each time it was painted."""

    def __init__(self, operations, name):
        super().__init__(operations, name)
        self.painted = []

    def refresh(self, changes):
        self.operations.read(lambda _session: "what is read", done=self.first.setText)

    def paintEvent(self, event):
        self.painted.append(self.first.text())
        super().paintEvent(event)


def test_a_page_is_painted_once_it_has_what_it_shows_whatever_else_is_under_way(qtbot, operations, monkeypatch):
    monkeypatch.setattr("desktop.window._PATIENCE_MS", 10_000)
    pages = [ReadingPage(operations, "Reading"), ReadingPage(operations, "Second")]
    entries = [PageEntry(page.name, partial(str, page.name), "house", lambda page=page: page) for page in pages]
    window = Window(operations, entries)
    qtbot.addWidget(window)
    window.show()
    window.show_page("Reading")
    operations.wait()
    qtbot.waitUntil(lambda: bool(pages[0].painted))
    pages[0].painted.clear()
    operations.job(lambda: None)  # as when features are loaded one after the other
    window.show_page("Second")
    operations.wait()
    qtbot.waitUntil(lambda: bool(pages[1].painted))
    assert set(pages[1].painted) == {"what is read"}
    assert not pages[0].painted, "the page that goes is drawn anew"


def test_the_window_is_named_after_the_alliance(window):
    assert window.windowTitle() == "Ronda"
    window.set_alliance("Kolkha Agriculture", "Alliance · 31 members")
    window.set_person("Keti Adjika", "Secretariat duty")
    assert window.windowTitle() == "Kolkha Agriculture – Ronda"
    dialog = Dialog("Dates of “Nana Gomi”", window)
    assert dialog.windowTitle() == "Kolkha Agriculture – Ronda"  # the system is told no names of people
    assert dialog.accessibleName() == "Dates of “Nana Gomi”"
    assert window.sidebar.alliance.accessibleName() == "Kolkha Agriculture"
    assert window.sidebar.avatar.text() == "KA"


def changes_of(kind):
    return Changes(uuid4(), frozenset({kind}), frozenset({uuid4()}))


def test_pages_look_again_only_where_it_concerns_them_and_when_in_sight(window, operations):
    today, members = window.page("today"), window.page("members")
    assert (today.refreshed, members.refreshed) == ([None], [])
    window.show_page("members")
    operations.wait()
    one, other = changes_of("member"), changes_of("paper")
    for changes in (one, other):
        operations.write(lambda _session, changes=changes: changes)
    operations.wait()
    assert members.refreshed == [None, one]
    assert today.refreshed == [None]
    window.show_page("today")
    assert today.refreshed == [None, one]


def test_late_things_are_counted_beside_the_page(window, operations, late):
    item = window.sidebar.items[1]
    assert item.count() == 7
    assert item.accessibleName() == "Actions, 7 are late"
    late[0] = 1
    operations.write(lambda _session: changes_of("paper"))
    operations.wait()
    assert item.count() == 7
    operations.write(lambda _session: changes_of("action"))
    operations.wait()
    assert item.accessibleName() == "Actions, 1 is late"


def test_the_footer_leaves_keys_out_before_it_cuts_what_it_says_of_copies(qtbot):
    footer = Footer()
    qtbot.addWidget(footer)
    footer.hints.set_hints([KeyHint("F2", f"what key {number} does here") for number in range(4)])
    footer.resize(1100, 32)
    footer.show()
    whole = footer.hints.width()
    footer.set_copy("The last backup is 12 days old: copy the file to a stick", "warn")
    QApplication.processEvents()
    label = footer.copy_label
    assert label.contentsRect().width() >= label.fontMetrics().horizontalAdvance(label.text())
    assert footer.hints.width() < whole
    assert not label.geometry().intersects(footer.hints.geometry())
    footer.set_copy("")
    QApplication.processEvents()
    assert footer.hints.width() == whole


def test_the_footer_says_when_it_was_saved_and_which_keys_matter(window, operations):
    assert window.footer.state_label.text() == "Everything is saved on this computer"
    operations.saved.emit(dt.datetime(2026, 10, 22, 10, 35))
    assert "10:35" in window.footer.state_label.text()
    window.footer.set_copy("Copy on USB stick: 10:30")
    assert window.footer.copy_label.text()


def test_a_page_changes_its_own_header(window):
    page = window.page("today")
    page.shown_fact = "32 organisations"
    page.header_changed.emit()
    assert window._places["today"].header.fact_label.text() == "32 organisations"


def test_a_target_is_opened_by_the_page_it_belongs_to(window):
    window.page("today").open_requested.emit(OpenMember("Members"))
    assert window.current_key() == "members"
    assert window.open("nothing") is False


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_K, CTRL, "find_requested"),
        (Qt.Key.Key_F, CTRL, "find_requested"),
        (Qt.Key.Key_N, CTRL, "new_requested"),
        (Qt.Key.Key_O, CTRL, "open_file_requested"),
        (Qt.Key.Key_W, CTRL, "close_file_requested"),
    ],
)
def test_keys_ask_for_what_only_others_can_do(window, qtbot, key, modifier, signal):
    with qtbot.waitSignal(getattr(window, signal), timeout=500):
        press(qtbot, window, key, modifier)


def test_the_page_in_sight_begins_something_new_if_it_can(window, qtbot):
    window.show_page("members")
    with qtbot.assertNotEmitted(window.new_requested):
        press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert window.page("members").asked == ["new"]
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "nothing to print" in window.toast.label.text()


def test_undo_and_redo_are_one_key_away_and_say_so(window, operations, qtbot, monkeypatch):
    calls = []
    changes = changes_of("member")
    about = About("member", 1, "Hill School " * 9)
    told = ToldStep(uuid4(), dt.datetime.now(dt.UTC), "Ana", "undo", "done", (), about, "change_member")
    monkeypatch.setattr(steps_told, "undo_told", lambda _s: calls.append("undo") or (told, changes))
    monkeypatch.setattr(steps_told, "redo_told", lambda _s: calls.append("redo") or (told, changes))
    window.sidebar.items[0].setFocus()
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    operations.wait()
    assert window.toast.label.text().startswith("Undone: Changed a member: Hill School Hill")
    assert window.toast.label.text().endswith("…"), "long words are shortened"
    qtbot.mouseClick(window.toast.button, Qt.MouseButton.LeftButton)
    operations.wait()
    press(qtbot, window, Qt.Key.Key_Z, CTRL | SHIFT)
    operations.wait()
    assert calls == ["undo", "redo", "redo"]
    assert window.toast.label.text().startswith("Done again: Changed a member: Hill School")


def test_a_refusal_is_said_in_a_sentence(window, operations):
    def refuse(_session):
        raise NothingToUndo

    operations.write(refuse)
    operations.wait()
    assert window.toast.isVisible()
    assert window.toast.label.text().endswith(".")


def test_f6_goes_round_the_panels_and_back(window, qtbot):
    page = window.page("today")
    item = window.sidebar.items[0]
    item.setFocus()
    went = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (SHIFT,) * 2:
        press(qtbot, window, Qt.Key.Key_F6, modifier)
        went.append(QApplication.focusWidget())
    assert went == [page.first, page.second, item, page.second, page.first]


def test_the_keyboard_comes_back_to_where_it_was_on_a_page(window, qtbot):
    window.page("today").second.setFocus()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert QApplication.focusWidget() is window.page("actions").first
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    assert QApplication.focusWidget() is window.page("today").second


def test_a_page_shown_by_its_key_has_the_keyboard_wherever_it_was(window, qtbot):
    window.sidebar.items[0].setFocus()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert QApplication.focusWidget() is window.page("actions").first
    window.sidebar.items[1].setFocus()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert QApplication.focusWidget() is window.page("actions").first, "though it was in sight already"
    window.sidebar.items[1].setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert window.sidebar.items[2].hasFocus(), "chosen in the sidebar, the next arrow goes on there"


def test_ctrl_0_goes_to_the_tenth_page(qtbot, operations):
    names = [f"Page {number}" for number in range(1, 12)]
    entries = [PageEntry(name, lambda name=name: name, "house", partial(PlainPage, operations, name)) for name in names]
    shown = Window(operations, entries)
    shown.show_page("Page 1")
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    press(qtbot, shown, Qt.Key.Key_0, CTRL)
    assert shown.current_key() == "Page 10"
    press(qtbot, shown, Qt.Key.Key_9, CTRL)
    assert shown.current_key() == "Page 9"


def test_f1_lists_the_keys(window, qtbot):
    press(qtbot, window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    assert sheet.isVisible()
    assert "go to the tenth page" in {label.text() for label in sheet.findChildren(Label)}
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ShortcutSheet) is None)


def test_a_page_that_is_not_done_is_not_left(window):
    window.page("today").may_leave = False
    assert window.show_page("members") is False
    assert window.current_key() == "today"
    assert window.sidebar.items[0].isChecked()
    assert window.close() is False
    window.page("today").may_leave = True
    assert window.close() is True


def test_what_a_page_says_is_shown_with_undo(window, operations, monkeypatch):
    page = window.page("today")
    page.said.emit("Agenda printed")
    assert not window.toast.button.isVisible()
    page.said_with_undo.emit("Action dropped")
    assert window.toast.button.isVisible()


def test_the_alliances_menu_leads_to_other_files(window, qtbot):
    actions = window.sidebar.alliance.menu().actions()
    with qtbot.waitSignal(window.open_file_requested):
        actions[0].trigger()
    with qtbot.waitSignal(window.settings_requested):
        qtbot.mouseClick(window.sidebar.settings_button, Qt.MouseButton.LeftButton)


def test_it_fits_a_small_screen(window):
    window.resize(1024, 640)
    assert (window.width(), window.height()) == (1024, 640)
    assert window.footer.geometry().bottom() <= 640
