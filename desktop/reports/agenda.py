"""The agenda: on one page whenever it can be, with room for notes, and the three questions that close an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from db.vocabulary import ItemPurpose
from desktop.reports import fonts
from desktop.reports.heard_actions import heard_actions, heard_within
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import NOTE_GAP, Cell, Mark, NoteLines, Rule, Tag, masthead, table
from desktop.reports.sheets import AgendaBreak, AgendaItem, AgendaSheet, MeetingFacts
from desktop.reports.style import HAIR, INK, TEXT, TINT, Paper, style
from desktop.reports.text import Prose, para
from desktop.reports.versions import left_out_of_agenda
from desktop.texts import _, date_short_year, duration, ngettext, time_of_day
from desktop.texts import language as spoken

_TIME, _NUMBER, _TAG, _NOTES = 16 * mm, 7 * mm, 20 * mm, 57 * mm
ABOVE_HEARD = 9.0
_FEW_HEARD = 3
_PAD = 8.0  # above and below a row's content, together
_MOST_LINES = 6
_MINUTES_A_LINE = 5
_MOST_LOOSE = 12.0
_WANTED = {ItemPurpose.DECIDE: 3, ItemPurpose.DISCUSS: 2, None: 2, ItemPurpose.INFORM: 1}
_SLIM: Sequence[Rule] = (("TOPPADDING", 0, -1, 3), ("BOTTOMPADDING", 0, -1, 4))
_FLOWING = {ItemPurpose.DECIDE: 2, ItemPurpose.DISCUSS: 1, ItemPurpose.INFORM: 1, None: 1}


def lay_out_agenda(sheet: AgendaSheet, paper: PaperName) -> Laid:
    """Lay out an agenda."""
    on = paper_named(paper)
    title = _("Agenda")
    running = Running(
        alliance=sheet.meeting.alliance,
        document=f"{title} · {sheet.meeting.name}",
        foot=agenda_foot(sheet),
        language=spoken(),
        made_on=sheet.printed_on,
    )
    return Laid(_story(sheet, title, on), running, on)


def _story(sheet: AgendaSheet, title: str, paper: Paper) -> list[Flowable]:
    mark = Mark(_("Public version"), size=13) if sheet.public else None
    top = [*masthead(title, subtitle(sheet.meeting), sheet.meeting, paper, mark), Spacer(1, 6)]
    if sheet.why.strip():
        top += [para(_("<b>Why we meet.</b> {why}"), style("lead"), why=sheet.why), Spacer(1, 9)]
    if sheet.public:
        words = left_out_of_agenda(sheet.left_out)
        top += [para("<b>{public}</b> {words}", style("body"), public=_("Public version."), words=words), Spacer(1, 8)]
    closing = three_questions(paper)
    rows = [_Row.of(row, paper) for row in sheet.rows]
    total = closing_cells(sheet)
    heads = [part.wrap(paper.text_width, paper.text_height)[1] for part in (*top, closing)]
    fixed = sum(heads) + _head_height() + _total_height(total, paper) + 8
    room = paper.text_height - fixed
    heard = _heard(sheet, rows, room, paper)
    room -= sum(part.wrap(paper.text_width, paper.text_height)[1] for part in heard)
    lines, spare = _note_lines(rows, room)
    items = sum(not row.is_break for row in rows)
    looser = min(spare / items, _MOST_LOOSE) if items else 0
    if not items and not sheet.left_out:
        top += [para(_("There are no items on this agenda yet."), style("lead")), Spacer(1, 9)]
    if not rows:
        return [*top, closing]
    return [*top, _schedule(rows, lines, total, paper, looser), *heard, Spacer(1, 7), closing]


def subtitle(meeting: MeetingFacts) -> Prose:
    """Return the line beneath a document's title: which meeting, and what it is called if it has a title of its own."""
    if meeting.title:
        return para("{name} · {title}", style("subtitle"), name=meeting.name, title=meeting.title)
    return para("{name}", style("subtitle"), name=meeting.name)


def agenda_foot(sheet: AgendaSheet) -> str:
    """Return how far the agenda has come."""
    parts = [_("Public version.")] if sheet.public else []
    said = len(parts)
    approved, called, printed = (
        date_short_year(day) if day else "" for day in (sheet.approved_on, sheet.called_on, sheet.printed_on)
    )
    if approved and sheet.approved_by:
        parts.append(_("Approved by {who} on {date}.").format(who=sheet.approved_by, date=approved))
    elif approved:
        parts.append(_("Approved on {date}.").format(date=approved))
    if called:
        parts.append(_("Called on {date}.").format(date=called))
    if len(parts) == said and not sheet.over:
        parts.append(_("Not called yet: this agenda may still change."))
    if printed:
        parts.append(_("Printed {date}.").format(date=printed))
    return " ".join(parts)


# The rows


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before its note lines are known. A break is slim and takes no notes."""

    cells: Sequence[Cell]
    purpose: ItemPurpose | None
    is_break: bool
    height: float
    most_lines: int
    """How many note lines its minutes are worth."""

    @classmethod
    def of(cls, row: AgendaItem | AgendaBreak, paper: Paper) -> "_Row":
        cells = _break_cells(row) if isinstance(row, AgendaBreak) else _item_cells(row)
        heights = [
            sum(part.wrap(width - 10, paper.text_height)[1] for part in cell)
            for cell, width in zip(cells, _widths(paper)[: len(cells)], strict=True)
        ]
        purpose = None if isinstance(row, AgendaBreak) else row.purpose
        worth = max(1, row.duration_minutes // _MINUTES_A_LINE) if row.duration_minutes else _MOST_LINES
        return cls(cells, purpose, isinstance(row, AgendaBreak), max(heights), min(worth, _MOST_LINES))


def _widths(paper: Paper) -> list[float]:
    words = paper.text_width - _TIME - _NUMBER - _TAG - _NOTES
    return [_TIME, _NUMBER, words, _TAG, _NOTES]


def _head_height() -> float:
    return float(style("head").leading) + 5


def _total_height(total: Sequence[Cell], paper: Paper) -> float:
    words = [part for cell in total for part in cell]
    room = _widths(paper)[2] - 10
    return max(part.wrap(room, paper.text_height)[1] for part in words) + 7 if words else 0.0


def _item_cells(item: AgendaItem) -> list[Cell]:
    when: list[Flowable] = []
    if item.start:
        when.append(para("{time}", style("time"), time=time_of_day(item.start)))
    if item.duration_minutes:
        when.append(para("{minutes}", style("small"), minutes=duration(item.duration_minutes)))
    words: list[Flowable] = [para("{title}", style("item title"), title=item.title), *who_brings(item)]
    tag: list[Flowable] = [Tag(item.purpose)] if item.purpose else []
    if item.internal:
        tag += [Spacer(1, 3), Mark(_("Internal"))]
    return [when, [para("{number}", style("item number"), number=item.number)], words, tag]


def who_brings(item: AgendaItem) -> list[Prose]:
    """Return who brings an item and with which papers, on one line where that is short."""
    papers = ngettext("Paper {papers}", "Papers {papers}", len(item.papers)) if item.papers else ""
    if item.brought_by and papers and len(item.brought_by) + sum(map(len, item.papers)) < 34:
        return [para("{who}  ·  " + papers, style("small"), who=item.brought_by, papers=tuple(item.papers))]
    lines = [para("{who}", style("small"), who=item.brought_by)] if item.brought_by else []
    return [*lines, para(papers, style("small"), papers=tuple(item.papers))] if papers else lines


def _break_cells(pause: AgendaBreak) -> list[Cell]:
    quiet = style("cell quiet")
    when = [para("{time}", quiet, time=time_of_day(pause.start))] if pause.start else []
    return [when, [], [break_words(pause)], []]


def break_words(pause: AgendaBreak) -> Prose:
    """Return what a break is called, and how long it is."""
    quiet, title = style("cell quiet"), pause.title or _("Break")
    if pause.duration_minutes:
        return para(_("{title}, {minutes}"), quiet, title=title, minutes=duration(pause.duration_minutes))
    return para("{title}", quiet, title=title)


def planned_minutes(sheet: AgendaSheet) -> int:
    """Return the minutes of everything on the agenda, what a public version leaves out included."""
    return sum(row.duration_minutes or 0 for row in (*sheet.rows, *sheet.left_out))


def closing_cells(sheet: AgendaSheet) -> list[Cell]:
    """Return the last row: when it ends and how long that is, against what was planned."""
    minutes = planned_minutes(sheet)
    if not minutes:
        return []
    quiet, start, planned = style("cell quiet"), sheet.meeting.start, sheet.meeting.end
    ends = later(start, minutes) if start else None
    words = para(_("Close. {total} in all."), quiet, total=duration(minutes))
    if start and planned and ends and (over := _minutes_between(start, planned) - minutes):
        over_or_left = _("{minutes} more than planned") if over < 0 else _("{minutes} to spare")
        words = para(
            _("Close. {total} in all, {difference}."),
            quiet,
            total=duration(minutes),
            difference=over_or_left.format(minutes=duration(abs(over))),
        )
    return [[para("{time}", quiet, time=time_of_day(ends))] if ends else [], [], [words], []]


_ANY_DAY = date(2000, 1, 1)


def later(moment: time, minutes: int) -> time:
    """Return the time of day so many minutes later."""
    return (datetime.combine(_ANY_DAY, moment) + timedelta(minutes=minutes)).time()


def _minutes_between(start: time, end: time) -> int:
    """Minutes from start to end; an end before the start is on the next day."""
    between = datetime.combine(_ANY_DAY, end) - datetime.combine(_ANY_DAY, start)
    return int(between.total_seconds() // 60) % (24 * 60)


def _row_height(row: _Row, lines: int) -> float:
    return row.height + 7 if row.is_break else max(row.height, lines * NOTE_GAP) + _PAD


def _note_lines(rows: Sequence[_Row], room: float) -> tuple[list[int], float]:
    """Return how many dotted lines each row gets so that all fit in `room` points, and what is left over.

    An item of five minutes gets one line, for there is little to write. Lines are given up one by one, from the row
    that has most; room left over is given out alike to items of one purpose, to what is to be decided first and most.
    Where not even rows without lines fit, the agenda takes more pages and every row gets a few lines again.
    """
    lines = [0 if row.is_break else min(_WANTED[row.purpose], row.most_lines) for row in rows]
    spare = room - sum(map(_row_height, rows, lines))
    while spare < 0 and any(lines):
        at = max(range(len(rows)), key=lambda index: (lines[index], _row_height(rows[index], lines[index]), index))
        spare += _row_height(rows[at], lines[at]) - _row_height(rows[at], lines[at] - 1)
        lines[at] -= 1
    if spare < 0:
        return [0 if row.is_break else min(_FLOWING[row.purpose], row.most_lines) for row in rows], 0.0
    return _given_out(rows, lines, spare)


def _given_out(rows: Sequence[_Row], lines: list[int], spare: float) -> tuple[list[int], float]:
    groups = [[at for at, row in enumerate(rows) if row.purpose is purpose and not row.is_break] for purpose in _WANTED]
    groups = [group for group in groups if group]
    grown = True
    while grown:
        grown, most = False, _MOST_LINES
        for group in groups:
            growing = [at for at in group if lines[at] < rows[at].most_lines]
            more = sum(_row_height(rows[at], lines[at] + 1) - _row_height(rows[at], lines[at]) for at in growing)
            if growing and more <= spare and all(lines[at] < most for at in growing):
                spare -= more
                grown = True
                for at in growing:
                    lines[at] += 1
            most = max(lines[at] for at in group)
    return lines, spare


def _heard(sheet: AgendaSheet, rows: Sequence[_Row], room: float, paper: Paper) -> list[Flowable]:
    """Return the open actions to be heard: as many as the page holds.

    Note lines give way to the first few of them down to two, then to the others down to one.
    """
    if sheet.heard is None:
        return []
    for lines, least in ((2, _FEW_HEARD), (1, _FEW_HEARD), (1, 0), (0, 0)):
        kept = (0 if row.is_break else min(lines, _WANTED[row.purpose], row.most_lines) for row in rows)
        left = room - ABOVE_HEARD - sum(map(_row_height, rows, kept))
        if found := heard_within(sheet.heard, paper, left, least=least):
            return [Spacer(1, ABOVE_HEARD), *found]
    return [Spacer(1, ABOVE_HEARD), *heard_actions(sheet.heard, paper)]


def _schedule(rows: Sequence[_Row], lines: Sequence[int], total: Sequence[Cell], paper: Paper, looser: float) -> Table:
    head = style("head")
    heads = (_("Time"), "", _("Item, and who brings it"), _("We will"), _("Notes"))
    cells: list[Sequence[Cell]] = [[[para("{label}", head, label=label)] for label in heads]]
    rules: list[Rule] = [
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (1, 0), (1, -1), 0),
        ("RIGHTPADDING", (2, 0), (2, -1), 10),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, 0), 0),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 5),
        ("TOPPADDING", (0, 1), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 4 + looser),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
    ]
    slim: dict[int, Sequence[Rule]] = {}
    for row, count in zip(rows, lines, strict=True):
        if row.is_break:
            slim[len(cells)] = [*_SLIM, ("BACKGROUND", 0, -1, TINT)]
        cells.append([*row.cells, [NoteLines(_NOTES, count)] if count else []])
    if total:
        slim[len(cells)] = _SLIM
        cells.append([*total, []])
    return table(cells, _widths(paper), rules, row_rules=slim, head=True)


def three_questions(paper: Paper) -> Table:
    """Return the box at the end: what to ask before an item closes."""
    body, shares = style("body"), (62, 44, 34, 30)
    questions = ("{what}", _("What did we decide?")), ("{what}", _("Who does it?")), ("{what}", _("By when?"))
    row = [
        [para("<b>{what}</b>", body, what=_("Before each item closes, ask:"))],
        *([para(t, body, what=q)] for t, q in questions),
    ]
    box = Table([row], colWidths=[paper.text_width * share / sum(shares) for share in shares])
    box.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.SANS),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BOX", (0, 0), (-1, -1), 0.9, TEXT),
                ("ROUNDEDCORNERS", [4, 4, 4, 4]),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
                ("LINEBEFORE", (1, 0), (-1, -1), 0.4, HAIR),
            ]
        )
    )
    return box
