"""A new alliance file gets a free name, beside nobody's unfinished work; folders are synced where they know of it."""

import datetime as dt
import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.backups.backups import Why, take_backup
from db.backups.restoring import restore_backup
from db.engine import AllianceFile, create_file, open_file
from db.errors.files import FileExists, PlaceUnreachable
from db.files import durable
from db.files.copies import change_passphrase, copy_file
from db.files.durable import BESIDE, put_in_place, sync_folder, take_free_name
from db.foreign.foreign import take_in
from db.rescue.aside import damaged_name, free_name
from db.rescue.rescue import rescue_file

AT = dt.datetime(2026, 10, 7, 12, 0, tzinfo=dt.UTC)


def _restore(file: AllianceFile, new: Path) -> None:
    restore_backup(take_backup(file, at=AT, why=Why.ASKED).path, new)


def _copy(file: AllianceFile, new: Path) -> None:
    copy_file(file.engine, file.path, new)


def _taken_in(file: AllianceFile, new: Path) -> None:
    file.close()
    take_in(file.path, new)


def _rescued(file: AllianceFile, new: Path) -> None:
    file.close()
    rescue_file(file.path, new)


def _created(_file: AllianceFile, new: Path) -> None:
    create_file(new, name="Another").close()


WAYS = {"restore": _restore, "copy": _copy, "take in": _taken_in, "rescue": _rescued, "create": _created}


def _hot_journal(file: AllianceFile, place: Path) -> None:
    """Leave at `place` what a killed save leaves beside a file: the pages as they were, to be rolled back."""
    connection = file.raw()
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE alliance SET name = 'half'")
    connection.execute("CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n LIMIT 4000) "
                       "SELECT i, hex(randomblob(40)) FROM n")  # fmt: skip
    shutil.copyfile(file.path.with_name(f"{file.path.name}-journal"), place)
    connection.rollback()
    assert place.stat().st_size > 512


@pytest.mark.parametrize("way", WAYS)
def test_no_new_file_comes_to_stand_beside_a_stale_journal(file: AllianceFile, tmp_path: Path, way: str) -> None:
    """Look at the name alone in `what_stands_at`, and this fails: the journal is rolled into the good file."""
    new = tmp_path / "new.ronda"
    stale = new.with_name("new.ronda-journal")
    _hot_journal(file, stale)
    before = stale.read_bytes()
    with pytest.raises(FileExists) as caught:
        WAYS[way](file, new)
    assert caught.value.path == stale
    assert stale.read_bytes() == before
    assert not new.exists()
    assert not [one.name for one in tmp_path.iterdir() if "partial" in one.name or one.name.startswith(".")]


@pytest.mark.parametrize("ending", BESIDE)
def test_every_name_that_is_sought_keeps_off_what_was_left_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "Ours.ronda"
    for name in ("Ours 2.ronda", "Ours.ronda.damaged"):
        (tmp_path / f"{name}{ending}").write_text("stale")
    assert free_name(path).name == "Ours 3.ronda"
    assert damaged_name(path).name == "Ours.ronda.damaged-2"


def test_an_empty_journal_is_in_nobodys_way(file: AllianceFile, tmp_path: Path) -> None:
    new = tmp_path / "new.ronda"
    new.with_name("new.ronda-journal").touch()
    _copy(file, new)
    open_file(new).close()


def test_what_comes_to_stand_there_stays_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial, path = tmp_path / "partial", tmp_path / "new.ronda"
    partial.write_text("ours")

    def late(*_names: Path) -> None:
        path.write_text("theirs")
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileExists):
        take_free_name(partial, path)
    assert (path.read_text(), partial.read_text()) == ("theirs", "ours")


def _refusing_folders(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    usual: Callable[[int], None] = os.fsync

    def refuse(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(number, os.strerror(number))
        usual(handle)

    monkeypatch.setattr(durable.os, "fsync", refuse)


@pytest.mark.skipif(sys.platform != "linux", reason="tells folders by Linux's list of open files")
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EACCES])
def test_a_folder_that_knows_no_sync_is_in_nobodys_way(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Let `sync_folder` raise whatever is said, and this fails."""
    _refusing_folders(monkeypatch, number)
    _restore(file, tmp_path / "new.ronda")
    open_file(tmp_path / "new.ronda").close()


@pytest.mark.skipif(sys.platform != "linux", reason="tells folders by Linux's list of open files")
def test_a_folder_whose_medium_fails_is_said(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suppress what `sync_folder` says, and this fails."""
    partial, path = tmp_path / "partial", tmp_path / "there"
    partial.write_text("new")
    backup = take_backup(file, at=AT, why=Why.ASKED)
    _refusing_folders(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)
    with pytest.raises(OSError, match="Input/output"):
        put_in_place(partial, path)
    with pytest.raises(PlaceUnreachable):
        restore_backup(backup.path, tmp_path / "new.ronda")
    with pytest.raises(PlaceUnreachable):
        _copy(file, tmp_path / "copy.ronda")
    assert not (tmp_path / "new.ronda").exists()
    assert not (tmp_path / "copy.ronda").exists()


@pytest.mark.parametrize("old", [None, "canal stone bridge lamp"])
def test_a_file_whose_new_passphrase_is_refused_by_the_disk_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str | None
) -> None:
    """Leave out `_open_again`, and this fails."""
    path = tmp_path / "a.ronda"
    create_file(path, name="Lake Valley", passphrase=old).close()
    file = open_file(path, passphrase=old, who="Ana")
    assert file.engine

    def refuse(*_names: Path) -> None:
        raise OSError(errno.EIO, "gone")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(PlaceUnreachable):
            change_passphrase(file, old=old, new="another good one", who="Ana")
    with file.writing() as session:
        assert session.connection().exec_driver_sql("SELECT name FROM alliance").scalar_one() == "Lake Valley"
    assert not [one.name for one in tmp_path.iterdir() if "partial" in one.name]
    file.close()
    open_file(path, passphrase=old).close()
