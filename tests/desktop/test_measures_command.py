"""`ronda list measures`: every number for scripts, a table for people, and what it refuses."""

import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import texts
from desktop.clock import Clock, stopped_at
from desktop.commands import Console, run
from tests.new_file import new_file

SHEET = (
    "Date,Group,Meeting,Present,Apologies,Chair,Minutes taken by,Agenda,Decisions,Actions,File\n"
    "2025-03-06,,First,Rosa Quispe; Ivo,Ana,Rosa Quispe,Ivo,Canal map | Fees,Pay,Rosa Quispe: draw,\n"
    "2026-02-05,,Second,Rosa Quispe; Ivo; Ana,,Ivo,Ana,Fees,,Ivo: write | Ana: ask,\n"
    "2026-03-05,,Third,Rosa Quispe; Ivo,,Ivo,Ana,,,,\n"
    "2026-04-02,,Fourth,Rosa Quispe,,Ivo,Ana,,,,\n"
    "2026-04-09,Water,Pumps,Ivo,,,,,,,\n"
)


@pytest.fixture
def ronda(tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    path, sheet = tmp_path / "a.ronda", tmp_path / "meetings.csv"
    new_file(path, name="Lake Valley Alliance").close()
    sheet.write_text(SHEET)

    def call(*arguments: str) -> tuple[int, str, str]:
        clock: Clock = stopped_at(dt.datetime(2026, 10, 7, 9))
        console = Console(io.StringIO(), io.StringIO(), clock=clock)
        with texts.speaking(texts.language()):
            kind, *rest = arguments
            code = run([*kind.split(), str(path), *rest], console)
        assert isinstance(console.out, io.StringIO)
        assert isinstance(console.err, io.StringIO)
        return code, console.out.getvalue(), console.err.getvalue()

    assert call("import meetings", str(sheet))[0] == 0
    return call


def of_json(spoken: tuple[int, str, str]) -> Any:
    code, out, err = spoken
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_script_reads_every_number(ronda: Callable[..., tuple[int, str, str]]) -> None:
    told = of_json(ronda("list measures", "--json"))
    now, rows = told["now"], list(csv.DictReader(io.StringIO(SHEET)))
    of_year = [row for row in rows if row["Date"] >= "2026" and not row["Group"]]
    came = Counter(name for row in of_year for name in row["Present"].split("; "))
    assert (now["from"], now["to"], told["scope"], told["as_of"]) == (
        "2026-01-01",
        "2026-10-07",
        "plenary",
        "2026-10-07",
    )
    assert {row["member"]: row["came"] for row in now["members"]} == came
    assert now["attendance"]["part"] == came.total()
    assert now["attendance"]["whole"] == 3 * len(of_year)
    assert [row["came"] for row in now["attendance"]["meetings"]] == [3, 2, 1]
    assert [row["seats"] for row in now["attendance"]["meetings"]] == [3, 3, 3]
    assert now["attendance"]["missed"] == []
    assert now["meetings"] == {"held": 3, "imported": 3, "cancelled": 0, "not_noted": 0, "ahead": 0}
    assert (now["items_by_nobody"], now["decisions_not_asked"], now["actions"]["not_agreed"]) == (1, 0, 2)
    assert {row["member"]: row["actions"] for row in now["members"]} == {"Rosa Quispe": 0, "Ivo": 1, "Ana": 1}
    assert now["duties"]["unplanned"] == 6
    assert told["before"]["meetings"]["held"] == 0  # from 27 March 2025 on
    assert len(told["signals"]) == 8
    assert {one["key"] for one in told["findings"]} >= {"attendance", "meetings", "actions", "membership"}
    assert all(told["definitions"].values())


def test_days_and_bodies_can_be_chosen(ronda: Callable[..., tuple[int, str, str]]) -> None:
    told = of_json(ronda("list measures", "--json", "--from", "2025-01-01", "--to", "2026-02-05", "--all"))
    assert told["now"]["meetings"]["held"] == 2  # the last day is in it
    assert (told["scope"], told["now"]["to"]) == ("all", "2026-02-05")
    group = of_json(ronda("list measures", "--json", "--group", "water"))["now"]
    assert [row["title"] for row in group["attendance"]["meetings"]] == ["Pumps"]
    assert group["attendance"]["meetings"][0]["seats"] is None
    last_year = of_json(ronda("list measures", "--json", "--to", "2025-12-31"))
    assert (last_year["now"]["from"], last_year["now"]["meetings"]["held"]) == ("2025-01-01", 1)


def test_a_person_reads_a_table_and_what_stands_out(ronda: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _err = ronda("list measures")
    assert code == 0
    assert "Attendance                       6 of 9" in out
    assert "Meetings held                    –" in out
    assert "meets as planned" not in out  # of meetings brought in, nobody knows what was planned beside them
    assert "Counted from the records of meetings 2 to 4. A member is here when" in out
    assert out.startswith("General meetings\n\n")
    assert ronda("list measures", "--group", "water")[1].startswith("Water\n\n")
    assert ronda("list measures", "--all")[1].startswith("All meetings\n\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "soon"), "“soon” is no day."),
        (("--to", "9999-12-31"), "“9999-12-31” is no day."),
        (("--from", "2026-05-01", "--to", "2026-04-01"), "comes before the start"),
        (("--group", "Forests"), "No group is called “Forests”."),
    ],
)
def test_what_cannot_be_is_refused(
    ronda: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = ronda("list measures", *arguments)
    assert (code, out) == (1, "")
    assert sentence in err
    assert ronda("list measures", "--all", "--group", "Water")[0] == 2
