"""What came back of a survey: taken in so that the file tells nothing of who answered, when, or in which order.

What protects:
- No name, and no link to a member or a person, is stored with an answer; the form asks for none.
- A sheet's key is random, and the tables of answers and of files read have no row numbers.
- Every saving writes both tables anew in the order of their random keys, over what `secure_delete` has wiped. So even
  the bytes of the file show answers in that order, not in the order they were typed.
- No two backups, nor a backup and the file, differ by fewer than five sheets: those that came last are in the file and
  in no backup until enough of them have come, or the survey is closed (`sheets.py`). So backups taken around one
  person's answers do not tell them. What it costs: who has to go back to a backup while a survey is open takes in again
  up to nine sheets, which are still at hand on paper or as files; the program says so.
- Answers are outside history: no step says who typed them or when, nor can undo take them away. What would delete
  them by undoing, the making of the survey, is no longer undone once there are answers.
- Fewer than `db.surveys.results.FEWEST` answers are never shown, and free text is shown in the order of its letters, so
  that nobody's words can be put together.

What does not:
- Whoever types in paper, or opens a returned file, reads it; a hand, or an e-mail's sender, may be known to them.
- The answers of one sheet stay together, under its random key: who has the file and knows some of somebody's answers
  can find the rest. So does a copy as tables.
- Two copies of the file itself, made by hand before and after, differ by the sheets that came between; a handover pack,
  a copy for a colleague and what is put back on a stick are such copies. So do two looks at the results. Take in many
  sheets at a time; give out copies when the survey is closed.
- Fewer than ten sheets in all come into the backups together when the survey is closed; of fewer than five nothing is
  ever shown, but that they came is. A sheet taken in after a survey was reopened is alone with those that follow it.
- A sheet put right later than right after it was typed may have been in a backup as it was before.
- Words can give away who wrote them. The form says so.
- The digest of a returned file says that this file was read, to whoever has the file; which answers were in it is told
  while they wait, and to nobody afterwards.
- What the computer itself keeps beside the file (its journal until the save ends, a disk's own remnants, the time the
  file was changed last) is not in Ronda's hands.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.records import NotFound
from db.errors.survey import AnswerImpossible, SheetBlank, SurveyClosed
from db.history import history
from db.schema import Survey, SurveyAnswer, SurveyFormRead, SurveyQuestion
from db.surveys.sheets import (
    Answers,
    as_it_lies,
    let_in_groups,
    marked_digest,
    new_sheet,
    plain_digest,
    write_forms_read,
    write_in_order,
)
from db.surveys.surveys import QuestionRow, question_row
from db.vocabulary import QuestionKind

LONGEST_TEXT = 20_000
"""Characters of one written answer that are kept."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ANSWERS = frozenset({"survey_answer"})


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
    sheet = new_sheet()
    _keep(session, survey_id, {sheet: kept})
    let_in_groups(session, survey_id, {sheet})
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
    _keep(session, survey_id, {_the_sheet(session, survey_id, sheet): kept})
    return Changes(None, _ANSWERS, frozenset({survey_id}))


def take_back_sheet(session: Session, survey_id: uuid.UUID, sheet: uuid.UUID) -> Changes:
    """Take a sheet out again that should not have come in.

    Raises:
        NotFound: If there is no such survey, or no such sheet of it.
        SurveyClosed: If it is closed.
    """
    _open_survey(session, survey_id)
    _keep(session, survey_id, {_the_sheet(session, survey_id, sheet): {}})
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
    kept_read = set(_forms_kept(session, survey_id))
    read, before = set(map(plain_digest, kept_read)), len(kept_read)
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
            kept_read.add(form.digest)
            continue
        alike += whole in said
        said.add(whole)
        sheet = new_sheet()
        sheets[sheet] = kept
        kept_read.add(marked_digest(form.digest, sheet))
    if len(kept_read) > before:
        _write_forms_read(session, survey_id, kept_read)
    if sheets:
        _keep(session, survey_id, sheets)
        let_in_groups(session, survey_id, sheets.keys())
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
    return frozenset(map(plain_digest, _forms_kept(session, survey_id)))


def _forms_kept(session: Session, survey_id: uuid.UUID) -> Iterable[str]:
    return session.scalars(select(SurveyFormRead.digest).where(SurveyFormRead.survey_id == survey_id))


def _write_forms_read(session: Session, survey_id: uuid.UUID, kept: Iterable[str]) -> None:
    others = select(SurveyFormRead.survey_id, SurveyFormRead.digest).where(SurveyFormRead.survey_id != survey_id)
    rows = [(row.survey_id, row.digest) for row in session.execute(others)]
    write_forms_read(session, [*rows, *((survey_id, digest) for digest in kept)])


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


def _the_sheet(session: Session, survey_id: uuid.UUID, sheet: uuid.UUID) -> uuid.UUID:
    """Return a sheet's key as it is in the file now."""
    lies = as_it_lies(session, sheet)
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id)
    own = select(SurveyAnswer.sheet).where(SurveyAnswer.sheet == lies, SurveyAnswer.question_id.in_(asked))
    if session.scalars(own.limit(1)).first() is None:
        raise NotFound("survey_answer", sheet)
    return lies
