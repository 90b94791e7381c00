"""Files made to do harm to who reads them: tables, contacts, calendars, documents, pictures, PDFs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import openpyxl
from docx import Document
from docx.shared import Inches

from db.errors import KnownError
from db.errors.incoming import (
    CalendarUnreadable,
    CardsUnreadable,
    DocumentUnreadable,
    FarCell,
    HoldsDefinitions,
    LeadsOutside,
    LineTooLong,
    NestedTooDeep,
    PictureTooLarge,
    PictureUnreadable,
    ReadingFailed,
    ReadingTooBig,
    ReadingTooSlow,
    SheetEmpty,
    SheetTooLarge,
    SheetTooLong,
    SheetUnreadable,
    UnpacksTooLarge,
)
from db.errors.survey import FormUnreadable, NotASurveyForm

SECRET = "root:x:0"
"""Stands in a file of the system that nothing may read; see `XXE`."""
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
FORMULA = '=HYPERLINK("http://x")'
FAR = '<!DOCTYPE x SYSTEM "http://x/">'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"

Refusals = tuple[type[KnownError], ...]
_ANY_LIMIT: Refusals = (ReadingTooSlow, ReadingTooBig, ReadingFailed)


@dataclass(frozen=True, slots=True)
class Case:
    """A file, how it is made, and what may be said of it; empty where it is simply read, harmlessly."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    refusals: Refusals
    quick: bool = False
    """Whether it is tried in `make test` too."""


def cases() -> list[Case]:
    """Return every hostile file there is."""
    return [*_tables(), *_sheets(), *_documents(), *_contacts(), *_calendars(), *_pictures(), *_pdfs()]


# Tables as text


def _tables() -> list[Case]:
    rows = b"Name,Place\n"
    return [
        Case("a line of 20 MB", ".csv", lambda: rows + b"a" * 20_000_000, (LineTooLong,), quick=True),
        Case("a list of 40 MB", ".csv", lambda: rows + b"a,b\n" * 10_000_000, (SheetTooLarge,)),
        Case(
            "a quotation that never ends",
            ".csv",
            lambda: rows + b'"' + b"a\n" * 5_000_000,
            (SheetUnreadable,),
        ),
        Case("a million rows", ".csv", lambda: rows + b"a,b\n" * 1_000_000, (SheetTooLong,)),
        Case("rows of 30,000 cells", ".csv", lambda: rows + b"\n".join([b"a," * 30_000] * 16), (FarCell,)),
        Case("zeros", ".csv", lambda: bytes(1_000_000), (SheetUnreadable,)),
        Case("line ends only", ".csv", lambda: b"\n" * 20_000_000, (SheetEmpty, *_ANY_LIMIT)),
        Case("sep= without end", ".csv", lambda: b"sep=" + b"=" * 60_000 + b"\na=b\n", (SheetUnreadable, SheetEmpty)),
    ]


# Workbooks


def book(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook as people have it."""
    made = openpyxl.Workbook()
    for row in rows or (("Name", "Place"), ("Ana", "Lima")):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with parts put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def sheet(inside: str, *, head: str = "") -> bytes:
    """Return a workbook whose sheet holds this XML."""
    text = f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'
    return repacked(book(), {SHEET: text.encode()})


def _cell(reference: str, text: str = "x") -> str:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _strings(head: str, text: str, encoding: str = "utf-8") -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{head}<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{office}"/>'
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        types = archive.read("[Content_Types].xml").decode()
    if "sharedStrings" not in types:
        types = types.replace("</Types>", kind + "</Types>")
    return repacked(book(), {"xl/sharedStrings.xml": xml.encode(encoding), "[Content_Types].xml": types.encode()})


def _lying() -> bytes:
    """An archive whose list says that a part is small."""
    content = bytearray(repacked(book(), {SHEET: b" " * 90_000_000}))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET.encode()))
    content[place + 24 : place + 28] = struct.pack("<I", 2000)
    return bytes(content)


def _same_part_again(times: int) -> bytes:
    """An archive whose list names one part of a megabyte again and again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", bytes(range(256)) * 4096)
    content = out.getvalue()
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[start:end]
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, times, times, len(entry) * times, start, 0)
    return content[:start] + entry * times + tail


def _named(name: str) -> Callable[[], bytes]:
    return lambda: repacked(book(), {name: b"evil"})


def _sheets() -> list[Case]:
    names = [f"a{number:x}" for number in range(100_000)]  # all others: alike they would be packed too tightly
    deep = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names))
    big = b" " * 120_000_000
    return [
        Case("a bomb of 120 MB", ".xlsx", lambda: repacked(book(), {SHEET: big}), (UnpacksTooLarge,), quick=True),
        Case("a bomb of 90 MB", ".xlsx", lambda: repacked(book(), {SHEET: big[:90_000_000]}), (UnpacksTooLarge,)),
        Case("a bomb that lies", ".xlsx", _lying, (SheetUnreadable,)),
        Case("a part named 3,000 times", ".xlsx", lambda: _same_part_again(3000), (UnpacksTooLarge, SheetUnreadable)),
        Case("60,000 parts", ".xlsx", lambda: _same_part_again(60_000), (UnpacksTooLarge,)),
        Case("the farthest cell", ".xlsx", lambda: sheet(_cell("A1") + _cell("XFD1048576")), (FarCell,)),
        Case("a far row", ".xlsx", lambda: sheet(_cell("A1") + _cell("A1048576")), (FarCell,)),
        Case("a far column", ".xlsx", lambda: sheet(_cell("A1") + _cell("XFD2")), (FarCell,)),
        Case("a cell beyond all", ".xlsx", lambda: sheet(_cell("A1") + _cell("ZZZZZZ99999999999")), (FarCell,)),
        Case("rows that count back", ".xlsx", lambda: sheet(_cell("A9") + _cell("A-5")), (SheetUnreadable, SheetEmpty)),
        Case("a file of the system", ".xlsx", lambda: _strings(XXE, "&e;"), (HoldsDefinitions,), quick=True),
        Case("the same in UTF-16", ".xlsx", lambda: _strings(XXE, "&e;", "utf-16"), (HoldsDefinitions,)),
        Case(
            "a billion laughs",
            ".xlsx",
            lambda: sheet(_cell("A1", "&a9;"), head=LAUGHS),
            (HoldsDefinitions,),
        ),
        Case("a far definition", ".xlsx", lambda: sheet("", head=FAR), (HoldsDefinitions,)),
        Case("a way out", ".xlsx", _named("../../../evil.py"), (LeadsOutside,)),
        Case("a way out, from the root", ".xlsx", _named("/etc/cron.d/evil"), (LeadsOutside,)),
        Case("a way out, on Windows", ".xlsx", _named("..\\..\\evil.exe"), (LeadsOutside,)),
        Case("a way out, by a drive", ".xlsx", _named("C:\\evil.exe"), (LeadsOutside,)),
        Case("100,000 elements deep", ".xlsx", lambda: sheet(f'<row r="1">{deep}</row>'), (NestedTooDeep,), quick=True),
        Case(
            "a number of 3 million digits",
            ".xlsx",
            lambda: sheet(f'<row r="1"><c r="A1"><v>{"9" * 3_000_000}</v></c></row>'),
            (SheetUnreadable, UnpacksTooLarge, *_ANY_LIMIT),
        ),
        Case("400,000 words", ".xlsx", _many_words, (UnpacksTooLarge, SheetTooLong, *_ANY_LIMIT)),
        Case("cut short", ".xlsx", lambda: book()[:3000], (SheetUnreadable,)),
        Case(
            "formulas",
            ".xlsx",
            lambda: book(("Name", "Place"), ("=1+1", '=HYPERLINK("http://x")'), ("A", "B")),
            (),
        ),
    ]


def _many_words() -> bytes:
    rows = "".join(_cell(f"A{n}", f"{n * 7919 % 1_000_003:x}") for n in range(1, 400_000))
    return sheet(rows)


# Documents


def document(*paragraphs: str) -> bytes:
    """Return a Word document as people have it."""
    made = Document()
    for text in paragraphs or ("Minutes",):
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _body(inside: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'
    return repacked(document(), {"word/document.xml": text.encode()})


def _spanning() -> bytes:
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p>'
    return _body(f"{span}</w:tc></w:tr></w:tbl>")


def _documents() -> list[Case]:
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    tables, ends = "<w:tbl><w:tr><w:tc>" * 2000, "</w:tc></w:tr></w:tbl>" * 2000
    zeros = {"word/media/image1.png": bytes(150_000_000)}
    return [
        Case("a bomb", ".docx", lambda: repacked(document(), zeros), (UnpacksTooLarge,)),
        Case("a file of the system", ".docx", lambda: _body(said.format("&e;"), XXE), (HoldsDefinitions,), quick=True),
        Case("a billion laughs", ".docx", lambda: _body(said.format("&a9;"), LAUGHS), (HoldsDefinitions,)),
        Case("a way out", ".docx", lambda: repacked(document(), {"../evil": b"x"}), (LeadsOutside,)),
        Case("tables in tables", ".docx", lambda: _body(tables + ends), (NestedTooDeep,)),
        Case("a cell two billion wide", ".docx", _spanning, ()),
        Case("no document", ".docx", lambda: b"PK\x03\x04 no document", (DocumentUnreadable,)),
        Case("a workbook", ".docx", book, (DocumentUnreadable,)),
        Case("empty", ".docx", lambda: _body(""), (DocumentUnreadable,)),
    ]


# Contacts and calendars


def _card(inside: str) -> bytes:
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\n{inside}\r\nEND:VCARD\r\n".encode()


def _contacts() -> list[Case]:
    folded = "NOTE:" + "\r\n ".join(["a" * 74] * 270_000)
    agents = "AGENT:\r\nBEGIN:VCARD\r\nFN:x\r\n" * 100_000
    picture = "FN:Ana\r\nPHOTO;ENCODING=b:" + "\r\n ".join(["A" * 74] * 40_000)
    return [
        Case("a line of 20 MB", ".vcf", lambda: _card("NOTE:" + "a" * 20_000_000), (LineTooLong,)),
        Case("a line of 20 MB, folded", ".vcf", lambda: _card(folded), (LineTooLong,)),
        Case("contacts of 40 MB", ".vcf", lambda: _card("FN:x") * 1_000_000, (SheetTooLarge,)),
        Case("500,000 contacts", ".vcf", lambda: _card("FN:x") * 500_000, (SheetTooLong,)),
        Case("contacts in contacts", ".vcf", lambda: _card(agents), (CardsUnreadable,), quick=True),
        Case("no contacts", ".vcf", lambda: b"hello", (CardsUnreadable,)),
        Case("a picture of 3 MB", ".vcf", lambda: _card(picture), ()),
    ]


def event(inside: str = "", *, start: str = "DTSTART:20261201T090000") -> str:
    """Return an event of a calendar."""
    return f"BEGIN:VEVENT\r\nUID:1\r\n{start}\r\nSUMMARY:Meeting\r\n{inside}\r\nEND:VEVENT\r\n"


def calendar(inside: str) -> bytes:
    """Return a calendar."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode()


def _calendars() -> list[Case]:
    deep = "BEGIN:VEVENT\r\n" * 100_000 + "END:VEVENT\r\n" * 100_000
    never = event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    often = event("RRULE:FREQ=SECONDLY;COUNT=2000000000")
    outside = event("ATTACH:file:///etc/passwd", start="DTSTART;TZID=../../../../etc/passwd:20261201T090000")
    return [
        Case("a line of 7 MB", ".ics", lambda: calendar(event("DESCRIPTION:" + "a" * 7_000_000)), (LineTooLong,)),
        Case("a calendar of 20 MB", ".ics", lambda: calendar(event() * 300_000), (SheetTooLarge,)),
        Case("100,000 deep", ".ics", lambda: calendar(deep), (NestedTooDeep,)),
        Case("every second", ".ics", lambda: calendar(often), (), quick=True),
        Case("on a day that never comes", ".ics", lambda: calendar(never * 9), (*_ANY_LIMIT, CalendarUnreadable)),
        Case("20,000 events", ".ics", lambda: calendar(event() * 20_000), (SheetTooLong, ReadingTooSlow)),
        Case("a place that is a file", ".ics", lambda: calendar(outside), ()),
        Case("no calendar", ".ics", lambda: b"hello", (CalendarUnreadable,)),
    ]


# Pictures


def folded_zeros(millions: int) -> bytes:
    """Return what `zlib.decompress` makes so many million zeros of; each million is written as the one before."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = millions * 1_000_000 % 65_521 << 16 | 1  # Adler-32 of nothing but zeros
    return b"\x78\xda" + one * millions + b"\x03\x00" + struct.pack(">I", checksum)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, rows: bytes = b"", depth: int = 1, extra: bytes = b"") -> bytes:
    """Return a PNG of so many dots, black or white."""
    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    data = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _pictures() -> list[Case]:
    side = 12_000
    dots = bytes((side // 8 + 1) * side)
    few = bytes(16)
    jpeg = (
        b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", side, side) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    )
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    too_large: Refusals = (PictureTooLarge,)
    no_picture: Refusals = (PictureUnreadable,)
    return [
        Case("12,000 × 12,000", ".png", lambda: png(side, side, rows=dots), too_large),
        Case("two billion wide", ".png", lambda: png(2**31 - 1, 2**31 - 1), (*too_large, *no_picture)),
        Case("12,000 × 12,000", ".jpg", lambda: jpeg + b"\xff\xda" + bytes(1000), (*too_large, *no_picture)),
        Case("words of 100 MB", ".png", lambda: png(8, 8, rows=few, extra=_long_words()), no_picture, quick=True),
        Case("few dots that unfold to 200 MB", ".png", lambda: png(8, 8, rows=bytes(200_000_000)), ()),
        Case("cut short", ".png", lambda: png(800, 800, rows=bytes(80_800))[:60], no_picture),
        Case("a drawing that names a file", ".png", lambda: svg, no_picture),
        Case("PostScript", ".jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", no_picture),
    ]


def _long_words() -> bytes:
    return chunk(b"zTXt", b"Comment\0\0" + folded_zeros(100))


# PDFs, read as a form that came back, and as a paper for a pack


def pdf(*objects: bytes, size: int | None = None) -> bytes:
    """Return a PDF of these objects, the first of which is its root."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (size or len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size or len(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def _paged(contents: bytes, more: bytes = b"", *others: bytes) -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R %s>>" % more
    return pdf(root, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents, *others)


def _pdfs() -> list[Case]:
    forms: Refusals = (FormUnreadable, NotASurveyForm)
    zeros = folded_zeros(1000)
    root = b"<</Type/Catalog/Pages 2 0 R>>"
    deep = b"[" * 200_000 + b"]" * 200_000
    none = b"<</Type/Pages/Kids[]/Count 0>>"
    circle = b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 1000000>>"
    many = b"<</Type/Pages/Kids[%s]/Count 2000000>>" % (b"3 0 R " * 300_000)
    itself = _stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    flate = b"/Filter/FlateDecode"
    doubled = b"/Filter[/FlateDecode/FlateDecode]"
    calling = b"/Resources<</XObject<</X 5 0 R>>>>"
    return [
        Case(
            "a stream that unfolds to 1 GB",
            ".pdf",
            lambda: _paged(_stream(zeros, flate)),
            forms,
            quick=True,
        ),
        Case(
            "the same, folded twice",
            ".pdf",
            lambda: _paged(_stream(zlib.compress(zeros, 9), doubled)),
            forms,
        ),
        Case("200,000 lists deep", ".pdf", lambda: _paged(_stream(b""), b"/Annots " + deep), forms, quick=True),
        Case("pages that hold themselves", ".pdf", lambda: pdf(root, circle), forms),
        Case("one page 300,000 times", ".pdf", lambda: pdf(root, many, b"<</Type/Page>>"), forms),
        Case("a list of two billion objects", ".pdf", lambda: pdf(root, circle, size=2**31 - 2), forms),
        Case("a drawing that draws itself", ".pdf", lambda: _paged(_stream(b"/X Do"), calling, itself), forms),
        Case(
            "a form without end",
            ".pdf",
            lambda: pdf(_endless_form(), none, _field()),
            forms,
        ),
        Case("cut short", ".pdf", lambda: _paged(_stream(b""))[:150], forms),
    ]


def _endless_form() -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>"


def _field() -> bytes:
    return b"<</T(x)/Kids[%s]>>" % (b"3 0 R " * 100_000)


# Files that are as they should be: who refuses all is not safe but broken


def harmless_files() -> dict[str, bytes]:
    """Return a file of each kind that is read, by its ending."""
    made = Document()
    made.add_heading("Minutes", 1)
    made.add_paragraph("First", style="List Bullet")
    made.add_picture(io.BytesIO(png(8, 8, rows=bytes(16))), Inches(1))
    out = io.BytesIO()
    made.save(out)
    return {
        ".csv": b"Name,Place\nAna,Lima\n",
        ".xlsx": book(),
        ".docx": out.getvalue(),
        ".vcf": _card("FN:Ana"),
        ".ics": calendar(event()),
        ".png": png(8, 8, rows=bytes(16)),
    }
