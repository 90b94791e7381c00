"""What is left over for the next meeting, as the person who takes minutes sees and changes it."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.changes import Changes
from db.engine import AllianceFile
from db.history import history
from db.meetings.running import finish_meeting, minutes_sheet
from db.schema import AgendaItem, Meeting
from db.vocabulary import ItemOrigin, MeetingStatus
from desktop.clock import stopped_at
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from tests.db.meeting_kit import DAY, Kit
from tests.desktop.minutes.conftest import NOW, finish_dialog


def click_box(tab: MinutesTab, qtbot: QtBot) -> None:
    box = tab.writing.done_box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    tab.operations.wait()


def ask_for_approval(session: Any, kit: Kit) -> Changes:
    """Let the first item ask for the minutes of an earlier meeting to be approved."""
    with history.step(session, "prepare") as step:
        past = Meeting(number=40, date=dt.date(2026, 9, 1), status=MeetingStatus.WRITING_UP)
        session.add(past)
        session.flush()
        item = session.get(AgendaItem, kit.items[0])
        item.title, item.origin, item.about_meeting_id = "", ItemOrigin.APPROVAL, past.id
    return step.changes


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
    click_box(tab, qtbot)
    assert not box.isChecked()
    tab.step_item(1)
    tab.operations.wait()
    qtbot.keyClicks(tab.editor, "Talked of")
    dialog = finish_dialog(tab, qtbot)
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


def test_the_tick_comes_and_goes_while_typing_goes_on(tab: MinutesTab, qtbot: QtBot) -> None:
    box = tab.writing.done_box
    qtbot.keyClicks(tab.editor, "We opened")
    tab.keeper.keep_now()
    qtbot.keyClicks(tab.editor, " late")
    tab.operations.wait()
    assert box.isChecked()
    assert tab.editor.text() == "We opened late"
    qtbot.keyClick(tab.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tab.editor, Qt.Key.Key_Delete)
    tab.keeper.keep_now()
    tab.operations.wait()
    assert not box.isChecked()


def test_a_tick_taken_away_stays_away_in_a_window_built_anew(
    tab: MinutesTab, qtbot: QtBot, operations: Operations, file: AllianceFile, kit: Kit
) -> None:
    qtbot.keyClicks(tab.editor, "We opened")
    tab.keeper.keep_now()
    operations.wait()
    click_box(tab, qtbot)
    again = MinutesTab(operations, clock=stopped_at(NOW))
    qtbot.addWidget(again)
    again.set_meeting(kit.meeting)
    again.show()
    operations.wait()
    qtbot.keyClick(again.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    operations.wait()
    assert again.item_id == kit.items[1]
    with file.reading() as session:
        assert not minutes_sheet(session, kit.meeting).items[0].done


def test_an_approval_is_listed_but_not_ticked(tab: MinutesTab, qtbot: QtBot, kit: Kit) -> None:
    """Ticked, it would be asked again all the same."""
    assert tab.writing.done_box.isVisible()
    tab.operations.write(ask_for_approval, kit)
    tab.operations.wait()
    assert not tab.writing.done_box.isVisible()
    assert tab.writing.approve_button.isVisible()
    dialog = finish_dialog(tab, qtbot)
    assert list(dialog.boxes) == [kit.items[1], kit.items[3]]
    listed = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Approval of the minutes of meeting 40" in listed
    assert any("press “Approve these minutes”" in words for words in listed)
    assert "Tick what was dealt with all the same." in listed
    dialog.reject()


def test_an_approval_alone_asks_for_no_tick(tab: MinutesTab, qtbot: QtBot, kit: Kit) -> None:
    tab.operations.write(ask_for_approval, kit)
    for _item in range(2):
        tab.operations.wait()
        tab.step_item(1)
        qtbot.keyClicks(tab.editor, "Talked of")
    dialog = finish_dialog(tab, qtbot)
    assert not dialog.boxes
    listed = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Approval of the minutes of meeting 40" in listed
    assert "Tick what was dealt with all the same." not in listed
    dialog.reject()


def test_a_cancelled_meeting_approves_nothing(tab: MinutesTab, kit: Kit) -> None:
    def cancel(session: Any) -> Changes:
        with history.step(session, "cancel_meeting") as step:
            session.get(Meeting, kit.meeting).status = MeetingStatus.CANCELLED
        return step.changes

    tab.operations.write(ask_for_approval, kit)
    tab.operations.write(cancel)
    tab.operations.wait()
    assert not tab.writing.done_box.isVisible()
    assert not tab.writing.approve_button.isVisible()


def test_what_was_approved_is_noted_after_the_meeting_on_its_day(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.operations.write(ask_for_approval, kit)
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    monkeypatch.setattr(tab, "_clock", stopped_at(NOW + dt.timedelta(days=3)))
    assert tab.writing.approve_button.isVisible()
    qtbot.mouseClick(tab.writing.approve_button, Qt.MouseButton.LeftButton)
    tab.operations.wait()
    with file.reading() as session:
        (asked,) = (item for item in minutes_sheet(session, kit.meeting).items if item.about is not None)
        assert asked.done
        assert asked.about is not None
        assert minutes_sheet(session, asked.about.id).approved_on == DAY
