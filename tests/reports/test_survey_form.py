"""The form of a survey: as asked, whole, on either paper, whatever people type into it."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from db.vocabulary import QuestionKind
from desktop.reports.making import build
from desktop.reports.survey_form import lay_out_survey_form
from desktop.reports.survey_sheet import FormPart, FormQuestion, SurveyFormSheet
from tests.reports.reading import letters, solid, whole

HOSTILE = 'a <b>b</b> &amp; & {words} {n} "c" \\ %s 0 obj << (x) \x07 ქართული عربى አማርኛ Հայ ñ'
PRINTED = 'a <b>b</b> &amp; & {words} {n} "c" \\ %s 0 obj << (x)'
SHEET = SurveyFormSheet(
    alliance="Lake Valley Alliance",
    title="Survey 2026",
    introduction="Please answer.",
    parts=(
        FormPart("Leadership", tuple(FormQuestion(n, f"Question {n}", QuestionKind.SCALE, f"f{n}") for n in (1, 2, 3))),
        FormPart(
            "Other",
            (
                FormQuestion(4, "Which?", QuestionKind.CHOICE, "f4", ("One", "Two")),
                FormQuestion(5, "How?", QuestionKind.TEXT, "f5"),
                FormQuestion(6, "And?", QuestionKind.SCALE, "f6"),
            ),
        ),
    ),
    code="7K3-QM9",
    answers_by=dt.date(2026, 9, 30),
    contact="office@lake.example",
    made_on=dt.date(2026, 9, 1),
)


def built(sheet: SurveyFormSheet, *, fillable: bool = False, paper: str = "a4") -> bytes:
    out = BytesIO()
    build(lay_out_survey_form, replace(sheet, fillable=fillable), out, paper=paper)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("fillable", [False, True])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_everything_asked_stands_on_it_once(paper: str, fillable: bool) -> None:
    pdf = built(SHEET, paper=paper, fillable=fillable)
    text = whole(pdf)
    for words in ("Survey 2026", "Please answer.", "Leadership", "Other", "Which?", "One", "Two", "How?", "And?",
                  "Form 7K3-QM9", "Wednesday 30 September 2026"):  # fmt: skip
        assert solid(words) in text, words
    assert text.count("Question1") == 1
    assert text.count("notatall") == 2
    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 1
    fields = pypdf.PdfReader(BytesIO(pdf)).get_fields() or {}
    assert set(fields) == ({f"f{n}" for n in range(1, 7)} if fillable else set())
    if fillable:
        assert fields["f1"]["/TU"] == "1. Question 1"
        assert solid("office@lake.example") in text


def test_circles_stand_in_line_beside_their_question() -> None:
    pages = list(letters(built(SHEET)))
    digits = [each for each in pages[0] if each.text in "12345" and each.left > 400 and 100 < each.bottom < 700]
    lines: dict[int, list[float]] = {}
    for each in digits:
        lines.setdefault(round(each.bottom), []).append(round(each.left))
    assert len(lines) == 4
    assert len({tuple(sorted(places)) for places in lines.values()}) == 1
    for places in lines.values():
        steps = [b - a for a, b in zip(sorted(places), sorted(places)[1:], strict=False)]
        assert max(steps) - min(steps) <= 1


def test_circles_of_the_fields_lie_on_those_drawn() -> None:
    reader = pypdf.PdfReader(BytesIO(built(SHEET, fillable=True)))
    width = float(reader.pages[0].mediabox.width)
    boxes = [[float(v) for v in each.get_object()["/Rect"]] for each in reader.pages[0]["/Annots"]]
    assert len(boxes) == 4 * 5 + 2 + 1
    assert all(0 < left < right < width and 0 < low < high for left, low, right, high in boxes)
    squares = [box for box in boxes if box[2] - box[0] < 20]
    for one in squares:
        for other in squares:
            apart = one is other or one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart


def test_what_is_typed_has_its_font_in_the_file_and_each_field_a_look_of_its_own() -> None:
    form = pypdf.PdfReader(BytesIO(built(SHEET, fillable=True))).trailer["/Root"]["/AcroForm"]
    [font] = form["/DR"]["/Font"].values()
    about = font.get_object()["/FontDescriptor"]
    assert "SourceSans3" in about["/FontName"]
    assert about["/FontFile2"].get_data()[:4] == b"\x00\x01\x00\x00"
    widths = font.get_object()["/Widths"]
    assert len(widths) == 224
    assert widths[ord("m") - 32] > widths[ord("i") - 32] > 0
    asked = tuple(FormQuestion(n, "How?", QuestionKind.TEXT, f"f{n}") for n in (1, 2))
    two = replace(SHEET, parts=(FormPart("Other", asked),))
    fields = pypdf.PdfReader(BytesIO(built(two, fillable=True))).pages[0]["/Annots"]
    looks = [each.get_object()["/AP"].raw_get("/N").idnum for each in fields]
    assert len(set(looks)) == 2


def test_every_copy_is_the_same_file() -> None:
    assert built(SHEET, fillable=True) == built(SHEET, fillable=True)


def test_nothing_typed_is_markup() -> None:
    parts = (
        FormPart(
            HOSTILE,
            tuple(FormQuestion(n, HOSTILE, kind, f"f{n}", (HOSTILE, "b")) for n, kind in enumerate(QuestionKind, 1)),
        ),
    )
    sheet = dataclasses.replace(
        SHEET, title=HOSTILE, introduction=f"{HOSTILE}\n\n{HOSTILE}", parts=parts, contact=HOSTILE
    )
    for fillable in (False, True):
        text = whole(built(sheet, fillable=fillable))
        assert text.count(solid(PRINTED)) >= 7
        assert "ქართული" in text


@pytest.mark.parametrize("fillable", [False, True])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_long_words_take_more_pages_and_none_is_lost(paper: str, fillable: bool) -> None:
    long = " ".join(f"word{n}" for n in range(900))
    endless = "x" * 400
    parts = (
        FormPart(
            "Leadership",
            (
                *(FormQuestion(n, long, kind, f"f{n}", (long, endless)) for n, kind in enumerate(QuestionKind, 1)),
                *(FormQuestion(n, f"Question {n}", QuestionKind.SCALE, f"f{n}") for n in range(4, 60)),
                FormQuestion(60, endless, QuestionKind.TEXT, "f60"),
            ),
        ),
    )
    sheet = dataclasses.replace(SHEET, title=endless, introduction=long, parts=parts)
    pdf = built(sheet, paper=paper, fillable=fillable)
    text = whole(pdf)
    counted = Counter(re.findall(r"word\d+", text))
    missing = [n for n in range(899) if counted[f"word{n}"] < 4]  # in five places; a number may stand right behind
    assert not missing, missing
    width = 595 if paper == "a4" else 612
    for page in letters(pdf):
        assert all(each.right <= width - 50 and each.left >= 50 for each in page if each.text.strip())
