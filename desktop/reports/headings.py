"""The top of registers, letters and notes: a title, what it is of, and what one should know before reading."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, HRFlowable, Spacer

from desktop import texts
from desktop.reports.parts import Cell, Rule, table
from desktop.reports.style import HAIR, INK, Paper, style
from desktop.reports.text import para
from desktop.texts import _

Facts = Sequence[tuple[str, Sequence[str]]]
_TOP: Sequence[Rule] = (
    ("TOPPADDING", (0, 0), (-1, -1), 6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ("LINEABOVE", (0, 0), (-1, 0), 1.2, INK),
    ("LINEBELOW", (0, -1), (-1, -1), 0.5, HAIR),
)


def top_of(title: str, subtitle: str, paper: Paper, facts: Facts = (), *, bookmark: str = "") -> list[Flowable]:
    """Return the top of a document; of the facts, those that are known, each label above its lines."""
    heading = para("{title}", style("title"), title=title)
    heading.outline = (0, bookmark or title)
    parts: list[Flowable] = [heading, Spacer(1, 3)]
    if subtitle:
        parts += [para("{subtitle}", style("subtitle"), subtitle=subtitle), Spacer(1, 8)]
    known = [(label, lines) for label, lines in facts if any(lines)]
    if known:
        row: list[Cell] = [
            [para("{label}", style("label"), label=label), *(para("{l}", style("fact"), l=line) for line in lines)]
            for label, lines in known
        ]
        return [*parts, table([row], [paper.text_width / len(known)] * len(known), _TOP)]
    return [*parts, HRFlowable("100%", 1.2, color=INK, spaceBefore=0, spaceAfter=4)]


def written_on(day: date | None) -> str:
    """Return "Printed 7 October 2026.", for the foot."""
    return _("Printed {date}.").format(date=texts.date_long(day)) if day else ""
