"""The sheet for the sealed envelope: a page on which the file's passphrase is written by hand, and what to do with it.

The passphrase is never printed, nor given to anything here but how long it is: what is not known to a program stays in
no printer's memory and in no folder. The part to glue on the envelope does not say what is inside.
"""

import math
from collections.abc import Iterator

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.reports import fonts
from desktop.reports.by_hand import Blanks, ToTick, WriteOn, fewest_pages
from desktop.reports.headings import top_of, written_on
from desktop.reports.letter_sheets import EnvelopeSheet
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Cell, Rule, table
from desktop.reports.style import GREY, RULE, TEXT, Paper, style
from desktop.reports.text import para
from desktop.texts import _, date_long, pgettext
from desktop.texts import language as spoken

_IN_A_ROW, _ROWS = 22, 3
"""Boxes side by side, and rows of them where no more are needed."""
_GAP: float = 3 * mm
_OPENED = (3, 2, 1)
"""So many lines for who opened it; fewer where that saves a page."""
_LONG_NAME = 80
"""So many letters of an alliance's name would take too much of the page in large type."""
_LABEL_PAD: float = 5 * mm


class LetterBoxes(Flowable):  # type: ignore[misc]
    """A row of boxes to write in, a character each: nobody has to guess where a word ends or what is missing."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width = width
        self.side = width / _IN_A_ROW
        self.height = self.side * 1.2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        for place in range(1, _IN_A_ROW):
            canvas.line(place * self.side, 0, place * self.side, self.height)
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(0.9)
        canvas.rect(0, 0, self.width, self.height)


class CutHere(Flowable):  # type: ignore[misc]
    """A dashed line across the page, with what to do there."""

    HEIGHT = 14.0

    def __init__(self, width: float, words: str) -> None:
        super().__init__()
        self.width, self.words, self.height = width, words, self.HEIGHT

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.7)
        canvas.setDash([4, 3])
        canvas.line(0, self.height, self.width, self.height)
        canvas.setDash()
        canvas.setFillColor(GREY)
        canvas.setFont(fonts.SANS, 8.5)
        canvas.drawString(0, self.height - 11, self.words)


def lay_out_envelope(sheet: EnvelopeSheet, paper: PaperName) -> Laid:
    """Lay out the sheet for the sealed envelope."""
    on = paper_named(paper)
    running = Running(sheet.alliance, _title(), written_on(sheet.printed_on), spoken(), sheet.printed_on)
    return fewest_pages(_OPENED, lambda lines: Laid(list(_story(sheet, on, lines)), running, on))


def _title() -> str:
    return _("For the sealed envelope")


def _story(sheet: EnvelopeSheet, paper: Paper, opened: int) -> Iterator[Flowable]:
    of = _("Passphrase of the file of {alliance}").format(alliance=sheet.alliance)
    yield from (*top_of(_title(), of, paper), Spacer(1, 4))
    yield para(
        _(
            "Whoever has this sheet and a copy of the file can read all of it. Without the passphrase nobody can, and "
            "nobody can recover a lost one. Write it here by hand; do not photograph this sheet, and do not copy it."
        ),
        style("body"),
    )
    yield from (Spacer(1, 10), para("{words}", style("heading"), words=_("The passphrase")), Spacer(1, 3))
    words = _(
        "A character in each box, an empty box for a space. Underline capital letters, strike through the figure zero."
    )
    yield para("{words}", style("small"), words=words)
    for row in range(max(_ROWS, math.ceil(sheet.letters / _IN_A_ROW))):
        yield from (Spacer(1, _GAP if row else 6), LetterBoxes(paper.text_width))
    yield from (Spacer(1, 8), *_facts(sheet, paper.text_width), Spacer(1, 12))
    yield from _steps()
    yield from (Spacer(1, 8), KeepTogether(list(_openings(paper, opened))), Spacer(1, 12))
    yield from _label(sheet, paper)


def _facts(sheet: EnvelopeSheet, width: float) -> Iterator[Flowable]:
    """Yield what else whoever opens it must know, mostly to be filled in."""
    if sheet.set_on is not None:
        since = _("In use since {date}.").format(date=date_long(sheet.set_on))
        yield from (para("{words}", style("body"), words=since), Spacer(1, 2))
        yield Blanks(width, [(_("Name of the file"), 1.0, "")])
    else:
        yield Blanks(width, [(_("Name of the file"), 2.0, ""), (_("In use since"), 1.0, "")])
    yield Blanks(width, [(_("Where copies of the file are kept"), 1.0, "")])


def _steps() -> Iterator[Flowable]:
    yield from (para("{words}", style("heading"), words=_("Before it is sealed")), Spacer(1, 4))
    for words in (
        _("Close the file and open it again with what is written above, not from memory."),
        _(
            "Fold the sheet with the writing inside and put it into an envelope that nothing shows through. Seal it "
            "and sign across the flap."
        ),
        _("Keep it locked away with somebody the members trust, never beside the computer or its backups."),
        _(
            "If an earlier sheet exists: backups from before keep the earlier passphrase. Destroy that sheet once they "
            "are no longer needed."
        ),
    ):
        yield from (ToTick(para("{words}", style("body"), words=words)), Spacer(1, 3))


def _openings(paper: Paper, lines: int) -> Iterator[Flowable]:
    yield from (para("{words}", style("heading"), words=_("When it was opened")), Spacer(1, 2))
    words = _("Afterwards change the passphrase, and begin a new sheet.")
    yield from (para("{words}", style("small"), words=words), Spacer(1, 2))
    widths = [paper.text_width * share for share in (0.2, 0.35, 0.45)]
    head: list[Cell] = [
        [para("{l}", style("head"), l=label)] for label in (pgettext("opened on", "On"), _("By whom"), _("Why"))
    ]
    rows: list[list[Cell]] = [head]
    rows += [[[WriteOn(width - 8)] for width in widths] for _line in range(lines)]
    rules: list[Rule] = [
        ("TOPPADDING", (0, 1), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 0),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, white),  # the dots are line enough
    ]
    yield table(rows, widths, rules, head=True)


def _label(sheet: EnvelopeSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield what goes outside: it names the alliance, and not what is inside."""
    yield CutHere(paper.text_width, _("Cut here, and glue what is below on the envelope."))
    inside = paper.text_width - 2 * _LABEL_PAD
    cell: Cell = [
        para("{alliance}", style("fact" if len(sheet.alliance) > _LONG_NAME else "heading"), alliance=sheet.alliance),
        Spacer(1, 4),
        Blanks(inside, [(_("Sealed on"), 1.0, ""), (pgettext("sealed by whom", "by"), 2.0, "")]),
        Blanks(inside, [(_("Only to be opened by"), 1.0, "")]),
        Blanks(inside, [(pgettext("only to be opened if", "if"), 1.0, "")]),
    ]
    rules: list[Rule] = [
        ("BOX", (0, 0), (-1, -1), 0.9, TEXT),
        ("LEFTPADDING", (0, 0), (-1, -1), _LABEL_PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _LABEL_PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
    ]
    yield from (Spacer(1, 6), table([[cell]], [paper.text_width], rules))
