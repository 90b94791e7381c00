"""An open file is the one at its name, and ours to write; or nothing more is written, and what was saved is rescued."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from db import engine
from db.alliance import alliance, change_alliance
from db.engine import AllianceFile, create_file, open_file
from db.errors.files import (
    FileDamaged,
    FileGone,
    FileOverwritten,
    FileReplaced,
    FileTakenOver,
    FileUnreachable,
    NotRescued,
    PlaceFull,
    SaveFailed,
)
from db.files import lock, same_file
from db.files.file_watch import _OPENED
from db.files.safe_copy import put_in_safety
from db.members.people import people

PASSPHRASE = "seven cold rooms"


@pytest.fixture(params=[None, PASSPHRASE], ids=["open", "protected"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AllianceFile]:
    folder = tmp_path / "alliance"
    folder.mkdir()
    with create_file(folder / "A.ronda", name="Alliance", passphrase=request.param, who="Ana") as made:
        save(made, "before")
        yield made


def save(file: AllianceFile, place: str) -> None:
    with file.writing(who="Ana") as session:
        change_alliance(session, place=place)


def place_in(path: Path, passphrase: str | None) -> str:
    with open_file(path, passphrase=passphrase, read_only=True) as found, found.reading() as session:
        return alliance(session).place


def deleted(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("Elsewhere.ronda"))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy(path, other)  # ours is closed by nobody: the copy's handle is another process's in life
    other.replace(path)


def folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


@pytest.mark.parametrize(
    ("harm", "told"),
    [(deleted, FileGone), (moved, FileGone), (replaced, FileReplaced), (folder_moved, FileUnreachable)],
)
def test_nothing_is_saved_in_a_file_that_is_not_there_any_more_and_what_was_saved_is_rescued(
    file: AllianceFile, tmp_path: Path, harm: Callable[[Path], None], told: type[FileReplaced]
) -> None:
    harm(file.path)
    with pytest.raises(FileReplaced) as caught:
        save(file, "after")
    assert type(caught.value) is told
    with pytest.raises(told), file.reading():
        pass
    (tmp_path / "no-folder").touch()
    places = [tmp_path / "no-folder" / "A.ronda", tmp_path / "safe" / "A (rescued).ronda"]
    safe = put_in_safety(file, places)
    assert place_in(safe, file.passphrase) == "before"
    assert [one.name for one in safe.parent.iterdir()] == ["A (rescued).ronda"]


def test_a_file_that_is_replaced_while_it_is_being_saved_is_not_told_as_saved(file: AllianceFile) -> None:
    def save_meanwhile() -> None:
        with file.writing(who="Ana") as session:
            change_alliance(session, place="after")
            session.flush()
            replaced(file.path)

    with pytest.raises(FileReplaced):
        save_meanwhile()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit to what a file takes is POSIX's")
@pytest.mark.parametrize("words", ["refused", "the hall was locked " * 60_000], ids=["at the end", "in the midst"])
def test_a_save_half_written_when_the_disk_fails_is_taken_back_and_the_next_goes_through(
    file: AllianceFile, words: str
) -> None:
    """Tried: SQLite's count compared as ever. What it takes back itself then looked like another program's writing.

    Tried: "locked" looked for in what was to be written, too; caught.
    """
    import resource

    for number in range(60):
        save(file, f"{number}" * 4000)  # so that what the last one changes lies beyond what the disk takes
    handler, before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    time.sleep(0.02)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.path.stat().st_size // 2, before[1]))
    try:
        with pytest.raises((PlaceFull, SaveFailed)):
            save(file, words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert file.path.with_name(f"{file.path.name}-journal").stat().st_size, "it was not written by half"
    save(file, "after")
    with file.reading() as session:
        assert alliance(session).place == "after"


@pytest.mark.parametrize(
    ("why", "told"),
    [(sqlcipher3.dbapi2.OperationalError("database or disk is full"), PlaceFull), (KeyboardInterrupt(), None)],
    ids=["refused", "given up"],
)
def test_what_is_taken_back_of_a_save_is_our_writing_also_while_somebody_reads_the_file(
    file: AllianceFile, why: BaseException, told: type[PlaceFull] | None
) -> None:
    """A backup program, say: what had been written already went for its writing, and nothing was saved any more."""

    def fail() -> None:
        with file.writing(who="Ana") as session:
            change_alliance(session, place="the hall was locked " * 200_000)  # more than memory holds until the end
            session.flush()
            raise why

    with file.path.open("rb"):
        with pytest.raises(told or type(why)):
            fail()
        save(file, "after")


def test_a_file_that_something_else_wrote_into_is_not_written_to(file: AllianceFile) -> None:
    whole = file.path.read_bytes()
    time.sleep(0.02)
    file.path.write_bytes(b"\0" * len(whole))
    with pytest.raises(FileOverwritten):
        save(file, "after")
    assert set(file.path.read_bytes()) == {0}
    with pytest.raises(FileOverwritten), file.reading() as session:
        alliance(session)
    with pytest.raises(NotRescued):
        put_in_safety(file, [file.path.with_name("safe.ronda")])
    assert {one.name for one in file.path.parent.iterdir()} >= {"A.ronda"}
    assert not file.path.with_name("safe.ronda").exists()


def test_a_file_read_just_when_another_program_emptied_it_is_no_bug(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite then says that there is no such table; without the look at the file behind that, it went for a bug."""
    check = file.check_same

    def check_too_early() -> None:
        check()
        os.truncate(file.path, 0)

    monkeypatch.setattr(file, "check_same", check_too_early)
    with pytest.raises(FileOverwritten):
        save(file, "after")


def test_a_file_that_another_program_emptied_right_after_a_save_is_not_told_as_saved(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is filled again a moment later; what stood in between went for what was saved, and the next save for a bug."""
    check = file.same.check_saved

    def check_too_late() -> bool:
        os.truncate(file.path, 0)
        return check()

    monkeypatch.setattr(file.same, "check_saved", check_too_late)
    with pytest.raises(FileOverwritten):
        save(file, "after")
    monkeypatch.undo()
    with pytest.raises(FileOverwritten):
        save(file, "again")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of it")
def test_a_file_that_another_program_empties_during_a_save_is_not_told_as_saved(file: AllianceFile) -> None:
    """It has not closed it yet: a part of the save went into an empty file, and the next found a damaged one."""
    with ExitStack() as other:

        def save_meanwhile() -> None:
            with file.writing(who="Ana") as session:
                change_alliance(session, place="after")
                other.enter_context(file.path.open("wb"))  # closed here and now, it would drop SQLite's locks

        with pytest.raises(FileOverwritten):
            save_meanwhile()
        with pytest.raises(FileOverwritten):
            save(file, "again")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of it")
def test_an_opening_that_is_told_after_the_save_it_emptied_is_noticed_at_the_next(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take no notice of what is told right after a save, and this fails: the next save went into it, too."""
    assert file.same._watch is not None
    told, late = file.same._watch._events, []

    def tell_openings_late() -> list[int]:
        found, now = told(), [*late]
        late[:] = [mask for mask in found if mask & _OPENED]
        return [*now, *(mask for mask in found if not mask & _OPENED)]

    with ExitStack() as other:
        monkeypatch.setattr(file.same._watch, "_events", tell_openings_late)
        with file.writing(who="Ana") as session:
            change_alliance(session, place="after")
            other.enter_context(file.path.open("wb"))  # closed here and now, it would drop SQLite's locks
        with pytest.raises(FileOverwritten):
            save(file, "again")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of it")
def test_what_another_program_wrote_during_a_save_and_has_open_still_is_no_damage(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let `suspected` be false, and this fails: what was looked over seemed whole, and the next read found damage."""

    def find_it_whole() -> None:
        file.raw().execute("PRAGMA shrink_memory")
        file.same.note()

    with ExitStack() as other:
        monkeypatch.setattr(file, "_look_again", find_it_whole)
        with file.writing(who="Ana") as session:
            change_alliance(session, place="after")
            writes = other.enter_context(file.path.open("r+b", buffering=0))
            writes.seek(8192)
            writes.write(os.urandom(file.path.stat().st_size - 8192))
        with pytest.raises(FileOverwritten):
            save(file, "again")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of it")
def test_what_the_medium_damaged_is_called_damaged_again_also_right_after_a_save(file: AllianceFile) -> None:
    """The second look opens the file itself: taken for another program's, the next read told of an overwritten one."""
    assert file.same._watch is not None
    assert file.same._handle is not None
    found = file.path.stat()
    page = file.raw().execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()[0]
    size = int(file.raw().execute("PRAGMA page_size").fetchone()[0])
    os.pwrite(file.same._handle, os.urandom(size), (page - 1) * size)
    os.utime(file.path, ns=(found.st_atime_ns, found.st_mtime_ns))
    file.same._watch._events()  # a medium tells of nothing
    save(file, "after")
    file.raw().execute("PRAGMA shrink_memory")
    for _time in range(2):
        with pytest.raises(FileDamaged), file.reading() as session:
            people(session)


def test_whoever_only_reads_it_between_saves_has_nothing_looked_over(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file manager, a backup program: of a large file that takes seconds each time."""
    monkeypatch.setattr(same_file, "_TOLD_LATE_S", 0.0)
    looked_over: list[str] = []
    monkeypatch.setattr(engine, "_check_table", lambda _connection, name, _path: looked_over.append(name))
    with ExitStack() as others:
        for place in ("one", "two"):
            others.enter_context(file.path.open("rb"))
            with file.reading() as session:
                alliance(session)
            save(file, place)
    assert looked_over == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of it")
def test_whoever_writes_into_it_while_it_is_looked_over_is_noticed(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, check = file.path.read_bytes(), engine._check_table

    def check_meanwhile(connection: Any, name: str, path: Path) -> None:
        check(connection, name, path)
        file.path.write_bytes(whole)

    monkeypatch.setattr(engine, "_check_table", check_meanwhile)
    os.utime(file.path, (1, 1))  # so that it is looked over
    with pytest.raises(FileOverwritten):
        save(file, "after")


def test_an_older_copy_laid_over_after_a_save_failed_is_noticed(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    if file.passphrase is not None:
        pytest.skip("the head of a protected file does not tell")

    def fail() -> None:
        with file.writing(who="Ana"):
            message = "disk I/O error"
            raise sqlcipher3.dbapi2.OperationalError(message)

    older = file.path.read_bytes()
    save(file, "between")
    with pytest.raises(SaveFailed):
        fail()
    monkeypatch.setattr(file.same._watch, "disturbed", lambda *, saved: False)  # as where no system tells of it
    time.sleep(0.02)
    file.path.write_bytes(older)
    with pytest.raises(FileOverwritten):
        save(file, "after")
    assert file.path.read_bytes() == older


def test_an_older_copy_laid_over_the_open_file_is_noticed(file: AllianceFile) -> None:
    older = file.path.read_bytes()
    save(file, "between")
    time.sleep(0.02)
    file.path.write_bytes(older)
    with pytest.raises(FileOverwritten):
        save(file, "after")
    assert file.path.read_bytes() == older


def test_another_time_of_change_alone_stops_nothing(file: AllianceFile) -> None:
    os.utime(file.path)
    save(file, "after")
    os.utime(file.path, (0, 0))
    save(file, "later")
    assert file.same.check()


def test_whoever_was_taken_over_from_saves_no_more(file: AllianceFile) -> None:
    ours = lock.holder(file.path)
    other = lock.take(file.path, who="Beka", office="Dolany", over=ours)
    with pytest.raises(FileTakenOver) as caught:
        save(file, "after")
    assert (caught.value.who, caught.value.office, caught.value.since) == ("Beka", "Dolany", other.since)
    with file.reading() as session:  # looking on harms nobody
        assert alliance(session).place == "before"
    file.close()
    assert lock.holder(file.path) == other


def test_a_lock_that_was_tidied_away_is_put_back(file: AllianceFile) -> None:
    ours = lock.holder(file.path)
    lock.lock_path(file.path).unlink()
    save(file, "after")
    assert lock.holder(file.path) == ours


def test_looking_at_a_file_goes_on_when_another_takes_its_place(file: AllianceFile) -> None:
    file.close()
    with open_file(file.path, passphrase=file.passphrase, read_only=True) as looked_at:
        replaced(file.path)
        with looked_at.reading() as session:
            assert alliance(session).place == "before"


def test_a_rescued_copy_stands_where_nothing_stood(file: AllianceFile, tmp_path: Path) -> None:
    taken = tmp_path / "taken.ronda"
    taken.write_text("somebody's")
    assert put_in_safety(file, [taken, tmp_path / "free.ronda"]) == tmp_path / "free.ronda"
    assert taken.read_text() == "somebody's"
