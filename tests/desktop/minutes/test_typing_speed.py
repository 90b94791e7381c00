"""A keystroke in a ten-page item: handled and painted within 16 ms. A measurement, run by `make bench`."""

import datetime as dt
import statistics
import time

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.minutes.editor import MinutesEditor
from desktop.minutes.understanding import Understanding

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
    editor.show()
    qtbot.waitExposed(editor)
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
        QTest.keyClicks(editor, letter)
        QApplication.processEvents()
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    print(f"{place}: median {statistics.median(spent):.2f} ms, 95 % {spent[int(len(spent) * 0.95)]:.2f} ms")  # noqa: T201
    assert statistics.median(spent) < 16
