"""The names in the cells of a list of past meetings: what parts them, and what is asked about."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.engine import AllianceFile
from db.incoming.imports import import_meetings
from db.incoming.past_meetings import Doubt, PastMeeting, Verdict
from db.listing import listed_meetings
from db.members.members import add_member
from desktop.exchange.import_words import meeting_doubt
from desktop.exchange.meetings_in import read_meetings

HEADER = ("Date", "Present", "Apologies", "Chair", "Minutes taken by")


def read(folder: Path, *rows: Sequence[str]) -> tuple[PastMeeting, ...]:
    """Return the meetings of a list whose rows have these cells below the headings after the date."""
    path = folder / "past.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([HEADER, *((f"2018-10-{day}", *row) for day, row in enumerate(rows, 10))])
    return read_meetings(path).meetings


@pytest.mark.parametrize("other", ["Ivo; Nino", "Ivo\nNino", "Ivo | Nino", "Ivo"])
def test_people_are_parted_in_each_cell_by_its_own_marks(tmp_path: Path, other: str) -> None:
    cells = {
        "Ana, Luis, Eva\n": ("Ana", "Luis", "Eva"),
        "Ana, Inc.; Luis": ("Ana, Inc.", "Luis"),
        "Ana, Lima\nLuis, Cusco, Peru": ("Ana, Lima", "Luis, Cusco, Peru"),
        "Ana, Luis,\nEva, Nino": ("Ana", "Luis", "Eva", "Nino"),
        "Ana,\nLuis": ("Ana", "Luis"),
        "Ana,\nLuis\nEva": ("Ana", "Luis", "Eva"),
        "Ana\nLuis,\nEva, Nino": ("Ana", "Luis", "Eva", "Nino"),
        "Ana, \r\n Luis \r\nEva,": ("Ana", "Luis", "Eva"),
        "Ana,\nLuis; Eva": ("Ana", "Luis", "Eva"),
        "Ana; Luis\nEva": ("Ana", "Luis", "Eva"),
        "Ana; Luis;\nEva": ("Ana", "Luis", "Eva"),
        "Ana, Luis; Eva": ("Ana", "Luis", "Eva"),
        "Ana, Luis | Eva": ("Ana", "Luis", "Eva"),
        "Ana; Luis | Eva": ("Ana", "Luis | Eva"),
        "Ana, Luis": ("Ana", "Luis"),
        "Ana (late), Luis": ("Ana (late)", "Luis"),
        "Ana (NGO, Lima), Luis (a (b)), Eva (, Nino": ("Ana (NGO, Lima)", "Luis (a (b))", "Eva (", "Nino"),
        "Ana,": ("Ana",),
        "Ana": ("Ana",),
        " , ": (),
    }
    meetings = read(tmp_path, (other,), *((cell,) for cell in cells))
    assert {cell: meeting.present for cell, meeting in zip(cells, meetings[1:], strict=True)} == cells
    assert not any(meeting.doubtful for meeting in meetings)


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ana, Luis y Eva", ("Ana", "Luis", "Eva")),
        ("Ana, Luis e Inés", ("Ana", "Luis", "Inés")),
        ("Ana, Luis and Eva", ("Ana", "Luis", "Eva")),
        ("Ana, Luis, and Eva", ("Ana", "Luis", "Eva")),
        ("Ana, Luis, y Eva", ("Ana", "Luis", "Eva")),
        ("Ana, Luis y Eva (late)", ("Ana", "Luis", "Eva (late)")),
        ("Ana Ruiz, Luis Paz y Eva de la Cruz", ("Ana Ruiz", "Luis Paz", "Eva de la Cruz")),
        ("Ana, Luis (FAO y OMS)", ("Ana", "Luis (FAO y OMS)")),
        ("Ana Ruiz, José Ortega y Gasset", ("Ana Ruiz", "José Ortega y Gasset")),
        ("Delta Bank, Ministerio de Agricultura y Riego", ("Delta Bank", "Ministerio de Agricultura y Riego")),
        ("Ana, Luis y otros", ("Ana", "Luis y otros")),
        ("Ana Ruiz, Luis Paz y dos más", ("Ana Ruiz", "Luis Paz y dos más")),
        ("Ana, Luis y Eva y Rosa", ("Ana", "Luis y Eva y Rosa")),
        ("Ana, Luis Y. Paz", ("Ana", "Luis Y. Paz")),
        ("Ortega y Gasset, Ana", ("Ortega y Gasset", "Ana")),
        ("Luis y Eva", ("Luis y Eva",)),
        ("Ana; Luis y Eva", ("Ana", "Luis y Eva")),
    ],
)
def test_the_last_two_of_a_list_are_two_where_they_are_names_like_the_others(
    tmp_path: Path, cell: str, people: tuple[str, ...]
) -> None:
    [meeting] = read(tmp_path, (cell,))
    assert (meeting.present, meeting.doubtful) == (people, frozenset())


def test_the_last_two_of_a_list_are_one_where_they_stand_so_elsewhere_and_two_where_each_does(tmp_path: Path) -> None:
    cell = "Ana, Ortega y Gasset"
    for other in ("Ortega y Gasset", "Ortega y Gasset, Luis", "Luis; Ortega y Gasset"):
        assert read(tmp_path, (cell,), ("", other))[0].present == ("Ana", "Ortega y Gasset")
    unlike = "Ana Ruiz, Luis Paz y Eva"
    assert read(tmp_path, (unlike,))[0].present == ("Ana Ruiz", "Luis Paz y Eva")
    assert read(tmp_path, (unlike,), ("Eva, Luis Paz",))[0].present == ("Ana Ruiz", "Luis Paz", "Eva")


def test_the_last_two_of_a_list_are_one_where_they_are_on_record_so(file: AllianceFile, tmp_path: Path) -> None:
    meetings = read(tmp_path, ("Ana, Ortega y Gasset", "Ivo, Luis y Eva"))
    assert meetings[0].present == ("Ana", "Ortega", "Gasset")
    with file.writing(who="Ana") as session:
        add_member(session, name="Ortega y Gasset")
        report, _changes = import_meetings(session, meetings)
        assert [new.name for new in report.people] == ["Ana", "Ivo", "Luis", "Eva"]
        [meeting] = listed_meetings(session)
        assert set(meeting.present) == {"Ana", "Ortega y Gasset"}
        again, _changes = import_meetings(session, meetings)
        assert [one.verdict for one in again.meetings] == [Verdict.SAME]


def test_what_parts_names_under_one_heading_does_not_spoil_another(tmp_path: Path) -> None:
    first, second = read(tmp_path, ("Ana, Delta Bank", "", "Ivo; Nino"), ("Eva, Luis", "Rosa\nJuan"))
    assert (first.present, second.present) == (("Ana", "Delta Bank"), ("Eva", "Luis"))
    assert first.doubtful == second.doubtful == frozenset()


@pytest.mark.parametrize("other", ["Ivo; Nino", "Ivo\nNino", "Ivo | Nino", "Eva,\nIvo; Nino"])
def test_one_comma_among_other_marks_is_doubtful_until_both_names_stand_alone(tmp_path: Path, other: str) -> None:
    unknown = read(tmp_path, (other,), ("Ana, Delta Bank",), ("Ana",))[1]
    assert (unknown.present, unknown.doubtful) == (("Ana, Delta Bank",), {"Ana, Delta Bank"})
    known = read(tmp_path, (other,), ("Ana, Delta Bank",), ("Ana",), ("", "Delta Bank"))[1]
    assert (known.present, known.doubtful) == (("Ana", "Delta Bank"), frozenset())
    several = read(tmp_path, (other,), ("Ana, Luis",), ("Ana, Luis, Rosa",))[1:]
    assert [meeting.present for meeting in several] == [("Ana", "Luis"), ("Ana", "Luis", "Rosa")]


def test_a_comma_that_ends_a_line_parts_people_and_beside_semicolons_is_doubtful(tmp_path: Path) -> None:
    _other, wrapped, beside = read(tmp_path, ("Ivo; Nino",), ("Eva, Luis,\nRosa",), ("Delta,\nLima; Ivo",))
    assert (wrapped.present, wrapped.doubtful) == (("Eva", "Luis", "Rosa"), frozenset())
    assert (beside.present, beside.doubtful) == (("Delta, Lima", "Ivo"), {"Delta, Lima"})


@pytest.mark.parametrize("column", [2, 3])
def test_who_chaired_and_who_took_minutes_is_one_name_unless_others_say_so(tmp_path: Path, column: int) -> None:
    def named(cell: str, *present: str) -> tuple[tuple[str, ...], frozenset[str]]:
        row = ["", "", "", ""]
        row[column] = cell
        meeting = read(tmp_path, *((one,) for one in present), row)[-1]
        return (meeting.chair, meeting.minutes_by)[column - 2], meeting.doubtful

    whole = "Quispe, Rosa, FAO"
    assert named(whole, "Ana; Luis") == named(whole, "Ana, Luis, Eva") == named(whole) == ((whole,), {whole})
    assert named(whole, f"Ana; {whole}") == ((whole,), frozenset())
    assert named("Luis, Eva", "Ana, Luis, Eva") == (("Luis", "Eva"), frozenset())
    assert named("Luis, Eva", "Ana; Luis; Eva") == (("Luis", "Eva"), frozenset())
    assert named("Luis; Eva") == named("Luis,\nEva") == (("Luis", "Eva"), frozenset())


def test_where_names_have_commas_a_comma_more_parts_people(tmp_path: Path) -> None:
    surnames = ("Quispe, Rosa; Mamani, Juan", "Choque, Wilma")
    first, second, third, fourth = read(
        tmp_path, surnames, ("Quispe, Rosa,\nMamani, Juan",), ("Ana, Luis, Eva",), ("Mamani, Juan",)
    )
    assert (first.present, first.apologies) == (("Quispe, Rosa", "Mamani, Juan"), ("Choque, Wilma",))
    assert second.present == ("Quispe, Rosa", "Mamani, Juan")
    assert third.present == ("Ana", "Luis", "Eva")
    assert fourth.present == ("Mamani, Juan",)
    assert [set(one.doubtful) for one in (first, second, third, fourth)] == [{"Choque, Wilma"}, set(), set(), set()]


def test_a_name_whose_halves_stand_among_commas_elsewhere_is_doubtful(tmp_path: Path) -> None:
    slip, three, two = read(tmp_path, ("Ana, Luis; Eva",), ("Ana, Luis, Rosa",), ("Ana, Luis",))
    assert (slip.present, slip.doubtful) == (("Ana, Luis", "Eva"), {"Ana, Luis"})
    assert (three.present, three.doubtful) == (("Ana", "Luis", "Rosa"), frozenset())
    assert (two.present, two.doubtful) == (("Ana, Luis",), {"Ana, Luis"})


def test_nobody_becomes_a_member_by_a_guess(file: AllianceFile, tmp_path: Path) -> None:
    meetings = read(tmp_path, ("Ivo; Nino", "", "Quispe, Rosa, FAO"), ("Ana, Delta Bank",))
    with file.writing(who="Ana") as session:
        report, _changes = import_meetings(session, meetings)
    assert [new.name for new in report.people] == ["Ivo", "Nino"]
    assert [(one.row, one.column, one.text, one.doubt) for one in report.remarks] == [
        (2, "chair", "Quispe, Rosa, FAO", Doubt.MAY_BE_SEVERAL),
        (3, "present", "Ana, Delta Bank", Doubt.MAY_BE_SEVERAL),
    ]
    assert "part them by “;”" in meeting_doubt(report.remarks[0])
