"""Test 14: what opening a protected file of 20 MB costs, beside deriving its key and checking it bare."""

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3

from db.engine import open_file
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper
from tests.faults import numbered
from tests.faults.table import count, report

MEGABYTES = 20
ROUNDS = count(1, 9)
BAR = 3.0


def large_file(path: Path) -> None:
    """Make a protected file of 20 MB: papers, which are most of any large one, and the rest of a small record."""
    numbered.new_record(path, numbered.PASSPHRASE)
    with open_file(path, passphrase=numbered.PASSPHRASE) as file, file.writing() as session:
        meeting_id, _changes = plan_meeting(session, date=numbered.DAY)
        for number in range(MEGABYTES):
            add_paper(session, meeting_id, name=f"map {number}.png", data=numbered.noise(number, 1 << 20))


def bare(path: Path) -> None:
    """Derive the key and check the file, with the driver alone."""
    connection = sqlcipher3.connect(str(path))
    connection.execute(f'PRAGMA key = "{numbered.PASSPHRASE}"')
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def opened(path: Path) -> None:
    """Open it as the program does, with its checks, and close it."""
    open_file(path, passphrase=numbered.PASSPHRASE).close()


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """Return how long it keeps the processor: others at work beside do not count."""
    gc.collect()
    begun = time.process_time()
    work(path)
    return time.process_time() - begun


@pytest.mark.usefixtures("real_keys")
def test_opening_costs_little_more_than_the_bare_checks(tmp_path: Path) -> None:
    """Tried: the whole file checked anew for every table in `_check_table`; caught."""
    path = tmp_path / "large.ronda"
    large_file(path)
    assert path.stat().st_size >= MEGABYTES << 20
    for work in (bare, opened):  # the first of each fills the caches
        work(path)
    pairs = [(seconds(bare, path), seconds(opened, path)) for _round in range(ROUNDS)]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    told = f"{ratio:.2f} × ({statistics.median(ours for _theirs, ours in pairs):.2f} s)"
    report(14, "a protected file of 20 MB opened with its checks", ROUNDS, told, ratio <= BAR)
    assert ratio <= BAR
