"""Everything by keyboard and by ear: each control of each page and dialog has a role, a name, and its turn at Tab."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.widgets.meeting_tab import MeetingTab
from desktop.widgets.page import Page
from tests.end_to_end.playing import Player, Seen, kinds_in_the_sources

ROOT = Path(__file__).parents[2]
GROUNDS = ("window", "sidebar", "surface", "sunken", "select", "hover")
ON_THEIR_OWN = (
    ("accent_text", "accent_soft"), ("action", "action_soft"), ("warn", "warn_soft"), ("danger", "danger_soft"),
    ("ok", "ok_soft"), ("on_accent", "accent"),
)  # fmt: skip
TEXT = ("text", "text2", "text3")
COLOURED = ("accent_text", "action", "warn", "danger", "ok")
STAYS = 3
"""How often Tab may stay: hours and minutes of a time, a list of owners that takes the first."""
LISTS = (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree)
POP_UPS = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
OUTLINES = ("line_strong", "warn_line", "accent_text", "mark")


def controls(target: QWidget) -> Iterator[QWidget]:
    """Yield what a person can use: in sight, enabled, of this window, and no inner part of Qt's own."""
    for widget in target.findChildren(QWidget):
        if widget.window() is target.window() and widget.isVisible() and widget.isEnabled() and not _inner(widget):
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
        # of choices side by side, one takes Tab and arrows go to the others
        beside = [each for each in every if type(each) is type(widget) and each.parent() is widget.parent()]
        if isinstance(widget, QAbstractButton) and not any(map(takes_tab, beside)):
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
    seen.target.activateWindow()
    seen.stage.settle()
    for word, key in (("Tab", Qt.Key.Key_Tab), ("Shift+Tab", Qt.Key.Key_Backtab)):
        wanted = [each for each in controls(seen.target) if takes_tab(each)]
        visited, trouble = tab_round(seen, key)
        if trouble and len(wanted) > 1:
            yield f"{word}: {trouble}"
        missed = [each for each in controls(seen.target) if takes_tab(each) and each not in visited]
        yield from (f"{word}: {called(each)} is never reached" for each in missed)


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


CHECKS = (nameless, silent, nameless_in_the_tree, fieldless, out_of_turn)


@dataclass(frozen=True)
class Walk:
    """What was found on the way through every page and dialog, and what kinds of them there were."""

    found: list[str] = field(default_factory=list)
    kinds: set[type[QWidget]] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(play: Player) -> Walk:
    """Go once through every page and dialog with every check."""
    walked = Walk()
    for seen in play():
        shown = (seen.target, *(each for each in seen.target.findChildren(QWidget) if each.isVisible()))
        walked.kinds.update(map(type, shown))
        for check in CHECKS:
            walked.found.extend(f"{check.__name__}: {seen.name}: {sentence}" for sentence in check(seen))
    return walked


def test_every_page_and_dialog_can_be_heard_and_used_by_keyboard(walk: Walk) -> None:
    assert not walk.found, "\n".join(dict.fromkeys(walk.found))


def test_no_page_tab_dialog_or_pop_up_was_left_out(walk: Walk) -> None:
    """A new one needs a scene in `desktop/showcase`; then it is looked at, listened to and gone through by Tab."""
    pop_ups = {kind for kind in kinds_in_the_sources(QFrame) if kind.__name__.endswith("Popup")}
    left_out = (kinds_in_the_sources(Page, MeetingTab, QDialog) | pop_ups) - walk.kinds
    assert not left_out, sorted(f"{kind.__module__}.{kind.__name__}" for kind in left_out)


# Contrast


def luminance(color: QColor) -> float:
    """Return the relative luminance as WCAG defines it."""
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_and_outlines_stand_out(dark: bool) -> None:
    look = theme.Theme(dark=dark)
    asked = [
        *((front, back, 4.5) for front in TEXT for back in GROUNDS),
        *((front, back, 4.5) for front in COLOURED for back in ("surface", "window", "sunken")),
        *((front, back, 4.5) for front, back in ON_THEIR_OWN),
        *((front, back, 3.0) for front in OUTLINES for back in ("surface", "window")),
    ]
    weak = [
        f"{front} on {back}: {contrast(look.color(front), look.color(back)):.2f} of {least}"
        for front, back, least in asked
        if contrast(look.color(front), look.color(back)) < least
    ]
    assert not weak, "\n".join(weak)


# A screen reader's own way in: AT-SPI on a real X server

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.bootstrap import Program
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from pathlib import Path
app = QApplication(["ronda"])
look = Appearance(app, choice="light", everywhere=False)
program = Program(app, look, SettingsFile(Path(sys.argv[1])), language="en")
program.show_start()
QTimer.singleShot(90000, app.quit)
app.exec()
"""
LISTENER = """
import sys, pyatspi

def names(node, depth=0):
    for child in node:
        if child is None:
            continue
        yield child.getRoleName(), child.name
        if depth < 12:
            yield from names(child, depth + 1)

found = {each for application in pyatspi.Registry.getDesktop(0) for each in names(application)}
print(found)
sys.exit(0 if any(name == "New alliance" and "button" in role for role, name in found) else 1)
"""
SESSION = """
dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress || exit 3
"$1" "$2/program.py" "$2/settings.json" &
program=$!
answer=1
for turn in $(seq 40); do  # a new process each time: what a listener saw too early, it would keep
    /usr/bin/python3 "$2/listener.py" && answer=0 && break
    sleep 0.5
done
kill $program
exit $answer
"""


def listener() -> str | None:
    """Return why AT-SPI cannot be tried here, or None."""
    for tool in ("Xvfb", "dbus-run-session", "dbus-send", "/usr/bin/python3"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    asked = subprocess.run(["/usr/bin/python3", "-c", "import pyatspi"], capture_output=True, check=False)
    if asked.returncode:
        return "python3-pyatspi is not installed"
    if not any(Path(folder, "at-spi-bus-launcher").exists() for folder in ("/usr/libexec", "/usr/lib/at-spi2-core")):
        return "at-spi2-core is not installed"
    return None


def test_a_buttons_name_arrives_at_a_screen_reader(x_server: str) -> None:
    if (why := listener()) is not None:
        pytest.skip(why)
    with tempfile.TemporaryDirectory(prefix="ronda-") as home:  # short: a bus' address may have 107 letters
        (Path(home) / "program.py").write_text(PROGRAM, "utf-8")
        (Path(home) / "listener.py").write_text(LISTENER, "utf-8")
        environment = {
            **os.environ, "DISPLAY": x_server, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(ROOT), "HOME": home, "XDG_RUNTIME_DIR": home,
        }  # fmt: skip
        heard = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", sys.executable, home], env=environment,
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
    assert heard.returncode == 0, heard.stdout[-4000:] + heard.stderr[-4000:]


def test_a_trap_a_nameless_button_and_a_lonely_label_are_found(qtbot: QtBot) -> None:
    class Trap(QLineEdit):
        def focusNextPrevChild(self, next: bool) -> bool:
            return True

    window, trap, button = QWidget(), Trap(), QPushButton()
    form = QFormLayout(window)
    form.addRow(QLabel("Place"), trap)
    form.labelForField(trap).setBuddy(None)
    form.addRow(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    trap.setFocus()
    seen = Seen("made up", None, window, None)
    assert [*nameless(seen)] == ["Trap “”  has no name", "QPushButton “”  has no name"]
    assert [*fieldless(seen)] == ["“Place” has no field"]
    assert tab_round(seen, Qt.Key.Key_Tab)[1] == "Trap “” holds the keyboard"
