"""Pages of papers that others made, made fit to stand in a document of ours: what they look like, and nothing they do.

pdfium, which browsers show such files with, opens a paper, mends what it can and turns notes and filled-in forms into
ink. Each page then becomes a picture in vectors ("form") that pypdf places on a page of our own, so that scripts,
attached files, links and actions stay behind, whatever they hang on, and a page that leaves its drawing in disorder
disorders nothing after it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors.incoming import ReadingFailed, ReadingTooBig, ReadingTooSlow
from desktop.apart import Apart
from desktop.reports.preview import pdfium_alone

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject

MOST_PAGES = 400
"""Of one paper."""
MOST_SECONDS = 20.0
"""For one paper; who sends a longer one has it printed by itself."""
_LONGEST_SIDE = 14_400.0
"""Points; no program shows a longer page."""
_HEAD = 1024
_WRONG_PASSWORD, _UNKNOWN_PROTECTION, _UNPROTECTED = 4, 5, -1
_USUAL_BOX = (0.0, 0.0, 595.0, 842.0)


class Reason(Enum):
    """Why a paper cannot stand in a pack."""

    NOT_PDF = "not a PDF"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    NO_PAGES = "no pages"
    TOO_MANY_PAGES = "too many pages"
    TOO_SLOW = "too slow"
    PACK_FULL = "pack full"


class NotMerged(Exception):  # noqa: N818 - a fact about a paper, which is then listed with its reason
    """The pages of a paper cannot be used."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Form:
    """A page as a picture: its size in points as one sees it, and the matrix that sets it upright at the origin."""

    reference: "IndirectObject"
    width: float
    height: float
    upright: tuple[float, float, float, float, float, float]


def settled(content: bytes, *, apart: Apart, step: Callable[[], object] = lambda: None) -> bytes:
    """Return a paper mended and without protection, forms or notes to fill; `step` is called now and then.

    That is done apart, and its pages are made into pictures there once, to see that they can be.

    Raises:
        NotMerged: If it is no PDF, cannot be mended, is protected, or is too long.
    """
    if b"%PDF-" not in content[:_HEAD]:
        raise NotMerged(Reason.NOT_PDF)
    try:
        found = apart.ask(
            settle, content, Path("paper.pdf"), shape=frozenset((bytes, str)), seconds=MOST_SECONDS, tick=step
        )
    except (ReadingTooSlow, ReadingTooBig) as error:
        raise NotMerged(Reason.TOO_SLOW) from error
    except ReadingFailed as error:
        raise NotMerged(Reason.DAMAGED) from error
    if isinstance(found, bytes):
        return found
    raise NotMerged(Reason(found) if found in {reason.value for reason in Reason} else Reason.DAMAGED)


def settle(content: bytes, _path: Path) -> bytes | str:
    """Return a paper as `settled` does, or the reason why not. For `desktop.apart`."""
    from pypdf import PdfWriter

    try:
        found = _settled(content, MOST_PAGES)
        forms(PdfWriter(), found, hasty=True)
    except NotMerged as refused:
        return refused.reason.value
    return found


def _settled(content: bytes, most_pages: int) -> bytes:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    until = time.monotonic() + MOST_SECONDS
    with pdfium_alone():
        try:
            paper = PdfDocument(content)
        except PdfiumError as error:
            protected = error.err_code in (_WRONG_PASSWORD, _UNKNOWN_PROTECTION)
            raise NotMerged(Reason.PROTECTED if protected else Reason.DAMAGED) from error
        try:
            if raw.FPDF_GetSecurityHandlerRevision(paper.raw) != _UNPROTECTED:
                raise NotMerged(Reason.PROTECTED)
            if len(paper) == 0:
                raise NotMerged(Reason.NO_PAGES)
            if len(paper) > most_pages:
                raise NotMerged(Reason.TOO_MANY_PAGES)
            for number in range(len(paper)):
                _check_time(until)
                page = paper[number]
                raw.FPDFPage_Flatten(page.raw, raw.FLAT_PRINT)
                page.close()
            out = BytesIO()
            paper.save(out)
        except PdfiumError as error:
            raise NotMerged(Reason.DAMAGED) from error
        finally:
            paper.close()
    return out.getvalue()


def _check_time(until: float) -> None:
    if time.monotonic() > until:
        raise NotMerged(Reason.TOO_SLOW)


def forms(
    writer: "PdfWriter", content: bytes, *, step: Callable[[], object] = lambda: None, hasty: bool = False
) -> list[Form]:
    """Put every page of a settled paper into `writer` as a picture, on no page yet; `hasty` where time is limited.

    Raises:
        NotMerged: If a page cannot be read after all; nothing of the paper stays.
    """
    from pypdf import PdfReader

    until = time.monotonic() + (MOST_SECONDS if hasty else float("inf"))
    first = len(writer._objects)
    made: list[Form] = []
    reader = PdfReader(BytesIO(content))
    try:
        for page in reader.pages:
            step()
            _check_time(until)
            made.append(_form(writer, page))
        _keep_layers(writer, reader)
        _disarm(writer, first)
    except NotMerged:
        take_back(writer, first)
        raise
    except _told_from_stop() as error:
        take_back(writer, first)
        raise NotMerged(Reason.DAMAGED) from error
    finally:
        writer.reset_translation(reader)  # known by its address, which the next reader may have
    return made


def take_back(writer: "PdfWriter", first: int) -> None:
    """Let go of everything that was put into `writer` from the object `first` on: it will not be written."""
    for place in range(first, len(writer._objects)):
        writer._objects[place] = None


def _told_from_stop() -> tuple[type[Exception], ...]:
    """What a file in disorder makes pypdf raise; the wish to stop is something else and passes."""
    from pypdf.errors import PyPdfError

    return (
        PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError,
        RecursionError, TypeError, ValueError,
    )  # fmt: skip


def _form(writer: "PdfWriter", page: "PageObject") -> Form:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

    box = _visible(page)
    form = StreamObject()
    contents = page.get_contents()
    form.set_data(b"" if contents is None else contents.get_data())
    form = form.flate_encode()
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(round(side, 4)) for side in box])
    resources = page.get("/Resources", DictionaryObject()).get_object()
    form[NameObject("/Resources")] = resources.clone(writer)
    if (group := page.get("/Group")) is not None:
        form[NameObject("/Group")] = group.get_object().clone(writer)
    unit = float(page.user_unit)
    width, height, upright = _stood_up(box, page.rotation % 360)
    scale = min(unit, _LONGEST_SIDE / max(width, height))
    a, b, c, d, e, f = (number * scale for number in upright)
    return Form(writer._add_object(form), width * scale, height * scale, (a, b, c, d, e, f))


def _visible(page: "PageObject") -> tuple[float, float, float, float]:
    """Return the part of a page that is seen: left, bottom, right, top."""
    crop, media = ([float(side) for side in box] for box in (page.cropbox, page.mediabox))
    left, right = sorted((crop[0], crop[2]))
    bottom, top = sorted((crop[1], crop[3]))
    sides = sorted((media[0], media[2])), sorted((media[1], media[3]))
    seen = (
        max(left, sides[0][0]), max(bottom, sides[1][0]), min(right, sides[0][1]), min(top, sides[1][1]),
    )  # fmt: skip
    return seen if seen[2] - seen[0] >= 1 and seen[3] - seen[1] >= 1 else _USUAL_BOX


def _stood_up(
    box: tuple[float, float, float, float], turned: int
) -> tuple[float, float, tuple[float, float, float, float, float, float]]:
    """Return width, height and matrix of a page that is shown turned clockwise by so many degrees."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    match turned:
        case 90:
            return height, width, (0, -1, 1, 0, -bottom, right)
        case 180:
            return width, height, (-1, 0, 0, -1, right, top)
        case 270:
            return height, width, (0, 1, -1, 0, top, -left)
    return width, height, (1, 0, 0, 1, -left, -bottom)


def _keep_layers(writer: "PdfWriter", reader: "PdfReader") -> None:
    """Let layers that the paper hides stay hidden."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    found = reader.root_object.get("/OCProperties")
    layers: Any = None if found is None else found.get_object()
    if not isinstance(layers, DictionaryObject) or "/OCGs" not in layers:
        return
    usual: Any = layers.get("/D", DictionaryObject()).get_object()
    every: list[Any] = list(layers.get("/OCGs", ()))
    hidden = list(usual.get("/OFF", ()))
    if usual.get("/BaseState") == "/OFF":
        shown = {one.idnum for one in usual.get("/ON", ())}
        hidden = [one for one in every if one.idnum not in shown]
    moved = writer._id_translated.get(id(reader), {})
    root = writer.root_object
    if "/OCProperties" not in root:
        state = DictionaryObject({NameObject("/OFF"): ArrayObject(), NameObject("/Order"): ArrayObject()})
        root[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject(), NameObject("/D"): state}
        )
    ours: Any = root["/OCProperties"]
    for old, into in ((every, ours["/OCGs"]), (hidden, ours["/D"]["/OFF"])):
        into.extend(_reference(writer, moved[one.idnum]) for one in old if one.idnum in moved)


def _reference(writer: "PdfWriter", number: int) -> "IndirectObject":
    from pypdf.generic import IndirectObject

    return IndirectObject(number, 0, writer)


# What a page may bring along without showing it


def _disarm(writer: "PdfWriter", first: int) -> None:
    """Empty every object from `first` on that could act or hide a file, whatever it hangs on."""
    from pypdf.generic import NullObject

    for place in range(first, len(writer._objects)):
        held = writer._objects[place]
        if held is not None and _acts(held):
            writer._objects[place] = NullObject()
            continue
        for holder, key in _armed(held):
            holder[key] = NullObject()


def _acts(held: Any) -> bool:
    from pypdf.generic import DictionaryObject

    return isinstance(held, DictionaryObject) and (
        held.get("/Type") in ("/Action", "/Filespec", "/EmbeddedFile", "/Annot", "/Sig")
        or held.get("/S") in ("/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData")
        or "/EF" in held
        or ("/JS" in held and "/S" in held)
    )


def _armed(held: Any, depth: int = 0) -> "Iterator[tuple[DictionaryObject, Any]]":
    """Yield where, inside one object, something stands that acts."""
    from pypdf.generic import ArrayObject, DictionaryObject

    if depth > 12:
        return
    if isinstance(held, DictionaryObject):
        for key, value in dict.items(held):
            if _acts(value):
                yield held, key
            else:
                yield from _armed(value, depth + 1)
    elif isinstance(held, ArrayObject):
        for value in list.__iter__(held):
            yield from _armed(value, depth + 1)
