"""The other side of `desktop.apart`: takes bytes at its standard input, reads them, says what it found, waits for more.

It never learns a path, writes no file, opens no socket and starts nothing: what it reads may come from anybody.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

_OURS: Final = "desktop."
_FORBIDDEN: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove")
_RESERVE: Final = 4 * 1024 * 1024


def main() -> None:
    """Answer questions until there are no more."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)  # what a library prints is no answer
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, if it is there, for nothing
    _limit(int(sys.argv[1]) * 1024 * 1024)
    sys.addaudithook(_forbid)
    while head := incoming.readline():
        asked = json.loads(head)
        content = incoming.read(asked["size"])
        _limit_seconds(asked["seconds"])
        said, body = _answer(asked, content)
        del content
        _say(outgoing, said, body)


def _say(outgoing: IO[bytes], said: str, body: bytes) -> None:
    outgoing.write(json.dumps({"said": said, "size": len(body)}).encode() + b"\n")
    outgoing.write(body)
    outgoing.flush()


def _answer(asked: dict[str, Any], content: bytes) -> tuple[str, bytes]:
    from db.errors import FileError

    reserve = bytearray(_RESERVE)  # to be able to say that there is no more
    try:
        found = _function(asked["function"])(content, Path(asked["name"]), **asked["options"])
        if isinstance(found, bytes):
            return "bytes", found
        return "data", json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")  # half a letter is none
    except FileError as error:
        return "error", json.dumps(_told(error)).encode()
    except MemoryError:
        del reserve
    except Exception:  # noqa: BLE001 - a file from anywhere makes its reader fail in any way there is
        return "failed", b""
    gc.collect()
    return "memory", b""


def _function(name: str) -> Callable[..., Any]:
    module, _colon, function = name.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(module)
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _told(error: Any) -> dict[str, Any]:
    values = [getattr(error, each.name) for each in fields(error) if each.name != "path"]
    return {"module": type(error).__module__, "name": type(error).__qualname__, "values": values}


def _limit(size_bytes: int) -> None:
    """Set what this process may use, where the system can say so."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, size_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _limit_seconds(seconds: float) -> None:
    """End by itself after so much computing from now on."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(OSError, ValueError):
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, hard))


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and set(mode) & set("wax+")
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            raise PermissionError(event)
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
