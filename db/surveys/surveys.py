"""Surveys of members: making one from the template or an earlier one, its questions, closing and deleting it.

What came back is in `db.surveys.answers`, what it says in `db.surveys.results`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.records import DatesOutOfOrder, NotFound
from db.errors.survey import FormsImpossible, QuestionIncomplete, QuestionKnown, QuestionsFixed, SurveyWithoutQuestions
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.names import required
from db.schema import Survey, SurveyAnswer, SurveyQuestion
from db.surveys.sheets import let_all_in, waiting_sheets
from db.surveys.template import KNOWN, TEMPLATE
from db.vocabulary import QuestionKind, SurveyDomain

FEWEST_CHOICES = 2
MOST_CHOICES = 9
"""One key each, where answers are typed in."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey and how far it is. `sheets` is how many forms came back, whatever they answer."""

    id: uuid.UUID
    title: str
    language: str
    introduction: str
    opened_on: dt.date
    answers_by: dt.date | None
    given_out: int | None
    closed_on: dt.date | None
    questions: int
    sheets: int
    waiting: int = 0
    """How many of the sheets are in no backup yet (`db.surveys.sheets`)."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question. With an empty `text` its words, and the answers of a choice, are the template's for `key`."""

    id: uuid.UUID
    survey_id: uuid.UUID
    position: int
    key: str
    domain: SurveyDomain
    kind: QuestionKind
    text: str = ""
    choices: tuple[str, ...] = ()

    @property
    def options(self) -> int:
        """How many answers can be chosen from: five on a scale, none where words are written."""
        match self.kind:
            case QuestionKind.SCALE:
                return 5
            case QuestionKind.CHOICE:
                return len(self.choices) or KNOWN[self.key].options
        return 0

    @property
    def own(self) -> bool:
        """Whether it is not one of the template's."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of one's own, as typed."""

    text: str
    kind: QuestionKind = QuestionKind.SCALE
    domain: SurveyDomain = SurveyDomain.OTHER
    choices: tuple[str, ...] = ()

    def problem(self) -> str:
        """Return what it lacks: `text`, `choices` (too few), `many` (too many), `same` (two alike), or nothing."""
        if not self.text.strip():
            return "text"
        if self.kind is not QuestionKind.CHOICE:
            return ""
        choices = self.plain_choices()
        if len(choices) < FEWEST_CHOICES:
            return "choices"
        if len(choices) > MOST_CHOICES:
            return "many"
        return "same" if len({choice.casefold() for choice in choices}) < len(choices) else ""

    def plain_choices(self) -> tuple[str, ...]:
        """Return the answers to choose from, a line each, without empty ones; none where it is no choice."""
        if self.kind is not QuestionKind.CHOICE:
            return ()
        return tuple(line for choice in self.choices if (line := " ".join(choice.split())))


# Looking


def surveys(session: Session) -> list[SurveyRow]:
    """Return the surveys, the newest first."""
    return [
        _row(session, row)
        for row in session.scalars(select(Survey).order_by(Survey.opened_on.desc(), Survey.id.desc()))
    ]


def survey(session: Session, survey_id: uuid.UUID) -> SurveyRow:
    """Return a survey.

    Raises:
        NotFound: If there is none of this key.
    """
    return _row(session, _survey(session, survey_id))


def questions(session: Session, survey_id: uuid.UUID) -> list[QuestionRow]:
    """Return a survey's questions in the form's order."""
    return [question_row(row) for row in _questions(session, survey_id)]


def sheet_count(session: Session, survey_id: uuid.UUID) -> int:
    """Return how many sheets of a survey came back with an answer."""
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id)
    counted = select(func.count(distinct(SurveyAnswer.sheet))).where(SurveyAnswer.question_id.in_(asked))
    return session.scalar(counted) or 0


def question_row(row: SurveyQuestion) -> QuestionRow:
    """Return a question's row."""
    choices = tuple(row.choices.split("\n")) if row.choices else ()
    return QuestionRow(row.id, row.survey_id, row.position, row.key, row.domain, row.kind, row.text, choices)


# The survey


def make_survey(
    session: Session,
    *,
    title: str,
    language: str,
    opened_on: dt.date,
    introduction: str = "",
    answers_by: dt.date | None = None,
    given_out: int | None = None,
    like: uuid.UUID | None = None,
    keys: Iterable[str] | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Make a survey with the template's questions (those of `keys` only, if given), or with those of the survey `like`.

    What is asked with the same key as in an earlier survey is compared with it.

    Raises:
        NameMissing: If the title is empty.
        NotFound: If there is no survey `like`.
        DatesOutOfOrder: If answers would be due before it begins.
    """
    _check_dates(opened_on, answers_by)
    with history.step(session, "make_survey") as step:
        made = Survey(
            id=new_id(), title=required(title, "survey"), language=language, introduction=introduction.strip(),
            opened_on=opened_on, answers_by=answers_by, given_out=given_out,
        )  # fmt: skip
        session.add(made)
        session.flush()
        if like is not None:
            asked = [
                {"key": row.key, "domain": row.domain, "kind": row.kind, "text": row.text, "choices": row.choices}
                for row in _questions(session, _survey(session, like).id)
            ]
        else:
            wanted = set(KNOWN) if keys is None else set(keys)
            asked = [{"key": q.key, "domain": q.domain, "kind": q.kind} for q in TEMPLATE if q.key in wanted]
        session.add_all(
            SurveyQuestion(id=new_id(), survey_id=made.id, position=n, **fields) for n, fields in enumerate(asked)
        )
    return made.id, step.changes


def change_survey(session: Session, survey_id: uuid.UUID, **fields: object) -> Changes:
    """Change title, language, introduction, answers_by, opened_on or given_out.

    Raises:
        NotFound: If there is no such survey.
        NameMissing: If the title would be empty.
        DatesOutOfOrder: If answers would be due before it begins.
        FormsImpossible: If fewer than no forms were given out.
    """
    allowed = {"title", "language", "introduction", "answers_by", "opened_on", "given_out"}
    if unknown := set(fields) - allowed:
        raise TypeError(f"not fields of a survey: {sorted(unknown)}")
    with history.step(session, "change_survey", merge_key=f"survey {survey_id} {' '.join(sorted(fields))}") as step:
        row = _survey(session, survey_id)
        if "title" in fields:
            fields["title"] = required(str(fields["title"]), "survey")
        given = fields.get("given_out")
        if isinstance(given, int) and given < 0:
            raise FormsImpossible(given)
        days: dict[str, Any] = {name: fields.get(name, getattr(row, name)) for name in ("opened_on", "answers_by")}
        _check_dates(**days)
        for name, value in fields.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    return step.changes


def close_survey(session: Session, survey_id: uuid.UUID, *, today: dt.date) -> Changes:
    """Close a survey: no more answers are taken, and the last ones are in backups from now on.

    Raises:
        NotFound: If there is no such survey.
    """
    with history.step(session, "close_survey") as step:
        _survey(session, survey_id).closed_on = today
    let_all_in(session, survey_id)
    return step.changes


def reopen_survey(session: Session, survey_id: uuid.UUID) -> Changes:
    """Take answers again.

    Raises:
        NotFound: If there is no such survey.
    """
    with history.step(session, "reopen_survey") as step:
        _survey(session, survey_id).closed_on = None
    return step.changes


def delete_survey(session: Session, survey_id: uuid.UUID) -> Changes:
    """Delete a survey, its questions and every answer. One that has answers stays away for good.

    Raises:
        NotFound: If there is no such survey.
    """
    row = _survey(session, survey_id)
    answered = sheet_count(session, survey_id) > 0
    with history.step(session, "delete_survey", undoable=not answered) as step:
        delete_row(session, row, name=row.title)
    return step.changes


# Its questions


def add_question(session: Session, survey_id: uuid.UUID, asked: OwnQuestion) -> tuple[uuid.UUID, Changes]:
    """Add a question of one's own at the end; return its key and what changed.

    Raises:
        NotFound: If there is no such survey.
        QuestionsFixed: If answers came already.
        QuestionIncomplete: If it lacks its words or answers to choose from.
    """
    _check_asked(asked)
    with history.step(session, "add_question") as step:
        row = _open_to_change(session, survey_id)
        made = SurveyQuestion(
            id=new_id(), survey_id=row.id, position=_last(session, survey_id) + 1, key=uuid.uuid4().hex,
            domain=asked.domain, kind=asked.kind, text=asked.text.strip(), choices="\n".join(asked.plain_choices()),
        )  # fmt: skip
        session.add(made)
    return made.id, step.changes


def add_template_question(session: Session, survey_id: uuid.UUID, key: str) -> tuple[uuid.UUID, Changes]:
    """Ask one of the template's questions (again), after the last asked that stands before it in the template.

    Raises:
        NotFound: If there is no such survey, or no such question in the template.
        QuestionsFixed: If answers came already.
        QuestionKnown: If it is asked already.
    """
    with history.step(session, "add_question") as step:
        _open_to_change(session, survey_id)
        if key not in KNOWN:
            raise NotFound("survey_question")
        rows = _questions(session, survey_id)
        if any(row.key == key for row in rows):
            raise QuestionKnown(key)
        order = list(KNOWN)
        before = [n for n, row in enumerate(rows) if row.key in KNOWN and order.index(row.key) < order.index(key)]
        known = KNOWN[key]
        made = SurveyQuestion(id=new_id(), survey_id=survey_id, key=key, domain=known.domain, kind=known.kind,
                              text="", choices="", position=len(rows))  # fmt: skip
        session.add(made)
        rows.insert(before[-1] + 1 if before else 0, made)
        _number(rows)
    return made.id, step.changes


def change_question(session: Session, question_id: uuid.UUID, asked: OwnQuestion) -> Changes:
    """Put a question into other words. It is another question then: it is not compared with earlier surveys any more.

    Raises:
        NotFound: If there is no such question.
        QuestionsFixed: If answers came already.
        QuestionIncomplete: If it lacks its words or answers to choose from.
    """
    _check_asked(asked)
    with history.step(session, "change_question") as step:
        row = _question(session, question_id)
        _open_to_change(session, row.survey_id)
        fields = (asked.text.strip(), asked.kind, "\n".join(asked.plain_choices()))
        if fields != (row.text, row.kind, row.choices):
            row.text, row.kind, row.choices = fields
            row.key = uuid.uuid4().hex
        row.domain = asked.domain
    return step.changes


def drop_question(session: Session, question_id: uuid.UUID) -> Changes:
    """Ask a question no more.

    Raises:
        NotFound: If there is no such question.
        QuestionsFixed: If answers came already.
    """
    with history.step(session, "drop_question") as step:
        row = _question(session, question_id)
        _open_to_change(session, row.survey_id)
        survey_id = row.survey_id
        delete_row(session, row)
        _number(_questions(session, survey_id))
    return step.changes


def order_questions(session: Session, survey_id: uuid.UUID, order: Sequence[uuid.UUID]) -> Changes:
    """Put the questions in order; those not named follow as they were.

    Raises:
        NotFound: If there is no such survey.
        QuestionsFixed: If answers came already.
    """
    with history.step(session, "order_questions") as step:
        _open_to_change(session, survey_id)
        place = {key: n for n, key in enumerate(order)}
        _number(sorted(_questions(session, survey_id), key=lambda row: place.get(row.id, len(place) + row.position)))
    return step.changes


def check_has_questions(session: Session, survey_id: uuid.UUID) -> None:
    """Raise if nothing is asked yet.

    Raises:
        NotFound: If there is no such survey.
        SurveyWithoutQuestions: If it has no question.
    """
    row = _survey(session, survey_id)
    if not _questions(session, survey_id):
        raise SurveyWithoutQuestions(row.title)


def _row(session: Session, row: Survey) -> SurveyRow:
    asked = session.scalar(select(func.count()).where(SurveyQuestion.survey_id == row.id)) or 0
    return SurveyRow(
        row.id, row.title, row.language, row.introduction, row.opened_on, row.answers_by, row.given_out, row.closed_on,
        asked, sheet_count(session, row.id), len(waiting_sheets(session, row.id)),
    )  # fmt: skip


def _survey(session: Session, survey_id: uuid.UUID) -> Survey:
    row = session.get(Survey, survey_id)
    if row is None:
        raise NotFound("survey", survey_id)
    return row


def _question(session: Session, question_id: uuid.UUID) -> SurveyQuestion:
    row = session.get(SurveyQuestion, question_id)
    if row is None:
        raise NotFound("survey_question", question_id)
    return row


def _questions(session: Session, survey_id: uuid.UUID) -> list[SurveyQuestion]:
    own = select(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id)
    return list(session.scalars(own.order_by(SurveyQuestion.position, SurveyQuestion.id)))


def _open_to_change(session: Session, survey_id: uuid.UUID) -> Survey:
    row = _survey(session, survey_id)
    if sheets := sheet_count(session, survey_id):
        raise QuestionsFixed(row.title, sheets)
    return row


def _last(session: Session, survey_id: uuid.UUID) -> int:
    return max((row.position for row in _questions(session, survey_id)), default=-1)


def _number(rows: Sequence[SurveyQuestion]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _check_asked(asked: OwnQuestion) -> None:
    if problem := asked.problem():
        raise QuestionIncomplete(problem)


def _check_dates(opened_on: dt.date, answers_by: dt.date | None) -> None:
    if answers_by is not None and answers_by < opened_on:
        raise DatesOutOfOrder(opened_on, answers_by)
