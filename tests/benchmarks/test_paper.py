"""Agenda and minutes against ReportLab building the same flowables from constants: at most 1.5 times as long.

The constants are the markup and style of every paragraph. The other flowables are handed over ready made,
which flatters ReportLab.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
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
from tests.reports.reading import printed
from tests.reports.samples import AGENDA, MINUTES, SCRIPTS_MINUTES

ROUNDS = 15
Constant = tuple[str, ParagraphStyle]


def story_of(sheet: AgendaSheet | MinutesSheet) -> Iterable[Flowable]:
    if isinstance(sheet, AgendaSheet):
        return agenda._story(sheet, "Agenda", PAPERS["a4"])
    return minutes._story(sheet, "Minutes", PAPERS["a4"])


def constants_of(sheet: AgendaSheet | MinutesSheet, monkeypatch: pytest.MonkeyPatch) -> list[Constant]:
    """Return the markup and style of each paragraph of a document."""
    found: list[Constant] = []
    shaped, plain = text.ShapedParagraph, text.Paragraph

    def note(pieces: Iterable[Any], font: str, style: ParagraphStyle) -> None:
        found.append(
            ("".join(f'<font name="{getattr(each, font)}">{escape(each.text)}</font>' for each in pieces), style)
        )

    def shaped_paragraph(pieces: Any, style: ParagraphStyle) -> Flowable:
        note(pieces, "font", style)
        return shaped(pieces, style)

    def plain_paragraph(markup: str, style: ParagraphStyle, frags: Any) -> Flowable:
        note(frags, "fontName", style)
        return plain(markup, style, frags=frags)

    with monkeypatch.context() as patched:
        patched.setattr(text, "ShapedParagraph", shaped_paragraph)
        patched.setattr(text, "Paragraph", plain_paragraph)
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


def seconds(action: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


@pytest.mark.bench
@pytest.mark.parametrize(
    ("name", "sheet"),
    [("agenda", AGENDA), ("minutes", MINUTES), ("minutes in nine scripts", SCRIPTS_MINUTES)],
)
def test_a_document_costs_little_more_than_reportlab(
    name: str, sheet: AgendaSheet | MinutesSheet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(sheet)
    constants = constants_of(sheet, monkeypatch)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(seconds(lambda: printed(sheet)))
        story = list(story_of(sheet))
        theirs.append(seconds(lambda story=story: build(constants, story)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    with capsys.disabled():
        print(f"\n{name}: {statistics.median(ours) * 1000:.0f} ms, {ratio:.2f} × ReportLab")
    assert ratio <= 1.5
