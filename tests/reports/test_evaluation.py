"""The evaluation report on paper: everything of its sheet stands there, boxes whole, headings with what follows."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdf
import pytest

from desktop.reports.evaluation import lay_out_evaluation
from desktop.reports.evaluation_sheet import EvaluationSheet, Recommended, SurveyPart
from desktop.reports.making import build
from desktop.reports.style import PAPERS
from tests.reports.chart_samples import INDICATOR, PAIRS, TREND
from tests.reports.evaluation_samples import EVALUATION
from tests.reports.reading import bookmarks, embedded, fonts, letters, missing_glyphs, pages, solid, whole
from tests.reports.test_rota import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES


def report(sheet: EvaluationSheet = EVALUATION, **options: Any) -> bytes:
    out = BytesIO()
    build(lay_out_evaluation, sheet, out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return report()


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_on_every_paper(paper: str, language: str) -> None:
    made = report(paper=paper, language=language)
    assert inside_margins(made, PAPERS[paper])
    assert missing_glyphs(made) == 0
    assert all(map(embedded, fonts(made).values()))
    reader = pypdf.PdfReader(BytesIO(made))
    assert reader.trailer["/Root"]["/Lang"] == language
    begins = "Evaluation report" if language == "en" else "Informe de evaluación"
    assert str(reader.metadata.title).startswith(begins)  # type: ignore[union-attr]
    found = pages(made)
    numbered = "Page {} of {}" if language == "en" else "Página {} de {}"
    assert all(numbered.format(number, len(found)) in text for number, text in enumerate(found, 1))


def test_the_first_page_says_it_all(pdf: bytes) -> None:
    first = pages(pdf)[0]
    for words in (
        "How well does the alliance work?", "Evaluation report, January to September 2026",
        "60 % of actions were done on time; 20 % are still open", "The alliance meets, decides and shares its",
        "Attendance is falling. From 25 members in January", "What we recommend 5, one of them not agreed yet",
        "Ring the four members who missed three meetings Keti Adjika 15 Oct 2026",
        "Pair new minute-takers with experienced ones Not agreed yet 14 Jan 2027",
        "What became of last year’s recommendations", "Send papers ten days before Partly Four of six meetings",
        "Counted from the records of meetings 35 to 40.", "For the general meeting of 22 October 2026",
    ):  # fmt: skip
        assert words in first, words
    assert "Fewer members come each time" not in first


def test_not_agreed_yet_stands_beside_what_is_missing() -> None:
    lacking = (Recommended(1, "Meet outside", "Nana"), Recommended(2, "Ring them", "", date(2027, 1, 14)))
    first = pages(report(replace(EVALUATION, recommended=lacking)))[0]
    assert "1 Meet outside Nana no date Not agreed yet 2 Ring them Not agreed yet 14 Jan 2027" in first


def test_every_word_of_the_sheet_is_printed(pdf: bytes) -> None:
    text = whole(pdf)

    def walk(value: object) -> None:
        if isinstance(value, str):
            assert solid(value) in text, value
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        elif is_dataclass(value):
            for field in fields(value):
                if field.name not in ("alt", "unit", "series", "objected_label"):
                    walk(getattr(value, field.name))

    walk(replace(EVALUATION, duties=EVALUATION.duties[1:]))  # the dots bear letters, not names


def test_what_is_missing_is_said(pdf: bytes) -> None:
    text = " ".join(pages(pdf))
    assert "Is it realistic? Not answered yet" in text
    assert (
        pages(report(replace(EVALUATION, recommended=(Recommended(1, "Meet outside", "Nana"),))))[0].count("no date")
        == 1
    )


def test_headings_stand_with_what_they_head(pdf: bytes) -> None:
    titles = [title for _level, title, _page in bookmarks(pdf)]
    assert titles[:4] == [
        "How well does the alliance work?", "What we found", "What we recommend",
        "What became of last year’s recommendations",
    ]  # fmt: skip
    for title, follows in (
        ("Who takes part", TREND.title), (TREND.title, "Quorum: 16"), (PAIRS.title, "Farmers’ associations"),
        (INDICATOR.title, "24.5 %"), ("Who came how often", "Member 3 of the alliance"),
        ("Challenges", "A few dominate"),
        ("Interviews", "Upper Phasis Dairy"),
        ("What this cannot say", "Five members joined"),
    ):  # fmt: skip
        assert any(title in page and follows in page[page.index(title) :] for page in pages(pdf)), title


def test_boxes_stay_whole_and_heads_repeat() -> None:
    found = EVALUATION.found * 4
    box = pages(report(replace(EVALUATION, found=found)))
    page = next(text for text in box if "What we recommend" in text)
    assert "Pair new minute-takers" in page
    assert "continued" not in "".join(box)
    many = tuple(Recommended(n, f"Recommendation {n}", "Nana Ghomi", date(2027, 1, 1)) for n in range(1, 80))
    split = pages(report(replace(EVALUATION, recommended=many)))
    heads = [text for text in split if "Recommendation " in text]
    assert len(heads) >= 3
    assert all("What Owner By" in text for text in heads)
    assert sum("What we recommend (continued)" in text for text in heads) == len(heads) - 1


@pytest.mark.parametrize("answers", [0, 4, 5])
def test_few_answers_are_not_shown(answers: int) -> None:
    survey = SurveyPart("Given to 31 members.", answers, EVALUATION.survey.blocks, ("I said this.",))  # type: ignore[union-attr]
    text = " ".join(pages(report(replace(EVALUATION, survey=survey))))
    assert ("I said this." in text) == (answers >= 5)
    assert ("Most find the chairs fair" in text) == (answers >= 5)
    assert ("Fewer than 5 members answered." in text) == (answers < 5)


def test_a_report_with_nothing_in_it_is_one_page() -> None:
    found = pages(report(EvaluationSheet("Lake Valley", "")))
    assert len(found) == 1
    assert "Evaluation report" in found[0]


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), "x" * 300, "word " * 90, "ش" * 200])
def test_hostile_words_print_as_typed_and_stay_inside(text: str) -> None:
    def fill(value: object, name: str = "") -> object:
        if isinstance(value, str):
            return text if name not in ("unit",) else value
        if isinstance(value, tuple):
            return tuple(fill(each) for each in value[:6])
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{field.name: fill(getattr(value, field.name), field.name) for field in fields(value)}
            )
        return value

    sheet = fill(EVALUATION)
    assert isinstance(sheet, EvaluationSheet)
    made = report(sheet)
    assert inside_margins(made, PAPERS["a4"])
    assert missing_glyphs(made) == 0
    if len(text) < 60 and text.isprintable() and text not in LANGUAGES["Arabic"]:
        assert whole(made).count(solid(text)) > 20


def test_the_same_sheet_gives_the_same_bytes(pdf: bytes) -> None:
    assert report() == pdf


def test_no_page_is_left_empty(pdf: bytes) -> None:
    assert all(len(page) > 150 for page in letters(pdf))
