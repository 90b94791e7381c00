"""`ronda backup`, `ronda backups`, `ronda restore`, on real files."""

import json
from pathlib import Path

from db.backups.backups import backup_folder, backups_of
from db.engine import create_file, open_file
from tests.desktop.conftest import Ronda

PHRASE = "four words that hold"


def test_a_backup_is_taken_listed_and_restored(ronda: Ronda, path: Path, tmp_path: Path) -> None:
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
    assert "no backup" in ronda("backups", path)[1]
    ronda("backup", path)
    path.unlink()
    code, said, _wrong = ronda("backups", path)
    assert (code, "Asked for" in said) == (0, True)
    assert ronda("restore", path.with_name("nothing.ronda"), "-o", path)[0] == 1
