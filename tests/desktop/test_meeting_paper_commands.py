"""`ronda export` of the papers of a meeting: what is written, what is said, what is refused, without Qt."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import docx
import pypdf
import pytest

from db.engine import open_file
from db.meetings.agenda import add_item, agenda, change_item, mark_internal
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper
from db.vocabulary import ItemPurpose
from desktop.clock import Clock, stopped_at
from tests.db.call_kit import NOON, called_alliance
from tests.desktop.conftest import Ronda
from tests.new_file import new_file
from tests.reports import papers_of_others as others
from tests.reports.test_from_record import held

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock() -> Clock:
    return stopped_at(dt.datetime(2026, 11, 1, 9, 0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Meeting 41 was held, 42 is to come with one internal item, a note for the chair and two papers."""
    place = tmp_path / "a.ronda"
    with new_file(place, name="Lake Valley") as file, file.writing() as session:
        kit = called_alliance(session)
        held(session, kit)
        for title in ("Budget", "Staff"):
            add_item(session, kit.next_meeting, title=title, purpose=ItemPurpose.DECIDE)
        budget, staff = (row.id for row in agenda(session, kit.next_meeting) if row.title in ("Budget", "Staff"))
        mark_internal(session, staff, internal=True)
        change_item(session, budget, chair_note="Look at line three")
        for name, data in (("budget.pdf", others.paper("the budget")), ("notes.txt", b"notes")):
            add_paper(session, kit.next_meeting, name=name, data=data, item_id=budget, now=NOON)
    return place


@pytest.mark.parametrize(
    "kind", [("agenda",), ("agenda", "--chair"), ("agenda", "--public"), ("minutes",), ("minutes", "--item", "1")]
)
def test_an_office_edits_before_it_sends(ronda: Ronda, path: Path, kind: tuple[str, ...]) -> None:
    out = path.with_name("a.docx")
    code, _said, refused = ronda("export", kind[0], path, *kind[1:], "-o", out)
    assert (code, refused) == (0, "")
    document = docx.Document(str(out))
    said = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert ("Look at line three" in said) == ("--chair" in kind)
    assert document.paragraphs[0].style.name == "Title"
    assert document.core_properties.author == "Kolkha Agriculture"


def test_what_is_neither_for_paper_nor_for_word_is_refused(ronda: Ronda, path: Path) -> None:
    for kind, name in (("agenda", "a.doc"), ("minutes", "a"), ("signin", "a.docx"), ("pack", "a.docx")):
        code, _said, refused = ronda("export", kind, path, "-o", path.with_name(name))
        assert code == 1
        assert refused.startswith(f"ronda: “{name}” does not say what to write.")
        assert not path.with_name(name).exists()


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_the_agenda_comes_in_three_versions(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    said = "“out.pdf” is written: General meeting 42, 26 November 2026.\n"
    assert ronda("export", "agenda", path, "-o", out) == (0, said, "")
    assert "Staff" in text_of(out)
    assert "Look at line three" not in text_of(out)
    assert ronda("export", "agenda", path, "--chair", "-o", out) == (0, said, "")
    assert "Look at line three" in text_of(out)
    assert ronda("export", "agenda", path, "--public", "-o", out) == (0, said, "")
    assert "Staff" not in text_of(out)
    assert "is internal and left out" in text_of(out)
    code, _said, refused = ronda("export", "agenda", path, "--public", "--chair", "-o", out)
    assert (code, "does not go with" in refused) == (2, True)


def test_minutes_are_those_of_the_last_meeting_whole_public_or_of_one_item(
    ronda: Ronda, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    said = "“out.pdf” is written: General meeting 41, 22 October 2026.\n"
    assert ronda("export", "minutes", path, "--item", 2, "-o", out) == (0, said, "")
    assert "Extract of the minutes" in text_of(out)
    assert ronda("export", "minutes", path, "--public", "-o", out) == (0, said, "")
    assert "Public version" in text_of(out)
    out.unlink()
    refused = "ronda: This meeting has no item 9. Look at its agenda for the numbers.\n"
    assert ronda("export", "minutes", path, "--item", 9, "-o", out) == (1, "", refused)
    assert not out.exists()
    code, _said, refused = ronda("export", "minutes", path, "--item", "two", "-o", out)
    assert (code, "--item is a number, not 'two'" in refused) == (2, True)


def test_the_papers_of_the_room_are_those_of_the_next_meeting(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    said = "“out.pdf” is written: General meeting 42, 26 November 2026.\n"
    for command, words in (("signin", "Attendance sheet"), ("minutes-form", "Minutes to write by hand")):
        assert ronda("export", command, path, "-o", out, "--paper", "letter") == (0, said, "")
        assert words in text_of(out)
        assert round(float(pypdf.PdfReader(out).pages[0].mediabox.width)) == 612
    assert ronda("export", "signin", path, "--meeting", 41, "-o", out)[1] == "“out.pdf” is written.\n"
    assert "General meeting 41" in text_of(out)


def test_a_pack_names_what_is_not_in_it(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    assert ronda("export", "pack", path, "-o", out) == (
        0,
        "“pack.pdf” is written: General meeting 42, 26 November 2026.\n"
        "1 paper is not in it, the first page says why: 1b “notes.txt”.\n",
        "",
    )
    assert "the budget" in text_of(out)
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".part"] == []


def test_without_a_meeting_to_come_they_say_so(ronda: Ronda, tmp_path: Path) -> None:
    place, out = tmp_path / "b.ronda", tmp_path / "out.pdf"
    with new_file(place, name="Lake Valley") as file, file.writing() as session:
        plan_meeting(session, date=dt.date(2020, 1, 1))
    for command in ("agenda", "signin", "minutes-form", "pack"):
        code, _said, refused = ronda("export", command, place, "-o", out)
        assert (code, "No meeting is planned" in refused, out.exists()) == (1, True, False)


def test_none_of_it_loads_qt(path: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from desktop.__main__ import main; code = main(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]; raise SystemExit(code)"
    )
    arguments = ["export", "pack", str(path), "--meeting", "42", "-o", str(tmp_path / "pack.pdf")]
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert ran.returncode == 0


def test_the_file_itself_is_not_written_over(ronda: Ronda, path: Path) -> None:
    before = path.read_bytes()
    assert ronda("export", "pack", path, "-o", path)[0] == 1
    assert path.read_bytes() == before
    with open_file(path, read_only=True):
        pass
