"""What the page Evaluation calls periods, evaluations and what became of recommendations."""

import datetime as dt
from collections.abc import Sequence

from db.evaluation.evaluations import EvaluationRow
from db.evaluation.recommendations import RecommendationRow
from db.measures.period import Period
from db.minutes.actions import Missing
from db.vocabulary import EvaluatorKind, RecommendationResult
from desktop import texts
from desktop.evaluation.loading import Span
from desktop.texts import _, ngettext


def period_brief(period: Period) -> str:
    """Return "2025", "Jan–Sep 2026", or "1 Jan – 7 Oct 2026": what has room in the header."""
    first, last = period.from_date, period.last
    if first.day == 1 and period.to_date.day == 1:
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
        if first.year == last.year:
            return f"{texts.month_short(first)}–{texts.month_short(last)} {last.year}"
        return f"{texts.month_short(first)} {first.year} – {texts.month_short(last)} {last.year}"
    start = texts.date_short(first) if first.year == last.year else texts.date_short_year(first)
    return f"{start} – {texts.date_short_year(last)}"


def span_words(span: Span) -> str:
    """Return what a span is called."""
    words = {
        Span.THIS_YEAR: _("This year so far"),
        Span.LAST_YEAR: _("Last year"),
        Span.TWELVE_MONTHS: _("Last 12 months"),
        Span.OWN: _("Other days…"),
    }
    return words[span]


def evaluation_words(row: EvaluationRow) -> str:
    """Return "Jan–Sep 2026"."""
    return period_brief(row.period)


def missing_words(row: RecommendationRow) -> str:
    """Return what a recommendation needs to be agreed: "No owner yet"; nothing where it is."""
    match row.missing:
        case (Missing.OWNER, Missing.DATE):
            return _("No owner and no date yet")
        case (Missing.OWNER,):
            return _("No owner yet")
        case (Missing.DATE,):
            return _("No date yet")
    return ""


def became_brief(before: EvaluationRow, rows: Sequence[RecommendationRow]) -> str:
    """Return "2025: 1 done, 1 partly, 1 not done"."""
    counted = {result: sum(row.outcome is result for row in rows) for result in (*RecommendationResult, None)}
    told = ", ".join(_became(result, n) for result, n in counted.items() if n)
    return f"{period_brief(before.period)}: {told}"


def _became(result: RecommendationResult | None, n: int) -> str:
    words = {
        RecommendationResult.DONE: ngettext("{n} done", "{n} done", n),
        RecommendationResult.PARTLY: ngettext("{n} partly", "{n} partly", n),
        RecommendationResult.NOT_DONE: ngettext("{n} not done", "{n} not done", n),
        RecommendationResult.DROPPED: ngettext("{n} dropped", "{n} dropped", n),
        None: ngettext("{n} open", "{n} open", n),
    }
    return words[result].format(n=texts.number(n))


def evaluator_word(kind: EvaluatorKind) -> str:
    """Return who evaluates, as a choice."""
    outside = kind is EvaluatorKind.OUTSIDE
    return _("An evaluator from outside") if outside else _("A committee of the alliance")


def header_fact(row: EvaluationRow | None) -> str:
    """Return how far the evaluation is; of which days, and whose meetings, the choices beside it say."""
    if row is None:
        return _("How well the alliance works")
    if row.finished_on is None:
        return _("Not finished yet")
    return _("Finished on {day}").format(day=texts.date_short_year(row.finished_on))


def due_brief(day: dt.date | None) -> str:
    """Return "15 Oct 2026"; nothing without a day."""
    return texts.date_short_year(day) if day else ""
