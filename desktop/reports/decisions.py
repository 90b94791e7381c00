"""The register of decisions: what is in force first, then what was superseded, each under its number."""

from collections.abc import Iterable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop import texts
from desktop.reports.headings import top_of, written_on
from desktop.reports.long_table import Band, Column, LongTable, Row
from desktop.reports.minutes import taken
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Mark
from desktop.reports.register_sheets import DecisionsSheet, RegisterDecision
from desktop.reports.style import Paper, style
from desktop.reports.text import para
from desktop.texts import _, ngettext, pgettext
from desktop.texts import language as spoken


def lay_out_decisions(sheet: DecisionsSheet, paper: PaperName) -> Laid:
    """Lay out the register of decisions."""
    on = paper_named(paper)
    title = _("Register of decisions")
    running = Running(sheet.alliance, title, written_on(sheet.printed_on), spoken(), sheet.printed_on)
    return Laid(list(_story(sheet, title, on)), running, on)


def _story(sheet: DecisionsSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    subtitle = _("{fact} on {date}").format(fact=_fact(sheet), date=texts.date_long(sheet.as_of))
    yield from (*top_of(title, subtitle, paper), Spacer(1, 6))
    total = sheet.current_count + sheet.superseded_count
    if not total:
        yield para("{words}", style("lead"), words=_("No decisions are on record yet."))
        return
    number, how, when = 17 * mm, 42 * mm, 30 * mm
    columns = [
        Column(_("No."), number),
        Column(_("Decision, and where it was taken"), paper.text_width - number - how - when),
        Column(_("How it was taken"), how),
        Column(_("Applies from"), when),
    ]
    yield LongTable(columns, _rows(sheet), total=total)


def _fact(sheet: DecisionsSheet) -> str:
    current, gone = sheet.current_count, sheet.superseded_count
    parts = [ngettext("{n} in force", "{n} in force", current).format(n=texts.number(current))]
    if gone:
        parts.append(ngettext("{n} superseded", "{n} superseded", gone).format(n=texts.number(gone)))
    return ", ".join(parts)


def _rows(sheet: DecisionsSheet) -> Iterator[Row]:
    yield from _part(pgettext("decisions to show", "In force"), sheet.current, sheet.current_count)
    yield from _part(pgettext("decisions to show", "Superseded"), sheet.superseded, sheet.superseded_count)


def _part(title: str, rows: Iterable[RegisterDecision], count: int) -> Iterator[Row]:
    if count:
        yield Band(title, texts.number(count))
        yield from map(_row, rows)


def _row(each: RegisterDecision) -> list[Cell]:
    decision = each.decision
    gone = bool(decision.superseded_by)
    text: list[Flowable] = []
    if gone:
        words = _("Superseded by {labels}").format(labels=decision.superseded_by)
        text += [Mark(words, size=8), Spacer(1, 2)]
    text.append(para("{text}", style("action" if gone else "decision"), text=decision.text))
    if decision.supersedes:
        text.append(para(_("Replaces decision {number}"), style("small"), number=decision.supersedes))
    text.append(para("{meeting}", style("small"), meeting=each.meeting))
    how: list[Flowable] = [para("{taken}", style("cell"), taken=taken(decision))]
    if each.stances:
        stances = ", ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in each.stances.split(", "))
        how.append(para("{stances}", style("small"), stances=stances))
    applies = decision.effective_on or each.taken_on
    when: list[Flowable] = [para("{day}", style("cell"), day=texts.date_short_year(applies).replace(" ", "\u00a0"))]
    return [[para("{number}", style("number"), number=decision.number)], text, how, when]
