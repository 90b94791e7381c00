"""Handing the desk over and receiving it, through the person's hands."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from db.duties.turns import ask_turn
from db.engine import open_file
from db.handover.desk import desk, handovers, hold_desk, keys
from db.handover.handover import Holder, mark_given, prepare_copy
from db.meetings.agenda import agenda, set_purpose
from db.meetings.meetings import meetings, plan_meeting
from db.meetings.running import finish_meeting, start_meeting
from db.members.people import add_person
from db.vocabulary import Channel, ItemOrigin, ItemPurpose
from desktop.bootstrap import Program
from desktop.clock import stopped_at
from desktop.copies_seen import CopiesSeen
from desktop.duties.page import DutiesPage
from desktop.exchange.pack import open_pack
from desktop.handover.dialogs import GiveDialog, KeyDialog, TakeBackDialog
from desktop.handover.first_minutes import FirstMinutesPage
from desktop.handover.page import HandoverPage
from desktop.meetings.frame import MeetingFrame
from desktop.meetings.page import MeetingsPage
from desktop.opened_copies import keep_receipt
from desktop.settings import SettingsFile
from desktop.start.dialogs import PassphraseDialog
from desktop.start.pack import PackDialog
from desktop.start.page import Choosers
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.targets import OpenHandover
from desktop.window import Window
from tests.desktop.desk import busy_desk
from tests.new_file import new_file
from tests.reports.reading import solid, whole

NOW = dt.datetime(2026, 10, 15, 10, 35).astimezone()
LEFT = Qt.MouseButton.LeftButton
WORDS = "four five six"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ours = new_file(tmp_path / "Ours.ronda", name="Lake Valley Alliance", who="Marta Soria")
    with ours as file, file.writing() as session:
        busy_desk(session)
        add_person(session, name="Rosa Quispe")
    return tmp_path / "Ours.ronda"


@pytest.fixture
def program(qapp, appearance, tmp_path: Path, path: Path) -> Iterator[Program]:
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Marta Soria", language="en")
    choosers = Choosers(
        lambda *_: None, lambda *_: None, lambda *_: None,
        pack_to_open=lambda *_: tmp_path / "p.ronda-pack",
        place_for_received=lambda *_: tmp_path / "Theirs.ronda",
    )  # fmt: skip
    program = Program(qapp, appearance, settings, clock=stopped_at(NOW), choosers=choosers, report_folder=tmp_path)
    yield program
    program.close()
    assert not list(tmp_path.glob("fault*"))


def settle(program: Program) -> None:
    for _turn in range(3):
        program._jobs.wait(60)
        if program.operations is not None:
            program.operations.wait(60)
        QApplication.processEvents()


def opened(program: Program, path: Path) -> Window:
    program.show_file(open_file(path, who="Marta Soria"))
    settle(program)
    assert isinstance(program.window, Window)
    return program.window


def page(program: Program) -> HandoverPage:
    program.window.handover_requested.emit()
    settle(program)
    shown = program.window.current_page()
    assert isinstance(shown, HandoverPage)
    return shown


def dialog(kind: type) -> QDialog:
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, kind)
    return shown


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def hand_over(program: Program, qtbot, tmp_path: Path, passphrase: str = "") -> None:
    qtbot.mouseClick(page(program).give_button, LEFT)
    asked = dialog(GiveDialog)
    qtbot.keyClicks(asked.to_field, "rosa quispe")
    asked.set_place(tmp_path / "p.ronda-pack")
    if passphrase:
        asked.protection.box.setChecked(True)
        qtbot.keyClicks(asked.protection.field, passphrase)
        assert not asked.give_button.isEnabled()
        qtbot.keyClicks(asked.protection.again, passphrase)
    qtbot.mouseClick(asked.give_button, LEFT)
    settle(program)
    assert "Bring them “p.ronda-pack”" in words_in(asked)
    qtbot.mouseClick(asked.close_button, LEFT)
    settle(program)


def test_ctrl_p_prints_the_note_with_what_was_just_typed(program: Program, path: Path, qtbot) -> None:
    program.show_file(open_file(path))
    page(program).worries.setFocus()
    qtbot.keyClicks(page(program).worries, "The stove smokes.")
    qtbot.keyClick(program.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    program.operations.wait()
    [shown] = program.window.findChildren(PrintPreview)
    qtbot.waitUntil(lambda: bool(shown._pdf))
    assert solid("The stove smokes.") in whole(shown._pdf)
    shown.close()


def test_the_page_says_what_is_left_to_do(program, path, qtbot) -> None:
    opened(program, path)
    shown = page(program)
    said = words_in(shown)
    assert "2 actions are late: chase their owners" in said
    assert "The desk has not been handed over yet." in said
    assert "Marta Soria since" in shown.fact()
    assert program.window.sidebar.current_item() is None, "no page of the sidebar is in sight"


def test_a_turn_that_waits_for_an_answer_is_shown_on_the_duties_page(program, path, qtbot) -> None:
    with open_file(path, who="Marta Soria") as file, file.writing() as session:
        plan_ahead(session, today=NOW.date())
        waiting = next(row for row in turn_rows(session) if row.member_id and row.first > NOW.date())
        ask_turn(session, waiting.id, how=Channel.PHONE, at=NOW)
    opened(program, path)
    buttons = page(program).findChildren(QPushButton)
    qtbot.mouseClick(next(one for one in buttons if one.accessibleDescription() == "1 turn waits for an answer"), LEFT)
    settle(program)
    shown = program.window.current_page()
    assert isinstance(shown, DutiesPage)
    assert shown.table.turn().id == waiting.id


def test_what_lacks_a_paper_or_its_minutes_is_named_and_shown(program, path, qtbot) -> None:
    with open_file(path, who="Marta Soria") as file, file.writing() as session:
        [ahead] = [row.id for row in meetings(session) if row.number == 6]
        [trainers] = [row.id for row in agenda(session, ahead) if row.title == "Trainers"]
        [own] = [row.id for row in agenda(session, ahead) if row.origin is ItemOrigin.OPEN_ACTIONS]
        set_purpose(session, own, ItemPurpose.DECIDE)
        special, _changes = plan_meeting(session, date=NOW.date() - dt.timedelta(days=3), title="Special")
        start_meeting(session, special, at=dt.time(9))
        finish_meeting(session, special, at=dt.time(10))
    opened(program, path)

    def press(words: str) -> MeetingFrame:
        shown = page(program)
        assert words in words_in(shown).splitlines()
        [button] = [one for one in shown.findChildren(QPushButton) if one.accessibleDescription() == words]
        qtbot.mouseClick(button, LEFT)
        settle(program)
        meeting_page = program.window.current_page()
        assert isinstance(meeting_page, MeetingsPage)
        return meeting_page.frame

    frame = press("Trainers  ·  General meeting 7")
    assert (frame.shown().meeting_id, frame.shown().tab) == (ahead, "papers")
    assert frame.tab().papers_card.under_choice.value() == trainers  # a paper that is added goes under it
    frame = press("Open actions  ·  General meeting 7")
    assert frame.tab().papers_card.under_choice.value() == own
    frame = press("Special (6)")
    assert (frame.shown().meeting_id, frame.shown().tab) == (special, "minutes")


def test_keys_and_worries_are_kept_as_they_are_said(program, path, qtbot) -> None:
    """Forget no tick in `KeysCard.settle`, and this fails: undone, it would stand there still."""
    window = opened(program, path)
    shown = page(program)
    qtbot.mouseClick(shown.keys.add_button, LEFT)
    asked = dialog(KeyDialog)
    qtbot.keyClicks(asked.name_field, "Mailbox password")
    qtbot.keyClick(asked.name_field, Qt.Key.Key_Tab)
    qtbot.keyClicks(asked.where_field, "In the safe")
    qtbot.keyClick(asked.where_field, Qt.Key.Key_Return)
    settle(program)
    shown.worries.setFocus()
    qtbot.keyClicks(shown.worries, "Ring the hall")
    qtbot.mouseClick(shown.keys.boxes[0], LEFT)
    window.show_page("today")
    settle(program)
    with program._file().reading() as session:
        assert [(row.name, row.kept_where, row.passed_in) for row in keys(session)] == [
            ("Mailbox password", "In the safe", 1)
        ]
        assert desk(session).worries == "Ring the hall"
    for _step in ("the worries", "the tick"):
        program.operations.undo()
    settle(program)
    window.show_page("handover")
    settle(program)
    assert not shown.keys.boxes[0].isChecked(), "a tick that was on record stays no longer than it is"


def test_the_desk_goes_to_the_next_and_the_file_stays_to_look_at(program, path, qtbot, tmp_path) -> None:
    opened(program, path)
    hand_over(program, qtbot, tmp_path)
    window = program.window
    assert "Rosa Quispe" in window.banner.label.text()
    assert "has had the desk since 15 October 2026" in window.banner.label.text()
    shown = page(program)
    assert not shown.give_button.isEnabled()
    assert shown.worries.isReadOnly()
    with open_pack(tmp_path / "p.ronda-pack") as pack:
        assert pack.manifest.to_name == "Rosa Quispe"
    window.undo()
    settle(program)
    assert "Rosa Quispe" in window.toast.label.text(), "whoever tries to write is told who has the desk"


def test_the_desk_is_taken_back_with_a_reason(program, path, qtbot, tmp_path) -> None:
    opened(program, path)
    hand_over(program, qtbot, tmp_path)
    qtbot.mouseClick(program.window.banner.button, LEFT)
    asked = dialog(TakeBackDialog)
    qtbot.keyClicks(asked.reason_field, "The stick was lost")
    assert not asked.take_button.isEnabled(), "what it means is to be ticked"
    asked.sure_box.setChecked(True)
    qtbot.mouseClick(asked.take_button, LEFT)
    settle(program)
    assert not program.window.banner.isVisible()
    assert page(program).give_button.isEnabled()
    with program._file().reading() as session:
        newest = handovers(session)[0]
        assert (newest.reason, newest.to_name, newest.count) == ("The stick was lost", "Marta Soria", 2)


def test_taking_back_names_who_has_the_desk_by_now(program, path, qtbot, tmp_path) -> None:
    """Marta gave it to Rosa, and Rosa to Luis: it is Luis who would lose what was written since."""
    theirs = tmp_path / "Theirs.ronda"
    for giver, copy, name in ((path, theirs, "Rosa Quispe"), (theirs, tmp_path / "Third.ronda", "Luis Roca")):
        with open_file(giver, who="Marta Soria") as file:
            prepared = prepare_copy(file, copy, taker=Holder(name), who="", at=NOW)
            mark_given(file, prepared.change, who="", pack=copy, digest="0" * 64)
    opened(program, tmp_path / "Third.ronda")
    program.show_start()
    settle(program)
    window = opened(program, path)
    qtbot.mouseClick(window.banner.button, LEFT)
    asked = dialog(TakeBackDialog)
    assert "Luis Roca has the desk. Take it back only if" in words_in(asked)
    asked.reject()


@pytest.mark.parametrize("passphrase", ["", WORDS])
def test_the_receiver_sees_what_it_is_and_begins_at_the_first_page(program, path, qtbot, tmp_path, passphrase) -> None:
    opened(program, path)
    hand_over(program, qtbot, tmp_path, passphrase)
    start = program.show_start()
    settle(program)
    qtbot.mouseClick(start.pack_button, LEFT)
    settle(program)
    if passphrase:
        asked = dialog(PassphraseDialog)
        qtbot.keyClicks(asked.field, "a wrong one")
        qtbot.mouseClick(asked.open_button, LEFT)
        settle(program)
        assert "does not open “p.ronda-pack”" in words_in(asked)
        asked.field.clear()
        qtbot.keyClicks(asked.field, passphrase)
        qtbot.mouseClick(asked.open_button, LEFT)
        settle(program)
    told = dialog(PackDialog)
    assert "Marta Soria" in words_in(told)
    assert "15 October 2026, 10:35" in words_in(told)
    unfolded = told.pack.file.parent
    qtbot.mouseClick(told.keep_button, LEFT)
    settle(program)
    assert not unfolded.exists()
    shown = program.window.current_page()
    assert isinstance(shown, FirstMinutesPage)
    assert program._file().path == tmp_path / "Theirs.ronda"
    settle(program)
    said = words_in(shown)
    assert "Ring the owners" in said
    assert "The fee is 12 a year" in said
    assert "Marta Soria" in shown.fact()
    qtbot.mouseClick(shown.away_button, LEFT)
    settle(program)
    assert program.window.current_key() == "today"
    program.show_start()
    settle(program)
    assert opened(program, tmp_path / "Theirs.ronda").current_key() == "today", "it was put away"
    program.window.first_minutes_requested.emit()
    settle(program)
    shown = program.window.current_page()
    assert isinstance(shown, FirstMinutesPage), "it can be had again"
    assert shown.fact() == "Rosa Quispe has had the desk since 15 October 2026; it came from Marta Soria"
    program._settings.change(who="rosa  Quispe")
    assert shown.fact() == "The desk has been yours since 15 October 2026, from Marta Soria"
    program.operations.write(hold_desk, name="Luis Roca", office="", since=NOW.date())
    settle(program)
    assert shown.fact() == "Luis Roca since 15 October 2026"
    assert not program.window.current_page().away_button.isVisible()


def test_a_pack_received_already_says_so_and_asks_before_a_second_copy(program, path, qtbot, tmp_path) -> None:
    opened(program, path)
    hand_over(program, qtbot, tmp_path)
    with open_pack(tmp_path / "p.ronda-pack") as pack:
        pack.keep(tmp_path / "First.ronda")
    with open_file(tmp_path / "First.ronda") as file:
        keep_receipt(file, NOW)
    program.show_start().open_path(tmp_path / "p.ronda-pack")
    settle(program)
    told = dialog(PackDialog)
    assert "received on this computer already, on 15 October 2026, 10:35" in words_in(told)
    assert str(tmp_path / "First.ronda") in words_in(told)
    for verb, kept in (("Cancel", False), ("Keep a second copy…", True)):
        asked = press_when_asked(verb)
        qtbot.mouseClick(told.keep_button, LEFT)
        settle(program)
        assert asked == ["Keep a second copy?"]
        assert (tmp_path / "Theirs.ronda").exists() is kept
    window = program.window
    assert "This is a second copy from one handover pack." in window.banner.label.text()
    qtbot.mouseClick(window.banner.button, LEFT)
    program.show_start()
    settle(program)
    assert not opened(program, tmp_path / "Theirs.ronda").banner.isVisible(), "it goes on with this one"
    program.show_start()
    settle(program)
    assert "second copy" in opened(program, tmp_path / "First.ronda").banner.label.text()


def press_when_asked(verb: str) -> list[str]:
    """Press a button of the next question; return the list its title is noted in."""
    asked: list[str] = []

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if shown is None or isinstance(shown, PackDialog):
            QTimer.singleShot(20, look)
            return
        asked.append(shown.accessibleName())
        next(button for button in shown.findChildren(QPushButton) if button.text() == verb).click()

    QTimer.singleShot(0, look)
    return asked


def test_a_damaged_pack_is_refused_in_place(program, path, qtbot, tmp_path) -> None:
    opened(program, path)
    hand_over(program, qtbot, tmp_path)
    pack = tmp_path / "p.ronda-pack"
    bad = bytearray(pack.read_bytes())
    bad[len(bad) // 2] ^= 1
    pack.write_bytes(bad)
    program.show_start()
    program.open_path(pack)
    settle(program)
    assert "is damaged" in program.window.page.message.label.text()
    assert not (tmp_path / "Theirs.ronda").exists()


def test_an_older_copy_says_so_and_how_much_it_lacks(program, path, qtbot, tmp_path) -> None:
    import shutil

    window = opened(program, path)
    shutil.copy(path, tmp_path / "Old.ronda")
    shown = page(program)
    shown.worries.setFocus()
    qtbot.keyClicks(shown.worries, "One thing")
    window.show_page("today")
    settle(program)
    program.show_start()
    settle(program)
    window = opened(program, tmp_path / "Old.ronda")
    assert "This is an older copy. It lacks 1 change" in window.banner.label.text()
    assert "Ours.ronda" in window.banner.label.text()
    qtbot.mouseClick(window.banner.button, LEFT)
    assert not window.banner.isVisible()
    assert CopiesSeen().last_seen is not None


def test_a_copy_of_before_the_handover_says_to_whom_it_went(program, path, qtbot, tmp_path) -> None:
    import shutil

    shutil.copy(path, tmp_path / "Backup.ronda")
    opened(program, path)
    hand_over(program, qtbot, tmp_path)
    program.show_start()
    settle(program)
    window = opened(program, tmp_path / "Backup.ronda")
    assert "from before the desk went to Rosa Quispe" in window.banner.label.text()


def test_giving_can_be_stopped(program, path, qtbot, tmp_path, monkeypatch) -> None:
    from desktop.exchange import giving

    opened(program, path)
    qtbot.mouseClick(page(program).give_button, LEFT)
    asked = dialog(GiveDialog)
    qtbot.keyClicks(asked.to_field, "Rosa Quispe")
    asked.set_place(tmp_path / "p.ronda-pack")
    made = giving.prepare_copy

    def stop_then(*args, **kwargs):
        asked._stop()
        return made(*args, **kwargs)

    monkeypatch.setattr(giving, "prepare_copy", stop_then)
    qtbot.mouseClick(asked.give_button, LEFT)
    settle(program)
    assert "The desk is still here" in words_in(asked)
    assert not list(tmp_path.glob("*pack*"))
    assert program._file().given is None
    qtbot.mouseClick(asked.close_button, LEFT)


def test_the_duties_page_leads_here(program, path) -> None:
    window = opened(program, path)
    window.show_page("duties")
    settle(program)
    window.current_page().open_requested.emit(OpenHandover())
    settle(program)
    assert isinstance(window.current_page(), HandoverPage)
