"""A line from meeting to meeting, against all there are and what is needed."""

from collections.abc import Sequence
from itertools import pairwise

from desktop.reports.charts.letters import cap_height, width_of
from desktop.reports.charts.lines import Frame, draw_grid, frame_for, line_with_dots, runs, write_numbers
from desktop.reports.charts.look import MEDIUM, PLAIN, Look
from desktop.reports.charts.sketch import Box, Point, Sketch, count_step, nice_step, stride, ticks, words_box
from desktop.reports.charts.values import Level, Trend

_PAPER_HEIGHT, _SCREEN_HEIGHT = 196.0, 190.0
_WIDE = 420.0
"""From this width on there is room for words at the right of the lines."""


def trend_height(look: Look) -> float:
    """Return how tall a line chart is drawn where nothing else is asked for."""
    return _PAPER_HEIGHT if look.paper else _SCREEN_HEIGHT * look.small / 12


def draw_trend(sketch: Sketch, chart: Trend) -> None:
    """Draw a trend on the whole of the sketch."""
    look, points = sketch.look, chart.points
    values = [point.value for point in points if point.value is not None]
    levels = [level for level in (chart.whole, chart.needed) if level]
    compared = [value for level in levels for value in _values(level, len(points))]
    everything = [*values, *compared, 0.0]
    low = min(everything)
    marks, high = _marks(chart.whole, everything, sketch)
    aside = [words for words in (chart.series, chart.whole.label if chart.whole else "") if words]
    wide = sketch.width >= _WIDE * look.small / 8.5 and look.paper
    subs = any(point.sub for point in points)
    frame = frame_for(chart, sketch, marks, (low, high), aside=aside if wide else (), foot=2 if subs else 1)
    draw_grid(chart, sketch, frame, marks)
    across = _places(frame.plot, len(points), look)
    _below(sketch, frame.plot, across, [(point.label, point.sub) for point in points])
    lines = list(
        runs([(x, None if p.value is None else frame.y(p.value)) for x, p in zip(across, points, strict=True)])
    )
    if chart.whole and isinstance(chart.whole.values, Sequence):
        _level(sketch, frame, across, chart.whole, dash=None, role="line_strong")
    if not look.paper:
        for line in lines:
            sketch.area([(line[0][0], frame.y(low)), *line, (line[-1][0], frame.y(low))], "soft")
    if chart.needed:
        _level(sketch, frame, across, chart.needed, dash=(3, 2.5) if look.paper else (4, 3), role="text2")
    line_with_dots(sketch, lines)
    known = [(x, point.value) for x, point in zip(across, points, strict=True) if point.value is not None]
    numbered = [(x, frame.y(value), value) for x, value in known]
    write_numbers(sketch, chart, numbered)
    if chart.needed:
        _level_words(sketch, frame, chart.needed, across)
    if wide:
        _words_aside(sketch, frame, chart, lines)


def _values(level: Level, count: int) -> list[float]:
    return [value for value in (level.at(point) for point in range(max(count, 1))) if value is not None]


def _marks(whole: Level | None, values: Sequence[float], sketch: Sketch) -> tuple[list[float], float]:
    """Return the values at the axis, and the highest: all there are, or a round number."""
    low, high = min(values), max(values)
    most = max(2, int(sketch.height / (sketch.look.small * 5)))
    if whole and not isinstance(whole.values, Sequence) and whole.values >= high and whole.values > 0:
        apart = (whole.values - low) * sketch.look.small * 1.6 / max(sketch.height * 0.75, 1)
        return [*(mark for mark in ticks(low, high, most) if whole.values - mark >= apart), whole.values], whole.values
    if high == low:
        high = low + 1
    step = count_step(nice_step(high - low, most), values)
    top = step * -(-high // step)
    return ticks(low, top, max(1, round((top - low) / step))), top


def _places(plot: Box, count: int, look: Look) -> list[float]:
    """Return where points stand: evenly, a little away from both ends; one alone in the middle."""
    if count < 2:
        return [(plot.left + plot.right) / 2] * count
    width = plot.right - plot.left
    inset = min(look.small * 3, width / (2 * count))
    return [plot.left + inset + (width - 2 * inset) * at / (count - 1) for at in range(count)]


def _below(sketch: Sketch, plot: Box, across: Sequence[float], labels: Sequence[tuple[str, str]]) -> None:
    """Write labels below the axis: as many as have room, the last one always."""
    look = sketch.look
    size = look.value if look.paper else look.small
    most = sketch.width / min(len(labels), 3) - look.small if labels else 0
    widths = [max(width_of(label, MEDIUM, size), width_of(sub, PLAIN, look.small)) for label, sub in labels]
    widths = [min(width, most) for width in widths]
    step = across[1] - across[0] if len(across) > 1 else sketch.width
    every = stride(widths, step, look.small * 0.6)
    room = min(most, step * every - look.small * 0.6) if len(labels) > 1 else sketch.width
    end = sketch.width + look.small
    for at in range(len(labels) - 1, -1, -every):
        label, sub = labels[at]
        half = min(widths[at], room) / 2
        x = min(max(across[at], half), sketch.width - half)
        if x + half > end - look.small * 0.5:
            continue
        end = x - half
        y = plot.bottom - look.small * 1.5
        role = "text" if look.paper else "text2"
        sketch.words(label, (x, y), size, MEDIUM if look.paper else PLAIN, role, align="middle", room=room)
        if sub:
            sketch.words(sub, (x, y - look.small * 1.3), look.small, PLAIN, "text2", align="middle", room=room)


def _level(
    sketch: Sketch, frame: Frame, across: Sequence[float], level: Level, *, dash: Sequence[float] | None, role: str
) -> None:
    look, plot = sketch.look, frame.plot
    width = 0.9 if look.paper else 1.0
    if not isinstance(level.values, Sequence):
        y = frame.y(level.values)
        sketch.strokes([[(plot.left, y), (plot.right, y)]], role, width, dash)
        sketch.faint.append(((plot.left, y), (plot.right, y)))
        return
    known = [(x, level.at(at)) for at, x in enumerate(across)]
    lines = list(runs([(x, None if value is None else frame.y(value)) for x, value in known]))
    sketch.strokes(lines, role, width, dash)
    for line in lines:
        sketch.faint += pairwise(line)


def _level_words(sketch: Sketch, frame: Frame, level: Level, across: Sequence[float]) -> None:
    """Write what a line is, above or below it, where nothing else stands."""
    look, plot = sketch.look, frame.plot
    size = look.value if look.paper else look.small
    room = (plot.right - plot.left) * 0.8
    width = min(width_of(level.label, MEDIUM, size), room)
    last = next((level.at(at) for at in range(len(across) - 1, -1, -1) if level.at(at) is not None), None)
    first = next((level.at(at) for at in range(len(across)) if level.at(at) is not None), level.at(0))
    if first is None:
        return
    steps = 12
    spots = []
    for at in range(steps + 1):
        x = plot.left + 4 + (plot.right - plot.left - width - 8) * at / steps
        value = first if at < steps / 2 or last is None else last
        spots += [(x, frame.y(value) - size * 1.15), (x, frame.y(value) + size * 0.45)]
    order = [*spots[:2], *spots[-2:], *spots[2:-2]]
    constant = not isinstance(level.values, Sequence)
    for place in order if constant else [*spots[:2], *spots[-2:]]:
        if sketch.free(words_box(place, width, size, "left")):
            sketch.words(level.label, place, size, MEDIUM, "text2", room=room, ground="surface" if look.paper else "")
            return
    _level_key(sketch, plot, level.label, width, size)


def _level_key(sketch: Sketch, plot: Box, label: str, width: float, size: float) -> None:
    """Say what the dashed line is wherever there is room, with a piece of it."""
    long = size * 1.8
    rows = int((plot.top - plot.bottom) / size)
    for step in range(rows):
        for left in (plot.left + 4, plot.right - width - long - 8, (plot.left + plot.right - width - long) / 2):
            place = (left + long + size * 0.4, plot.bottom + size * (0.5 + step))
            box = words_box(place, width, size, "left")
            if sketch.free(Box(left, box.bottom, box.right, box.top)):
                middle = place[1] + cap_height(size) / 2
                sketch.strokes([[(left, middle), (left + long, middle)]], "text2", 0.9, (3, 2.5))
                sketch.words(
                    label, place, size, MEDIUM, "text2", room=width + 0.1, ground="surface" if sketch.look.paper else ""
                )
                return


def _words_aside(sketch: Sketch, frame: Frame, chart: Trend, lines: Sequence[Sequence[Point]]) -> None:
    """Write at the right of the lines what they are, moved apart where they end close together."""
    plot, size = frame.plot, sketch.look.value
    found: list[tuple[float, str, str]] = []
    if chart.whole:
        last = chart.whole.at(max(len(chart.points) - 1, 0))
        if last is not None:
            found.append((frame.y(last), chart.whole.label, "text2"))
    if lines and chart.series:
        found.append((lines[-1][-1][1], chart.series, "text"))
    for y, words, role in _apart(found, size * 1.25):
        place = (plot.right + 6, y - cap_height(size) / 2)
        sketch.words(words, place, size, MEDIUM, role, room=sketch.width - place[0])


def _apart(places: Sequence[tuple[float, str, str]], gap: float) -> list[tuple[float, str, str]]:
    """Move heights so far up and down that they are `gap` apart."""
    found = sorted(places)
    for _round in range(len(found)):
        for at in range(len(found) - 1):
            lack = gap - (found[at + 1][0] - found[at][0])
            if lack > 1e-6:
                found[at] = (found[at][0] - lack / 2, *found[at][1:])
                found[at + 1] = (found[at + 1][0] + lack / 2, *found[at + 1][1:])
    return found
