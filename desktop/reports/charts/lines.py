"""What line charts share: the frame with its values, the line with its dots, numbers written where there is room."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from desktop.reports.charts.letters import cap_height, width_of
from desktop.reports.charts.look import MEDIUM, PLAIN, SEMIBOLD
from desktop.reports.charts.sketch import Box, Point, Sketch, words_box
from desktop.reports.charts.values import Chart


class Frame:
    """Where the lines go, and which value is how high."""

    def __init__(self, plot: Box, low: float, high: float) -> None:
        self.plot, self.low, self.high = plot, low, high

    def y(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.plot.bottom + (self.plot.top - self.plot.bottom) * (value - self.low) / span


def frame_for(
    chart: Chart, sketch: Sketch, marks: Sequence[float], span: tuple[float, float], *, aside: Sequence[str], foot: int
) -> Frame:
    look = sketch.look
    left = max((width_of(chart.said(mark), PLAIN, look.small) for mark in marks), default=0) + look.small * 0.7
    right = 8.0
    if aside:
        right = min(max(width_of(words, MEDIUM, look.value) for words in aside) + 8, sketch.width * 0.26)
    bottom = look.small * (1.9 if foot == 1 else 3.3)
    top = sketch.height - look.strong * (1.0 if look.paper else 0.9)
    return Frame(Box(left, bottom, sketch.width - right, max(top, bottom + 10)), *span)


def draw_grid(chart: Chart, sketch: Sketch, frame: Frame, marks: Sequence[float]) -> None:
    look, plot = sketch.look, frame.plot
    for mark in marks:
        y = frame.y(mark)
        sketch.line((plot.left, y), (plot.right, y), "line_strong" if mark == 0 and frame.low < 0 else "line")
        place = (plot.left - look.small * 0.7, y - cap_height(look.small) / 2)
        sketch.words(chart.said(mark), place, look.small, role="text2", align="right")


def runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[Point]]:
    """Yield the stretches of points without a gap."""
    run: list[Point] = []
    for x, y in points:
        if y is None:
            if run:
                yield run
            run = []
        else:
            run.append((x, y))
    if run:
        yield run


def line_with_dots(sketch: Sketch, lines: Sequence[Sequence[Point]]) -> None:
    look = sketch.look
    sketch.strokes([line for line in lines if len(line) > 1], "fill", look.stroke)
    for line in lines:
        sketch.lines += pairwise(line)
    points = [point for line in lines for point in line]
    crowd = min((b[0] - a[0] for a, b in pairwise(points)), default=99.0)
    radius = max(1.6, min(3.9 if look.paper else 4.4, crowd * 0.3))
    for point in points:
        sketch.dot(point, radius, fill="surface", edge="fill", line=min(1.6 if look.paper else 2.0, radius * 0.7))


def write_numbers(
    sketch: Sketch, chart: Chart, points: Sequence[tuple[float, float, float]], *, every: bool = False
) -> None:
    """Write values at their points: all where there is room, else the first, the last, the highest and the lowest."""
    look = sketch.look
    if not points:
        return
    telling = {0, len(points) - 1}
    telling.add(max(range(len(points)), key=lambda at: points[at][2]))
    telling.add(min(range(len(points)), key=lambda at: points[at][2]))
    widest = max(width_of(chart.said(value), SEMIBOLD, look.strong) for _x, _y, value in points)
    crowd = min((b[0] - a[0] for a, b in pairwise(points)), default=99.0)
    if (look.paper or every) and crowd >= widest + 5:
        telling = set(range(len(points)))
    for at in sorted(telling, key=lambda at: (at != len(points) - 1, at != 0, at)):
        x, y, value = points[at]
        write_number(sketch, chart.said(value), (x, y))


def write_number(sketch: Sketch, words: str, point: Point) -> None:
    look, size = sketch.look, sketch.look.strong
    width = width_of(words, SEMIBOLD, size)
    x = min(max(point[0], width / 2 + 1), sketch.width - width / 2 - 1)
    above, below = point[1] + size * 0.78, point[1] - size * 1.35
    away = size * 0.55
    beside = [start if end == point else end for start, end in sketch.lines if point in (start, end)]
    valley = len(beside) > 1 and all(other[1] > point[1] + 2 for other in beside)
    upright = (below, above) if valley else (above, below)
    places: tuple[tuple[float, float], ...] = (
        (x, upright[0]), (x, upright[1]),
        (x - width / 2 - away, above - size * 0.2), (x + width / 2 + away, above - size * 0.2),
        (x - width / 2 - away, below + size * 0.2), (x + width / 2 + away, below + size * 0.2),
        (x, above + size * 0.6), (x, below - size * 0.6),
    )  # fmt: skip
    within = Box(0, look.small * 1.9, sketch.width, sketch.height + 1)
    for faintly in (False, True):
        for place in places:
            box = words_box(place, width, size, "middle")
            if box.inside(within) and sketch.free(box, faintly=faintly):
                ground = "surface" if look.paper else ""
                sketch.words(words, place, size, SEMIBOLD, "text", align="middle", ground=ground)
                return
