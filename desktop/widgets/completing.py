"""What is offered below a line while one types into it, and the keys that take it."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter

from desktop import theme

Takes = Callable[[Qt.Key, str, str], bool]
"""Says whether a key takes the only thing offered: with the key, what was typed, and what is offered."""

_TAKING = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))


class Completer(QCompleter):
    """Offers what holds the letters typed. Enter and Tab take what the arrows chose there; Qt alone knows Enter only.

    Where nothing was chosen what is typed stays, for it may be new: the letters of one name stand in many another.
    `takes_only` says when the only thing offered is taken all the same.
    """

    def __init__(
        self, model: QAbstractItemModel, parent: QObject, *, takes_only: Takes = lambda *_typed: False
    ) -> None:
        super().__init__(model, parent)
        self._takes_only = takes_only
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = self.offers()
        popup.setProperty("kind", "popup")
        theme.dress(popup)
        popup.installEventFilter(_Taking(self, popup))

    def offers(self) -> QAbstractItemView:
        """Return the list of what is offered."""
        popup = self.popup()
        assert popup is not None, "what is offered stands in a list"
        return popup

    def choose_only(self, key: Qt.Key) -> None:
        """Choose what is offered, if it is one thing that `key` takes and nothing is chosen; the line shows it then."""
        popup, offered = self.offers(), self.completionModel()
        if popup.currentIndex().isValid() or offered.rowCount() != 1:
            return
        only = offered.index(0, self.completionColumn())
        typed = self.splitPath(self.completionPrefix())[-1]  # the last of several names, where it stands after others
        if typed and self._takes_only(key, typed, only.data()):
            popup.setCurrentIndex(only)


class _Taking(QObject):
    """Sees the keys that a list of things offered gets, before Qt does. Of every event a line gets it sees none."""

    def __init__(self, completer: Completer, popup: QAbstractItemView) -> None:
        super().__init__(popup)
        self._completer = completer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _TAKING:
            return False
        self._completer.choose_only(Qt.Key(event.key()))
        line = self._completer.widget()
        if event.key() != Qt.Key.Key_Tab or line is None:
            return False  # Qt takes what is chosen, and closes the list alone
        self._completer.offers().hide()
        QApplication.sendEvent(line, QKeyEvent(event))  # on to the next field, or whatever Tab is for the line
        return True
