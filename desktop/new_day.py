"""Another day, while the program runs on: at midnight, or because the computer slept."""

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop.clock import Clock

_LOOK_EVERY_MS: Final = 60_000


class NewDay(QObject):
    """Tells that it is another day than it was."""

    began = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
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
            self._day = today
            self.began.emit()
