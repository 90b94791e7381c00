"""A key that works inside one widget."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(widget: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Call `act` when `keys` are pressed while the keyboard is in `widget`."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
    return shortcut
