"""Backups on real files: what is taken is whole, what fails leaves nothing, what is thinned is never the newest."""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from db.backups import backups
from db.backups.backups import (
    Backup,
    Secrecy,
    Why,
    backup_at,
    backup_folder,
    backups_of,
    begin_backup,
    changed_since,
    finish_backup,
    secrecy_of,
    take_backup,
    thin,
    to_drop,
)
from db.engine import AllianceFile, create_file, open_file
from db.errors import KnownError
from db.errors.backups import BackupFailed, BackupPutOff, BackupUnsound
from db.errors.files import FileReplaced, PlaceFull, PlaceReadOnly, PlaceUnreachable
from db.files.checked_copies import Content, clear_leftovers, content_of
from db.files.connection import connect
from db.files.copies import change_passphrase
from db.meetings.meetings import plan_meeting

NOON = dt.datetime(2026, 10, 7, 12, 0, 5, 250_000, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
PHRASE = "four words that hold"


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[AllianceFile]:
    with create_file(tmp_path / "hidden.ronda", name="Hidden", passphrase=PHRASE) as opened:
        yield opened


def _plan(file: AllianceFile, day: int = 22) -> None:
    with file.writing() as session:
        plan_meeting(session, date=dt.date(2026, 10, day))


def _left(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []


def test_a_backup_is_the_file_under_a_name_that_says_when_and_why(file: AllianceFile) -> None:
    _plan(file)
    backup = take_backup(file, at=NOON, why=Why.CLOSING)
    local = NOON.astimezone()
    assert backup.path.parent == backup_folder(file.path) == file.path.with_name("alliance.ronda-backups")
    assert backup.path.name == f"alliance {local:%Y-%m-%d %H.%M.%S%z} closing.ronda"
    assert backups_of(file.path) == [backup]
    assert backup.taken_at == NOON.replace(microsecond=0)
    with file.alone() as connection, closing(connect(backup.path, None, read_only=True)) as copy:
        assert content_of(connection) == content_of(copy)
        assert backup.counts == content_of(copy).counts
        assert backup.counts["meeting"] == 1
    with open_file(backup.path, read_only=True) as copied, copied.looking() as look:
        assert look.value("SELECT name FROM alliance") == "Lake Valley Alliance"
    assert _left(backup.path.parent) == [backup.path.name]


def test_two_of_one_second_are_told_apart_newest_first(file: AllianceFile) -> None:
    first, second = (take_backup(file, at=NOON, why=Why.ASKED) for _turn in range(2))
    third = take_backup(file, at=NOON, why=Why.CLOSING)
    later = take_backup(file, at=NOON + dt.timedelta(seconds=1), why=Why.IMPORT)
    assert backups_of(file.path) == [later, third, second, first]
    assert second.path.stem.endswith("asked-2")


def test_only_files_named_as_backups_of_this_file_are_listed(file: AllianceFile) -> None:
    folder = backup_folder(file.path)
    take_backup(file, at=NOON, why=Why.WORK)
    good = "alliance 2026-10-06 12.00.05-0500 closing.ronda"
    for name in (
        "other 2026-10-06 12.00.05-0500 closing.ronda", "alliance 2026-10-06 closing.ronda", good + ".part",
        "alliance 2026-13-06 12.00.05-0500 closing.ronda", "alliance 2026-10-06 12.00.05-0500 whim.ronda",
    ):  # fmt: skip
        (folder / name).write_bytes(b"mine")
    (folder / good).mkdir()
    assert [backup.why for backup in backups_of(file.path)] == [Why.WORK]
    assert backup_at(folder / good) is not None
    assert backup_at(folder / "alliance.ronda") is None


def test_a_protected_file_has_backups_under_the_same_passphrase(protected: AllianceFile) -> None:
    _plan(protected)
    backup = take_backup(protected, at=NOON, why=Why.OPENING)
    assert b"SQLite" not in backup.path.read_bytes()[:100]
    with open_file(backup.path, passphrase=PHRASE, read_only=True) as copied, copied.looking() as look:
        assert look.value("SELECT count(*) FROM meeting") == 1
    old = take_backup(protected, at=NOON, why=Why.ASKED)
    again = change_passphrase(protected, old=PHRASE, new="other words for the next year")
    new = take_backup(again, at=NOON + dt.timedelta(hours=1), why=Why.ASKED)
    assert [secrecy_of(one, again) for one in (new, old)] == [Secrecy.SAME, Secrecy.OTHER]
    again.close()


def test_an_open_file_and_its_backups_from_when_it_was_protected(protected: AllianceFile) -> None:
    old = take_backup(protected, at=NOON, why=Why.ASKED)
    with change_passphrase(protected, old=PHRASE, new=None) as bare:
        new = take_backup(bare, at=NOON, why=Why.WORK)
        assert secrecy_of(old, bare) is Secrecy.OTHER
        assert secrecy_of(new, bare) is Secrecy.SAME


def test_it_tells_whether_the_file_changed_since(file: AllianceFile) -> None:
    backup = take_backup(file, at=NOON, why=Why.WORK)
    assert not changed_since(file.path, backup)
    path = file.path
    file.close()
    with open_file(path) as again:
        assert not changed_since(path, backup)
        _plan(again)
        assert changed_since(path, backup)


def test_a_time_kept_coarsely_is_no_change(file: AllianceFile) -> None:
    backup = take_backup(file, at=NOON, why=Why.WORK)
    now = 1_790_000_001_234_567_890
    os.utime(file.path, ns=(now, now))
    coarse = now // 2_000_000_000 * 2_000_000_000
    os.utime(backup.path, ns=(coarse, coarse))
    assert not changed_since(file.path, backup)
    os.utime(backup.path, ns=(now - 500_000_000, now - 500_000_000))
    assert changed_since(file.path, backup)


def test_a_copy_that_differs_is_not_kept(file: AllianceFile) -> None:
    """Compare no counts in `check_copy`, and this fails."""
    _plan(file)
    draft = begin_backup(file, at=NOON, why=Why.WORK)
    with closing(sqlcipher3.connect(str(draft.partial), isolation_level=None)) as copy:
        copy.execute("DELETE FROM meeting")
    with pytest.raises(BackupUnsound) as caught:
        finish_backup(draft)
    assert caught.value.found == "meeting"
    assert _left(draft.partial.parent) == []


def test_a_copy_whose_index_disagrees_is_not_kept(file: AllianceFile) -> None:
    """Leave `integrity_check` out of `check_copy`, and this fails: rows and references are all there."""
    _plan(file)
    draft = begin_backup(file, at=NOON, why=Why.WORK)
    with closing(connect(draft.partial, None, read_only=True)) as copy:
        index = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_meeting_date'"
        page = copy.execute(index).fetchone()[0] - 1
    raw = draft.partial.read_bytes()
    before, held, after = raw[: page * 4096], raw[page * 4096 : (page + 1) * 4096], raw[(page + 1) * 4096 :]
    assert b"2026-10-22" in held
    draft.partial.write_bytes(before + held.replace(b"2026-10-22", b"2026-10-23") + after)
    with pytest.raises(BackupUnsound):
        finish_backup(draft)
    assert _left(draft.partial.parent) == []


def test_a_copy_that_is_damaged_is_not_kept(file: AllianceFile) -> None:
    draft = begin_backup(file, at=NOON, why=Why.WORK)
    raw = bytearray(draft.partial.read_bytes())
    for place in range(3 * 4096, len(raw), 4096):
        raw[place + 2000 : place + 2040] = b"\xff" * 40
    draft.partial.write_bytes(raw)
    with pytest.raises(BackupUnsound):
        finish_backup(draft)
    assert _left(draft.partial.parent) == []


def test_it_gives_way_and_leaves_nothing(file: AllianceFile) -> None:
    with file.alone() as connection:  # large enough that it is asked at least once
        connection.execute("CREATE TABLE large AS WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) "
                           "SELECT i, hex(randomblob(20)) AS x FROM n")  # fmt: skip
    with pytest.raises(BackupPutOff):
        begin_backup(file, at=NOON, why=Why.WORK, give_way=lambda: True)
    assert _left(backup_folder(file.path)) == []
    _plan(file)  # nothing interrupts what comes later
    assert take_backup(file, at=NOON, why=Why.WORK).counts["large"] == 20000


def test_a_folder_that_cannot_be_made_is_said(file: AllianceFile) -> None:
    backup_folder(file.path).write_text("a file stands there")
    with pytest.raises((PlaceReadOnly, KnownError)):
        take_backup(file, at=NOON, why=Why.WORK)
    assert backup_folder(file.path).read_text() == "a file stands there"


@pytest.mark.skipif(sys.platform != "linux", reason="the device that is always full is Linux's")
def test_no_room_leaves_nothing(file: AllianceFile, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))  # the disk takes no larger file
    try:
        with pytest.raises((PlaceFull, BackupFailed)):
            take_backup(file, at=NOON, why=Why.WORK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert _left(backup_folder(file.path)) == []
    _plan(file)
    assert take_backup(file, at=NOON, why=Why.WORK).counts["meeting"] == 1


def test_what_a_killed_run_left_is_cleared_by_the_next(file: AllianceFile) -> None:
    """Never clear leftovers in `begin_backup`, and this fails."""
    path, folder = file.path, backup_folder(file.path)
    file.close()
    code = (
        "import datetime, os, pathlib, signal, sys; from db.engine import open_file; from db.backups.backups import *;"
        "file = open_file(pathlib.Path(sys.argv[1]));"
        "begin_backup(file, at=datetime.datetime.now(datetime.UTC), why=Why.WORK);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False, timeout=60)
    assert len(_left(folder)) == 1
    assert backups_of(path) == []
    theirs = folder / f".alliance.ronda.partial-{'0' * 8}-1-{'0' * 8}"  # of another computer, and young
    theirs.write_bytes(b"half")
    with open_file(path) as again:
        backup = take_backup(again, at=dt.datetime.now(dt.UTC), why=Why.OPENING)
    assert _left(folder) == sorted([theirs.name, backup.path.name])
    long_ago = time.time() - 2 * 86400
    os.utime(theirs, (long_ago, long_ago))
    clear_leftovers(folder)
    assert _left(folder) == [backup.path.name]


# Thinning


def _of(moments: list[dt.datetime]) -> list[Backup]:
    return [
        Backup(Path(f"{number}.ronda"), at, Why.WORK, 1, number=number) for number, at in enumerate(moments, start=1)
    ]


NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
AGES = st.lists(st.integers(min_value=-3, max_value=24 * 800), max_size=60)


@given(AGES)
def test_what_is_kept(hours: list[int]) -> None:
    """Keep none of the weeks in `to_drop`, and this fails."""
    backups = _of([NOW - dt.timedelta(hours=age) for age in hours])
    dropped = to_drop(backups, now=NOW)
    kept = [one for one in backups if one not in dropped]
    assert set(dropped) <= set(backups)
    if backups:
        assert max(backups, key=lambda one: (one.taken_at, one.number)) in kept
    young = [one for one in backups if NOW - one.taken_at <= dt.timedelta(days=2)]
    assert set(young) <= set(kept)
    assert len(kept) <= len(young) + 12 + 10 + 9 + 2
    assert to_drop(kept, now=NOW) == [], "what was kept once is kept if asked again"
    for one in backups:  # a day that falls to the daily ones keeps a backup
        days = sorted({other.taken_at.date() for other in backups if other not in young}, reverse=True)[:12]
        if one not in young and one.taken_at.date() in days:
            same = [other for other in kept if other not in young and other.taken_at.date() == one.taken_at.date()]
            assert same


def test_a_year_and_a_half_of_daily_work_keeps_the_near_days_and_the_far_months() -> None:
    backups: list[Backup] = []
    now = NOW
    for day in range(550):
        now = NOW + dt.timedelta(days=day)
        backups += _of([now - dt.timedelta(hours=2), now])
        gone = set(to_drop(backups, now=now))
        backups = [one for one in backups if one not in gone]
    ages = sorted((now - one.taken_at).days for one in backups)
    assert ages[:4] == [0, 0, 1, 1]
    assert set(range(3, 14)) <= set(ages)
    assert 270 <= ages[-1] <= 390
    far = [age for age in ages if age > 14]
    assert max(b - a for a, b in pairwise(far)) <= 62
    assert len(ages) <= 4 + 12 + 10 + 9 + 2


def test_thinning_deletes_only_what_is_named_as_ours(file: AllianceFile) -> None:
    folder = backup_folder(file.path)
    backup = take_backup(file, at=NOON, why=Why.WORK)
    for hour in range(6):
        name = f"alliance 2026-08-03 {hour:02d}.00.00-0500 work.ronda"
        (folder / name).write_bytes(b"old")
        (folder / f"copy of {name}").write_bytes(b"somebody's")
    gone = thin(folder, "alliance", now=NOON)
    assert len(gone) == 5
    assert [one.path.name for one in backups_of(file.path)] == [
        backup.path.name, "alliance 2026-08-03 05.00.00-0500 work.ronda",
    ]  # fmt: skip
    assert len([name for name in _left(folder) if name.startswith("copy of")]) == 6


def test_a_file_that_was_moved_while_open_is_said_and_nothing_is_left(
    file: AllianceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask for its time unguarded in `begin_backup`, and this fails."""
    read, aside = backups.read_content, file.path.with_name("elsewhere.ronda")

    def moved(connection: object, path: Path) -> Content:
        content = read(connection, path)
        path.rename(aside)
        return content

    with monkeypatch.context() as patch:
        patch.setattr(backups, "read_content", moved)
        with pytest.raises(PlaceUnreachable):
            take_backup(file, at=NOON, why=Why.ASKED)
    with pytest.raises(FileReplaced):
        take_backup(file, at=NOON, why=Why.ASKED)
    assert _left(backup_folder(file.path)) == []
