"""Test 8: alliance files made to do harm, and mutated ones, through opening, taking in and rescuing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.forking import ROOT
from tests.faults.table import FULL, count, report

MUTANTS = count(6, 10_000)
"""Each is opened, and taken in."""
RESCUED = count(1, 300)
SCHEMAS = count(6, 0)
"""So many of them; all where it says 0."""
MINUTES = 60 * 60 * 6

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and time are limited as on Linux")


def play(folder: Path, *words: object) -> Any:
    command = [sys.executable, "-m", "tests.faults.hostile", str(folder), *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("often", "ways"), [(MUTANTS, ("open", "take in")), (RESCUED, ("rescue",))], ids=["opened", "rescued"]
)
def test_a_mutated_file_is_refused_or_read_but_never_crashes(tmp_path: Path, often: int, ways: tuple[str, ...]) -> None:
    """Tried: `known_refusal` that knows no error of SQLite; caught: 2 faults of the program while taking in.

    Tried: `known_error` that knows neither "malformed" nor "not a database"; caught: 2 while opening.
    """
    found = play(tmp_path, "mutants", often, 8, *ways)
    told = ", ".join(f"{number} × {what}" for what, number in sorted(found["found"].items()))
    report(8, f"mutated files: {' and '.join(ways)}", often * len(ways), told, not found["wrong"])
    assert found["wrong"] == []
    assert sum(found["found"].values()) == often * len(ways)


def test_nothing_of_a_hostile_file_runs(tmp_path: Path) -> None:
    """Tried: the schema not compared (`is_ours` always true); caught: a trigger wrote its canary through "open"."""
    ways = ("open", "take in", "rescue") if FULL else ("open", "take in")
    found = play(tmp_path, "schemas", SCHEMAS, 8, *ways)
    tried = sum(len(one) for one in found["outcomes"].values())
    told = f"{tried - len(found['wrong'])} refused or read clean, {len(found['wrong'])} crashed, hung or ran"
    report(8, "hostile schemas, values and headers", tried, told, not found["wrong"])
    assert found["wrong"] == []
