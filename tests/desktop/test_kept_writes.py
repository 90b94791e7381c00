"""What was typed and refused stays: it is said, nothing shows the record over it, and it is written once it can be."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from db.errors.files import OpenedReadOnly, PlaceFull
from db.errors.records import NotFound
from db.handover.desk import desk, write_worries
from desktop import kept_writes
from desktop.kept_writes import waits
from desktop.operations import Operations
from desktop.widgets.kept_text import KeptText
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def operations(qapp, file, monkeypatch):
    monkeypatch.setattr(kept_writes, "RETRY_MS", 20)
    made = Operations(file, who="Ana")
    yield made
    made.close()


@pytest.fixture
def place(qtbot, operations, file):
    """A field, what the record refuses next with, and what was said, and told to whoever asked."""
    made = SimpleNamespace(operations=operations, file=file, error=None, said=[], told=[], tried=0)
    operations.failed.connect(made.said.append)
    made.field = KeptText(operations, name="What worries us")
    qtbot.addWidget(made.field)

    def write(session, *, worries):
        made.tried += 1
        if made.error is not None:
            raise made.error
        return write_worries(session, worries=worries)

    def settle():
        for _turn in range(3):
            operations.wait()
            QApplication.processEvents()

    def kept():
        with file.reading() as session:
            return desk(session).worries

    made.write, made.settle, made.kept = write, settle, kept
    return made


def typed(place, words, **callbacks):
    place.field.setPlainText(words)
    place.operations.keep(place.write, worries=words, fields=(place.field,), **callbacks)
    place.settle()


def test_what_nobody_answers_for_is_said_and_what_was_typed_stays(place):
    place.error = NotFound("desk", None)
    typed(place, "The stick is old")
    assert place.said == [place.error]
    assert waits(place.field)
    assert not place.operations.all_saved
    assert place.operations.kept_writes.why() is place.error
    place.field.show_kept("what stands on record")
    assert place.field.toPlainText() == "The stick is old"
    place.error = None
    typed(place, "The stick is very old")
    assert place.kept() == "The stick is very old"
    assert not waits(place.field)
    assert place.operations.all_saved


def test_it_is_not_tried_nor_said_again_by_itself_but_with_what_is_kept_next(place, qtbot):
    place.error = NotFound("desk", None)
    typed(place, "The stick is old")
    qtbot.wait(100)
    assert place.tried == 1
    place.operations.keep(_nothing)
    place.settle()
    assert (place.tried, len(place.said)) == (2, 1)
    place.error = None
    place.operations.keep(_nothing)
    place.settle()
    assert place.kept() == "The stick is old"
    assert place.operations.all_saved


def test_where_the_file_is_the_reason_what_was_typed_stays_though_somebody_answers(place):
    place.error = OpenedReadOnly(Path("a.ronda"))
    typed(place, "The stick is old", failed=place.told.append)
    assert (place.told, place.said) == ([place.error], [])
    place.field.show_kept("what stands on record")
    assert place.field.toPlainText() == "The stick is old"
    assert not place.operations.all_saved


def test_whoever_answers_for_what_was_typed_shows_what_stands(place):
    place.error = NotFound("desk", None)
    typed(place, "The stick is old", failed=place.told.append)
    assert (place.told, place.said) == ([place.error], [])
    assert not waits(place.field)
    assert place.operations.all_saved


def test_what_the_program_fails_at_stays_and_is_not_tried_again(place, qtbot):
    crashes = []
    place.operations.crashed.connect(crashes.append)
    place.error = ValueError("a fault")
    typed(place, "The stick is old")
    assert waits(place.field)
    place.operations.keep(_nothing)
    place.settle()
    assert (place.tried, crashes) == (1, [place.error])
    assert not place.operations.all_saved


def test_a_field_of_which_two_things_wait_is_let_go_with_the_last(place, qtbot):
    place.error = PlaceFull(Path("a.ronda"))
    other = NotFound("desk", None)

    def refused(_session):
        if other is not None:
            raise other

    place.operations.keep(refused, fields=(place.field,))
    typed(place, "The stick is old")
    place.error = None
    qtbot.waitUntil(lambda: place.kept() == "The stick is old")
    place.settle()
    assert waits(place.field)
    other = None
    place.operations.keep(_nothing)
    place.settle()
    assert not waits(place.field)


def test_what_is_typed_on_just_as_it_is_tried_again_is_what_stands_in_the_end(place, qtbot):
    place.field.kept.connect(lambda words: place.operations.keep(place.write, worries=words, fields=(place.field,)))
    place.error = PlaceFull(Path("a.ronda"))
    place.field.setFocus()
    qtbot.keyClicks(place.field, "The stick")
    place.field.flush()
    place.settle()
    place.error = None
    qtbot.keyClicks(place.field, " is old")  # and one pauses only after it is tried again
    place.operations.kept_writes.try_again()
    place.settle()
    assert (place.kept(), waits(place.field)) == ("The stick is old", False)


def test_what_stands_half_typed_is_written_before_what_is_done_beside_it(place, qtbot):
    place.field.kept.connect(lambda words: place.operations.keep(place.write, worries=words, fields=(place.field,)))
    stood = []
    place.field.setFocus()
    qtbot.keyClicks(place.field, "The stick")
    place.operations.keep(lambda session: stood.append(desk(session).worries))
    place.settle()
    assert stood == ["The stick"]


def _nothing(_session):
    return None
