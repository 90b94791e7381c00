"""Tables as people have them: CSV in whatever encoding and with whatever separator, or XLSX, read as plain text."""

import csv
import datetime as dt
import io
import re
import stat
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors.files import FileMissing, NotARegularFile, PlaceReadOnly
from db.errors.incoming import FarCell, LineTooLong, SheetEmpty, SheetTooLarge, SheetTooLong, SheetUnreadable
from desktop.apart import MEGABYTES, Tick, run_apart

if TYPE_CHECKING:
    from zipfile import ZipFile

LARGEST_BYTES = 32_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
FARTHEST_ROW = 100_000
LONGEST_CELL = 1_000_000
LONGEST_LINE = 64_000
"""Bytes, in UTF-8."""
CARD_SUFFIXES = (".vcf", ".vcard")
_LARGEST_OWN_BYTES = 256_000_000
_SECONDS, _SECONDS_OWN = 30, 300
_MEGABYTES_OWN = 4096
_SHEETS = "xl/worksheets/"
_SHAPE = [(int, [str])]
"""Of rows as they come from the process that reads: number, cells."""

SEPARATORS = (",", ";", "\t")
_LOOK_AT_ROWS = 60

# A cell that a spreadsheet would run begins so; the last four are the full-width forms East Asian spreadsheets accept.
_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_MARKED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Where lists are separated by semicolons, a spreadsheet parts our rows there and at line ends, whatever is quoted.
# A dash before a space is the beginning of a point.
_STARTS = "(?:[=+@\uff1d\uff0b\uff20]|[-\uff0d](?! ))"
_RUNS_INSIDE = re.compile(f"([;\t\r\n]\"*)('*{_STARTS})")
_MARKED_INSIDE = re.compile(f"([;\t\r\n]\"*)'('*{_STARTS})")
_KEY_HEADINGS = ("id", "sheet")  # answers to surveys have the key of their sheet
_KEY = re.compile("[0-9a-f]{32}")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as a spreadsheet counts (the headings are row 1), one text per column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; every row has as many cells. Rows without any text are left out."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of one column that hold text."""
        return tuple(row.cells[index] for row in self.rows if row.cells[index].strip())


def read_table(path: Path, *, most_rows: int | None = MOST_ROWS, tick: Tick | None = None) -> Table:
    """Return the table in a CSV or XLSX file, of a workbook the first sheet that holds anything, or the contacts in a
    vCard file as one. It is read apart.

    Without `most_rows` it is one of a whole export, as long as an alliance's history may be.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetUnreadable, SheetEmpty, SheetTooLarge, SheetTooLong,
        LineTooLong, FarCell: And what `desktop.apart` and `packed` raise of files made to do harm.
    """
    own = most_rows is None
    data = read_bytes(path, _LARGEST_OWN_BYTES if own else LARGEST_BYTES)
    reader = _reader(path)
    options = {"most_rows": most_rows} if reader is rows_in else {}
    records = run_apart(
        reader,
        data,
        path,
        shape=_SHAPE,
        seconds=_SECONDS_OWN if own else _SECONDS,
        megabytes=_MEGABYTES_OWN if own else MEGABYTES,
        tick=tick,
        **options,
    )
    return _table(records, path)


def _reader(path: Path) -> Callable[..., Any]:
    if path.suffix.lower() not in CARD_SUFFIXES:
        return rows_in
    from desktop.exchange.cards import cards_in

    return cards_in


def rows_in(content: bytes, path: Path, *, most_rows: int | None) -> list[tuple[int, list[str]]]:
    """Return the rows with text, with their numbers, each with as many cells. For `desktop.apart`."""
    try:
        if content.startswith(b"PK\x03\x04"):
            rows = _xlsx_rows(content, path)
        else:
            rows = _csv_rows(content, path, longest=None if most_rows is None else LONGEST_LINE)
        records = list(islice(rows, None if most_rows is None else FARTHEST_ROW + 2))
    except (csv.Error, UnicodeError, ValueError):
        raise SheetUnreadable(path) from None
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise SheetEmpty(path)
    if most_rows is not None and len(filled) > most_rows:
        raise SheetTooLong(path, most_rows)
    width = max(len(cells) for _number, cells in filled)
    if width > MOST_COLUMNS:
        raise FarCell(path, f"{_letters(width)}{_widest(filled)}", _FARTHEST_CELL)
    return [(number, cells + [""] * (width - len(cells))) for number, cells in filled]


def read_bytes(path: Path, limit_bytes: int) -> bytes:
    """Return the contents of a regular file of at most `limit_bytes`.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetTooLarge.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotARegularFile(path)
        if about.st_size > limit_bytes:
            raise SheetTooLarge(path, limit_bytes)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(path) from None
    except (OSError, ValueError):
        raise PlaceReadOnly(path) from None


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding is sure: UTF-8 or UTF-16 with a mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), True
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), False
    except UnicodeDecodeError:
        return data.decode("latin-1"), False


def check_lines(text: str, path: Path, longest: int = LONGEST_LINE) -> None:
    """See that no line is longer than any that people or programs write.

    Raises:
        LineTooLong: If one is.
    """
    for found in _LINE.finditer(text):
        letters = found.end() - found.start()
        if letters > longest // 4 and size_in_bytes(found[0]) > longest:
            raise LineTooLong(path, text.count("\n", 0, found.start()) + 1, longest)


def size_in_bytes(text: str) -> int:
    """Return how many bytes a text has in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def harmless(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it as a formula."""
    inside = _RUNS_INSIDE.sub(r"\1'\2", cell)
    return f"'{inside}" if _RUNS.match(cell) else inside


def as_it_was(cell: str) -> str:
    """Return the cell that `harmless` was given."""
    return _MARKED_INSIDE.sub(r"\1\2", cell[1:] if _MARKED.match(cell) else cell)


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table that spreadsheets open as it is: UTF-8 with its mark, commas, cells made harmless."""
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(list(header))
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def _table(records: list[Any], path: Path) -> Table:
    if len(records) < 2 or len({len(cells) for _number, cells in records}) > 1:
        raise SheetUnreadable(path)
    (_first, header), *rest = records
    titles = tuple(title.strip() for title in header)
    # Only a table that Ronda wrote, told by its keys, has cells that were made harmless and become what they were.
    held = [titles.index(heading) for heading in _KEY_HEADINGS if heading in titles]
    ours = bool(held) and all(_KEY.fullmatch(cells[held[0]]) for _number, cells in rest)
    rows = (TableRow(number, tuple(map(as_it_was, cells) if ours else cells)) for number, cells in rest)
    return Table(titles, tuple(rows))


def _csv_rows(data: bytes, path: Path, *, longest: int | None) -> Iterator[tuple[int, list[str]]]:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetUnreadable(path)
    text, _sure = decode(data)
    if longest is not None:
        check_lines(text, path, longest)
    separator = ""
    if text[:5].lower().startswith("sep=") and len(text) > 4:  # a first line some spreadsheets write for each other
        separator, text = text[4], text[5:].lstrip("\r\n")
    separator = separator or _separator(text)
    with _long_cells():
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1)


def _separator(text: str) -> str:
    """Return the separator that splits the most rows into the same number of cells as the headings."""

    def fit(separator: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _LOOK_AT_ROWS)
        filled = [len(row) for row in rows if any(row)]
        if not filled or filled[0] < 2:
            return 0, 0
        return Counter(filled)[filled[0]], filled[0]

    with _long_cells():
        return max(SEPARATORS, key=fit)


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _xlsx_rows(data: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    from desktop.exchange.packed import look_through, open_packed

    try:
        with open_packed(data, path) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that concern no text
            look_through(archive, path, but=_SHEETS)  # these are measured, all of them before openpyxl looks at one
            extents = {name: _measured(archive, name, path) for name in archive.namelist() if _is_sheet(name)}
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                name = sheet._worksheet_path.lstrip("/")
                extent = extents.get(name) or _measured(archive, name, path)
                if extent.rows > MOST_ROWS + 1:
                    raise SheetTooLong(path, MOST_ROWS)
                if extent.rows:
                    sheet.reset_dimensions()  # some programs write them wrong
                    found = sheet.iter_rows(max_row=extent.last_row, max_col=extent.columns, values_only=True)
                    yield from ((number, [_cell(value) for value in row]) for number, row in enumerate(found, 1))
                    return
    except (BadZipFile, ExpatError, InvalidFileException, KeyError, OSError, EOFError, TypeError, AttributeError):
        raise SheetUnreadable(path) from None


def _is_sheet(name: str) -> bool:
    return name.lower().startswith(_SHEETS) and name.lower().endswith(".xml")


def _measured(archive: "ZipFile", name: str, path: Path) -> "_Extent":
    """Go through a sheet without keeping any of it.

    Raises:
        FarCell, SheetTooLong: As soon as it is seen; and what `look_into` raises.
    """
    from desktop.exchange.packed import look_into

    extent = _Extent(path)
    look_into(archive, name, path, opened=extent.opened)
    return extent


class _Extent:
    """How far the cells of a sheet reach that hold something; empty ones may be coloured as far as they like."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._row = self._column = self._last = 0
        self.rows = self.last_row = self.columns = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "c":
                written = attributes.get("r", "")
                letters = written.rstrip("0123456789")
                self._column = _column(letters) if letters else self._column + 1
                if number := written[len(letters) :]:
                    self._row = int(number)
            case "row":
                self._row = int(attributes.get("r") or self._row + 1)
                self._column = 0
            case "v" | "t":
                self._fill()

    def _fill(self) -> None:
        if self._column > MOST_COLUMNS or self._row > FARTHEST_ROW:
            if self.rows > MOST_ROWS:
                raise SheetTooLong(self._path, MOST_ROWS)
            raise FarCell(self._path, f"{_letters(self._column)}{self._row}", _FARTHEST_CELL)
        if self._row != self._last:
            self._last = self._row
            self.rows += 1
            if self.rows > FARTHEST_ROW:  # rows may have no numbers, or numbers that count back
                raise SheetTooLong(self._path, MOST_ROWS)
        self.last_row = max(self.last_row, self._row)
        self.columns = max(self.columns, self._column)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _widest(rows: list[tuple[int, list[str]]]) -> int:
    return max(rows, key=lambda row: len(row[1]))[0]


_FARTHEST_CELL = f"{_letters(MOST_COLUMNS)}{FARTHEST_ROW}"


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
