"""A record to print from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.new_file import new_file


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as file, file.writing(who="Ana") as opened:
        yield opened
