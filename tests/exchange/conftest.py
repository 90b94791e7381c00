"""Alliance files, and the real data to try the imports on, where it is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import AllianceFile, create_file

SHARED = Path(os.environ.get("RONDA_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    """A new alliance's file, open."""
    with create_file(tmp_path / "alliance.ronda", name="Lake Valley Alliance", who="Ana") as opened:
        yield opened


@pytest.fixture
def shared() -> Path:
    """The folder of real data; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not here ({SHARED})")
    return SHARED
