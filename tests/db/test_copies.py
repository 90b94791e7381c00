"""A passphrase is changed under one lock from beginning to end, and never over somebody else's work."""

import errno
from pathlib import Path
from typing import Any

import pytest

from db.alliance import alliance, change_alliance
from db.engine import create_file, open_file
from db.errors.files import FileInUse, FileReplaced, FileTakenOver, FileUnreachable, OpenedReadOnly, SaveFailed
from db.files import copies, durable, lock
from db.files.copies import change_passphrase

PASSPHRASE = "three words are better"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.ronda"
    create_file(made, name="Lake Valley").close()
    return made


def test_nobody_can_open_a_file_while_its_passphrase_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = open_file(path, who="Ana", office="Bergal")
    before, given_up, named = lock.holder(path), [], []
    put, release = copies.put_in_place, lock.release

    def put_while_another_comes(partial: Path, place: Path) -> None:
        with pytest.raises(FileInUse) as caught:
            open_file(path, who="Beka")
        named.append((caught.value.who, caught.value.office))
        put(partial, place)

    def note(place: Path, ours: lock.Holder) -> None:
        given_up.append(place)
        release(place, ours)

    monkeypatch.setattr(copies, "put_in_place", put_while_another_comes)
    monkeypatch.setattr(lock, "release", note)
    with change_passphrase(file, old=None, new=PASSPHRASE, who="Ana"):
        assert lock.holder(path) == before
        assert path not in given_up
    assert named == [("Ana", "Bergal")]
    assert lock.holder(path) is None


def test_a_refused_change_leaves_the_lock_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: Path) -> None:
        raise SaveFailed(path)

    monkeypatch.setattr(copies, "put_in_place", refuse)
    with open_file(path, who="Ana", office="Bergal") as file:
        before = lock.holder(path)
        with pytest.raises(SaveFailed):
            change_passphrase(file, old=None, new=PASSPHRASE, who="Ana")
        assert lock.holder(path) == before
        with file.writing() as session:
            change_alliance(session, place="Hall 2")
    assert lock.holder(path) is None
    assert not list(path.parent.glob("*.partial*"))


@pytest.mark.parametrize("late", [False, True])
def test_a_file_that_somebody_took_over_keeps_its_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    file = open_file(path, who="Ana")
    counted = copies._row_counts

    def take_over(*_any: Any) -> Any:
        lock.take(path, who="Beka", over=lock.holder(path))

    def count_and_take_over(source: Any) -> Any:
        if lock.holder(path).who == "Ana":  # type: ignore[union-attr]
            take_over()
        return counted(source)

    if late:
        monkeypatch.setattr(copies, "_row_counts", count_and_take_over)
    else:
        take_over()
    before = path.read_bytes()
    with pytest.raises(FileTakenOver):
        change_passphrase(file, old=None, new=PASSPHRASE, who="Ana")
    assert path.read_bytes() == before
    assert lock.holder(path).who == "Beka"  # type: ignore[union-attr]
    assert not list(path.parent.glob("*.partial*"))


def test_a_file_put_in_the_place_of_the_open_one_is_not_written_over(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ronda"
    create_file(other, name="Hill Alliance").close()
    file = open_file(path, who="Ana")
    other.replace(path)
    before = path.read_bytes()
    with pytest.raises(FileReplaced):
        change_passphrase(file, old=None, new=PASSPHRASE, who="Ana")
    assert path.read_bytes() == before


def test_who_only_looks_changes_no_passphrase(path: Path) -> None:
    with open_file(path, read_only=True) as file, pytest.raises(OpenedReadOnly):
        change_passphrase(file, old=None, new=PASSPHRASE)


def test_a_file_whose_folder_went_from_sight_says_so(path: Path) -> None:
    file = open_file(path, who="Ana")
    path.parent.rename(path.parent.with_name("elsewhere"))
    with pytest.raises(FileUnreachable):
        change_passphrase(file, old=None, new=PASSPHRASE, who="Ana")


def test_a_passphrase_that_took_its_place_is_not_said_to_be_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(errno.EIO, "the folder cannot be synced")

    monkeypatch.setattr(durable, "sync_folder", fail)
    file = open_file(path, who="Ana")
    with change_passphrase(file, old=None, new=PASSPHRASE, who="Ana") as changed, changed.writing() as session:
        change_alliance(session, place="Hall 2")
    with open_file(path, passphrase=PASSPHRASE) as file, file.reading() as session:
        assert alliance(session).place == "Hall 2"
