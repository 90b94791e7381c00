"""What was an alliance file once and hardly is a file any more is damaged: then there is help. No Qt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db.backups.backups import backups_of
from db.errors.files import FileDamaged, FileEmpty, NotARondaFile, PassphraseNeeded
from desktop.placed_files import backups_left

_LOOKED_AT: Final = 1 << 18
"""So many bytes tell whether a file is under a passphrase."""


@contextmanager
def hurt_told(path: Path, *, ours: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Say of a file that has backups, or is `ours`, that it is damaged where it does not even look like one.

    Raises:
        FileDamaged: In place of `FileEmpty`, `NotARondaFile`, and of `PassphraseNeeded` where it never had one.
    """
    try:
        yield
    except (FileEmpty, NotARondaFile):
        if ours() or backups_of(path) or backups_left(path):
            raise FileDamaged(path) from None
        raise
    except PassphraseNeeded:
        if _was_plain(path):
            raise FileDamaged(path) from None
        raise


def _was_plain(path: Path) -> bool:
    """Return whether what seems to be under a passphrase never was: in what is, no long run of bytes is nothing."""
    try:
        with path.open("rb") as file:
            return bytes(64) in file.read(_LOOKED_AT)
    except OSError:
        return False
