"""Lines of the minutes that name somebody in Arabic: seen in the order they are said in, kept to the letter."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from desktop.minutes.page import MinutesTab
from tests.db.meeting_kit import Kit
from tests.desktop.minutes.test_page import pause, saved_text
from tests.drawn import seen

Key = Qt.Key
OWNER = "جمعية المزارعين"
TEXT = f"a: send the list @{OWNER} >29 Oct\nWords.\nWe heard {OWNER}, 12 people.\n{OWNER}, 3 Nov"
IN_ORDER = ["a:sendthelist@*>29Oct", "Words.", "Weheard*,12people.", "*,3Nov"]
TORN = ["a:sendthelist@29>*Oct", "Words.", "Weheard12,*people.", "3,*Nov"]


def lines(tab: MinutesTab, folder: Path) -> list[str]:
    return seen(folder / "seen.pdf", lambda painter: tab.editor.viewport().render(painter, QPoint()))


@pytest.fixture
def shown(tab: MinutesTab) -> MinutesTab:
    tab.editor.set_text(TEXT)
    return tab


def test_a_date_stays_after_an_arabic_owner_where_nobody_writes(shown: MinutesTab, tmp_path: Path) -> None:
    """Tried: without a sign in the layout, and with it where the caret is; both were caught."""
    shown.setFocus()
    assert not shown.editor.hasFocus()
    assert lines(shown, tmp_path) == IN_ORDER
    shown.editor.setFocus()
    shown.editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert lines(shown, tmp_path) == [TORN[0], *IN_ORDER[1:]]
    shown.editor.moveCursor(QTextCursor.MoveOperation.End)
    assert lines(shown, tmp_path) == [*IN_ORDER[:3], TORN[3]]
    shown.editor.selectAll()
    assert lines(shown, tmp_path) == TORN


def test_what_orders_a_line_is_in_no_text(
    shown: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, tmp_path: Path
) -> None:
    editor = shown.editor
    assert (editor.text(), editor.toPlainText()) == (TEXT, TEXT)
    assert not editor.document().isUndoAvailable()
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == TEXT
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "!")
    qtbot.keyClick(editor, Key.Key_Return)
    editor.insertPlainText(f"a: ring @{OWNER} >3 Nov")
    qtbot.keyClick(editor, Key.Key_Up)
    assert lines(shown, tmp_path) == [*IN_ORDER[:3], f"{TORN[3]}!", "a:ring@*>3Nov"]
    pause(shown, qtbot)
    assert saved_text(file, kit, 0) == f"{TEXT}!\na: ring @{OWNER} >3 Nov"
    for _time in range(3):
        editor.undo()
    assert editor.text() == TEXT


def test_the_caret_goes_where_the_text_is(shown: MinutesTab, qtbot: QtBot) -> None:
    """Tried: lines beside the caret's left as they were shown; Down went to the line after the next."""
    editor = shown.editor
    editor.set_text(f"a: a rather long line for the fee\nWe heard {OWNER}, 12\nWords")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(editor, Key.Key_End)
    qtbot.keyClick(editor, Key.Key_Down)
    assert editor.textCursor().blockNumber() == 1
    assert editor.textCursor().atBlockEnd()
    qtbot.keyClick(editor, Key.Key_PageUp)
    qtbot.keyClick(editor, Key.Key_PageDown)
    assert editor.textCursor().blockNumber() == 2


def test_a_letter_that_is_being_composed_stays(shown: MinutesTab, tmp_path: Path) -> None:
    editor = shown.editor
    QApplication.sendEvent(editor, QInputMethodEvent("n", []))
    block = editor.textCursor().block()
    assert block.layout().preeditAreaText() == "n"
    editor._highlighter.rehighlight()
    assert block.layout().preeditAreaText() == "n"
    done = QInputMethodEvent()
    done.setCommitString("ñ")
    QApplication.sendEvent(editor, done)
    assert editor.text() == f"{TEXT}ñ"
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert lines(shown, tmp_path)[-1] == "*,3Novñ"
