"""What is no longer used is let go on the window's thread, whoever made the objects that have it looked for."""

import gc
import threading

from pytestqt.qtbot import QtBot

from desktop.launch import load_record
from desktop.operations import Operations


class InACircle:
    """Is let go by a search alone; notes on which thread."""

    def __init__(self, noted: list[threading.Thread]) -> None:
        self.itself, self.noted = self, noted

    def __del__(self) -> None:
        self.noted.append(threading.current_thread())


def test_circles_are_let_go_on_the_windows_thread(qtbot: QtBot) -> None:
    """Found by a test that stood still: a page of the test before was taken down by the thread that read the record."""
    noted: list[threading.Thread] = []
    kept: list[object] = []
    operations = Operations()
    for _number in range(3):
        InACircle(noted)
    operations.job(lambda: [[] for _number in range(20 * gc.get_threshold()[0])], done=kept.append)
    operations.wait()
    qtbot.waitUntil(lambda: len(noted) == 3)
    operations.close()
    assert set(noted) == {threading.main_thread()}


def test_loading_the_record_leaves_it_so(qtbot: QtBot) -> None:
    operations = Operations()
    operations.job(load_record)
    operations.wait()
    operations.close()
    assert not gc.isenabled()
