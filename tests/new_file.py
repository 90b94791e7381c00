"""New alliance files for tests, and what many of them begin with: written once, then copied, which is much quicker."""

import copy
import tempfile
from collections.abc import Callable, Hashable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3

from db.alliance import alliance
from db.engine import AllianceFile, create_file, open_file

T = TypeVar("T")

_filled: dict[Hashable, tuple[Path, Any]] = {}


def new_file(path: Path, *, name: str, who: str = "") -> AllianceFile:
    """Return a new alliance's file, open, as `create_file` makes it. Two of one name are copies of one another."""
    path.write_bytes(_made(name, who))
    return open_file(path, who=who)


@cache
def _made(name: str, who: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.ronda"
        create_file(path, name=name, who=who).close()
        return path.read_bytes()


def fill_once(file: AllianceFile, write: Callable[..., T], *, who: str = "", **options: Hashable) -> T:
    """Have `write(session, **options)` written in a `new_file`; return what it returned.

    What was written by it into a new file of this name before is copied, every row as it was then.
    """
    with file.reading() as session:
        key = (write, alliance(session).name, who, *sorted(options.items()))
    if key in _filled:
        before, returned = _filled[key]
        with closing(sqlcipher3.connect(str(before))) as source:
            source.backup(file.raw())
        file.same.note()
    else:
        with file.writing(who=who) as session:
            returned = write(session, **options)
        before = file.path.parent.parent / f"filled {len(_filled)}.ronda"
        before.write_bytes(file.path.read_bytes())
        _filled[key] = before, returned
    return copy.deepcopy(returned)
