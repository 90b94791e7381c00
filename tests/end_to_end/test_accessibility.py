"""By ear and by eye: a screen reader hears the program, and colours stand out."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop import theme
from tests.end_to_end.hearing import fieldless, nameless, tab_round
from tests.end_to_end.playing import Seen

ROOT = Path(__file__).parents[2]
GROUNDS = ("window", "sidebar", "surface", "sunken", "select", "hover")
ON_THEIR_OWN = (
    ("accent_text", "accent_soft"), ("action", "action_soft"), ("warn", "warn_soft"), ("danger", "danger_soft"),
    ("ok", "ok_soft"), ("on_accent", "accent"),
)  # fmt: skip
TEXT = ("text", "text2", "text3")
COLOURED = ("accent_text", "action", "warn", "danger", "ok")
OUTLINES = ("line_strong", "warn_line", "accent_text", "mark")


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
