"""What is said beside the thing concerned: nothing here yet, this is wrong, this was done, this takes long."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import UNLIMITED, PlacedPart
from desktop.widgets.painting import round_rect

_TOAST_SIDE, _TOAST_EDGE, _TOAST_LINE = 12, 2, 1

MessageKind = Literal["info", "warn", "danger", "ok"]
_ICONS: dict[str, tuple[str, str, str]] = {
    "info": ("info", "text2", "text"),
    "warn": ("warning-fill", "warn_line", "warn"),
    "danger": ("warning-circle-fill", "danger", "danger"),
    "ok": ("check-circle-fill", "ok", "ok"),
}


class EmptyState(QWidget):
    """One sentence and one button: "No proposals. Ask members for items." """

    def __init__(
        self,
        sentence: str,
        button: str = "",
        *,
        icon: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        if icon:
            column.addWidget(IconLabel(icon, "text3", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        self.label = Label(sentence, 14, 400, "text2", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.label)
        self.button: Button | None = None
        self._column = column
        if button:
            self.button = Button(button, clicked=clicked)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def add_button(self, verb: str, clicked: Callable[[], object]) -> Button:
        """Put another button below the first, for another way to begin; return it."""
        button = Button(verb, clicked=clicked)
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def show_button(self, shown: bool) -> None:
        """Show the first button, or hide it where it would lead nowhere."""
        if self.button is not None:
            self.button.setVisible(shown)

    def set_sentence(self, sentence: str) -> None:
        """Say something else."""
        self.label.setText(sentence)


class InlineMessage(PlacedPart):
    """A sentence beside the thing concerned, with a button for its repair. Hidden while there is nothing to say."""

    def __init__(
        self,
        sentence: str = "",
        kind: MessageKind = "info",
        button: str = "",
        *,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._clicked = clicked
        self._dismissed: Callable[[], object] | None = None
        self.dismiss_button: IconButton | None = None
        """Made with the first message that one may put away."""
        self._icon = IconLabel("info", "text2", 18)
        self.label = Label("", 14, 400, wrap=True)
        self.button = Button("", "small", clicked=self._on_clicked)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(sentence, kind, button)

    def say(
        self, sentence: str, kind: MessageKind = "info", button: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        """Show `sentence`; an empty one hides the message."""
        if clicked is not None:
            self._clicked = clicked
        self.let_dismiss(None)
        icon, icon_role, role = _ICONS[kind]
        self._icon.set_icon(icon, icon_role)
        self.label.set_role(role)
        self.label.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setMaximumHeight(UNLIMITED)
        self.set_shown(bool(sentence))

    def let_dismiss(self, dismissed: Callable[[], object] | None) -> None:
        """Let the person put what is said away, until something else is said; with None they may not."""
        self._dismissed = dismissed
        if dismissed is not None and self.dismiss_button is None:
            self.dismiss_button = IconButton("x", _("Put this away"), clicked=self._on_dismissed)
            self._row.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.dismiss_button is not None:
            self.dismiss_button.setVisible(dismissed is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMaximumHeight(self.heightForWidth(self.width()))  # a policy's limit would cut what wraps when narrow
        one_line = self.label.heightForWidth(self.label.width()) < 2 * self.label.fontMetrics().height()
        place = Qt.AlignmentFlag.AlignVCenter if one_line else Qt.AlignmentFlag.AlignTop
        self._row.setAlignment(self._icon, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.property("kind") == "warn":  # a style sheet draws dashes as dots
            painter = QPainter(self)
            round_rect(painter, QRectF(self.rect()), 6, fill="warn_soft", edge="warn_line", dashed=True)
        super().paintEvent(event)

    def _on_clicked(self) -> None:
        if self._clicked is not None:
            self._clicked()

    def _on_dismissed(self) -> None:
        if self._dismissed is not None:
            self._dismissed()


class Toast(QFrame):
    """A line that says what was done, and offers to undo it: "Action dropped. Undo".

    It leaves by itself after `seconds`, but not while the pointer or the keyboard is on it. Who shows it makes room
    for it: it covers nothing.
    """

    room_wanted = Signal()
    """It came, left, or has other words: please ask `fit` again."""

    def __init__(self, *, seconds: float = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._undo: Callable[[], object] | None = None
        self.label = Label("", 14, 500, wrap=True)
        self.button = Button("", "small", clicked=self._on_clicked)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(_TOAST_SIDE)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self._leave)
        self.hide()

    def say(self, sentence: str, button: str = "", clicked: Callable[[], object] | None = None) -> None:
        """Show `sentence`, with a button that calls `clicked`."""
        self._undo = clicked
        self.label.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setText(button or _("Undo"))
        self.button.setVisible(clicked is not None)
        self.show()
        self.room_wanted.emit()
        self._timer.start()

    def offering(self, clicked: Callable[[], object]) -> str:
        """Return the sentence beside a button that calls `clicked`; empty where none is offered."""
        return self.label.text() if not self.isHidden() and self._undo == clicked else ""

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.room_wanted.emit()
        return super().event(event)

    def fit(self, room: int) -> int:
        """Be as wide as the words, `room` pixels at most; return how high that is."""
        alone = self.button.isHidden()
        button = QSize(0, 0) if alone else self.button.sizeHint()
        end = _TOAST_SIDE if alone else _TOAST_EDGE
        self._row.setContentsMargins(_TOAST_SIDE, _TOAST_EDGE, end, _TOAST_EDGE)
        beside = _TOAST_SIDE + end + 2 * _TOAST_LINE + (0 if alone else _TOAST_SIDE + button.width())
        self.label.ensurePolished()
        words = min(self.label.fontMetrics().horizontalAdvance(self.label.text()) + 4, room - beside)
        self.setFixedWidth(words + beside)
        return max(self.label.heightForWidth(words), button.height()) + 2 * (_TOAST_EDGE + _TOAST_LINE)

    def _on_clicked(self) -> None:
        undo = self._undo
        self.hide()
        if undo is not None:
            undo()

    def _leave(self) -> None:
        if self.underMouse() or self.button.hasFocus():
            self._timer.start()
        else:
            self.hide()


class Busy(QWidget):
    """Long work under way: what it is, how far it is, and a button to stop it."""

    stop_requested = Signal()

    def __init__(self, sentence: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(sentence, 14, 400, "text2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(sentence or _("Progress"))
        self.button = Button(_("Stop"), "small", clicked=self._on_stop)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addLayout(row)

    def start(self, sentence: str) -> None:
        """Show that `sentence` is under way, not knowing yet how long it takes."""
        self.label.setText(sentence)
        self.bar.setAccessibleName(sentence)
        self.bar.setRange(0, 0)
        self.button.setEnabled(True)
        self.show()

    def progress(self, done: int, total: int) -> None:
        """Show that `done` of `total` is done; fits `operations`' `progress`."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_stop(self) -> None:
        self.button.setEnabled(False)
        self.label.setText(_("Stopping…"))
        self.stop_requested.emit()
