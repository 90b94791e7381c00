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

CUTS = {
    "saves": count(5, 500), "passphrase": count(2, 150), "upgrade": count(3, 150), "backup": count(3, 150),
    "restore": count(2, 150), "second place": count(0, 100), "put back": count(0, 150), "give the desk": count(0, 100),
}  # fmt: skip
"""What is not cut in `make test` is cut in `make faults`."""
ON_STICKS = {"saves": count(0, 100), "put back": count(3, 60)}
WEAKER = count(60, 200)
"""In `make test` they end with the first loss found."""
MINUTES = 60 * 60

WHAT = {
    "saves": "power cut while saving",
    "passphrase": "power cut while the passphrase is set, changed or removed",
    "upgrade": "power cut while an older file is upgraded",
    "backup": "power cut while a backup is taken",
    "restore": "power cut while a backup is restored",
    "second place": "power cut while a second place is named and a backup copied there",
    "put back": "power cut while a working copy is put back to its stick",
    "give the desk": "power cut while the desk is given",
}


@pytest.fixture(autouse=True)
def _can_cut() -> None:
    if reason := disks.why_not():
        pytest.skip(reason)


def play(folder: Path, cuts: int, what: str, *, seed: int, journal: str = "", on: str = "") -> Any:
    """Run the cuts as a program of their own; return what happened."""
    command = [sys.executable, "-m", "tests.faults.cuts", str(folder), str(cuts), str(seed), what]
    command += [f"--journal={journal}", f"--on={on}"] + (["--until-found"] if journal and not FULL else [])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("what", [what for what, often in CUTS.items() if often])
def test_nothing_is_lost_when_the_power_is_cut(tmp_path: Path, what: str) -> None:
    """Tried: `put_in_place` (db/files/durable.py) without syncing the folder; caught (2 passphrases in 24 cuts)."""
    _judge(play(tmp_path, CUTS[what], what, seed=1), WHAT[what], CUTS[what])


@pytest.mark.parametrize("what", [what for what, often in ON_STICKS.items() if often])
@pytest.mark.parametrize("kind", disks.KINDS if FULL else ["no journal"])
def test_nothing_is_lost_when_a_stick_loses_its_power(tmp_path: Path, what: str, kind: str) -> None:
    """Tried: `lay_down` (db/files/laying_down.py) replacing without syncing; caught."""
    if reason := disks.why_no_stick(kind):
        pytest.skip(reason)
    cuts = ON_STICKS[what]
    _judge(play(tmp_path, cuts, what, seed=3, on=kind), f"{WHAT[what]}, on a stick: {kind}", cuts)


def _judge(found: Any, what: str, cuts: int) -> None:
    told = f"{found['lost']} of {found['acknowledged']:,} lost, {len(found['damaged'])} not whole"
    enough = found["acknowledged"] > 0 or found["cuts"] < 20
    held = not found["lost"] and not found["damaged"] and enough
    report(2, what, found["cuts"], told, held)
    assert found["damaged"] == []
    assert found["lost"] == 0
    assert found["cuts"] == cuts
    assert enough, "nothing was done that could be lost"


@pytest.mark.parametrize("journal", ["DELETE+FULL", "WAL+NORMAL"])
def test_the_cuts_find_what_weaker_settings_lose(tmp_path: Path, journal: str) -> None:
    """The same cuts with other `PRAGMAS`; with ours in their place nothing is lost, and this fails."""
    found = play(tmp_path, WEAKER, "saves", seed=2, journal=journal)
    told = f"{found['lost']} of {found['acknowledged']:,} lost"
    report(3, f"power cut while saving with {journal}", found["cuts"], told, found["lost"] > 0)
    assert found["lost"] > 0
