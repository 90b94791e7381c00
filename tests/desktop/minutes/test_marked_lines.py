"""Marked lines as they are typed: what the colon decides, who is offered as an owner, where the owner ends."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.meetings.attendance import add_attendee
from desktop.minutes.page import MinutesTab
from tests.db.meeting_kit import Kit
from tests.desktop.minutes.test_page import pause, write

Key = Qt.Key


def test_the_colon_decides_whatever_follows_it(tab: MinutesTab, qtbot: QtBot) -> None:
    write(tab, qtbot, "a:1 map", "d:50 euros", "p:3 came", r"D:\maps", "words")
    assert [(state.kind, state.marked.text) for state in tab.editor.line_states()] == [
        ("open", "1 map"), ("decision", "50 euros"), ("point", "3 came"),
    ]  # fmt: skip


def test_a_guest_noted_by_name_is_offered_and_can_own_an_action(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    with file.writing() as session:
        add_attendee(session, kit.meeting, name="Rusa Toreli", organisation="Water Office")
    tab.refresh(None)
    qtbot.waitUntil(lambda: any(one.guest for one in tab.editor._understanding.options))
    qtbot.keyClicks(tab.editor, "a: Ask @rus")
    popup = tab.editor.popup()
    assert popup is not None
    assert [(one.candidate.name, one.detail) for one in popup.options()] == [("Rusa Toreli", "Water Office")]
    qtbot.keyClick(tab.editor, Key.Key_Tab)
    qtbot.keyClicks(tab.editor, "for the map >29 Oct")
    assert [state.kind for state in tab.editor.line_states()] == ["action"]
    pause(tab, qtbot)
    qtbot.waitUntil(lambda: len(tab.results.action_cards()) == 1)
    card = tab.results.action_cards()[0].action
    assert (card.text, card.owner, card.agreed) == ("Ask Rusa Toreli for the map", "Rusa Toreli", True)


def test_words_after_an_owner_taken_from_the_list_are_the_action(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    qtbot.keyClicks(tab.editor, "a: @gia")
    qtbot.keyClick(tab.editor, Key.Key_Tab)
    qtbot.keyClicks(tab.editor, "fixes the pump >29 Oct")
    assert tab.editor.popup() is None
    (state,) = tab.editor.line_states()
    assert (state.marked.text, state.marked.owner, state.kind) == ("fixes the pump", "Gia Lobio", "action")
    pause(tab, qtbot)
    qtbot.waitUntil(lambda: len(tab.results.action_cards()) == 1)
    card = tab.results.action_cards()[0].action
    assert (card.text, card.owner_person, card.agreed) == ("fixes the pump", "Gia Lobio", True)
