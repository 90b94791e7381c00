"""The chair's copy of the agenda: private notes beside each item, the clock, and room for the time it really took."""

from collections.abc import Sequence
from itertools import accumulate

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from desktop.reports import fonts
from desktop.reports.agenda import (
    ABOVE_HEARD,
    agenda_foot,
    break_words,
    closing_cells,
    later,
    planned_minutes,
    subtitle,
    three_questions,
    who_brings,
)
from desktop.reports.by_hand import Aside, RealTime
from desktop.reports.heard_actions import heard_actions, heard_within
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Mark, Rule, Tag, masthead, table
from desktop.reports.sheets import AgendaBreak, AgendaItem, AgendaSheet
from desktop.reports.style import HAIR, INK, TINT, Paper, make, style
from desktop.reports.text import para
from desktop.texts import _, duration, pgettext, time_of_day
from desktop.texts import language as spoken

_TIME, _NUMBER, _TAG, _SO_FAR, _REALLY = 18 * mm, 7 * mm, 19 * mm, 25 * mm, 31 * mm
_MOST_LOOSE, _MOST_TIGHT = 14.0, 3.0  # points more or less under an item, so that the page is full and the only one
_CHAIRS = make("chair's note", fonts.SERIF, 9.5, 13)


def lay_out_chairs_agenda(sheet: AgendaSheet, paper: PaperName) -> Laid:
    """Lay out the chair's copy of an agenda."""
    on = paper_named(paper)
    words = (_("Agenda"), sheet.meeting.name, _("Chair’s copy"))
    running = Running(
        alliance=sheet.meeting.alliance,
        document=" · ".join(words),
        foot=" ".join((_("For the chair alone."), agenda_foot(sheet))),
        language=spoken(),
        made_on=sheet.printed_on,
    )
    return Laid(_story(sheet, on), running, on)


def _story(sheet: AgendaSheet, paper: Paper) -> list[Flowable]:
    mark = Mark(_("Chair’s copy"), size=13)
    top = [*masthead(_("Agenda"), subtitle(sheet.meeting), sheet.meeting, paper, mark), Spacer(1, 6)]
    top += [
        para("{words}", style("body"), words=_("For the chair alone: these notes are on no other paper.")),
        Spacer(1, 7),
    ]
    if sheet.why.strip():
        top += [para(_("<b>Why we meet.</b> {why}"), style("lead"), why=sheet.why), Spacer(1, 9)]
    closing = three_questions(paper)
    if not sheet.rows:
        return [*top, para(_("There are no items on this agenda yet."), style("lead")), Spacer(1, 9), closing]
    schedule = _schedule(sheet, paper, 0)
    used = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in (*top, schedule, closing)) + 8
    items = sum(isinstance(row, AgendaItem) for row in sheet.rows)
    room = paper.text_height - used
    heard: list[Flowable] = []
    if sheet.heard is not None:
        most = room - ABOVE_HEARD + items * _MOST_TIGHT
        heard = [Spacer(1, ABOVE_HEARD), *(heard_within(sheet.heard, paper, most) or heard_actions(sheet.heard, paper))]
        room -= sum(part.wrap(paper.text_width, paper.text_height)[1] for part in heard)
    if items and room > -items * _MOST_TIGHT:
        schedule = _schedule(sheet, paper, min(room / items, _MOST_LOOSE))
    return [*top, schedule, *heard, Spacer(1, 7), closing]


def _schedule(sheet: AgendaSheet, paper: Paper, looser: float) -> Table:
    widths = [_TIME, _NUMBER, 0, _TAG, _SO_FAR, _REALLY]
    widths[2] = paper.text_width - sum(widths)
    heads = (_("Time"), "", _("Item, and who brings it"), _("We will"), _("Planned"), _("Actual"))
    cells: list[Sequence[Cell]] = [[[para("{label}", style("head"), label=label)] for label in heads]]
    rules: list[Rule] = [
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (1, 0), (1, -1), 0),
        ("RIGHTPADDING", (2, 0), (2, -1), 10),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, 0), 0),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 5),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 4 + looser),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
    ]
    slim: dict[int, Sequence[Rule]] = {}
    total = planned_minutes(sheet)
    so_far = accumulate(row.duration_minutes or 0 for row in sheet.rows)
    for row, minutes in zip(sheet.rows, so_far, strict=True):
        if isinstance(row, AgendaBreak):
            slim[len(cells)] = [("BACKGROUND", 0, -1, TINT), ("TOPPADDING", 0, -1, 3), ("BOTTOMPADDING", 0, -1, 4)]
            cells.append(
                [_clock(row, style("cell quiet")), [], [break_words(row)], [], _planned(0, minutes, total), []]
            )
        else:
            cells.append(_item(row, minutes, total))
    if closing := closing_cells(sheet):
        slim[len(cells)] = [("TOPPADDING", 0, -1, 3), ("BOTTOMPADDING", 0, -1, 4)]
        cells.append([*closing, [], [RealTime(_REALLY - 4, (_("End"),))]])
    return table(cells, widths, rules, row_rules=slim, head=True)


def _item(item: AgendaItem, so_far: int, total: int) -> list[Cell]:
    words: list[Flowable] = [para("{title}", style("item title"), title=item.title), *who_brings(item)]
    if item.note.strip():
        words += [Spacer(1, 2), para(_("Note: {note}"), style("small"), note=item.note.strip())]
    if item.chair_note.strip():
        words += [Spacer(1, 4), Aside(para("{note}", _CHAIRS, note=item.chair_note.strip())), Spacer(1, 2)]
    tag: list[Flowable] = [Tag(item.purpose)] if item.purpose else []
    if item.internal:
        tag += [Spacer(1, 3), Mark(_("Internal"))]
    real = RealTime(_REALLY - 4, (pgettext("a time to write down", "from"), pgettext("a time to write down", "to")))
    return [
        _clock(item, style("time")),
        [para("{number}", style("item number"), number=item.number)],
        words,
        tag,
        _planned(item.duration_minutes or 0, so_far, total),
        [real],
    ]


def _clock(row: AgendaItem | AgendaBreak, look: object) -> Cell:
    """When a row is to begin and to end."""
    if row.start is None:
        return []
    cell: list[Flowable] = [para("{time}", look, time=time_of_day(row.start))]
    if row.duration_minutes and isinstance(row, AgendaItem):
        ends = time_of_day(later(row.start, row.duration_minutes))
        cell.append(para(_("to {time}"), style("small"), time=ends))
    return cell


def _planned(minutes: int, so_far: int, total: int) -> Cell:
    """How long a row is to take, and how much of the meeting is gone after it."""
    cell: list[Flowable] = [para("{minutes}", style("item title"), minutes=duration(minutes))] if minutes else []
    if total:
        sums = {"so_far": duration(so_far), "total": duration(total)}
        cell.append(para(_("{so_far} of {total}"), style("small"), **sums))
    return cell
