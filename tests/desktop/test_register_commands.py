"""`ronda export directory|actions|decisions|register`: what is written, said, refused; and that none of it loads Qt."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from db.alliance import change_alliance
from db.charter.charter import begin_version, change_version
from db.charter.notes import add_note
from db.engine import create_file, open_file
from db.files.copies import change_passphrase
from db.members.members import add_member, change_member, members_on
from db.vocabulary import CharterKind, MemberStatus, NoteKind
from desktop.clock import Clock, stopped_at
from desktop.naming.documents import LISTS as OFFERED
from desktop.reports.lists import LISTS
from tests.desktop.desk import DAY, busy_desk
from tests.new_file import new_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock() -> Clock:
    return stopped_at(dt.datetime.combine(DAY, dt.time(9)))


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "a.ronda"
    with new_file(place, name="Lake Valley") as file, file.writing(who="Ana") as session:
        busy_desk(session)
    return place


def text_of(path):
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_each_kind_is_written(ronda, path, tmp_path):
    out = tmp_path / "x.pdf"
    for kind, words in (("directory", "Nana Ghomi"), ("actions", "Find a hall"), ("decisions", "The fee is 12 a year")):
        assert ronda("export", kind, path, "-o", out, "--paper", "letter") == (0, "“x.pdf” is written.\n", "")
        assert words in text_of(out)
        assert round(float(pypdf.PdfReader(out).pages[0].mediabox.width)) == 612


def test_every_list_is_offered_and_written(ronda, path, tmp_path):
    out = tmp_path / "x.pdf"
    assert set(OFFERED) == set(LISTS)
    for of in OFFERED:
        assert ronda("export", "register", path, "--of", of, "-o", out)[0] == 0
        assert text_of(out)
    assert ronda("export", "register", path, "-o", out)[0] == 2
    assert ronda("export", "register", path, "--of", "dreams", "-o", out)[0] == 2


def test_one_owner_all_owners_or_the_whole_register(ronda, path, tmp_path):
    out = tmp_path / "x.pdf"
    code, said, _err = ronda("export", "actions", path, "--owner", "consumers", "-o", out)
    assert (code, said) == (0, "“x.pdf” is written.\nThese are the actions of Consumers' Watch.\n")
    assert "Ask for a map" in text_of(out)
    assert "Find a hall" not in text_of(out)
    with open_file(path) as file, file.writing() as session:
        watch = next(row for row in members_on(session, DAY) if row.name == "Consumers' Watch")
        change_member(session, watch.id, name="Dairy Watch")
    assert "Several fit “dairy”" in ronda("export", "actions", path, "--owner", "dairy", "-o", out)[2]
    assert ronda("export", "actions", path, "--whole", "-o", out)[0] == 0
    assert "Register of actions" in text_of(out)
    assert ronda("export", "actions", path, "--whole", "--owner", "x", "-o", out)[0] == 2


def test_notes_terms_and_letters(ronda, path, tmp_path):
    out = tmp_path / "x.pdf"
    for kind, sentence in (
        ("note", "No note and no statement is written yet."),
        ("terms", "Neither principles nor ways of working are written yet."),
        ("invitation", "No member is a candidate or invited."),
    ):
        code, _said, err = ronda("export", kind, path, "-o", out)
        assert code == 1
        assert sentence in err
    assert not out.exists()
    with open_file(path) as file, file.writing() as session:
        add_note(session, kind=NoteKind.BRIEFING, title="On water", written_on=DAY, issue="It is **late**.")
        add_note(session, kind=NoteKind.STATEMENT, title="On seed", written_on=DAY - dt.timedelta(9), issue="Keep it.")
        add_member(session, name="Stone Mill", status=MemberStatus.CANDIDATE, from_date=DAY)
        key, _changes = begin_version(session, CharterKind.PRINCIPLES)
        change_version(session, key, text="We are open.")
    assert ronda("export", "note", path, "-o", out)[1] == "“x.pdf” is written.\nIt is “On water”.\n"
    assert "It is late." in text_of(out)
    assert ronda("export", "note", path, "--title", "seed", "-o", out)[1] == "“x.pdf” is written.\n"
    assert "Keep it." in text_of(out)
    assert "There is no note “war”." in ronda("export", "note", path, "--title", "war", "-o", out)[2]
    assert "Several fit “on”" in ronda("export", "note", path, "--title", "on", "-o", out)[2]
    assert ronda("export", "terms", path, "-o", out)[0] == 0
    assert "We are open." in text_of(out)
    assert ronda("export", "invitation", path, "-o", out)[1] == "“x.pdf” is written.\nIt invites Stone Mill.\n"
    assert ronda("export", "invitation", path, "--to", "dairy", "-o", out)[0] == 0
    assert "Nana Ghomi" in text_of(out)


def test_what_is_refused_leaves_nothing_behind(ronda, path, tmp_path):
    for arguments, words in (
        (("directory", path, "-o", tmp_path / "x.docx"), "does not say what to write"),
        (("actions", path, "--owner", "Nobody", "-o", tmp_path / "x.pdf"), "There is no member “Nobody”."),
        (("decisions", path, "-o", tmp_path / "no" / "x.pdf"), "There is no folder"),
        (("decisions", path, "-o", path), "does not say what to write"),
    ):
        code, said, err = ronda("export", *arguments)
        assert (code, said) == (1, "")
        assert words in err
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a.ronda"]


def test_it_speaks_the_alliances_language(ronda, path, tmp_path):
    with open_file(path) as file, file.writing() as session:
        change_alliance(session, language="es")
    out = tmp_path / "x.pdf"
    assert ronda("export", "actions", path, "--whole", "-o", out)[0] == 0
    assert "Registro de tareas" in text_of(out)


def test_qt_is_not_loaded(path, tmp_path):
    script = (
        "import sys; from desktop.__main__ import main; code = main(); "
        "assert not any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, "export", "register", str(path), "--of", "members"]
    command += ["-o", str(tmp_path / "r.pdf")]
    ran = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()


def test_the_sheet_for_the_envelope_never_holds_the_passphrase(ronda, tmp_path):
    """The file's passphrase is neither on the sheet nor in what the PDF says of itself; it comes without one, too."""
    place, out, secret = tmp_path / "a.ronda", tmp_path / "x.pdf", "canal stone bridge lamp"
    create_file(place, name="Lake Valley").close()
    said = "“x.pdf” is written.\nThe file has no passphrase yet.\n"
    assert ronda("export", "envelope", place, "-o", out) == (0, said, "")
    change_passphrase(open_file(place), old=None, new=secret).close()
    key = tmp_path / "key"
    key.write_text(secret)
    for paper in ("a4", "letter"):
        asked = ("export", "envelope", place, "--passphrase-file", key, "-o", out, "--paper", paper)
        assert ronda(*asked) == (0, "“x.pdf” is written.\n", "")
        [page] = pypdf.PdfReader(out).pages
        held = [page.extract_text(), str(pypdf.PdfReader(out).metadata), out.read_bytes().decode("latin-1")]
        held.append(page.get_contents().get_data().decode("latin-1"))
        assert not [word for word in secret.split() for text in held if word in text.casefold()]
    assert "Passphrase of the file of Lake Valley" in text_of(out)
    key.unlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.ronda", "x.pdf"]
