"""A person is forgotten from the members' page, and from the command line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.backups.backups import Why, backups_of, take_backup
from db.engine import open_file
from db.members.people import add_person, people
from desktop.members.forgetting import ForgetDialog
from tests.new_file import new_file

NAME = "Xiomara Quilca Roca"


@pytest.fixture
def file(tmp_path, clock):
    with new_file(tmp_path / "a.ronda", name="Lake Valley", who="Keti") as made:
        with made.writing() as session:
            add_person(session, name=NAME, email="xq@example.org")
            add_person(session, name="Xiomara")
        take_backup(made, at=clock.now(), why=Why.ASKED)
        yield made


@pytest.fixture
def dialog(qtbot, operations, home):
    known = []
    operations.read(people, done=known.extend)
    operations.wait()
    said = []
    shown = ForgetDialog(operations, known, said.append, home)
    shown.told = said
    shown.open()
    return shown


def choose(dialog, operations, name):
    dialog.person.setCurrentText(name)
    operations.wait()


def test_nothing_happens_before_it_is_said_to_be_known(dialog, operations, file):
    choose(dialog, operations, NAME)
    assert not dialog.primary.isEnabled()
    assert dialog.backups_box.isChecked()
    dialog.reject()
    with file.reading() as session:
        assert NAME in {row.name for row in people(session)}


def test_file_and_backup_hold_them_no_more(dialog, operations, file):
    choose(dialog, operations, NAME)
    dialog.sure_box.click()
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    operations.wait()
    assert dialog.told == [f"{NAME} is forgotten here. Copies elsewhere know nothing of it."]
    [backup] = backups_of(file.path)
    file.close()
    for path in (file.path, backup.path):
        assert b"Quilca" not in path.read_bytes()
        assert b"xq@" not in path.read_bytes()


def test_a_name_of_one_word_is_said_to_stay_in_what_others_wrote(dialog, operations):
    choose(dialog, operations, "Xiomara")
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog.title_label)))
    assert "it is a single word" in words
    dialog.reject()


def test_the_command_tells_first_and_then_does_it(ronda, file):
    path = file.path
    file.close()
    code, out, _err = ronda("forget", path, "--person", "quilca", "--dry-run")
    assert (code, "Nothing was changed" in out) == (0, True)
    code, out, _err = ronda("forget", path, "--person", "quilca")
    assert code == 0
    assert "1 backup was rewritten." in out
    with open_file(path, read_only=True) as again, again.reading() as session:
        assert [row.name for row in people(session)] == ["Xiomara"]
    assert ronda("forget", path, "--person", "quilca")[0] == 1
