"""How far a turn is, as a small sign that survives black and white, and the words beside it."""

from collections.abc import Collection, Sequence
from datetime import date, time

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from db.spells import last_day
from desktop import texts
from desktop.reports import fonts
from desktop.reports.duty_sheets import TurnMark
from desktop.reports.shaping import draw_line, line_width, single_line
from desktop.reports.style import GREY, INK
from desktop.reports.text import Prose, one_line, para
from desktop.texts import _, pgettext

_WIDEST = 100_000.0


def standing_word(standing: TurnMark) -> str:
    """Return how far a turn is, in a word or two."""
    return {
        TurnMark.PLANNED: _("Planned"),
        TurnMark.ASKED: _("No answer yet"),
        TurnMark.ACCEPTED: _("Accepted"),
        TurnMark.DONE: _("Done"),
        TurnMark.MISSED: _("Missed"),
        TurnMark.NOBODY: _("Nobody yet"),
    }[standing]


def draw_sign(canvas: Canvas, x: float, y: float, standing: TurnMark, size: float) -> None:
    """Draw the sign with its middle at (x, y): full is settled, half is asked, a ring is planned, dashes are nobody."""
    radius = size / 2
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setFillColor(INK)
    canvas.setLineWidth(size * 0.16)
    if standing is TurnMark.DONE:
        canvas.setLineCap(1)
        canvas.lines([(x - radius, y, x - radius * 0.25, y - radius * 0.8),
                      (x - radius * 0.25, y - radius * 0.8, x + radius, y + radius * 0.8)])  # fmt: skip
    elif standing is TurnMark.MISSED:
        canvas.setLineCap(1)
        canvas.lines([(x - radius * 0.8, y - radius * 0.8, x + radius * 0.8, y + radius * 0.8),
                      (x - radius * 0.8, y + radius * 0.8, x + radius * 0.8, y - radius * 0.8)])  # fmt: skip
    else:
        if standing is TurnMark.NOBODY:
            canvas.setDash([size * 0.24, size * 0.2])
        canvas.setFillColor(INK if standing is TurnMark.ACCEPTED else white)
        canvas.circle(x, y, radius * 0.92, fill=1, stroke=1)
        if standing is TurnMark.ASKED:
            canvas.setFillColor(INK)
            canvas.wedge(x - radius * 0.92, y - radius * 0.92, x + radius * 0.92, y + radius * 0.92, 90, 180, fill=1)
    canvas.restoreState()


class Stacked(Flowable):  # type: ignore[misc]
    """Paragraphs one below the other, with a sign in the margin to the left of the first line."""

    def __init__(self, parts: Sequence[Prose], standing: TurnMark | None, first: ParagraphStyle, gutter: float) -> None:
        super().__init__()
        self.parts, self.standing, self.first, self.gutter = parts, standing, first, gutter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = sum(part.wrap(width, height)[1] for part in self.parts)
        return width, self.height

    def draw(self) -> None:
        y = self.height
        for part in self.parts:
            y -= part.height
            part.drawOn(self.canv, 0, y)
        if self.standing is not None:
            middle = self.height - self.first.leading * 0.56
            draw_sign(self.canv, -self.gutter / 2, middle, self.standing, max(5.5, self.first.fontSize * 0.4))


class Legend(Flowable):  # type: ignore[misc]
    """The signs that are on this page, each with its word."""

    def __init__(self, standings: Collection[TurnMark], size: float = 8.5) -> None:
        super().__init__()
        self.standings = [each for each in TurnMark if each in standings]
        self.size = size
        self.height = size * 1.4

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        x = self.size * 0.4
        for standing in self.standings:
            draw_sign(self.canv, x, self.size * 0.62, standing, self.size * 0.7)
            line = single_line(standing_word(standing), fonts.SANS, self.size, self.width)
            draw_line(self.canv, (x + self.size * 0.75, self.size * 0.3), line, self.size, GREY)
            x += self.size * 2.6 + line_width(line, self.size)


def clipped(text: object, style: ParagraphStyle, width: float, lines: int) -> Prose:
    """Return a paragraph of at most so many lines: what is longer ends in "…"."""
    words = one_line(text)
    made = para("{words}", style, words=words)
    most = lines * style.leading + 0.1
    if len(words) < 12 or made.wrap(width, _WIDEST)[1] <= most:
        return made
    low, high = 0, min(len(words), int(lines * width / style.fontSize * 6) + 1)
    while low + 1 < high:
        middle = (low + high) // 2
        made = para("{words}…", style, words=words[:middle].rstrip())
        low, high = (middle, high) if made.wrap(width, _WIDEST)[1] <= most else (low, middle)
    begun = words[:low]
    whole = begun if words[low : low + 1] == " " else begun.rpartition(" ")[0]
    return para("{words}…", style, words=(whole if len(whole) > low / 2 else begun).rstrip(" ,;:·"))


# Days and times


def term_words(first: date, end: date) -> list[str]:
    """Return when a term is, in one line or two: "October to December 2026" and "1 Oct to 31 Dec"."""
    last = last_day(end)
    if first.day != 1 or end.day != 1:
        span = _("{first} to {last}")
        return [span.format(first=texts.date_short_year(first), last=texts.date_short_year(last))]
    days = _("{first} to {last}").format(first=texts.date_short(first), last=texts.date_short(last))
    return [capital(months(first, last)), days]


def months(first: date, last: date) -> str:
    """Return "October 2026", "October to December 2026", "October 2026 to March 2027"."""
    if (first.year, first.month) == (last.year, last.month):
        return texts.month_year(first)
    begins = texts.month_name(first) if first.year == last.year else texts.month_year(first)
    return pgettext("months", "{first} to {last}").format(first=begins, last=texts.month_year(last))


def times(start: time | None, until: time | None) -> str:
    """Return "10:00 to 12:30", "10:00", or nothing."""
    if start is None:
        return ""
    if until is None:
        return texts.time_of_day(start)
    return _("{start} to {end}").format(start=texts.time_of_day(start), end=texts.time_of_day(until))


def capital(words: str) -> str:
    """Return the words as they begin a line."""
    return words[:1].upper() + words[1:]
