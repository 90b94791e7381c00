"""Agenda and minutes against ReportLab building the same flowables from constants: at most 1.5 times as long.

The constants are the markup and style of every paragraph. The other flowables are handed over ready made,
which flatters ReportLab.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from desktop.reports import agenda, minutes, text
from desktop.reports.fonts import SANS
from desktop.reports.sheets import AgendaSheet, MinutesSheet
from desktop.reports.style import BOTTOM, PAPERS, SIDE
from tests.benchmarks.conftest import ROUNDS, Table, timed
from tests.reports.reading import printed
from tests.reports.samples import AGENDA, MINUTES, SCRIPTS_MINUTES

pytestmark = pytest.mark.bench

Constant = tuple[str, ParagraphStyle]


def story_of(sheet: AgendaSheet | MinutesSheet) -> Iterable[Flowable]:
    if isinstance(sheet, AgendaSheet):
        return agenda._story(sheet, "Agenda", PAPERS["a4"])
    return minutes._story(sheet, "Minutes", PAPERS["a4"])


def constants_of(sheet: AgendaSheet | MinutesSheet, monkeypatch: pytest.MonkeyPatch) -> list[Constant]:
    """Return the markup and style of each paragraph of a document."""
    found: list[Constant] = []

    def note(pieces: Iterable[Any], font: str, style: ParagraphStyle) -> None:
        found.append(
            ("".join(f'<font name="{getattr(each, font)}">{escape(each.text)}</font>' for each in pieces), style)
        )

    class Shaped(text.ShapedParagraph):
        def __init__(self, pieces: Any, style: ParagraphStyle) -> None:
            note(pieces, "font", style)
            super().__init__(pieces, style)

    class Plain(Paragraph):
        def __init__(self, markup: str, style: ParagraphStyle, frags: Any) -> None:
            note(frags, "fontName", style)
            super().__init__(markup, style, frags=frags)

    with monkeypatch.context() as patched:
        patched.setattr(text, "ShapedParagraph", Shaped)
        patched.setattr(text, "Paragraph", Plain)
        list(story_of(sheet))
    return found


def build(constants: Iterable[Constant], story: list[Flowable]) -> None:
    """What ReportLab needs for the same document."""
    for markup, style in constants:
        Paragraph(markup, style)
    paper = PAPERS["a4"]
    document = BaseDocTemplate(BytesIO(), pagesize=paper.size, initialFontName=SANS)
    frame = Frame(SIDE, BOTTOM, paper.text_width, paper.text_height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("sheet", [frame]))
    document.build(story)


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("agenda", AGENDA), ("minutes", MINUTES), ("minutes in nine scripts", SCRIPTS_MINUTES)],
)
def test_a_document_costs_little_more_than_reportlab(
    name: str, sheet: AgendaSheet | MinutesSheet, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    constants = constants_of(sheet, monkeypatch)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours += timed(lambda: printed(sheet), rounds=1)
        stories = [list(story_of(sheet)) for _run in range(2)]
        theirs += timed(lambda stories=stories: build(constants, stories.pop()), rounds=1)
    assert table.ratio(f"{name}, PDF", ours, theirs, limit=1.5) <= 1.5
