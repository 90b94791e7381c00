"""Another day while the program runs on: nobody who comes back in the morning is told of yesterday."""

import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from db.changes import Changes
from db.engine import open_file
from db.meetings.meetings import meetings
from db.vocabulary import MeetingStatus
from desktop import new_day
from desktop.clock import Clock
from desktop.widgets.meeting_tab import OpenMeeting
from tests.desktop.conftest import settle

ACTIVE = Qt.ApplicationState.ApplicationActive


class Passing:
    """A time that passes only when it is told to."""

    def __init__(self, moment):
        self.moment = moment.astimezone()

    def now(self):
        return self.moment


@pytest.fixture
def time():
    return Passing(dt.datetime(2026, 10, 7, 10, 35))


@pytest.fixture
def clock(time):
    return Clock(time.now)


@pytest.fixture
def window(program, tmp_path, sample_file):
    (tmp_path / "stick").mkdir()
    program.show_file(open_file(Path(shutil.copy(sample_file(), tmp_path / "stick" / "Sample.ronda"))))
    settle(program)
    return program.window


def come_back(program, time, *, days):
    """Have the computer sleep for some days, and its person come back."""
    time.moment += dt.timedelta(days=days)
    QApplication.instance().applicationStateChanged.emit(ACTIVE)
    settle(program)


def due(page):
    model = page.model
    return {row.id: model.index(place, 3).data() for place, row in enumerate(model.rows)}


def test_the_page_in_sight_the_others_and_what_is_late_are_told_as_of_the_new_day(program, window, time):
    window.show_page("actions")
    settle(program)
    late = window.sidebar.items[2].count()
    actions = window.page("actions")
    before, chosen = due(actions), actions.table.current_row()
    window.show_page("today")
    settle(program)
    assert window._places["today"].header.fact_label.text() == "Wednesday 7 October 2026"
    first = window.page("today").owners.model
    said = first.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    come_back(program, time, days=30)
    assert window._places["today"].header.fact_label.text() == "Friday 6 November 2026"
    assert window.page("today").facts.day == dt.date(2026, 11, 6)
    assert first.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) != said
    assert window.sidebar.items[2].count() > late
    window.show_page("actions")
    settle(program)
    after = due(actions)
    assert [(before[key], after[key]) for key in before if before[key] == "41 days late"] == [
        ("41 days late", "71 days late")
    ]
    assert actions.table.current_row().id == chosen.id
    assert "71 days late" in after.values()


@pytest.fixture
def each_moment(monkeypatch):
    """Whether it is another day is looked at all the time."""
    monkeypatch.setattr(new_day, "_LOOK_EVERY_MS", 5)


def test_midnight_is_seen_by_itself_and_once(each_moment, program, window, time, clock, qtbot):
    told = []
    program.operations.day_began.connect(lambda: told.append(clock.today()))
    time.moment = time.moment.replace(hour=23, minute=59)
    qtbot.wait(50)
    assert told == []
    time.moment += dt.timedelta(minutes=1)
    qtbot.waitUntil(lambda: told == [dt.date(2026, 10, 8)])
    qtbot.wait(50)
    assert len(told) == 1


@pytest.fixture
def away(tmp_path):
    """Take the stick away that the file is on, and bring it back."""
    here, gone = tmp_path / "stick", tmp_path / "gone"
    yield lambda: here.rename(gone)
    gone.rename(here)


def test_the_day_is_told_once_the_file_can_be_read(program, window, time, away):
    told = []
    program.operations.day_began.connect(lambda: told.append(True))
    away()
    come_back(program, time, days=30)
    assert told == []
    assert window._places["today"].header.fact_label.text() == "Wednesday 7 October 2026"
    come_back(program, time, days=0)
    assert told == [True]
    assert window._places["today"].header.fact_label.text() == "Friday 6 November 2026"
    assert window.page("today").facts.day == dt.date(2026, 11, 6)


def test_a_meeting_stays_open_while_its_file_is_away(program, window, away, qtbot):
    with program.operations.file.reading() as session:
        after = next(row for row in meetings(session, bodies=[None]) if row.status is MeetingStatus.FOLLOWING_UP)
    window.open(OpenMeeting(after.id, "minutes"))
    settle(program)
    tab = window.current_page().frame.tab()
    away()
    program.operations.changed.emit(Changes(kinds=frozenset({"meeting"}), ids=frozenset({after.id})))
    settle(program)
    assert tab.isVisible()


def fields(window):
    kinds = (QLineEdit, QTextEdit, QPlainTextEdit)
    found = [each for kind in kinds for each in window.current_page().findChildren(kind)]
    found = [each for each in found if not isinstance(each.parent(), QComboBox)]  # what is typed there only looks for
    return [each for each in found if each.isVisible() and each.isEnabled() and not each.isReadOnly()]


def words_in(field):
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_what_is_half_typed_stays(program, window, time, qtbot):
    with program.operations.file.reading() as session:
        newest = {row.status: row for row in reversed(meetings(session, bodies=[None]))}
    tabs = ("agenda", "call", "minutes", "follow_up")
    targets = [OpenMeeting(row.id, tab) for row in newest.values() for tab in tabs]
    shown = [partial(window.show_page, entry.key) for entry in window._entries]
    typed = 0
    for show in [*shown, *(partial(window.open, target) for target in targets)]:
        show()
        settle(program)
        for field in fields(window):
            field.setFocus()
            qtbot.keyClicks(field, "zz")
            assert "zz" in words_in(field)
            come_back(program, time, days=1)
            assert "zz" in words_in(field), (show, field)
            typed += 1
    assert typed > 5, "searches, minutes, answers"
