"""Test 4: the disk refuses, once or for good, at whichever call; or it is full."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.forking import ROOT
from tests.faults.table import count, report

POINTS = count(2, 120)
"""So many calls of each command fail, each in every way."""
MINUTES = 60 * 90


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that lets calls fail; see `failing.c`."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("failing calls are made with a C compiler, on Linux")
    library = tmp_path_factory.mktemp("failing") / "failing.so"
    source = Path(__file__).with_name("failing.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-Wall", "-o", library, source, "-ldl"], check=True)
    return library


def play(folder: Path, points: int, library: Path) -> Any:
    command = [sys.executable, "-m", "tests.faults.refusals", str(folder), str(points)]
    there = {**os.environ, "LD_PRELOAD": str(library)}
    done = subprocess.run(command, cwd=ROOT, env=there, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_command_that_the_disk_refuses_changes_nothing_and_says_so(tmp_path: Path, failing_disk: Path) -> None:
    """Tried: `looks_protected` catching `PermissionError` alone; caught (7 tracebacks). It was so until this test."""
    found = play(tmp_path, POINTS, failing_disk)
    wrong = {name: found[name] for name in ("tracebacks", "changed", "left")}
    told = ", ".join(f"{len(cases)} {name}" for name, cases in wrong.items())
    report(4, "EIO or ENOSPC at one call or from it on, eleven commands", found["tried"], told, not any(wrong.values()))
    assert wrong == {"tracebacks": [], "changed": [], "left": []}
    assert found["refused"] > found["tried"] // 2
