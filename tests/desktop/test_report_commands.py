"""`ronda export brief|evaluation`: what is written, what is said, what is refused, and that none of it loads Qt."""

import subprocess
import sys
from pathlib import Path

import docx
import pypdf
import pytest

from db.engine import open_file
from db.members.groups import add_group
from tests.desktop.conftest import Ronda
from tests.new_file import new_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.ronda"
    new_file(place, name="Lake Valley Alliance").close()
    return place


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_the_brief_is_written(ronda: Ronda, path: Path) -> None:
    out = path.with_name("brief.pdf")
    assert ronda("export", "brief", path, "-o", out) == (0, "“brief.pdf” is written.\n", "")
    assert "Lake Valley Alliance" in words(out)


@pytest.mark.parametrize(
    ("days", "period"),
    [
        ((), "1 January 2026 to 7 October 2026"),
        (("--from", "2025-01-01", "--to", "2025-12-31"), "2025"),
        (("--to", "2025-09-30"), "January to September 2025"),
    ],
)
def test_the_evaluation_is_of_the_days_asked_for(ronda: Ronda, path: Path, days: tuple[str, ...], period: str) -> None:
    out = path.with_name("evaluation.pdf")
    code, said, _err = ronda("export", "evaluation", path, *days, "-o", out, "--paper", "letter")
    assert (code, said) == (0, f"“evaluation.pdf” is written.\nIt is of {period}.\n")
    assert f"Evaluation report, {period}" in words(out)
    assert round(pypdf.PdfReader(out).pages[0].mediabox.height) == 792


def test_the_evaluation_is_of_the_group_asked_for(ronda: Ronda, path: Path) -> None:
    with open_file(path) as file, file.writing() as session:
        add_group(session, name="Finance")
    out = path.with_name("evaluation.pdf")
    days = ("--from", "2025-01-01", "--to", "2025-12-31")
    for whose, name in ((("--group", "finance"), "Finance"), (("--all",), "All meetings")):
        code, said, _err = ronda("export", "evaluation", path, *whose, *days, "-o", out)
        assert (code, said.splitlines()[-1]) == (0, f"It is of {name}, 2025.")
        assert f"Evaluation report, {name}, 2025" in words(out)
    code, _said, err = ronda("export", "evaluation", path, "--group", "Forests", "-o", out)
    assert code == 1
    assert "No group is called “Forests”." in err


@pytest.mark.parametrize("kind", ["brief", "evaluation"])
def test_the_ending_says_whether_it_is_for_word(ronda: Ronda, path: Path, kind: str) -> None:
    out = path.with_name("a.docx")
    assert ronda("export", kind, path, "-o", out)[0] == 0
    assert docx.Document(str(out)).core_properties.author == "Lake Valley Alliance"
    _code, _said, refused = ronda("export", kind, path, "-o", path.with_name("a.doc"))
    assert ".pdf" in refused
    assert ".docx" in refused


@pytest.mark.parametrize("kind", ["brief", "evaluation"])
def test_what_cannot_be_written_is_refused(ronda: Ronda, path: Path, kind: str) -> None:
    assert ronda("export", kind, path, "-o", path.with_name("a.doc"))[0] == 1
    assert ronda("export", kind, path, "-o", path.with_name("nowhere") / "a.pdf")[0] == 1
    before = path.read_bytes()
    assert ronda("export", kind, path, "-o", path)[0] == 1
    assert path.read_bytes() == before


def test_days_in_the_wrong_order_are_refused(ronda: Ronda, path: Path) -> None:
    out = path.with_name("a.pdf")
    code, _said, err = ronda("export", "evaluation", path, "--from", "2026-05-01", "--to", "2026-04-01", "-o", out)
    assert code == 1
    assert err
    assert not out.exists()


def test_no_window_is_loaded(path: Path) -> None:
    script = (
        "import sys; from desktop.commands import Console, run; "
        "code = run(sys.argv[1:], Console(sys.stdout, sys.stderr)); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    for kind in ("brief", "evaluation"):
        out = path.with_name(f"{kind}.pdf")
        done = subprocess.run(
            [sys.executable, "-c", script, "export", kind, path, "-o", out], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert out.exists()
