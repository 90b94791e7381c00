"""From finishing a meeting to approved minutes, through the hands of the person who takes them."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.history import history
from db.meetings.calls import circulation_sheet
from db.meetings.running import finish_meeting, minutes_sheet
from db.minutes.minutes import approve_minutes, circulate_minutes, corrections, save_item_text
from db.schema import AgendaItem, Meeting
from db.vocabulary import Channel, ItemOrigin, MeetingStatus, MinutesState
from desktop.minutes.meeting_dialogs import CirculateDialog, CorrectionDialog
from desktop.minutes.page import MinutesTab
from tests.db.meeting_kit import DAY, Kit
from tests.desktop.minutes.conftest import finish_dialog, open_dialog

Key = Qt.Key


def test_finishing_says_what_is_missing_then_writes_up(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask the district")
    dialog = finish_dialog(tab, qtbot)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Nobody is named as taking the minutes." in words
    assert "1 action is not agreed yet: it lacks an owner or a date." in words
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        assert minutes_sheet(session, kit.meeting).status is MeetingStatus.WRITING_UP
    assert tab.header.circulate in tab.header_actions()


def test_what_takes_things_back_takes_finishing_back_before_what_was_typed(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask the district")
    dialog = finish_dialog(tab, qtbot)
    assert dialog.primary is not None
    with qtbot.waitSignal(tab.said_with_undo) as said:
        dialog.primary.click()
    assert said.args == ["The meeting is finished."]
    tab.operations.wait()
    tab.editor.setFocus()
    qtbot.keyClick(tab.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tab.editor.text() == "a: Ask the district"  # the window undoes what was done last
    qtbot.keyClicks(tab.editor, "s")
    qtbot.keyClick(tab.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tab.editor.text() == "a: Ask the district"


def test_circulating_and_correcting(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    tab.operations.write(save_item_text, kit.items[0], text="d: Fee", today=DAY)
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    tab.header.circulate.click()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    assert dialog.primary is not None
    assert dialog.everybody.text() == "All 5 members got them"
    assert not dialog.everybody.isChecked()  # nothing was sent by that alone
    assert not dialog.channel.isEnabled()
    qtbot.keyClick(dialog.everybody, Key.Key_Space)
    dialog.channel.set_value(Channel.PAPER)
    dialog.primary.click()
    tab.operations.wait()
    assert tab.header.state.text() == "Circulated; comments by 27 Oct"
    with file.reading() as session:
        log = circulation_sheet(session, kit.meeting).log
    assert {told.member_id for told in log} == set(kit.members)
    assert {(told.channel, told.told_at.astimezone().date()) for told in log} == {(Channel.PAPER, DAY)}
    tab.operations.write(approve_minutes, kit.meeting, on=DAY)
    tab.operations.wait()
    assert tab.editor.isReadOnly()
    assert list(tab.header_actions())[-1] is tab.header.correct
    tab.header.correct.click()
    tab.operations.wait()
    correction: CorrectionDialog = open_dialog(CorrectionDialog, qtbot)
    assert correction.primary is not None
    correction.primary.click()
    assert correction.isVisible()  # no reason yet
    correction.text.setPlainText("d: Fee by volume")
    qtbot.keyClicks(correction.reason, "A word was lost")
    correction.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        (row,) = corrections(session, kit.meeting)
        assert (row.before, row.after, row.reason, row.who) == ("d: Fee", "d: Fee by volume", "A word was lost", "Ana")
    assert tab.editor.text() == "d: Fee by volume"


def test_the_next_meeting_approves(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    def ask_for_approval(session: Any) -> Any:
        with history.step(session, "prepare") as step:
            past = Meeting(number=40, date=dt.date(2026, 9, 1), status=MeetingStatus.WRITING_UP)
            session.add(past)
            session.flush()
            circulate_minutes(session, past.id, on=DAY)
            item = session.get(AgendaItem, kit.items[0])
            item.origin, item.about_meeting_id = ItemOrigin.APPROVAL, past.id
        return step.changes

    tab.operations.write(ask_for_approval)
    tab.operations.wait()
    assert tab.writing.approve_button.isVisible()
    told: list[str] = []
    tab.said_with_undo.connect(told.append)
    qtbot.mouseClick(tab.writing.approve_button, Qt.MouseButton.LeftButton)
    tab.operations.wait()
    with file.reading() as session:
        past = minutes_sheet(session, kit.meeting).items[0].about
        assert past is not None
        assert minutes_sheet(session, past.id).minutes_state is MinutesState.APPROVED
    assert tab.writing.done_box.isChecked()
    assert told == ["The minutes are approved."]
