"""Children of one process that has everything loaded: each begins at once, opens its files anew, and may be killed.

Never from a process with threads or an open alliance file: use it from a program of its own (`python -m …`).
"""

import json
import os
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

OPENED = -1
"""What a child says once it has its file open and begins to save."""

ROOT = Path(__file__).resolve().parent.parent.parent


class Child:
    """A process that says numbers: `OPENED`, and the number of each save that was reported as saved."""

    def __init__(self, work: Callable[[Callable[[int], None]], object]) -> None:
        self._read, write = os.pipe()
        self.begun = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._read)
            _end(_quietly(lambda: work(lambda number: _say(write, number))))
        os.close(write)
        self.heard: list[int] = []
        self._rest = b""

    def hear(self, until: Callable[[list[int]], bool], timeout_s: float) -> bool:
        """Listen until what was heard is enough; false if the child ended or the time is over before that."""
        deadline = time.monotonic() + timeout_s
        while not until(self.heard):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0] or not self._take():
                return until(self.heard)
        return True

    def kill(self) -> list[int]:
        """Kill it without a word; return everything it ever said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> list[int]:
        """Wait until it is gone; return everything it ever said."""
        while self._take():
            pass
        os.waitpid(self.pid, 0)
        os.close(self._read)
        return self.heard

    def _take(self) -> bool:
        got = os.read(self._read, 65536)
        self._rest += got
        whole = len(self._rest) // 8 * 8
        self.heard += [number for (number,) in struct.iter_unpack("<q", self._rest[:whole])]
        self._rest = self._rest[whole:]
        return bool(got)


def apart(work: Callable[[], Any]) -> Any:
    """Run `work` in a child; return what it returned (plain values), or raise with the child's traceback."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _end(_quietly(lambda: _answer(write, work)))
    os.close(write)
    with os.fdopen(read, "rb") as found:
        raw = found.read()
    os.waitpid(pid, 0)
    if not raw:
        raise RuntimeError("the child ended without a word")
    answer = json.loads(raw)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["value"]


def _answer(write: int, work: Callable[[], Any]) -> None:
    try:
        said = {"value": work()}
    except BaseException:  # noqa: BLE001 - told to the parent
        said = {"error": traceback.format_exc()}
    with os.fdopen(write, "wb") as out:
        out.write(json.dumps(said).encode())


def _say(write: int, number: int) -> None:
    os.write(write, struct.pack("<q", number))


def _quietly(work: Callable[[], object]) -> int:
    try:
        work()
    except BaseException:  # noqa: BLE001 - whoever kills and cuts looks at the file, not at words
        if os.environ.get("RONDA_FAULTS_LOUD"):
            traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> None:
    sys.stderr.flush()
    os._exit(code)
