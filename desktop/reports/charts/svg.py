"""A drawing as SVG. ReportLab's own writer rounds colours and sizes and knows neither our letters nor what they say.

Only what `sketch` draws is known here: lines, rectangles, circles, paths and words, without turning or scaling.
"""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.graphics.renderbase import Renderer, StateTracker, getStateDelta
from reportlab.graphics.shapes import Circle, Drawing, Line, Path, Rect
from reportlab.lib.colors import Color

from desktop.reports.charts.letters import Words, outlines

_COMMANDS = (("M", 2), ("L", 2), ("C", 6), ("Z", 0))
_JOINS = ("miter", "round", "bevel")


def to_svg(drawing: Drawing, *, title: str, description: str, margin: float = 0, ground: str = "") -> str:
    """Return an SVG document; `ground` is the colour behind it all, if any."""
    return "".join(_Svg().document(drawing, title, description, margin, ground))


class _Svg(Renderer):  # type: ignore[misc]
    """Writes each shape as an element with the attributes it was given."""

    def document(self, drawing: Drawing, title: str, description: str, margin: float, ground: str) -> Iterator[str]:
        """Yield the parts of the document."""
        self.height = drawing.height
        self.parts: list[str] = []
        self._tracker = StateTracker(defaultObj=drawing)
        self.drawNode(drawing)
        width, height = _number(drawing.width + 2 * margin), _number(drawing.height + 2 * margin)
        corner = _number(-margin)
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{corner} {corner} {width} {height}" role="img">\n'
        )
        yield f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
        if ground:
            yield f'<rect x="{corner}" y="{corner}" width="{width}" height="{height}" fill="{ground}"/>\n'
        yield from self.parts
        yield "</svg>\n"

    def drawNode(self, node: Any) -> None:
        self._tracker.push(getStateDelta(node))
        self.drawNodeDispatcher(node)
        self._tracker.pop()

    def _add(self, element: str, attributes: str, *, filled: bool = True) -> None:
        state = self._tracker.getState()
        look = f' fill="{_color(state["fillColor"]) if filled else "none"}"'
        if state["strokeColor"] is not None:
            look += f' stroke="{_color(state["strokeColor"])}" stroke-width="{_number(state["strokeWidth"])}"'
            if state["strokeDashArray"]:
                look += f' stroke-dasharray="{",".join(map(_number, state["strokeDashArray"]))}"'
            if state["strokeLineJoin"]:
                look += f' stroke-linejoin="{_JOINS[state["strokeLineJoin"]]}"'
        self.parts.append(f"<{element} {attributes}{look}/>\n")

    def drawLine(self, line: Line) -> None:
        start, end = f"{_number(line.x1)} {self._y(line.y1)}", f"{_number(line.x2)} {self._y(line.y2)}"
        self._add("path", f'd="M{start}L{end}"', filled=False)

    def drawRect(self, rect: Rect) -> None:
        place = f'x="{_number(rect.x)}" y="{self._y(rect.y + rect.height)}"'
        size = f'width="{_number(rect.width)}" height="{_number(rect.height)}"'
        self._add("rect", f"{place} {size}" + (f' rx="{_number(rect.rx)}"' if rect.rx else ""))

    def drawCircle(self, circle: Circle) -> None:
        self._add("circle", f'cx="{_number(circle.cx)}" cy="{self._y(circle.cy)}" r="{_number(circle.r)}"')

    def drawPath(self, path: Path) -> None:
        numbers, parts = iter(path.points), []
        for operator in path.operators:
            letter, count = _COMMANDS[operator]
            places = [next(numbers) for _number_of_it in range(count)]
            pairs = zip(places[::2], places[1::2], strict=True)
            parts.append(letter + " ".join(f"{_number(x)} {self._y(y)}" for x, y in pairs))
        self._add("path", f'd="{"".join(parts)}"')

    def draw_words(self, words: Words) -> None:
        """Draw a line of words as outlines that say what they are."""
        size = f"{words.size / 1000:.5f}"
        place = f"translate({_number(words.x)} {self._y(words.y)}) scale({size} -{size})"
        said = quoteattr(words.text)
        color = _color(words.color)
        self.parts.append(f'<path aria-label={said} transform="{place}" fill="{color}" d="{outlines(words.line)}"/>\n')

    def _y(self, y: float) -> str:
        return _number(self.height - y)


def _number(value: float) -> str:
    words = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if words == "-0" else words


def _color(color: Color | None) -> str:
    return "none" if color is None else f"#{color.hexval()[2:]}"
