"""Backups of an alliance file: taken, checked before they get their name, listed, thinned.

A backup is an ordinary alliance file under the same passphrase, in a folder beside the file it is of:

    Lake Valley.ronda
    Lake Valley.ronda-backups/Lake Valley 2026-10-07 10.35.20-0500 closing.ronda

The name says when (the time of day where it was taken, and how far that is from UTC) and why. What is not named so is
not ours and never deleted. Until a copy is checked and on the disk it has a name of its own that begins with a dot and
ends with who is writing it, so that what a killed run left is known and cleared away by the next.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from db.engine import AllianceFile
from db.errors.backups import BackupFailed
from db.errors.files import FileDamaged
from db.files.checked_copies import (
    Content,
    check_copy,
    clear_leftovers,
    copy_whole,
    nothing_left_of,
    partial_name,
    read_content,
    refused_by_system,
    sync_file,
    take_away,
)
from db.files.connection import known_error
from db.files.durable import sync_folder
from db.files.header import SQLITE_HEADER
from db.surveys.waiting_sheets import ANSWERS, leave_out_waiting, waiting_rows

DAYS_OF_ALL: Final = 2
DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""So many days, then weeks, then months keep their newest backup, after the days that keep all."""

_ENDING: Final = ".ronda"
_NAME: Final = re.compile(
    r"(?P<stem>.+) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d[+-]\d{4}) (?P<why>[a-z]+)(?:-(?P<count>\d+))?\.ronda"
)
_AT: Final = "%Y-%m-%d %H.%M.%S%z"
_SALT_BYTES: Final = 16
_LOOKED_AT: Final = 20
"""So many backups are asked how they begin."""
_GRAINS_NS: Final = (2_000_000_000, 1_000_000_000, 10_000_000)
"""How finely file systems keep times where not to the nanosecond."""


class Why(StrEnum):
    """For what a backup was taken; a word of its name."""

    OPENING = "opening"
    WORK = "work"
    """Half an hour of changes had come together."""
    CLOSING = "closing"
    UPGRADE = "upgrade"
    IMPORT = "import"
    RESTORE = "restore"
    MERGE = "merge"
    ASKED = "asked"
    """A person asked for it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its name tells it. `taken_at` is an aware moment; `counts` are rows by table, where counted."""

    path: Path
    taken_at: dt.datetime
    why: Why
    size_bytes: int
    counts: Mapping[str, int] = field(default_factory=dict, hash=False, compare=False)
    number: int = 1
    """Tells those of one second and one reason apart."""


class Secrecy(StrEnum):
    """Under which passphrase a backup is, against the file it is of."""

    SAME = "same"
    """The file's own, or none where the file has none."""
    OTHER = "other"
    """The one the file had when it was taken."""
    NONE = "none"
    """Anybody can read it; the file is protected by now."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy that has no name yet: to be checked against what the file held, and named, by `finish_backup`."""

    partial: Path
    stem: str
    at: dt.datetime
    why: Why
    passphrase: str | None
    content: Content
    changed_ns: int
    """When the file was last written, as its file system says."""


# Where they are, and what there is


def backup_folder(path: Path) -> Path:
    """Return where the backups of the alliance file at `path` are: beside it."""
    return path.with_name(f"{path.name}-backups" if path.suffix == _ENDING else f"{path.name}{_ENDING}-backups")


def backups_of(path: Path) -> list[Backup]:
    """Return the backups of the alliance file at `path`, newest first; none where their folder cannot be read."""
    return backups_in(backup_folder(path), path.stem)


def backups_in(folder: Path, stem: str | None) -> list[Backup]:
    """Return the backups in a folder of files called `stem`, newest first; none where it cannot be read.

    Without `stem` all of them: where the folder is one alliance's, whatever its file was called.
    """
    found: list[Backup] = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            backup = _told_by_name(entry)
            if backup is not None and stem in (None, backup[0]):
                found.append(backup[1])
    return sorted(found, key=lambda one: (one.taken_at, one.number), reverse=True)


def backup_at(path: Path) -> Backup | None:
    """Return the backup that the file at `path` is by its name, or nothing."""
    named = _NAME.fullmatch(path.name)
    try:
        return _backup(path, named, path.stat().st_size) if named else None
    except (OSError, ValueError):
        return None


def is_backup(path: Path) -> bool:
    """Return whether a file lies among backups and is named as one: it is looked at, and copied to go on with."""
    return path.absolute().parent.name.endswith(f"{_ENDING}-backups") and backup_at(path) is not None


def changed_since(path: Path, backup: Backup) -> bool:
    """Return whether the alliance file was written after `backup` was taken of it, as far as its file system tells.

    A backup bears the time at which the file had last been written, as finely as its own file system keeps it.
    """
    try:
        now, then = path.stat().st_mtime_ns, backup.path.stat().st_mtime_ns
    except OSError:
        return True
    return now != then and not any(then % grain == 0 and abs(now - then) < grain for grain in _GRAINS_NS)


def secrecy_of(backup: Backup, file: AllianceFile) -> Secrecy:
    """Return under which passphrase a backup is, without trying one.

    A copy begins with the same random bytes as the protected file it is of; a new passphrase brings new ones.
    """
    try:
        with backup.path.open("rb") as raw:
            begins = raw.read(_SALT_BYTES)
    except OSError:
        return Secrecy.OTHER
    if not file.protected:
        return Secrecy.SAME if begins == SQLITE_HEADER else Secrecy.OTHER
    if begins == SQLITE_HEADER:
        return Secrecy.NONE
    with file.alone() as connection:
        return Secrecy.SAME if begins.hex() == connection.execute("PRAGMA cipher_salt").fetchone()[0] else Secrecy.OTHER


def salts_beside(path: Path) -> list[bytes]:
    """Return with what bytes the newest backups of a protected file begin: a copy begins as what it was copied from."""
    return _salts(backups_of(path))


def salts_among(backup: Path) -> list[bytes]:
    """Return with what bytes the newest backups in the folder of one begin, other than its own."""
    return _salts(one for one in backups_in(backup.parent, None) if one.path.name != backup.name)


def _salts(backups: Iterable[Backup]) -> list[bytes]:
    salts: dict[bytes, None] = {}
    for backup in islice(backups, _LOOKED_AT):
        with suppress(OSError), backup.path.open("rb") as file:
            if len(salt := file.read(_SALT_BYTES)) == _SALT_BYTES and salt != SQLITE_HEADER:
                salts[salt] = None
    return list(salts)


def _told_by_name(entry: "os.DirEntry[str]") -> tuple[str, Backup] | None:
    named = _NAME.fullmatch(entry.name)
    try:
        if named is None or not entry.is_file(follow_symlinks=False):
            return None
        return named["stem"], _backup(Path(entry.path), named, entry.stat().st_size)
    except (OSError, ValueError):  # gone meanwhile; a day that does not exist; a reason that a later Ronda knows
        return None


def _backup(path: Path, named: re.Match[str], size_bytes: int) -> Backup:
    at = dt.datetime.strptime(named["at"], _AT)  # noqa: DTZ007 (%z is in it)
    return Backup(path, at, Why(named["why"]), size_bytes, number=int(named["count"] or 1))


# Taking one


def take_backup(file: AllianceFile, *, at: dt.datetime, why: Why, folder: Path | None = None) -> Backup:
    """Write a checked copy of an open file into `folder` (nothing: the one beside it) and return it.

    Raises:
        PlaceFull, PlaceReadOnly, PlaceUnreachable, BackupFailed: About the backup; nothing is left of it.
        FileDamaged: The file cannot be read whole; nothing is left of the backup.
        BackupUnsound: The copy is not what the file is; it was not kept.
    """
    return finish_backup(begin_backup(file, at=at, why=why, folder=folder))


def begin_backup(
    file: AllianceFile,
    *,
    at: dt.datetime,
    why: Why,
    folder: Path | None = None,
    give_way: Callable[[], bool] | None = None,
) -> Draft:
    """Write the copy, not checked yet; the file can be used by nobody else meanwhile.

    `give_way` is asked about every 10 ms, and stops it by answering true.

    Raises:
        BackupPutOff: It gave way.
        PlaceFull, PlaceReadOnly, PlaceUnreachable, BackupFailed, FileDamaged: As `take_backup`.
    """
    folder = folder or backup_folder(file.path)
    _make_folder(folder)
    clear_leftovers(folder)
    partial = partial_name(folder, file.path.name)
    with file.alone() as connection:
        content = read_content(connection, file.path)
        with refused_by_system(file.path):  # moved or deleted under its name, or its stick was pulled
            changed_ns = file.path.stat().st_mtime_ns
        waiting = _waiting(connection, file.path) if ANSWERS in content.counts else {}
        copy_whole(connection, file.path, partial, give_way=give_way)
    if waiting:
        with nothing_left_of(partial):
            content = _left_out(partial, file.passphrase, content, waiting)
    return Draft(partial, file.path.stem, at.astimezone(), why, file.passphrase, content, changed_ns)


def _waiting(connection: Any, path: Path) -> dict[str, int]:
    try:
        return waiting_rows(connection)
    except sqlcipher3.dbapi2.Error as error:
        raise known_error(error, path) or FileDamaged(path) from error


def _left_out(partial: Path, passphrase: str | None, content: Content, waiting: Mapping[str, int]) -> Content:
    """Leave out of a copy the answers that wait (`db.surveys.sheets`); return what it must hold then."""
    try:
        leave_out_waiting(partial, passphrase)
    except sqlcipher3.dbapi2.Error as error:
        raise known_error(error, partial) or BackupFailed(partial) from error
    counts = {table: count - waiting.get(table, 0) for table, count in content.counts.items()}
    return Content(content.schema, counts)


def finish_backup(draft: Draft) -> Backup:
    """Check a copy against what the file held, have it on the disk, and give it its name.

    Needs nothing of the file any more, which may be worked on meanwhile.

    Raises:
        PlaceFull, PlaceReadOnly, PlaceUnreachable, BackupFailed, BackupUnsound: Nothing is left of the copy.
    """
    with nothing_left_of(draft.partial):
        check_copy(draft.partial, draft.passphrase, draft.content)
        with refused_by_system(draft.partial):
            os.utime(draft.partial, ns=(draft.changed_ns, draft.changed_ns))
            sync_file(draft.partial)
            place, number = _free_name(draft)
            draft.partial.rename(place)
            with nothing_left_of(place):
                sync_folder(place.parent)
                size = place.stat().st_size
    return Backup(place, draft.at.replace(microsecond=0), draft.why, size, draft.content.counts, number)


def drop_draft(draft: Draft) -> None:
    """Take away a copy that will not be finished."""
    take_away(draft.partial)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    with refused_by_system(folder):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def _free_name(draft: Draft) -> tuple[Path, int]:
    """Return a name that nothing bears, numbered after those of the same second."""
    moment, folder = draft.at.replace(microsecond=0), draft.partial.parent
    number = 1 + max((one.number for one in backups_in(folder, draft.stem) if one.taken_at == moment), default=0)
    while True:
        more = f"-{number}" if number > 1 else ""
        place = folder / f"{draft.stem} {draft.at.strftime(_AT)} {draft.why}{more}{_ENDING}"
        if not place.exists():
            return place, number
        number += 1


# Keeping fewer of them


def to_drop(backups: Iterable[Backup], *, now: dt.datetime) -> list[Backup]:
    """Return which backups go: what is older than two days keeps one for each of 12 days, 10 weeks, 9 months.

    Days, weeks and months are counted where there are backups, so an office that was shut loses none by that. The
    newest of each is kept, and the newest of all never goes.
    """
    newest_first = sorted(backups, key=lambda one: (one.taken_at, one.number), reverse=True)
    kept = set(newest_first[:1])
    old = [one for one in newest_first if now - one.taken_at > dt.timedelta(days=DAYS_OF_ALL)]
    kept.update(one for one in newest_first if one not in set(old))
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        chosen, old = _one_of_each(old, count, period)
        kept.update(chosen)
    return [one for one in newest_first if one not in kept]


def thin(folder: Path, stem: str | None, *, now: dt.datetime) -> list[Backup]:
    """Delete the backups in a folder that need not be kept; return those that went. One that does not go stays."""
    gone = []
    for backup in to_drop(backups_in(folder, stem), now=now):
        with suppress(OSError):
            backup.path.unlink()
            gone.append(backup)
    return gone


def _one_of_each(
    newest_first: Sequence[Backup], count: int, period: Callable[[Backup], object]
) -> tuple[list[Backup], list[Backup]]:
    """Return the backup to keep of each of the `count` newest periods, and those older than these periods."""
    periods: dict[object, list[Backup]] = {}
    for one in newest_first:
        periods.setdefault(period(one), []).append(one)
    groups = list(periods.values())
    chosen = [group[0] for group in groups[:count]]
    return chosen, [one for group in groups[count:] for one in group]


def _day(backup: Backup) -> object:
    return backup.taken_at.date()


def _week(backup: Backup) -> object:
    return backup.taken_at.isocalendar()[:2]


def _month(backup: Backup) -> object:
    return backup.taken_at.year, backup.taken_at.month
