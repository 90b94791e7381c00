"""How fast the window is: launch against an empty window, memory, each page, and the longest silence of the story."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from tests.benchmarks.conftest import ROUNDS, Table

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
LAUNCH = Path(__file__).with_name("launching.py")
PAGES = Path(__file__).with_name("paging.py")
WINDOWS = 9
"""So many are opened to look at each page."""
TELLING = Path(__file__).with_name("telling.py")


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
    in_process(tmp_path, PAGES, *words)  # writes the compiled files
    found = [json.loads(in_process(tmp_path, PAGES, *words)) for _round in range(WINDOWS)]
    for when, said in (("at_once", "asked for at once"), ("ready", "made ready before"), ("again", "again")):
        for key in found[0]:
            table.value(f"page “{key}”, {said}", [one[key][when] for one in found], limit=100)


@pytest.mark.parametrize(("story", "words"), [("cycle", "a meeting cycle"), ("season", "a season of duties")])
def test_the_longest_silence_of(story: str, words: str, tmp_path: Path, table: Table) -> None:
    """A timer beats every 5 ms while the story is told; the longest gap is what a person would feel."""
    (first, second) = (tmp_path / "first", tmp_path / "second")
    for folder in (first, second):
        folder.mkdir()
    in_process(tmp_path, TELLING, story, first)  # writes the compiled files
    gaps = json.loads(in_process(tmp_path, TELLING, story, second))
    table.value(f"longest silence of the event loop in {words}", gaps[:1], limit=50)
    table.value("the ten longest", gaps[:10], limit=50)
