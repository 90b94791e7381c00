"""Parts of papers that are written on by hand: places for times, boxes to tick, lines for the minutes, asides."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TypeVar

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop.reports import fonts
from desktop.reports.page import Laid, write
from desktop.reports.parts import NOTE_GAP
from desktop.reports.style import GREY, INK, RULE, TEXT
from desktop.reports.text import Prose, portions

T = TypeVar("T")
LINE_GAP: float = 8.5 * mm
"""Between two lines of minutes written by hand."""
OWNER: float = 38 * mm
DUE: float = 21 * mm
_LABEL = 8.5
_CIRCLE = 4.6
_MARKS = 13.0
"""From one circle of a line to the next."""
_GUTTER = 6.0
_GIVEN_UP = 2


def fewest_pages(choices: Sequence[T], lay_out: Callable[[T], Laid]) -> Laid:
    """Lay out by the first of `choices` that gives the fewest pages: room to write, but no page for a small rest."""
    counts = [write(BytesIO(), lay_out(choice)) for choice in choices]
    return lay_out(choices[counts.index(min(counts))])


def dotted(canvas: Canvas, left: float, right: float, base: float) -> None:
    """Draw a line to write on."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.setDash([0.6, 2.4])
    canvas.setLineCap(1)
    canvas.line(left, base, right, base)
    canvas.setDash()


class _Beside(Flowable):  # type: ignore[misc]
    """A text with something drawn at its left, which it keeps when it crosses a page."""

    INDENT = 7.0

    def __init__(self, text: Prose) -> None:
        super().__init__()
        self.text = text
        self.letters = getattr(text, "letters", 0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self.text.wrap(width - self.INDENT, height)[1]
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return [type(self)(part) for part in self.text.split(width - self.INDENT, height)]

    def portions(self) -> list[Flowable]:
        return [type(self)(part) for part in portions(self.text) if not isinstance(part, Spacer)]


class Aside(_Beside):
    """A text with a rule at its left: what only one reader is told."""

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.4)
        canvas.line(0.7, 0, 0.7, self.height - 1)
        self.text.drawOn(canvas, self.INDENT, 0)


class ToTick(_Beside):
    """A text with a box before it to tick."""

    INDENT = 13.0
    SIZE = 7.5

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(0.7)
        canvas.roundRect(0, self.height - self.SIZE - 2, self.SIZE, self.SIZE, 1.3)
        self.text.drawOn(canvas, self.INDENT, 0)


class WriteOn(Flowable):  # type: ignore[misc]
    """One dotted line at the foot of a place to write in."""

    def __init__(self, width: float, height: float = NOTE_GAP) -> None:
        super().__init__()
        self.width, self.height = width, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        dotted(self.canv, 0, self.width, 4)


class RealTime(Flowable):  # type: ignore[misc]
    """Dotted places, one below the other, to write down when something really was."""

    def __init__(self, width: float, labels: Sequence[str]) -> None:
        super().__init__()
        self.width, self.labels = width, labels
        self.height = len(labels) * NOTE_GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        indent = max(stringWidth(label, fonts.SANS, _LABEL) for label in self.labels) + 5
        for place, label in enumerate(self.labels, 1):
            base = self.height - place * NOTE_GAP + 4
            canvas.setFont(fonts.SANS, _LABEL)
            canvas.setFillColor(GREY)
            canvas.drawString(0, base, label)
            dotted(canvas, indent, self.width, base)


class Blanks(Flowable):  # type: ignore[misc]
    """Places to fill in along one line: each a word, a line of its share of the width, and a word that may follow."""

    def __init__(self, width: float, blanks: Sequence[tuple[str, float, str]]) -> None:
        super().__init__()
        self.width, self.blanks, self.height = width, blanks, NOTE_GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        taken = sum(self._taken(before) + self._taken(after) for before, _share, after in self.blanks)
        room = max(self.width - taken - 10 * (len(self.blanks) - 1), 0) / sum(share for _b, share, _a in self.blanks)
        left = 0.0
        canvas.setFillColor(TEXT)
        for before, share, after in self.blanks:
            canvas.setFont(fonts.SANS, 9.5)
            canvas.drawString(left, 4, before)
            left += self._taken(before)
            dotted(canvas, left, left + room * share, 4)
            left += room * share
            if after:
                canvas.drawString(left + 4, 4, after)
            left += self._taken(after) + 10

    @staticmethod
    def _taken(word: str) -> float:
        return float(stringWidth(word, fonts.SANS, 9.5)) + 4 if word else 0.0


class MinutesLines(Flowable):  # type: ignore[misc]
    """Lines for minutes by hand: circles to tick for the marks, what was said, and for an action its owner and date.

    It crosses pages between two lines; what goes on begins with `label`. One or two lines left over are given up.
    """

    LABEL = 15.0

    def __init__(self, width: float, count: int, marks: Sequence[str], label: str, *, goes_on: bool = False) -> None:
        super().__init__()
        self.width, self.count, self.marks, self.label, self.goes_on = width, count, marks, label, goes_on
        self.height = count * LINE_GAP + (self.LABEL if goes_on else 0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        fitting = min(int((height - (self.LABEL if self.goes_on else 0)) // LINE_GAP), self.count)
        if fitting < 1:
            return []
        first = MinutesLines(self.width, fitting, self.marks, self.label, goes_on=self.goes_on)
        left = self.count - fitting
        if left <= _GIVEN_UP:
            return [first]
        return [first, MinutesLines(self.width, left, self.marks, self.label, goes_on=True)]

    def draw(self) -> None:
        canvas = self.canv
        if self.goes_on:
            canvas.setFillColor(GREY)
            canvas.setFont(fonts.SANS_MEDIUM, _LABEL)
            canvas.drawString(0, self.height - 9, self.label)
        for line in range(self.count):
            base = (self.count - line - 1) * LINE_GAP + 5
            for place, letter in enumerate(self.marks):
                middle = place * _MARKS + _CIRCLE + 0.5
                canvas.setStrokeColor(RULE)
                canvas.setLineWidth(0.7)
                canvas.circle(middle, base + 4, _CIRCLE)
                canvas.setFillColor(GREY)
                canvas.setFont(fonts.SANS_MEDIUM, 7)
                canvas.drawCentredString(middle, base + 1.9, letter)
            for left, right in spans(self.width, len(self.marks)):
                dotted(canvas, left, right, base)


def spans(width: float, marks: int) -> list[tuple[float, float]]:
    """Return from where to where, on a line of this width, one writes what was said, who does it and until when."""
    said = marks * _MARKS + 4
    due = width - DUE
    owner = due - _GUTTER - OWNER
    return [(said, owner - _GUTTER), (owner, due - _GUTTER), (due, width)]
