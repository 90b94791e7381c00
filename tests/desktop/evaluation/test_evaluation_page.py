"""The page Evaluation through a person's hands, on the sample alliance's real file."""

import datetime as dt
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from db.engine import open_file
from db.evaluation.evaluations import (
    add_finding,
    add_interview,
    change_evaluation,
    evaluations,
    finding_rows,
    interviews,
)
from db.evaluation.recommendations import recommendations
from db.measures.found import Key
from db.measures.period import PLENARY, Period
from db.minutes.actions import actions
from db.schema import Attendance, Finding, Group, Meeting
from db.vocabulary import AttendanceStatus, RecommendationResult
from desktop.clock import stopped_at
from desktop.evaluation.details import DetailsDialog
from desktop.evaluation.loading import Span
from desktop.evaluation.page import EvaluationPage
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenAction, OpenEvaluation, OpenMember

DAY = dt.date(2026, 10, 7)
THIS = Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1))


@pytest.fixture(scope="module")
def sample(sample_file):
    return sample_file(today=DAY)


@pytest.fixture
def file(sample, tmp_path):
    with open_file(shutil.copy(sample, tmp_path / "alliance.ronda"), who="Keto") as opened:
        yield opened


@pytest.fixture
def page(qtbot, file):
    operations = Operations(file, who="Keto")
    crashes = []
    operations.crashed.connect(crashes.append)
    shown = EvaluationPage(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))))
    qtbot.addWidget(shown)
    shown.resize(1158, 632)
    with qtbot.waitExposed(shown):
        shown.show()
    settle(shown)
    yield shown
    operations.close()
    assert not crashes


def settle(page):
    for _turn in range(2):
        page.operations.wait(30)
        QApplication.processEvents()


def dialog(page):
    settle(page)
    shown = QApplication.activeModalWidget()
    assert shown is not None
    return shown


def stored(file):
    with file.reading() as session:
        return evaluations(session)


def recommended(file, which=0):
    with file.reading() as session:
        return recommendations(session, evaluations(session)[which].id)


def test_the_newest_evaluation_at_work_is_shown_with_its_findings_as_titles(page):
    assert page.view.period == THIS
    assert page.fact() == "Not finished yet"
    assert page.cards[Key.ATTENDANCE].heading.text() == "Fewer members come than last year"  # as somebody wrote it
    assert page.cards[Key.ACTIONS].heading.text() == "9 of 19 actions due were done on time"
    chart = page.cards[Key.ATTENDANCE].view.chart
    assert [point.label for point in chart.points] == [str(number) for number in range(32, 41)]
    assert [point.value for point in chart.points] == [
        len(one.present) for one in page.view.own.attendance.sittings
    ]  # fmt: skip
    assert chart.needed.values == 16
    assert page.recommendations.model.rowCount() == 5
    QAbstractItemModelTester(page.recommendations.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    spoken = page.recommendations.model.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "No owner yet" in spoken


def test_tab_goes_from_chart_to_chart_and_enter_shows_the_numbers(qtbot, page):
    page.cards[Key.ATTENDANCE].view.setFocus()
    went = []
    for _key in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        went.append(QApplication.focusWidget())
    assert went == [page.cards[key].view for key in (Key.ACTIONS, Key.ENDORSEMENTS, Key.KINDS, Key.BALANCES)]
    page.cards[Key.ATTENDANCE].view.setFocus()
    qtbot.keyClick(page.cards[Key.ATTENDANCE].view, Qt.Key.Key_Return)
    numbers = dialog(page)
    assert numbers.numbers_model.rowCount() == 9
    first = page.view.own.attendance.sittings[0]
    assert numbers.numbers_model.index(0, 1).data() == str(len(first.present))
    here = [row for row in numbers.records.records_model.rows if row.how == "here"]
    assert len(here) == len(first.present)
    assert numbers.records.records_model.rows[0].target == OpenMeeting(first.meeting.id)
    asked = []
    page.open_requested.connect(asked.append)
    qtbot.keyClick(numbers.numbers, Qt.Key.Key_Return)
    qtbot.keyClick(numbers.records, Qt.Key.Key_Down)
    qtbot.keyClick(numbers.records, Qt.Key.Key_Return)
    assert [type(one) for one in asked] == [OpenMember]


@pytest.mark.parametrize("key", [Key.ACTIONS, Key.ENDORSEMENTS, Key.KINDS, Key.BALANCES])
def test_every_number_has_as_many_records_as_it_says(page, key):
    page.cards[key].view.click()
    numbers = dialog(page)
    QAbstractItemModelTester(numbers.numbers_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for row in numbers.numbers_model.rows:
        counted = [record for record in row.behind if record.how]
        if key is Key.ACTIONS:
            assert len(counted) == sum(map(int, row.cells[1:]))
        if key is Key.ENDORSEMENTS:
            assert len(counted) == int(row.cells[4])
        if key is Key.KINDS:
            assert len(row.behind) - len(counted) == int(row.cells[1])
        if key is Key.BALANCES:
            assert sum(record.how in ("done", "swapped", "done for another") for record in counted) <= int(row.cells[1])
        for record in numbers._names.records(row.behind):
            assert record.name
            assert record.target is not None
    numbers.reject()


def test_actions_of_a_meeting_open_in_the_register(qtbot, page):
    asked = []
    page.open_requested.connect(asked.append)
    page.cards[Key.ACTIONS].view.click()
    numbers = dialog(page)
    numbers.numbers.selectRow(numbers.numbers_model.rowCount() - 1)
    qtbot.keyClick(numbers.records, Qt.Key.Key_Down)
    qtbot.keyClick(numbers.records, Qt.Key.Key_Return)
    assert [type(one) for one in asked] == [OpenAction]


def test_another_period_has_its_own_numbers_and_ctrl_e_prints_that(qtbot, page):
    page.choose(Span.LAST_YEAR)
    settle(page)
    assert page.fact() == "Finished on 12 Feb 2026"
    assert page.recommendations.model.rowCount() == 3
    printed = []
    page.print_requested.connect(lambda *asked: printed.append(asked))
    page.cards[Key.ATTENDANCE].view.setFocus()
    qtbot.keyClick(page.cards[Key.ATTENDANCE].view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert printed == [(Period(dt.date(2025, 1, 1), dt.date(2026, 1, 1)), PLENARY)]


def test_days_of_ones_own_without_anything_say_so_with_a_way_on(qtbot, page):
    page.choose(Span.OWN)
    days = dialog(page)
    days.first_field.line.setText("1 Jan 2020")
    days.last_field.line.setText("31 Dec 2019")
    days.primary.click()
    assert "comes before" in days.message.label.text()
    days.last_field.line.setText("31 Dec 2020")
    days.primary.click()
    settle(page)
    assert page.view.period == Period(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    card = page.cards[Key.ATTENDANCE]
    assert card.empty.isVisible()
    assert card.empty.label.text() == "No meeting of this period has an attendance list."
    asked = []
    page.open_requested.connect(asked.append)
    qtbot.mouseClick(card.empty.button, Qt.MouseButton.LeftButton)
    assert len(asked) == 1


def test_the_first_recommendation_of_a_period_begins_its_evaluation(qtbot, page, file):
    page.choose(Span.THIS_YEAR)
    settle(page)
    assert page.recommendations.empty.isVisible()
    qtbot.mouseClick(page.recommendations.empty.button, Qt.MouseButton.LeftButton)
    asked = dialog(page)
    asked.primary.click()
    assert asked.message.label.text() == "Write what is recommended."
    qtbot.keyClicks(asked.text_field, "Read the decisions aloud")
    asked.owner_field.set_value(asked.owner_field._keys[0])
    asked.date_field.line.setText("15 Nov 2026")
    asked.primary.click()
    settle(page)
    assert stored(file)[0].period == Period(dt.date(2026, 1, 1), dt.date(2026, 10, 8))
    (row,) = recommended(file)
    assert (row.text, row.due_date, row.agreed) == ("Read the decisions aloud", dt.date(2026, 11, 15), True)
    assert [one.text for one in page.recommendations.model.rows] == ["Read the decisions aloud"]
    page.operations.undo()
    settle(page)
    assert len(stored(file)) == 2


def test_recommendations_move_become_actions_and_go_by_the_keyboard(qtbot, page, file):
    table = page.recommendations.table
    first = recommended(file)[0]
    table.select_key(first.id)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(page)
    assert [row.id for row in recommended(file)][1] == first.id
    qtbot.mouseClick(page.recommendations.actions_button, Qt.MouseButton.LeftButton)
    settle(page)
    assert [row.action_id is not None for row in recommended(file)] == [True] * 4 + [False]
    assert not page.recommendations.actions_button.isVisible()
    with file.reading() as session:
        assert first.text in [row.text for row in actions(session)]
    table.select_key(first.id)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    settle(page)
    assert first.id not in [row.id for row in recommended(file)]


def test_what_became_of_last_years_is_said_and_kept(qtbot, page, file):
    qtbot.mouseClick(page.recommendations.became_button, Qt.MouseButton.LeftButton)
    asked = dialog(page)
    asked.table.selectRow(2)
    asked.result_choice.set_value(RecommendationResult.PARTLY)
    asked.result_choice.chosen.emit(RecommendationResult.PARTLY)
    settle(page)
    asked.seen_field.setFocus()
    asked.seen_field.setText("One, in Arzen")
    qtbot.keyClick(asked.seen_field, Qt.Key.Key_Tab)
    settle(page)
    row = recommended(file, 1)[2]
    assert (row.result, row.seen) == (RecommendationResult.PARTLY, "One, in Arzen")
    asked.reject()


def test_what_became_stands_there_again_while_it_waits_for_the_disk(qtbot, page, file, full_disk):
    stood = recommended(file, 1)[2].seen
    disk = full_disk(page.operations)
    for words in (" One, ", "in Arzen"):
        qtbot.mouseClick(page.recommendations.became_button, Qt.MouseButton.LeftButton)
        asked = dialog(page)
        asked.table.selectRow(2)
        asked.seen_field.setFocus()
        qtbot.keyClick(asked.seen_field, Qt.Key.Key_End)
        qtbot.keyClicks(asked.seen_field, words)
        qtbot.keyClick(asked.seen_field, Qt.Key.Key_Tab)
        asked.reject()
    disk.has_room()
    settle(page)
    assert recommended(file, 1)[2].seen == stood + " One, in Arzen"


def test_what_became_is_still_there_once_the_disk_has_room(qtbot, page, file, full_disk):
    def opened():
        qtbot.mouseClick(page.recommendations.became_button, Qt.MouseButton.LeftButton)
        asked = dialog(page)
        asked.table.selectRow(2)
        return asked

    disk = full_disk(page.operations)
    asked = opened()
    asked.seen_field.setText("One, in Arzen")
    asked.seen_field.editingFinished.emit()
    asked.reject()
    asked = opened()
    disk.has_room()
    settle(page)
    asked.table.selectRow(1)
    asked.table.selectRow(2)
    assert asked.seen_field.text() == recommended(file, 1)[2].seen == "One, in Arzen"
    asked.reject()


@pytest.fixture
def details(page):
    page.findings_button.click()
    shown = dialog(page)
    assert isinstance(shown, DetailsDialog)
    yield shown
    shown.reject()
    settle(page)


def test_a_finding_in_other_words_is_the_cards_title_and_goes_back(qtbot, page, file, details):
    tab = details.findings
    tab.table.select_key(Key.ACTIONS.value)
    qtbot.mouseClick(tab.edit_button, Qt.MouseButton.LeftButton)
    words = dialog(page)
    words.title_field.setText("Half of the actions are late")
    words.primary.click()
    settle(page)
    assert page.cards[Key.ACTIONS].heading.text() == "Half of the actions are late"
    assert tab.computed_label.text().startswith("Computed now: 9 of 19 actions due were done on time.")
    qtbot.mouseClick(tab.back_button, Qt.MouseButton.LeftButton)
    settle(page)
    assert page.cards[Key.ACTIONS].heading.text() == "9 of 19 actions due were done on time"


def test_one_is_told_where_something_else_is_computed_now(page, file, details):
    held = details._held
    from db.evaluation.evaluations import edit_finding

    held.write(edit_finding, Key.QUORUM.value, title="Quorums hold", text="", computed="Every meeting had a quorum.")
    settle(page)
    details.findings.table.select_key(Key.QUORUM.value)
    assert details.findings.changed.isVisible()
    details.findings.table.select_key(Key.ATTENDANCE.value)
    assert not details.findings.changed.isVisible()


def test_findings_are_left_out_added_and_put_in_order(qtbot, page, file, details):
    tab = details.findings
    tab.table.select_key(Key.ENDORSEMENTS.value)
    qtbot.mouseClick(tab.leave_button, Qt.MouseButton.LeftButton)
    settle(page)
    assert page.cards[Key.ENDORSEMENTS].heading.text() == "Endorsements"
    qtbot.mouseClick(tab.add_button, Qt.MouseButton.LeftButton)
    words = dialog(page)
    words.title_field.setText("Minutes are read")
    words.primary.click()
    settle(page)
    assert tab.model.rows[-1].title == "Minutes are read"
    tab.table.selectRow(tab.model.rowCount() - 1)
    qtbot.keyClick(tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(page)
    assert tab.model.rows[-2].title == "Minutes are read"
    qtbot.mouseClick(tab.delete_button, Qt.MouseButton.LeftButton)
    settle(page)
    with file.reading() as session:
        titles = [row.title for row in finding_rows(session, evaluations(session)[0].id)]
    assert "Minutes are read" not in titles


def test_interviews_and_who_evaluates_are_kept(qtbot, page, file, details):
    details.tabs.set_key("interviews")
    qtbot.mouseClick(details.interviews.add_button, Qt.MouseButton.LeftButton)
    asked = dialog(page)
    asked.primary.click()
    assert asked.message.label.text() == "Write with whom it was."
    qtbot.keyClicks(asked.who_field, "A shepherd")
    asked.primary.click()
    settle(page)
    with file.reading() as session:
        assert "A shepherd" in [row.with_whom for row in interviews(session, evaluations(session)[0].id)]
    details.tabs.set_key("method")
    details.method.names_field.setFocus()
    details.method.names_field.setText("Nazi Kereli and Rati Toreli")
    qtbot.keyClick(details.method.names_field, Qt.Key.Key_Tab)
    details.method.finished_box.click()
    settle(page)
    row = stored(file)[0]
    assert (row.evaluators, row.finished_on) == ("Nazi Kereli and Rati Toreli", DAY)


def test_what_is_typed_before_the_first_is_kept_goes_into_the_same_evaluation(qtbot, page, file):
    days = Period(dt.date(2026, 3, 1), dt.date(2026, 6, 1))
    page.choose(days)
    settle(page)
    assert page.view.evaluation is None
    page.findings_button.click()
    shown = dialog(page)
    shown.tabs.set_key("method")
    for field, words in ((shown.method.names_field, "Nazi Kereli"), (shown.method.limits_field, "Few answers")):
        field.setFocus()
        qtbot.keyClicks(field, words)
        qtbot.keyClick(field, Qt.Key.Key_Tab)  # the answer to the first is still on its way
    shown.findings._held.write(change_evaluation, summary="It went well")
    settle(page)
    assert shown.message.isHidden()
    shown.reject()
    settle(page)
    kept = [row for row in stored(file) if row.period == days]
    assert [(row.evaluators, row.limits, row.summary) for row in kept] == [
        ("Nazi Kereli", "Few answers", "It went well")
    ]  # fmt: skip


def test_words_that_wait_for_the_disk_stay_with_their_own_evaluation(qtbot, page, file, full_disk):
    other = stored(file)[-1].period

    def open_at(period):
        page.choose(period)
        settle(page)
        page.findings_button.click()
        shown = dialog(page)
        shown.tabs.set_key("method")
        return shown

    def typed_on(period, words):
        shown = open_at(period)
        shown.method.limits_field.setFocus()
        qtbot.keyClick(shown.method.limits_field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(shown.method.limits_field, words)
        shown.reject()
        settle(page)

    said = {row.period: row.limits for row in stored(file)}
    disk = full_disk(page.operations)
    for period, words in ((THIS, "One"), (other, "Else"), (THIS, "Two")):
        typed_on(period, words)
    names = open_at(THIS).method.names_field
    evaluators = names.text()
    for words in ("Somebody", evaluators):
        names.setText(words)
        names.editingFinished.emit()
    dialog(page).reject()
    disk.has_room()
    settle(page)
    kept = {row.period: row.limits for row in stored(file)}
    assert kept == said | {THIS: said[THIS] + "OneTwo", other: said[other] + "Else"}
    assert [row.evaluators for row in stored(file) if row.period == THIS] == [evaluators]


def test_who_evaluates_is_put_back_once_the_disk_has_room(page, file, full_disk):
    def opened():
        page.findings_button.click()
        shown = dialog(page)
        shown.tabs.set_key("method")
        return shown

    def said(shown, names):
        shown.method.names_field.setText(names)
        shown.method.names_field.editingFinished.emit()

    page.choose(THIS)
    disk = full_disk(page.operations)
    shown = opened()
    before = shown.method.names_field.text()
    said(shown, "Somebody")
    shown.reject()
    shown = opened()
    disk.has_room()
    settle(page)
    assert [row.evaluators for row in stored(file) if row.period == THIS] == ["Somebody"]
    said(shown, before)
    settle(page)
    assert [row.evaluators for row in stored(file) if row.period == THIS] == [before]
    shown.reject()


def test_a_recommendation_found_is_chosen_in_its_evaluation(page, file):
    with file.reading() as session:
        last = evaluations(session)[-1]
        wanted = recommendations(session, last.id)[1]
    assert page.view.evaluation.id != last.id
    assert page.open(OpenEvaluation("recommendation", wanted.id))
    settle(page)
    assert page.view.evaluation.id == last.id
    assert page.recommendations.table.current_row().id == wanted.id
    assert QApplication.focusWidget() is page.recommendations.table


def test_an_interview_and_a_finding_found_stand_open(page, file):
    with file.writing() as session:
        held = page.view.evaluation.id
        add_interview(session, held, on_date=DAY, with_whom="A driver")
        row, _ = add_interview(session, held, on_date=DAY, with_whom="A herder")
        word, _ = add_finding(session, held, title="The road is closed")
        finding = session.scalars(select(Finding.id).where(Finding.key == word)).one()
    for kind, key, chosen in (("interview", row, "A herder"), ("finding", finding, "The road is closed")):
        page.open(OpenEvaluation(kind, key))
        settle(page)
        shown = dialog(page)
        tab = shown.interviews if kind == "interview" else shown.findings
        assert tab.isVisible()
        current = tab.table.current_row()
        assert (current.with_whom if kind == "interview" else current.title) == chosen
        shown.reject()
        settle(page)


def group_met_most(file):
    """Return a group's key and name, and who came to each of its meetings of this year, straight from the tables."""
    with file.reading() as session:
        rows = session.execute(
            select(Group.id, Group.name, Meeting.number, func.count(Attendance.id))
            .join(Meeting, Meeting.group_id == Group.id)
            .join(Attendance, (Attendance.meeting_id == Meeting.id) & (Attendance.status == AttendanceStatus.PRESENT))
            .where(Meeting.date >= THIS.from_date, Meeting.date < THIS.to_date, Attendance.member_id.is_not(None))
            .group_by(Meeting.id)
            .order_by(Meeting.date)
        ).all()
    most = max({row.name for row in rows}, key=lambda name: sum(row.name == name for row in rows))
    own = [row for row in rows if row.name == most]
    return own[0].id, most, [(str(row.number), row[3]) for row in own]


def choose_scope(qtbot, page, words):
    """Choose whose meetings by the keyboard."""
    choice = page.scope_choice
    wanted = next(n for n in range(choice.count()) if choice.itemText(n) == words)
    page.activateWindow()
    choice.setFocus()
    while choice.currentIndex() != wanted:
        down = choice.currentIndex() < wanted
        qtbot.keyClick(choice, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
    settle(page)


def test_one_group_is_looked_at_alone(qtbot, page, file):
    page.scope_choice.setParent(page)
    page.scope_choice.show()
    key, name, came = group_met_most(file)
    assert page.scope_choice.currentText() == "General meetings"
    choose_scope(qtbot, page, name)
    assert page.view.scope.group_id == key
    chart = page.cards[Key.ATTENDANCE].view.chart
    assert [(point.label, point.value) for point in chart.points] == came
    assert (page.scope_choice.currentText(), page.fact()) == (name, "How well the group works")
    assert page.period_choice.currentText() == "Jan–Sep 2026"
    assert page.recommendations.elsewhere.isVisible()
    assert not page.recommendations.add_button.isVisible()
    assert not page.start_new()
    with qtbot.waitSignal(page.print_requested) as asked:
        page.print_out()
    assert asked.args == [THIS, page.view.scope]
    qtbot.mouseClick(page.recommendations.elsewhere.button, Qt.MouseButton.LeftButton)
    settle(page)
    assert page.fact() == "Not finished yet"
    assert page.recommendations.model.rowCount() == 5


def test_nobody_writes_into_the_alliances_evaluation_while_a_group_is_looked_at(qtbot, page, file):
    page.scope_choice.setParent(page)
    page.scope_choice.show()
    before = stored(file)
    choose_scope(qtbot, page, "All meetings")
    assert page.cards[Key.ATTENDANCE].heading.text() != "Fewer members come than last year"  # somebody's, of the others
    page.findings_button.click()
    shown = dialog(page)
    tab = shown.findings
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    settle(page)
    assert QApplication.activeModalWidget() is shown
    for button in (tab.edit_button, tab.leave_button, tab.add_button, tab.up_button):
        assert not button.isVisible()
    assert not shown.tabs.isTabVisible(1)
    assert not shown.tabs.isTabVisible(3)
    shown.reject()
    settle(page)
    assert stored(file) == before


def test_what_is_found_is_shown_among_the_general_meetings(qtbot, page, file):
    page.scope_choice.setParent(page)
    page.scope_choice.show()
    choose_scope(qtbot, page, "All meetings")
    page.open(OpenEvaluation("recommendation", recommended(file)[2].id))
    settle(page)
    assert page.scope_choice.currentText() == "General meetings"
    assert page.recommendations.table.current_row().number == 3
