"""The brief: an alliance on two pages, for an official, a donor or a new member."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum, auto

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from desktop.reports.brief_sheet import BriefGroup, BriefSheet, Principle
from desktop.reports.charts.drawing import ChartFlowable
from desktop.reports.evaluation import Figures, headed, lead_style, written
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, Grid, Rule, table
from desktop.reports.style import Paper, style
from desktop.reports.text import Prose, one_line, para
from desktop.reports.turn_marks import clipped
from desktop.texts import _, date_long, ngettext, number
from desktop.texts import language as spoken


class Room(IntEnum):
    """How much of what people wrote there is room for."""

    ENOUGH = auto()
    LITTLE = auto()
    LEAST = auto()


_PAGES = 2
_LINES = 4
_GAP = 13.0
_ENDS: Sequence[Rule] = (("RIGHTPADDING", (-1, 0), (-1, -1), 0),)


def lay_out_brief(sheet: BriefSheet, paper: PaperName) -> Laid:
    """Lay out the brief.

    What would make it longer than two pages is shortened where it can be: long principles and purposes of groups, then
    all indicators but the first, then whatever is long.
    """
    on = paper_named(paper)
    running = Running(sheet.alliance, _("The alliance in brief"), date_long(sheet.day), spoken(), sheet.day)
    first = replace(sheet, reached=sheet.reached[:1])
    shorter = (
        lambda: list(brief_story(sheet, on, room=Room.LITTLE)),
        lambda: list(brief_story(first, on)),
        lambda: list(brief_story(first, on, room=Room.LITTLE)),
        lambda: list(brief_story(first, on, room=Room.LEAST)),
    )
    return Laid(list(brief_story(sheet, on)), running, on, shorter, _PAGES)


def brief_story(sheet: BriefSheet, paper: Paper, *, room: Room = Room.ENOUGH) -> Iterator[Flowable]:
    """Yield the parts of the brief, shortened to the room there is."""
    tight = room is Room.LEAST
    title = para("{title}", style("title"), title=sheet.alliance)
    title.outline = (0, sheet.alliance)
    under = " · ".join(filter(None, (_("The alliance in brief"), sheet.place)))
    yield from (title, Spacer(1, 3), para("{words}", style("subtitle"), words=under), Spacer(1, 10))
    if sheet.figures:
        yield from (Figures(sheet.figures), Spacer(1, 10))
    yield from _purpose(sheet, tight=tight)
    if sheet.asks:
        yield from (_asks(sheet, paper, room), Spacer(1, _GAP))
    if sheet.principles:
        parts = [_principles(sheet.principles, paper, room)]
        yield from headed(_("Without this we do not agree"), parts, paper)
        yield Spacer(1, _GAP)
    yield from _reached(sheet, paper, room)
    yield from _members(sheet, paper)
    if sheet.groups:
        yield from headed(_("Working groups"), [_groups(sheet.groups, paper, room)], paper)
        yield Spacer(1, _GAP)
    yield from _contact(sheet, paper, room)


def _purpose(sheet: BriefSheet, *, tight: bool) -> Iterator[Flowable]:
    if not sheet.purpose.strip():
        yield from (para("{words}", lead_style(), words=_("Its purpose is not written down yet.")), Spacer(1, _GAP))
        return
    yield from written(sheet.purpose, style("lead") if tight else lead_style())
    if sheet.standing:
        yield from (Spacer(1, 3), para("{words}", style("small"), words=sheet.standing))
    yield Spacer(1, _GAP)


def _asks(sheet: BriefSheet, paper: Paper, room: Room) -> Box:
    inner = paper.text_width - 2 * Box.PAD
    widths = [46 * mm, inner - 46 * mm]
    rows: list[Sequence[Cell]] = []
    for ask in sheet.asks:
        issue: list[Flowable] = [_short(ask.issue, "cell strong", widths[0] - 8, 4, room)]
        if ask.of_whom.strip():
            issue.append(_short(ask.of_whom, "small", widths[0] - 8, 2, room))
        lines = ask.text.split("\n")
        most = _LINES if room is Room.LEAST else len(lines)
        shown = [_cut(line, 1, room) if room is Room.LEAST else line for line in lines[:most]]
        words = "\n".join([*shown, *(["…"] if lines[most:] else [])])
        text = [*written(words, style("action"))]
        rows.append([issue, text])
    box = Box(_("What we ask"), "", table(rows, widths, _ENDS), paper)
    box.outline = (0, _("What we ask"))
    return box


def _principles(principles: Sequence[Principle], paper: Paper, room: Room) -> Grid:
    most = 2 if room is Room.LEAST else 5
    rows: list[Sequence[Cell]] = [
        [
            [para("{n}", style("number"), n=number(at))],
            [para("<b>{heading}</b> {text}", style("body"), heading=_sentence(one), text=_cut(one.text, most, room))],
        ]
        for at, one in enumerate(principles, 1)
    ]
    return table(rows, [8 * mm, paper.text_width - 8 * mm], [("TOPPADDING", (0, 0), (-1, -1), 2.5), *_ENDS])


def _sentence(one: Principle) -> str:
    """Return a heading as the beginning of a line: with a stop where more follows."""
    heading = one.heading.strip()
    return f"{heading}." if heading and one.text.strip() and heading[-1] not in ".!?:…" else heading


def _cut(words: str, lines: int, room: Room) -> str:
    most = lines * 95
    plain = " ".join(words.split())
    return plain if len(plain) <= most or room is Room.ENOUGH else f"{plain[: most - 1].rsplit(' ', 1)[0]}…"


def _short(words: str, look: str, width: float, lines: int, room: Room) -> Prose:
    """Return a paragraph: of at most so many lines, unless there is room enough."""
    plain = one_line(words)
    return (
        para("{words}", style(look), words=plain) if room is Room.ENOUGH else clipped(plain, style(look), width, lines)
    )


def _reached(sheet: BriefSheet, paper: Paper, room: Room) -> Iterator[Flowable]:
    if not sheet.reached:
        return
    first = True
    for one in sheet.reached:
        heading = para("{title}", style("heading"), title=one.chart.title)
        heading.outline = (0 if first else 1, one.chart.title)
        first = False
        below = para("{below}", style("chart note"), below=one.chart.below)
        picture = ChartFlowable(one.chart, height=168 if room is Room.ENOUGH else 150)
        told = one.comment.strip() and room is Room.ENOUGH
        comment = [Spacer(1, 5), *written(one.comment, style("body"))] if told else []
        parts: list[Flowable] = [heading, below, Spacer(1, 8), picture, *comment]
        parts[-1].spaceAfter = _GAP
        tall = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts)
        yield CondPageBreak(min(tall, paper.text_height))
        yield from parts


def _members(sheet: BriefSheet, paper: Paper) -> Iterator[Flowable]:
    if sheet.members is None or not sheet.members.kinds:
        return
    chart = sheet.members
    heading = para("{title}", style("heading"), title=chart.title)
    heading.outline = (0, chart.title)
    below = para("{below}", style("chart note"), below=chart.below)
    picture = ChartFlowable(chart, most=paper.text_height * 0.8)
    parts: list[Flowable] = [heading, below, Spacer(1, 8), picture]
    parts[-1].spaceAfter = _GAP
    tall = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts)
    yield CondPageBreak(min(tall, paper.text_height))
    yield from parts


def _groups(groups: Sequence[BriefGroup], paper: Paper, room: Room) -> Grid:
    tight, close = room is Room.LEAST, room is not Room.ENOUGH
    name_width, who_width = 48 * mm, 44 * mm
    if close:  # what names leave goes to what the groups are for
        name_width = min(_widest([group.name for group in groups], "cell strong") + 10, name_width)
        who_width = min(_widest([group.coordinator for group in groups], "cell quiet") + 4, who_width)
    widths = [name_width, paper.text_width - name_width - who_width, who_width]
    rows: list[Sequence[Cell]] = []
    for group in groups:
        purpose = [_short(group.purpose, "cell", widths[1] - 8, 1 if tight else 4, room)] if group.purpose else []
        name: list[Flowable] = [_short(group.name, "cell strong", widths[0] - 8, 1 if tight else 3, room)]
        if group.members and not close:
            count = ngettext("{n} member", "{n} members", group.members).format(n=number(group.members))
            name.append(para("{count}", style("small"), count=count))
        known = [words for words in (group.coordinator, group.coordinator_of) if words.strip()]
        coordinator = ", ".join(known[:1] if close else known)
        who = [_short(coordinator, "cell quiet", widths[2], 1 if tight else 2, room)] if coordinator else []
        rows.append([name, purpose, who])
    return table(rows, widths, [("TOPPADDING", (0, 0), (-1, -1), 2.5), *_ENDS] if close else _ENDS)


def _widest(words: Sequence[str], look: str) -> float:
    look_of = style(look)
    return float(max(stringWidth(one_line(each), look_of.fontName, look_of.fontSize) for each in words))


def _contact(sheet: BriefSheet, paper: Paper, room: Room) -> Iterator[Flowable]:
    rows: list[Sequence[Cell]] = []
    if sheet.chairs:
        rows.append([[_label(_("Co-chairs"))], [para("{names}", style("cell"), names=tuple(sheet.chairs))]])
    contacts = [(what, words) for what, words in sheet.contacts if words.strip()]
    if room is not Room.ENOUGH and contacts:
        contacts = [(contacts[0][0], " · ".join(words for _what, words in contacts))]
    rows += [[[_label(what)], [para("{words}", style("cell"), words=words)]] for what, words in contacts]
    if not rows:
        return
    inner = paper.text_width - 2 * Box.PAD
    box = Box(_("How to reach us"), "", table(rows, [32 * mm, inner - 32 * mm], _ENDS), paper)
    box.outline = (0, _("How to reach us"))
    yield box


def _label(words: str) -> Flowable:
    return para("{words}", style("cell quiet"), words=words)
