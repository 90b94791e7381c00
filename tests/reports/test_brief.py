"""The brief: two pages, whatever the alliance has to say; and the papers about the alliance filled from the record."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db.alliance import change_alliance
from db.charter.charter import add_section, adopt_version, begin_version, change_version
from db.charter.indicators import add_indicator, record_observation
from db.charter.notes import add_note, change_note
from db.engine import create_file
from db.evaluation.evaluations import add_finding, begin_evaluation, edit_finding, leave_out_finding
from db.evaluation.recommendations import add_recommendation
from db.measures.period import year
from db.members.members import add_member
from db.vocabulary import CharterKind, NoteKind
from desktop.reports.alliance_charts import indicator_chart
from desktop.reports.brief import lay_out_brief
from desktop.reports.brief_from_record import brief_maker, brief_sheet
from desktop.reports.brief_sheet import Ask, BriefGroup, BriefSheet, Principle
from desktop.reports.evaluation_from_record import evaluation_maker, evaluation_sheet
from desktop.reports.evaluation_sheet import Figure, Finding, Shown
from desktop.reports.making import build
from desktop.reports.style import PAPERS
from tests.reports.chart_samples import AWKWARD, INDICATOR, MAP
from tests.reports.reading import bookmarks, embedded, fonts, missing_glyphs, pages, solid, whole
from tests.reports.test_rota import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES

TODAY = dt.date(2026, 10, 7)
BRIEF = BriefSheet(
    "Kolkha Agriculture Alliance",
    TODAY,
    "Lowland Development Centre",
    "Families in the lowlands grow, store and buy more varied food.",
    "In force since 1 March 2025.",
    (Figure("31", "members"), Figure("7", "of them are from the grassroots"), Figure("5", "working groups")),
    (Ask("The seed law", "• Keep farm-saved seed legal.\n• Pay seed banks from 2027.", "Ministry of Agriculture"),),
    (Principle("Farmers decide over their seed", "No law may forbid exchanging it."), Principle("Open books")),
    (Shown(INDICATOR, "It fell by 2.4 points."),),
    MAP,
    (BriefGroup("Seed", "Saves what grows here.", "Nana Ghomi", "Upper Phasis Dairy", 6), BriefGroup("Water")),
    ("Keti Adjika (Village Law Clinic)",),
    (("Secretariat", "Hall 2"), ("E-mail", "office@kolkha.example"), ("Phone", "")),
)


def brief(sheet: BriefSheet = BRIEF, **options: Any) -> bytes:
    out = BytesIO()
    build(lay_out_brief, sheet, out, **options)
    return out.getvalue()


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_on_every_paper(paper: str, language: str) -> None:
    made = brief(paper=paper, language=language)
    assert inside_margins(made, PAPERS[paper])
    assert missing_glyphs(made) == 0
    assert all(map(embedded, fonts(made).values()))
    assert len(pages(made)) == 2


def test_it_says_who_they_are_and_what_they_ask() -> None:
    made = brief()
    text = " ".join(pages(made))
    for words in (
        "The alliance in brief · Lowland Development Centre", "31 members", "Families in the lowlands grow",
        "In force since 1 March 2025.", "What we ask The seed law Ministry of Agriculture",
        "• Pay seed banks from 2027.", "Without this we do not agree", "1 Farmers decide over their seed. No law may",
        "2 Open books", "Malnutrition falls", "24.5 %", "Upper Phasis Dairy", "grassroots: 7", "Working groups",
        "Seed 6 members Saves what grows here. Nana Ghomi, Upper Phasis", "How to reach us",
        "Keti Adjika (Village Law Clinic)", "E-mail office@kolkha.example",
    ):  # fmt: skip
        assert words in text, words
    assert "Phone" not in text
    assert [title for level, title, _page in bookmarks(made) if level == 0] == [
        "Kolkha Agriculture Alliance", "What we ask", "Without this we do not agree", INDICATOR.title, MAP.title,
        "Working groups", "How to reach us",
    ]  # fmt: skip


def test_a_large_alliance_still_has_two_pages() -> None:
    asks = tuple(Ask(f"Issue {n}", "A sentence that says what we ask of you this year. " * 9, "You") for n in range(3))
    groups = tuple(
        BriefGroup(f"Group {n}", "What it is for, in many words. " * 6, "Somebody", "Member") for n in range(9)
    )
    sheet = replace(BRIEF, asks=asks, groups=groups, reached=(Shown(INDICATOR, "Said of it."),) * 3)
    text = pages(brief(sheet))
    assert len(text) == 2
    assert "Group 8" in text[1]
    assert "How to reach us" in text[1]
    assert "".join(text).count(INDICATOR.title) == 1


def test_an_alliance_that_wrote_nothing_down() -> None:
    text = pages(brief(BriefSheet("Lake Valley", TODAY)))
    assert len(text) == 1
    assert "Its purpose is not written down yet." in text[0]


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), "x" * 300, "word " * 90, "ش" * 200])
def test_hostile_words_print_as_typed_and_stay_inside(text: str) -> None:
    def fill(value: object, name: str = "") -> object:
        if isinstance(value, str):
            return value if name in ("unit", "number") else text
        if isinstance(value, tuple):
            return tuple(fill(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in fields(value)]
            return replace(value, **{each: fill(getattr(value, each), each) for each in names})
        return value

    sheet = fill(replace(BRIEF, members=AWKWARD["map-scripts"]))
    assert isinstance(sheet, BriefSheet)
    made = brief(sheet)
    assert inside_margins(made, PAPERS["a4"])
    assert missing_glyphs(made) == 0
    if len(text) < 40 and text.isprintable() and text not in LANGUAGES["Arabic"]:
        assert whole(made).count(solid(text)) > 12


# From the record


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with create_file(tmp_path_factory.mktemp("record") / "a.ronda", name="Lake Valley", language="en") as file:
        with file.writing() as writing:
            _fill(writing)
        with file.reading() as reading:
            yield reading


def _fill(session: Session) -> None:
    change_alliance(session, place="Hall 2", email="office@lake-valley.example")
    for n in range(6):
        add_member(session, name=f"Member {n}", grassroots=n < 2, from_date=dt.date(2024, 1, 1))
    purpose, _changes = begin_version(session, CharterKind.PURPOSE)
    change_version(session, purpose, text="Seed banks in every district.", specific="Seven districts.")
    adopt_version(session, purpose, on=dt.date(2025, 3, 1))
    change_version(session, begin_version(session, CharterKind.PURPOSE)[0], text="A draft nobody agreed to.")
    principles, _changes = begin_version(session, CharterKind.PRINCIPLES)
    add_section(session, principles, heading="Seed is free", text="Always.", non_negotiable=True)
    add_section(session, principles, heading="Nice to have", text="Perhaps.", non_negotiable=False)
    adopt_version(session, principles, on=dt.date(2025, 3, 1))
    rate, _changes = add_indicator(
        session, name="Late planting", unit="%", baseline_value=Decimal("34.5"), baseline_date=dt.date(2024, 6, 1),
        target_value=Decimal(15), target_date=dt.date(2028, 6, 1), source="Survey",
    )  # fmt: skip
    record_observation(session, rate, on_date=dt.date(2026, 6, 1), value=Decimal("30.9"))
    note, _changes = add_note(session, kind=NoteKind.BRIEFING, title="The seed law", written_on=TODAY)
    change_note(session, note, asks="- Keep **farm-saved** seed legal.", addressed_to="The ministry")


def test_the_brief_is_filled_from_the_record(session: Session) -> None:
    sheet = brief_sheet(session, today=TODAY)
    assert (sheet.alliance, sheet.purpose, sheet.standing) == (
        "Lake Valley", "Seed banks in every district.", "In force since 1 March 2025.",
    )  # fmt: skip
    assert [figure.number for figure in sheet.figures] == ["6", "2"]
    assert sheet.asks == (Ask("The seed law", "• Keep farm-saved seed legal.", "The ministry"),)
    assert sheet.principles == (Principle("Seed is free", "Always."),)
    assert sheet.reached[0].chart.title == "Late planting: slower than planned"
    assert sheet.members is not None
    assert [len(kind.members) for kind in sheet.members.kinds] == [6]
    assert sheet.contacts[1] == ("E-mail", "office@lake-valley.example")


@pytest.mark.parametrize(
    ("value", "title"),
    [("34", "slower than planned"), ("20", "on the way to the target"), ("14", "the target is reached")],
)
def test_an_indicator_says_how_it_stands(session: Session, value: str, title: str) -> None:
    from db.charter.indicators import indicators

    row = indicators(session)[0]
    seen = replace(row.observations[0], value=Decimal(value))
    chart = indicator_chart(replace(row, observations=(seen,)))
    assert chart is not None
    assert chart.title == f"Late planting: {title}"
    assert f"{value}\N{NO-BREAK SPACE}% in June 2026" in chart.alt
    assert (chart.decimals, chart.unit) == (1, "%")


def test_both_are_printed_in_the_language_asked_for(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert brief_maker(today=TODAY)(session, out, language="es") == "a4"
    assert "La alianza en breve" in pages(out.read_bytes())[0]
    evaluation_maker(year(2026), today=TODAY)(session, out, language="es")
    assert "¿Qué tan bien trabaja la alianza?" in pages(out.read_bytes())[0]


def test_people_s_own_words_stand_in_for_what_was_computed(session: Session) -> None:
    plain = evaluation_sheet(session, year(2026), today=TODAY)
    assert plain.period == "2026"
    assert any("indicator" in one.title for one in plain.found)
    assert plain.purpose is not None
    assert plain.purpose.questions[0][1] == "Seven districts."
    assert len(plain.challenges) == 8
    key, _ = begin_evaluation(session, year(2026), summary="In our own words.")
    edit_finding(session, key, "indicators", title="Planting is late", text="Still.")
    leave_out_finding(session, key, "membership", left_out=True)
    add_finding(session, key, title="People like it")
    add_recommendation(session, key, text="Buy seed")
    own = evaluation_sheet(session, year(2026), today=TODAY)
    assert own.lead == "In our own words."
    assert Finding("Planting is late.", "Still.") in own.found
    assert own.found[-1] == Finding("People like it.")
    assert not any("indicator" in one.title for one in own.found)
    assert [row.text for row in own.recommended] == ["Buy seed"]
