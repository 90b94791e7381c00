"""What can go wrong with surveys of members and is expected; as in `db.errors`, facts and no sentences."""

import datetime as dt
from dataclasses import dataclass

from db.errors import FileError, KnownError


@dataclass(eq=False)
class QuestionsFixed(KnownError):
    """`sheets` answers came to the survey, so its questions stay as they were asked."""

    title: str
    sheets: int


@dataclass(eq=False)
class QuestionIncomplete(KnownError):
    """A question lacks something: `text`, `choices` (too few), `many` (too many choices), `same` (two alike)."""

    lacks: str


@dataclass(eq=False)
class QuestionKnown(KnownError):
    """The survey asks this question of the template already."""

    key: str


@dataclass(eq=False)
class SurveyWithoutQuestions(KnownError):
    """Nothing is asked yet."""

    title: str


@dataclass(eq=False)
class SurveyClosed(KnownError):
    """The survey takes no more answers since `day`."""

    title: str
    day: dt.date


@dataclass(eq=False)
class SurveyNotFound(KnownError):
    """No survey is called this; an empty `wanted` means that there is none at all."""

    wanted: str


@dataclass(eq=False)
class FormsImpossible(KnownError):
    """Fewer than no forms were given out."""

    count: int


class SheetBlank(KnownError):
    """Nothing is answered on the sheet."""


@dataclass(eq=False)
class AnswerImpossible(KnownError):
    """An answer is none of those that the question with this number offers."""

    number: int
    value: str


# Returned forms


class NotASurveyForm(FileError):
    """The file is no form of a survey, or no PDF at all."""


class FormUnreadable(FileError):
    """The file is a PDF that cannot be read: damaged, or cut short."""


class FormProtected(FileError):
    """The PDF is protected by a password."""


class FormFlattened(FileError):
    """It is a form of the survey whose fields are gone: printed, scanned, or saved as a picture of itself."""


class OtherSurveysForm(FileError):
    """It is a form, of another survey."""


class FormBlank(FileError):
    """It is a form of the survey, and nothing is answered in it."""


@dataclass(eq=False)
class FormAnswersUnclear(FileError):
    """Answers could not be read, or a question has two; `numbers` are the questions'. Nothing of the form was taken."""

    numbers: tuple[int, ...]


@dataclass(eq=False)
class FormTooLarge(FileError):
    """The file is larger than `limit_bytes`, more than any filled form."""

    limit_bytes: int


class FormReadAlready(FileError):
    """This very file was read before; it does not count twice."""
