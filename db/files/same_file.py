"""Whether an open alliance file is still the one at its name, and still ours to write.

A file may be deleted, moved, replaced (as programs that synchronise folders do), overwritten in place, taken over by a
colleague, or go with its stick while it is open; SQLite then goes on writing to what nobody will ever see again, or
into somebody else's work. So that is looked at before and after each save: what the system says of the file and of
its lock file, two calls each time. The file itself is never opened a second time: closing that would drop SQLite's
locks. It is read, where it must be, through the handle that SQLite has.
"""

import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from db.errors.files import FileGone, FileOverwritten, FileReplaced, FileTakenOver, FileUnreachable
from db.files import lock
from db.files.file_watch import FileWatch

_HANDLES: Final = 1024
"""SQLite's handle on the file is among the first so many of the process."""
_PIECE_BYTES: Final = 1 << 20
_TOLD_LATE_S: Final = 1.0
"""Linux tells that a file was emptied before it tells by whose opening; on a busy computer that comes so much later."""
_COUNTER: Final = slice(24, 28)
"""Where a file that anybody can read counts its changes; where a protected one begins, its salt stands."""
_SALT: Final = slice(0, 16)


class SameFile:
    """Watches over one open file; `ours` is its lock, nothing for one that is only looked at."""

    def __init__(self, path: Path, ours: lock.Holder | None, *, protected: bool = False) -> None:
        self._path = path
        self._ours = ours
        self._lock = lock.lock_path(path)
        self._folder = path.absolute().parent
        self._folder_device = os.stat(self._folder).st_dev
        found = os.stat(path)
        self._identity = (found.st_dev, found.st_ino)
        self._written: tuple[int, int] | None = None
        self._lock_seen: tuple[int, int, int] | None = None
        self._handle = None if sys.platform == "win32" else _handle_of(self._identity)
        self._part = _SALT if protected else _COUNTER
        self._stands = b""
        self._watch = FileWatch(path) if ours is not None else None
        self._disturbed = False
        self._opened = False
        """Whether somebody else opened it during a save, or so soon after that it may have been, and it was not looked
        over since."""
        self.suspected = False
        """Whether who opened it then has it open still; what is damaged now may be what they write."""
        self._saved_at = -math.inf

    def check(self, *, ours: bool = True) -> bool:
        """Return whether nobody has written to the file since `note`, as far as size and time of change tell.

        Nor opened it during a save, or so soon after one that it may have been then: whoever did may have emptied it,
        when all that is written seems ours. Between two saves, what is opened and not changed was only read.

        Without `ours`, whether it is ours to write is left open.

        Raises:
            FileGone, FileUnreachable, FileReplaced, FileTakenOver: It is not there, not the same, or not ours any more.
            FileOverwritten: Another program wrote into it.
        """
        found = self._look()
        if ours and self._ours is not None:
            self._check_lock(self._ours)
        self._check_alone(saved=False)
        return not self._opened and self._written in (None, (found.st_size, found.st_mtime_ns))

    def check_saved(self) -> bool:
        """Check as above right after a save; return whether what stands there can be what was saved."""
        found = self._look()
        if self._ours is not None:
            self._check_lock(self._ours)
        self._check_alone(saved=True)
        self._saved_at = time.monotonic()
        stands = self._head()
        if self._opened or not found.st_size or not self._follows(stands):
            return False  # remembered by `note` once it was looked over: else the next look would find nothing new
        self._stands = stands
        self._written = (found.st_size, found.st_mtime_ns)
        return True

    def follows(self) -> bool:
        """Return whether what stands in the head of the file can be our last save, or one that failed since."""
        return self._follows(self._head())

    def _follows(self, stands: bytes) -> bool:
        if not self._stands or not stands:
            return True
        if self._part is _SALT:
            return self._stands == stands
        return int.from_bytes(stands) - int.from_bytes(self._stands) in (0, 1)

    def note(self) -> None:
        """Remember the file as it stands: it was looked over, or what was done to it was our doing.

        Raises:
            FileOverwritten: Another program wrote into it meanwhile.
        """
        found = self._look()
        self._opened = False  # unless that was while it was looked over
        self._check_alone(saved=True)
        self._written = (found.st_size, found.st_mtime_ns)
        self._stands = self._head()

    def taken_back(self) -> None:
        """Take what was written since the last check for ours: a save was refused, or given up, and undone."""
        self._hear(saved=True)

    def opened_by_us(self) -> None:
        """Take what opened the file since the last check for ourselves, having a second look at it.

        Raises:
            FileOverwritten: Another program wrote into it meanwhile.
        """
        self._check_alone(saved=False)
        self._opened = self.suspected = False

    def close(self) -> None:
        """Watch no more."""
        if self._watch is not None:
            self._watch.close()

    def reachable(self) -> bool:
        """Return whether the folder is still the one the file was opened in."""
        try:
            return os.stat(self._folder).st_dev == self._folder_device
        except OSError:
            return False

    def answers(self) -> bool:
        """Return whether the disk still gives out what the file holds; a pulled stick does not."""
        if self._handle is None or not self._still_held(self._handle):
            return True
        try:
            os.fsync(self._handle)
            if sys.platform == "linux":
                os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)
            start = 0
            while piece := os.pread(self._handle, _PIECE_BYTES, start):
                start += len(piece)
        except OSError:
            return False
        return True

    def pieces(self) -> Callable[[int], bytes] | None:
        """Return what reads the file's bytes from a place on, whatever became of its name; nothing where none can."""
        handle = self._handle
        if handle is None or not self._still_held(handle):
            return None
        return lambda start: os.pread(handle, _PIECE_BYTES, start)

    def _still_held(self, handle: int) -> bool:
        try:
            found = os.fstat(handle)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def _head(self) -> bytes:
        if self._handle is None:
            return b""
        try:
            return os.pread(self._handle, 100, 0)[self._part]
        except OSError:
            return b""

    def _look(self) -> os.stat_result:
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            raise (FileGone if self.reachable() else FileUnreachable)(self._path) from None
        except OSError:
            raise FileUnreachable(self._path) from None
        if (found.st_dev, found.st_ino) != self._identity:
            raise FileReplaced(self._path)
        return found

    def _check_alone(self, *, saved: bool) -> None:
        self._hear(saved=saved)
        if self._disturbed:
            raise FileOverwritten(self._path)

    def _hear(self, *, saved: bool) -> None:
        if self._watch is not None:
            self._disturbed |= self._watch.disturbed(saved=saved)
            just_saved = time.monotonic() - self._saved_at < _TOLD_LATE_S
            opened = self._watch.opened and (saved or just_saved)
            self._opened |= opened
            self.suspected = self._watch.held and (self.suspected or opened)

    def _check_lock(self, ours: lock.Holder) -> None:
        try:
            found = os.stat(self._lock)
        except FileNotFoundError:
            self._put_back(ours)
            return
        except OSError:
            raise FileUnreachable(self._path) from None
        mark = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if mark == self._lock_seen:
            return
        other = lock.holder(self._path)
        if other is not None and other.token != ours.token:
            raise FileTakenOver(self._path, other.who, other.computer, other.since, other.office)
        self._lock_seen = mark if other is not None else None

    def _put_back(self, ours: lock.Holder) -> None:
        """Let our lock stand there again: somebody tidied it away; or somebody else was quicker."""
        try:
            if lock.put_back(self._path, ours):
                return
        except OSError:
            return  # where nothing can be written nobody else can take it either
        other = lock.holder(self._path)
        if other is not None and other.token != ours.token:
            raise FileTakenOver(self._path, other.who, other.computer, other.since, other.office)


def _handle_of(identity: tuple[int, int]) -> int | None:
    for handle in range(3, _HANDLES):
        try:
            found = os.fstat(handle)
        except OSError:
            continue
        if (found.st_dev, found.st_ino) == identity:
            return handle
    return None
