"""The story of `test_meeting_cycle.py`, a chapter a method."""

from pathlib import Path
from typing import Protocol
import datetime as dt

from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox
from desktop.minutes.attendance_dialog import AttendanceDialog
from desktop.minutes.meeting_dialogs import CirculateDialog, FinishDialog
from desktop.widgets.print_preview import PrintPreview
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.meetings.agenda_table import AgendaTable
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
        self.import_members()
        self.plan()
        self.agenda()
        self.call()
        self.meet()
        self.minutes()
        self.finish()

    def import_members(self) -> None:
        from desktop.imports.members import MembersImport

        hands = self.hands
        hands.choose("Cross Project Council", "Bring in members")
        dialog = hands.dialog(MembersImport)
        hands.answer_file(self.roster, lambda: hands.push("Choose a file"))
        hands.push("See the rows")
        print(dialog.next_button.text())
        hands.click(dialog.next_button)
        hands.wait_for(lambda: dialog.next_button.isEnabled() and dialog.next_button.text() == "Close")
        print(hands.read())
        hands.push("Close")

    def plan(self) -> None:
        hands = self.hands
        hands.press("Ctrl+N")
        dialog = hands.dialog(NewMeetingDialog)
        hands.write("22 Oct 2026")
        hands.press("Tab")
        hands.fill("Place", "Hall 2")
        hands.push("Plan meeting")
        hands.gone()
        hands.tab("Purpose and papers")
        hands.fill("Purpose of the meeting", "Agree how we answer the draft.\nShare the work.")
        hands.fill("Chair", "Joe Sepi")
        hands.press("Tab")
        hands.click(hands.find(QCheckBox, "The co-chairs approved the agenda"))
        hands.settle()

    def agenda(self) -> None:
        hands = self.hands
        hands.tab("Agenda")
        for title, who in (("Answer to the draft", "Netflix"), ("The website", "IBM"), ("Opening and agenda", "")):
            hands.press("Ctrl+Return")
            hands.write(title)
            hands.press("Tab")
            if who:
                hands.write(who)
                hands.press("Return")  # takes the name offered
            hands.press("Return")
        assert self.lines() == ["Answer to the draft", "The website", "Opening and agenda"]
        hands.press("Alt+Up", "Alt+Up")
        assert self.lines() == ["Opening and agenda", "Answer to the draft", "The website"]
        hands.press("3", "Down", "1", "Down", "2")  # inform, decide, discuss
        hands.press("Up", "Left")
        hands.write("45")
        hands.press("Return")
        table = self.table()
        print([[table.model().index(r,c).data() for c in range(table.model().columnCount())] for r in range(table.model().rowCount())])

    def table(self) -> AgendaTable:
        return self.hands.find(AgendaTable, "Agenda")

    def lines(self) -> list[str]:
        """Return the titles on the agenda, as the table shows them."""
        return [line.item.title for line in self.table().model().rows]

    def call(self) -> None:
        hands = self.hands
        hands.tab("Call")
        print(hands.read())
        hands.push("Call the meeting")
        hands.see("The meeting is called.")
        hands.answer_file(self.folder / "draft.eml", lambda: hands.push("Save draft…"))
        hands.see("Saved as draft.eml")
        hands.answer_file(self.folder / "meeting.ics", lambda: hands.push("Save file…"))
        hands.see("Saved as meeting.ics")
        self.save_paper("Print agenda", self.folder / "agenda.pdf")
        print(hands.read())

    def save_paper(self, button: str, path: Path) -> None:
        hands = self.hands
        hands.push(button)
        hands.dialog(PrintPreview)
        hands.wait_for(lambda: hands.find(QAbstractButton, "Save as PDF…"))
        hands.answer_file(path, lambda: hands.push("Save as PDF…"))
        hands.see(f"Saved as {path.name}")
        hands.press("Esc")
        hands.gone()

    def meet(self) -> None:
        """Tell the members, start, and mark who is here."""
        hands = self.hands
        hands.push("Mark 54 as told")
        hands.see("54 of 54 told")
        self.hour.wind(day=dt.date(2026, 10, 22), time=dt.time(10, 0))
        hands.tab("Minutes")
        hands.push("Start meeting")
        hands.press("Ctrl+M")
        hands.dialog(AttendanceDialog)
        for letters, keys in (("Netflix", ("Space",)), ("IBM", ("Space", "Space")), ("Micro", ("Alt+L",))):
            self.hour.wind(time=dt.time(10, 12))
            hands.write(letters)
            hands.press(*keys)
            hands.press("Ctrl+A")
        print(hands.read())
        hands.press("Backspace")
        hands.push("Everyone is here")
        print(hands.read())
        hands.press("Esc")
        hands.gone()
        print(hands.read())

    def minutes(self) -> None:
        hands = self.hands
        hands.press("F6", "F6", "F6")
        print(QApplication.focusWidget())
        hands.write("We opened.\nd: The agenda stands as called")
        hands.press("Ctrl+Down")
        hands.write("The draft is weak.\nd: We answer together\na: Write the answer @netf")
        hands.press("Return")
        hands.write(">29 Oct\na: Ask the lawyers >in two weeks\np: Costs were named")
        hands.press("Ctrl+Down")
        hands.write("a: Renew the site @IBM >12 Nov")
        hands.press("Ctrl+Up")
        hands.settle()
        hands.see("Not agreed yet")
        print(hands.read())

    def finish(self) -> None:
        hands = self.hands
        self.hour.wind(time=dt.time(11, 40))
        hands.push("Finish meeting")
        hands.dialog(FinishDialog)
        print(hands.read())
        hands.push("Finish meeting")
        hands.gone()
        hands.push("Circulate")
        hands.dialog(CirculateDialog)
        hands.push("Mark as circulated")
        hands.gone()
        print(hands.read())
