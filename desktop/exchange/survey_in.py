"""Returned forms of a survey (PDF), filled in with whatever program: what is answered in them, and what is wrong.

Programs differ in how they keep an answer. One sets the field's value and leaves the looks to the reader
(`NeedAppearances`), another only turns on the look of one circle; some keep a name, some a text, some the place of the
circle. All are read; where they contradict each other the form is not taken, for a person to look at. No Qt.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from db.errors import FileError
from db.errors.incoming import SheetTooLarge
from db.errors.survey import (
    AnswerImpossible,
    FormAnswersUnclear,
    FormBlank,
    FormFlattened,
    FormProtected,
    FormReadAlready,
    FormTooLarge,
    FormUnreadable,
    NotASurveyForm,
    OtherSurveysForm,
)
from db.survey_answers import ReturnedForm, plain_answer
from db.survey_forms import find_field_name, form_code
from db.surveys import QuestionRow
from db.vocabulary import QuestionKind
from desktop.exchange.tables import read_bytes
from desktop.naming.surveys import question_choices

LARGEST_BYTES: Final = 32 * 1024 * 1024
_MOST_NODES = 20_000
"""Of a form's tree of fields; more is no form."""
_MOST_PAGES_OF_TEXT = 6
_OFF = ("", "Off")


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
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        try:
            form = read_form(path, survey_id, asked)
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


def read_form(path: Path, survey_id: UUID, asked: Sequence[QuestionRow]) -> ReturnedForm:
    """Return what is answered in one returned form.

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
    with _any_fault_is(FormUnreadable(path)):
        answers = _answers(data, path, survey_id, asked)
    return ReturnedForm(hashlib.sha256(data).hexdigest(), answers)


@contextmanager
def _any_fault_is(known: FileError) -> Iterator[None]:
    """Turn what goes wrong inside a file from outside, whatever it is, into one known error; pypdf says it nowhere."""
    log = logging.getLogger("pypdf")
    before, log.disabled = log.disabled, True
    try:
        yield
    except FileError:
        raise
    except Exception:  # noqa: BLE001 - a damaged or hostile PDF makes its reader fail in any way there is
        raise known from None
    finally:
        log.disabled = before


def _answers(data: bytes, path: Path, survey_id: UUID, asked: Sequence[QuestionRow]) -> dict[UUID, str]:
    from io import BytesIO

    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
        except DependencyError:  # by a way of protecting that needs more than pypdf
            opened = False
        if not opened:
            raise FormProtected(path)
    fields = _fields(reader)
    own = {question: nodes for (survey, question), nodes in fields.items() if survey == survey_id}
    if not own:
        if fields:
            raise OtherSurveysForm(path)
        raise FormFlattened(path) if _says(reader, form_code(survey_id)) else NotASurveyForm(path)
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


def _says(reader: Any, code: str) -> bool:
    """Return whether the first pages show a form's code: then the form was there once, with its fields."""
    wanted = code.replace("-", "")
    for page in reader.pages[:_MOST_PAGES_OF_TEXT]:
        if wanted in re.sub(r"[\s\-\u2010-\u2015]", "", page.extract_text()):
            return True
    return False


# The tree of fields


def _fields(reader: Any) -> Mapping[tuple[UUID, UUID], list[Any]]:
    """Return the fields that are ours by (survey, question): those the form lists, and those only its pages show."""
    root = reader.trailer["/Root"]
    form = _dict(root.get("/AcroForm"))
    waiting = list(_items(form.get("/Fields"))) if form is not None else []
    for page in reader.pages:
        for widget in _items(page.get("/Annots")):
            waiting.append(widget)
            parent = _dict(widget.get("/Parent"))
            if parent is not None:
                waiting.append(parent)
    found: dict[tuple[UUID, UUID], list[Any]] = {}
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_NODES:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        ours = find_field_name(_plain(node.get("/T")))
        if ours is not None:
            found.setdefault(ours, []).append(node)
        waiting += _items(node.get("/Kids"))
    return found


def _items(value: Any) -> list[Any]:
    """Return the dictionaries in a list, whatever stands there instead of one."""
    value = _resolved(value)
    if not isinstance(value, list):
        return []
    return [found for each in value if (found := _dict(each)) is not None]


def _dict(value: Any) -> Any:
    value = _resolved(value)
    return value if isinstance(value, dict) else None


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _plain(value: Any) -> str:
    """Return a name, a text, or the text in a stream, as plain text."""
    from pypdf.generic import NameObject

    value = _resolved(value)
    if hasattr(value, "get_data"):
        value = value.get_data()
    if isinstance(value, bytes):
        if value.startswith((b"\xfe\xff", b"\xff\xfe")):
            return value.decode("utf-16", "replace")
        try:
            return value.decode("utf-8-sig")
        except UnicodeDecodeError:
            return value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    return value.removeprefix("/") if isinstance(value, NameObject) else value


# One answer


def _answer(question: QuestionRow, nodes: Sequence[Any]) -> str:
    """Return what the fields of a question hold; nothing where they hold nothing.

    Raises:
        AnswerImpossible: If it cannot be told, or there is more than one answer.
    """
    read = _written if question.kind is QuestionKind.TEXT else _chosen
    values = {value for node in nodes for value in read(question, node)}
    if len(values) > 1:
        raise AnswerImpossible(question.position + 1, ", ".join(sorted(values)))
    return plain_answer(question, values.pop()) if values else ""


def _written(_question: QuestionRow, node: Any) -> Iterator[str]:
    for holder in (node, *_items(node.get("/Kids"))):
        if words := _plain(holder.get("/V")).strip():
            yield words


def _chosen(question: QuestionRow, node: Any) -> Iterator[str]:
    circles = sorted(_items(node.get("/Kids")) or [node], key=_place)
    states = [_state(circle) for circle in circles]
    exported = [_plain(each) for each in _list(node.get("/Opt"))]
    for holder, key in ((node, "/V"), *((circle, key) for circle in circles for key in ("/V", "/AS"))):
        value = _plain(holder.get(key)).strip().removeprefix("/")  # some write a name as a text, slash and all
        if value not in _OFF:
            yield _number(question, value, states, exported)


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


def _state(circle: Any) -> str:
    """Return the name of the look a circle has when it is chosen."""
    looks = _dict(circle.get("/AP"))
    for kind in ("/N", "/D"):
        named = _dict(looks.get(kind)) if looks is not None else None
        for name in named or ():
            if _plain_name(name) not in _OFF:
                return _plain_name(name)
    return ""


def _plain_name(name: Any) -> str:
    return str(name).removeprefix("/")


def _list(value: Any) -> list[Any]:
    value = _resolved(value)
    if not isinstance(value, list):
        return []
    pairs = map(_resolved, value)  # an entry may be a pair: what is exported, what is shown
    return [each[0] if isinstance(each, list) and each else each for each in pairs]


def _place(circle: Any) -> tuple[float, float]:
    """Return where a circle stands, as one reads: by lines from the top, then from the left."""
    corners = [float(each) for each in _resolved(circle.get("/Rect")) or (0, 0, 0, 0)]
    return -round(corners[1]), corners[0]
