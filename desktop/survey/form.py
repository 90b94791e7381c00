"""A survey with what it asks, as several dialogs need it."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.surveys.surveys import QuestionRow, SurveyRow, questions, survey


@dataclass(frozen=True, slots=True)
class Form:
    """A survey, and its questions in the form's order."""

    survey: SurveyRow
    questions: tuple[QuestionRow, ...]


def load_form(session: Session, survey_id: uuid.UUID) -> Form:
    """Return what is asked."""
    return Form(survey(session, survey_id), tuple(questions(session, survey_id)))
