"""Test 4 in the window: what is typed or marked on a full disk stays on the screen, and is saved by itself later."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from db.engine import create_file
from desktop import kept_writes, texts
from desktop.bootstrap import Program
from desktop.clock import stopped_at
from desktop.minutes import keeping
from desktop.settings import SettingsFile
from desktop.start.page import Choosers
from desktop.theme import Appearance
from tests.faults import disks
from tests.faults.kept_marks import MARKS
from tests.faults.table import FULL, count, report
from tests.faults.typed_fields import FIELDS, Desk, furnish, select_all, text_in

FEW = ("minutes", "why a member objects", "day to answer by", "worries")
"""The fields that are tried each time; the others in `make faults`."""
FEW_MARKS = ("who is here", "why a meeting is cancelled")
ROUNDS = count(1, 20)
AGAIN_MS = 200


@pytest.fixture
def a_desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The program on a small disk of its own."""
    if reason := disks.why_not():
        pytest.skip(reason)
    monkeypatch.setattr(kept_writes, "RETRY_MS", AGAIN_MS)
    monkeypatch.setattr(keeping, "RETRY_MS", AGAIN_MS)
    nowhere = Choosers(lambda *_: None, lambda *_: None, lambda *_: None)
    with disks.disk(tmp_path, megabytes=4) as mine:
        file = create_file(mine.root / "alliance.ronda", name="Lake Valley", who="Keti")
        with file.writing() as session:
            kit = furnish(session)
        program = Program(
            qapp, Appearance(qapp, choice="light"), SettingsFile(tmp_path / "settings.json"),
            clock=stopped_at(dt.datetime(2026, 10, 22, 10, 35)), choosers=nowhere, report_folder=tmp_path / "faults",
        )  # fmt: skip
        window = program.show_file(file)
        program.operations.wait()
        yield Desk(program, window, kit, mine.root)
        program.close()
        qapp.processEvents()
        texts.use("en")
        assert not list((tmp_path).glob("faults/*"))


@pytest.mark.parametrize("what", FIELDS if FULL else FEW)
def test_what_is_typed_on_a_full_disk_stays_and_is_saved_later(a_desk: Desk, qtbot: QtBot, what: str) -> None:
    """Tried: `KeptWrites` without trying again, and `operations.write` in its place; caught."""
    typed = FIELDS[what]
    for turn in range(ROUNDS):
        field = typed.find(a_desk)
        field.setFocus()
        a_desk.fill()
        words = typed.words(turn)
        select_all(field)
        qtbot.keyClicks(field, words)
        if key := typed.key or (None if isinstance(field, QPlainTextEdit) else Qt.Key.Key_Return):
            qtbot.keyClick(field, key)
        qtbot.waitUntil(lambda: not a_desk.program.operations.all_saved, timeout=10_000)
        assert a_desk.footer == "Not everything is saved yet: the disk is full"
        qtbot.wait(2 * AGAIN_MS)
        if typed.stays:
            a_desk.window.show_page("today")
            assert words in text_in(typed.find(a_desk))
        a_desk.make_room()
        qtbot.waitUntil(lambda: a_desk.program.operations.all_saved, timeout=10_000)
        a_desk.program.operations.wait()
        assert a_desk.footer.startswith("Saved ")
        with a_desk.program.operations.file.reading() as session:
            assert words in typed.read(session, a_desk.kit)
        if typed.stays:
            assert words in text_in(typed.find(a_desk))
    report(4, f"disk full while typing: {what}", ROUNDS, "stayed on the screen, saved by itself with room again", True)


@pytest.mark.parametrize("what", MARKS if FULL else FEW_MARKS)
def test_what_is_marked_on_a_full_disk_is_saved_later(a_desk: Desk, qtbot: QtBot, what: str) -> None:
    """Tried: `operations.write` where each is kept; no marks over what was read, for those in sight; all caught."""
    mark = MARKS[what]
    for turn in range(ROUNDS):
        mark.make_ready(a_desk)
        a_desk.fill()
        mark.do(a_desk, qtbot, turn)
        qtbot.waitUntil(lambda: not a_desk.operations.all_saved, timeout=10_000)
        assert a_desk.footer == "Not everything is saved yet: the disk is full"
        if mark.shown is not None:
            a_desk.window.show_page("today")
            assert mark.shown(a_desk) == mark.wanted(turn)
        a_desk.make_room()
        qtbot.waitUntil(lambda: a_desk.operations.all_saved, timeout=10_000)
        a_desk.operations.wait()
        assert a_desk.read(mark.read, a_desk.kit) == mark.wanted(turn)
        if mark.shown is not None:
            assert mark.shown(a_desk) == mark.wanted(turn)
    report(4, f"disk full while marking: {what}", ROUNDS, "kept in mind, saved by itself with room again", True)


def test_what_is_tried_each_time_is_among_all() -> None:
    """A name in `FEW` or `FEW_MARKS` that is no field's, and this fails."""
    assert set(FEW) < set(FIELDS)
    assert set(FEW_MARKS) < set(MARKS)
