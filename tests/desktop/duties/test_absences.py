"""Who cannot come when, through a person's hands, on a real file."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from db.duties.absences import absences, report_absence
from db.duties.planning import plan_ahead, publish_plan
from db.members.members import change_member
from db.schema import Person
from desktop.clock import stopped_at
from desktop.duties.absence_form import Span
from desktop.duties.absences import AbsencesDialog
from tests.db.duties.duty_kit import TODAY, by_slot
from tests.desktop.duties.conftest import said

FIRST = dt.date(2026, 2, 5)
"""The day of the first meeting."""


@pytest.fixture
def dialog(opened, operations, clock, kit) -> AbsencesDialog:
    return opened(AbsencesDialog(operations, clock))


def press(dialog, button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog.operations.wait()
    QApplication.processEvents()


def tick(dialog) -> None:
    QTest.keyClick(dialog.past_box, Qt.Key.Key_Space)
    dialog.operations.wait()


def choose(dialog, key) -> None:
    """Choose who is away as with the arrows and Enter."""
    choice = dialog.form.who
    choice.set_value(key)
    choice.activated.emit(choice.currentIndex())
    dialog.operations.wait()


def write(field, words: str) -> None:
    field.line.selectAll()
    QTest.keyClicks(field.line, words)


def known(file) -> list[tuple[str, dt.date | None, dt.date | None, str]]:
    with file.reading() as session:
        return [(one.name, one.from_date, one.to_date, one.note) for one in absences(session)]


def test_back_next_time_is_one_choice(dialog, file, kit):
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.form.who.hasFocus()
    assert "Nobody is away." in said(dialog)
    QTest.keyClick(dialog.form.who, Qt.Key.Key_Down)
    dialog.operations.wait()
    assert dialog.form.who.value() == kit.members[0]
    assert "General meeting 1, Thu 5 Feb 2026" in said(dialog)
    QTest.keyClicks(dialog.form.note, "a wedding")
    QTest.keyClick(dialog.form.note, Qt.Key.Key_Return)
    dialog.operations.wait()
    assert known(file) == [("Apiary", FIRST, FIRST + dt.timedelta(days=1), "a wedding")]
    assert "The absence of Apiary is kept." in said(dialog)
    assert dialog.table.current_row().name == "Apiary"
    assert dialog.withdraw_button.isEnabled()
    assert not dialog.replan.isVisible(), "nobody has a turn yet"
    press(dialog, dialog.message.button)
    assert known(file) == []


def test_some_days_are_written_as_people_write_them(dialog, file, kit):
    choose(dialog, kit.members[1])
    press(dialog, dialog.form.span.button(Span.DAYS))
    for since, until, answer in (
        ("", "", "The first day is missing."),
        ("one of these days", "", "This is not a date."),
        ("3 Mar", "", "The day they are back is missing."),
        ("3 Mar", "soon", "This is not a date."),
        ("3 Mar", "1 Mar 2026", "They would be back on 1 March 2026, but are away only from 3 March 2026 on."),
    ):
        for field, words in ((dialog.form.since, since), (dialog.form.until, until)):
            field.line.clear()
            QTest.keyClicks(field.line, words)
        press(dialog, dialog.verb)
        assert any(text.startswith(answer) for text in said(dialog.message)), answer
        assert known(file) == []
    assert dialog.form.until.line.hasFocus()
    write(dialog.form.until, "20/3/2026")
    QTest.keyClick(dialog.form.until.line, Qt.Key.Key_Return)
    dialog.operations.wait()
    assert known(file) == [("Bakers", dt.date(2026, 3, 3), dt.date(2026, 3, 20), "")]
    assert dialog._when(dialog.model.rows[0]) == "3 Mar 2026 – 19 Mar 2026"


def test_who_is_away_has_to_be_said(dialog, file):
    press(dialog, dialog.verb)
    assert "It is not said who is away. Choose a member or a person." in said(dialog.message)
    assert dialog.form.who.hasFocus()
    assert known(file) == []


def test_an_absence_is_changed_taken_back_and_the_past_is_shown_on_wish(opened, operations, clock, file, kit):
    with file.writing() as session:
        for member, first, end in ((0, dt.date(2025, 5, 1), dt.date(2025, 6, 1)), (1, TODAY, None)):
            report_absence(session, member_id=kit.members[member], from_date=first, to_date=end, today=first)
    dialog = opened(AbsencesDialog(operations, clock))
    assert [one.name for one in dialog.model.rows] == ["Bakers"]
    assert dialog._when(dialog.model.rows[0]) == "from 1 Jan 2026 on"
    tick(dialog)
    assert [one.name for one in dialog.model.rows] == ["Apiary", "Bakers"]
    tick(dialog)
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    dialog.operations.wait()
    assert (dialog.verb.text(), dialog.form.who.isEnabled()) == ("Keep the change", False)
    assert dialog.form.span.value() is Span.OPEN
    press(dialog, dialog.form.span.button(Span.DAYS))
    write(dialog.form.until, "1 Feb 2026")
    press(dialog, dialog.verb)
    assert known(file)[1] == ("Bakers", TODAY, dt.date(2026, 2, 1), "")
    assert (dialog.verb.text(), dialog.form.who.isEnabled()) == ("Report absence", True)
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    dialog.operations.wait()
    assert [one[0] for one in known(file)] == ["Apiary"]
    assert "Bakers can come after all." in said(dialog)


def test_it_says_which_turns_are_touched_and_plans_them_again(opened, operations, clock, file, kit, planned):
    with file.reading() as session:
        before = {key: row.member_id for key, row in by_slot(session).items()}
    away = before[FIRST, "minutes"]
    dialog = opened(AbsencesDialog(operations, clock, None, away))
    assert dialog.form.who.value() == away
    press(dialog, dialog.verb)
    words = said(dialog.replan)
    assert "1 turn falls in these days:" in words
    assert "Minutes, 5 Feb 2026" in words
    assert any(text.startswith("Planning again changes") for text in words)
    assert any(f"in place of {kit.name(away)}. It was published: tell both." in text for text in words)
    assert not dialog.verb.isVisible()
    with file.reading() as session:
        assert {key: row.member_id for key, row in by_slot(session).items()} == before, "nothing is planned unasked"
    assert dialog.replan.button.hasFocus()
    QTest.keyClick(dialog.replan.button, Qt.Key.Key_Return)
    operations.wait()
    QApplication.processEvents()
    with file.reading() as session:
        after = {key: row.member_id for key, row in by_slot(session).items()}
    assert after[FIRST, "minutes"] not in (None, away)
    assert not dialog.replan.isVisible()
    assert "Planned again. Publish the plan once it is right." in said(dialog)
    dialog.table.selectRow(0)
    press(dialog, dialog.withdraw_button)
    assert any(f"{kit.name(away)} in place of" in text for text in said(dialog.replan)), "the promise holds again"


def test_on_the_day_it_works_the_same(opened, operations, file, kit, planned):
    with file.reading() as session:
        away = by_slot(session)[FIRST, "chairing"].member_id
    today = stopped_at(dt.datetime.combine(FIRST, dt.time(9)))
    dialog = opened(AbsencesDialog(operations, today, None, away))
    assert "General meeting 1, today" in said(dialog)
    press(dialog, dialog.verb)
    assert "Chairing, 5 Feb 2026" in said(dialog.replan)
    press(dialog, dialog.replan.button)
    with file.reading() as session:
        assert by_slot(session)[FIRST, "chairing"].member_id not in (None, away)
        assert absences(session)[0].reported_on == FIRST


def test_a_person_is_away_and_the_member_sends_somebody_else(opened, operations, clock, file, kit, mill):
    with file.writing() as session:
        for member in kit.members[1:]:
            change_member(session, member, duty_share=0)
        plan_ahead(session, today=TODAY)
        publish_plan(session, today=TODAY)
        rosa = session.scalars(select(Person.id).where(Person.name == "Rosa")).one()
        mine = [key for key, row in by_slot(session).items() if row.person_id == rosa]
    dialog = opened(AbsencesDialog(operations, clock))
    names = [dialog.form.who.itemText(place) for place in range(dialog.form.who.count())]
    assert "Rosa, for Stone Mill" in names
    assert sum("Apiary" in name for name in names) == 1, "an individual is not there a second time"
    choose(dialog, rosa)
    press(dialog, dialog.form.span.button(Span.OPEN))
    press(dialog, dialog.verb)
    words = said(dialog.replan)
    assert f"{len(mine)} turns fall in these days:" in words
    assert any("Stone Mill can keep it through somebody else" in text for text in words)
    press(dialog, dialog.replan.button)
    with file.reading() as session:
        assert not [row for row in by_slot(session).values() if row.person_id == rosa]
        assert any(row.member_id == mill for row in by_slot(session).values())
    assert known(file)[0][0] == "Rosa"
