"""Making a survey: from the template, from an earlier one, with questions of one's own; and when they stay fixed."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.records import DatesOutOfOrder, NameMissing, NotFound, NothingToUndo
from db.errors.survey import FormsImpossible, QuestionIncomplete, QuestionKnown, QuestionsFixed, SurveyWithoutQuestions
from db.history import history
from db.schema import Survey, SurveyAnswer, SurveyFormRead, SurveyQuestion
from db.surveys.answers import ReturnedForm, enter_sheet, take_forms
from db.surveys.surveys import (
    OwnQuestion,
    add_question,
    add_template_question,
    change_question,
    change_survey,
    check_has_questions,
    close_survey,
    delete_survey,
    drop_question,
    make_survey,
    order_questions,
    questions,
    reopen_survey,
    survey,
    surveys,
)
from db.surveys.template import TEMPLATE
from db.vocabulary import QuestionKind, SurveyDomain

DAY = dt.date(2026, 9, 1)


def made(session: Session, title: str = "Survey 2026", **fields: object) -> uuid.UUID:
    return make_survey(session, title=title, language="en", opened_on=fields.pop("opened_on", DAY), **fields)[0]


def keys(session: Session, survey_id: uuid.UUID) -> list[str]:
    return [row.key for row in questions(session, survey_id)]


def test_the_template_asks_two_or_three_questions_of_each_domain(file: AllianceFile) -> None:
    with file.writing() as session:
        found = questions(session, made(session))
    assert [row.key for row in found] == [one.key for one in TEMPLATE]
    assert [row.position for row in found] == list(range(len(TEMPLATE)))
    scales = [row.domain for row in found if row.kind is QuestionKind.SCALE]
    for domain in SurveyDomain:
        if domain is not SurveyDomain.OTHER:
            assert 2 <= scales.count(domain) <= 3
    assert not any(row.own for row in found)
    assert [row.options for row in found if row.kind is not QuestionKind.SCALE] == [3, 0, 0]


def test_next_years_survey_asks_the_same_with_the_same_keys(file: AllianceFile) -> None:
    with file.writing() as session:
        first = made(session)
        own, _changes = add_question(session, first, OwnQuestion("Do you read the minutes?"))
        second = made(session, "Survey 2027", opened_on=dt.date(2027, 9, 1), like=first)
        assert keys(session, second) == keys(session, first)
        assert questions(session, second)[-1].text == "Do you read the minutes?"
        assert questions(session, second)[-1].id != own
        assert [row.title for row in surveys(session)] == ["Survey 2027", "Survey 2026"]


def test_a_question_of_ones_own_is_added_last_and_one_of_the_template_in_its_place(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session, keys=["leadership_1", "relations_1", "keep"])
        add_question(session, key, OwnQuestion(" How? ", QuestionKind.CHOICE, choices=(" By  bus", "", "On foot ")))
        add_template_question(session, key, "leadership_3")
        found = questions(session, key)
        assert [row.key for row in found][:4] == ["leadership_1", "leadership_3", "relations_1", "keep"]
        assert (found[-1].text, found[-1].choices, found[-1].options) == ("How?", ("By bus", "On foot"), 2)
        assert [row.position for row in found] == [0, 1, 2, 3, 4]
        with pytest.raises(QuestionKnown):
            add_template_question(session, key, "keep")
        with pytest.raises(NotFound):
            add_template_question(session, key, "nothing")


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [
        (OwnQuestion("  "), "text"),
        (OwnQuestion("Which?", QuestionKind.CHOICE, choices=("one", " ")), "choices"),
        (OwnQuestion("Which?", QuestionKind.CHOICE, choices=tuple("abcdefghij")), "many"),
        (OwnQuestion("Which?", QuestionKind.CHOICE, choices=("One", "one")), "same"),
    ],
)
def test_an_incomplete_question_is_refused(file: AllianceFile, asked: OwnQuestion, lacks: str) -> None:
    with file.writing() as session:
        key = made(session)
        with pytest.raises(QuestionIncomplete) as refused:
            add_question(session, key, asked)
    assert refused.value.lacks == lacks


def test_other_words_make_another_question(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session)
        first = questions(session, key)[0]
        change_question(session, first.id, OwnQuestion("Do we chair well?", domain=SurveyDomain.LEADERSHIP))
        changed = questions(session, key)[0]
        assert (changed.text, changed.own) == ("Do we chair well?", True)
        assert changed.key != first.key
        change_question(session, first.id, OwnQuestion("Do we chair well?", domain=SurveyDomain.OTHER))
        assert questions(session, key)[0].key == changed.key  # under another heading it is still the same question


def test_questions_are_dropped_and_put_in_order(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session, keys=["leadership_1", "relations_1", "keep"])
        found = questions(session, key)
        order_questions(session, key, [found[2].id, found[0].id])
        assert keys(session, key) == ["keep", "leadership_1", "relations_1"]
        drop_question(session, found[0].id)
        assert [(row.key, row.position) for row in questions(session, key)] == [("keep", 0), ("relations_1", 1)]
    with file.writing() as session:
        history.undo(session)
        assert keys(session, key) == ["keep", "leadership_1", "relations_1"]


def test_what_is_asked_stays_once_there_are_answers(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session)
        first = questions(session, key)[0]
        enter_sheet(session, key, {first.id: "4"})
        for attempt in (
            lambda: add_question(session, key, OwnQuestion("More?")),
            lambda: add_template_question(session, key, "keep"),
            lambda: change_question(session, first.id, OwnQuestion("Other?")),
            lambda: drop_question(session, first.id),
            lambda: order_questions(session, key, []),
        ):
            with pytest.raises(QuestionsFixed):
                attempt()
        change_survey(session, key, title="Survey of 2026", given_out=24)
        assert survey(session, key).title == "Survey of 2026"


def test_undoing_never_takes_answers_away(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session)
    with file.writing() as session:
        added, _changes = add_question(session, key, OwnQuestion("More?"))
    with file.writing() as session:
        drop_question(session, added)
        history.undo(session)
    with file.writing() as session:
        enter_sheet(session, key, {questions(session, key)[0].id: "4"})
    with file.writing() as session:
        with pytest.raises(NothingToUndo):
            history.undo(session)
        assert survey(session, key).sheets == 1


def test_a_survey_is_closed_and_reopened(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session, answers_by=DAY)
        close_survey(session, key, today=DAY)
        assert survey(session, key).closed_on == DAY
        reopen_survey(session, key)
        assert survey(session, key).closed_on is None


def test_what_cannot_be_is_refused(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session, keys=[])
        with pytest.raises(SurveyWithoutQuestions):
            check_has_questions(session, key)
        with pytest.raises(NameMissing):
            made(session, " ")
        with pytest.raises(DatesOutOfOrder):
            made(session, answers_by=dt.date(2026, 8, 31))
        with pytest.raises(DatesOutOfOrder):
            change_survey(session, key, answers_by=dt.date(2026, 8, 31))
        with pytest.raises(FormsImpossible):
            change_survey(session, key, given_out=-1)
        with pytest.raises(NotFound):
            survey(session, uuid.uuid4())
        with pytest.raises(TypeError):
            change_survey(session, key, closed_on=DAY)


def test_a_survey_without_answers_comes_back_by_undoing_one_with_answers_is_gone(file: AllianceFile) -> None:
    with file.writing() as session:
        key = made(session)
        delete_survey(session, key)
        assert surveys(session) == []
        history.undo(session)
        asked = questions(session, key)
        assert len(asked) == len(TEMPLATE)
        take_forms(session, key, [ReturnedForm("ab" * 32, {asked[0].id: "3", asked[-1].id: "A secret"})])
    with file.writing() as session:
        delete_survey(session, key)
    with file.writing() as session:
        for table in (Survey, SurveyQuestion, SurveyAnswer, SurveyFormRead):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        with pytest.raises(NothingToUndo):
            history.undo(session)
    file.close()
    assert b"A secret" not in file.path.read_bytes()
