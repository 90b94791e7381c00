"""An empty form for minutes taken by hand: the items in the agenda's order, with lines, marks to tick, owner and date.

What is written on it is typed in later line by line, in the order and under the numbers of the minutes on the screen.
"""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from db.vocabulary import ItemPurpose
from desktop.reports.agenda import break_words, subtitle, who_brings
from desktop.reports.by_hand import LINE_GAP, Blanks, MinutesLines, RealTime, fewest_pages, spans
from desktop.reports.heard_actions import heard_actions
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Mark, Rule, Tag, masthead, table
from desktop.reports.room_sheets import FormSheet
from desktop.reports.sheets import AgendaBreak, AgendaItem, Heard
from desktop.reports.style import HAIR, INK, TINT, Paper, style
from desktop.reports.text import para
from desktop.texts import _, date_short_year, duration, pgettext, time_of_day
from desktop.texts import language as spoken

MARKS = ("d", "a", "p")
"""The letters of the marks, as they are typed: the same in every language."""
_NUMBER, _TAG, _CLOCK, _TIME = 10 * mm, 20 * mm, 27 * mm, 16 * mm
_LEAST, _MOST, _MINUTES_A_LINE = 3, 9, 5
_MORE = {ItemPurpose.DECIDE: 3, ItemPurpose.DISCUSS: 2, None: 2, ItemPurpose.INFORM: 1}
_FEWER = (0, 1, 2)
"""So many lines fewer an item gets where that saves a page."""
_TOGETHER = 3
"""So many lines stay beneath their item's title."""


def lay_out_minutes_form(sheet: FormSheet, paper: PaperName) -> Laid:
    """Lay out an empty form for minutes."""
    on = paper_named(paper)
    title = _("Minutes to write by hand")
    foot = ""
    if sheet.printed_on:
        foot = _("Printed {date}.").format(date=date_short_year(sheet.printed_on))
    running = Running(sheet.meeting.alliance, f"{title} · {sheet.meeting.name}", foot, spoken(), sheet.printed_on)
    return fewest_pages(_FEWER, lambda fewer: Laid(list(_story(sheet, title, on, fewer)), running, on))


def lines_for(item: AgendaItem, *, fewer: int = 0) -> int:
    """Return how many lines an item gets: more for what takes longer and for what is to be decided."""
    lines = min((item.duration_minutes or 0) // _MINUTES_A_LINE + _MORE[item.purpose], _MOST)
    return max(_LEAST, lines - fewer)


def _story(sheet: FormSheet, title: str, paper: Paper, fewer: int) -> Iterator[Flowable]:
    width = paper.text_width
    yield from masthead(title, subtitle(sheet.meeting), sheet.meeting, paper)
    yield from (Spacer(1, 4), _who_and_when(sheet, width), Spacer(1, 8))
    yield para(
        _(
            "Cross out one letter before a line: <b>d</b> for a decision, <b>a</b> for an action, <b>p</b> for a point "
            "worth remembering. A line without a mark is plain text. An action needs an owner and a date."
        ),
        style("body"),
    )
    yield Spacer(1, 10)
    for row in sheet.rows:
        if isinstance(row, AgendaBreak):
            yield from (_break(row, paper), Spacer(1, 8))
        else:
            heard = sheet.heard if sheet.heard and sheet.heard.under == row.number else None
            yield from _item(row, heard, paper, fewer)
    yield from _at_the_end(paper)


def _who_and_when(sheet: FormSheet, width: float) -> Flowable:
    began, ended, here = _("Began at"), _("Ended at"), _("Here")
    seats = _("of {seats} seats").format(seats=sheet.seats) if sheet.seats else ""
    blanks = [(began, 1.0, ""), (ended, 1.0, ""), (here, 1.0, seats)]
    if sheet.quorum:
        blanks.append((_("Quorum of {needed} met at").format(needed=sheet.quorum), 1.0, ""))
    return Blanks(width, blanks)


def _item(item: AgendaItem, heard: Heard | None, paper: Paper, fewer: int) -> Iterator[Flowable]:
    heading, labels = _heading(item, paper), _labels(paper)
    due = [*heard_actions(heard, paper, ticks=True), Spacer(1, 8)] if heard else []
    goes_on = _("{title} (continued)").format(title=_("Item {number}").format(number=item.number))
    lines = MinutesLines(paper.text_width, lines_for(item, fewer=fewer), MARKS, goes_on)
    above = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in (heading, *due, labels))
    together = above + min(lines.count, _TOGETHER) * LINE_GAP
    yield CondPageBreak(min(together, paper.text_height))
    heading.outline = (0, f"{item.number} {item.title}")
    yield from (heading, *due, labels, lines, Spacer(1, 12))


def _heading(item: AgendaItem, paper: Paper) -> Table:
    words: list[Flowable] = [para("{title}", style("item title"), title=item.title), *who_brings(item)]
    planned = [part for part in (time_of_day(item.start) if item.start else "", _length(item)) if part]
    if planned:
        words.append(para(_("Planned: {when}"), style("small"), when=tuple(planned)))
    tag: list[Flowable] = [Tag(item.purpose)] if item.purpose else []
    if item.internal:
        tag += [Spacer(1, 3), Mark(_("Internal"))]
    clock = RealTime(_CLOCK, (pgettext("a time to write down", "from"), pgettext("a time to write down", "to")))
    cells: list[Cell] = [[para("{number}", style("item number"), number=item.number)], words, tag, [clock]]
    widths = [_NUMBER, paper.text_width - _NUMBER - _TAG - _CLOCK, _TAG, _CLOCK]
    rules: list[Rule] = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, 0), 5),
        ("TOPPADDING", (-1, 0), (-1, 0), 0),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 2),
    ]
    return table([cells], widths, rules)


def _length(item: AgendaItem) -> str:
    return duration(item.duration_minutes) if item.duration_minutes else ""


def _labels(paper: Paper) -> Table:
    """The heads over the columns of the lines."""
    said, owner, due = spans(paper.text_width, len(MARKS))
    widths = [said[0], owner[0] - said[0], due[0] - owner[0], due[1] - due[0]]
    heads = ("", _("What was said"), _("Owner"), _("Due"))
    rules: list[Rule] = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    return table([[[para("{label}", style("head"), label=label)] for label in heads]], widths, rules)


def _break(pause: AgendaBreak, paper: Paper) -> Table:
    when: Cell = [para("{time}", style("cell quiet"), time=time_of_day(pause.start))] if pause.start else []
    rules: list[Rule] = [
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.4, HAIR),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
        ("LEFTPADDING", (0, 0), (0, -1), 4),
    ]
    return table([[when, [break_words(pause)]]], [_TIME, paper.text_width - _TIME], rules)


def _at_the_end(paper: Paper) -> Iterator[Flowable]:
    width = paper.text_width
    yield CondPageBreak(30 * mm)
    yield Blanks(width, [(_("Next meeting on"), 2.0, ""), (pgettext("a time to write down", "at"), 1.0, ""),
                         (_("in"), 3.0, "")])  # fmt: skip
    signed = ((pgettext("a line to sign on", "Minutes taken by"), 1.0, ""), (_("Chair"), 1.0, ""))
    yield from (Spacer(1, 12), Blanks(width, signed))
