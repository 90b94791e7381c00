"""From a chart's values to its drawing, its flowable on a page, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from desktop.reports import fonts
from desktop.reports.charts import columns, dots, indicator, rows, trend
from desktop.reports.charts.letters import Words, folded
from desktop.reports.charts.look import PAPER, PLAIN, SCREEN_LIGHT, SEMIBOLD, SUBHEAD, Look
from desktop.reports.charts.sketch import Sketch
from desktop.reports.charts.svg import to_svg
from desktop.reports.charts.values import (
    AnyChart,
    BalanceBars,
    BalanceDots,
    Endorsed,
    IndicatorLine,
    MembersMap,
    Pairs,
    StackedBars,
    StackedShares,
    Trend,
)
from desktop.reports.preview import Preview
from desktop.reports.style import Paper, style
from desktop.reports.text import one_line, para
from desktop.texts import _

_FEW_ROWS = 4
_LOWEST = 0.75
_MARGIN = 20.0
_FILE_WIDTH = 640.0
_FILE_DOTS = 192.0


def draw(chart: AnyChart, width: float, look: Look, height: float | None = None, *, titled: bool = False) -> Drawing:
    """Return the drawing of a chart; taller than `height` where its rows need more. `titled`: with its title on top."""
    fonts.register()
    wanted = chart_height(chart, look, width) if height is None else max(height, least_height(chart, look, width))
    sketch = Sketch(look, width, wanted)
    if is_empty(chart):
        words = _("Nothing has been counted yet.")
        sketch.words(words, (width / 2, wanted / 2), look.label, role="text2", align="middle", room=width)
    else:
        _draw_on(sketch, chart)
    if titled:
        _draw_title(sketch, chart)
    return sketch.drawing


def is_empty(chart: AnyChart) -> bool:
    """Return whether there is nothing to draw."""
    match chart:
        case Trend():
            return all(point.value is None for point in chart.points)
        case IndicatorLine():
            return not chart.observations and not chart.baseline and not chart.target
        case MembersMap():
            return not any(kind.members for kind in chart.kinds)
        case _:
            return not chart.rows


def chart_height(chart: AnyChart, look: Look, width: float) -> float:  # noqa: PLR0911 - one line for each kind
    """Return how tall a chart is drawn where nothing else is asked for."""
    if is_empty(chart):
        return look.label * 5
    match chart:
        case Trend() | IndicatorLine():
            return trend.trend_height(look)
        case Pairs():
            return rows.pairs_height(chart, look, width)
        case BalanceBars():
            return rows.balance_bars_height(chart, look, width)
        case BalanceDots():
            return dots.balance_dots_height(chart, look)
        case StackedBars():
            return columns.stacked_height(look)
        case StackedShares():
            return rows.shares_height(chart, look, width)
        case Endorsed():
            return rows.endorsed_height(chart, look, width)
        case MembersMap():
            return dots.map_height(chart, look, width)


def least_height(chart: AnyChart, look: Look, width: float) -> float:
    """Return the least height at which nothing touches."""
    if is_empty(chart):
        return look.label * 2
    match chart:
        case Pairs():
            return rows.pairs_least(chart, look, width)
        case Endorsed():
            return rows.endorsed_least(chart, look, width)
        case StackedShares() | BalanceBars() | MembersMap():
            return chart_height(chart, look, width)
        case _:
            return look.small * 9


def _draw_on(sketch: Sketch, chart: AnyChart) -> None:
    match chart:
        case Trend():
            trend.draw_trend(sketch, chart)
        case IndicatorLine():
            indicator.draw_indicator(sketch, chart)
        case Pairs():
            rows.draw_pairs(sketch, chart)
        case BalanceBars():
            rows.draw_balance_bars(sketch, chart)
        case BalanceDots():
            dots.draw_balance_dots(sketch, chart)
        case StackedBars():
            columns.draw_stacked(sketch, chart)
        case StackedShares():
            rows.draw_shares(sketch, chart)
        case Endorsed():
            rows.draw_endorsed(sketch, chart)
        case MembersMap():
            dots.draw_map(sketch, chart)


def _draw_title(sketch: Sketch, chart: AnyChart) -> None:
    """Add the title and the line below it on top; the drawing grows."""
    look = sketch.look
    font = SUBHEAD if look.paper else SEMIBOLD
    lines = [(line, look.title, "text") for line, _width in folded(chart.title, font, look.title, sketch.width, 3)]
    lines += [(line, look.label, "text2") for line, _width in folded(chart.below, PLAIN, look.label, sketch.width, 3)]
    top = look.label * 1.2
    for line, size, role in reversed(lines):
        place = sketch.height + top + size * 0.2
        sketch.drawing.add(Words((0, place), line, size, look.color(role)))
        top += size * 1.25
    sketch.drawing.height = sketch.height + top


# On paper


class ChartFlowable(Flowable):  # type: ignore[misc]
    """A chart as wide as the column. It bears its text for those who do not see it.

    It never crosses a page, but for a row for each of many members or decisions: these go on, on the same scale, under
    their head.
    Where that saves a page, it is drawn a little lower; `below` is what has to stand under it on the same page.
    """

    def __init__(
        self,
        chart: AnyChart,
        look: Look = PAPER,
        height: float | None = None,
        most: float = 620,
        *,
        below: float = 0,
    ) -> None:
        super().__init__()
        self.chart, self.look, self.asked, self.most, self.below = chart, look, height, most, below
        self.width, self.scale = 0.0, 1.0
        self._drawing: Drawing | None = None

    @property
    def parts_rows(self) -> bool:
        """Whether its rows go on over pages where there are many; other charts are made smaller."""
        return isinstance(self.chart, BalanceBars | Endorsed)

    def least(self, width: float) -> float:
        """Return the least height it may be drawn with."""
        usual = self.asked or chart_height(self.chart, self.look, width)
        return min(max(least_height(self.chart, self.look, width), usual * _LOWEST), self.most)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        usual, room = self.asked or chart_height(self.chart, self.look, width), height - self.below
        lower = not self.parts_rows and usual > room >= self.least(width)
        if self._drawing is None or self.width != width or lower or self._drawing.height < usual:
            self._drawing = draw(self.chart, width, self.look, room if lower else self.asked)
            self.scale = 1.0 if self.parts_rows else min(1.0, self.most / self._drawing.height)
        self.width, self.height = width, self._drawing.height * self.scale
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part the rows where they do not fit; a few stay together on either side."""
        chart = self.chart
        some: BalanceBars | Endorsed
        more: BalanceBars | Endorsed
        if isinstance(chart, BalanceBars):
            fitting = _kept_together(rows.balance_bars_fitting(chart, self.look, width, height), len(chart.rows))
            among = chart.among or chart.rows
            some = replace(chart, rows=chart.rows[:fitting], among=among)
            more = replace(chart, rows=chart.rows[fitting:], among=among)
        elif isinstance(chart, Endorsed):
            fitting = _kept_together(rows.endorsed_fitting(chart, self.look, width, height), len(chart.rows))
            listed = chart.among or chart.rows
            some = replace(chart, rows=chart.rows[:fitting], among=listed)
            more = replace(chart, rows=chart.rows[fitting:], among=listed)
        else:
            return []
        if not fitting:
            return []
        parts = [ChartFlowable(part, self.look) for part in (some, more)]
        parts[-1].spaceAfter = self.getSpaceAfter()
        return [*parts]

    def draw(self) -> None:
        canvas = self.canv
        with described(canvas, self.chart.alt):
            canvas.saveState()
            if self.scale < 1:
                canvas.translate(self.width * (1 - self.scale) / 2, 0)
                canvas.scale(self.scale, self.scale)
            renderPDF.draw(self._drawing, canvas, 0, 0)
            canvas.restoreState()


def _kept_together(fitting: int, count: int) -> int:
    """Return how many of `count` rows stay where `fitting` have room: a few on either side of the cut, or none."""
    fitting = min(fitting, count - _FEW_ROWS)
    return fitting if fitting >= _FEW_ROWS else 0


class described:  # noqa: N801 - reads as a word: with described(canvas, words)
    """Marks what is drawn within as having a text of its own (PDF 1.7, 14.9.3): readers may speak it instead."""

    def __init__(self, canvas: Canvas, words: str) -> None:
        self.canvas, self.words = canvas, one_line(words)

    def __enter__(self) -> None:
        spoken = ("\ufeff" + self.words).encode("utf-16-be").hex().upper()
        self.canvas._code.append(f"/Span <</Alt <{spoken}>>> BDC")

    def __exit__(self, *_of_the_error: object) -> None:
        self.canvas._code.append("EMC")


def chart_section(chart: AnyChart, paper: Paper, *, level: int = 0, height: float | None = None) -> Iterator[Flowable]:
    """Yield a chart with its heading, together on one page, and the heading in the outline."""
    heading = para("{title}", style("heading"), title=chart.title)
    heading.outline = (level, chart.title)
    below = para("{below}", style("chart note"), below=chart.below)
    picture = ChartFlowable(chart, height=height, most=paper.text_height * 0.86)
    parts: list[Flowable] = [heading, below, Spacer(1, 10), picture]
    tall = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts)
    yield CondPageBreak(min(tall, paper.text_height))
    yield from parts


# For the screen, and as files


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG document and its size; `least` is the height it needs at this width."""

    svg: str
    width: float
    height: float
    least: float


def svg(chart: AnyChart, width: float, look: Look, height: float | None = None) -> Picture:
    """Return a chart as SVG for the screen, without its title; taller than `height` where it needs more."""
    drawing = draw(chart, width, look, height)
    made = to_svg(drawing, title=chart.title, description=chart.alt)
    return Picture(made, drawing.width, drawing.height, least_height(chart, look, width))


def svg_file(chart: AnyChart, width: float = _FILE_WIDTH, look: Look = SCREEN_LIGHT) -> bytes:
    """Return a chart with its title as the content of an SVG file."""
    drawing = draw(chart, width, look, titled=True)
    made = to_svg(drawing, title=chart.title, description=chart.alt, margin=_MARGIN, ground=look.palette.surface)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + made).encode("utf-8")


def png_file(
    chart: AnyChart, width: float = _FILE_WIDTH, look: Look = SCREEN_LIGHT, *, dots_per_inch: float = _FILE_DOTS
) -> bytes:
    """Return a chart with its title as the content of a PNG file. A width of 72 is an inch."""
    return _png(draw(chart, width, look, titled=True), _MARGIN, look, dots_per_inch)


def picture_file(chart: AnyChart, width: float, height: float | None = None, look: Look = PAPER) -> bytes:
    """Return a chart without its title and without a margin as the content of a PNG file, for a column of a text."""
    return _png(draw(chart, width, look, height), 0, look, _FILE_DOTS)


def _png(drawing: Drawing, margin: float, look: Look, dots_per_inch: float) -> bytes:
    made = BytesIO()
    size = (drawing.width + 2 * margin, drawing.height + 2 * margin)
    canvas = Canvas(made, pagesize=size, invariant=1, initialFontName=fonts.SANS)
    canvas.setFillColor(look.color("surface"))
    canvas.rect(0, 0, *size, fill=1, stroke=0)
    renderPDF.draw(drawing, canvas, margin, margin)
    canvas.showPage()
    canvas.save()
    with Preview(made.getvalue()) as page:
        return page.png(0, dots_per_inch=dots_per_inch)
