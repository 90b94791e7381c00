"""A damaged file steps aside: it keeps its bytes, and its name with `.damaged` behind; a good one takes its place."""

import os
import re
from contextlib import suppress
from pathlib import Path

from db.errors.files import FileInUse
from db.files.durable import BESIDE, sync_folder, what_stands_at
from db.files.lock import holder
from db.files.places import refused


def damaged_name(path: Path) -> Path:
    """Return the name that the damaged file at `path` is to have; nothing stands there, nor beside it."""
    name = path.with_name(f"{path.name}.damaged")
    count = 1
    while what_stands_at(name) is not None:
        count += 1
        name = path.with_name(f"{path.name}.damaged-{count}")
    return name


def damaged_beside(path: Path) -> list[Path]:
    """Return the damaged files that stepped aside for the one at `path`; none where the folder cannot be read."""
    with suppress(OSError):
        told = re.compile(re.escape(path.name) + r"\.damaged(-\d+)?")
        return sorted(one for one in path.parent.iterdir() if told.fullmatch(one.name))
    return []


def free_name(path: Path) -> Path:
    """Return a name beside `path`, of the same kind, at which nothing stands, nor beside it."""
    count = 2
    while what_stands_at(name := path.with_name(f"{path.stem} {count}{path.suffix}")) is not None:
        count += 1
    return name


def step_aside(path: Path, good: Path) -> Path:
    """Let the good file take the place of the damaged one at `path`; return where that is now.

    Cut off in between, no byte of either is lost: the good file stands under the name it had, the damaged one there
    or under its new name, and what belongs to it goes before it, so that it is never beside a name another may take.

    Raises:
        FileInUse: If somebody has the damaged file open. Nothing was changed.
        PlaceReadOnly, PlaceUnreachable: The good file keeps its name, the damaged one too.
    """
    other = holder(path)
    if other is not None and not other.is_gone():
        raise FileInUse(path, other.who, other.computer, other.since)
    aside = damaged_name(path)
    moved: list[tuple[Path, Path]] = []
    try:
        for ending in (*BESIDE, ""):
            old, new = path.with_name(path.name + ending), aside.with_name(aside.name + ending)
            if os.path.lexists(old):
                old.rename(new)
                moved.append((old, new))
        good.rename(path)
        moved.append((good, path))
        sync_folder(path.parent)  # what is saved from now on is saved under this name
    except OSError as error:
        for old, new in reversed(moved):
            with suppress(OSError):
                new.rename(old)
        raise refused(error, path) from error
    return aside
