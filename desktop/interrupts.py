"""Ctrl+C in the terminal, and the system asking the program to end: the window closes as if by hand."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer, Signal

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_LOOK_EVERY_MS: Final = 300


class Interrupts(QObject):
    """Listens to the system's signals while Qt's loop runs, which by itself never lets Python see them."""

    ended = Signal()
    """The program is asked to end. A second Ctrl+C ends it at once and keeps nothing; all else waits for the first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = self._ending = False
        if sys.platform == "win32":  # pipes cannot be watched there: look now and then
            timer = QTimer(self)
            timer.timeout.connect(self._look)
            timer.start(_LOOK_EVERY_MS)
        else:
            self._read, write = os.pipe()
            for end in (self._read, write):
                os.set_blocking(end, False)
            signal.set_wakeup_fd(write, warn_on_full_buffer=False)
            self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._on_woken)
        for number in _ENDING:
            signal.signal(number, self._on_signal)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self._go_deaf)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if number == signal.SIGINT:
            signal.signal(number, signal.SIG_DFL)

    def _go_deaf(self) -> None:
        """End as begun: Python takes its handlers away before the process is gone, and a late signal would kill it."""
        for number in _ENDING:
            if number != signal.SIGINT:
                signal.signal(number, signal.SIG_IGN)

    def _on_woken(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._read, 64)
        self._look()

    def _look(self) -> None:
        if self._asked and not self._ending:  # keeping what is typed lets events run: no second end within the first
            self._asked, self._ending = False, True
            try:
                self.ended.emit()
            finally:
                self._ending = False
