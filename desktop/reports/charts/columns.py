"""Bars that stand: parts of a whole one above the other, at each meeting."""

from collections.abc import Sequence

from desktop.reports.charts.letters import cap_height, width_of
from desktop.reports.charts.look import MEDIUM, PLAIN, SEMIBOLD, Look
from desktop.reports.charts.rows import inner_number
from desktop.reports.charts.sketch import Box, Sketch, count_step, fills, nice_step, stride
from desktop.reports.charts.values import PartsRow, StackedBars


def stacked_height(look: Look) -> float:
    """Return how tall the columns are drawn where nothing else is asked for."""
    return 190.0 if look.paper else 190.0 * look.small / 12


def draw_stacked(sketch: Sketch, chart: StackedBars) -> None:
    """Draw a column for each row."""
    look, rows = sketch.look, chart.rows
    head = look.label * 1.9
    sums = [sum(row.values) for row in rows]
    high = max([*sums, 0.0]) or 1.0
    step = count_step(nice_step(high, max(2, int(sketch.height / (look.small * 5)))), sums)
    marks = [step * n for n in range(int(high / step + 1e-9) + 1)]
    left = max(width_of(chart.said(mark), PLAIN, look.small) for mark in marks) + look.small * 0.7
    subs = any(row.sub for row in rows)
    over = look.value * 1.35
    plot = Box(left, look.small * (3.3 if subs else 1.9), sketch.width - 2, sketch.height - head - over)
    each = (plot.top - plot.bottom) / high
    sketch.key(
        list(zip(fills(len(chart.parts)), chart.parts, strict=True)), left, sketch.height - head * 0.42, sketch.width
    )
    for mark in marks:
        y = plot.bottom + mark * each
        sketch.line((plot.left, y), (plot.right, y), "line")
        place = (left - look.small * 0.7, y - cap_height(look.small) / 2)
        sketch.words(chart.said(mark), place, look.small, role="text2", align="right")
    if not rows:
        return
    pitch = (plot.right - plot.left) / len(rows)
    width = min(pitch * 0.6, 30 if look.paper else look.small * 2.6)
    for at, (row, total) in enumerate(zip(rows, sums, strict=True)):
        middle = plot.left + pitch * (at + 0.5)
        column = Box(middle - width / 2, plot.bottom, middle + width / 2, plot.bottom + total * each)
        _column(sketch, chart, row, column, each)
        words = chart.said(total)
        if width_of(words, SEMIBOLD, look.value) <= pitch - 2:
            sketch.words(words, (middle, column.top + look.value * 0.4), look.value, SEMIBOLD, "text", align="middle")
    _labels(sketch, rows, plot, pitch)


def _column(sketch: Sketch, chart: StackedBars, row: PartsRow, box: Box, each: float) -> None:
    bottom, gap = box.bottom, 0.0 if sketch.look.paper else 1.0
    for fill, value in zip(fills(len(chart.parts)), row.values, strict=False):
        part = Box(box.left, bottom + gap, box.right, bottom + value * each)
        if value > 0:
            sketch.bar(part, fill)
            inner_number(sketch, chart.said(value), part, fill, sketch.look.value)
        bottom += value * each


def _labels(sketch: Sketch, rows: Sequence[PartsRow], plot: Box, pitch: float) -> None:
    look = sketch.look
    size, font = (look.value, MEDIUM) if look.paper else (look.small, PLAIN)
    widths = [max(width_of(row.label, font, size), width_of(row.sub, PLAIN, look.small)) for row in rows]
    every = stride(widths, pitch, look.small * 0.6)
    room = pitch * every - look.small * 0.3
    for at in range(len(rows) - 1, -1, -every):
        half = min(widths[at], room) / 2
        x = min(max(plot.left + pitch * (at + 0.5), half), sketch.width - half)
        y = plot.bottom - look.small * 1.5
        sketch.words(rows[at].label, (x, y), size, font, "text" if look.paper else "text2", align="middle", room=room)
        if rows[at].sub:
            place = (x, y - look.small * 1.3)
            sketch.words(rows[at].sub, place, look.small, PLAIN, "text2", align="middle", room=room)
