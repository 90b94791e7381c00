"""The strokes charts are made of: lines, bars a grey printer keeps apart, dots, words that know what they cover."""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from math import floor, log10
from typing import Literal, NamedTuple

from reportlab.graphics.shapes import Circle, Drawing, Line, Path, Rect

from desktop.reports.charts.letters import Words, cap_height, folded, measured
from desktop.reports.charts.look import PLAIN, Look
from desktop.reports.fonts import SANS
from desktop.reports.text import one_line

Align = Literal["left", "middle", "right"]
Point = tuple[float, float]
_HATCH = 3.4
_SCREEN_HATCH = 4.6


class Fill(Enum):
    """How a bar is filled, from the darkest to the lightest; told apart without colour."""

    SOLID = "solid"
    CROSSED = "crossed"
    HATCHED = "hatched"
    SPARSE = "sparse"
    OUTLINED = "outlined"


_FILLS: dict[int, tuple[Fill, ...]] = {
    1: (Fill.SOLID,),
    2: (Fill.SOLID, Fill.OUTLINED),
    3: (Fill.SOLID, Fill.HATCHED, Fill.OUTLINED),
    4: (Fill.SOLID, Fill.CROSSED, Fill.HATCHED, Fill.OUTLINED),
    5: (Fill.SOLID, Fill.CROSSED, Fill.HATCHED, Fill.SPARSE, Fill.OUTLINED),
}


def fills(count: int) -> tuple[Fill, ...]:
    """Return the fills of so many parts of a whole, at most five that differ."""
    return _FILLS.get(count, (*_FILLS[5], *(Fill.OUTLINED,) * (count - 5)))


class Box(NamedTuple):
    """What something covers."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def inside(self, other: "Box") -> bool:
        """Return whether this box does not reach out of the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )

    def crossed_by(self, start: Point, end: Point) -> bool:
        """Return whether a straight line passes through the box."""
        low, high = 0.0, 1.0
        for at, to, least, most in (
            (start[0], end[0], self.left, self.right),
            (start[1], end[1], self.bottom, self.top),
        ):
            step = to - at
            if abs(step) < 1e-9:
                if not least < at < most:
                    return False
                continue
            first, last = sorted(((least - at) / step, (most - at) / step))
            low, high = max(low, first), min(high, last)
            if low >= high:
                return False
        return True


class Sketch:
    """A drawing under way. Remembers what its words and dots cover, so that nothing is written over them."""

    def __init__(self, look: Look, width: float, height: float) -> None:
        self.look, self.width, self.height = look, width, height
        self.drawing = Drawing(width, height, initialFontName=SANS)
        self.taken: list[Box] = []
        self.lines: list[tuple[Point, Point]] = []
        self.faint: list[tuple[Point, Point]] = []
        """Lines that words may cross where there is no other place."""

    def free(self, box: Box, *, faintly: bool = False) -> bool:
        """Return whether nothing was drawn in a box that it would hide or touch; `faintly`: but faint lines."""
        lines = self.lines if faintly else [*self.lines, *self.faint]
        return not any(box.meets(other) for other in self.taken) and not any(box.crossed_by(*line) for line in lines)

    # Lines and areas

    def line(
        self, start: Point, end: Point, role: str = "line", width: float = 0, dash: Sequence[float] | None = None
    ) -> None:
        """Draw a straight line."""
        made = Line(*start, *end, strokeColor=self.look.color(role), strokeWidth=width or self.look.hair)
        if dash:
            made.strokeDashArray = list(dash)
        self.drawing.add(made)

    def strokes(
        self,
        pieces: Iterable[Sequence[Point]],
        role: str,
        width: float,
        dash: Sequence[float] | None = None,
    ) -> None:
        """Draw lines through points."""
        path = Path(fillColor=None, strokeColor=self.look.color(role), strokeWidth=width, strokeLineJoin=1)
        for piece in pieces:
            for index, point in enumerate(piece):
                (path.lineTo if index else path.moveTo)(*point)
        if dash:
            path.strokeDashArray = list(dash)
        if path.operators:
            self.drawing.add(path)

    def area(self, corners: Sequence[Point], role: str) -> None:
        """Fill what lies within corners."""
        path = Path(fillColor=self.look.color(role), strokeColor=None)
        for index, corner in enumerate(corners):
            (path.lineTo if index else path.moveTo)(*corner)
        path.closePath()
        self.drawing.add(path)

    def rect(
        self, box: Box, *, fill: str | None = None, edge: str | None = None, radius: float = 0, line: float = 0
    ) -> None:
        """Draw a rectangle; its edge lies inside the box."""
        inset = (line or self.look.hair) / 2 if edge else 0
        width, height = box.right - box.left - 2 * inset, box.top - box.bottom - 2 * inset
        if width <= 0 or height <= 0:
            return
        radius = max(0, min(radius - inset, width / 2, height / 2))
        self.drawing.add(
            Rect(
                box.left + inset,
                box.bottom + inset,
                width,
                height,
                rx=radius,
                ry=radius,
                fillColor=self.look.color(fill) if fill else None,
                strokeColor=self.look.color(edge) if edge else None,
                strokeWidth=line or self.look.hair,
            )
        )

    def dot(self, at: Point, radius: float, *, fill: str, edge: str | None = None, line: float = 0) -> None:
        """Draw a circle, and remember it."""
        inset = line / 2 if edge else 0
        self.drawing.add(
            Circle(
                *at,
                radius - inset,
                fillColor=self.look.color(fill),
                strokeColor=self.look.color(edge) if edge else None,
                strokeWidth=line or self.look.hair,
            )
        )
        self.taken.append(Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))

    # Bars

    def bar(self, box: Box, fill: Fill) -> None:
        """Draw a bar. What is narrower than a hair is drawn as one."""
        if box.right <= box.left or box.top <= box.bottom:
            return
        look, radius = self.look, 0.0 if self.look.paper else 2.0
        if fill is Fill.SOLID:
            self.rect(box, fill="fill", radius=radius)
            return
        if fill is Fill.OUTLINED:
            self.rect(box, fill="surface", edge="edge", radius=radius, line=0.8 if look.paper else 1.2)
            return
        self.rect(box, fill="surface" if look.paper else "soft", radius=radius)
        gap = _HATCH if look.paper else _SCREEN_HATCH
        width = 0.6 if look.paper else 1.0
        gap *= {Fill.SPARSE: 2.2, Fill.CROSSED: 0.9}.get(fill, 1)
        self.strokes(_hatching(box, gap), "fill", width)
        if fill is Fill.CROSSED:
            self.strokes(_mirrored(box, gap), "fill", width)
        self.rect(box, edge="fill", radius=radius, line=0.7 if look.paper else 1.0)

    # Words

    def words(
        self,
        text: str,
        at: Point,
        size: float,
        font: str = PLAIN,
        role: str = "text",
        *,
        align: Align = "left",
        room: float = 1e6,
        ground: str = "",
    ) -> Box:
        """Write one line; `at` is on its base line, at its left end, middle or right end. Return what it covers.

        With a `ground`, what lies beneath is hidden in that colour.
        """
        line, width = measured(text, font, size, max(room, 1))
        box = words_box(at, width, size, align)
        if ground:
            self.rect(Box(box.left - 2, box.bottom, box.right + 2, box.top), fill=ground)
        if text:
            self.drawing.add(Words((box.left, at[1]), line, size, self.look.color(role), one_line(text)))
            self.taken.append(box)
        return box

    def block(self, text: str, box: Box, size: float, font: str = PLAIN, role: str = "text", *, most: int = 2) -> None:
        """Write a name in at most `most` lines, in the middle of the box's height."""
        lines = folded(text, font, size, box.right - box.left, most)
        leading = size * 1.18
        base = (box.bottom + box.top) / 2 - cap_height(size) / 2 + leading * (len(lines) - 1) / 2
        for line, width in lines:
            self.drawing.add(Words((box.left, base), line, size, self.look.color(role), one_line(text)))
            self.taken.append(words_box((box.left, base), width, size, "left"))
            base -= leading

    def key(self, parts: Sequence[tuple[Fill, str]], left: float, middle: float, room: float) -> float:
        """Draw what each fill means, in a row from `left`; return where it ends. Many give way."""
        side, size = self.look.small * 0.95, self.look.small if self.look.paper else self.look.label
        if self.look.paper:
            size = self.look.value
        for at, (fill, words) in enumerate(parts):
            self.bar(Box(left, middle - side / 2, left + side, middle + side / 2), fill)
            share = (room - left) / (len(parts) - at) - side - size * 1.6
            box = self.words(words, (left + side + size * 0.45, middle - cap_height(size) / 2), size, room=share)
            left = box.right + size * 1.7
        return left


def words_box(at: Point, width: float, size: float, align: Align) -> Box:
    """Return what a line of words covers."""
    left = at[0] - (width if align == "right" else width / 2 if align == "middle" else 0)
    return Box(left, at[1] - size * 0.22, left + width, at[1] + size * 0.78)


def _hatching(box: Box, gap: float) -> Iterable[Sequence[Point]]:
    """Yield diagonals clipped to a box."""
    width, height = box.right - box.left, box.top - box.bottom
    offset = gap / 2 - height
    while offset < width:
        start, end = max(offset, 0.0), min(offset + height, width)
        if end > start:
            yield (
                (box.left + start, box.bottom + start - offset),
                (box.left + end, box.bottom + end - offset),
            )
        offset += gap * 1.2


def _mirrored(box: Box, gap: float) -> Iterable[Sequence[Point]]:
    for piece in _hatching(box, gap):
        yield [(x, box.bottom + box.top - y) for x, y in piece]


# Scales


def nice_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5, 10, … that divides a span into at most `most` parts."""
    if span <= 0:
        return 1.0
    least = span / max(most, 1)
    ten = 10.0 ** floor(log10(least))
    return next(step * ten for step in (1, 2, 5, 10) if step * ten >= least * (1 - 1e-9))


def count_step(step: float, values: Iterable[float]) -> float:
    """Return the step, but never a part of one where all values are whole."""
    return max(step, 1.0) if all(float(value).is_integer() for value in values) else step


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers from `low` to `high`, at most `most` and one."""
    step = nice_step(high - low, most)
    first = floor(low / step + 1e-9)
    found = []
    while first * step <= high + step * 1e-6:
        if first * step >= low - step * 1e-6:
            found.append(first * step)
        first += 1
    return found


def stride(widths: Sequence[float], step: float, gap: float) -> int:
    """Return how many places apart labels of these widths must stand, to keep `gap` between them."""
    for apart in range(1, len(widths) + 1):
        shown = widths[::-1][::apart]
        if all((one + other) / 2 + gap <= apart * step for one, other in pairwise(shown)):
            return apart
    return max(1, len(widths))
