"""What is restored is whole and never over another file; what differs is told by what is on record, not by size."""

import datetime as dt
import os
import uuid
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import sqlcipher3

from db.alliance import change_alliance
from db.backups.backups import Why, take_backup
from db.backups.restoring import compare_backup, restore_backup
from db.engine import AllianceFile, create_file, open_file
from db.errors.files import (
    FileDamaged,
    FileExists,
    FileNewer,
    NotARondaFile,
    PassphraseNeeded,
    PlaceUnreachable,
    WrongPassphrase,
)
from db.foreign.foreign import take_in
from db.meetings.cycle import cancel_meeting
from db.meetings.meetings import delete_meeting, plan_meeting
from db.members.members import add_member
from db.vocabulary import MeetingStatus

NOON = dt.datetime(2026, 10, 7, 12, 0, tzinfo=dt.UTC)
PHRASE = "four words that hold"


def _plan(file: AllianceFile, day: int) -> uuid.UUID:
    with file.writing() as session:
        planned, _changes = plan_meeting(session, date=dt.date(2026, 10, day))
    return planned


def test_a_restored_file_holds_what_was_backed_up_and_the_backup_stays(file: AllianceFile, tmp_path: Path) -> None:
    _plan(file, 1)
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    _plan(file, 2)
    new = tmp_path / "restored.ronda"
    restore_backup(backup.path, new)
    with open_file(new) as restored, restored.looking() as look:
        assert look.value("SELECT count(*) FROM meeting") == 1
    assert backup.path.exists()
    assert not [entry.name for entry in tmp_path.iterdir() if ".partial" in entry.name]


def test_nothing_that_stands_there_is_written_over(file: AllianceFile, tmp_path: Path) -> None:
    """Let `_name` rename, and look at no place first, and this fails."""
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    other = tmp_path / "other.ronda"
    other.write_text("mine")
    dangling = tmp_path / "link.ronda"
    dangling.symlink_to(tmp_path / "nowhere")
    for place in (other, dangling, file.path, backup.path):
        with pytest.raises(FileExists):
            restore_backup(backup.path, place)
    assert other.read_text() == "mine"
    with pytest.raises(PlaceUnreachable):
        restore_backup(backup.path, tmp_path / "no folder" / "new.ronda")


def test_what_comes_to_stand_there_at_the_last_moment_stays(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    new, link = tmp_path / "new.ronda", os.link

    def late(*args: Path) -> None:
        new.write_text("came first")
        link(*args)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileExists):
        restore_backup(backup.path, new)
    assert new.read_text() == "came first"
    assert not [entry.name for entry in tmp_path.iterdir() if ".partial" in entry.name]


def test_a_protected_backup_needs_its_passphrase_and_keeps_it(tmp_path: Path) -> None:
    with create_file(tmp_path / "hidden.ronda", name="Hidden", passphrase=PHRASE) as file:
        backup = take_backup(file, at=NOON, why=Why.ASKED)
        new = tmp_path / "new.ronda"
        with pytest.raises(PassphraseNeeded):
            restore_backup(backup.path, new)
        with pytest.raises(WrongPassphrase):
            restore_backup(backup.path, new, passphrase="not the one at all")
        assert not new.exists()
        restore_backup(backup.path, new, passphrase=PHRASE)
        assert not compare_backup(file, backup.path, passphrase=PHRASE)
    with open_file(new, passphrase=PHRASE) as restored:
        assert restored.protected


def test_what_is_no_ronda_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.ronda"
    text.write_text("just words")
    with pytest.raises(NotARondaFile):
        restore_backup(text, tmp_path / "new.ronda")


def test_what_differs_is_counted_by_what_came_went_and_changed(file: AllianceFile) -> None:
    """Count rows of each kind alone, and this fails: one came and one went."""
    held, gone = _plan(file, 1), _plan(file, 8)
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    assert not compare_backup(file, backup.path)
    later = _plan(file, 15)
    with file.writing() as session:
        cancel_meeting(session, held, reason="the bridge is out")
        add_member(session, name="Upper Phasis Dairy")
        change_alliance(session, place="Poti")
        delete_meeting(session, gone)
    found = compare_backup(file, backup.path)
    by_kind = {one.kind: (one.fewer, one.more, one.other) for one in found.kinds}
    assert by_kind["meeting"] == (1, 1, 1)
    assert by_kind["member"] == (1, 0, 0)
    assert [label.id for label in found.missing] == [later]
    assert [(one.label.id, one.status, one.status_now) for one in found.meetings] == [
        (held, MeetingStatus.PREPARING, MeetingStatus.CANCELLED)
    ]
    assert found.same_alliance
    assert found.steps >= 3


def test_what_has_no_word_of_its_own_differs_too(file: AllianceFile) -> None:
    """Compare the tables of `KINDS` alone, and this fails."""
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    assert not compare_backup(file, backup.path)
    sheet, question = uuid.uuid4().hex, uuid.uuid4().hex
    raw = file.raw()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("INSERT INTO survey_answer (sheet, question_id, value) VALUES (?, ?, 4)", (sheet, question))
    found = compare_backup(file, backup.path)
    assert [(one.kind, one.fewer, one.more, one.other) for one in found.kinds] == [("other", 1, 0, 0)]
    assert not found.steps
    assert found


def test_a_backup_of_a_newer_ronda_is_told_as_such(file: AllianceFile) -> None:
    """Leave the format out of `compare_backup`, and this fails."""
    backup = take_backup(file, at=NOON, why=Why.ASKED)
    with closing(sqlcipher3.connect(str(backup.path))) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("DROP TABLE note")
    with pytest.raises(FileNewer):
        compare_backup(file, backup.path)


def test_a_schema_that_is_no_text_any_more_is_damage_to_all_who_read_it(tmp_path: Path) -> None:
    """Without `UnicodeDecodeError` in `connect`, and in `known_refusal`, SQLite's own message cannot be read."""
    path, new = tmp_path / "a.ronda", tmp_path / "new.ronda"
    create_file(path, name="Lake Valley").close()
    content = bytearray(path.read_bytes())
    content[content.index(b"CREATE TABLE member ") + len(b"CREATE ")] ^= 0x80
    path.write_bytes(content)
    restoring, taking = partial(restore_backup, new=new), partial(take_in, new=new)
    for read in (open_file, partial(open_file, read_only=True), restoring, taking):
        with pytest.raises(FileDamaged):
            read(path)
    assert path.read_bytes() == content
    assert not new.exists()
