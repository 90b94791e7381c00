"""Runs the record's work off the window's thread: one thing at a time, in order, each result handed back on it.

    operations.read(members.rows, group_id, done=self._show)
    operations.write(members.rename_member, member_id, name=name, failed=self._say)

Callbacks run on the thread of the window. A callback bound to a widget that is gone by then is left out.
"""

import datetime as dt
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal

from db.changes import Changes
from db.errors import KnownError
from db.errors.files import FileReplaced
from db.look import Look
from desktop.clock import Clock
from desktop.garbage import collect_on_this_thread
from desktop.kept_writes import KeptWrites, alive

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.backups.backups import Why
    from db.history.steps_told import ToldStep

Callback = Callable[[Any], object]
Progress = Callable[[int, int], None]
"""What long work calls with how much is done of how much; raises `Cancelled` once it is to stop."""

_PROGRESS_EVERY_SECONDS: Final = 0.05
_TURN_SECONDS: Final = 0.0002
"""The worker gives way this often: with Python's own 5 ms a key typed during a save waits several turns to be drawn."""
_SPELL_SECONDS: Final = 0.008
"""A result that took longer to show is drawn before the next is handed back."""
_BEGIN: Final = QEvent.Type(QEvent.registerEventType())
_AFTER_DRAWING: Final = Qt.EventPriority.LowEventPriority.value - 1
"""Events are taken by priority: those with which Qt lays out and draws what was changed come before one of this."""


class Cancelled(Exception):  # noqa: N818 - not an error: the person stopped the work
    """The work was stopped by the person; whatever it had begun is rolled back."""


class Elsewhere(Protocol):
    """Whoever keeps copies of the open file in a second place."""

    def second_place(self) -> tuple[str, bool]:
        """Return what the second place is called, empty if there is none, and whether it is there now."""

    def forget_there(self, person_id: uuid.UUID) -> None:
        """Have a person forgotten in the copies there: now, or once the place is there."""


class RecordFile(Protocol):
    """What `Operations` needs of an open alliance file."""

    def looking(self) -> AbstractContextManager[Look]:
        """Lend a look, for what is needed before there are sessions."""

    def reading(self) -> AbstractContextManager["Session"]:
        """Lend a session to look with."""

    def writing(self, *, who: str = "", at: dt.datetime | None = None) -> AbstractContextManager["Session"]:
        """Lend a session whose work, done at `at`, is kept when the block ends and undone when it fails."""


@dataclass(eq=False, slots=True)
class Task:
    """Work asked for and not yet delivered; `cancel` stops it, or drops its result if it is too late for that."""

    kind: Literal["read", "write", "job", "turn"]
    run: Callable[[], Any]
    context: Context
    done: Callback | None
    failed: Callable[[KnownError], object] | None
    stopped: Callable[[], object] | None
    key: object = None
    crashed: Callable[[Exception], object] | None = None
    result: Any = None
    error: Exception | None = None
    _cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        """Whether the work is to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Stop the work at its next step of progress, or never start it."""
        self._cancel.set()


class Operations(QObject):
    """One open file's work, on one worker thread. `close` it before closing the file.

    Without a file it runs `job`s only: the start page opens files with it.
    """

    about_to_write = Signal()
    """Something is asked to be written, other than an undo or a redo: whatever was typed before it comes first."""
    changed = Signal(object)
    """`Changes` that were just kept; pages look again at what concerns them."""
    day_began = Signal()
    """It is another day: what is told as of today is another, though the record is the same. `NewDay` tells it."""
    saved = Signal(object)
    """The local `datetime` of the save that just succeeded."""
    unsaved = Signal(object)
    """Why something typed is not on the disk yet, an exception; None once all is. See `note_unsaved`."""
    failed = Signal(object)
    """A `KnownError` that the asker had no callback for."""
    replaced = Signal(object)
    """A `FileReplaced`: the open file is lost, and nothing can be saved in it any more; besides who asked."""
    crashed = Signal(object)
    """Any other exception: a fault of the program, not of what was asked."""
    busy_changed = Signal(bool)
    """Whether there is work under way."""
    _arrived = Signal()
    _progressed = Signal(object, int, int)

    def __init__(
        self,
        file: RecordFile | None = None,
        *,
        who: str = "",
        clock: Clock | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._who = who
        self._clock = clock or Clock()
        self._asked: list[Task] = []
        """What the worker was not told of yet: see `_begin`."""
        self._beginning = self._begun = False
        self._waiting: SimpleQueue[Task | None] = SimpleQueue()
        self._finished: deque[Task] = deque()
        self._newest: dict[object, Task] = {}
        self._outstanding: set[Task] = set()
        self._turns: deque[Task] = deque()
        self._pausing = False
        self._unsaved: dict[object, Exception] = {}
        self._closed = False
        self.before_big: Callable[[Any], object] | None = None
        """Called on the record's thread before what is written with `backup`; what it raises stops that."""
        self.elsewhere: Elsewhere | None = None
        """Who keeps copies of the file in a second place, where somebody does."""
        self.kept_writes = KeptWrites(self, self)
        self.kept_writes.refused.connect(self.failed)
        self.ending = False
        """Whether the program is being ended from outside: whoever leaves asks nothing, nobody is there to answer."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._report, Qt.ConnectionType.QueuedConnection)
        sys.setswitchinterval(_TURN_SECONDS)
        collect_on_this_thread(waits_for=self)
        self._thread = threading.Thread(target=self._work, name="record", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether everything asked for has been delivered."""
        return not self._outstanding

    @property
    def under_way(self) -> int:
        """How many things that were asked for are not delivered yet."""
        return len(self._outstanding)

    @property
    def writing(self) -> bool:
        """Whether something is on its way to the disk."""
        return any(task.kind == "write" for task in self._outstanding)

    @property
    def laden(self) -> bool:
        """Whether something that may take long, such as a backup, is under way or waits."""
        return any(task.kind == "job" for task in self._outstanding)

    @property
    def awaited(self) -> bool:
        """Whether something waits for what is under way now; may be asked on any thread."""
        return self._closed or self.under_way > 1

    @property
    def file(self) -> RecordFile | None:
        """The file being worked on; another after `replace_file`. Whoever ends the work closes this one."""
        return self._file

    @property
    def read_only(self) -> bool:
        """Whether the file was opened to look at only."""
        return bool(getattr(self._file, "read_only", False))

    @property
    def all_saved(self) -> bool:
        """Whether nothing typed was refused by the disk and still waits."""
        return not self._unsaved

    def note_unsaved(self, whose: object, why: Exception | None) -> bool:
        """Note that something typed is not on the disk yet, or (None) that all of `whose` is.

        Returns whether that is news.
        """
        if self._unsaved.get(whose) is why:
            return False
        if why is not None:
            self._unsaved[whose] = why
        else:
            del self._unsaved[whose]
        self.unsaved.emit(next(reversed(self._unsaved.values()), None))
        return True

    def set_who(self, who: str) -> None:
        """Write `who` beside what is changed from now on."""
        self._who = who

    def tell(self, error: KnownError) -> None:
        """Have a failure said, of which who asked has nothing to say."""
        if not isinstance(error, FileReplaced):  # that is said once, by whoever sees to it
            self.failed.emit(error)

    def look(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        key: object = None,
        **kwargs: Any,
    ) -> Task:
        """Call `function(look, *args, **kwargs)`, which asks the record without SQLAlchemy; else as `read`."""

        def run() -> Any:
            with self._opened().looking() as look:
                return function(look, *args, **kwargs)

        return self._ask_newest(Task("read", run, copy_context(), done, failed, None, key))

    def read(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        stopped: Callable[[], object] | None = None,
        progress: Progress | None = None,
        key: object = None,
        **kwargs: Any,
    ) -> Task:
        """Call `function(session, *args, **kwargs)` and hand its result to `done`.

        A newer read with the same `key` drops an older one that has not been delivered (search per keystroke).
        `progress` and `stopped` are as in `write`.
        """

        def run() -> Any:
            with self._opened().reading() as session:
                return function(session, *args, **kwargs)

        task = Task("read", run, copy_context(), done, failed, stopped, key)
        if progress is not None:
            kwargs["progress"] = self._reporter(task, progress)
        return self._ask_newest(task)

    def write(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        stopped: Callable[[], object] | None = None,
        crashed: Callable[[Exception], object] | None = None,
        progress: Progress | None = None,
        backup: "Why | None" = None,
        **kwargs: Any,
    ) -> Task:
        """Call `function(session, *args, **kwargs)` in a transaction; then `changed`, `saved` and `done`.

        With `backup`, for what changes much at once, a backup is taken first where one is due.

        With `progress`, the function is given one more keyword of that name to report with, and may be stopped: all is
        rolled back and `stopped` called. `crashed` is told of a fault of the program, besides the signal.
        """
        if function not in (_undo, _redo):
            self.about_to_write.emit()
        who = self._who

        def run() -> Any:
            if backup is not None and self.before_big is not None:
                self.before_big(backup)
            with self._opened().writing(who=who, at=self._clock.now()) as session:
                return function(session, *args, **kwargs)

        task = Task("write", run, copy_context(), done, failed, stopped, crashed=crashed)
        if progress is not None:
            kwargs["progress"] = self._reporter(task, progress)
        return self._ask(task)

    def keep(
        self,
        function: Callable[..., Any],
        *args: Any,
        fields: Sequence[QObject] = (),
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        crashed: Callable[[Exception], object] | None = None,
        subject: object = None,
        **kwargs: Any,
    ) -> None:
        """Write what was typed into `fields` as `write` does, again and again while the disk refuses.

        Meanwhile the fields have the property `unsaved`: what they show stays. `failed` is told what does not pass, and
        without it the signal `failed` tells it, while the fields wait on.
        What is newer takes the place of what waits with the same `subject`, or from the same function and rows.
        """
        self.kept_writes.keep(
            function, args, kwargs, fields=fields, done=done, failed=failed, crashed=crashed, subject=subject
        )

    def job(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        stopped: Callable[[], object] | None = None,
        crashed: Callable[[Exception], object] | None = None,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> Task:
        """Call `function(*args, **kwargs)`, which needs no session, such as the making of a PDF; else as `write`."""

        def run() -> Any:
            return function(*args, **kwargs)

        task = Task("job", run, copy_context(), done, failed, stopped, crashed=crashed)
        if progress is not None:
            kwargs["progress"] = self._reporter(task, progress)
        return self._ask(task)

    def soon(self, function: Callable[..., object], *args: object) -> None:
        """Call `function(*args)` on the window's thread, in a turn of its own.

        What takes Qt long is done in such pieces: in between, keys are heard and what stands already is drawn. It
        counts as under way, and is left out where it is bound to a widget that is gone by then.
        """
        task = Task("turn", partial(function, *args), copy_context(), None, None, None)
        if not self._closed:
            self._note(task)
            self._turns.append(task)
            QTimer.singleShot(1, self, self._take_turn)  # one of 0 ms would come before timers and keys

    def replace_file(
        self,
        function: Callable[..., Any],
        *,
        done: Callback | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **kwargs: Any,
    ) -> Task:
        """Call `function(file, ...)`, which gives the file back opened anew, such as under another passphrase.

        All that is asked for later works on what it returned; where it raises, the file stays the one it was.
        """
        who = self._who

        def run() -> Any:
            self._file = function(self._opened(), who=who, **kwargs)
            return self._file

        return self._ask(Task("write", run, copy_context(), done, failed, None))

    def undo(self, *, done: Callback | None = None) -> Task:
        """Undo the newest step; `done` gets what it was about, a `ToldStep`, and the changes."""
        return self.write(_undo, done=done)

    def redo(self, *, done: Callback | None = None) -> Task:
        """Do the step undone last again; `done` gets what it was about, a `ToldStep`, and the changes."""
        return self.write(_redo, done=done)

    def wait(self, timeout_seconds: float = 10.0) -> None:
        """Let events run until everything asked for, and what that led to, is delivered. For tests.

        Raises:
            TimeoutError: If work is still under way after `timeout_seconds`.
        """
        until = time.monotonic() + timeout_seconds
        while not self.idle:
            if time.monotonic() > until:
                raise TimeoutError
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()
            QCoreApplication.sendPostedEvents()  # Qt shows what was put into a layout by such an event

    def close(self) -> None:
        """Finish the writes, drop the rest, and end the worker. Nothing can be asked for afterwards."""
        if self._closed:
            return
        self._closed = True
        for task in self._outstanding:
            if task.kind != "write":
                task.cancel()
        self._hand_over()
        self._waiting.put(None)
        self._thread.join()
        self._pausing = False
        for turn in tuple(self._turns):
            self._outstanding.discard(turn)
        self._turns.clear()
        while self._finished:
            self._deliver()

    def _opened(self) -> RecordFile:
        if self._file is None:
            message = "these operations have no file; only `job` can be asked for"
            raise TypeError(message)
        return self._file

    def _ask_newest(self, task: Task) -> Task:
        if task.key is not None and (older := self._newest.get(task.key)) is not None:
            older.cancel()
        return self._ask(task)

    def _ask(self, task: Task) -> Task:
        if self._closed:
            task.cancel()
            return task
        if task.key is not None:
            self._newest[task.key] = task
        self._note(task)
        self._asked.append(task)
        self._begin_soon()
        return task

    def _begin_soon(self) -> None:
        if self._asked and not self._turns and not self._beginning:
            self._beginning = True
            if self._begun:
                QCoreApplication.postEvent(self, QEvent(_BEGIN), _AFTER_DRAWING)
            else:
                QTimer.singleShot(0, self, self._begin)  # whoever opens Ronda waits for this alone

    def event(self, event: QEvent) -> bool:
        if event.type() == _BEGIN:
            self._begin()
            return True
        return super().event(event)

    def _begin(self) -> None:
        """Have the worker begin what was asked, now that what asked for it is done and drawn.

        Two threads share one interpreter: while the worker is at work, whatever the window does takes twice as long,
        and both together take no less than one after the other.
        """
        self._beginning = False
        if not self._turns:
            self._begun = True
            self._hand_over()

    def _hand_over(self) -> None:
        for task in self._asked:
            self._waiting.put(task)
        self._asked.clear()

    def _note(self, task: Task) -> None:
        was_idle = self.idle
        self._outstanding.add(task)
        if was_idle:
            self.busy_changed.emit(True)

    def _take_turn(self) -> None:
        if not self._turns:
            return
        task = self._turns.popleft()
        self._outstanding.discard(task)
        try:
            if alive(task.run):
                task.context.run(task.run)
        finally:
            self._begin_soon()
            if self.idle:
                self.busy_changed.emit(False)

    def _reporter(self, task: Task, progress: Progress) -> Progress:
        last = 0.0

        def report(done: int, total: int) -> None:
            nonlocal last
            if task.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY_SECONDS or done >= total:
                last = now
                self._progressed.emit((task, progress), done, total)

        return report

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                if task.cancelled:
                    raise Cancelled
                task.result = task.context.run(task.run)
            except Exception as error:  # noqa: BLE001 - carried to the window's thread, where it is told apart
                task.error = error
            self._finished.append(task)
            del task
            self._arrived.emit()

    def _report(self, what: tuple[Task, Progress], done: int, total: int) -> None:
        task, progress = what
        if task in self._outstanding and not task.cancelled and alive(progress):
            progress(done, total)

    def _deliver(self) -> None:
        if not self._finished or self._pausing:
            return
        began = time.perf_counter()
        task = self._finished.popleft()
        if self._newest.get(task.key) is task:
            del self._newest[task.key]
        self._outstanding.discard(task)
        try:
            self._hand_back(task)
        finally:
            if not self._closed and time.perf_counter() - began > _SPELL_SECONDS:
                self._pausing = True
                QTimer.singleShot(1, self, self._go_on)
            if self.idle:
                self.busy_changed.emit(False)

    def _go_on(self) -> None:
        """Hand back what was finished while the result before it was drawn."""
        self._pausing = False
        for _result in range(len(self._finished)):
            self._arrived.emit()

    def _hand_back(self, task: Task) -> None:
        error = task.error
        if isinstance(error, Cancelled):
            if task.stopped is not None and alive(task.stopped):
                task.stopped()
        elif isinstance(error, KnownError):
            if isinstance(error, FileReplaced):
                self.replaced.emit(error)
            if task.failed is None:
                self.tell(error)
            elif alive(task.failed):
                task.failed(error)
        elif error is not None:
            self.crashed.emit(error)
            if task.crashed is not None and alive(task.crashed):
                task.crashed(error)
        elif task.kind == "write":
            if (changes := changes_in(task.result)) is not None and changes:
                self.changed.emit(changes)
            self.saved.emit(self._clock.now())
            self._done(task)
        elif not task.cancelled:
            self._done(task)

    def _done(self, task: Task) -> None:
        if task.done is not None and alive(task.done):
            task.done(task.result)


def _undo(session: "Session") -> tuple["ToldStep", Changes]:
    from db.history.steps_told import undo_told

    return undo_told(session)


def _redo(session: "Session") -> tuple["ToldStep", Changes]:
    from db.history.steps_told import redo_told

    return redo_told(session)


def changes_in(result: object) -> Changes | None:
    """Return the `Changes` that `result` is, holds as `.changes`, or has among its parts."""
    if isinstance(result, Changes):
        return result
    if isinstance(result, tuple):
        return next((part for part in result if isinstance(part, Changes)), None)
    held = getattr(result, "changes", None)
    return held if isinstance(held, Changes) else None
