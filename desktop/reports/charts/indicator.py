"""An indicator against the straight line from its baseline to its target."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from desktop import texts
from desktop.reports.charts.letters import cap_height, width_of
from desktop.reports.charts.lines import draw_grid, frame_for, line_with_dots, write_number, write_numbers
from desktop.reports.charts.look import PLAIN
from desktop.reports.charts.sketch import Box, Point, Sketch, nice_step, stride, ticks
from desktop.reports.charts.values import IndicatorLine
from desktop.texts import _


def draw_indicator(sketch: Sketch, chart: IndicatorLine) -> None:
    """Draw an indicator against the straight line from its baseline to its target."""
    look = sketch.look
    observed = sorted(chart.observations, key=lambda one: one.on)
    ends = [one for one in (chart.baseline, chart.target) if one]
    everything = [*observed, *ends]
    if not everything:
        return
    low, high = _span([one.value for one in everything])
    top = look.small * 2.2
    most = max(2, int(sketch.height / (look.small * 5)))
    marks = ticks(low, high, most)
    frame = frame_for(chart, sketch, marks, (low, high), aside=(), foot=1)
    plot = frame.plot
    frame.plot = plot = Box(plot.left, plot.bottom, sketch.width - look.small * 1.2, plot.top - top)
    first, last = min(one.on for one in everything), max(one.on for one in everything)
    days = max((last - first).days, 1)
    inset = look.small * 2.2

    def x(day: date) -> float:
        if first == last:
            return (plot.left + plot.right) / 2
        return plot.left + inset + (plot.right - plot.left - 2 * inset) * (day - first).days / days

    draw_grid(chart, sketch, frame, marks)
    _days_below(sketch, plot, first, last, x)
    _indicator_key(sketch, chart)
    if chart.baseline and chart.target:
        start, end = ((x(one.on), frame.y(one.value)) for one in (chart.baseline, chart.target))
        sketch.strokes([[start, end]], "text2", 1.0, (3, 2.5) if look.paper else (4, 3))
        sketch.faint.append((start, end))
    points = [(x(one.on), frame.y(one.value)) for one in observed]
    line_with_dots(sketch, [points] if points else [])
    numbered = [(*point, one.value) for point, one in zip(points, observed, strict=True)]
    if chart.target:
        _target(sketch, (x(chart.target.on), frame.y(chart.target.value)), chart.said_whole(chart.target.value))
    if chart.baseline and not any(abs(x(one.on) - x(chart.baseline.on)) < look.small for one in observed):
        start = (x(chart.baseline.on), frame.y(chart.baseline.value))
        sketch.dot(start, 3 if look.paper else 3.6, fill="text2")
        write_number(sketch, chart.said(chart.baseline.value), start)
    write_numbers(sketch, chart, numbered, every=True)


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the axis: from zero, unless all values lie close together far from it."""
    low, high = min(values), max(values)
    if low >= 0 and (low < high * 0.5 or high == 0):
        low = 0.0
    if high == low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step = nice_step((high - low) * 1.1, 4)
    bottom = 0.0 if low == 0 else step * ((low - 0.16 * (high - low)) // step)
    return bottom, step * -(-(high + 0.02 * (high - low)) // step)


def _target(sketch: Sketch, at: Point, value: str) -> None:
    """Draw the target: a ring in a ring, and its value."""
    look = sketch.look
    radius = 5.0 if look.paper else 6.0
    sketch.dot(at, radius, fill="surface", edge="text", line=1.2)
    sketch.dot(at, radius * 0.42, fill="text")
    write_number(sketch, value, (at[0], at[1]))


def _indicator_key(sketch: Sketch, chart: IndicatorLine) -> None:
    """Say what the lines and the ring are."""
    look = sketch.look
    size = look.value if look.paper else look.small
    middle = sketch.height - size * 0.75
    base, long, left = middle - cap_height(size) / 2, size * 1.9, 0.0
    parts = [(0, _("measured"))] if chart.observations else []
    if chart.baseline and chart.target:
        parts.append((1, _("even pace to the target")))
    if chart.target:
        parts.append((2, _("target")))
    for at, (kind, words) in enumerate(parts):
        if kind == 0:
            sketch.strokes([[(left, middle), (left + long, middle)]], "fill", look.stroke)
            sketch.dot((left + long / 2, middle), 2.6 if look.paper else 3.4, fill="surface", edge="fill", line=1.4)
        elif kind == 1:
            sketch.strokes([[(left, middle), (left + long, middle)]], "text2", 1.0, (3, 2.5))
        else:
            sketch.dot((left + long / 2, middle), size * 0.45, fill="surface", edge="text", line=1.1)
            sketch.dot((left + long / 2, middle), size * 0.18, fill="text")
        start = left + (long if kind < 2 else long * 0.75) + size * 0.5
        others = sum(width_of(each, PLAIN, size) + long + size * 2 for _kind, each in parts[at + 1 :])
        room = max(sketch.width - start - others, size * 6)
        left = sketch.words(words, (start, base), size, role="text2", room=room).right + size * 1.3


def _days_below(sketch: Sketch, plot: Box, first: date, last: date, x: Callable[[date], float]) -> None:
    """Write years below the axis, or days where all lies within two years."""
    look = sketch.look
    years = (last - first).days > 730
    if years:
        marks = [date(year, 1, 1) for year in range(first.year, last.year + 2)]
    else:
        count = max(1, min(6, (last - first).days // 30))
        marks = [first + timedelta(days=round((last - first).days * at / count)) for at in range(count + 1)]
    words = [(f"{mark.year}" if years else texts.date_short_year(mark)) for mark in marks]
    shown = [(x(mark), label) for mark, label in zip(marks, words, strict=True)]
    shown = [(at, label) for at, label in shown if plot.left - 1 <= at <= plot.right + 1]
    widths = [width_of(label, PLAIN, look.small) for _at, label in shown]
    step = min((b[0] - a[0] for a, b in pairwise(shown)), default=sketch.width)
    every = stride(widths, max(step, 0.5), look.small * 0.8)
    for at, label in shown[::-1][::every]:
        half = width_of(label, PLAIN, look.small) / 2
        place = (min(max(at, half), sketch.width - half), plot.bottom - look.small * 1.5)
        sketch.line((at, plot.bottom), (at, plot.bottom - look.small * 0.35), "line_strong")
        sketch.words(label, place, look.small, role="text2", align="middle")
