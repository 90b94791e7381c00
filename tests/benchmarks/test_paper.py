"""Agenda, minutes and other papers against ReportLab building the same from constants: at most 1.5 times.

The constants are the markup and style of every paragraph. The other flowables are handed over ready made,
which flatters ReportLab.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from db.engine import open_file
from db.measures.period import Period
from desktop.reports import agenda, brief, evaluation, ledger, minutes, rota, rota_list, slip, text
from desktop.reports.duty_sheets import RotaSheet
from desktop.reports.evaluation_from_record import evaluation_sheet
from desktop.reports.fonts import SANS
from desktop.reports.making import build
from desktop.reports.style import PAPERS, SLIPS, Paper
from desktop.sample import DAY as SAMPLE_DAY
from desktop.sample import write_sample
from tests.benchmarks.conftest import ROUNDS, Table, timed
from tests.reports.duty_samples import LEDGER, ROTA, SLIP
from tests.reports.evaluation_samples import EVALUATION
from tests.reports.reading import printed
from tests.reports.samples import AGENDA, MINUTES, SCRIPTS_MINUTES
from tests.reports.test_brief import BRIEF

pytestmark = pytest.mark.bench

Constant = tuple[str, ParagraphStyle]


@dataclass(frozen=True)
class Document:
    """A document of one sheet: its story, on which paper, and how Ronda prints it whole."""

    name: str
    story: Callable[[], Iterable[Flowable]]
    paper: Paper
    print: Callable[[], object]


def rota_of(sheet: RotaSheet) -> Document:
    on = PAPERS["a4"].turned()
    return Document(
        "rota", lambda: rota.poster_story(sheet, on), on, lambda: build(rota.lay_out_rota, sheet, BytesIO())
    )


A4, SMALL = PAPERS["a4"], SLIPS["a4"]
DOCUMENTS = (
    Document("agenda", lambda: agenda._story(AGENDA, "Agenda", A4), A4, lambda: printed(AGENDA)),
    Document("minutes", lambda: minutes._story(MINUTES, "Minutes", A4), A4, lambda: printed(MINUTES)),
    Document(
        "minutes in nine scripts",
        lambda: minutes._story(SCRIPTS_MINUTES, "Minutes", A4),
        A4,
        lambda: printed(SCRIPTS_MINUTES),
    ),
    rota_of(ROTA),
    Document("rota as a list", lambda: rota_list.list_story(ROTA, A4), A4,
             lambda: build(rota.lay_out_rota_list, ROTA, BytesIO())),
    Document("ledger", lambda: ledger.ledger_story(LEDGER, A4), A4,
             lambda: build(ledger.lay_out_ledger, LEDGER, BytesIO())),
    Document("evaluation", lambda: evaluation.evaluation_story(EVALUATION, A4), A4,
             lambda: build(evaluation.lay_out_evaluation, EVALUATION, BytesIO())),
    Document("brief", lambda: brief.brief_story(BRIEF, A4), A4,
             lambda: build(brief.lay_out_brief, BRIEF, BytesIO())),
    Document("slip", lambda: slip.slip_story(SLIP, SMALL), SMALL, lambda: build(slip.lay_out_slip, SLIP, BytesIO())),
)  # fmt: skip


def constants_of(document: Document, monkeypatch: pytest.MonkeyPatch) -> list[Constant]:
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
        list(document.story())
    return found


def plainly(constants: Iterable[Constant], story: list[Flowable], paper: Paper) -> None:
    """What ReportLab needs for the same document."""
    for markup, style in constants:
        Paragraph(markup, style)
    document = BaseDocTemplate(BytesIO(), pagesize=paper.size, initialFontName=SANS)
    frame = Frame(paper.side, paper.bottom, paper.text_width, paper.text_height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("sheet", [frame]))
    document.build(story)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_document_costs_little_more_than_reportlab(
    document: Document, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    constants = constants_of(document, monkeypatch)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours += timed(document.print, rounds=1)
        stories = [list(document.story()) for _run in range(2)]
        theirs += timed(lambda stories=stories: plainly(constants, stories.pop(), document.paper), rounds=1)
    assert table.ratio(f"{document.name}, PDF", ours, theirs, limit=1.5) <= 1.5


def test_an_evaluation_of_three_years_costs_little_more_than_reportlab(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table
) -> None:
    """The sample alliance's, from its first meeting to its last."""
    write_sample(tmp_path / "sample.ronda")
    three_years = Period(dt.date(2023, 11, 1), dt.date(2026, 11, 1))
    with open_file(tmp_path / "sample.ronda", read_only=True) as file, file.reading() as session:
        sheet = evaluation_sheet(session, three_years, today=SAMPLE_DAY)
    document = Document(
        "evaluation of three years", lambda: evaluation.evaluation_story(sheet, A4), A4,
        lambda: build(evaluation.lay_out_evaluation, sheet, BytesIO()),
    )  # fmt: skip
    test_a_document_costs_little_more_than_reportlab(document, monkeypatch, table)
