"""Paragraphs laid out with HarfBuzz: Arabic and other right-to-left text, marks upon letters, and kerned headings.

ReportLab's own paragraph does everything else; for text that changes direction it wants a library that is not to be had
everywhere, and what it shapes cannot always be copied out of the PDF again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

import uharfbuzz
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscent
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.reports import bidi, fonts
from desktop.texts import FROM_LEFT, in_order, mostly_right_to_left, runs_right_to_left

_SPACE = 0x20
_LONGEST_WORD = 24  # letters shaped as one; a longer word may be broken between


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one font. An isolated piece (a value put into a sentence) keeps its direction to itself."""

    text: str
    font: str
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A shaped run, in the order it is drawn. `width` is for size 1."""

    text: ShapedStr
    font: str
    scale: float
    width: float
    level: int
    space: bool


@lru_cache(maxsize=8192)
def _shape(text: str, font_name: str, right_to_left: bool) -> tuple[ShapedStr, float]:
    """Shape a text of one font and direction; return it and its width at size 1."""
    font = fonts.font(font_name)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    uharfbuzz.shape(font.hbFont(1), buffer, {"kern": True, "liga": True})
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    first = {info.cluster: at for at, info in reversed(list(enumerate(infos)))}
    letters: list[str] = []
    data: list[ShapeData] = []
    width = 0.0
    for at, (info, position) in enumerate(zip(infos, positions, strict=True)):
        stands_for = text[info.cluster : ends[info.cluster]] if first[info.cluster] == at else ""
        advance, x, y = (font.pdfScale(v) for v in (position.x_advance, position.x_offset, position.y_offset))
        if right_to_left and len(stands_for) > 1:
            # Readers of a PDF do not agree on the order of a right-to-left pair that is one glyph, so the
            # later letters of a joined pair are given to spaces of no width.
            for letter in reversed(stands_for[1:]):
                letters.append(font.code(font.face.charToGlyph[_SPACE], letter, font.face.charWidths[_SPACE]))
                data.append(ShapeData(len(data), 0, 0, 0, 0, font.face.charWidths[_SPACE]))
            stands_for = stands_for[0]
        letter = font.code(info.codepoint, stands_for, advance)
        letters.append(letter)
        data.append(ShapeData(len(data), advance, 0, x, y, font.face.charWidths[ord(letter)]))
        width += advance / 1000
    return ShapedStr("".join(letters), shapeData=data), width


class ShapedParagraph(Flowable):  # type: ignore[misc]
    """A paragraph whose words are shaped and put in visual order line by line."""

    def __init__(
        self, pieces: Sequence[Piece], style: ParagraphStyle, lines: Sequence[Sequence[Glyphs]] | None = None
    ) -> None:
        super().__init__()
        self.style = style
        self.pieces = pieces
        self.lines = list(lines or ())
        self.bullet = ""
        self._fixed = lines is not None
        self.right_to_left = _base(pieces, own=self._own) == bidi.RTL

    @property
    def _own(self) -> bool:
        """Whether it is what somebody wrote, and no line of ours with a name in it."""
        return bool(getattr(self.style, "follows_direction", False))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        if not self._fixed:
            style = self.style
            room = width - style.leftIndent - style.rightIndent
            self.lines = list(_lines(self.pieces, style.fontSize, room, own=self._own))
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split between lines, leaving at least two on each side."""
        if not self.lines:
            self.wrap(width, height)
        fitting = int(height / self.style.leading + 1e-6)
        if fitting >= len(self.lines):
            return [self]
        fitting = min(fitting, len(self.lines) - 2)
        if fitting < 2:
            return []
        first, rest = (
            ShapedParagraph(self.pieces, self.style, part) for part in (self.lines[:fitting], self.lines[fitting:])
        )
        first.bullet = self.bullet
        return [first, rest]

    def draw(self) -> None:
        style = self.style
        alignment = style.alignment
        if self.right_to_left and alignment == TA_LEFT and self._own:
            alignment = TA_RIGHT
        y = self.height - getAscent(style.fontName, style.fontSize)
        room = self.width - style.leftIndent - style.rightIndent
        if self.bullet:
            hanging = single_line(self.bullet, style.bulletFontName, style.bulletFontSize, style.leftIndent)
            draw_line(
                self.canv, (style.bulletIndent, y), hanging, style.bulletFontSize, style.bulletColor or style.textColor
            )
        for line in self.lines:
            spare = room - line_width(line, style.fontSize)
            x = style.leftIndent + (spare if alignment == TA_RIGHT else spare / 2 if alignment == TA_CENTER else 0)
            draw_line(self.canv, (x, y), line, style.fontSize, style.textColor)
            y -= style.leading


def _base(pieces: Sequence[Piece], *, own: bool = False) -> int:
    """The direction of the whole: that of somebody's own words, or left to right for ours with values in them."""
    if any(piece.isolated for piece in pieces):
        return bidi.LTR
    whole = "".join(piece.text for piece in pieces)
    backward = mostly_right_to_left(whole) if own else runs_right_to_left(whole)
    return bidi.RTL if backward else bidi.LTR


def line_width(line: Sequence[Glyphs], size: float) -> float:
    """The width of a line in points."""
    return sum(glyphs.width * glyphs.scale for glyphs in line) * size


def draw_line(canvas: Canvas, place: tuple[float, float], line: Sequence[Glyphs], size: float, color: object) -> None:
    """Draw a line that is already in visual order."""
    x, y = place
    text = canvas.beginText(x, y)
    text.setFillColor(color)
    for glyphs in line:
        text.setFont(glyphs.font, size * glyphs.scale, size)
        text.setXPos(x - text.getStartOfLine()[0])
        text.textOut(glyphs.text)
        x += glyphs.width * glyphs.scale * size
    canvas.drawText(text)


@lru_cache(maxsize=512)  # what runs at the head and foot of a document is the same on every page
def single_line(text: str, font: str, size: float, width: float) -> tuple[Glyphs, ...]:
    """Lay out on one line, ending in "…" where `width` points are not enough."""
    pieces = [Piece(text, font)]
    return tuple(_shortened(list(_words(pieces, _base(pieces))), font, width / size))


def few_lines(pieces: Sequence[Piece], size: float, width: float, most: int) -> list[list[Glyphs]]:
    """Lay out on at most `most` lines, the last ending in "…" where they are not enough."""
    room = width / size
    words = list(_words(pieces, _base(pieces), room))
    lines = list(_filled(words, room))
    if len(lines) <= most:
        return [_in_visual_order(line) for line in lines]
    gap = list(_glyphs(" ", pieces[0].font, 0))
    last = [[glyphs] for line in lines[most - 1 :] for glyphs in (*line, *gap)]
    return [*map(_in_visual_order, lines[: most - 1]), _shortened(last, pieces[0].font, room)]


def _shortened(words: list[list[Glyphs]], font: str, room: float) -> list[Glyphs]:
    """Put words on a line; those that do not fit give way to "…"."""
    kept: list[list[Glyphs]] = []
    total = sum(glyphs.width * glyphs.scale for word in words for glyphs in word)
    if total > room + 1e-6:
        dots = list(_glyphs("…", font, 0))
        room -= sum(glyphs.width for glyphs in dots)
        for word in words:
            room -= sum(glyphs.width * glyphs.scale for glyphs in word)
            if room < 0:
                break
            kept.append(word)
        while kept and kept[-1][0].space:
            kept.pop()
        words = [*kept, dots]
    return _in_visual_order([glyphs for word in words for glyphs in word])


def _lines(pieces: Sequence[Piece], size: float, width: float, *, own: bool) -> Iterator[list[Glyphs]]:
    for paragraph in _paragraphs(pieces):
        for line in _filled(list(_words(paragraph, _base(pieces, own=own), width / size)), width / size):
            yield _in_visual_order(line)


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Split at line ends."""
    current: list[Piece] = []
    for piece in pieces:
        for index, text in enumerate(piece.text.split("\n")):
            if index:
                yield current
                current = []
            if text:
                current.append(Piece(text, piece.font, piece.isolated))
    yield current


def _filled(words: Sequence[list[Glyphs]], room: float) -> Iterator[list[Glyphs]]:
    """Yield lines as full as may be, their words still in the order they are read."""
    line: list[Glyphs] = []
    used = spaces = 0.0
    pending: list[Glyphs] = []
    for word in words:
        width = sum(glyphs.width * glyphs.scale for glyphs in word)
        if word[0].space:
            pending, spaces = [*pending, *word], spaces + width
            continue
        if line and used + spaces + width > room + 1e-6:
            yield line
            line, used, pending, spaces = [], 0.0, [], 0.0
        elif not line:
            pending, spaces = [], 0.0
        line += [*pending, *word]
        used += spaces + width
        pending, spaces = [], 0.0
    yield line


def _in_visual_order(line: Sequence[Glyphs]) -> list[Glyphs]:
    if not any(glyphs.level for glyphs in line):
        return list(line)
    return [line[index] for index in bidi.visual_order([glyphs.level for glyphs in line])]


def _words(pieces: Sequence[Piece], base: int, room: float = inf) -> Iterator[list[Glyphs]]:
    """Yield what must stay together: a word, a stretch of spaces, or a part of a word too long for a line of `room`."""
    for word in _unbroken_words(pieces, base, room):
        if sum(glyphs.width * glyphs.scale for glyphs in word) > room:
            yield from ([glyphs] for glyphs in word)
        else:
            yield word


def _unbroken_words(pieces: Sequence[Piece], base: int, room: float) -> Iterator[list[Glyphs]]:
    levels = _levels(pieces, base)
    at = 0
    word: list[Glyphs] = []
    letters = 0
    for piece in pieces:
        for text, level in _level_runs(piece.text, levels[at : at + len(piece.text)]):
            space = text[0] == " "
            if word and (space or word[0].space or letters + len(text) > _LONGEST_WORD):
                yield word
                word, letters = [], 0
            word += _fitting_glyphs(text, piece.font, level, room)
            letters += len(text)
        at += len(piece.text)
    if word:
        yield word


def _levels(pieces: Sequence[Piece], base: int) -> list[int]:
    """Return the level of each letter, the parts of each piece in the order they are said in."""
    marked: list[str] = []
    spans, at = [], 0
    for piece in pieces:
        text = in_order(piece.text) if piece.isolated or base == bidi.LTR else piece.text
        if piece.isolated and text:
            spans.append((at, at + len(text)))
        at += len(text)
        marked.append(text)
    whole = "".join(marked)
    found = zip(whole, bidi.levels(whole, spans, base), strict=True)
    return [level for letter, level in found if letter != FROM_LEFT]  # people's own were cleaned away


def _level_runs(text: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Split where the direction changes, where words meet spaces, and in words too long to be one."""
    start = 0
    for index in range(1, len(text) + 1):
        if (
            index == len(text)
            or levels[index] != levels[start]
            or (text[index] == " ") != (text[start] == " ")
            or index - start >= _LONGEST_WORD
        ):
            yield text[start:index], levels[start]
            start = index


def _fitting_glyphs(text: str, font: str, level: int, room: float) -> Iterator[Glyphs]:
    """Shape a text; what is wider than a line is shaped in halves."""
    shaped = list(_glyphs(text, font, level))
    if len(text) > 1 and any(glyphs.width * glyphs.scale > room for glyphs in shaped):
        middle = len(text) // 2
        yield from _fitting_glyphs(text[:middle], font, level, room)
        yield from _fitting_glyphs(text[middle:], font, level, room)
    else:
        yield from shaped


def _glyphs(text: str, font: str, level: int) -> Iterator[Glyphs]:
    for run in fonts.runs(text, font):
        shaped, width = _shape(run.text, run.font, bool(level % 2))
        yield Glyphs(shaped, run.font, run.scale, width, level, text[0] == " ")
