"""What is left over for the next meeting, as the person who takes minutes sees and changes it."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.history import history
from db.meetings.running import minutes_sheet
from desktop.minutes.meeting_dialogs import FinishDialog
from desktop.minutes.page import MinutesTab
from tests.db.meeting_kit import Kit


def test_what_is_left_over_is_listed_and_can_be_changed(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    """Writing ticks the box; whoever takes the tick away has the item come back, however they go on."""
    box = tab.writing.done_box
    assert not box.isChecked()
    qtbot.keyClicks(tab.editor, "d: Fee")
    tab.keeper.keep_now()
    tab.operations.wait()
    assert box.isChecked()
    first, second = kit.items[:2]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    tab.operations.wait()
    assert not box.isChecked()
    tab.step_item(1)
    tab.operations.wait()
    qtbot.keyClicks(tab.editor, "Talked of")
    tab.header.finish.click()
    tab.operations.wait()
    qtbot.waitUntil(lambda: tab.findChild(FinishDialog) is not None)
    dialog = tab.findChild(FinishDialog)
    assert isinstance(dialog, FinishDialog)
    assert first in dialog.boxes
    assert second not in dialog.boxes
    last = list(dialog.boxes)[-1]
    assert last != first
    dialog.boxes[last].setChecked(True)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        items = {item.id: item.done for item in minutes_sheet(session, kit.meeting).items}
    assert (items[first], items[second], items[last]) == (False, True, True)
    with file.writing() as session:
        assert history.undo(session)[0] == "finish_meeting"
        items = {item.id: item.done for item in minutes_sheet(session, kit.meeting).items}
    assert (items[first], items[second], items[last]) == (False, True, False)
