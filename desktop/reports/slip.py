"""One's own turns on a small page to hand to somebody: what, when, where, with whom, and who stands by."""

from collections.abc import Iterator
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle

from desktop import texts
from desktop.reports import fonts
from desktop.reports.duty_sheets import SlipSheet, SlipTurn
from desktop.reports.page import Laid, PaperName, Running
from desktop.reports.parts import Grid, Rule
from desktop.reports.style import HAIR, INK, SLIPS, Paper, style
from desktop.reports.text import para
from desktop.reports.turn_marks import Stacked, capital, clipped, standing_word, term_words, times
from desktop.texts import _, ngettext, pgettext
from desktop.texts import language as spoken

_LABEL = 20 * mm
_GUTTER: Final = 11.0


def lay_out_slip(sheet: SlipSheet, paper: PaperName) -> Laid:
    """Lay out a person's turns on pages of a quarter of a sheet."""
    on = SLIPS[paper]
    foot = (
        pgettext("rota", "Printed {date}.").format(date=texts.date_short_year(sheet.printed_on))
        if sheet.printed_on
        else ""
    )
    running = Running(sheet.alliance, _("Your turns"), foot, spoken(), sheet.printed_on)
    return Laid(list(slip_story(sheet, on)), running, on)


def slip_story(sheet: SlipSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield the parts of the slip."""
    name = clipped(sheet.person, style("part title"), paper.text_width, 3)
    name.outline = (0, sheet.person)
    yield name
    if not sheet.turns:
        yield Spacer(1, 8)
        yield para("{words}", style("body"), words=_("No turns are planned for you at the moment."))
        return
    counted = ngettext("You have {n} turn.", "You have {n} turns.", len(sheet.turns))
    yield para("{words}", style("small"), words=counted.format(n=texts.number(len(sheet.turns))))
    for turn in sheet.turns:
        yield from (Spacer(1, 8), _turn(turn, paper))
    yield Spacer(1, 8)
    if sheet.contact:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time: {contact}.")
    else:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time.")
    yield para(words, style("cell"), contact=sheet.contact[:120])


def _turn(turn: SlipTurn, paper: Paper) -> Flowable:
    room = paper.text_width - _LABEL
    title: list[Flowable] = [clipped(turn.duty, style("heading"), paper.text_width - 2, 2)]
    if turn.task:
        title.append(clipped(turn.task, style("small"), paper.text_width - 2, 3))
    rows: list[list[list[Flowable]]] = [[title, []]]
    for label, value, strong in _facts(turn):
        look = style("cell strong" if strong else "cell")
        # What stands out is when: our own words, with hours that are not to be broken within.
        words = para("{words}", look, words=value) if strong else clipped(value, look, room - 2, 4)
        rows.append([[para("{label}", style("label"), label=label)], [words]])
    word = clipped(standing_word(turn.standing), style("cell"), room - _GUTTER - 2, 1)
    rows.append([[para("{label}", style("label"), label=_("Answer"))],
                 [Stacked([word], turn.standing, style("cell"), _GUTTER)]])  # fmt: skip
    rules: list[Rule] = [
        ("FONTNAME", (0, 0), (-1, -1), fonts.SANS),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("SPAN", (0, 0), (-1, 0)),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (1, len(rows) - 1), (1, len(rows) - 1), _GUTTER),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("TOPPADDING", (0, 1), (0, -1), 2.8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("TOPPADDING", (0, 0), (-1, 0), 5),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 4),
        ("LINEABOVE", (0, 0), (-1, 0), 1.2, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 5),
    ]
    made = Grid(rows, colWidths=[_LABEL, room])
    made.setStyle(TableStyle(rules))
    made.whole_up_to = paper.text_height
    return made


def _facts(turn: SlipTurn) -> Iterator[tuple[str, str, bool]]:
    """Yield label, value, and whether it stands out; only what is known."""
    if turn.end is None:
        hours = times(turn.start, turn.until).replace(" ", "\u00a0")  # not broken within
        yield _("When"), ", ".join(filter(None, (capital(texts.date_with_weekday(turn.first)), hours))), True
    else:
        words, *days = term_words(turn.first, turn.end)
        yield _("When"), words, True
        yield from (("", each, False) for each in days)
    if turn.meeting:
        yield pgettext("on a slip", "At"), turn.meeting, False
        yield _("Where"), turn.place or _("Place to be agreed"), False
    yield pgettext("on a slip", "For"), turn.member, False
    for number, (duty, name) in enumerate(turn.others[:6]):
        yield "" if number else pgettext("on a slip", "With"), f"{name} ({duty.lower()})", False
    for label, value in (
        (_("Beside you"), turn.beside),
        (_("Stands by"), turn.alternate),
        (_("Swapped with"), turn.swapped_with),
        (_("Note"), turn.note),
    ):
        if value:
            yield label, value, False
