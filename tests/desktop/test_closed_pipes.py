"""Commands whose words nobody reads to the end, as with `| head`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.without_qt import ROOT


def unheard(*arguments: object) -> int:
    """Run a command whose output and errors go into a pipe that is closed already; return the exit code."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *map(str, arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=writes,
            stderr=writes, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    finally:
        os.close(writes)
    return done.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe is closed in another way there")
def test_a_command_that_nobody_hears_ends_as_if_it_were_heard(path: Path, tmp_path: Path) -> None:
    """Tried: what was refused ended with 0."""
    assert unheard("check", path) == 0
    assert unheard("list", "members", path) == 0
    assert unheard("--help") == 0
    assert unheard("list", "members", tmp_path / "none.ronda") == 1
    assert unheard("list", "nothing") == 2
    assert unheard("new", tmp_path / "new.ronda", "--name", "Alliance") == 0
    assert (tmp_path / "new.ronda").stat().st_size
