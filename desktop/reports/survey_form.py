"""The form of a survey of members: on paper to cross and write on, or as a PDF to fill in. Both look the same."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from db.vocabulary import QuestionKind
from desktop.naming.surveys import scale_ends
from desktop.reports import fonts
from desktop.reports.form_font import form_of
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import NOTE_GAP, Cell, Grid, NoteLines, Rule, table
from desktop.reports.style import GREY, HAIR, INK, RULE, TEXT, Paper, style
from desktop.reports.survey_sheet import FormPart, FormQuestion, SurveyFormSheet
from desktop.reports.text import as_typed, one_line, para
from desktop.texts import _, date_with_weekday, pgettext
from desktop.texts import language as spoken

_SCALE: Final = 5
_NUMBER = 8 * mm
_RING = 15.0
"""Across one circle, in points."""
_STEP = 23.0
_MARKS = _STEP * _SCALE
_LINES = 6
"""Lines to write on."""
_GAP = 11


def lay_out_survey_form(sheet: SurveyFormSheet, paper: PaperName) -> Laid:
    """Lay out a survey's form."""
    on = paper_named(paper)
    foot = _("Form {code}. Anonymous: please do not write your name.").format(code=sheet.code)
    running = Running(sheet.alliance, sheet.title, foot, spoken(), sheet.made_on)
    return Laid(list(_story(sheet, on)), running, on)


def _story(sheet: SurveyFormSheet, paper: Paper) -> Iterator[Flowable]:
    yield from _masthead(sheet, paper)
    for part in sheet.parts:
        yield Spacer(1, _GAP)
        yield from _part(part, paper, fillable=sheet.fillable)
    yield Spacer(1, _GAP + 4)
    yield _giving_back(sheet, paper)


def _masthead(sheet: SurveyFormSheet, paper: Paper) -> Iterator[Flowable]:
    title = para("{title}", style("part title"), title=sheet.title)
    title.outline = (0, sheet.title)
    yield title
    yield Spacer(1, 5)
    look = style("body")
    words: list[Flowable] = []
    for line in as_typed(sheet.introduction).split("\n"):
        words.append(para("{line}", look, line=line) if line.strip() else Spacer(1, 4))
    how = (
        _("<b>How to answer.</b> Choose one circle in each line; to change your mind, choose another.")
        if sheet.fillable
        else _("<b>How to answer.</b> Cross one circle in each line. To change it, fill that one in and cross another.")
    )
    rules: list[Rule] = [
        ("LINEABOVE", (0, 0), (-1, 0), 1.2, INK),
        ("TOPPADDING", (0, 0), (-1, -1), 7),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    yield table([[[*words, Spacer(1, 4), para(how, look)]]], [paper.text_width], rules)


def _part(part: FormPart, paper: Paper, *, fillable: bool) -> Iterator[Flowable]:
    """Yield a domain: its scales as one table that has the heading for a head, then what is chosen or written."""
    headed = False
    for kind, group in groupby(part.questions, key=lambda question: question.kind):
        asked = list(group)
        if kind is QuestionKind.SCALE:
            if headed:
                yield Spacer(1, 5)
            yield _scales(asked, paper, "" if headed else part.title, fillable=fillable)
            headed = True
            continue
        for question in asked:
            block: list[Flowable] = [Spacer(1, 5), *_block(question, paper, fillable=fillable)]
            if not headed:
                heading = para("{title}", style("heading"), title=part.title)
                heading.outline = (0, part.title)
                block.insert(0, heading)
                headed = True
            yield from _together(block, paper)


def _together(parts: Sequence[Flowable], paper: Paper) -> list[Flowable]:
    """Return parts that begin on a page where all of them fit, if there is one."""
    height = sum(part.wrap(paper.text_width, paper.text_height)[1] for part in parts)
    return [CondPageBreak(height), *parts] if height <= paper.text_height else list(parts)


def _scales(asked: Sequence[FormQuestion], paper: Paper, title: str, *, fillable: bool) -> Grid:
    least, most = scale_ends()
    head: list[Cell] = [[para("{title}", style("heading"), title=title)] if title else [], [], [_Ends(least, most)]]
    rows: list[Sequence[Cell]] = [head]
    for question in asked:
        marks = _Rings(question, _SCALE, fillable=fillable)
        words = para("{words}", style("body"), words=question.text)
        rows.append([[para("{n}", style("item number"), n=question.number)], [words], [marks]])
    rules: list[Rule] = [
        ("SPAN", (0, 0), (1, 0)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (1, -1), "TOP"),
        ("TOPPADDING", (0, 1), (1, -1), 3),
        ("BOTTOMPADDING", (0, 1), (1, -1), 4),
        ("TOPPADDING", (2, 1), (2, -1), 2),
        ("BOTTOMPADDING", (2, 1), (2, -1), 2),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR),
    ]
    made = table(rows, [_NUMBER, paper.text_width - _NUMBER - _MARKS, _MARKS], rules, head=True)
    made.whole_up_to = paper.text_height / 2
    if title:
        made.outline = (0, title)
    return made


def _block(question: FormQuestion, paper: Paper, *, fillable: bool) -> list[Flowable]:
    """Return a question with the answers to choose from, or the room to write one, beneath it."""
    room = paper.text_width - _NUMBER
    words: list[Flowable] = [para("{words}", style("body"), words=question.text), Spacer(1, 4)]
    if question.kind is QuestionKind.TEXT:
        words.append(_WritingField(question, room) if fillable else NoteLines(room, _LINES))
    number: Cell = [para("{n}", style("item number"), n=question.number)]
    asked = table([[number, words]], [_NUMBER, room], [("RIGHTPADDING", (1, 0), (1, 0), 0)])
    asked.whole_up_to = paper.text_height
    if question.kind is QuestionKind.CHOICE:
        return [asked, _choices(question, room, fillable=fillable)]
    return [asked]


def _choices(question: FormQuestion, room: float, *, fillable: bool) -> Grid:
    rows: list[Sequence[Cell]] = [
        [[], [_Ring(question, n, fillable=fillable)], [para("{words}", style("body"), words=words)]]
        for n, words in enumerate(question.choices, 1)
    ]
    rules: list[Rule] = [
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, white),
    ]
    return table(rows, [_NUMBER, _RING + 8, room - _RING - 8], rules)


def _giving_back(sheet: SurveyFormSheet, paper: Paper) -> Grid:
    by = date_with_weekday(sheet.answers_by) if sheet.answers_by else ""
    if sheet.fillable and sheet.contact:
        words = (
            _("Save the form and send it to {contact} by {day}.")
            if by
            else _("Save the form and send it to {contact}.")
        )
    elif sheet.fillable:
        words = _("Save the form and send it back by {day}.") if by else _("Save the form and send it back.")
    elif by:
        words = _("Fold the form and hand it in by {day}, without your name.")
    else:
        words = _("Fold the form and hand it in, without your name.")
    head = pgettext("survey form", "Giving it back.")
    parts: list[Flowable] = [
        para("<b>{head}</b> " + words, style("body"), head=head, contact=sheet.contact[:120], day=by)
    ]
    if sheet.fillable:
        parts.append(
            para(
                _("Whoever opens your message sees that it comes from you. If you would rather not, print the form, "
                  "fill it in by hand and hand it in."),
                style("small"),
            )
        )  # fmt: skip
    rules: list[Rule] = [
        ("BOX", (0, 0), (-1, -1), 0.9, TEXT),
        ("ROUNDEDCORNERS", [4, 4, 4, 4]),
        ("LEFTPADDING", (0, 0), (-1, -1), 9),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ]
    made = table([[parts]], [paper.text_width], rules)
    made.whole_up_to = paper.text_height
    return made


class _Ends(Flowable):  # type: ignore[misc]
    """What the first and the last circle mean, above them."""

    def __init__(self, least: str, most: str) -> None:
        super().__init__()
        self.least, self.most = least, most

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return _MARKS, 11.0

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFont(fonts.SANS_MEDIUM, 8.5)
        canvas.setFillColor(GREY)
        canvas.drawString(_STEP - _RING, 2.4, self.least)
        canvas.drawRightString(_MARKS, 2.4, self.most)


class _Ring(Flowable):  # type: ignore[misc]
    """One circle with its number, and in a fillable form the field over it."""

    def __init__(self, question: FormQuestion, value: int, *, fillable: bool) -> None:
        super().__init__()
        self.question, self.value, self.fillable = question, value, fillable

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return _RING, _RING

    def draw(self) -> None:
        _draw_ring(self.canv, 0, self.question, self.value, fillable=self.fillable)


class _Rings(Flowable):  # type: ignore[misc]
    """Circles side by side, the last at the right edge."""

    def __init__(self, question: FormQuestion, count: int, *, fillable: bool) -> None:
        super().__init__()
        self.question, self.count, self.fillable = question, count, fillable

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return _STEP * self.count, _RING

    def draw(self) -> None:
        for value in range(1, self.count + 1):
            _draw_ring(self.canv, _STEP * value - _RING, self.question, value, fillable=self.fillable)


def _draw_ring(canvas: Canvas, x: float, question: FormQuestion, value: int, *, fillable: bool) -> None:
    middle = _RING / 2
    canvas.setStrokeColor(TEXT)
    canvas.setLineWidth(0.8)
    canvas.circle(x + middle, middle, middle - 0.5, fill=0, stroke=1)
    canvas.setFillColor(GREY)
    canvas.setFont(fonts.SANS, 8)
    canvas.drawCentredString(x + middle, middle - 2.7, str(value))
    if fillable:
        form_of(canvas).radio(
            name=question.field, value=str(value), x=x, y=0, size=_RING, relative=True, shape="square",
            buttonStyle="circle", fillColor=None, borderColor=None, borderWidth=0, textColor=INK, fieldFlags="radio",
            tooltip=_told(question),
        )  # fmt: skip


class _WritingField(Flowable):  # type: ignore[misc]
    """A frame to write in on the screen, as many lines as one likes."""

    def __init__(self, question: FormQuestion, width: float) -> None:
        super().__init__()
        self.question, self.width, self.height = question, width, _LINES * NOTE_GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.8)
        canvas.roundRect(0.4, 0.4, self.width - 0.8, self.height - 0.8, 3)
        form_of(canvas).textfield(
            name=self.question.field, x=3, y=2, width=self.width - 6, height=self.height - 4, relative=True,
            fillColor=None, borderColor=None, borderWidth=0, textColor=INK, fontSize=10,
            fieldFlags="multiline", maxlen=0, tooltip=_told(self.question),
        )  # fmt: skip


def _told(question: FormQuestion) -> str:
    """What a screen reader says of a field."""
    return one_line(f"{question.number}. {question.text}")
