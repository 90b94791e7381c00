"""Terms of reference: what the alliance is for, its principles, and how it works, in sections with numbers."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Spacer

from desktop.reports.headings import top_of, written_on
from desktop.reports.letter_sheets import TermsPart, TermsSection, TermsSheet
from desktop.reports.markdown import kept_with_next, markdown_story
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Mark
from desktop.reports.style import Paper, style
from desktop.reports.text import hanging, para
from desktop.texts import _
from desktop.texts import language as spoken


def lay_out_terms(sheet: TermsSheet, paper: PaperName) -> Laid:
    """Lay out the terms of reference."""
    on = paper_named(paper)
    title = _("Terms of reference")
    document = f"{title} · {_('Draft')}" if sheet.draft else title
    running = Running(sheet.alliance, document, written_on(sheet.printed_on), spoken(), sheet.printed_on)
    return Laid(kept_with_next(list(_story(sheet, title, on)), on), running, on)


def _story(sheet: TermsSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    subtitle = _("{alliance}: a draft, not adopted yet") if sheet.draft else "{alliance}"
    yield from (*top_of(title, subtitle.format(alliance=sheet.alliance), paper), Spacer(1, 6))
    for part in sheet.parts:
        yield from _part(part, paper)
    if sheet.contact:
        yield Spacer(1, 8)
        yield para(_("<b>How to reach us.</b> {contact}"), style("body"), contact=sheet.contact)


def _part(part: TermsPart, paper: Paper) -> Iterator[Flowable]:
    heading = para("{title}", style("part title"), title=part.title)
    heading.outline, heading.heads = (0, part.title), True
    yield from (Spacer(1, 8), heading)
    if part.standing:
        standing = para("{standing}", style("small"), standing=part.standing)
        standing.heads = True
        yield from (Spacer(1, 3), standing)
    yield Spacer(1, 5)
    yield from markdown_story(part.markdown, paper)
    for number, section in enumerate(part.sections, 1):
        yield from _section(section, f"{number}" if part.numbered else "", paper)


def _section(section: TermsSection, number: str, paper: Paper) -> Iterator[Flowable]:
    look = style("item heading" if number else "heading")
    made = hanging(number, "{title}", look, title=section.heading) if number else para(
        "{title}", look, title=section.heading
    )  # fmt: skip
    made.outline, made.heads = (1, section.heading), True
    yield from (Spacer(1, 5), made)
    if section.non_negotiable:
        mark = Mark(_("Non-negotiable"), solid=True)
        mark.heads = True
        yield from (Spacer(1, 2), mark)
    yield from (Spacer(1, 3), *markdown_story(section.markdown, paper))
