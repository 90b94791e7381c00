"""The whole command line in a row on real data, as a script would call it: a process each, none of which loads Qt."""

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desktop.showcase.stage import MORNING
from tests.desktop.without_qt import NO_QT
from tests.end_to_end.playing import SampleAt
from tests.real_data import SHARED

ROOT = Path(__file__).parents[2]
PASSPHRASE = "four plain words here"
PROGRAM = f"""{NO_QT}
from desktop.__main__ import main
raise SystemExit(main())
"""
MEETING_KEYS = [
    "number", "date", "group", "title", "status", "present", "apologies", "chair", "minutes_by", "agenda",
    "decisions", "actions", "text",
]  # fmt: skip
HIT_KEYS = ["kind", "title", "date", "meeting", "passage"]
FOLDERS = {"kanthaus": 193, "w3c_json_ld_wg": 89, "openjs_cpc": 211}


class Shell:
    """Runs `ronda` in processes of its own in which importing Qt fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret: Path | None = None

    def start(self, *words: object, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        given = [*map(str, words), *(["--passphrase-file", str(self.secret)] if self.secret else [])]
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "LC_ALL": "C.UTF-8", "RONDA_WHO": "Ana Paz",
            "PYTHONDONTWRITEBYTECODE": "",
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *given], cwd=self.folder, env=environment, stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip

    def call(self, *words: object) -> tuple[int, str, str]:
        """Run a command to its end; return its exit code and what it said."""
        with self.start(*words) as started:
            out, err = started.communicate(timeout=120)
        return started.returncode, out, err

    def run(self, *words: object) -> str:
        """Return what a command says that does what it is asked."""
        code, out, err = self.call(*words)
        assert code == 0, (words, out[-2000:], err[-2000:])
        return out

    def json(self, *words: object) -> Any:
        return json.loads(self.run(*words, "--json"))

    def refused(self, *words: object, exits: int = 1) -> str:
        """Return why a command is refused: one sentence where it was understood, never a traceback."""
        code, out, err = self.call(*words)
        assert (code, out) == (exits, ""), (words, out[-2000:], err[-2000:])
        assert "Traceback" not in err, err
        assert exits == 2 or len(err.splitlines()) == 1, err
        return err


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def protected(shell: Shell, tmp_path: Path) -> Shell:
    """A shell that gives every command the passphrase's file."""
    shell.secret = tmp_path / "secret.txt"
    shell.secret.write_text(f"{PASSPHRASE}\n", "utf-8")
    return shell


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data is not here: {path}")
    return path


def test_the_whole_command_line_on_real_data(protected: Shell, tmp_path: Path) -> None:
    shell, file = protected, tmp_path / "council.ronda"
    roster, past = shared("members", "members_openjs_cpc.csv"), shared("meetings", "openjs_cpc")
    meetings = ("import", "meetings", file, past / "meetings.csv", "--minutes-folder", past / "minutes")
    shell.run("new", file, "--name", "Cross Project Council", "--language", "en")
    shell.run("import", "members", file, roster, "--dry-run")
    assert shell.json("list", "members", file) == []
    shell.run("import", "members", file, roster)
    assert len(shell.json("list", "members", file)) == 68
    shell.run(*meetings, "--dry-run")
    assert shell.json("list", "meetings", file) == []
    shell.run(*meetings)
    held = shell.json("list", "meetings", file)
    see_every_cell(held, past, own="Cross Project Council")
    see_search(shell, file)
    see_paper(shell, file, held, tmp_path)
    see_tables(shell, file, tmp_path)
    assert "is whole" in shell.run("check", file)
    see_the_passphrase(shell, file, tmp_path)


def see_search(shell: Shell, file: Path) -> None:
    """Each hit has the keys that were promised, and holds what was looked for."""
    hits = shell.json("search", file, "charter")
    assert hits
    for hit in hits:
        assert list(hit) == HIT_KEYS
        assert isinstance(hit["kind"], str)
        assert hit["date"] is None or dt.date.fromisoformat(hit["date"])
        assert hit["meeting"] == "" or hit["meeting"].isdecimal()
    assert "charter" in " ".join(hits[0]["passage"] + hits[0]["title"]).replace(" ", "").casefold()
    later = shell.json("search", file, "charter", "from:2021")
    assert later
    assert {hit["date"] for hit in later} <= {hit["date"] for hit in hits}
    assert min(hit["date"] for hit in later) >= "2021-01-01"
    assert shell.json("search", file, "nobodywrotethis") == []


def see_paper(shell: Shell, file: Path, held: list[dict[str, Any]], folder: Path) -> None:
    one = next(row for row in held if row["text"])
    shell.run("export", "minutes", file, "--meeting", one["date"], "-o", folder / "minutes.pdf", "--paper", "letter")
    reader = PdfReader(folder / "minutes.pdf")
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Cross Project Council" in words
    assert one["title"].split()[0] in words
    none = folder / "none.pdf"
    shell.refused("export", "agenda", file, "--meeting", "1900-01-01", "-o", none)
    assert not none.exists()


def see_tables(shell: Shell, file: Path, folder: Path) -> None:
    """Everything goes out as CSV, and the members come back into a new alliance."""
    shell.run("export", "csv", file, "-o", folder / "tables")
    assert {"members.csv", "meetings.csv", "decisions.csv", "actions.csv"} <= {
        path.name for path in (folder / "tables").iterdir()
    }
    shell.refused("export", "csv", file, "-o", folder / "tables")
    other, table = folder / "other.ronda", folder / "tables" / "members.csv"
    shell.run("new", other, "--name", "Other")
    shell.run("import", "members", other, table)
    again = shell.json("list", "members", other)
    assert {row["name"] for row in again} == {row["name"] for row in shell.json("list", "members", file)}


def see_the_passphrase(shell: Shell, file: Path, folder: Path) -> None:
    """Without it, or with another one, nothing is shown; it is never taken from the command line."""
    shell.secret = None
    assert "passphrase" in shell.refused("check", file).casefold()
    shell.refused("list", "members", file, "--passphrase", PASSPHRASE, exits=2)
    shell.secret = folder / "wrong.txt"
    shell.secret.write_text("something else\n", "utf-8")
    assert "passphrase" in shell.refused("list", "members", file).casefold()
    shell.secret = folder / "absent.txt"
    shell.refused("list", "members", file)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no terminals to make")
def test_somebody_at_a_terminal_is_asked_for_the_passphrase(protected: Shell, tmp_path: Path) -> None:
    file = tmp_path / "a.ronda"
    protected.run("new", file, "--name", "Ours")
    protected.secret = None
    keyboard, terminal = os.openpty()
    prompt = "Passphrase of “a.ronda”: "
    try:
        with protected.start("list", "members", file, "--json", stdin=terminal) as asked:
            assert asked.stderr is not None
            assert asked.stderr.read(len(prompt)) == prompt
            os.write(keyboard, f"{PASSPHRASE}\n".encode())
            out, err = asked.communicate(timeout=60)
    finally:
        os.close(terminal)
        os.close(keyboard)
    assert asked.returncode == 0, err
    assert json.loads(out) == []
    assert PASSPHRASE not in err


@pytest.mark.parametrize("folder", ["kanthaus", "w3c_json_ld_wg"])
def test_every_cell_of_the_real_sheets_comes_out_again(shell: Shell, tmp_path: Path, folder: str) -> None:
    """What `ronda import meetings` took in, `ronda list meetings --json` gives; a third sheet is looked at above."""
    source, file = shared("meetings", folder), tmp_path / "past.ronda"
    shell.run("new", file, "--name", "Past")
    shell.run("import", "meetings", file, source / "meetings.csv", "--minutes-folder", source)
    see_every_cell(shell.json("list", "meetings", file), source)


def see_every_cell(held: list[dict[str, Any]], source: Path, *, own: str = "") -> None:
    """Compare each cell as it was written, and each text to the letter; the group called as the alliance is none."""
    with (source / "meetings.csv").open(encoding="utf-8-sig", newline="") as opened:
        written = list(csv.DictReader(opened))
    assert len(held) == len(written) == FOLDERS[source.name]
    for row in written:
        row["File"] = (source / row["File"]).read_bytes().decode()
        row["Group"] = "" if row["Group"] == own else row["Group"]
    found = sorted(cells_of(row) for row in held)
    for listed, row in zip(found, sorted(tuple(row.values()) for row in written), strict=True):
        for name, cell, wanted in zip(written[0], listed, row, strict=True):
            assert cell == wanted, (row[:3], name)


def cells_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return a listed meeting as the cells of the sheets, in their order; look at its shape on the way."""
    assert list(row) == MEETING_KEYS
    assert isinstance(row["number"], int)
    assert row["status"] == "closed"
    assert all(list(one) == ["number", "text"] for one in row["decisions"])
    assert all(list(one) == ["number", "text", "owner", "due", "state"] for one in row["actions"])
    lists = (row["agenda"], [one["text"] for one in row["decisions"]], [one["text"] for one in row["actions"]])
    people = ("; ".join(row["present"]), "; ".join(row["apologies"]), row["chair"], row["minutes_by"])
    return (row["date"], row["group"], row["title"], *people, *(" | ".join(cells) for cells in lists), row["text"])


def test_the_sample_by_command(shell: Shell, sample_at: SampleAt, tmp_path: Path) -> None:
    """What real sheets lack: decisions with numbers, actions with owners, days and states, papers by number."""
    file = Path(shutil.copy(sample_at("en", MORNING), tmp_path / "sample.ronda"))
    assert "Ana Ghvini" in {person["name"] for person in shell.json("list", "people", file)}
    held = shell.json("list", "meetings", file)
    listed = [(one["number"], one["text"]) for row in held for one in row["decisions"]]
    decisions = shell.json("list", "decisions", file)
    assert sorted(listed) == sorted((one["number"], one["text"]) for one in decisions)
    plenary = next(row for row in held if row["number"] == 40 and not row["group"])
    assert [one["number"] for one in plenary["decisions"]] == ["40.1", "40.2", "40.3"]
    actions = shell.json("list", "actions", file)
    assert {one["state"] for one in actions} == {"open", "done", "dropped"}
    assert any(one["owner"] for one in actions)
    assert {one["agreed"] for one in actions if one["owner"] and one["due"]} == {True}
    assert {one["agreed"] for one in actions if not one["owner"] or not one["due"]} == {False}
    told = shell.run("list", "actions", file)
    left = [one for one in actions if one["state"] == "open" and not one["agreed"]]
    assert told.count("  not agreed yet  ") == len(left) > 0
    assert all(one["due"] is None or dt.date.fromisoformat(one["due"]) for one in actions)
    assert {one["state"] for row in held for one in row["actions"]} <= {"open", "done", "dropped"}
    shell.run("export", "agenda", file, "--meeting", "41", "-o", tmp_path / "agenda.pdf", "--paper", "a4")
    reader = PdfReader(tmp_path / "agenda.pdf")
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert "41" in reader.pages[0].extract_text()
    shell.refused("demo", file)


def test_what_is_refused_and_what_is_not_understood(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,\n", "utf-8")
    shell.refused("check", tmp_path / "absent.ronda")
    shell.refused("list", "members", tmp_path / "letter.txt")
    shell.run("new", tmp_path / "a.ronda", "--name", "A")
    shell.refused("new", tmp_path / "a.ronda", "--name", "Again")
    shell.refused("import", "members", tmp_path / "a.ronda", tmp_path / "absent.csv")
    for words in (
        ("list", "nothing", "a.ronda"),
        ("new", "b.ronda"),
        ("list", "members"),
        ("export", "agenda", "a.ronda"),
    ):
        assert "usage: ronda" in shell.refused(*words, exits=2)


def test_a_command_that_loads_qt_is_found(shell: Shell, tmp_path: Path) -> None:
    shell.run("new", tmp_path / "a.ronda", "--name", "A")
    code, _out, err = shell.call("a.ronda")  # opens the window
    assert code != 0
    assert "AssertionError: a command loads" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, which is as full as a disk can be")
@pytest.mark.parametrize("redirected", ["> /dev/full", ">&-"])
def test_what_cannot_be_told_is_no_fault_of_the_program(shell: Shell, tmp_path: Path, redirected: str) -> None:
    file = tmp_path / "a.ronda"
    (tmp_path / "names.csv").write_text("Name\nHill Beekeepers\n", "utf-8")
    shell.run("new", file, "--name", "Lake Valley")
    command = f'"{sys.executable}" -m desktop import members a.ronda names.csv {redirected}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )
    full = redirected != ">&-"
    assert done.returncode == int(full)
    assert done.stderr.endswith("could not be written (No space left on device).\n") == full
    assert "Ronda itself" not in done.stderr
    assert "Traceback" not in done.stderr
    assert [member["name"] for member in shell.json("list", "members", file)] == ["Hill Beekeepers"]
