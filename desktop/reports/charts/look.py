"""How charts look: colours by role, type sizes and widths of lines, for paper and for the screen."""

from dataclasses import dataclass, replace
from functools import cache

from reportlab.lib.colors import HexColor

from desktop.reports import fonts


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, as #RRGGBB. On paper all are greys."""

    surface: str
    text: str
    text2: str
    line: str
    """Lines of the grid and between rows."""
    line_strong: str
    """Outlines that mean something."""
    fill: str
    """Solid bars, dots, and the line of a trend."""
    on_fill: str
    soft: str
    """The band, and the ground below a line."""
    edge: str
    """The outline of an empty bar."""


PAPER_GREYS = Palette(
    surface="#FFFFFF",
    text="#111A18",
    text2="#4F5B57",
    line="#C6CECA",
    line_strong="#8B9692",
    fill="#111A18",
    on_fill="#FFFFFF",
    soft="#EFF2F1",
    edge="#1D2725",
)
LIGHT = Palette(
    surface="#FFFFFF",
    text="#17211E",
    text2="#43504B",
    line="#DCE3E0",
    line_strong="#7F8D88",
    fill="#14606C",
    on_fill="#FFFFFF",
    soft="#E4F0F1",
    edge="#7F8D88",
)
DARK = Palette(
    surface="#1C2225",
    text="#E6ECEA",
    text2="#BAC6C3",
    line="#2E373B",
    line_strong="#74827F",
    fill="#72C6D2",
    on_fill="#10191B",
    soft="#1B3A41",
    edge="#74827F",
)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and measures of a chart. Sizes are points on paper and pixels on the screen."""

    palette: Palette
    paper: bool
    title: float
    small: float
    """Words at the axes and below."""
    label: float
    """Names of rows, and the key."""
    value: float
    """Numbers at bars."""
    strong: float
    """Numbers at the points of a line."""
    bar: float
    row: float
    """From one row of a list to the next, at least."""
    stroke: float
    """The line of a trend."""
    hair: float

    def color(self, role: str) -> HexColor:
        """Return the colour of a role."""
        return _color(getattr(self.palette, role))

    def scaled(self, percent: int) -> "Look":
        """Return the look with words at `percent` of their size, and bars and rows that fit them."""
        if percent == 100:
            return self
        names = ("title", "small", "label", "value", "strong", "bar", "row")
        return replace(self, **{name: getattr(self, name) * percent / 100 for name in names})


@cache
def _color(value: str) -> HexColor:
    return HexColor(value)


PAPER = Look(PAPER_GREYS, True, 14.5, 8.5, 10, 9, 10, 8.5, 29, 2, 0.5)
SCREEN_LIGHT = Look(LIGHT, False, 16, 12, 13, 12, 14, 8, 36, 2.2, 1)
SCREEN_DARK = replace(SCREEN_LIGHT, palette=DARK)

PLAIN, MEDIUM, SEMIBOLD, SUBHEAD = fonts.SANS, fonts.SANS_MEDIUM, fonts.SANS_SEMIBOLD, fonts.SUBHEAD
