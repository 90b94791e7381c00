"""Keeps what is typed: at every pause, at every change of item, and again by itself when the disk refused."""

import datetime as dt
import uuid
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QTimer, Signal

from db.errors import DependedOn, KnownError
from db.history import Changes
from db.minutes import Removed, save_item_text
from desktop.operations import Operations

PAUSE_MS = 700
RETRY_MS = 5000
LONGEST_WAIT_MS = 5000
"""How long leaving waits for a disk that does not answer; what is typed stays here in any case."""


class TextKeeper(QObject):
    """The texts of one meeting's items between the editor and the record.

    `typed` notes what stands in the editor; it is written after a pause, or at once by `keep_now`. A text that could
    not be written stays here (`unsaved`) and is tried again.
    """

    asked = Signal(object, object)
    """An item's key and the `DependedOn`: lines went that others depend on; answer with `answer`."""
    refused = Signal(object)
    """The `KnownError` why a text could not be written; it will be tried again."""
    kept = Signal(object, str)
    """Key of an item, and its text that is on the disk now."""
    _landed = Signal()
    """A text was written or refused, and what was to be asked about it has been answered."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._today = dt.date.min
        self._saved: dict[uuid.UUID, str] = {}
        self._waiting: dict[uuid.UUID, str | Callable[[], str]] = {}
        self._flying: deque[tuple[uuid.UUID, str]] = deque()
        self._held: set[uuid.UUID] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_now)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self.keep_now)

    def begin(self, today: dt.date) -> None:
        """Begin with another meeting, held on `today`: relative dates count from there."""
        self._today = today
        self._saved.clear()

    def stands(self, item_id: uuid.UUID, text: str) -> None:
        """Note what the record holds for an item."""
        self._saved[item_id] = text

    def text(self, item_id: uuid.UUID) -> str | None:
        """Return what was typed for an item and is not on the disk yet, None if all of it is."""
        waiting = self._waiting.get(item_id)
        if waiting is not None:
            return waiting() if callable(waiting) else waiting
        return next((text for key, text in reversed(self._flying) if key == item_id), None)

    def typed(self, item_id: uuid.UUID, read: Callable[[], str]) -> None:
        """Note that `read()` gives what stands in the editor for an item; it is kept at the next pause."""
        self._waiting[item_id] = read
        self._pause.start()

    def settle(self) -> None:
        """Take down what stands in the editor, before it shows another item."""
        for item_id, text in self._waiting.items():
            if callable(text):
                self._waiting[item_id] = text()

    def keep_now(self) -> None:
        """Write whatever waits; a text that waits for an answer goes on waiting."""
        self._pause.stop()
        waiting, self._waiting = self._waiting, {}
        for item_id, found in waiting.items():
            if item_id in self._held:
                self._waiting[item_id] = found
                continue
            text = found() if callable(found) else found
            under_way = next((flying for key, flying in reversed(self._flying) if key == item_id), None)
            if text != (under_way if under_way is not None else self._saved.get(item_id)):
                self._write(item_id, text, None)

    def keep_before_leaving(self) -> None:
        """Write whatever waits, and wait until it is written; where others depend on what went, that is asked first.

        Nobody else can answer: whoever leaves is still here, and would never learn what became of the line.
        """
        self.keep_now()
        deadline = QDeadlineTimer(LONGEST_WAIT_MS)
        while self._flying and not deadline.hasExpired():
            loop = QEventLoop()
            self._landed.connect(loop.quit)
            end = QTimer(loop)
            end.timeout.connect(loop.quit)
            end.start(deadline.remainingTime())
            if loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents) < 0:
                return  # the program is ending: whoever closes the file finishes the writes

    def answer(self, item_id: uuid.UUID, removed: Removed) -> None:
        """Write what waits for an item, with the answer to `asked`."""
        text = self.text(item_id)
        self.take_back(item_id)
        if text is not None:
            self._write(item_id, text, removed)

    def under_way(self, item_id: uuid.UUID) -> bool:
        """Return whether a text of this item is just being written."""
        return any(key == item_id for key, _text in self._flying)

    def take_back(self, item_id: uuid.UUID) -> None:
        """Forget what waits for an item: what the record holds is put back."""
        self._held.discard(item_id)
        self._waiting.pop(item_id, None)

    def _write(self, item_id: uuid.UUID, text: str, removed: Removed | None) -> None:
        self._flying.append((item_id, text))
        self._operations.write(
            save_item_text, item_id, text=text, today=self._today, removed=removed,
            done=self._on_kept, failed=self._on_failed,
        )  # fmt: skip

    def _on_kept(self, _changes: Changes) -> None:
        item_id, text = self._flying.popleft()
        self._saved[item_id] = text
        self._retry.stop()
        self.kept.emit(item_id, text)
        self._landed.emit()

    def _on_failed(self, error: KnownError) -> None:
        item_id, text = self._flying.popleft()
        self._waiting.setdefault(item_id, text)
        if isinstance(error, DependedOn):
            self._held.add(item_id)
            self.asked.emit(item_id, error)
        else:
            self._retry.start()
            self.refused.emit(error)
        self._landed.emit()
