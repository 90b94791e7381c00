from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.when import leading_when, parse_when, when_length
from db.when_phrases import LANGUAGES

TODAY = date(2026, 10, 22)  # a Thursday
NEXT_MEETING = date(2026, 11, 19)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 12, 31))


def when(text, language="en", today=TODAY, next_meeting=NEXT_MEETING):
    return parse_when(text, today=today, language=language, next_meeting=next_meeting)


@pytest.mark.parametrize(
    "text",
    [
        "29 Oct",
        "29 October",
        "29 October 2026",
        "29th of October, 2026",
        "Oct 29",
        "October 29th",
        "Oct. 29, 2026",
        "29 oct.",
        "29OCT",
        "29-Oct-2026",
        "29/10",
        "29/10/26",
        "29/10/2026",
        "29.10.",
        "29.10.2026",
        "29-10-2026",
        "2026-10-29",
        "2026/10/29",
        "Thursday",
        "next Thursday",
        "Thu, 29 Oct",
        "on Thursday the 29th of October",
        "by 29 Oct",
        "  in a week  ",
        "in 1 week",
        "within seven days",
        "one week from now",
        "next week",
        "Thursday next week",
    ],
)
def test_one_thursday_in_many_english_words(text):
    assert when(text) == date(2026, 10, 29)


@pytest.mark.parametrize(
    "text",
    [
        "29 de octubre",
        "29 oct",
        "el 29 de octubre de 2026",
        "29 de octubre del 2026",
        "jueves 29 de octubre",
        "29/10",
        "el jueves",
        "próximo jueves",
        "proximo jueves",
        "el jueves que viene",
        "en una semana",
        "dentro de 7 días",
        "la próxima semana",
        "la semana que viene",
        "el jueves de la próxima semana",
        "antes del 29 de octubre",
        "in a week",
        "Oct 29",
    ],
)
def test_the_same_thursday_in_spanish(text):
    assert when(text, "es") == date(2026, 10, 29)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("today", "en", TODAY),
        ("tomorrow", "en", date(2026, 10, 23)),
        ("the day after tomorrow", "en", date(2026, 10, 24)),
        ("hoy", "es", TODAY),
        ("mañana", "es", date(2026, 10, 23)),
        ("man\u0303ana", "es", date(2026, 10, 23)),
        ("pasado mañana", "es", date(2026, 10, 24)),
        ("in two weeks", "en", date(2026, 11, 5)),
        ("in two weeks' time", "en", date(2026, 11, 5)),
        ("in a fortnight", "en", date(2026, 11, 5)),
        ("en dos semanas", "es", date(2026, 11, 5)),
        ("en quince días", "es", date(2026, 11, 6)),
        ("in a month", "en", date(2026, 11, 22)),
        ("next year", "en", date(2027, 10, 22)),
        ("el mes que viene", "es", date(2026, 11, 22)),
        ("Friday", "en", date(2026, 10, 23)),
        ("Wednesday", "en", date(2026, 10, 28)),
        ("Friday next week", "en", date(2026, 10, 30)),
        ("this week", "en", date(2026, 10, 23)),
        ("end of the week", "en", date(2026, 10, 23)),
        ("end of next week", "en", date(2026, 10, 30)),
        ("end of month", "en", date(2026, 10, 31)),
        ("by the end of this month", "en", date(2026, 10, 31)),
        ("end of next month", "en", date(2026, 11, 30)),
        ("end of October", "en", date(2026, 10, 31)),
        ("end of September", "en", date(2027, 9, 30)),
        ("end of Feb 2028", "en", date(2028, 2, 29)),
        ("end of the year", "en", date(2026, 12, 31)),
        ("mid-November", "en", date(2026, 11, 15)),
        ("early March", "en", date(2027, 3, 1)),
        ("fin de mes", "es", date(2026, 10, 31)),
        ("a fines de octubre", "es", date(2026, 10, 31)),
        ("a mediados de noviembre", "es", date(2026, 11, 15)),
        ("finales de diciembre de 2027", "es", date(2027, 12, 31)),
        ("fin de año", "es", date(2026, 12, 31)),
        ("5 de setiembre", "es", date(2027, 9, 5)),
        ("1.º de noviembre", "es", date(2026, 11, 1)),
        ("primero de noviembre", "es", date(2026, 11, 1)),
        ("mar", "es", date(2026, 10, 27)),
        ("mar 3 nov", "es", date(2026, 11, 3)),
        ("3 mar", "es", date(2027, 3, 3)),
        ("next meeting", "en", NEXT_MEETING),
        ("at the next meeting", "en", NEXT_MEETING),
        ("próxima reunión", "es", NEXT_MEETING),
        ("para la próxima reunión", "es", NEXT_MEETING),
        ("3/11", "en", date(2026, 11, 3)),
        ("22 Oct", "en", TODAY),
        ("21 Oct", "en", date(2027, 10, 21)),
        ("21 Oct 2026", "en", date(2026, 10, 21)),
        ("29 Feb", "en", date(2028, 2, 29)),
    ],
)
def test_what_phrases_mean(text, language, expected):
    assert when(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "5 people",
        "30 Feb",
        "29 Feb 2027",
        "31/4",
        "10/29",
        "2026-13-01",
        "3/4 of the members",
        "2/3 de los miembros",
        "3/4/5/6",
        "29.10",
        "3.5 tonnes",
        "Oct 29:30",
        "October",
        "March on",
        "may be later",
        "0 Oct",
        "32 Oct",
        "29 Oct and more words",
        "29 Octane",
        "in 9999 years",
        "in a word",
        "every Thursday",
        "thesis",
        "²⁹ Oct½",
        "፩ Oct",
    ],
)
def test_what_is_no_date(text):
    assert when(text) is None


def test_spanish_is_not_read_in_an_english_alliance():
    assert when("mañana", "en") is None


def test_an_unknown_language_reads_english():
    assert when("in two weeks", "ka") == date(2026, 11, 5)


def test_the_next_meeting_may_not_be_known():
    assert when("next meeting", next_meeting=None) is None
    assert when_length("next meeting, if any", language="en") == len("next meeting")


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("29 Oct and more words", "en", 6),
        (" 29 Oct and more words", "en", 7),
        ("29 Oct 2026 and more", "en", 11),
        ("29 de octubre de los corrientes", "es", 13),
        ("next week, then again", "en", 9),
        ("29 Oct, 10:30", "en", 6),
        ("Thursday. 5 people", "en", 8),
        ("el 3/11 en Lima", "es", 7),
        ("29 Feb 2027 again", "en", 0),
        ("Oct 29:30", "en", 0),
        ("in 3 days2", "en", 0),
        ("nothing", "en", 0),
    ],
)
def test_a_date_ends_where_the_words_go_on(text, language, length):
    assert when_length(text, language=language) == length
    found = leading_when(text, today=TODAY, language=language)
    assert (found[1] if found else 0) == length


@given(days, days)
def test_a_date_with_its_year_reads_as_itself(day, today):
    for text in (f"{day:%Y-%m-%d}", f"{day.day}/{day.month}/{day.year}", f"{day.day}.{day.month:02}.{day.year}"):
        assert when(text, today=today) == day
    english = list(LANGUAGES["en"].months)
    spanish = list(LANGUAGES["es"].months)
    for month in (name for name in english if LANGUAGES["en"].months[name] == day.month):
        assert when(f"{day.day} {month} {day.year}", today=today) == day
        assert when(f"{month.upper()} {day.day}, {day.year}", today=today) == day
    for month in (name for name in spanish if LANGUAGES["es"].months[name] == day.month):
        assert when(f"{day.day} de {month} de {day.year}", "es", today=today) == day


@given(days, days)
def test_a_date_without_year_is_the_next_such_day(day, today):
    found = when(f"{day.day}/{day.month}", today=today)
    assert found is not None
    assert (found.day, found.month) == (day.day, day.month)
    assert found >= today
    if (day.day, day.month) != (29, 2):
        assert found - today < timedelta(days=366)


@given(days, st.sampled_from(list(LANGUAGES["es"].weekdays.items())))
def test_a_weekday_is_the_next_one_after_today(today, named):
    name, weekday = named
    found = when(name, "es", today=today)
    assert found.weekday() == weekday
    assert 1 <= (found - today).days <= 7


@given(days, st.integers(1, 999))
def test_months_ahead_stay_within_the_month_asked_for(today, months):
    found = when(f"in {months} months", today=today)
    assert (found.year * 12 + found.month) - (today.year * 12 + today.month) == months
    assert found.day <= today.day


@given(st.text(max_size=40), days)
def test_any_text_is_read_or_left_without_complaint(text, today):
    for language in ("en", "es"):
        found = leading_when(text, today=today, language=language, next_meeting=today)
        assert found is None or 0 < found[1] <= len(text)
        assert (found is None) == (when_length(text, language=language) == 0)


vocabulary = "29 3 2026 Oct octubre de of the el in en next próxima semana week jueves Thu , . - / ' º th fin end mes"


@given(st.lists(st.sampled_from(vocabulary.split()), max_size=8).map(" ".join), days)
def test_a_beginning_that_reads_as_a_date_reads_the_same_alone(text, today):
    found = leading_when(text, today=today, language="es", next_meeting=today)
    if found is not None:
        day, length = found
        assert parse_when(text[:length], today=today, language="es", next_meeting=today) == day
