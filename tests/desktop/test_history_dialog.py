"""What was done, in words; and bringing back what was deleted."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from sqlalchemy import event, select

from db.duties.absences import report_absence
from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from db.duties.turns import decline_turn
from db.history import history
from db.history.history import undo
from db.history.steps_told import redo_told, undo_told, what_was_done
from db.incoming.imports import import_meetings
from db.incoming.past_meetings import PastMeeting
from db.meetings.agenda import add_item, delete_item, move_item
from db.meetings.attendance import record_all_present, record_attendance
from db.meetings.running import start_meeting
from db.members.members import add_member, add_offer, change_member, delete_offer
from db.members.representatives import add_representative
from db.minutes.actions import close_action
from db.minutes.decisions import record_consensus
from db.minutes.minutes import save_item_text
from db.schema import Action, Decision, Offer
from db.vocabulary import AttendanceStatus, RepresentativeRole
from desktop import texts
from desktop.history.dialog import WhatWasDone
from desktop.history.told import step_sentence, undone_words
from desktop.naming.steps import STEPS, step_words
from desktop.operations import Operations
from tests.db.duties.duty_kit import TODAY, alliance_in_turn
from tests.db.meeting_kit import DAY, small_alliance
from tests.drawn import seen
from tests.new_file import new_file


def test_every_step_of_the_record_has_words(root):
    named = {
        "undo",
        "redo",
        "restore",
        *re.findall(r'"(record_consensus|record_votes|clear_how_taken|import_texts)"', _record(root)),
    }
    named |= set(re.findall(r'history\.step\(\s*session,\s*"([a-z_]+)"', _record(root)))
    assert len(named) > 90
    assert named - set(STEPS) == set(), "say what it did in desktop/naming/steps.py"


def _record(root) -> str:
    return "\n".join(path.read_text("utf-8") for path in (root / "db").rglob("*.py"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_steps_read_as_sentences(language):
    with texts.speaking(language):
        words = [step_words(name) for name in STEPS]
        assert all(text[0].isupper() and not text.endswith(".") for text in words)
        assert step_words("something_new") not in words


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


def test_what_was_deleted_comes_back(qtbot, file):
    with file.writing(who="Ana") as session:
        member, _ = add_member(session, name="Dairy")
        offer, _ = add_offer(session, member, text="A van <b>")
    with file.writing(who="Keti") as session:
        delete_offer(session, offer)
    operations = Operations(file, who="Keti")
    dialog = WhatWasDone(operations)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.show()
    operations.wait()
    assert dialog.model.index(0, 1).data() == "Keti"
    spoken = dialog.model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Deleted what a member offered, Deleted: A van <b>"
    assert dialog.restore_button.isEnabled()
    dialog.restore_button.click()
    operations.wait()
    assert dialog.message.label.text() == "It is back."
    with file.reading() as session:
        assert session.scalars(select(Offer.text)).all() == ["A van <b>"]
    assert step_words(dialog.model.rows[0].name) == "Brought back what was deleted"
    dialog.restore_button.click()
    operations.wait()
    assert dialog.message.label.text().startswith("There is nothing to restore")
    operations.write(undo)
    operations.wait()
    dialog.close()
    operations.close()


def test_a_long_sentence_goes_on_in_a_second_line(qtbot, file, tmp_path):
    name = "Regional Office for the Co-ordination of Extension and Livelihoods"
    with file.writing(who="Ana") as session:
        member, _ = add_member(session, name=name)
        offer, _ = add_offer(session, member, text=f"A van for the {name}")
        delete_offer(session, offer)
    operations = Operations(file, who="Ana")
    dialog = WhatWasDone(operations)
    qtbot.addWidget(dialog)
    dialog.show()
    operations.wait()
    lines = seen(tmp_path / "lines.pdf", lambda painter: dialog.table.viewport().render(painter, QPoint()))
    assert "ExtensionandLivelihoods" in lines
    assert not any("…" in line for line in lines)
    dialog.close()
    operations.close()


def test_what_is_undone_or_done_again_is_named(file):
    with file.writing(who="Ana") as session:
        add_member(session, name="Dairy")
    for name, words in ((undo_told, "Added a member: Dairy"), (redo_told, "Added a member: Dairy")):
        with file.writing(who="Ana") as session:
            assert undone_words(name(session)[0]) == words
    with texts.speaking("es"), file.writing(who="Ana") as session:
        assert undone_words(undo_told(session)[0]) == f"{step_words('add_member')}: Dairy"


def test_minutes_that_came_after_their_meetings_are_told_as_such(file):
    bare = PastMeeting(2, DAY, title="First", present=("Ana",))
    whole = replace(bare, text="A canal", text_name="first.md")
    with file.writing(who="Ana") as session:
        for past, words in ((bare, "Brought in past meetings"), (whole, "Brought in minutes of past meetings")):
            import_meetings(session, [past])
            assert step_sentence(what_was_done(session, limit=1)[0]).startswith(f"{words}: ")
        assert undone_words(undo_told(session)[0]).startswith("Brought in minutes of past meetings: First")
        assert undone_words(redo_told(session)[0]).startswith("Brought in minutes of past meetings: First")
        import_meetings(session, [whole, replace(whole, row=3, date=DAY + dt.timedelta(days=1))])
        assert step_words(what_was_done(session, limit=1)[0].name) == "Brought in past meetings"


def test_what_only_stands_in_another_place_since_is_not_counted(file):
    with file.writing(who="Ana") as session:
        kit = small_alliance(session, titles=("Opening", "Fee", "Canal", "Close"))
        delete_item(session, kit.items[1])
        assert undone_words(undo_told(session)[0]) == "Took an item off an agenda: Fee"
        assert undone_words(redo_told(session)[0]) == "Took an item off an agenda: Fee"
        assert undone_words(undo_told(session)[0]) == "Took an item off an agenda: Fee"
        move_item(session, kit.items[3], to=0)
        assert step_sentence(what_was_done(session, limit=1)[0]) == "Moved an agenda item: Close"
        add_item(session, kit.meeting, title="Bridge", position=0)
        assert step_sentence(what_was_done(session, limit=1)[0]) == "Added an agenda item: Bridge"


def test_the_item_that_was_moved_is_named_not_those_it_passed(file):
    with file.writing(who="Ana") as session:
        kit = small_alliance(session, titles=("Opening", "Fee", "Canal", "Close"))
        before = what_was_done(session, limit=1)[0].id
        move_item(session, kit.items[1], to=2)
        move_item(session, kit.items[1], to=3)
        newest, earlier = what_was_done(session, limit=2)
        assert (step_sentence(newest), earlier.id) == ("Moved an agenda item: Fee", before)
        assert undone_words(undo_told(session)[0]) == "Moved an agenda item: Fee"
        assert undone_words(redo_told(session)[0]) == "Moved an agenda item: Fee"
        assert step_sentence(what_was_done(session, limit=1)[0]) == "Did a step again: Moved an agenda item: Fee"


def test_a_turn_is_named_by_whose_it_is_and_several_are_counted(file):
    with file.writing(who="Ana") as session:
        kit = alliance_in_turn(session)
        plan_ahead(session, today=TODAY)
        turn = next(row for row in turn_rows(session) if row.member_id)
        decline_turn(session, turn.id, today=TODAY)
        assert step_sentence(what_was_done(session, limit=1)[0]) == f"Noted that a turn was declined: {turn.member}"
        assert undone_words(undo_told(session)[0]) == f"Noted that a turn was declined: {turn.member}"
        assert undone_words(undo_told(session)[0]) == "Planned turns ahead"
        assert undone_words(redo_told(session)[0]) == f"Planned turns ahead: {4 * len(kit.meetings)} turns"
        report_absence(session, member_id=kit.members[0], from_date=TODAY, to_date=None, today=TODAY)
        assert undone_words(undo_told(session)[0]).startswith("Reported an absence")


def test_each_step_says_what_it_was_about(file):
    with file.writing(who="Ana") as session:
        kit = small_alliance(session)
    moves = (
        lambda session: save_item_text(session, kit.items[1], text="a: Ask for the map\nd: Keep the fee", today=DAY),
        lambda session: close_action(session, session.scalars(select(Action.id)).one(), on=DAY),
        history.undo,
        lambda session: record_attendance(session, kit.meeting, kit.members[0], status=AttendanceStatus.PRESENT),
        lambda session: record_all_present(session, kit.meeting, kit.members[1:]),
        lambda session: start_meeting(session, kit.meeting, at=dt.time(10)),
        lambda session: change_member(session, kit.members[0], sector="nuts"),
        lambda session: record_consensus(session, session.scalars(select(Decision.id)).one()),
        lambda session: add_representative(
            session, kit.members[0], person_id=kit.people[1], role=RepresentativeRole.ALTERNATE
        ),
    )
    for move in moves:
        with file.writing(who="Ana") as session:
            move(session)
    with file.reading() as session:
        told = [step_sentence(step) for step in what_was_done(session, limit=len(moves))]
    assert told[::-1] == [
        "Wrote minutes: Water-user fee",
        "Marked an action as done: Ask for the map",
        "Undid a step: Marked an action as done: Ask for the map",
        "Marked attendance: Hazelnut Growers' Union",
        "Marked several as present: 4 members",
        "Started a meeting: General meeting 41",
        "Changed a member: Hazelnut Growers' Union",
        "Noted a decision by consensus: Keep the fee",
        "Named a representative: Gia Lobio, Hazelnut Growers' Union",
    ]


def test_the_names_of_all_steps_are_asked_for_at_once(file):
    with file.writing(who="Ana") as session:
        for number in range(60):
            add_member(session, name=f"Member {number}")
    asked = []
    with file.reading() as session:
        event.listen(file.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
        rows = what_was_done(session, limit=60)
    assert step_sentence(rows[0]) == "Added a member: Member 59"
    assert len([said for said in asked if said != "BEGIN"]) == 4
