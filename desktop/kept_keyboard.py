"""Where the keyboard is, from a window into the one built in its place."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.widgets.layouts import bring_into_sight

if TYPE_CHECKING:
    from desktop.operations import Operations
    from desktop.window import Window


class KeptKeyboard:
    """The part of a window that has the keyboard, and the caret in it with what is chosen.

    The part is told by its place among its like in sight, from the page down to it: names are others in another
    language, and what was never in sight may not be built, or be built in another order.
    """

    def __init__(self, window: "Window") -> None:
        self._key, self._pane = window.current_key(), 0
        self._way: list[tuple[type, int]] | None = None
        self._caret: tuple[int, int] | None = None
        held = window.focusWidget()
        for place, pane in enumerate(window.panes()):
            if held is not None and pane.isAncestorOf(held):
                self._pane, self._way, self._caret = place, _way(pane, held), _caret(held)

    def go_into(self, window: "Window", operations: "Operations") -> None:
        """Have the keyboard there in `window` once the page has what it shows, unless another was gone to by then."""

        def settle(busy: bool) -> None:
            if not busy:
                operations.busy_changed.disconnect(settle)
                if shiboken6.isValid(window) and window.current_key() == self._key:
                    self._give(window)

        if self._way is not None:
            operations.busy_changed.connect(settle)

    def _give(self, window: "Window") -> None:
        part = window.panes()[self._pane]
        for kind, index in self._way or ():
            like = _like(part, kind)
            if index >= len(like):
                return
            part = like[index]
        part.setFocus()
        if self._caret is not None:
            _place_caret(part, *self._caret)
        bring_into_sight(part, part.rect())


def _like(parent: QWidget, kind: type) -> list[QWidget]:
    """Return what is in sight of one kind."""
    parts = (part for part in parent.children() if isinstance(part, QWidget))
    return [part for part in parts if type(part) is kind and part.isVisibleTo(parent)]


def _way(pane: QWidget, part: QWidget) -> list[tuple[type, int]]:
    """Return the way from a pane down to a part of it: at each step what it is, and which of them."""
    parent = part.parentWidget()
    if part is pane or parent is None:
        return []
    return [*_way(pane, parent), (type(part), _like(parent, type(part)).index(part))]


def _line(part: QWidget) -> QWidget | None:
    """Return what is typed into: a field with arrows or a list has a line of its own."""
    return part.lineEdit() if isinstance(part, QAbstractSpinBox | QComboBox) else part


def _caret(part: QWidget) -> tuple[int, int] | None:
    """Return where what is chosen begins and where the caret is, None for what is not typed into."""
    line = _line(part)
    if isinstance(line, QLineEdit):
        at, start, end = line.cursorPosition(), line.selectionStart(), line.selectionEnd()
        return (at, at) if start < 0 else (start if at == end else end, at)
    if isinstance(line, QPlainTextEdit | QTextEdit):
        cursor = line.textCursor()
        return cursor.anchor(), cursor.position()
    return None


def _place_caret(part: QWidget, anchor: int, position: int) -> None:
    """Choose from `anchor` to the caret at `position`, as far as there is text."""
    line = _line(part)
    if isinstance(line, QLineEdit):
        line.setSelection(anchor, position - anchor)
    elif isinstance(line, QPlainTextEdit | QTextEdit):
        last = line.document().characterCount() - 1
        cursor = line.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
        line.setTextCursor(cursor)
