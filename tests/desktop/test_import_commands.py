"""`ronda import`: what is brought in, what stays out, and what it says of both."""

import datetime as dt
from pathlib import Path

from desktop.clock import stopped_at
from tests.desktop.conftest import Ronda


def test_the_report_of_an_import(ronda: Ronda, path: Path, sheet: Path) -> None:
    dry = ronda("import", "meetings", path, sheet, "--dry-run")
    assert "This would bring 2 meetings; 0 are on record already, 1 row is left out." in dry.out
    assert ronda("list", "meetings", path, "--json").json == []
    done = ronda("import", "meetings", path, sheet)
    for line in (
        "Row 2, Chair: “one per topic” does not read as a name; it stays as written.",
        "Row 3, Minutes taken by: “?” does not read as a name; it stays as written.",
        "Row 4, Date: “soon” does not read as a date; the row was left out.",
        "New groups: Water.",
        "Who came to a group’s meetings need not belong to it",
        "3 new names became members.",
        "2 meetings brought in; 0 were on record already, 1 row was left out.",
    ):
        assert line in done.out
    assert "0 meetings brought in; 2 were on record already" in ronda("import", "meetings", path, sheet).out


def test_minutes_folder(ronda: Ronda, path: Path, sheet: Path, tmp_path: Path) -> None:
    moved = tmp_path / "sheets" / "past.csv"
    moved.parent.mkdir()
    sheet.rename(moved)
    assert "There is no file “minutes/a.md”" in ronda("import", "meetings", path, moved, "--dry-run").out
    assert ronda("import", "meetings", path, moved, "--minutes-folder", tmp_path).code == 0
    assert ronda("list", "meetings", path, "--json").json[0]["text"] == "The canal is long."


def test_a_minutes_folder_that_is_none_is_refused(
    ronda: Ronda, path: Path, sheet: Path, tmp_path: Path
) -> None:  # fmt: skip
    for wrong in (tmp_path / "minuts", sheet, tmp_path / ("m" * 300)):
        for options in ((), ("--dry-run",)):
            refused = ronda("import", "meetings", path, sheet, "--minutes-folder", wrong, *options)
            assert (refused.code, refused.out) == (1, "")
            assert f"There is no folder “{wrong.name}” in " in refused.err
    assert ronda("list", "meetings", path, "--json").json == []


def test_texts_not_found_the_first_time_come_later(
    ronda: Ronda, path: Path, sheet: Path, tmp_path: Path
) -> None:  # fmt: skip
    empty = tmp_path / "empty"
    empty.mkdir()
    assert ronda("import", "meetings", path, sheet, "--minutes-folder", empty).code == 0
    again = ("import", "meetings", path, sheet)
    dry = ronda(*again, "--dry-run")
    assert "First: on record without its minutes, whose text comes now\n" in dry.out
    assert "0 meetings; 2 are on record already, 1 of them gets its minutes, 1 row is left out." in dry.out
    assert ronda("list", "meetings", path, "--json").json[0]["text"] == ""
    done = ronda(*again)
    assert "0 meetings brought in; 2 were on record already, 1 of them got its minutes, 1 row" in done.out
    assert ronda("list", "meetings", path, "--json").json[0]["text"] == "The canal is long."
    assert "gets its minutes" not in ronda(*again, "--dry-run").out


def test_a_past_meeting_on_a_day_to_come_is_remarked_on(
    ronda: Ronda, path: Path, tmp_path: Path
) -> None:  # fmt: skip
    late = tmp_path / "late.csv"
    late.write_text("Date,Meeting\n08/10/2026,Now\n09/10/2026,Late\n")
    told = ronda("import", "meetings", path, late, at=stopped_at(dt.datetime(2026, 10, 8, 10, 0)))
    assert "Row 3, Date: “09/10/2026” is after today;" in told.out
    assert "“08/10/2026” is after" not in told.out
    assert "2 meetings brought in" in told.out


def test_members_and_their_doubles(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Name,Kind,Colour,Joined\nHazelnut Growers' Union,Donor,red,2018-01-02\n")
    done = ronda("import", "members", path, members)
    assert "Columns read: Name, Kind, Joined.\nColumns left out: Colour." in done.out
    unchanged = "0 changed, 0 are the same as on record, 0 are repeated in the file"
    assert f"1 new member; {unchanged}, 0 rows were left out." in done.out
    members.write_text("Name\nHazelnut Grower Union\n")
    out = ronda("import", "members", path, members).out
    assert f"0 new members; {unchanged}, 1 row was left out.\nDoubtful, and left out: 1 row.\n" in out
    added = ronda("import", "members", path, members, "--doubtful", "add")
    assert "1 new member" in added.out
    listed = ronda("list", "members", path, "--json").json
    assert [(row["name"], row["kind"], row["status"], row["joined"]) for row in listed] == [
        ("Hazelnut Grower Union", "", "member", None),
        ("Hazelnut Growers' Union", "donor", "member", "2018-01-02"),
    ]
    assert "Donor" in ronda("list", "members", path).out


def test_lists_without_headings_lose_no_row_and_are_said_to_have_none(
    ronda: Ronda, path: Path, tmp_path: Path
) -> None:  # fmt: skip
    listed = tmp_path / "list.csv"
    listed.write_text("MED;Delta Bank;ana@delta.example\nMED;Gamma;gia@gamma.example\n")
    told = "The list has no headings: row 1 is one of it, and its cells tell what each column holds.\nColumns read: "
    out = ronda("import", "members", path, listed).out
    assert out.startswith(told + "B (Name), C (E-mail).\nColumns left out: A.\n\n")
    assert [row["name"] for row in ronda("list", "members", path, "--json").json] == ["Delta Bank", "Gamma"]
    listed.write_text("2019-03-07;Ana Lomi, Gia Kado\n2019-04-25;Gia Kado, Ana Lomi\n")
    out = ronda("import", "meetings", path, listed).out
    assert out.startswith(told + "A (Date), B (Present).\n\n")
    assert "2 meetings brought in" in out


def test_rows_to_look_at_are_taken_and_repeated_ones_counted_as_such(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Name,Status\nDelta Bank,pending\nHazelnut Union,\nHazelnut Union,\nHazelnut Union,\n")
    out = ronda("import", "members", path, members, "--dry-run").out
    assert "2    to look at  Delta Bank      [new] “pending” does not read as a status." in out
    assert (
        "This would bring 2 new members; 0 change, 0 are the same as on record, 2 are repeated in the file, "
        "0 rows are left out.\nTo look at, but taken: 1 row.\n"
    ) in out
    ronda("import", "members", path, members)
    assert [row["name"] for row in ronda("list", "members", path, "--json").json] == ["Delta Bank", "Hazelnut Union"]
    assert "4 are the same as on record, 0 are repeated" in ronda("import", "members", path, members).out
    assert "Rows “to look at” are taken" in " ".join(ronda("import", "members", "--help").out.split())


def test_a_list_of_meetings_is_not_taken_for_members(ronda: Ronda, path: Path, sheet: Path) -> None:
    refused = ronda("import", "members", path, sheet)
    assert (refused.code, refused.out) == (1, "")
    assert "“past.csv” looks like meetings, not members." in refused.err
    assert "import meetings" in refused.err
    assert ronda("list", "members", path, "--json").json == []
