"""What was typed into a field and the disk refused: it stays on the screen, and is written again by itself.

A field that waits has the property `UNSAVED`; whoever shows what stands on record leaves it alone until it is let go.

What was refused for a reason that does not pass by itself is told to whoever asked. Where nobody would hear it, or the
file itself is the reason, it waits in its fields as well: until something else is kept, or typed in its place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from db.errors import FileError, KnownError
from db.errors.files import (
    FileInUse,
    FileMissing,
    FileReplaced,
    PlaceFull,
    PlaceReadOnly,
    PlaceUnreachable,
    SaveFailed,
)

UNSAVED: Final = "unsaved"
TYPED_BACK: Final = "typed_back"
"""The property of a field in which stands what its own undo led to."""
RETRY_MS: Final = 5000
PASSING: Final = (FileInUse, FileMissing, FileReplaced, PlaceFull, PlaceReadOnly, PlaceUnreachable, SaveFailed)
"""What may be over a moment later; anything else is refused again until somebody does something about it.

Of a file that is lost, the work goes on in a rescued copy: what waits is written there.
"""


def passes(error: Exception) -> bool:
    """Return whether writing may succeed later by itself, such as when there is room on the disk again."""
    return isinstance(error, PASSING)


def waits(shown: QObject) -> bool:
    """Return whether what stands in this field is not on the disk, and so is not to be written over."""
    return bool(shown.property(UNSAVED))


class Writer(Protocol):
    """What keeps; see `Operations`."""

    @property
    def about_to_write(self) -> SignalInstance:
        """Has fields keep what stands half typed."""

    def write(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> object:
        """Call `function(session, ...)` in a transaction."""

    def note_unsaved(self, whose: object, why: Exception | None) -> bool:
        """Note that something typed is not on the disk yet, or that all is."""


@dataclass(eq=False, slots=True)
class _Entry:
    """Something to be written."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    done: Callable[[Any], object] | None
    failed: Callable[[KnownError], object] | None
    crashed: Callable[[Exception], object] | None
    fields: Sequence[QObject]
    subject: object
    typed_back: bool
    flying: bool = False
    stuck: bool = False
    """Refused for a reason that does not pass by itself."""
    said: type[Exception] | None = None
    """What of that was said last."""
    why: Exception | None = None

    @property
    def key(self) -> object:
        """What was typed into a field takes the place of what was typed there before; all else stands for itself."""
        if self.subject is not None:
            return self.subject
        return (self.function.__name__, repr(self.args), tuple(sorted(self.kwargs))) if self.fields else self


class KeptWrites(QObject):
    """The writes that go on until they succeed, in the order in which they were asked for."""

    refused = Signal(object)
    """A `KnownError` that does not pass by itself, and that nobody else says."""

    def __init__(self, operations: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._entries: dict[object, _Entry] = {}
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._write)

    def keep(
        self,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        fields: Sequence[QObject] = (),
        done: Callable[[Any], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        crashed: Callable[[Exception], object] | None = None,
        subject: object = None,
    ) -> None:
        """Write something that was typed into `fields`, and again until it is on the disk."""
        self._operations.about_to_write.emit()  # whatever was typed before it comes first
        back = any(bool(field.property(TYPED_BACK)) for field in fields)
        entry = _Entry(function, args, kwargs, done, failed, crashed, fields, subject, back)
        older = self._entries.pop(entry.key, None)
        self._entries[entry.key] = entry
        entry.why = older.why if older is not None else None
        self.try_again()

    def why(self) -> Exception | None:
        """Return why something is not on the disk yet; nothing if nothing that was refused waits."""
        return next((entry.why for entry in self._entries.values() if entry.why is not None), None)

    def waits_for(self, field: QObject) -> bool:
        """Return whether something typed into this field is not on the disk yet."""
        return any(field in entry.fields for entry in self._entries.values())

    def waiting(self, function: Callable[..., Any], *args: Any) -> dict[str, Any]:
        """Return by name what `function` is to write to these rows and is not on the disk yet."""
        entries = [entry for entry in self._entries.values() if entry.function is function and entry.args == args]
        return {name: value for entry in entries for name, value in entry.kwargs.items()}

    def waiting_of(self, subject: object) -> dict[str, Any]:
        """Return by name what of this `subject` is not on the disk yet."""
        entry = self._entries.get(subject)
        return {} if entry is None else dict(entry.kwargs)

    def try_again(self) -> None:
        """Write whatever waits; also what was refused for a reason that does not pass by itself."""
        for entry in self._entries.values():
            entry.stuck = entry.stuck and not isinstance(entry.why, KnownError)
        self._write()

    def _write(self) -> None:
        self._operations.about_to_write.emit()  # what is typed on takes the place of what waits, and is not behind it
        for entry in [entry for entry in self._entries.values() if not entry.flying and not entry.stuck]:
            entry.flying = True
            function = partial(typed_back, entry.function) if entry.typed_back else entry.function
            self._operations.write(
                function, *entry.args, done=partial(self._on_done, entry), failed=partial(self._on_failed, entry),
                crashed=partial(self._on_crashed, entry), **entry.kwargs,
            )  # fmt: skip

    def _on_done(self, entry: _Entry, result: Any) -> None:
        self._end(entry)
        if entry.done is not None and alive(entry.done):
            entry.done(result)

    def _on_failed(self, entry: _Entry, error: KnownError) -> None:
        entry.flying = False
        if passes(error):
            self._wait(entry, error)
            if self._waits(entry):
                self._retry.start()
            return
        told = entry.failed if entry.failed is not None and alive(entry.failed) else None
        news, entry.said = type(error) is not entry.said, type(error)
        left_alone = told is None and entry.failed is not None  # whoever would take it back is gone
        if left_alone or (entry.fields and (told is None or isinstance(error, FileError))):
            entry.stuck = True
            self._wait(entry, error)
        else:
            self._end(entry)
        if news and told is not None:
            told(error)
        elif news:
            self.refused.emit(error)

    def _on_crashed(self, entry: _Entry, error: Exception) -> None:
        entry.flying = False
        if entry.fields:  # it would go wrong again, and that was said and reported; what is typed stays nevertheless
            entry.stuck = True
            self._wait(entry, error)
        else:
            self._end(entry)
        if entry.crashed is not None and alive(entry.crashed):
            entry.crashed(error)

    def _waits(self, entry: _Entry) -> bool:
        """Return whether nothing newer took its place."""
        return self._entries.get(entry.key) is entry

    def _wait(self, entry: _Entry, why: Exception) -> None:
        if self._waits(entry):
            entry.why = why
            _mark(entry.fields, waits=True)
            self._operations.note_unsaved(self, why)

    def _end(self, entry: _Entry) -> None:
        if self._waits(entry):
            del self._entries[entry.key]
            others = [field for other in self._entries.values() if other.why is not None for field in other.fields]
            _mark([field for field in entry.fields if field not in others], waits=False)
            self._ease()

    def _ease(self) -> None:
        if self.why() is None:
            self._retry.stop()
            self._operations.note_unsaved(self, None)


def typed_back(use_case: Callable[..., Any], session: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a use case with what a field's own undo led to, see `history.typed_back`."""
    from db.history import history

    return history.typed_back(use_case, session, *args, **kwargs)


def alive(callback: Callable[..., object]) -> bool:
    """Return whether the objects a callback is bound to, if any, still exist; a function's are those it closes over."""
    if isinstance(callback, partial):
        return alive(callback.func) and all(map(_exists, callback.args))
    cells = getattr(callback, "__closure__", None) or ()
    return all(map(_exists, (getattr(callback, "__self__", None), *(cell.cell_contents for cell in cells))))


def _exists(thing: object) -> bool:
    return not isinstance(thing, QObject) or shiboken6.isValid(thing)


def _mark(fields: Sequence[QObject], *, waits: bool) -> None:
    for one in fields:
        if shiboken6.isValid(one):
            one.setProperty(UNSAVED, waits)
