"""Names in a list of members: what no person wrote, what names do not hold, and several people in one cell."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.engine import AllianceFile
from db.incoming.roster import import_members
from db.incoming.roster_rows import MemberEntry, MembersReport, RowDoubt, RowVerdict
from db.schema import Member, Person, Representative
from db.vocabulary import RepresentativeRole
from desktop.exchange.import_words import member_doubt
from desktop.exchange.members_in import read_members

TODAY = dt.date(2026, 11, 21)


def bring_in(file: AllianceFile, entries: Sequence[MemberEntry]) -> MembersReport:
    with file.writing(who="Ana") as session:
        return import_members(session, entries, today=TODAY)[0]


def verdicts(report: MembersReport) -> list[str]:
    return [row.verdict.value for row in report.rows]


def doubts(report: MembersReport) -> list[RowDoubt]:
    return [remark.doubt for row in report.rows for remark in row.remarks]


def sheet(folder: Path, text: str) -> Path:
    path = folder / "members.csv"
    path.write_text(text, "utf-8", newline="")
    return path


@pytest.mark.parametrize(
    "cell",
    ["#REF!", "#N/A", "#¡REF!", "#NAME?", "#¿NOMBRE?", "#N/D", "#VALUE!", "#DIV/0!", "Err:502", "####", "</html>",
     "<br/><br/>", "&nbsp;", "<td class='x'></td>"],
)  # fmt: skip
def test_what_no_person_wrote_names_nobody(file: AllianceFile, tmp_path: Path, cell: str) -> None:
    path = sheet(tmp_path, f'Name;Contact;Town\n"{cell}";Ana Ruiz;Lima\nDelta Bank;"{cell}";"{cell}"\n')
    report = bring_in(file, read_members(path).entries)
    assert verdicts(report) == ["refused", "look"]
    by_program = RowDoubt.FROM_A_PROGRAM
    assert [[(one.doubt, one.field) for one in row.remarks] for row in report.rows] == [
        [(by_program, "name"), (RowDoubt.NAME_MISSING, "name")],
        [(by_program, "representative"), (by_program, "place")],
    ]
    with file.reading() as session:
        assert session.execute(select(Member.name, Member.place)).all() == [("Delta Bank", "")]
        assert session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        ("Delta\nBank", "Delta Bank", [RowDoubt.SEVERAL_LINES]),
        ("Delta Bank</html>", "Delta Bank</html>", [RowDoubt.MARKUP]),
        ("<b>Delta</b>", "<b>Delta</b>", [RowDoubt.MARKUP]),
        ("Delta &amp; Sons", "Delta &amp; Sons", [RowDoubt.MARKUP]),
        ("<p>Delta\r\nBank</p>", "<p>Delta Bank</p>", [RowDoubt.SEVERAL_LINES, RowDoubt.MARKUP]),
        ("Delta  Bank", "Delta  Bank", []),
        ("A & B; C", "A & B; C", []),
        ("# 1 Delta", "# 1 Delta", []),
        ("Delta < 3 > Bank", "Delta < 3 > Bank", []),
    ],
)
def test_what_names_do_not_hold_is_to_be_looked_at(
    file: AllianceFile, tmp_path: Path, cell: str, name: str, expected: list[RowDoubt]
) -> None:
    report = bring_in(file, read_members(sheet(tmp_path, f'Name,Town\n"{cell}",Lima\n')).entries)
    assert doubts(report) == expected
    assert verdicts(report) == ["look" if expected else "new"]
    with file.reading() as session:
        assert session.scalars(select(Member.name)).all() == [name]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ana Ruiz / Luis Paz", ["Ana Ruiz", "Luis Paz"]),
        ("Ana Ruiz; Luis Paz; Eva Sol", ["Ana Ruiz", "Luis Paz", "Eva Sol"]),
        ("Ana Ruiz\r\nLuis Ortega y Gasset", ["Ana Ruiz", "Luis Ortega y Gasset"]),
        ("Ana;Luis", ["Ana", "Luis"]),
    ],
)
def test_several_people_in_one_cell_are_several(
    file: AllianceFile, tmp_path: Path, cell: str, people: list[str]
) -> None:
    rows = f'Organisation,Contact,Alternate\nDelta,"{cell}",\nGamma,Ivo Lee,"{cell}"\n'
    entries = read_members(sheet(tmp_path, rows)).entries
    report = bring_in(file, entries)
    assert doubts(report) == [RowDoubt.SEVERAL_PEOPLE] * 2
    said = "; ".join(people)
    assert [member_doubt(remark) for row in report.rows for remark in row.remarks] == [
        f"“{said}” are several people: the first becomes the representative, the others alternates.",
        f"“{said}” are several people: each becomes an alternate.",
    ]
    with file.reading() as session:
        speakers = select(Member.name, Person.name, Representative.role).join_from(Representative, Member)
        found = set(map(tuple, session.execute(speakers.join(Person, Person.id == Representative.person_id))))
    first, alternate = RepresentativeRole.PRIMARY, RepresentativeRole.ALTERNATE
    assert found == {
        ("Delta", people[0], first), *(("Delta", name, alternate) for name in people[1:]),
        ("Gamma", "Ivo Lee", first), *(("Gamma", name, alternate) for name in people),
    }  # fmt: skip
    assert [row.outcome for row in bring_in(file, entries).rows] == [RowVerdict.SAME] * 2


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ana Ruiz y Luis Paz", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana & Luis Paz", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz and Luis Paz", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz/Luis Paz", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz / Lima", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz; Directora ejecutiva", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz; 555 100 200", [RowDoubt.MAY_BE_SEVERAL]),
        ("Ana Ruiz, Lima", []),
        ("ANA RUIZ Y LUIS PAZ", [RowDoubt.MAY_BE_SEVERAL]),
        ("Yolanda Andrade", []),
        ("Luis Y Paz", []),
        ("María E Paz", []),
    ],
)
def test_who_may_be_several_people_is_kept_as_one_and_asked_about(
    tmp_path: Path, cell: str, expected: list[RowDoubt]
) -> None:
    rows = f'Organisation,Contact,Alternate\nDelta,"{cell}",\n,"{cell}",\n'
    beside, alone = read_members(sheet(tmp_path, rows)).entries
    assert (beside.representative, beside.alternate, beside.more_alternates) == (cell, "", ())
    assert [remark.doubt for remark in beside.remarks] == expected
    assert (alone.name, [remark.doubt for remark in alone.remarks]) == (cell, [RowDoubt.ALONE, *expected])
