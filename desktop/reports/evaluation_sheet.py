"""What an evaluation report says, as plain values: sentences are already made, charts already filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from desktop.reports.charts.values import AnyChart

LEAST_ANSWERS = 5
"""A survey with fewer answers is not shown: it would not be anonymous."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers on top: "60 %", and the rest of the sentence below it."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: a short sentence that says it, and what it rests on."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation. Without an owner and a date it is not agreed yet. `state` is what its action says since."""

    number: int
    text: str
    owner: str = ""
    due: date | None = None
    state: str = ""

    @property
    def agreed(self) -> bool:
        return bool(self.owner.strip() and self.due)


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an earlier recommendation: one word, and what was seen."""

    text: str
    result: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart, and what to say about it."""

    chart: AnyChart
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table of numbers: names in its first column, the other columns to the right."""

    title: str
    below: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    strong: frozenset[int] = frozenset()
    """The rows the finding is about, from 0."""


Block: TypeAlias = str | Finding | Shown | Numbers


@dataclass(frozen=True, slots=True)
class PurposePart:
    """The purpose, the five questions with their answers (an empty one is said to be missing), and the indicators."""

    text: str
    questions: Sequence[tuple[str, str]] = ()
    review: str = ""
    indicators: Sequence[Shown] = ()


@dataclass(frozen=True, slots=True)
class SurveyPart:
    """What members answered. With fewer than `LEAST_ANSWERS` nothing of it is printed but how many there were."""

    intro: str
    answers: int
    blocks: Sequence[Block] = ()
    comments: Sequence[str] = ()
    """What people wrote, in an order that says nothing."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge: how people judge it, what the record signals, and what is done about it."""

    name: str
    standing: str = ""
    signal: str = ""
    judgement: str = ""
    doing: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk the evaluators had."""

    on: date
    with_whom: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class MethodPart:
    """Who evaluated, how it was counted, what each number means, and what it cannot say."""

    evaluators: str = ""
    counted: Sequence[str] = ()
    talks: Sequence[Talk] = ()
    definitions: Sequence[tuple[str, str]] = ()
    limits: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EvaluationSheet:
    """An evaluation report. `period` is as it is said: "January to September 2026"."""

    alliance: str
    period: str
    title: str = ""
    """Its question; empty: how well the alliance works."""
    figures: Sequence[Figure] = ()
    lead: str = ""
    found: Sequence[Finding] = ()
    recommended: Sequence[Recommended] = ()
    became: Sequence[Became] = ()
    became_of: str = ""
    """Whose recommendations: "of 2025"; empty: last year's."""
    counted: str = ""
    """The small print of the first page."""
    purpose: PurposePart | None = None
    participation: Sequence[Block] = ()
    follow_through: Sequence[Block] = ()
    duties: Sequence[Block] = ()
    survey: SurveyPart | None = None
    challenges: Sequence[Challenge] = ()
    method: MethodPart | None = None
    discussion: str = ""
    """A question the report leaves the room with."""
    foot: str = ""
    """Where it is presented: "For the general meeting of 22 October 2026"."""
    printed_on: date | None = None
