"""The keeper of what is typed, against a disk that answers when and how the test says."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from db.changes import Changes
from db.errors.files import OpenedReadOnly, PlaceFull
from db.errors.minutes import DependedOn, MinutesApproved
from db.errors.records import NotFound
from desktop.minutes import keeping
from desktop.minutes.keeping import TextKeeper

DAY = dt.date(2026, 10, 22)
ITEM, OTHER = uuid4(), uuid4()
FULL = PlaceFull(Path("alliance.ronda"))


class FakeOperations:
    """Holds what is to be written until the test says how it goes."""

    def __init__(self):
        self.asked = []
        self.unsaved = None

    def write(self, _function, item_id, *, text, today, removed, done, failed, crashed):
        self.asked.append((item_id, text, today, removed, done, failed, crashed))

    def note_unsaved(self, _whose, why):
        news, self.unsaved = why is not self.unsaved, why
        return news

    def texts(self):
        return [asked[1] for asked in self.asked]

    def keep(self):
        self.asked.pop(0)[4](Changes())

    def refuse(self, error=FULL):
        self.asked.pop(0)[5](error)

    def crash(self):
        self.asked.pop(0)[6](ZeroDivisionError())


@pytest.fixture
def operations():
    return FakeOperations()


@pytest.fixture
def keeper(qapp, operations):
    keeper = TextKeeper(operations)
    keeper.begin(DAY)
    return keeper


def write(keeper, text, item=ITEM):
    keeper.typed(item, lambda: text)
    keeper.keep_now()


def test_a_refused_older_text_does_not_write_over_a_newer_one(keeper, operations):
    write(keeper, "old")
    write(keeper, "new")
    operations.refuse()
    operations.keep()
    keeper.keep_now()
    assert operations.texts() == []
    assert keeper.unsaved() == ()


def test_of_two_refused_texts_the_newer_is_tried_again(keeper, operations):
    write(keeper, "old")
    write(keeper, "new")
    operations.refuse()
    operations.refuse()
    assert keeper.unsaved() == ("new",)
    keeper.keep_now()
    assert operations.texts() == ["new"]


def test_a_line_that_matters_is_asked_about_once(keeper, operations):
    asked = []
    keeper.asked.connect(lambda item, _error: asked.append(item))
    write(keeper, "old")
    write(keeper, "new")
    operations.refuse(DependedOn(()))
    operations.refuse(DependedOn(()))
    assert asked == [ITEM]
    keeper.answer(ITEM, "keep")
    assert [(text, removed) for _item, text, _day, removed, *_ in operations.asked] == [("new", "keep")]


def test_another_text_kept_does_not_stop_the_trying(keeper, operations, qtbot):
    keeper._retry.setInterval(20)
    write(keeper, "one")
    write(keeper, "two", OTHER)
    operations.refuse()
    operations.keep()
    assert operations.texts() == []
    qtbot.waitUntil(lambda: operations.texts() == ["one"])


def test_a_fault_gives_the_text_back_and_leaving_does_not_wait(keeper, operations):
    told = []
    keeper.refused.connect(told.append)
    write(keeper, "words")
    operations.crash()
    assert [type(error) for error in told] == [ZeroDivisionError]
    assert keeper.unsaved() == ("words",)
    assert not keeper.under_way(ITEM)
    QTimer.singleShot(0, operations.keep)
    with_time = dt.datetime.now()
    keeper.keep_before_leaving()
    assert dt.datetime.now() - with_time < dt.timedelta(seconds=2)
    assert keeper.unsaved() == ()
    assert operations.unsaved is None


def test_answers_go_to_the_text_they_are_about(keeper, operations):
    kept = []
    keeper.kept.connect(lambda item, text: kept.append((item, text)))
    write(keeper, "one")
    write(keeper, "two", OTHER)
    operations.crash()
    operations.keep()
    assert kept == [(OTHER, "two")]
    assert keeper.text(ITEM) == "one"


def test_typing_without_a_pause_is_kept_every_few_seconds(keeper, operations):
    keeper._pause.setInterval(80)
    keeper._longest.setInterval(200)
    for number in range(15):
        keeper.typed(ITEM, lambda number=number: "x" * number)
        QTest.qWait(20)
    assert operations.asked
    assert keeping.LONGEST_UNSAVED_MS <= 3000


@pytest.mark.parametrize("error", [NotFound("agenda_item"), MinutesApproved(ITEM), OpenedReadOnly(Path("x"))])
def test_what_can_never_succeed_is_not_tried_again_by_itself(keeper, operations, error):
    keeper._retry.setInterval(10)
    write(keeper, "words")
    operations.refuse(error)
    QTest.qWait(40)
    keeper.keep_now()
    assert operations.texts() == []
    assert keeper.unsaved() == ("words",)
    write(keeper, "words more")
    assert operations.texts() == ["words more"]


def test_an_item_that_is_there_again_is_written(keeper, operations):
    keeper._retry.setInterval(10)
    write(keeper, "words")
    operations.refuse(NotFound("agenda_item"))
    keeper.stands(ITEM, "before")
    QTest.qWait(40)
    assert operations.texts() == ["words"]


def test_dates_count_from_the_meeting_they_were_typed_in(keeper, operations):
    write(keeper, "a: Ask >in two weeks")
    operations.refuse()
    keeper.begin(DAY + dt.timedelta(days=30))
    keeper.keep_now()
    assert operations.asked[0][2] == DAY


def test_what_is_settled_is_read_before_the_editor_shows_something_else(keeper, operations):
    shown = ["first item"]
    keeper.typed(ITEM, lambda: shown[0])
    keeper.settle()
    shown[0] = "second item"
    keeper.keep_now()
    assert operations.texts() == ["first item"]


def test_it_says_once_that_all_is_well_again(keeper, operations):
    eased = []
    keeper.eased.connect(lambda: eased.append(True))
    write(keeper, "one")
    write(keeper, "two", OTHER)
    operations.refuse()
    operations.refuse()
    keeper.keep_now()
    operations.keep()
    assert not eased
    operations.keep()
    assert eased == [True]


def test_what_was_given_up_does_not_come_back(keeper, operations):
    write(keeper, "one")
    write(keeper, "two", OTHER)
    operations.refuse()
    keeper.give_up()
    operations.refuse()
    assert keeper.unsaved() == ()
    assert operations.unsaved is None
