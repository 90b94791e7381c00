"""From the parts of a document, as the PDF lays them out, to a Word document: real headings, lists, tables, pictures.

The parts are the very same, so a paper says the same in both; what is drawn by hand (dotted lines, frames) is left out.
What people typed stays text: no field, no markup, no link is made of it. Beside a name in Arabic or Hebrew stand the
signs of `in_order`: Word would keep runs of their own direction (w:rtl) apart without them, but other programs order a
line by its letters alone. Whoever searches the document for such a name and what follows it may have to leave out that.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.styles.style import ParagraphStyle as WordStyle
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, PageBreak, Paragraph, Spacer, Table

from desktop.reports import docx_document as looks
from desktop.reports import fonts
from desktop.reports.by_hand import RealTime, WriteOn, _Beside
from desktop.reports.charts.drawing import ChartFlowable, picture_file
from desktop.reports.evaluation import Figures
from desktop.reports.long_table import Band, LongTable
from desktop.reports.page import Laid, Progress
from desktop.reports.parts import Box, Mark, NoteLines, Tag, TickBox
from desktop.reports.shaping import Piece, ShapedParagraph
from desktop.reports.style import Paper, style
from desktop.reports.text import clean, one_line, para
from desktop.texts import in_order, mostly_right_to_left, runs_right_to_left

_SMALL: Final = frozenset({"small", "said note", "said quiet", "chart note", "evaluation words"})
_NUMBERED: Final = re.compile(r"(\d+)\.")
_DEEP: Final = re.compile(r"(?:item|text) (\d+)")
_HEAVY: Final = frozenset({fonts.SANS_SEMIBOLD, fonts.SANS_BOLD, fonts.SERIF_SEMIBOLD})
_ITALIC: Final = frozenset({fonts.SANS_ITALIC, fonts.SERIF_ITALIC})
_NOTHING: Final = (Spacer, CondPageBreak, HRFlowable, NoteLines, WriteOn)
_MOST_LEVELS: Final = 4
_WHOLE: Final = 10
"""A table of so many rows stays on one page."""
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT MARK}"
_AFTER_BIDI: Final = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
"""What follows the direction of a paragraph, by the order that Word keeps to."""


def word_document(laid: Laid, progress: Progress | None = None) -> bytes:
    """Return a document as Word has it, of everything that is laid out."""
    document = looks.new_document(laid.running, laid.paper)
    teller = _Teller(document, laid.paper)
    for done, part in enumerate(laid.story, 1):
        teller.tell(part)
        if progress:
            progress(done, len(laid.story))
    teller.end()
    return looks.saved(document)


class _Teller:
    """Goes through the parts once, and knows below which heading it is."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self._document, self._paper = document, paper
        self._level = 0
        self._numbers: dict[str, tuple[int, int]] = {}
        """By depth the list at hand and the number it has come to."""
        self._after_table = self._break = self._after_heading = False

    def tell(self, part: Flowable) -> None:
        """Add what a part says."""
        match part:
            case PageBreak():
                self._break = True
            case _ if isinstance(part, _NOTHING):
                pass
            case Table() if _is_top(part):
                for cell in part._cellvalues[0]:
                    for each in _parts_of(cell):
                        self.tell(each)
            case Box() | LongTable() | Table() | Figures():
                self._rows(part)
            case ChartFlowable():
                self._picture(part)
            case Mark() | Tag():
                self._paragraph(looks.STRONG, part.word)
            case Paragraph() | ShapedParagraph():
                self._prose(part)
            case _:
                raise TypeError(type(part))

    def end(self) -> None:
        """Close the document: a table is never the last of it."""
        if self._after_table:
            self._document.add_paragraph(style=self._style(looks.SMALL))

    # Words

    def _prose(self, part: Any) -> None:
        outline, name = getattr(part, "outline", None), part.style.name
        if name == "title":
            self._paragraph("Title", *part.pieces, base=part.style)
        elif outline is not None or getattr(part, "heads", False):
            bullet = _bullet(part)
            level = outline[0] if outline else None
            deeper = self._level + int(name[-1]) if name[-1].isdigit() else self._level or 1
            self._heading(f"{bullet} {_words(part)}" if bullet else _words(part), level, deeper)
        elif name.endswith("subtitle"):
            self._paragraph("Subtitle", *part.pieces, base=part.style)
        else:
            self._plain(part)

    def _heading(self, words: str, level: int | None, deeper: int = 1) -> None:
        """Add a heading: of the outline's level, but never one without the level above it."""
        if level is not None:
            self._level = 2 if level and self._level else 1
            deeper = self._level
        self._paragraph(f"Heading {min(deeper, _MOST_LEVELS)}", words)

    def _plain(self, part: Any) -> None:
        headed = self._after_heading
        look, bullet = part.style, _bullet(part)
        name = looks.SMALL if look.name in _SMALL else looks.LEAD if "lead" in look.name else "Normal"
        found = _DEEP.fullmatch(look.name)
        depth = int(found[1]) if found else 1
        numbered = _NUMBERED.fullmatch(bullet)
        listed = f" {min(depth, 3)}" if depth > 1 else ""
        if bullet == "•" or numbered:
            made = self._paragraph(("List Number" if numbered else "List Bullet") + listed, *part.pieces, base=look)
            if numbered:
                self._number(made, int(numbered[1]), listed)
            return
        if bullet:
            self._paragraph(name, f"{bullet} ", *part.pieces, base=look)
            return
        if found and look.name.startswith("item"):
            name = "List Continue" + listed
        made = self._paragraph(name, *part.pieces, base=look)
        if found and look.name.startswith("text") and depth:
            made.paragraph_format.left_indent = Pt(look.leftIndent)
        if look.name == "chart note" or (headed and look.name == "said note"):
            made.paragraph_format.keep_with_next = True

    def _paragraph(self, name: str, *pieces: Piece | str, base: Any = None) -> WordParagraph:
        made = self._document.add_paragraph(style=self._style(name))
        if self._break:
            made.paragraph_format.page_break_before = True
        if self._after_table and not name.startswith("Heading"):
            made.paragraph_format.space_before = Pt(8)
        self._after_table = self._break = False
        self._after_heading = name.startswith("Heading")
        _say(made, pieces, base)
        return made

    def _style(self, name: str) -> WordStyle:
        found = self._document.styles[name]
        assert isinstance(found, WordStyle)
        return found

    def _number(self, paragraph: WordParagraph, number: int, depth: str) -> None:
        """Number a paragraph of a list as it was typed; a new list begins where the numbers do not go on."""
        key, last = self._numbers.get(depth, (0, 0))
        if not key or number != last + 1:
            key = _new_list(self._document, paragraph, number)
        self._numbers[depth] = key, number
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = key

    # Tables and pictures

    def _rows(self, part: Any) -> None:
        match part:
            case Box():
                self._heading(part.title, getattr(part, "outline", (0, ""))[0])
                if part.count:
                    self._paragraph(looks.SMALL, part.count).paragraph_format.keep_with_next = True
                self._table(part.table)
            case LongTable():
                self._long_table(part)
            case Figures():
                cells = [
                    [para("{n}", style("title"), n=one.number), para("{words}", style("small"), words=one.words)]
                    for one in part.figures
                ]
                width = self._paper.text_width / len(cells)
                self._fill([cells], [width] * len(cells), head=False, numbers=True)
            case _:
                self._table(part)

    def _table(self, table: Any) -> None:
        rows = [[_parts_of(cell) for cell in row] for row in getattr(table, "uncut", ()) or table._cellvalues]
        self._fill(rows, list(table._colWidths), head=bool(table.repeatRows))

    def _long_table(self, table: LongTable) -> None:
        heads = [[para("{label}", style("head"), label=column.label)] for column in table.columns]
        rows: list[Sequence[Sequence[Flowable]]] = [heads]
        for row in table.every():
            words = [para("{t}  {n}", style("cell strong"), t=row.title, n=row.count)] if isinstance(row, Band) else []
            rows.append([words, *[[]] * (len(heads) - 1)] if isinstance(row, Band) else row)
        self._fill(rows, [column.width for column in table.columns], head=True)

    def _fill(
        self,
        rows: Sequence[Sequence[Sequence[Flowable]]],
        widths: Sequence[float],
        *,
        head: bool,
        numbers: bool = False,
    ) -> None:
        if not rows:
            return
        widths = [width * self._paper.text_width / sum(widths) for width in widths]  # in a frame it was narrower
        if self._after_table or self._break:
            self._paragraph(looks.SMALL)
        made = self._document.add_table(len(rows), len(widths), style=looks.TABLE)
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Pt(width)
        for place, (word_row, row) in enumerate(zip(made.rows, rows, strict=True)):
            _mark_row(word_row._tr, head=head and not place)
            for cell, parts, width in zip(word_row.cells, row, widths, strict=True):
                cell.width = Pt(width)
                self._fill_cell(cell, parts, numbers=numbers)
                for paragraph in cell.paragraphs if len(rows) <= _WHOLE and place < len(rows) - 1 else ():
                    paragraph.paragraph_format.keep_with_next = True
        _say_head(made, head=head)
        self._after_table = True

    def _fill_cell(self, cell: WordCell, parts: Iterable[Flowable], *, numbers: bool) -> None:
        made = cell.paragraphs[0]
        made.style = self._style(looks.CELL)
        first = True
        for part in parts:
            name, pieces, look = _in_cell(part, numbers=numbers)
            if not pieces:
                continue
            if not first:
                made = cell.add_paragraph()
            made.style = self._style(name)
            _say(made, pieces, look)
            first = False

    def _picture(self, part: ChartFlowable) -> None:
        width, most = self._paper.text_width, self._paper.text_height - 60
        some = self._paper.text_height * 0.45  # in Word a picture does not cross a page
        if part.parts_rows and part.wrap(width, some)[1] > some and (parts := part.split(width, some)):
            for each in parts:
                self.tell(each)
            return
        made = self._paragraph("Normal")
        shape = made.add_run().add_picture(BytesIO(picture_file(part.chart, width, part.asked)), width=Pt(width))
        tallest = Pt(most if part.parts_rows else min(part.most, most))
        if shape.height > tallest:
            shape.width, shape.height = Emu(int(shape.width * tallest / shape.height)), tallest
        words = one_line(part.chart.alt)
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")
        shape._inline.docPr.set("descr", words)
        shape._inline.docPr.set("title", one_line(part.chart.title))


# What stands in a cell


def _parts_of(cell: Any) -> Sequence[Flowable]:
    if isinstance(cell, str):
        return [para("{words}", style("cell"), words=cell)] if cell else []
    return cell if isinstance(cell, list | tuple) else [cell]


def _is_top(table: Any) -> bool:
    """Return whether this is a document's title with its mark beside it."""
    return any(
        getattr(getattr(part, "style", None), "name", "") == "title"
        for row in table._cellvalues
        for cell in row
        for part in _parts_of(cell)
    )


def _in_cell(part: Flowable, *, numbers: bool) -> tuple[str, Sequence[Piece | str], Any]:
    """Return the style, the words and the paper's own style of what stands in a cell."""
    match part:
        case _ if isinstance(part, _NOTHING):
            return looks.CELL, (), None
        case _Beside():
            return _in_cell(part.text, numbers=numbers)
        case Mark() | Tag():
            return looks.STRONG, (part.word,), None
        case TickBox():
            return looks.CELL, ("\u2611" if part.ticked else "\u2612" if part.crossed else "\u2610",), None
        case RealTime():
            return looks.CELL, ("\n".join(f"{label} ________" for label in part.labels),), None
        case Paragraph() | ShapedParagraph():
            name = part.style.name
            if numbers and name == "title":
                word = looks.NUMBER
            elif name.startswith("head") or name == "label":
                word = looks.HEAD
            elif name in _SMALL:
                word = looks.SMALL
            else:
                word = looks.STRONG if part.style.fontName in _HEAVY else looks.CELL
            bullet = _bullet(part)
            return word, [f"{bullet} ", *part.pieces] if bullet else part.pieces, part.style
        case _:
            raise TypeError(type(part))


def _bullet(part: Any) -> str:
    return str(getattr(part, "bullet", "") or getattr(part, "bulletText", "") or "")


def _words(part: Any) -> str:
    return one_line("".join(piece.text for piece in part.pieces))


def _say(paragraph: WordParagraph, pieces: Iterable[Piece | str], look: Any) -> None:
    """Put words into a paragraph, as text and nothing else, with the bold, italic and direction they have."""
    pieces = list(pieces)
    said: list[str] = []
    whole = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
    own = getattr(look, "follows_direction", False)
    runs_backward = mostly_right_to_left if own else runs_right_to_left
    turned = (own or look is None) and runs_backward(whole)
    for piece in pieces:
        words = clean(piece) if isinstance(piece, str) else piece.text
        if not words:
            continue
        if said and runs_backward(said[-1]) and not runs_backward(words) and not turned:
            words = _LEFT_TO_RIGHT + words  # else the figures after an Arabic name go to its other side
        said.append(words)
        run = paragraph.add_run(words if turned else in_order(words))
        if isinstance(piece, Piece) and look is not None and piece.font != look.fontName:
            run.bold = True if piece.font in _HEAVY else None
            run.italic = True if piece.font in _ITALIC else None
        if runs_backward(words):
            run.font.rtl = True
    if turned:
        paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    alignment = getattr(look, "alignment", None)
    if alignment in (TA_RIGHT, TA_CENTER):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if alignment == TA_RIGHT else WD_ALIGN_PARAGRAPH.CENTER


# What python-docx has no words for


def _mark_row(row: Any, *, head: bool) -> None:
    """Keep a row on one page; repeat it on every page where it is the head."""
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _say_head(table: WordTable, *, head: bool) -> None:
    """Tell readers of the screen whether the first row is a head."""
    for look in table._tbl.tblPr.iter(qn("w:tblLook")):
        for name in list(look.attrib):
            del look.attrib[name]
        look.set(qn("w:val"), "0620" if head else "0600")
        for name, value in (("firstRow", head), ("lastRow", False), ("firstColumn", False), ("lastColumn", False)):
            look.set(qn(f"w:{name}"), str(int(value)))
        for name in ("noHBand", "noVBand"):
            look.set(qn(f"w:{name}"), "1")


def _new_list(document: Document, paragraph: WordParagraph, number: int) -> int:
    """Return the key of a new list that begins at `number`, looking as the paragraph's style has it."""
    numbering = document.part.numbering_part.element
    own = paragraph.style.element.pPr.numPr.numId.val if paragraph.style is not None else 1
    abstract = numbering.num_having_numId(own).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(number)
    return int(made.numId)
