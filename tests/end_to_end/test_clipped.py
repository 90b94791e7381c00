"""No word is cut off: every page and dialog, in every language, at the sizes of small screens."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.showcase.clipped import findings
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import Place, column
from tests.end_to_end.playing import Player

NORMAL = 1366
SIZES = (QSize(NORMAL, 768), QSize(NORMAL, 696), QSize(1024, 640))


@pytest.mark.parametrize("language", sorted(texts.languages()))
def test_nothing_is_cut_off(play: Player, language: str) -> None:
    found = []
    for seen in play(language):
        for size in SIZES if seen.dialog is None else SIZES[:1]:
            seen.window.resize(size)
            seen.stage.settle()
            said = findings(seen.target)
            if size.width() >= NORMAL:
                bars = [area.horizontalScrollBar().maximum() for area in seen.window.findChildren(Place)]
                said += [f"It scrolls sideways by {bar}." for bar in bars if bar]
            found += [f"{seen.name} at {size.width()}×{size.height()}: {sentence}" for sentence in said]
        seen.window.resize(SIZES[0])
    assert not found, "\n".join(found)


def test_a_button_too_narrow_for_its_word_is_found(qtbot: QtBot) -> None:
    window, button = QWidget(), Button("Print the agenda")
    window.setLayout(column(button))
    qtbot.addWidget(window)
    window.show()
    assert not findings(window)
    button.setFixedWidth(40)
    assert "Print the agenda" in findings(window)[0]
