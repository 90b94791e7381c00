"""Reading files from anywhere in a process of its own, which has limits and can be stopped at any moment. No Qt.

Whatever somebody put into a file, the program that opens it here is not the one that holds the alliance's record: it
is started for the reading, given the bytes (never a path), and answers with plain data, whose shape is checked. Where
it needs too long or too much memory, or falls over, that is a known error about the file, and nothing else happens.

with Apart() as apart:
    rows = apart.ask(table_in, content, path, shape=[(int, [str])], seconds=30, tick=stop_if_asked)

`Apart` starts its process at the first question, keeps it for the next ones, and ends it with the block.
Memory and computing time are limited where the system can (POSIX); on Windows only the time that passes is.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from db.errors import FileError
from db.errors.incoming import ReadingFailed, ReadingTooBig, ReadingTooSlow

MEGABYTES: Final = 512
SECONDS: Final = 20.0
"""Of computing; twice as much may pass, for a computer that is busy."""
LARGEST_ANSWER: Final = 512 * 1024 * 1024
_LARGEST_HEAD: Final = 64 * 1024
_LOOK_EVERY_SECONDS: Final = 0.05
_TIME_TO_END_SECONDS: Final = 2.0
_ERRORS: Final = "db.errors."
"""Modules whose errors about files may come back."""

Tick = Callable[[], object]
"""Called now and then while one waits; what it raises ends the reading and passes through."""


class Apart:
    """A process that reads files. Use it in a `with` block; one thread at a time."""

    def __init__(self, *, megabytes: int = MEGABYTES) -> None:
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process that reads, while there is one."""
        return self._process.pid if self._process is not None else None

    def ask(
        self,
        function: Callable[..., Any],
        content: bytes,
        path: Path,
        *,
        shape: object,
        seconds: float = SECONDS,
        tick: Tick | None = None,
        **options: Any,
    ) -> Any:
        """Return what `function(content, path, **options)` returns over there, where `path` has only its last name.

        `function` belongs to a module and returns bytes, or what JSON can say; `shape` is what it must look like (see
        `fits`). Known errors about the file come back as they are.

        Raises:
            ReadingTooSlow, ReadingTooBig, ReadingFailed: If there is no answer, or one of another shape.
        """
        head = {
            "function": f"{function.__module__}:{function.__qualname__}",
            "name": path.name,
            "options": options,
            "seconds": seconds,
            "size": len(content),
        }
        answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        process = self._running()
        threading.Thread(target=_exchange, args=(process, head, content, answers), daemon=True).start()
        try:
            answer = self._wait(answers, path, seconds, tick)
        except BaseException:
            self.close()
            raise
        if answer is None:
            code = self._ended(by_itself=True)
            raise ReadingTooSlow(path, seconds) if code in _OUT_OF_TIME else ReadingFailed(path)
        return self._understood(answer, path, seconds, shape)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._ended()

    def _wait(
        self, answers: "queue.SimpleQueue[Any]", path: Path, seconds: float, tick: Tick | None
    ) -> tuple[dict[str, Any], bytes] | None:
        until = time.monotonic() + 2 * seconds
        while True:
            try:
                found: tuple[dict[str, Any], bytes] | None = answers.get(timeout=_LOOK_EVERY_SECONDS)
            except queue.Empty:
                if tick is not None:
                    tick()
                if time.monotonic() > until:
                    raise ReadingTooSlow(path, seconds) from None
            else:
                return found

    def _understood(self, answer: tuple[dict[str, Any], bytes], path: Path, seconds: float, shape: object) -> Any:
        head, body = answer
        try:
            match head.get("said"):
                case "bytes" if fits(body, shape):
                    return body
                case "data":
                    data = json.loads(body)
                    if fits(data, shape):
                        return data
                case "error":
                    raise _error(json.loads(body), path)
                case "memory":
                    raise ReadingTooBig(path, self._megabytes)
        except (ValueError, KeyError, TypeError, AttributeError, ImportError, RecursionError):
            pass
        self.close()  # nothing more is believed of it
        raise ReadingFailed(path)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        home = str(Path(__file__).resolve().parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-B", "-m", "desktop.apart_child", str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OPENPYXL_LXML": "False"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _ended(self, *, by_itself: bool = False) -> int | None:
        """Return how the process ended, which is made sure of."""
        process, self._process = self._process, None
        if process is None:
            return None
        if by_itself:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TIME_TO_END_SECONDS)
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        return process.wait()


def run_apart(
    function: Callable[..., Any],
    content: bytes,
    path: Path,
    *,
    shape: object,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    tick: Tick | None = None,
    **options: Any,
) -> Any:
    """Ask one question of a process started for it; see `Apart.ask`."""
    with Apart(megabytes=megabytes) as apart:
        return apart.ask(function, content, path, shape=shape, seconds=seconds, tick=tick, **options)


def fits(data: object, shape: object) -> bool:
    """Return whether plain data has a shape: a type, `[each]`, `(first, second)`, `{"key": value}`.

    A set of shapes is "one of these"; `int` is not `bool`.
    """
    match shape:
        case list():
            return isinstance(data, list) and all(fits(each, shape[0]) for each in data)
        case tuple():
            return isinstance(data, list) and len(data) == len(shape) and all(map(fits, data, shape))
        case dict():
            known = isinstance(data, dict) and data.keys() == shape.keys()
            return known and all(fits(data[key], value) for key, value in shape.items())  # type: ignore[index]
        case set() | frozenset():
            return any(fits(data, one) for one in shape)
    return type(data) is shape


def _exchange(
    process: "subprocess.Popen[bytes]", head: dict[str, Any], content: bytes, answers: "queue.SimpleQueue[Any]"
) -> None:
    """Put the question and wait for the answer; none comes of a process that ends or says what nobody asked."""
    answer = None
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(head).encode() + b"\n")
        process.stdin.write(content)
        process.stdin.flush()
        said = json.loads(process.stdout.readline(_LARGEST_HEAD))
        if 0 <= int(said["size"]) <= LARGEST_ANSWER:
            body = process.stdout.read(int(said["size"]))
            answer = (said, body) if len(body) == said["size"] else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        answer = None
    answers.put(answer)


def _error(told: dict[str, Any], path: Path) -> FileError:
    """Return a known error about the file as it was raised over there; its values are numbers and words only."""
    if not told["module"].startswith(_ERRORS):
        raise ValueError
    kind = getattr(import_module(told["module"]), told["name"])
    if not (isinstance(kind, type) and issubclass(kind, FileError)):
        raise TypeError
    values = [tuple(value) if isinstance(value, list) else value for value in told["values"]]
    if not all(fits(value, {int, str, float, tuple}) or isinstance(value, tuple) for value in values):
        raise TypeError
    return kind(path, *values)


_OUT_OF_TIME: Final = (-24, -9)
"""How a process ends that computed too long: SIGXCPU, and SIGKILL where it would not listen."""
