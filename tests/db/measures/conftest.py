"""A desk to write a record at."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from db.engine import create_file, open_file
from db.history import history
from tests.db.measures.alliance_at_work import Desk


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measures") / "empty.ronda"
    create_file(path, name="Lake Valley Alliance").close()
    return path


@pytest.fixture
def desk(tmp_path: Path, _empty: Path) -> Iterator[Desk]:
    """A new alliance's record, open to be written; nothing of it is kept."""
    copyfile(_empty, tmp_path / "a.ronda")
    with (
        open_file(tmp_path / "a.ronda") as file,
        file.writing() as session,
        history.step(session, "alliance_at_work", undoable=False),
    ):
        yield Desk(session)
