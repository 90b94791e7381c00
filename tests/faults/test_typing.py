"""Test 4 in the window: what is typed on a disk that is full stays on the screen, and is saved by itself later."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.charter.notes import add_note, notes
from db.engine import create_file
from db.handover.desk import desk as standing
from db.meetings.meetings import meeting
from db.meetings.running import minutes_sheet
from db.vocabulary import NoteKind
from desktop import kept_writes, texts
from desktop.bootstrap import Program
from desktop.clock import stopped_at
from desktop.minutes import keeping
from desktop.settings import SettingsFile
from desktop.start.page import Choosers
from desktop.theme import Appearance
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.window import Window
from tests.db.meeting_kit import Kit, small_alliance
from tests.faults import disks
from tests.faults.table import count, report

ROUNDS = count(1, 20)
WORDS = "Words that count"
AGAIN_MS = 200


@dataclass
class Desk:
    """The program over a file on a disk that can be filled."""

    program: Program
    window: Window
    kit: Kit
    place: Path

    def fill(self) -> None:
        """Leave no room on the disk."""
        with (self.place / "filler").open("wb", buffering=0) as out:
            for size in (1 << 16, 1 << 10, 1):
                try:
                    while out.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def make_room(self) -> None:
        """Have room on the disk again."""
        (self.place / "filler").unlink()

    @property
    def footer(self) -> str:
        """What the foot of the window says."""
        return self.window.footer.state_label.text()


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
            kit = small_alliance(session)
            add_note(session, kind=NoteKind.BRIEFING, title="Water", written_on=dt.date(2026, 10, 1))
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


def minutes_field(desk: Desk) -> QWidget:
    desk.window.open(OpenMeeting(desk.kit.meeting, "minutes"))
    desk.program.operations.wait()
    return desk.window.current_page().frame.tab().editor


def purpose_field(desk: Desk) -> QWidget:
    desk.window.open(OpenMeeting(desk.kit.meeting, "papers"))
    desk.program.operations.wait()
    return desk.window.current_page().frame.tab().purpose_field


def note_field(desk: Desk) -> QWidget:
    desk.window.show_page("purpose")
    page = desk.window.current_page()
    page.show_tab("notes")
    desk.program.operations.wait()
    view = page.view()
    view.table.selectRow(0)
    return next(field for field in view.form.parts.values() if field.isVisible())


def worries_field(desk: Desk) -> QWidget:
    desk.window.show_page("handover")
    desk.program.operations.wait()
    return desk.window.current_page().worries


def text_in(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


FIELDS: dict[str, tuple[Callable[[Desk], QWidget], Callable[[Any, Kit], str]]] = {
    "minutes": (minutes_field, lambda session, kit: minutes_sheet(session, kit.meeting).items[0].text),
    "purpose of a meeting": (purpose_field, lambda session, kit: meeting(session, kit.meeting).purpose),
    "note": (note_field, lambda session, _kit: "".join(words for _name, words in notes(session)[0].parts())),
    "worries": (worries_field, lambda session, _kit: standing(session).worries),
}


@pytest.mark.parametrize("what", FIELDS)
def test_what_is_typed_on_a_full_disk_stays_and_is_saved_later(a_desk: Desk, qtbot: QtBot, what: str) -> None:
    """Tried: `KeptWrites` without trying again, and `operations.write` in its place; caught."""
    find, read = FIELDS[what]
    for turn in range(ROUNDS):
        field = find(a_desk)
        field.setFocus()
        a_desk.fill()
        words = f"{WORDS} {turn}"
        if isinstance(field, QPlainTextEdit):
            field.selectAll()
        qtbot.keyClicks(field, words)
        qtbot.waitUntil(lambda: not a_desk.program.operations.all_saved, timeout=10_000)
        assert a_desk.footer == "Not everything is saved yet: the disk is full"
        qtbot.wait(2 * AGAIN_MS)
        a_desk.window.show_page("today")
        assert words in text_in(find(a_desk))
        a_desk.make_room()
        qtbot.waitUntil(lambda: a_desk.program.operations.all_saved, timeout=10_000)
        a_desk.program.operations.wait()
        assert a_desk.footer.startswith("Saved ")
        with a_desk.program.operations.file.reading() as session:
            assert words in read(session, a_desk.kit)
        assert words in text_in(find(a_desk))
    report(4, f"disk full while typing: {what}", ROUNDS, "stayed on the screen, saved by itself with room again", True)
