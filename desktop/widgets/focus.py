"""Moving the keyboard between the panels of a page, and having it in sight wherever it goes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.layouts import bring_focus_into_sight


class KeyboardInSight(QObject):
    """Scrolls to whatever gets the keyboard, by any key: Tab, F6 or one of its own; what is clicked is seen already."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._on_changed)

    def _on_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        within = before is not None and now is not None and before.window() is now.window()
        if within and now is not None and not QApplication.mouseButtons():
            bring_focus_into_sight(now)


def step_panel(panels: Sequence[QWidget], step: int) -> bool:
    """Give the keyboard to the panel `step` further on, going round; return whether one took it."""
    shown = [panel for panel in panels if panel.isVisible()]
    focus = QApplication.focusWidget()
    here = 0 if step > 0 else len(shown)
    for place, panel in enumerate(shown):
        if focus is not None and (panel is focus or panel.isAncestorOf(focus)):
            here = place
    return any(focus_into(shown[(here + step * distance) % len(shown)]) for distance in range(1, len(shown) + 1))


def focus_into(panel: QWidget) -> bool:
    """Give the keyboard to `panel`, or to the first part of it that takes it; return whether there is one."""
    widget = panel
    while widget is panel or panel.isAncestorOf(widget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes == Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            bring_focus_into_sight(widget)  # also where nothing had it, or this already
            return True
        after = widget.nextInFocusChain()
        if after is None or after is panel:
            return False
        widget = after
    return False
