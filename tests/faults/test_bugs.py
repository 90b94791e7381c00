"""A bug is caught once, in one place: work kept, a report without people's words, a sentence, and on it goes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import create_file
from desktop import __main__ as program
from tests.faults.buggy import SECRET
from tests.faults.forking import ROOT

CRASH = (
    "import ctypes, pathlib, sys\n"
    "from desktop.faults import watch_for_crashes\n"
    "kept = watch_for_crashes(pathlib.Path(sys.argv[1]))\n"
    "words = 'Nana Ghomi owes the fee'\n"
    "ctypes.string_at(0)\n"
)


def test_the_window_outlives_its_bugs_and_keeps_what_is_typed(tmp_path: Path) -> None:
    """Tried: `start` setting `sys.excepthook` alone; caught: a thread and tidying up had no report and no word."""
    path, reports = tmp_path / "file" / "a.ronda", tmp_path / "reports"
    path.parent.mkdir()
    create_file(path, name="Lake Valley").close()
    command = [sys.executable, "-m", "tests.faults.buggy", str(path), str(reports)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["told"] == {bug: {"reports": 1, "said": True, "kept": True} for bug in found["told"]}
    assert len(found["told"]) == 8
    assert found["code"] == 0
    assert found["text"].split() == [f"word{turn}" for turn in range(8)]
    assert found["lock"] == []
    assert "Traceback" not in done.stderr
    for report in reports.iterdir():
        assert SECRET not in report.read_text("utf-8")
    assert SECRET not in done.stderr


def test_a_command_with_a_bug_says_so_and_writes_it_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tried: `main` without catching; caught: the exception came through, with what people wrote."""

    def fail(*_arguments: object) -> int:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(program, "run", fail)
    assert program.main(["check", str(tmp_path / "a.ronda")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("ronda: Something went wrong in Ronda itself")
    assert SECRET not in said
    written = list(Path(os.environ["HOME"]).rglob("fault-*.txt"))
    assert len(written) == 1
    assert SECRET not in written[0].read_text("utf-8")


def test_a_crash_of_the_system_kind_is_written_down(tmp_path: Path) -> None:
    """Tried: `faulthandler` not enabled; caught: of two crashes one empty file was left."""
    for _run in range(2):
        done = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode < 0
    crashed, earlier = sorted(tmp_path.iterdir(), reverse=True)
    assert crashed.name == "crashed.txt"
    assert earlier.name.startswith("crash-")
    for report in (crashed, earlier):
        assert "string_at" in report.read_text("utf-8")
        assert SECRET not in report.read_text("utf-8")
