"""A file on a stick: the window works on a copy, puts it back, says when, and lets nobody leave without knowing."""

import os
import shutil
import threading

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from db.alliance import alliance, change_alliance
from db.backups.backups import backups_of, is_backup
from db.engine import create_file, open_file
from db.files import lock
from db.files.media import LOCAL, Kind, Medium
from db.files.working_copy import WorkingCopy
from desktop import placed_files
from desktop.bootstrap import StartWindow
from desktop.conflicts import find_conflicts, tell_conflicts
from desktop.own_files import OwnFiles
from desktop.publishing import Leaving, Publishing
from desktop.start.dialogs import BothChangedDialog
from desktop.start.trouble_dialogs import DamagedDialog, ElsewhereDialog
from desktop.window import Window
from desktop.wiring import Wiring
from tests.new_file import new_file


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "STICK"
    folder.mkdir()
    new_file(folder / "Kolkha.ronda", name="Kolkha Alliance").close()
    OwnFiles().note(folder / "Kolkha.ronda")
    return folder


@pytest.fixture
def path(stick):
    return stick / "Kolkha.ronda"


@pytest.fixture(autouse=True)
def known_media(monkeypatch, stick, tmp_path):
    """Take the folder for a stick, and this user's data for a folder of the test's."""
    monkeypatch.setattr(
        placed_files, "medium_of", lambda path: Medium(Kind.REMOVABLE, "STICK") if stick in path.parents else LOCAL
    )
    monkeypatch.setattr(placed_files, "data_folder", lambda: tmp_path / "data")


@pytest.fixture
def opened(program, path, qtbot):
    """Return the window over the file on the stick, and what publishes it."""
    program._settings.change(who="Ana", office="Bergal")
    program.open_path(path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    return program.window, program.window.findChild(Publishing)


def save(program, words):
    program.operations.write(change_alliance, place=words)
    program.operations.wait()


def publish(program, window, publishing, qtbot):
    menu = window.sidebar.alliance.menu()
    (action,) = (one for one in menu.actions() if one.text() == "Put it on “STICK” now")
    with qtbot.waitSignal(publishing.told):
        action.trigger()
    program.operations.wait()


def words_in(path):
    copy = shutil.copy(path, path.parent.parent / "looked-at.ronda")
    with open_file(copy, read_only=True) as file, file.reading() as session:
        return alliance(session).place


def elsewhere(path, words):
    """Let another computer change the file on the stick."""
    theirs = shutil.copy(path, path.parent.parent / "theirs.ronda")
    with open_file(theirs) as file, file.writing() as session:
        change_alliance(session, place=words)
    os.replace(theirs, path)


def answer_leaving(seen, pick):
    """Answer the question that comes when the copy could not be put at its place."""

    def look():
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, Leaving) and one.isVisible()]
        if not found or not found[0].said.text():
            QTimer.singleShot(20, look)
            return
        seen.append(found[0].said.text())
        QTest.mouseClick(getattr(found[0], pick), Qt.MouseButton.LeftButton)

    QTimer.singleShot(20, look)


def test_the_footer_says_when_the_working_copy_was_put_on_the_stick(program, opened, path, qtbot):
    window, publishing = opened
    assert window.footer.place_label.text() == "Working copy of “STICK”"
    save(program, "Dolany")
    assert window.footer.place_label.text() == "Working copy, not yet on “STICK”"
    publish(program, window, publishing, qtbot)
    assert window.footer.place_label.text() == "Working copy, last put on “STICK”: 10:35"
    assert words_in(path) == "Dolany"
    assert program._settings.value.recent[0].path == str(path)


def test_it_is_put_there_by_itself_at_a_pause(program, opened, path, qtbot):
    _window, publishing = opened
    publishing._pause.setInterval(10)
    with qtbot.waitSignal(publishing.told):
        save(program, "Dolany")
    assert words_in(path) == "Dolany"


def test_closing_puts_it_there_and_only_its_backups_stay_on_this_computer(program, opened, path, tmp_path, qtbot):
    _window, _publishing = opened
    save(program, "Dolany")
    program.close_file()
    assert isinstance(program.window, StartWindow)
    assert words_in(path) == "Dolany"
    assert lock.holder(path) is None
    left = [*(tmp_path / "data" / "working").rglob("*.ronda")]  # on a slow machine one at opening, too
    assert left
    assert all(map(is_backup, left))


def test_of_a_stick_that_was_pulled_the_work_is_safe_here_and_goes_on_next_time(program, opened, path, stick, qtbot):
    window, publishing = opened
    save(program, "Dolany")
    away = stick.rename(stick.with_name("pulled"))
    publish(program, window, publishing, qtbot)
    assert window.footer.place_label.text() == "Safe here; “STICK” is not there"
    seen = []
    answer_leaving(seen, "close_button")
    program.close_file()
    assert program.window is window
    assert "Everything is saved on this computer, but not on “STICK”" in seen[0]
    answer_leaving(seen, "leave_button")
    program.close_file()
    assert isinstance(program.window, StartWindow)
    away.rename(stick)
    program.window.page.open_path(path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    with program.operations.file.reading() as session:
        assert alliance(session).place == "Dolany"
    program.close()
    assert words_in(path) == "Dolany"


def test_a_stick_that_comes_back_while_one_leaves_is_written_to(program, opened, path, stick, qtbot):
    window, _publishing = opened
    save(program, "Dolany")
    away = stick.rename(stick.with_name("pulled"))
    seen = []

    def back_again():
        if not seen:
            QTimer.singleShot(20, back_again)
            return
        away.rename(stick)

    QTimer.singleShot(20, back_again)
    answer_leaving(seen, "again_button")
    dialog_again = QTimer(window)
    dialog_again.setInterval(50)
    dialog_again.timeout.connect(
        lambda: [
            QTest.mouseClick(one.again_button, Qt.MouseButton.LeftButton)
            for one in QApplication.topLevelWidgets()
            if isinstance(one, Leaving) and one.again_button.isVisible()
        ]
    )
    dialog_again.start()
    program.close_file()
    assert isinstance(program.window, StartWindow)
    assert words_in(path) == "Dolany"


def test_enter_tries_again_rather_than_leave_without_the_stick(program, opened, path, stick, qtbot):
    save(program, "Dolany")
    away = stick.rename(stick.with_name("pulled"))

    kinds = {}

    def press_enter():
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, Leaving) and one.said.text()]
        if not found:
            QTimer.singleShot(20, press_enter)
            return
        verbs = [one for one in found[0].findChildren(QPushButton) if one.isVisible()]
        kinds.update({one.text(): one.property("kind") for one in verbs})
        away.rename(stick)
        QTest.keyClick(found[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    QTimer.singleShot(20, press_enter)
    program.close_file()
    assert kinds == {"Close anyway": "normal", "Stay in Ronda": "normal", "Try again": "primary"}
    assert isinstance(program.window, StartWindow)
    assert words_in(path) == "Dolany"


def test_what_another_office_wrote_meanwhile_stays_and_so_does_the_work_here(program, opened, path, qtbot):
    window, publishing = opened
    save(program, "mine")
    elsewhere(path, "theirs")
    publish(program, window, publishing, qtbot)
    beside = program.operations.file.home
    assert beside.name.startswith("Kolkha (from ")
    assert beside.name in window.banner.label.text()
    assert "“Kolkha.ronda” on “STICK” was changed by somebody else" in window.banner.label.text()
    assert (words_in(path), words_in(beside)) == ("theirs", "mine")
    assert program._settings.value.recent[0].path == str(beside)


def test_where_both_changed_the_start_page_asks_with_which_to_go_on(program, opened, path, stick, qtbot):
    _window, _publishing = opened
    save(program, "mine")
    away = stick.rename(stick.with_name("pulled"))
    answer_leaving([], "leave_button")
    program.close_file()
    away.rename(stick)
    lock.lock_path(path).unlink()
    elsewhere(path, "theirs")
    program.window.page.open_path(path)
    qtbot.waitUntil(lambda: program.window.page.findChild(BothChangedDialog) is not None)
    dialog = program.window.page.findChild(BothChangedDialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "was changed by somebody else" in said
    qtbot.mouseClick(dialog.theirs_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    with program.operations.file.reading() as session:
        assert alliance(session).place == "theirs"
    (beside,) = stick.glob("Kolkha (from *")
    assert words_in(beside) == "mine"


def built_anew(program, qtbot, percent=115):
    """Return the window once it is built for letters of another size."""
    before = program.window
    program._appearance.set_text_percent(percent)
    program._on_settings_closed()
    qtbot.waitUntil(lambda: program.window is not before)
    qtbot.waitUntil(lambda: not shiboken6.isValid(before))
    program.operations.wait()
    return program.window


def test_a_window_built_anew_asks_nothing_of_the_stick_and_goes_on(program, opened, path, stick, qtbot, monkeypatch):
    window, publishing = opened
    save(program, "Dolany")
    away = stick.rename(stick.with_name("pulled"))
    publish(program, window, publishing, qtbot)
    monkeypatch.setattr("desktop.publishing.Leaving", None)  # it would wait for an answer
    again = built_anew(program, qtbot)
    assert again.footer.place_label.text() == "Safe here; “STICK” is not there"
    away.rename(stick)
    publish(program, again, again.findChild(Publishing), qtbot)
    assert again.footer.place_label.text() == "Working copy, last put on “STICK”: 10:35"
    assert words_in(path) == "Dolany"


def test_what_is_being_put_on_the_stick_goes_on_while_the_window_is_built_anew(
    program, opened, path, qtbot, monkeypatch
):  # fmt: skip
    _window, publishing = opened
    save(program, "Dolany")
    way, put = threading.Event(), WorkingCopy.put

    def put_slowly(*args, **kwargs):
        way.wait(5)
        put(*args, **kwargs)

    monkeypatch.setattr(WorkingCopy, "put", put_slowly)
    publishing.publish()
    program.operations.wait()
    again = built_anew(program, qtbot)
    assert not again.findChild(Publishing).idle
    with qtbot.waitSignal(publishing.told):
        way.set()
    assert again.footer.place_label.text() == "Working copy, last put on “STICK”: 10:35"
    assert words_in(path) == "Dolany"


def test_that_both_stay_is_said_in_a_window_built_anew_too(program, opened, path, qtbot):
    window, publishing = opened
    save(program, "mine")
    elsewhere(path, "theirs")
    publish(program, window, publishing, qtbot)
    said = window.banner.label.text()
    again = built_anew(program, qtbot)
    assert again.banner.isVisible()
    assert again.banner.label.text() == said


def test_a_file_on_a_stick_that_was_never_open_here_is_asked_about(program, stick, qtbot):
    theirs = stick / "Theirs.ronda"
    create_file(theirs, name="Lake Valley").close()
    program.open_path(theirs)
    qtbot.waitUntil(lambda: isinstance(program.window, StartWindow))
    page = program.window.page
    qtbot.waitUntil(lambda: page.findChild(ElsewhereDialog) is not None)
    assert lock.holder(theirs) is None
    qtbot.mouseClick(page.findChild(ElsewhereDialog).ours_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    assert program.operations.file.home == theirs
    assert OwnFiles().knows(theirs)


def test_its_backups_are_found_again_the_next_time(program, opened, path, qtbot):
    save(program, "Dolany")
    program.close_file()
    program.window.page.open_path(path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    backup = backups_of(program.operations.file.path)[-1]
    program.close_file()
    program.window.page.open_path(backup.path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window))
    program.operations.wait()
    assert program.operations.file.read_only


def test_a_damaged_working_copy_steps_aside_for_its_backup_which_is_put_on_the_stick(
    program, opened, path, stick, qtbot
):  # fmt: skip
    file = program.operations.file
    save(program, "Dolany")
    away = stick.rename(stick.with_name("pulled"))
    answer_leaving([], "leave_button")
    program.close_file()
    content = bytearray(file.path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[4096 * page : 4096 * (page + 1)] = bytes(range(256)) * 16
    file.path.write_bytes(content)
    away.rename(stick)
    program.window.page.open_path(path)
    qtbot.waitUntil(lambda: program.window.page.findChild(DamagedDialog) is not None, timeout=20_000)
    qtbot.mouseClick(program.window.page.findChild(DamagedDialog).backup_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=20_000)
    program.operations.wait()
    assert program.operations.file.home == path
    program.close()
    assert words_in(path) == "Dolany"  # of the backup taken at closing
    assert file.path.with_name("Kolkha.ronda.damaged").read_bytes() == content


def test_a_copy_made_because_of_a_conflict_is_explained(program, tmp_path, qtbot):
    path = tmp_path / "A.ronda"
    create_file(path, name="Alliance").close()
    OwnFiles().note(path)
    (tmp_path / "A.sync-conflict-20261122-101500-ABCDEFG.ronda").touch()
    program.open_path(path)
    qtbot.waitUntil(lambda: isinstance(program.window, Window) and program.window.banner.isVisible())
    words = program.window.banner.label.text()
    assert "A.sync-conflict-20261122-101500-ABCDEFG.ronda" in words
    assert "bring over what is missing here" in words
    program.operations.wait()
    again = built_anew(program, qtbot)
    qtbot.waitUntil(lambda: again.banner.label.text() == words)
    QTest.mouseClick(again.banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert not again.banner.isVisible()
    last = built_anew(program, qtbot, 130)
    program._jobs.wait()
    assert not last.banner.isVisible(), "it was put away"


def test_what_was_offered_before_a_conflict_was_found_is_offered_after_it(program, tmp_path, qtbot):
    path = tmp_path / "A.ronda"
    create_file(path, name="Alliance").close()
    copy = tmp_path / "A.sync-conflict-20261122-101500-ABCDEFG.ronda"
    window = program.show_file(open_file(path))
    program.operations.wait()
    window.findChild(Wiring).offer_envelope()
    offered = window.banner.label.text()
    copy.touch()
    tell_conflicts(window, path, find_conflicts(path))
    assert copy.name in window.banner.label.text()
    again = built_anew(program, qtbot)
    qtbot.waitUntil(lambda: copy.name in again.banner.label.text())
    QTest.mouseClick(again.banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert (again.banner.label.text(), again.banner.button.text()) == (offered, "Print the sheet…")
    assert again.banner.isVisible()
    QTest.mouseClick(again.banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert not again.banner.isVisible()
