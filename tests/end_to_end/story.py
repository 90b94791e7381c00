"""The story of `test_meeting_cycle.py`, a chapter a method."""

from pathlib import Path
from typing import Protocol
import datetime as dt

from PySide6.QtWidgets import QApplication
from desktop.window import Window
from desktop.start.dialogs import NewAllianceDialog
from tests.end_to_end.hands import Hands


class Winding(Protocol):
    """A clock that is wound on."""

    now: dt.datetime

    def wind(self, *, day: dt.date | None = None, time: dt.time | None = None) -> None: ...


class Story:
    def __init__(self, hands: Hands, hour: Winding, folder: Path, roster: Path) -> None:
        self.hands = hands
        self.hour = hour
        self.folder = folder
        self.roster = roster

    def begin(self) -> None:
        """Make the alliance from the start page."""
        hands = self.hands
        hands.program.show_start()
        hands.press("Ctrl+N")
        dialog = hands.dialog(NewAllianceDialog)
        hands.write("Cross Project Council")
        hands.press("Return")
        hands.wait_for(lambda: isinstance(hands.program.window, Window))
        hands.settle()
        hands.wait_for(lambda: hands.window.windowTitle() == "Cross Project Council – Ronda")
        print(hands.read())
        self.import_members()

    def import_members(self) -> None:
        from desktop.imports.members import MembersImport

        hands = self.hands
        hands.choose("Cross Project Council", "Bring in members")
        dialog = hands.dialog(MembersImport)
        hands.answer_file(self.roster, lambda: hands.push("Choose a file"))
        print(hands.read())
        hands.push("See the rows")
        print(hands.read())
        print(dialog.next_button.text())
        hands.click(dialog.next_button)
        hands.wait_for(lambda: dialog.next_button.isEnabled() and dialog.next_button.text() == "Close")
        print(hands.read())
        hands.push("Close")
