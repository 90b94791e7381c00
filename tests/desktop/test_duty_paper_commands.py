"""`ronda export rota|ledger|turns`: what is written, what is said, what is refused, and that none of it loads Qt."""

import csv
import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from icalendar import Calendar

from db.duties.keeping import duties
from db.duties.ledger import ledger
from db.duties.past import enter_past_turns
from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from db.engine import open_file
from db.members.members import add_member
from db.turn_units import TURN
from tests.desktop.conftest import Ronda

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 10, 7)


@pytest.fixture
def path(with_past: Path) -> Path:
    """Two meetings are past and their turns counted, two are to come and their turns planned."""
    with open_file(with_past) as file, file.writing() as session:
        enter_past_turns(session)
        plan_ahead(session, today=TODAY)
    return with_past


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_the_rota_as_poster_and_as_list(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "rota.pdf"
    assert ronda("export", "rota", path, "-o", out) == (0, "“rota.pdf” is written.\n", "")
    text = pdf_text(out)
    with open_file(path, read_only=True) as file, file.reading() as session:
        ahead = [turn for turn in turn_rows(session) if turn.first >= TODAY and turn.member_id]
    assert ahead
    assert all(turn.person in text for turn in ahead)
    box = pypdf.PdfReader(out).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    assert ronda("export", "rota", path, "-o", out, "--paper", "tabloid", "--layout", "list", "--contacts")[0] == 0
    box = pypdf.PdfReader(out).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (792, 1224)


def test_the_ledger_as_pdf_and_as_table(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "ledger.pdf"
    assert ronda("export", "ledger", path, "--duty", "minutes", "-o", out)[0] == 0
    assert "Fairness ledger · Minutes" in pdf_text(out)
    code, said, _err = ronda("export", "ledger", path, "-o", out, "--member", "rosa quispe")
    assert (code, said) == (0, "“ledger.pdf” is written.\nIt is the ledger of Minutes.\n")
    assert "Rosa Quispe, turn by turn" in pdf_text(out)
    table = tmp_path / "ledger.csv"
    assert ronda("export", "ledger", path, "--duty", "minutes", "-o", table)[0] == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    with open_file(path, read_only=True) as file, file.reading() as session:
        found = ledger(session, duties(session)[0].id, today=TODAY)
    assert [row["Member"] for row in rows] == [row.member for row in found.rows]
    for row, kept in zip(rows, found.rows, strict=True):
        assert abs(float(row["Fair share"]) - kept.share / TURN) < 1e-8
        assert abs(float(row["Turns done"]) - float(row["Fair share"]) - float(row["Balance"])) < 3e-9
    assert any(row["Balance"].startswith("-") for row in rows)


def test_ones_own_turns_as_calendar_and_as_slip(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    with open_file(path, read_only=True) as file, file.reading() as session:
        turn = next(turn for turn in turn_rows(session) if turn.first >= TODAY and turn.person)
        count = sum(one.person_id == turn.person_id and one.first >= TODAY for one in turn_rows(session))
    out = tmp_path / "turns.ics"
    code, said, _err = ronda("export", "turns", path, "--person", turn.person.upper(), "-o", out)
    words = "1 turn" if count == 1 else f"{count} turns"
    assert (code, said) == (0, f"“turns.ics” is written.\n{turn.person}: {words}\n")
    assert len(Calendar.from_ical(out.read_bytes()).walk("VEVENT")) == count
    slip = tmp_path / "turns.PDF"
    assert ronda("export", "turns", path, "--person", turn.person.split()[0], "-o", slip)[0] == 0
    assert turn.person in pdf_text(slip)
    box = pypdf.PdfReader(slip).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (298, 420)


def test_what_is_refused_is_said_in_a_sentence(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    with open_file(path) as file, file.writing() as session:
        add_member(session, name="Ana Ruiz Paz", individual=True)
        add_member(session, name="Ana Paz", individual=True)
    for arguments, sentence in (
        (("ledger", path, "--duty", "nonsense", "-o", out), "There is no duty “nonsense”."),
        (("ledger", path, "--member", "Nobody", "-o", out), "There is no member “Nobody”."),
        (("turns", path, "--person", "Zoe", "-o", out), "There is nobody called “Zoe”."),
        (("turns", path, "--person", " ", "-o", out), "There is nobody called “ ”."),
        (("turns", path, "--person", "Paz", "-o", out), "Several fit “Paz”: "),
        (("rota", path, "-o", tmp_path / "x.docx"), "“x.docx” does not say what to write."),
        (("turns", path, "--person", "Ana Ruiz", "-o", tmp_path / "x.csv"), "“x.csv” does not say what to write."),
        (("rota", path, "-o", tmp_path / "no" / "x.pdf"), "There is no folder"),
        (("rota", tmp_path / "none.ronda", "-o", out), "none.ronda"),
    ):  # fmt: skip
        code, said, err = ronda("export", *arguments)
        assert (code, said) == (1, "")
        assert sentence in err
        assert err.count("\n") == 1
    assert not out.exists()
    assert ronda("export", "turns", path, "-o", out)[0] == 2
    assert ronda("export", "rota", path, "-o", out, "--paper", "a5")[0] == 2


def test_a_whole_name_wins_over_a_part_of_another(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    with open_file(path) as file, file.writing() as session:
        add_member(session, name="Ana Ruiz Paz", individual=True)
    code, said, _err = ronda("export", "turns", path, "--person", "Ana Ruiz", "-o", tmp_path / "a.ics")
    assert code == 0
    assert "Ana Ruiz:" in said


def test_the_file_itself_is_never_written_over(ronda: Ronda, path: Path) -> None:
    pdf = path.with_suffix(".pdf")
    pdf.symlink_to(path)
    before = path.read_bytes()
    assert ronda("export", "rota", path, "-o", pdf)[0] == 1
    assert path.read_bytes() == before


def test_qt_is_not_loaded(path: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from desktop.__main__ import main; code = main(); "
        "assert not any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules); sys.exit(code)"
    )
    for arguments in (
        ("rota", path, "-o", tmp_path / "r.pdf"),
        ("ledger", path, "-o", tmp_path / "l.pdf"),
        ("turns", path, "--person", "Ana Ruiz", "-o", tmp_path / "t.ics"),
    ):
        command = [sys.executable, "-c", script, "export", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr.decode()


def test_in_spanish(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    from db.alliance import change_alliance

    with open_file(path) as file, file.writing() as session:
        change_alliance(session, language="es")
    out = tmp_path / "rol.pdf"
    assert ronda("export", "rota", path, "-o", out)[0] == 0
    assert "Quién hace qué" in pdf_text(out)
