"""Fields that keep what is typed by themselves: after a pause, and when the keyboard leaves."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.kept_writes import waits

PAUSE_MS: Final = 700


class KeptLine(QLineEdit):
    """One line of text. `kept` follows a person's typing only, and never twice with the same text.

    One that is `needed` is not kept empty at a pause: somebody is typing it anew.
    """

    kept = Signal(str)

    def __init__(self, *, name: str, needed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._needed = needed
        self._held = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.editingFinished.connect(self.keep)

    def keep(self) -> None:
        """Keep what is typed now, if it is not kept yet."""
        self._pause.stop()
        text = self.text().strip()
        if text != self._held:
            self._held = text
            self.kept.emit(text)

    def _on_pause(self) -> None:
        if self.text().strip() or not self._needed:
            self.keep()

    def set_value(self, text: str) -> None:
        """Show what stands on record, unless a person is typing something else just now."""
        if waits(self) or (self.hasFocus() and self._pause.isActive()):
            return
        self._held = text
        if self.text().strip() != text:
            self.setText(text)
