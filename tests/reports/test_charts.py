"""Charts: nothing is written over anything, every number stands where it can be read, in every script and look."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pypdf
import pytest
from reportlab.graphics.shapes import Drawing, Path, Rect

from desktop.reports.charts.drawing import ChartFlowable, chart_section, draw, png_file, svg, svg_file
from desktop.reports.charts.letters import Words
from desktop.reports.charts.look import PAPER, SCREEN_DARK, SCREEN_LIGHT, Look
from desktop.reports.charts.sketch import Box, Fill, Sketch, nice_step, ticks, words_box
from desktop.reports.charts.values import AnyChart, BalanceRow, EndorsedRow, KindMember, MapKind, PairRow
from desktop.reports.page import Laid, Running, paper_named, write
from desktop.reports.preview import Preview
from desktop.reports.style import PAPERS
from desktop.texts import speaking
from tests.reports.chart_samples import ARABIC, AWKWARD, BARS, EVERY, MAP, PAIRS, SCRIPTS, TREND, USUAL
from tests.reports.reading import bookmarks, embedded, fonts, missing_glyphs, pages, poppler_text, solid
from tests.reports.test_rota import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES

LOOKS = {
    "paper": (PAPER, 482.0, None),
    "screen": (SCREEN_LIGHT, 320.0, 210.0),
    "large": (SCREEN_DARK.scaled(130), 420.0, 260.0),
}


def printed(*charts: AnyChart, paper: str = "a4", language: str = "en") -> bytes:
    out = BytesIO()
    with speaking(language):
        on = paper_named(paper)
        story = [part for chart in charts for part in chart_section(chart, on)]
        write(out, Laid(story, Running("Lake Valley", "Charts", "", language), on))
    return out.getvalue()


def words_of(drawing: Drawing) -> list[Words]:
    return [part for part in drawing.contents if isinstance(part, Words) and part.line]


def cover(words: Words) -> Box:
    """What a line of words covers: from the foot of its letters to their top, the air between lines left out."""
    box = words_box((words.x, words.y), words.width, words.size, "left")
    return Box(box.left + 0.2, words.y - words.size * 0.12, box.right - 0.2, words.y + words.size * 0.66)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", EVERY)
def test_no_words_stand_on_others_or_leave_the_drawing(name: str, look: str) -> None:
    how, width, height = LOOKS[look]
    drawing = draw(EVERY[name], width, how, height)
    found = words_of(drawing)
    whole = Box(-0.6, -0.6, drawing.width + 0.6, drawing.height + 0.6)
    for words in found:
        assert cover(words).inside(whole), words.text
    for one, other in combinations(found, 2):
        assert not cover(one).meets(cover(other)), (one.text, other.text)


def test_every_value_of_a_usual_chart_is_written() -> None:
    texts = {name: [words.text for words in words_of(draw(chart, 482, PAPER))] for name, chart in USUAL.items()}
    for words in ("25", "24", "22", "20", "18", "Quorum: 16", "All members", "Members here", "35", "Jan", "31"):
        assert words in texts["trend"]
    for row in PAIRS.rows:
        assert {row.name, f"{row.first:.0f}", f"{row.second:.0f}"} <= set(texts["pairs"])
    assert texts["pairs"].count("0") == 4
    wanted = {"29.5", "28.5", "27.8", "27.9", "27.1", "24.5\N{NO-BREAK SPACE}%", "2007", "2010"}
    assert wanted <= set(texts["indicator"])
    assert {"28", "26", "24", "19", "12", "40.2", "Member fee of 50 a year"} <= set(texts["endorsed"])
    assert {"−2.10", "−0.40", "0.00", "+0.75", "+1.50"} <= set(texts["bars"])
    assert {"16", "21", "5", "12", "30"} <= set(texts["shares"])
    assert {member.name for kind in MAP.kinds for member in kind.members} <= set(texts["map"])
    assert "grassroots: 7" in texts["map"]


def test_many_points_write_only_the_telling_ones() -> None:
    texts = [words.text for words in words_of(draw(AWKWARD["trend-36"], 482, PAPER))]
    values = [point.value for point in AWKWARD["trend-36"].points]  # type: ignore[union-attr]
    assert f"{max(values)}" in texts
    assert f"{values[-1]}" in texts
    assert texts.count("22") <= 1


@pytest.mark.parametrize("name", ["trend", "trend-12", "trend-36", "trend-near-quorum", "trend-negative", "indicator"])
def test_numbers_never_stand_on_the_line(name: str) -> None:
    drawing = draw(EVERY[name], 482, PAPER)
    drawn = [part for part in drawing.contents if isinstance(part, Path) and part.strokeWidth == PAPER.stroke]
    path = max(drawn, key=lambda part: len(part.points))  # the others are in the key
    points = list(zip(path.points[::2], path.points[1::2], strict=True))
    values = [words for words in words_of(drawing) if words.size == PAPER.strong]
    assert len(values) >= 3
    for words in values:
        assert not any(cover(words).crossed_by(*line) for line in pairwise(points)), words.text


def test_what_was_not_counted_is_a_gap() -> None:
    drawing = draw(AWKWARD["trend-gaps"], 482, PAPER)
    lines = [part for part in drawing.contents if isinstance(part, Path) and part.strokeWidth == PAPER.stroke]
    assert len(lines) == 1
    assert lines[0].operators.count(0) == 1  # one stretch of two points; the others stand alone
    assert lines[0].operators.count(1) == 1


@pytest.mark.parametrize(
    ("fill", "strokes"), [(Fill.SOLID, 0), (Fill.OUTLINED, 0), (Fill.HATCHED, 1), (Fill.CROSSED, 2)]
)
def test_a_grey_printer_keeps_bars_apart(fill: Fill, strokes: int) -> None:
    sketch = Sketch(PAPER, 100, 40)
    box = Box(10, 10, 90, 18)
    sketch.bar(box, fill)
    paths = [part for part in sketch.drawing.contents if isinstance(part, Path)]
    assert len(paths) == strokes
    for path in paths:
        places = list(zip(path.points[::2], path.points[1::2], strict=True))
        assert places
        assert all(9.999 <= x <= 90.001 and 9.999 <= y <= 18.001 for x, y in places)
    rects = [part for part in sketch.drawing.contents if isinstance(part, Rect)]
    solid_ones = [rect for rect in rects if rect.fillColor == PAPER.color("fill")]
    assert bool(solid_ones) == (fill is Fill.SOLID)


def test_bars_are_as_long_as_their_numbers() -> None:
    drawing = draw(PAIRS, 482, PAPER)
    bars = [part for part in drawing.contents if isinstance(part, Rect) and part.fillColor == PAPER.color("fill")]
    lengths = sorted({round(bar.width, 3) for bar in bars if bar.width > PAPER.small}, reverse=True)
    assert [round(length / lengths[0] * 26) for length in lengths] == [26, 23, 16, 13, 10, 6]


# On paper


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_all_charts_on_paper(paper: str, language: str) -> None:
    pdf = printed(*EVERY.values(), paper=paper, language=language)
    assert inside_margins(pdf, PAPERS[paper])
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))


def test_headings_stay_with_their_charts_and_make_the_outline() -> None:
    pdf = printed(*USUAL.values())
    assert [title for _level, title, _page in bookmarks(pdf)] == [chart.title for chart in USUAL.values()]
    for page in pages(pdf):
        for chart in USUAL.values():
            if chart.title in page and chart is not USUAL["dots"]:
                assert chart.below in page


def test_the_pdf_says_what_charts_show() -> None:
    reader = pypdf.PdfReader(BytesIO(printed(TREND)))
    contents = reader.pages[0].get_contents()
    assert contents is not None
    said = [
        bytes.fromhex(found.decode()).decode("utf-16")
        for found in re.findall(rb"/Span <<\s*/Alt <([0-9A-Fa-f]+)>\s*>> BDC", contents.get_data())
    ]
    assert said == [TREND.alt]
    assert contents.get_data().count(b"BDC") == contents.get_data().count(b"EMC") == 1


def test_letters_of_every_script_are_drawn_and_read_back() -> None:
    rows = tuple(PairRow(name, 3, 4) for name in SCRIPTS)
    members = MapKind("x", tuple(KindMember(name) for name in SCRIPTS))
    pdf = printed(replace(PAIRS, rows=rows), replace(MAP, kinds=(members,)))
    assert missing_glyphs(pdf) == 0
    text = poppler_text(pdf)
    for name in SCRIPTS:
        assert text.count(name) == 2


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), "x" * 3000, "word " * 200, "ش" * 500, ""])
def test_hostile_words_print_as_typed_and_stay_inside(text: str) -> None:
    charts = [_filled(chart, text) for chart in USUAL.values()]
    pdf = printed(*charts)
    assert inside_margins(pdf, PAPERS["a4"])
    assert missing_glyphs(pdf) == 0
    if text.strip() and len(text) < 12 and text.isprintable() and text not in LANGUAGES["Arabic"]:
        assert solid("".join(pages(pdf))).count(solid(text)) > 10
    for chart in charts:
        ElementTree.fromstring(svg(chart, 320, SCREEN_LIGHT, 200).svg)


def _filled(chart: AnyChart, text: str) -> AnyChart:
    """Put a text into every field of words."""

    def fill(value: object) -> object:
        if isinstance(value, str):
            return text
        if isinstance(value, tuple):
            return tuple(fill(each) for each in value)
        if hasattr(value, "__dataclass_fields__"):
            names = value.__dataclass_fields__
            return replace(value, **{name: fill(getattr(value, name)) for name in names})  # type: ignore[type-var]
        return value

    filled = fill(chart)
    assert isinstance(filled, type(chart))
    return filled


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert printed(*USUAL.values()) == printed(*USUAL.values())


def test_a_chart_taller_than_a_page_is_made_smaller() -> None:
    kinds = tuple(MapKind(f"Kind {n}", tuple(KindMember(f"{m}", letters="AB") for m in range(60))) for n in range(30))
    pdf = printed(replace(MAP, kinds=kinds))
    assert len(pages(pdf)) == 1
    assert inside_margins(pdf, PAPERS["a4"])


# On the screen, and as files


@pytest.mark.parametrize("name", USUAL)
def test_svg_bears_title_and_text(name: str) -> None:
    chart = USUAL[name]
    picture = svg(chart, 352.5, SCREEN_LIGHT, 210)
    root = ElementTree.fromstring(picture.svg)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == chart.title
    assert root.findtext(f"{space}desc") == chart.alt
    assert (picture.width, root.get("width")) == (352.5, "352.5")
    assert picture.height >= max(210, picture.least)
    said = [path.get("aria-label") for path in root.iter(f"{space}path") if path.get("aria-label")]
    assert said
    assert not list(root.iter(f"{space}text"))
    saved = ElementTree.fromstring(svg_file(chart))
    assert saved.findtext(f"{space}title") == chart.title


def test_colours_are_those_of_the_look() -> None:
    def colours(look: Look) -> set[str]:
        return set(re.findall(r"#[0-9a-f]{6}", svg(TREND, 352, look, 210).svg))

    assert "#14606c" in colours(SCREEN_LIGHT)
    assert "#72c6d2" in colours(SCREEN_DARK)
    for red, green, blue in (re.findall("..", colour[1:]) for colour in colours(PAPER)):
        parts = [int(part, 16) for part in (red, green, blue)]
        assert max(parts) - min(parts) < 14


def test_png_is_a_picture_with_its_title() -> None:
    data = png_file(TREND, dots_per_inch=144)
    assert data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    assert width == (640 + 40) * 2
    assert height > 400


def test_arabic_runs_from_right_to_left_in_outlines() -> None:
    drawing = draw(replace(PAIRS, rows=(PairRow(ARABIC, 1, 2),)), 482, PAPER)
    words = next(words for words in words_of(drawing) if words.text == ARABIC)
    assert words.line[0].level == 1
    assert words.width > 20


# Scales


@pytest.mark.parametrize(
    ("low", "high", "most", "marks"),
    [
        (0, 31, 4, [0, 10, 20, 30]), (0, 1, 4, [0, 0.5, 1]), (-5, 5, 4, [-5, 0, 5]), (24, 30, 4, [24, 26, 28, 30]),
        (0, 0, 3, [0]),
    ],
)  # fmt: skip
def test_marks_are_round_numbers(low: float, high: float, most: int, marks: list[float]) -> None:
    assert ticks(low, high, most) == pytest.approx(marks)


def test_steps_are_the_smallest_that_do() -> None:
    assert [nice_step(span, 5) for span in (5, 5.1, 12, 26, 0)] == [1, 2, 5, 10, 1]


def test_a_flowable_keeps_its_drawing_for_the_same_width() -> None:
    flowable = ChartFlowable(TREND)
    size = flowable.wrap(480, 700)
    drawing = flowable._drawing
    assert flowable.wrap(480, 100) == size
    assert flowable._drawing is drawing
    assert flowable.wrap(300, 700)[0] == 300
    assert flowable._drawing is not drawing


def test_balances_of_many_members_go_on_over_pages_under_one_head_and_on_one_scale() -> None:
    rows = tuple(BalanceRow(f"Member {n} of us", (n - 150) / 40) for n in range(300))
    found = pages(printed(replace(BARS, rows=rows, alt="Many")))
    assert 5 < len(found) < 15
    assert all("behind ahead" in page for page in found)
    assert all(sum(f"Member {n} of us" in page for page in found) == 1 for n in range(300))
    one, other = (draw(replace(BARS, rows=part, among=rows), 482, PAPER) for part in (rows[:20], rows[20:40]))
    bars = [max(part.width for part in drawing.contents if isinstance(part, Rect)) for drawing in (one, other)]
    assert bars[0] / bars[1] == pytest.approx(150 / 130, rel=0.02)


def test_decisions_asked_about_go_on_over_pages_each_with_its_whole_text() -> None:
    rows = tuple(
        EndorsedRow(
            f"{n}.1", f"Number {n} is a decision of more than one line on paper, told to its end", 20, 31, 2, 16
        )
        for n in range(60)
    )
    found = pages(printed(replace(USUAL["endorsed"], rows=rows, alt="Many")))
    assert 2 < len(found) < 6
    assert all("endorse" in page and "object" in page for page in found)
    assert all(sum(f"Number {n} is a decision" in page for page in found) == 1 for n in range(60))
    assert sum(page.count("to its end") for page in found) == 60


def test_a_long_name_makes_no_other_row_taller() -> None:
    names = [*(f"Member {n}" for n in range(20)), "A name that is so long that it takes two lines of its own, no less"]
    tall, short = (
        ChartFlowable(replace(BARS, rows=tuple(BalanceRow(name, 0.5) for name in chosen))).wrap(480, 700)[1]
        for chosen in (names, names[:20])
    )
    assert 20 < tall - short < 35


def test_a_chart_is_drawn_a_little_lower_where_that_saves_a_page() -> None:
    flowable = ChartFlowable(TREND, below=30)
    usual = flowable.wrap(480, 700)[1]
    assert flowable.wrap(480, usual + 10)[1] == usual - 20
    assert flowable.wrap(480, usual * 0.5)[1] == usual
    assert flowable.wrap(480, 700)[1] == usual


def test_pictures_can_be_opened() -> None:
    with Preview(printed(*USUAL.values())) as document:
        assert document.page_count >= 3
