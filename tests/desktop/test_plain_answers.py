"""What commands answer to people: in words and not in keys, in whole words, and about what is really wrong."""

import json
from pathlib import Path

import pytest

from tests.desktop.conftest import Ronda


def test_what_a_list_changes_is_told_in_words(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Name,Kind,Status,E-mail\nDelta Bank,donor,observer,a@b.example\n")
    ronda("import", "members", path, members)
    members.write_text("Name,Kind,Status,E-mail,Phone\nDelta Bank,local NGO,member,lina@@fish,none\n")
    out = ronda("import", "members", path, members)[1]
    assert "E-mail: a@b.example → lina@@fish" in out
    assert "Kind: Donor → Local NGO" in out
    assert "Status: Observer → Member" in out
    assert "“lina@@fish” cannot be an e-mail address; it is kept as written." in out
    assert "“none” cannot be a phone number; it is kept as written." in out
    assert "To look at, but taken: 1 row." in out
    ronda("new", tmp_path / "es.ronda", "--name", "A", "--language", "es")
    ronda("import", "members", tmp_path / "es.ronda", members)
    members.write_text("Name,E-mail\nDelta Bank,b@b.example\n")
    assert "Correo: lina@@fish → b@b.example" in ronda("import", "members", tmp_path / "es.ronda", members)[1]


def test_people_beside_their_organisations_come_in(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Nombre completo;Organización;Correo\nBea Lund;Council;bea@council.example\n", "utf-8")
    assert "Columns read: Nombre completo, Organización, Correo.\n" in ronda("import", "members", path, members)[1]
    [person] = json.loads(ronda("list", "people", path, "--json")[1])
    assert (person["name"], person["email"], person["members"]) == ("Bea Lund", "bea@council.example", ["Council"])


def test_what_of_a_table_is_not_read_is_said(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Members 2025\nName,Place,\nGamma,Poti,what\nDelta,,\n")
    told = ronda("import", "members", path, members, "--dry-run")[1]
    assert told.startswith("The headings are in row 2; what stands above them is left out.\nColumns read: Name, Pl")
    assert "1 cell stands under no heading and is left out: in C.\n" in told
    members.write_text("Name,Joined,Left\nGamma,03/04/2024,\nDelta,,05/06/2025\n")
    told = ronda("import", "members", path, members, "--dry-run")[1]
    assert "\n“03/04/2024” and dates like it are read with the day first, as 3 April 2024: " in told
    members.write_text("Name,Joined,Left\nGamma,03/04/2024,\nDelta,,05/13/2025\n")
    assert "dates like it" not in ronda("import", "members", path, members, "--dry-run")[1]


@pytest.mark.parametrize("words", ["plain words\n", "palabras con ñ, «así»: única\n"])
@pytest.mark.parametrize("command", ["rescue", "take-in", "check"])
def test_a_text_file_is_not_taken_for_a_protected_one(ronda: Ronda, tmp_path: Path, words: str, command: str) -> None:
    for coding in ("utf-8", "cp1252"):
        text = tmp_path / "words.txt"
        text.write_bytes((words * 9000).encode(coding)[: 4096 * 20])
        said = ronda(command, text, *([] if command == "check" else ["-o", tmp_path / "new.ronda"]))
        assert said == (1, "", "ronda: “words.txt” is not a Ronda file. Nothing was changed.\n")
        assert not (tmp_path / "new.ronda").exists()


def test_a_folder_that_is_not_there_is_called_that(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    for command, out in (("export agenda", "x.pdf"), ("rescue", "x.ronda"), ("restore", "x.ronda")):
        words = command.split()
        code, _said, wrong = ronda(*words, path, "-o", tmp_path / "none" / out)
        assert code == 1
        assert wrong.startswith(f"ronda: There is no folder {tmp_path / 'none'}. Nothing was written.")


def test_one_ending_is_one_and_a_paper_may_begin_with_a_capital(ronda: Ronda, with_past: Path, tmp_path: Path) -> None:
    said = ronda("export", "directory", with_past, "-o", tmp_path / "x.doc")
    assert said[2] == "ronda: “x.doc” does not say what to write. The ending known here is .pdf.\n"
    said = ronda("export", "minutes", with_past, "-o", tmp_path / "x.doc")
    assert said[2] == "ronda: “x.doc” does not say what to write. The endings known here are .pdf and .docx.\n"
    assert ronda("export", "directory", with_past, "-o", tmp_path / "x.pdf", "--paper", "Letter")[0] == 0
    assert ronda("export", "directory", with_past, "-o", tmp_path / "x.pdf", "--paper", "Quarto")[0] == 2


def test_a_beginning_that_is_cut_off_ends_behind_a_word(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    words = "Ask the district office for the canal map and the dates. "
    (tmp_path / "a.md").write_text(words * 4)
    (tmp_path / "past.csv").write_text("Date,Present,File\n2019-05-06,Ana,a.md\n")
    assert ronda("import", "meetings", path, tmp_path / "past.csv")[0] == 0
    found = [hit["passage"] for hit in json.loads(ronda("search", path, "from:2019", "--json")[1])]
    assert f"{words}{words}Ask…" in found
