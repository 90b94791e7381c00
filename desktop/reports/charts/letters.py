"""Words on a drawing: measured, shortened, and drawn the same on paper and on the screen, whatever their script.

On paper they are text. On the screen and in SVG files they are outlines, laid out by the same shaper: a viewer without
our fonts shows the same picture, and QtSvg, which knows neither lists of families nor the weights of one, needs to find
none.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import uharfbuzz
from reportlab.graphics.shapes import DirectDraw
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import getAscent

from desktop.reports import fonts
from desktop.reports.shaping import Glyphs, Piece, draw_line, few_lines, line_width, single_line
from desktop.reports.text import one_line

_ANY = 1e6
_UNITS = 1000
"""Outlines are given in thousandths of the size."""


class Words(DirectDraw):  # type: ignore[misc]
    """One line of words with its left end at x, on the base line y."""

    _attrMap = None  # noqa: N815 - ReportLab's name for what its checks of attributes go by

    def __init__(
        self, at: tuple[float, float], line: Sequence[Glyphs], size: float, color: HexColor, text: str = ""
    ) -> None:
        self.x, self.y = at
        self.line, self.size, self.color, self.text = line, size, color, text

    @property
    def width(self) -> float:
        return line_width(self.line, self.size)

    def drawDirectly(self, renderer: Any) -> None:
        """Draw on the page, or ask a renderer that knows better."""
        if hasattr(renderer, "draw_words"):
            renderer.draw_words(self)
        else:
            draw_line(renderer._canvas, (self.x, self.y), self.line, self.size, self.color)


@lru_cache(maxsize=2048)
def measured(text: str, font: str, size: float, room: float = _ANY) -> tuple[tuple[Glyphs, ...], float]:
    """Lay out a text on one line of at most `room`; return it with its width."""
    line = single_line(one_line(text), font, size, room)
    return line, line_width(line, size)


def width_of(text: str, font: str, size: float) -> float:
    """Return how wide a text is."""
    return measured(text, font, size)[1]


def folded(text: str, font: str, size: float, room: float, most: int) -> list[tuple[Sequence[Glyphs], float]]:
    """Lay out a text on at most `most` lines of `room`, the last ending in "…" where that is not enough."""
    lines = few_lines([Piece(one_line(text), font)], size, room, most)
    return [(line, line_width(line, size)) for line in lines]


def cap_height(size: float) -> float:
    """Return how tall capitals and figures are."""
    return size * 0.66


def ascent(size: float) -> float:
    """Return how far letters reach above their base line."""
    return float(getAscent(fonts.SANS, size)) if fonts.font(fonts.SANS) else size


class _Outline:
    """Collects the outline of one glyph as it is told by HarfBuzz; curves of either degree.

    Everything is told from the point before, as SVG can: so the same words serve wherever the glyph stands.
    """

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self.first: tuple[int, int] | None = None
        self._begun = self._at = (0, 0)
        self.parts: list[str] = []

    def _add(self, letter: str, *points: tuple[float, float]) -> None:
        across, up = self._at
        places = [(round(x * self._scale), round(y * self._scale)) for x, y in points]
        self.parts.append(letter + " ".join(f"{x - across} {y - up}" for x, y in places))
        self._at = places[-1]

    def moveTo(self, to: tuple[float, float]) -> None:
        if self.first is None:
            self.first = self._at = round(to[0] * self._scale), round(to[1] * self._scale)
        else:
            self._add("m", to)
        self._begun = self._at

    def lineTo(self, to: tuple[float, float]) -> None:
        self._add("l", to)

    def qCurveTo(self, control: tuple[float, float], to: tuple[float, float]) -> None:
        self._add("q", control, to)

    def curveTo(self, first: tuple[float, float], second: tuple[float, float], to: tuple[float, float]) -> None:
        self._add("c", first, second, to)

    def closePath(self) -> None:
        self.parts.append("z")
        self._at = self._begun


@lru_cache(maxsize=64)
def _shaper(font: str) -> tuple[uharfbuzz.Font, float]:
    found = fonts.font(font).hbFont(1)
    return found, _UNITS / found.face.upem


@lru_cache(maxsize=2048)
def _outline(font: str, glyph: int, scale: float) -> tuple[tuple[int, int] | None, str]:
    """Return where the outline of a glyph begins, if it has one, and how it goes on from there, in thousandths."""
    shaper, per_unit = _shaper(font)
    pen = _Outline(per_unit * scale)
    shaper.draw_glyph_with_pen(glyph, pen)
    return pen.first, "".join(pen.parts)


def outlines(line: Sequence[Glyphs]) -> str:
    """Return a line as an SVG path, in thousandths of its size, y upward."""
    return "".join(_drawn(line))


def _drawn(line: Sequence[Glyphs]) -> Iterator[str]:
    left = 0.0
    for glyphs in line:
        to_glyph = fonts.font(glyphs.font).face.charToGlyph
        for letter, data in zip(glyphs.text, glyphs.text.__shapeData__, strict=True):
            first, rest = _outline(glyphs.font, to_glyph[ord(letter)], glyphs.scale)
            if first is not None:
                x, y = first[0] + left + data.x_offset * glyphs.scale, first[1] + data.y_offset * glyphs.scale
                yield f"M{x:.0f} {y:.0f}{rest}"
            left += data.x_advance * glyphs.scale
