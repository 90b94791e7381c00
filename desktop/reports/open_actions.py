"""The open actions a meeting begins with: who owes what, since when, the longest overdue first."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.naming.outcomes import owner_words
from desktop.reports.agenda import subtitle
from desktop.reports.heard_actions import is_late
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Mark, Rule, TickBox, masthead, table
from desktop.reports.room_sheets import OpenActionsSheet
from desktop.reports.sheets import OpenAction
from desktop.reports.style import INK, Paper, style
from desktop.reports.text import para
from desktop.texts import _, date_short, date_short_year, ngettext, pgettext
from desktop.texts import language as spoken

_LABEL, _OWNER, _DUE, _DONE = 13 * mm, 41 * mm, 26 * mm, 12 * mm


def lay_out_open_actions(sheet: OpenActionsSheet, paper: PaperName) -> Laid:
    """Lay out the open actions of a meeting."""
    on, title, printed = paper_named(paper), _("Open actions"), sheet.printed_on
    foot = _("As of {date}.").format(date=date_short_year(printed)) if printed else ""
    document = f"{title} · {sheet.meeting.name}"
    running = Running(sheet.meeting.alliance, document, foot, spoken(), printed)
    return Laid(list(_story(sheet, title, on)), running, on)


def _story(sheet: OpenActionsSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    yield from masthead(title, subtitle(sheet.meeting), sheet.meeting, paper)
    asked = _("For each: is it done? If not, what is in the way, and by when will it be?")
    yield from (Spacer(1, 6), para("{words}", style("body"), words=asked), Spacer(1, 8))
    if not sheet.actions:
        yield para("{words}", style("lead"), words=_("No action is open."))
        return
    heads = ("", _("What"), _("Owner"), _("Due"), pgettext("column: actions", "Done"))
    rows: list[Sequence[Cell]] = [[[para("{label}", style("head"), label=label)] for label in heads]]
    rows += [_row(action, sheet) for action in sheet.actions]
    widths = [_LABEL, paper.text_width - _LABEL - _OWNER - _DUE - _DONE, _OWNER, _DUE, _DONE]
    rules: list[Rule] = [("TOPPADDING", (2, 1), (-1, -1), 4.5), ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK)]
    yield from (para("<b>{counted}</b>", style("body"), counted=_counted(sheet)), Spacer(1, 6))
    yield table(rows, widths, rules, head=True)


def _counted(sheet: OpenActionsSheet) -> str:
    late = sum(is_late(action, sheet.printed_on) for action in sheet.actions)
    words = ngettext("{n} action", "{n} actions", len(sheet.actions)).format(n=len(sheet.actions))
    return _("{actions}, {late} late").format(actions=words, late=late) if late else words


def _row(action: OpenAction, sheet: OpenActionsSheet) -> list[Cell]:
    cell = style("cell")
    what: list[Flowable] = [para("{text}", style("action"), text=action.text)]
    if action.from_meeting:
        what.append(para("{meeting}", style("small"), meeting=action.from_meeting))
    owner: list[Flowable] = [para("{owner}", cell, owner=owner_words(action))] if action.owner else []
    if not action.agreed:
        owner.append(Mark(_("Not agreed yet"), dashed=True))
    if action.due is None:
        due = para("{none}", style("small"), none=_("no date"))
    else:
        day = (date_short if action.due.year == sheet.meeting.day.year else date_short_year)(action.due)
        late = is_late(action, sheet.printed_on)
        template = _("{due}, <b>late</b>") if late else "{due}"
        due = para(template, cell, due=day.replace(" ", "\u00a0"))
    return [[para("{label}", style("number"), label=action.label)], what, owner, [due], [TickBox()]]
