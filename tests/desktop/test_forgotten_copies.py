"""Somebody forgotten leaves the copies in the second place, too: now, or when it is next seen; what stays is named."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.alliance import alliance, change_alliance
from db.backups.backups import Why, backups_of
from db.backups.second_place import claim
from db.engine import open_file
from db.files.copies import change_passphrase
from db.members.forgettable import forgettable
from db.members.people import add_person
from desktop import forgotten_copies
from desktop.backups.dialog import BackupsDialog
from desktop.backups.keeper import BackupKeeper
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.members.forgetting import ForgetDialog
from desktop.settings import SettingsFile
from desktop.widgets.messages import InlineMessage
from desktop.window import Window
from tests.desktop.conftest import Ronda

NAME = "Xiomara Quilca Roca"
SECRETS = (b"Quilca", b"xq@example")


def _until(qtbot: QtBot, true: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(true()), timeout=10_000)


def _hits(folder: Path) -> list[str]:
    """Return the files below a folder in whose bytes the person is found."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in found if any(secret in path.read_bytes() for secret in SECRETS))


@pytest.fixture
def known(path: Path) -> Path:
    with open_file(path, who="Keti") as file, file.writing() as session:
        add_person(session, name=NAME, email="xq@example.org")
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "STICK"
    place.mkdir()
    return place


@pytest.fixture
def keeper(program: Program, known: Path, stick: Path, qtbot: QtBot) -> BackupKeeper:
    """Who keeps the backups of an open file: two of them stand on the stick, the first not beside the file any more."""
    program.show_file(open_file(known, who="Keti"))
    assert program.operations is not None
    found = program._keeper_of(program.operations)
    _until(qtbot, lambda: backups_of(known) and found.idle)
    found.choose_place(stick)
    _until(qtbot, lambda: found.idle and found.place.copied_at)
    program.operations.write(change_alliance, place="Poti")
    program.operations.wait()
    found.take(Why.ASKED)
    _until(qtbot, lambda: found.idle and len(backups_of(known)) == 2)
    backups_of(known)[-1].path.unlink()
    assert len(_hits(stick)) == 2
    return found


def _ask(program: Program) -> ForgetDialog:
    assert program.operations is not None
    found: list[object] = []
    program.operations.read(forgettable, done=found.extend)
    program.operations.wait()
    dialog = ForgetDialog(program.operations, found, lambda _words: None, program.window)  # type: ignore[arg-type]
    dialog.open()
    dialog.person.setCurrentText(NAME)
    program.operations.wait()
    return dialog


def _forget(program: Program, dialog: ForgetDialog) -> None:
    dialog.sure_box.click()
    assert dialog.primary is not None
    assert program.operations is not None
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    program.operations.wait()


def _foot(program: Program) -> str:
    assert isinstance(program.window, Window)
    return program.window.footer.copy_label.text()


def test_copies_on_a_stick_that_is_there_are_rewritten_at_once(
    program: Program, keeper: BackupKeeper, stick: Path, qtbot: QtBot
) -> None:
    """Also the one that is beside the file no more; and how old the copies are does not change."""
    before = {path.name: path.stat().st_mtime_ns for path in stick.rglob("*.ronda")}
    dialog = _ask(program)
    assert "“STICK”, which is connected" in dialog.place_label.text()
    _forget(program, dialog)
    _until(qtbot, lambda: keeper.idle and not keeper.still_held_at())
    assert _hits(stick) == []
    assert {path.name: path.stat().st_mtime_ns for path in stick.rglob("*.ronda")} == before
    assert "still hold" not in _foot(program)


def test_copies_on_a_stick_that_is_away_are_told_and_rewritten_when_it_is_seen_again(
    program: Program, keeper: BackupKeeper, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    """It is said before, in the footer and among the backups; the settings of this computer keep no name."""
    assert program.operations is not None
    stick.rename(tmp_path / "in a pocket")
    keeper.look_at_place()
    _until(qtbot, lambda: keeper.idle and not keeper.place.there)
    dialog = _ask(program)
    assert "is not connected: its copies still hold them" in dialog.place_label.text()
    _forget(program, dialog)
    _until(qtbot, lambda: keeper.idle)
    assert _foot(program) == "Copies on “STICK” still hold somebody who was forgotten"
    listed = BackupsDialog(program.operations, keeper, Clock(), program.window)
    listed.open()
    _until(qtbot, lambda: keeper.idle)
    assert "rewritten once it is connected" in listed.message.label.text()
    listed.reject()
    assert b"Quilca" not in (tmp_path / "settings.json").read_bytes()
    assert len(_hits(tmp_path / "in a pocket")) == 2
    fresh = SettingsFile(tmp_path / "settings.json")
    assert len(fresh.value.owed) == 1  # the next session knows of it too
    (tmp_path / "in a pocket").rename(stick)
    keeper.look_at_place()
    _until(qtbot, lambda: keeper.idle and not keeper.still_held_at())
    assert _hits(stick) == []
    assert SettingsFile(tmp_path / "settings.json").value.owed == ()
    assert _foot(program).startswith("Copy on “STICK”")


def test_whoever_leaves_the_copies_as_they_are_is_not_overruled(
    program: Program, keeper: BackupKeeper, stick: Path, qtbot: QtBot
) -> None:
    dialog = _ask(program)
    dialog.backups_box.click()
    assert not dialog.place_label.isEnabled()
    _forget(program, dialog)
    keeper.look_at_place()
    _until(qtbot, lambda: keeper.idle)
    assert len(_hits(stick)) == 2


def test_copies_under_another_passphrase_are_named(
    program: Program, keeper: BackupKeeper, stick: Path, known: Path, qtbot: QtBot
) -> None:
    """Those beside the file where one looks, those on the stick in the footer and among the backups."""
    [beside] = backups_of(known)
    first = next(path for path in stick.rglob("*.ronda") if path.name != beside.path.name)
    for path in (beside.path, first):
        change_passphrase(open_file(path), old=None, new="four words that hold").close()
    dialog = _ask(program)
    _forget(program, dialog)
    assert dialog.isVisible()
    _until(qtbot, lambda: any(one.isVisible() for one in dialog.findChildren(InlineMessage)))
    [told] = [one for one in dialog.findChildren(InlineMessage) if one.isVisible()]
    assert beside.path.name in told.label.text()
    dialog.reject()
    _until(qtbot, lambda: keeper.idle and keeper.not_forgotten)
    assert keeper.not_forgotten == (first,)
    assert _foot(program) == "Copies on “STICK” still hold somebody who was forgotten"
    assert program.operations is not None
    listed = BackupsDialog(program.operations, keeper, Clock(), program.window)
    listed.open()
    _until(qtbot, lambda: first.name in listed.message.label.text())
    listed.reject()


def test_the_command_does_the_same(ronda: Ronda, known: Path, stick: Path, clock: Clock) -> None:
    with open_file(known) as file, file.reading() as session:
        key = alliance(session).id
    place = claim(stick, known.stem, key)
    assert ronda("backup", known, "-o", place)[0] == 0
    SettingsFile().set_place(key.hex, str(place))
    away = stick.with_name("in a pocket")
    stick.rename(away)
    with open_file(known) as file, file.writing() as session:
        add_person(session, name="Somebody Else Here")
    code, said, _err = ronda("forget", known, "--person", "quilca")
    assert code == 0
    assert "“STICK” is not connected: its copies still hold them" in said
    assert len(_hits(away)) == 1
    away.rename(stick)
    code, said, _err = ronda("forget", known, "--person", "somebody else")
    assert code == 0
    assert "not connected" not in said
    assert _hits(stick) == []
    assert SettingsFile().value.owed == ()


def test_a_stick_that_comes_back_under_another_name_is_known(
    ronda: Ronda, known: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look for the copies where they were alone, and this fails."""
    with open_file(known) as file, file.reading() as session:
        key = alliance(session).id
    place = claim(stick, known.stem, key)
    assert ronda("backup", known, "-o", place)[0] == 0
    SettingsFile().set_place(key.hex, str(place))
    moved = stick.rename(stick.with_name("E"))
    monkeypatch.setattr(forgotten_copies, "volumes", lambda: [moved])
    assert ronda("forget", known, "--person", "quilca")[0] == 0
    assert _hits(moved) == []
    assert SettingsFile().value.owed == ()


def test_what_is_owed_survives_another_place_and_settings_that_were_touched(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    settings.set_place("a" * 32, str(tmp_path / "STICK"))
    from desktop.forgotten_copies import owe

    owed = owe(settings, "a" * 32, uuid.UUID(int=7))
    assert owe(settings, "b" * 32, uuid.UUID(int=7)) is None
    settings.set_place("a" * 32, str(tmp_path / "OTHER"))
    again = SettingsFile(tmp_path / "settings.json")
    assert again.owed("a" * 32) == (owed,)
    (tmp_path / "settings.json").write_text('{"owed": [{"alliance": "x", "folder": "y", "person": "no key"}, 3]}')
    assert SettingsFile(tmp_path / "settings.json").value.owed == ()
