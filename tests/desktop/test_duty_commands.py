"""`ronda duties`: planning, the ledger and the audit on the command line."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from db.duties.keeping import add_duty
from db.duties.rota import turn_rows
from db.engine import open_file
from desktop import texts
from tests.desktop.conftest import Ronda
from tests.new_file import new_file

TODAY = dt.date(2026, 10, 7)


@pytest.fixture
def path(with_past: Path) -> Path:
    return with_past


def as_json(answer: tuple[int, str, str]) -> Any:
    assert (answer[0], answer[2]) == (0, "")
    return json.loads(answer[1])


def test_the_audit_says_what_happened_and_what_the_rule_would_have_done(ronda: Ronda, path: Path) -> None:
    found = as_json(ronda("duties", "audit", path, "--duty", "minutes", "--json"))
    third = 0.666666667
    assert found == {
        "duty": "minutes",
        "name": "Minutes",
        "happened": {
            "members": [
                {"member": "Rosa Quispe", "turns": 1.5, "share": third, "balance": 0.833333333},
                {"member": "Ivo Paz", "turns": 0.5, "share": third, "balance": -0.166666667},
                {"member": "Ana Ruiz", "turns": 0.0, "share": third, "balance": -third},
            ],
            "largest": 0.833333333,
        },
        "rule": {
            "members": [
                {"member": "Ana Ruiz", "turns": 1.0, "share": third, "balance": 0.333333333},
                {"member": "Ivo Paz", "turns": 1.0, "share": third, "balance": 0.333333333},
                {"member": "Rosa Quispe", "turns": 0.0, "share": third, "balance": -third},
            ],
            "largest": third,
        },
    }
    code, out, _err = ronda("duties", "audit", path, "--duty", "Minutes")
    assert code == 0
    assert "Furthest from the fair share at any time: 0.8 turns; by the rule it would have been 0.7." in out
    assert "No turn of this duty was done yet." in ronda("duties", "audit", path, "--duty", "calling")[1]


def test_the_ledger(ronda: Ronda, path: Path) -> None:
    found = as_json(ronda("duties", "ledger", path, "--duty", "chairing", "--json"))
    assert (found["duty"], found["since"], found["left"]) == ("chairing", "2024-01-01", 0.0)
    rows = {row["member"]: row for row in found["members"]}
    assert rows["Ana Ruiz"] == {
        "member": "Ana Ruiz", "turns": 2.0, "share": 0.833333333, "balance": 1.166666667,
        "last_done": "2024-02-01", "may": True,
    }  # fmt: skip
    out = ronda("duties", "ledger", path, "--duty", "CHAIRING")[1]
    assert [line.split()[0] for line in out.splitlines()[1:4]] == ["Ivo", "Rosa", "Ana"]
    assert "+1.2" in out


@pytest.mark.parametrize("what", ["ledger", "audit"])
def test_a_duty_of_ones_own_is_called_by_its_name(ronda: Ronda, path: Path, what: str) -> None:
    with open_file(path) as file, file.writing() as session:
        add_duty(session, name="Keys of the hall")
    found = as_json(ronda("duties", what, path, "--duty", "keys of the hall", "--json"))
    assert (found["duty"], found["name"]) == ("Keys of the hall", "Keys of the hall")
    planned = as_json(ronda("duties", "plan", path, "--json"))
    assert {turn["duty"] for turn in planned} == {"minutes", "chairing", "calling", "records", "Keys of the hall"}
    assert as_json(ronda("duties", what, path, "--duty", found["duty"], "--json")) is not None


def test_planning_ahead_is_kept(ronda: Ronda, path: Path) -> None:
    first = as_json(ronda("duties", "plan", path, "--json"))
    assert [turn["duty"] for turn in first] == ["minutes", "chairing", "calling", "records"] * 2
    assert all(turn["state"] == "planned" and not turn["published"] for turn in first)
    minutes, chairing = first[0], first[1]
    assert minutes["member"] == "Ana Ruiz", "furthest behind"
    assert minutes["why"]["fair_share"] == round(2 / 3 + 1 / 3, 9)
    assert (minutes["why"]["turns_done"], minutes["why"]["runner_up"]) == (0.0, "Ivo Paz")
    assert chairing["member"] in ("Ivo Paz", "Rosa Quispe")
    assert as_json(ronda("duties", "plan", path, "--json")) == first
    soon = (TODAY + dt.timedelta(days=20)).isoformat()
    assert as_json(ronda("duties", "plan", path, "--until", soon, "--json")) == first[:4]
    code, out, _err = ronda("duties", "plan", path)
    assert code == 0
    assert out.splitlines()[-1] == "8 turns"
    assert "Nobody can" in out, "three members cannot take four duties"


def test_what_is_refused(ronda: Ronda, path: Path) -> None:
    assert ronda("duties", "audit", path, "--duty", "tea") == (
        1, "", "ronda: There is no duty “tea”. Give its name, or its key, such as minutes or chairing.\n"
    )  # fmt: skip
    assert ronda("duties", "plan", path, "--until", "soon")[:2] == (1, "")
    assert ronda("duties", "ledger", path)[0] == 2
    with texts.speaking("es"):
        assert "Planificar turnos" in ronda("duties", "--help")[1]


def test_a_dry_run_shows_the_plan_and_writes_nothing(ronda: Ronda, path: Path) -> None:
    tried = as_json(ronda("duties", "plan", path, "--dry-run", "--json"))
    assert len([turn for turn in tried if turn["member"]]) >= 4
    code, out, _err = ronda("duties", "plan", path, "--dry-run")
    assert code == 0
    assert "Nothing was changed" in out
    with open_file(path, read_only=True) as file, file.reading() as session:
        assert [row for row in turn_rows(session) if row.first >= TODAY] == []
    assert as_json(ronda("duties", "plan", path, "--json")) == tried
    assert "Nothing was changed" not in ronda("duties", "plan", path)[1]


def test_an_alliance_with_nothing_in_it_yet_is_told_so_in_a_sentence(ronda: Ronda, tmp_path: Path) -> None:
    place = tmp_path / "new.ronda"
    new_file(place, name="Hill Alliance").close()
    words = "No meetings to come. Duties are planned for meetings: plan one first.\n"
    assert ronda("duties", "plan", place) == (0, words, "")
    assert ronda("duties", "plan", place, "--dry-run") == (0, words, "")
    words = "No meetings until 1 December 2026, and no terms that begin: there is nothing to plan.\n"
    assert ronda("duties", "plan", place, "--until", "2026-12-01") == (0, words, "")
    nobody = "Nobody can be asked for this duty yet, so its ledger is empty."
    assert ronda("duties", "ledger", place, "--duty", "minutes") == (0, f"{nobody}\n", "")
    out = tmp_path / "ledger.pdf"
    said = f"“ledger.pdf” is written.\n{nobody}\n"
    assert ronda("export", "ledger", place, "--duty", "minutes", "-o", out) == (0, said, "")
    text = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(out).pages)
    assert nobody in text
    assert "Turns done" not in text
