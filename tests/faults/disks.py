"""A small disk of our own: an ext4 file system in a file, mounted, whose power can be cut. Linux and root only.

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
from contextlib import contextmanager
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


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
