"""A letter to whoever may become a member: who we are, what for, what is expected, when to come, how to answer."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop import texts
from desktop.reports.letter_sheets import InvitationSheet, Signer
from desktop.reports.markdown import markdown_story
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Rule, table
from desktop.reports.style import RULE, Paper, style
from desktop.reports.text import hanging, para
from desktop.texts import _
from desktop.texts import language as spoken

_IN_A_ROW = 3
"""Signatures beside each other."""


def lay_out_invitation(sheet: InvitationSheet, paper: PaperName) -> Laid:
    """Lay out a letter of invitation."""
    on = paper_named(paper)
    running = Running(sheet.alliance, _("Invitation to join"), sheet.contact, spoken(), sheet.written_on)
    return Laid(list(_story(sheet, on)), running, on)


def _story(sheet: InvitationSheet, paper: Paper) -> Iterator[Flowable]:
    body = style("letter")
    for line in filter(None, (sheet.person, sheet.to, sheet.to_place)):
        yield para("{line}", style("letter strong" if line == sheet.to else "letter close"), line=line)
    day = texts.date_long(sheet.written_on)
    where = _("{place}, {date}").format(place=sheet.place, date=day) if sheet.place else day
    yield from (Spacer(1, 16), para("{where}", body, where=where), Spacer(1, 10))
    title = para("{title}", style("part title"), title=_("Would you join us?"))
    title.outline = (0, _("Invitation to join"))
    yield from (title, Spacer(1, 8))
    yield para(_("Dear {name},") if sheet.person else _("Dear friends of {name},"), body, name=sheet.person or sheet.to)
    yield from _who_we_are(sheet, paper)
    yield from _what_is_expected(sheet)
    yield from _what_next(sheet)
    yield from (Spacer(1, 4), KeepTogether(list(_signed(sheet, paper))))


def _who_we_are(sheet: InvitationSheet, paper: Paper) -> Iterator[Flowable]:
    body = style("letter")
    if sheet.members and sheet.kinds:
        yield para(
            _("{alliance} is an alliance of {n} members: {kinds}."),
            body, alliance=sheet.alliance, n=texts.number(sheet.members), kinds=texts.list_of(list(sheet.kinds)),
        )  # fmt: skip
    if sheet.purpose.strip():
        yield para("{words}", body, words=_("This is what we work for:"))
        yield from markdown_story(sheet.purpose, paper)
        yield Spacer(1, 4)
    words = (
        _("The members would like to have you among them.")
        if sheet.individual
        else _("The members would like to have your organisation among them.")
    )
    yield para("{words}", body, words=words)


def _what_is_expected(sheet: InvitationSheet) -> Iterator[Flowable]:
    come = (
        _("come to the meetings")
        if sheet.individual
        else _("name somebody who speaks for you and comes to the meetings, and somebody who can stand in")
    )
    points = [come]
    if sheet.duties:
        duties = texts.list_of([word[:1].lower() + word[1:] for word in sheet.duties])
        points.append(_("take your fair turn at the work that keeps us going: {duties}").format(duties=duties))
    points.append(_("do what you take on, by the day you name, or say in good time that you cannot"))
    points.append(_("say of each decision whether you endorse it; nothing goes out in your name unless you do"))
    if sheet.principles:
        points.append(_("stand by what is not negotiable: {what}").format(what="; ".join(sheet.principles)))
    yield para("{words}", style("letter"), words=_("This is what members ask of each other:"))
    for number, point in enumerate(points):
        end = "." if number == len(points) - 1 else ";"
        yield hanging("•", "{point}", style("letter point"), point=point + end)
    yield Spacer(1, 4)


def _what_next(sheet: InvitationSheet) -> Iterator[Flowable]:
    body = style("letter")
    if (meeting := sheet.meeting) is not None:
        day = texts.date_with_weekday(meeting.day)
        when = _("{day}, {time}").format(day=day, time=texts.time_of_day(meeting.start)) if meeting.start else day
        where = ", ".join(filter(None, (when, meeting.place)))
        words = _("Come and see before you decide: {meeting} is on {where}.")
        yield para(words, body, meeting=meeting.name, where=where)
    answer = (
        _("Please tell us by {date} whether you would like to join: {contact}.")
        if sheet.answer_by
        else _("Please tell us whether you would like to join: {contact}.")
    )
    if not sheet.contact:
        answer = _("Please tell us whether you would like to join, and whatever you would like to know first.")
    yield para(answer, body, date=texts.date_long(sheet.answer_by) if sheet.answer_by else "", contact=sheet.contact)
    if sheet.has_terms:
        yield para("{words}", body, words=_("Our terms of reference are enclosed."))


def _signed(sheet: InvitationSheet, paper: Paper) -> Iterator[Flowable]:
    yield para("{words}", style("letter"), words=_("With kind regards,"))
    signers = sheet.signers or (Signer(_("For {alliance}").format(alliance=sheet.alliance)),)
    gap = 8 * mm
    width = (paper.text_width - gap * (_IN_A_ROW - 1)) / _IN_A_ROW
    for start in range(0, len(signers), _IN_A_ROW):
        row: list[Cell] = []
        lines: list[Rule] = [("TOPPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
        for signer in signers[start : start + _IN_A_ROW]:
            row += [[]] if row else []
            lines.append(("LINEABOVE", (len(row), 0), (len(row), 0), 0.6, RULE))
            row.append(_signer(signer, named=bool(sheet.signers)))
        block = table([row], [gap if place % 2 else width for place in range(len(row))], lines)
        block.hAlign = "LEFT"
        yield from (Spacer(1, 15 * mm), block)


def _signer(signer: Signer, *, named: bool) -> list[Flowable]:
    cell: list[Flowable] = [para("{name}", style("letter strong"), name=signer.name)]
    if named:
        role = _("Co-chair, {member}").format(member=signer.member) if signer.member else _("Co-chair")
        cell.append(para("{role}", style("small"), role=role))
    return cell
