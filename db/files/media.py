"""On what a file lies: this computer's own disk, a stick, another computer, or a folder that a program synchronises.

SQLite trusts the disk to keep what it is told to keep and to lock what it locks. A stick that is pulled, a share that
is cut off, or a program that carries off half a save and lays an older file over a newer one, do neither. So a file
there is worked on as a copy on this computer (`db.files.working_copy`). Linux is looked at thoroughly; what is asked of
Windows and macOS follows their documentation and was never run.
"""

import json
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final


class Kind(Enum):
    """What a file lies on."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"
    SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Medium:
    """What a file lies on, and what people call that: a stick's or share's name, or the program that synchronises."""

    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of Linux's table of mounted file systems."""

    device: str
    """Major and minor number, "8:17"."""
    point: str
    system: str
    source: str


LOCAL: Final = Medium(Kind.LOCAL)

_FRAGILE: Final = frozenset({"vfat", "msdos", "exfat", "ntfs", "ntfs3", "ntfs-3g", "fuseblk", "hfsplus", "udf"})
"""File systems of sticks and of other systems: without a journal of their own, or without Linux's guarantees."""
_SHARED: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "glusterfs", "davfs", "virtiofs", "vboxsf"}
)
_OWN_FUSE: Final = frozenset(
    {"fuse.encfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.bindfs", "fuse.mergerfs", "fuse.lxcfs", "fuse.fuse-overlayfs"}
)
"""What is built over the computer's own disk by a program; every other `fuse.…` is another computer's."""
_PLUGGED: Final = ("/media/", "/run/media/")
_MARKS: Final = (
    (re.compile(r"\.dropbox"), "Dropbox"),  # the file; a folder of that name lies in the home of whoever uses Dropbox
    (re.compile(r"\.stfolder"), "Syncthing"),
    (re.compile(r"\._?sync_[0-9a-f]+\.db"), "Nextcloud"),
    (re.compile(r"\.nextcloudsync\.log|\.owncloudsync\.log"), "Nextcloud"),
    (re.compile(r"\.tmp\.drive(down|up)load"), "Google Drive"),
    (re.compile(r"\.shortcut-targets-by-id"), "Google Drive"),
    (re.compile(r"\.849C9593-D756-4E56-8D6E-42412F2A707B"), "OneDrive"),
)
_FOLDER_MARKS: Final = frozenset({".stfolder", ".tmp.drivedownload", ".tmp.driveupload", ".shortcut-targets-by-id"})
_ONEDRIVE: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_CLOUD: Final = {"Dropbox": "Dropbox", "OneDrive": "OneDrive", "GoogleDrive": "Google Drive"}


def medium_of(path: Path, *, own: Path | None = None) -> Medium:
    """Return what the file at `path` lies on; `own` is a folder on this computer's own disk.

    What lies on the same disk as `own` is no more removable than that.
    """
    place = path.absolute()
    with suppress(OSError):
        place = path.resolve()
    if program := synced_by(place):
        return Medium(Kind.SYNCED, program)
    if sys.platform == "win32":
        return _on_windows(place)
    found = _on_mac(place) if sys.platform == "darwin" else _on_linux(place)
    if found.kind is Kind.REMOVABLE and own is not None and _same_disk(place, own):
        return LOCAL
    return found


def synced_by(place: Path) -> str:
    """Return the program that synchronises a folder around `place`, or nothing."""
    for folder in place.parents:
        if program := _marked(folder):
            return program
        if folder.parent.name == "CloudStorage":  # where macOS has such folders
            return _CLOUD.get(folder.name.partition("-")[0], folder.name)
        if folder.name == "Mobile Documents":
            return "iCloud"
        if folder.name == "OneDrive" or folder.name.startswith("OneDrive - "):
            return "OneDrive"
    roots = [(os.environ.get(name, ""), "OneDrive") for name in _ONEDRIVE] + [(one, "Dropbox") for one in _dropboxes()]
    return next((program for root, program in roots if root and place.is_relative_to(root)), "")


def mounts_in(table: str) -> list[Mount]:
    """Return the lines of `/proc/self/mountinfo`."""
    found = []
    for line in table.splitlines():
        before, dash, after = line.partition(" - ")
        fields, more = before.split(" "), after.split(" ")
        if dash and len(fields) > 4 and len(more) > 1:
            found.append(Mount(fields[2], _plain(fields[4]), more[0], _plain(more[1])))
    return found


def medium_on(place: Path, mounts: Iterable[Mount], *, devices: Path = Path("/sys/dev/block")) -> Medium:
    """Return what `place` lies on among mounted file systems."""
    around = [mount for mount in mounts if place.is_relative_to(mount.point)]
    if not around:
        return LOCAL
    mount = max(reversed(around), key=lambda one: len(one.point))  # of two at one place, the later hides the other
    if mount.system in _SHARED or (mount.system.startswith("fuse.") and mount.system not in _OWN_FUSE):
        return Medium(Kind.NETWORK, _last(mount.source) or _last(mount.point))
    if mount.point == "/":
        return LOCAL  # the whole system lies there, such as one started from a stick
    plugged = mount.point.startswith(_PLUGGED) or mount.system in _FRAGILE or _is_removable(devices / mount.device)
    return Medium(Kind.REMOVABLE, _last(mount.point)) if plugged else LOCAL


def volumes() -> list[Path]:
    """Return where sticks, cards and other disks that come and go appear now."""
    try:
        if sys.platform == "win32":
            return [drive for letter in "DEFGHIJKLMNOPQRSTUVWXYZ" if (drive := Path(f"{letter}:\\")).exists()]
        if sys.platform == "darwin":
            return sorted(Path("/Volumes").iterdir())
        mounts = mounts_in(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return []
    return [
        Path(mount.point) for mount in mounts if medium_on(Path(mount.point) / "file", mounts).kind is Kind.REMOVABLE
    ]


def conflict_copies(path: Path, program: str = "") -> list[Path]:
    """Return the files beside `path` that a program put there because it was changed on two computers at once.

    Some programs name them so that a file of somebody's own may be named alike: those are looked for only where
    `program` synchronises.
    """
    pattern = _conflict_pattern(path.stem, path.suffix, program)
    with suppress(OSError):
        return sorted(one for one in path.parent.iterdir() if one.name != path.name and pattern.fullmatch(one.name))
    return []


def _conflict_pattern(stem: str, suffix: str, program: str) -> re.Pattern[str]:
    ways = [
        r" ?\([^()]*(conflicted copy|en conflicto|en conflit|in conflitto|em conflito|in Konflikt)[^()]*\)",
        r"\.sync-conflict-\d{8}-\d{6}(-\w+)?",
        r"_conflict-\d{8}-\d{6}",
    ]
    if program == "OneDrive":
        ways.append(r"-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,14}(-\d+)?")
    if program == "Google Drive":
        ways.append(r" \(\d{1,2}\)")
    return re.compile(re.escape(stem) + "(" + "|".join(ways) + ")" + re.escape(suffix))


def _marked(folder: Path) -> str:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                continue
            program = next((told for mark, told in _MARKS if mark.fullmatch(entry.name)), "")
            if program and entry.is_dir() == (entry.name in _FOLDER_MARKS):
                return program
    with suppress(OSError, UnicodeDecodeError):
        if "GoogleDriveFS" in (folder / "desktop.ini").read_text(encoding="utf-8")[:4096]:
            return "Google Drive"
    return ""


def _dropboxes() -> list[str]:
    """Return the folders that Dropbox says are its own."""
    homes = [Path.home() / ".dropbox"]
    homes += [Path(os.environ[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if os.environ.get(name)]
    found = []
    for home in homes:
        with suppress(OSError, ValueError, AttributeError):
            told = json.loads((home / "info.json").read_text(encoding="utf-8"))
            found += [str(one["path"]) for one in told.values() if isinstance(one, dict) and one.get("path")]
    return found


def _same_disk(place: Path, own: Path) -> bool:
    with suppress(OSError):
        return os.stat(place.parent).st_dev == os.stat(own).st_dev
    return False


def _on_linux(place: Path) -> Medium:
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return LOCAL
    return medium_on(place, mounts_in(table))


def _is_removable(device: Path) -> bool:
    """Return whether the system calls a disk removable, or has it on USB, or in a slot for cards."""
    try:
        disk = device.resolve(strict=True)
    except OSError:
        return False
    if (disk / "partition").exists():
        disk = disk.parent
    with suppress(OSError):
        if (disk / "removable").read_text(encoding="ascii").strip() == "1":
            return True
    with suppress(OSError):
        if (disk / "device" / "type").read_text(encoding="ascii").strip() == "SD":
            return True
    return "/usb" in str(disk)


def _plain(field: str) -> str:
    """Return a field of the table as it is called: blanks and the like stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _on_windows(place: Path) -> Medium:
    removable, remote, disc = 2, 4, 5
    if place.drive.startswith("\\\\"):
        return Medium(Kind.NETWORK, place.drive.rpartition("\\")[2])
    with suppress(OSError, AttributeError):
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)  # type: ignore[attr-defined,unused-ignore]
        if kind == remote:
            return Medium(Kind.NETWORK, place.drive)
        if kind in (removable, disc):
            return Medium(Kind.REMOVABLE, place.drive)
    return LOCAL


def _on_mac(place: Path) -> Medium:
    with suppress(OSError, AttributeError):
        import ctypes

        found, own_disk, flags, point = ctypes.create_string_buffer(4096), 0x1000, slice(64, 68), slice(88, 1112)
        if ctypes.CDLL(None).statfs(os.fsencode(place.parent), found) == 0:
            name = _last(os.fsdecode(found.raw[point].partition(b"\0")[0]))
            if not int.from_bytes(found.raw[flags], "little") & own_disk:
                return Medium(Kind.NETWORK, name)
    if place.is_relative_to("/Volumes") and len(place.parts) > 3:
        return Medium(Kind.REMOVABLE, place.parts[2])
    return LOCAL
