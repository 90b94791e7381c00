"""What the form of a survey says, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.vocabulary import QuestionKind


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question with its number on the form. `field` names the field that takes the answer in a fillable form."""

    number: int
    text: str
    kind: QuestionKind
    field: str
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FormPart:
    """Questions that follow each other under one heading."""

    title: str
    questions: Sequence[FormQuestion]


@dataclass(frozen=True, slots=True)
class SurveyFormSheet:
    """The form. `code` tells forms of one survey from those of another; `contact` is where it goes back to."""

    alliance: str
    title: str
    introduction: str
    parts: Sequence[FormPart]
    code: str
    answers_by: date | None = None
    contact: str = ""
    made_on: date | None = None
    fillable: bool = False
    """With fields to fill in on a screen. Every copy is the same file, byte for byte."""
