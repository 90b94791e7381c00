"""A person at the desk: every deed is a key or a click on what is in sight, never a call into the program."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from desktop.bootstrap import Program
from desktop.widgets.rows import ROW_ROLE

W = TypeVar("W", bound=QWidget)
PATIENCE_SECONDS = 20.0
GLANCE_SECONDS = 0.002
LEFT = Qt.MouseButton.LeftButton


class Heartbeat(QObject):
    """Beats every 5 ms as long as the event loop turns; keeps each silence longer than that, in milliseconds.

    What the hands themselves take to look round in between is not counted: no person does that in the program's time.
    """

    def __init__(self, hands: "Hands") -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._hands = hands
        self._looked = hands.looked
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now, looked = time.perf_counter(), self._hands.looked
        if (gap := (now - self._last - (looked - self._looked)) * 1000 - 5) > 1:
            self.gaps.append(gap)
        self._last, self._looked = now, looked


class Hands:
    """Keys, clicks, and waiting as a person waits: until what they look for is there."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.looked = 0.0
        """So many seconds these hands spent on looking at what is there, while no event was heard."""
        self._since: float | None = None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Count the time of the block as the hands' own, not the program's; nothing is done in it."""
        if self._since is not None:
            yield
            return
        self._since = time.perf_counter()
        try:
            yield
        finally:
            if self._since is not None:
                self.looked += time.perf_counter() - self._since
            self._since = None

    @contextmanager
    def doing(self) -> Iterator[None]:
        """Count the time of the block as the program's, also in the midst of looking."""
        was_looking = self._since is not None
        if self._since is not None:
            self.looked += time.perf_counter() - self._since
        self._since = None
        yield
        self._since = time.perf_counter() if was_looking else None

    # Waiting

    def wait_for(self, what: Callable[[], object], why: str = "", *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until `what` holds."""
        until = time.monotonic() + seconds
        while not self._sees(what):
            assert time.monotonic() < until, f"{why or f'nothing came of {what}'}; in sight: {in_sight()}"
            with self.doing():
                breathe()

    def _sees(self, what: Callable[[], object]) -> bool:
        with self.looking():
            return bool(what())

    def settle(self) -> None:
        """Wait until everything under way arrived and was drawn."""
        for _turn in range(2):
            self.wait_for(lambda: self.program.operations is None or self.program.operations.idle)
            breathe()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    @property
    def window(self) -> QWidget:
        """The dialog on top, else the main window."""
        top = QApplication.activeModalWidget() or self.program.window
        assert top is not None

        def active() -> bool:  # a new window gets the keyboard from the desktop; here nobody else gives it
            if not top.isActiveWindow():
                with self.doing():
                    top.activateWindow()
                    top.raise_()
            return top.isActiveWindow()

        self.wait_for(active, f"{top} never got the keyboard")
        return top

    def dialog(self, kind: type[W]) -> W:
        """Wait until a dialog of this kind stands on top."""
        self.wait_for(lambda: isinstance(QApplication.activeModalWidget(), kind), f"no {kind.__name__} came")
        self.settle()
        top = self.window
        assert isinstance(top, kind)
        return top

    def gone(self) -> None:
        """Wait until no dialog is in the way."""
        self.wait_for(lambda: QApplication.activeModalWidget() is None, "a dialog is still there")
        self.settle()

    # The keyboard

    def press(self, *keys: str) -> None:
        """Press keys such as "Tab" or "Ctrl+Shift+Z"; they go where the desktop would send them."""
        for name in keys:
            combination = QKeySequence(name)[0]
            QTest.keyClick(self._keyboard(), combination.key(), combination.keyboardModifiers())
        self.settle()

    def write(self, words: str) -> None:
        """Type `words` where the keyboard is; a line break is Enter."""
        for letter in words:
            if letter == "\n":
                QTest.keyClick(self._keyboard(), Qt.Key.Key_Return)
            else:
                QTest.keyClick(self._keyboard(), letter)

    def _keyboard(self) -> QWindow:
        """Return the window that gets the keys."""
        top = self.window
        handle = QApplication.focusWindow() or top.windowHandle()
        assert handle is not None
        return handle

    def fill(self, name: str, words: str) -> None:
        """Click on the field called `name`, and type `words` in place of what is there."""
        field = self.find(QWidget, name, focusable=True)
        target = field.focusProxy() or field
        self.click(target)
        self.wait_for(
            lambda: self.window and (field.hasFocus() or target.hasFocus() or field.isAncestorOf(_focus())),
            f"the keyboard never got to “{name}”",
        )
        self.press("Ctrl+A")
        self.write(words)

    # The mouse

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget, scrolled into sight first as a person would."""
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        above = widget.parentWidget()
        while above is not None:
            if hasattr(above, "ensureWidgetVisible"):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        assert self.window.isAncestorOf(widget), f"{widget} lies behind {self.window}"
        middle = widget.rect().center() if widget.width() < 400 else QPoint(20, min(20, widget.height() // 2))
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, middle)
        breathe()

    def push(self, name: str, *, begins: bool = False) -> None:
        """Click on the button called `name`, or whose name only begins so."""
        self.click(self.find(QAbstractButton, name, begins=begins))
        self.settle()

    def go(self, page: str) -> None:
        """Go to a page by its word in the sidebar."""
        self.push(page)

    def pick(self, table: QAbstractItemView, wanted: Callable[[Any], bool]) -> None:
        """Walk down a table by keys to the row that is wanted."""
        self.click(table.viewport())
        self.press("Ctrl+Home")
        for _row in range(table.model().rowCount()):
            row = table.currentIndex().data(ROW_ROLE)
            if row is not None and wanted(row):
                return
            self.press("Down")
        raise AssertionError(f"no such row in {table.accessibleName()}")

    def tab(self, word: str) -> None:
        """Click on the tab whose text begins so."""
        for bar in self.window.findChildren(QTabBar):
            for place in range(bar.count()) if bar.isVisible() else ():
                if bar.tabText(place).startswith(word):
                    QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(place).center())
                    self.settle()
                    return
        raise AssertionError(f"no tab {word}")

    def choose(self, button: str, entry: str) -> None:
        """Open the menu of a button, and click on the entry that begins so."""
        picked: list[str] = []

        def pick() -> None:  # an open menu holds everything up until it is answered
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu):
                QTimer.singleShot(20, pick)
                return
            action = next(action for action in menu.actions() if action.text().startswith(entry))
            picked.append(entry)
            QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center())

        QTimer.singleShot(20, pick)
        self.click(self.find(QAbstractButton, button))
        self.wait_for(lambda: picked, f"no menu at {button}")
        self.settle()

    # The eyes

    def find(self, kind: type[W], name: str, *, focusable: bool = False, begins: bool = False) -> W:
        """Return what is in sight of this kind and called so, by accessible name, text, or the word beside it."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [
                widget
                for widget in self.window.findChildren(kind)
                if widget.isVisible() and widget.isEnabled()
                and (name in _names(widget) or (begins and any(word.startswith(name) for word in _names(widget))))
                and (not focusable or _takes_keys(widget))
            ]  # fmt: skip
            return bool(found)

        self.wait_for(look, f"there is no {kind.__name__} “{name}” in {self.window}")
        return found[0]

    def sees(self, words: str) -> bool:
        """Return whether a label in sight holds `words`."""
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def see(self, words: str) -> None:
        """Wait until a label in sight holds `words`."""
        self.wait_for(lambda: self.sees(words), f"nowhere “{words}”, but {self.read()}")

    def read(self) -> list[str]:
        """Return all words in sight."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible() and label.text()]

    # The system's file dialog, which holds everything up until it is answered

    def answer_file(self, path: Path, deed: Callable[[], object]) -> None:
        """Do what brings up a file dialog, and give it `path`."""
        answered: list[Path] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and dialog.isVisible():
                line = dialog.findChild(QLineEdit, "fileNameEdit")
                line.setText(str(path))  # as pasted: typed, it brings up names that take the keys that follow
                QTest.keyClick(line, Qt.Key.Key_Return)
                answered.append(path)
            elif answered:
                return
            QTimer.singleShot(20, answer)

        QTimer.singleShot(20, answer)
        deed()
        assert answered, "no file dialog came"
        self.settle()


def breathe() -> None:
    """Let what is under way go on a moment, in this thread and the others.

    Not by `QTest.qWait`: it holds Python up in every thread for as long as it waits, and what is waited for with it.
    """
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    time.sleep(GLANCE_SECONDS)
    QApplication.processEvents()


def in_sight() -> list[str]:
    """Return the window on top and its words, to say what there was in place of what was waited for."""
    top = QApplication.activeModalWidget() or QApplication.activeWindow()
    words = top.findChildren(QLabel) if top is not None else []
    return [str(top), *(label.text() for label in words if label.isVisible() and label.text())]


def _focus() -> QWidget | None:
    return QApplication.focusWidget()


def _takes_keys(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None


def _names(widget: QWidget) -> set[str]:
    names = {widget.accessibleName()}
    if isinstance(widget, QAbstractButton):
        names.add(widget.text().replace("&", ""))
    for label in widget.window().findChildren(QLabel):
        if label.buddy() is widget:
            names.add(label.text())
    return names - {""}
