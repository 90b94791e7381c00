"""Opening a file where it lies: at once on this computer's own disk, else by way of a working copy. No Qt."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.engine import AllianceFile, open_file
from db.files.lock import Holder, computer_name

if TYPE_CHECKING:
    import datetime as dt

    from db.backups.backups import Backup
    from db.files.media import Medium
    from db.files.working_copy import Keep

_WORKING: Final = "working"


def open_at_its_place(
    path: Path, *, passphrase: str | None = None, who: str = "", office: str = "", over: Holder | None = None,
    keep: "Keep | None" = None, check_now: bool = True, root: Path | None = None,
) -> AllianceFile:  # fmt: skip
    """Open the alliance file at `path` to work on it.

    Raises:
        BothChanged: Of a file on a stick and the like: it and its copy were both changed; `keep` says what to do then.
        KnownError: What `db.engine.open_file` raises.
    """
    from db.files.media import Kind

    medium = medium_of(path)
    if medium.kind is Kind.LOCAL:
        return open_file(path, passphrase=passphrase, who=who, office=office, over=over, check_now=check_now)
    from db.files.working_copy import Placed

    placed = Placed(
        path.absolute(), root or data_folder() / _WORKING, medium.name, medium.kind is Kind.SYNCED, who, office
    )  # fmt: skip
    return placed.open(passphrase=passphrase, over=over, keep=keep, check_now=check_now)


def worked_on_at(path: Path, root: Path | None = None) -> Path:
    """Return where the content of the file at `path` is that is worked on: there, or where its unfinished copy lies."""
    from db.files.media import Kind

    medium = medium_of(path)
    if medium.kind is Kind.LOCAL:
        return path
    from db.files.working_copy import Placed

    placed = Placed(path.absolute(), root or data_folder() / _WORKING, medium.name, medium.kind is Kind.SYNCED)
    copy = placed.unfinished()
    return path if copy is None else copy.path


def backups_left(path: Path, root: Path | None = None) -> "list[Backup]":
    """Return the backups of the file at `path` that lie on this computer, where it does not; newest first.

    Of one that is not there, such as on a stick that is away, those that there may be.
    """
    from db.files.media import Kind

    if path.exists() and medium_of(path).kind is Kind.LOCAL:
        return []
    from db.backups import stick_backups

    return stick_backups.backups_left(root or data_folder() / _WORKING, path)


def is_working_copy(path: Path) -> bool:
    """Return whether the file at `path` lies where this program keeps its working copies."""
    return path.absolute().is_relative_to(data_folder() / _WORKING)


def medium_of(path: Path) -> "Medium":
    """Return what the file at `path` lies on."""
    from db.files import media

    return media.medium_of(path, own=Path.home())


def data_folder() -> Path:
    """Return where this user's data of Ronda lies."""
    from platformdirs import user_data_path

    return user_data_path("ronda", appauthor=False)


def own_name(path: Path, at: "dt.datetime") -> str:
    """Return under which name this computer's work is kept beside a file that somebody else changed."""
    from desktop.texts import _

    when = f"{at:%Y-%m-%d %H.%M.%S}"  # a name that sorts by time
    name = _("{name} (from {computer}, {when})").format(name=path.stem, computer=computer_name(), when=when)
    return name + path.suffix
