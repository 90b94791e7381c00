"""The program ended from a terminal, or by the system, closes its file as if by hand."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.engine import create_file
from db.lock import lock_path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill on Windows")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_file_is_closed(root: Path, tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "alliance.ronda"
    create_file(path, name="Lake Valley").close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-m", "desktop", str(path)], cwd=root, env=environment) as running:
        _wait_until(lock_path(path).exists)
        time.sleep(1)  # the window is being built
        running.send_signal(number)
        assert running.wait(timeout=30) == 0
    assert not lock_path(path).exists()


def _wait_until(holds: Callable[[], bool]) -> None:
    for _turn in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise TimeoutError
