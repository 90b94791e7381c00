"""Any table as it stood on the screen: its columns, its order, what it was narrowed to. Lying where it is wide."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from desktop import texts
from desktop.reports import fonts
from desktop.reports.headings import top_of, written_on
from desktop.reports.long_table import Band, Column, LongTable, Row
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell
from desktop.reports.register_sheets import TableBand, TableCell, TableColumn, TableSheet
from desktop.reports.style import Paper, style
from desktop.reports.text import one_line, para
from desktop.texts import _, ngettext
from desktop.texts import language as spoken

_SAMPLE: Final = 400
"""So many rows are measured to share the width out."""
_GUTTER: Final = 8.0
_WIDEST: Final = 190.0  # points that a column may wish for; longer texts have several lines
_WIDEST_BELOW: Final = 110.0  # the same for what stands smaller below
_LIES_FROM: Final = 1.2  # a table that wishes for so many times the width of an upright sheet lies on its side
_SHORT: Final = 70.0  # points; a line no longer than this, such as a date, is not broken
_LONGEST_WORD: Final = 24  # letters; a longer one may be broken


def lay_out_table(sheet: TableSheet, paper: PaperName) -> Laid:
    """Lay out a table."""
    wishes = _wishes(sheet)
    on = paper_named(paper)
    if sum(most for _least, most in wishes) > on.text_width * _LIES_FROM:
        on = on.turned()
    running = Running(sheet.alliance, sheet.title, written_on(sheet.printed_on), spoken(), sheet.printed_on)
    widths = shared_widths(wishes, on.text_width, [column.right for column in sheet.columns])
    return Laid(list(_story(sheet, widths, on)), running, on)


def _story(sheet: TableSheet, widths: Sequence[float], paper: Paper) -> Iterator[Flowable]:
    rows = ngettext("{n} row", "{n} rows", sheet.count).format(n=texts.number(sheet.count))
    yield from (*top_of(sheet.title, "  ·  ".join((*sheet.told, rows)), paper), Spacer(1, 6))
    if not sheet.columns or not sheet.count:
        yield para("{words}", style("lead"), words=_("There is nothing in this list."))
        return
    columns = [Column(column.label, width, column.right) for column, width in zip(sheet.columns, widths, strict=True)]
    yield LongTable(columns, _rows(sheet), total=sheet.count)


def _rows(sheet: TableSheet) -> Iterator[Row]:
    for row in sheet.rows:
        if isinstance(row, TableBand):
            yield Band(row.title, row.count)
        else:
            pairs = zip(row, sheet.columns, strict=True)
            yield [_cell(cell, column, first=place == 0) for place, (cell, column) in enumerate(pairs)]


def _cell(cell: TableCell, column: TableColumn, *, first: bool) -> Cell:
    words, more = (cell, "") if isinstance(cell, str) else cell
    name = "figure" if column.right else "cell strong" if first else "cell"
    below = "small right" if column.right else "small"
    parts: list[Flowable] = [para("{words}", style(name), words=words)] if words else []
    return [*parts, para("{more}", style(below), more=more)] if more else parts


# Sharing the width out


def _wishes(sheet: TableSheet) -> list[tuple[float, float]]:
    """Return for each column the least it can do with, so that words stay whole, and what it would like, in points."""
    found = [wish((column.label, ""), fonts.SANS_MEDIUM) for column in sheet.columns]
    rows = (row for row in sheet.rows if not isinstance(row, TableBand))
    for row in islice(rows, _SAMPLE):
        for place, cell in enumerate(row):
            least, most = wish(cell, fonts.SANS_SEMIBOLD if place == 0 else fonts.SANS)
            found[place] = max(found[place][0], least), max(found[place][1], most)
    return [(least + _GUTTER, max(least, most) + _GUTTER) for least, most in found]


def wish(cell: TableCell, font: str) -> tuple[float, float]:
    """Return the least width that keeps words and short lines of a cell whole, and what it would like, in points."""
    least = most = 0.0
    fonts.register()
    for words, size in ((cell, 9.5),) if isinstance(cell, str) else ((cell[0], 9.5), (cell[1], 8.5)):
        line = one_line(words)[:200]
        whole = stringWidth(line, font, size)
        most = max(most, min(whole, _WIDEST if size > 9 else _WIDEST_BELOW))
        words_of = [line] if whole <= _SHORT else [word[:_LONGEST_WORD] for word in line.split()]
        least = max(least, *(stringWidth(word, font, size) for word in words_of))
    return least + 0.5, most + 0.5


def shared_widths(wishes: Sequence[tuple[float, float]], width: float, right: Sequence[bool]) -> list[float]:
    """Share a width out: everyone its least, what is left by what each still wishes.

    What nobody wishes goes to the columns of words; figures stay beside each other.
    """
    least, most = sum(low for low, _high in wishes), sum(high for _low, high in wishes)
    if least >= width:
        return [width * low / least for low, _high in wishes]
    if most >= width:
        part = (width - least) / (most - least)
        return [low + (high - low) * part for low, high in wishes]
    words = [0.0 if is_right and not all(right) else high for (_low, high), is_right in zip(wishes, right, strict=True)]
    spare = (width - most) / sum(words)
    return [high + spare * share for (_low, high), share in zip(wishes, words, strict=True)]
