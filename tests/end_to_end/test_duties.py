"""A season of duties through the window, on the sample alliance: absences, swaps, a no-show, a joiner, a leaver.

Everything is done with keys and clicks (`hands.py`); queries only look at what came of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.copies_seen import CopiesSeen
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.end_to_end.duties_story import DutiesStory
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import Hour


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def program(
    qapp: QApplication, appearance: Appearance, hour: Hour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Keto Marani", language="en", theme="light")
    program = Program(
        qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults",
        copies=CopiesSeen(tmp_path / "copies.json"),
    )  # fmt: skip
    yield program
    program.close()
    QApplication.processEvents()
    texts.use("en")


def told(story: DutiesStory) -> None:
    """Tell the story; it stands by itself so that the measurement tells the same."""
    story.open_sample()
    story.look_round()
    story.report_absence()
    story.ask()
    story.accept()
    story.decline()
    story.swap()
    story.give()
    story.plan_and_publish()
    story.join()
    story.leave()
    story.meet()
    story.finish()
    story.print_out()


def test_a_season_of_duties(program: Program, hour: Hour, tmp_path: Path) -> None:
    story = DutiesStory(Hands(program), hour, tmp_path)
    told(story)
    assert not list((tmp_path / "faults").glob("*")), "a fault of the program was reported"
