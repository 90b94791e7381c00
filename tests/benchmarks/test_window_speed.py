"""How fast the window is: launch against an empty window, memory, each page, and the longest silence of the story."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.engine import open_file
from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.benchmarks.conftest import LAST_DAY, ROUNDS, Table
from tests.end_to_end import test_duties
from tests.end_to_end.duties_story import DutiesStory
from tests.end_to_end.hands import Hands, Heartbeat
from tests.end_to_end.story import Hour, Roster, Story
from tests.end_to_end.test_meeting_cycle import MADE_UP, told

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
LAUNCH = Path(__file__).with_name("launching.py")


def launched(folder: Path, *words: object) -> tuple[float, float, float]:
    """Launch in a new process; return when its window was painted, in ms, and the most memory then and later, in MB."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
    }  # fmt: skip
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(LAUNCH), *map(str, words)], env=environment, check=True, capture_output=True, text=True
    )
    painted, memory, later = map(float, done.stdout.split())
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


def test_each_page(qapp: QApplication, appearance: Appearance, large_path: Path, tmp_path: Path, table: Table) -> None:
    """From the wish to see a page to its picture with its data: asked for at once, made ready beforehand, and again."""
    path = Path(shutil.copy(large_path, tmp_path / "large.ronda"))
    now = Hour()
    now.wind(day=LAST_DAY)
    program = Program(qapp, appearance, SettingsFile(tmp_path / "settings.json"), clock=Clock(lambda: now.now))
    try:
        window = program.show_file(open_file(path))
        assert program.operations is not None
        keys = [entry.key for entry in window._entries]
        at_once = {key: shown(program, key) for key in keys}
        program.close_file()
        window = program.show_file(open_file(path))
        program.operations.wait()
        while window.prepare_next_page():  # as the window does by and by when nobody is at the keys
            program.operations.wait()
        first = {key: shown(program, key) for key in keys}
        for key in keys:
            again = []
            for _round in range(ROUNDS):
                shown(program, next(other for other in keys if other != key))
                window.page(key)._stale = True  # it reads everything anew, as when much changed
                again.append(shown(program, key))
            what = f"page “{key}”: at once {at_once[key]:.0f}, made ready {first[key]:.0f}, then"
            table.value(what, again, limit=100)
    finally:
        program.close()
        texts.use("en")


def shown(program: Program, key: str) -> float:
    """Show a page; return how long it took until it was painted with its data, in ms."""
    window, operations = program.window, program.operations
    start = time.perf_counter()
    window.show_page(key)
    while not operations.idle:
        QApplication.processEvents()
        time.sleep(0.0005)
    QApplication.processEvents()
    window.repaint()
    return (time.perf_counter() - start) * 1000


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
