"""A small disk of our own: a file system in a file, mounted, whose power can be cut. Linux and root only.

Computers' disks are ext4, which can be told to lose what was not synced. Sticks have no journal and cannot be told:
theirs is a file on such a disk, and goes with it. Where a kernel does not know one (vfat), or what mounts it is not
there (`exfat-fuse` for exFAT), it is left out.

if reason := why_not():
    pytest.skip(reason)
with disk(tmp_path, megabytes=32) as mine:
    (mine.root / "alliance.ronda") …
    mine.cut()
    mine.mount()
"""

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHUTDOWN = 0x8004587D
"""`EXT4_IOC_SHUTDOWN`."""
_WITHOUT_FLUSHING = 2
"""What was written and not synced is gone, the journal's last transactions too, as when the power is cut."""
_TOOLS = ("mkfs.ext4", "mount", "umount")


class Disk:
    """A file system in the file `image`, mounted at `root`."""

    def __init__(self, image: Path, root: Path) -> None:
        self.image = image
        self.root = root

    def mount(self) -> None:
        """Mount it; after a cut the file system's own journal is played back first, as when a computer starts."""
        _run("mount", "-o", "loop", str(self.image), str(self.root))

    def unmount(self) -> None:
        """Unmount it; whoever still had a file open there is waited for."""
        for left in range(50, -1, -1):
            try:
                _run("umount", str(self.root))
            except subprocess.CalledProcessError:
                if not left:
                    raise
                time.sleep(0.02)
            else:
                return

    def cut(self) -> None:
        """Cut the power: nothing reaches the disk from now on. Unmount and mount it to start again."""
        place = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.ioctl(place, _SHUTDOWN, struct.pack("I", _WITHOUT_FLUSHING))
        finally:
            os.close(place)

    def sync(self) -> None:
        """Have all of it on the disk, and no other disk's."""
        place = os.open(self.root, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(place):
                raise OSError(ctypes.get_errno(), "syncfs")
        finally:
            os.close(place)


class Stick(Disk):
    """A file system of a `kind` on `under`, an ext4 disk; mounted at `root`."""

    def __init__(self, under: Disk, root: Path, kind: str) -> None:
        super().__init__(under.root / "stick", root)
        self._under, self._kind, self._loop = under, kind, ""

    def make(self, megabytes: int) -> None:
        """Write an empty file system."""
        with self.image.open("wb") as out:
            out.truncate(megabytes << 20)
        _run(*KINDS[self._kind].make, str(self.image))

    def mount(self) -> None:
        """Mount it; after a cut it is looked over first, as when a stick is plugged in again."""
        if not os.path.ismount(self._under.root):
            self._under.mount()
        self._loop = _run("losetup", "--find", "--show", str(self.image)).strip()
        with suppress(subprocess.CalledProcessError):  # says that it mended something
            _run(*KINDS[self._kind].mend, self._loop)
        _run(*KINDS[self._kind].mount, self._loop, str(self.root))

    def unmount(self) -> None:
        """Unmount it, and what it is on."""
        super().unmount()
        _run("losetup", "-d", self._loop)
        self._under.unmount()

    def cut(self) -> None:
        """Cut the power of both."""
        self._under.cut()

    def sync(self) -> None:
        """Have all of it on the disk."""
        super().sync()
        self._under.sync()


@dataclass(frozen=True)
class Kind:
    """The commands for a file system."""

    make: tuple[str, ...]
    mend: tuple[str, ...]
    mount: tuple[str, ...]


KINDS = {
    "no journal": Kind(
        ("mkfs.ext4", "-q", "-F", "-m", "0", "-O", "^has_journal"), ("fsck.ext4", "-f", "-y"), ("mount", "-t", "ext4")
    ),
    "vfat": Kind(("mkfs.vfat",), ("fsck.vfat", "-a"), ("mount", "-t", "vfat")),
    "exfat": Kind(("mkfs.exfat",), ("fsck.exfat", "-y"), ("mount.exfat-fuse",)),
}


@contextmanager
def stick(folder: Path, kind: str, *, megabytes: int) -> Iterator[Stick]:
    """Lend a fresh stick, mounted in `folder`."""
    with disk(folder / "under", megabytes=megabytes + megabytes // 4 + 8) as under:
        root = folder / "stick"
        root.mkdir()
        lent = Stick(under, root, kind)
        lent.make(megabytes)
        lent.mount()
        try:
            yield lent
        finally:
            if os.path.ismount(root):
                lent.unmount()


@cache
def why_no_stick(kind: str) -> str:
    """Return why there can be no stick of a kind here; nothing where there can."""
    if reason := why_not():
        return reason
    tools = {command[0] for command in (KINDS[kind].make, KINDS[kind].mend, KINDS[kind].mount)}
    missing = sorted(name for name in tools if shutil.which(name) is None)
    if missing:
        return f"a stick with {kind} needs {', '.join(missing)}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with stick(Path(folder), kind, megabytes=8) as mine:
                (mine.root / "file").write_text("text", encoding="utf-8")
        except (OSError, subprocess.CalledProcessError) as error:
            return f"a stick with {kind} cannot be mounted here: {getattr(error, 'stderr', '') or error}"
    return ""


@contextmanager
def disk(folder: Path, *, megabytes: int) -> Iterator[Disk]:
    """Lend a fresh disk, mounted in `folder`."""
    root = folder / "disk"
    root.mkdir(parents=True)
    swift = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="ronda-faults-", dir=swift if swift.is_dir() else folder) as place:
        image = Path(place) / "image"
        with image.open("wb") as out:
            out.truncate(megabytes << 20)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        lent = Disk(image, root)
        lent.mount()
        try:
            yield lent
        finally:
            if os.path.ismount(root):
                lent.unmount()


@cache
def why_not() -> str:
    """Return why there can be no disk of our own here; nothing where there can."""
    if sys.platform != "linux":
        return "power cuts are made with ext4, on Linux"
    if os.geteuid() != 0:
        return "power cuts and full disks need root: they mount file systems of their own"
    missing = [name for name in _TOOLS if shutil.which(name) is None]
    if missing:
        return f"power cuts need {', '.join(missing)}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with disk(Path(folder), megabytes=8) as mine:
                mine.cut()
        except (OSError, subprocess.CalledProcessError) as error:
            return f"a file system cannot be mounted and cut off here: {getattr(error, 'stderr', '') or error}"
    return ""


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
