"""Surveys through the window: made, asked, given out, read back, shown, deleted."""

import datetime as dt
import email
import email.policy
from io import BytesIO

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from db.backups.backups import Why
from db.members.members import add_member
from db.members.people import add_person
from db.members.representatives import add_representative
from db.surveys.answers import enter_sheet
from db.surveys.forms import field_name
from db.surveys.surveys import questions, survey, surveys
from db.vocabulary import QuestionKind, RepresentativeRole
from desktop.reports.survey_from_record import survey_form_maker
from desktop.survey import giving_out
from desktop.survey.giving_out import GiveOutDialog
from desktop.survey.questions_dialog import QuestionsDialog
from desktop.survey.reading import ReadFormsDialog
from desktop.survey.results_dialog import ResultsDialog
from desktop.survey.survey_dialog import SurveyDialog
from tests.desktop.survey.test_typing import answer

ALT = Qt.KeyboardModifier.AltModifier


def opened(place, button, kind):
    button.click()
    place.operations.wait()
    assert isinstance(place.dialog.dialog, kind)
    return place.dialog.dialog


def said(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_the_surveys_are_listed_the_newest_first(place):
    dialog = place.dialog
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row.title for row in dialog.model.rows] == ["Survey 2026", "Survey 2025"]
    assert dialog.table.hasFocus()
    assert dialog.stand_label.text() == "No form came back yet. Results are shown from 5 answers on."
    assert not dialog.results_button.isEnabled()
    dialog.table.select_key(place.before)
    assert dialog.results_button.isEnabled()
    assert "6 forms came back" in dialog.stand_label.text()


def test_a_survey_like_the_last_is_made_by_keys(place):
    made = opened(place, place.dialog.new_button, SurveyDialog)
    assert made.focusWidget() is made.title_field
    QTest.keyClicks(made.title_field, "Survey 2027")
    made.answers_by.line.setText("30 Nov 2026")
    QTest.keyClick(made.title_field, Qt.Key.Key_Return)
    place.operations.wait()
    row = place.dialog.chosen()
    assert (row.title, row.questions, row.answers_by) == ("Survey 2027", 5, dt.date(2026, 11, 30))


def test_what_is_wrong_with_a_new_survey_is_said_beside_it(place):
    made = opened(place, place.dialog.new_button, SurveyDialog)
    made.title_field.clear()
    made.primary.click()
    place.operations.wait()
    assert made.message.label.text() == "A name is missing. Nothing was changed."
    assert made.title_field.hasFocus()
    made.title_field.setText("X")
    made.answers_by.line.setText("1 Sep 2026")
    made.primary.click()
    place.operations.wait()
    assert "comes before the start" in made.message.label.text()


def test_questions_are_added_moved_left_out_and_undone(place, qtbot):
    asked = opened(place, place.dialog.questions_button, QuestionsDialog)
    QAbstractItemModelTester(asked.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QTest.keyClick(asked.table, Qt.Key.Key_Down, ALT)
    place.operations.wait()
    assert [row.key for row in asked.model.rows][:2] == ["leadership_2", "leadership_1"]
    QTest.keyClick(asked.table, Qt.Key.Key_Delete)
    place.operations.wait()
    assert "leadership_1" not in [row.key for row in asked.model.rows]
    assert "is left out" in asked.message.label.text()
    asked.message.button.click()
    place.operations.wait()
    assert "leadership_1" in [row.key for row in asked.model.rows]
    actions = asked.template_button.menu().actions()
    assert len(actions) == 14
    actions[0].trigger()
    place.operations.wait()
    assert asked.table.current_row().key == "leadership_3"
    asked.own_button.click()
    own = asked.dialog
    QTest.keyClicks(own.text, "Which day suits you?")
    own.kind.set_value(QuestionKind.CHOICE)
    own.kind.chosen.emit(QuestionKind.CHOICE)
    own.primary.click()
    place.operations.wait()
    assert "at least two answers" in own.message.label.text()
    assert own.choices.hasFocus()
    QTest.keyClicks(own.choices, "Monday")
    QTest.keyClick(own.choices, Qt.Key.Key_Return)
    QTest.keyClicks(own.choices, "Tuesday")
    QTest.keyClick(own.choices, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place.operations.wait()
    row = asked.table.current_row()
    assert (row.text, row.choices, row.position) == ("Which day suits you?", ("Monday", "Tuesday"), 6)
    QTest.keyClick(asked.table, Qt.Key.Key_F2)
    other = asked.dialog
    assert other.text.toPlainText() == "Which day suits you?"
    assert not other.new_message.isHidden()
    other.close()


def test_with_answers_the_questions_are_only_to_look_at(place):
    place.dialog.table.select_key(place.before)
    asked = opened(place, place.dialog.questions_button, QuestionsDialog)
    assert "6 answers came already" in asked.fixed_message.label.text()
    assert not any(button.isEnabled() for button in asked._deeds)
    QTest.keyClick(asked.table, Qt.Key.Key_Down, ALT)
    QTest.keyClick(asked.table, Qt.Key.Key_Delete)
    place.operations.wait()
    assert asked.model.rows[0].key == "leadership_1"


def test_forms_given_out_are_counted_and_shown(place):
    given = opened(place, place.dialog.give_button, GiveOutDialog)
    given.given.setFocus()
    given.given.selectAll()
    QTest.keyClicks(given.given, "24")
    place.operations.wait()
    with place.file.reading() as session:
        assert survey(session, place.now).given_out == 24
    given.print_button.click()
    place.operations.wait(30)
    assert given.dialog.pages is not None
    first, second = given.dialog.layouts.button("paper"), given.dialog.layouts.button("fillable")
    assert first.isChecked()
    second.click()
    place.operations.wait(30)
    assert pypdf.PdfReader(BytesIO(given.dialog._pdf)).get_fields()
    given.dialog.close()
    assert "0 of 24 forms came back" in place.dialog.stand_label.text()


def test_the_draft_goes_to_every_member_with_an_address(place, monkeypatch):
    with place.file.writing() as session:
        for name, address in (("Dairy", "ana@dairy.example"), ("Guild", "")):
            member, _ = add_member(session, name=name, from_date=dt.date(2020, 1, 1))
            person, _ = add_person(session, name=f"Ana of {name}", email=address)
            add_representative(session, member, role=RepresentativeRole.PRIMARY, person_id=person)
    out = place.folder / "draft.eml"
    monkeypatch.setattr(giving_out, "ask_where", lambda *_args: out)
    given = opened(place, place.dialog.give_button, GiveOutDialog)
    given.mail_button.click()
    place.operations.wait(30)
    place.operations.wait(30)
    words = given.message.label.text()
    assert "It goes to 1 member." in words
    assert "Without an address: Guild." in words
    mail = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert "ana@dairy.example" in mail["Bcc"]
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "Survey 2026.pdf"
    fields = pypdf.PdfReader(BytesIO(attached.get_content())).get_fields()
    assert len(fields) == 5


def returned(place, name, answers):
    """Write a form filled with answers by the question's place."""
    blank, path = place.folder / "blank.pdf", place.folder / "back" / name
    path.parent.mkdir(exist_ok=True)
    with place.file.reading() as session:
        survey_form_maker(place.now, fillable=True)(session, blank)
        asked = questions(session, place.now)
    writer = pypdf.PdfWriter(clone_from=blank)
    values = {
        field_name(place.now, asked[n].id): value if asked[n].kind is QuestionKind.TEXT else f"/{value}"
        for n, value in answers.items()
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    writer.write(path)
    return path


def test_returned_forms_are_looked_at_then_taken_in_once(place):
    returned(place, "one.pdf", {0: "4", 4: "Words"})
    returned(place, "two.pdf", {0: "2"})
    (place.folder / "back" / "letter.pdf").write_text("no form")
    reading = opened(place, place.dialog.read_button, ReadFormsDialog)
    QAbstractItemModelTester(reading.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    place.chosen[:] = [place.folder / "back"]
    reading.folder_button.click()
    place.operations.wait(30)
    assert reading.found_label.text() == "2 forms can be taken in; 1 file cannot:"
    assert [problem.path.name for problem in reading.model.rows] == ["letter.pdf"]
    with place.file.reading() as session:
        assert survey(session, place.now).sheets == 0
    assert reading.take_button.hasFocus()
    backed_up = []
    place.operations.before_big = backed_up.append
    QTest.keyClick(reading.take_button, Qt.Key.Key_Return)
    place.operations.wait()
    assert backed_up == [Why.IMPORT]
    assert reading.message.label.text() == "2 forms are taken in."
    assert place.dialog.chosen().sheets == 2
    reading.files_button.click()
    place.operations.wait(30)
    assert reading.found_label.text() == "Nothing can be taken in."
    assert reading.take_button.isHidden()
    assert len(reading.model.rows) == 3
    reading.table.selectRow(1)
    assert reading.message.label.text()


def test_an_empty_folder_and_no_choice(place):
    reading = opened(place, place.dialog.read_button, ReadFormsDialog)
    reading.files_button.click()  # nothing chosen
    assert reading.found_label.isHidden()
    (place.folder / "empty").mkdir()
    place.chosen[:] = [place.folder / "empty"]
    reading.folder_button.click()
    place.operations.wait()
    assert reading.found_label.text() == "There is no PDF in there."


def test_results_show_numbers_words_and_the_year_before(place):
    with place.file.writing() as session:
        asked = questions(session, place.now)
        for n in range(6):
            enter_sheet(session, place.now, {asked[0].id: "4", asked[3].id: "1", asked[4].id: f"<b>{n}</b> & so on"})
        enter_sheet(session, place.now, {asked[1].id: "2"})
    place.dialog._look()
    place.operations.wait()
    shown = opened(place, place.dialog.results_button, ResultsDialog)
    words = said(shown)
    assert "7 forms came back. The line on a bar, and the change, tell of “Survey 2025”." in words
    assert "4.0 +1.3" in words  # 1, 2, 3, 4, 5, 1 before
    assert "6 of 6 say 4 or 5" in words
    assert "<b>3</b> & so on" in words
    assert words.count("Fewer than 5 answers: not shown") == 1
    assert "Nobody answered this." in words


def test_of_fewer_than_five_forms_the_results_say_nothing(place):
    with place.file.writing() as session:
        asked = questions(session, place.now)
        for _n in range(4):
            enter_sheet(session, place.now, {asked[0].id: "4", asked[4].id: "A secret"})
    place.dialog._look()
    place.operations.wait()
    shown = opened(place, place.dialog.results_button, ResultsDialog)
    assert shown.cards == []
    assert "secret" not in said(shown)
    assert "4.0" not in said(shown)
    assert "Fewer than 5 answers" in said(shown)


def test_closing_reopening_and_deleting(place):
    dialog = place.dialog
    dialog.close_survey_button.click()
    place.operations.wait()
    assert dialog.chosen().closed_on == dt.date(2026, 10, 7)
    assert not dialog.type_button.isEnabled()
    assert not dialog.read_button.isEnabled()
    dialog.close_survey_button.click()
    place.operations.wait()
    assert dialog.type_button.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    place.operations.wait()
    assert [row.title for row in dialog.model.rows] == ["Survey 2025"]
    dialog.message.button.click()
    place.operations.wait()
    assert len(dialog.model.rows) == 2
    dialog.table.select_key(place.before)
    asked = answer("Keep it")
    dialog.delete_button.click()
    assert asked == ["Delete the survey"]
    assert len(dialog.model.rows) == 2
    asked = answer("Delete for good")
    dialog.delete_button.click()
    place.operations.wait()
    assert asked
    with place.file.reading() as session:
        assert [row.title for row in surveys(session)] == ["Survey 2026"]
    assert dialog.message.button.isHidden()


def test_without_a_survey_one_button_begins(place):
    place.dialog.table.select_key(place.before)
    answered = answer("Delete for good")
    place.dialog.delete_button.click()
    place.operations.wait()
    assert answered
    place.dialog.delete_button.click()
    place.operations.wait()
    assert not place.dialog.empty.isHidden()
    place.dialog.empty.button.click()
    assert isinstance(place.dialog.dialog, SurveyDialog)
