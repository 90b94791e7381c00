"""What was done, in words; and bringing back what was deleted."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from sqlalchemy import select

from db.engine import create_file
from db.history import undo
from db.members import add_member, add_offer, delete_offer
from db.schema import Offer
from desktop import texts
from desktop.history.dialog import WhatWasDone
from desktop.naming.steps import STEPS, step_words
from desktop.operations import Operations


def test_every_step_of_the_record_has_words(root):
    named = {
        "undo",
        "redo",
        "restore",
        *re.findall(r'"(record_consensus|record_votes|clear_how_taken)"', _record(root)),
    }
    named |= set(re.findall(r'history\.step\(\s*session,\s*"([a-z_]+)"', _record(root)))
    assert len(named) > 90
    assert named - set(STEPS) == set(), "say what it did in desktop/naming/steps.py"


def _record(root) -> str:
    return "\n".join(path.read_text("utf-8") for path in (root / "db").rglob("*.py"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_steps_read_as_sentences(language):
    with texts.speaking(language):
        words = [step_words(name) for name in STEPS]
        assert all(text[0].isupper() and not text.endswith(".") for text in words)
        assert step_words("something_new") not in words


@pytest.fixture
def file(tmp_path):
    with create_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


def test_what_was_deleted_comes_back(qtbot, file):
    with file.writing(who="Ana") as session:
        member, _ = add_member(session, name="Dairy")
        offer, _ = add_offer(session, member, text="A van <b>")
    with file.writing(who="Keti") as session:
        delete_offer(session, offer)
    operations = Operations(file, who="Keti")
    dialog = WhatWasDone(operations)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.show()
    operations.wait()
    assert dialog.model.index(0, 1).data() == "Keti"
    spoken = dialog.model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Deleted what a member offered, Deleted: A van <b>"
    assert dialog.restore_button.isEnabled()
    dialog.restore_button.click()
    operations.wait()
    assert dialog.message.label.text() == "It is back."
    with file.reading() as session:
        assert session.scalars(select(Offer.text)).all() == ["A van <b>"]
    assert step_words(dialog.model.rows[0].name) == "Brought back what was deleted"
    dialog.restore_button.click()
    operations.wait()
    assert dialog.message.label.text().startswith("There is nothing to restore")
    operations.write(undo)
    operations.wait()
    dialog.close()
    operations.close()
