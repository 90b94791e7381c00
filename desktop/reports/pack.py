"""A meeting pack: papers of our own and of others one behind the other, under one numbering, with bookmarks.

A page of others is set a little smaller, so that the number stands below it and not on it, and upright. Its own size
stays; on a page larger than the paper the number is larger too, and reads well once printed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from db.vocabulary import PaperSize
from desktop.apart import Apart
from desktop.reports import fonts
from desktop.reports.foreign_pages import Form, NotMerged, Reason, forms, settled, take_back
from desktop.reports.pack_front import lay_out_front, reason_words
from desktop.reports.page import Laid, PaperName, Progress, page_number, paper_named, replacing, write
from desktop.reports.room_sheets import NotPacked, PackFront, PackLine
from desktop.reports.shaping import draw_line, line_width, single_line
from desktop.reports.sheets import MeetingFacts
from desktop.reports.style import GREY, HAIR, TEXT, Paper
from desktop.reports.text import in_brief, one_line
from desktop.texts import _, speaking
from desktop.texts import language as spoken

if TYPE_CHECKING:
    from datetime import date

    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject

MOST_PAGES = 2000
MOST_BYTES = 250 * 1024 * 1024
_BAND: float = 11 * mm
_MOST_OF_A_PAGE = 0.09
_SIZE = 8.5
_NUMBER_ROOM = 100.0
"""Points of width that a page's number asks for, at its usual size."""


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A paper made here, without page numbers."""

    title: str
    content: bytes


def own_part(title: str, laid: Laid) -> OwnPart:
    """Make a paper of our own for the pack, which numbers its pages."""
    out = BytesIO()
    write(out, laid.unnumbered())
    return OwnPart(title, out.getvalue())


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper of others; `read` returns its bytes when its turn comes."""

    label: str
    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The papers behind one item; without a number those of the whole meeting."""

    label: str
    title: str
    papers: Sequence[Enclosed]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the pack to be; `note` stands at the left of its foot, None on a page of our own."""

    form: Form
    note: str | None


@dataclass(slots=True)
class _Pack:
    """What is put together so far. Pages count from 0 behind the first page, whose length is not known yet."""

    writer: "PdfWriter"
    apart: Apart
    """Where papers of others are opened."""
    pages: list[_Page] = field(default_factory=list)
    lines: list[PackLine] = field(default_factory=list)
    marks: list[tuple[int, str, int]] = field(default_factory=list)
    """Bookmarks: level, title, page."""
    left_out: list[NotPacked] = field(default_factory=list)
    size_bytes: int = 0
    logo: str = ""
    """The alliance's sign, for the head of the first page."""


def build_pack(
    meeting: MeetingFacts,
    own: Sequence[OwnPart],
    enclosed: Sequence[Enclosures],
    out: Path | BinaryIO,
    *,
    paper: PaperName = PaperSize.A4,
    language: str | None = None,
    progress: Progress | None = None,
    printed_on: "date | None" = None,
    logo: str = "",
) -> list[NotPacked]:
    """Put a pack together; return the papers that are not in it, which its first page lists with the reason.

    `progress(done, total)` is told of each paper and called at each page; raise from it to stop.

    Raises:
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    from pypdf import PdfWriter

    with speaking(language or spoken()), Apart() as apart:
        pack, total = _Pack(PdfWriter(), apart, logo=logo), len(own) + sum(len(one.papers) for one in enclosed) + 1
        done = 0

        def step() -> None:
            if progress is not None:
                progress(done, total)

        for part in own:
            _add_own(pack, part, step)
            done += 1
        for item in enclosed:
            begins, heading = len(pack.pages), len(pack.lines)
            pack.marks.append((0, _heading(item), begins))
            pack.lines.append(PackLine(item.title, begins, label=item.label))
            for one in item.papers:
                _enclose(pack, one, step)
                done += 1
            if len(pack.pages) == begins:  # nothing of it is here
                pack.lines[heading] = PackLine(item.title, -1, label=item.label)
                pack.marks = [mark for mark in pack.marks if mark[2] < begins]
        _finish(pack, meeting, paper, printed_on, step)
        if isinstance(out, Path):
            with replacing(out) as file:
                pack.writer.write(_Watched(file, step))  # type: ignore[arg-type]
        else:
            pack.writer.write(_Watched(out, step))  # type: ignore[arg-type]
    return pack.left_out


class _Watched:
    """A file that calls `step` at each piece written: a large pack is written for seconds, and can be stopped there."""

    def __init__(self, file: BinaryIO, step: Callable[[], object]) -> None:
        self._file, self._step = file, step

    def write(self, piece: bytes) -> int:
        self._step()
        return self._file.write(piece)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def _heading(item: Enclosures) -> str:
    return f"{item.label} {item.title}".strip()


def _add_own(pack: _Pack, part: OwnPart, step: Callable[[], object]) -> None:
    first = len(pack.pages)
    made = forms(pack.writer, part.content, step=step)
    pack.pages += [_Page(form, None) for form in made]
    pack.lines.append(PackLine(part.title, first, len(made)))
    pack.marks.append((0, part.title, first))
    pack.marks += [(level + 1, title, first + page) for level, title, page in _outline(part.content) if page or level]


def _outline(content: bytes) -> list[tuple[int, str, int]]:
    """Return the bookmarks of a paper of our own, without the first, which is its title."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))

    def walk(entries: Sequence[object], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            else:
                page = reader.get_destination_page_number(entry)  # type: ignore[arg-type]
                yield level, str(entry.title), page or 0  # type: ignore[attr-defined]

    return list(walk(reader.outline, 0))[1:]


def _enclose(pack: _Pack, one: Enclosed, step: Callable[[], object]) -> None:
    """Add a paper of others, or note why it cannot be added."""
    step()
    first, objects = len(pack.pages), len(pack.writer._objects)
    try:
        content = settled(one.read(), apart=pack.apart, step=step)
        pack.size_bytes += len(content)
        if pack.size_bytes > MOST_BYTES:
            pack.size_bytes -= len(content)
            raise NotMerged(Reason.PACK_FULL)
        made = forms(pack.writer, content, step=step, hasty=True)
        if first + len(made) > MOST_PAGES:
            take_back(pack.writer, objects)
            raise NotMerged(Reason.PACK_FULL)
    except NotMerged as refused:
        pack.left_out.append(NotPacked(one.label, one.name, reason_words(refused.reason)))
        pack.lines.append(PackLine(one.name, -1, level=1, label=one.label))
        return
    note = " · ".join(filter(None, (_paper(one.label), one_line(one.name))))
    pack.pages += [_Page(form, note) for form in made]
    pack.lines.append(PackLine(one.name, first, len(made), level=1, label=one.label))
    pack.marks.append((1, f"{one.label} {one.name}".strip(), first))


def _paper(label: str) -> str:
    return _("Paper {label}").format(label=label) if label else ""


# Putting it together


def _finish(
    pack: _Pack,
    meeting: MeetingFacts,
    name: PaperName,
    printed_on: "date | None",
    step: Callable[[], object],
) -> None:
    paper = paper_named(name)
    front = _front(pack, meeting, name, printed_on, 0)
    front = _front(pack, meeting, name, printed_on, _length(front))
    first = [_Page(form, None) for form in forms(pack.writer, front, step=step)]
    pages = [*first, *pack.pages]
    feet = forms(pack.writer, _feet(pages, paper, one_line(meeting.alliance), step), step=step)
    for page, foot in zip(pages, feet, strict=True):
        step()
        _place(pack.writer, page, foot, paper)
    marks = [(0, _("Contents"), 0), *((level, title, at + len(first)) for level, title, at in pack.marks)]
    _bookmark(pack.writer, marks, len(pages))
    title = _("Meeting pack")
    _describe(pack.writer, f"{title} · {in_brief(meeting.name)}", one_line(meeting.alliance), printed_on)


def _front(pack: _Pack, meeting: MeetingFacts, name: PaperName, printed_on: "date | None", before: int) -> bytes:
    """Return the first page, with `before` pages to be counted before all others."""
    lines = [
        PackLine(line.title, line.page + before + 1 if line.page >= 0 else 0, line.pages, line.level, line.label)
        for line in pack.lines
    ]
    out = BytesIO()
    write(out, lay_out_front(PackFront(meeting, lines, pack.left_out, printed_on), name).headed(pack.logo))
    return out.getvalue()


def _length(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)


def _place(writer: "PdfWriter", page: _Page, foot: Form, paper: Paper) -> None:
    """Add a page: the picture of the paper, and the foot below it."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    form = page.form
    scale, left, up = 1.0, 0.0, 0.0
    if page.note is not None:
        band = _band(form, paper)[0]
        scale = (form.height - band) / form.height
        left, up = form.width * (1 - scale) / 2, band
    a, b, c, d, e, f = (number * scale for number in form.upright)
    matrix = " ".join(f"{number:.5f}" for number in (a, b, c, d, e + left, f + up))
    drawing = StreamObject()
    drawing.set_data(f"q {matrix} cm /Page Do Q q /Foot Do Q".encode("ascii"))
    made = writer.add_blank_page(form.width, form.height)
    made[NameObject("/Contents")] = writer._add_object(drawing)
    pictures = {NameObject("/Page"): form.reference, NameObject("/Foot"): foot.reference}
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject(pictures)})


def _band(form: Form, paper: Paper) -> tuple[float, float]:
    """Return the height of the foot below a page of others, and how much larger than on our paper all in it is."""
    upright = min(paper.width / form.width, paper.height / form.height)
    lying = min(paper.width / form.height, paper.height / form.width)
    larger = max(1.0, 1 / max(upright, lying))  # as it will be printed smaller
    larger = min(larger, form.width / _NUMBER_ROOM)
    band = min(_BAND * larger, form.height * _MOST_OF_A_PAGE)
    return band, band / _BAND


def _feet(pages: Sequence[_Page], paper: Paper, alliance: str, step: Callable[[], object]) -> bytes:
    """Draw the feet of all pages, each on a page of its own as large as the one it belongs to."""
    fonts.register()
    made = BytesIO()
    canvas = Canvas(made, pageCompression=1, initialFontName=fonts.SANS)
    for number, page in enumerate(pages, 1):
        step()
        canvas.setPageSize((page.form.width, page.form.height))
        words = page_number(number, len(pages))
        if page.note is None:
            right = page.form.width - paper.side
            _draw_right(canvas, (right, paper.bottom - 8 * mm), words, _SIZE, right)
        else:
            _draw_foot(canvas, page, words, paper, alliance)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw_foot(canvas: Canvas, page: _Page, words: str, paper: Paper, alliance: str) -> None:
    band, larger = _band(page.form, paper)
    size, margin = _SIZE * larger, min(10 * mm * larger, page.form.width * 0.05)
    right, base = page.form.width - margin, band * 0.38
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(0.5 * larger)
    canvas.line(margin, band * 0.86, right, band * 0.86)
    taken = _draw_right(canvas, (right, base), words, size, right - margin)
    room = right - margin - taken - 16 * larger
    if room > 40 * larger:
        note = one_line(f"{alliance} · {page.note}")
        draw_line(canvas, (margin, base), single_line(note, fonts.SANS, size, room), size, GREY)


def _draw_right(canvas: Canvas, end: tuple[float, float], words: str, size: float, room: float) -> float:
    """Draw words that end at a place, within `room`; return how wide they are."""
    line = single_line(words, fonts.SANS_MEDIUM, size, room)
    width = line_width(line, size)
    draw_line(canvas, (end[0] - width, end[1]), line, size, TEXT)
    return width


def _bookmark(writer: "PdfWriter", marks: Sequence[tuple[int, str, int]], pages: int) -> None:
    parents: list[IndirectObject] = []
    for level, title, page in marks:
        del parents[level:]
        parent = parents[-1] if parents else None
        at = min(page, pages - 1)
        parents.append(
            writer.add_outline_item(title=in_brief(title), page_number=at, parent=parent, is_open=level == 0)
        )
    writer.page_mode = "/UseOutlines"


def _describe(writer: "PdfWriter", title: str, alliance: str, printed_on: "date | None") -> None:
    from pypdf.generic import NameObject, TextStringObject

    told = {"/Title": f"{title} · {in_brief(alliance)}", "/Author": alliance, "/Creator": "Ronda"}
    if printed_on is not None:
        told["/CreationDate"] = f"D:{printed_on:%Y%m%d}000000Z"
    writer.add_metadata(told)
    writer.root_object[NameObject("/Lang")] = TextStringObject(spoken())
