"""The file of a new alliance for tests: made once for all, then copied, which takes a third of the time."""

import tempfile
from functools import cache
from pathlib import Path

from db.engine import AllianceFile, create_file, open_file


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
