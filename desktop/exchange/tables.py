"""Tables as people have them: CSV in whatever encoding and with whatever separator, or XLSX, read as plain text."""

import csv
import datetime as dt
import io
import re
import stat
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors.files import FileMissing, NotARegularFile, PlaceReadOnly
from db.errors.incoming import FarCell, LineTooLong, SheetEmpty, SheetTooLarge, SheetTooLong, SheetUnreadable
from desktop.apart import MEGABYTES, Apart, Tick

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
_SHAPE = [(str, [(int, [str])])]
"""Of sheets as they come from the process that reads: name, and of each row its number and cells."""
_HEADINGS_WITHIN = 20
"""Rows that hold something, among which the headings are looked for."""
_LONGEST_HEADING = 100
_SURE = 2
"""So many headings that are known are those of a list."""

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


Headed = Callable[[Sequence[str]], int]
"""Tells how many cells of a row are known headings of a list; 0 where the one is missing that the list must have."""


class Headings(StrEnum):
    """What is known of the row that was taken for the headings of a table."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    """None of them is known: it may as well be a row of the list."""
    NONE = "none"
    """The list has none; each is empty."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as a spreadsheet counts (the headings are mostly row 1), one text per column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; every row has as many cells. Rows without any text are left out."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    sheet: str = ""
    """Of a workbook the sheet's name, where it is not the first that holds anything."""
    below: int = 0
    """Number of the row of headings, where other rows stand above it: a title, a date."""
    row: int = 1
    """Number of the row of headings, or of the first one where there are none."""
    headings: Headings = Headings.KNOWN

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of one column that hold text."""
        return tuple(row.cells[index] for row in self.rows if row.cells[index].strip())


def read_table(
    path: Path, *, headed: Headed | None = None, most_rows: int | None = MOST_ROWS, tick: Tick | None = None
) -> Table:
    """Return the table in a CSV or XLSX file, or the contacts in a vCard file as one. It is read apart.

    Of a workbook it is the first sheet that holds anything, and its headings are in the first row that does, unless
    `headed` knows them further down or on another sheet.

    Without `most_rows` it is one of a whole export, as long as an alliance's history may be.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetUnreadable, SheetEmpty, SheetTooLarge, SheetTooLong,
        LineTooLong, FarCell: And what `desktop.apart` and `packed` raise of files made to do harm.
    """
    own = most_rows is None
    data = read_bytes(path, _LARGEST_OWN_BYTES if own else LARGEST_BYTES)
    with Apart(megabytes=_MEGABYTES_OWN if own else MEGABYTES) as apart:
        ask = partial(apart.ask, shape=_SHAPE, seconds=_SECONDS_OWN if own else _SECONDS, tick=tick)
        if path.suffix.lower() in CARD_SUFFIXES:
            from desktop.exchange.cards import cards_in

            return _table(ask(cards_in, data, path)[0], path, headed)
        sheets = ask(sheets_in, data, path, most_rows=most_rows)
        place = _place_of_list([rows for _name, rows in sheets], headed)
        if place is None:
            raise SheetEmpty(path)
        if place == 0:
            return _table(sheets[0], path, headed)
        sheets = ask(sheets_in, data, path, most_rows=most_rows, whole=place)
        if place >= len(sheets):
            raise SheetUnreadable(path)
        return replace(_table(sheets[place], path, headed), sheet=sheets[place][0])


def sheets_in(
    content: bytes, path: Path, *, most_rows: int | None, whole: int = 0
) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the sheets that hold anything: name, and the rows with text, with their numbers, each with as many cells.

    But of the one at the place `whole` only the first rows are given. For `desktop.apart`.
    """
    try:
        if content.startswith(b"PK\x03\x04"):
            sheets = _xlsx_sheets(content, path, whole)
        else:
            sheets = iter([("", _csv_rows(content, path, longest=None if most_rows is None else LONGEST_LINE))])
        return [(name, _filled(rows, path, most_rows=most_rows)) for name, rows in sheets]
    except (csv.Error, UnicodeError, ValueError):
        raise SheetUnreadable(path) from None


def _filled(
    rows: Iterable[tuple[int, list[str]]], path: Path, *, most_rows: int | None
) -> list[tuple[int, list[str]]]:  # fmt: skip
    records = islice(rows, None if most_rows is None else FARTHEST_ROW + 2)
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if most_rows is not None and len(filled) > most_rows:
        raise SheetTooLong(path, most_rows)
    width = max((len(cells) for _number, cells in filled), default=0)
    if width > MOST_COLUMNS:
        raise FarCell(path, f"{column_letters(width)}{_widest(filled)}", _FARTHEST_CELL)
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


def _place_of_list(sheets: Sequence[Sequence[Any]], headed: Headed | None) -> int | None:
    """Return which sheet is the list: the first whose headings are known, else the first with rows under the first."""
    told = {place: _headings(rows, headed)[0] for place, rows in enumerate(sheets) if len(rows) > 1}
    sure = (place for place, known in told.items() if known >= _SURE)
    return next(sure, max(told, key=lambda place: told[place], default=None))


def _headings(rows: Sequence[Any], headed: Headed | None) -> tuple[int, int]:
    """Return how many headings are known, and which of the rows they are: the first, unless one below knows more.

    Words of headings stand in the list, too ("Group", "Base"): a row below others must know the more of them, the more
    cells those fill.
    """
    most = place = widest = 0
    for below, (_number, cells) in enumerate(rows[:_HEADINGS_WITHIN] if headed is not None else ()):
        known = headed([cell if len(cell) <= _LONGEST_HEADING else "" for cell in cells]) if headed is not None else 0
        filled = sum(bool(cell.strip()) for cell in cells)
        enough = 1 if widest < 2 else _SURE if filled > widest else _SURE + 1
        if known > most and known >= enough:
            most, place = known, below
        widest = max(widest, filled)
    return most, place


def _table(sheet: Any, path: Path, headed: Headed | None) -> Table:
    records = sheet[1]
    if len({len(cells) for _number, cells in records}) > 1:
        raise SheetUnreadable(path)
    _known, place = _headings(records, headed) if records else (0, 0)
    if len(records) < place + 2:
        raise SheetEmpty(path)
    (first, header), *rest = records[place:]
    titles = tuple(title.strip() for title in header)
    # Only a table that Ronda wrote, told by its keys, has cells that were made harmless and become what they were.
    held = [titles.index(heading) for heading in _KEY_HEADINGS if heading in titles]
    ours = bool(held) and all(_KEY.fullmatch(cells[held[0]]) for _number, cells in rest)
    rows = (TableRow(number, tuple(map(as_it_was, cells) if ours else cells)) for number, cells in rest)
    return Table(titles, tuple(rows), below=first if place else 0, row=first)


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
    """Return the separator that splits the most rows into as many cells as the first.

    Of several, as where names stand in a list without headings ("2019-03-07;Ana, Eva"), it is one with no space behind.
    Where that splits less than half of them, the first row is a title, and the first that a separator splits counts.
    """
    with _long_cells():
        begun = {separator: _begun(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: _best_fit(begun[separator]))
    if 2 * _fit(begun[best], title=False)[0] > len(begun[best]):
        return best
    return max(SEPARATORS, key=lambda separator: (-_torn(begun[separator]), _fit(begun[separator], title=True)))


def _begun(text: str, separator: str) -> list[list[str]]:
    """Return the first rows that hold anything, split so."""
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _LOOK_AT_ROWS)
    return [row for row in rows if any(row)]


def _fit(rows: Sequence[Sequence[str]], *, title: bool) -> tuple[int, int]:
    """Return how many rows have as many cells as the first, below a title the first that is split, and how many."""
    widths = [len(row) for row in rows]
    width = next((cells for cells in (widths if title else widths[:1]) if cells > 1), 0)
    return (widths.count(width), width) if width else (0, 0)


def _best_fit(rows: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    fitting, width = _fit(rows, title=False)
    spaced = sum(cell.startswith(" ") for row in rows for cell in row[1:])
    return fitting, -spaced, width


def _torn(rows: Iterable[Iterable[str]]) -> int:
    """Return how many cells were torn out of quoted ones, as another separator than the table's does."""
    return sum(cell.count('"') % 2 for row in rows for cell in row)


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _xlsx_sheets(data: bytes, path: Path, whole: int) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
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
            place = 0
            for sheet in book.worksheets:
                name = sheet._worksheet_path.lstrip("/")
                extent = extents.get(name) or _measured(archive, name, path)
                if not extent.rows:
                    continue
                if place == whole and extent.rows > MOST_ROWS + 1:
                    raise SheetTooLong(path, MOST_ROWS)
                last = extent.last_row if place == whole else min(extent.last_row, _LOOK_AT_ROWS)
                sheet.reset_dimensions()  # some programs write them wrong
                found = sheet.iter_rows(max_row=last, max_col=extent.columns, values_only=True)
                yield sheet.title, ((number, [_cell(value) for value in row]) for number, row in enumerate(found, 1))
                place += 1
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
            raise FarCell(self._path, f"{column_letters(self._column)}{self._row}", _FARTHEST_CELL)
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


def column_letters(column: int) -> str:
    """Return what spreadsheets call a column, counted from 1."""
    letters = ""
    while column > 0:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _widest(rows: list[tuple[int, list[str]]]) -> int:
    return max(rows, key=lambda row: len(row[1]))[0]


_FARTHEST_CELL = f"{column_letters(MOST_COLUMNS)}{FARTHEST_ROW}"


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
