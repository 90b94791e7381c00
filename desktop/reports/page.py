"""The sheet around a document: running head and foot, bookmarks, metadata, and a file that is whole or not there."""

import os
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, Literal, TypeAlias

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from db.vocabulary import PaperSize
from desktop.reports import fonts
from desktop.reports.shaping import draw_line, line_width, single_line
from desktop.reports.style import ACCENT, GREY, HAIR, PAPERS, TEXT, Paper
from desktop.reports.text import in_brief, one_line, portions
from desktop.texts import _

PaperName: TypeAlias = PaperSize | Literal["a4", "letter", "a3", "tabloid"]
Progress: TypeAlias = Callable[[int, int], None]

_WORD_TAKES_MORE = 0.1
"""So much less of a page Word fills with the same words."""
_SIGN_HEIGHT, _SIGN_WIDTH = 9.5 * mm, 34 * mm
_MOST_SIGN_DOTS = 1000
"""Of each side, and so what is unpacked of it."""
_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def reporting(progress: Progress | None) -> Iterator[None]:
    """Tell `progress(done, total)` of what is laid out inside the `with` block; raise from it to stop."""
    token = _progress.set(progress)
    try:
        yield
    finally:
        _progress.reset(token)


def report(done: int, total: int) -> None:
    """Say how much is laid out of how much, from within a part that takes long by itself."""
    if (progress := _progress.get()) is not None:
        progress(min(done, total), total)


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page. `made_on` dates the file, so that the same sheet gives the same bytes."""

    alliance: str
    document: str
    foot: str
    language: str
    made_on: date | None = None
    numbered: bool = True
    """Whether the foot says which page this is; a part of a larger document leaves that to the whole."""
    logo: str = ""
    """The alliance's sign, as `Alliance.logo` keeps it; without one Ronda's stands there."""
    handed_out: bool = False
    """Whether each part that begins with a bookmark of the first level goes to somebody else, and counts its own."""


class _SheetCanvas(Canvas):  # type: ignore[misc]
    """A canvas that knows, at the end, how many pages there are. Done pages wait packed: they may be 1,000."""

    def __init__(self, *arguments: Any, draw_foot: Callable[[Canvas, int, int], None], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._draw_foot = draw_foot

    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        stream = zlib.compress(page.stream.encode("latin-1"))
        packed = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), stream)
        page.Contents, page.stream = packed, ""

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            self.beginForm(f"foot{page}")
            self._draw_foot(self, page, pages)
            self.endForm()
        super().save()


class _Frame(Frame):  # type: ignore[misc]
    """A frame in which what crosses pages keeps its bookmark, where it begins."""

    def split(self, flowable: Flowable, canvas: Canvas) -> list[Flowable]:
        parts: list[Flowable] = super().split(flowable, canvas)
        if parts and hasattr(flowable, "outline"):
            parts[0].outline = flowable.outline
        return parts


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """A document of one frame per page; a flowable with an `outline` (level, title) becomes a bookmark; one with
    `outlines` (level, title, points below its top) several."""

    def __init__(self, target: BytesIO, running: Running, paper: Paper) -> None:
        super().__init__(
            target,
            pagesize=paper.size,
            leftMargin=paper.side,
            rightMargin=paper.side,
            topMargin=paper.top,
            bottomMargin=paper.bottom,
            title=f"{in_brief(running.document)} · {in_brief(running.alliance)}",
            author=one_line(running.alliance),
            subject=one_line(running.foot),
            creator="Ronda",
            lang=running.language,
            invariant=1,
            initialFontName=fonts.SANS,
        )
        frame = _Frame(paper.side, paper.bottom, paper.text_width, paper.text_height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("sheet", [frame], onPage=self._draw_running))
        self.running, self.paper, self._bookmarks = running, paper, 0
        self._level = -1
        """That of the last bookmark; nothing stands deeper than one below the one before it."""
        self._logo = sign_of(running.logo)
        self._parts: list[int] = []
        """The pages on which parts begin that are handed out."""

    def beforeDocument(self) -> None:
        made = self.running.made_on
        if made:
            self.canv.setDateFormatter(lambda *_: f"D:{made:%Y%m%d}000000Z")
        self.canv.setViewerPreference("DisplayDocTitle", "true")
        self.canv.showOutline()

    def afterFlowable(self, flowable: Flowable) -> None:
        outline = getattr(flowable, "outline", None)
        if outline is not None:
            level, title = outline
            if self.running.handed_out and not level:
                self._parts.append(int(self.page))
            self._bookmark(level, title, self.frame._y + flowable.height)
        for level, title, below in getattr(flowable, "outlines", ()):
            self._bookmark(level, title, self.frame._y + flowable.height - below)

    def _bookmark(self, level: int, title: str, top: float) -> None:
        key = f"part{self._bookmarks}"
        self._bookmarks += 1
        self._level = level = min(level, self._level + 1)
        self.canv.bookmarkPage(key, fit="FitH", top=top + 8)
        self.canv.addOutlineEntry(in_brief(title), key, level=level, closed=False)

    def _draw_running(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        paper, running = self.paper, self.running
        side, right = paper.side, paper.width - paper.side
        base, rule = paper.height - paper.top + 8.8 * mm, paper.height - paper.top + 5.5 * mm
        begin = self._draw_sign(canvas, side, base, rule)
        room = right - begin - 14
        alliance = one_line(running.alliance), fonts.SANS_SEMIBOLD
        wished = line_width(single_line(*alliance, 8.5, room), 8.5)
        document = single_line(one_line(running.document), fonts.SANS, 8.5, max(room / 2, room - wished))
        taken = line_width(document, 8.5)
        named = single_line(*alliance, 8.5, room - taken)
        draw_line(canvas, (begin, base), named, 8.5, TEXT)
        draw_line(canvas, (right - taken, base), document, 8.5, GREY)
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.5)
        canvas.line(side, rule, right, rule)
        canvas.line(side, paper.bottom - 3.5 * mm, right, paper.bottom - 3.5 * mm)
        canvas.doForm(f"foot{canvas.getPageNumber()}")

    def _draw_sign(self, canvas: Canvas, side: float, base: float, rule: float) -> float:
        """Draw the alliance's own sign, or Ronda's where it has none; return where the words beside it begin."""
        if self._logo is None:
            _draw_seats(canvas, side + 5, base + 1 * mm, 13)
            return side + 16
        wide, high = sign_size(self._logo)
        canvas.drawImage(self._logo, side, rule + 1 * mm, wide, high, mask="auto")
        return float(side + wide + 6)

    def draw_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        first = max((begins for begins in self._parts if begins <= page), default=1)
        end = min((begins for begins in self._parts if begins > page), default=pages + 1)
        number = page_number(page - first + 1, end - first) if self.running.numbered else ""
        right = single_line(number, fonts.SANS_MEDIUM, 8.5, 60 * mm)
        taken = line_width(right, 8.5)
        left = single_line(one_line(self.running.foot), fonts.SANS, 8.5, self.paper.text_width - taken - 16)
        base = self.paper.bottom - 8 * mm
        draw_line(canvas, (self.paper.side, base), left, 8.5, GREY)
        draw_line(canvas, (self.paper.width - self.paper.side - taken, base), right, 8.5, TEXT)


def sign_content(logo: str) -> bytes:
    """Return the picture (PNG) in a logo as it is kept; nothing where there is none."""
    with suppress(ValueError):
        content = b64decode(logo, validate=True)
        if content.startswith(b"\x89PNG\r\n"):
            return content
    return b""


def sign_of(logo: str) -> ImageReader | None:
    """Return the picture in a logo, ready to be drawn; none where there is none, or it is none."""
    with suppress(OSError, ValueError, SyntaxError):
        if content := sign_content(logo):
            found = ImageReader(BytesIO(content))
            wide, high = found.getSize()
            return found if 0 < wide <= _MOST_SIGN_DOTS and 0 < high <= _MOST_SIGN_DOTS else None
    return None


def sign_size(sign: ImageReader) -> tuple[float, float]:
    """Return how wide and how high a logo stands at the head of a page, in points."""
    wide, high = sign.getSize()
    scale = min(_SIGN_HEIGHT / high, _SIGN_WIDTH / wide)
    return wide * scale, high * scale


def page_number(page: int, pages: int) -> str:
    """Return "Page 7 of 31"."""
    return _("Page {page} of {pages}").format(page=page, pages=pages)


def _draw_seats(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw Ronda's sign: a ring of seats, the one on duty hollow so that it survives greyscale."""
    canvas.setFillColor(ACCENT)
    canvas.setStrokeColor(ACCENT)
    for seat in range(8):
        angle = radians(90 - seat * 45)
        seat_x, seat_y = x + size * 0.37 * cos(angle), y + size * 0.37 * sin(angle)
        if seat == 1:
            canvas.setLineWidth(size * 0.055)
            canvas.setFillColor(white)
            canvas.circle(seat_x, seat_y, size * 0.105, fill=1, stroke=1)
            canvas.setFillColor(ACCENT)
        else:
            canvas.circle(seat_x, seat_y, size * 0.088, fill=1, stroke=0)


def paper_named(name: PaperName) -> Paper:
    """Return a sheet by its name."""
    return PAPERS[name]


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out: its parts, what stands on every page, and the sheet."""

    story: Sequence[Flowable]
    running: Running
    paper: Paper
    shorter: Sequence[Callable[[], Sequence[Flowable]]] = ()
    """Where it has more than `most_pages`: the parts in fewer words, each tried until one has not."""
    most_pages: int = 0

    def headed(self, logo: str) -> "Laid":
        """Return the same with an alliance's sign at the head of each page."""
        return replace(self, running=replace(self.running, logo=logo))

    def unnumbered(self) -> "Laid":
        """Return the same as a part of a larger document, which numbers the pages."""
        return replace(self, running=replace(self.running, numbered=False))


def write(out: Path | BinaryIO, laid: Laid, *, word: bool = False, progress: Progress | None = None) -> int:
    """Write what is laid out; return of how many pages. `progress(done, total)` hears of each part; it may raise.

    Nothing is written before everything is laid out. For Word it is made of the same parts; of how many pages is Word's
    to say, so 0 is returned.

    Raises:
        OSError: If the file cannot be written. What stood there before is untouched.
    """
    progress = progress or _progress.get()
    if word:
        from desktop.reports.docx_story import word_document

        made, pages = word_document(_short_enough(laid), progress), 0
    else:
        made, pages = _pdf(laid, progress)
        for story in laid.shorter:
            if pages <= laid.most_pages:
                break
            made, pages = _pdf(replace(laid, story=story()), progress)
    if isinstance(out, Path):
        replace_file(out, made)
    else:
        out.write(made)
    return pages


def _short_enough(laid: Laid) -> Laid:
    """Return what is laid out, in so few words that Word too finds room on as many pages as it may have."""
    paper = replace(laid.paper, bottom=laid.paper.bottom + laid.paper.text_height * _WORD_TAKES_MORE)
    for story in laid.shorter:
        if _pdf(replace(laid, paper=paper), None)[1] <= laid.most_pages:
            break
        laid = replace(laid, story=story())
    return laid


def _pdf(laid: Laid, progress: Progress | None) -> tuple[bytes, int]:
    made, parts = BytesIO(), [portion for part in laid.story for portion in portions(part)]
    document = _Document(made, laid.running, laid.paper)
    if progress and not any(getattr(part, "reports", False) for part in parts):
        document.setProgressCallBack(_Steps(progress))  # a long table says itself how far it is
    while parts and isinstance(parts[-1], Spacer):
        parts.pop()  # below the last line it would only make an empty page
    with reporting(progress):
        document.build(parts, canvasmaker=partial(_SheetCanvas, draw_foot=document.draw_foot))
    return made.getvalue(), int(document.page)


class _Steps:
    """Turns ReportLab's progress calls into (done, total)."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.total = progress, 1

    def __call__(self, what: str, value: Any) -> None:
        if what == "SIZE_EST":
            self.total = max(1, int(value))
        elif what == "PROGRESS":
            self.progress(min(int(value), self.total), self.total)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a reader sees the old file or the new one, never half of either."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Lend a file to write that takes its place at `path` when the block ends; where it fails, nothing stays of it."""
    beside = path.with_name(f".{token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
