"""A person is forgotten from the members' page, and from the command line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.backups.backups import Why, backups_of, take_backup
from db.engine import open_file
from db.members.forgettable import forgettable
from db.members.people import add_person, delete_person, people
from desktop import texts
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
    operations.read(forgettable, done=known.extend)
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


def said(dialog):
    """Return all that can be read in the dialog."""
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def test_backups_that_hold_them_are_listed_and_may_stay(dialog, operations, file, clock):
    """Tried: without looking into the backups, and without saying which stay; both were caught."""
    damaged = file.path.with_name(f"{file.path.name}.damaged")
    damaged.write_bytes(b"something")
    choose(dialog, operations, NAME)
    moment = texts.date_and_time_short(clock.now().astimezone())
    assert dialog.held_label.text() == f"1 holds this person: {moment}."
    dialog.backups_box.click()
    dialog.sure_box.click()
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    operations.wait()
    [backup] = backups_of(file.path)
    assert f"left as they are, and still hold somebody who was forgotten: “{backup.path.name}”" in said(dialog)
    assert f"“{damaged.name}”" in said(dialog)
    assert b"Quilca" in backup.path.read_bytes()
    dialog.reject()


def test_who_was_deleted_is_offered_too(qtbot, operations, home, file, clock):
    """Tried: with those on record alone; caught."""
    with file.writing() as session:
        delete_person(session, next(row.id for row in people(session) if row.name == NAME))
    known = []
    operations.read(forgettable, done=known.extend)
    operations.wait()
    dialog = ForgetDialog(operations, known, list, home)
    dialog.open()
    assert dialog.person.itemText(dialog.person.count() - 1).startswith(f"{NAME}, deleted on ")
    choose(dialog, operations, dialog.person.itemText(dialog.person.count() - 1))
    dialog.sure_box.click()
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    operations.wait()
    file.close()
    assert b"Quilca" not in file.path.read_bytes()


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
    assert f"“{backups_of(path)[0].path.name}” holds them, or cannot be read and may." in out
    code, out, _err = ronda("forget", path, "--person", "quilca")
    assert code == 0
    assert "1 backup was rewritten." in out
    with open_file(path, read_only=True) as again, again.reading() as session:
        assert [row.name for row in people(session)] == ["Xiomara"]
    assert ronda("forget", path, "--person", "quilca")[0] == 1
