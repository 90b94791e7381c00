"""The embedded fonts: which file, which letters, and how a shaped letter finds its way back to its text."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from resources import resource

SANS, SANS_ITALIC, SANS_MEDIUM, SANS_SEMIBOLD, SANS_BOLD = (
    "Sans",
    "SansItalic",
    "SansMedium",
    "SansSemibold",
    "SansBold",
)
SERIF, SERIF_ITALIC, SERIF_SEMIBOLD, DISPLAY, SUBHEAD = "Serif", "SerifItalic", "SerifSemibold", "Display", "Subhead"

_SOURCES = {
    SANS: "SourceSans3-Regular",
    SANS_ITALIC: "SourceSans3-It",
    SANS_MEDIUM: "SourceSans3-Medium",
    SANS_SEMIBOLD: "SourceSans3-Semibold",
    SANS_BOLD: "SourceSans3-Bold",
    SERIF: "SourceSerif4-Regular",
    SERIF_ITALIC: "SourceSerif4-It",
    SERIF_SEMIBOLD: "SourceSerif4-Semibold",
    DISPLAY: "SourceSerif4Display-Semibold",
    SUBHEAD: "SourceSerif4Subhead-Semibold",
}
_SCRIPTS = ("Georgian", "Armenian", "Arabic", "Ethiopic")
_HEAVY = frozenset({SANS_SEMIBOLD, SANS_BOLD, SERIF_SEMIBOLD, DISPLAY, SUBHEAD})
_SERIFS = frozenset({SERIF, SERIF_ITALIC, SERIF_SEMIBOLD, DISPLAY, SUBHEAD})

# Noto's letters stand taller than Source's at one size; these make lines of mixed script look even.
_SCALE = {"Georgian": 0.92, "Armenian": 0.92, "Arabic": 1.0, "Ethiopic": 0.9}

BOLD = {
    SANS: SANS_SEMIBOLD,
    SANS_ITALIC: SANS_SEMIBOLD,
    SANS_MEDIUM: SANS_SEMIBOLD,
    SERIF: SERIF_SEMIBOLD,
    SERIF_ITALIC: SERIF_SEMIBOLD,
}
ITALIC = {SANS: SANS_ITALIC, SERIF: SERIF_ITALIC}

REPLACEMENT = "\u25a1"  # a box: no font has a sign for what was typed
_PRIVATE = 0xF0000
_lock = threading.Lock()


class RecordFont(TTFont):  # type: ignore[misc]
    """A font whose shaped letters can be copied out of the PDF again as they were typed.

    Joined Arabic letters, ligatures and mirrored brackets are glyphs without a character of their own. Each gets a
    private code per text it stands for, and the code is given back as that text in the PDF's ToUnicode map.
    """

    def __init__(self, name: str, stem: str) -> None:
        super().__init__(name, BytesIO(resource("fonts", stem + ".ttf").read_bytes()))
        self.letters = frozenset(self.face.charToGlyph)
        self._codes: dict[tuple[int, str], str] = {}
        self._texts: dict[int, str] = {}

    def code(self, glyph: int, text: str, advance: float) -> str:
        """Return the character that draws `glyph` and reads as `text` (which may be empty or several letters)."""
        if len(text) == 1 and self.face.charToGlyph.get(ord(text)) == glyph and ord(text) != 0xA0:
            return text
        known = self._codes.get((glyph, text))
        if known is None:
            private = _PRIVATE + len(self._codes)
            self.face.charToGlyph[private] = glyph
            self.face.charWidths[private] = advance
            self._texts[private] = text
            known = self._codes[glyph, text] = chr(private)
        return known

    def addObjects(self, doc: PDFDocument) -> None:
        """Embed the subsets, then give every private code its text."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for index, subset in enumerate(subsets):
            if any(code in self._texts for code in subset):
                name = (b"".join((SUBSETN(index), b"+", self.face.name, self.face.subfontNameX))).decode("pdfdoc")
                doc.idToObject["toUnicodeCMap:" + name].content = self._to_unicode(name, subset)

    def _to_unicode(self, name: str, subset: list[int]) -> str:
        texts = {code: self._texts.get(character, chr(character)) for code, character in enumerate(subset) if character}
        rows = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items() if text]
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin",
                "12 dict begin",
                "begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                f"/CMapName /{name} def",
                "/CMapType 2 def",
                "1 begincodespacerange",
                "<00> <FF>",
                "endcodespacerange",
                *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
                "endcmap",
                "CMapName currentdict /CMap defineresource pop",
                "end",
                "end",
            ]
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font can draw. `scale` is to be multiplied with the style's size."""

    text: str
    font: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _Fallback:
    name: str
    letters: frozenset[int]
    scale: float


def register() -> None:
    """Make the fonts known to ReportLab, once in a process."""
    with _lock:
        if SUBHEAD in pdfmetrics._fonts:
            return
        for script in _SCRIPTS:
            for weight in ("Regular", "Bold"):
                pdfmetrics.registerFont(RecordFont(script + weight, f"NotoSans{script}-{weight}"))
        for name, stem in _SOURCES.items():
            pdfmetrics.registerFont(RecordFont(name, stem))


def font(name: str) -> RecordFont:
    """Return a registered font."""
    register()
    found = pdfmetrics.getFont(name)
    assert isinstance(found, RecordFont)
    return found


@lru_cache(maxsize=1)
def plain() -> re.Pattern[str]:
    """Return the pattern of texts that every Source font draws as they are, letter by letter, left to right."""
    shared = frozenset.intersection(*(font(name).letters for name in _SOURCES))
    usable = sorted(code for code in shared if code >= 0x20 and not _awkward(code))
    return re.compile(f"[{_ranges(usable)}]*")


def _awkward(code: int) -> bool:
    """Controls, invisible signs, marks set upon other letters, and letters that run right to left."""
    return (
        0x7F <= code <= 0x9F
        or code == 0xAD
        or 0x300 <= code <= 0x36F
        or 0x590 <= code <= 0x8FF
        or 0x200B <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or code >= 0xD800
    )


def _ranges(codes: Iterable[int]) -> str:
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


@lru_cache(maxsize=32)
def _chain(name: str) -> tuple[_Fallback, ...]:
    weight = "Bold" if name in _HEAVY else "Regular"
    stand_in = (SANS_SEMIBOLD if name in _HEAVY else SANS,) if name in _SERIFS else ()
    own = [_Fallback(each, font(each).letters, 1.0) for each in (name, *stand_in)]
    return (*own, *(_Fallback(s + weight, font(s + weight).letters, _SCALE[s]) for s in _SCRIPTS))


@lru_cache(maxsize=16384)
def _home(character: str, name: str) -> tuple[str, str, float]:
    """Return what to draw for a character, with which font, how large."""
    for fallback in _chain(name):
        if ord(character) in fallback.letters:
            return character, fallback.name, fallback.scale
    _, box_font, scale = _home(REPLACEMENT, name)
    return REPLACEMENT, box_font, scale


def runs(text: str, name: str) -> Iterator[Run]:
    """Split `text` into stretches that one font can draw, the font `name` where it can. What none can becomes a box."""
    if plain().fullmatch(text):
        if text:
            yield Run(text, name)
        return
    part: list[str] = []
    current: tuple[str, float] | None = None
    for character in text:
        drawn, home, scale = _home(character, name)
        if (home, scale) != current:
            if part and current:
                yield Run("".join(part), *current)
            part, current = [], (home, scale)
        part.append(drawn)
    if part and current:
        yield Run("".join(part), *current)
