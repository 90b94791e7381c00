"""The duties and what holds for each, through a person's hands, on a real file."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from sqlalchemy import select

from db.duties.keeping import PairRow, change_duty, duties, exemptions, pairs, pool_of
from db.duties.planning import plan_ahead
from db.duties.sheet import duty_sheet
from db.history import history
from db.meetings.officers import Named, set_officers
from db.members.groups import add_group, add_group_member
from db.members.members import change_member
from db.schema import Duty, Turn
from db.vocabulary import DutyBody, DutyRhythm, MeetingRole, PoolRule, SameWhat, TurnState
from desktop.duties.setup import DutiesDialog
from tests.db.duties.duty_kit import TODAY, duty_by_key, hold
from tests.desktop.duties.conftest import said

FOUR = ["minutes", "chairing", "calling", "records"]


@pytest.fixture
def dialog(opened, operations, clock, kit) -> DutiesDialog:
    return opened(DutiesDialog(operations, clock))


def keys_of(file) -> list[str]:
    with file.reading() as session:
        return [one.key for one in duties(session)]


def press(dialog, button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog.operations.wait()
    QApplication.processEvents()


def editor_of(dialog, button=None):
    press(dialog, button or dialog.change_button)
    return dialog.dialog


def keep(dialog, editor) -> None:
    press(dialog, editor.primary)


def choose(choice, key) -> None:
    """Choose as with the arrows and Enter."""
    choice.set_value(key)
    choice.activated.emit(choice.currentIndex())


def test_the_usual_four_are_there_with_who_may_be_asked(dialog):
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [one.key for one in dialog.model.rows] == FOUR
    assert dialog.table.current_row().key == "minutes"
    words = said(dialog)
    assert "6 members may be asked." in words
    assert "Every meeting  ·  General meetings and every group" in words
    assert "Commands call it “minutes”." in words
    assert not dialog.usual_button.isVisible()


def test_an_alliance_without_duties_starts_with_the_usual_four(opened, operations, clock, file):
    with file.writing() as session, history.step(session, "none"):
        for row in session.scalars(select(Duty)).all():
            session.delete(row)
    dialog = opened(DutiesDialog(operations, clock))
    assert dialog.empty.isVisible()
    assert not dialog.table.isVisible()
    assert not dialog.usual_button.isVisible()
    press(dialog, dialog.empty.button)
    assert keys_of(file) == FOUR
    assert dialog.table.isVisible()
    press(dialog, dialog.message.button)
    assert keys_of(file) == []


def test_the_usual_ones_that_are_missing_are_added_behind(dialog, file):
    dialog.table.select_key(dialog.model.rows[1].id)
    dialog.operations.wait()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    dialog.operations.wait()
    assert keys_of(file) == ["minutes", "calling", "records"]
    press(dialog, dialog.usual_button)
    assert keys_of(file) == ["minutes", "calling", "records", "chairing"]
    assert not dialog.usual_button.isVisible()


def test_the_order_is_changed_by_keys_by_buttons_and_by_dragging(dialog, file, qtbot):
    QTest.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    dialog.operations.wait()
    assert keys_of(file) == ["chairing", "minutes", "calling", "records"]
    assert dialog.table.current_row().key == "minutes"
    press(dialog, dialog.up_button)
    assert keys_of(file) == FOUR
    assert not dialog.up_button.isEnabled()
    assert dialog.down_button.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.operations.wait()
    assert keys_of(file) == FOUR, "the first stays the first"
    data = dialog.model.mimeData([dialog.model.index(3, 0)])
    assert not dialog.model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0)
    dialog.operations.wait()
    assert keys_of(file) == ["minutes", "records", "chairing", "calling"]
    data = dialog.model.mimeData([dialog.model.index(0, 0)])
    assert not dialog.model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0)
    dialog.operations.wait()
    assert keys_of(file) == ["records", "chairing", "minutes", "calling"]
    assert not dialog.model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, 1, 0)
    assert dialog.table.dragDropMode() == QAbstractItemView.DragDropMode.DragDrop


def test_a_duty_of_ones_own_is_added_with_everything(dialog, file, kit, mill):
    with file.writing() as session:
        change_duty(session, dialog.model.rows[0].id, apart=False)
    dialog._look()
    editor = editor_of(dialog, dialog.add_duty_button)
    assert editor.what.value() == "statements"
    choose(editor.what, "")
    editor.primary.click()
    dialog.operations.wait()
    assert any("name" in words for words in said(editor.message))
    assert editor.name.hasFocus()
    QTest.keyClicks(editor.name, "Keys of the hall")
    QTest.keyClicks(editor.task, "Opens and locks")
    choose(editor.rhythm, DutyRhythm.MEETINGS)
    assert editor.every.isVisible()
    assert not editor.terms.isVisible()
    editor.every.setValue(3)
    assert editor.gap.value() == 1
    editor.gap.selectAll()
    QTest.keyClicks(editor.gap, "2")
    choose(editor.body_choice, DutyBody.PLENARY)
    choose(editor.pool.rule, PoolRule.LISTED)
    dialog.operations.wait()
    assert "Nobody may be asked." in said(editor)
    keep(dialog, editor)
    assert "Nobody could be asked then." in " ".join(said(editor.message))
    choose(editor.pool.who, kit.members[0])
    choose(editor.pool.who, mill)
    people = [one.person_id for one in editor._setting.everybody if one.person_id]
    choose(editor.pool.who, people[0])
    dialog.operations.wait()
    assert "2 members may be asked." in said(editor)
    press(dialog, editor.pool.lines.buttons[1])
    QTest.mouseClick(editor.in_room, Qt.MouseButton.LeftButton, pos=QPoint(8, editor.in_room.height() // 2))
    minutes, chairing = dialog.model.rows[:2]
    assert not editor.not_with[minutes.id].isVisible(), "it keeps apart from every other duty"
    QTest.keyClick(editor.apart, Qt.Key.Key_Space)
    assert editor.not_with[minutes.id].isVisible()
    assert not editor.not_with[chairing.id].isVisible(), "chairing keeps apart from every other duty"
    choose(editor.not_with[minutes.id], SameWhat.ORGANISATION)
    keep(dialog, editor)
    with file.reading() as session:
        row = duties(session)[-1]
        assert (row.name, row.description, row.rhythm, row.every) == (
            "Keys of the hall", "Opens and locks", DutyRhythm.MEETINGS, 3
        )  # fmt: skip
        assert row.gap == 2
        assert (row.body, row.pool, row.in_room, row.apart) == (DutyBody.PLENARY, PoolRule.LISTED, False, False)
        assert {one.member_id or one.person_id for one in pool_of(session, row.id)} == {kit.members[0], people[0]}
        assert pairs(session) == [PairRow(*sorted((minutes.id, row.id)), SameWhat.ORGANISATION)]
    assert dialog.table.current_row().name == "Keys of the hall"
    assert "Never the same organisation as Minutes" in said(dialog)
    assert "Who served at the 2 meetings before comes last" in said(dialog)
    assert "Commands call it “Keys of the hall”." in said(dialog)
    editor = editor_of(dialog)
    assert row.key not in " ".join([*said(editor), *(line.text() for line in editor.findChildren(QLineEdit))])
    editor.reject()


def test_who_may_be_asked_follows_every_choice(dialog, file, kit, mill):
    with file.writing() as session:
        change_member(session, kit.members[1], duty_share=0)
        group, _changes = add_group(session, name="Water")
        add_group_member(session, group, kit.members[2], from_date=None)
    editor = editor_of(dialog)
    dialog.operations.wait()
    words = said(editor)
    assert "6 members may be asked." in words
    assert "With no share of duties: Bakers" in words
    choose(editor.body_choice, group)
    dialog.operations.wait()
    words = said(editor)
    assert "1 member may be asked." in words
    assert "Not in the group: Apiary, Bakers, Dairies, Elders and 2 more" in words
    choose(editor.pool.rule, PoolRule.KINDS)
    dialog.operations.wait()
    assert {"Nobody may be asked.", "Of another kind: Canal users"} <= set(said(editor))
    editor.reject()


def test_somebody_is_exempted_with_a_reason_and_called_back(dialog, file, kit):
    editor = editor_of(dialog)
    press(dialog, editor.exempt.add_button)
    asked = editor.exempt.dialog
    for words, answer in (
        ("It is not said who is exempted.", lambda: asked.who.set_value(kit.members[3])),
        ("A reason is missing.", lambda: QTest.keyClicks(asked.reason, "a small child")),
        ("This is not a date.", lambda: (asked.until.line.clear(), QTest.keyClicks(asked.until.line, "1 Dec 2025"))),
        ("The exemption would end before it begins.", lambda: (asked.until.line.clear(),
                                                                QTest.keyClicks(asked.until.line, "30 June 2026"))),
    ):  # fmt: skip
        if words == "This is not a date.":
            QTest.keyClicks(asked.until.line, "whenever")
        QTest.keyClick(asked, Qt.Key.Key_Return)
        assert any(text.startswith(words) for text in said(asked.message)), words
        answer()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    dialog.operations.wait()
    assert {"5 members may be asked.", "Dairies need not until 30 June 2026: a small child"} <= set(said(editor))
    assert "Dairies, until 30 June 2026: a small child" in said(editor)
    keep(dialog, editor)
    with file.reading() as session:
        [one] = exemptions(session, duty_by_key(session, "minutes").id)
        assert (one.member_id, one.reason, one.from_date, one.to_date) == (
            kit.members[3], "a small child", TODAY, dt.date(2026, 7, 1)
        )  # fmt: skip
    editor = editor_of(dialog)
    assert "Dairies, until 30 June 2026: a small child" in said(editor)
    press(dialog, editor.exempt.lines.buttons[0])
    keep(dialog, editor)
    with file.reading() as session:
        assert exemptions(session, duty_by_key(session, "minutes").id) == []
    assert "6 members may be asked." in said(dialog)


def test_terms_with_dates_need_both_days_and_may_not_share_one(dialog, file):
    editor = editor_of(dialog)
    choose(editor.rhythm, DutyRhythm.DATES)
    start, until, _holder = editor.terms.lines[0]
    assert start.value() == TODAY
    keep(dialog, editor)
    assert any(text.startswith("A term needs its first and its last day") for text in said(editor.message))
    assert until.line.hasFocus()
    QTest.keyClicks(until.line, "soon or later")
    keep(dialog, editor)
    assert any(text.startswith("This is not a date.") for text in said(editor.message))
    until.line.clear()
    QTest.keyClicks(until.line, "31 Mar 2026")
    press(dialog, editor.terms.add_button)
    start, until, _holder = editor.terms.lines[1]
    assert start.value() == dt.date(2026, 4, 1)
    assert until.line.hasFocus()
    start.line.clear()
    QTest.keyClicks(start.line, "15 Mar 2026")
    QTest.keyClicks(until.line, "30 Jun 2026")
    keep(dialog, editor)
    assert "Two terms share 15 March 2026." in " ".join(said(editor.message))
    assert start.line.hasFocus()
    start.line.clear()
    QTest.keyClicks(start.line, "1 Apr 2026")
    keep(dialog, editor)
    with file.reading() as session:
        sheet = duty_sheet(session, duty_by_key(session, "minutes").id)
    assert (sheet.rhythm, sheet.terms) == (
        DutyRhythm.DATES,
        ((TODAY, dt.date(2026, 4, 1)), (dt.date(2026, 4, 1), dt.date(2026, 7, 1))),
    )


def test_a_change_is_one_step_and_nothing_is_kept_by_cancel(dialog, file):
    editor = editor_of(dialog)
    QTest.keyClicks(editor.name, "Protocol")
    choose(editor.pool.rule, PoolRule.KINDS)
    next(iter(editor.pool.boxes.values())).click()
    editor.beside.click()
    editor.reject()
    dialog.operations.wait()
    with file.reading() as session:
        assert duty_by_key(session, "minutes").name == ""
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    dialog.operations.wait()
    QTest.keyClicks(dialog.dialog.name, "Protocol")
    choose(dialog.dialog.pool.rule, PoolRule.KINDS)
    next(iter(dialog.dialog.pool.boxes.values())).click()
    dialog.dialog.beside.click()
    QTest.keyClick(dialog.dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.operations.wait()
    with file.reading() as session:
        row = duty_by_key(session, "minutes")
        assert (row.name, row.pool, row.beside_first) == ("Protocol", PoolRule.KINDS, True)
    with file.writing() as session:
        history.undo(session)
        row = duty_by_key(session, "minutes")
        assert (row.name, row.pool, row.beside_first) == ("", PoolRule.EVERYONE, False)


def test_a_duty_ends_with_its_last_day_and_keeps_its_turns_till_then(dialog, file, kit):
    with file.writing() as session:
        plan_ahead(session, today=TODAY)
    press(dialog, dialog.end_button)
    field = dialog.dialog.day.line
    field.clear()
    assert field.accessibleName() == "Last day"
    QTest.keyClicks(field, "31 Mar 2026")
    press(dialog, dialog.dialog.primary)
    with file.reading() as session:
        row = duty_by_key(session, "minutes")
        assert row.to_date == dt.date(2026, 4, 1)
        assert len(session.scalars(select(Turn).where(Turn.duty_id == row.id)).all()) == 2
    assert "Every meeting  ·  General meetings and every group  ·  ends on 31 March 2026" in said(dialog)
    second = dialog.table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert second.endswith("ends on 31 March 2026")
    press(dialog, dialog.end_button)
    with file.reading() as session:
        assert duty_by_key(session, "minutes").to_date is None


def test_a_duty_that_was_done_is_not_deleted_but_can_be_ended(dialog, file, kit):
    with_past(file, kit)
    dialog.operations.write(enter)
    dialog.operations.wait()
    press(dialog, dialog.delete_button)
    assert "minutes" in keys_of(file)
    assert any("“Minutes” has 2 turns on record" in text for text in said(dialog.message))
    press(dialog, dialog.message.button)
    assert dialog.dialog.accessibleName() == "“Minutes” ends"
    dialog.dialog.reject()
    dialog.table.select_key(dialog.model.rows[3].id)
    dialog.operations.wait()
    press(dialog, dialog.delete_button)
    assert "records" not in keys_of(file)
    press(dialog, dialog.message.button)
    assert "records" in keys_of(file), "deleting is undone"


def enter(session: Any) -> Any:
    from db.duties.past import enter_past_turns

    return enter_past_turns(session)


def with_past(file, kit) -> None:
    """Let two meetings be over, with their minute-takers on record; the second names somebody unknown, too."""
    with file.writing() as session:
        for place in (0, 1):
            named = [Named(kit.members[place])]
            if place:
                named.append(Named(None, as_written="M. Kapanadze"))
            set_officers(session, kit.meetings[place], MeetingRole.MINUTES, named)
            hold(session, kit.meetings[place], kit.members[:3])
        set_officers(session, kit.meetings[2], MeetingRole.CHAIR, [Named(kit.members[0])])
        hold(session, kit.meetings[2], [])


def test_past_turns_are_offered_previewed_and_counted_once(opened, operations, clock, file, kit):
    with_past(file, kit)
    dialog = opened(DutiesDialog(operations, clock))
    assert "2 past meetings say who did which duty, and are not counted yet." in said(dialog)
    press(dialog, dialog.past_message.button)
    words = said(dialog.dialog)
    assert "Minutes: 2 turns, by 2 members" in words
    assert "1 meeting is left out: nobody is noted as present." in words
    assert any("M. Kapanadze" in text for text in words)
    assert dialog.dialog.primary.text() == "Count 2 turns"
    QTest.keyClick(dialog.dialog, Qt.Key.Key_Return)
    operations.wait()
    QApplication.processEvents()
    assert turns(file) == [(kit.members[0], TurnState.DONE), (kit.members[1], TurnState.DONE)]
    assert not dialog.past_message.isVisible()
    assert "2 past turns are counted." in said(dialog)
    with file.writing() as session:
        assert not enter(session), "a second time nothing is left to count"
    press(dialog, dialog.message.button)
    assert turns(file) == []
    assert dialog.past_message.isVisible()


def turns(file) -> list[Any]:
    with file.reading() as session:
        return [(row.member_id, row.state) for row in session.scalars(select(Turn).order_by(Turn.id))]


@pytest.fixture(autouse=True)
def no_dialog_left(qapp: QApplication) -> Iterator[None]:
    yield
    shown: Callable[[], Any] = QApplication.activeModalWidget
    assert shown() is None
