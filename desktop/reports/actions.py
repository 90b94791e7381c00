"""Actions on paper: a page for each owner, to hand out or to send, and the whole register."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from db.vocabulary import ActionState
from desktop import texts
from desktop.reports.headings import top_of, written_on
from desktop.reports.long_table import Band, Column, LongTable, Row
from desktop.reports.minutes import missing
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Mark, TickBox
from desktop.reports.register_sheets import ActionsSheet, OwnerActions, OwnersSheet, RegisterAction
from desktop.reports.style import Paper, style
from desktop.reports.text import para
from desktop.texts import _, ngettext, pgettext
from desktop.texts import language as spoken


def lay_out_owners(sheet: OwnersSheet, paper: PaperName) -> Laid:
    """Lay out a page (or more) for each owner."""
    on = paper_named(paper)
    printed = sheet.printed_on
    running = Running(sheet.alliance, _("Actions to do"), written_on(printed), spoken(), printed, handed_out=True)
    return Laid(list(_owners(sheet, on)), running, on)


def lay_out_actions(sheet: ActionsSheet, paper: PaperName) -> Laid:
    """Lay out the whole register."""
    on = paper_named(paper)
    title = _("Register of actions")
    running = Running(sheet.alliance, title, written_on(sheet.printed_on), spoken(), sheet.printed_on)
    return Laid(list(_register(sheet, title, on)), running, on)


# A page for each owner


def _owners(sheet: OwnersSheet, paper: Paper) -> Iterator[Flowable]:
    if not sheet.owners:
        yield from top_of(_("Actions to do"), _on(sheet), paper)
        yield from (Spacer(1, 8), para("{words}", style("lead"), words=_("No action is open.")))
    for number, owner in enumerate(sheet.owners):
        if number:
            yield PageBreak()
        yield from _owner(owner, sheet, paper)


def _owner(owner: OwnerActions, sheet: OwnersSheet, paper: Paper) -> Iterator[Flowable]:
    name = owner.owner or _("Nobody yet")
    yield from top_of(name, _on(sheet), paper)
    yield Spacer(1, 4)
    if not owner.actions:
        yield para("{words}", style("lead"), words=_("Nothing is open. Thank you."))
        return
    yield para("{words}", style("lead"), words=_standing(owner))
    yield Spacer(1, 8)
    widths = (18 * mm, 42 * mm, 12 * mm)
    columns = [
        Column(_("No."), widths[0]),
        Column(_("What"), paper.text_width - sum(widths)),
        Column(_("Due"), widths[1]),
        Column(pgettext("column: actions", "Done"), widths[2]),
    ]
    yield LongTable(columns, [_owner_row(each, owner.owner, sheet.as_of.year) for each in owner.actions])
    yield Spacer(1, 10)
    if not owner.owner:
        words = _("These were never agreed: each needs somebody who takes it on, and a day.")
    elif sheet.contact:
        words = _("Tell the secretariat what is done, and what cannot be done on time: {contact}.")
    else:
        words = _("Tell the secretariat what is done, and what cannot be done on time.")
    yield para(words, style("body"), contact=sheet.contact)


def _on(sheet: OwnersSheet) -> str:
    return _("Actions to do, as of {date}").format(date=texts.date_long(sheet.as_of))


def _standing(owner: OwnerActions) -> str:
    late = sum(each.late_days > 0 and each.action.agreed for each in owner.actions)
    loose = sum(not each.action.agreed for each in owner.actions)
    count = len(owner.actions)
    parts = [ngettext("{n} action is open", "{n} actions are open", count).format(n=texts.number(count))]
    if late:
        parts.append(ngettext("{n} of them is late", "{n} of them are late", late).format(n=texts.number(late)))
    if loose:
        parts.append(ngettext("{n} is not agreed yet", "{n} are not agreed yet", loose).format(n=texts.number(loose)))
    return ", ".join(parts) + "."


def _owner_row(each: RegisterAction, owner: str, year: int) -> list[Cell]:
    through = each.action.owner if each.action.owner != owner else ""
    loose = _agreed(each)
    due = _due(each, year) if each.action.due or not loose else []  # what is not agreed says itself that it has no date
    return [
        [para("{label}", style("number"), label=each.action.label)],
        [para("{text}", style("action"), text=each.action.text), *_small(through), *_small(each.origin)],
        [*due, *loose],
        [TickBox()],
    ]


# The register


def _register(sheet: ActionsSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    subtitle = _("{fact} on {date}").format(fact=sheet.fact, date=texts.date_long(sheet.as_of))
    yield from (*top_of(title, subtitle, paper), Spacer(1, 6))
    if not sheet.count:
        yield para("{words}", style("lead"), words=_("No actions are on record yet."))
        return
    number, owner, due = 16 * mm, 45 * mm, 36 * mm
    columns = [
        Column(_("No."), number),
        Column(_("What, and where it was agreed"), paper.text_width - number - owner - due),
        Column(_("Owner"), owner),
        Column(_("Due"), due),
    ]
    yield LongTable(columns, _rows(sheet), total=sheet.count)


def _rows(sheet: ActionsSheet) -> Iterator[Row]:
    for part in sheet.parts:
        if part.count:
            yield Band(part.title, texts.number(part.count))
            for each in part.rows:
                yield _register_row(each, sheet.as_of.year)


def _register_row(each: RegisterAction, year: int) -> list[Cell]:
    action = each.action
    what: list[Flowable] = [para("{text}", style("action"), text=action.text), *_small(each.origin)]
    if action.state is ActionState.DROPPED and action.reason:
        what.append(para(_("<b>Dropped:</b> {reason}"), style("small"), reason=action.reason))
    owner: list[Flowable] = [para("{owner}", style("cell"), owner=action.owner)] if action.owner else []
    return [
        [para("{label}", style("number"), label=action.label)],
        what,
        [*owner, *_agreed(each)],
        _due(each, year) if action.state is ActionState.OPEN else _closed(each),
    ]


def _due(each: RegisterAction, year: int) -> list[Flowable]:
    """The day, its year where that is not this one; what is late says so in a frame."""
    due = each.action.due
    if due is None:
        return [para("{none}", style("small"), none=_("no date"))]
    words = texts.date_in(due, year)
    lines: list[Flowable] = [para("{due}", style("cell strong"), due=words.replace(" ", "\u00a0"))]
    if each.late_days > 0:
        mark = Mark(pgettext("state of an action", "Late"), size=8, solid=True)
        lines += [mark, Spacer(1, 1.5), para("{late}", style("small"), late=texts.days_late(each.late_days))]
    return lines


def _closed(each: RegisterAction) -> list[Flowable]:
    done = each.action.state is ActionState.DONE
    word = pgettext("state of an action", "Done") if done else pgettext("state of an action", "Dropped")
    lines: list[Flowable] = [para("{word}", style("cell strong" if done else "cell"), word=word)]
    return lines + _small(texts.date_short_year(each.closed_on) if each.closed_on else "")


def _agreed(each: RegisterAction) -> list[Flowable]:
    if each.action.agreed or each.action.state is not ActionState.OPEN:
        return []
    return [Mark(_("Not agreed yet"), size=8, dashed=True), Spacer(1, 1.5), *_small(missing(each.action))]


def _small(words: str) -> list[Flowable]:
    return [para("{words}", style("small"), words=words)] if words else []
