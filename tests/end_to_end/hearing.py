"""What is asked of each page and dialog for those who hear it or use it by keyboard alone."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from desktop.showcase.clipped import in_sight
from tests.end_to_end.hands import breathe
from tests.end_to_end.playing import Seen

PATIENCE_SECONDS = 10.0
STAYS = 3
"""How often Tab may stay: hours and minutes of a time, a list of owners that takes the first."""
LISTS = (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree)
POP_UPS = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


def controls(target: QWidget) -> Iterator[QWidget]:
    """Yield what a person can use: in sight, enabled, of this window, and no inner part of Qt's own."""
    for widget in in_sight(target):
        if widget.isEnabled() and not _inner(widget):
            yield widget


def _inner(widget: QWidget) -> bool:
    """Return whether a widget is a part that Qt builds into a control of its own."""
    name, parent = widget.objectName(), widget.parentWidget()
    return (
        name.startswith("qt_")
        or widget.focusProxy() is not None
        or isinstance(parent, QLineEdit | QTabBar)
        or (isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton))
    )


def takes_tab(widget: QWidget) -> bool:
    return widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus


def interfaces(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield every accessible below `top`; of lists and tables only the first dozen."""
    for place in range(min(top.childCount(), 12 if top.role() in LISTS else 1000)):
        child = top.child(place)
        if child is not None and child.isValid():
            yield child
            yield from interfaces(child)


def said(widget: QWidget) -> tuple[str, QAccessible.Role]:
    spoken = QAccessible.queryAccessibleInterface(widget)
    return spoken.text(QAccessible.Text.Name), spoken.role()


def called(widget: QWidget) -> str:
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton | QLabel) else "")
    return f"{type(widget).__name__} “{name}”"


def nameless(seen: Seen) -> Iterator[str]:
    """Yield each control without a name or a role, and each button that no key reaches."""
    every = list(controls(seen.target))
    for widget in every:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractButton):
            continue
        name, role = said(widget)
        if not name.strip():
            yield f"{called(widget)} {widget.objectName()} has no name"
        scrolls = isinstance(widget, QScrollArea)  # Qt has no role of its own for what only scrolls
        if role in (QAccessible.Role.NoRole, QAccessible.Role.Client) and not scrolls:
            yield f"{called(widget)} has no role"
        if isinstance(widget, QAbstractButton) and not takes_tab(widget):
            # of choices side by side, one takes Tab and arrows go to the others
            beside = [each for each in every if type(each) is type(widget) and each.parent() is widget.parent()]
            if not any(map(takes_tab, beside)):
                yield f"{called(widget)} cannot be reached by keyboard"


def silent(seen: Seen) -> Iterator[str]:
    """Yield each row of a list that says nothing when it is read aloud."""
    spoken = Qt.ItemDataRole.AccessibleTextRole
    for view in (each for each in controls(seen.target) if isinstance(each, QAbstractItemView)):
        model = view.model()
        for row in range(min(model.rowCount(), 12) if model is not None else 0):
            cells = [model.index(row, column) for column in range(model.columnCount())]
            if not any(str(cell.data(spoken) or cell.data() or "").strip() for cell in cells):
                yield f"row {row} of {called(view)} says nothing"


def nameless_in_the_tree(seen: Seen) -> Iterator[str]:
    """Yield what takes the keyboard and has no name in the tree that a screen reader walks."""
    for each in interfaces(QAccessible.queryAccessibleInterface(seen.target)):
        state, held = each.state(), each.object()
        if not state.focusable or state.invisible or state.disabled:
            continue
        if isinstance(held, QWidget) and (not held.isVisible() or _inner(held)):
            continue
        if not each.text(QAccessible.Text.Name).strip():
            yield f"{each.role()} {held} has no name"


def out_of_turn(seen: Seen) -> Iterator[str]:
    """Yield what Tab or Shift+Tab never reaches, or where it is held up."""
    if seen.target.windowType() in POP_UPS:
        return  # arrows go through a menu or a list; Tab leaves it, and nothing is in a tip
    seen.stage.settle()
    _give_keyboard(seen.target)
    for word, key in (("Tab", Qt.Key.Key_Tab), ("Shift+Tab", Qt.Key.Key_Backtab)):
        wanted = [each for each in controls(seen.target) if takes_tab(each)]
        visited, trouble = tab_round(seen, key)
        if trouble and len(wanted) > 1:
            yield f"{word}: {trouble}"
        missed = [each for each in controls(seen.target) if takes_tab(each) and each not in visited]
        yield from (f"{word}: {called(each)} is never reached" for each in missed)


def _give_keyboard(window: QWidget) -> None:
    """Bring a window to the front, as often as it takes: one that goes meanwhile hands the keyboard to another."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not window.isActiveWindow() and time.monotonic() < until:
        window.activateWindow()
        breathe()


def tab_round(seen: Seen, key: Qt.Key) -> tuple[list[QWidget], str]:
    """Press Tab until it comes round; return what had the keyboard in turn, and what went wrong."""
    start = QApplication.focusWidget()
    if start is None or start.window() is not seen.target:
        seen.target.setFocus()
    visited: list[QWidget] = []
    stayed = 0
    modifier = Qt.KeyboardModifier.ShiftModifier if key == Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
    for _press in range(600):
        focus = QApplication.focusWidget()
        if focus is None or focus.window() is not seen.target:
            return visited, f"the keyboard left for {called(focus) if focus else 'nowhere'}"
        stayed = stayed + 1 if visited and focus is visited[-1] else 0
        if stayed > STAYS:
            return visited, f"{called(focus)} holds the keyboard"
        if not stayed and focus in visited:
            return visited, "" if focus is visited[0] else f"{called(focus)} comes again before the round is full"
        if not stayed:
            visited.append(focus)
        QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, modifier))
    return visited, "it never came round"


def fieldless(seen: Seen) -> Iterator[str]:
    """Yield each label of a form that names no field."""
    for form in seen.target.findChildren(QFormLayout):
        for row in range(form.rowCount()):
            label = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
            field = form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            word = label.widget() if label is not None and field is not None else None
            if isinstance(word, QLabel) and word.isVisible() and word.buddy() is None:
                yield f"“{word.text()}” has no field"


HEARD = (nameless, silent, nameless_in_the_tree, fieldless, out_of_turn)
