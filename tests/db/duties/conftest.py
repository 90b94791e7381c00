"""An alliance whose duties go round, in a file that is being written."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from tests.db.duties.duty_kit import Kit, alliance_in_turn


@pytest.fixture
def session(file: AllianceFile) -> Iterator[Session]:
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(session: Session) -> Kit:
    return alliance_in_turn(session)
