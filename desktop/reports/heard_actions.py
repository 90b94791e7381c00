"""The open actions that a meeting hears of, in short, on the papers that lie before it: what, who, by when."""

from collections.abc import Iterator
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.naming.outcomes import owner_words, shortened
from desktop.reports.parts import Cell, Mark, Rule, TickBox, table
from desktop.reports.sheets import Heard, OpenAction
from desktop.reports.style import HAIR, INK, Paper, style
from desktop.reports.text import Prose, para
from desktop.texts import _, date_short, date_short_year, ngettext

MOST = 6
"""So many are printed one by one; the meeting pack has them all."""
_OWNER, _DUE, _TICK = 56 * mm, 26 * mm, 8 * mm
_LETTERS, _OWNER_LETTERS = 120, 50


def heard_actions(heard: Heard, paper: Paper, *, most: int = MOST, ticks: bool = False) -> list[Flowable]:
    """Return the first `most` actions with a head above and how many more there are below; or that none is heard.

    With `ticks` there is a box at each, to be ticked by hand.
    """
    if not heard.actions:
        none = _("No open action is heard under item {number}.").format(number=heard.under)
        return [para("{words}", style("cell"), words=none)]
    tick = _TICK if ticks else 0.0
    widths = [tick, paper.text_width - tick - _OWNER - _DUE, _OWNER, _DUE]
    counted = ngettext("{n} open action", "{n} open actions", len(heard.actions)).format(n=len(heard.actions))
    words = _("{actions}, heard under item {number}").format(actions=counted, number=heard.under)
    shown = heard.actions[:most]
    rows: list[list[Cell]] = [[[], [para("{words}", style("cell strong"), words=words)], [], []]]
    rows += [[[TickBox()] if ticks else [], *_cells(action, heard.printed_on)] for action in shown]
    if more := len(heard.actions) - len(shown):
        said = ngettext("and {n} more", "and {n} more", more) if shown else _("Their list is in the meeting pack.")
        rows.append([[], [para("{words}", style("small"), words=said.format(n=more))], [], []])
    rules: list[Rule] = [
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
    ]
    return [table([row if ticks else row[1:] for row in rows], widths if ticks else widths[1:], rules)]


def heard_within(heard: Heard, paper: Paper, room: float, *, least: int = 0) -> list[Flowable] | None:
    """Return as many of the actions as fit into `room` points with their head; None where not even `least` do."""
    all_shown = min(MOST, len(heard.actions))
    for shown in range(all_shown, min(least, all_shown) - 1, -1):
        parts = heard_actions(heard, paper, most=shown)
        if sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts) <= room:
            return parts
    return None


def _cells(action: OpenAction, printed_on: date | None) -> Iterator[Cell]:
    cell = style("cell")
    yield [para("{text}", cell, text=shortened(action.text, _LETTERS))]
    owner = para("{owner}", cell, owner=owner_words(action, most=_OWNER_LETTERS) or _("nobody yet"))
    yield [owner] if action.agreed else [owner, Spacer(1, 1.5), Mark(_("Not agreed yet"), dashed=True)]
    yield [due_words(action, printed_on)]


def due_words(action: OpenAction, on: date | None) -> Prose:
    """Return when an action is due, and whether it is late as of a day."""
    if action.due is None:
        return para("{none}", style("small"), none=_("no date"))
    this_year = on is not None and action.due.year == on.year
    day = (date_short if this_year else date_short_year)(action.due).replace(" ", "\u00a0")
    return para(_("{due}, <b>late</b>") if is_late(action, on) else "{due}", style("cell"), due=day)


def is_late(action: OpenAction, on: date | None) -> bool:
    """Return whether the day of an action has passed."""
    return action.due is not None and on is not None and action.due < on
