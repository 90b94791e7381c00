"""`ronda export|import|list survey`: what is written, taken in and said; nothing of fewer than five answers."""

import datetime as dt
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest

from db.backups.backups import Why, backups_of
from db.engine import create_file, open_file
from db.surveys.answers import enter_sheet
from db.surveys.forms import field_name, form_code
from db.surveys.surveys import close_survey, make_survey, questions, surveys
from tests.desktop.conftest import Ronda
from tests.new_file import new_file

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["relations_1", "relations_2", "go_on", "keep"]
HOSTILE = "\x1b[31mred\nline two \u202eback <b>"
WORDS = {
    "en": ("Members trust one another.", "not at all", "fully", "Come to an end"),
    "es": ("Los miembros confían unos en otros.", "nada", "del todo", "Terminar"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.ronda"
    with new_file(place, name="Lake Valley Alliance") as file, file.writing() as session:
        for year in (2025, 2026):
            make_survey(
                session, title=f"Members’ survey {year}", language="en", opened_on=dt.date(year, 9, 1), keys=KEYS
            )
    return place


def latest(path: Path) -> tuple[uuid.UUID, list[uuid.UUID]]:
    with open_file(path, read_only=True) as file, file.reading() as session:
        key = surveys(session)[0].id
        return key, [row.id for row in questions(session, key)]


def answer(path: Path, sheets: Sequence[Sequence[str]]) -> None:
    key, asked = latest(path)
    with open_file(path) as file, file.writing() as session:
        for sheet in sheets:
            enter_sheet(session, key, dict(zip(asked, sheet, strict=False)))


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_form_is_written_on_paper_and_to_fill_in(ronda: Ronda, tmp_path: Path, language: str, paper: str) -> None:
    place = tmp_path / "b.ronda"
    with create_file(place, name="A", language=language) as file, file.writing() as session:
        make_survey(session, title="Form <b>", language=language, opened_on=dt.date(2026, 9, 1))
        codes = [form_code(row.id) for row in surveys(session)]
    for options, fields in (((), 0), (("--fillable",), 19)):
        out = tmp_path / "form.pdf"
        code, _said, wrong = ronda("export", "survey", place, "-o", out, "--paper", paper, *options)
        assert (code, wrong) == (0, "")
        reader = pypdf.PdfReader(out)
        assert len(reader.get_fields() or {}) == fields
        assert round(float(reader.pages[0].mediabox.height)) == {"a4": 842, "letter": 792}[paper]
        text = pdf_text(out)
        for words in WORDS[language]:
            assert words in text
        assert codes[0] in text
        assert "Form <b>" in text
        assert "□" not in text
        assert len(reader.pages) == 2
        assert reader.metadata is not None
        assert reader.root_object["/Lang"] == language


def test_the_latest_is_meant_unless_another_is_named(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    assert ronda("export", "survey", path, "-o", out)[1] == "“form.pdf” is written: Members’ survey 2026.\n"
    key, _asked = latest(path)
    for wanted in ("Members' Survey 2025", "2025", "survey 2025"):
        assert "2025" in ronda("export", "survey", path, "--survey", wanted, "-o", out)[1]
    assert "2026" in ronda("export", "survey", path, "--survey", form_code(key).lower(), "-o", out)[1]
    assert ronda("export", "survey", path, "--survey", "fish", "-o", out)[0] == 1
    code, _said, wrong = ronda("export", "survey", path, "--survey", "survey", "-o", out)
    assert code == 1
    assert "Several fit" in wrong
    assert ronda("export", "survey", path, "-o", path)[0] == 1


def filled(path: Path, form: Path, out: Path, values: Sequence[str]) -> Path:
    key, asked = latest(path)
    writer = pypdf.PdfWriter(clone_from=form)
    wanted = {
        field_name(key, question): value if n == 3 else f"/{value}"
        for n, (question, value) in enumerate(zip(asked, values, strict=False))
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, wanted, auto_regenerate=False)
    writer.write(out)
    return out


def test_returned_forms_are_taken_in_and_count_once(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    blank, back = tmp_path / "blank.pdf", tmp_path / "back"
    back.mkdir()
    assert ronda("export", "survey", path, "--fillable", "-o", blank)[0] == 0
    for n in range(1, 6):
        filled(path, blank, back / f"{n}.pdf", (str(n), "3", "1", f"Words {n}"))
    other = tmp_path / "letter.pdf"
    other.write_text("no form")
    code, said, wrong = ronda("import", "survey", path, back, other)
    assert (code, said) == (0, "5 forms were taken in: Members’ survey 2026.\n")
    (backup,) = backups_of(path)
    assert backup.why is Why.IMPORT
    assert json.loads(ronda("list", "survey", backup.path, "--json")[1])["returned"] == 0
    assert wrong.count("\n") == 1
    assert "letter.pdf" in wrong
    code, said, wrong = ronda("import", "survey", path, back)
    assert (code, said) == (1, "0 forms were taken in: Members’ survey 2026.\n")
    assert wrong.count("read before") == 5
    assert len(backups_of(path)) == 1  # nothing came in
    facts = json.loads(ronda("list", "survey", path, "--json")[1])
    assert (facts["returned"], facts["shown"]) == (5, True)
    first = facts["domains"][0]["questions"][0]
    assert first["counts"] == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}
    assert first["mean"] == 3.0


def test_a_closed_survey_takes_nothing(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    key, _asked = latest(path)
    with open_file(path) as file, file.writing() as session:
        close_survey(session, key, today=dt.date(2026, 10, 1))
    code, _said, wrong = ronda("import", "survey", path, tmp_path)
    assert code == 1
    assert "was closed on 1 October 2026" in wrong


def test_results_compare_and_say_small_numbers_in_words(ronda: Ronda, path: Path) -> None:
    with open_file(path) as file, file.writing() as session:
        before = surveys(session)[1].id
        asked = [row.id for row in questions(session, before)]
        for value in "22233":
            enter_sheet(session, before, {asked[0]: value})
    answer(
        path,
        [("4", "5", "1", HOSTILE), ("4", "", "2", "b"), ("5", "", "1", "a"), ("4", "", "", "d"), ("3", "1", "1", "c")],
    )
    code, said, _wrong = ronda("list", "survey", path)
    assert code == 0
    assert "5 forms came back" in said
    assert "Compared with: Members’ survey 2025" in said
    assert "Members trust one another.  4.0 (+1.6)" in said
    assert "Fewer than 5 answers: not shown" in said
    assert "\x1b" not in said
    assert sum(line.startswith("     – ") for line in said.splitlines()) == 5
    facts = json.loads(ronda("list", "survey", path, "--json")[1])
    asked_facts = {one["key"]: one for domain in facts["domains"] for one in domain["questions"]}
    assert asked_facts["relations_1"]["mean_before"] == 2.4
    assert facts["domains"][0]["compared"] == [2.4, 4.0]
    assert asked_facts["relations_2"] == {
        "key": "relations_2", "question": "Small and large organisations are heard alike.", "kind": "scale",
        "shown": False,
    }  # fmt: skip
    assert not asked_facts["go_on"]["shown"]  # four chose


def test_of_fewer_than_five_nothing_is_told(ronda: Ronda, path: Path) -> None:
    answer(path, [("4", "5", "1", "A secret")] * 4)
    for options in ((), ("--json",)):
        code, said, _wrong = ronda("list", "survey", path, *options)
        assert code == 0
        assert "secret" not in said
        assert "4.0" not in said
    facts = json.loads(said)
    assert facts["shown"] is False
    for domain in facts["domains"]:
        assert domain["mean"] is None
        assert all(set(one) == {"key", "question", "kind", "shown"} for one in domain["questions"])


def test_without_a_survey_the_commands_say_so(ronda: Ronda, tmp_path: Path) -> None:
    place = tmp_path / "new.ronda"
    create_file(place, name="A").close()
    for arguments in (
        ("list", "survey", place),
        ("import", "survey", place, tmp_path),
        ("export", "survey", place, "-o", tmp_path / "a.pdf"),
    ):
        code, _said, wrong = ronda(*arguments)
        assert code == 1
        assert "There is no survey yet" in wrong


def test_none_of_it_loads_qt(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    program = (
        "import sys; from desktop.__main__ import main\n"
        "for words in sys.argv[1].split('|'):\n"
        "    sys.argv = ['ronda', *words.split()]\n"
        "    try: main()\n"
        "    except SystemExit: pass\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]"
    )
    words = f"export survey {path} --fillable -o {out}|import survey {path} {out}|list survey {path} --json"
    ran = subprocess.run(
        [sys.executable, "-c", program, words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "LANGUAGE": "en"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert out.exists()
