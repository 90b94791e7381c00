"""The Call tab through the hands of whoever calls the meeting."""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from db.meetings.agenda import agenda, change_item, set_purpose
from db.meetings.calls import call_sheet, record_told
from db.meetings.cycle import cancel_meeting
from db.meetings.meetings import change_meeting, meeting
from db.meetings.running import start_meeting
from db.members.members import change_member
from db.members.representatives import add_representative
from db.vocabulary import Channel, MeetingStatus, RepresentativeRole
from desktop.call.tab import CallTab
from desktop.clock import stopped_at
from desktop.widgets.focus import focus_into
from desktop.widgets.headers import TabStrip, TallHeader
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column
from desktop.widgets.meeting_tab import OpenMeeting, PrintMeeting
from desktop.widgets.painting import text_width
from desktop.widgets.reason_dialog import ReasonDialog
from desktop.widgets.recipients import reach_in, reach_words
from tests.db.call_kit import DAY, LONG_AGO, called_alliance
from tests.new_file import fill_once, new_file

NOW = dt.datetime(2026, 10, 7, 9, 30)


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as made:
        yield made


@pytest.fixture
def kit(file):
    return fill_once(file, called_alliance)


@pytest.fixture
def tab(operations, kit, qtbot):
    made = CallTab(operations, clock=stopped_at(NOW))
    header = TallHeader(Label(""), TabStrip([("call", "Call")]), actions=made.header_actions())
    made.header_changed.connect(lambda: header.set_actions(made.header_actions()))
    frame = QWidget()
    frame.setLayout(column(header, made, spacing=0))
    qtbot.addWidget(frame)
    frame.resize(1158, 664)
    frame.show()
    made.set_meeting(kit.meeting)
    operations.wait()
    yield made
    frame.close()


@pytest.fixture
def change(operations, tab):
    """Return a function that changes the record as another page would."""

    def do(function, *args, **kwargs):
        operations.write(function, *args, **kwargs)
        operations.wait()

    return do


def sheet_of(file, kit):
    with file.reading() as session:
        return call_sheet(session, kit.meeting)


def click(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer_save(qtbot, path):
    """Answer the next question where to save with `path`; give up after a while."""
    timer = QTimer()
    waited = []

    def answer():
        waited.append(1)
        dialog = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog)), None)
        if dialog is not None and dialog.isVisible():
            timer.stop()
            dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
            qtbot.keyClick(dialog, Qt.Key.Key_Return)
        elif len(waited) > 100:
            timer.stop()

    timer.timeout.connect(answer)
    timer.start(50)
    return timer


def test_a_ready_meeting_is_called_and_members_are_marked(tab, file, kit, operations, qtbot):
    said = []
    tab.said_with_undo.connect(said.append)
    assert tab.standing.title.text() == "Ready to be called"
    click(qtbot, tab.header_actions()[1])
    operations.wait()
    assert tab.standing.title.text() == "Called on 7 October 2026"
    assert tab.standing.line.text() == "4 have not been told yet."
    assert not tab.call_button.isVisible()
    assert said == ["The meeting is called. Now tell the members."]
    tab.whom.table.setFocus()
    click(qtbot, tab.whom.none_button)
    assert not tab.whom.mark_button.isEnabled()
    tab.whom.table.selectRow(1)
    qtbot.keyClick(tab.whom.table, Qt.Key.Key_Space)
    assert [one.name for one in tab.whom.ticked] == ["Union of Dairies"]
    tab.whom.channel.setFocus()
    qtbot.keyClick(tab.whom.channel, Qt.Key.Key_Down)
    qtbot.keyClick(tab.whom.channel, Qt.Key.Key_Down)
    click(qtbot, tab.whom.mark_button)
    operations.wait()
    assert tab.whom.count_badge.text() == "1 of 4 told"
    told = sheet_of(file, kit).recipients[1].told
    assert (told.channel, told.told_at) == (Channel.PHONE, NOW.astimezone())
    assert tab.whom.model.index(1, 1).data() == "7 Oct, phone call"
    assert tab.log.model.rowCount() == 1
    assert tab.log.model.index(0, 0).data() == "7 Oct 2026, 09:30"


@pytest.mark.parametrize("address", ["julian@lagoazul.example", ""])
def test_a_number_is_read_whole_where_there_is_little_room(tab, address):
    first = tab.whom.model.rows[0]
    speaker = replace(first.contacts[0], name="Julián Ñáñez de la Cruz", email=address, phone="+591 700 33333")
    one = replace(first, contacts=(speaker,), own_email="", own_phone="")
    for room in (600, 200, 160):
        words = reach_in(room, one)
        assert words.endswith(" · +591 700 33333")
        assert text_width(words, 13) <= room
        assert ("…" in words) == (words.split() != reach_words(one).split())
    assert "…" in words


def test_marking_someone_calls_the_meeting_and_undo_takes_it_back(tab, file, kit, operations, qtbot):
    click(qtbot, tab.whom.mark_button)
    operations.wait()
    assert sheet_of(file, kit).status is MeetingStatus.CALLED
    assert tab.whom.count_badge.text() == "4 of 4 told"
    assert tab.standing.line.text() == "Everybody was told."
    operations.undo()
    operations.wait()
    assert tab.standing.title.text() == "Ready to be called"
    assert tab.whom.count_badge.text() == "0 of 4 told"


def test_ticks_follow_mouse_and_keys(tab, qtbot):
    view = tab.whom.table
    assert len(tab.whom.ticked) == 4
    place = view.visualRect(tab.whom.model.index(0, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(16, 24))
    assert len(tab.whom.ticked) == 3
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(200, 24))
    assert len(tab.whom.ticked) == 3
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(tab.whom.ticked) == 4
    click(qtbot, tab.whom.mail_button)
    assert [one.name for one in tab.whom.ticked] == ["Hazelnut Growers' Union", "Village Law Clinic"]
    assert tab.mail_card.line.text() == "To 2 of the 2 ticked; agenda and calendar file attached."
    assert tab.whom.mark_button.text() == "Mark 2 as told"


def test_the_model_keeps_qts_rules(tab, change, kit):
    tester = QAbstractItemModelTester(tab.whom.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    other = QAbstractItemModelTester(tab.log.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    change(record_told, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOW.astimezone())
    change(change_meeting, kit.meeting, place="Hall 3")
    assert tab.whom.model.rowCount() == 4
    assert not tab.whom.model.setData(tab.whom.model.index(0, 1), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    del tester, other


def test_what_is_missing_is_said_first_with_the_way_to_its_repair(tab, file, kit, change, qtbot):
    asked = []
    tab.open_requested.connect(asked.append)
    with file.reading() as session:
        fee = agenda(session, kit.meeting)[1].id
    change(set_purpose, fee, None)
    change(change_meeting, kit.meeting, purpose="", place="")
    assert tab.standing.title.text() == "Not ready to be called"
    assert not tab.call_button.isEnabled()
    assert not tab.mail_card.save_button.isEnabled()
    assert not tab.whom.mark_button.isEnabled()
    messages = [tab.standing._missing.itemAt(at).widget() for at in range(tab.standing._missing.count())]
    assert [one.label.text() for one in messages] == [
        "The purpose of the meeting is not written yet.", "Item 2 has no purpose.", "No place is set.",
    ]  # fmt: skip
    click(qtbot, messages[0].button)
    click(qtbot, messages[1].button)
    assert asked == [OpenMeeting(kit.meeting, "papers"), OpenMeeting(kit.meeting, "agenda", fee)]


def test_the_mail_goes_to_a_file_with_everything_in_it(tab, operations, qtbot, tmp_path):
    click(qtbot, tab.whom.none_button)
    click(qtbot, tab.whom.all_button)
    timer = answer_save(qtbot, tmp_path / "call.eml")
    click(qtbot, tab.mail_card.save_button)
    qtbot.waitUntil(lambda: bool(tab.mail_card.message.label.text()), timeout=15000)
    assert not timer.isActive()
    mail = message_from_bytes((tmp_path / "call.eml").read_bytes(), policy=default)
    assert mail["Subject"] == "General meeting 41, 22 October 2026"
    assert [one.addr_spec for one in mail["Bcc"].addresses] == ["lia@hazelnut.example", "law@clinic.example"]
    pdf, ics = mail.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF")
    assert pdf.get_filename() == "Agenda – General meeting 41.pdf"
    assert ics.get_filename() == "General meeting 41.ics"
    words = tab.mail_card.message.label.text()
    assert "Saved as call.eml" in words
    assert "Without an address: Union of Dairies and Green Fund." in words


def test_who_cannot_be_written_to_is_not_counted_as_written_to(tab, kit, change, operations, qtbot, tmp_path):
    def line():
        return tab.mail_card.line.text()

    assert line() == "To 2 of the 4 ticked; agenda and calendar file attached."
    change(change_member, kit.clinic, email="law@@clinic")
    operations.wait()
    one = "This address cannot be written to: law@@clinic (Village Law Clinic)."
    assert line() == f"To 1 of the 4 ticked; agenda and calendar file attached. {one}"
    change(change_member, kit.donor, email="fund")
    both = "These addresses cannot be written to: law@@clinic (Village Law Clinic) and fund (Green Fund)."
    assert line().endswith(both)
    timer = answer_save(qtbot, tmp_path / "call.eml")
    click(qtbot, tab.mail_card.save_button)
    qtbot.waitUntil(lambda: bool(tab.mail_card.message.label.text()), timeout=15000)
    assert not timer.isActive()
    assert both in tab.mail_card.message.label.text()
    mail = message_from_bytes((tmp_path / "call.eml").read_bytes(), policy=default)
    assert [one.addr_spec for one in mail["Bcc"].addresses] == ["lia@hazelnut.example"]
    click(qtbot, tab.whom.mail_button)
    assert [one.name for one in tab.whom.ticked] == ["Hazelnut Growers' Union"]


def test_a_mail_names_whose_address_it_is(tab, kit, change, qtbot, tmp_path):
    change(
        add_representative, kit.dairies, role=RepresentativeRole.ALTERNATE, name="Bea Lund",
        email="bea@dairies.example", from_date=LONG_AGO,
    )  # fmt: skip
    dairies = tab.whom.table.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert dairies.startswith("Union of Dairies, Bea Lund  ·  bea@dairies.example  ·  Nana Ghomi  ·  +995 555 020")
    timer = answer_save(qtbot, tmp_path / "call.eml")
    click(qtbot, tab.mail_card.save_button)
    qtbot.waitUntil((tmp_path / "call.eml").exists, timeout=15000)
    assert not timer.isActive()
    mail = message_from_bytes((tmp_path / "call.eml").read_bytes(), policy=default)
    assert [(one.display_name, one.addr_spec) for one in mail["Bcc"].addresses] == [
        ("Lia Hazel", "lia@hazelnut.example"), ("Bea Lund", "bea@dairies.example"),
        ("Village Law Clinic", "law@clinic.example"),
    ]  # fmt: skip


def test_addresses_are_shown_only_when_asked_for(tab, qtbot, tmp_path):
    tab.mail_card.show_box.setFocus()
    qtbot.keyClick(tab.mail_card.show_box, Qt.Key.Key_Space)
    timer = answer_save(qtbot, tmp_path / "open.eml")
    click(qtbot, tab.mail_card.save_button)
    qtbot.waitUntil((tmp_path / "open.eml").exists, timeout=15000)
    assert not timer.isActive()
    mail = message_from_bytes((tmp_path / "open.eml").read_bytes(), policy=default)
    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == 2


def test_a_mail_to_nobody_is_refused(tab, operations, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.widgets.mail_draft.ask_where", lambda *_args: tmp_path / "call.eml")
    click(qtbot, tab.whom.none_button)
    click(qtbot, tab.mail_card.save_button)
    operations.wait()
    assert tab.mail_card.message.label.text().startswith("Nobody is ticked, so no draft was saved.")
    assert not list(tmp_path.glob("*.eml"))


def test_the_calendar_file_is_saved(tab, operations, qtbot, tmp_path, kit):
    timer = answer_save(qtbot, tmp_path / "meeting")
    click(qtbot, tab.calendar_card.buttons[0])
    qtbot.waitUntil(lambda: "meeting.ics" in tab.calendar_card.message.label.text(), timeout=15000)
    assert not timer.isActive()
    [event] = Calendar.from_ical((tmp_path / "meeting.ics").read_bytes()).walk("VEVENT")
    assert event["uid"] == f"{kit.meeting}@ronda"


def test_a_place_that_refuses_is_told_beside_the_button(tab, operations, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.call.tab.ask_where", lambda *_args: tmp_path / "no such folder" / "x.ics")
    click(qtbot, tab.calendar_card.buttons[0])
    operations.wait()
    assert "cannot be reached" in tab.calendar_card.message.label.text()


def test_the_message_is_copied_and_asks_for_an_answer_in_time(tab, operations, qtbot):
    said = []
    tab.said.connect(said.append)
    assert tab.message_card.text.toPlainText().endswith("Please answer by Mon 19 October 2026.")
    tab.answer_field.line.setFocus()
    tab.answer_field.line.selectAll()
    qtbot.keyClicks(tab.answer_field.line, "15 Oct 2026")
    qtbot.keyClick(tab.answer_field.line, Qt.Key.Key_Return)
    operations.wait()
    assert tab.message_card.text.toPlainText().endswith("Please answer by Thu 15 October 2026.")
    click(qtbot, tab.message_card.copy_button)
    assert QGuiApplication.clipboard().text() == tab.message_card.text.toPlainText()
    assert said == ["Copied. Paste it into a message."]


def test_printing_is_asked_for_by_key_and_button(tab, kit, qtbot):
    asked = []
    tab.print_requested.connect(asked.append)
    assert tab.print_out()
    click(qtbot, tab.print_button)
    click(qtbot, tab.paper_card.buttons[0])
    assert asked == [PrintMeeting(kit.meeting, "agenda")] * 3


def test_a_change_after_the_call_is_to_be_told(tab, file, kit, change, operations, qtbot):
    change(record_told, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOW.astimezone())
    counts = []
    tab.count_changed.connect(counts.append)
    change(change_meeting, kit.meeting, place="Hall 3")
    assert tab.standing.change.label.text() == "The meeting changed after the call: tell the members of the change."
    assert tab.whom.count_badge.text() == "0 of 4 told"
    assert counts[-1] == 4
    assert len(tab.whom.ticked) == 4
    assert tab.message_card.text.toPlainText().startswith("Changed: General meeting 41")
    click(qtbot, tab.whom.mark_button)
    operations.wait()
    assert tab.standing.change.isHidden()
    assert counts[-1] is None
    with file.reading() as session:
        fee = agenda(session, kit.meeting)[1].id
    change(change_item, fee, title="Water-user fee: one position")
    assert tab.standing.change.label.text() == "Agenda or papers changed since members were told."
    click(qtbot, tab.standing.change.button)
    operations.wait()
    assert tab.whom.count_badge.text() == "0 of 4 told"


def test_a_meeting_is_cancelled_with_a_reason_and_those_told_are_told(tab, file, kit, change, operations, qtbot):
    change(record_told, kit.meeting, [kit.hazelnut], channel=Channel.EMAIL, at=NOW.astimezone())
    click(qtbot, tab.standing.cancel_button)
    [dialog] = tab.findChildren(ReasonDialog)
    assert not dialog.verb.isEnabled()
    qtbot.keyClicks(dialog.field, "The hall is flooded")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    operations.wait()
    with file.reading() as session:
        assert meeting(session, kit.meeting).row.status is MeetingStatus.CANCELLED
    assert (tab.standing.title.text(), tab.standing.line.text()) == ("Cancelled", "The hall is flooded")
    assert [one.name for one in tab.whom.model.rows] == ["Hazelnut Growers' Union"]
    assert tab.message_card.text.toPlainText().startswith("Cancelled: General meeting 41")
    assert tab.mail_card.save_button.isEnabled()


def test_a_cancellation_nobody_needs_to_hear_of(tab, kit, change):
    change(cancel_meeting, kit.meeting, reason="No")
    assert tab.whom.model.rowCount() == 0
    assert not tab.mail_card.save_button.isEnabled()


def test_the_day_to_answer_by_stays(tab, kit, change, operations, qtbot):
    def look_again():
        for meeting_id in (kit.next_meeting, kit.meeting):
            tab.set_meeting(meeting_id)
            operations.wait()
        return tab.answer_field.value()

    tab.answer_field.line.setFocus()
    tab.answer_field.line.selectAll()
    qtbot.keyClicks(tab.answer_field.line, "15 Oct 2026")
    qtbot.keyClick(tab.answer_field.line, Qt.Key.Key_Return)
    operations.wait()
    assert look_again() == dt.date(2026, 10, 15)
    operations.undo()
    operations.wait()
    assert tab.answer_field.value() == dt.date(2026, 10, 19)
    change(record_told, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOW.astimezone(), answers_by=DAY)
    change(change_meeting, kit.meeting, date=DAY - dt.timedelta(days=1))
    assert look_again() < DAY - dt.timedelta(days=1)  # the meeting was moved before the day asked for


def test_a_day_to_answer_by_that_waits_for_the_disk_stays_with_its_meeting(tab, kit, operations, qtbot, full_disk):
    full_disk(operations)
    tab.answer_field.line.setFocus()
    tab.answer_field.line.selectAll()
    qtbot.keyClicks(tab.answer_field.line, "15 Oct 2026")
    qtbot.keyClick(tab.answer_field.line, Qt.Key.Key_Return)
    seen = []
    for meeting_id in (kit.next_meeting, kit.meeting):
        tab.set_meeting(meeting_id)
        operations.wait()
        seen.append(tab.answer_field.value())
    assert seen == [DAY + dt.timedelta(days=32), dt.date(2026, 10, 15)]


def test_a_meeting_that_began_is_not_called(tab, kit, change):
    change(start_meeting, kit.meeting, at=dt.time(10))
    assert tab.standing.title.text() == "Held without a call"
    assert not tab.whom.mark_button.isEnabled()
    assert not tab.call_button.isVisible()


def test_a_mistaken_entry_is_taken_back(tab, kit, change, operations, qtbot):
    change(record_told, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOW.astimezone())
    tab.log.table.setFocus()
    tab.log.table.selectRow(0)
    click(qtbot, tab.log.forget_button)
    operations.wait()
    assert tab.whom.count_badge.text() == "2 of 4 told"


def test_another_meeting_starts_afresh(tab, kit, operations):
    tab.set_meeting(kit.next_meeting)
    operations.wait()
    assert tab.standing.title.text() == "Not ready to be called"
    assert tab.answer_field.value() == DAY + dt.timedelta(days=32)
    assert tab.mail_card.message.isHidden()


def test_the_keyboard_does_not_begin_at_cancelling(tab, qtbot):
    assert focus_into(tab.panels()[0])
    assert tab.window().focusWidget() is not tab.standing.cancel_button
