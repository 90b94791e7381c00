"""The attendance sheet: a row to sign for every seat, in the order of the list on the screen, and room for guests."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.reports.agenda import subtitle
from desktop.reports.by_hand import ToTick, WriteOn, fewest_pages
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Rule, masthead, table, with_what_follows
from desktop.reports.room_sheets import SeatToSign, SignInSheet
from desktop.reports.style import HAIR, INK, Paper, style
from desktop.reports.text import para
from desktop.texts import _, date_short_year
from desktop.texts import language as spoken

_NUMBER, _CAME, _LATE = 9 * mm, 44 * mm, 20 * mm
_SIGNATURE = 44 * mm
_ROW = 11 * mm
"""The least height of a row's content: less is too little to sign in."""
_GUESTS = (8, 6, 4)
"""So many places for guests; fewer where that saves a page."""
_RULES: Sequence[Rule] = (
    ("VALIGN", (3, 1), (-1, -1), "BOTTOM"),
    ("TOPPADDING", (0, 1), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 1), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (0, -1), 2),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
    ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
)


def lay_out_signin(sheet: SignInSheet, paper: PaperName) -> Laid:
    """Lay out an attendance sheet."""
    on = paper_named(paper)
    title = _("Attendance sheet")
    foot = ""
    if sheet.printed_on:
        foot = _("Printed {date}.").format(date=date_short_year(sheet.printed_on))
    running = Running(sheet.meeting.alliance, f"{title} · {sheet.meeting.name}", foot, spoken(), sheet.printed_on)
    return fewest_pages(_GUESTS, lambda count: Laid(list(_story(sheet, title, on, count)), running, on))


def _story(sheet: SignInSheet, title: str, paper: Paper, guests: int) -> Iterator[Flowable]:
    yield from masthead(title, subtitle(sheet.meeting), sheet.meeting, paper)
    yield from (Spacer(1, 6), para("{words}", style("body"), words=_asked(sheet)), Spacer(1, 8))
    if sheet.seats:
        heads = (_("No."), _("Member"), _("Who came"), _("Signature"), _("Late or left at"))
        yield from (_table(heads, [_seat(seat) for seat in sheet.seats], paper), Spacer(1, 14))
    heads = (_("No."), _("Name"), _("Organisation"), _("Signature"), _("Late or left at"))
    first = max([seat.number for seat in (*sheet.seats, *sheet.others)], default=0) + 1
    places = (*sheet.others, *(SeatToSign(number, "") for number in range(first, first + guests)))
    heading = para("{title}", style("heading"), title=_("Guests and observers"))
    heading.outline = (0, _("Guests and observers"))
    body = _table(heads, [_guest(seat, paper) for seat in places], paper)
    yield from with_what_follows(heading, [Spacer(1, 3), body], paper.text_width, paper)
    yield from (Spacer(1, 3), body)


def _asked(sheet: SignInSheet) -> str:
    """What to do with the sheet, and how many seats must be taken."""
    words = [_("Tick who came, and sign beside your member. One signature takes one seat.")]
    if sheet.quorum:
        words.append(_("The quorum is {needed} of {seats} seats.").format(needed=sheet.quorum, seats=len(sheet.seats)))
    return " ".join(words)


def _widths(paper: Paper) -> list[float]:
    name = paper.text_width - _NUMBER - _CAME - _SIGNATURE - _LATE
    return [_NUMBER, name, _CAME, _SIGNATURE, _LATE]


def _table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], paper: Paper) -> Flowable:
    head: Sequence[Cell] = [[para("{label}", style("head"), label=label)] for label in heads]
    return table([head, *rows], _widths(paper), _RULES, head=True)


def _seat(seat: SeatToSign) -> Sequence[Cell]:
    under = [part for part in (seat.code, seat.detail) if part]
    name: list[Flowable] = [para("{name}", style("cell strong"), name=seat.name)]
    if under:
        detail = "{code} · {detail}" if len(under) > 1 else "{code}"
        name.append(para(detail, style("small"), code=under[0], detail=under[-1]))
    if seat.apologies:
        name.append(para(_("Sent apologies"), style("small")))
    came: list[Flowable] = [ToTick(para("{name}", style("cell"), name=speaker)) for speaker in seat.speakers]
    came.append(WriteOn(_CAME - 8))
    return _row(seat.number, name, came)


def _guest(seat: SeatToSign, paper: Paper) -> Sequence[Cell]:
    room = _widths(paper)[1] - 8
    name: Cell = [para("{name}", style("cell strong"), name=seat.name)] if seat.name else [WriteOn(room, _ROW)]
    detail: Cell = [para("{detail}", style("cell"), detail=seat.detail)] if seat.detail else [WriteOn(_CAME - 8, _ROW)]
    return _row(seat.number, name, detail)


def _row(number: int, name: Cell, came: Cell) -> Sequence[Cell]:
    return [
        [para("{number}", style("item number"), number=number)],
        name,
        came,
        [WriteOn(_SIGNATURE - 8, _ROW)],
        [WriteOn(_LATE, _ROW)],
    ]
