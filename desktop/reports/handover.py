"""The handover note: where things stand, what worries who goes, and all that the next holder will be asked for."""

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.reports.handover_sheet import Decided, Duty, HandoverSheet, Known, OpenAction
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, Grid, Mark, Rule, TickBox, table, with_what_follows
from desktop.reports.style import HAIR, INK, RULE, Paper, style
from desktop.reports.text import as_typed, para
from desktop.reports.turn_marks import capital
from desktop.texts import (
    _,
    date_long,
    date_short_year,
    days_late,
    language,
    ngettext,
    number,
    pgettext,
    weekday_date_brief,
)

_GAP = 12


def lay_out_handover(sheet: HandoverSheet, paper: PaperName) -> Laid:
    """Lay out a handover note."""
    on = paper_named(paper)
    title = _("Handover note")
    foot = _("As things stood on {day}. Nobody’s password is in here.").format(day=date_long(sheet.day))
    running = Running(sheet.alliance, f"{title} · {date_short_year(sheet.day)}", foot, language(), sheet.day)
    return Laid(list(_story(sheet, title, on)), running, on)


def _story(sheet: HandoverSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    heading = para("{title}", style("title"), title=title)
    heading.outline = (0, title)
    yield heading
    yield Spacer(1, 3)
    words = _("{alliance} · handover {n}") if sheet.count else "{alliance}"
    yield para(words, style("subtitle"), alliance=sheet.alliance, n=number(sheet.count))
    yield Spacer(1, 8)
    yield _facts(sheet, paper)
    yield Spacer(1, _GAP)
    if sheet.worries.strip():
        yield from _headed(_("What worries us"), [*_written(sheet.worries)], paper)
    if sheet.checks:
        yield from _headed(_("Where things stand"), [_checks(sheet, paper)], paper)
    yield from _headed(_("Next dates"), [_dates(sheet, paper)], paper)
    yield from _headed(_("Duties ahead"), [_duties(sheet.duties, paper)], paper)
    yield from _open_actions(sheet.actions, paper)
    yield from _headed(_("Who is who"), [_known(sheet.known, paper)], paper)
    yield from _headed(_("Passwords and keys"), [_keys(sheet, paper)], paper)
    yield from _headed(_("What was decided last"), [_decided(sheet.decided, paper)], paper)


def _headed(title: str, parts: Sequence[Flowable], paper: Paper) -> Iterator[Flowable]:
    heading = para("{title}", style("heading"), title=title)
    heading.outline = (0, title)
    yield from with_what_follows(heading, [Spacer(1, 4), *parts], paper.text_width, paper)
    yield Spacer(1, 4)
    yield from parts
    yield Spacer(1, _GAP)


def _facts(sheet: HandoverSheet, paper: Paper) -> Grid:
    cells: list[Cell] = []
    for label, name, more in (
        (_("Day"), date_long(sheet.day), ""),
        (pgettext("handover", "From"), *sheet.giver),
        (pgettext("handover", "To"), *sheet.taker),
    ):
        cell: list[Flowable] = [
            para("{label}", style("label"), label=label),
            para("{name}", style("fact"), name=name or "–"),
        ]
        if more:
            cell.append(para("{more}", style("small"), more=more))
        cells.append(cell)
    width = paper.text_width
    rules: list[Rule] = [
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ("LINEABOVE", (0, 0), (-1, 0), 1.2, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, HAIR),
    ]
    return table([cells], [width * 0.26, width * 0.37, width * 0.37], rules)


def _written(words: str) -> Iterator[Flowable]:
    for line in as_typed(words).split("\n"):
        yield para("{line}", style("lead"), line=line) if line.strip() else Spacer(1, 6)


def _nothing(words: str) -> Flowable:
    return para("{words}", style("said quiet"), words=words)


def _plain(words: str) -> Flowable:
    return para("{words}", style("cell quiet"), words=words)


def _checks(sheet: HandoverSheet, paper: Paper) -> Grid:
    rows = [
        [
            [TickBox(ticked=check.settled)],
            [para("{words}", style("cell" if check.settled else "cell strong"), words=check.words)],
        ]
        for check in sheet.checks
    ]
    return table(rows, [6 * mm, paper.text_width - 6 * mm])


def _dates(sheet: HandoverSheet, paper: Paper) -> Flowable:
    if not sheet.dates:
        return _plain(_("No meeting is planned."))
    rows: list[Sequence[Cell]] = [
        [
            [para("{day}", style("cell strong"), day=capital(weekday_date_brief(row.day)))],
            [para("{name}", style("cell"), name=row.name)],
            [para("{where}", style("cell quiet"), where=row.where)],
            [para("{state}", style("cell quiet"), state=row.state)],
        ]
        for row in sheet.dates
    ]
    width = paper.text_width - 32 * mm - 26 * mm
    return table(rows, [32 * mm, width * 0.45, width * 0.55, 26 * mm], _ENDS)


_MOST = 12
"""As many turns of a day stay on one page; more are too tall to be kept whole."""
_ENDS: Sequence[Rule] = (("RIGHTPADDING", (-1, 0), (-1, -1), 0),)


def _duties(duties: Sequence[Duty], paper: Paper) -> Flowable:
    if not duties:
        return _plain(_("No turn is planned in the next three months."))
    rows: list[Sequence[Cell]] = []
    joined: dict[int, Sequence[Rule]] = {}
    together: list[tuple[int, int]] = []
    before = None
    for at, row in enumerate(duties):
        when = _when(row)
        first: list[Flowable] = []
        if when != before:
            day = capital(weekday_date_brief(row.day)) if row.until is None else _span(row)
            first.append(para("{day}", style("cell strong"), day=day))
            if row.occasion and (at + 1 == len(duties) or when != _when(duties[at + 1])):
                first.append(para("{name}", style("small"), name=row.occasion))
        else:  # no line under the day while its turns go on
            if row.occasion and together[-1][0] == together[-1][1]:
                first.append(para("{name}", style("small"), name=row.occasion))
            joined[len(rows) - 1] = [("LINEBELOW", 0, 0, 1.2, white)]
            together[-1] = (together[-1][0], len(rows))
        if when != before:
            together.append((len(rows), len(rows)))
        before = when
        rows.append(
            [
                first,
                [para("{duty}", style("cell"), duty=row.duty)],
                [para("{who}", style("cell"), who=row.who) if row.who else _plain(_("nobody yet"))],
                [para("{state}", style("cell quiet"), state=row.state)],
            ]
        )
    widths = [44 * mm, 26 * mm, paper.text_width - 44 * mm - 26 * mm - 28 * mm, 28 * mm]
    whole: list[Rule] = [
        ("NOSPLIT", (0, first), (-1, last))
        for first, last in together
        if first < last < first + _MOST and _height(rows[first : last + 1], widths) < paper.text_height / 2
    ]
    return table(rows, widths, [*_ENDS, *whole], row_rules=joined)


def _when(row: Duty) -> tuple[object, ...]:
    return row.day, row.until, row.occasion


def _height(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> float:
    """Return how tall rows are, about: what is taller than a page cannot stay whole on one."""
    return sum(
        max(float(sum(part.wrap(width, 0)[1] for part in cell)) for cell, width in zip(row, widths, strict=True)) + 9
        for row in rows
    )


def _span(row: Duty) -> str:
    assert row.until
    return _("{first} to {last}").format(first=date_short_year(row.day), last=date_short_year(row.until))


def _open_actions(actions: Sequence[OpenAction], paper: Paper) -> Iterator[Flowable]:
    if not actions:
        yield from _headed(_("Open actions"), [_plain(_("No action is open."))], paper)
        return
    inner = paper.text_width - 2 * Box.PAD
    rows = [_action(row) for row in actions]
    body = table(rows, [6 * mm, 15 * mm, inner - 98 * mm, 44 * mm, 33 * mm], _ENDS)
    late = sum(row.days_late > 0 for row in actions)
    count = ngettext("{n} open", "{n} open", len(actions)).format(n=number(len(actions)))
    if late:
        count = _("{open}, {late} late").format(open=count, late=number(late))
    box = Box(_("Open actions"), count, body, paper)
    box.outline = (0, _("Open actions"))
    yield box
    yield Spacer(1, _GAP + 2)


def _action(row: OpenAction) -> list[Cell]:
    when: list[Flowable] = []
    if row.due is None:
        when.append(para("{none}", style("small"), none=_("no date")))
    else:
        when.append(
            para("{day}", style("cell strong" if row.days_late else "cell"), day=date_short_year(row.due))
        )  # fmt: skip
    if row.days_late:
        when.append(para("{late}", style("small"), late=days_late(row.days_late)))
    owner: list[Flowable] = [para("{owner}", style("cell"), owner=row.owner)] if row.owner else []
    if not row.agreed:
        owner.append(Mark(_("Not agreed yet"), dashed=True))
    what: list[Flowable] = [para("{text}", style("cell"), text=row.text)]
    if row.meeting:
        what.append(para("{group}", style("small"), group=row.meeting))
    return [
        [TickBox()],
        [para("{label}", style("number"), label=row.label)],
        what,
        owner,
        when,
    ]


def _known(known: Sequence[Known], paper: Paper) -> Flowable:
    if not known:
        return _plain(_("No co-chair and no coordinator is on record."))
    rows: list[Sequence[Cell]] = [
        [
            [para("{name}", style("cell strong"), name=one.name)],
            [
                para("{role}", style("cell"), role=one.role),
                *([para("{office}", style("small"), office=one.office)] if one.office else []),
            ],
            [*(para("{way}", style("cell"), way=way) for way in one.reach or ("–",))],
        ]
        for one in known
    ]
    width = paper.text_width
    return table(rows, [width * 0.3, width * 0.34, width * 0.36], _ENDS)


def _keys(sheet: HandoverSheet, paper: Paper) -> Flowable:
    if not sheet.keys:
        return _plain(_("None are listed. Ask whether there are any."))
    rows: list[Sequence[Cell]] = [
        [
            [TickBox(ticked=key.passed_on)],
            [para("{name}", style("cell strong"), name=key.name)],
            [para("{place}", style("cell"), place=key.kept_where)],
            [_plain(_("passed on") if key.passed_on else _("to ask for"))],
        ]
        for key in sheet.keys
    ]
    width = paper.text_width - 6 * mm - 30 * mm
    return table(rows, [6 * mm, width * 0.42, width * 0.58, 30 * mm], [("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE)])


def _decided(decided: Sequence[Decided], paper: Paper) -> Flowable:
    if not decided:
        return _plain(_("No decision is on record."))
    rows: list[Sequence[Cell]] = [
        [
            [para("{number}", style("number"), number=row.number)],
            [para("{text}", style("cell"), text=row.text)],
            [para("{day}", style("cell quiet"), day=date_short_year(row.day))],
        ]
        for row in decided
    ]
    return table(rows, [15 * mm, paper.text_width - 41 * mm, 26 * mm], _ENDS)
