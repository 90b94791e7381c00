"""What the window's file menu, its settings and its empty pages lead to, wired by the program."""

import json

import pytest
from PySide6.QtCore import Qt

from db.engine import open_file
from db.files.copies import change_passphrase
from db.files.lock import lock_path
from desktop.alliance.settings import AllianceSettings
from desktop.history.dialog import WhatWasDone
from desktop.imports.export import TablesExport
from desktop.imports.meetings import MeetingsImport
from desktop.imports.members import MembersImport
from desktop.start.dialogs import NewAllianceDialog
from desktop.widgets.buttons import Button

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(program, path):
    window = program.show_file(open_file(path))
    program.operations.wait()
    return window


def shown(window, kind):
    """Return the one dialog of a kind that is in sight."""
    [dialog] = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Bring in members…", MembersImport),
        ("Bring in past meetings…", MeetingsImport),
        ("Save tables as CSV…", TablesExport),
        ("Settings…", AllianceSettings),
    ],
)
def test_the_file_menu_opens_each(program, window, word, kind):
    [action] = [one for one in window.sidebar.alliance.menu().actions() if one.text() == word]
    action.trigger()
    program.operations.wait()
    dialog = shown(window, kind)
    dialog.reject()
    assert not dialog.isVisible()


def test_empty_pages_lead_to_the_imports(program, window, qtbot):
    for key, kind in (("members", MembersImport), ("meetings", MeetingsImport)):
        window.show_page(key)
        program.operations.wait()
        page = window.current_page()
        button = page.import_button if key == "members" else page.list.import_button
        assert button.isVisible()
        qtbot.mouseClick(button, LEFT)
        program.operations.wait()
        shown(window, kind).reject()


def test_one_who_only_looks_is_told_who_has_the_file(program, path):
    held = {"who": "Nana", "computer": "office", "process": 1, "since": "2026-10-07T09:00:00+00:00", "token": "x"}
    lock_path(path).write_text(json.dumps(held), encoding="utf-8")
    window = program.show_file(open_file(path, read_only=True))
    program.operations.wait()
    assert window.banner.isVisible()
    assert "Nana" in window.banner.label.text()


def test_the_settings_lead_to_what_was_done(program, window, qtbot):
    window.settings_requested.emit()
    program.operations.wait()
    settings = shown(window, AllianceSettings)
    [button] = [one for one in settings.findChildren(Button) if one.text() == "What was done"]
    qtbot.mouseClick(button, LEFT)
    program.operations.wait()
    shown(window, WhatWasDone).reject()
    settings.reject()


def test_a_new_name_shows_in_the_sidebar(program, window):
    window.settings_requested.emit()
    program.operations.wait()
    dialog = shown(window, AllianceSettings)
    dialog.about.lines["name"].setText("Hill Valley")
    dialog.about.keep_all()
    program.operations.wait()
    assert window.sidebar.alliance.accessibleName() == "Hill Valley"
    dialog.preferences.who_field.setText("Nana")
    dialog.reject()
    assert window.sidebar.person_label.text() == "Nana"


def test_a_file_protected_meanwhile_is_closed_with_the_window(program, window, path):
    program.operations.replace_file(change_passphrase, old=None, new="canal stone bridge lamp")
    program.operations.wait()
    program.show_start()
    with open_file(path, passphrase="canal stone bridge lamp"):
        pass


def test_the_open_file_stays_when_no_other_is_chosen(program, window):
    [action] = [one for one in window.sidebar.alliance.menu().actions() if one.text() == "Open another file…"]
    action.trigger()
    assert program.window is window
    assert window.isVisible()


def new_alliance_dialog(window):
    [action] = [one for one in window.sidebar.alliance.menu().actions() if one.text() == "New alliance…"]
    action.trigger()
    return shown(window, NewAllianceDialog)


def test_the_open_file_stays_when_no_new_alliance_is_made(program, window, qtbot):
    dialog = new_alliance_dialog(window)
    assert program.window is window
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert program.window is window
    assert window.isVisible()
    assert program.operations is not None


def test_a_new_alliance_takes_the_place_of_the_open_one(program, window, path, qtbot, tmp_path):
    dialog = new_alliance_dialog(window)
    dialog.name_field.setText("Hill Valley")
    qtbot.mouseClick(dialog.make_button, LEFT)
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    assert program.window.sidebar.alliance.accessibleName() == "Hill Valley"
    open_file(path).close()  # nobody holds it any more


def test_a_narrow_window_asks_who_are_you_with_an_icon(window):
    sidebar = window.sidebar
    window.resize(1024, 640)
    assert (sidebar.who_icon.isVisible(), sidebar.who_button.isVisible(), sidebar.avatar.isVisible()) == (
        True, False, False,
    )  # fmt: skip
    assert sidebar.who_icon.accessibleName() == "Who are you?"
    sidebar.set_person("Nana", "")
    assert (sidebar.who_icon.isVisible(), sidebar.avatar.isVisible()) == (False, True)


def test_who_are_you_leads_to_the_name(program, window, qtbot):
    window.resize(1366, 768)
    button = window.sidebar.who_button
    assert (button.text(), button.isVisible()) == ("Who are you?", True)
    qtbot.mouseClick(button, LEFT)
    program.operations.wait()
    dialog = shown(window, AllianceSettings)
    assert dialog.focusWidget() is dialog.preferences.who_field
    qtbot.keyClicks(dialog.preferences.who_field, "Nana")
    dialog.reject()
    assert window.sidebar.person_label.text() == "Nana"
    assert button.isHidden()
