"""Lists of members as people keep them: whatever stands above and beside the list, however its headings are written."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from db.errors.incoming import SheetEmpty
from db.incoming.roster_rows import MemberEntry
from desktop.exchange.import_words import place_of_list
from desktop.exchange.members_in import look_at_members, read_members


def sheet(folder: Path, text: str) -> Path:
    path = folder / "members.csv"
    path.write_text(text, "utf-8")
    return path


TITLES = (
    "Directorio de miembros 2025\n",
    "Directorio de miembros 2025\n\n03/04/2025\n",
    "Directorio de miembros 2025;;\n;;\nActualizado;03/04/2025;\n",
    "Member directory\n",
    "Lima, 3 de abril de 2025\n",
    "Organización: Lake Valley Alliance\n",
)


@pytest.mark.parametrize("above", TITLES)
def test_headings_are_found_below_a_title(tmp_path: Path, above: str) -> None:
    rows = "Nombre de la organización;Correo electrónico;Ciudad\nDelta Bank;a@b.example;Lima, Perú\nGamma;;\n"
    read = read_members(sheet(tmp_path, above + rows))
    below = above.count("\n") + 1
    assert read.columns == {"name": 0, "email": 1, "place": 2}
    assert [(one.row, one.name) for one in read.entries] == [(below + 1, "Delta Bank"), (below + 2, "Gamma")]
    assert read.table.below == below
    assert read_members(tmp_path / "members.csv", columns=read.columns).entries == read.entries


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ("Directorio\nNombre\nAna Ruiz\n", ("Nombre",)),
        ("Directorio\nApellidos,Nombres\nRuiz,Ana\n", ("Apellidos", "Nombres")),
        ("Socios y aliados,Situación actual,Localidad\nComunidad Alta,Miembro,Lima\nEmpresa,Base,Lima\n",
         ("Socios y aliados", "Situación actual", "Localidad")),
        ("A,B\nAna Ruiz,Lima\nGrupo,Cusco\n", ("A", "B")),
        ("Name,Kind\nName,Kind\nAna,\n", ("Name", "Kind")),
        ("Nombre\n" + "Ana\n" * 30 + "Nombre,Correo\n", ("Nombre", "")),
    ],
)  # fmt: skip
def test_a_row_of_the_list_is_not_taken_for_its_headings(tmp_path: Path, rows: str, header: tuple[str, ...]) -> None:
    assert look_at_members(sheet(tmp_path, rows))[0].header == header


def test_headings_with_nothing_below_them_are_no_list(tmp_path: Path) -> None:
    with pytest.raises(SheetEmpty):
        read_members(sheet(tmp_path, "Directorio de miembros\nNombre,Correo\n"))


def workbook(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        found = book.create_sheet(name)
        for row in rows:
            found.append(row)
    path = folder / "members.xlsx"
    book.save(path)
    return path


LISTED = (("Directorio 2025",), (), ("Nombre", "Correo"), ("Delta Bank", "a@b.example"))
COVERS = ((("Alianza del valle",),), (("Organización", "Alianza"), ("Fecha", dt.date(2025, 4, 3))), (("a", "b"),) * 99)


@pytest.mark.parametrize("cover", COVERS)
def test_the_list_is_found_behind_a_cover(tmp_path: Path, cover: Sequence[Sequence[object]]) -> None:
    path = workbook(tmp_path, Nada=(), Portada=cover, Lista=LISTED, Copia=LISTED)
    read = read_members(path)
    assert (read.table.sheet, read.table.below, read.entries) == (
        "Lista", 3, (MemberEntry(4, "Delta Bank", email="a@b.example"),),
    )  # fmt: skip
    assert place_of_list(read.table) == [
        "The list was read from the sheet “Lista”.",
        "The headings are in row 3; what stands above them is left out.",
    ]
    assert read_members(path, columns=read.columns).entries == read.entries


def test_the_first_sheet_is_read_where_none_has_headings_that_are_known(tmp_path: Path) -> None:
    path = workbook(tmp_path, Nada=(), Portada=(("x",),), Uno=(("A", "B"), ("1", "2")), Dos=(("C", "D"), ("3", "4")))
    assert look_at_members(path)[0].header == ("A", "B")
    path = workbook(tmp_path, Uno=(("Name", "B"), ("1", "2")), Dos=(("Name", "C"), ("3", "4")))
    table = look_at_members(path)[0]
    assert (table.header, table.sheet, place_of_list(table)) == (("Name", "B"), "", [])


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("phone", "Tel. / Tel / TEL / Teléf. / Telf. / Tlf. / Teléfono(s) / Tel.: / Celular / Cel. / WhatsApp"),
        ("phone", "Teléfono de contacto / Tel. contacto / Contact phone / N° de teléfono / Número de celular"),
        ("email", "Correo-e / e-mail / E-MAIL / E–mail / Correo(s) / Correo de contacto / Contact e-mail / Emails"),
        ("email", "Dirección electrónica / Correo electrónico del representante / Dirección de correo"),
        ("representative", "Delegado(a) / Delegada / Punto focal / Representante legal / Nombre del contacto"),
        ("representative", "Persona de contacto / Focal point / Contact name / Delegado/a / Representative(s)"),
        ("alternate", "Suplente(s) / Representante suplente / Segundo contacto / Alterno/a"),
        ("kind", "Tipo de organización / Type of organisation / Member type / Categoría"),
        ("place", "Distrito / Región / País / Domicilio / Country"),
        ("joined", "Fecha de alta / Fecha de afiliación / Joining date / F. de ingreso"),
        ("left", "Fecha de retiro / Date of leaving"),
        ("website", "Página web / Web-site / Dirección web"),
        ("note", "Obs. / Observación / Comment(s)"),
    ],
)
def test_headings_are_known_however_they_are_written(tmp_path: Path, field: str, headings: str) -> None:
    for heading in headings.replace("Delegado/a", "Delegado /a").replace("Alterno/a", "Alterno /a").split(" / "):
        for name in ("Organización", "Socio/a", "Miembro(s)", "Asociación"):
            found = look_at_members(sheet(tmp_path, f"{name};{heading}\nDelta Bank;x\n"))[1]
            assert found == {"name": 0, field: 1}, (name, heading)


@pytest.mark.parametrize("heading", ["Número de socios", "N° de miembros", "Number of members", "Total de empresas"])
def test_what_counts_members_names_none(tmp_path: Path, heading: str) -> None:
    assert look_at_members(sheet(tmp_path, f"{heading};Correo\n12;a@b.example\n"))[1] == {"email": 1}
