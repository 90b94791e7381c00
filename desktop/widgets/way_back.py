"""One way back in fields that keep themselves: Ctrl+Z takes back what was done last, be it typed there or done beside.

Words typed since anything else was done go by the field's own undo, letters together as Qt keeps them, also once they
are on the disk. When none are left, the key is the window's, that takes back what was done last on record; the field
then shows what stands there. The same forward again.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.kept_writes import TYPED_BACK
from desktop.operations import Operations

Field = QLineEdit | QPlainTextEdit | QTextEdit

_CTRL_Y = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
"""Not Qt's own key everywhere, but the window's."""


class WayBack(QObject):
    """What takes back and does again in one field; `keys` is where its keys arrive, if that is not the field itself."""

    handed_on = Signal()
    """Nothing typed is left to take back or do again here, and the window does so: first keep what is typed."""

    def __init__(self, field: Field, *, keys: QWidget | None = None) -> None:
        super().__init__(field)
        self.field = field
        self._own: Callable[[], object] = bool
        (keys or field).installEventFilter(self)
        field.textChanged.connect(self._note)

    def follow(self, operations: Operations, *, own: Callable[[], object] | None = None) -> None:
        """Begin anew with whatever is done; `own` tells whether words of the field are on their way to the disk."""
        self._own = own or (lambda: operations.kept_writes.waits_for(self.field))
        operations.changed.connect(self._on_changed)

    def begin_anew(self) -> None:
        """Leave what was typed up to now, because something else was done since, or another text stands here."""
        field = self.field
        if not isinstance(field, QLineEdit):
            field.document().clearUndoRedoStacks()
        elif field.isUndoAvailable() or field.isRedoAvailable():
            self._show_line(field, field.text())
        self._note()

    def show(self, text: str, *, other: bool = False) -> None:
        """Show what stands on record in place of what stands here; while somebody writes here, the caret stays.

        The text of an `other` thing is seen from its beginning.
        """
        field = self.field
        writing = field.window().focusWidget() is field
        with QSignalBlocker(field):
            if isinstance(field, QLineEdit):
                self._show_line(field, text)
                if not writing:
                    field.setCursorPosition(0)  # so that a long line is seen from its beginning
            elif writing and not other:
                replace(field.document(), 0, field.toPlainText(), text)
            else:
                field.setPlainText(text)
        self.begin_anew()

    def on_its_way(self) -> bool:
        """Return whether words of the field are on their way to the disk: what was read before does not have them."""
        return bool(self._own())

    def typed_back(self) -> bool:
        """Return whether what stands here is what the field's own undo led to."""
        return self._can(back=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        if not (pressed or event.type() == QEvent.Type.ShortcutOverride) or not isinstance(event, QKeyEvent):
            return False
        back = event.matches(QKeySequence.StandardKey.Undo)
        if not back and not event.matches(QKeySequence.StandardKey.Redo) and event.keyCombination() != _CTRL_Y:
            return False
        if not self._can(back=back):
            if not pressed:
                self.handed_on.emit()
            event.ignore()
            return True
        event.accept()
        if pressed:
            self.field.undo() if back else self.field.redo()
        return True

    def _can(self, *, back: bool) -> bool:
        field = self.field
        kept = field if isinstance(field, QLineEdit) else field.document()
        return not field.isReadOnly() and (kept.isUndoAvailable() if back else kept.isRedoAvailable())

    def _note(self, *_text: Any) -> None:
        self.field.setProperty(TYPED_BACK, self.typed_back())

    def _on_changed(self, *_changes: Any) -> None:
        if not self.on_its_way():  # else what was kept may be what is typed
            self.begin_anew()

    @staticmethod
    def _show_line(field: QLineEdit, text: str) -> None:
        """Have a line say `text`, with nothing to take back in it, and the caret beside what it was beside."""
        old, at, chosen = field.text(), field.cursorPosition(), field.selectedText()
        anchor = field.selectionStart() if field.selectionStart() != at else field.selectionEnd()
        start, end = _differing(old, text)
        before, behind = units(old[:start]), units(old[len(old) - end :])
        with QSignalBlocker(field):
            field.setText(text)
        if chosen and old == text:
            field.setSelection(anchor, at - anchor)
        else:
            field.setCursorPosition(at if at < before else max(units(text) - behind, units(text) - units(old) + at))


def replace(document: QTextDocument, position: int, old: str, new: str) -> None:
    """Replace `old`, standing at `position` of the document, by `new`, touching only what differs."""
    if old == new:
        return
    start, end = _differing(old, new)
    cursor = QTextCursor(document)
    cursor.setPosition(position + units(old[:start]))
    cursor.setPosition(position + units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new[start : len(new) - end])


def _differing(old: str, new: str) -> tuple[int, int]:
    """Return how many letters are the same from the beginning on, and of the others how many before the end."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def units(text: str) -> int:
    """Return the length of `text` as Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
