"""What can be read of a damaged file is saved: around bad pages, out of history, with borrowed first pages."""

import datetime as dt
import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from db.backups.backups import Why, take_backup
from db.engine import create_file, open_file
from db.errors.files import FileDamaged, PlaceFull, PlaceUnreachable
from db.errors.foreign import NothingRescued
from db.files.checked_copies import clear_passing, passing_folder, working_folder
from db.files.checks import check_record
from db.foreign.foreign import fresh_file
from db.members.members import add_member, members_on
from db.rescue import aside
from db.rescue.aside import step_aside
from db.rescue.medium import read_again
from db.rescue.rescue import rescue_file

PASSPHRASE = "canal stone bridge lamp"
NAMES = [f"Member {number:02} of the valley" for number in range(30)]


@pytest.fixture(scope="module", params=[None, PASSPHRASE], ids=["open", "protected"])
def whole(request, tmp_path_factory):
    """A file with thirty members and a backup, its passphrase, and the first page of each table."""
    path = tmp_path_factory.mktemp("whole") / "Ours.ronda"
    with create_file(path, name="Lake Valley", passphrase=request.param) as file:
        for name in NAMES:
            with file.writing() as session:
                add_member(session, name=name)
        take_backup(file, at=dt.datetime(2026, 10, 7, tzinfo=dt.UTC), why=Why.ASKED)
        pages = dict(file.raw().execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'").fetchall())
    return path, request.param, pages


def _hurt(whole, tmp_path: Path, *pages: int, first: int = 0) -> Path:
    path, _passphrase, _pages = whole
    content = bytearray(path.read_bytes())
    for page in pages:
        content[4096 * (page - 1) + first : 4096 * page] = os.urandom(4096 - first)
    place = tmp_path / "Ours.ronda"
    place.write_bytes(content)
    return place


def _rescued(whole, place: Path):
    passphrase = whole[1]
    new = place.with_name("New.ronda")
    found = rescue_file(place, new, passphrase=passphrase)
    with open_file(new, passphrase=passphrase) as file, file.reading() as session:
        assert check_record(session) == []
        return found, sorted(row.name for row in members_on(session))


def test_a_whole_file_is_saved_whole(whole, tmp_path):
    found, names = _rescued(whole, _hurt(whole, tmp_path))
    assert names == NAMES
    assert not found.lost
    assert not found.restored
    assert not found.uncertain


def test_members_whose_pages_are_gone_come_back_from_history(whole, tmp_path):
    found, names = _rescued(whole, _hurt(whole, tmp_path, whole[2]["member"]))
    assert names == NAMES
    assert found.restored["member"] == len(NAMES)
    assert found.saved["member"] == len(NAMES)


def test_the_first_page_is_borrowed(whole, tmp_path):
    _found, names = _rescued(whole, _hurt(whole, tmp_path, 1, first=16))
    assert names == NAMES


def test_the_salt_is_found_in_a_backup(whole, tmp_path):
    path, passphrase, _pages = whole
    if passphrase is None:
        pytest.skip("only protected files have a salt")
    place = _hurt(whole, tmp_path)
    with place.open("r+b") as file:
        file.write(os.urandom(16))
    os.symlink(path.with_name("Ours.ronda-backups"), place.with_name("Ours.ronda-backups"))
    _found, names = _rescued(whole, place)
    assert names == NAMES


def test_history_that_is_gone_is_counted(whole, tmp_path):
    found, names = _rescued(whole, _hurt(whole, tmp_path, whole[2]["change"]))
    assert names == NAMES
    assert found.lost["change"] > 30 or "change" in found.uncertain


def test_nothing_to_save_is_said_and_leaves_nothing(tmp_path):
    place = tmp_path / "Ours.ronda"
    place.write_bytes(b"SQLite format 3\x00" + os.urandom(4096 * 9 - 16))
    with pytest.raises(NothingRescued):
        rescue_file(place, tmp_path / "New.ronda")
    assert [one.name for one in tmp_path.iterdir()] == ["Ours.ronda"]


def test_a_damaged_file_steps_aside_with_its_journal_under_a_free_name(tmp_path):
    path, good = tmp_path / "Ours.ronda", tmp_path / "Good.ronda"
    for place, words in ((path, "hurt"), (good, "good"), (tmp_path / "Ours.ronda.damaged", "older")):
        place.write_text(words)
    path.with_name("Ours.ronda-journal").write_text("hot")
    hurt = step_aside(path, good)
    assert (path.read_text(), hurt.name, hurt.read_text()) == ("good", "Ours.ronda.damaged-2", "hurt")
    assert {one.name for one in tmp_path.iterdir()} == {
        "Ours.ronda", "Ours.ronda.damaged", "Ours.ronda.damaged-2", "Ours.ronda.damaged-2-journal",
    }  # fmt: skip


def test_what_took_the_damaged_files_place_is_on_the_disk_or_all_is_as_it_was(tmp_path, monkeypatch):
    """Leave the folder unsynced in `step_aside`, or the good file where it went, and this fails."""
    path, good = tmp_path / "Ours.ronda", tmp_path / "Good.ronda"
    path.write_text("hurt")
    good.write_text("good")

    def refuse(_folder):
        raise OSError(errno.EIO, "the disk")

    monkeypatch.setattr(aside, "sync_folder", refuse)
    with pytest.raises(PlaceUnreachable):
        step_aside(path, good)
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"Ours.ronda": "hurt", "Good.ronda": "good"}


def test_a_medium_that_gives_nothing_is_not_called_a_damaged_file(whole, tmp_path, monkeypatch):
    place = _hurt(whole, tmp_path, 1, first=100)
    with pytest.raises(FileDamaged):
        open_file(place, passphrase=whole[1])

    def refuse(*_given: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("db.rescue.medium.os.read", refuse)
    with pytest.raises(PlaceUnreachable):
        read_again(place)
    monkeypatch.setattr("db.engine._look_at", lambda *_given, **_named: (_ for _ in ()).throw(FileDamaged(place)))
    with pytest.raises(PlaceUnreachable):
        open_file(place, passphrase=whole[1])


def test_what_needs_ever_more_is_left_out_and_the_rest_saved(whole, tmp_path, monkeypatch):
    """Let `_mend` give up after its rounds, and this fails."""
    monkeypatch.setattr("db.rescue.rescue._ROUNDS", 0)
    place = _hurt(whole, tmp_path)
    with open_file(place, passphrase=whole[1]) as file:
        raw = file.raw()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM step WHERE rowid IN (SELECT min(rowid) FROM step)")
    found, names = _rescued(whole, place)
    assert names == NAMES
    assert found.lost["change"]


def test_no_room_for_what_is_saved_is_said_of_the_new_file(whole, tmp_path, monkeypatch):
    """Let what the database says of the new file pass, and this fails."""

    def small(place, passphrase):
        file = fresh_file(place, passphrase)
        if place.name == "ours":
            file.raw().execute(f"PRAGMA max_page_count = {file.raw().execute('PRAGMA page_count').fetchone()[0]}")
        return file

    monkeypatch.setattr("db.rescue.rescue.fresh_file", small)
    place = _hurt(whole, tmp_path)
    with pytest.raises(PlaceFull) as caught:
        rescue_file(place, tmp_path / "New.ronda", passphrase=whole[1])
    assert caught.value.path == tmp_path / "New.ronda"
    assert [one.name for one in tmp_path.iterdir()] == ["Ours.ronda"]


def test_the_folder_of_a_run_that_was_killed_goes_with_the_next(whole, tmp_path):
    """Clear files alone in `clear_leftovers`, and this fails."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with working_folder(tmp_path) as ours:
        computer = ours.name.split("-")[1]
        left = tmp_path / f".ronda-{computer}-{gone.pid}-abcdefgh"
        left.mkdir()
        (left / "theirs").write_text("a whole copy of somebody's record")
        (tmp_path / ".ronda-keep").mkdir()
        _rescued(whole, _hurt(whole, tmp_path))
        assert ours.is_dir()
    assert {one.name for one in tmp_path.iterdir()} == {".ronda-keep", "Ours.ronda", "New.ronda"}


def test_what_a_killed_run_left_of_papers_that_were_looked_at_goes(tmp_path, monkeypatch):
    """Tried: a folder of any other name; it stayed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    child = (
        "import os, pathlib, tempfile\n"
        "from db.files.checked_copies import passing_folder\n"
        "folder = passing_folder()\n"
        "pathlib.Path(folder.name, 'paper.pdf').write_text('a paper')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", child], env=os.environ | {"TMPDIR": str(tmp_path)}, check=False)
    assert [each.name for each in tmp_path.rglob("*.pdf")] == ["paper.pdf"]
    with passing_folder() as ours:
        clear_passing()
        assert [str(each) for each in tmp_path.iterdir()] == [ours]
