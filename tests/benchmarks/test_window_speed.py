"""How fast the window is: launch against an empty window, memory, each page, and the longest silence of the story."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.benchmarks.conftest import ROUNDS, Table
from tests.end_to_end import test_duties
from tests.end_to_end.duties_story import DutiesStory
from tests.end_to_end.hands import Hands, Heartbeat
from tests.end_to_end.story import Hour, Roster, Story
from tests.end_to_end.test_meeting_cycle import MADE_UP, told

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
LAUNCH = Path(__file__).with_name("launching.py")
PAGES = Path(__file__).with_name("paging.py")


def in_process(folder: Path, script: Path, *words: object) -> str:
    """Run a script in a new process that finds compiled files, as after any earlier start; return what it says."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(script), *map(str, words)], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def launched(folder: Path, *words: object) -> tuple[float, float, float]:
    """Launch in a new process; return when its window was painted, in ms, and the most memory then and later, in MB."""
    start = time.monotonic()
    painted, memory, later = map(float, in_process(folder, LAUNCH, *words).split())
    return (painted - start) * 1000, memory, later


def test_launch_and_memory(large_path: Path, tmp_path: Path, table: Table) -> None:
    """Whole processes in turn, after one each that writes the compiled files."""
    path = Path(shutil.copy(large_path, tmp_path / "large.ronda"))
    SettingsFile(tmp_path / "settings.json").change(language="en", theme="light")
    OwnFiles().note(path)
    ours, base = ("ronda", path, tmp_path / "settings.json"), ("empty",)
    launched(tmp_path, *ours), launched(tmp_path, *base)
    taken: dict[str, list[tuple[float, float, float]]] = {"ronda": [], "empty": []}
    for _round in range(ROUNDS):
        for words in (ours, base):
            taken[words[0]].append(launched(tmp_path, *words))
    times, memory, later = ({name: [row[place] for row in rows] for name, rows in taken.items()} for place in range(3))
    table.ratio("launch to the first page with its data", times["ronda"], times["empty"], limit=1.3)
    table.ratio("memory at most", memory["ronda"], memory["empty"], limit=1.5, unit="MB")
    table.ratio("memory at most, record loaded", later["ronda"], later["empty"], limit=1.5, unit="MB")


def test_each_page(large_path: Path, tmp_path: Path, table: Table) -> None:
    """From the wish to see a page to its picture with its data: asked for at once, made ready beforehand, and again."""
    path = Path(shutil.copy(large_path, tmp_path / "large.ronda"))
    SettingsFile(tmp_path / "settings.json").change(language="en", theme="light")
    words = (path, tmp_path / "settings.json")
    in_process(tmp_path, PAGES, *words, 1)  # writes the compiled files
    found = json.loads(in_process(tmp_path, PAGES, *words, ROUNDS))
    for key, times in found.items():
        what = f"page “{key}”: at once {times['at_once']:.0f}, made ready {times['ready']:.0f}, then"
        table.value(what, times["again"], limit=100)


def test_the_longest_silence_of_the_story(
    qapp: QApplication, appearance: Appearance, tmp_path: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer beats every 5 ms while the story is told; the longest gap is what a person would feel."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "roster.csv").write_text(MADE_UP, "utf-8")
    roster = Roster(tmp_path / "roster.csv", 4, "Netherfield Growers", "Ibex Farmers", "Midland <Tea> & Co")
    hour = Hour()
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Ana Paz", language="en", theme="light")
    program = Program(qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults")
    heart = Heartbeat()
    try:
        told(Story(Hands(program), hour, tmp_path, roster))
    finally:
        program.close()
        texts.use("en")
    gaps = sorted(heart.gaps, reverse=True)
    table.value("longest silence of the event loop in the story", gaps[:1], limit=50)
    table.value("the ten longest", gaps[:10], limit=50)


def test_the_longest_silence_of_a_season_of_duties(
    qapp: QApplication, appearance: Appearance, tmp_path: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same while duties are asked, swapped, planned and done on the sample of three years."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    hour = Hour()
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Keto Marani", language="en", theme="light")
    program = Program(qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults")
    try:
        story = DutiesStory(Hands(program), hour, tmp_path)
        story.open_sample()
        heart = Heartbeat()
        test_duties.told(story)
    finally:
        program.close()
        texts.use("en")
    gaps = sorted(heart.gaps, reverse=True)
    table.value("longest silence of the event loop in a season of duties", gaps[:1], limit=50)
    table.value("the ten longest", gaps[:10], limit=50)
