"""Who has an alliance file open: a small file beside it that names person, office, computer and time."""

import datetime as dt
import errno
import hashlib
import json
import os
import platform
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Final

from db.errors.files import FileInUse

_LOOKS: Final = 20
_BETWEEN_LOOKS_S: Final = 0.05


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
    office: str = ""
    """Where colleagues find them."""
    machine: str = ""
    """Tells computers of one name apart, such as two set up from one image; see `machine_mark`."""

    def is_mine(self) -> bool:
        """Whether it is this very process."""
        return self.process == os.getpid() and self.is_here() and not self.is_gone()

    def is_here(self) -> bool:
        """Whether the holder was on this computer: by its name, and by its mark where the system gives one.

        Where only one of the two has a mark they are not the same: it is there to be read, or it is not.
        """
        return self.computer == computer_name() and self.machine == machine_mark()

    def is_process_of(self, other: "Holder") -> bool:
        """Whether both are of one process of one computer."""
        return (self.process, self.computer, self.machine) == (other.process, other.computer, other.machine)

    def is_of_this_run(self) -> bool:
        """Whether the holder was on this computer since it was started last; false where the system does not tell."""
        return self.is_here() and bool(self.start_up) and self.start_up == _start_up()

    def is_gone(self, *, shared: bool = False) -> bool:
        """Whether the holder was a process of this computer that no longer runs.

        In a `shared` place, such as a stick, the holder may be a twin of this computer: one that was set up from a copy
        of its whole disk, with its name and its mark. What no twin has is this run of the computer: who is of another
        run is not known to be gone there.
        """
        if not self.is_here() or (shared and not self.is_of_this_run()):
            return False
        before = bool(self.start_up) and bool(now := _start_up()) and self.start_up != now
        return before or not runs(self.process)


_FIELDS: Final = frozenset(field.name for field in fields(Holder))


def computer_name() -> str:
    """Return this computer's name, as the lock file shows it to colleagues."""
    return platform.node()


@cache
def machine_mark() -> str:
    """Return what tells this installation of a system from every other; nothing where the system does not say.

    A digest: what the system says is not for others to read.
    """
    with suppress(OSError, AttributeError, ImportError):
        said = _MACHINES.get(sys.platform, _machine_by_file)().strip().lower()
        return hashlib.sha256(f"ronda {said}".encode()).hexdigest()[:16] if said else ""
    return ""


def _machine_by_file() -> str:
    for place in _MACHINE_FILES:
        with suppress(OSError):
            if said := Path(place).read_text(encoding="ascii", errors="replace").strip():
                return said
    return ""


def _machine_by_registry() -> str:
    import winreg

    with winreg.OpenKey(  # type: ignore[attr-defined,unused-ignore]
        winreg.HKEY_LOCAL_MACHINE,  # type: ignore[attr-defined,unused-ignore]
        r"SOFTWARE\Microsoft\Cryptography",
        access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,  # type: ignore[attr-defined,unused-ignore]
    ) as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined,unused-ignore]


def _machine_by_platform() -> str:
    """Return macOS's IOPlatformUUID, which its C library knows as the host's."""
    import ctypes

    found, patience = (ctypes.c_ubyte * 16)(), (ctypes.c_long * 2)(1, 0)
    if ctypes.CDLL(None, use_errno=True).gethostuuid(found, patience):
        return ""
    return bytes(found).hex()


_MACHINES: Final[dict[str, Callable[[], str]]] = {"win32": _machine_by_registry, "darwin": _machine_by_platform}
_MACHINE_FILES: Final = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def lock_path(path: Path) -> Path:
    """Return where the lock file of the alliance file at `path` stands."""
    return path.with_name(path.name + ".lock")


def holder(path: Path) -> Holder | None:
    """Return who has the file at `path` open, or nothing; somebody unknown where the lock file may not be read."""
    return _read(lock_path(path))


def take(path: Path, *, who: str, office: str = "", over: Holder | None = None, shared: bool = False) -> Holder:
    """Take the lock of the file at `path`, which other computers reach too if it is `shared`; return ours.

    A lock left behind by a process of this computer that no longer runs is taken over, and one that nobody can read:
    where there are no hard links a lock may be seen half written, so that is looked at again for a second first.
    With `over`, that holder's lock is taken over too, and no other's: whoever asked was told of that one.

    Raises:
        FileInUse: If somebody else has it.
        OSError: If the folder cannot be written to.
    """
    now, token = dt.datetime.now(dt.UTC), secrets.token_hex(8)
    ours = Holder(who, computer_name(), os.getpid(), now, token, _start_up(), office, machine_mark())
    lock = lock_path(path)
    for look in range(2 * _LOOKS):
        if _put(lock, ours):
            return ours
        other = _read(lock)
        named = other is not None and over is not None and other.token == over.token
        if other is not None and not named and not other.is_gone(shared=shared):
            raise FileInUse(path, other.who, other.computer, other.since, other.office, other)
        late = look >= _LOOKS
        if (other or late) and _clear_away(lock, other, ours, late=late):
            _log(path, other, named=named)
        else:
            time.sleep(_BETWEEN_LOOKS_S)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(lock))


def release(path: Path, ours: Holder) -> None:
    """Give the lock back if it is still ours."""
    found = holder(path)
    if found is not None and found.token == ours.token:
        with suppress(OSError):  # it stays behind, and is taken over once this process is gone
            lock_path(path).unlink(missing_ok=True)


def put_back(path: Path, ours: Holder) -> bool:
    """Let our lock stand there again if none does; return whether ours does now.

    Raises:
        OSError: If the folder cannot be written to.
    """
    return _put(lock_path(path), ours)


def keep(path: Path, ours: Holder) -> Holder:
    """Return a lock that we have, once it stands there; it is put back if it was tidied away.

    Raises:
        FileInUse: If somebody else took it over.
        OSError: If the folder cannot be written to.
    """
    if put_back(path, ours):
        return ours
    other = holder(path) or replace(ours, who="", office="")  # gone again within this moment
    raise FileInUse(path, other.who, other.computer, other.since, other.office, other)


def _log(path: Path, gone: Holder | None, *, named: bool) -> None:
    """Note in the log whose lock was taken over; neither the person's name nor a word of the alliance."""
    import logging

    told = f"process {gone.process} on “{gone.computer}” since {gone.since:%Y-%m-%d %H:%M}" if gone else "nobody known"
    why = "as asked" if named else "it no longer runs"
    logging.getLogger("ronda.lock").info("the lock of “%s” was taken over from %s: %s", path.name, told, why)


def _read(lock: Path) -> Holder | None:
    try:
        raw = json.loads(lock.read_text(encoding="utf-8"))
        raw["since"] = dt.datetime.fromisoformat(raw["since"])
        return Holder(**{name: value for name, value in raw.items() if name in _FIELDS})
    except PermissionError:
        with suppress(OSError):
            since = dt.datetime.fromtimestamp(lock.stat().st_mtime, dt.UTC)
            return Holder(who="", computer="", process=0, since=since, token="")
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


def _put(lock: Path, ours: Holder) -> bool:
    """Let ours stand at `lock`, whole from the first moment; return whether it does, false if something stood there."""
    draft = lock.with_name(f"{lock.name}.{ours.token}")
    _write_new(draft, ours)
    try:
        if sys.platform == "win32":
            draft.rename(lock)  # refuses to replace there
        else:
            os.link(draft, lock)
    except FileExistsError:
        pass
    except OSError:  # no hard links, as on many sticks
        with suppress(FileExistsError):
            _write_new(lock, ours)
    finally:
        draft.unlink(missing_ok=True)
    found = _read(lock)
    return found is not None and found.token == ours.token


def _clear_away(lock: Path, gone: Holder | None, ours: Holder, *, late: bool) -> bool:
    """Take away the lock of a holder that is gone, and no other; false if somebody else is about it.

    Who may is settled by a second lock: only its holder takes the first away, after looking at it once more.
    """
    right = lock.with_name(f"{lock.name}.over")
    if not _put(right, ours):
        other = _read(right)
        if late if other is None else other.is_gone():  # cut off within the few lines below
            right.unlink(missing_ok=True)
        return False
    try:
        if _read(lock) == gone:
            lock.unlink(missing_ok=True)
    finally:
        right.unlink(missing_ok=True)
    return True


def _write_new(place: Path, ours: Holder) -> None:
    raw = asdict(ours) | {"since": ours.since.isoformat()}
    descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)  # colleagues see who it is
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(raw, out)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _start_up() -> str:
    """Return the key that Linux gives to each run of the computer; empty elsewhere."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def runs(process: int) -> bool:
    """Return whether a process of this computer runs."""
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
