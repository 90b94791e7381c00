"""What is offered below a line while one types into it, and the keys that take it."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter

from desktop import theme

_TAKING = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))


class Completer(QCompleter):
    """Offers what holds the letters typed. Enter and Tab take what is chosen there, or the only thing offered.

    Qt alone takes what the arrows chose, and that with Enter only. `understood` says of what stands in the line that
    it is as good as one of the things offered, such as a short name: then it stays, whatever else is offered.
    """

    def __init__(
        self, model: QAbstractItemModel, parent: QObject, *, understood: Callable[[str], bool] = lambda _typed: False
    ) -> None:
        super().__init__(model, parent)
        self._understood = understood
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

    def choose_only(self) -> None:
        """Choose what is offered, if it is one thing and nothing is chosen; the line shows it then."""
        popup, offered = self.offers(), self.completionModel()
        if popup.currentIndex().isValid() or self._understood(self.completionPrefix()):
            return
        if offered.rowCount() == 1:
            popup.setCurrentIndex(offered.index(0, self.completionColumn()))


class _Taking(QObject):
    """Sees the keys that a list of things offered gets, before Qt does. Of every event a line gets it sees none."""

    def __init__(self, completer: Completer, popup: QAbstractItemView) -> None:
        super().__init__(popup)
        self._completer = completer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _TAKING:
            return False
        self._completer.choose_only()
        line = self._completer.widget()
        if event.key() != Qt.Key.Key_Tab or line is None:
            return False  # Qt takes what is chosen, and closes the list alone
        self._completer.offers().hide()
        QApplication.sendEvent(line, QKeyEvent(event))  # on to the next field, or whatever Tab is for the line
        return True
