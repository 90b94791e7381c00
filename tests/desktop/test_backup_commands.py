"""`ronda backup`, `ronda backups`, `ronda restore`, on real files."""

import json
from pathlib import Path

import pytest

from db.backups.backups import backup_folder, backups_of
from db.engine import create_file, open_file
from db.files.media import LOCAL, Kind, Medium
from desktop import placed_files
from tests.desktop.conftest import Ronda

PHRASE = "four words that hold"


def test_a_backup_is_taken_listed_and_restored(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    """List none in `tell`, or let what stands there go in `restore_backup`, and this fails."""
    code, said, wrong = ronda("backup", path)
    assert (code, wrong) == (0, "")
    backup = backups_of(path)[0]
    assert backup.path.name in said
    code, said, _wrong = ronda("backups", path)
    assert code == 0
    assert "7 October 2026" in said
    assert "Asked for" in said
    code, said, _wrong = ronda("backups", path, "--json")
    assert [one["path"] for one in json.loads(said)] == [str(backup.path)]
    new = tmp_path / "again.ronda"
    code, said, _wrong = ronda("restore", backup.path, "-o", new)
    assert code == 0
    assert "7 October 2026" in said
    with open_file(new) as file, file.looking() as look:
        assert look.value("SELECT name FROM alliance") == "Lake Valley"
    code, _said, wrong = ronda("restore", backup.path, "-o", new)
    assert code == 1
    assert "already there" in wrong


def test_a_file_open_elsewhere_is_backed_up(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    """Open it to write in `take`, or put it beside the file whatever was asked, and this fails."""
    import subprocess
    import sys

    code = (
        "import pathlib, sys; from db.engine import open_file;"
        "file = open_file(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); file.close()"
    )
    root = Path(__file__).resolve().parents[2]
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "open\n"
        folder = tmp_path / "stick"
        assert ronda("backup", path, "-o", folder)[0] == 0
        assert len(list(folder.iterdir())) == 1
        assert not backup_folder(path).exists()
    finally:
        other.communicate(timeout=20)


def test_a_protected_file_asks_for_its_passphrase(ronda: Ronda, tmp_path: Path) -> None:
    """Write the copy without a passphrase, or restore without asking for one, and this fails."""
    place, key = tmp_path / "hidden.ronda", tmp_path / "key.txt"
    create_file(place, name="Hidden", passphrase=PHRASE).close()
    key.write_text(PHRASE + "\n")
    code, _said, wrong = ronda("backup", place)
    assert (code, "--passphrase-file" in wrong) == (1, True)
    assert ronda("backup", place, "--passphrase-file", key)[0] == 0
    backup = backups_of(place)[0]
    assert b"SQLite format" not in backup.path.read_bytes()
    code, _said, wrong = ronda("restore", backup.path, "-o", tmp_path / "new.ronda")
    assert (code, "--passphrase-file" in wrong) == (1, True)
    assert ronda("restore", backup.path, "-o", tmp_path / "new.ronda", "--passphrase-file", key)[0] == 0


def test_backups_outlive_the_file(ronda: Ronda, path: Path) -> None:
    """List none where the file is not there, and this fails."""
    assert "no backup" in ronda("backups", path)[1]
    ronda("backup", path)
    path.unlink()
    code, said, _wrong = ronda("backups", path)
    assert (code, "Asked for" in said) == (0, True)
    assert ronda("restore", path.with_name("nothing.ronda"), "-o", path)[0] == 1


def test_backups_of_a_stick_are_listed_wherever_they_lie(
    ronda: Ronda, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """List those beside the file alone, and this fails: what an import leaves lies on this computer."""
    stick = path.parent / "STICK"
    stick.mkdir()
    path = path.rename(stick / path.name)
    there = Medium(Kind.REMOVABLE, "STICK")
    lies_on = lambda place: there if stick in place.parents and stick.exists() else LOCAL  # noqa: E731
    monkeypatch.setattr(placed_files, "medium_of", lies_on)
    monkeypatch.setattr(placed_files, "data_folder", lambda: tmp_path / "data")
    (tmp_path / "members.csv").write_text("Name\nUnion of Dairies\n")
    assert ronda("import", "members", path, tmp_path / "members.csv")[0] == 0
    assert ronda("backup", path)[0] == 0
    said = ronda("backups", path)[1]
    assert ("Before an import" in said, "Asked for" in said) == (True, True)
    assert f"They are in {backup_folder(path)}" in said
    here = [one["path"] for one in json.loads(ronda("backups", path, "--json")[1]) if one["why"] == "import"]
    assert [Path(one).is_relative_to(tmp_path / "data") for one in here] == [True]
    stick.rename(tmp_path / "in a pocket")
    assert [one["path"] for one in json.loads(ronda("backups", path, "--json")[1])] == here
