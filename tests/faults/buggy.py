"""Ronda with bugs, as a program: `python -m tests.faults.buggy FILE FOLDER`. Says as JSON how it took each of them.

Words are typed, and each bug strikes before they were kept. At the end the window is closed, with a bug in that too.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.engine import open_file
from db.meetings.running import minutes_sheet
from desktop import run
from desktop.bootstrap import Program
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.window import Window
from tests.db.meeting_kit import small_alliance
from tests.end_to_end.hands import breathe

SECRET = "Nana Ghomi owes the fee"
"""What people wrote, and no report may hold."""


class Broken(QWidget):
    """Fails whenever it is drawn, and when it hears of anything new."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        raise ValueError(SECRET)

    def customEvent(self, _event: QEvent) -> None:
        raise KeyError(SECRET)


class Remains:
    """Fails when it is tidied up."""

    def __del__(self) -> None:
        raise OSError(SECRET)


def fail(*_arguments: object) -> None:
    raise RuntimeError(SECRET)


def fail_in_thread() -> None:
    def strike() -> None:
        raise LookupError(SECRET)

    thread = threading.Thread(target=strike)
    thread.start()
    thread.join()


def bugs(program: Program, window: QWidget) -> dict[str, object]:
    """Return what to call for each bug to strike."""
    broken = Broken(window)

    def drawn() -> None:
        broken.resize(20, 20)
        broken.show()
        broken.raise_()

    return {
        "in a slot": lambda: QTimer.singleShot(0, window, fail),
        "at every drawing": drawn,
        "in an event": lambda: QCoreApplication.postEvent(broken, QEvent(QEvent.Type.User)),
        "while reading": lambda: program.operations.read(lambda _session: 1 / 0),
        "while writing": lambda: program.operations.write(lambda _session: int("x")),
        "in a job": lambda: program.operations.job(lambda: {}["x"]),
        "in a thread": fail_in_thread,
        "while tidying up": Remains,
    }


def wait_for(what: Callable[[], object], *, seconds: float) -> None:
    """Wait until `what` holds, or so long."""
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        breathe()


def main() -> None:
    place, reports = Path(sys.argv[1]), Path(sys.argv[2])
    with open_file(place) as file, file.writing() as session:
        kit = small_alliance(session)
    OwnFiles().note(place)
    program = run.start(place, settings=SettingsFile(reports.parent / "settings.json"))
    program._report_folder = reports
    wait_for(lambda: isinstance(program.window, Window) and program.operations.idle, seconds=20)
    window = program.window
    window.open(OpenMeeting(kit.meeting, "minutes"))
    program.operations.wait()
    tab = window.current_page().frame.tab()
    told: dict[str, object] = {}
    for turn, (name, strike) in enumerate(bugs(program, window).items()):
        tab.editor.setFocus()
        QTest.keyClicks(tab.editor, f"word{turn} ")
        before = len(list(reports.glob("*")))
        strike()
        wait_for(lambda: window.toast.label.text() and not tab.keeper.unsaved(), seconds=4)
        program.operations.wait()
        wait_for(lambda: False, seconds=0.1)  # for what should not come: a second report of the same
        told[name] = {
            "reports": len(list(reports.glob("*"))) - before,
            "said": "Something went wrong in Ronda itself" in window.toast.label.text(),
            "kept": tab.keeper.unsaved() == (),
        }
        window.say("")
    program._remember_place = fail
    window.closed.connect(fail)
    QTimer.singleShot(0, window, window.close)
    QTimer.singleShot(3000, QApplication.instance().quit)
    code = program.run()
    with open_file(place) as file, file.reading() as session:
        text = minutes_sheet(session, kit.meeting).items[0].text
    json.dump(
        {"told": told, "code": code, "text": text, "lock": list(map(str, place.parent.glob("*.lock")))}, sys.stdout
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
