"""A table as long as it must be. Its rows are made as the pages fill, so that a register of 1,000 pages needs the room
of one; its head stands on every page, a row is whole wherever it can be, and a band's title stays with the row below.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable

from desktop.naming.outcomes import shortened
from desktop.reports.page import report
from desktop.reports.parts import Cell, fitting_rows, slices
from desktop.reports.style import HAIR, INK, RULE, TINT, Paper, style
from desktop.reports.text import Prose, para
from desktop.texts import _

_ABOVE, _BELOW, _GUTTER = 4.0, 4.5, 8.0
_HEAD_ABOVE, _HEAD_BELOW = 1.0, 4.0
_BAND_ABOVE, _BAND_BELOW = 5.0, 5.0
_PAD: Final = 5.0
_COUNT: Final = 110.0  # of a band, for the word at its right
_TALLEST_BAND: Final = 96.0  # a taller title goes on in another band: its end and the row below must fit on a page
_LETTERS_AGAIN: Final = 120  # of a band's title, where its rows go on on another page
_NO_END: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what stands above it, and how many points it takes."""

    label: str
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A title within the table, with a word at its right; a bookmark too."""

    title: str
    count: str = ""


Row = Band | Sequence[Cell]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row or band as it was measured. Without a `line` below, it goes on in the next."""

    cells: Sequence[Cell]
    heights: Sequence[Sequence[float]]
    """Of each part of each cell."""
    height: float
    line: bool = True
    band: Band | None = None
    new: bool = True
    """Whether its record, or its band, begins here: it neither goes on from the row above nor is repeated."""


class _Rows:
    """The rows that were not drawn yet, made and measured one by one."""

    def __init__(self, columns: Sequence[Column], rows: Iterable[Row], total: int) -> None:
        self.columns = columns
        self.widths = [column.width for column in columns]
        self.rooms = [*(width - _GUTTER for width in self.widths[:-1]), self.widths[-1]]
        self.total, self.done = total, 0
        self.band: Band | None = None
        """The band that the rows to come belong to."""
        self._coming = iter(rows)
        self._waiting: deque[_Laid] = deque()

    def at(self, place: int) -> _Laid | None:
        """Return one of the rows to come, from 0; None after the last."""
        while len(self._waiting) <= place:
            row = next(self._coming, None)
            if row is None:
                return None
            self._waiting.extend(self._laid(row))
        return self._waiting[place]

    def take(self, count: int) -> list[_Laid]:
        """Return the next rows and forget them."""
        taken = [self._waiting.popleft() for _row in range(count)]
        for laid in taken:
            self.band = laid.band or self.band
            self.done += laid.new and laid.band is None
        return taken

    def carried(self) -> _Laid | None:
        """Return the band whose rows go on, to stand above them once more; None where a new one begins, or none is."""
        first = self.at(0)
        if self.band is None or first is None or first.band is not None:
            return None
        title = shortened(self.band.title, _LETTERS_AGAIN)
        again = Band(_("{title} (continued)").format(title=title), self.band.count)
        return next(self._bands(again, new=False))

    def _laid(self, row: Row) -> Iterator[_Laid]:
        if isinstance(row, Band):
            yield from self._bands(row)
            return
        parts = fitting_rows(row, self.widths)
        for number, cells in enumerate(parts, 1):
            heights = [_heights(cell, room) for cell, room in zip(cells, self.rooms, strict=True)]
            height = max(map(sum, heights), default=0) + _ABOVE + _BELOW
            yield _Laid(cells, heights, height, line=number == len(parts), new=number == 1)

    def _bands(self, band: Band, *, new: bool = True) -> Iterator[_Laid]:
        """Yield a band as it can cross pages: in one piece, unless its title has some hundred letters."""
        room = sum(self.widths) - (_COUNT if band.count else 2 * _PAD)
        title = para("{title}", style("cell strong"), title=band.title)
        count: Cell = [para("{count}", _to_the_right("small"), count=band.count)] if band.count else []
        pieces = slices([title], room, _TALLEST_BAND)
        for number, piece in enumerate(pieces, 1):
            cells: list[Cell] = [piece, count if number == 1 else []]
            heights = [_heights(cells[0], room), _heights(cells[1], _COUNT - _PAD)]
            height = sum(heights[0]) + _BAND_ABOVE + _BAND_BELOW
            yield _Laid(cells, heights, height, line=number == len(pieces), band=band, new=new and number == 1)


class LongTable(Flowable):  # type: ignore[misc]
    """A table over any number of rows. With a `total` it says how far it is, and can be stopped there.

    It is not parted between pages where it is no higher than `whole_up_to` points.
    """

    def __init__(
        self, columns: Sequence[Column], rows: Iterable[Row], *, total: int = 0, whole_up_to: float = 0.0
    ) -> None:
        super().__init__()
        self._whole_up_to = whole_up_to
        self._go_on(_Rows(columns, rows, total))

    def _go_on(self, rows: _Rows) -> None:
        self._rows, self._count = rows, 0
        self._heads = [_head(column) for column in rows.columns]
        self._head_height = max(sum(_heights([head], room)) for head, room in zip(self._heads, rows.rooms, strict=True))
        self._head_height += _HEAD_ABOVE + _HEAD_BELOW
        self.reports = rows.total > 0
        self.width = sum(rows.widths)
        self.outlines: list[tuple[int, str, float]] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        count, used, ended = self._fitting(height)
        self.height = used if ended else height + 1
        self._count = count
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if self._fitting(self._whole_up_to)[2]:
            return []
        count, _used, _ended = self._fitting(height)
        while count and (last := self._rows.at(count - 1)) is not None and last.band is not None and last.line:
            count -= 1
        if not count:
            return []
        carried = self._rows.carried()
        page = _Part(self._heads, self._head_height, self._rows, _with(carried, self._rows.take(count)))
        if self.reports:
            report(self._rows.done, self._rows.total)
        rest = LongTable.__new__(LongTable)  # another: what was once put off to the next page may not be so again
        Flowable.__init__(rest)
        rest._whole_up_to = 0.0
        rest._go_on(self._rows)
        return [page, rest]

    @property
    def columns(self) -> Sequence[Column]:
        """Return its columns."""
        return self._rows.columns

    def every(self) -> Iterator[Band | Sequence[Cell]]:
        """Yield all that stands in it, once, for where there are no pages."""
        while (laid := self._rows.at(0)) is not None:
            self._rows.take(1)
            if laid.band is None or laid.new:
                yield laid.band or laid.cells

    def beginning(self) -> float:
        """Return the height of its head and first rows, which a heading above it must not be parted from."""
        _count, used, ended = self._fitting(self._whole_up_to)
        if ended:
            return used
        used, place = self._head_height, 0
        while (laid := self._rows.at(place)) is not None:
            used += laid.height
            place += 1
            if laid.band is None:
                break
        return used

    def draw(self) -> None:
        carried = self._rows.carried()
        part = _Part(self._heads, self._head_height, self._rows, _with(carried, self._rows.take(self._count)))
        part.canv = self.canv
        part.draw()
        self.outlines = part.outlines
        if self.reports:
            report(self._rows.total, self._rows.total)

    def _fitting(self, height: float) -> tuple[int, float, bool]:
        """Return how many rows fit, how high they are, and whether those are all."""
        carried = self._rows.carried()
        used, count = self._head_height + (carried.height if carried else 0), 0
        while (laid := self._rows.at(count)) is not None:
            if used + laid.height > height + 1e-6:
                return count, used, False
            used += laid.height
            count += 1
        return count, used, True


class _Part(Flowable):  # type: ignore[misc]
    """The head and the rows that stand on one page."""

    def __init__(self, heads: Sequence[Prose], head_height: float, of: _Rows, rows: Sequence[_Laid]) -> None:
        super().__init__()
        self.heads, self.head_height, self.rows = heads, head_height, rows
        self.lefts = [sum(of.widths[:place]) for place in range(len(of.widths))]
        self.width = sum(of.widths)
        self.height = head_height + sum(laid.height for laid in rows)
        self.outlines: list[tuple[int, str, float]] = []
        below = head_height
        for laid in rows:
            if laid.band is not None and laid.new:
                self.outlines.append((0, laid.band.title, below))
            below += laid.height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        y = self.height
        for head, x in zip(self.heads, self.lefts, strict=True):
            self._put([head], [head.height], x, y - _HEAD_ABOVE)
        y -= self.head_height
        self._line(y, 1.0, INK)
        for place, laid in enumerate(self.rows):
            if laid.band is not None:
                self._draw_band(laid, y)
            else:
                for cell, heights, x in zip(laid.cells, laid.heights, self.lefts, strict=True):
                    self._put(cell, heights, x, y - _ABOVE)
            y -= laid.height
            if place == len(self.rows) - 1:
                self._line(y, 0.6, RULE)
            elif laid.line and laid.band is None and self.rows[place + 1].band is None:
                self._line(y, 0.4, HAIR)

    def _draw_band(self, laid: _Laid, y: float) -> None:
        canvas = self.canv
        canvas.setFillColor(TINT)
        canvas.rect(0, y - laid.height, self.width, laid.height, fill=1, stroke=0)
        title, count = laid.cells
        self._put(title, laid.heights[0], _PAD, y - _BAND_ABOVE)
        self._put(count, laid.heights[1], self.width - _COUNT, y - _BAND_ABOVE - 0.5)
        if laid.line:
            self._line(y - laid.height, 0.4, HAIR)

    def _put(self, cell: Cell, heights: Sequence[float], x: float, y: float) -> None:
        for part, height in zip(cell, heights, strict=True):
            y -= height
            part.drawOn(self.canv, x, y)

    def _line(self, y: float, thickness: float, color: object) -> None:
        self.canv.setStrokeColor(color)
        self.canv.setLineWidth(thickness)
        self.canv.line(0, y, self.width, y)


def titled(heading: Prose, table: LongTable, width: float, paper: Paper) -> list[Flowable]:
    """Return a heading and its table; the heading stands only where the table's beginning fits beneath it."""
    needed = heading.wrap(width, paper.text_height)[1] + heading.getSpaceBefore() + table.beginning() + 4
    return [CondPageBreak(min(needed, paper.text_height)), heading, table]


def _with(carried: _Laid | None, rows: list[_Laid]) -> list[_Laid]:
    return [carried, *rows] if carried else rows


def _head(column: Column) -> Prose:
    return para("{label}", style("head right" if column.right else "head"), label=column.label)


def _heights(cell: Cell, width: float) -> list[float]:
    """Measure a cell's parts, once: what was wrapped is drawn as it was."""
    return [float(part.wrap(width, _NO_END)[1]) for part in cell]


def _to_the_right(name: str) -> ParagraphStyle:
    plain = style(name)
    return ParagraphStyle(f"{plain.name} right", parent=plain, alignment=TA_RIGHT)
