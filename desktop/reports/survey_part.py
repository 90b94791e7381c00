"""What an evaluation report says of the survey of members: its domains, each question, and what people wrote. No Qt."""

import uuid

from sqlalchemy.orm import Session

from db.measures.period import Period
from db.surveys.results import QuestionResult, SurveyResults, results
from db.surveys.surveys import surveys
from db.vocabulary import QuestionKind
from desktop import texts
from desktop.naming.surveys import (
    change_words,
    domain_name,
    mean_words,
    question_text,
    returned_words,
)
from desktop.reports.evaluation_sheet import Block, Numbers, SurveyPart
from desktop.texts import _


def survey_part(session: Session, survey_id: uuid.UUID | None, period: Period) -> SurveyPart | None:
    """Return what is said of a survey; unless one is named, of the latest begun in the period. Nothing without one."""
    if survey_id is None:
        survey_id = next((row.id for row in surveys(session) if period.covers(row.opened_on)), None)
    if survey_id is None:
        return None
    found = results(session, survey_id)
    intro = _("“{title}”, from {day}: {returned}.").format(
        title=found.survey.title, day=texts.date_long(found.survey.opened_on), returned=returned_words(found.survey)
    )
    if not found.shown:
        return SurveyPart(intro, found.survey.sheets)
    texts_written = [words for one in found.questions if one.shown for words in one.texts]
    return SurveyPart(intro, found.survey.sheets, _tables(found), texts_written)


def _tables(found: SurveyResults) -> list[Block]:
    earlier = found.earlier is not None
    head = [_("Question"), _("Answers"), _("Mean, 1 to 5")]
    if earlier:
        head.append(_("Beside the one before"))
    blocks: list[Block] = []
    for domain in found.domains:
        rows = [_row(one, earlier=earlier) for one in domain.questions if one.shown and one.mean is not None]
        if rows:
            below = _("Mean of the domain: {mean}").format(mean=mean_words(domain.mean)) if domain.mean else ""
            blocks.append(Numbers(domain_name(domain.domain), below, head, rows))
    for one in found.questions:
        if one.shown and one.tally and one.question.kind is QuestionKind.CHOICE:
            chosen = [(choice, texts.number(count)) for choice, count in _choices(one)]
            title = question_text(one.question)
            blocks.append(Numbers(title, _("What members chose"), (_("Answer"), _("Members")), chosen))
    return blocks


def _row(one: QuestionResult, *, earlier: bool) -> list[str]:
    assert one.mean is not None
    row = [question_text(one.question), texts.number(one.count), mean_words(one.mean)]
    if earlier:
        row.append(change_words(one.mean, one.earlier_mean) if one.earlier_mean is not None else "–")
    return row


def _choices(one: QuestionResult) -> list[tuple[str, int]]:
    from desktop.naming.surveys import question_choices

    assert one.tally is not None
    return list(zip(question_choices(one.question), one.tally.counts, strict=False))
