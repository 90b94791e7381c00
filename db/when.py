"""Dates as people write them: "29 Oct", "in two weeks", "el jueves", "próxima reunión".

English is understood in every language, numbers are day first ("3/11" is 3 November). A day without a year is the next
such day, today included: these are due dates, and what is due lies ahead. A weekday alone is the next one after today.
The phrases themselves are in `db.when_phrases`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from db.folding import fold
from db.when_phrases import ENGLISH, LANGUAGES, Language

_FRIDAY = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST = 80  # letters of a date at most; what follows is not looked at
_MOST_FILLERS = 3

_NUMERIC = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d{2})"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})(?! +(?:of|de)\b)"  # "2/3 of the members" is no date
    r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\."
)
_WORD = re.compile(r"\d+|(?:[^\W\d_]|[\u0300-\u036f])+|°")
_MARGIN = re.compile(r"\s*")
_GAP = re.compile(r"-|[,'’]?\s*")  # within a date: "Thursday, 29 October", "mid-November", "two weeks' time"
_SOFT_GAP = re.compile(r"-|[.,'’]?\s*")  # after a number or a shortened word: "29. Oct. 2026"
_LONGEST_ABBREVIATION = 5
_CENTURY = 2000
_CUT_SHORT = re.compile(r"\w|[-/.,:]\d")  # after a date, these mean that it was something else: "3/4/5/6", "Oct 29:30"


def parse_when(text: str, *, today: date, language: str, next_meeting: date | None = None) -> date | None:
    """Return the date that the whole of `text` says, or None when it does not read as a date.

    "next meeting" is `next_meeting`, and so None while that is not known. A date that does not exist (30 February)
    is none.
    """
    stripped = text.strip()
    bare = stripped.rstrip(" .,;")
    found = leading_when(stripped, today=today, language=language, next_meeting=next_meeting)
    return found[0] if found is not None and found[1] >= len(bare) else None


def leading_when(text: str, *, today: date, language: str, next_meeting: date | None = None) -> tuple[date, int] | None:
    """Return the longest beginning of `text` that reads as a date: the date, and its length in characters of `text`.

    Spaces before the date count in the length. None when `text` does not begin with a date, or when the longest one
    does not exist: "29 Feb 2027" is not 29 February of another year.
    """
    readings = list(_readings(text, language))
    length = max((reading.end for reading in readings), default=0)
    context = _Context(today, next_meeting)
    days = (reading.resolve(context) for reading in readings if reading.end == length)
    return next(((day, length) for day in days if day is not None), None)


def when_length(text: str, *, language: str) -> int:
    """Return how many characters at the start of `text` read as a date, 0 for none, whatever day it is today.

    "next meeting" counts also while nobody knows its date, so a due date so written is kept as such.
    """
    found = leading_when(text, today=date(2000, 1, 1), language=language, next_meeting=date(2000, 1, 1))
    return 0 if found is None else found[1]


@dataclass(frozen=True, slots=True)
class _Context:
    today: date
    next_meeting: date | None


_Said = dict[str, int]  # what a phrase said, by slot; a unit says "days" or "months" and how many
_Meaning = Callable[[_Said, _Context], date | None]


@dataclass(frozen=True, slots=True)
class _Token:
    """A folded word, a number or a whole numeric date (`said`) of the text, from `start` up to `end`."""

    text: str
    start: int
    end: int
    said: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say a date; each element is a slot's name in braces, or words with bars between them."""

    elements: tuple[str, ...]
    meaning: _Meaning
    said: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text's beginning, up to `end`."""

    end: int
    meaning: _Meaning
    said: _Said

    def resolve(self, context: _Context) -> date | None:
        try:
            return self.meaning(self.said, context)
        except (ValueError, OverflowError):  # 30 February, or beyond the year 9999
            return None


def _later(today: date, *, days: int = 0, months: int = 0) -> date:
    """Return the day so much after `today`; a month without such a day gives its last one."""
    years, month0 = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month0 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(days=days)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_weekday(said: _Said, context: _Context) -> date:
    """Return the next such weekday, never today: today has a word of its own."""
    return context.today + timedelta(days=(said["weekday"] - context.today.weekday() - 1) % 7 + 1)


def _day_of_next_week(weekday: int, today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + weekday)


def _named(said: _Said, context: _Context) -> date | None:
    """Return the day with that month and day: in the year said, else the first from today on."""
    day, month = said.get("day", 1), said["month"]
    if "year" in said:
        return date(said["year"], month, day)
    for year in range(context.today.year, context.today.year + 9):  # 29 February can be eight years away
        if day <= monthrange(year, month)[1] and date(year, month, day) >= context.today:
            return date(year, month, day)
    return None


def _named_month_end(said: _Said, context: _Context) -> date:
    today, month = context.today, said["month"]
    year = said.get("year", today.year + (month < today.month))
    return _month_end(date(year, month, 1))


def _in_days(said: _Said, context: _Context) -> date:
    return context.today + timedelta(days=said["ahead"])


def _by_unit(said: _Said, context: _Context) -> date:
    number = said.get("number", 1)
    return _later(context.today, days=number * said.get("days", 0), months=number * said.get("months", 0))


_MEANINGS: Mapping[str, _Meaning] = {
    "date": _named,
    "in_days": _in_days,
    "later": _by_unit,
    "next_unit": _by_unit,
    "weekday": _next_weekday,
    "weekday_next_week": lambda said, context: _day_of_next_week(said["weekday"], context.today),
    "week_end": lambda _said, context: context.today + timedelta(days=(_FRIDAY - context.today.weekday()) % 7),
    "next_week_end": lambda _said, context: _day_of_next_week(_FRIDAY, context.today),
    "month_end": lambda _said, context: _month_end(context.today),
    "next_month_end": lambda _said, context: _month_end(_later(context.today, months=1)),
    "year_end": lambda _said, context: date(context.today.year, 12, 31),
    "month_named_start": _named,
    "month_named_middle": lambda said, context: _named({**said, "day": 15}, context),
    "month_named_end": _named_month_end,
    "next_meeting": lambda _said, context: context.next_meeting,
}


class _Book:
    """All phrases that may be used in one language, by the word or slot they begin with."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self.fillers = frozenset().union(*(language.fillers for language in languages))
        self.ordinals = frozenset().union(*(language.ordinals for language in languages))
        self._words = {
            "{month}": _merged(language.months for language in languages),
            "{weekday}": _merged(language.weekdays for language in languages),
            "{number}": _merged(language.numbers for language in languages),
        }
        self._word_slots = (*self._words, "{unit}")
        self._units = {word: unit for language in languages for word, unit in language.units.items()}
        self._by_start: dict[str, list[_Phrase]] = {}
        for language in languages:
            for key, patterns in language.phrases.items():
                for place, pattern in enumerate(patterns):
                    self._add(key, pattern, {"ahead": place} if key == "in_days" else {})

    def _add(self, key: str, pattern: str, said: Mapping[str, int]) -> None:
        for elements in _rows(iter(re.findall(r"\[|\]|[^\s\[\]]+", pattern))):
            phrase = _Phrase(elements, _MEANINGS[key], said)
            for start in elements[0].split("|"):
                self._by_start.setdefault(start, []).append(phrase)

    def beginning_with(self, token: _Token) -> Iterator[_Phrase]:
        """Yield the phrases whose first element may be `token`."""
        yield from self._by_start.get(token.text, ())
        slots = ("{numeric}",) if token.said else ("{day}", "{number}") if token.text.isdecimal() else self._word_slots
        for slot in slots:
            yield from self._by_start.get(slot, ())

    def take(self, element: str, token: _Token) -> Mapping[str, int] | None:
        """Return what `token` says when standing for `element`, None when it cannot stand there."""
        word = token.text
        if not element.startswith("{"):
            return {} if word in element.split("|") else None
        if element == "{numeric}" or token.said is not None:
            return token.said if element == "{numeric}" else None
        if element == "{unit}":
            unit = self._units.get(word)
            return None if unit is None else dict([unit])
        value = int(word) if word.isdecimal() else self._words.get(element, {}).get(word)
        if value is None or not _may_be(element, word, value):
            return None
        return {element.strip("{}"): value}


def _merged(mappings: Iterator[Mapping[str, int]] | Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {word: value for mapping in mappings for word, value in mapping.items()}


def _may_be(slot: str, word: str, value: int) -> bool:
    """Return whether a number or word may fill a slot: digits are days, years and counts, never months."""
    if not word.isdecimal():
        return True
    if slot == "{day}":
        return len(word) <= 2 and 1 <= value <= 31
    if slot == "{year}":
        return len(word) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
    return slot == "{number}" and len(word) <= 3


def _rows(parts: Iterator[str]) -> list[tuple[str, ...]]:
    """Return every row of elements a pattern allows, its parts being elements and brackets."""
    rows: list[tuple[str, ...]] = [()]
    for part in parts:
        if part == "]":
            break
        more = [*_rows(parts), ()] if part == "[" else [(part,)]
        rows = [row + some for row in rows for some in more]
    return rows


@cache
def _book(language: str) -> _Book:
    codes = dict.fromkeys((ENGLISH, language))
    return _Book([LANGUAGES[code] for code in codes if code in LANGUAGES])


def _readings(text: str, language: str) -> Iterator[_Reading]:
    """Yield the ways the beginning of `text` can be a date, fillers before it included."""
    book = _book(language)
    tokens = _tokens(text[:_LONGEST])
    for first in range(min(len(tokens), _MOST_FILLERS + 1)):
        for phrase in book.beginning_with(tokens[first]):
            found = _matched(phrase, tokens, first, book, text)
            if found is not None:
                yield found
        if tokens[first].text not in book.fillers:
            return


def _matched(phrase: _Phrase, tokens: Sequence[_Token], first: int, book: _Book, text: str) -> _Reading | None:
    said = dict(phrase.said)
    place = first
    for element in phrase.elements:
        if place == len(tokens):
            return None
        taken = book.take(element, tokens[place])
        if taken is None:
            return None
        said.update(taken)
        place += 1
        if element == "{day}" and place < len(tokens) and tokens[place].text in book.ordinals:
            place += tokens[place].start - tokens[place - 1].end <= 1  # "29th" and "1.º", not "1 o 2"
    end = tokens[place - 1].end
    if _CUT_SHORT.match(text, end):
        return None
    return _Reading(end, phrase.meaning, said)


def _tokens(text: str) -> list[_Token]:
    """Return the words, numbers and numeric dates `text` begins with, up to the first thing no date contains."""
    tokens: list[_Token] = []
    place = 0
    while True:
        found = _gap_after(tokens).match(text, place)
        start = found.end() if found else place
        numeric = _NUMERIC.match(text, start)
        word = _WORD.match(text, start)
        if numeric and not _CUT_SHORT.match(text, numeric.end()):
            tokens.append(_Token("", start, numeric.end(), _numeric_said(numeric)))
        elif word:
            tokens.append(_Token(fold(word[0]), start, word.end()))
        else:
            return tokens
        place = tokens[-1].end


def _gap_after(tokens: Sequence[_Token]) -> re.Pattern[str]:
    if not tokens:
        return _MARGIN
    last = tokens[-1].text
    return _SOFT_GAP if last.isdecimal() or len(last) <= _LONGEST_ABBREVIATION else _GAP


def _numeric_said(found: re.Match[str]) -> dict[str, int]:
    """Return day, month and, where written, year of a numeric date; two digits of a year are of this century."""
    parts = {name[0]: int(value) for name, value in found.groupdict().items() if value and value.isdecimal()}
    said = {"day": parts["d"], "month": parts["m"]}
    if "y" in parts:
        said["year"] = parts["y"] + (_CENTURY if parts["y"] < 100 else 0)
    return said
