"""The whole command line in a row on real data, as a script would call it: a process each, none of which loads Qt."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("RONDA_SHARED_DATA") or ROOT.parent / "shared" / "data")
PASSPHRASE = "four plain words here"
NO_QT = "import sys; sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6')))\n"


class Shell:
    """Runs `ronda` in processes of its own in which importing Qt fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = folder / "secret.txt"
        self.secret.write_text(PASSPHRASE + "\n", "utf-8")

    def run(self, *words: object, exits: int = 0, passphrase: bool = True) -> str:
        """Return what a command says; asks for the exit code."""
        program = NO_QT + "from desktop.__main__ import main; raise SystemExit(main())"
        given = [*map(str, words), *(["--passphrase-file", str(self.secret)] if passphrase else [])]
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.folder / "pyc"),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", program, *given], cwd=self.folder, check=False, capture_output=True, text=True,
            encoding="utf-8", env=environment,
        )  # fmt: skip
        assert done.returncode == exits, (given, done.stdout[-2000:], done.stderr[-2000:])
        assert (done.stderr == "") is (exits == 0) or exits == 0, done.stderr
        return done.stdout if exits == 0 else done.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_the_whole_command_line_on_real_data(shell: Shell, tmp_path: Path) -> None:
    members = SHARED / "members" / "members_openjs_cpc.csv"
    past = SHARED / "meetings" / "openjs_cpc"
    if not (members.exists() and past.is_dir()):
        pytest.skip(f"the real data is not here: {SHARED}")
    file = tmp_path / "council.ronda"
    shell.run("new", file, "--name", "Cross Project Council", "--language", "en")
    assert len(shell.run("new", file, "--name", "Again", exits=1).splitlines()) == 1
    assert "passphrase" in shell.run("check", file, exits=1, passphrase=False).casefold()
    shell.run("import", "members", file, members)
    counted = json.loads(shell.run("list", "members", file, "--json"))
    assert len(counted) == 68
    shell.run("import", "meetings", file, past / "meetings.csv", "--minutes-folder", past / "minutes", "--dry-run")
    assert json.loads(shell.run("list", "meetings", file, "--json")) == []
    shell.run("import", "meetings", file, past / "meetings.csv", "--minutes-folder", past / "minutes")
    held = json.loads(shell.run("list", "meetings", file, "--json"))
    with (past / "meetings.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(held) == sum(1 for _row in csv.DictReader(table))
    assert set(held[0]) == {
        "number", "date", "group", "title", "status", "present", "apologies", "chair", "minutes_by", "agenda",
        "decisions", "actions", "text",
    }  # fmt: skip
    see_search(shell, file)
    see_paper(shell, file, held, tmp_path)
    see_tables(shell, file, tmp_path)
    shell.run("check", file)
    shell.run("list", "nothing", file, exits=2)


def see_search(shell: Shell, file: Path) -> None:
    hits = json.loads(shell.run("search", file, "charter", "--json"))
    assert hits
    assert set(hits[0]) == {"kind", "title", "date", "meeting", "passage"}
    assert "charter" in " ".join(hit["passage"] + hit["title"] for hit in hits).casefold()


def see_paper(shell: Shell, file: Path, held: list[dict[str, object]], folder: Path) -> None:
    day = next(str(row["date"]) for row in held if row["text"])
    shell.run("export", "minutes", file, "--meeting", day, "-o", folder / "minutes.pdf", "--paper", "letter")
    reader = PdfReader(folder / "minutes.pdf")
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    assert "Cross Project Council" in " ".join(page.extract_text() for page in reader.pages)
    shell.run("export", "agenda", file, "--meeting", "1900-01-01", "-o", folder / "none.pdf", exits=1)
    assert not (folder / "none.pdf").exists()


def see_tables(shell: Shell, file: Path, folder: Path) -> None:
    """Everything goes out as CSV; the members come back into a new alliance, and a second time nothing is new."""
    shell.run("export", "csv", file, "-o", folder / "tables")
    assert {path.suffix for path in (folder / "tables").glob("*.csv")} == {".csv"}
    other = folder / "other.ronda"
    shell.run("new", other, "--name", "Other", passphrase=False)
    table = folder / "tables" / "members.csv"
    shell.run("import", "members", other, table, passphrase=False)
    again = json.loads(shell.run("list", "members", other, "--json", passphrase=False))
    assert len(again) >= 68
    shell.run("import", "members", other, table, passphrase=False)
    assert json.loads(shell.run("list", "members", other, "--json", passphrase=False)) == again
