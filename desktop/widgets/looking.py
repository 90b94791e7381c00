"""A file opened only to look at: whatever would write is out of reach, and says why. One place for all pages.

A page says of its controls which ones write (`writes`); while nothing may be written, `OnlyLooking` keeps them so,
whatever the page thinks of them.
"""

from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.texts import _
from desktop.widgets.labels import plain_tip

_PROPERTY = "writes"
_MOMENTS = frozenset((QEvent.Type.Show, QEvent.Type.EnabledChange, QEvent.Type.ReadOnlyChange))


def writes(*controls: QWidget) -> None:
    """Say that these change the record: buttons, and fields that are kept as one types."""
    for control in controls:
        control.setProperty(_PROPERTY, True)


class OnlyLooking(QObject):
    """Keeps every control that writes, in a window and its dialogs, from being used."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        for control in window.findChildren(QWidget):
            self._bar(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOMENTS and isinstance(watched, QWidget) and self._is_ours(watched):
            self._bar(watched)
        return False

    def _is_ours(self, widget: QWidget) -> bool:
        if widget.property(_PROPERTY) is not True or not shiboken6.isValid(self._window):
            return False
        above: QWidget | None = widget
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is not None

    def _bar(self, control: Any) -> None:
        if control.property(_PROPERTY) is not True:
            return
        if hasattr(control, "setReadOnly"):
            if not control.isReadOnly():
                control.setReadOnly(True)
        elif control.isEnabled():
            control.setEnabled(False)
        control.setToolTip(plain_tip(only_looking()))


def only_looking() -> str:
    """Return why what was asked for is out of reach."""
    return _("The file is open only to look at: nothing can be changed.")
