import contextvars
import datetime as dt
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop import texts
from desktop.texts import _, ngettext

DAY = dt.date(2026, 10, 22)
DAYS = [dt.date(2026, month, 28) for month in range(1, 13)]


def test_languages_name_themselves() -> None:
    assert texts.languages() == {"en": "English", "es": "Español"}
    assert next(iter(texts.languages())) == "en"


def test_a_language_is_spoken_for_a_while_or_from_now_on() -> None:
    assert texts.language() == "en"
    with texts.speaking("es"):
        assert _("today") == "hoy"
        with texts.speaking("en"):
            assert _("today") == "today"
        assert _("today") == "hoy"
    assert _("today") == "today"
    texts.use("es")
    assert texts.language() == "es"


def test_work_in_another_thread_speaks_the_callers_language_in_its_context() -> None:
    heard = []
    with texts.speaking("es"):
        context = contextvars.copy_context()
    thread = threading.Thread(target=lambda: heard.append(context.run(_, "today")))
    thread.start()
    thread.join()
    assert heard == ["hoy"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="tlh"):
        texts.use("tlh")


@pytest.mark.parametrize(
    ("tag", "code"),
    [("es_PE.UTF-8", "es"), ("es-419", "es"), ("ES", "es"), ("en_GB", "en"), ("C", "en"), ("", "en"), (None, "en")],
)
def test_the_closest_language_to_a_systems_locale(tag: str | None, code: str) -> None:
    assert texts.closest(tag) == code


def test_a_sentence_without_translation_stays_english() -> None:
    with texts.speaking("es"):
        assert _("Nobody ever wrote this") == "Nobody ever wrote this"
        assert ngettext("{n} never-seen", "{n} never-seens", 2) == "{n} never-seens"


@pytest.mark.parametrize(
    ("function", "english", "spanish"),
    [
        (texts.date_long, "22 October 2026", "22 de octubre de 2026"),
        (texts.date_with_weekday, "Thursday 22 October 2026", "jueves 22 de octubre de 2026"),
        (texts.weekday_date_short, "Thu 22 October 2026", "jue 22 de octubre de 2026"),
        (texts.date_short, "22 Oct", "22 oct"),
        (texts.date_short_year, "22 Oct 2026", "22 oct 2026"),
        (texts.month_year, "October 2026", "octubre de 2026"),
        (texts.weekday, "Thursday", "jueves"),
    ],
)
def test_dates(function: Callable[[dt.date], str], english: str, spanish: str) -> None:
    assert function(DAY) == english
    assert function(dt.datetime(2026, 10, 22, 23, 59)) == english
    with texts.speaking("es"):
        assert function(DAY) == spanish


@pytest.mark.parametrize("language", ["en", "es"])
def test_short_months_differ_and_have_no_full_stop(language: str) -> None:
    with texts.speaking(language):
        short = [texts.date_short(day) for day in DAYS]
    assert len(set(short)) == 12
    assert all(text.startswith("28 ") and text[3:].isalpha() for text in short)


def test_september_is_written_as_in_peru() -> None:
    with texts.speaking("es"):
        assert texts.date_long(dt.date(2026, 9, 1)) == "1 de setiembre de 2026"


def test_times_use_24_hours_in_every_language() -> None:
    for code in texts.languages():
        with texts.speaking(code):
            assert texts.time_of_day(dt.time(9, 5)) == "09:05"
            assert texts.time_of_day(dt.datetime(2026, 10, 22, 15, 30, 59)) == "15:30"
            assert texts.time_span(dt.time(10), dt.time(12, 30)) == "10:00–12:30"
    assert texts.date_and_time(dt.datetime(2026, 10, 22, 15, 30)) == "22 October 2026, 15:30"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (160, "2 h 40"), (1500, "25 h"), (-15, "−15 min")],
)
def test_duration(minutes: int, text: str) -> None:
    assert texts.duration(minutes) == text


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (15, "in 15 days", "dentro de 15 días"),
        (1, "tomorrow", "mañana"),
        (0, "today", "hoy"),
        (-1, "yesterday", "ayer"),
        (-2, "2 days ago", "hace 2 días"),
    ],
)
def test_days_from_now(days: int, english: str, spanish: str) -> None:
    assert texts.in_days(days) == english
    with texts.speaking("es"):
        assert texts.in_days(days) == spanish


def test_days_late() -> None:
    assert texts.days_late(1) == "1 day late"
    assert texts.days_late(41) == "41 days late"
    with texts.speaking("es"):
        assert texts.days_late(1) == "1 día de atraso"
        assert texts.days_late(41) == "41 días de atraso"
        assert texts.days_late(1041) == "1,041 días de atraso"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, None, "0"),
        (12, None, "12"),
        (-12, None, "−12"),
        (1234, None, "1,234"),
        (-1234.5, None, "−1,234.5"),
        (1.5, 2, "1.50"),
        (2, 1, "2.0"),
        (1999.6, 0, "2,000"),
    ],
)
def test_numbers(value: float, decimals: int | None, text: str) -> None:
    assert texts.number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(3, None, "+3"), (-2, None, "−2"), (0, None, "0"), (0.25, 1, "+0.2"), (0.01, 1, "0.0"), (-0.01, 1, "0.0")],
)
def test_signed_numbers(value: float, decimals: int | None, text: str) -> None:
    assert texts.signed(value, decimals=decimals) == text


def test_percent() -> None:
    assert texts.percent(0.416) == "42\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (12_345, "12 kB"),
        (999_600, "1.0 MB"),
        (3_400_000, "3.4 MB"),
        (25_000_000_000_000_000, "25,000 TB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert texts.size_bytes(size).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("names", "english", "spanish"),
    [
        ([], "", ""),
        (["Ana"], "Ana", "Ana"),
        (["Ana", "Berta"], "Ana and Berta", "Ana y Berta"),
        (["Ana", "Berta", "Inés"], "Ana, Berta and Inés", "Ana, Berta e Inés"),
        (["agua", "hielo"], "agua and hielo", "agua y hielo"),
        (["{name}", "{0}"], "{name} and {0}", "{name} y {0}"),
    ],
)
def test_lists_of_names(names: list[str], english: str, spanish: str) -> None:
    assert texts.list_of(names) == english
    with texts.speaking("es"):
        assert texts.list_of(names) == spanish


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rosa Quispe Mamani", "RQ"),
        ("María de los Ángeles Huamán", "MÁ"),
        ("Asociación de Regantes", "AR"),
        ("«Sol y Luna»", "SL"),
        ("ñandu", "Ñ"),
        ("  ", ""),
        ("—", ""),
        ("თამარ ბერიძე", "თბ"),  # Georgian capitals are for headlines only
        ("ليلى حداد", "لح"),
        ("4H Club", "4C"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert texts.initials(name) == letters


def test_the_words_are_found_with_and_without_a_compiled_catalogue(
    monkeypatch: pytest.MonkeyPatch, root: Path, tmp_path: Path
) -> None:
    """A checkout that never saw `make` speaks from the .po."""
    locale = root / "resources" / "locale"
    for compiled in (False, True):
        copy = tmp_path / f"locale-{compiled}"
        shutil.copytree(locale, copy, ignore=shutil.ignore_patterns("*.mo"))
        if compiled:
            po = copy / "es" / "LC_MESSAGES" / "ronda.po"
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale="es"))
            po.unlink()
        monkeypatch.setattr(texts, "resource", lambda *parts, copy=copy: copy.joinpath(*parts[1:]))
        texts._catalogue.cache_clear()
        with texts.speaking("es"):
            assert _("today") == "hoy"
            assert ngettext("{n} day late", "{n} days late", 2) == "{n} días de atraso"
    texts._catalogue.cache_clear()


def test_what_somebody_writes_runs_as_most_of_its_letters_do():
    written = ("d: قررنا شراء مضخة للماء", "قالت مريم إن UNICEF ستدفع 200 GEL", "الماء · والطريق")
    assert all(map(texts.mostly_right_to_left, written))
    others = ("", "12", "@مريم buys the pump", "ليلى read it aloud.", "We heard جمعية المزارعين, 12 people.")
    assert not any(map(texts.mostly_right_to_left, others))


@pytest.mark.parametrize(
    ("text", "backward"),
    [
        ("", False),
        ("12:30", False),
        ("ليلى read the draft aloud.", False),
        ("جمعية مستخدمي مياه ABC", True),
        ("See جمعية المزارعين", False),
        ("جمعية المزارعين, 12 Oct", False),
        ("أرسلوا القائمة إلى Oxfam.", True),
        ("خطة المياه (AWF) حتى النهاية", True),
        ("جمعية المزارعين · 12", False),
        ("٢٠٢٦", False),
        ("12، 14", False),
    ],
)
def test_letters_beginning_and_end_tell_the_way_a_text_runs(text, backward):
    assert texts.runs_right_to_left(text) is backward


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Nora keeps records", True), ("سلمى", True), ("Archivo: سلمى", True), ("سلمى no lo toma", False), ("", True)],
)
def test_a_sentence_that_a_name_of_the_other_direction_begins_runs_as_the_window_does(text, kept):
    assert texts.in_order(text) == (text if kept else texts.FROM_LEFT + text)


@pytest.mark.parametrize(
    ("line", "ordered"),
    [
        ("جمعية المزارعين, 22 Oct", "‎جمعية المزارعين‎, 22 Oct"),
        ("Ana, ليلى, سلمى 2027", "Ana, ليلى‎, سلمى‎ 2027"),
        ("قاعة 2 الشمالية, 10:30 at Poti", "‎قاعة 2 الشمالية‎, 10:30 at Poti"),
        ("جمعية · 12", "‎جمعية‎ · 12"),
        ("لجنة (AWF) المياه ٢٠٢٦", "لجنة (AWF) المياه ٢٠٢٦"),
        ("خطة المياه 2026", "خطة المياه 2026"),
        ("أرسلوا القائمة " * 6 + "إلى Oxfam", "أرسلوا القائمة " * 6 + "إلى Oxfam"),
        ("Señora Ñusta · 12", "Señora Ñusta · 12"),
        ("٢٠٢٦", "٢٠٢٦"),
    ],
)
def test_numbers_and_names_after_an_arabic_name_stay_on_their_side_of_it(line, ordered):
    assert texts.in_order(line) == ordered
    assert texts.as_said(ordered) == line


def test_a_name_is_shortened_by_whole_words_that_still_name_the_person():
    assert texts.shorter_names("Rosa Quispe Mamani") == ["Rosa Quispe"]
    assert texts.shorter_names("María Ramos de la Cruz") == ["María Ramos"]
    assert texts.shorter_names("Thijs van der Meer") == texts.shorter_names("Nora Tamm") == []


def test_a_line_begins_with_a_capital_whatever_the_language_writes_days_with():
    assert texts.as_beginning("jueves 22 de octubre") == "Jueves 22 de octubre"
    assert texts.as_beginning("") == ""


def test_a_day_says_its_year_only_where_that_is_another() -> None:
    assert texts.date_in(dt.date(2026, 10, 22), 2026) == "22 Oct"
    assert texts.date_in(dt.date(2027, 10, 22), 2026) == "22 Oct 2027"
