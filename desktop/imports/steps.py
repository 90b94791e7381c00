"""The frame of a dialog that goes step by step, with long work that can be stopped."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.errors import KnownError
from desktop import theme
from desktop.operations import Operations, Task
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.focus import focus_into
from desktop.widgets.headers import CycleSteps
from desktop.widgets.messages import Busy

WIDTH = 1120
HEIGHT = 640


class StepsDialog(Dialog):
    """One step in sight at a time: "Back" at the left, the verb of the step at the right.

    Subclasses add their steps with `add_step` and answer `_go_on`. Escape stops what is under way, else closes. Enter
    goes on, but where the verb writes only from its own button, which Enter elsewhere leads to: who presses it once too
    often has seen what comes in before it does. A double click presses a button once: by its second click another verb
    stands there.
    """

    def __init__(self, operations: Operations, title: str, steps: Sequence[str], parent: QWidget | None = None) -> None:
        self.cycle = CycleSteps(steps, 0)
        super().__init__(title, parent, width=WIDTH, corner=self.cycle)
        self.operations = operations
        self._names = tuple(steps)
        self._task: Task | None = None
        self._asked = 0
        self.pages = QStackedWidget()
        self.busy = Busy()
        self.busy.stop_requested.connect(self._stop)
        self.busy.hide()
        self.body.setContentsMargins(24, 0, 24, 0)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.busy)
        self.body.addWidget(self.message)  # which would touch the step above it
        self.back_button = self.add_button(_("Back"), self.back)
        self.undo_button = self.add_button(_("Undo all of it"), self._undo)
        self.undo_button.hide()
        self.next_button = self.set_primary("", self._go_on, changes=False)
        for button in (self.back_button, self.close_button, self.undo_button, self.next_button):
            button.installEventFilter(self)
        self._finished = False

    def add_step(self, page: QWidget) -> None:
        """Add the page of the next step."""
        self.pages.addWidget(page)

    def step(self) -> int:
        """Return the step in sight, counted from 0."""
        return self.pages.currentIndex()

    def show_step(self, step: int) -> None:
        """Bring a step into sight and give it the keyboard."""
        self._finished = step == self.pages.count() - 1
        self.say("")
        self.pages.setCurrentIndex(step)
        self.cycle.set_steps(self._names, len(self._names) if self._finished else step)
        self.back_button.setVisible(step > 0 and not self._finished)
        self.close_button.setVisible(not self._finished)
        self._name_verb()
        if self.isVisible():  # when shown, the first field takes the keyboard by itself
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        page = self.pages.currentWidget()
        if page is not None and page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.TabFocusReason)
        elif page is None or not focus_into(page):
            (self.next_button if self.next_button.isEnabled() else self.close_button).setFocus()

    def back(self) -> None:
        """Go one step back; nothing is lost."""
        self.show_step(self.step() - 1)

    def begin(self, words: str, task: Task, *, can_stop: bool = False) -> None:
        """Show that `task` is under way; nothing else can be done meanwhile."""
        self._task = task
        self.say("")
        self.busy.start(words)
        self.busy.button.setVisible(can_stop)
        self.pages.setEnabled(False)
        for button in (self.back_button, self.next_button, self.close_button):
            button.setEnabled(False)
        if can_stop:
            self.busy.button.setFocus()

    def end(self) -> None:
        """Show that nothing is under way any more."""
        self._task = None
        self.busy.hide()
        self.pages.setEnabled(True)
        for button in (self.back_button, self.close_button):
            button.setEnabled(True)
        self._name_verb()

    def refuse(self, error: KnownError) -> None:
        """Say what could not be done; the step stays in sight and has the keyboard again."""
        self.end()
        self.say(sentence(error))
        self._take_keyboard()

    def stopped(self) -> None:
        """Say that the work was stopped and left nothing behind."""
        self.end()
        self.say(_("Stopped. Nothing was brought in."), kind="info")
        self.next_button.setFocus()

    def offer_undo(self) -> None:
        """Let everything just brought in be undone in one go."""
        self.undo_button.show()

    def _undo(self) -> None:
        self.undo_button.setEnabled(False)
        self.operations.undo(done=self._on_undone)

    def _on_undone(self, _result: object) -> None:
        self.undo_button.hide()
        self.say(_("Undone. The record is as it was before."), kind="info")
        self.next_button.setFocus()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _go_on(self) -> None:
        """Do the verb of the step in sight."""

    def _name_verb(self) -> None:
        """Name the verb of the step in sight, and enable it where it can be done."""

    def _show_undecided(self) -> bool:
        """Bring what is to be decided before Enter does the verb into sight; return whether there is any."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter presses the button that has the keyboard before the dialog hears of it.
        if watched is self.next_button and event.type() == QEvent.Type.KeyPress and _is_enter(event):
            self._on_enter(event)
            return True
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_enter(event):
            self._on_enter(event)
        else:
            super().keyPressEvent(event)

    def _on_enter(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        at_once = self.step() != self.pages.count() - 2 or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if at_once or (self.focusWidget() is self.next_button and not self._show_undecided()):
            self.next_button.click()
        else:
            self.lead_on()

    def lead_on(self) -> None:
        """Give the keyboard to what is to be decided, else to the verb."""
        if not self._show_undecided():
            self.next_button.setFocus(Qt.FocusReason.TabFocusReason)

    def reject(self) -> None:
        if self._task is None:
            super().reject()
        elif not self.busy.button.isHidden():
            self.busy.button.click()

    def fit(self) -> None:
        """Keep one size for every step."""
        room = self.screen().availableGeometry()
        width, height = min(theme.px(WIDTH), room.width()), min(theme.px(HEIGHT), room.height() - 48)
        self.setMinimumSize(min(width, 760), min(height, 480))
        self.resize(width, height)


def _is_enter(event: QEvent) -> TypeGuard[QKeyEvent]:
    return isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def home_of(path: Path | None) -> Path:
    """Return where to begin looking for a file: beside the one chosen before."""
    return path.parent if path is not None else Path.home()
