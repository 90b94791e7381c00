"""Answers: what is kept of them, and that neither the record nor the file's bytes tell who, when, in which order."""

import datetime as dt
import re
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import db.surveys.answers as answers_module
from db.engine import AllianceFile, create_file, open_file
from db.errors.records import NotFound
from db.errors.survey import AnswerImpossible, SheetBlank, SurveyClosed
from db.schema import SurveyAnswer, SurveyFormRead
from db.surveys.answers import (
    LONGEST_TEXT,
    ReturnedForm,
    correct_sheet,
    enter_sheet,
    forms_read,
    take_back_sheet,
    take_forms,
)
from db.surveys.surveys import QuestionRow, close_survey, make_survey, questions, survey
from db.vocabulary import QuestionKind

DAY = dt.date(2026, 9, 1)


@pytest.fixture
def asked(file: AllianceFile) -> list[QuestionRow]:
    """A survey's questions: a scale, a choice of three, words."""
    with file.writing() as session:
        key, _changes = make_survey(
            session, title="Survey", language="en", opened_on=DAY, keys=["relations_1", "go_on", "keep"]
        )
        return questions(session, key)


def kept(session: Session) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for row in session.scalars(select(SurveyAnswer)):
        found.setdefault(row.sheet, {})[row.question_id] = row.value
    return found


def test_a_sheet_is_kept_as_it_was_answered(file: AllianceFile, asked: list[QuestionRow]) -> None:
    scale, choice, words = (row.id for row in asked)
    with file.writing() as session:
        one, changes = enter_sheet(
            session, asked[0].survey_id, {scale: " 05 ", choice: "3", words: " All\r\nof it \x07"}
        )
        two, _changes = enter_sheet(session, asked[0].survey_id, {scale: "1", choice: "", words: "   "})
        assert changes.kinds == {"survey_answer"}
        assert changes.step_id is None
    with file.reading() as session:
        assert kept(session) == {one: {scale: "5", choice: "3", words: "All\nof it"}, two: {scale: "1"}}
        assert survey(session, asked[0].survey_id).sheets == 2


@pytest.mark.parametrize(("place", "value"), [(0, "0"), (0, "6"), (0, "x"), (0, "٣"), (0, "2.5"), (1, "4"), (1, "-1")])
def test_no_other_answer_is_kept(file: AllianceFile, asked: list[QuestionRow], place: int, value: str) -> None:
    with file.writing() as session:
        with pytest.raises(AnswerImpossible) as refused:
            enter_sheet(session, asked[0].survey_id, {asked[place].id: value})
        assert (refused.value.number, refused.value.value) == (place + 1, value)
        assert kept(session) == {}


def test_a_blank_sheet_is_not_counted(file: AllianceFile, asked: list[QuestionRow]) -> None:
    with file.writing() as session, pytest.raises(SheetBlank):
        enter_sheet(session, asked[0].survey_id, {asked[0].id: " "})


def test_the_sheet_just_typed_is_corrected_and_taken_back(file: AllianceFile, asked: list[QuestionRow]) -> None:
    key = asked[0].survey_id
    with file.writing() as session:
        sheet, _changes = enter_sheet(session, key, {asked[0].id: "2", asked[1].id: "1"})
        other, _changes = enter_sheet(session, key, {asked[0].id: "4"})
        correct_sheet(session, key, sheet, {asked[0].id: "3", asked[2].id: "More"})
        assert kept(session) == {sheet: {asked[0].id: "3", asked[2].id: "More"}, other: {asked[0].id: "4"}}
        take_back_sheet(session, key, sheet)
        assert kept(session) == {other: {asked[0].id: "4"}}
        with pytest.raises(NotFound):
            correct_sheet(session, key, sheet, {asked[0].id: "3"})


def test_a_closed_survey_takes_nothing(file: AllianceFile, asked: list[QuestionRow]) -> None:
    key = asked[0].survey_id
    with file.writing() as session:
        sheet, _changes = enter_sheet(session, key, {asked[0].id: "2"})
        close_survey(session, key, today=DAY)
        for attempt in (
            lambda: enter_sheet(session, key, {asked[0].id: "2"}),
            lambda: correct_sheet(session, key, sheet, {asked[0].id: "2"}),
            lambda: take_back_sheet(session, key, sheet),
            lambda: take_forms(session, key, []),
        ):
            with pytest.raises(SurveyClosed):
                attempt()


def test_a_question_of_another_survey_is_refused(file: AllianceFile, asked: list[QuestionRow]) -> None:
    with file.writing() as session:
        other, _changes = make_survey(session, title="Other", language="en", opened_on=DAY)
        with pytest.raises(NotFound):
            enter_sheet(session, other, {asked[0].id: "2"})


def test_a_file_counts_once(file: AllianceFile, asked: list[QuestionRow]) -> None:
    key = asked[0].survey_id
    one, two = ReturnedForm("1" * 64, {asked[0].id: "2"}), ReturnedForm("2" * 64, {asked[0].id: "3"})
    with file.writing() as session:
        taken, _changes = take_forms(session, key, [one, two, one])
        assert (taken.taken, taken.already) == (2, ("1" * 64,))
        taken, changes = take_forms(session, key, [two])
        assert (taken.taken, taken.already, bool(changes)) == (0, ("2" * 64,), False)
        assert forms_read(session, key) == {"1" * 64, "2" * 64}
        assert len(kept(session)) == 2


def test_a_form_saved_anew_is_known_by_its_words_and_without_any_it_is_said(
    file: AllianceFile, asked: list[QuestionRow]
) -> None:
    key, written = asked[0].survey_id, next(one.id for one in asked if one.kind is QuestionKind.TEXT)
    plain, worded = {asked[0].id: "2"}, {asked[0].id: "2", written: "The road is closed"}
    with file.writing() as session:
        take_forms(session, key, [ReturnedForm("1" * 64, plain), ReturnedForm("2" * 64, worded)])
        anew, _changes = take_forms(session, key, [ReturnedForm("3" * 64, worded)])
        assert (anew.taken, anew.already, anew.alike) == (0, ("3" * 64,), 0)
        assert "3" * 64 in forms_read(session, key)
        other = ReturnedForm("4" * 64, {**worded, asked[0].id: "3"})
        alike, _changes = take_forms(session, key, [ReturnedForm("5" * 64, plain), other])
        assert (alike.taken, alike.already, alike.alike) == (2, (), 1)
        assert len(kept(session)) == 4


def test_one_impossible_form_keeps_all_out(file: AllianceFile, asked: list[QuestionRow]) -> None:
    key = asked[0].survey_id
    with pytest.raises(AnswerImpossible), file.writing() as session:
        take_forms(
            session, key, [ReturnedForm("1" * 64, {asked[0].id: "2"}), ReturnedForm("2" * 64, {asked[0].id: "9"})]
        )
    with file.reading() as session:
        assert kept(session) == {}
        assert forms_read(session, key) == frozenset()


def test_a_text_is_kept_up_to_a_length(file: AllianceFile, asked: list[QuestionRow]) -> None:
    with file.writing() as session:
        sheet, _changes = enter_sheet(session, asked[0].survey_id, {asked[2].id: "x" * (LONGEST_TEXT + 5)})
        assert len(kept(session)[sheet][asked[2].id]) == LONGEST_TEXT


# What the file gives away


def test_no_step_no_date_no_name_stands_beside_answers(file: AllianceFile, asked: list[QuestionRow]) -> None:
    with file.reading() as session:
        before = session.execute(text("SELECT count(*), max(sequence), max(at) FROM step")).one()
        changes = session.execute(text("SELECT count(*) FROM change")).one()
    with file.writing(who="Rosa Quispe") as session:
        sheet, _changes = enter_sheet(session, asked[0].survey_id, {row.id: "1" for row in asked})
        take_forms(session, asked[0].survey_id, [ReturnedForm("f" * 64, {asked[0].id: "5"})])
    with file.reading() as session:
        assert session.execute(text("SELECT count(*), max(sequence), max(at) FROM step")).one() == before
        assert session.execute(text("SELECT count(*) FROM change")).one() == changes
        assert {column.name for column in SurveyAnswer.__table__.columns} == {"sheet", "question_id", "value"}
        assert {column.name for column in SurveyFormRead.__table__.columns} == {"survey_id", "digest"}
        for table in ("survey_answer", "survey_form_read"):
            (made,) = session.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).one()
            assert "WITHOUT ROWID" in made
    assert sheet.version == 8  # random, and waiting: `db.surveys.sheets`
    file.close()
    assert b"Rosa Quispe" not in file.path.read_bytes()


def test_no_key_of_a_sheet_is_dated(file: AllianceFile, asked: list[QuestionRow]) -> None:
    with file.writing() as session:
        sheets = [enter_sheet(session, asked[0].survey_id, {asked[0].id: "1"})[0] for _n in range(30)]
    assert all(sheet.version == 8 for sheet in sheets)
    assert sheets != sorted(sheets)


MARK = re.compile(rb"sheet \d\d of somebody")


def image(path: Path, order: list[int], monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the marks of sheets in the order they stand in a file that they were typed into in this order.

    Sheet 7 has the same random key, whenever it is typed.
    """
    keys = [uuid.UUID(int=(n * 0x9E3779B97F4A7C15F39CC0605CEDC835) % (1 << 128), version=4) for n in range(1, 41)]
    with create_file(path, name="Lake Valley Alliance") as file:
        with file.writing() as session:
            key, _changes = make_survey(session, title="Survey", language="en", opened_on=DAY)
            words = next(row.id for row in questions(session, key) if row.kind is QuestionKind.TEXT)
            scale = questions(session, key)[0].id
        for n in order:
            monkeypatch.setattr(answers_module.uuid, "uuid4", lambda n=n: keys[n])
            with file.writing() as session:
                body = f"sheet {n:02} of somebody " + "who wrote much " * (n % 7 * 9)
                enter_sheet(session, key, {scale: "3", words: body})
        monkeypatch.undo()
    return [found[0] for found in MARK.finditer(path.read_bytes())]


def test_the_bytes_of_the_file_do_not_tell_the_order_of_typing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forwards = image(tmp_path / "a.ronda", list(range(40)), monkeypatch)
    backwards = image(tmp_path / "b.ronda", list(range(39, -1, -1)), monkeypatch)
    mixed = image(tmp_path / "c.ronda", [(n * 17) % 40 for n in range(40)], monkeypatch)
    assert len(forwards) == 40  # each once: nothing of what was written over is left
    assert forwards == backwards == mixed


@pytest.fixture
def files_read(tmp_path: Path) -> Path:
    path = tmp_path / "read.ronda"
    with create_file(path, name="Lake Valley Alliance") as file, file.writing() as session:
        key, _changes = make_survey(session, title="Survey", language="en", opened_on=DAY)
        first = questions(session, key)[0].id
        for n in (7, 3, 9, 1, 8, 2):
            take_forms(session, key, [ReturnedForm(f"{n}" * 64, {first: "3"})])
    return path


def test_the_files_read_stand_in_no_order_of_reading(files_read: Path) -> None:
    data = files_read.read_bytes()
    places = [data.index(f"{n}".encode() * 64) for n in (9, 8, 7, 3, 2, 1)]  # a page is filled from its end
    assert places == sorted(places)
    with open_file(files_read, read_only=True) as file, file.reading() as session:
        assert (
            len(forms_read(session, survey(session, session.scalars(select(SurveyFormRead.survey_id)).first()).id)) == 6
        )
