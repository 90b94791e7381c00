"""A keystroke in a ten-page item: handled and painted within 16 ms. A measurement, run by `make bench`."""

import datetime as dt
import statistics
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.engine import create_file
from db.meetings.running import start_meeting
from db.minutes.minutes import save_item_text
from desktop.clock import stopped_at
from desktop.minutes.editor import MinutesEditor
from desktop.minutes.page import MinutesTab
from desktop.minutes.understanding import Understanding
from desktop.operations import Operations
from tests.db.meeting_kit import DAY, small_alliance

LIMIT_MS = 16
LINES = (
    "Gia showed the draft note again and again, for the record",
    "d: Send the joint position to the Ministry",
    "a: Add delivery figures @Institute of Soil Science >29 Oct",
    "p: The fee should follow the water",
    "a: Ask the district for the map >12 Nov",
    "Users of the lower canal pay twice: once, and then again",
)


def ten_pages(qtbot: QtBot) -> MinutesEditor:
    editor = MinutesEditor()
    qtbot.addWidget(editor)
    editor.resize(508, 400)
    editor.set_understanding(Understanding(today=dt.date(2026, 10, 22)))
    editor.set_text("\n".join(LINES[n % len(LINES)] for n in range(600)))
    with qtbot.waitExposed(editor):
        editor.show()
    editor.setFocus()
    return editor


@pytest.mark.bench
@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_a_key_in_ten_pages(qtbot: QtBot, place: str) -> None:
    editor = ten_pages(qtbot)
    cursor = editor.textCursor()
    line = {"start": 0, "middle": 300, "end": 599}[place]
    cursor.setPosition(editor.document().findBlockByNumber(line).position())
    editor.setTextCursor(cursor)
    spent = []
    for letter in "a: Find three farmers who can speak at the hearing @Nobody >5 Nov and then\n" * 2:
        begun = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_Return if letter == "\n" else letter)
        QApplication.processEvents()
        spent.append((time.perf_counter() - begun) * 1000)
    report(place, spent)


def report(place: str, spent: list[float]) -> None:
    """Print what keys cost, in ms, and hold the median to the limit; a busy machine must not fail the rest."""
    ordered = sorted(spent)
    high = ordered[int(len(ordered) * 0.95)]
    print(f"key, {place}: median {statistics.median(ordered):.2f} ms, 95 % {high:.2f} ms, most {ordered[-1]:.2f} ms")  # noqa: T201
    assert statistics.median(ordered) < LIMIT_MS


@pytest.mark.bench
def test_typing_while_the_whole_page_keeps_and_looks_again(qtbot: QtBot, tmp_path: Path) -> None:
    """The whole tab, with a pause of no time at all: every key is kept and comes back to the page."""
    with create_file(tmp_path / "a.ronda", name="Alliance") as file:
        with file.writing() as session:
            kit = small_alliance(session)
            start_meeting(session, kit.meeting, at=dt.time(10))
            text = "\n".join(LINES[n % len(LINES)] for n in range(600))
            save_item_text(session, kit.items[0], text=text, today=DAY)
        operations = Operations(file)
        tab = MinutesTab(operations, clock=stopped_at(dt.datetime(2026, 10, 22, 10, 35)))
        qtbot.addWidget(tab)
        tab.resize(1158, 624)
        tab.set_meeting(kit.meeting)
        tab.show()
        operations.wait()
        qtbot.wait(300)  # nobody types before the page is laid out and painted
        tab.editor.setFocus()
        spent = []
        for number, letter in enumerate("Find three farmers who can speak at the hearing and then some" * 3):
            begun = time.perf_counter()
            QTest.keyClick(tab.editor, letter)
            QApplication.processEvents()
            spent.append((time.perf_counter() - begun) * 1000)
            if number % 12 == 0:
                tab.keeper.keep_now()
            time.sleep(0.02)
        operations.wait()
        operations.close()
    report("whole page", spent)
