"""A briefing note or a statement: what it is about, to whom, and in whose name: theirs alone who endorse it."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, Spacer

from desktop import texts
from desktop.naming.charter import note_kind
from desktop.reports.headings import top_of, written_on
from desktop.reports.letter_sheets import NoteSheet
from desktop.reports.markdown import kept_with_next, markdown_story
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, table
from desktop.reports.style import Paper, style
from desktop.reports.text import one_line, para
from desktop.texts import _, ngettext
from desktop.texts import language as spoken


def lay_out_note(sheet: NoteSheet, paper: PaperName) -> Laid:
    """Lay out a note or a statement."""
    on = paper_named(paper)
    document = f"{note_kind(sheet.kind)} · {_short(sheet.title)}"
    if sheet.gone_out_on is None:
        document = f"{document} · {_('Draft')}"
    running = Running(sheet.alliance, document, _foot(sheet), spoken(), sheet.printed_on)
    return Laid(kept_with_next(list(_story(sheet, on)), on), running, on)


def _story(sheet: NoteSheet, paper: Paper) -> Iterator[Flowable]:
    subtitle = note_kind(sheet.kind)
    if sheet.gone_out_on is None:
        subtitle = _("{what}, draft: not sent yet").format(what=subtitle)
    facts: list[tuple[str, Sequence[str]]] = [
        (_("To"), [sheet.addressed_to] if sheet.addressed_to.strip() else []),
        (_("From"), [sheet.alliance]),
        (_("Date"), [texts.date_long(sheet.gone_out_on or sheet.written_on)]),
    ]
    yield from (*top_of(sheet.title, subtitle, paper, facts), Spacer(1, 8))
    for part in sheet.parts:
        story = markdown_story(part.markdown, paper)
        if not story:
            continue
        if part.heading:
            heading = para("{title}", style("heading"), title=part.heading)
            heading.outline, heading.heads = (1, part.heading), True
            yield from (Spacer(1, 5), heading, Spacer(1, 3))
        yield from story
    yield from (Spacer(1, 8), *_names(sheet, paper), Spacer(1, 8))
    if sheet.contact:
        yield para(_("<b>How to reach us.</b> {contact}"), style("body"), contact=sheet.contact)


def _names(sheet: NoteSheet, paper: Paper) -> list[Flowable]:
    """In whose name it goes out."""
    if not sheet.endorsers:
        words = _("No member endorses it so far.") if sheet.gone_out_on is None else ""
        return [para("{words}", style("small"), words=words)] if words else []
    count = ngettext("{n} member", "{n} members", len(sheet.endorsers)).format(n=texts.number(len(sheet.endorsers)))
    names: list[Cell] = [[para("{names}", style("body"), names=tuple(sheet.endorsers))]]
    return [Box(_("In the name of"), count, table([names], [paper.text_width - 2 * Box.PAD]), paper)]


def _foot(sheet: NoteSheet) -> str:
    if sheet.gone_out_on:
        return _("Sent on {date}.").format(date=texts.date_long(sheet.gone_out_on))
    return " ".join(filter(None, (_("Not sent yet."), written_on(sheet.printed_on))))


def _short(title: str) -> str:
    words = one_line(title)
    return words if len(words) <= 70 else f"{words[:69].rstrip()}…"
