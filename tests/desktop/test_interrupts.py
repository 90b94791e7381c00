"""The program ended from a terminal, or by the system, closes its file as if by hand."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.engine import open_file
from db.files.lock import lock_path
from db.meetings.running import minutes_sheet, start_meeting
from desktop.own_files import OwnFiles
from tests.db.meeting_kit import small_alliance
from tests.new_file import new_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill on Windows")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_file_is_closed(root: Path, tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "alliance.ronda"
    new_file(path, name="Lake Valley").close()
    OwnFiles().note(path)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-m", "desktop", str(path)], cwd=root, env=environment) as running:
        _wait_until(lock_path(path).exists)
        time.sleep(1)  # the window is being built
        running.send_signal(number)
        assert running.wait(timeout=30) == 0
    assert not lock_path(path).exists()


WRITING = """
import sys, uuid
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from db.engine import open_file
from desktop.interrupts import Interrupts
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from desktop.theme import Appearance

class Window(QMainWindow):
    def closeEvent(self, event):
        self.centralWidget().keeper.keep_before_leaving()

app = QApplication([])
look = Appearance(app, choice="light")
file = open_file(Path(sys.argv[1]), who="Ana")
operations = Operations(file, who="Ana")
window, tab = Window(), MinutesTab(operations)
window.setCentralWidget(tab)
tab.set_meeting(uuid.UUID(sys.argv[2]))
window.show()
operations.wait()
QTest.keyClicks(tab.editor, "Gia showed the note")
Interrupts(app).ended.connect(app.quit)
print("typed", flush=True)
app.exec()
operations.close()
file.close()
"""


@pytest.mark.parametrize(
    ("first", "second", "gap_s"),
    [("SIGTERM", "SIGHUP", 0), ("SIGTERM", "SIGHUP", 0.02), ("SIGHUP", "SIGHUP", 0.02), ("SIGINT", "SIGTERM", 0.002)],
)
def test_who_is_asked_again_and_again_to_end_still_keeps_what_is_typed(
    root: Path, tmp_path: Path, first: str, second: str, gap_s: float
) -> None:
    path = tmp_path / "alliance.ronda"
    with new_file(path, name="Lake Valley") as file, file.writing() as session:
        kit = small_alliance(session, titles=("Opening",))
        start_meeting(session, kit.meeting, at=dt.time(10, 5))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(path), str(kit.meeting)],
        cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == "typed\n"
        running.send_signal(getattr(signal, first))
        time.sleep(gap_s)
        until = time.monotonic() + 30
        while running.poll() is None and time.monotonic() < until:  # it is to be gone: Python hears no more before that
            running.send_signal(getattr(signal, second))
            time.sleep(0.001)
        if running.poll() is None:
            running.kill()
        _out, err = running.communicate()
    assert running.returncode == 0
    assert "Error" not in err
    assert not lock_path(path).exists()
    with open_file(path, read_only=True) as file, file.reading() as session:
        assert minutes_sheet(session, kit.meeting).items[0].text == "Gia showed the note"


FULL_DISK = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from db.errors.files import PlaceFull
from desktop import run
from desktop.minutes import keeping
from desktop.widgets.meeting_tab import OpenMeeting
from tests.db.meeting_kit import small_alliance
from db.engine import open_file

def refuse(*_arguments, **_values):
    raise PlaceFull(Path("full"))

keeping.save_item_text = refuse
program = run.start(None)
file = open_file(Path(sys.argv[1]))
with file.writing() as session:
    kit = small_alliance(session, titles=("Opening",))
window = program.show_file(file)
window.open(OpenMeeting(kit.meeting, "minutes"))
program.operations.wait()
QTest.keyClicks(window.current_page().frame.tab().editor, "Words")
if sys.argv[2] == "asked":
    QTimer.singleShot(200, window.close)
QTimer.singleShot(1500, lambda: os.kill(os.getpid(), signal.SIGTERM))
sys.exit(program.run())
"""


@pytest.mark.parametrize("when", ["typing", "asked"])
def test_no_question_holds_up_the_end(root: Path, tmp_path: Path, when: str) -> None:
    path = tmp_path / "alliance.ronda"
    new_file(path, name="Lake Valley").close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", FULL_DISK, str(path), when]
    ended = subprocess.run(command, cwd=root, env=environment, timeout=60, check=False)
    assert ended.returncode == 0
    assert not lock_path(path).exists()


def _wait_until(holds: Callable[[], bool]) -> None:
    for _turn in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise TimeoutError
