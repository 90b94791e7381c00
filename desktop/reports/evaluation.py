"""The evaluation report: one page that says it all, then what it rests on, and how it was counted."""

from collections.abc import Iterator, Sequence
from functools import cache

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from desktop.reports import fonts
from desktop.reports.charts.drawing import ChartFlowable
from desktop.reports.evaluation_sheet import (
    LEAST_ANSWERS,
    Became,
    Block,
    Challenge,
    EvaluationSheet,
    Figure,
    Finding,
    MethodPart,
    Numbers,
    PurposePart,
    Recommended,
    Shown,
    SurveyPart,
)
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, Mark, Rule, table, with_what_follows
from desktop.reports.style import GREY, HAIR, INK, TEXT, Paper, make, style
from desktop.reports.text import Prose, as_typed, hanging, para
from desktop.reports.turn_marks import clipped
from desktop.texts import _, date_short_year, ngettext, number, pgettext
from desktop.texts import language as spoken

_BULLET = "•"
_ENDS: Sequence[Rule] = (("RIGHTPADDING", (-1, 0), (-1, -1), 0),)
_AFTER_CHART, _AFTER_PART = 20.0, 14.0
_LOW = 150.0
"""The height of charts of which two should find room on a page."""
_BEGINNING = 90.0
_FIRST_ROWS = 130.0
"""So much of a chart that goes on over pages stands below its heading."""


def lay_out_evaluation(sheet: EvaluationSheet, paper: PaperName) -> Laid:
    """Lay out an evaluation report."""
    on = paper_named(paper)
    running = Running(sheet.alliance, _document(sheet), sheet.foot, spoken(), sheet.printed_on)
    return Laid(list(evaluation_story(sheet, on)), running, on)


def evaluation_story(sheet: EvaluationSheet, paper: Paper) -> Iterator[Flowable]:
    """Yield the parts of the report."""
    became = list(_became(sheet, paper))
    counted = [para("{words}", style("small"), words=sheet.counted)] if sheet.counted.strip() else []
    for close in (False, True):
        first = [*_summary(sheet, paper, close=close), *became, *counted]
        if fits := _height(first, paper) <= paper.text_height:
            break
    yield from first if fits else [*_summary(sheet, paper), *counted]
    rest = [*([] if fits else became), *_rest(sheet, paper)]
    if rest:
        yield PageBreak()
        yield from rest


def _height(parts: Sequence[Flowable], paper: Paper) -> float:
    """Return how tall parts are one below the other."""
    room = (paper.text_width, paper.text_height)
    drawn = [part for part in parts if not isinstance(part, CondPageBreak)]
    return sum(float(part.wrap(*room)[1] + part.getSpaceAfter()) for part in drawn)


def _document(sheet: EvaluationSheet) -> str:
    return _("Evaluation report, {period}").format(period=sheet.period) if sheet.period else _("Evaluation report")


@cache
def _style(name: str) -> ParagraphStyle:
    """Return a style that only this report has."""
    fonts.register()
    every = {
        "number": make("evaluation number", fonts.DISPLAY, 25, 29, INK, shaping=1),
        "words": make("evaluation words", fonts.SANS, 9, 11.5, GREY),
        "lead": make("evaluation lead", fonts.SERIF, 11.5, 16.5, TEXT),
        "subtitle": make("evaluation subtitle", fonts.SANS, 12, 16, GREY),
        "finding": make("evaluation finding", fonts.SANS, 10, 14, TEXT, spaceAfter=5),
        "close finding": make("evaluation finding", fonts.SANS, 10, 14, TEXT, spaceAfter=2.5),
        "quote": make("evaluation quote", fonts.SANS, 10, 14, TEXT, leftIndent=11, bulletFontName=fonts.SANS_SEMIBOLD,
                      bulletFontSize=10, bulletColor=GREY, spaceAfter=2),
    }  # fmt: skip
    return every[name]


# The first page


def _summary(sheet: EvaluationSheet, paper: Paper, *, close: bool = False) -> Iterator[Flowable]:
    """Yield what the report says in short; `close` with less room between its parts, for the page to hold them."""
    after = 9.0 if close else _AFTER_PART
    words = sheet.title or _("How well does the alliance work?")
    title = para("{title}", style("title"), title=words)
    title.outline = (0, words)
    yield from (title, Spacer(1, 3), para("{words}", _style("subtitle"), words=_document(sheet)), Spacer(1, 10))
    if sheet.figures:
        yield from (Figures(sheet.figures), Spacer(1, 10))
    if sheet.lead.strip():
        yield from (*written(sheet.lead, _style("lead")), Spacer(1, after))
    if sheet.found:
        look = "close finding" if close else "finding"
        yield from headed(_("What we found"), [_finding(one, look) for one in sheet.found], paper)
        yield Spacer(1, 5 if close else 9)
    if sheet.recommended:
        yield from (_recommended(sheet.recommended, paper, close=close), Spacer(1, after))


def _became_title(sheet: EvaluationSheet) -> str:
    if sheet.became_of:
        return _("What became of the recommendations {of_when}").format(of_when=sheet.became_of)
    return _("What became of last year’s recommendations")


class Figures(Flowable):  # type: ignore[misc]
    """The numbers on top, side by side, each with the rest of its sentence; hairlines between them."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        self.figures = figures

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.column = width / len(self.figures)
        self.parts = []
        for index, figure in enumerate(self.figures):
            room = self.column - (10 if index else 0) - 8
            number_part = clipped(figure.number, _style("number"), room, 1)
            words = clipped(figure.words, _style("words"), room, 6)
            self.parts.append((number_part, number_part.wrap(room, height)[1], words, words.wrap(room, height)[1]))
        tallest = max(first + second for _number, first, _words, second in self.parts)
        self.width, self.height = width, max(tallest + 19, 76.0)
        return self.width, self.height

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.line(0, top, self.width, top)
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.5)
        canvas.line(0, 0, self.width, 0)
        for index, (number_part, first, words, second) in enumerate(self.parts):
            left = index * self.column
            if index:
                canvas.setStrokeColor(HAIR)
                canvas.setLineWidth(0.5)
                canvas.line(left, 9, left, top - 8)
                left += 10
            number_part.drawOn(canvas, left, top - 4 - first)
            words.drawOn(canvas, left, top - 6 - first - second)


def _finding(one: Finding, look: str = "finding") -> Prose:
    return para("<b>{title}</b> {text}", _style(look), title=one.title, text=one.text)


def _recommended(rows: Sequence[Recommended], paper: Paper, *, close: bool) -> Box:
    head = style("head")
    labels = ("", _("What"), _("Owner"), pgettext("until when", "By"))
    cells: list[Sequence[Cell]] = [[[para("{label}", head, label=label)] for label in labels]]
    cells += [_recommended_row(row) for row in rows]
    inner = paper.text_width - 2 * Box.PAD
    widths = [12 * mm, inner - 79 * mm, 40 * mm, 27 * mm]
    air = 2.5 if close else 4.0
    level: list[Rule] = [("TOPPADDING", (0, 1), (-1, -1), air), ("BOTTOMPADDING", (0, 1), (-1, -1), air + 0.5)]
    level += [("TOPPADDING", (2, 1), (-1, -1), air + 0.5), *_ENDS]
    box = Box(_("What we recommend"), _recommended_count(rows), table(cells, widths, level, head=True), paper)
    box.outline = (0, _("What we recommend"))
    return box


def _recommended_count(rows: Sequence[Recommended]) -> str:
    open_ones = sum(not row.agreed for row in rows)
    if not open_ones:
        return number(len(rows))
    words = ngettext("{n}, one of them not agreed yet", "{n}, {open} of them not agreed yet", open_ones)
    return words.format(n=number(len(rows)), open=number(open_ones))


def _recommended_row(row: Recommended) -> list[Cell]:
    cell = style("cell")
    what: list[Flowable] = [para("{text}", style("action"), text=row.text)]
    if row.state:
        what.append(para("{state}", style("small"), state=row.state))
    owner: list[Flowable] = [para("{owner}", cell, owner=row.owner)] if row.owner.strip() else []
    due: list[Flowable] = [para("{due}", cell, due=_unbroken(date_short_year(row.due)))] if row.due else []
    if not row.due:
        due.append(para("{none}", style("small"), none=_("no date")))
    if not row.agreed:  # beside what is missing; where both are, once
        (due if row.owner.strip() else owner).append(Mark(_("Not agreed yet"), dashed=True))
    return [[para("{n}", style("number"), n=row.number)], what, owner, due]


def _unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _became(sheet: EvaluationSheet, paper: Paper) -> Iterator[Flowable]:
    if sheet.became:
        yield from headed(_became_title(sheet), [_became_table(sheet.became, paper)], paper)
        yield Spacer(1, _AFTER_PART)


def _became_table(rows: Sequence[Became], paper: Paper) -> Flowable:
    labels = (_("What"), _("Result"), _("What we saw"))
    cells: list[Sequence[Cell]] = [[[para("{label}", style("head"), label=label)] for label in labels]]
    cells += [
        [
            [para("{text}", style("cell"), text=row.text)],
            [para("{result}", style("cell strong"), result=row.result)],
            [para("{seen}", style("cell"), seen=row.seen)],
        ]
        for row in rows
    ]
    return table(cells, [paper.text_width - 98 * mm, 30 * mm, 68 * mm], _ENDS, head=True)


# What it rests on


def _rest(sheet: EvaluationSheet, paper: Paper) -> Iterator[Flowable]:
    if sheet.purpose:
        yield from _part(_("Purpose and indicators"), _purpose(sheet.purpose, paper), paper)
    for title, blocks in (
        (_("Who takes part"), sheet.participation),
        (_("Decisions and follow-through"), sheet.follow_through),
        (_("Duties"), sheet.duties),
    ):
        if blocks:
            yield from _part(title, _blocks(blocks, paper), paper)
    if sheet.survey:
        yield from _part(_("What members say"), _survey(sheet.survey, paper), paper)
    if sheet.challenges:
        yield from _part(_("Challenges"), [_challenges(sheet.challenges, paper)], paper)
    if sheet.discussion.strip():
        words = para(_("<b>For discussion.</b> {question}"), _style("lead"), question=sheet.discussion)
        words.spaceAfter = _AFTER_PART
        yield words
    if sheet.method:
        yield from _part(_("How this was counted"), _method(sheet.method, paper), paper)


def _part(title: str, parts: Iterator[Flowable] | Sequence[Flowable], paper: Paper) -> Iterator[Flowable]:
    """Yield a part of the report, its title never alone at the foot of a page."""
    made = list(parts)
    if not made:
        return
    heading = para("{title}", style("part title"), title=title)
    heading.outline = (0, title)
    needed = heading.wrap(paper.text_width, paper.text_height)[1] + 6
    needed += _beginning(made, paper)
    made[-1].spaceAfter = max(made[-1].getSpaceAfter(), _AFTER_PART)  # unlike a spacer, nothing at the end of a page
    yield CondPageBreak(min(needed, paper.text_height))
    heading.spaceAfter = 6
    yield from (heading, *made)


def _beginning(parts: Sequence[Flowable], paper: Paper) -> float:
    """Return what must have room below a title: more than a sentence that is followed by a page's end."""
    tall = 0.0
    for part in parts:
        if isinstance(part, CondPageBreak):
            return tall + float(part.height)
        tall += float(part.wrap(paper.text_width, paper.text_height)[1])
        if tall >= _BEGINNING:
            return _BEGINNING
    return tall


def lead_style() -> ParagraphStyle:
    """Return the style of the paragraph a paper begins with."""
    return _style("lead")


def headed(title: str, parts: Sequence[Flowable], paper: Paper, *, level: int = 0) -> Iterator[Flowable]:
    """Yield parts under a heading that never stands alone at the foot of a page."""
    heading = para("{title}", style("heading"), title=title)
    heading.outline = (level, title)
    yield from with_what_follows(heading, [Spacer(1, 4), *parts], paper.text_width, paper)
    yield Spacer(1, 4)
    yield from parts


def written(words: str, look: ParagraphStyle) -> Iterator[Flowable]:
    """Yield what a person wrote, a paragraph for each line."""
    for line in as_typed(words).strip("\n").split("\n"):
        yield para("{line}", look, line=line) if line.strip() else Spacer(1, 6)


def _blocks(blocks: Sequence[Block], paper: Paper) -> Iterator[Flowable]:
    for block in blocks:
        match block:
            case Shown():
                yield from shown(block, paper)
            case Numbers():
                yield from _numbers(block, paper)
            case Finding():
                yield _finding(block)
            case _:
                yield from (*written(block, style("body")), Spacer(1, 6))


def shown(block: Shown, paper: Paper, *, level: int = 1, height: float | None = None) -> Iterator[Flowable]:
    """Yield a chart with its heading and what is said about it, together on one page unless it has too many rows."""
    chart = block.chart
    heading = para("{title}", style("heading"), title=chart.title)
    heading.outline = (level, chart.title)
    heading.spaceBefore = 10
    below = para("{below}", style("chart note"), below=chart.below)
    comment = [Spacer(1, 6), *written(block.comment, style("body"))] if block.comment.strip() else []
    others: list[Flowable] = [heading, below, Spacer(1, 10), *comment]
    taken = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in others)
    said = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in comment)
    picture = ChartFlowable(chart, height=height, most=max(paper.text_height - taken - 40, 200), below=said)
    tall = taken + (_FIRST_ROWS if picture.parts_rows else picture.least(paper.text_width))
    parts = [heading, below, Spacer(1, 10), picture, *comment]
    parts[-1].spaceAfter = _AFTER_CHART
    yield CondPageBreak(min(tall, paper.text_height))
    yield from parts


def _numbers(block: Numbers, paper: Paper) -> Iterator[Flowable]:
    columns = max(len(block.head), 1)
    looks = [style("head right" if at else "head") for at in range(columns)]
    most = min(36 * mm, paper.text_width * 0.6 / max(columns - 1, 1))
    wished = [stringWidth(label, looks[-1].fontName, looks[-1].fontSize) + 14 for label in block.head[1:columns]]
    narrow = [min(max(wish, 18 * mm), most) for wish in wished]
    widths = [paper.text_width - sum(narrow), *narrow]
    labels = zip(block.head, looks, widths, strict=False)
    rows: list[Sequence[Cell]] = [[[clipped(label, look, width - 8, 3)] for label, look, width in labels]]
    for index, row in enumerate(block.rows):
        strong = " strong" if index in block.strong else ""
        filled = [*row, *[""] * columns][:columns]
        rows.append(
            [
                [para("{words}", style(f"figure{strong}" if at else f"cell{strong}"), words=words)]
                for at, words in enumerate(filled)
            ]
        )
    rules: list[Rule] = [
        ("RIGHTPADDING", (1, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 1), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 3.5),
    ]
    body = table(rows, widths, rules, head=True)
    body.whole_up_to = paper.text_height * 0.4
    heading = para("{title}", style("heading"), title=block.title)
    heading.outline = (1, block.title)
    heading.spaceBefore = 10
    parts: list[Flowable] = [heading]
    if block.below.strip():
        parts.append(para("{below}", style("chart note"), below=block.below))
    parts.append(Spacer(1, 4))
    needed = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts)
    tall = body.wrap(paper.text_width, paper.text_height)[1]
    yield CondPageBreak(min(needed + (tall if tall <= body.whole_up_to else 90), paper.text_height))
    body.spaceAfter = _AFTER_CHART
    yield from (*parts, body)


def _purpose(part: PurposePart, paper: Paper) -> Iterator[Flowable]:
    if part.text.strip():
        yield from (*written(part.text, _style("lead")), Spacer(1, 8))
    if part.questions:
        rows: list[Sequence[Cell]] = [
            [
                [para("{question}", style("cell strong"), question=question)],
                [*written(answer, style("cell"))] if answer.strip() else [Mark(_("Not answered yet"), dashed=True)],
            ]
            for question, answer in part.questions
        ]
        yield from (table(rows, [46 * mm, paper.text_width - 46 * mm], _ENDS), Spacer(1, 6))
    if part.review.strip():
        yield from (para("{words}", style("body"), words=part.review), Spacer(1, 10))
    for one in part.indicators:
        yield from shown(one, paper, height=_LOW if len(part.indicators) > 1 else None)


def _survey(part: SurveyPart, paper: Paper) -> Iterator[Flowable]:
    if part.intro.strip():
        yield from (*written(part.intro, style("body")), Spacer(1, 6))
    if part.answers < LEAST_ANSWERS:
        words = _("Fewer than {n} members answered. So that nobody can be recognised, the answers are not shown.")
        yield para("{words}", style("body"), words=words.format(n=number(LEAST_ANSWERS)))
        return
    yield from _blocks(part.blocks, paper)
    if part.comments:
        quotes: list[Flowable] = [
            hanging(_BULLET, "{words}", _style("quote"), words=as_typed(comment)) for comment in part.comments
        ]
        yield from headed(_("In their own words"), quotes, paper, level=1)


def _challenges(rows: Sequence[Challenge], paper: Paper) -> Flowable:
    labels = (_("Challenge"), _("What the record says, and how we judge it"), _("What we do about it"))
    cells: list[Sequence[Cell]] = [[[para("{label}", style("head"), label=label)] for label in labels]]
    for row in rows:
        name: list[Flowable] = [para("{name}", style("cell strong"), name=row.name)]
        if row.standing:
            name.append(para("{standing}", style("small"), standing=row.standing))
        said: list[Flowable] = [*written(row.signal, style("cell quiet"))] if row.signal.strip() else []
        said += [*written(row.judgement, style("cell"))] if row.judgement.strip() else []
        doing: list[Flowable] = [*written(row.doing, style("cell"))] if row.doing.strip() else []
        cells.append([name, said or [para("–", style("cell quiet"))], doing or [para("–", style("cell quiet"))]])
    width = paper.text_width
    return table(cells, [width * 0.29, width * 0.39, width * 0.32], _ENDS, head=True)


def _method(part: MethodPart, paper: Paper) -> Iterator[Flowable]:
    for words in (part.evaluators, *part.counted):
        if words.strip():
            yield from (*written(words, style("body")), Spacer(1, 5))
    if part.talks:
        rows: list[Sequence[Cell]] = [
            [
                [para("{day}", style("cell"), day=_unbroken(date_short_year(talk.on)))],
                [para("{whom}", style("cell strong"), whom=talk.with_whom)],
                [*written(talk.notes, style("cell"))] if talk.notes.strip() else [],
            ]
            for talk in part.talks
        ]
        body = table(rows, [30 * mm, 46 * mm, paper.text_width - 76 * mm], _ENDS)
        yield from headed(_("Interviews"), [body], paper, level=1)
        yield Spacer(1, 10)
    if part.definitions:
        defined: list[Flowable] = [
            para("<b>{term}.</b> {words}", style("small"), term=term, words=words) for term, words in part.definitions
        ]
        spaced = [each for one in defined for each in (one, Spacer(1, 3))]
        yield from headed(_("What each number means"), spaced, paper, level=1)
        yield Spacer(1, 7)
    if part.limits:
        points: list[Flowable] = [
            hanging(_BULLET, "{words}", _style("quote"), words=as_typed(words))
            for words in part.limits
            if words.strip()
        ]
        yield from headed(_("What this cannot say"), points, paper, level=1)
