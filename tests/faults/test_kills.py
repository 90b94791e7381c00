"""Test 1: the program is killed at random moments while it saves, and nothing that it called saved is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import numbered
from tests.faults.forking import ROOT
from tests.faults.table import FULL, count, report

KILLS = {None: count(184, 7_500), numbered.PASSPHRASE: count(16, 2_500)}
TOO_SOON, WITHOUT_JOURNAL = 60, 3_000
"""They end with the first harm found."""
MINUTES = 60 * 45

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are born by fork")


def play(
    folder: Path, rounds: int, *, seed: int, passphrase: str | None = None, journal: str = "", too_soon: bool = False
) -> Any:
    """Run the kills as a program of their own; return what happened."""
    command = [sys.executable, "-m", "tests.faults.kills", str(folder), str(rounds), str(seed), f"--journal={journal}"]
    command += [f"--passphrase={passphrase}"] if passphrase else []
    command += ["--until-found"] if journal or too_soon else []
    command += ["--too-soon"] if too_soon else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("passphrase", KILLS, ids=["open", "protected"])
def test_no_save_is_lost_when_the_program_is_killed(tmp_path: Path, passphrase: str | None) -> None:
    """Tried: the word "saved" said before the block of `writing` ended; caught (37 lost in 40 kills)."""
    found = play(tmp_path, KILLS[passphrase], seed=1, passphrase=passphrase)
    what = f"kill -9 at a random moment of saving, {'protected' if passphrase else 'open'} file"
    told = f"{found['lost']} of {found['acknowledged']:,} saves lost, {len(found['damaged'])} files damaged"
    held = not found["lost"] and not found["damaged"] and found["acknowledged"] >= found["kills"] // 2
    report(1, what, found["kills"], told, held)
    assert found["damaged"] == []
    assert found["lost"] == 0
    assert found["kills"] == KILLS[passphrase]
    assert found["acknowledged"] >= found["kills"] // 2, "too few saves to say anything"


def test_the_kills_find_saves_that_were_said_to_be_done_too_soon(tmp_path: Path) -> None:
    """What is looked for can be found: with the word "saved" said before a save begins, one is missed soon."""
    assert play(tmp_path, TOO_SOON, seed=2, too_soon=True)["lost"]


@pytest.mark.skipif(not FULL, reason="the moment is short: now three kills find it, now three hundred do not")
def test_the_kills_find_what_a_file_without_a_journal_loses(tmp_path: Path) -> None:
    """What is looked for can be found: with `journal_mode = MEMORY` in `PRAGMAS` files are damaged, and saves lost."""
    found = play(tmp_path, WITHOUT_JOURNAL, seed=2, journal="MEMORY")
    assert found["damaged"] or found["lost"]
