"""Fields whose text is kept at every pause, and when the keyboard leaves them; Ctrl+Z goes on there with the record."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop import theme
from desktop.kept_writes import UNSAVED, waits
from desktop.operations import Operations
from desktop.widgets.looking import writes
from desktop.widgets.way_back import WayBack

PAUSE_MS: Final = 700
"""Typed text is kept when the person pauses this long."""


class KeptText(QPlainTextEdit):
    """Several lines. `kept` is emitted with what is to be kept; `show_kept` says what stands on record.

    One that `grows` is as high as its words need, and at least `height` pixels.
    """

    kept = Signal(str)

    def __init__(
        self, operations: Operations, *, name: str, placeholder: str = "", height: int = 72, grows: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._least = height
        self.setMinimumHeight(theme.px(height))
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
            self._grow()
        self._on_record = ""
        self._other = True
        """Whether another thing's words are shown next."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._pause.start)
        self.way_back = WayBack(self)
        self.way_back.follow(operations)
        self.way_back.handed_on.connect(self.flush)
        operations.about_to_write.connect(self._keep_first)
        writes(self)

    def set_least(self, height: int) -> None:
        """Be at least so high, in pixels at 100 % text."""
        self._least = height
        self._grow()

    def _grow(self) -> None:
        """Be as high as the lines need; the page around the field scrolls, not the field."""
        lines = max(1, round(self.document().size().height()))
        wanted = lines * self.fontMetrics().lineSpacing() + theme.px(22)
        self.setFixedHeight(max(theme.px(self._least), wanted))

    def show_kept(self, text: str) -> None:
        """Show what stands on record, unless something is being typed, or what was typed is not on the disk."""
        typing = self._pause.isActive()
        if waits(self) or (self.way_back.on_its_way() and not self._other):
            return
        self._on_record = text
        if not typing and self.text() != text:
            self.way_back.show(text, other=self._other)
        self._other = False

    def text(self) -> str:
        """Return what is to be kept of what stands here."""
        return self.toPlainText()

    def flush(self) -> None:
        """Keep now what was typed."""
        self._pause.stop()
        if self.text() != self._on_record:
            self._on_record = self.text()
            self.kept.emit(self._on_record)

    def forget(self) -> None:
        """Let go of what was typed: another thing's words are shown here next."""
        self._pause.stop()
        self._other = True
        self.setProperty(UNSAVED, False)
        self.way_back.begin_anew()

    def _keep_first(self) -> None:
        """Keep what was typed before something else is done, so that they go back in this order."""
        if self._pause.isActive():
            self.flush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        super().focusOutEvent(event)


class KeptLine(QLineEdit):
    """One line, kept in the same way, without spaces around it. One that is `needed` is not kept empty."""

    kept = Signal(str)
    missing = Signal()
    """It was left empty though it is needed, and says again what stands on record."""

    def __init__(
        self, operations: Operations, *, name: str, placeholder: str = "", needed: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._needed = needed
        self._on_record = ""
        self._other = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.editingFinished.connect(self.flush)
        self.way_back = WayBack(self)
        self.way_back.follow(operations)
        self.way_back.handed_on.connect(self.flush)
        operations.about_to_write.connect(self._keep_first)
        writes(self)

    def show_kept(self, text: str) -> None:
        """Show what stands on record, unless something is being typed, or what was typed is not on the disk."""
        if waits(self) or (self.way_back.on_its_way() and not self._other):
            return
        self._other = False
        self._on_record = text
        if not self._pause.isActive() and self.text().strip() != text:
            self.way_back.show(text)

    def flush(self) -> None:
        """Keep now what was typed; an empty line that is needed shows again what stands on record."""
        self._keep()
        left_empty = not self.text().strip()
        if self.text() != self._on_record:
            self.way_back.show(self._on_record)
            if left_empty:
                self.missing.emit()

    def forget(self) -> None:
        """Let go of what was typed: another thing's words are shown here next."""
        self._pause.stop()
        self._other = True
        self.setProperty(UNSAVED, False)
        self.way_back.begin_anew()

    def _keep_first(self) -> None:
        """Keep what was typed before something else is done, so that they go back in this order."""
        if self._pause.isActive():
            self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._on_record and (text or not self._needed):
            self._on_record = text
            self.kept.emit(text)
