"""The Follow-up tab through the hands of whoever chases the actions and sends the minutes."""

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from db.meetings.agenda import agenda
from db.meetings.calls import circulation_sheet
from db.meetings.meetings import meeting
from db.meetings.running import finish_meeting, start_meeting
from db.minutes.actions import actions
from db.minutes.decisions import decisions, record_votes, supersede
from db.minutes.minutes import approve_minutes, save_item_text
from db.vocabulary import ActionState, Channel, MinutesState
from desktop.clock import stopped_at
from desktop.followup.tab import DateDialog, FollowUpTab
from desktop.preview.documents import print_meeting
from desktop.widgets.headers import TabStrip, TallHeader
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column
from desktop.widgets.meeting_tab import OpenMeeting, PrintMeeting
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.reason_dialog import ReasonDialog
from tests.db.call_kit import DAY, called_alliance
from tests.new_file import fill_once, new_file

NOW = dt.datetime(2026, 11, 5, 9, 30)
TODAY = NOW.date()
TEXT = (
    "d: Send the joint position\nd: Send it in two languages\n"
    "a: Print it @Union of Dairies >29 Oct\na: Ask the district for a map\na: Translate it @Village Law Clinic >20 Nov"
)


def held_alliance(session):
    kit = called_alliance(session)
    start_meeting(session, kit.meeting, at=dt.time(10))
    save_item_text(session, agenda(session, kit.meeting)[1].id, text=TEXT, today=DAY)
    first, second = sorted(decisions(session, meeting=kit.meeting), key=lambda row: row.sequence)
    record_votes(session, first.id, votes_for=2, votes_against=1)
    supersede(session, second.id, supersedes_id=first.id)
    finish_meeting(session, kit.meeting, at=dt.time(12), on=DAY)
    return kit


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as made:
        yield made


@pytest.fixture
def kit(file):
    return fill_once(file, held_alliance)


@pytest.fixture
def tab(operations, kit, qtbot):
    made = FollowUpTab(operations, clock=stopped_at(NOW))
    header = TallHeader(Label(""), TabStrip([("follow_up", "Follow-up")]), actions=made.header_actions())
    frame = QWidget()
    frame.setLayout(column(header, made, spacing=0))
    qtbot.addWidget(frame)
    frame.resize(1158, 664)
    frame.show()
    made.set_meeting(kit.meeting)
    operations.wait()
    yield made
    frame.close()


def click(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def state_of(file, kit):
    with file.reading() as session:
        return {row.label: row for row in actions(session, meeting=kit.meeting)}


def badge(tab, row):
    return tab.actions_card._shown(tab.actions_card.model.rows[row]).badge[0]


def test_what_was_agreed_is_shown_with_its_state(tab):
    assert [badge(tab, row) for row in range(3)] == ["7 days late", "Not agreed yet", "Open"]
    assert tab.actions_card.badge.text() == "1 late"
    spoken = tab.actions_card.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "A2, Ask the district for a map, nobody yet, no date, Not agreed yet"
    rows = tab.decisions_card.model
    assert rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "41.1  Send the joint position, 2 agree, 1 against, Replaced by 41.2"
    )
    assert "replaces 41.1" in rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    testers = [QAbstractItemModelTester(one.model) for one in (tab.actions_card, tab.decisions_card)]
    assert len(testers) == 2


def test_enter_closes_an_action_and_it_can_be_opened_again(tab, file, kit, operations, qtbot):
    said = []
    tab.said_with_undo.connect(said.append)
    card = tab.actions_card
    card.table.setFocus()
    card.table.selectRow(0)
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    operations.wait()
    assert state_of(file, kit)["A1"].closed_on == TODAY
    assert said == ["A1 is done."]
    assert badge(tab, 0) == "Done"
    click(qtbot, card.reopen_button)
    operations.wait()
    assert state_of(file, kit)["A1"].state is ActionState.OPEN


def test_dropping_asks_why(tab, file, kit, operations, qtbot):
    tab.actions_card.table.setFocus()
    tab.actions_card.table.selectRow(2)
    qtbot.keyClick(tab.actions_card.table, Qt.Key.Key_Delete)
    [dialog] = tab.findChildren(ReasonDialog)
    qtbot.keyClicks(dialog.field, "It exists already")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    operations.wait()
    dropped = state_of(file, kit)["A3"]
    assert (dropped.state, dropped.dropped_reason) == (ActionState.DROPPED, "It exists already")
    assert badge(tab, 2) == "Dropped"


def test_a_date_is_changed_as_people_say_it(tab, file, kit, operations, qtbot):
    tab.actions_card.table.selectRow(0)
    click(qtbot, tab.actions_card.date_button)
    [dialog] = tab.findChildren(DateDialog)
    dialog.field.line.clear()
    qtbot.keyClicks(dialog.field.line, "soon")
    qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert "not a date" in dialog.message.label.text()
    dialog.field.line.clear()
    qtbot.keyClicks(dialog.field.line, "next meeting")
    click(qtbot, dialog.primary)
    operations.wait()
    assert state_of(file, kit)["A1"].due_date == DAY + dt.timedelta(days=35)


def test_an_action_nobody_owns_leads_to_the_minutes(tab, kit, file, qtbot):
    asked = []
    tab.open_requested.connect(asked.append)
    tab.actions_card.table.selectRow(1)
    assert not tab.actions_card.done_button.isVisible()
    click(qtbot, tab.actions_card.minutes_button)
    with file.reading() as session:
        fee = agenda(session, kit.meeting)[1].id
    assert asked == [OpenMeeting(kit.meeting, "minutes", fee)]


def test_minutes_are_sent_and_noted(tab, file, kit, operations, qtbot, tmp_path, monkeypatch):
    assert tab.standing.text() == "A draft. Send it to the members, then mark who got it."
    assert tab.approval.text() == "General meeting 42 on 26 November 2026 will be asked to approve them."
    assert tab.comments_field.value() == TODAY + dt.timedelta(days=5)
    monkeypatch.setattr("desktop.widgets.mail_draft.ask_where", lambda *_args: tmp_path / "minutes.eml")
    click(qtbot, tab.mail_button)
    qtbot.waitUntil(lambda: "Saved as minutes.eml" in tab.message.label.text(), timeout=15000)
    mail = message_from_bytes((tmp_path / "minutes.eml").read_bytes(), policy=default)
    assert mail["Subject"] == "Minutes of General meeting 41, 22 October 2026"
    assert [one.addr_spec for one in mail["Bcc"].addresses] == ["lia@hazelnut.example", "law@clinic.example"]
    assert "Without an address: Union of Dairies and Green Fund." in tab.message.label.text()
    assert tab.message.button.text() == "Open draft"
    [pdf] = mail.iter_attachments()
    assert pdf.get_filename() == "Minutes – General meeting 41.pdf"
    click(qtbot, tab.whom.mark_button)
    operations.wait()
    assert tab.standing.text() == "Sent out on 5 November 2026. Comments until 10 November 2026."
    assert not tab.comments_field.isVisible()
    assert tab.whom.count_badge.text() == "4 of 4 have them"
    with file.reading() as session:
        assert meeting(session, kit.meeting).row.minutes_state is MinutesState.CIRCULATED
        assert circulation_sheet(session, kit.meeting).recipients[0].told.channel is Channel.EMAIL


def test_a_draft_to_nobody_is_refused(tab, operations, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.widgets.mail_draft.ask_where", lambda *_args: tmp_path / "minutes.eml")
    click(qtbot, tab.whom.mark_button)  # all are noted as having them: nobody is ticked any more
    operations.wait()
    click(qtbot, tab.mail_button)
    operations.wait()
    words = "Nobody is ticked, so no draft was saved. Tick who is to get it; “All” ticks everybody."
    assert (tab.message.label.text(), tab.message.property("kind")) == (words, "danger")
    tab.whom.table.setFocus()
    tab.whom.table.selectRow(1)
    qtbot.keyClick(tab.whom.table, Qt.Key.Key_Space)
    assert [one.name for one in tab.whom.ticked] == ["Union of Dairies"]
    click(qtbot, tab.mail_button)
    operations.wait()
    words = "No address that can be written to is on record, so no draft was saved: Union of Dairies."
    assert tab.message.label.text() == words
    assert not list(tmp_path.glob("*.eml"))
    click(qtbot, tab.whom.all_button)
    click(qtbot, tab.mail_button)
    qtbot.waitUntil(lambda: "Saved as minutes.eml" in tab.message.label.text(), timeout=15000)
    mail = message_from_bytes((tmp_path / "minutes.eml").read_bytes(), policy=default)
    assert len(mail["Bcc"].addresses) == 2


def test_approval_is_told(tab, kit, operations):
    operations.write(approve_minutes, kit.meeting, at_meeting_id=kit.next_meeting, on=DAY + dt.timedelta(days=35))
    operations.wait()
    assert tab.standing.text() == "Approved at General meeting 42 on 26 November 2026."
    assert tab.approval.isHidden()


def test_a_meeting_still_to_come_has_no_minutes(tab, kit, operations):
    tab.set_meeting(kit.next_meeting)
    operations.wait()
    assert tab.standing.text() == "There are no minutes yet: the meeting is still to be held."
    assert not tab.mail_button.isEnabled()
    assert not tab.whom.mark_button.isEnabled()
    assert tab.actions_card.empty.isVisible()


@pytest.mark.parametrize(("what", "title"), [("minutes", "Minutes"), ("agenda", "Agenda")])
def test_what_is_asked_to_be_printed_is_shown(tab, kit, operations, qtbot, what, title):
    asked = []
    tab.print_requested.connect(asked.append)
    click(qtbot, tab.print_button)
    assert asked == [PrintMeeting(kit.meeting, "minutes")]
    print_meeting(tab, operations, PrintMeeting(kit.meeting, what), today=TODAY)
    qtbot.waitUntil(lambda: bool(tab.findChildren(PrintPreview)))
    [dialog] = tab.findChildren(PrintPreview)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=15000)
    assert dialog.title_label.text() == f"{title} – General meeting 41"
    assert dialog.paper.value() == "a4"
    dialog.close()
    operations.wait()
