"""Notices that another program writes into the open file while a save is under way, where the system tells of it.

Between two saves the file's time of change tells as much; during one it is our own. Linux says who opened and closed
the file besides SQLite, which keeps it open all the time: whatever closes it after writing is somebody else.
"""

import ctypes
import os
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

_MODIFIED: Final = 0x2
_CLOSED_AFTER_WRITING: Final = 0x8
_CLOSED: Final = 0x10
_OPENED: Final = 0x20
_HEAD: Final = struct.Struct("iIII")
_ROOM_BYTES: Final = 65536


class FileWatch:
    """Watches one open file; where the system does not tell, it never notices anything."""

    def __init__(self, path: Path) -> None:
        self._handle = _begin(path)
        self.held = False
        """Whether somebody opened it and has not closed it yet; for reading, or for writing."""
        self.opened = False
        """Whether somebody opened it between the last two times this was asked."""

    def disturbed(self, *, saved: bool) -> bool:
        """Return whether somebody else wrote to it since this was asked last; `saved` if we did so, too."""
        if self._handle is None:
            return False
        seen = 0
        was_held = self.held
        for mask in self._events():
            seen |= mask
            if mask & _OPENED:
                self.held = True
            elif mask & (_CLOSED | _CLOSED_AFTER_WRITING):
                self.held = False
        self.opened = bool(seen & _OPENED)
        if saved:
            return bool(seen & _CLOSED_AFTER_WRITING)
        return ((was_held or self.opened) and bool(seen & _MODIFIED)) or (
            was_held and bool(seen & _CLOSED_AFTER_WRITING)
        )

    def close(self) -> None:
        """Watch no more; the handle is let go beside whoever closes the file, as Linux takes up to 20 ms for it."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            try:
                threading.Thread(target=os.close, args=(handle,), name="watch").start()
            except RuntimeError:  # no thread can be had any more
                os.close(handle)

    def _events(self) -> list[int]:
        assert self._handle is not None
        found = []
        with suppress(BlockingIOError):
            raw, start = os.read(self._handle, _ROOM_BYTES), 0
            while start < len(raw):
                _watch, mask, _cookie, length = _HEAD.unpack_from(raw, start)
                found.append(mask)
                start += _HEAD.size + length
        return found


def _begin(path: Path) -> int | None:
    if sys.platform != "linux":
        return None
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        handle = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if handle < 0:
            return None
        wanted = _MODIFIED | _CLOSED_AFTER_WRITING | _CLOSED | _OPENED
        if system.inotify_add_watch(handle, os.fsencode(path), wanted) < 0:
            os.close(handle)
            return None
        return int(handle)
    return None
