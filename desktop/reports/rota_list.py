"""The rota as a plain list, portrait: by date who does what, who stands by, and how to reach them if wanted."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, TableStyle

from desktop import texts
from desktop.reports import fonts
from desktop.reports.duty_sheets import RotaDuty, RotaRow, RotaSection, RotaSheet, RotaTurn, TurnMark
from desktop.reports.parts import Cell, Grid, Rule
from desktop.reports.style import HAIR, INK, RULE, TINT, Paper, style
from desktop.reports.text import para
from desktop.reports.turn_marks import Stacked, capital, clipped, standing_word, term_words, times
from desktop.texts import _

_WHOLE_UP_TO = 8
"""Turns of one meeting that stay on one page."""
_GUTTER = 10.0
_LOOK: Sequence[Rule] = (
    ("FONTNAME", (0, 0), (-1, -1), fonts.SANS),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (0, -1), 4),
    ("LEFTPADDING", (-1, 0), (-1, -1), _GUTTER),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("LINEBELOW", (0, 0), (-1, 0), 1.2, INK),
)


def list_story(sheet: RotaSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield the parts of the list."""
    title = para("{title}", style("title"), title=_("Who does what"))
    title.outline = (0, _("Who does what"))
    yield from (title, Spacer(1, 8))
    sections = [section for section in sheet.sections if section.rows]
    if not sections:
        yield para("{words}", style("lead"), words=_("No turns are planned yet."))
        return
    for section in sections:
        heading = clipped(section.name, style("heading"), paper.text_width, 2)
        heading.outline = (0, section.name)
        yield from (CondPageBreak(60 * mm), Spacer(1, 4), heading, Spacer(1, 4))
        yield _table(section, paper)
        yield Spacer(1, 10)
    if sheet.contact:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time: {contact}.")
    else:
        words = _("<b>Cannot come?</b> Find a swap and tell the secretariat in good time.")
    yield para(words, style("body"), contact=sheet.contact[:200])


def _table(section: RotaSection, paper: Paper) -> Flowable:
    contacts = any(turn and turn.contact for row in section.rows for turn in row.turns)
    rest = paper.text_width
    if contacts:
        widths = [30 * mm, 24 * mm, rest - 125 * mm, 38 * mm, 33 * mm]
        labels = [_("When"), _("Duty"), _("Who"), _("How to reach them"), _("State")]
    else:
        widths = [40 * mm, 32 * mm, rest - 107 * mm, 35 * mm]
        labels = [_("When"), _("Duty"), _("Who"), _("State")]
    head = style("head")
    rows: list[Sequence[Cell]] = [[[para("{label}", head, label=label)] for label in labels]]
    rules: list[Rule] = list(_LOOK)
    for number, row in enumerate(section.rows):
        start = len(rows)
        rows += _rows(row, section.duties, widths, contacts=contacts)
        end = len(rows) - 1
        if end - start < _WHOLE_UP_TO:
            rules.append(("NOSPLIT", (0, start), (-1, end)))
        rules += [("LINEBELOW", (1, start), (-1, end), 0.4, HAIR), ("LINEBELOW", (0, end), (-1, end), 0.7, RULE)]
        if number == 0:
            rules.append(("BACKGROUND", (0, start), (-1, end), TINT))
    made = Grid([[list(cell) for cell in row] for row in rows], colWidths=widths, repeatRows=1)
    made.setStyle(TableStyle(rules))
    return made


def _rows(
    row: RotaRow, duties: Sequence[RotaDuty], widths: Sequence[float], *, contacts: bool
) -> Iterator[Sequence[Cell]]:
    """Yield a line for each duty that is due; the first says when, the second where."""
    due = [(duty, turn) for duty, turn in zip(duties, row.turns, strict=True) if turn]
    hours, *where = _where(row, widths[0] - 12) or [Spacer(1, 0)]
    for number, (duty, turn) in enumerate(due):
        first: list[Flowable] = [_when(row, widths[0] - 12), hours] if number == 0 else []
        if number == min(1, len(due) - 1):
            first += where
        cells: list[Cell] = [first, [clipped(duty.name, style("cell"), widths[1] - 8, 2)], _who(turn, widths[2] - 8)]
        if contacts:
            cells.append([clipped(turn.contact, style("cell"), widths[3] - 8, 3)] if turn.contact else [])
        word = clipped(standing_word(turn.standing), style("cell"), widths[-1] - _GUTTER, 2)
        yield [*cells, [Stacked([word], turn.standing, style("cell"), _GUTTER)]]


def _when(row: RotaRow, width: float) -> Flowable:
    words = capital(texts.weekday_date_brief(row.first)) if row.end is None else term_words(row.first, row.end)[0]
    return clipped(words, style("cell strong"), width, 2)


def _where(row: RotaRow, width: float) -> list[Flowable]:
    facts = [times(row.start, row.until), row.title, row.place]
    if row.end is not None:
        facts = term_words(row.first, row.end)[1:]
    return [clipped(fact, style("small"), width, 3) for fact in facts if fact]  # beside at least as many lines


def _who(turn: RotaTurn, width: float) -> list[Flowable]:
    if turn.standing is TurnMark.NOBODY:
        return [para("{words}", style("cell quiet"), words="–")]
    parts: list[Flowable] = [clipped(turn.name, style("cell strong"), width, 3)]
    if turn.behalf:
        parts.append(clipped(turn.behalf, style("small"), width, 2))
    for words, value in (
        (_("With {name}"), turn.beside),
        (_("Stands by: {name}"), turn.alternate),
        (_("Swapped with {name}"), turn.swapped_with),
    ):
        if value:
            parts.append(clipped(words.format(name=value), style("small"), width, 2))
    return parts
