"""A copy of what is open, where the open file itself is lost: deleted, replaced, its disk gone, taken over.

Its content is read through the handle that SQLite still has, never through its name, where by now something else may
stand; and not by SQLite, which would take a journal that stands there now for its own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import KnownError
from db.errors.files import NotRescued
from db.files.laying_down import lay_down

if TYPE_CHECKING:
    from db.engine import AllianceFile


def put_in_safety(file: "AllianceFile", places: Iterable[Path]) -> Path:
    """Copy what was last saved in `file` to the first of `places` that takes it; return which. `file` stays open.

    A place where something stands already is not taken.

    Raises:
        NotRescued: No place took it, or the content cannot be read whole.
    """
    from db.engine import open_file

    def look_over(copy: Path) -> None:
        open_file(copy, passphrase=file.passphrase, read_only=True).close()

    with file.still() as read:
        for place in places:
            if read is None:
                break
            with suppress(OSError, KnownError):
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                lay_down(_pieces(read), place, check=look_over)
                return place
    raise NotRescued(file.path)


def _pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    start = 0
    while piece := read(start):
        yield piece
        start += len(piece)
