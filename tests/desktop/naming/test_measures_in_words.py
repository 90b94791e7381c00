"""Figures and findings in words: they claim no more than the numbers hold, in both languages."""

import datetime as dt
import re
import uuid
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.alliance import KindRow
from db.measures.challenges import Sign, Signal
from db.measures.found import (
    NO_RECORDS,
    ActionsFacts,
    AttendanceFacts,
    BalancesFacts,
    ConcentrationFacts,
    DaysFacts,
    DutiesFacts,
    EndorsementsFacts,
    Finding,
    FindingFacts,
    GrassrootsFacts,
    IndicatorFacts,
    IndicatorsFacts,
    Key,
    KindFacts,
    MeetingsFacts,
    MembershipFacts,
    Point,
    QuorumFacts,
    Tone,
    What,
)
from db.measures.indicators import Progress
from db.measures.outcomes import Standing
from db.measures.parts import Direction, Part
from db.measures.period import Period, year
from db.measures.rows import QuorumWent
from desktop import texts
from desktop.naming.evaluation import sign_word, signal_sentence
from desktop.naming.findings import FindingWords, finding_words
from desktop.naming.measures import (
    Measure,
    definitions,
    direction_word,
    part_words,
    percent_words,
    period_words,
    progress_word,
    quorum_word,
    standing_word,
    value_words,
)

NBSP = "\N{NO-BREAK SPACE}"
KIND = KindRow(uuid.UUID(int=1), "international_ngo", "", 1)


def point(month: int, came: int, seats: int | None = 31) -> Point:
    return Point(uuid.UUID(int=month), dt.date(2026, month, 15), came, seats)


ATTENDANCE = AttendanceFacts(
    Direction.FALLING, 6, point(1, 25), point(9, 18), Part(133, 186), None, Direction.UNKNOWN, 18, 25, 4
)
ACTIONS = ActionsFacts(Part(3, 5), 1, 1, 2, 0, 0, 0, Part(0, 0), None)
ENDORSEMENTS = EndorsementsFacts(6, 5, Part(4, 5), 1, ("38.2", "Member fee of 50 a year", Part(12, 31)))
DUTIES = DutiesFacts(20, 18, 1, 0, 1, 0)


def words(facts: FindingFacts, tone: Tone = Tone.NEUTRAL) -> FindingWords:
    return finding_words(Finding(Key.ATTENDANCE, tone, facts, NO_RECORDS))


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (Part(3, 5), "3 of 5"),
        (Part(19, 19), "19 of 19"),
        (Part(12, 20), f"60{NBSP}%"),
        (Part(0, 0), "–"),
        (Part(399, 400), f">{NBSP}99{NBSP}%"),
        (Part(1, 400), f"<{NBSP}1{NBSP}%"),
        (Part(0, 400), f"0{NBSP}%"),
        (Part(400, 400), f"100{NBSP}%"),
    ],
)
def test_parts_of_a_whole(part: Part, told: str) -> None:
    assert part_words(part) == told


@given(st.integers(1, 3000), st.integers(0, 3000))
def test_only_all_is_a_hundred_percent_and_only_nothing_is_none(whole: int, some: int) -> None:
    part = Part(min(some, whole), whole)
    assert (percent_words(part) == f"100{NBSP}%") == (part.part == whole)
    assert (percent_words(part) == f"0{NBSP}%") == (part.part == 0)


@pytest.mark.parametrize(
    ("period", "english", "spanish"),
    [
        (year(2026), "2026", "2026"),
        (Period(dt.date(2024, 1, 1), dt.date(2027, 1, 1)), "2024 to 2026", "2024 a 2026"),
        (Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1)), "January to September 2026", "enero a setiembre de 2026"),
        (Period(dt.date(2026, 9, 1), dt.date(2026, 10, 1)), "September 2026", "setiembre de 2026"),
        (
            Period(dt.date(2025, 10, 1), dt.date(2026, 10, 1)),
            "October 2025 to September 2026",
            "octubre de 2025 a setiembre de 2026",
        ),
        (
            Period(dt.date(2026, 1, 1), dt.date(2026, 10, 8)),
            "1 January 2026 to 7 October 2026",
            "1 de enero de 2026 al 7 de octubre de 2026",
        ),
        (Period(dt.date(2026, 1, 2), dt.date(2026, 1, 3)), "2 January 2026", "2 de enero de 2026"),
    ],
)
def test_periods(period: Period, english: str, spanish: str) -> None:
    assert period_words(period) == english
    with texts.speaking("es"):
        assert period_words(period) == spanish


def test_attendance_that_falls_says_from_where_to_where() -> None:
    assert words(ATTENDANCE) == FindingWords(
        "Attendance is falling",
        "From 25 of 31 members in January to 18 of 31 in September. "
        "4 members neither came to the last three meetings nor sent apologies.",
    )


def test_ends_that_do_not_fall_are_not_told_as_a_fall() -> None:
    """The rule looks at all meetings: the last may by chance have as many as the first."""
    odd = replace(ATTENDANCE, first=point(1, 18), fewest=12, most=25, missed=0)
    assert words(odd).text == "Between 12 and 25 members came to each of 6 meetings."


def test_attendance_neither_falling_nor_rising_claims_nothing() -> None:
    steady = replace(ATTENDANCE, direction=Direction.NEITHER, missed=0)
    assert words(steady).title == "Attendance shows no clear trend"
    same = replace(steady, before=Part(130, 186), than_before=Direction.NEITHER)
    assert f"72{NBSP}% of the seats were taken; in the period before, 70{NBSP}%." in words(same).text
    lower = replace(same, than_before=Direction.FALLING)
    assert words(lower).title == "Attendance is lower than in the period before"


def test_few_meetings_make_no_trend() -> None:
    few = replace(ATTENDANCE, direction=Direction.UNKNOWN, meetings=2, missed=0)
    assert words(few) == FindingWords(
        "18 of 31 members came to the last meeting", "2 meetings are too few to see where attendance goes."
    )
    one = replace(few, meetings=1, last=point(9, 1, None))
    assert words(one) == FindingWords("1 member came to the last meeting", "")


def test_actions_in_numbers_while_few_and_in_percent_when_many() -> None:
    assert words(ACTIONS) == FindingWords(
        "3 of 5 actions due were done on time", "1 was done late, 1 is open past its day and 2 are not due yet."
    )
    many = replace(ACTIONS, in_time=Part(30, 50), late=10, overdue=10, ahead=0, before=Part(45, 50))
    assert words(many) == FindingWords(
        f"60{NBSP}% of actions due were done on time",
        f"10 were done late and 10 are open past their day. In the period before: 90{NBSP}% on time.",
    )
    assert words(replace(ACTIONS, in_time=Part(0, 0), late=0, overdue=0)).title == "No action was due yet"


def test_endorsements_name_the_exception() -> None:
    told = words(ENDORSEMENTS, Tone.GOOD)
    assert told.title == "Members endorse most decisions"
    assert told.text == (
        "More than half of those asked endorse 4 of 5. Fewest endorse 38.2 (“Member fee of 50 a year”): 12 of 31. "
        "1 decision met with objections. Of 1 more decision no endorsement is on record."
    )
    only = EndorsementsFacts(1, 1, Part(1, 1), 0, ("1.1", "Fee", Part(3, 5)))
    assert words(only, Tone.GOOD) == FindingWords("Most members asked endorse 1 of 1 decisions", "")


def test_farmers_are_many_but_bring_little() -> None:
    few = KindFacts(KIND, False, Part(43, 186), Part(2, 18), Part(0, 3))
    assert words(few) == FindingWords(
        "International NGOs: few agenda items",
        f"They hold 23{NBSP}% of the seats and 2 of 18 items brought by members. "
        "None of the 3 co-chairs is one of them.",
    )
    assert "co-chair" not in words(replace(few, co_chairs=Part(1, 3))).text


def test_duties() -> None:
    assert words(DUTIES, Tone.GOOD) == FindingWords(
        "Duties are done", "18 of 20 turns were done by whose turn it was, 1 was swapped and 1 was missed."
    )


def test_indicators_in_their_own_unit() -> None:
    day = dt.date(2008, 7, 2)
    each = IndicatorFacts("Malnutrition", "%", Progress.BEHIND, Decimal("27.10"), day, Decimal("27.00"))
    told = words(IndicatorsFacts(Part(0, 1), (each,)))
    assert told.title == "0 of 1 indicator is on its line or better"
    assert told.text == (
        f"Malnutrition: 27.1{NBSP}% on 2 July 2008, behind the line to the target, which stood at 27{NBSP}%."
    )
    assert value_words(Decimal("1E+3"), "") == "1,000"


EVERY: tuple[FindingFacts, ...] = (
    ATTENDANCE,
    replace(ATTENDANCE, direction=Direction.RISING, first=point(1, 10), missed=1),
    replace(ATTENDANCE, direction=Direction.NEITHER, fewest=20, most=20, before=Part(3, 5)),
    replace(ATTENDANCE, direction=Direction.NEITHER, than_before=Direction.RISING),
    QuorumFacts(Part(1, 1), 0, 0),
    QuorumFacts(Part(6, 9), 2, 1),
    QuorumFacts(Part(30, 33), 1, 2),
    MeetingsFacts(Part(1, 1), 0, 0, 0, None),
    MeetingsFacts(Part(6, 9), 3, 1, 2, 8),
    MeetingsFacts(Part(0, 0), 3, 0, 0, None),
    DaysFacts(True, Part(6, 6), 0, Fraction(13, 2), 7),
    DaysFacts(True, Part(3, 6), 2, None, 7),
    DaysFacts(False, Part(6, 6), 0, Fraction(14), 14),
    DaysFacts(False, Part(20, 60), 1, None, 14),
    ACTIONS,
    replace(ACTIONS, dropped=1, not_agreed=2, undated=1, incomplete_done=Part(1, 3)),
    ENDORSEMENTS,
    EndorsementsFacts(3, 0, Part(0, 0), 0, None),
    KindFacts(KIND, True, Part(5, 10), Part(9, 10), Part(0, 1)),
    KindFacts(None, False, Part(0, 0), Part(19, 19), Part(0, 0)),
    KindFacts(None, False, Part(0, 0), Part(1, 1), Part(0, 0), too_few=True),
    GrassrootsFacts(Part(5, 12), Part(9, 30), Part(29, 40), Part(1, 22), Part(30, 70), Part(0, 3), True, True),
    GrassrootsFacts(Part(5, 12), Part(9, 30), Part(29, 40), Part(0, 0), Part(30, 70), Part(1, 3), True, False),
    GrassrootsFacts(Part(5, 12), Part(0, 0), Part(0, 0), Part(1, 22), Part(0, 0), Part(0, 0), False, True),
    GrassrootsFacts(Part(5, 12), Part(0, 0), Part(0, 0), Part(0, 0), Part(0, 0), Part(0, 0), False, False),
    ConcentrationFacts(What.ITEMS, 3, Part(12, 18), 14, Fraction(1, 3), True),
    ConcentrationFacts(What.ACTIONS, 1, Part(1, 1), 1, None, False),
    DUTIES,
    DutiesFacts(3, 0, 0, 1, 1, 1),
    BalancesFacts(Part(19, 29)),
    MembershipFacts(28, 31, 4, 1),
    MembershipFacts(31, 30, 0, 1),
    MembershipFacts(31, 31, 0, 0),
    IndicatorsFacts(Part(0, 0), (IndicatorFacts("Canals", "km", Progress.NOT_OBSERVED, None, None, None),)),
    IndicatorsFacts(
        Part(2, 2),
        tuple(
            IndicatorFacts("Canals", "km", progress, Decimal(5), dt.date(2026, 5, 1), Decimal(4))
            for progress in (Progress.REACHED, Progress.ON_LINE, Progress.NO_LINE)
        ),
    ),
)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: type(facts).__name__)
@pytest.mark.parametrize("tone", Tone)
def test_every_finding_is_whole_sentences(language: str, facts: FindingFacts, tone: Tone) -> None:
    with texts.speaking(language):
        told = words(facts, tone)
    assert told.title
    assert told.title[0] == told.title[0].upper()
    assert told.title[-1] not in ".:"
    assert told.text == "" or told.text.endswith(".")
    assert "{" not in told.whole
    assert "  " not in told.whole
    assert not re.search(r"\b1 (meetings|members|items|turns|reuniones|miembros|puntos|turnos)\b", told.text)


def test_spanish_differs_from_english_everywhere() -> None:
    for facts in EVERY:
        english = words(facts).whole
        with texts.speaking("es"):
            assert words(facts).whole != english
    with texts.speaking("en"):
        english_ones = definitions()
    with texts.speaking("es"):
        assert all(mine != theirs for mine, theirs in zip(definitions(), english_ones, strict=True))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_there_is(language: str) -> None:
    with texts.speaking(language):
        assert all(standing_word(one) for one in Standing)
        assert all(quorum_word(one) for one in QuorumWent)
        assert all(direction_word(one) for one in Direction)
        assert all(progress_word(one) for one in Progress)
        assert all(sign_word(one) for one in Sign)
        assert len(definitions()) == len(Measure)
        assert all(definition.endswith(".") for _name, definition in definitions())


@pytest.mark.parametrize(
    "signal",
    [
        Signal("unrealistic_expectations", Sign.SEEN, Part(1, 2)),
        Signal("overshadowed_by_large", Sign.SEEN, items=Part(7, 13), seats=Part(26, 100), kind=KIND),
        Signal("overshadowed_by_large", Sign.NOT_SEEN),
        Signal("missing_grassroots", Sign.UNKNOWN, members=Part(0, 12)),
        Signal(
            "missing_grassroots", Sign.SEEN, Part(5, 9), Part(8, 9), Part(9, 18), Part(2, 9), Part(0, 3), Part(3, 6)
        ),
        Signal("one_sided_politics", Sign.UNKNOWN),
        Signal("members_without_means", Sign.SEEN, Part(4, 31)),
        Signal("few_dominate", Sign.SEEN, Part(7, 13), what=What.ACTIONS),
        Signal("minutes_or_duties_undone", Sign.SEEN, Part(3, 9), Part(1, 36)),
        Signal("purpose_spent", Sign.SEEN, Part(0, 0), day=dt.date(2026, 6, 1)),
        Signal("purpose_spent", Sign.NOT_SEEN, Part(0, 0)),
    ],
    ids=lambda signal: f"{signal.key}-{signal.sign}",
)
def test_every_signal_is_whole_sentences(signal: Signal) -> None:
    for language in ("en", "es"):
        with texts.speaking(language):
            told = signal_sentence(signal)
        assert told.endswith(".")
        assert "{" not in told
