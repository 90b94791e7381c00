"""Another day, while the program runs on: at midnight, or because the computer slept."""

import datetime as dt
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from db.handover.standing import desk_row
from desktop.clock import Clock
from desktop.operations import Operations

_LOOK_EVERY_MS: Final = 60_000


class NewDay(QObject):
    """Has `Operations.day_began` tell that it is another day than it was.

    Not before the file can be read: a laptop wakes before its stick or share is back.
    """

    def __init__(self, operations: Operations, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        self._day = clock.today()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._on_state)
        minute = QTimer(self, interval=_LOOK_EVERY_MS)
        minute.timeout.connect(self._look)
        minute.start()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:  # who comes back sees today, not a minute of yesterday
            self._look()

    def _look(self) -> None:
        if (today := self._clock.today()) != self._day:
            self._operations.look(desk_row, done=partial(self._begin, today), failed=lambda _error: None, key=self)

    def _begin(self, today: dt.date, _read: object) -> None:
        self._day = today
        self._operations.day_began.emit()
