"""How paper looks: measures, greys and paragraph styles (visual/STYLE.md, "Print"). Legible in greyscale."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
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
INDENT: float = 10 * mm  # the column of an item's number, left of what was said


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, in points."""

    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        return self.width, self.height

    @property
    def text_width(self) -> float:
        return self.width - 2 * SIDE

    @property
    def text_height(self) -> float:
        return self.height - TOP - BOTTOM


PAPERS = MappingProxyType({"a4": Paper(*A4), "letter": Paper(*LETTER)})


@cache
def style(name: str) -> ParagraphStyle:
    """Return a paragraph style by its role."""
    fonts.register()
    return _styles()[name]


def _make(name: str, font: str, size: float, leading: float, color: HexColor = TEXT, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=color, allowWidows=0, allowOrphans=0, **more
    )


@cache
def _styles() -> dict[str, ParagraphStyle]:
    sans, semibold = fonts.SANS, fonts.SANS_SEMIBOLD
    every = (
        _make("title", fonts.DISPLAY, 28, 32, INK, shaping=1),
        _make("part title", fonts.DISPLAY, 20, 24, INK, shaping=1),
        _make("subtitle", sans, 12, 16, GREY),
        _make("heading", fonts.SUBHEAD, 14.5, 18, INK, shaping=1),
        _make(
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
        _make("lead", fonts.SERIF, 11, 15),
        _make("body", sans, 10, 14),
        _make("said", sans, 10, 14, leftIndent=INDENT, spaceAfter=3, follows_direction=True),
        _make("said quiet", sans, 10, 14, GREY, leftIndent=INDENT, spaceAfter=3),
        _make(
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
        _make("original", sans, 10, 14, follows_direction=True),
        _make("label", fonts.SANS_MEDIUM, 8.5, 11, GREY),
        _make("fact", semibold, 10.5, 13.5, INK),
        _make("small", sans, 8.5, 11.5, GREY),
        _make("head", fonts.SANS_MEDIUM, 8.5, 11, GREY),
        _make("cell", sans, 9.5, 12.5),
        _make("cell strong", semibold, 9.5, 12.5, INK),
        _make("cell quiet", sans, 9.5, 12.5, GREY),
        _make("names", sans, 9, 11.5),
        _make("time", semibold, 10.5, 13.5, INK),
        _make("item number", semibold, 10.5, 13.5, GREY),
        _make("item title", semibold, 10.5, 13.5, INK),
        _make("number", semibold, 10, 13, ACCENT),
        _make("decision", semibold, 10, 13, INK),
        _make("action", sans, 10, 13),
    )
    return {each.name: each for each in every}
