"""Tables: encodings, separators, workbooks, limits, and cells that a spreadsheet would run."""

import csv
import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors.files import FileMissing, NotARegularFile
from db.errors.incoming import FarCell, LineTooLong, SheetEmpty, SheetTooLarge, SheetTooLong, SheetUnreadable
from desktop.exchange import cells, tables
from desktop.exchange.tables import as_it_was, harmless, read_table, write_csv


def rows(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(path).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "a.csv"
    lines = [["Name", "Place"], ["Ñandú, Año; x\ty", "Lima"], ["“B”" if encoding == "cp1252" else "B", ""]]
    text = "".join(separator.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert table.header == ("Name", "Place")
    assert rows(path) == [tuple(line) for line in lines[1:]]


def test_short_rows_are_filled_and_empty_ones_left_out_but_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Name,Place\nA\n\n,\n"B\nC",Lima,more\n')
    table = read_table(path)
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("A", "", "")), (5, ("B\nC", "Lima", "more"))]


def test_a_first_line_that_names_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nName;A,B\nx;1,2\n")
    assert (read_table(path).header, rows(path)) == (("Name", "A,B"), [("x", "1,2")])


@pytest.mark.parametrize("title", ["", "Directorio 2025\n", '"Lima, 3 de abril de 2025"\n\n', "Lima, 2025\n"])
@pytest.mark.parametrize(
    "rows",
    [
        'Date,Text,Who\n1,"a; b\nc; d\ne; f\ng; h",\n2,"i; j\nk; l",\n3,m,\n',
        "Name;Town;Note\nAna;Lima, Perú;x\nLuis;Cusco;y\nEva;Puno;\n",
        "Name\tTown\nAna\tLima, Perú; sí\nLuis\tCusco\n",
    ],
)
def test_the_separator_is_that_of_the_headings_below_any_title(tmp_path: Path, title: str, rows: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(title + rows)
    header = rows.partition("\n")[0].replace(",", ";").replace("\t", ";").split(";")
    table = read_table(path, headed=lambda cells: len({"Date", "Text", "Name", "Town"}.intersection(cells)))
    assert list(table.header) == header


def test_workbooks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    sheet = book.create_sheet("Members")
    sheet.append(["Name", "Joined", "Share", "Base", "At"])
    sheet.append(["Ñandú", dt.datetime(2018, 10, 22), 2.0, True, dt.datetime(2018, 10, 22, 9, 30)])
    sheet.append([None, dt.date(2019, 1, 2), 0.5, None, dt.time(9, 30)])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert rows(path) == [
        ("Ñandú", "2018-10-22", "2", "yes", "2018-10-22 09:30"),
        ("", "2019-01-02", "0.5", "", "09:30:00"),
    ]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(FileMissing):
        read_table(path)
    with pytest.raises(NotARegularFile):
        read_table(tmp_path)
    for contents, error in (
        (b"", SheetEmpty),
        (b"Name\n", SheetEmpty),
        (b"\x00\x01\x02binary", SheetUnreadable),
        (b"PK\x03\x04 no workbook", SheetUnreadable),
        (b"Name\n" + b"a" * (tables.LONGEST_LINE + 1), LineTooLong),
        (b"Name\n" + "ñ".encode() * (tables.LONGEST_LINE // 2 + 1), LineTooLong),
        (b"Name" + b"," * 500 + b"\na\n", FarCell),
        (b"Name\n" + b"a\n" * (tables.MOST_ROWS + 1), SheetTooLong),
    ):
        path.write_bytes(contents)
        with pytest.raises(error):
            read_table(path)


def test_a_line_of_64_kb_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Name\n" + b"a" * tables.LONGEST_LINE)
    assert len(read_table(path).rows[0].cells[0]) == 64_000


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(tables.LARGEST_BYTES + 1)
    with pytest.raises(SheetTooLarge):
        read_table(path)


@pytest.mark.parametrize("cell", ["=1+1", "+51 999", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''=1"])
def test_cells_that_would_run_are_harmless_and_come_back(cell: str) -> None:
    assert harmless(cell).startswith(f"'{cell[0]}")
    assert as_it_was(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "plain", "'quoted'", "a=b", " =1", "’=1"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == as_it_was(cell) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n aé")))
def test_every_cell_comes_back(cell: str) -> None:
    assert as_it_was(harmless(cell)) == cell
    assert harmless(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_only_ronda_s_own_tables_lose_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["name", "id"], [["=1", "0" * 32], ['a"b,;\n', "f" * 32]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows(path) == [("=1", "0" * 32), ('a"b,;\n', "f" * 32)]
    path.write_text("name,id\n'=1,7\n")
    assert rows(path) == [("'=1", "7")]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2018-10-22", "2018-10-22"), ("2018-10-22 09:30", "2018-10-22"), ("2018/1/2", "2018-01-02"),
        ("22/10/2018", "2018-10-22"), ("22.10.18", "2018-10-22"), ("22-10-98", "1998-10-22"),
        ("22 October 2018", "2018-10-22"), ("22 de octubre de 2018", "2018-10-22"), ("Oct 22, 2018", "2018-10-22"),
        ("31/02/2018", None), ("22 October", None), ("soon", None), ("", None), ("2018", None), ("20181022", None),
    ],
)  # fmt: skip
def test_days(cell: str, day: str | None) -> None:
    assert cells.read_date(cell) == (dt.date.fromisoformat(day) if day else None)


def test_months_first_where_the_column_says_so() -> None:
    assert cells.month_comes_first(["10/22/2018", "1/2/2018"])
    assert not cells.month_comes_first(["22/10/2018", "1/2/2018"])
    assert not cells.month_comes_first(["1/2/2018"])
    assert cells.read_date("10/22/2018", month_first=True) == dt.date(2018, 10, 22)


@pytest.mark.parametrize(
    ("column", "unsettled"),
    [
        (["2025-01-13", " 03/04/2025", "05.06.25"], "03/04/2025"), (["04/04/2025", "5-6-2025 (x)"], "5-6-2025 (x)"),
        (["03/04/2025", "13/04/2025"], ""), (["03/04/2025", "04/13/2025"], ""), (["04/04/2025", "2025", "3 May"], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_dates_whose_order_nothing_settles(column: list[str], unsettled: str) -> None:
    assert cells.unsettled_date(column) == unsettled


@pytest.mark.parametrize("cell", ["b;=cmd|' /C calc'!A0;", 'b;"=1+1', "lines\n=1+1", "tab\t@x", ";'=1", "a;\uff1d1"])
def test_no_cell_runs_where_lists_are_parted_by_semicolons(tmp_path: Path, cell: str) -> None:
    """Tried: only the beginning of a cell looked at; caught. So do spreadsheets in Spain read what has commas."""
    path = tmp_path / "a.csv"
    write_csv(path, ["id", "text"], [["1", cell], ["2", "- a point\n- another; so-so"]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = [part for row in csv.reader(file, delimiter=";") for part in row]
    assert not [part for part in read if re.match("[=+@\uff1d]", part)]
    assert as_it_was(harmless(cell)) == cell
    assert "- a point\n- another; so-so" in path.read_text("utf-8-sig")
