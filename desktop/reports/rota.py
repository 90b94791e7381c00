"""The rota on paper: a poster for the wall, landscape, names in large letters; or a list by date, portrait."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Final, Literal, TypeAlias

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from desktop import texts
from desktop.reports import fonts
from desktop.reports.duty_sheets import RotaDuty, RotaRow, RotaSection, RotaSheet, RotaTurn, TurnMark
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Grid
from desktop.reports.rota_list import list_story
from desktop.reports.shaping import line_width, single_line
from desktop.reports.style import GREY, HAIR, INK, RULE, TINT, Paper, make
from desktop.reports.text import one_line, para
from desktop.reports.turn_marks import Legend, Stacked, capital, clipped, months, term_words, times
from desktop.texts import _, pgettext
from desktop.texts import language as spoken

RotaLayout: TypeAlias = Literal["poster", "list"]

_SIZES: Final = (17.0, 16.0, 15.0, 14.0, 12.5, 11.0)
"""Of names, in points on A4; the largest that most names of the rota fit in on one line is taken for all."""
_SMALLEST_TO_SPARE: Final = 14.0  # how small they become for all to stand on fewer pages
_MOST_ON_ONE_LINE: Final = 0.6
_GUTTER: Final = 15.0  # left of a name: the sign of how far the turn is
_DAY, _WHERE = 15 * mm, 43 * mm
_NARROWEST = 38 * mm
_TALLEST_ROW = 22.5 * mm
_PAD: Final = 3.5
_LARGER: Final = 1.3


def lay_out_rota(sheet: RotaSheet, paper: PaperName) -> Laid:
    """Lay out the rota."""
    on = paper_named(paper).turned()
    return Laid(list(poster_story(sheet, on)), _running(sheet), on)


def lay_out_rota_list(sheet: RotaSheet, paper: PaperName) -> Laid:
    """Lay out the rota as a list, to be read at a desk."""
    on = paper_named(paper)
    return Laid(list(list_story(sheet, on)), _running(sheet), on)


def _running(sheet: RotaSheet) -> Running:
    return Running(sheet.alliance, _("Duty rota"), _foot(sheet), spoken(), sheet.printed_on)


def _foot(sheet: RotaSheet) -> str:
    parts = []
    if not sheet.settled:
        parts.append(_("Not published yet: names may still change."))
    elif sheet.published_on:
        parts.append(_("Published on {date}.").format(date=texts.date_long(sheet.published_on)))
    if sheet.printed_on:
        parts.append(pgettext("rota", "Printed {date}.").format(date=texts.date_long(sheet.printed_on)))
    return " ".join([*parts, _("Please replace older copies.")])


# The poster


@dataclass(frozen=True, slots=True)
class _Look:
    """The poster's type on one paper: `name` for the names, the others for all around them."""

    scale: float
    title: ParagraphStyle
    aside: ParagraphStyle
    duty: ParagraphStyle
    task: ParagraphStyle
    day: ParagraphStyle
    month: ParagraphStyle
    where: ParagraphStyle
    behalf: ParagraphStyle
    more: ParagraphStyle
    call: ParagraphStyle
    rule: ParagraphStyle

    def name(self, size: float) -> ParagraphStyle:
        return _name_style(size * self.scale)


@lru_cache(maxsize=16)
def _name_style(size: float) -> ParagraphStyle:
    return make("poster name", fonts.SANS_SEMIBOLD, size, size * 1.18, INK)


@lru_cache(maxsize=4)
def _look(scale: float) -> _Look:
    fonts.register()
    sans, semibold = fonts.SANS, fonts.SANS_SEMIBOLD

    def of(font: str, size: float, leading: float, color: object = INK, **more: object) -> ParagraphStyle:
        return make("poster", font, size * scale, leading * scale, color, **more)

    return _Look(
        scale,
        title=of(fonts.DISPLAY, 38, 42, shaping=1),
        aside=of(sans, 12.5, 17, GREY, alignment=TA_RIGHT),
        duty=of(fonts.SUBHEAD, 17, 21, shaping=1),
        task=of(sans, 9.5, 12, GREY),
        day=of(fonts.DISPLAY, 34, 34, alignment=TA_RIGHT),
        month=of(semibold, 14, 17),
        where=of(sans, 10, 12.5, GREY),
        behalf=of(sans, 10, 12.5, GREY),
        more=of(sans, 9, 11.5, GREY),
        call=of(sans, 12.5, 16),
        rule=of(fonts.SERIF_ITALIC, 11.5, 15, GREY, alignment=TA_RIGHT),
    )


def poster_story(sheet: RotaSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield the pages of the poster; each has its title and heads, for each may hang on a wall of its own."""
    large = paper.text_width > 330 * mm
    look = _look(_LARGER if large else 1.0)
    sections = [section for section in sheet.sections if section.rows]
    if not sections:
        yield from (*_masthead((), look, paper), Spacer(1, 24))
        yield para("{words}", look.call, words=_("No turns are planned yet."))
        return
    for number, page in enumerate(_fewest_pages(sections, sheet, look, paper)):
        if number:
            yield PageBreak()
        yield from _masthead(page[0].aside, look, paper)
        yield page[0].table
        for part in page[1:]:
            yield from (_subhead(part.aside, look, paper), part.table)
        yield from _closing(sheet, {standing for part in page for standing in part.standings}, look, paper)


def _fewest_pages(sections: Sequence[RotaSection], sheet: RotaSheet, look: _Look, paper: Paper) -> "list[list[_Part]]":
    """Return what stands on each page; names are made a little smaller where that spares a page."""
    usual, room = _name_size(sections, look, paper), _room(sheet, look, paper)
    best: list[list[_Part]] = []
    for size in [size for size in _SIZES if size == usual or _SMALLEST_TO_SPARE <= size < usual]:
        parts = [part for section in sections for part in _parts(section, sheet, size, look, paper)]
        pages = list(_packed(parts, look, paper, room))
        if not best or len(pages) < len(best):
            best = pages
        if len(best) == 1:
            break
    return best


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of the poster: what stands beside the title, and the signs in it."""

    aside: Sequence[str]
    table: Table
    height: float
    standings: Collection[TurnMark]


def _packed(parts: Sequence[_Part], look: _Look, paper: Paper, room: float) -> Iterator[list[_Part]]:
    """Yield what stands on each page: small tables share one."""
    page: list[_Part] = []
    used = 0.0
    for part in parts:
        height = part.height
        if page:
            height += _subhead(part.aside, look, paper).wrap(paper.text_width, room)[1]
        if page and used + height > room:
            yield page
            page, used, height = [], 0.0, part.height
        page.append(part)
        used += height
    yield page


def _room(sheet: RotaSheet, look: _Look, paper: Paper) -> float:
    """Return how tall the tables of a page may be together."""
    around = (*_masthead(("x", "x"), look, paper), *_closing(sheet, (), look, paper))
    taken: float = sum(each.wrap(paper.text_width, paper.text_height)[1] for each in around)
    return paper.text_height - taken - 1


def _columns(section: RotaSection, look: _Look, paper: Paper) -> list[range]:
    """Divide the duties among pages, about as many on each."""
    room = paper.text_width - (_DAY + _WHERE) * look.scale
    most = max(1, int(room / (_NARROWEST * look.scale)))
    count = len(section.duties)
    pages = ceil(count / most)
    return [range(count * n // pages, count * (n + 1) // pages) for n in range(pages)]


def _widths(count: int, look: _Look, paper: Paper) -> list[float]:
    first = [_DAY * look.scale, _WHERE * look.scale]
    return [*first, *[(paper.text_width - sum(first)) / count] * count]


def _name_size(sections: Sequence[RotaSection], look: _Look, paper: Paper) -> float:
    """Return the size at which most names stand on one line."""
    wide = []
    for section in sections:
        count = max(len(columns) for columns in _columns(section, look, paper))
        room = (_widths(count, look, paper)[-1] - (_GUTTER + 2) * look.scale) / look.scale
        wide += [_width(turn.name) / room for row in section.rows for turn in row.turns if turn]
    fitting = (size for size in _SIZES if sum(each * size <= 1 for each in wide) >= _MOST_ON_ONE_LINE * len(wide))
    return next(fitting, _SIZES[-1])


@lru_cache(maxsize=2048)
def _width(words: str) -> float:
    """Return how wide words are on one line at size 1."""
    words = one_line(words)[:400]
    return line_width(single_line(words, fonts.SANS_SEMIBOLD, 1, 1e6), 1)


def _parts(section: RotaSection, sheet: RotaSheet, size: float, look: _Look, paper: Paper) -> Iterator[_Part]:
    for columns in _columns(section, look, paper):
        duties = [section.duties[n] for n in columns]
        turns = [[row.turns[n] for n in columns] for row in section.rows]
        widths = _widths(len(duties), look, paper)
        heads = [[], [], *([_duty(duty, width, look)] for duty, width in zip(duties, widths[2:], strict=True))]
        head_height = max(_heights(heads, widths, look)) + 14 * look.scale
        cells = [
            _row(replace(row, turns=own), widths, size, look, sheet)
            for row, own in zip(section.rows, turns, strict=True)
        ]
        heights = [max(_heights(own, widths, look)) + 2 * _PAD for own in cells]
        room = _room(sheet, look, paper) - head_height
        for rows in _divided(heights, room):
            tall = [head_height, *_stretched([heights[n] for n in rows], room, _TALLEST_ROW * look.scale)]
            body = Table([heads, *(cells[n] for n in rows)], colWidths=widths, rowHeights=tall)
            body.setStyle(_rules(look, [bool(section.rows[n].end) for n in rows], tinted=rows[0] == 0))
            standings = {turn.standing for n in rows for turn in turns[n] if turn}
            yield _Part(_aside(section.name, [section.rows[n] for n in rows]), body, sum(tall), standings)


def _stretched(heights: Sequence[float], room: float, most: float) -> list[float]:
    """Return the heights, those below `most` made alike and taller, as far as all fit in `room`."""
    wanted = most
    while wanted > 0 and sum(max(height, wanted) for height in heights) > room:
        wanted -= 1
    return [max(height, wanted) for height in heights]


def _divided(heights: Sequence[float], room: float) -> list[range]:
    """Divide the rows among as few pages as take them, about as many on each where that fits."""
    greedy: list[range] = []
    start, used = 0, 0.0
    for number, height in enumerate(heights):
        if number > start and used + height > room:
            greedy.append(range(start, number))
            start, used = number, 0.0
        used += height
    greedy.append(range(start, len(heights)))
    count, pages = len(heights), len(greedy)
    even = [range(count * n // pages, count * (n + 1) // pages) for n in range(pages)]
    return even if all(sum(heights[n] for n in page) <= room for page in even) else greedy


def _heights(cells: Sequence[Sequence[Flowable]], widths: Sequence[float], look: _Look) -> Iterator[float]:
    """Yield how tall each cell of a row is, with what stands above or below it."""
    padding = [2.0, 10.0, *[_GUTTER + 2] * (len(cells) - 2)]
    widths = [widths[0] + widths[1] if not cells[1] else widths[0], *widths[1:]]  # a term stands in both
    for number, (cell, width, pad) in enumerate(zip(cells, widths, padding, strict=True)):
        room = width - pad * look.scale
        yield sum(part.wrap(room, 10_000)[1] for part in cell) + (8 * look.scale if number == 0 else 0)


def _masthead(aside: Sequence[str], look: _Look, paper: Paper) -> list[Flowable]:
    wide = paper.text_width
    title = para("{title}", look.title, title=_("Who does what"))
    lines = [clipped(words, look.aside, wide * 0.5, 1) for words in aside if words]
    top = Grid([[title, lines]], colWidths=[wide * 0.5] * 2)
    top.setStyle(_bare([("VALIGN", (0, 0), (-1, -1), "BOTTOM")]))
    top.outline = (0, aside[0] if aside else _("Who does what"))
    return [top, Spacer(1, 6 * look.scale)]


def _subhead(aside: Sequence[str], look: _Look, paper: Paper) -> Grid:
    """Return the line above a further table of a page, where a bookmark leads to."""
    wide = paper.text_width
    name = clipped(aside[0], look.duty, wide * 0.6, 1)
    made = Grid([[name, clipped(aside[1], look.aside, wide * 0.4, 1)]], colWidths=[wide * 0.6, wide * 0.4])
    made.setStyle(_bare([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("TOPPADDING", (0, 0), (-1, -1), 16 * look.scale)]))
    made.outline = (0, aside[0])
    return made


def _duty(duty: RotaDuty, width: float, look: _Look) -> Stacked:
    room = width - (_GUTTER + 2) * look.scale
    parts = [clipped(duty.name, look.duty, room, 2)]
    if duty.task:
        parts.append(clipped(duty.task, look.task, room, 3))
    return Stacked(parts, None, look.duty, _GUTTER)


def _row(row: RotaRow, widths: Sequence[float], size: float, look: _Look, sheet: RotaSheet) -> list[list[Flowable]]:
    year = sheet.printed_on.year if sheet.printed_on else 0
    turns = [_turn(turn, width, size, look) for turn, width in zip(row.turns, widths[2:], strict=True)]
    room = widths[1] - 10 * look.scale
    if row.end is not None:
        wide = widths[0] + room
        return [[clipped(words, look.month if n == 0 else look.where, wide, 2) for n, words in
                 enumerate(term_words(row.first, row.end))], [], *turns]  # fmt: skip
    when = texts.month_name(row.first) if row.first.year == year else texts.month_year(row.first)
    words = [para("{month}", look.month, month=capital(when))]
    facts = [(row.title, 2), (row.place or _("Place to be agreed"), 2)]
    words += [clipped(fact, look.where, room, lines) for fact, lines in facts if fact]
    return [[para("{day}", look.day, day=row.first.day)], words, *turns]


def _turn(turn: RotaTurn | None, width: float, size: float, look: _Look) -> list[Flowable]:
    if turn is None:
        return []
    room = width - (_GUTTER + 2) * look.scale
    if turn.standing is TurnMark.NOBODY:
        style = look.behalf
        return [Stacked([para("{words}", style, words=_("Nobody yet"))], turn.standing, style, _GUTTER * look.scale)]
    longest = max((_width(word) for word in one_line(turn.name)[:400].split()), default=0.0) * look.scale
    sizes = [each for each in _SIZES if each <= size]
    fitting = (each for each in sizes if longest * each <= room and _width(turn.name) * each * look.scale <= room * 1.9)
    style = look.name(next(fitting, sizes[-1]))
    parts = [clipped(turn.name, style, room, 4)]
    if turn.behalf:
        parts.append(clipped(turn.behalf, look.behalf, room, 3))
    for words, value, lines in ((_("With {name}"), turn.beside, 1), (_("Swapped with {name}"), turn.swapped_with, 2)):
        if value:
            parts.append(clipped(words.format(name=value), look.more, room, lines))
    return [Stacked(parts, turn.standing, style, _GUTTER * look.scale)]


def _rules(look: _Look, terms: Sequence[bool], *, tinted: bool) -> TableStyle:
    scale = look.scale
    return TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), fonts.SANS),
            ("VALIGN", (0, 0), (-1, 0), "TOP"),
            ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _GUTTER * scale),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (1, -1), 8 * scale),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * scale),
            ("TOPPADDING", (0, 0), (-1, 0), 7 * scale),
            ("TOPPADDING", (0, 1), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 6 * scale),
            ("BOTTOMPADDING", (0, 1), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 1), (0, -1), 8 * scale),
            ("LINEBELOW", (0, 0), (-1, 0), 1.4, INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
            ("LINEBEFORE", (2, 1), (-1, -1), 0.4, HAIR),
            *([("BACKGROUND", (0, 1), (-1, 1), TINT)] if tinted else []),
            *(("SPAN", (0, n), (1, n)) for n, term in enumerate(terms, 1) if term),
            *(("LEFTPADDING", (0, n), (0, n), 6 * scale) for n, term in enumerate(terms, 1) if term),
            *(("BOTTOMPADDING", (0, n), (0, n), 0) for n, term in enumerate(terms, 1) if term),
        ]
    )


def _closing(sheet: RotaSheet, standings: Collection[TurnMark], look: _Look, paper: Paper) -> list[Flowable]:
    wide = paper.text_width
    if sheet.contact:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time: {contact}.")
    else:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time.")
    call = para(words, look.call, contact=_short(sheet.contact))
    rule = para("{words}", look.rule, words=_("Turns go to the members who have done least so far."))
    line = Table([[call, rule]], colWidths=[wide * 0.6, wide * 0.4])
    line.setStyle(_bare([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return [Spacer(1, 9 * look.scale), line, Spacer(1, 5 * look.scale), Legend(standings, 8.5 * look.scale)]


def _short(words: str) -> str:
    """Return how to reach somebody, not broken within where it is short."""
    words = one_line(words)
    return (
        words.replace(" ", "\u00a0") if len(words) <= 30 else words if len(words) <= 60 else f"{words[:59].rstrip()}…"
    )


def _aside(name: str, rows: Sequence[RotaRow]) -> list[str]:
    """Return "General meetings, October 2026 to March 2027" and, where it is always so, "Thursdays, 10:00 to 12:30"."""
    last = max(date.fromordinal(row.end.toordinal() - 1) if row.end else row.first for row in rows)
    days_and_hours = []
    meetings = [row for row in rows if row.end is None]
    if len(meetings) > 1 and len({row.first.weekday() for row in meetings}) == 1:
        days = _("Mondays, Tuesdays, Wednesdays, Thursdays, Fridays, Saturdays, Sundays").split(", ")
        days_and_hours.append(days[meetings[0].first.weekday()])
    if meetings and len({(row.start, row.until) for row in meetings}) == 1:
        days_and_hours.append(times(meetings[0].start, meetings[0].until))
    return [f"{name}, {months(rows[0].first, last)}", capital(", ".join(filter(None, days_and_hours)))]


def _bare(rules: Sequence[tuple[object, ...]]) -> TableStyle:
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return TableStyle(
        [("FONTNAME", (0, 0), (-1, -1), fonts.SANS), *((side, (0, 0), (-1, -1), 0) for side in sides), *rules]
    )
