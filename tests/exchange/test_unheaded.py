"""Lists without headings: no row is lost, and the columns are told by their cells."""

from pathlib import Path

import openpyxl
import pytest

from desktop.exchange.import_words import cells_left_out, place_of_list
from desktop.exchange.meetings_in import look_at_meetings, read_meetings
from desktop.exchange.members_in import look_at_members, read_members
from desktop.exchange.tables import Headings

NO_HEADINGS = "The list has no headings: row 1 is one of it, and its cells tell what each column holds."


def sheet(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("Delta Bank;a@delta.example\nGamma;\nTea Growers;c@tea.example\n", {"name": 0, "email": 1}),
        ("a@delta.example;Delta Bank;999 111 222\nc@tea.example;Tea Growers;988777666\n",
         {"email": 0, "name": 1, "phone": 2}),
        ("Comunidad Alta;+51 999 111 222\nComunidad Baja;988-777-666\n", {"name": 0, "phone": 1}),
        ("ONG;Delta;www.delta.example\nONG;Gamma;https://gamma.example\n", {"name": 1, "website": 2}),
        ("Delta;Empresa;a@delta.example\nGamma;Grupo;g@gamma.example\n", {"name": 0, "email": 2}),
        ("Delta;2019-03-01\nGamma;01/04/2020\n", {"name": 0}),
        ("Delta;Cusco\nGamma;Lima\nTea Growers;Cusco\n", {"name": 0}),
        ("Ana Ruiz\nLuis Paz\nEva de la Cruz\n", {"name": 0}),
        ("ANA RUIZ;LIMA\nLUIS PAZ;CUSCO\nEVA SOL;PUNO\n", {"name": 0}),
        ("Ana Ruiz;Lima\nLuis Paz Soto;Cusco\nEva Sol;Puno\n", {"name": 0}),
    ],
)  # fmt: skip
def test_a_list_of_members_without_headings_keeps_its_first_row(
    tmp_path: Path, rows: str, columns: dict[str, int]
) -> None:
    read = read_members(sheet(tmp_path, rows))
    assert read.columns == columns
    written = [line.split(";")[columns["name"]] for line in rows.splitlines()]
    assert [(one.row, one.name) for one in read.entries] == list(enumerate(written, 1))
    assert place_of_list(read.table) == [NO_HEADINGS]
    assert cells_left_out(read.table, read.columns) == ""
    assert read_members(tmp_path / "list.csv", columns=read.columns).entries == read.entries


@pytest.mark.parametrize(
    "rows",
    [
        "A,B\nAna Ruiz,Lima\nLuis Paz,Cusco\n",
        "Delta;Lima\nGamma;Cusco\n",  # nothing tells a name of one word from a heading
        "Lake Valley Alliance\nAna Ruiz\nLuis Paz\n",
        "Directorio Lago Azul\nAna Ruiz\nLuis Paz\n",
        "Quienes somos;2023-2024\nAna Ruiz;2021-2022\nLuis Paz;2020-2021\n",
        "UNIDAD PRODUCTIVA;ZONA\nAna Ruiz;Lima\nLuis Paz;Cusco\n",
        "Quienes somos\nAna Ruiz\nLuis Paz\n",
        "Junta Directiva\nAna Ruiz\nLuis Paz\n",
        "Delegados Titulares\nAna Ruiz\nLuis Paz\n",
        "Aliados Estratégicos\nTea Growers\nGamma Salud\n",
        "Our Partners\nTea Growers\nDelta Bank\n",
        "Ana Ruiz\nluis paz\neva\n",
        "Ana Ruiz;\nLuis Paz;Lima\nEva Sol;Cusco\n",
        "Gente;2025-01-10;2025-02-14\nAna Ruiz;x;\nLuis Paz;;x\n",
    ],
)
def test_a_first_row_that_may_be_headings_is_taken_for_them_and_said_to_be(tmp_path: Path, rows: str) -> None:
    table, _columns = look_at_members(sheet(tmp_path, rows))
    assert table.headings is Headings.UNKNOWN
    assert len(table.rows) == rows.count("\n") - 1
    assert place_of_list(table) == [
        "Row 1 was taken for the headings, though none of them is known. If it is a row of the list, write headings "
        "above it."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Name,Mail address\nAna,a@b.example\n",
        "Nombre completo de quien integra,Lugar\nAna Ruiz,Lima\nLuis Paz,Lima\n",
        "Name,2025-01-10\nAna Ruiz,2025-02-14\n",
        "Apellidos,Nombres\nRuiz,Ana\n",
        "Correo;Tel.\na@b.example;999111222\n",
    ],
)
def test_headings_that_are_known_stay_headings(tmp_path: Path, rows: str) -> None:
    table, _columns = look_at_members(sheet(tmp_path, rows))
    assert (table.headings, place_of_list(table)) == (Headings.KNOWN, [])
    assert table.header == tuple(rows.splitlines()[0].replace(";", ",").split(","))


def test_past_meetings_without_headings_come_with_their_days_people_and_minutes(tmp_path: Path) -> None:
    (tmp_path / "march.md").write_text("A canal", "utf-8")
    rows = "Ana Lomi;07/03/2019;Ana Lomi, Gia Kado;march.md\n;25/04/2019;Gia Kado, Ana Lomi;\n"
    read = read_meetings(sheet(tmp_path, rows))
    assert read.columns == {"date": 1, "file": 3, "present": 2}
    assert [(one.row, one.date.isoformat(), one.present, one.text) for one in read.meetings] == [
        (1, "2019-03-07", ("Ana Lomi", "Gia Kado"), "A canal"), (2, "2019-04-25", ("Gia Kado", "Ana Lomi"), ""),
    ]  # fmt: skip
    assert place_of_list(read.table) == [NO_HEADINGS]


def test_rows_are_told_by_their_numbers_also_where_the_list_begins_further_down(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([None], [None], ["2019-03-07", "Spring"], ["2019-04-25", "Summer"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    table, columns = look_at_meetings(tmp_path / "list.xlsx")
    assert [row.number for row in table.rows] == [3, 4]
    assert columns == {"date": 0}
    assert place_of_list(table) == [NO_HEADINGS.replace("row 1", "row 3")]
