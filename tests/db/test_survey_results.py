"""What a survey says: counts, means, the earlier survey beside it; and nothing of fewer than five answers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.surveys.answers import enter_sheet
from db.surveys.results import FEWEST, SurveyResults, results
from db.surveys.surveys import OwnQuestion, add_question, change_question, make_survey, questions
from db.vocabulary import QuestionKind, SurveyDomain


def filled(
    session: Session, year: int, sheets: Sequence[dict[str, str]], *, keys: Sequence[str] | None = None
) -> uuid.UUID:
    """Return a survey of that year with these sheets, answers by the question's key."""
    key, _changes = make_survey(
        session, title=f"Survey {year}", language="en", opened_on=dt.date(year, 9, 1), keys=keys
    )
    ids = {row.key: row.id for row in questions(session, key)}
    for sheet in sheets:
        enter_sheet(session, key, {ids[name]: value for name, value in sheet.items()})
    return key


def of(found: SurveyResults, key: str):
    return next(result for result in found.questions if result.question.key == key)


def test_a_scale_is_counted_and_its_mean_exact(file: AllianceFile) -> None:
    with file.writing() as session:
        key = filled(session, 2026, [{"relations_1": value} for value in ("5", "4", "4", "1", "3", "3")])
        found = results(session, key)
    result = of(found, "relations_1")
    assert (result.count, result.shown, result.tally.counts) == (6, True, (1, 0, 2, 2, 1))
    assert result.mean == Fraction(20, 6)
    assert found.survey.sheets == 6
    assert result.earlier is None
    assert found.earlier is None


def test_a_choice_is_counted_and_has_no_mean(file: AllianceFile) -> None:
    with file.writing() as session:
        found = results(session, filled(session, 2026, [{"go_on": value} for value in "112113"]))
    result = of(found, "go_on")
    assert (result.tally.counts, result.mean) == ((4, 1, 1), None)


def test_words_are_shown_by_their_letters(file: AllianceFile) -> None:
    written = ["the maps", "Árboles", "bread", "a tree", "The map"]
    with file.writing() as session:
        found = results(session, filled(session, 2026, [{"keep": words, "change": words[::-1]} for words in written]))
    assert of(found, "keep").texts == ("a tree", "Árboles", "bread", "The map", "the maps")
    assert of(found, "change").texts != tuple(words[::-1] for words in of(found, "keep").texts)


def test_of_fewer_than_five_answers_nothing_is_shown(file: AllianceFile) -> None:
    sheets = [{"relations_1": "5", "relations_2": "4", "keep": f"word {n}", "go_on": "1"} for n in range(FEWEST - 1)]
    with file.writing() as session:
        key = filled(session, 2026, sheets)
        found = results(session, key)
        assert not found.shown
        for result in found.questions:
            assert (result.shown, result.tally, result.texts, result.mean, result.earlier) == (
                False, None, (), None, None,
            )  # fmt: skip
        assert all(domain.mean is None for domain in found.domains)
        asked = {row.key: row.id for row in questions(session, key)}
        enter_sheet(session, key, {asked["relations_1"]: "1"})
        found = results(session, key)
        assert found.shown
        assert [r.question.key for r in found.questions if r.shown] == ["relations_1"]


def test_a_hidden_question_cannot_be_worked_out_from_its_domain(file: AllianceFile) -> None:
    sheets = [{"relations_1": "4", "relations_2": "2"} | ({"relations_3": "1"} if n < 4 else {}) for n in range(6)]
    with file.writing() as session:
        found = results(session, filled(session, 2026, sheets))
    relations = next(domain for domain in found.domains if domain.domain is SurveyDomain.RELATIONS)
    assert relations.mean == 3  # of the two that are shown
    assert not of(found, "relations_3").shown


def test_years_compare_by_key_like_with_like(file: AllianceFile) -> None:
    with file.writing() as session:
        before = filled(session, 2025, [{"relations_1": "2", "relations_2": "5", "go_on": "1"}] * 5)
        key = filled(session, 2026, [{"relations_1": "4", "relations_3": "1", "go_on": "2"}] * 5)
        found = results(session, key)
        assert results(session, before).earlier is None
    assert found.earlier is not None
    assert found.earlier.id == before
    result = of(found, "relations_1")
    assert (result.mean, result.earlier_mean) == (4, 2)
    assert of(found, "relations_3").earlier is None
    assert of(found, "go_on").earlier.counts == (5, 0, 0)
    relations = next(domain for domain in found.domains if domain.domain is SurveyDomain.RELATIONS)
    assert relations.mean == Fraction(5, 2)
    assert (relations.now, relations.then) == (4, 2)  # only what both asked and show


def test_the_earlier_survey_is_hidden_too_where_it_has_few(file: AllianceFile) -> None:
    with file.writing() as session:
        oldest = filled(session, 2024, [{"relations_1": "3"}] * 5)
        filled(session, 2025, [{"relations_1": "2"}] * 4)
        found = results(session, filled(session, 2026, [{"relations_1": "4"}] * 5))
        assert found.earlier is not None
        assert found.earlier.id == oldest
        assert of(found, "relations_1").earlier_mean == 3


def test_a_question_in_other_words_is_not_compared(file: AllianceFile) -> None:
    with file.writing() as session:
        filled(session, 2025, [{"relations_1": "2"}] * 5)
        key, _changes = make_survey(session, title="Now", language="en", opened_on=dt.date(2026, 9, 1))
        asked = {row.key: row.id for row in questions(session, key)}
        change_question(session, asked["relations_1"], OwnQuestion("Do you trust us?", domain=SurveyDomain.RELATIONS))
        for _n in range(5):
            enter_sheet(session, key, {asked["relations_1"]: "4"})
        found = results(session, key)
    assert found.earlier is None
    assert of(found, next(r.question.key for r in found.questions if r.question.own)).earlier is None


@pytest.mark.parametrize("same", [True, False])
def test_ones_own_question_compares_where_the_survey_was_made_like_the_earlier(file: AllianceFile, same: bool) -> None:
    with file.writing() as session:
        first, _changes = make_survey(session, title="A", language="en", opened_on=dt.date(2025, 9, 1), keys=[])
        add_question(session, first, OwnQuestion("Tea?", QuestionKind.CHOICE, choices=("Yes", "No")))
        second, _changes = make_survey(session, title="B", language="en", opened_on=dt.date(2026, 9, 1), like=first)
        if not same:
            own = questions(session, second)[0]
            change_question(session, own.id, OwnQuestion("Tea?", QuestionKind.CHOICE, choices=("No", "Yes")))
        for key in (first, second):
            for _n in range(5):
                enter_sheet(session, key, {questions(session, key)[0].id: "1"})
        found = results(session, second)
    assert (found.questions[0].earlier is not None) == same
