"""Test 4: the disk refuses, once or for good, at whichever call; or it is full."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import disks
from tests.faults.forking import ROOT
from tests.faults.table import FULL, count, report

POINTS = count(2, 120)
"""So many calls of each command fail, each in every way."""
ROOMS = count(1, 60)
"""So many amounts of room each of them finds on a small file system; in `make test` only those of `SOME` do."""
SOME = ("a save", "an import of members", "an agenda as PDF", "a backup")
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


def play(folder: Path, how: str, points: int, *acts: str, **environment: str) -> Any:
    command = [sys.executable, "-m", "tests.faults.refusals", how, str(folder), str(points), *acts]
    there = os.environ | environment
    done = subprocess.run(command, cwd=ROOT, env=there, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_the_disk_refuses_changes_nothing_and_is_said(tmp_path: Path, failing_disk: Path) -> None:
    """Tried: `looks_protected` catching `PermissionError` alone; caught (7 tracebacks). It was so until this test.

    So was a backup that stayed, though it was said to be refused, where its folder could not be synced: 4 of 40.
    """
    found = play(tmp_path, "calls", POINTS, LD_PRELOAD=str(failing_disk))
    _judge(found, "EIO or ENOSPC at one call or from it on, a save and eleven commands")
    assert found["refused"] > found["tried"] // 2


def test_what_finds_no_room_changes_nothing_and_says_so(tmp_path: Path) -> None:
    """Tried: `copy_whole` that leaves what it wrote of a backup; `known_error` that knows no full disk; both caught."""
    if reason := disks.why_not():
        pytest.skip(reason)
    found = play(tmp_path, "full", ROOMS, *(() if FULL else SOME))
    _judge(found, "too little room on a small disk: saves, imports, exports, backups")
    assert found["refused"] >= found["tried"] // 3


def _judge(found: Any, what: str) -> None:
    wrong = {name: found[name] for name in ("tracebacks", "changed", "left")}
    told = ", ".join(f"{len(cases)} {name}" for name, cases in wrong.items())
    told += f"; {found['resumed']} saves went on"
    report(4, what, found["tried"], told, not any(wrong.values()) and found["resumed"] > 0)
    assert wrong == {"tracebacks": [], "changed": [], "left": []}
    assert found["resumed"]
