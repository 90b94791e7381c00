"""Evaluations: the period looked at, who looked, the talks they had, and the findings people put into words.

A finding is computed from the record (`db.measures.findings`). A row of its key here stands in for it: other words,
another place, or left out. `db.evaluation.recommendations` keeps what is recommended.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.evaluation import EvaluationThere, TextMissing
from db.errors.records import DatesOutOfOrder, NotFound
from db.history import history
from db.history.deletion import delete_row
from db.measures.period import Period
from db.schema import Evaluation, Finding, Interview, Meeting
from db.vocabulary import EvaluatorKind


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """An evaluation of the days `[from_date, to_date)`. An empty `summary` means the one made from the findings."""

    id: uuid.UUID
    from_date: dt.date
    to_date: dt.date
    evaluator_kind: EvaluatorKind
    evaluators: str
    summary: str
    discussion: str
    limits: str
    presented_at_meeting_id: uuid.UUID | None
    survey_id: uuid.UUID | None
    finished_on: dt.date | None

    @property
    def period(self) -> Period:
        """Return the days it looks at."""
        return Period(self.from_date, self.to_date)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """A talk the evaluators had, and what they noted."""

    id: uuid.UUID
    on_date: dt.date
    with_whom: str
    notes: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What people made of a finding. Without a title its computed words stand, in the place or left out as said here.

    key: which computed finding it stands in for; another word for one of people's own.
    computed: what was computed when it was put into other words.
    """

    key: str
    position: int
    title: str
    text: str
    computed: str
    left_out: bool

    @property
    def edited(self) -> bool:
        """Whether it has words of people's own."""
        return bool(self.title)


_FIELDS = (
    "from_date", "to_date", "evaluator_kind", "evaluators", "summary", "discussion", "limits",
    "presented_at_meeting_id", "survey_id", "finished_on",
)  # fmt: skip


# Looking


def evaluations(session: Session) -> list[EvaluationRow]:
    """Return the evaluations, the latest first."""
    return [_row(found) for found in session.scalars(_in_order())]


def evaluation(session: Session, evaluation_id: uuid.UUID) -> EvaluationRow:
    """Return one evaluation.

    Raises:
        NotFound: If there is no such evaluation.
    """
    return _row(_evaluation(session, evaluation_id))


def evaluation_of(session: Session, period: Period) -> uuid.UUID | None:
    """Return the key of the evaluation of just these days, nothing where there is none."""
    days = (Evaluation.from_date == period.from_date, Evaluation.to_date == period.to_date)
    return session.scalar(select(Evaluation.id).where(*days))


def evaluation_before(session: Session, period: Period, *, but: uuid.UUID | None = None) -> EvaluationRow | None:
    """Return the latest evaluation that ends before a period does; `but` is passed over."""
    found = (row for row in evaluations(session) if row.id != but and row.to_date < period.to_date)
    return next(found, None)


def interviews(session: Session, evaluation_id: uuid.UUID) -> list[InterviewRow]:
    """Return the talks of an evaluation, by day."""
    wanted = select(Interview).where(Interview.evaluation_id == evaluation_id)
    return [
        InterviewRow(row.id, row.on_date, row.with_whom, row.notes)
        for row in session.scalars(wanted.order_by(Interview.on_date, Interview.id))
    ]


def finding_rows(session: Session, evaluation_id: uuid.UUID) -> list[FindingRow]:
    """Return what people made of findings, by place."""
    wanted = select(Finding).where(Finding.evaluation_id == evaluation_id)
    return [
        FindingRow(row.key, row.position, row.title, row.text, row.computed, row.left_out)
        for row in session.scalars(wanted.order_by(Finding.position, Finding.id))
    ]


def in_order(computed: Sequence[str], rows: Sequence[FindingRow]) -> list[str]:
    """Return the keys of computed findings and of people's own in the order people gave them.

    What has no place of its own follows the computed finding before it; people's own come last.
    """
    known = set(computed)
    ordered = [row.key for row in rows if row.position and (row.key in known or row.edited)]
    for at, key in enumerate(computed):
        if key not in ordered:
            before = next((other for other in reversed(computed[:at]) if other in ordered), None)
            ordered.insert(ordered.index(before) + 1 if before else 0, key)
    own = [row.key for row in rows if row.key not in known and row.edited and row.key not in ordered]
    return ordered + own


# The evaluation


def begin_evaluation(session: Session, period: Period, **fields: Any) -> tuple[uuid.UUID, Changes]:
    """Begin the evaluation of a period; `fields` as `change_evaluation` takes them.

    Raises:
        EvaluationThere: If there is one of the same days.
        NotFound: If the meeting does not exist.
    """
    with history.step(session, "begin_evaluation") as step:
        _check(session, fields, period.from_date, period.to_date)
        row = Evaluation(from_date=period.from_date, to_date=period.to_date)
        _set(row, fields)
        session.add(row)
        session.flush()
    return row.id, step.changes


def change_evaluation(session: Session, evaluation_id: uuid.UUID, **fields: Any) -> Changes:
    """Change its days, who evaluates, its words, its survey, the meeting it is presented at, or when it was finished.

    Raises:
        DatesOutOfOrder: If it would end before it begins.
        EvaluationThere: If there is another one of the same days.
        NotFound: If the evaluation or the meeting does not exist.
    """
    key = f"evaluation {evaluation_id} {' '.join(sorted(fields))}"
    with history.step(session, "change_evaluation", merge_key=key) as step:
        row = _evaluation(session, evaluation_id)
        first, end = fields.get("from_date", row.from_date), fields.get("to_date", row.to_date)
        _check(session, fields, first, end, but=row.id)
        _set(row, fields)
    return step.changes


def delete_evaluation(session: Session, evaluation_id: uuid.UUID) -> Changes:
    """Delete an evaluation with its interviews, findings and recommendations; actions made of these stay.

    Raises:
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "delete_evaluation") as step:
        delete_row(session, _evaluation(session, evaluation_id))
    return step.changes


# Interviews


def add_interview(
    session: Session, evaluation_id: uuid.UUID, *, on_date: dt.date, with_whom: str, notes: str = ""
) -> tuple[uuid.UUID, Changes]:
    """Note a talk.

    Raises:
        TextMissing: If neither with whom nor what was said is given.
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "add_interview") as step:
        _evaluation(session, evaluation_id)
        _something(with_whom, notes)
        row = Interview(
            evaluation_id=evaluation_id, on_date=on_date, with_whom=with_whom.strip(), notes=notes.strip()
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row.id, step.changes


def change_interview(
    session: Session, interview_id: uuid.UUID, *, on_date: dt.date, with_whom: str, notes: str
) -> Changes:
    """Change what was noted of a talk.

    Raises:
        TextMissing: If neither with whom nor what was said is left.
        NotFound: If there is no such interview.
    """
    with history.step(session, "change_interview") as step:
        row = _interview(session, interview_id)
        _something(with_whom, notes)
        row.on_date, row.with_whom, row.notes = on_date, with_whom.strip(), notes.strip()
    return step.changes


def delete_interview(session: Session, interview_id: uuid.UUID) -> Changes:
    """Delete what was noted of a talk.

    Raises:
        NotFound: If there is no such interview.
    """
    with history.step(session, "delete_interview") as step:
        delete_row(session, _interview(session, interview_id))
    return step.changes


# Findings


def edit_finding(
    session: Session, evaluation_id: uuid.UUID, key: str, *, title: str, text: str, computed: str = ""
) -> Changes:
    """Put a finding into other words; `computed` is what is computed at the moment, empty for one's own.

    Raises:
        TextMissing: If the title is empty.
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "edit_finding") as step:
        _something(title)
        row = _finding(session, evaluation_id, key)
        row.title, row.text, row.computed = title.strip(), text.strip(), computed
    return step.changes


def use_computed(session: Session, evaluation_id: uuid.UUID, key: str) -> Changes:
    """Go back to the computed words of a finding; its place, and whether it is left out, stay.

    Raises:
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "use_computed") as step:
        row = _finding(session, evaluation_id, key)
        row.title = row.text = row.computed = ""
    return step.changes


def leave_out_finding(session: Session, evaluation_id: uuid.UUID, key: str, *, left_out: bool) -> Changes:
    """Leave a finding out of the evaluation, or take it in again.

    Raises:
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "leave_out_finding") as step:
        _finding(session, evaluation_id, key).left_out = left_out
    return step.changes


def add_finding(session: Session, evaluation_id: uuid.UUID, *, title: str, text: str = "") -> tuple[str, Changes]:
    """Add a finding of one's own, which no number speaks of; return its key.

    Raises:
        TextMissing: If the title is empty.
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "add_finding") as step:
        _something(title)
        row = _finding(session, evaluation_id, uuid.uuid4().hex)
        row.title, row.text = title.strip(), text.strip()
    return row.key, step.changes


def delete_finding(session: Session, evaluation_id: uuid.UUID, key: str) -> Changes:
    """Delete a finding of one's own.

    Raises:
        NotFound: If there is no such finding.
    """
    with history.step(session, "delete_finding") as step:
        row = session.scalars(_of_key(evaluation_id, key)).first()
        if row is None:
            raise NotFound("finding")
        delete_row(session, row)
    return step.changes


def order_findings(session: Session, evaluation_id: uuid.UUID, keys: Sequence[str]) -> Changes:
    """Put the findings in this order.

    Raises:
        NotFound: If there is no such evaluation.
    """
    with history.step(session, "order_findings") as step:
        for place, key in enumerate(keys, 1):
            _finding(session, evaluation_id, key).position = place
    return step.changes


def _in_order() -> Select[Evaluation]:
    return select(Evaluation).order_by(Evaluation.to_date.desc(), Evaluation.from_date.desc(), Evaluation.id.desc())


def _row(row: Evaluation) -> EvaluationRow:
    return EvaluationRow(row.id, *(getattr(row, name) for name in _FIELDS))


def _check(
    session: Session, fields: Mapping[str, Any], first: dt.date, end: dt.date, *, but: uuid.UUID | None = None
) -> None:
    """Refuse what an evaluation cannot be changed into; `but` is the one that is changed."""
    if unknown := set(fields) - set(_FIELDS):
        raise TypeError(f"not fields of an evaluation: {sorted(unknown)}")
    meeting_id = fields.get("presented_at_meeting_id")
    if meeting_id is not None and session.get(Meeting, meeting_id) is None:
        raise NotFound("meeting", meeting_id)
    if first >= end:
        raise DatesOutOfOrder(first, end)
    if any((row.from_date, row.to_date) == (first, end) and row.id != but for row in evaluations(session)):
        raise EvaluationThere(first, end - dt.timedelta(days=1))


def _set(row: Evaluation, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if type(value) is str else value)


def _something(*words: str) -> None:
    if not any(word.strip() for word in words):
        raise TextMissing


def _of_key(evaluation_id: uuid.UUID, key: str) -> Select[Finding]:
    return select(Finding).where(Finding.evaluation_id == evaluation_id, Finding.key == key)


def _finding(session: Session, evaluation_id: uuid.UUID, key: str) -> Finding:
    """Return the row that stands for a finding; made where there is none."""
    row = session.scalars(_of_key(evaluation_id, key)).first()
    if row is None:
        _evaluation(session, evaluation_id)
        row = Finding(evaluation_id=evaluation_id, key=key)
        session.add(row)
        session.flush()
    return row


def _evaluation(session: Session, evaluation_id: uuid.UUID) -> Evaluation:
    row = session.get(Evaluation, evaluation_id)
    if row is None:
        raise NotFound("evaluation", evaluation_id)
    return row


def _interview(session: Session, interview_id: uuid.UUID) -> Interview:
    row = session.get(Interview, interview_id)
    if row is None:
        raise NotFound("interview", interview_id)
    return row
