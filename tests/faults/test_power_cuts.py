"""Tests 2 and 3: the power is cut while the file is written to; and the same cuts find what weaker settings lose."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import disks
from tests.faults.forking import ROOT
from tests.faults.table import FULL, count, report

CUTS = {"saves": count(10, 600), "passphrase": count(2, 150), "upgrade": count(4, 150)}
WEAKER = count(60, 200)
"""In `make test` they end with the first loss found."""
MINUTES = 60 * 60

WHAT = {
    "saves": "power cut while saving",
    "passphrase": "power cut while the passphrase is set, changed or removed",
    "upgrade": "power cut while an older file is upgraded",
}


@pytest.fixture(autouse=True)
def _can_cut() -> None:
    if reason := disks.why_not():
        pytest.skip(reason)


def play(folder: Path, cuts: int, what: str, *, seed: int, journal: str = "") -> Any:
    """Run the cuts as a program of their own; return what happened."""
    command = [sys.executable, "-m", "tests.faults.cuts", str(folder), str(cuts), str(seed), what]
    command += [f"--journal={journal}"] + (["--until-found"] if journal and not FULL else [])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("what", CUTS)
def test_nothing_is_lost_when_the_power_is_cut(tmp_path: Path, what: str) -> None:
    """Tried: `put_in_place` (db/files/durable.py) without syncing the folder; caught (2 passphrases in 24 cuts)."""
    found = play(tmp_path, CUTS[what], what, seed=1)
    told = f"{found['lost']} of {found['acknowledged']:,} lost, {len(found['damaged'])} not whole"
    enough = found["acknowledged"] > 0 or found["cuts"] < 20
    held = not found["lost"] and not found["damaged"] and enough
    report(2, WHAT[what], found["cuts"], told, held)
    assert found["damaged"] == []
    assert found["lost"] == 0
    assert found["cuts"] == CUTS[what]
    assert enough, "nothing was done that could be lost"


@pytest.mark.parametrize("journal", ["DELETE+FULL", "WAL+NORMAL"])
def test_the_cuts_find_what_weaker_settings_lose(tmp_path: Path, journal: str) -> None:
    """The same cuts with other `PRAGMAS`; with ours in their place nothing is lost, and this fails."""
    found = play(tmp_path, WEAKER, "saves", seed=2, journal=journal)
    told = f"{found['lost']} of {found['acknowledged']:,} lost"
    report(3, f"power cut while saving with {journal}", found["cuts"], told, found["lost"] > 0)
    assert found["lost"] > 0
