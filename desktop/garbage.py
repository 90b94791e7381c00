"""Looks for what is no longer used, on the window's thread alone.

Python does so on whichever thread happens to make objects. Parts of a window that hold each other would then be taken
down on the record's thread, while the window's thread works on the same ones: each waits for the other for good.
"""

import gc
import time
from collections.abc import Hashable
from typing import Final, Protocol
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

_LOOK_EVERY_MS: Final = 100
_LATE_SECONDS: Final = 0.12
"""A look that comes after so long was kept waiting by something that took long."""
_MUCH: Final = 4
"""So many times as much as Python looks at is not left lying, whoever waits."""


class Busy(Hashable, Protocol):
    """Whoever may have work under way that a person waits for."""

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""


class Garbage(QObject):
    """Collects garbage by Python's own thresholds (`gc.set_threshold`), in turns of the window's thread.

    What is new is looked at each time, but not right after what took long: that would take longer still. The longer
    look at what stayed waits until nothing is under way, unless much has stayed.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.waits_for: WeakSet[Busy] = WeakSet()
        self._looked = time.perf_counter()
        self._waited = False
        """Whether the last look was left out."""
        self.startTimer(_LOOK_EVERY_MS)

    def timerEvent(self, _event: QTimerEvent) -> None:
        now = time.perf_counter()
        late, self._looked = now - self._looked > _LATE_SECONDS, now
        new, middle, old = gc.get_count()
        most_new, most_middle, most_old = gc.get_threshold()
        if new <= most_new or not most_new:  # none: see `desktop.launch.load_record`
            self._waited = False
            return
        self._waited = late and not self._waited
        if self._waited:
            return
        middle += new // most_new  # so often Python would have looked since: what is much is looked at once
        if not all(one.idle for one in self.waits_for):
            most_middle *= _MUCH
        gc.collect(2 if old > most_old else 1 if middle > most_middle else 0)


def collect_on_this_thread(waits_for: Busy) -> None:
    """Have Python collect no garbage by itself from now on, and `Garbage` do it. To be called by the window's thread.

    Where there is no application there are no windows, and all stays as it is.
    """
    app = QCoreApplication.instance()
    if app is None:
        return
    gc.disable()
    (app.findChild(Garbage) or Garbage(app)).waits_for.add(waits_for)
