"""A place to choose a file or a folder with a button, or to drop it on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.texts import _
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import column, row
from desktop.widgets.painting import round_rect


class DropPlace(QFrame):
    """Says what belongs here; once it is there, its name. Anything else that is dropped is not taken."""

    dropped = Signal(object)
    """The `Path` that was dropped."""

    def __init__(
        self,
        sentence: str,
        verb: str,
        *,
        icon: str,
        hint: str,
        choose: Callable[[], object],
        takes: Callable[[Path], bool],
        kind: Kind = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(sentence)
        self._takes = takes
        self._over = False
        self._icon_name = icon
        self._sentence, self._verb = sentence, verb
        self._icon = IconLabel(icon, "text3", 32)
        self.label = Label(sentence, 16, 600, wrap=True)
        self.hint = Label(hint, 14, 400, "text2", wrap=True)
        for label in (self.label, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = Button(verb, kind, "folder-open", clicked=choose)
        self.button.setAccessibleDescription(hint)
        parts = column(None, row(None, self._icon, None), self.label, self.hint, spacing=8, margins=(24, 24, 24, 24))
        parts.addSpacing(8)
        parts.addLayout(row(None, self.button, None))
        parts.addStretch(1)
        self.setLayout(parts)

    def show_chosen(self, path: Path | None, fact: str = "") -> None:
        """Show what was chosen, and a fact about it."""
        self._icon.set_icon("check-circle-fill" if path else self._icon_name, "ok" if path else "text3")
        self.label.setText(path.name if path else self._sentence)
        self.button.setText(_("Choose another") if path else self._verb)
        if fact:
            self.hint.setText(fact)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event, self._takes) is not None:
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        path = _dropped(event, self._takes)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        fill, edge = ("select", "accent_text") if self._over else ("sunken", "line_strong")
        round_rect(QPainter(self), rect, 8, fill=fill, edge=edge, dashed=not self._over)


def _dropped(event: QDropEvent, takes: Callable[[Path], bool]) -> Path | None:
    """Return the one file or folder of this computer that is being dropped, if it may be."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if takes(path) else None
