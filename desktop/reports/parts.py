"""The drawn parts that both documents share: tags, boxes, note lines, the masthead, tables whose rows always fit."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, TypeAlias

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer, Table, TableStyle

from db.vocabulary import ItemPurpose
from desktop.naming.meetings import purpose_word
from desktop.reports import fonts
from desktop.reports.sheets import MeetingFacts
from desktop.reports.style import GREY, HAIR, INK, RULE, TEXT, TINT, Paper, style
from desktop.reports.text import Prose, para, portions
from desktop.texts import _, date_long, time_of_day, weekday

Cell: TypeAlias = Sequence[Flowable]
Rule: TypeAlias = tuple[Any, ...]
NO_RULES: Mapping[int, Sequence[Rule]] = MappingProxyType({})

_TALLEST_ROW = 240.0  # points; a taller row continues in the next one, so that it can cross a page
_LONG_TEXT = 400  # letters; below this no cell can be as tall as that
_BEGINNING = 60.0  # points of a text or table that belong beside its heading
NOTE_GAP = 7 * mm


class Tag(Flowable):  # type: ignore[misc]
    """What the meeting will do with an item: decide is solid, discuss outlined, inform plain. Reads without colour."""

    HEIGHT = 13.0

    def __init__(self, purpose: ItemPurpose) -> None:
        super().__init__()
        self.purpose = purpose
        self.word = purpose_word(purpose)
        fonts.register()
        self.width = stringWidth(self.word, fonts.SANS_SEMIBOLD, 8.5) + 12
        self.height = self.HEIGHT

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas, plain = self.canv, self.purpose is ItemPurpose.INFORM
        canvas.setFillColor(INK)
        if self.purpose is ItemPurpose.DECIDE:
            canvas.roundRect(0, 0, self.width, self.HEIGHT, 3, fill=1, stroke=0)
            canvas.setFillColor(white)
        elif not plain:
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.8)
            canvas.roundRect(0.4, 0.4, self.width - 0.8, self.HEIGHT - 0.8, 3)
        canvas.setFont(fonts.SANS_SEMIBOLD, 8.5)
        canvas.drawString(0 if plain else 6, 3.6, self.word)


class Mark(Flowable):  # type: ignore[misc]
    """A word in a rounded frame: dashed for what is not settled yet, solid black for what is."""

    def __init__(self, word: str, *, size: float = 8.5, dashed: bool = False, solid: bool = False) -> None:
        super().__init__()
        self.word, self.size, self.dashed, self.solid = word, size, dashed, solid
        fonts.register()
        self.width = stringWidth(word, fonts.SANS_SEMIBOLD, size) + size * 1.2
        self.height = size * 1.55

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setFillColor(INK)
        canvas.setLineWidth(self.size / 10.6)
        if self.dashed:
            canvas.setDash(self.size * 0.24, self.size * 0.19)
        canvas.roundRect(0.4, 0.4, self.width - 0.8, self.height - 0.8, self.size * 0.35, fill=int(self.solid))
        canvas.setDash()
        canvas.setFillColor(white if self.solid else INK)
        canvas.setFont(fonts.SANS_SEMIBOLD, self.size)
        canvas.drawCentredString(self.width / 2, self.size * 0.43, self.word)


class NoteLines(Flowable):  # type: ignore[misc]
    """Dotted lines to write on, 7 mm apart."""

    def __init__(self, width: float, count: int) -> None:
        super().__init__()
        self.width, self.count = width, count
        self.height = count * NOTE_GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.setDash([0.6, 2.4])
        canvas.setLineCap(1)
        for line in range(self.count):
            canvas.line(0, line * NOTE_GAP + 4, self.width, line * NOTE_GAP + 4)
        canvas.setDash()


class TickBox(Flowable):  # type: ignore[misc]
    """A box to tick; ticked already for what is done, crossed out for what was dropped."""

    SIZE = 9.0

    def __init__(self, *, ticked: bool = False, crossed: bool = False) -> None:
        super().__init__()
        self.ticked, self.crossed = ticked, crossed

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.SIZE, self.SIZE + 2

    def draw(self) -> None:
        canvas, size = self.canv, self.SIZE
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(0.8)
        canvas.roundRect(0, 0, size, size, 1.5)
        canvas.setLineWidth(1.3)
        if self.ticked:
            canvas.lines([(2, 4.6, 3.9, 2.4), (3.9, 2.4, 7.2, 6.9)])
        elif self.crossed:
            canvas.line(1.5, size / 2, size - 1.5, size / 2)


class Grid(Table):  # type: ignore[misc]
    """A table that stays whole on a page, unless it is taller than `whole_up_to` points."""

    whole_up_to = 0.0
    height = 0.0
    goes_on = ""
    """Its title, said again where it goes on on another page."""
    uncut: Sequence[Sequence[Cell]] = ()
    """Its rows before those too tall for a page were cut: as Word has them, which parts rows itself."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _width, self.height = super().wrap(width, height)
        return _width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if self.whole_up_to and self.wrap(width, height)[1] <= self.whole_up_to:
            return []
        parts: list[Flowable] = super().split(width, height)
        if self.goes_on and len(parts) > 1:
            again = para("{title}", style("heading"), title=_("{title} (continued)").format(title=self.goes_on))
            parts[1].goes_on = self.goes_on
            parts[1:1] = [PageBreak(), again, Spacer(1, 3)]
        return parts


class Box(Flowable):  # type: ignore[misc]
    """A rounded frame around a table, its title on a tint. Whole on a page; taller than that, it repeats its title."""

    HEAD, PAD, FOOT = 22.0, 9.0, 5.0

    def __init__(self, title: str, count: str, table: Grid, paper: Paper, *, continued: bool = False) -> None:
        super().__init__()
        self.title, self.count, self.table, self.paper, self.continued = title, count, table, paper, continued

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _width, inner = self.table.wrap(width - 2 * self.PAD, height)
        self.width, self.height = width, inner + self.HEAD + self.FOOT
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if self.height <= self.paper.text_height:
            return []
        parts = self.table.split(width - 2 * self.PAD, height - self.HEAD - self.FOOT)
        if len(parts) < 2:
            return []
        first = Box(self.title, self.count, parts[0], self.paper, continued=self.continued)
        return [first, *(Box(self.title, self.count, part, self.paper, continued=True) for part in parts[1:])]

    def draw(self) -> None:
        canvas, width, height, bar = self.canv, self.width, self.height, self.height - self.HEAD
        canvas.saveState()
        outline = canvas.beginPath()
        outline.roundRect(0, 0, width, height, 4)
        canvas.clipPath(outline, stroke=0, fill=0)
        canvas.setFillColor(TINT)
        canvas.rect(0, bar, width, self.HEAD, fill=1, stroke=0)
        canvas.restoreState()
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(0.9)
        canvas.roundRect(0, 0, width, height, 4)
        canvas.setFillColor(INK)
        canvas.setFont(fonts.SANS_SEMIBOLD, 11)
        title = _("{title} (continued)").format(title=self.title) if self.continued else self.title
        canvas.drawString(self.PAD, bar + 7.2, title)
        canvas.setFillColor(GREY)
        canvas.setFont(fonts.SANS, 9)
        canvas.drawRightString(width - self.PAD, bar + 7.2, self.count)
        self.table.drawOn(canvas, self.PAD, self.FOOT)
        canvas.setLineWidth(0.5)
        canvas.line(0, bar, width, bar)  # last: a table that goes on begins with a hairline, at this place


def table(
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    rules: Sequence[Rule] = (),
    *,
    row_rules: Mapping[int, Sequence[Rule]] = NO_RULES,
    head: bool = False,
) -> Grid:
    """Return a table with hairlines between its rows. A row too tall for a page continues in the next, without a line.

    `row_rules` holds, by row, rules whose places are columns only: ("BACKGROUND", 0, -1, colour).
    """
    fitting: list[Sequence[Cell]] = []
    ends: list[int] = []
    own: list[Rule] = []
    for index, row in enumerate(rows):
        start = len(fitting)
        fitting += fitting_rows(row, widths)
        end = len(fitting) - 1
        ends.append(end)
        own += [(name, (first, start), (last, end), *values) for name, first, last, *values in row_rules.get(index, ())]
    look: list[Rule] = [
        ("FONTNAME", (0, 0), (-1, -1), fonts.SANS),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
        *(("LINEBELOW", (0, end), (-1, end), 0.4, HAIR) for end in ends[:-1]),
    ]
    if head:
        look += [
            ("TOPPADDING", (0, 0), (-1, 0), 3),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
            ("LINEBELOW", (0, 0), (-1, 0), 0.6, RULE),
        ]
    made = Grid([[list(cell) for cell in row] for row in fitting], colWidths=list(widths), repeatRows=int(head))
    made.setStyle(TableStyle([*look, *rules, *own]))
    made.uncut = rows
    return made


def fitting_rows(row: Sequence[Cell], widths: Sequence[float]) -> list[Sequence[Cell]]:
    """Return a row as it can cross pages: by itself, or cut into several where it is too tall for one."""
    if all(sum(getattr(part, "letters", 0) for part in cell) < _LONG_TEXT for cell in row):
        return [row]
    columns = [slices(cell, width - 8, _TALLEST_ROW) for cell, width in zip(row, widths, strict=True)]
    return [list(cells) for cells in zip_longest(*columns, fillvalue=())]


def slices(cell: Cell, width: float, tallest: float) -> list[Cell]:
    """Cut a cell of `width` points into pieces that are each no taller than `tallest` points."""
    cut: list[list[Flowable]] = [[]]
    room = tallest
    waiting = [whole for part in cell for whole in portions(part)]
    while waiting:
        part = waiting.pop(0)
        height = part.wrap(width, room)[1]
        if height <= room:
            cut[-1].append(part)
            room -= height
            continue
        pieces = part.split(width, room)
        if len(pieces) > 1:
            cut[-1].append(pieces[0])
            waiting[:0] = pieces[1:]
        else:
            waiting[:0] = [part]
        cut.append([])
        room = tallest
    return list(cut)


def masthead(
    title: str, subtitle: Prose, meeting: MeetingFacts, paper: Paper, mark: Mark | None = None
) -> list[Flowable]:
    """Return the top of a document: its title and mark, what it is of, and the facts of the meeting."""
    heading = para("{title}", style("title"), title=title)
    if mark is None:
        top: Flowable = heading
    else:
        top = Grid([[heading, mark]], colWidths=[paper.text_width - mark.width, mark.width])
        top.setStyle(_bare([("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    top.outline = (0, title)
    return [top, Spacer(1, 3), subtitle, Spacer(1, 8), _facts(meeting, paper)]


def _facts(meeting: MeetingFacts, paper: Paper) -> Table:
    day = weekday(meeting.day)
    cells: list[tuple[str, Prose, float]] = [
        (
            _("Day"),
            para(
                "{weekday}<br/>{date}",
                style("fact"),
                weekday=day[:1].upper() + day[1:],
                date=_unbroken_year(meeting.day),
            ),
            42,
        ),
    ]
    if meeting.start:
        cells.append((_("Time"), para("{time}", style("fact"), time=_time_span(meeting)), 29))
    for label, words, share in (
        (_("Place"), (meeting.place,), 42),
        (_("Chair"), (meeting.chair,), 29),
        (_("Minutes"), tuple(meeting.minutes_by), 29),
    ):
        if any(words):
            cells.append((label, para("{words}", style("fact"), words=words[0] if len(words) == 1 else words), share))
    whole = sum(share for _label, _words, share in cells)
    widths = [paper.text_width * share / whole for _label, _words, share in cells]
    rows = [[[para("{label}", style("label"), label=label), words] for label, words, _share in cells]]
    return table(
        rows,
        widths,
        [
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, INK),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, HAIR),
        ],
    )


def _unbroken_year(day: date) -> str:
    """The date, with its last two words kept on one line: "12 de noviembre", "de 2026"."""
    return "\u00a0".join(date_long(day).rsplit(" ", 1))


def _time_span(meeting: MeetingFacts) -> str:
    assert meeting.start
    start = time_of_day(meeting.start)
    return _("{start} to {end}").format(start=start, end=time_of_day(meeting.end)) if meeting.end else start


def _bare(rules: Sequence[Rule]) -> TableStyle:
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return TableStyle(
        [("FONTNAME", (0, 0), (-1, -1), fonts.SANS), *((side, (0, 0), (-1, -1), 0) for side in sides), *rules]
    )


def stays_whole(part: Flowable, height: float) -> bool:
    """Return whether a part is drawn on one page only."""
    return isinstance(part, Box) or (isinstance(part, Grid) and height <= part.whole_up_to)


def with_what_follows(
    heading: Flowable, following: Sequence[Flowable], width: float, paper: Paper, *, passed: int = 0
) -> list[Flowable]:
    """Return the heading, to be drawn only where the beginning of what follows fits beneath it.

    The first `passed` parts belong to the heading: there must be room for more than them.
    """
    needed = heading.wrap(width, paper.text_height)[1] + heading.getSpaceBefore()
    for place, each in enumerate(following):
        height = each.wrap(width, paper.text_height)[1]
        if isinstance(each, Spacer) or place < passed:
            needed += height
            continue
        needed += height if stays_whole(each, height) else min(height, _BEGINNING)
        break
    return [CondPageBreak(min(needed, paper.text_height)), heading]
