"""Returned forms of a survey (PDF), filled in with whatever program: what is answered in them, and what is wrong.

Programs differ in how they keep an answer. One sets the field's value and leaves the looks to the reader
(`NeedAppearances`), another only turns on the look of one circle; some keep a name, some a text, some the place of the
circle. All are read; where they contradict each other the form is not taken, for a person to look at. No Qt.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from db.errors import FileError
from db.errors.incoming import ReadingFailed, ReadingTooBig, ReadingTooSlow, SheetTooLarge
from db.errors.survey import (
    AnswerImpossible,
    FormAnswersUnclear,
    FormBlank,
    FormFlattened,
    FormReadAlready,
    FormTooLarge,
    FormUnreadable,
    NotASurveyForm,
    OtherSurveysForm,
)
from db.surveys.answers import ReturnedForm, plain_answer
from db.surveys.forms import form_code
from db.surveys.surveys import QuestionRow
from db.vocabulary import QuestionKind
from desktop.apart import Apart, Tick
from desktop.exchange.form_fields import SHAPE, fields_in
from desktop.exchange.tables import read_bytes
from desktop.naming.surveys import question_choices

LARGEST_BYTES: Final = 32_000_000
_SECONDS: Final = 20
_OFF = ("", "Off")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of ours as `form_fields` tells of it, with its circles."""

    node: Mapping[str, Any]
    kids: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A returned file that can be taken in."""

    path: Path
    form: ReturnedForm


@dataclass(frozen=True, slots=True)
class ReadForms:
    """What was read: the forms to take in, and for each other file why it is not one."""

    forms: tuple[ReadForm, ...]
    problems: tuple[FileError, ...]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and of the folders named every PDF in them, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.suffix.lower() == ".pdf" and each.is_file())
            found |= dict.fromkeys(sorted(inside))
        else:
            found[path] = None
    return list(found)


def read_forms(
    paths: Iterable[Path],
    survey_id: UUID,
    asked: Sequence[QuestionRow],
    *,
    known: frozenset[str] = frozenset(),
    progress: Callable[[int, int], None] | None = None,
) -> ReadForms:
    """Return what stands in returned forms of a survey.

    known: digests of the files read earlier. `progress(done, total)` may raise to stop.
    """
    files = files_in(paths)
    seen = set(known)
    forms: list[ReadForm] = []
    problems: list[FileError] = []
    with Apart() as apart:
        for done, path in enumerate(files):
            tick = partial(progress, done, len(files)) if progress is not None else None
            if tick is not None:
                tick()
            try:
                form = read_form(path, survey_id, asked, apart=apart, tick=tick)
                if form.digest in seen:
                    raise FormReadAlready(path)
            except FileError as error:
                problems.append(error)
            else:
                seen.add(form.digest)
                forms.append(ReadForm(path, form))
    if progress is not None:
        progress(len(files), len(files))
    return ReadForms(tuple(forms), tuple(problems))


def read_form(
    path: Path, survey_id: UUID, asked: Sequence[QuestionRow], *, apart: Apart | None = None, tick: Tick | None = None
) -> ReturnedForm:
    """Return what is answered in one returned form, which is read apart.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, FormTooLarge: The file cannot be read.
        NotASurveyForm, FormUnreadable, FormProtected, FormFlattened, OtherSurveysForm, FormBlank, FormAnswersUnclear.
    """
    try:
        data = read_bytes(path, LARGEST_BYTES)
    except SheetTooLarge:
        raise FormTooLarge(path, LARGEST_BYTES) from None
    if b"%PDF-" not in data[:1024]:
        raise NotASurveyForm(path)
    with nullcontext(apart) if apart is not None else Apart() as reader:
        answers = _answers(data, path, survey_id, asked, apart=reader, tick=tick)
    return ReturnedForm(hashlib.sha256(data).hexdigest(), answers)


def _answers(
    data: bytes, path: Path, survey_id: UUID, asked: Sequence[QuestionRow], *, apart: Apart, tick: Tick | None
) -> dict[UUID, str]:
    try:
        code = form_code(survey_id)
        read = apart.ask(fields_in, data, path, shape=SHAPE, seconds=_SECONDS, tick=tick, code=code)
    except (ReadingTooSlow, ReadingTooBig, ReadingFailed):
        raise FormUnreadable(path) from None
    own: dict[UUID, list[_Field]] = {}
    for survey, question, node, kids in read["fields"]:
        if UUID(survey) == survey_id:
            own.setdefault(UUID(question), []).append(_Field(node, kids))
    if not own:
        if read["fields"]:
            raise OtherSurveysForm(path)
        raise FormFlattened(path) if read["says"] else NotASurveyForm(path)
    answers: dict[UUID, str] = {}
    unclear: list[int] = []
    for question in asked:
        try:
            if value := _answer(question, own.get(question.id, ())):
                answers[question.id] = value
        except AnswerImpossible as error:
            unclear.append(error.number)
    if unclear:
        raise FormAnswersUnclear(path, tuple(unclear))
    if not answers:
        raise FormBlank(path)
    return answers


# One answer


def _answer(question: QuestionRow, nodes: Sequence[_Field]) -> str:
    """Return what the fields of a question hold; nothing where they hold nothing.

    Raises:
        AnswerImpossible: If it cannot be told, or there is more than one answer.
    """
    read = _written if question.kind is QuestionKind.TEXT else _chosen
    values = {value for node in nodes for value in read(question, node)}
    if len(values) > 1:
        raise AnswerImpossible(question.position + 1, ", ".join(sorted(values)))
    return plain_answer(question, values.pop()) if values else ""


def _written(_question: QuestionRow, field: _Field) -> Iterator[str]:
    for holder in (field.node, *field.kids):
        if words := holder["value"].strip():
            yield words


def _chosen(question: QuestionRow, field: _Field) -> Iterator[str]:
    circles = sorted(field.kids or [field.node], key=lambda circle: tuple(circle["place"]))
    states = [circle["state"] for circle in circles]
    for holder, key in ((field.node, "value"), *((circle, key) for circle in circles for key in ("value", "look"))):
        value = holder[key].strip().removeprefix("/")  # some write a name as a text, slash and all
        if value not in _OFF:
            yield _number(question, value, states, field.node["exported"])


def _number(question: QuestionRow, value: str, states: Sequence[str], exported: Sequence[str]) -> str:
    """Return the number of the circle that a value means."""
    offered = [str(n) for n in range(1, question.options + 1)]
    if set(states) == set(offered) or value not in states:
        if value in offered:
            return value
    elif len(states) == len(offered):  # the circles were given other names, as a program that counts them from 0 does
        place = states.index(value)
        named = exported[int(value)] if value.isdecimal() and int(value) < len(exported) else ""
        return named if named in offered else offered[place]
    words = [" ".join(choice.split()) for choice in question_choices(question)]
    if " ".join(value.split()) in words:
        return offered[words.index(" ".join(value.split()))]
    raise AnswerImpossible(question.position + 1, value[:40])
