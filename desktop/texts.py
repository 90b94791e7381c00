"""Words, dates and numbers in the reader's language. No Qt: window, paper and command line speak through here.

The language belongs to the running context: `use` sets it for what runs on, `with speaking(...)` for a while. A new
thread starts in English, as contexts do; work handed to another thread is run in a copy of the caller's context.

Babel is imported where it is used, for what the catalogues do not say: how numbers are written, what languages are
called. Days and months are in the catalogues, so that the first page does not wait for it.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from resources import resource

if TYPE_CHECKING:
    from babel import Locale

SOURCE_LANGUAGE = "en"
DOMAIN = "ronda"
REGIONS: Mapping[str, str] = MappingProxyType({"en": "en", "es": "es_PE"})
OWN_NAMES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español"})
"""What languages call themselves; to ask Babel for it would load a language to name it."""
MINUS = "−"
FROM_LEFT = "\N{LEFT-TO-RIGHT MARK}"
"""Put before a sentence, it has it run from left to right whatever it begins with."""
_STRONG = ("L", "R", "AL")
_TELLING = (*_STRONG, "EN", "AN")
_BACKWARD_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_BACKWARD = re.compile(f"[{_BACKWARD_LETTERS}]")
_NAMED_LAST = re.compile(rf"[{_BACKWARD_LETTERS}][ .][A-Za-z .]+$")
"""A sentence that ends on a Latin name; one of ours sets the name that begins it apart, or ends on a number."""
_BETWEEN_PARTS = "·"
_WITHIN_NAMES = " \u00a0-'’./&،"
_LONGEST_LINE = 80
"""Letters of a line of ours with a name in it; what is longer, somebody wrote."""
_PART = re.compile("EEEE?|MMMM?|d|y|'([^']*)'")
_PARTICLES_IN_NAMES = "a and da das de del do dos du e el for la las los of para por the van von y &"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


def languages() -> dict[str, str]:
    """Return the languages Ronda speaks, each with its own name for itself, English first."""
    return {code: _own_name(code) for code in _codes()}


def language() -> str:
    """Return the code of the language spoken now."""
    return _language.get()


def use(code: str) -> None:
    """Speak the language `code` from now on, in this context.

    Raises:
        ValueError: If Ronda does not speak it.
    """
    _language.set(_checked(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language `code` inside the `with` block."""
    token = _language.set(_checked(code))
    try:
        yield
    finally:
        _language.reset(token)


def closest(tag: str | None) -> str:
    """Return the language Ronda speaks for a system's locale name: "es" for "es_PE.UTF-8", English when in doubt."""
    code = (tag or "").replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in _codes() else SOURCE_LANGUAGE


def N_(message: str) -> str:
    """Mark `message` for translation where a constant holds it; it is translated with `_` when shown."""
    return message


def _(message: str) -> str:
    """Return `message` in the reader's language."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form for `count` in the reader's language; the placeholder is still to be filled."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return `message` in the reader's language, where one English word stands for several things."""
    return _catalogue(_language.get()).pgettext(context, message)


# Dates


def date_long(day: dt.date) -> str:
    """Return "22 October 2026"."""
    return _date(day, pgettext("date pattern", "d MMMM y"))


def date_with_weekday(day: dt.date) -> str:
    """Return "Thursday 22 October 2026"."""
    return _date(day, pgettext("date pattern", "EEEE d MMMM y"))


def weekday_date_short(day: dt.date) -> str:
    """Return "Thu 22 October 2026"."""
    return _date(day, pgettext("date pattern", "EEE d MMMM y"))


def weekday_date(day: dt.date) -> str:
    """Return "Thu 22 October", where the year goes without saying."""
    return _date(day, pgettext("date pattern", "EEE d MMMM"))


def weekday_date_brief(day: dt.date) -> str:
    """Return "Thu 22 Oct 2026"."""
    return _date(day, pgettext("date pattern", "EEE d MMM y"))


def date_short(day: dt.date) -> str:
    """Return "22 Oct"."""
    return _date(day, pgettext("date pattern", "d MMM"))


def date_short_year(day: dt.date) -> str:
    """Return "22 Oct 2026"."""
    return _date(day, pgettext("date pattern", "d MMM y"))


def date_in(day: dt.date, year: int) -> str:
    """Return "22 Oct", with its year where that is not `year`, the one that is meant where nothing is said."""
    return date_short(day) if day.year == year else date_short_year(day)


def month_year(day: dt.date) -> str:
    """Return "October 2026"."""
    return _date(day, pgettext("date pattern", "MMMM y"))


def month_short_year(day: dt.date) -> str:
    """Return "Oct 2026"."""
    return _date(day, pgettext("date pattern", "MMM y"))


def month_name(day: dt.date) -> str:
    """Return "October"."""
    return _date(day, "MMMM")


def month_short(day: dt.date) -> str:
    """Return "Oct"."""
    return _date(day, "MMM")


def weekday(day: dt.date) -> str:
    """Return "Thursday"."""
    return _date(day, "EEEE")


def time_of_day(moment: dt.time | dt.datetime) -> str:
    """Return "10:00", on the 24-hour clock."""
    return f"{moment.hour:02}:{moment.minute:02}"


def time_to_the_second(moment: dt.time | dt.datetime) -> str:
    """Return "10:35:12"."""
    return f"{time_of_day(moment)}:{moment.second:02}"


def time_span(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """Return "10:00–12:30"."""
    return f"{time_of_day(start)}–{time_of_day(end)}"


def date_and_time(moment: dt.datetime) -> str:
    """Return "22 October 2026, 10:00"."""
    return f"{date_long(moment)}, {time_of_day(moment)}"


def date_and_time_short(moment: dt.datetime) -> str:
    """Return "22 Oct 2026, 10:00"."""
    return f"{date_short_year(moment)}, {time_of_day(moment)}"


def duration(minutes: int) -> str:
    """Return "45 min", "2 h", "2 h 40"."""
    if minutes < 0:
        return MINUS + duration(-minutes)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h {minutes:02}").format(hours=hours, minutes=rest) if rest else _("{hours} h").format(hours=hours)


def days_late(days: int) -> str:
    """Return "41 days late"."""
    return ngettext("{n} day late", "{n} days late", days).format(n=number(days))


def in_days(days: int) -> str:
    """Return "today", "tomorrow", "yesterday", "in 15 days", "15 days ago"."""
    match days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
    if days > 0:
        return ngettext("in {n} day", "in {n} days", days).format(n=number(days))
    return ngettext("{n} day ago", "{n} days ago", -days).format(n=number(-days))


# Numbers


def number(value: float, *, decimals: int | None = None) -> str:
    """Return "1,234" or, with `decimals`, exactly that many: "1.50". Below zero with a real minus sign."""
    if isinstance(value, int) and abs(value) < 1000 and not decimals:
        return f"{value}".replace("-", MINUS)
    from babel.numbers import format_decimal

    pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    text = format_decimal(value, format=pattern, locale=_locale(language())).replace("-", MINUS)
    return text if any(digit in text for digit in "123456789") else text.lstrip(MINUS)  # nothing is less than nothing


def decimal(value: Decimal) -> str:
    """Return a decimal with as many places as it has: "29.50"."""
    exponent = value.as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=_locale(language())).replace("-", MINUS)


def read_decimal(typed: str) -> Decimal | None:
    """Return the number somebody typed in their language: "1,234.5" or "1 234,5"; None where it is none."""
    from babel.numbers import NumberFormatError, parse_decimal

    text = "".join(typed.split()).replace(MINUS, "-").removesuffix("%")
    if not re.fullmatch(r"[-+]?[\d.,]+", text):
        return None
    try:
        found = parse_decimal(text, locale=_locale(language()), strict=True)
    except NumberFormatError:
        if not re.fullmatch(r"-?\d+[.,]\d{1,2}", text):  # the other mark, where it can mean nothing else
            return None
        found = Decimal(text.replace(",", "."))
    return found


def signed(value: float, *, decimals: int | None = None) -> str:
    """Return "+3", "−2", "0"."""
    text = number(value, decimals=decimals)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def percent(fraction: float) -> str:
    """Return "42 %" for 0.42."""
    return f"{number(round(fraction * 100))}\N{NO-BREAK SPACE}%"


def size_bytes(size: int) -> str:
    """Return "0 B", "12 kB", "3.4 MB": thousands of bytes, one decimal below ten."""
    value, units = float(size), iter(("B", "kB", "MB", "GB", "TB"))
    unit = next(units)
    while value >= 999.5 and unit != "TB":
        value, unit = value / 1000, next(units)
    decimals = 1 if unit != "B" and value < 9.95 else 0
    return f"{number(value, decimals=decimals)}\N{NO-BREAK SPACE}{unit}"


# Names


def list_of(names: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    pattern = pgettext("end of a list", "{start} and {last}")
    sound = names[-1].casefold().removeprefix("h")
    if language() == "es" and sound.startswith(("i", "í")) and not sound.startswith(("ia", "ie")):
        pattern = "{start} e {last}"  # «y» becomes «e» before the sound of i
    return pattern.format(start=", ".join(names[:-1]), last=names[-1])


def initials(name: str) -> str:
    """Return the first letters of the first two words that carry a name: "RQ" for "Rosa Quispe Mamani"."""
    particles = _PARTICLES_IN_NAMES.split()
    words = [word.lstrip("«“\"'(¿¡-") for word in name.split()]
    telling = [word for word in words if word and word.casefold() not in particles and word[0].isalnum()]
    return "".join(word[0].title() for word in telling[:2])


def shorter_names(name: str) -> list[str]:
    """Return how a person may be called where there is less room, the longest first: "Rosa Quispe"; never one word."""
    words = name.split()
    counts = range(len(words) - 1, 1, -1)
    return [" ".join(words[:count]) for count in counts if not words[count - 1].islower()]  # never up to a "van der"


def as_beginning(words: str) -> str:
    """Return words as a sentence or a line begins with them: "Thursday 22 October", also in Spanish."""
    return words[:1].upper() + words[1:]


# Below: where the words come from


def mostly_right_to_left(text: str) -> bool:
    """Return whether what somebody wrote is Arabic or Hebrew: most of its letters are, and not both its ends Latin.

    It may begin with the mark of a decision and name others in Latin.
    """
    if text.isascii():
        return False
    strong = [kind for kind in map(bidirectional, text) if kind in _STRONG]
    latin = strong.count("L")
    return len(strong) > 2 * latin and not strong[0] == strong[-1] == "L"


def runs_right_to_left(text: str) -> bool:
    """Return whether a line that may be somebody's or one of ours is a name or a sentence in Arabic or Hebrew.

    One of ours that holds such a name runs like the page. That shows in how it begins and ends, and in how few letters
    are Latin.
    """
    if text.isascii() or not _BACKWARD.search(text) or _BETWEEN_PARTS in text:
        return False
    strong = [kind for kind in map(bidirectional, text) if kind in _STRONG]
    if not strong or strong[0] == "L" or len(strong) < 3 * strong.count("L"):
        return False
    return bool(strong[-1] != "L" or _NAMED_LAST.search(text) or len(text) > _LONGEST_LINE)


def in_order(line: str) -> str:
    """Return a line with its parts in the order they are said in: from the left, as the window runs, and a name in
    Arabic or Hebrew the way it is read; else a number after such a name goes to its other side.

    For the eye alone: what is added are signs that do not show, and `as_said` takes them away again. They belong in
    nothing that is kept, searched, copied or sent, save a Word document, which nothing else keeps in order everywhere.
    """
    if line.isascii() or not _BACKWARD.search(line) or runs_right_to_left(line):
        return line
    kinds = [bidirectional(letter) for letter in line]
    backwards = accumulate(reversed(kinds), lambda next_, kind: kind if kind in _TELLING else next_, initial="L")
    coming = list(backwards)[::-1]
    """From each place on, the first kind that tells a way."""
    places = [0] if next((kind for kind in kinds if kind in _STRONG), "L") != "L" else []
    # After a name, a number or another name would go to the other side of it.
    places += [end for end in _ends_of_names(line, kinds) if coming[end] != "L"]
    return FROM_LEFT.join(line[start:end] for start, end in pairwise((0, *places, len(line))))


def as_said(line: str) -> str:
    """Return a line without what `in_order` added to it."""
    return line.replace(FROM_LEFT, "")


def _ends_of_names(line: str, kinds: Sequence[str]) -> Iterator[int]:
    """Yield where stretches that run from the right end: their words, and what may stand between words of a name."""
    end = 0
    for place, kind in enumerate(kinds):
        if kind in ("R", "AL") or (end == place and kind == "NSM"):
            end = place + 1
        elif end and kind not in ("EN", "AN") and line[place] not in _WITHIN_NAMES:
            yield end
            end = 0
    if end:
        yield end


@cache
def _codes() -> tuple[str, ...]:
    folders = [folder.name for folder in resource("locale").iterdir() if folder.is_dir()]
    return (SOURCE_LANGUAGE, *sorted(set(folders) - {SOURCE_LANGUAGE, "__pycache__"}))


def _checked(code: str) -> str:
    if code not in _codes():
        message = f"Ronda does not speak {code!r}, only {', '.join(_codes())}"
        raise ValueError(message)
    return code


@cache
def _own_name(code: str) -> str:
    if code in OWN_NAMES:
        return OWN_NAMES[code]
    name = _locale(code).language_name or code
    return name[0].upper() + name[1:]


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale

    return Locale.parse(REGIONS.get(code, code))


@cache
def _catalogue(code: str) -> NullTranslations:
    """Return the translations for `code`: the compiled ones, or in a checkout that never saw `make` the .po itself."""
    if code == SOURCE_LANGUAGE:
        return NullTranslations()
    folder = resource("locale", code, "LC_MESSAGES")
    compiled = folder / f"{DOMAIN}.mo"
    if compiled.is_file():
        return GNUTranslations(io.BytesIO(compiled.read_bytes()))
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO((folder / f"{DOMAIN}.po").read_bytes()), locale=code))
    buffer.seek(0)
    return GNUTranslations(buffer)


def _date(day: dt.date, pattern: str) -> str:
    """Fill in a pattern of CLDR's letters; what stands between '…' stays as it is."""
    parts = {
        "d": f"{day.day}",
        "y": f"{day.year}",
        "EEEE": _nth(day.weekday(), pgettext("days", "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday")),
        "EEE": _nth(day.weekday(), pgettext("days, short", "Mon, Tue, Wed, Thu, Fri, Sat, Sun")),
        "MMMM": _nth(
            day.month - 1,
            pgettext(
                "months",
                "January, February, March, April, May, June, July, August, September, October, November, December",
            ),
        ),
        "MMM": _nth(
            day.month - 1,
            pgettext("months, short", "Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec"),
        ),
    }
    return _PART.sub(lambda found: parts.get(found[0]) or found[1], pattern)


def _nth(place: int, names: str) -> str:
    return names.split(", ")[place]
