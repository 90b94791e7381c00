"""One story through the window: a new alliance, its members, a meeting from agenda to approved minutes, and the next.

Everything is done with keys and clicks; queries only look at what came of it. The network is forbidden (see
`tests/conftest.py`), and the record and the papers are read at the end as anybody else would read them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import Story

MADE_UP = """section,entry as written
Members,"Ana Paz (Tea Growers, Chair)"
"""


@dataclass
class Hour:
    """A clock that the story winds."""

    now: dt.datetime

    def wind(self, *, day: dt.date | None = None, time: dt.time | None = None) -> None:
        """Go on to a day or a time of day."""
        self.now = dt.datetime.combine(day or self.now.date(), time or self.now.time()).astimezone()


@pytest.fixture
def hour() -> Hour:
    return Hour(dt.datetime(2026, 9, 21, 9, 0).astimezone())


@pytest.fixture
def program(qapp: QApplication, appearance: Appearance, hour: Hour, tmp_path: Path) -> Iterator[Program]:
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Ana Paz", language="en", theme="light")
    program = Program(qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults")
    yield program
    program.close()
    QApplication.processEvents()
    texts.use("en")


def test_the_whole_cycle(program: Program, hour: Hour, tmp_path: Path) -> None:
    story = Story(Hands(program), hour, tmp_path, Path("/work/shared/data/members/members_openjs_cpc.csv"))
    story.begin()
