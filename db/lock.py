"""Who has an alliance file open: a small file beside it that names person, computer and time."""

import datetime as dt
import json
import os
import platform
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open; `since` is an aware moment."""

    who: str
    computer: str
    process: int
    since: dt.datetime
    token: str
    start_up: str = ""
    """Tells one run of the computer from the next, where the system does: process numbers begin anew after a cut."""

    def is_gone(self) -> bool:
        """Whether the holder was a process of this computer that no longer runs."""
        if self.computer != computer_name():
            return False
        before = bool(self.start_up) and bool(now := _start_up()) and self.start_up != now
        return before or not _runs(self.process)


def computer_name() -> str:
    """Return this computer's name, as the lock file shows it to colleagues."""
    return platform.node()


def lock_path(path: Path) -> Path:
    """Return where the lock file of the alliance file at `path` stands."""
    return path.with_name(path.name + ".lock")


def holder(path: Path) -> Holder | None:
    """Return who has the file at `path` open, or nothing. An unreadable lock file counts as nobody's."""
    try:
        raw = json.loads(lock_path(path).read_text(encoding="utf-8"))
        raw["since"] = dt.datetime.fromisoformat(raw["since"])
        return Holder(**raw)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def take(path: Path, *, who: str) -> Holder | None:
    """Take the lock of the file at `path`; return ours, or nothing if somebody else has it.

    A lock left behind by a process of this computer that no longer runs is taken over.

    Raises:
        OSError: If the folder cannot be written to.
    """
    now, token = dt.datetime.now(dt.UTC), secrets.token_hex(8)
    ours = Holder(who, computer_name(), os.getpid(), now, token, _start_up())
    if _write_new(path, ours):
        return ours
    other = holder(path)
    if other is not None and not other.is_gone():
        return None
    lock_path(path).unlink(missing_ok=True)
    return ours if _write_new(path, ours) else None


def release(path: Path, ours: Holder) -> None:
    """Give the lock back if it is still ours."""
    found = holder(path)
    if found is not None and found.token == ours.token:
        lock_path(path).unlink(missing_ok=True)


def _write_new(path: Path, ours: Holder) -> bool:
    raw = asdict(ours) | {"since": ours.since.isoformat()}
    try:
        descriptor = os.open(lock_path(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(raw, out)
    return True


def _start_up() -> str:
    """Return the key that Linux gives to each run of the computer; empty elsewhere."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited_information, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
