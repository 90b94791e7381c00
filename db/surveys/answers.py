"""What came back of a survey: taken in so that the file tells nothing of who answered, when, or in which order.

What protects:
- No name, and no link to a member or a person, is stored with an answer; the form asks for none.
- A sheet's key is random (UUID version 4), and the tables of answers and of files read have no row numbers.
- Every saving writes both tables anew in the order of their random keys, over what `secure_delete` has wiped. So even
  the bytes of the file show answers in that order, not in the order they were typed.
- Answers are outside history: no step says who typed them or when, nor can undo take them away. What would delete
  them by undoing, the making of the survey, is no longer undone once there are answers.
- Fewer than `db.surveys.results.FEWEST` answers are never shown, and free text is shown in the order of its letters, so
  that nobody's words can be put together.

What does not:
- Whoever types in paper, or opens a returned file, reads it; a hand, or an e-mail's sender, may be known to them.
- The answers of one sheet stay together, under its random key: who has the file and knows some of somebody's answers
  can find the rest. So does a copy as tables.
- Two copies of the file, kept before and after, differ by the sheets that came between. So do two looks at the
  results. Take in many sheets at a time; give out copies when the survey is closed.
- Words can give away who wrote them. The form says so.
- The digest of a returned file says that this file was read, to whoever has the file; not which answers were in it.
- What the computer itself keeps beside the file (its journal until the save ends, a disk's own remnants, the time the
  file was changed last) is not in Ronda's hands.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.records import NotFound
from db.errors.survey import AnswerImpossible, SheetBlank, SurveyClosed
from db.history import history
from db.schema import Survey, SurveyAnswer, SurveyFormRead, SurveyQuestion
from db.surveys.surveys import QuestionRow, question_row
from db.vocabulary import QuestionKind

LONGEST_TEXT = 20_000
"""Characters of one written answer that are kept."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ANSWERS = frozenset({"survey_answer"})

Answers = Mapping[uuid.UUID, str]
"""Answers of one sheet by question: "1" to "5", the number of a choice from "1", or words. What is not answered is not
there."""


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """What a returned file holds; `digest` is its SHA-256, hexadecimal."""

    digest: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class TakenForms:
    """How many forms were taken in, and the digests of those that had been before (or came twice).

    alike: how many of those taken in say exactly what another sheet says, without a written word. It may be the same
    form saved anew, or somebody else who thinks the same: as no form bears a name, nobody can tell.
    """

    taken: int
    already: tuple[str, ...]
    alike: int = 0


def plain_answer(question: QuestionRow, value: str) -> str:
    """Return an answer as it is kept, empty for none.

    Raises:
        AnswerImpossible: If it is none of those the question offers.
    """
    if question.kind is QuestionKind.TEXT:
        return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST_TEXT].rstrip()
    written = value.strip()
    if not written:
        return ""
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= question.options):
        raise AnswerImpossible(question.position + 1, written)
    return str(int(written))


def enter_sheet(session: Session, survey_id: uuid.UUID, answers: Answers) -> tuple[uuid.UUID, Changes]:
    """Take in a sheet; return its random key, to correct it with while it is still at hand, and what changed.

    Raises:
        NotFound: If there is no such survey.
        SurveyClosed: If it takes no more answers.
        SheetBlank: If nothing is answered.
        AnswerImpossible: If an answer is none of those offered.
    """
    kept = _checked(session, survey_id, answers)
    sheet = uuid.uuid4()
    _keep(session, survey_id, {sheet: kept})
    return sheet, Changes(None, _ANSWERS, frozenset({survey_id}))


def correct_sheet(session: Session, survey_id: uuid.UUID, sheet: uuid.UUID, answers: Answers) -> Changes:
    """Put other answers in the place of a sheet's.

    Raises:
        NotFound: If there is no such survey, or no such sheet of it.
        SurveyClosed: If it takes no more answers.
        SheetBlank: If nothing is answered.
        AnswerImpossible: If an answer is none of those offered.
    """
    kept = _checked(session, survey_id, answers)
    _check_sheet(session, survey_id, sheet)
    _keep(session, survey_id, {sheet: kept})
    return Changes(None, _ANSWERS, frozenset({survey_id}))


def take_back_sheet(session: Session, survey_id: uuid.UUID, sheet: uuid.UUID) -> Changes:
    """Take a sheet out again that should not have come in.

    Raises:
        NotFound: If there is no such survey, or no such sheet of it.
        SurveyClosed: If it is closed.
    """
    _open_survey(session, survey_id)
    _check_sheet(session, survey_id, sheet)
    _keep(session, survey_id, {sheet: {}})
    return Changes(None, _ANSWERS, frozenset({survey_id}))


def take_forms(session: Session, survey_id: uuid.UUID, forms: Sequence[ReturnedForm]) -> tuple[TakenForms, Changes]:
    """Take in returned forms, each file once however often it comes; all of them or, where one is impossible, none.

    A form saved anew is another file: it is known again by its answers where words were written in it.

    Raises:
        NotFound: If there is no such survey.
        SurveyClosed: If it takes no more answers.
        SheetBlank: If a form answers nothing.
        AnswerImpossible: If an answer is none of those offered.
    """
    _open_survey(session, survey_id)
    read = set(forms_read(session, survey_id))
    before = len(read)
    already: list[str] = []
    sheets: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    written, said = _written_questions(session, survey_id), _said(session, survey_id)
    alike = 0
    for form in forms:
        if form.digest in read:
            already.append(form.digest)
            continue
        kept = _checked(session, survey_id, form.answers)
        read.add(form.digest)
        whole = frozenset(kept.items())
        if whole in said and written & kept.keys():
            already.append(form.digest)
            continue
        alike += whole in said
        said.add(whole)
        sheets[uuid.uuid4()] = kept
    if sheets:
        _keep(session, survey_id, sheets)
    if len(read) > before:
        _write_forms_read(session, survey_id, read)
    changes = Changes(None, _ANSWERS, frozenset({survey_id})) if sheets else Changes()
    return TakenForms(len(sheets), tuple(already), alike), changes


def _written_questions(session: Session, survey_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the questions that are answered in words."""
    asked = select(SurveyQuestion.id).where(
        SurveyQuestion.survey_id == survey_id, SurveyQuestion.kind == QuestionKind.TEXT
    )
    return frozenset(session.scalars(asked))


def _said(session: Session, survey_id: uuid.UUID) -> set[frozenset[tuple[uuid.UUID, str]]]:
    """Return what each sheet says, whole."""
    sheets: dict[uuid.UUID, set[tuple[uuid.UUID, str]]] = defaultdict(set)
    rows = select(SurveyAnswer.sheet, SurveyAnswer.question_id, SurveyAnswer.value).join(
        SurveyQuestion, SurveyQuestion.id == SurveyAnswer.question_id
    )
    for sheet, question, value in session.execute(rows.where(SurveyQuestion.survey_id == survey_id)):
        sheets[sheet].add((question, value))
    return set(map(frozenset, sheets.values()))


def forms_read(session: Session, survey_id: uuid.UUID) -> frozenset[str]:
    """Return the digests of the returned files that were read."""
    return frozenset(session.scalars(select(SurveyFormRead.digest).where(SurveyFormRead.survey_id == survey_id)))


def write_in_order(session: Session, sheets: Mapping[uuid.UUID, Answers] | None = None) -> None:
    """Write the tables of answers and of files read anew, in the order of their keys; `sheets` in the place of theirs.

    Nothing else than this function writes answers.
    """
    session.flush()
    changed = sheets or {}
    rows = session.execute(select(SurveyAnswer.sheet, SurveyAnswer.question_id, SurveyAnswer.value))
    kept: list[tuple[uuid.UUID, uuid.UUID, str]]
    kept = [(row.sheet, row.question_id, row.value) for row in rows if row.sheet not in changed]
    kept += [(sheet, question, value) for sheet, answers in changed.items() for question, value in answers.items()]
    session.execute(delete(SurveyAnswer))
    if kept:
        kept.sort(key=lambda row: (row[0].hex, row[1].hex))
        session.execute(insert(SurveyAnswer), [
            {"sheet": sheet, "question_id": question, "value": value} for sheet, question, value in kept
        ])  # fmt: skip
    read = session.execute(select(SurveyFormRead.survey_id, SurveyFormRead.digest)).all()
    _write_all_forms_read(session, [(row.survey_id, row.digest) for row in read])


def _write_forms_read(session: Session, survey_id: uuid.UUID, digests: Iterable[str]) -> None:
    others = select(SurveyFormRead.survey_id, SurveyFormRead.digest).where(SurveyFormRead.survey_id != survey_id)
    rows = [(row.survey_id, row.digest) for row in session.execute(others)]
    _write_all_forms_read(session, [*rows, *((survey_id, digest) for digest in digests)])


def _write_all_forms_read(session: Session, rows: Sequence[tuple[uuid.UUID, str]]) -> None:
    session.execute(delete(SurveyFormRead))
    if rows:
        rows = sorted(rows, key=lambda row: (row[0].hex, row[1]))
        session.execute(insert(SurveyFormRead), [{"survey_id": key, "digest": digest} for key, digest in rows])


def _keep(session: Session, survey_id: uuid.UUID, sheets: Mapping[uuid.UUID, Answers]) -> None:
    asked = session.scalars(select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id))
    history.keep_steps_on(session, [survey_id, *asked])  # to undo the making of a question would delete its answers
    write_in_order(session, sheets)


def _checked(session: Session, survey_id: uuid.UUID, answers: Answers) -> dict[uuid.UUID, str]:
    _open_survey(session, survey_id)
    own = session.scalars(select(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id))
    asked = {row.id: question_row(row) for row in own}
    kept: dict[uuid.UUID, str] = {}
    for question_id, value in answers.items():
        if question_id not in asked:
            raise NotFound("survey_question", question_id)
        if plain := plain_answer(asked[question_id], value):
            kept[question_id] = plain
    if not kept:
        raise SheetBlank
    return kept


def _open_survey(session: Session, survey_id: uuid.UUID) -> Survey:
    row = session.get(Survey, survey_id)
    if row is None:
        raise NotFound("survey", survey_id)
    if row.closed_on is not None:
        raise SurveyClosed(row.title, row.closed_on)
    return row


def _check_sheet(session: Session, survey_id: uuid.UUID, sheet: uuid.UUID) -> None:
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id)
    own = select(SurveyAnswer.sheet).where(SurveyAnswer.sheet == sheet, SurveyAnswer.question_id.in_(asked))
    if session.scalars(own.limit(1)).first() is None:
        raise NotFound("survey_answer", sheet)
