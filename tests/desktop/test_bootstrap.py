"""The program opens its window over the sample, shows every page, and says when something in it went wrong."""

import os
import shutil
import threading
from pathlib import Path

import pytest
import sqlcipher3
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from db.engine import open_file
from db.files.lock import lock_path
from db.meetings.meetings import meetings
from db.vocabulary import MeetingStatus
from desktop import texts
from desktop.alliance.settings import AllianceSettings
from desktop.bootstrap import StartWindow
from desktop.find.palette import FindPalette
from desktop.history.dialog import WhatWasDone
from desktop.imports.export import TablesExport
from desktop.imports.meetings import MeetingsImport
from desktop.imports.members import MembersImport
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.meeting_list import MeetingList
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.members.dialogs import AddMemberDialog
from desktop.own_files import OwnFiles
from desktop.preferences import Preferences
from desktop.shortcuts import ShortcutSheet
from desktop.start.dialogs import NewAllianceDialog
from desktop.start.trouble_dialogs import DamagedDialog
from desktop.widgets.badges import working_keys
from desktop.widgets.layouts import Place
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import InlineMessage
from desktop.widgets.print_preview import PrintPreview
from desktop.window import Window
from desktop.wiring import Wiring
from tests.new_file import new_file


@pytest.fixture(scope="module")
def sample(tmp_path_factory, sample_file):
    """The sample's file, to write to."""
    return Path(shutil.copy(sample_file(), tmp_path_factory.mktemp("sample") / "Sample.ronda"))


@pytest.fixture
def known(sample):
    """The sample's file, known as ours."""
    OwnFiles().note(sample)
    return sample


@pytest.fixture
def window(program, sample):
    window = program.show_file(open_file(sample))
    program.operations.wait()
    return window


def test_every_page_shows_over_the_sample(program, window):
    for item, entry in zip(window.sidebar.items, window._listed, strict=True):
        window.show_page(entry.key)
        program.operations.wait()
        assert window.current_page().isVisible()
        assert item.isVisible()


def test_pages_are_built_while_nobody_is_at_the_keys_and_nothing_is_asked(program, window, qtbot):
    keys = [entry.key for entry in window._entries if entry.listed]
    asking = QDialog(window)
    asking.setModal(True)
    asking.show()
    qtbot.wait(1500)
    assert list(window._places) == ["today"]
    asking.close()
    for _touch in range(30):
        QApplication.sendEvent(window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier(0)))
        qtbot.wait(40)
    assert list(window._places) == ["today"]
    qtbot.waitUntil(lambda: list(window._places) == keys, timeout=20_000)
    assert window.current_key() == "today"


def test_nothing_of_a_page_made_ready_is_shown_as_a_window_of_its_own(program, window, qtbot, request):
    """Found by a newcomer: small windows came and went by themselves in the first seconds.

    Where there is no screen, Qt says of each window that is shown that its size cannot be passed on.
    """
    said = request.node.qt_log_capture
    before = len(said.records)
    while window.prepare_next_page():
        program.operations.wait()
    assert len(window._places) == len(window._entries)
    assert [record.message for record in said.records[before:]] == []
    stray = InlineMessage("Nobody put this anywhere.")
    qtbot.addWidget(stray)
    stray.show()
    assert "propagateSizeHints" in said.records[-1].message


@pytest.mark.parametrize("key", ["papers", "purpose"])
def test_the_keyboard_goes_into_what_a_tab_shows(program, window, key):
    number = [entry.key for entry in window._listed].index(key) + 1
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    program.operations.wait()
    page = window.current_page()
    focus = window.focusWidget()
    assert any(panel is focus or panel.isAncestorOf(focus) for panel in page.view().panels()), focus


def test_in_a_new_alliance_no_page_made_ready_is_taller_than_the_window(program, tmp_path, qtbot):
    window = program.show_file(new_file(tmp_path / "new.ronda", name="Lake Valley"))
    window.resize(1366, 740)
    program.operations.wait()
    while window.prepare_next_page():
        program.operations.wait()
    for entry in window._entries:
        window.show_page(entry.key)
        program.operations.wait()
        QApplication.processEvents()
        assert window._places[entry.key].area.verticalScrollBar().maximum() == 0, entry.key


def test_the_sidebar_names_the_alliance_and_its_members(window):
    assert window.sidebar.alliance.accessibleName() == "Navresi Alliance"
    assert window.sidebar.alliance.accessibleDescription() == "31 members"


def test_closing_the_file_shows_the_start_page_with_the_file_on_its_list(program, window, sample, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(program.window, StartWindow)
    assert program.window.page.recent.model().rowCount() == 1
    open_file(sample).close()  # nobody holds it any more


def test_the_file_it_was_started_with_comes_without_a_start_page(program, known, qtbot):
    program.open_path(known)
    qtbot.waitUntil(lambda: program.window is not None)
    assert isinstance(program.window, Window)
    qtbot.waitUntil(lambda: not program.operations.file._unchecked)
    program.operations.wait()


def test_a_file_that_does_not_open_is_told_on_the_start_page(program, tmp_path, qtbot):
    program.open_path(tmp_path / "Nowhere.ronda")
    qtbot.waitUntil(lambda: program.window is not None)
    assert isinstance(program.window, StartWindow)
    assert "Nowhere.ronda" in program.window.page.message.label.text()


def test_a_file_that_opens_slowly_has_the_start_page_say_so(program, known, qtbot, monkeypatch):
    opening = threading.Event()
    files = program._files
    at_once = files.open_file
    monkeypatch.setattr(files, "open_file", lambda *args, **kwargs: opening.wait() and at_once(*args, **kwargs))
    program.open_path(known)
    qtbot.waitUntil(lambda: isinstance(program.window, StartWindow))
    assert program.window.page.busy.isVisible()
    opening.set()
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()


def test_a_file_found_damaged_later_leads_on_from_the_start_page(program, sample, tmp_path, qtbot):
    path = Path(shutil.copy(sample, tmp_path / "Broken.ronda"))
    OwnFiles().note(path)
    connection = sqlcipher3.connect(str(path))
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'correction'").fetchone()[0]
    connection.close()
    with path.open("r+b") as out:
        out.seek(4096 * (page - 1))
        out.write(os.urandom(4096))
    before = path.read_bytes()
    program.open_path(path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    qtbot.waitUntil(lambda: isinstance(program.window, StartWindow))
    qtbot.waitUntil(lambda: program.window.page.findChild(DamagedDialog) is not None)
    assert "damaged" in program.window.page.findChild(DamagedDialog).title_label.text()
    program.window.page.findChild(DamagedDialog).reject()
    assert path.read_bytes() == before
    assert not lock_path(path).exists()


def test_another_language_builds_the_window_anew_over_the_same_file(program, window, qtbot):
    program._settings.change(language="es")
    program._on_language("es")
    qtbot.waitUntil(lambda: program.window is not window)
    assert texts.language() == "es"
    assert isinstance(program.window, Window)
    program.operations.wait()


def choose_language(field, language):
    """Choose as with the arrows and Enter."""
    field.set_value(language)
    field.activated.emit(field.currentIndex())


def test_the_settings_stay_open_while_the_language_changes(program, window, qtbot):
    window.settings_requested.emit()
    dialog = window.findChild(AllianceSettings)
    dialog.show_tab("computer")
    choose_language(dialog.preferences.language_field, "es")
    qtbot.waitUntil(lambda: program.window is not window)
    program.operations.wait()
    [again] = program.window.findChildren(AllianceSettings)
    assert again.isVisible()
    assert (again.accessibleName(), again.tabs.key()) == ("Ajustes", "computer")
    assert again.preferences.language_field.value() == "es"
    again.close()


def test_the_settings_stay_open_where_no_file_is(program, qtbot):
    program.show_start()
    before = program.window
    program._show_settings()
    choose_language(before.findChild(Preferences).form.language_field, "es")
    qtbot.waitUntil(lambda: program.window is not before)
    [again] = program.window.findChildren(Preferences)
    assert again.isVisible()
    assert again.accessibleName() == "Ajustes"
    again.close()
    program.window.close()


def test_a_fault_is_said_and_written_down_without_what_people_wrote(program, window, tmp_path, capsys):
    try:
        raise ValueError("what Nana said about the Ministry")
    except ValueError as error:
        program.catch(type(error), error, error.__traceback__)
    reports = list((tmp_path / "faults").iterdir())
    assert len(reports) == 1
    report = reports[0].read_text()
    assert "ValueError" in report
    assert "test_bootstrap.py" in report
    assert "Nana" not in report
    assert str(reports[0]) in window.toast.label.text()
    assert str(reports[0]) in capsys.readouterr().err


def test_a_fault_without_a_place_to_write_it_is_still_said(program, window, tmp_path, capsys):
    (tmp_path / "faults").write_text("a file where the folder should be")
    program.report(RuntimeError())
    assert "safe" in window.toast.label.text()
    assert capsys.readouterr().err


def test_looking_only_is_said_in_the_footer(program, sample):
    window = program.show_file(open_file(sample, read_only=True))
    program.operations.wait()
    assert "look" in window.footer.state_label.text()


def test_while_looking_only_nothing_that_writes_can_be_pressed(program, sample):
    file = open_file(sample, read_only=True)
    with file.reading() as session:
        held = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
        ahead = next(row for row in meetings(session) if row.status in (MeetingStatus.PREPARING, MeetingStatus.CALLED))
    window = program.show_file(file)
    program.operations.wait()
    barred = set()

    def look():
        program.operations.wait()
        for control in window.findChildren(QWidget):
            if control.property("writes") and control.isVisible():
                barred.add(control.accessibleName() or getattr(control, "text", str)())
                usable = not control.isReadOnly() if hasattr(control, "isReadOnly") else control.isEnabled()
                assert not usable, control
                assert "open only to look at" in control.toolTip(), control

    for entry in window._entries:
        window.show_page(entry.key)
        look()
    for row in (held, ahead):
        for tab in ("papers", "agenda", "call", "minutes", "follow_up"):
            window.open(OpenMeeting(row.id, tab))
            look()
    assert {
        "Add member",
        "Add group",
        "Add action",
        "New meeting",
        "Add papers…",
        "Add item",
        "Start meeting",
    } <= barred
    agenda = window.findChild(AgendaTab)
    window.open(OpenMeeting(ahead.id, "agenda"))
    program.operations.wait()
    assert agenda.print_button.isEnabled()
    window.show_page("members")
    assert window.current_page().start_new()
    program.operations.wait()
    dialog = window.findChild(AddMemberDialog)
    assert not dialog.primary.isEnabled()
    dialog.close()


def test_while_looking_only_what_leads_on_does_not_offer_to_write(program, sample):
    file = open_file(sample, read_only=True)
    window = program.show_file(file)
    program.operations.wait()
    window.show_page("today")
    program.operations.wait()
    card = window.current_page().meeting
    assert card.isVisible()
    assert card.second_button.text() in {"See the call", "See who was told", "Open agenda"}
    assert card.first_button.isEnabled()
    assert not card.board.strip.button.isVisible()
    window.show_page("decisions")
    program.operations.wait()
    detail = window.current_page().detail
    assert detail.endorsements.button.text() == "See answers…"
    assert not detail.applies_button.isEnabled()
    window.show_page("evaluation")
    hinted = {hint.text for hint in working_keys(window.current_page().all_keys(), read_only=True)}
    assert not {text for text in hinted if "recommendation" in text}


def test_what_pages_and_keys_ask_for_is_opened(program, window, qtbot):
    """Whatever the window offers opens its dialog: finding, settings, imports, tables, what was done."""
    asks = {
        FindPalette: window.find_requested,
        AllianceSettings: window.settings_requested,
        MembersImport: window.import_members_requested,
        MeetingsImport: window.import_meetings_requested,
        TablesExport: window.export_tables_requested,
    }
    for kind, signal in asks.items():
        signal.emit()
        program.operations.wait()
        dialog = window.findChild(kind)
        assert dialog.isVisible(), kind
        dialog.close()
    window.findChild(Wiring).show_what_was_done()
    program.operations.wait()
    window.findChild(WhatWasDone).close()


def test_the_window_begins_with_today_and_counts_what_is_late(program, window):
    assert window.current_key() == "today"
    late = next(item for item in window.sidebar.items if item.text() == "Actions")
    assert "7" in late.accessibleDescription() or "7" in late.accessibleName()


def test_who_makes_a_file_with_a_passphrase_is_offered_the_sheet_for_the_envelope(program, window, tmp_path, qtbot):
    """From the window over another file; without a passphrase nothing is offered."""
    for name, secret in (("Plain", ""), ("Kolkha", "short but longer now")):
        program.window.new_file_requested.emit()
        asking = program.window.findChild(NewAllianceDialog)
        asking._folder = tmp_path
        qtbot.keyClicks(asking.name_field, name)
        if secret:
            asking.protection.box.setChecked(True)
            qtbot.keyClicks(asking.protection.field, secret)
            qtbot.keyClicks(asking.protection.again, secret)
        before = program.window
        qtbot.mouseClick(asking.make_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=before: program.window is not before)
        program.operations.wait()
        assert program.window.banner.isVisible() == bool(secret)
    qtbot.mouseClick(program.window.banner.button, Qt.MouseButton.LeftButton)
    program.operations.wait()
    [shown] = program.window.findChildren(PrintPreview)
    assert shown.accessibleName() == "Sheet for the sealed envelope"
    shown.close()
    banner = program.window.banner
    assert banner.isVisible(), "nothing was printed"
    before = program.window
    program._settings.change(language="es")
    program._on_language("es")
    qtbot.waitUntil(lambda: program.window is not before)
    program.operations.wait()
    program.window.findChild(AllianceSettings).close()
    banner = program.window.banner
    assert banner.isVisible(), "it goes along into the other language"
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    program.operations.wait()
    [shown] = program.window.findChildren(PrintPreview)
    qtbot.waitUntil(shown.save_button.isEnabled)
    shown.save_to(tmp_path / "sheet.pdf")
    program.operations.wait()
    assert (tmp_path / "sheet.pdf").exists()
    assert not banner.isVisible()
    shown.close()
    wiring = program.window.findChild(Wiring)
    wiring.offer_envelope()
    program.window.show_page("papers")
    program.operations.wait()
    room = program.window.current_page().room
    sheet = next(card for card in room.cards if card.document.key == "envelope")
    qtbot.waitUntil(lambda: sheet.standing is not None)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    program.operations.wait()
    shown = next(one for one in program.window.findChildren(PrintPreview) if one.isVisible())
    qtbot.waitUntil(shown.save_button.isEnabled)
    shown.save_to(tmp_path / "room.pdf")
    program.operations.wait()
    assert not banner.isVisible(), "printed from the print room, it is printed, too"
    shown.close()
    wiring.offer_envelope()
    assert banner.dismiss_button.accessibleName() == "Quitar este aviso"
    qtbot.mouseClick(banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    program.window.set_banner("Something else")
    assert not banner.dismiss_button.isVisible(), "what holds for all pages stays"


def test_a_new_meeting_begins_from_any_page(program, window, qtbot):
    window.show_page("papers")
    window.new_requested.emit()
    program.operations.wait()
    assert window.current_key() == "meetings"
    window.findChild(NewMeetingDialog).close()


def test_large_spanish_words_fit_the_width_of_a_small_screen(program, window, appearance):
    texts.use("es")
    appearance.set_text_percent(130)
    window = program._build_window(program.operations, program.operations.file)
    window.resize(1366, 768)
    for key in ("members", "groups", "meetings"):
        window.show_page(key)
        program.operations.wait()
        QTest.qWait(50)
        place = next(area for area in window.findChildren(Place) if area.isVisible())
        assert place.horizontalScrollBar().maximum() == 0, key
    meetings = window.current_page().findChild(MeetingList)
    for choice in (meetings.body_choice, meetings.year_choice):
        assert choice.width() >= choice.sizeHint().width()


def test_while_looking_only_no_key_is_hinted_that_changes_something(program, sample):
    window = program.show_file(open_file(sample, read_only=True))
    with program.operations.file.reading() as session:
        held = next(row for row in meetings(session) if row.status is MeetingStatus.CLOSED)
    hinted = set()
    for entry in window._entries:
        window.show_page(entry.key)
        program.operations.wait()
        hinted |= {hint.text for hint in window.footer.hints._hints}
    window.open(OpenMeeting(held.id, "agenda"))
    program.operations.wait()
    hinted |= {hint.text for hint in window.footer.hints._hints}
    assert not hinted & {"edit", "swap", "change", "done", "add member", "add group", "new meeting", "add item", "undo"}
    assert {"next member", "move", "open", "next panel"} <= hinted
    window.show_shortcuts()
    sheet = window.findChild(ShortcutSheet)
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert "find anything" in words
    assert not {"undo", "redo", "begin something new here", "move up or down"} & set(words)
    sheet.close()


def test_no_start_page_comes_up_over_a_program_that_is_closed(program, path):
    """A file that is refused while everything closes is not told of: a window would come up and stay."""
    program.open_path(path)
    program.close()
    assert program.window is None
