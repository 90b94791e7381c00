"""One application in Ronda's own look for every window test, and what many of them begin with."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile, open_file
from db.errors.files import PlaceFull
from db.meetings.meetings import plan_meeting
from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock, stopped_at
from desktop.commands import Console, run
from desktop.operations import Operations
from desktop.settings import SettingsFile
from desktop.start.page import Choosers
from desktop.theme import Appearance, dress
from tests.new_file import new_file

PAST = (
    "Date,Present,Chair,Minutes taken by\n"
    "2024-01-01,Ana Ruiz; Ivo Paz; Rosa Quispe,Ana Ruiz,Ivo Paz; Rosa Quispe\n"
    "2024-02-01,Ana Ruiz; Ivo Paz,Ana Ruiz,Rosa Quispe\n"
)


SHEET = (
    "Date,Group,Meeting,Present,Apologies,Chair,Minutes taken by,Agenda,Decisions,Actions,File\n"
    "2019-05-06,Water,First,Rosa Quispe; Ivo,Ana,one per topic,Ivo,Canal map | Fees,RESOLUTION: pay | Go,"
    "Rosa Quispe: draw | [Ivo] write,minutes/a.md\n"
    "2019-06-06,,Plenary,Rosa Quispe,,Rosa Quispe,?,,,,\n"
    "soon,,,,,,,,,,\n"
)


class Spoken(NamedTuple):
    """How one command ended, what it said, and what it said went wrong."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Ronda = Callable[..., Spoken]
"""Runs a command."""


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """Ronda's look on its windows, as the program has it."""
    return Appearance(qapp, choice="light", everywhere=False)


class Dresser(QtBot):
    """Puts Ronda's look on what it is given: a page or a field by itself is in no window that has it.

    A style sheet of the application would do so, too; every page would take half as long again to build.
    """

    def addWidget(self, widget: QWidget, **options: Any) -> None:
        dress(widget)
        super().addWidget(widget, **options)

    def mouseDClick(self, widget: QWidget, *how: Any, **options: Any) -> None:
        """Let go of the button at the end: Qt's own test leaves it pressed, also for every test after."""
        super().mouseDClick(widget, *how, **options)
        self.mouseRelease(widget, *how, **options)


@pytest.fixture
def qtbot(request: pytest.FixtureRequest, appearance: Appearance, qtbot: QtBot) -> QtBot:
    return Dresser(request)


@pytest.fixture(autouse=True)
def light(appearance: Appearance) -> Iterator[None]:
    """Give every test the light theme at 100 % back."""
    yield
    appearance.choose("light")
    appearance.set_text_percent(100)


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """See that each test closes the windows it opens."""
    yield
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left


@pytest.fixture
def clock() -> Clock:
    return stopped_at(dt.datetime(2026, 10, 7, 10, 35))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of an alliance with nothing in it yet, closed."""
    place = tmp_path / "a.ronda"
    new_file(place, name="Lake Valley", who="Keti").close()
    return place


@pytest.fixture
def program(qapp: QApplication, appearance: Appearance, tmp_path: Path, clock: Clock) -> Iterator[Program]:
    """The program without a window yet."""
    nowhere = Choosers(lambda *_: None, lambda *_: None, lambda *_: None)
    settings = SettingsFile(tmp_path / "settings.json")
    program = Program(qapp, appearance, settings, clock=clock, choosers=nowhere, report_folder=tmp_path / "faults")
    yield program
    program.close()
    qapp.processEvents()
    texts.use("en")


def settle(program: Program) -> None:
    """Have all that was asked for come, also what is only asked for once something came, and find its place."""
    assert program.operations is not None
    for _turn in range(6):
        program.operations.wait()
        QApplication.processEvents()


@pytest.fixture
def operations(qapp: QApplication, file: AllianceFile) -> Iterator[Operations]:
    """The work on the `file` of the tests in hand; none of it may end in a fault of the program."""
    made = Operations(file, who="Keti")
    crashes: list[Exception] = []
    made.crashed.connect(crashes.append)
    yield made
    made.close()
    assert not crashes


class FullDisk:
    """A disk that refuses whatever these operations write, until it has room."""

    def __init__(self, operations: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        self._operations, self._write = operations, operations.write
        monkeypatch.setattr(operations, "write", self._refuse)

    def _refuse(self, *args: Any, **values: Any) -> object:
        return values["failed"](PlaceFull(Path("a.ronda"))) if self.full else self._write(*args, **values)

    def has_room(self) -> None:
        """Have room from now on, and what waits tried again at once."""
        self.full = False
        self._operations.kept_writes.try_again()


FillDisk = Callable[[Operations], FullDisk]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> FillDisk:
    """Return what fills the disk under operations."""
    return lambda operations: FullDisk(operations, monkeypatch)


@pytest.fixture
def home(qtbot: QtBot, operations: Operations) -> QWidget:
    """A window of the size Ronda is made for, for dialogs to stand over."""
    widget = QWidget()
    widget.resize(1366, 768)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def ronda(clock: Clock) -> Ronda:
    def call(*arguments: object, ask: Callable[[str], str] | None = None, at: Clock = clock) -> Spoken:
        out, err = io.StringIO(), io.StringIO()
        with texts.speaking(texts.language()):
            code = run([str(argument) for argument in arguments], Console(out, err, ask, clock=at))
        return Spoken(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def with_past(ronda: Ronda, tmp_path: Path, clock: Clock) -> Path:
    """The file of an alliance with two past meetings, and two to come in 20 and in 50 days; closed."""
    place, sheet = tmp_path / "a.ronda", tmp_path / "past.csv"
    new_file(place, name="Lake Valley Alliance").close()
    sheet.write_text(PAST)
    assert ronda("import", "meetings", place, sheet)[0] == 0
    with open_file(place) as file, file.writing() as session:
        for days in (20, 50):
            plan_meeting(session, date=clock.today() + dt.timedelta(days=days))
    return place


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A list of past meetings with all that may go wrong in one, and the minutes it names."""
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "a.md").write_text("The canal is long.")
    place = tmp_path / "past.csv"
    place.write_text(SHEET)
    return place


@pytest.fixture
def filled(ronda: Ronda, path: Path, sheet: Path) -> Path:
    """The file of an alliance with the meetings of that list; closed."""
    assert ronda("import", "meetings", path, sheet).code == 0
    return path
