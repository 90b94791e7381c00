"""Keeps what is typed: at every pause, at every change of item, and again by itself when the disk refused."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QTimer, Signal

from db.changes import Changes
from db.errors.minutes import DependedOn
from db.errors.records import NotFound
from db.minutes.minutes import Removed, save_item_text
from desktop.kept_writes import passes, typed_back
from desktop.operations import Operations

PAUSE_MS = 700
LONGEST_UNSAVED_MS = 3000
"""So long a key may wait while somebody types without a pause."""
RETRY_MS = 5000
LONGEST_WAIT_MS = 5000
"""How long leaving waits for a disk that does not answer; what is typed stays here in any case."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed for an item, or what reads it from the editor, and the day its dates count from."""

    found: str | Callable[[], str]
    today: dt.date
    back: bool = False
    """Whether the editor's own undo led there."""

    def text(self) -> str:
        return self.found() if callable(self.found) else self.found


@dataclass(frozen=True, slots=True, eq=False)
class _Flying:
    """A text that is just being written."""

    item_id: uuid.UUID
    text: str
    today: dt.date
    back: bool = False


class TextKeeper(QObject):
    """The texts of the items between the editor and the record, one meeting's after another's.

    `typed` notes what stands in the editor; it is written after a pause, or at once by `keep_now`. A text that could
    not be written stays here (`unsaved`); it is tried again by itself where the reason may pass.
    """

    asked = Signal(object, object)
    """An item's key and the `DependedOn`: lines went that others depend on; answer with `answer`."""
    refused = Signal(object)
    """Why a text could not be written: a `KnownError`, or any other exception where the program is at fault."""
    eased = Signal()
    """Nothing that was refused waits any more."""
    kept = Signal(object, str)
    """Key of an item, and its text that is on the disk now."""
    _landed = Signal()
    """A text was written or refused, and what was to be asked about it has been answered."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._today = dt.date.min
        self._saved: dict[uuid.UUID, str] = {}
        self._waiting: dict[uuid.UUID, _Typed] = {}
        self._flying: list[_Flying] = []
        self._held: set[uuid.UUID] = set()
        self._refused: dict[uuid.UUID, Exception] = {}
        self._stuck: set[uuid.UUID] = set()
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_UNSAVED_MS)
        self._retry = self._timer(RETRY_MS)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.keep_now)
        return timer

    def begin(self, today: dt.date) -> None:
        """Begin with another meeting, held on `today`: relative dates typed from now on count from there."""
        self._today = today
        self._saved.clear()

    def stands(self, item_id: uuid.UUID, text: str) -> None:
        """Note what the record holds for an item."""
        self._saved[item_id] = text
        if isinstance(self._refused.get(item_id), NotFound):
            self._stuck.discard(item_id)  # it is there again
            self._retry.start()

    def text(self, item_id: uuid.UUID) -> str | None:
        """Return what was typed for an item and is not on the disk yet, None if all of it is."""
        waiting, flying = self._waiting.get(item_id), self._newest(item_id)
        return waiting.text() if waiting is not None else flying.text if flying is not None else None

    def unsaved(self) -> tuple[str, ...]:
        """Return every text that is not on the disk yet."""
        items = dict.fromkeys((*self._waiting, *(flying.item_id for flying in self._flying)))
        return tuple(text for text in map(self.text, items) if text is not None)

    def why(self) -> Exception | None:
        """Return why a text could not be written, None if nothing was refused."""
        return next(iter(self._refused.values()), None)

    def typed(self, item_id: uuid.UUID, read: Callable[[], str], *, back: bool = False) -> None:
        """Note that `read()` gives what stands in the editor for an item; it is kept at the next pause, or soon.

        It was typed `back` where the editor's own undo led there.
        """
        self._waiting[item_id] = _Typed(read, self._today, back)
        self._stuck.discard(item_id)
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def settle(self) -> None:
        """Take down what stands in the editor, before it shows another item."""
        for item_id, typed in self._waiting.items():
            self._waiting[item_id] = replace(typed, found=typed.text())

    def keep_now(self) -> None:
        """Write whatever waits; a text that waits for an answer, or cannot be written, goes on waiting."""
        self._pause.stop()
        self._longest.stop()
        waiting, self._waiting = self._waiting, {}
        for item_id, typed in waiting.items():
            if item_id in self._held or item_id in self._stuck:
                self._waiting[item_id] = typed
                continue
            text, flying = typed.text(), self._newest(item_id)
            if text != (flying.text if flying is not None else self._saved.get(item_id)):
                self._write(_Flying(item_id, text, typed.today, typed.back), None)
            elif flying is None:
                self._refused.pop(item_id, None)
        self._ease()

    def try_again(self) -> None:
        """Write whatever waits, also what was refused for a reason that does not pass by itself."""
        self._stuck.clear()
        self.keep_now()

    def keep_before_leaving(self) -> None:
        """Write whatever waits, and wait until it is written; where others depend on what went, that is asked first.

        Nobody else can answer: whoever leaves is still here, and would never learn what became of the line.
        """
        self.try_again()
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
        waiting, flying = self._waiting.pop(item_id, None), self._newest(item_id)
        self._held.discard(item_id)
        if waiting is not None:
            self._write(_Flying(item_id, waiting.text(), waiting.today, waiting.back), removed)
        elif flying is not None:
            self._write(flying, removed)

    def under_way(self, item_id: uuid.UUID) -> bool:
        """Return whether a text of this item is just being written."""
        return self._newest(item_id) is not None

    def take_back(self, item_id: uuid.UUID) -> None:
        """Forget what waits for an item: what the record holds is put back."""
        self._held.discard(item_id)
        self._stuck.discard(item_id)
        self._waiting.pop(item_id, None)
        self._refused.pop(item_id, None)
        self._ease()

    def give_up(self) -> None:
        """Forget every text that is not on the disk: the person said so."""
        for kept in (self._waiting, self._flying, self._held, self._stuck, self._refused):
            kept.clear()
        self._pause.stop()
        self._longest.stop()
        self._ease()

    def _newest(self, item_id: uuid.UUID) -> _Flying | None:
        return next((flying for flying in reversed(self._flying) if flying.item_id == item_id), None)

    def _write(self, entry: _Flying, removed: Removed | None) -> None:
        entry = replace(entry)
        self._flying.append(entry)
        save = partial(typed_back, save_item_text) if entry.back else save_item_text
        self._operations.write(
            save, entry.item_id, text=entry.text, today=entry.today, removed=removed,
            done=partial(self._on_kept, entry), failed=partial(self._on_failed, entry),
            crashed=partial(self._on_failed, entry),
        )  # fmt: skip

    def _on_kept(self, entry: _Flying, _changes: Changes) -> None:
        if entry in self._flying:
            self._flying.remove(entry)
        self._saved[entry.item_id] = entry.text
        if entry.item_id not in self._waiting:
            self._refused.pop(entry.item_id, None)
            self._stuck.discard(entry.item_id)
        self.kept.emit(entry.item_id, entry.text)
        self._ease()
        self._landed.emit()

    def _on_failed(self, entry: _Flying, error: Exception) -> None:
        if entry not in self._flying:
            return  # given up
        self._flying.remove(entry)
        if not self.under_way(entry.item_id):  # else a newer text, which has all of this one, tells how it goes
            self._waiting.setdefault(entry.item_id, _Typed(entry.text, entry.today, entry.back))
            if isinstance(error, DependedOn):
                self._held.add(entry.item_id)
                self.asked.emit(entry.item_id, error)
            else:
                self._refuse(entry.item_id, error)
        self._landed.emit()

    def _refuse(self, item_id: uuid.UUID, error: Exception) -> None:
        self._refused[item_id] = error
        if passes(error):
            self._retry.start()
        else:
            self._stuck.add(item_id)
        self._operations.note_unsaved(self, error)
        self.refused.emit(error)

    def _ease(self) -> None:
        """Stop trying where nothing is left to try, and say so once nothing refused waits any more."""
        if not any(map(passes, self._refused.values())):
            self._retry.stop()
        if not self._refused and self._operations.note_unsaved(self, None):
            self.eased.emit()
