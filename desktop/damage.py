"""What helps with a damaged file: its newest good backup, or what can still be read of it. No Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from db.backups.backups import Backup, backups_of
from db.backups.restoring import restore_backup
from db.engine import open_file
from db.errors import KnownError
from db.errors.files import PassphraseNeeded, WrongPassphrase
from db.files.checks import check_record, only_search
from db.files.header import looks_protected
from db.handover.standing import standing_of
from db.rescue.aside import free_name, step_aside
from db.rescue.rescue import Rescued, rescue_file
from desktop.copies_seen import CopiesSeen

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Help:
    """What there is for a damaged file at `path`."""

    path: Path
    backup: Backup | None
    """The newest that was read whole just now."""
    lacks: int | None
    """How many changes the damaged file had that the backup has not, where this computer knows."""
    unsound: int
    """So many newer backups are damaged as well."""
    locked: int = 0
    """So many newer backups could not be read with the passphrase that was given."""
    opens_up: bool = False
    """The damaged file is protected and the backup is not: anybody could read what comes in its place."""


def what_helps(
    path: Path, *, passphrase: str | None, seen: CopiesSeen, worked_on: Path | None = None, left: Iterable[Backup] = ()
) -> Help:
    """Return the newest good backup of a damaged file, read whole to be sure.

    Where a copy of it is `worked_on`, that is what is damaged, and beside that lie the backups; others may be `left`
    from copies of before.

    Raises:
        PassphraseNeeded: Newer backups than any that can be read without one are protected.
        WrongPassphrase: No backup can be read, and this passphrase does not open those that are protected.
    """
    unsound = locked = 0
    beside = backups_of(worked_on or path)
    for backup in sorted({one.path: one for one in [*left, *beside]}.values(), key=_age):
        try:
            key = passphrase if looks_protected(backup.path) else None
            with open_file(backup.path, passphrase=key, read_only=True) as file:
                with file.reading() as session:
                    whole = only_search(check_record(session))
                with file.looking() as look:
                    stands = standing_of(look)
        except PassphraseNeeded:
            raise PassphraseNeeded(path) from None
        except WrongPassphrase:
            locked += 1
            continue
        except KnownError:
            whole = False
        if not whole:
            unsound += 1
            continue
        steps = seen.steps_at(path.absolute())
        lacks = None if steps is None else max(0, steps - stands.steps)
        return Help(path, backup, lacks, unsound, locked, opens_up=key is None and _is_protected(worked_on or path))
    if locked:
        raise WrongPassphrase(path)
    return Help(path, None, None, unsound)


def go_on_with_backup(found: Help, *, passphrase: str | None, worked_on: Path | None = None) -> Path:
    """Put what is in the backup in the place of the damaged file, or of its copy that is `worked_on`.

    Returns where the damaged one is kept.

    Raises:
        KnownError: What `restore_backup` and `step_aside` raise; the damaged file is where it was.
    """
    assert found.backup is not None
    path = worked_on or found.path
    good = free_name(path)
    key = passphrase if looks_protected(found.backup.path) else None
    restore_backup(found.backup.path, good, passphrase=key)
    return _in_place(path, good)


def go_on_with_rescued(path: Path, *, passphrase: str | None, progress: Progress | None = None) -> tuple[Rescued, Path]:
    """Put what can be read of a damaged file in its place; return what that is, and where the damaged one is kept.

    Raises:
        KnownError: What `rescue_file` and `step_aside` raise; the damaged file is where it was.
    """
    good = free_name(path)
    rescued = rescue_file(path, good, passphrase=passphrase, progress=progress)
    return rescued, _in_place(path, good)


def _age(backup: Backup) -> float:
    return -backup.taken_at.timestamp() - backup.number / 1000


def _is_protected(path: Path) -> bool:
    """Return whether a file was protected, as far as its damaged first page tells."""
    try:
        return looks_protected(path)
    except KnownError:
        return False


def _in_place(path: Path, good: Path) -> Path:
    try:
        return step_aside(path, good)
    except KnownError:
        good.unlink(missing_ok=True)
        raise
