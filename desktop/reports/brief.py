"""The brief: an alliance on two pages, for an official, a donor or a new member."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from db.vocabulary import PaperSize
from desktop.reports.brief_sheet import BriefGroup, BriefSheet, Principle
from desktop.reports.charts.drawing import ChartFlowable
from desktop.reports.docx_asked import writing_word
from desktop.reports.evaluation import Figures, headed, lead_style, written
from desktop.reports.page import PaperName, Progress, Running, paper_named, replace_file, write
from desktop.reports.parts import Box, Cell, Grid, Rule, table
from desktop.reports.preview import Preview
from desktop.reports.style import Paper, style
from desktop.reports.text import para
from desktop.reports.turn_marks import clipped
from desktop.texts import _, date_long, ngettext, number, speaking
from desktop.texts import language as spoken

_PAGES = 2
_GAP = 13.0
_ENDS: Sequence[Rule] = (("RIGHTPADDING", (-1, 0), (-1, -1), 0),)


def build_brief(
    sheet: BriefSheet,
    out: Path | BinaryIO,
    *,
    paper: PaperName = PaperSize.A4,
    language: str | None = None,
    progress: Progress | None = None,
) -> None:
    """Print the brief to a file or a stream, in the language spoken now unless another is given.

    What would make it longer than two pages is shortened where it can be: long asks, principles and purposes of groups,
    then all indicators but the first. A Word document has everything, to be shortened there.

    Raises:
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    with speaking(language or spoken()):
        on = paper_named(paper)
        running = Running(sheet.alliance, _("The alliance in brief"), date_long(sheet.day), spoken(), sheet.day)
        if writing_word():
            write(out, list(brief_story(sheet, on)), running, on, progress)
            return
        made = BytesIO()
        for tight, shown in ((False, sheet), (True, sheet), (True, replace(sheet, reached=sheet.reached[:1]))):
            made = BytesIO()
            write(made, list(brief_story(shown, on, tight=tight)), running, on, progress)
            with Preview(made.getvalue()) as printed:
                if printed.page_count <= _PAGES:
                    break
        if isinstance(out, Path):
            replace_file(out, made.getvalue())
        else:
            out.write(made.getvalue())


def brief_story(sheet: BriefSheet, paper: Paper, *, tight: bool = False) -> Iterator[Flowable]:
    """Yield the parts of the brief; `tight` where it must take less room."""
    title = para("{title}", style("title"), title=sheet.alliance)
    title.outline = (0, sheet.alliance)
    under = " · ".join(filter(None, (_("The alliance in brief"), sheet.place)))
    yield from (title, Spacer(1, 3), para("{words}", style("subtitle"), words=under), Spacer(1, 10))
    if sheet.figures:
        yield from (Figures(sheet.figures), Spacer(1, 10))
    yield from _purpose(sheet, tight=tight)
    if sheet.asks:
        yield from (_asks(sheet, paper, tight=tight), Spacer(1, _GAP))
    if sheet.principles:
        parts = [_principles(sheet.principles, paper, tight=tight)]
        yield from headed(_("Without this we do not agree"), parts, paper)
        yield Spacer(1, _GAP)
    yield from _reached(sheet, paper, tight=tight)
    yield from _members(sheet, paper)
    if sheet.groups:
        yield from headed(_("Working groups"), [_groups(sheet.groups, paper, tight=tight)], paper)
        yield Spacer(1, _GAP)
    yield from _contact(sheet, paper, tight=tight)


def _purpose(sheet: BriefSheet, *, tight: bool) -> Iterator[Flowable]:
    if not sheet.purpose.strip():
        yield from (para("{words}", lead_style(), words=_("Its purpose is not written down yet.")), Spacer(1, _GAP))
        return
    yield from written(sheet.purpose, style("lead") if tight else lead_style())
    if sheet.standing:
        yield from (Spacer(1, 3), para("{words}", style("small"), words=sheet.standing))
    yield Spacer(1, _GAP)


def _asks(sheet: BriefSheet, paper: Paper, *, tight: bool) -> Box:
    inner = paper.text_width - 2 * Box.PAD
    widths = [46 * mm, inner - 46 * mm]
    rows: list[Sequence[Cell]] = []
    for ask in sheet.asks:
        issue: list[Flowable] = [clipped(ask.issue, style("cell strong"), widths[0] - 8, 4)]
        if ask.of_whom.strip():
            issue.append(clipped(ask.of_whom, style("small"), widths[0] - 8, 2))
        lines = ask.text.split("\n")
        words = "\n".join(_cut(line, 1) for line in lines[:3]) if tight else ask.text
        text = [*written(words, style("action"))]
        rows.append([issue, text])
    box = Box(_("What we ask"), "", table(rows, widths, _ENDS), paper)
    box.outline = (0, _("What we ask"))
    return box


def _principles(principles: Sequence[Principle], paper: Paper, *, tight: bool) -> Grid:
    most = 2 if tight else 5
    rows: list[Sequence[Cell]] = [
        [
            [para("{n}", style("number"), n=number(at))],
            [para("<b>{heading}</b> {text}", style("body"), heading=_sentence(one), text=_cut(one.text, most))],
        ]
        for at, one in enumerate(principles, 1)
    ]
    return table(rows, [8 * mm, paper.text_width - 8 * mm], [("TOPPADDING", (0, 0), (-1, -1), 2.5), *_ENDS])


def _sentence(one: Principle) -> str:
    """Return a heading as the beginning of a line: with a stop where more follows."""
    heading = one.heading.strip()
    return f"{heading}." if heading and one.text.strip() and heading[-1] not in ".!?:…" else heading


def _cut(words: str, lines: int) -> str:
    most = lines * 95
    plain = " ".join(words.split())
    return plain if len(plain) <= most or writing_word() else f"{plain[: most - 1].rsplit(' ', 1)[0]}…"


def _reached(sheet: BriefSheet, paper: Paper, *, tight: bool) -> Iterator[Flowable]:
    if not sheet.reached:
        return
    first = True
    for one in sheet.reached:
        heading = para("{title}", style("heading"), title=one.chart.title)
        heading.outline = (0 if first else 1, one.chart.title)
        first = False
        below = para("{below}", style("chart note"), below=one.chart.below)
        picture = ChartFlowable(one.chart, height=138 if tight else 168)
        comment = [Spacer(1, 5), *written(one.comment, style("body"))] if one.comment.strip() and not tight else []
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


def _groups(groups: Sequence[BriefGroup], paper: Paper, *, tight: bool) -> Grid:
    widths = [48 * mm, paper.text_width - 48 * mm - 44 * mm, 44 * mm]
    rows: list[Sequence[Cell]] = []
    for group in groups:
        purpose = [clipped(group.purpose, style("cell"), widths[1] - 8, 1 if tight else 4)] if group.purpose else []
        name: list[Flowable] = [clipped(group.name, style("cell strong"), widths[0] - 8, 1 if tight else 3)]
        if group.members and not tight:
            count = ngettext("{n} member", "{n} members", group.members).format(n=number(group.members))
            name.append(para("{count}", style("small"), count=count))
        known = [words for words in (group.coordinator, group.coordinator_of) if words.strip()]
        coordinator = ", ".join(known[:1] if tight else known)
        who = [clipped(coordinator, style("cell quiet"), widths[2], 1 if tight else 2)] if coordinator else []
        rows.append([name, purpose, who])
    return table(rows, widths, [("TOPPADDING", (0, 0), (-1, -1), 2.5), *_ENDS] if tight else _ENDS)


def _contact(sheet: BriefSheet, paper: Paper, *, tight: bool) -> Iterator[Flowable]:
    rows: list[Sequence[Cell]] = []
    if sheet.chairs:
        rows.append([[_label(_("Co-chairs"))], [para("{names}", style("cell"), names=tuple(sheet.chairs))]])
    contacts = [(what, words) for what, words in sheet.contacts if words.strip()]
    if tight and contacts:
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
