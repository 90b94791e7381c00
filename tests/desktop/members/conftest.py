"""The page of members over a small record."""

from collections.abc import Iterator

import pytest

from db.engine import AllianceFile
from desktop.clock import stopped_at
from desktop.members.page import MembersPage
from tests.desktop.record import TODAY, fill
from tests.new_file import fill_once, new_file


@pytest.fixture
def file(tmp_path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def keys(file):
    return fill_once(file, fill, who="Ana")


@pytest.fixture
def page(qtbot, operations, keys) -> MembersPage:
    shown = MembersPage(operations, stopped_at(TODAY))
    qtbot.addWidget(shown)
    shown.resize(1158, 672)
    with qtbot.waitExposed(shown):
        shown.show()
    operations.wait()
    return shown
