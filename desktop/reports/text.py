"""Text from people on paper: never markup, never a missing letter, never outside its column."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer
from reportlab.platypus.paraparser import ParaFrag

from desktop.naming.outcomes import shortened
from desktop.reports import fonts
from desktop.reports.shaping import Piece, ShapedParagraph

Prose: TypeAlias = Paragraph | ShapedParagraph

_LETTERS_OF_A_LINE = 40
"""What a line's end takes of a page, in letters: empty lines are tall too."""
_MEASURED_TOGETHER = 10_000
"""So many letters make a paragraph that is measured in no time."""
_TOLD_WHOLE = 120
"""So many letters of a title stand in a list of bookmarks."""
_MARKUP = re.compile(r"(</?b>|</?i>|<br/>|\{\w+\})")
# What only a shaper lays out well: marks set upon letters, and scripts that run right to left.
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufefc]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_JOINING = re.compile("[\u00a0\u2007\u202f]")
_GAPS = re.compile("[^\\S\u00a0\u2007\u202f]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: object) -> str:
    """Return `text` fit for paper: line ends as newlines, invisible signs gone, other controls as boxes."""
    raw = str(text)
    if fonts.plain().fullmatch(raw):
        return raw
    raw = _LINE_ENDS.sub("\n", raw)
    raw = _INVISIBLE.sub("", raw.replace("\t", "    "))
    return unicodedata.normalize("NFC", _CONTROL.sub(fonts.REPLACEMENT, raw))


def one_line(text: object) -> str:
    """Return `text` cleaned and on one line, for titles, bookmarks and running heads; what may not be parted is not."""
    line = clean(text)
    return " ".join(line.split()) if not _JOINING.search(line) else _GAPS.sub(" ", line).strip(" ")


def in_brief(text: object) -> str:
    """Return `text` on one line, and the beginning of one too long for a list of bookmarks or the title of a window."""
    line = one_line(text)
    return line if len(line) <= _TOLD_WHOLE else shortened(line, _TOLD_WHOLE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a template: words of our own, or the name of a value."""

    text: str
    bold: bool
    italic: bool
    is_value: bool


@lru_cache(maxsize=512)
def _parts(template: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    bold = italic = False
    for bit in _MARKUP.split(template):
        if bit in ("<b>", "</b>"):
            bold = bit == "<b>"
        elif bit in ("<i>", "</i>"):
            italic = bit == "<i>"
        elif bit == "<br/>":
            parts.append(_Part("\n", bold, italic, is_value=False))
        elif bit.startswith("{") and bit.endswith("}"):
            parts.append(_Part(bit[1:-1], bold, italic, is_value=True))
        elif bit:
            parts.append(_Part(bit, bold, italic, is_value=False))
    return tuple(parts)


def para(template: str, style: ParagraphStyle, /, **values: object) -> Prose:
    """Return a paragraph; only `template` may hold markup (<b>, <i>, <br/>), values print as they were typed.

    A value may be a list of texts, printed with commas between. A name without a value stays as it is.
    """
    return _prose(list(_pieces(_parts(template), style, values)), style)


def _prose(pieces: Sequence[Piece], style: ParagraphStyle) -> Prose:
    shaped = style.shaping or any(_COMPLEX.search(piece.text) for piece in pieces)
    made = ShapedParagraph(pieces, style) if shaped else Paragraph("", style, frags=_frags(pieces, style))
    made.letters = sum(len(piece.text) + _LETTERS_OF_A_LINE * piece.text.count("\n") for piece in pieces)
    made.pieces = pieces
    return made


def hanging(bullet: str, template: str, style: ParagraphStyle, /, **values: object) -> Prose:
    """Return a paragraph with `bullet` (ours, or a number) hanging in its left indent."""
    made = para(template, style, **values)
    _hang(bullet, made)
    return made


def _hang(bullet: str, on: Prose) -> None:
    if isinstance(on, ShapedParagraph):
        on.bullet = bullet
    elif bullet:
        on.bulletText = bullet


def portions(part: Flowable) -> Sequence[Flowable]:
    """Return a very long paragraph as several, parted at line ends, else between words; anything else as it is.

    A heading stays whole: its place is known by it. What holds a long paragraph (it has `letters`) parts itself.

    What is cut across pages is measured anew for every piece that is cut off: the time that takes grows with the square
    of its length.
    """
    if getattr(part, "letters", 0) <= _MEASURED_TOGETHER or hasattr(part, "outline"):
        return [part]
    if not isinstance(part, Prose):
        return list(part.portions())
    found: list[list[Piece]] = [[]]
    room = _MEASURED_TOGETHER
    for piece in part.pieces:
        text = piece.text
        while len(text) > room:
            end = text.rfind("\n", 0, room) + 1 or text.rfind(" ", 0, room) + 1
            if not end and room == _MEASURED_TOGETHER:
                end = room
            found[-1].append(replace(piece, text=text[:end].removesuffix("\n")))
            found.append([])
            text, room = text[end:], _MEASURED_TOGETHER
        found[-1].append(replace(piece, text=text))
        room -= len(text)
    look = part.style
    within = ParagraphStyle(
        f"{look.name} goes on", parent=look, spaceBefore=0, spaceAfter=0, firstLineIndent=0, keepWithNext=0
    )
    made = [_prose(pieces, within) for pieces in found]
    _hang(getattr(part, "bullet", "") or getattr(part, "bulletText", ""), made[0])
    return [Spacer(0, look.spaceBefore), *made, Spacer(0, look.spaceAfter)]


def _pieces(parts: Sequence[_Part], style: ParagraphStyle, values: dict[str, object]) -> Iterator[Piece]:
    alone = len(parts) == 1
    for part in parts:
        font = _face(style.fontName, bold=part.bold, italic=part.italic)
        if not part.is_value or part.text not in values:
            yield Piece("{" + part.text + "}" if part.is_value else part.text, font)
            continue
        value = values[part.text]
        if isinstance(value, list | tuple):
            for index, each in enumerate(value):
                if index:
                    yield Piece(", ", font)
                yield Piece(clean(each), font, isolated=True)
        else:
            yield Piece(clean(value), font, isolated=not alone)


@lru_cache(maxsize=64)
def _face(name: str, *, bold: bool, italic: bool) -> str:
    name = fonts.ITALIC.get(name, name) if italic else name
    return fonts.BOLD.get(name, name) if bold else name


def _frags(pieces: Sequence[Piece], style: ParagraphStyle) -> list[ParaFrag]:
    frags = []
    for piece in pieces:
        for index, line in enumerate(piece.text.split("\n")):
            if index:
                frags.append(_frag("", piece.font, 1.0, style, line_break=True))
            frags += [_frag(run.text, run.font, run.scale, style) for run in fonts.runs(line, piece.font)]
    return frags or [_frag("", style.fontName, 1.0, style)]


def _frag(text: str, font: str, scale: float, style: ParagraphStyle, *, line_break: bool = False) -> ParaFrag:
    frag = ParaFrag(
        text=text,
        fontName=font,
        fontSize=style.fontSize * scale,
        textColor=style.textColor,
        rise=0,
        link=[],
        us_lines=[],
        bold=0,
        italic=0,
    )
    if line_break:
        frag.lineBreak = True
    return frag


def as_typed(text: object) -> str:
    """Return a text whose spaces and line ends survive printing: for originals kept to the letter."""
    return re.sub("  +|^ ", lambda spaces: "\u00a0" * len(spaces[0]), clean(text), flags=re.MULTILINE)
