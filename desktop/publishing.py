"""Puts the working copy of a file on a stick, a share or in a synchronised folder back at its place.

At pauses, soon after opening what was left unpublished, before the window closes, and when asked. The closed copy is
made on the record's thread between two saves; the slow way to the stick is gone on another.
"""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from db.engine import AllianceFile
from db.errors import KnownError
from db.errors.files import FileTakenOver, PlaceChanged
from desktop import icons
from desktop.alliance_files import name_and_language
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.place_words import kept_both_words, left_words, published_words, unpublished_words
from desktop.placed_files import own_name
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.messages import Busy
from desktop.widgets.saving import show_folder

if TYPE_CHECKING:
    from db.files.working_copy import Closed, WorkingCopy
    from desktop.window import Window

PAUSE_MS: Final = 2 * 60_000
"""So long nothing was saved before the copy is put at its place."""
LONGEST_MS: Final = 10 * 60_000
"""So long it may wait while somebody types without such a pause."""
SOON_MS: Final = 3000
AGAIN_MS: Final = 30_000


class Publishing(QObject):
    """Sees to it over one window. Belongs to the window and goes with it, or into the one built in its place."""

    told = Signal(object)
    """How an attempt ended: None, or the `KnownError` it ended with."""

    def __init__(
        self, window: "Window", operations: Operations, jobs: Operations, settings: SettingsFile, clock: Clock
    ) -> None:
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._jobs = jobs
        self._settings = settings
        self._clock = clock
        self._under_way = self._changed = self._may_leave = False
        self._both: tuple[KnownError, Path] | None = None
        """Why both stayed that were worked on, and where the one from here is."""
        self.failure: KnownError | None = None
        """Why it could not be put there; nothing once it was."""
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_MS)
        self._again = self._timer(AGAIN_MS)
        operations.saved.connect(self._on_saved)
        self._offer()
        operations.job(self._is_changed, done=self._on_begun)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.publish)
        return timer

    def move_to(self, window: "Window") -> None:
        """Go on over the window built in place of the one so far; what is under way goes on."""
        self.setParent(window)
        self._window = window
        self._offer()
        self._show()
        self._say_both()

    def _offer(self) -> None:
        self._window.farewell = self.say_farewell
        menu = self._window.sidebar.alliance.menu()
        words = _("Put it on “{medium}” now").format(medium=self.medium)
        action = menu.addAction(icons.icon("upload-simple"), words)
        action.triggered.connect(self.publish)
        menu.insertAction(menu.actions()[-2], action)

    @property
    def _file(self) -> AllianceFile:
        file = self._operations.file
        assert isinstance(file, AllianceFile)
        return file

    @property
    def _copy(self) -> "WorkingCopy":
        copy = self._file.working_copy
        assert copy is not None
        return copy

    @property
    def medium(self) -> str:
        """What people call the place."""
        return self._copy.origin.medium

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    def publish(self) -> None:
        """Put what is saved at its place, unless that is under way."""
        if self._under_way or self._file.working_copy is None:
            return
        self._under_way = True
        for timer in (self._pause, self._longest, self._again):
            timer.stop()
        self._operations.job(self._close_off, done=self._on_closed_off, failed=self._on_failed)

    def _is_changed(self) -> bool:
        return self._copy.is_changed(self._file)

    def _close_off(self) -> "Closed | None":
        """Return what is to be put there; nothing where all is. On the record's thread."""
        return self._copy.close_off(self._file) if self._is_changed() else None

    def _on_begun(self, changed: bool) -> None:
        self._changed = changed
        self._show()
        if changed:
            QTimer.singleShot(SOON_MS, self, self.publish)

    def _on_saved(self, _moment: dt.datetime) -> None:
        self._changed, self._may_leave = True, False
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self._show()

    def _on_closed_off(self, closed: "Closed | None") -> None:
        if closed is None:
            self._on_published(None)
            return
        self._changed = False  # what is saved from now on is not in it
        mine = self._settings.value
        self._jobs.job(
            self._copy.put, closed, who=mine.who, office=mine.office, at=self._clock.now(),
            done=self._on_published, failed=self._on_failed,
        )  # fmt: skip

    def _on_published(self, _nothing: None) -> None:
        self._end(None)

    def _on_failed(self, error: KnownError) -> None:
        if isinstance(error, FileTakenOver | PlaceChanged):
            self._operations.job(self._keep_both, done=partial(self._on_kept_both, error), failed=self._end)
        else:
            self._end(error)

    def _keep_both(self) -> tuple[Path, str]:
        mine, now = self._settings.value, self._clock.now()
        name = own_name(self._copy.place, now)
        beside = self._copy.keep_both(self._file, name, who=mine.who, office=mine.office, at=now)
        return beside, name_and_language(self._file)[0]

    def _on_kept_both(self, error: KnownError, kept: tuple[Path, str]) -> None:
        beside, alliance = kept
        self._settings.remember(beside, alliance)
        self._both = error, beside
        self._say_both()
        self._end(None)

    def _say_both(self) -> None:
        if self._both is not None:
            error, beside = self._both
            words, show = kept_both_words(self.medium, error, beside), partial(show_folder, beside)
            self._window.set_banner(words, _("Show folder"), show, about="kept both")

    def _end(self, error: KnownError | None) -> None:
        self._under_way = False
        self.failure = error
        if error is not None:
            self._changed = True
            self._again.start()
        self._show()
        self.told.emit(error)

    def _show(self) -> None:
        if self.failure is not None:
            self._window.footer.set_place(unpublished_words(self.medium, self.failure), role="warn")
            return
        now = self._clock.now()
        self._window.footer.set_place(
            published_words(self.medium, self._copy.published, today=now.date(), changed=self._changed)
        )

    # Leaving

    def say_farewell(self) -> bool:
        """Put it at its place before the window closes; return False if it is to stay open."""
        if self._operations.ending or (not self._changed and not self._under_way and self.failure is None):
            return True  # closing the file sees to it without a question
        if not self._may_leave:
            dialog = Leaving(self, self._window)
            self._may_leave = bool(dialog.exec())
            dialog.deleteLater()
        return self._may_leave


class Leaving(Dialog):
    """Waits until the copy is at its place; says so if that cannot be, and lets the person leave nevertheless."""

    def __init__(self, publishing: Publishing, parent: QWidget) -> None:
        super().__init__(_("Putting it on “{medium}”").format(medium=publishing.medium), parent, width=520)
        self._publishing = publishing
        self.busy = Busy()
        self.busy.button.hide()
        self.said = Label("", 14, 400, wrap=True)
        self.add(self.busy, self.said)
        self.leave_button = self.add_button(_("Close anyway"), self.accept)
        self.again_button = self.set_primary(_("Try again"), self._begin, changes=False)
        self.set_close(_("Stay in Ronda"))
        publishing.told.connect(self._on_told)
        self._begin()

    def _begin(self) -> None:
        medium = self._publishing.medium
        self.busy.start(_("Leave “{medium}” where it is until this is done.").format(medium=medium))
        self._show_said("")
        self._publishing.publish()

    def _on_told(self, error: KnownError | None) -> None:
        if error is None:
            self.accept()
            return
        self.busy.hide()
        self._show_said(left_words(self._publishing.medium, error))

    def _show_said(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        for button in (self.again_button, self.leave_button):
            button.setVisible(bool(words))
        if words:
            title = _("Not yet on “{medium}”").format(medium=self._publishing.medium)
            self.title_label.setText(title)
            self.setAccessibleName(title)
            self.again_button.setFocus()
        if self.isVisible():
            self.fit()
