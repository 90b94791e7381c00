"""A season of duties through the window, on the sample alliance: absences, swaps, a no-show, a joiner, a leaver.

Everything is done with keys and clicks (`hands.py`); queries only look at what came of it.
"""

from collections.abc import Callable, Iterator
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
from tests.end_to_end.handover_story import GIVER, TAKER, WORDS, HandoverStory
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import Hour


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def computer(
    qapp: QApplication, appearance: Appearance, hour: Hour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Program]]:
    """Return what gives somebody a computer of their own: their settings, and what it has seen of files."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    running = []

    def given(who: str) -> Program:
        folder = tmp_path / who
        folder.mkdir()
        settings = SettingsFile(folder / "settings.json")
        settings.change(who=who, language="en", theme="light")
        running.append(
            Program(
                qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults",
                copies=CopiesSeen(folder / "copies.json"),
            )
        )  # fmt: skip
        return running[-1]

    yield given
    for program in running:
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


def handed_on(giver: HandoverStory, taker: HandoverStory) -> None:
    """Tell how the desk goes to somebody else and comes back."""
    giver.keep_a_copy()
    giver.make_ready()
    giver.give_desk(TAKER, "desk.ronda-pack", WORDS)
    giver.only_look()
    giver.open_stick()
    taker.receive()
    taker.change()
    taker.return_desk()
    giver.take_up()
    giver.open_older()


def test_a_season_of_duties(computer: Callable[[str], Program], hour: Hour, tmp_path: Path) -> None:
    giver = HandoverStory(Hands(computer(GIVER)), hour, tmp_path)
    told(giver)
    handed_on(giver, HandoverStory(Hands(computer(TAKER)), hour, tmp_path))
    assert not list((tmp_path / "faults").glob("*")), "a fault of the program was reported"
