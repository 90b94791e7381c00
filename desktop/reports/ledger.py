"""The fairness ledger of a duty: how it is worked out, everybody's balance, and one account written out turn by turn.

A page anybody can check by hand: every share stands there as a fraction and as a number, every balance as it ran.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from db.turn_units import TURN
from desktop import texts
from desktop.naming.duties import nobody_in_ledger
from desktop.reports.duty_sheets import LedgerLine, LedgerSheet, MemberSum, SumLine
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Rule, table
from desktop.reports.style import HAIR, INK, RULE, TINT, Paper, style
from desktop.reports.text import Prose, hanging, para
from desktop.reports.turn_marks import clipped
from desktop.texts import _, ngettext
from desktop.texts import language as spoken

_BAR = 40 * mm
_ROUNDED, _EXACT = 2, 4
"""Decimals of the balances of all, and of the account that is written out."""


def lay_out_ledger(sheet: LedgerSheet, paper: PaperName) -> Laid:
    """Lay out the ledger of a duty."""
    on = paper_named(paper)
    running = Running(
        sheet.alliance, f"{_('Fairness ledger')} · {sheet.duty}", _foot(sheet), spoken(), sheet.printed_on
    )
    return Laid(list(ledger_story(sheet, on)), running, on)


def ledger_story(sheet: LedgerSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield the parts of the ledger."""
    title = para("{title}", style("title"), title=_("Fairness ledger"))
    title.outline = (0, _("Fairness ledger"))
    yield from (title, Spacer(1, 3), para("{words}", style("subtitle"), words=_subtitle(sheet)), Spacer(1, 8))
    if not sheet.turns:
        words = _("No turn of this duty was done yet.") if sheet.lines else nobody_in_ledger()
        yield para("{words}", style("lead"), words=words)
        return
    for sentence in _findings(sheet):
        yield from (para("{words}", style("lead"), words=sentence), Spacer(1, 2))
    yield Spacer(1, 6)
    yield from _how()
    yield from (Spacer(1, 8), _accounts(sheet, paper), Spacer(1, 4))
    yield para("{words}", style("small"), words=_together(sheet))
    if sheet.written_out:
        yield from _written_out(sheet.written_out, paper)


def turns_exactly(units: int, decimals: int) -> str:
    """Return units of turns in turns, "4.21"; rounded half up from the whole units, never through a float."""
    return texts.number(_rounded(units, decimals), decimals=decimals)


def signed_exactly(units: int, decimals: int) -> str:
    """Return a balance in turns, "−1.79", "+0.21", "0.00"."""
    return texts.signed(_rounded(units, decimals), decimals=decimals)


def _rounded(units: int, decimals: int) -> float:
    ten = 10**decimals
    whole = (2 * abs(units) * ten + TURN) // (2 * TURN)
    return float(Decimal(whole if units > 0 else -whole) / ten) + 0.0


def _foot(sheet: LedgerSheet) -> str:
    return _("Printed {date}.").format(date=texts.date_long(sheet.printed_on)) if sheet.printed_on else ""


def _subtitle(sheet: LedgerSheet) -> str:
    counted = ngettext("{n} turn", "{n} turns", sheet.turns).format(n=texts.number(sheet.turns))
    if sheet.since:
        counted = _("{turns} since {day}").format(turns=counted, day=texts.date_long(sheet.since))
    return f"{sheet.duty} · {counted}"


def _findings(sheet: LedgerSheet) -> Iterator[str]:
    if sheet.lines:
        now = max(abs(line.balance) for line in sheet.lines)
        sentence = _("Nobody is more than {turns} turns away from their fair share today.")
        yield sentence.format(turns=turns_exactly(now, _ROUNDED))
    if (far := sheet.furthest) and far.balance:
        sentence = (
            _("The furthest anybody ever was: {member}, {turns} behind, on {day}.")
            if far.balance < 0
            else _("The furthest anybody ever was: {member}, {turns} ahead, on {day}.")
        )
        yield sentence.format(
            member=far.member, turns=turns_exactly(abs(far.balance), _ROUNDED), day=texts.date_long(far.day)
        )


def _how() -> Iterator[Flowable]:
    heading = para("{title}", style("heading"), title=_("How it is worked out"))
    heading.outline = (0, _("How it is worked out"))
    yield from (heading, Spacer(1, 3))
    steps = (
        _("Each time the duty is done is one turn. It is credited to whoever did it; several who did it share it."),
        _(
            "The same turn is divided among all who could have done it: who may be asked and was there. Each gets a "
            "part in proportion to its share of duties. That part is its fair share of this turn; together the parts "
            "are exactly one turn. Who could not come gets no part, so being away costs nothing."
        ),
        _("Balance = turns done − fair share. Below zero is behind: the next turns go there."),
        _(
            "Who joins begins at zero. Who leaves takes its balance along. Another share of duties counts from the "
            "day it is changed; nothing that stands here is ever rewritten."
        ),
    )
    for number, words in enumerate(steps, 1):
        yield hanging(f"{number}", "{words}", style("step"), words=words)


# Everybody


class BalanceBar(Flowable):  # type: ignore[misc]
    """A balance from the middle line: behind is solid, to the left; ahead is outlined, to the right."""

    HEIGHT = 7.0

    def __init__(self, balance: int, largest: int, width: float) -> None:
        super().__init__()
        self.balance, self.largest, self.width, self.height = balance, max(largest, 1), width, self.HEIGHT + 3

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas, middle = self.canv, self.width / 2
        length = (middle - 2) * abs(self.balance) / self.largest
        canvas.setLineWidth(0.7)
        canvas.setStrokeColor(INK)
        canvas.setFillColor(INK)
        if self.balance < 0:
            canvas.rect(middle - length, 0, length, self.HEIGHT, fill=1, stroke=0)
        elif length:
            canvas.rect(middle, 0.35, max(length, 0.7), self.HEIGHT - 0.7, fill=0, stroke=1)
        canvas.setStrokeColor(RULE)
        canvas.line(middle, -3, middle, self.HEIGHT + 3)


def _accounts(sheet: LedgerSheet, paper: Paper) -> Flowable:
    widths = [paper.text_width - 57 * mm - _BAR - 22 * mm, 22 * mm, 19 * mm, _BAR, 16 * mm, 22 * mm]
    head = style("head")
    labels = (_("Member"), _("Turns done"), _("Fair share"), _("Behind  |  ahead"), _("Balance"), _("Last done"))
    right, middle = style("head right"), style("head middle")
    looks = (head, right, right, middle, right, right)
    rows: list[Sequence[Cell]] = [
        [[para("{label}", look, label=label)] for label, look in zip(labels, looks, strict=True)]
    ]
    largest = max((abs(line.balance) for line in sheet.lines), default=0)
    rows += [_account(line, largest, widths) for line in sheet.lines]
    rules: list[Rule] = [
        ("TOPPADDING", (0, 1), (-1, -1), 2.2),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 2.8),
        ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (3, 0), (3, -1), 8),
        ("RIGHTPADDING", (1, 0), (2, -1), 4),
        ("RIGHTPADDING", (3, 0), (-1, -1), 0),
        ("LINEBELOW", (0, 0), (-1, 0), 1.2, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.6, RULE),
    ]
    return table(rows, widths, rules, head=True)


def _account(line: LedgerLine, largest: int, widths: Sequence[float]) -> list[Cell]:
    notes = ", ".join(filter(None, (line.short_name, line.note)))
    name = f"{line.member} ({notes})" if notes else line.member
    return [
        [clipped(name, style("cell"), widths[0] - 8, 2)],
        [para("{n}", style("figure"), n=turns_exactly(line.done, _ROUNDED))],
        [para("{n}", style("figure"), n=turns_exactly(line.share, _ROUNDED))],
        [BalanceBar(line.balance, largest, _BAR - 10)],
        [para("{n}", style("figure strong"), n=signed_exactly(line.balance, _ROUNDED))],
        [para("{day}", style("figure quiet"), day=texts.date_short_year(line.last_done))] if line.last_done else [],
    ]


def _together(sheet: LedgerSheet) -> str:
    done, share = sum(line.done for line in sheet.lines), sum(line.share for line in sheet.lines)
    words = _("All together: {done} turns done, fair shares of {share}, balances of {balance}.").format(
        done=turns_exactly(done, _ROUNDED),
        share=turns_exactly(share, _ROUNDED),
        balance=signed_exactly(done - share, _ROUNDED),
    )
    if sheet.left:
        words += " " + _("Members that left took {turns} with them; with that it is zero.").format(
            turns=signed_exactly(sheet.left, _ROUNDED)
        )
    return words


# One account written out


def _written_out(account: MemberSum, paper: Paper) -> Iterator[Flowable]:
    heading = para(_("{member}, turn by turn"), style("part title"), member=_short(account.member))
    heading.outline = (0, _("{member}, turn by turn").format(member=account.member))
    note = _(
        "Share = its own part ÷ the parts of all who could have done it. Take the share away from the balance before, "
        "add the turns, and you have the balance after. Rounded to four places; Ronda counts without rounding."
    )
    yield from (Spacer(1, 14), CondPageBreak(70 * mm), heading, Spacer(1, 2))
    yield from (para("{note}", style("small"), note=note), Spacer(1, 5))
    if not account.lines:
        yield para("{words}", style("body"), words=_("There is nothing in this ledger yet."))
        return
    rest = paper.text_width - 29 * mm - 18 * mm - 17 * mm - 15 * mm - 20 * mm
    widths = [29 * mm, rest, 18 * mm, 17 * mm, 15 * mm, 20 * mm]
    head = style("head")
    labels = (_("Day"), _("Who could have done it"), _("Share"), "=", _("Turns"), _("Balance"))
    rows: list[Sequence[Cell]] = [
        [[para("{label}", head if n < 2 else style("head right"), label=label)] for n, label in enumerate(labels)]
    ]
    share = done = 0
    for line in account.lines:
        share, done = share + line.share, done + line.done
        rows.append(_sum_row(line, done - share, widths))
    rows.append(_sum_total(done, share))
    rules: list[Rule] = [
        ("TOPPADDING", (0, 1), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 3),
        ("RIGHTPADDING", (2, 0), (-1, -1), 2),
        ("LINEBELOW", (0, 0), (-1, 0), 1.2, INK),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
        ("BACKGROUND", (0, -1), (-1, -1), TINT),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
    ]
    yield table(rows, widths, rules, head=True)


def _sum_row(line: SumLine, balance: int, widths: Sequence[float]) -> list[Cell]:
    day: list[Flowable] = [para("{day}", style("cell"), day=texts.date_short_year(line.day))]
    if line.occasion:
        day.append(clipped(line.occasion, style("small"), widths[0] - 8, 2))
    turns = turns_exactly(line.done, 0 if line.done % TURN == 0 else _EXACT) if line.done else "–"
    return [
        day,
        _could(line),
        [para("{part}", style("figure"), part=_fraction(line))],
        [para("{n}", style("figure"), n=turns_exactly(line.share, _EXACT))],
        [para("{n}", style("figure strong" if line.done else "figure"), n=turns)],
        [para("{n}", style("figure strong"), n=signed_exactly(balance, _EXACT))],
    ]


def _sum_total(done: int, share: int) -> list[Cell]:
    return [
        [],
        [para("{words}", style("cell strong"), words=_("Together"))],
        [],
        [para("{n}", style("figure strong"), n=turns_exactly(share, _EXACT))],
        [para("{n}", style("figure strong"), n=turns_exactly(done, 0 if done % TURN == 0 else _EXACT))],
        [para("{n}", style("figure strong"), n=signed_exactly(done - share, _EXACT))],
    ]


def _could(line: SumLine) -> list[Prose]:
    names = style("names")
    if line.closing:
        words = _("It left. Its balance is closed and does not come back.")
        return [para("{words}", names, words=words)]
    if not line.pool:
        return [para("{words}", names, words=_("Nobody else was there who may be asked."))]
    count = ngettext("{n} member", "{n} members", len(line.pool)).format(n=texts.number(len(line.pool)))
    if not line.but:
        found = [para(_("{members}: all above"), names, members=count)]
    elif len(line.but) < len(line.pool):
        found = [para(_("{members}: all above but {names}"), names, members=count, names=tuple(line.but))]
    else:
        found = [para("{members}: {names}", names, members=count, names=tuple(line.pool))]
    for part, who in line.parts:
        found.append(para(_("With a part of {part}: {names}"), names, part=_plain(part), names=tuple(who)))
    if not line.in_pool:
        found.append(para("{words}", names, words=_("It could not have been asked, and did it all the same.")))
    elif line.part is None:
        words = _("Its share is not just its part: nobody owes more than one turn in all at one meeting.")
        found.append(para("{words}", names, words=words))
    return found


def _fraction(line: SumLine) -> str:
    if line.part is None or line.whole is None:
        return ""
    return f"{_plain(line.part)}/{_plain(line.whole)}"


def _plain(value: Decimal) -> str:
    """Return "1", "0.5", "11.5": a number without zeros that say nothing."""
    tidy = value.normalize()
    places = max(0, -int(tidy.as_tuple().exponent))
    return texts.number(float(value), decimals=places) if places else texts.number(int(value))


def _short(words: str) -> str:
    return words if len(words) <= 90 else f"{words[:89].rstrip()}…"
