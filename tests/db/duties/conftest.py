"""The real folders of past meetings, where they are."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("RONDA_SHARED_DATA") or Path(__file__).resolve().parents[3].parent / "shared" / "data")


@pytest.fixture
def shared() -> Path:
    """The folder of real data; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not here ({SHARED})")
    return SHARED
