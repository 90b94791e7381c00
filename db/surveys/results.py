"""What a survey says, by domain and question, beside the earlier survey that asked the same.

Nothing is shown of fewer than `FEWEST` answers, of a survey or of a single question: a few answers give away who gave
them. Numbers of a domain rest on its shown questions only, so that no hidden one can be worked out from the rest.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.folding import fold
from db.schema import SurveyAnswer
from db.surveys.sheets import GROUP
from db.surveys.surveys import QuestionRow, SurveyRow, questions, survey, surveys
from db.vocabulary import QuestionKind, SurveyDomain

FEWEST = GROUP
"""Of fewer answers than this nothing is shown."""

_DOMAINS = tuple(SurveyDomain)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers of a scale or a choice: how many gave each, from the first; shown only where there are enough."""

    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> Fraction:
        """The mean of a scale, 1 to 5."""
        return Fraction(sum(value * count for value, count in enumerate(self.counts, 1)), self.count)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was answered to a question.

    count: how many answered it. shown: whether they are enough; where not, everything below is empty.
    tally: of a scale or choice. texts: the words written, in the order of their letters.
    earlier: the same question in the earlier survey, where it was asked and is shown there too.
    """

    question: QuestionRow
    count: int
    shown: bool
    tally: Tally | None = None
    texts: tuple[str, ...] = ()
    earlier: Tally | None = None

    @property
    def mean(self) -> Fraction | None:
        """The mean of a scale."""
        return self.tally.mean if self.tally and self.question.kind is QuestionKind.SCALE else None

    @property
    def earlier_mean(self) -> Fraction | None:
        """The mean of the earlier survey's same scale."""
        return self.earlier.mean if self.earlier and self.question.kind is QuestionKind.SCALE else None


@dataclass(frozen=True, slots=True)
class DomainResult:
    """A domain's questions in the form's order.

    mean: of its shown scales, each counting the same; nothing where none is shown.
    now, then: the same over those scales only that both surveys asked and show, to compare like with like.
    """

    domain: SurveyDomain
    questions: tuple[QuestionResult, ...]
    mean: Fraction | None = None
    now: Fraction | None = None
    then: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey's results. `shown` is whether enough sheets came back at all; `earlier` the survey compared with."""

    survey: SurveyRow
    shown: bool
    domains: tuple[DomainResult, ...]
    earlier: SurveyRow | None = None

    @property
    def questions(self) -> tuple[QuestionResult, ...]:
        """Return the questions, in the order of domains."""
        return tuple(result for domain in self.domains for result in domain.questions)


def results(session: Session, survey_id: uuid.UUID) -> SurveyResults:
    """Return what a survey says so far.

    The earlier survey is the latest begun before this one that shows something of a question both ask.

    Raises:
        NotFound: If there is no such survey.
    """
    row, asked = survey(session, survey_id), questions(session, survey_id)
    given = _answers(session, asked)
    earlier, before = _earlier(session, row, {question.key for question in asked if given[question.id].shown})
    found = [_result(question, given[question.id], before.get(question.key)) for question in asked]
    by_domain: dict[SurveyDomain, list[QuestionResult]] = defaultdict(list)
    for result in found:
        by_domain[result.question.domain].append(result)
    domains = tuple(_domain(domain, by_domain[domain]) for domain in _DOMAINS if domain in by_domain)
    return SurveyResults(row, row.sheets >= FEWEST, domains, earlier)


@dataclass(frozen=True, slots=True)
class _Given:
    """What was answered to a question, before it is decided what of it is shown."""

    values: tuple[str, ...]

    @property
    def shown(self) -> bool:
        return len(self.values) >= FEWEST

    def tally(self, question: QuestionRow) -> Tally:
        return Tally(tuple(self.values.count(str(value)) for value in range(1, question.options + 1)))


def _answers(session: Session, asked: Sequence[QuestionRow]) -> Mapping[uuid.UUID, _Given]:
    found: dict[uuid.UUID, list[str]] = {question.id: [] for question in asked}
    rows = session.execute(
        select(SurveyAnswer.question_id, SurveyAnswer.value).where(SurveyAnswer.question_id.in_(list(found)))
    )
    for question_id, value in rows:
        found[question_id].append(value)
    return {key: _Given(tuple(values)) for key, values in found.items()}


def _result(question: QuestionRow, given: _Given, before: tuple[QuestionRow, Tally] | None) -> QuestionResult:
    if not given.shown:
        return QuestionResult(question, len(given.values), shown=False)
    if question.kind is QuestionKind.TEXT:
        in_order = sorted(given.values, key=lambda words: (fold(words), words))
        return QuestionResult(question, len(given.values), shown=True, texts=tuple(in_order))
    same = before is not None and _same(question, before[0])
    return QuestionResult(
        question, len(given.values), shown=True, tally=given.tally(question),
        earlier=before[1] if before is not None and same else None,
    )  # fmt: skip


def _same(one: QuestionRow, other: QuestionRow) -> bool:
    """Return whether two questions of one key offer the same answers."""
    return (one.kind, one.options, one.choices) == (other.kind, other.options, other.choices)


def _earlier(
    session: Session, row: SurveyRow, keys: Iterable[str]
) -> tuple[SurveyRow | None, Mapping[str, tuple[QuestionRow, Tally]]]:
    """Return the survey to compare with and its shown scales and choices by key; nothing where there is none."""
    wanted = set(keys)
    for other in surveys(session):  # the newest first
        if (other.opened_on, other.id) >= (row.opened_on, row.id) or not wanted:
            continue
        asked = [q for q in questions(session, other.id) if q.key in wanted and q.kind is not QuestionKind.TEXT]
        given = _answers(session, asked)
        shown = {q.key: (q, given[q.id].tally(q)) for q in asked if given[q.id].shown}
        if shown:
            return other, shown
    return None, {}


def _domain(domain: SurveyDomain, found: Sequence[QuestionResult]) -> DomainResult:
    means = [result.mean for result in found if result.mean is not None]
    pairs = [(r.mean, r.earlier_mean) for r in found if r.mean is not None and r.earlier_mean is not None]
    return DomainResult(
        domain, tuple(found), _mean(means), _mean([now for now, _then in pairs]), _mean([then for _now, then in pairs])
    )


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
