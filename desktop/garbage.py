"""Looks for what is no longer used, on the window's thread alone.

Python does so on whichever thread happens to make objects. Parts of a window that hold each other would then be taken
down on the record's thread, while the window's thread works on the same ones: each waits for the other for good.
"""

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

_LOOK_EVERY_MS: Final = 100


class Garbage(QObject):
    """Collects garbage by Python's own thresholds (`gc.set_threshold`), in turns of the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.startTimer(_LOOK_EVERY_MS)

    def timerEvent(self, _event: QTimerEvent) -> None:
        new, middle, old = gc.get_count()
        most_new, most_middle, most_old = gc.get_threshold()
        if new > most_new:
            middle += new // most_new  # so often Python would have looked since: what is much is looked at once
            gc.collect(2 if old > most_old else 1 if middle > most_middle else 0)


def collect_on_this_thread() -> None:
    """Have Python collect no garbage by itself from now on, and `Garbage` do it. To be called by the window's thread.

    Where there is no application there are no windows, and all stays as it is.
    """
    app = QCoreApplication.instance()
    if app is None:
        return
    gc.disable()
    if app.findChild(Garbage) is None:
        Garbage(app)
