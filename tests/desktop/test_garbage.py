"""What is no longer used is let go on the window's thread, whoever made the objects that have it looked for."""

import gc
import sys
import threading
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QTimerEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.garbage import Garbage
from desktop.launch import NEW_OBJECTS, load_to_stay
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


@pytest.fixture
def looks() -> Iterator[list[int]]:
    """How far each search went, as it is begun; by the thresholds of the program."""
    begun: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            begun.append(told["generation"])

    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(*NEW_OBJECTS)
    gc.callbacks.append(note)
    yield begun
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


def test_the_longer_look_waits_until_nothing_is_under_way(qtbot: QtBot, looks: list[int]) -> None:
    operations, go_on = Operations(), threading.Event()
    kept = []

    def make() -> None:
        begun = len(looks)
        kept.append([[] for _number in range(2 * NEW_OBJECTS[0])])
        qtbot.waitUntil(lambda: len(looks) > begun)

    operations.job(go_on.wait)
    for _number in range(NEW_OBJECTS[1] + 2):
        make()
    assert set(looks) == {0}
    go_on.set()
    operations.wait()
    make()
    assert looks[-1] == 1
    operations.close()


def test_nobody_looks_where_python_itself_would_not(qtbot: QtBot, looks: list[int]) -> None:
    """As while the record is loaded: what comes then stays, and to look at it stops the window for long."""
    Operations().close()  # has it looked for
    garbage = QApplication.instance().findChild(Garbage)
    made = [[] for _number in range(2 * NEW_OBJECTS[0])]
    gc.set_threshold(0)
    QApplication.sendEvent(garbage, QTimerEvent(1))
    assert looks == []
    gc.set_threshold(*NEW_OBJECTS)
    QApplication.sendEvent(garbage, QTimerEvent(1))
    assert looks == [0]
    assert made


def test_a_look_right_after_what_took_long_is_left_out_once(qtbot: QtBot, looks: list[int]) -> None:
    Operations().close()  # has it looked for
    garbage = QApplication.instance().findChild(Garbage)
    made = [[] for _number in range(2 * NEW_OBJECTS[0])]
    for expected in ([], [0]):
        garbage._looked -= 1  # as if the thread had been at work for a second
        QApplication.sendEvent(garbage, QTimerEvent(1))
        assert looks == expected
    assert made


def test_a_look_left_out_long_ago_does_not_count(qtbot: QtBot, looks: list[int]) -> None:
    Operations().close()  # has it looked for
    garbage = QApplication.instance().findChild(Garbage)

    def look(late: bool) -> None:
        garbage._looked -= late
        QApplication.sendEvent(garbage, QTimerEvent(1))

    made = [[] for _number in range(2 * NEW_OBJECTS[0])]
    look(late=True)
    del made
    look(late=False)  # nothing is new
    made = [[] for _number in range(2 * NEW_OBJECTS[0])]
    look(late=True)
    assert looks == []
    assert made


@pytest.fixture
def frozen_before() -> Iterator[int]:
    """How much is never looked at; what comes to it is looked at again after the test."""
    yield gc.get_freeze_count()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def test_what_is_loaded_to_stay_is_never_looked_at(tmp_path: Path, monkeypatch, looks, frozen_before) -> None:
    (tmp_path / "loaded_to_stay.py").write_text(f"kept = [[] for _number in range({2 * NEW_OBJECTS[0]})]\n")
    monkeypatch.syspath_prepend(tmp_path)
    operations = Operations()
    operations.job(partial(load_to_stay, partial(import_module, "loaded_to_stay")))
    operations.wait()
    operations.close()
    assert gc.get_freeze_count() > frozen_before + 2 * NEW_OBJECTS[0]
    assert looks == []
    assert not gc.isenabled()
    assert gc.get_threshold() == NEW_OBJECTS
    del sys.modules["loaded_to_stay"]


def test_what_is_there_when_nothing_new_is_loaded_need_not_stay(looks, frozen_before) -> None:
    """As when a file is opened after another: the window of the first one may go."""
    load_to_stay(partial(import_module, "desktop.launch"))
    assert gc.get_freeze_count() <= frozen_before
    assert gc.get_threshold() == NEW_OBJECTS
