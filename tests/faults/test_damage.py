"""Test 7: bits turned over and ends cut off, of files and of backups, open and protected."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.forking import ROOT
from tests.faults.table import count, report

FLIPS, CUTS = count(4, 1_000), count(4, 250)
"""Of an open, and of a protected one each."""
MINUTES = 60 * 60

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are born by fork")


@pytest.mark.parametrize("passphrase", [None, "correct horse battery"], ids=["open", "protected"])
def test_damage_is_noticed_or_makes_no_difference(tmp_path: Path, passphrase: str | None) -> None:
    """Tried: `known_error` that knows neither "malformed" nor "not a database"; caught in the first children."""
    command = [sys.executable, "-m", "tests.faults.flips", str(tmp_path), str(FLIPS), str(CUTS), "7"]
    command += [passphrase] if passphrase else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MINUTES, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    counts: Counter[str] = Counter(found["found"])
    kind = "protected" if passphrase else "open"
    for what, often in (("flip", FLIPS), ("cut", CUTS)):
        mine = {said: number for said, number in counts.items() if said.startswith(what)}
        changed = sum(number for said, number in mine.items() if said.endswith("changed unnoticed"))
        noticed = sum(number for said, number in mine.items() if said.endswith("noticed")) - changed
        words = "one bit turned over" if what == "flip" else "the end cut off"
        told = f"{noticed} noticed, {sum(mine.values()) - noticed - changed} identical, {changed} changed unnoticed"
        held = not found["wrong"] and sum(mine.values()) == often and not (passphrase and changed)
        report(7, f"{words}, {kind} file or backup", often, told, held)
    assert found["wrong"] == []
    assert sum(counts.values()) == FLIPS + CUTS
    if passphrase:
        assert not [said for said in counts if said.endswith("changed unnoticed")]
    else:
        assert any("cut" in said and said.endswith(" noticed") for said in counts)
