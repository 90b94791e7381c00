"""Tables as people have them: CSV in whatever encoding and with whatever separator, or XLSX, read as plain text."""

import csv
import datetime as dt
import io
import re
import stat
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from db.errors.files import FileMissing, NotARegularFile, PlaceReadOnly
from db.errors.incoming import SheetEmpty, SheetTooLarge, SheetTooLong, SheetUnreadable

LARGEST_BYTES = 32 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 256 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000_000

SEPARATORS = (",", ";", "\t")
_LOOK_AT_ROWS = 60

# A cell that a spreadsheet would run begins so; the last four are the full-width forms East Asian spreadsheets accept.
_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_MARKED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_KEY_HEADINGS = ("id", "sheet")  # answers to surveys have the key of their sheet
_KEY = re.compile("[0-9a-f]{32}")


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


def read_table(path: Path, *, most_rows: int | None = MOST_ROWS) -> Table:
    """Return the table in a CSV or XLSX file; of a workbook the first sheet that holds anything.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetUnreadable, SheetEmpty, SheetTooLarge, SheetTooLong.
    """
    data = read_bytes(path, LARGEST_BYTES if most_rows is not None else LARGEST_UNPACKED_BYTES)
    try:
        rows = _xlsx_rows(data, path) if data.startswith(b"PK\x03\x04") else _csv_rows(data, path)
        records = list(islice(rows, None if most_rows is None else most_rows + 2))
    except (csv.Error, UnicodeError, ValueError):
        raise SheetUnreadable(path) from None
    return _table(records, path, most_rows)


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


def harmless(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def as_it_was(cell: str) -> str:
    """Return the cell that `harmless` was given."""
    return cell[1:] if _MARKED.match(cell) else cell


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table that spreadsheets open as it is: UTF-8 with its mark, commas, cells made harmless."""
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(list(header))
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def _table(records: list[tuple[int, list[str]]], path: Path, most_rows: int | None) -> Table:
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise SheetEmpty(path)
    if most_rows is not None and len(filled) > most_rows:
        raise SheetTooLong(path, most_rows)
    width = max(len(cells) for _number, cells in filled)
    if width > MOST_COLUMNS:
        raise SheetUnreadable(path)
    (_first, header), *rest = [(number, cells + [""] * (width - len(cells))) for number, cells in filled]
    titles = tuple(title.strip() for title in header)
    # Only a table that Ronda wrote, told by its keys, has cells that were made harmless and become what they were.
    held = [titles.index(heading) for heading in _KEY_HEADINGS if heading in titles]
    ours = bool(held) and all(_KEY.fullmatch(cells[held[0]]) for _number, cells in rest)
    rows = (TableRow(number, tuple(map(as_it_was, cells) if ours else cells)) for number, cells in rest)
    return Table(titles, tuple(rows))


def _csv_rows(data: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetUnreadable(path)
    text, _sure = decode(data)
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
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise SheetTooLarge(path, LARGEST_BYTES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that concern no text
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write them wrong
                found = [
                    (number, [_cell(value) for value in row])
                    for number, row in enumerate(islice(sheet.iter_rows(values_only=True), MOST_ROWS * 2), 1)
                ]
                if any(any(cells) for _number, cells in found):
                    yield from found
                    return
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, EOFError, TypeError, AttributeError):
        raise SheetUnreadable(path) from None


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
