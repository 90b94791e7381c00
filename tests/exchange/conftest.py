"""Alliance files, and the real data to try the imports on, where it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import AllianceFile
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    """A new alliance's file, open."""
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley Alliance", who="Ana") as opened:
        yield opened
