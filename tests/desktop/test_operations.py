"""Work runs in order off the window's thread and comes back on it; nothing is lost, nothing comes twice."""

import datetime as dt
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from db.changes import Changes
from db.errors import KnownError
from desktop.clock import stopped_at
from desktop.operations import Cancelled, Operations, changes_in


class RefusedError(KnownError):
    pass


class FakeFile:
    """Lends sessions that are lists of what happened."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.threads: set[int] = set()

    @contextmanager
    def looking(self):
        yield self.log

    @contextmanager
    def reading(self):
        self.threads.add(threading.get_ident())
        yield self.log

    @contextmanager
    def writing(self, *, who="", at=None):
        self.at = at
        self.threads.add(threading.get_ident())
        try:
            yield self.log
        except Exception:
            self.log.append("rolled back")
            raise
        self.log.append(f"kept by {who}")


@pytest.fixture
def file():
    return FakeFile()


@pytest.fixture
def operations(qapp, file):
    operations = Operations(file, who="Keti")
    yield operations
    operations.close()


def note(session, word, *, changes=None):
    session.append(word)
    return changes


def test_work_is_done_in_order_on_one_other_thread_and_comes_back_on_the_windows(operations, file):
    came = []

    def take(result):
        came.append((result, QThread.currentThread() is operations.thread()))

    for number in range(20):
        (operations.read if number % 2 else operations.write)(
            note, str(number), changes=None, done=lambda _none, number=number: take(number)
        )
    assert not operations.idle
    operations.wait()
    assert came == [(number, True) for number in range(20)]
    assert [word for word in file.log if word.isdigit()] == [str(number) for number in range(20)]
    assert len(file.threads) == 1
    assert threading.get_ident() not in file.threads


def test_a_write_says_what_changed_then_that_it_is_saved_then_hands_back(operations, file):
    changes = Changes(uuid4(), frozenset({"member"}), frozenset({uuid4()}))
    heard = []
    operations.changed.connect(lambda what: heard.append(("changed", what)))
    operations.saved.connect(lambda when: heard.append(("saved", type(when))))
    operations.write(note, "rename", changes=changes, done=lambda result: heard.append(("done", result)))
    operations.wait()
    assert heard == [("changed", changes), ("saved", dt.datetime), ("done", changes)]
    assert file.log == ["rename", "kept by Keti"]


def test_what_is_written_counts_as_done_when_the_clock_says(qapp, file):
    moment = dt.datetime(2026, 10, 8, 9, 30)
    operations = Operations(file, clock=stopped_at(moment))
    operations.write(lambda log: None)
    operations.wait()
    operations.close()
    assert file.at == moment.astimezone()


def test_changes_are_found_alone_as_a_field_and_in_a_tuple():
    class Report:
        changes = Changes(uuid4(), frozenset({"member"}), frozenset({uuid4()}))

    assert changes_in(Report.changes) is Report.changes
    assert changes_in(Report()) is Report.changes
    assert changes_in(("rename_member", Report.changes)) is Report.changes
    assert changes_in("nothing") is None


def refuse(session):
    raise RefusedError


def stumble(session):
    raise ZeroDivisionError


def test_a_refusal_goes_to_the_asker_or_else_to_everybody_and_a_fault_to_one_place(operations, file):
    mine, everybodys, faults = [], [], []
    operations.failed.connect(everybodys.append)
    operations.crashed.connect(faults.append)
    operations.write(refuse, failed=mine.append)
    operations.write(refuse)
    operations.read(stumble, done=pytest.fail, failed=pytest.fail)
    operations.wait()
    assert [type(error) for error in mine + everybodys] == [RefusedError, RefusedError]
    assert [type(error) for error in faults] == [ZeroDivisionError]
    assert file.log == ["rolled back", "rolled back"]


def test_a_callback_that_fails_does_not_stop_what_follows(operations, qtbot):
    came = []
    with qtbot.captureExceptions() as caught:
        operations.read(note, "a", done=lambda _result: 1 / 0)
        operations.read(note, "b", done=lambda _result: came.append("b"))
        operations.wait()
    assert [kind for kind, _value, _trace in caught] == [ZeroDivisionError]
    assert came == ["b"]


def test_what_is_done_in_pieces_lets_events_in_between_and_counts_as_under_way(operations):
    done = []

    def first():
        QTimer.singleShot(0, lambda: done.append("event"))
        done.append("first")
        operations.soon(done.append, "second")

    operations.soon(first)
    assert not operations.idle
    operations.wait()
    assert done == ["first", "event", "second"]


def test_work_begins_once_what_asked_for_it_and_its_pieces_are_done(operations, file):
    begun = []

    def piece(further):
        operations.read(note, "asked by a piece")
        time.sleep(0.02)
        begun.append(tuple(file.log))
        if further:
            operations.soon(piece, further - 1)

    operations.write(note, "asked first")
    operations.soon(piece, 2)
    operations.wait()
    assert begun == [(), (), ()]
    assert file.log == ["asked first", "kept by Keti", *["asked by a piece"] * 3]


def test_work_begins_once_what_was_changed_is_drawn(operations, qtbot):
    order = []

    class Slow(QLabel):
        def paintEvent(self, event):
            time.sleep(0.05)  # what the worker would use to begin, were it told before
            order.append("drawn")

    operations.read(lambda _session: None)  # the first of all waits for nothing
    operations.wait()
    label = Slow()
    qtbot.addWidget(label)
    label.show()
    qtbot.waitUntil(lambda: bool(order))
    order.clear()
    label.setText("asked")
    operations.read(lambda _session: order.append("begun"))
    operations.wait()
    assert order == ["drawn", "begun"]


def test_a_turn_of_a_widget_that_is_gone_is_left_out(operations):
    label = QLabel()
    operations.soon(label.setText, "never")
    label.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    operations.wait()
    assert operations.idle


def test_results_that_take_long_to_show_are_shown_one_at_a_time(operations):
    done = []

    def show(word):
        done.append(word)
        QTimer.singleShot(0, lambda: done.append("drawn"))
        time.sleep(0.02)

    for word in ("one", "two"):
        operations.job(str, word, done=show)
    operations.wait()
    QApplication.processEvents()
    assert done == ["one", "drawn", "two", "drawn"]


def test_only_the_newest_read_of_a_key_is_handed_back(operations):
    gate = threading.Event()
    came = []
    operations.read(lambda _session: gate.wait(5) and "first", done=came.append, key="search")
    operations.read(lambda _session: "second", done=came.append, key="search")
    operations.read(lambda _session: "other", done=came.append, key="list")
    operations.read(lambda _session: "third", done=came.append, key="search")
    gate.set()
    operations.wait()
    assert came == ["other", "third"]


def count_to(total, *, progress):
    for number in range(total):
        progress(number + 1, total)
    return total


def test_long_work_reports_how_far_it_is(operations):
    seen, came = [], []
    operations.job(count_to, 5000, done=came.append, progress=lambda done, total: seen.append((done, total)))
    operations.wait()
    assert came == [5000]
    assert seen[-1] == (5000, 5000)
    assert len(seen) < 100


def test_long_work_can_be_stopped_and_is_rolled_back(operations, file, qtbot):
    started, came = threading.Event(), []

    def endless(session, *, progress):
        while True:
            started.set()
            progress(1, 2)

    task = operations.write(
        endless, done=pytest.fail, stopped=lambda: came.append("stopped"), progress=lambda _done, _total: None
    )
    qtbot.waitUntil(started.is_set)
    task.cancel()
    operations.wait()
    assert came == ["stopped"]
    assert file.log == ["rolled back"]


def test_work_cancelled_before_its_turn_is_never_begun(operations, file):
    gate = threading.Event()
    operations.read(lambda _session: gate.wait(5))
    operations.read(note, "never", done=pytest.fail).cancel()
    gate.set()
    operations.wait()
    assert file.log == []


def test_the_language_of_the_asker_is_the_language_of_the_work(operations):
    language = ContextVar("language", default="en")
    language.set("es")
    came = []
    operations.read(lambda _session: language.get(), done=came.append)
    language.set("fr")
    operations.wait()
    assert came == ["es"]


def test_a_callback_of_a_widget_that_is_gone_is_left_out(operations):
    class Receiver(QObject):
        def take(self, _result):
            pytest.fail("the receiver is gone")

    import shiboken6

    receiver = Receiver()
    operations.read(note, "a", done=receiver.take)
    shiboken6.delete(receiver)
    operations.wait()


def test_closing_finishes_the_writes_drops_the_rest_and_leaves_no_thread(qapp, file):
    before = threading.active_count()
    operations = Operations(file)
    gate = threading.Event()
    saved = []
    operations.saved.connect(saved.append)
    operations.read(lambda _session: gate.wait(5))
    operations.write(note, "last words")
    operations.read(note, "too late", done=pytest.fail)
    gate.set()
    operations.close()
    operations.close()
    assert file.log == ["last words", "kept by "]
    assert len(saved) == 1
    assert operations.idle
    assert threading.active_count() == before
    assert operations.read(note, "after").cancelled


def test_it_says_when_it_is_busy(operations, qtbot):
    busy = []
    operations.busy_changed.connect(busy.append)
    operations.read(note, "a")
    operations.read(note, "b")
    operations.wait()
    assert busy == [True, False]
    operations.read(lambda _session: threading.Event().wait(0.2))
    with pytest.raises(TimeoutError):
        operations.wait(0.01)
    operations.wait()


def test_cancelled_is_not_a_fault():
    assert not issubclass(Cancelled, KnownError)
