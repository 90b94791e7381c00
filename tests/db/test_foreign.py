"""Another's file is taken in row by row: what comes over is the same, and nothing else comes over."""

import hashlib
from pathlib import Path

import pytest
import sqlcipher3

from db.engine import create_file, open_file
from db.errors.files import FileDamaged, FileExists, PassphraseNeeded, WrongPassphrase
from db.errors.foreign import FileStrange, FileUnfinished, ForeignValue
from db.files.checks import check_record
from db.foreign.foreign import take_in
from db.history.history import undo
from db.members.members import add_member, members_on

PASSPHRASE = "canal stone bridge lamp"


def _theirs(folder: Path, passphrase: str | None = None) -> Path:
    path = folder / "theirs.ronda"
    with create_file(path, name="Lake Valley", passphrase=passphrase, who="Ana") as file:
        for name in ("Weavers of Puno", "Fishers of Uros"):
            with file.writing(who="Ana") as session:
                add_member(session, name=name)
    return path


def _rows(path: Path, passphrase: str | None = None) -> dict[str, list[tuple[object, ...]]]:
    with open_file(path, passphrase=passphrase, read_only=True) as file, file.looking() as look:
        names = look.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'")
        return {name: sorted(map(tuple, look.rows(f'SELECT * FROM "{name}"')), key=repr) for (name,) in names}


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_everything_comes_over_with_its_history_under_the_same_passphrase(tmp_path, passphrase):
    theirs = _theirs(tmp_path, passphrase)
    before = hashlib.sha256(theirs.read_bytes()).digest()
    ours = tmp_path / "ours.ronda"
    counts = take_in(theirs, ours, passphrase=passphrase)
    assert counts.rows["member"] == 2
    assert _rows(ours, passphrase) == _rows(theirs, passphrase)
    with open_file(ours, passphrase=passphrase) as file, file.writing() as session:
        assert check_record(session) == []
        assert file.protected == bool(passphrase)
        undo(session)
        assert [row.name for row in members_on(session)] == ["Weavers of Puno"]
    assert hashlib.sha256(theirs.read_bytes()).digest() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ours.ronda", "theirs.ronda"]


def test_the_passphrase_is_asked_for_and_a_damaged_first_page_is_no_wrong_one(tmp_path):
    theirs = _theirs(tmp_path, PASSPHRASE)
    with pytest.raises(PassphraseNeeded):
        take_in(theirs, tmp_path / "ours.ronda")
    with pytest.raises(WrongPassphrase):
        take_in(theirs, tmp_path / "ours.ronda", passphrase="something else")
    content = bytearray(theirs.read_bytes())
    content[200] ^= 1
    theirs.write_bytes(content)
    with pytest.raises(FileDamaged):
        take_in(theirs, tmp_path / "ours.ronda", passphrase=PASSPHRASE)
    with pytest.raises(FileDamaged):
        open_file(theirs, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON member BEGIN DELETE FROM person; END", FileStrange),
        ("CREATE VIEW v AS SELECT 1", FileStrange),
        ("UPDATE member SET name = x'00ff'", ForeignValue),
        ("UPDATE member SET name = 'a' || char(0) || 'b'", ForeignValue),
        ("UPDATE desk SET since = '2026-02-30'", ForeignValue),
        ("UPDATE change SET table_name = 'step'", ForeignValue),
        ("DELETE FROM desk", ForeignValue),
        ("UPDATE change SET step_id = 'ffffffffffffffffffffffffffffffff'", ForeignValue),
    ],
)
def test_what_ronda_would_not_have_written_is_refused_whole(tmp_path, statement, refusal):
    theirs = _theirs(tmp_path)
    connection = sqlcipher3.connect(str(theirs), isolation_level=None)
    connection.execute(statement)
    connection.close()
    with pytest.raises(refusal):
        take_in(theirs, tmp_path / "ours.ronda")
    assert [one.name for one in tmp_path.iterdir()] == ["theirs.ronda"]


def test_a_file_whose_save_was_cut_off_is_not_guessed_at_and_no_file_is_written_over(tmp_path):
    theirs = _theirs(tmp_path)
    with pytest.raises(FileExists):
        take_in(theirs, theirs)
    theirs.with_name("theirs.ronda-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(600))
    with pytest.raises(FileUnfinished):
        take_in(theirs, tmp_path / "ours.ronda")
