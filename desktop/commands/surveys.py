"""Commands about surveys of members: their form, the forms that came back, and what they say."""

import argparse
import datetime as dt
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from db.errors.asked import SeveralFit
from db.errors.survey import SurveyClosed, SurveyNotFound
from db.folding import words
from db.surveys.answers import forms_read, take_forms
from db.surveys.forms import form_code
from db.surveys.results import QuestionResult, SurveyResults, Tally, results
from db.surveys.surveys import SurveyRow, questions, surveys
from db.vocabulary import QuestionKind
from desktop import texts
from desktop.commands.backups import back_up_first
from desktop.commands.console import DONE, REFUSED, Console, opened, user_name
from desktop.commands.output import plain, write_json
from desktop.commands.papers import Asked, write_paper
from desktop.exchange import survey_in
from desktop.naming.surveys import (
    alike_words,
    change_words,
    domain_name,
    mean_words,
    of_words,
    question_choices,
    question_text,
    returned_words,
    too_few,
)
from desktop.sentences import sentence
from desktop.texts import _, ngettext


def write_form(options: argparse.Namespace, console: Console) -> int:
    """Write a survey's form as PDF, in its own language."""
    from desktop.reports.survey_from_record import survey_form_maker

    def ask(session: Session, _today: dt.date) -> Asked:
        row = wanted_survey(session, options.survey)
        return Asked(survey_form_maker(row.id, fillable=options.fillable), row.title, own_language=True)

    return write_paper(options, console, ask)


def read_forms(options: argparse.Namespace, console: Console) -> int:
    """Take in returned forms; refused if none of them could be taken and one should have been."""
    with opened(options, console) as file:
        with file.reading() as session:
            row = wanted_survey(session, options.survey)
            if row.closed_on is not None:
                raise SurveyClosed(row.title, row.closed_on)
            asked, known = questions(session, row.id), forms_read(session, row.id)
        read = survey_in.read_forms(options.forms, row.id, asked, known=known)
        if read.forms:
            back_up_first(file, console)
        with file.writing(who=user_name()) as session:
            taken, _changes = take_forms(session, row.id, [each.form for each in read.forms])
            console.kept = bool(taken.taken)
    for problem in read.problems:
        console.err.write(f"ronda: {sentence(problem)}\n")
    counted = ngettext("{n} form was taken in: {title}.", "{n} forms were taken in: {title}.", taken.taken)
    console.say(counted.format(n=texts.number(taken.taken), title=row.title))
    if told := alike_words(taken.alike):
        console.say(told)
    return REFUSED if read.problems and not taken.taken else DONE


def show(options: argparse.Namespace, console: Console) -> int:
    """Show a survey's results."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        found = results(session, wanted_survey(session, options.survey).id)
    if options.json:
        write_json(console, result_facts(found))
        return DONE
    console.say(f"{plain(found.survey.title)} – {returned_words(found.survey)}")
    if not found.shown:
        console.say(too_few(found.survey.sheets))
        return DONE
    if found.earlier is not None:
        console.say(_("Compared with: {title}").format(title=found.earlier.title))
    for domain in found.domains:
        mean = f": {mean_words(domain.mean)}" if domain.mean is not None else ""
        console.say()
        console.say(domain_name(domain.domain) + mean)
        for result in domain.questions:
            _show_question(console, result)
    return DONE


def wanted_survey(session: Session, wanted: str | None) -> SurveyRow:
    """Return the survey of a title, a form's code or a year; the latest begun if none is asked for.

    Raises:
        SurveyNotFound: If there is none.
        SeveralFit: If several fit, and none better.
    """
    rows = surveys(session)
    if wanted is None:
        if not rows:
            raise SurveyNotFound("")
        return rows[0]
    said, written = words(wanted), wanted.strip().upper()
    exact = [row for row in rows if (said and words(row.title) == said) or form_code(row.id) == written]
    found = exact or [
        row for row in rows if written == str(row.opened_on.year) or (said and set(said) <= set(words(row.title)))
    ]
    if not found:
        raise SurveyNotFound(wanted)
    if len(found) > 1:
        raise SeveralFit(wanted, tuple(row.title for row in found))
    return found[0]


def result_facts(found: SurveyResults) -> dict[str, Any]:
    """Return what `list survey --json` gives: nothing of what has fewer answers than are shown."""
    row = found.survey
    return {
        "title": row.title,
        "code": form_code(row.id),
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "given_out": row.given_out,
        "returned": row.sheets,
        "shown": found.shown,
        "compared_with": found.earlier.title if found.earlier else None,
        "domains": [
            {
                "domain": domain.domain.value,
                "name": domain_name(domain.domain),
                "mean": _figure(domain.mean),
                "compared": None if domain.now is None else [_figure(domain.then), _figure(domain.now)],
                "questions": [_question_facts(result) for result in domain.questions],
            }
            for domain in found.domains
        ],
    }


def _question_facts(result: QuestionResult) -> dict[str, Any]:
    question = result.question
    facts: dict[str, Any] = {
        "key": question.key,
        "question": question_text(question),
        "kind": question.kind.value,
        "shown": result.shown,
    }
    if not result.shown:
        return facts
    facts["answers"] = result.count
    if question.kind is QuestionKind.TEXT:
        facts["texts"] = result.texts
        return facts
    facts["counts"] = _counts(result, result.tally)
    facts["before"] = _counts(result, result.earlier)
    if question.kind is QuestionKind.SCALE:
        facts["mean"], facts["mean_before"] = _figure(result.mean), _figure(result.earlier_mean)
    return facts


def _counts(result: QuestionResult, tally: Tally | None) -> dict[str, int] | None:
    if tally is None:
        return None
    names = question_choices(result.question) or tuple(str(n) for n in range(1, len(tally.counts) + 1))
    return dict(zip(names, tally.counts, strict=True))


def _figure(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)


def _show_question(console: Console, result: QuestionResult) -> None:
    number, text = texts.number(result.question.position + 1), plain(question_text(result.question))
    if not result.shown:
        console.say(f"  {number}. {text}  {too_few(result.count)}")
        return
    if result.mean is not None:
        change = f" ({change_words(result.mean, result.earlier_mean)})" if result.earlier_mean is not None else ""
        console.say(f"  {number}. {text}  {mean_words(result.mean)}{change}")
        return
    console.say(f"  {number}. {text}")
    for name, count in (_counts(result, result.tally) or {}).items():
        console.say(f"     {plain(name)}: {of_words(count, result.count)}")
    for words_written in result.texts:
        console.say("     – " + plain(words_written))
