"""The open actions of earlier meetings, heard in Minutes under their item."""

import datetime as dt
import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.history import history
from db.meetings.agenda import agenda
from db.meetings.coming_back import bring_back
from db.meetings.running import finish_meeting
from db.minutes.actions import action, close_action
from db.schema import Action, AgendaItem, Meeting
from db.vocabulary import ActionState, ItemOrigin, MeetingStatus, MinutesState
from desktop.minutes.heard import SHOWN, HeardList
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from desktop.widgets.labels import IconLabel, Label
from tests.db.meeting_kit import Kit
from tests.desktop.minutes.conftest import NOW
from tests.desktop.minutes.test_page import pause


@pytest.fixture
def owed(file: AllianceFile, kit: Kit) -> list[uuid.UUID]:
    """Let the meeting that runs hear of eight actions of an earlier one, under an item of their own."""
    with file.writing() as session:
        return owe(session, kit)


def owe(session: Session, kit: Kit) -> list[uuid.UUID]:
    with history.step(session, "test"):
        past = Meeting(
            number=40, date=dt.date(2026, 9, 10), status=MeetingStatus.FOLLOWING_UP, minutes_state=MinutesState.APPROVED
        )
        session.add(past)
        session.flush()
        rows = [
            Action(
                meeting_id=past.id, sequence=n, text=f"Send map <b>{n}</b>", owner_member_id=kit.members[0],
                due_date=dt.date(2026, 10, 14 + n),
            )
            for n in range(1, 9)
        ]  # fmt: skip
        session.add_all(rows)
        running = session.get_one(Meeting, kit.meeting)
        running.status = MeetingStatus.PREPARING
    bring_back(session, kit.meeting)
    with history.step(session, "test"):
        session.get_one(Meeting, kit.meeting).status = MeetingStatus.RUNNING
        running.current_item_id = agenda(session, kit.meeting)[0].id
    return [row.id for row in rows]


@pytest.fixture
def tab(owed: list[uuid.UUID], tab: MinutesTab) -> MinutesTab:
    return tab


def heard(tab: MinutesTab) -> HeardList:
    tab.operations.wait()
    QApplication.processEvents()
    assert tab.results.heard is not None
    return tab.results.heard


def heard_nothing(tab: MinutesTab) -> None:
    tab.operations.wait()
    QApplication.processEvents()
    assert tab.results.heard is None


def words(tab: MinutesTab) -> list[str]:
    return [card.words.text() for card in heard(tab).cards()]


def test_the_actions_are_seen_under_the_item_that_hears_them(tab: MinutesTab, qtbot: QtBot) -> None:
    assert tab.writing.title.text() == "Open actions"
    assert words(tab) == [f"Send map <b>{n}</b>" for n in range(1, SHOWN + 1)]
    assert heard(tab).count.text() == "8"
    qtbot.mouseClick(heard(tab).more_button, Qt.MouseButton.LeftButton)
    assert len(words(tab)) == 8
    assert heard(tab).more_button.isHidden()
    tab.step_item(1)
    assert tab.results.heard is None
    tab.step_item(-1)
    assert len(words(tab)) == SHOWN


def test_one_is_done_with_a_click_stays_where_it_was_and_can_be_undone(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, owed: list[uuid.UUID], operations: Operations
) -> None:
    said: list[str] = []
    tab.said_with_undo.connect(said.append)
    first = heard(tab).cards()[0].done_button
    assert first is not None
    qtbot.mouseDClick(first, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert words(tab) == [f"Send map <b>{n}</b>" for n in range(1, SHOWN + 2)]
    assert [card.done_button is None for card in heard(tab).cards()] == [True, False, False, False, False, False]
    assert heard(tab).count.text() == "7"
    assert said[-1] == "Done: “Send map <b>1</b>”"
    with file.reading() as session:
        row = action(session, owed[0])
        assert (row.state, row.closed_on) == (ActionState.DONE, NOW.date())
        assert len(agenda(session, tab.meeting_id)) == 5  # the item stays, whatever becomes of its actions
    operations.write(history.undo)
    assert words(tab) == [f"Send map <b>{n}</b>" for n in range(1, SHOWN + 1)]


def test_after_the_meeting_what_was_done_there_is_still_told(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, owed: list[uuid.UUID], operations: Operations
) -> None:
    first = heard(tab).cards()[0].done_button
    assert first is not None
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    heard(tab)
    operations.write(close_action, owed[1], on=NOW.date() + dt.timedelta(days=1))
    operations.write(finish_meeting, tab.meeting_id, at=dt.time(12))
    assert words(tab) == ["Send map <b>1</b>"]
    assert (heard(tab).count.text(), tab.results.nothing.isVisible()) == ("", False)
    tab.step_item(1)
    assert tab.results.heard is None
    assert tab.results.nothing.isVisible()


def test_approved_minutes_are_told_under_the_item_that_asked_for_them(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, operations: Operations
) -> None:
    def ask(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            past = session.scalars(select(Meeting).where(Meeting.number == 40)).one()
            past.status, past.minutes_state = MeetingStatus.FOLLOWING_UP, MinutesState.CIRCULATED
            item = session.get_one(AgendaItem, kit.items[0])
            item.title, item.origin, item.about_meeting_id = "", ItemOrigin.APPROVAL, past.id
        return step.changes

    operations.write(ask)
    heard(tab)
    tab.go_to(kit.items[0])
    heard_nothing(tab)
    assert tab.results.nothing.isVisible()
    qtbot.mouseClick(tab.writing.approve_button, Qt.MouseButton.LeftButton)
    heard_nothing(tab)
    for scope in ("item", "meeting"):
        tab.results.scope.button(scope).click()
        heard_nothing(tab)
        (card,) = tab.results.approvals
        assert card.words.text() == "The minutes of meeting 40 were approved."
        assert card.isVisible()
        assert not tab.results.nothing.isVisible()


def test_whose_owner_is_not_on_record_is_said_to_be_so(
    tab: MinutesTab, file: AllianceFile, owed: list[uuid.UUID], operations: Operations
) -> None:
    def rename(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            first = session.get_one(Action, owed[0])
            first.owner_member_id, first.owner_as_written = None, "Pepe"
        return step.changes

    operations.write(rename)
    card = heard(tab).cards()[0]
    assert "Pepe (not on record)" in [label.text() for label in card.findChildren(Label)]
    meanings = [[icon.accessibleName() for icon in one.findChildren(IconLabel)] for one in heard(tab).cards()]
    assert ["Not agreed yet" in said for said in meanings] == [True, False, False, False, False]


def test_the_words_behind_a_long_name_that_is_not_on_record_are_seen(
    tab: MinutesTab, file: AllianceFile, owed: list[uuid.UUID], operations: Operations
) -> None:
    def rename(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            first = session.get_one(Action, owed[0])
            first.owner_member_id, first.owner_as_written = None, "Federation of Growers of the Upper Valley " * 2
        return step.changes

    operations.write(rename)
    tab.resize(1100, 700)
    (owner,) = [one for one in heard(tab).cards()[0].findChildren(Label) if "not on record" in one.text()]
    QApplication.processEvents()
    assert not owner.elides()
    assert owner.height() >= owner.heightForWidth(owner.width())


def test_where_all_were_settled_before_the_meeting_it_is_said(
    tab: MinutesTab, owed: list[uuid.UUID], operations: Operations
) -> None:
    def settle(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            for key in owed:
                row = session.get_one(Action, key)
                row.state, row.closed_on = ActionState.DONE, dt.date(2026, 9, 11)
        return step.changes

    assert heard(tab).nothing.isHidden()
    operations.write(settle)
    assert words(tab) == []
    assert heard(tab).nothing.isVisibleTo(tab)
    assert heard(tab).nothing.text() == "No open action is heard here."
    tab.step_item(1)
    assert tab.results.heard is None


def test_by_the_keyboard_one_after_the_other(tab: MinutesTab, qtbot: QtBot, owed: list[uuid.UUID]) -> None:
    first = heard(tab).cards()[0].done_button
    assert first is not None
    first.setFocus()
    for place in (1, 2):
        held = QApplication.focusWidget()
        assert held is not None
        qtbot.keyClick(held, Qt.Key.Key_Space)
        assert heard(tab).cards()[place].done_button is QApplication.focusWidget()


def test_nothing_is_made_anew_while_one_types(tab: MinutesTab, qtbot: QtBot) -> None:
    cards = heard(tab).cards()
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "Terra sent the map. a: Ask for the other one")
    pause(tab, qtbot)
    assert heard(tab).cards() == cards
    assert QApplication.focusWidget() is tab.editor


def test_what_was_just_typed_keeps_the_item_that_no_action_needs_any_more(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, owed: list[uuid.UUID], operations: Operations
) -> None:
    """Before the meeting the item goes with its last action, but not with words of somebody."""

    def prepare(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            session.get_one(Meeting, tab.meeting_id).status = MeetingStatus.PREPARING
            for key in owed[1:]:
                session.get_one(Action, key).state = ActionState.DONE
        return step.changes

    operations.write(prepare)
    operations.wait()
    tab.refresh(None)
    (last,) = [card.done_button for card in heard(tab).cards() if card.done_button is not None]
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "Terra sent the map")
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton)
    tab.operations.wait()
    tab.keeper.keep_now()
    tab.operations.wait()
    with file.reading() as session:
        assert [row.text for row in agenda(session, tab.meeting_id) if row.text] == ["Terra sent the map"]


@pytest.mark.parametrize(
    ("status", "there"),
    [(MeetingStatus.CALLED, True), (MeetingStatus.WRITING_UP, False), (MeetingStatus.CLOSED, False)],
)
def test_they_are_heard_until_the_meeting_is_over(
    tab: MinutesTab, operations: Operations, status: MeetingStatus, there: bool
) -> None:
    def stand(session: Session) -> history.Changes:
        with history.step(session, "test") as step:
            session.get_one(Meeting, tab.meeting_id).status = status
        return step.changes

    assert heard(tab)
    operations.write(stand)
    operations.wait()
    QApplication.processEvents()
    tab.refresh(None)
    operations.wait()
    assert (tab.results.heard is not None) is there
