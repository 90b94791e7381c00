"""Lists of members: columns guessed, rows compared with the record, and nothing lost or made twice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.engine import AllianceFile
from db.errors.incoming import NameColumnMissing, SheetOfMeetings
from db.history import history
from db.incoming.roster import import_members, plan_members
from db.incoming.roster_rows import Add, Choice, MemberEntry, MembersReport, RowDoubt, RowVerdict, SameAs, SameRow
from db.schema import Member, MemberKind, Membership, Offer, Person, Representative
from db.vocabulary import MemberStatus, RepresentativeRole
from desktop.exchange.import_words import member_doubt
from desktop.exchange.members_in import (
    TakenApart,
    guess_member_columns,
    read_members,
    read_status,
    take_apart,
)
from desktop.exchange.name_parts import NAME_PARTS
from desktop.exchange.tables import read_table

TODAY = dt.date(2026, 11, 21)


def bring_in(
    file: AllianceFile, entries: Sequence[MemberEntry], choices: Mapping[int, Choice] | None = None
) -> tuple[MembersReport, Changes]:
    with file.writing(who="Ana") as session:
        return import_members(session, entries, today=TODAY, choices=choices)


def verdicts(report: MembersReport) -> list[str]:
    return [row.verdict.value for row in report.rows]


def doubts(report: MembersReport) -> list[RowDoubt]:
    return [remark.doubt for row in report.rows for remark in row.remarks]


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def reached(session: Session) -> dict[str, tuple[str, str]]:
    return {
        name: (email, phone) for name, email, phone in session.execute(select(Person.name, Person.email, Person.phone))
    }


def sheet(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "members.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_english_and_spanish_columns(tmp_path: Path) -> None:
    english = read_members(
        sheet(
            tmp_path,
            "Name,Short name,Kind,Grassroots,Sector,Status,Joined,Left,Representative,Alternate,E-mail,Phone,Place,"
            "Website,Note,Duty share,Offers\n"
            "Delta Bank,DB,Private sector,no,finance,observer,22/10/2018,,Nino Ó,Ivo,a@b.example,+51 1,Lima,"
            'https://d.example,"Two\nlines","0,5",A van; a hall\n',
        )
    )
    expected = MemberEntry(
        2, "Delta Bank", "DB", "private_sector", False, False, "finance", MemberStatus.OBSERVER,
        dt.date(2018, 10, 22), None, "Nino Ó", "Ivo", "a@b.example", "+51 1", "Lima", "https://d.example", "Two\nlines",
        Decimal("0.5"), ("A van", "a hall"),
    )  # fmt: skip
    assert english.entries == (expected,)
    spanish = read_members(
        sheet(
            tmp_path,
            "Nombre;Siglas;Tipo;De base;Rubro;Estado;Fecha de ingreso;Salida;Representante;Suplente;"
            "Correo electrónico;Teléfono;Ciudad;Página web;Observaciones;Parte de funciones;Ofrece\n"
            "Delta Bank;DB;Sector privado;No;finance;Observadora;22-10-2018;;Nino Ó;Ivo;a@b.example;+51 1;Lima;"
            'https://d.example;"Two\nlines";0,5;"A van; a hall"\n',
            "latin-1",
        )
    )
    assert spanish.entries == (expected,)


def test_a_section_is_the_status_only_where_a_cell_reads_as_one(tmp_path: Path) -> None:
    table = read_table(sheet(tmp_path, "Name,Section\nDelta,CPC Chair\nGamma,CPC Directors\n"))
    assert guess_member_columns(table) == {"name": 0}
    table = read_table(sheet(tmp_path, "Name,Section\nDelta,CPC Chair\nGamma,Emeriti\n"))
    assert guess_member_columns(table) == {"name": 0, "status": 1}


def test_a_part_of_the_list_that_tells_no_status_is_kept_as_a_note(tmp_path: Path) -> None:
    chair, gone = read_members(sheet(tmp_path, "Name,Section\nDelta,CPC Chair\nGamma,Emeriti\n")).entries
    assert (chair.status, chair.note, chair.remarks) == (None, "CPC Chair", ())
    assert (gone.status, gone.note) == (MemberStatus.LEFT, "")


@pytest.mark.parametrize(
    ("heading", "left"),
    [("Until", 1), ("End date", 1), ("Miembro hasta", 1), ("Date left", 0), ("Fecha de salida", 0)],
)
def test_until_a_day_is_to_its_end_and_left_is_from_it_on(tmp_path: Path, heading: str, left: int) -> None:
    whole, open_end = read_members(sheet(tmp_path, f"Name,{heading}\nDelta,2020-06-30\nGamma,\n")).entries
    assert (whole.left, open_end.left) == (dt.date(2020, 6, 30) + dt.timedelta(days=left), None)


@pytest.mark.parametrize(("heading", "left"), [("Hasta", dt.date(2021, 1, 1)), ("Date left", dt.date(2020, 12, 31))])
def test_a_year_alone_is_a_day_to_be_looked_at(file: AllianceFile, tmp_path: Path, heading: str, left: dt.date) -> None:
    entries = read_members(sheet(tmp_path, f"Nombre,Desde,{heading}\nDelta,2018,2020\nGamma,pronto,1234\n")).entries
    for _time in range(2):
        report, changes = bring_in(file, entries)
        assert doubts(report) == [RowDoubt.YEAR_ALONE] * 2 + [RowDoubt.DATE_UNREADABLE] * 2
        assert member_doubt(report.rows[0].remarks[0]) == "“2018” is only a year: its first day is kept."
        assert member_doubt(report.rows[0].remarks[1]) == "“2020” is only a year: its last day is kept."
    assert not changes
    with file.reading() as session:
        spells = select(Membership.from_date, Membership.to_date).join(Member).order_by(Member.name)
        assert session.execute(spells).all() == [(dt.date(2018, 1, 1), left), (None, None)]


@pytest.mark.parametrize("heading", ["Status", "Estado", "Membership"])
def test_a_heading_that_says_status_is_believed(tmp_path: Path, heading: str) -> None:
    read = read_members(sheet(tmp_path, f"Name,{heading}\nDelta,pending\nGamma,\n"))
    assert read.columns == {"name": 0, "status": 1}
    assert [[(one.doubt, one.text) for one in row.remarks] for row in read.entries] == [
        [(RowDoubt.STATUS_UNKNOWN, "pending")],
        [],
    ]


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = sheet(tmp_path, "A,B\nx,Delta Bank\n")
    with pytest.raises(NameColumnMissing):
        read_members(path)
    assert read_members(path, columns={"name": 1, "note": 0}).entries == (MemberEntry(2, "Delta Bank", note="x"),)


@pytest.mark.parametrize(
    ("headings", "name", "representative"),
    [
        ("Nombre completo,Organización", 1, 0),
        ("Full name,Organisation", 1, 0),
        ("Organización que representa,Apellidos y nombres", 0, 1),
        ("Name,Name of the organisation", 1, 0),
        ("Nombre,Nombre de la institución", 1, 0),
        ("Full name,Type of organisation", 0, None),
        ("Nombre completo,Correo", 0, None),
        ("Full name,E-mail", 0, None),
        ("Nombre,Organización de base", 0, None),
        ("Nombres,Apellidos,Organización", 2, None),
        ("Nombre,Organización,Representante", 0, 2),
    ],
)
def test_people_beside_organisations_speak_for_them(
    tmp_path: Path, headings: str, name: int, representative: int | None
) -> None:
    found = guess_member_columns(read_table(sheet(tmp_path, headings + "\na,b,c\n")))
    assert (found["name"], found.get("representative")) == (name, representative)


@pytest.mark.parametrize(
    "rows", ["Name,NGO\nAna Ruiz,yes\nLuis Paz,no\n", "Nombre,Empresa (tamaño)\nAna Ruiz,12\nLuis Paz,300\n"]
)
def test_what_is_said_of_people_beside_them_is_no_organisation(tmp_path: Path, rows: str) -> None:
    found = guess_member_columns(read_table(sheet(tmp_path, rows)))
    assert (found["name"], found.get("representative")) == (0, None)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("First name,Last name,E-mail", ("First name", "Last name")),
        ("Name,Surname,Town", ("Name", "Surname")),
        ("FAMILY NAME,Given names", ("Given names", "FAMILY NAME")),
        ("Nombre(s),Apellido(s),Correo", ("Nombre(s)", "Apellido(s)")),
        ("Apellidos,Nombre,Celular", ("Nombre", "Apellidos")),
        ("Apellido paterno,Apellido materno,Nombres", ("Nombres", "Apellido paterno", "Apellido materno")),
        (
            "Primer nombre,Segundo nombre,Primer apellido,Segundo apellido",
            ("Primer nombre", "Segundo nombre", "Primer apellido", "Segundo apellido"),
        ),
        ("First Name,Middle Name,Last Name", ("First Name", "Middle Name", "Last Name")),
        ("Company,Contact first name,Contact last name", ("Contact first name", "Contact last name")),
        ("Institución,Nombre del representante,Apellido del representante",
         ("Nombre del representante", "Apellido del representante")),
        ("Organización,Nombres,Apellidos,Representante", ()),
        ("Nombres y apellidos,Correo", ()),
        ("Name,Last meeting", ()),
        ("Name of the organisation,Family", ()),
    ],
)  # fmt: skip
def test_first_and_last_names_in_columns_of_their_own_are_found(
    tmp_path: Path, headings: str, expected: tuple[str, ...]
) -> None:
    table = read_table(sheet(tmp_path, headings + "\na,b,c,d\n"))
    found = guess_member_columns(table)
    assert tuple(table.header[found[part]] for part in NAME_PARTS if part in found) == expected
    assert ("name" in found) == (not expected or "Company" in headings or "Institución" in headings)


def test_first_and_last_names_are_joined_where_nothing_else_gives_the_name(tmp_path: Path) -> None:
    people = read_members(sheet(tmp_path, "Apellidos,Nombres,Tipo\nQuispe Rojas,Rosa,\n,Ivo,\nPaz,Luis,ONG\n")).entries
    assert [(one.name, one.individual, one.remarks) for one in people] == [
        ("Rosa Quispe Rojas", True, ()), ("Ivo", True, ()), ("Luis Paz", False, ()),
    ]  # fmt: skip
    rows = "Organisation,First name,Last name\nDelta Bank,Ana,Ruiz\n,Luis,Paz\nGamma,,\n"
    beside, alone, without = read_members(sheet(tmp_path, rows)).entries
    assert (beside.name, beside.representative, beside.individual) == ("Delta Bank", "Ana Ruiz", False)
    assert (alone.name, alone.representative, alone.individual) == ("Luis Paz", "", True)
    assert [remark.doubt for remark in alone.remarks] == [RowDoubt.ALONE]
    assert (without.name, without.representative) == ("Gamma", "")
    rows = "Nombre completo,Nombres,Apellidos\nRuiz Ana,Ana,Ruiz\n"
    (twice,) = read_members(sheet(tmp_path, rows)).entries
    assert (twice.name, twice.representative, twice.individual) == ("Ana Ruiz", "", True)


def test_who_stands_beside_no_organisation_is_taken_for_an_individual_and_asked_about(tmp_path: Path) -> None:
    rows = "Name,Organisation\nAna Ruiz,Delta Bank\nLuis Paz,\n"
    beside, alone = read_members(sheet(tmp_path, rows)).entries
    assert (beside.name, beside.representative, beside.individual) == ("Delta Bank", "Ana Ruiz", False)
    assert (alone.name, alone.representative, alone.individual) == ("Luis Paz", "", True)
    assert [remark.doubt for remark in alone.remarks] == [RowDoubt.ALONE]


@pytest.mark.parametrize(
    ("email", "phone", "expected"),
    [
        ("lina@@fish", "none", [RowDoubt.NOT_AN_ADDRESS, RowDoubt.NOT_A_NUMBER]),
        ("no tiene", "12", [RowDoubt.NOT_AN_ADDRESS, RowDoubt.NOT_A_NUMBER]),
        ("a@b.example; c@d.example", "a2026@b.example", [RowDoubt.NOT_AN_ADDRESS, RowDoubt.NOT_A_NUMBER]),
        ("ñusta@b.example", "", [RowDoubt.NOT_AN_ADDRESS]),
        ("far@müller.example", "+51 999 123 456 (Rosa)", []),
        ("a.b+c@d.example", "anexo 105", []),
    ],
)
def test_what_cannot_be_an_address_or_a_number_is_to_be_looked_at_and_kept(
    file: AllianceFile, tmp_path: Path, email: str, phone: str, expected: list[RowDoubt]
) -> None:
    report, _changes = bring_in(
        file, read_members(sheet(tmp_path, f'Name;E-mail;Phone\nLi Na;"{email}";{phone}\n')).entries
    )
    assert doubts(report) == expected
    assert verdicts(report) == ["look" if expected else "new"]
    with file.reading() as session:
        assert session.execute(select(Member.email, Member.phone)).all() == [(email, phone)]


def test_addresses_are_known_by_what_they_are(tmp_path: Path) -> None:
    path = sheet(tmp_path, "community,api_file,who\nAchen,https://a.example,a@b.example\n")
    assert guess_member_columns(read_table(path)) == {"name": 0, "website": 1, "email": 2}


def test_a_row_that_repeats_another_is_not_the_same_as_on_record(file: AllianceFile, tmp_path: Path) -> None:
    entries = read_members(sheet(tmp_path, "Name,Place\nDelta,Lima\nDelta,Lima\nGamma,\nDelta,\n")).entries
    report, _changes = bring_in(file, entries)
    assert verdicts(report) == ["new", "repeated", "new", "repeated"]
    report, _changes = bring_in(file, entries)
    assert verdicts(report) == ["same"] * 4


@pytest.mark.parametrize("headings", ["Date,Present,Decisions", "Fecha,Grupo,Asistentes,Acuerdos,Tareas"])
@pytest.mark.parametrize("above", ["", "Actas 2020\n"])
def test_a_list_of_meetings_is_told_by_its_headings(tmp_path: Path, headings: str, above: str) -> None:
    path = sheet(tmp_path, f"{above}{headings}\n2020-01-01,a,b\n")
    with pytest.raises(SheetOfMeetings):
        read_members(path)


def test_what_cannot_be_read_is_to_be_looked_at_and_the_row_comes(file: AllianceFile, tmp_path: Path) -> None:
    read = read_members(
        sheet(
            tmp_path,
            "Name,Kind,Grassroots,Status,Joined,Duty share\nDelta Bank,Guild,perhaps,pending,soon,half\n,Donor,,,,\n",
        )
    )
    report, _changes = bring_in(file, read.entries)
    assert verdicts(report) == ["look", "refused"]
    assert set(doubts(report)) == {
        RowDoubt.KIND_UNKNOWN,
        RowDoubt.YES_OR_NO_UNREADABLE,
        RowDoubt.STATUS_UNKNOWN,
        RowDoubt.DATE_UNREADABLE,
        RowDoubt.NUMBER_UNREADABLE,
        RowDoubt.NAME_MISSING,
    }
    with file.reading() as session:
        assert session.scalars(select(Member.name)).all() == ["Delta Bank"]


def test_everything_a_row_says_is_on_record(file: AllianceFile) -> None:
    report, _changes = bring_in(
        file,
        [
            MemberEntry(
                2, "Delta Bank", "DB", "donor", grassroots=True, sector="finance", joined=dt.date(2018, 1, 1),
                left=dt.date(2020, 1, 1), representative="Nino", alternate="Ivo", email="a@b.example", phone="1",
                place="Lima", website="https://d.example", note="N", duty_share=Decimal("0.5"), offers=("Van",),
            )
        ],
    )  # fmt: skip
    assert report.counts == {"member": 1, "membership": 1, "representative": 2, "offer": 1, "person": 2}
    with file.reading() as session:
        row = session.scalars(select(Member)).one()
        kind = session.get_one(MemberKind, row.kind_id)
        assert (kind.key, row.grassroots, row.sector, row.duty_share) == ("donor", True, "finance", Decimal("0.5"))
        assert (row.place, row.website, row.note) == ("Lima", "https://d.example", "N")
        assert (row.email, row.phone) == ("", "")
        assert reached(session) == {"Nino": ("a@b.example", "1"), "Ivo": ("", "")}
        assert row.code == "DB"
        spell = session.scalars(select(Membership)).one()
        assert (spell.status, spell.from_date, spell.to_date) == (
            MemberStatus.MEMBER, dt.date(2018, 1, 1), dt.date(2020, 1, 1),
        )  # fmt: skip
        people = session.execute(select(Person.name, Representative.role).join(Representative)).all()
        assert set(people) == {("Nino", RepresentativeRole.PRIMARY), ("Ivo", RepresentativeRole.ALTERNATE)}
        assert session.scalars(select(Offer.text)).all() == ["Van"]


def test_empty_cells_empty_nothing(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", sector="finance", duty_share=Decimal("0.5"), offers=("Van",))])
    report, changes = bring_in(file, [MemberEntry(2, "Delta Bank")])
    assert (verdicts(report), bool(changes)) == (["same"], False)


def test_changes_are_shown_old_and_new(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", sector="finance", joined=dt.date(2018, 1, 1))])
    report, changes = bring_in(
        file, [MemberEntry(2, "delta bank", sector="loans", left=dt.date(2020, 1, 1), representative="Nino")]
    )
    assert verdicts(report) == ["look"]
    assert doubts(report) == [RowDoubt.WRITTEN_DIFFERENTLY]
    assert report.rows[0].outcome is RowVerdict.CHANGED
    assert {(d.field, d.old, d.new) for d in report.rows[0].differences} == {
        ("sector", "finance", "loans"),
        ("left", None, dt.date(2020, 1, 1)),
        ("representative", "", "Nino"),
    }
    assert {"member", "membership", "representative", "person"} == set(changes.kinds)


def test_rejoining_adds_a_spell(file: AllianceFile) -> None:
    first = MemberEntry(2, "Delta Bank", joined=dt.date(2018, 1, 1), left=dt.date(2020, 1, 1))
    again = MemberEntry(3, "Delta Bank", joined=dt.date(2022, 1, 1))
    bring_in(file, [first, again])
    _report, changes = bring_in(file, [first, again])
    assert not changes
    with file.reading() as session:
        spells = session.execute(select(Membership.from_date, Membership.to_date).order_by(Membership.from_date)).all()
    assert [tuple(spell) for spell in spells] == [
        (dt.date(2018, 1, 1), dt.date(2020, 1, 1)),
        (dt.date(2022, 1, 1), None),
    ]


def test_who_left_without_a_date_left_today(file: AllianceFile) -> None:
    entries = [MemberEntry(2, "Delta Bank", status=MemberStatus.LEFT)]
    report, _changes = bring_in(file, entries)
    assert doubts(report) == [RowDoubt.LEFT_WITHOUT_DATE]
    with file.writing() as session:
        _again, changes = import_members(session, entries, today=TODAY + dt.timedelta(9))
        assert not changes
        assert session.scalars(select(Membership.to_date)).one() == TODAY


def test_days_that_contradict_change_nothing(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", joined=dt.date(2018, 1, 1))])
    report, changes = bring_in(file, [MemberEntry(2, "Delta Bank", left=dt.date(2017, 1, 1))])
    assert (doubts(report), bool(changes)) == ([RowDoubt.DATES_CONTRADICT], False)


def test_nothing_is_said_to_be_on_record_of_who_is_new(file: AllianceFile, tmp_path: Path) -> None:
    rows = "Name,Joined,Date left\nDelta,2019-05-01,2018-01-01\nGamma,2019-05-01,\nGamma,,2018-01-01\n"
    report, _changes = bring_in(file, read_members(sheet(tmp_path, rows)).entries)
    assert [member_doubt(remark) for row in report.rows for remark in row.remarks] == [
        "The day of joining is after that of leaving, and is left out.",
        "“2018-01-01” contradicts what is said elsewhere; that stays.",
    ]
    with file.reading() as session:
        spells = select(Membership.from_date, Membership.to_date).join(Member).order_by(Member.name)
        assert session.execute(spells).all() == [(None, dt.date(2018, 1, 1)), (dt.date(2019, 5, 1), None)]


def test_two_spellings_are_offered_side_by_side(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Hazelnut Growers' Union")])
    with file.reading() as session:
        member_id = session.scalars(select(Member.id)).one()
    entries = [MemberEntry(2, "Hazelnut Grower Union", sector="nuts"), MemberEntry(3, "Tea Growers")]
    report, _changes = bring_in(file, entries)
    [likely] = report.rows[0].likely
    assert (likely.name, likely.member_id, report.rows[0].choice) == ("Hazelnut Growers' Union", member_id, Add.SKIP)
    assert [(row.verdict.value, row.outcome.value) for row in report.rows] == [("doubtful", "refused"), ("new", "new")]
    joined, _changes = bring_in(file, entries, {2: SameAs(member_id)})
    assert verdicts(joined) == ["changed", "same"]
    added, _changes = bring_in(file, entries, {2: Add.NEW})
    assert verdicts(added) == ["new", "same"]
    with file.reading() as session:
        found = dict(session.execute(select(Member.name, Member.sector)).all())
    assert found == {"Hazelnut Growers' Union": "nuts", "Hazelnut Grower Union": "nuts", "Tea Growers": ""}


def test_another_place_in_a_long_name_is_another_member(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Federación Departamental de Campesinos de Lorina")])
    report, _changes = bring_in(file, [MemberEntry(2, "Federación Departamental de Campesinos del Tavo")])
    assert (verdicts(report), doubts(report), report.rows[0].choice) == (["new"], [], Add.NEW)


def test_alike_names_in_one_sheet_are_both_taken_unless_joined(file: AllianceFile) -> None:
    entries = [MemberEntry(2, "Hazelnut Growers' Union"), MemberEntry(3, "Hazelnut Grower Union", sector="nuts")]
    with file.reading() as session:
        plan = plan_members(session, entries, today=TODAY)
        assert [(row.verdict.value, row.outcome.value) for row in plan.rows] == [("new", "new"), ("look", "new")]
        assert plan.rows[1].likely[0].row == 2
        assert count(session, Member) == 0
    bring_in(file, entries, {3: SameRow(2)})
    with file.reading() as session:
        assert session.execute(select(Member.name, Member.sector)).all() == [("Hazelnut Growers' Union", "nuts")]


def test_a_name_twice_in_one_sheet_is_one_member(file: AllianceFile) -> None:
    entries = [
        MemberEntry(2, "Delta Bank", sector="finance"),
        MemberEntry(3, "Delta Bank", sector="loans", place="Lima"),
    ]
    for _time in range(2):
        report, _changes = bring_in(file, entries)
        assert RowDoubt.CONTRADICTS_ROW_ABOVE in doubts(report)
        with file.reading() as session:
            assert session.execute(select(Member.sector, Member.place)).all() == [("finance", "Lima")]


def test_a_second_representative_becomes_an_alternate(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", representative="Nino")])
    report, _changes = bring_in(file, [MemberEntry(2, "Delta Bank", representative="Ivo")])
    assert doubts(report) == [RowDoubt.OTHER_REPRESENTATIVE]
    with file.reading() as session:
        found = session.execute(select(Person.name, Representative.role).join(Representative)).all()
    assert set(found) == {("Nino", RepresentativeRole.PRIMARY), ("Ivo", RepresentativeRole.ALTERNATE)}


COUNCIL = (
    "Organisation,Representative,E-mail,Phone\n"
    'Council,"O\'Neil, Séamus",,\n'
    "Council,Bea Lund,BEA@COUNCIL.EXAMPLE,555 100\n"
    "Council,,office@council.example,555 200\n"
    "Delta,Nino,nino@delta.example,\n"
    "Gamma,Nino,nino@gamma.example,555 300\n"
)


def test_the_contact_in_a_row_is_of_the_rows_person(file: AllianceFile, tmp_path: Path) -> None:
    entries = read_members(sheet(tmp_path, COUNCIL)).entries
    report, _changes = bring_in(file, entries)
    assert doubts(report) == [RowDoubt.OTHER_REPRESENTATIVE, RowDoubt.CONTRADICTS_ROW_ABOVE]
    with file.reading() as session:
        assert session.execute(select(Member.name, Member.email, Member.phone).order_by(Member.name)).all() == [
            ("Council", "office@council.example", "555 200"), ("Delta", "", ""), ("Gamma", "", ""),
        ]  # fmt: skip
        assert reached(session) == {
            "O'Neil, Séamus": ("", ""), "Bea Lund": ("BEA@COUNCIL.EXAMPLE", "555 100"),
            "Nino": ("nino@delta.example", "555 300"),
        }  # fmt: skip
    again, changes = bring_in(file, entries)
    assert (again.outcomes(RowVerdict.SAME), bool(changes)) == (5, False)


def test_another_address_of_somebody_on_record_is_told_and_undone(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Council", representative="Bea Lund", email="old@council.example")])
    report, _changes = bring_in(file, [MemberEntry(2, "Council", alternate="bea lund", email="new@council.example")])
    assert [(one.field, one.old, one.new) for one in report.rows[0].differences] == [
        ("email", "old@council.example", "new@council.example")
    ]
    with file.reading() as session:
        assert reached(session) == {"Bea Lund": ("new@council.example", "")}
    with file.writing() as session:
        history.undo(session)
        assert reached(session) == {"Bea Lund": ("old@council.example", "")}


def test_what_stands_as_the_members_own_address_is_not_its_representatives(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Council", email="office@council.example")])
    both = [MemberEntry(2, "Council", representative="Bea Lund", email="office@council.example")]
    bring_in(file, both)
    with file.reading() as session:
        assert reached(session) == {"Bea Lund": ("", "")}


def test_an_individual_is_reached_as_a_person_too(file: AllianceFile) -> None:
    for email in ("rosa@old.example", "rosa@new.example"):
        report, _changes = bring_in(file, [MemberEntry(2, "Rosa Quispe", individual=True, email=email)])
        with file.reading() as session:
            assert session.scalars(select(Member.email)).all() == [email]
            assert reached(session) == {"Rosa Quispe": (email, "")}
    assert [one.field for one in report.rows[0].differences] == ["email"]


def test_a_representative_is_not_added_beside_the_member(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", representative="Nino")])
    report, changes = bring_in(file, [MemberEntry(2, "Nino")])
    assert (doubts(report), report.rows[0].outcome, bool(changes)) == ([RowDoubt.REPRESENTS], RowVerdict.REFUSED, False)


def test_an_individual_is_a_person(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Rosa Quispe", individual=True)])
    with file.reading() as session:
        assert session.scalars(select(Member)).one().person_id == session.scalars(select(Person.id)).one()


@pytest.mark.parametrize(
    ("cell", "apart"),
    [
        ("Delta Bank (DB)", TakenApart("Delta Bank (DB)")),
        ("**Appium**", TakenApart("Appium", doubtful=True)),
        ("Joe S ([@joe](https://g.example/j), IBM)", TakenApart("IBM", representative="Joe S", doubtful=True)),
        ("Cody Z([@c](https://g.example/c))", TakenApart("Cody Z", website="https://g.example/c", individual=True)),
        ("Nikita R [@r](https://g.example/r)", TakenApart("Nikita R", website="https://g.example/r", individual=True)),
        ("[Delta Bank](https://d.example)", TakenApart("Delta Bank", website="https://d.example")),
        ("[@only](https://g.example)", TakenApart("[@only](https://g.example)", doubtful=True)),
    ],
)
def test_cells_with_more_than_a_name(cell: str, apart: TakenApart) -> None:
    assert take_apart(cell) == apart


def test_statuses_in_words() -> None:
    assert read_status("Regular Member emeriti") is MemberStatus.LEFT
    assert read_status("Regular Members") is MemberStatus.MEMBER
    assert read_status("Observadora") is MemberStatus.OBSERVER
    assert read_status("Chair") is None


def test_stopping_undoes_everything(file: AllianceFile) -> None:
    def progress(done: int, total: int) -> None:
        if done:
            raise InterruptedError

    entries = [MemberEntry(n, f"Member number {n}", representative=f"Person {n}") for n in range(2, 202)]
    with pytest.raises(InterruptedError), file.writing() as session:
        import_members(session, entries, today=TODAY, progress=progress)
    with file.reading() as session:
        assert [count(session, model) for model in (Member, Person, Membership, Representative)] == [0, 0, 0, 0]


@pytest.mark.parametrize(("name", "members"), [("freifunk_communities", 357), ("openjs_cpc", 68)])
def test_the_real_lists_come_in_whole_and_once(file: AllianceFile, shared: Path, name: str, members: int) -> None:
    path = shared / "members" / f"members_{name}.csv"
    report, _changes = bring_in(file, read_members(path).entries)
    assert report.counts["member"] == members
    again, changes = bring_in(file, read_members(path).entries)
    assert not changes
    assert again.counts == {}
    assert all(row.outcome in (RowVerdict.SAME, RowVerdict.REFUSED) for row in again.rows)
    with file.reading() as session:
        assert count(session, Member) == members
        if name == "openjs_cpc":
            assert RowDoubt.STATUS_UNKNOWN not in doubts(report)
            assert session.scalars(select(Member.note).where(Member.name == "Appium")).one().startswith("Impact")
            speakers = select(Member.name, Person.name).select_from(Representative)
            joined = speakers.join(Member, Member.id == Representative.member_id)
            found = session.execute(joined.join(Person, Person.id == Representative.person_id)).all()
            assert ("Netflix", "Wes Todd") in found
            assert session.scalars(select(Member).where(Member.name == "Marco Ippolito")).one().person_id
        else:
            aachen = session.scalars(select(Member).where(Member.name == "aachen")).one()
            assert aachen.website == "https://raw.githubusercontent.com/ffac/api-file/master/acffapi.json"


def test_an_import_is_one_step(file: AllianceFile) -> None:
    bring_in(file, [MemberEntry(2, "Delta Bank", representative="Nino", offers=("Van",))])
    with file.writing() as session:
        assert history.undo(session)[0] == "import_members"
        assert [count(session, model) for model in (Member, Person, Representative, Offer)] == [0, 0, 0, 0]
