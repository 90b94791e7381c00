"""How paper looks: measures, greys and paragraph styles (visual/STYLE.md, "Print"). Legible in greyscale."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A3, A4, A6, LETTER, TABLOID
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from desktop.reports import fonts

INK = HexColor("#111A18")
TEXT = HexColor("#1D2725")
GREY = HexColor("#4F5B57")
RULE = HexColor("#8B9692")
HAIR = HexColor("#C6CECA")
TINT = HexColor("#EFF2F1")
ACCENT = HexColor("#14606C")

SIDE: float = 20 * mm
TOP: float = 22 * mm
BOTTOM: float = 19 * mm
LANDSCAPE_SIDE: float = 18 * mm
INDENT: float = 10 * mm  # the column of an item's number, left of what was said


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, in points."""

    width: float
    height: float
    side: float = SIDE
    top: float = TOP
    bottom: float = BOTTOM

    @property
    def size(self) -> tuple[float, float]:
        return self.width, self.height

    @property
    def text_width(self) -> float:
        return self.width - 2 * self.side

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom

    def turned(self) -> "Paper":
        """Return the sheet laid on its long side."""
        return Paper(self.height, self.width, LANDSCAPE_SIDE, self.top, self.bottom)


PAPERS = MappingProxyType({"a4": Paper(*A4), "letter": Paper(*LETTER), "a3": Paper(*A3), "tabloid": Paper(*TABLOID)})
_SLIP = (9 * mm, 16 * mm, 14 * mm)
SLIPS = MappingProxyType({"a4": Paper(A6[0], A6[1], *_SLIP), "letter": Paper(LETTER[0] / 2, LETTER[1] / 2, *_SLIP)})
"""Small pages to hand to somebody: a quarter of the sheet of that name."""


@cache
def style(name: str) -> ParagraphStyle:
    """Return a paragraph style by its role."""
    fonts.register()
    return _styles()[name]


def make(name: str, font: str, size: float, leading: float, color: HexColor = TEXT, **more: object) -> ParagraphStyle:
    """Return a paragraph style that only one document has; those that several share stand below."""
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=color, allowWidows=0, allowOrphans=0, **more
    )


@cache
def _styles() -> dict[str, ParagraphStyle]:
    sans, semibold = fonts.SANS, fonts.SANS_SEMIBOLD
    every = (
        make("title", fonts.DISPLAY, 28, 32, INK, shaping=1),
        make("part title", fonts.DISPLAY, 20, 24, INK, shaping=1),
        make("subtitle", sans, 12, 16, GREY),
        make("heading", fonts.SUBHEAD, 14.5, 18, INK, shaping=1),
        make(
            "item heading",
            fonts.SUBHEAD,
            14.5,
            18,
            INK,
            shaping=1,
            leftIndent=INDENT,
            bulletFontName=fonts.SUBHEAD,
            bulletFontSize=14.5,
            bulletColor=GREY,
        ),
        make("lead", fonts.SERIF, 11, 15),
        make("body", sans, 10, 14),
        make("said", sans, 10, 14, leftIndent=INDENT, spaceAfter=3, follows_direction=True),
        make("said note", sans, 8.5, 11.5, GREY, leftIndent=INDENT, spaceAfter=4),
        make("said quiet", sans, 10, 14, GREY, leftIndent=INDENT, spaceAfter=3),
        make(
            "point",
            sans,
            10,
            14,
            leftIndent=INDENT + 11,
            bulletIndent=INDENT + 1,
            spaceAfter=3,
            follows_direction=True,
            bulletFontName=semibold,
            bulletFontSize=10,
            bulletColor=INK,
        ),
        make("original", sans, 10, 14, follows_direction=True),
        make("label", fonts.SANS_MEDIUM, 8.5, 11, GREY),
        make("fact", semibold, 10.5, 13.5, INK),
        make("small", sans, 8.5, 11.5, GREY),
        make("small right", sans, 8.5, 11.5, GREY, alignment=TA_RIGHT),
        make("chart note", sans, 9.5, 13, GREY),
        make("head", fonts.SANS_MEDIUM, 8.5, 11, GREY),
        make("cell", sans, 9.5, 12.5),
        make("cell strong", semibold, 9.5, 12.5, INK),
        make("cell quiet", sans, 9.5, 12.5, GREY),
        make("names", sans, 9, 11.5),
        make("time", semibold, 10.5, 13.5, INK),
        make("item number", semibold, 10.5, 13.5, GREY),
        make("item title", semibold, 10.5, 13.5, INK),
        make("head right", fonts.SANS_MEDIUM, 8.5, 11, GREY, alignment=TA_RIGHT),
        make("head middle", fonts.SANS_MEDIUM, 8.5, 11, GREY, alignment=TA_CENTER),
        make("figure", sans, 9.5, 12.5, alignment=TA_RIGHT),
        make("figure strong", semibold, 9.5, 12.5, INK, alignment=TA_RIGHT),
        make("figure quiet", sans, 8.5, 12.5, GREY, alignment=TA_RIGHT),
        make("step", sans, 9.5, 12.5, leftIndent=14, bulletFontName=semibold, bulletFontSize=9.5, bulletColor=GREY),
        make("letter", sans, 10.5, 15, spaceAfter=7, follows_direction=True),
        make("letter close", sans, 10.5, 15),
        make("letter strong", semibold, 10.5, 15, INK),
        make(
            "letter point",
            sans,
            10.5,
            15,
            leftIndent=15,
            bulletIndent=3,
            spaceAfter=3,
            bulletFontName=semibold,
            bulletFontSize=10.5,
            bulletColor=INK,
        ),
        make("number", semibold, 10, 13, ACCENT),
        make("decision", semibold, 10, 13, INK),
        make("action", sans, 10, 13),
    )
    return {each.name: each for each in every}
