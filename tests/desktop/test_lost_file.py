"""The open file is replaced, deleted, taken over: the window says so, and the work goes on in a rescued copy."""

import shutil

import pytest
import shiboken6
from PySide6.QtCore import Qt

from db.alliance import alliance, change_alliance
from db.backups.backups import backups_of
from db.engine import open_file
from db.files import lock
from desktop import bootstrap
from desktop.background_check import BackgroundCheck
from tests.new_file import new_file


@pytest.fixture
def path(tmp_path):
    with new_file(tmp_path / "Kolkha.ronda", name="Kolkha Alliance") as file:
        return file.path


@pytest.fixture
def window(program, path):
    window = program.show_file(open_file(path, who="Ana"))
    program.operations.wait()
    return window


def save(program, place):
    failures = []
    program.operations.write(change_alliance, place=place, failed=failures.append)
    program.operations.wait()
    return failures


def kept_in(path):
    with open_file(path, read_only=True) as file, file.reading() as session:
        return alliance(session).place


def test_the_work_goes_on_in_a_rescued_copy_beside_a_file_that_was_replaced(program, window, path, qtbot):
    save(program, "before")
    other = shutil.copy(path, path.with_name("other"))
    other_bytes = other.read_bytes()
    other.replace(path)
    assert save(program, "lost")
    safe = program.operations.file.path
    assert (safe.parent, safe.name.startswith("Kolkha (rescued ")) == (path.parent, True)
    assert safe.name in window.banner.label.text()
    assert "Another file stands where “Kolkha.ronda” was" in window.banner.label.text()
    assert not save(program, "after")
    assert "Saved" in window.footer.state_label.text()
    assert path.read_bytes() == other_bytes
    assert program._settings.value.recent[0].path == str(safe)
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert kept_in(safe) == "after"


def test_whoever_is_taken_over_from_is_told_by_whom_and_keeps_what_is_typed(program, window, path):
    taken = lock.take(path, who="Nora Tamm", office="Dolany", over=lock.holder(path))
    assert save(program, "refused")
    assert "Nora Tamm (Dolany) on the computer" in window.banner.label.text()
    assert not save(program, "mine")
    safe = program.operations.file.path
    program.close()
    assert kept_in(safe) == "mine"
    assert lock.holder(path) == taken
    lock.release(path, taken)
    assert kept_in(path) == ""


def test_a_file_written_over_is_left_as_it_is_and_said_so(program, window, path):
    path.write_bytes(b"x" * path.stat().st_size)
    assert save(program, "refused")
    assert "Another program wrote into “Kolkha.ronda”" in window.banner.label.text()
    assert window.footer.state_label.text() == "Saving has stopped"
    assert set(path.read_bytes()) == {ord("x")}
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".ronda"] == ["Kolkha.ronda"]


def test_what_was_typed_and_refused_is_written_into_the_rescued_copy_by_itself(program, window, path, qtbot):
    path.unlink()
    program.operations.keep(change_alliance, place="typed")
    qtbot.waitUntil(lambda: "Saved in a rescued copy" in window.footer.state_label.text())
    program.operations.kept_writes.try_again()
    program.operations.wait()
    safe = program.operations.file.path
    program.close()
    assert kept_in(safe) == "typed"


def test_the_rescued_copy_is_looked_over_and_backed_up_like_any_file(program, path, qtbot, monkeypatch):
    monkeypatch.setattr(bootstrap, "_CHECK_WHOLE_AFTER_MS", 0)
    looked_over = []
    monkeypatch.setattr(program, "_check_whole", lambda operations: looked_over.append(operations.file.path))
    program.show_file(open_file(path, who="Ana"))
    qtbot.waitUntil(lambda: looked_over == [path], timeout=30_000)
    path.unlink()
    assert save(program, "lost")
    program.operations.wait()
    safe = program.operations.file.path
    qtbot.waitUntil(lambda: looked_over == [path, safe], timeout=30_000)
    assert not program.operations.file.check_more()
    qtbot.waitUntil(lambda: bool(backups_of(safe)), timeout=30_000)


def test_a_look_over_that_was_under_way_says_nothing_of_the_rescued_copy(program, window, path, qtbot):
    told = []
    check = BackgroundCheck(program.operations)
    check.whole.connect(lambda: told.append("whole"))
    check.damaged.connect(lambda: told.append("damaged"))
    check.start()
    path.unlink()
    assert save(program, "lost")
    qtbot.waitUntil(lambda: not shiboken6.isValid(check), timeout=30_000)
    assert told == []


def test_the_window_that_says_that_saving_has_stopped_stays(program, window, path, qtbot):
    """For letters of another size, too: one built anew would not know, and there is no file left to ask."""
    path.write_bytes(b"x" * path.stat().st_size)
    assert save(program, "refused")
    program._appearance.set_text_percent(115)
    program._on_settings_closed()
    qtbot.wait(20)
    assert program.window is window
    assert window.footer.state_label.text() == "Saving has stopped"
    assert "Another program wrote into “Kolkha.ronda”" in window.banner.label.text()


def test_a_window_built_anew_says_where_the_work_goes_on(program, window, path, qtbot):
    path.unlink()
    assert save(program, "lost")
    program.operations.wait()
    said = window.banner.label.text()
    program._appearance.set_text_percent(115)
    program._on_settings_closed()
    qtbot.waitUntil(lambda: program.window is not window)
    again = program.window
    assert again.footer.state_label.text() == "Saved in a rescued copy"
    assert again.banner.label.text() == said
    assert again.banner.button.text() == "Show folder"
