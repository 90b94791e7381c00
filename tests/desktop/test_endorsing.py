"""Noting who stands behind what: the dialog by keyboard, and how decisions show it."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from db.charter.endorsements import Subject, SubjectKind, Tally, endorsement_sheet, tallies
from db.charter.notes import add_note, send_note
from db.history import history
from db.schema import Decision
from db.vocabulary import NoteKind, Stance
from desktop import texts
from desktop.clock import stopped_at
from desktop.decisions.page import DecisionsPage
from desktop.operations import Operations
from desktop.widgets.endorsing import EndorsingDialog
from tests.db.meeting_kit import small_alliance
from tests.new_file import new_file

NOW = dt.datetime(2026, 11, 22, 9)
Key = Qt.Key


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def subject(file):
    with file.writing(who="Ana") as session:
        kit = small_alliance(session)
        with history.step(session, "set_up"):
            row = Decision(meeting_id=kit.meeting, sequence=1, text="A fee by volume")
            session.add(row)
    return Subject(SubjectKind.DECISION, row.id)


@pytest.fixture
def operations(file):
    made = Operations(file, who="Keti")
    crashes = []
    made.crashed.connect(crashes.append)
    yield made
    made.close()
    assert not crashes


@pytest.fixture
def ask(qtbot, operations):
    home = QWidget()
    qtbot.addWidget(home)
    home.resize(1366, 696)
    home.show()

    def asked(subject):
        dialog = EndorsingDialog(operations, stopped_at(NOW), subject, home)
        QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        dialog.open()
        settle(operations)
        return dialog

    yield asked
    for dialog in home.findChildren(EndorsingDialog):
        dialog.close()


def settle(operations):
    for _turn in range(3):
        operations.wait()
        QApplication.processEvents()


def sheet(file, subject):
    with file.reading() as session:
        return endorsement_sheet(session, subject, today=NOW.date())


def test_a_whole_alliance_is_noted_with_one_letter_each(ask, file, subject, operations, qtbot):
    dialog = ask(subject)
    assert QApplication.focusWidget() is dialog.table
    assert dialog.state_label.text() == "5 not asked yet"
    for letter in "eesE":
        qtbot.keyClicks(dialog.table, letter)
    qtbot.keyClick(dialog.table, Key.Key_O)
    assert QApplication.focusWidget() is dialog.remark
    qtbot.keyClicks(dialog.remark, "Too dear for us")
    qtbot.keyClick(dialog.remark, Key.Key_Return)
    settle(operations)
    assert dialog.isVisible(), "Enter in the note closed the dialog"
    rows = sheet(file, subject).rows
    assert [row.stance for row in rows] == [
        Stance.ENDORSES, Stance.ENDORSES, Stance.SILENT, Stance.ENDORSES, Stance.OBJECTS
    ]  # fmt: skip
    assert rows[4].remark == "Too dear for us"
    assert rows[0].person, "who spoke for it is noted"
    assert not rows[2].person, "nobody spoke for whom is silent"
    assert dialog.state_label.text() == "3 endorse, 1 silent, 1 objects"


def test_what_was_noted_is_taken_back_and_changed(ask, file, subject, operations, qtbot):
    dialog = ask(subject)
    qtbot.keyClicks(dialog.table, "e")
    qtbot.keyClick(dialog.table, Key.Key_Up)
    qtbot.keyClick(dialog.table, Key.Key_Delete)
    settle(operations)
    assert sheet(file, subject).tally == Tally(0, 0, 0, 5)
    dialog.buttons[Stance.SILENT].click()
    dialog.rest_endorse.click()
    settle(operations)
    assert sheet(file, subject).tally == Tally(4, 1)
    assert not dialog.rest_endorse.isEnabled()


def test_what_waits_for_the_disk_stands_there_when_it_is_opened_again(
    ask, file, subject, operations, qtbot, full_disk
):  # fmt: skip
    disk = full_disk(operations)
    for letter, words in (("o", "Too"), ("", " dear")):
        dialog = ask(subject)
        qtbot.keyClicks(dialog.table, letter)
        dialog.remark.setFocus()
        qtbot.keyClick(dialog.remark, Key.Key_End)
        qtbot.keyClicks(dialog.remark, words)
        qtbot.keyClick(dialog.remark, Key.Key_Return)
        dialog.close()
    disk.has_room()
    settle(operations)
    row = sheet(file, subject).rows[0]
    assert (row.stance, row.remark) == (Stance.OBJECTS, "Too dear")


def test_the_day_and_the_person_can_be_said(ask, file, subject, operations, qtbot):
    dialog = ask(subject)
    dialog.day_field.line.setText("no day")
    qtbot.keyClicks(dialog.table, "e")
    assert "A day is needed" in dialog.message.label.text()
    dialog.day_field.line.setText("1 Nov 2026")
    qtbot.keyClicks(dialog.table, "e")
    settle(operations)
    assert sheet(file, subject).rows[0].on_date == dt.date(2026, 11, 1)


def test_in_spanish_the_letters_are_those_of_its_words(ask, file, subject, operations, qtbot):
    with texts.speaking("es"):
        dialog = ask(subject)
        qtbot.keyClicks(dialog.table, "re")
        settle(operations)
        assert dialog.state_label.text() == "2 respaldan, 3 sin consultar"


def test_what_went_out_is_only_shown(ask, file, subject, operations, qtbot):
    with file.writing() as session:
        key, _ = add_note(session, kind=NoteKind.STATEMENT, title="No dam", written_on=NOW.date(), issue="No.")
        send_note(session, key, on=NOW.date())
    dialog = ask(Subject(SubjectKind.NOTE, key))
    qtbot.keyClicks(dialog.table, "e")
    settle(operations)
    assert "It went out on 22 November 2026" in dialog.lead_label.text()
    assert not any(button.isEnabled() for button in dialog.buttons.values())
    with file.reading() as session:
        assert tallies(session, SubjectKind.NOTE) == {}


def test_the_register_of_decisions_counts_and_opens_the_dialog(file, subject, operations, qtbot):
    page = DecisionsPage(operations, clock=stopped_at(NOW))
    qtbot.addWidget(page)
    page.resize(1158, 640)
    page.show()
    settle(operations)
    section = page.detail.endorsements
    assert section.tally_label.text() == "Nobody was asked yet"
    qtbot.keyClick(page.table, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle(operations)
    dialog = section.dialog
    qtbot.keyClicks(dialog.table, "e")
    qtbot.keyClick(dialog.table, Key.Key_O)
    qtbot.keyClicks(dialog.remark, "Too dear")
    qtbot.keyClick(dialog.remark, Key.Key_Return)
    settle(operations)
    dialog.close()
    spoken = page.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 endorses, 1 objects" in spoken
    assert section.tally_label.text() == "1 endorses, 1 objects"
    assert "objects: Too dear" in section.rest_label.text()
