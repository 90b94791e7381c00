"""Fills the form of a survey from the record, and prints it. No Qt.

It speaks the survey's language and comes in the alliance's paper size unless another is asked for.
"""

import datetime as dt
import uuid
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.surveys.forms import field_name, form_code
from db.surveys.surveys import QuestionRow, check_has_questions, questions, survey
from desktop.naming.surveys import domain_name, question_choices, question_text, usual_introduction
from desktop.reports.making import Maker, Printed
from desktop.reports.survey_sheet import FormPart, FormQuestion, SurveyFormSheet

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName


def survey_form_maker(survey_id: uuid.UUID, *, fillable: bool = False) -> Maker:
    """Return what makes a survey's form; it raises `SurveyWithoutQuestions` if nothing is asked yet."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.survey_form import lay_out_survey_form

        check_has_questions(session, survey_id)
        return lay_out_survey_form(survey_form_sheet(session, survey_id, fillable=fillable), paper)

    return Printed(lay_out, lambda session: survey(session, survey_id).language)


def survey_form_sheet(session: Session, survey_id: uuid.UUID, *, fillable: bool = False) -> SurveyFormSheet:
    """Return a survey's form as it is printed, in the language spoken now.

    It is dated by the day the survey began, so that every copy is the same file and none tells when it was made.

    Raises:
        NotFound: If there is no such survey.
    """
    row, own = survey(session, survey_id), alliance(session)
    asked = questions(session, survey_id)
    parts = tuple(
        FormPart(domain_name(domain), tuple(map(_form_question, group)))
        for domain, group in groupby(asked, key=lambda question: question.domain)
    )
    made_on: dt.date = row.opened_on
    return SurveyFormSheet(
        own.name, row.title, row.introduction or usual_introduction(), parts, form_code(survey_id),
        row.answers_by, own.email, made_on, fillable,
    )  # fmt: skip


def _form_question(question: QuestionRow) -> FormQuestion:
    return FormQuestion(
        question.position + 1, question_text(question), question.kind,
        field_name(question.survey_id, question.id), question_choices(question),
    )  # fmt: skip
