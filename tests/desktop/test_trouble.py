"""A file from elsewhere is asked about; from a damaged one the start page leads on. Real files, the real program."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.backups.backups import Why, backups_of, take_backup
from db.engine import create_file, open_file
from db.errors.files import PassphraseNeeded, WrongPassphrase
from db.files.copies import change_passphrase
from db.files.media import Kind, Medium
from db.members.members import add_member, members_on
from desktop import placed_files
from desktop.alliance_files import AllianceFiles
from desktop.bootstrap import StartWindow
from desktop.copies_seen import CopiesSeen
from desktop.damage import what_helps
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.start.dialogs import PassphraseDialog
from desktop.start.page import Choosers
from desktop.start.trouble_dialogs import DamagedDialog, ElsewhereDialog, RescuedDialog
from desktop.window import Window

LEFT = Qt.MouseButton.LeftButton
PASSPHRASE = "canal stone bridge lamp"


@pytest.fixture
def alliance(tmp_path, clock):
    """Return a function that makes a file with one member, its backup, and another member added after that."""

    def make(passphrase=None, *, backup=True) -> Path:
        place = tmp_path / "Ours.ronda"
        with create_file(place, name="Lake Valley", passphrase=passphrase) as file:
            with file.writing() as session:
                add_member(session, name="Weavers of Puno")
            if backup:
                take_backup(file, at=clock.now(), why=Why.ASKED)
            with file.writing() as session:
                add_member(session, name="Fishers of Uros")
        return place

    return make


def _break(path: Path, table: str, passphrase: str | None = None) -> bytes:
    with open_file(path, passphrase=passphrase, read_only=True) as file:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        page = file.raw().execute(query, (table,)).fetchone()[0]
    content = bytearray(path.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = bytes(range(256)) * 16
    path.write_bytes(content)
    return bytes(content)


def _names(file) -> set[str]:
    with file.reading() as session:
        return {row.name for row in members_on(session)}


@pytest.fixture
def page(program):
    program.show_start()
    assert isinstance(program.window, StartWindow)
    return program.window.page


def _words(dialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def _asked(page, kind, qtbot):
    qtbot.waitUntil(lambda: page.findChild(kind) is not None, timeout=20_000)
    return page.findChild(kind)


def test_a_file_never_seen_is_copied_clean_and_the_copy_opens(program, page, alliance, tmp_path, qtbot):
    path = alliance()
    place = tmp_path / "Clean.ronda"
    page._choosers = Choosers(*[lambda *_: None] * 3, place_for_clean_copy=lambda _over, _path: place)
    before = path.read_bytes()
    page.open_path(path)
    dialog = _asked(page, ElsewhereDialog, qtbot)
    assert "Ours.ronda" in _words(dialog)
    qtbot.mouseClick(dialog.copy_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=20_000)
    program.operations.wait()
    assert program.operations.file.path == place
    assert _names(program.operations.file) == {"Weavers of Puno", "Fishers of Uros"}
    assert path.read_bytes() == before
    assert OwnFiles().knows(place)
    assert not OwnFiles().knows(path)


def test_a_file_said_to_be_ours_opens_itself_and_is_not_asked_about_again(program, page, alliance, qtbot):
    path = alliance()
    page.open_path(path)
    dialog = _asked(page, ElsewhereDialog, qtbot)
    qtbot.mouseClick(dialog.ours_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=20_000)
    program.operations.wait()
    assert program.operations.file.path == path
    moved = path.rename(path.with_name("Moved.ronda"))
    assert OwnFiles().knows(moved)
    assert not OwnFiles().knows(Path(shutil.copy(moved, path.with_name("Copied.ronda"))))


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_damaged_file_steps_aside_for_its_newest_backup(program, page, alliance, qtbot, passphrase):
    path = alliance(passphrase)
    content = _break(path, "alliance", passphrase)
    page.open_path(path, passphrase=passphrase, ours=True)
    dialog = _asked(page, DamagedDialog, qtbot)
    assert "The newest good backup is of 7 October 2026" in _words(dialog)
    qtbot.mouseClick(dialog.backup_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=30_000)
    program.operations.wait()
    assert program.operations.file.path == path
    assert _names(program.operations.file) == {"Weavers of Puno"}
    assert path.with_name("Ours.ronda.damaged").read_bytes() == content


@pytest.fixture
def protected_later(alliance, clock):
    """A protected and damaged file: its oldest backup is open, the next is protected, the last under another phrase."""
    path = alliance()
    for days, old, new in ((1, None, PASSPHRASE), (2, PASSPHRASE, "another good one")):
        with change_passphrase(open_file(path, passphrase=old), old=old, new=new) as file:
            take_backup(file, at=clock.now() + dt.timedelta(days=days), why=Why.ASKED)
    _break(path, "alliance", "another good one")
    return path


def test_an_open_backup_is_not_offered_before_newer_ones_that_are_protected(protected_later):
    """Go on to older ones after `PassphraseNeeded`, and this fails."""
    seen = CopiesSeen()
    with pytest.raises(PassphraseNeeded):
        what_helps(protected_later, passphrase=None, seen=seen)
    newest = what_helps(protected_later, passphrase="another good one", seen=seen)
    assert (newest.locked, newest.opens_up, newest.backup) == (0, False, backups_of(protected_later)[0])
    former = what_helps(protected_later, passphrase=PASSPHRASE, seen=seen)
    assert (former.locked, former.opens_up, former.backup) == (1, False, backups_of(protected_later)[1])


def test_an_open_backup_in_the_place_of_a_protected_file_is_not_chosen_unsaid(protected_later, qtbot):
    """Leave `opens_up` out of the dialog, and this fails."""
    found = what_helps(protected_later, passphrase="none of them at all", seen=CopiesSeen())
    assert (found.locked, found.opens_up, found.backup) == (2, True, backups_of(protected_later)[2])
    dialog = DamagedDialog("", found)
    qtbot.addWidget(dialog)
    assert "2 newer backups cannot be read with this passphrase" in _words(dialog)
    assert "has no passphrase, and “Ours.ronda” seems to have one" in _words(dialog)


@pytest.mark.parametrize(
    ("wound", "passphrase"),
    [("cut off", PASSPHRASE), ("empty", PASSPHRASE), ("empty", None), ("other header", None),
     ("other header", PASSPHRASE)],
)  # fmt: skip
def test_one_that_is_hardly_a_file_any_more_is_helped_as_well(program, page, alliance, qtbot, wound, passphrase):
    path = alliance(passphrase)
    content = path.read_bytes()
    content = {
        "empty": b"", "cut off": content[:-100], "other header": bytes(range(1, 101)) + content[100:],
    }[wound]  # fmt: skip
    path.write_bytes(content)
    page.open_path(path, ours=True)
    if passphrase is not None:
        asking = _asked(page, PassphraseDialog, qtbot)
        qtbot.keyClicks(asking.field, passphrase)
        qtbot.mouseClick(asking.open_button, LEFT)
    dialog = _asked(page, DamagedDialog, qtbot)
    assert "The newest good backup is of 7 October 2026" in _words(dialog)
    qtbot.mouseClick(dialog.backup_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=30_000)
    program.operations.wait()
    assert _names(program.operations.file) == {"Weavers of Puno"}
    assert path.with_name("Ours.ronda.damaged").read_bytes() == content


def test_what_can_be_read_of_a_damaged_file_is_saved_and_told(program, page, alliance, qtbot):
    path = alliance(backup=False)
    content = _break(path, "alliance")
    page.open_path(path, ours=True)
    dialog = _asked(page, DamagedDialog, qtbot)
    assert "no backup" in _words(dialog)
    qtbot.mouseClick(dialog.rescue_button, LEFT)
    told = _asked(page, RescuedDialog, qtbot)
    assert "2 members" in _words(told)
    qtbot.mouseClick(told.open_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.window, Window), timeout=20_000)
    program.operations.wait()
    assert _names(program.operations.file) == {"Weavers of Puno", "Fishers of Uros"}
    assert path.with_name("Ours.ronda.damaged").read_bytes() == content


def test_a_damaged_file_is_left_as_it_is_unless_somebody_chooses(program, page, alliance, qtbot):
    path = alliance()
    content = _break(path, "alliance")
    page.open_path(path, ours=True)
    dialog = _asked(page, DamagedDialog, qtbot)
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert path.read_bytes() == content
    assert [one.name for one in path.parent.glob("*.damaged")] == []


def test_the_backups_of_a_damaged_file_on_a_stick_are_found_on_this_computer(alliance, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(placed_files, "medium_of", lambda _path: Medium(Kind.REMOVABLE, "STICK"))
    monkeypatch.setattr(placed_files, "data_folder", lambda: tmp_path / "own")
    path, files = alliance(backup=False), AllianceFiles(SettingsFile(tmp_path / "settings.json"), clock)
    with files.open_file(path, passphrase=None, read_only=False, ours=True) as file:
        taken = take_backup(file, at=clock.now(), why=Why.ASKED)
    moved = tmp_path / "E" / path.name
    moved.parent.mkdir()
    path.rename(moved)
    moved.write_bytes(bytes(200))
    assert files.what_helps(moved, passphrase=None).backup.path == taken.path


def test_a_wrong_passphrase_is_told_as_such_whatever_backups_there_are(alliance):
    """The former one, of which there is a backup: the file itself is whole. Ask the backup alone, and this fails."""
    path = alliance(PASSPHRASE)
    with change_passphrase(open_file(path, passphrase=PASSPHRASE), old=PASSPHRASE, new="another good one"):
        pass
    with pytest.raises(WrongPassphrase):
        open_file(path, passphrase=PASSPHRASE)


def test_commands_say_of_a_file_with_a_lost_header_that_it_is_damaged(alliance, ronda, tmp_path):
    path, key = alliance(PASSPHRASE), tmp_path / "key"
    key.write_text(PASSPHRASE)
    content = path.read_bytes()
    for wound in (b"somebody wrote into it " * 5 + content[115:], bytes(range(1, 17)) + content[16:]):
        path.write_bytes(wound)
        code, _out, said = ronda("check", path, "--passphrase-file", key)
        assert (code, "“Ours.ronda” is damaged" in said, "open a backup" in said) == (1, True, True), said
    assert ronda("rescue", path, "-o", tmp_path / "saved.ronda", "--passphrase-file", key)[0] == 0
