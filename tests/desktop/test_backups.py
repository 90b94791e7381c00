"""Backups while one works: taken by themselves, copied to a stick, told in the footer, looked into and restored."""

import datetime as dt
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.alliance import change_alliance
from db.backups.backups import Why, backup_folder, backups_of, take_backup
from db.backups.second_place import MARK, claim
from db.engine import create_file, open_file
from db.files.copies import change_passphrase
from desktop.backups import copies
from desktop.backups import keeper as keeping
from desktop.backups.dialog import BackupsDialog
from desktop.backups.keeper import BackupKeeper
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.window import Window

PHRASE = "four words that hold"


def _until(qtbot: QtBot, true: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(true()), timeout=10_000)


def _keeper(program: Program) -> BackupKeeper:
    assert program.operations is not None
    return program._keeper_of(program.operations)


@pytest.fixture
def opened(program: Program, path: Path, qtbot: QtBot) -> Program:
    """The program over a file whose first backup was taken as it was opened."""
    program.show_file(open_file(path, who="Keti"))
    _until(qtbot, lambda: backups_of(path) and _keeper(program).idle)
    return program


def _rename(program: Program, qtbot: QtBot, place: str) -> None:
    assert program.operations is not None
    program.operations.write(change_alliance, place=place)
    program.operations.wait()


def _copy_label(program: Program) -> str:
    assert isinstance(program.window, Window)
    return program.window.footer.copy_label.text()


def test_one_is_taken_at_opening_and_none_where_nothing_changed(opened: Program, path: Path, qtbot: QtBot) -> None:
    """Ask nothing of `_due` in `BackupKeeper.begin`, and this fails; ask for none there, and all below do."""
    assert [one.why for one in backups_of(path)] == [Why.OPENING]
    opened.close_file()
    assert [one.why for one in backups_of(path)] == [Why.OPENING], "nothing had changed at closing"
    opened.show_file(open_file(path))
    keeper = _keeper(opened)
    _until(qtbot, lambda: keeper._begun and keeper.idle)
    assert len(backups_of(path)) == 1


def test_closing_takes_one_of_what_changed(opened: Program, path: Path, qtbot: QtBot) -> None:
    """Ask for none in `BackupKeeper.close`, and this fails."""
    _rename(opened, qtbot, "Poti")
    opened.close_file()
    newest = backups_of(path)[0]
    assert newest.why is Why.CLOSING
    with open_file(newest.path, read_only=True) as copy, copy.looking() as look:
        assert look.value("SELECT place FROM alliance") == "Poti"


def test_ending_the_program_takes_one_too(opened: Program, path: Path, qtbot: QtBot) -> None:
    """Close no keeper in `Program._let_go`, and this fails."""
    _rename(opened, qtbot, "Poti")
    opened.close()
    assert backups_of(path)[0].why is Why.CLOSING
    assert not [name for name in os.listdir(backup_folder(path)) if name.startswith(".")]


def test_half_an_hour_after_the_first_change_one_is_taken(opened: Program, path: Path, qtbot: QtBot) -> None:
    """Start the timer with every change in `BackupKeeper._on_saved`, and this fails."""
    keeper = _keeper(opened)
    assert not keeper._work.isActive()
    _rename(opened, qtbot, "Poti")
    assert keeper._work.isActive()
    assert keeper._work.interval() == 30 * 60 * 1000
    begun = keeper._work.timerId()
    _rename(opened, qtbot, "Batumi")
    assert keeper._work.timerId() == begun, "a later change does not put it off"
    keeper._work.setInterval(0)
    _until(qtbot, lambda: backups_of(path)[0].why is Why.WORK and keeper.idle)
    assert not keeper._work.isActive()


def test_a_backup_that_fails_is_said_in_the_footer_and_work_goes_on(opened: Program, path: Path, qtbot: QtBot) -> None:
    """Do not emit `told` when one is refused, or keep `failure` when the next is taken, and this fails."""
    keeper, folder = _keeper(opened), backup_folder(path)
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("no folder")
    keeper.take(Why.ASKED)
    _until(qtbot, lambda: "No backup was made" in _copy_label(opened))
    _rename(opened, qtbot, "Poti")
    assert opened.operations is not None
    assert opened.operations.all_saved
    folder.unlink()
    aside.rename(folder)
    keeper.take(Why.ASKED)
    _until(qtbot, lambda: _copy_label(opened) == "")
    assert backups_of(path)[0].why is Why.ASKED


def test_after_a_fault_while_one_is_taken_the_next_can_be_asked_for(
    opened: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask for no `crashed` in `BackupKeeper._ask`, or let `_before_big` catch known errors alone, and this fails."""
    keeper = _keeper(opened)
    assert opened.operations is not None
    opened.operations.crashed.disconnect()

    def fault(*_args: object, **_named: object) -> None:
        raise RuntimeError

    for part in ("begin_backup", "finish_backup"):
        with monkeypatch.context() as patch:
            patch.setattr(keeping, part, fault)
            keeper.take(Why.ASKED)
            _until(qtbot, lambda: "No backup was made" in _copy_label(opened))
        assert keeper.idle
        keeper.take(Why.ASKED)
        _until(qtbot, lambda: _copy_label(opened) == "")
    _rename(opened, qtbot, "Poti")
    monkeypatch.setattr(keeping, "take_backup", fault)
    opened.operations.write(change_alliance, place="Batumi", backup=Why.IMPORT)
    opened.operations.wait()
    _until(qtbot, lambda: "No backup was made" in _copy_label(opened))
    with keeper.file.looking() as look:
        assert look.value("SELECT place FROM alliance") == "Batumi"


def test_a_read_only_look_takes_none(program: Program, path: Path, qtbot: QtBot) -> None:
    """Leave `read_only` out of `_may_take`, and this fails."""
    program.show_file(open_file(path, read_only=True))
    keeper = _keeper(program)
    _until(qtbot, lambda: keeper._begun and keeper.idle)
    program.close_file()
    assert not backup_folder(path).exists()


def test_a_backup_opened_where_it_lies_is_only_looked_at(program: Program, path: Path, qtbot: QtBot) -> None:
    """Open it to write in `AllianceFiles`, and this fails."""
    with open_file(path) as file:
        backup = take_backup(file, at=dt.datetime(2026, 10, 1, 12, 0).astimezone(), why=Why.CLOSING)
    OwnFiles().note(path)
    program.open_path(backup.path)
    _until(qtbot, lambda: isinstance(program.window, Window))
    assert isinstance(program.window, Window)
    assert program.operations is not None
    assert program.operations.read_only
    assert program.window.banner.label.text().startswith("This is the backup of 1 October 2026, 12:00.")


def test_an_import_takes_one_first(opened: Program, path: Path) -> None:
    """Do not call `before_big` in `Operations.write`, and this fails."""
    assert opened.operations is not None
    opened.operations.write(change_alliance, place="Poti")
    opened.operations.write(change_alliance, place="Batumi", backup=Why.IMPORT)
    opened.operations.wait()
    newest = backups_of(path)[0]
    assert newest.why is Why.IMPORT
    with open_file(newest.path, read_only=True) as copy, copy.looking() as look:
        assert look.value("SELECT place FROM alliance") == "Poti"


def test_it_gives_way_to_what_is_asked_meanwhile(
    opened: Program, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask `begin_backup` without `give_way`, and this fails."""
    asked: list[bool] = []
    begin = keeping.begin_backup
    monkeypatch.setattr(keeping, "_AGAIN_MS", 50)

    def slow(*args: object, give_way: Callable[[], bool] | None, **kwargs: object) -> object:
        assert give_way is not None
        until = time.monotonic() + 10
        while not asked and not give_way() and time.monotonic() < until:
            time.sleep(0.005)  # until the write is asked for
        asked.append(give_way())
        if give_way():
            raise keeping.BackupPutOff
        return begin(*args, give_way=give_way, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "begin_backup", slow)
    _rename(opened, qtbot, "Poti")
    assert opened.operations is not None
    _keeper(opened).take(Why.WORK)
    opened.operations.write(change_alliance, place="Batumi")
    _until(qtbot, lambda: backups_of(path)[0].why is Why.WORK)
    assert asked[0] is True
    assert asked[-1] is False


# The second place


def test_copies_go_to_a_stick_when_it_is_there_and_the_footer_says_how_old(
    opened: Program, path: Path, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    """Let `is_there` look for the folder alone, or `copy_newest` make it, and this fails."""
    keeper, stick = _keeper(opened), tmp_path / "STICK"
    stick.mkdir()
    keeper.choose_place(stick)
    _until(qtbot, lambda: "STICK" in _copy_label(opened) and keeper.idle)
    there = stick / "a.ronda-backups"
    newest = backups_of(path)[0]
    assert {entry.name for entry in there.iterdir()} == {MARK, newest.path.name}
    assert (there / newest.path.name).read_bytes() == newest.path.read_bytes()
    assert _copy_label(opened) == "Copy on “STICK”: less than an hour old"
    stick.rename(tmp_path / "in a pocket")
    (tmp_path / "STICK").mkdir()  # the name is there, the stick is not
    _rename(opened, qtbot, "Poti")
    keeper.take(Why.ASKED)
    _until(qtbot, lambda: keeper.idle and len(backups_of(path)) == 2)
    assert list((tmp_path / "STICK").iterdir()) == []
    assert keeper.failure is None
    assert keeper.place.failure is None
    (tmp_path / "STICK").rmdir()
    (tmp_path / "in a pocket").rename(stick)
    keeper.look_at_place()
    _until(qtbot, lambda: keeper.idle and len(list(there.iterdir())) == 3)


def test_a_place_named_while_the_file_is_still_looked_over_stays(
    program: Program, path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """Let the keeper learn the alliance's key in `begin` alone, as it did, and this fails: the place was nobody's."""
    stick = tmp_path / "STICK"
    stick.mkdir()
    program.show_file(open_file(path, who="Keti"))
    keeper = _keeper(program)
    assert not keeper._begun
    keeper.choose_place(stick)
    _until(qtbot, lambda: keeper._begun and keeper.idle and backups_of(path))
    assert {entry.name for entry in (stick / "a.ronda-backups").iterdir()} == {MARK, backups_of(path)[0].path.name}
    program.close_file()
    program.show_file(open_file(path))
    assert _keeper(program).second_place()[0] == "STICK"


def test_a_stick_under_another_name_is_known_by_its_alliance_and_keeps_what_a_renamed_file_left_there(
    opened: Program, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look at no `volumes` in `find_again`, or at the name of a folder alone, and this fails."""
    keeper, stick = _keeper(opened), tmp_path / "media" / "STICK"
    (stick / "Office").mkdir(parents=True)
    keeper.choose_place(stick / "Office")
    _until(qtbot, lambda: keeper.idle and keeper.place.there)
    moved, other = tmp_path / "media" / "STICK1", tmp_path / "media" / "OTHER"
    stick.rename(moved)
    (other / "Office").mkdir(parents=True)
    claim(other / "Office", "a", uuid.uuid4())
    monkeypatch.setattr(copies, "volumes", lambda: [other, moved])
    there = moved / "Office" / "a.ronda-backups"
    former = next(there.glob("*.ronda"))
    former = former.rename(former.with_name(former.name.replace("a ", "former ", 1)))
    keeper.look_at_place()
    _until(qtbot, lambda: keeper.idle and keeper.place.folder == there)
    assert keeper.place.there
    assert {one.name for one in there.iterdir()} == {MARK, former.name, backups_of(path)[0].path.name}
    assert former in [one.path for one, _beside, _there in keeper.backups()]
    assert list((other / "Office" / "a.ronda-backups").iterdir()) == [other / "Office" / "a.ronda-backups" / MARK]
    assert opened._settings.place(keeper._alliance).folder == str(there)


def test_an_old_copy_on_a_stick_that_is_away_is_told_with_emphasis(
    program: Program, path: Path, qtbot: QtBot, clock: Clock, tmp_path: Path
) -> None:
    """Let `LATE_DAYS` be 70, and this fails."""
    with open_file(path) as file, file.looking() as look:
        alliance = look.value("SELECT id FROM alliance")
    then = (clock.now().astimezone() - dt.timedelta(days=9)).isoformat()
    SettingsFile(tmp_path / "settings.json").set_place(alliance, str(tmp_path / "STICK" / "a.ronda-backups"), then)
    program._settings.value = SettingsFile(tmp_path / "settings.json").value
    program.show_file(open_file(path))
    _until(qtbot, lambda: "9 days old" in _copy_label(program))
    assert _keeper(program).words() == ("Copy on “STICK”: 9 days old", "warn")


def test_two_alliances_do_not_share_a_folder_on_a_stick(tmp_path: Path) -> None:
    """Let `claim` take a folder that has something in it, and this fails."""
    import uuid

    from db.backups.second_place import claim, is_there

    one, two = uuid.uuid4(), uuid.uuid4()
    first, second = claim(tmp_path, "a", one), claim(tmp_path, "a", two)
    assert first != second
    assert claim(tmp_path, "a", one) == first
    assert is_there(first, one)
    assert not is_there(first, two)


# The dialog


@pytest.fixture
def dialog(opened: Program, path: Path, qtbot: QtBot, tmp_path: Path) -> Iterator[BackupsDialog]:
    assert opened.operations is not None
    assert isinstance(opened.window, Window)
    made = BackupsDialog(
        opened.operations, _keeper(opened), opened._clock, opened.window,
        choose_folder=lambda _parent: tmp_path / "STICK",
        choose_file=lambda _parent, _name: tmp_path / "restored.ronda",
    )  # fmt: skip
    made.open()
    _until(qtbot, lambda: made.model.rows and made.keeper.idle)
    yield made
    made.close()


def _lines(dialog: BackupsDialog) -> list[str]:
    layout = dialog.preview.lines
    found = [layout.itemAt(place).widget() for place in range(layout.count())]  # type: ignore[union-attr]
    return [widget.text() for widget in found if widget is not None]  # type: ignore[attr-defined]


def test_what_differs_is_told_and_what_is_chosen_comes_back_as_a_new_file(
    dialog: BackupsDialog, opened: Program, path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """Compare the file with itself, or restore the newest whatever is chosen, and this fails."""
    _until(qtbot, lambda: "Nothing differs: it holds what the file holds now." in _lines(dialog))
    _rename(opened, qtbot, "Poti")
    qtbot.mouseClick(dialog.now_button, Qt.MouseButton.LeftButton)
    _until(qtbot, lambda: len(dialog.model.rows) == 2 and dialog.keeper.idle)
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.table.current_row().backup.why is Why.OPENING
    _until(qtbot, lambda: "1 change was made since." in _lines(dialog))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    _until(qtbot, lambda: "holds what was on record" in dialog.message.label.text())
    with open_file(tmp_path / "restored.ronda", read_only=True) as copy, copy.looking() as look:
        assert look.value("SELECT place FROM alliance") == ""
    with qtbot.waitSignal(dialog.open_requested) as asked:
        qtbot.mouseClick(dialog.message.button, Qt.MouseButton.LeftButton)
    assert asked.args == [tmp_path / "restored.ronda"]


def test_nothing_is_restored_over_a_file(dialog: BackupsDialog, qtbot: QtBot, tmp_path: Path, path: Path) -> None:
    """Let what stands there go in `restore_backup`, and this fails."""
    (tmp_path / "restored.ronda").write_text("mine")
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    _until(qtbot, lambda: "already there" in dialog.message.label.text())
    assert (tmp_path / "restored.ronda").read_text() == "mine"


def test_a_second_place_is_named_and_forgotten(dialog: BackupsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    """Say nothing of a place that is refused, or keep the place in the settings, and this fails."""
    qtbot.mouseClick(dialog.place_button, Qt.MouseButton.LeftButton)
    assert "cannot be reached" in dialog.message.label.text()
    (tmp_path / "STICK").mkdir()
    qtbot.mouseClick(dialog.place_button, Qt.MouseButton.LeftButton)
    _until(qtbot, lambda: "STICK" in dialog.model.rows[0].where and dialog.keeper.idle)
    assert "less than an hour old" in dialog.place_label.text()
    qtbot.mouseClick(dialog.forget_button, Qt.MouseButton.LeftButton)
    _until(qtbot, lambda: dialog.model.rows[0].where == "On this computer")
    assert "None is named" in dialog.place_label.text()
    assert list((tmp_path / "STICK" / "a.ronda-backups").glob("*.ronda")), "the copies there stay"


def test_a_backup_under_a_former_passphrase_says_so_and_asks_for_it(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    """Let `secrecy_of` say that all is the same, or open it with the file's passphrase, and this fails."""
    place = tmp_path / "hidden.ronda"
    with create_file(place, name="Hidden", passphrase=PHRASE) as file:
        take_backup(file, at=dt.datetime(2026, 10, 1, 12, 0).astimezone(), why=Why.CLOSING)
        change_passphrase(file, old=PHRASE, new="other words of this year").close()
    program.show_file(open_file(place, passphrase="other words of this year"))
    keeper = _keeper(program)
    _until(qtbot, lambda: len(backups_of(place)) == 2 and keeper.idle)
    assert program.operations is not None
    assert isinstance(program.window, Window)
    shown = BackupsDialog(program.operations, keeper, program._clock, program.window)
    shown.open()
    _until(qtbot, lambda: len(shown.model.rows) == 2 and keeper.idle)
    assert shown.model.index(1, 1).data() == "On closing · former passphrase"
    shown.table.selectRow(1)
    assert shown.preview.key_field.isVisible()
    qtbot.keyClicks(shown.preview.key_field, "not this one")
    qtbot.mouseClick(shown.preview.key_button, Qt.MouseButton.LeftButton)
    _until(qtbot, lambda: any("does not open" in line for line in _lines(shown)))
    shown.preview.key_field.setText(PHRASE)
    qtbot.keyClick(shown.preview.key_field, Qt.Key.Key_Return)
    _until(qtbot, lambda: "Nothing differs: it holds what the file holds now." in _lines(shown))
    shown.close()


def test_it_is_reached_by_the_menu_of_the_alliance(opened: Program, qtbot: QtBot) -> None:
    """Call it otherwise in the menu, and this fails."""
    assert isinstance(opened.window, Window)
    action = next(one for one in opened.window.sidebar.alliance.menu().actions() if one.text() == "Backups…")
    action.trigger()
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, BackupsDialog)
    _until(qtbot, lambda: shown.model.rows and shown.keeper.idle)
    shown.close()
