"""The directory: members by kind, who speaks for them, and how to reach those who agreed to be reached this way."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop import texts
from desktop.naming.members import counted_members, counted_others
from desktop.reports.headings import top_of, written_on
from desktop.reports.long_table import Column, LongTable, titled
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell
from desktop.reports.register_sheets import DirectoryMember, DirectoryPerson, DirectorySheet
from desktop.reports.style import Paper, style
from desktop.reports.text import para
from desktop.texts import _
from desktop.texts import language as spoken


def lay_out_directory(sheet: DirectorySheet, paper: PaperName) -> Laid:
    """Lay out the directory."""
    on = paper_named(paper)
    running = Running(sheet.alliance, _("Directory"), written_on(sheet.printed_on), spoken(), sheet.printed_on)
    return Laid(list(_story(sheet, on)), running, on)


def _story(sheet: DirectorySheet, paper: Paper) -> Iterator[Flowable]:
    yield from top_of(_("Directory"), _subtitle(sheet), paper, _facts(sheet))
    lead = _("For the alliance’s own work. Please do not pass it on, and do not publish it.")
    yield from (Spacer(1, 7), para("{words}", style("lead"), words=lead), Spacer(1, 8))
    if not sheet.kinds:
        yield para("{words}", style("body"), words=_("No members are on record yet."))
    for kind in sheet.kinds:
        heading = para("{title}", style("heading"), title=kind.kind)
        heading.outline = (0, kind.kind)
        table = LongTable(_columns(paper), [_row(member) for member in kind.members])
        yield from (Spacer(1, 6), *titled(heading, table, paper.text_width, paper), Spacer(1, 6))
    if sheet.to_ask:
        words = _("Listed by name only, and still to be asked whether an address or number may stand here: {names}.")
        yield Spacer(1, 4)
        yield para("{words}", style("small"), words=words.format(names=texts.list_of(sheet.to_ask)))


def _subtitle(sheet: DirectorySheet) -> str:
    counted = [counted_members(sheet.members), *counted_others(sheet.others)]
    return _("{members} on {date}").format(members=texts.list_of(counted), date=texts.date_long(sheet.as_of))


def _facts(sheet: DirectorySheet) -> list[tuple[str, Sequence[str]]]:
    return [
        (_("Secretariat"), [words for words in (sheet.place, sheet.email, sheet.phone) if words]),
        (_("Co-chairs"), sheet.co_chairs),
    ]


def _columns(paper: Paper) -> list[Column]:
    own, people = 47 * mm, 52 * mm
    return [
        Column(_("Member"), paper.text_width - own - people),
        Column(_("Its own address"), own),
        Column(_("Who speaks for it"), people),
    ]


def _row(member: DirectoryMember) -> list[Cell]:
    small = style("small")
    name: list[Flowable] = [para("{name}", style("cell strong"), name=member.name)]
    about = [words for words in (member.short_name, member.status, member.place) if words]
    if about:
        template = " · ".join(f"{{about{at}}}" for at in range(len(about)))
        name.append(para(template, small, **{f"about{at}": words for at, words in enumerate(about)}))
    own = [
        para("{words}", style("names"), words=words) for words in (member.phone, member.email, member.website) if words
    ]
    people: list[Flowable] = []
    for person in member.people:
        people += ([Spacer(1, 3)] if people else []) + _person(person)
    return [name, own, people]


def _person(person: DirectoryPerson) -> list[Flowable]:
    named = para(_("{name}, {role}"), style("cell"), name=person.name, role=person.role)
    lines: list[Flowable] = [named if person.role else para("{name}", style("cell"), name=person.name)]
    return [*lines, *(para("{words}", style("names"), words=way) for way in (person.phone, person.email) if way)]
