"""Writes two yearly surveys of the members with their answers: the later one is still open.

What was answered is made up, the same every time, and as everywhere kept under keys that tell no order.
"""

import datetime as dt
import hashlib
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from db.surveys.sheets import GROUP, as_waiting, write_in_order
from db.surveys.surveys import close_survey, make_survey, questions
from db.vocabulary import QuestionKind
from desktop import texts
from desktop.sample.desk import Desk
from desktop.sample.plan import chance
from resources import resource

MEANS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "leadership_1": (3.9, 4.2),
        "leadership_2": (4.0, 4.0),
        "leadership_3": (3.5, 3.2),
        "relations_1": (3.7, 3.9),
        "relations_2": (3.0, 2.7),
        "relations_3": (3.3, 3.4),
        "task_focus_1": (4.1, 3.9),
        "task_focus_2": (3.9, 3.6),
        "task_focus_3": (3.2, 2.9),
        "taking_part_1": (3.8, 3.5),
        "taking_part_2": (2.5, 3.3),
        "taking_part_3": (2.8, 2.5),
        "lasting_1": (3.0, 3.3),
        "lasting_2": (2.6, 2.7),
        "community_1": (3.4, 3.5),
        "community_2": (3.7, 4.0),
    }
)
"""About where the answers lie, in the first year and in the second."""

_LEFT_OUT = 0.05
_GO_ON = (0.62, 0.95)
"""Shares of those who would go on as it is, and of those who would go on at all."""


@dataclass(frozen=True, slots=True)
class _Year:
    """A survey: when it began, by when answers were wanted, when it was closed; forms given out, and returned."""

    place: int
    opened_on: dt.date
    answers_by: dt.date
    closed_on: dt.date | None
    given_out: int
    returned: int


def write_surveys(desk: Desk) -> None:
    """Write the surveys; days count back from the sample's own."""
    words = tomllib.loads(resource("demo", texts.language(), "surveys.toml").read_text("utf-8"))
    today = desk.plan.today
    years = (
        _Year(
            0, today - dt.timedelta(days=401), today - dt.timedelta(days=380), today - dt.timedelta(days=373), 28, 23
        ),
        _Year(1, today - dt.timedelta(days=23), today + dt.timedelta(days=2), None, 31, 21),
    )
    like: uuid.UUID | None = None
    sheets: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for year in years:
        like = _write(desk, year, words["title"], like)
        sheets |= _sheets(desk, like, year, words["answers"][year.place])
    write_in_order(desk.session, sheets)


def _write(desk: Desk, year: _Year, title: str, like: uuid.UUID | None) -> uuid.UUID:
    desk.date_steps(year.opened_on, dt.time(11))
    survey_id, _changes = make_survey(
        desk.session, title=title.format(year=year.opened_on.year), language=texts.language(),
        opened_on=year.opened_on, answers_by=year.answers_by, given_out=year.given_out, like=like,
    )  # fmt: skip
    if year.closed_on is not None:
        desk.date_steps(year.closed_on)
        close_survey(desk.session, survey_id, today=year.closed_on)
    return survey_id


def _sheets(
    desk: Desk, survey_id: uuid.UUID, year: _Year, words: Mapping[str, Sequence[str]]
) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    asked = questions(desk.session, survey_id)
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for sheet in range(year.returned):
        answers: dict[uuid.UUID, str] = {}
        for question in asked:
            if question.kind is QuestionKind.TEXT:
                own = words[question.key]
                value = own[sheet // 2] if sheet % 2 == 0 and sheet // 2 < len(own) else ""
            elif question.kind is QuestionKind.CHOICE:
                value = _choice(year, sheet)
            else:
                value = _scale(question.key, year, sheet)
            if value:
                answers[question.id] = value
        key = _key("sheet", year.place, sheet)
        found[as_waiting(key) if year.closed_on is None and sheet < GROUP else key] = answers
    return found


def _scale(key: str, year: _Year, sheet: int) -> str:
    if chance("left out", year.place, sheet, key) < _LEFT_OUT:
        return ""
    mood = chance("mood", year.place, sheet) - 0.5
    spread = chance("first", year.place, sheet, key) + chance("second", year.place, sheet, key) - 1
    return str(min(5, max(1, round(MEANS[key][year.place] + 0.8 * mood + 2.2 * spread))))


def _choice(year: _Year, sheet: int) -> str:
    lot = chance("go on", year.place, sheet)
    as_it_is, at_all = _GO_ON
    return "1" if lot < as_it_is else "2" if lot < at_all else "3"


def _key(*words: Any) -> uuid.UUID:
    """Return a key that looks random and is always the same for these words."""
    return uuid.UUID(bytes=hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:16], version=4)
