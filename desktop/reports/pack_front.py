"""The first page of a meeting pack: what is in it and on which page, and what is not, and why."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.reports.agenda import subtitle
from desktop.reports.foreign_pages import MOST_PAGES, Reason
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, Rule, masthead, table
from desktop.reports.room_sheets import NotPacked, PackFront, PackLine
from desktop.reports.style import INK, Paper, style
from desktop.reports.text import para
from desktop.texts import _, date_short_year, ngettext
from desktop.texts import language as spoken

_LABEL, _LENGTH, _PAGE = 12 * mm, 24 * mm, 16 * mm
_OUT_LABEL, _OUT_NAME = 14 * mm, 62 * mm


def lay_out_front(sheet: PackFront, paper: PaperName) -> Laid:
    """Lay out the first page of a pack."""
    on, title, printed = paper_named(paper), _("Meeting pack"), sheet.printed_on
    foot = _("Put together {date}.").format(date=date_short_year(printed)) if printed else ""
    document = f"{title} · {sheet.meeting.name}"
    running = Running(sheet.meeting.alliance, document, foot, spoken(), printed, numbered=False)
    return Laid(list(_story(sheet, title, on)), running, on)


def reason_words(reason: Reason) -> str:
    """Return why a paper is not in a pack."""
    return {
        Reason.NOT_PDF: _("It is not a PDF."),
        Reason.DAMAGED: _("The file is damaged."),
        Reason.PROTECTED: _("It is protected: with a password, or against being changed."),
        Reason.NO_PAGES: _("It has no pages."),
        Reason.TOO_MANY_PAGES: _("It has more than {n} pages.").format(n=MOST_PAGES),
        Reason.TOO_SLOW: _("It takes too long to read."),
        Reason.PACK_FULL: _("The pack would become too large."),
    }[reason]


def _story(sheet: PackFront, title: str, paper: Paper) -> Iterator[Flowable]:
    yield from masthead(title, subtitle(sheet.meeting), sheet.meeting, paper)
    yield from (Spacer(1, 14), _contents(sheet.lines, paper))
    if sheet.left_out:
        yield from (Spacer(1, 16), _missing(sheet.left_out, paper))


def _contents(lines: Sequence[PackLine], paper: Paper) -> Flowable:
    heads = ("", _("What is in it"), "", _("Page"))
    head = [[para("{label}", style("head"), label=label)] for label in heads[:-1]]
    rows: list[Sequence[Cell]] = [[*head, [para("{label}", style("head right"), label=heads[-1])]]]
    slim: dict[int, Sequence[Rule]] = {}
    for line in lines:
        if line.level:
            slim[len(rows)] = [("LEFTPADDING", 1, 1, 12)]
        rows.append(_line(line))
    rules: list[Rule] = [("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
    widths = [_LABEL, paper.text_width - _LABEL - _LENGTH - _PAGE, _LENGTH, _PAGE]
    return table(rows, widths, rules, row_rules=slim, head=True)


def _line(line: PackLine) -> list[Cell]:
    look = "cell" if line.level else "cell strong"
    length = ngettext("{n} page", "{n} pages", line.pages).format(n=line.pages) if line.pages else ""
    page = str(line.page) if line.page else ""
    if line.level and not line.page:
        length = _("separately")
    return [
        [para("{label}", style("cell quiet"), label=line.label)],
        [para("{title}", style(look), title=line.title)],
        [para("{length}", style("cell quiet"), length=length)],
        [para("{page}", style("figure strong" if not line.level else "figure"), page=page)],
    ]


def _missing(papers: Sequence[NotPacked], paper: Paper) -> Box:
    rows: list[Sequence[Cell]] = [
        [
            [para("{label}", style("cell quiet"), label=one.label)],
            [para("{name}", style("cell strong"), name=one.name)],
            [para("{reason}", style("cell"), reason=one.reason)],
        ]
        for one in papers
    ]
    inner = paper.text_width - 2 * Box.PAD
    count = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers))
    title = _("Not in this pack: hand these out separately")
    return Box(title, count, table(rows, [_OUT_LABEL, _OUT_NAME, inner - _OUT_LABEL - _OUT_NAME]), paper)
