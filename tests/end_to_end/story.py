"""The story of `test_meeting_cycle.py`: what a person does, a chapter a method."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

from desktop.followup.results import ActionsTable
from desktop.imports.members import MembersImport
from desktop.meetings.agenda_table import AgendaTable
from desktop.meetings.meeting_list import MeetingTable
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.minutes.attendance_dialog import AttendanceDialog
from desktop.minutes.editor import MinutesEditor
from desktop.minutes.meeting_dialogs import CirculateDialog, CorrectionDialog, FinishDialog
from desktop.start.dialogs import NewAllianceDialog
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.reason_dialog import ReasonDialog
from desktop.window import Window
from tests.end_to_end.hands import Hands

ALLIANCE = "Cross Project Council"
DRAFT, SITE, OPENING = "Answer to the draft", "The website", "Opening and agenda"
MEETING, NEXT = dt.date(2026, 10, 22), dt.date(2026, 11, 19)


@dataclass
class Hour:
    """A clock that the story winds."""

    now: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 9, 21, 9, 0).astimezone())

    def wind(self, *, day: dt.date | None = None, time: dt.time | None = None) -> None:
        """Go on to a day or a time of day."""
        self.now = dt.datetime.combine(day or self.now.date(), time or self.now.time()).astimezone()


@dataclass(frozen=True)
class Roster:
    """Whom the story brings in, and whom it speaks of: one that owns an action, one excused, one late."""

    path: Path
    brought_in: int
    owner: str
    excused: str
    late: str


class Story:
    """The chapters, in the order in which they are told."""

    def __init__(self, hands: Hands, hour: Hour, folder: Path, roster: Roster) -> None:
        self.hands = hands
        self.hour = hour
        self.folder = folder
        self.roster = roster

    def make_alliance(self) -> None:
        """From the start page to an empty alliance."""
        hands = self.hands
        hands.program.show_start()
        hands.press("Ctrl+N")
        hands.dialog(NewAllianceDialog)
        hands.write(ALLIANCE)
        hands.press("Return")
        hands.wait_for(lambda: isinstance(hands.program.window, Window))
        hands.settle()
        hands.wait_for(lambda: hands.window.windowTitle() == f"{ALLIANCE} – Ronda")

    def import_members(self) -> None:
        """Bring in the roster: file, columns, rows, done."""
        hands = self.hands
        hands.choose(ALLIANCE, "Bring in members")
        dialog = hands.dialog(MembersImport)
        hands.answer_file(self.roster.path, lambda: hands.push("Choose a file"))
        hands.see("Step 2 of 3: Columns")
        hands.push("See the rows")
        hands.see("Step 3 of 3: Rows")
        hands.click(dialog.next_button)
        hands.see(f"{self.roster.brought_in} members were brought in.")
        hands.push("Close")
        hands.gone()

    def plan(self) -> None:
        """Plan a meeting; say what it is for."""
        hands = self.hands
        hands.go("Meetings")
        hands.press("Ctrl+N")
        hands.dialog(NewMeetingDialog)
        hands.write("22 Oct 2026")
        hands.press("Tab")
        hands.fill("Place", "Hall 2")
        hands.push("Plan meeting")
        hands.gone()
        hands.see("General meeting 1")
        hands.tab("Purpose and papers")
        hands.fill("Purpose of the meeting", "Agree how we answer the draft.\nShare the work.")
        hands.click(hands.find(QCheckBox, "The co-chairs approved the agenda"))
        hands.settle()

    def write_agenda(self) -> None:
        """Three items with who brings them, put in order, with purposes and minutes, all by keys."""
        hands = self.hands
        hands.tab("Agenda")
        for title, who in ((DRAFT, self.roster.owner), (SITE, self.roster.late), (OPENING, "")):
            hands.press("Ctrl+Return")
            hands.write(title)
            hands.press("Tab")
            if who:
                hands.write(who)
                hands.press("Return")  # takes the name offered
            hands.press("Return")
        assert self.titles() == [DRAFT, SITE, OPENING]
        hands.press("Alt+Up", "Alt+Up")
        assert self.titles() == [OPENING, DRAFT, SITE]
        hands.press("3", "Down", "1", "Down", "2")
        hands.press("Up", "Left")
        hands.write("45")
        hands.press("Return")
        lines = self.agenda().model().rows
        assert [line.item.purpose.value for line in lines] == ["inform", "decide", "discuss"]
        assert [line.item.planned_minutes for line in lines] == [15, 45, 15]
        assert lines[2].start == dt.datetime(2026, 10, 22, 11, 0)

    def agenda(self) -> AgendaTable:
        """Return the agenda in sight."""
        return self.hands.find(AgendaTable, "Agenda")

    def titles(self) -> list[str]:
        """Return the titles on the agenda, as the table shows them."""
        return [line.item.title for line in self.agenda().model().rows]

    def call(self) -> None:
        """Call the meeting: paper, mail, calendar; note that everybody was told."""
        hands = self.hands
        hands.tab("Call")
        hands.see("Ready to be called")
        hands.push("Call the meeting")
        hands.see("The meeting is called.")
        hands.answer_file(self.folder / "draft.eml", lambda: hands.push("Save draft…"))
        hands.see("Saved as draft.eml")
        hands.answer_file(self.folder / "meeting.ics", lambda: hands.push("Save file…"))
        hands.see("Saved as meeting.ics")
        self.save_paper("Print agenda", "agenda.pdf")
        hands.push("Mark", begins=True)
        hands.wait_for(lambda: any(words.endswith(" told") and not words.startswith("0") for words in hands.read()))

    def save_paper(self, button: str, name: str) -> None:
        """Save what a print button shows as a PDF."""
        hands = self.hands
        hands.push(button)
        hands.dialog(PrintPreview)
        hands.find(QAbstractButton, "Save as PDF…")
        hands.answer_file(self.folder / name, lambda: hands.push("Save as PDF…"))
        hands.see(f"Saved as {name}")
        hands.press("Esc")
        hands.gone()

    def meet(self) -> None:
        """Start, and mark by keys who is here, excused, late."""
        hands = self.hands
        self.hour.wind(day=MEETING, time=dt.time(10, 0))
        hands.tab("Minutes")
        hands.push("Start meeting")
        hands.press("Ctrl+M")
        hands.dialog(AttendanceDialog)
        self.hour.wind(time=dt.time(10, 12))
        for name, keys in ((self.roster.owner, "Space"), (self.roster.excused, "Space Space"),
                           (self.roster.late, "Alt+L")):  # fmt: skip
            hands.press("Ctrl+A")
            hands.write(name)  # a space with which a name goes on is a space; the next one marks
            hands.press(*keys.split())
        hands.press("Esc")
        hands.push("Everyone is here")
        hands.press("Esc")
        hands.gone()
        hands.see("1 came late")
        hands.see("Sent apologies 1")

    def take_minutes(self) -> None:
        """Type live: decisions, actions, an owner completed, dates; one action lacks an owner, one item goes on."""
        hands = self.hands
        assert isinstance(QApplication.focusWidget(), MinutesEditor), "the keyboard is back where one writes"
        hands.write("We opened.\nd: The agenda stands as called")
        hands.press("Ctrl+Down")
        hands.write(f"The draft is weak.\nd: We answer together\na: Write the answer @{self.roster.owner[:4].lower()}")
        hands.press("Return")  # takes the owner offered
        hands.write(">29 Oct\na: Ask the lawyers >in two weeks\np: Costs were named")
        hands.press("Ctrl+Down")
        hands.write(f"a: Renew the site @{self.roster.late}")
        hands.press("Esc")
        hands.write(" >12 Nov")
        box = hands.find(QAbstractButton, "Dealt with")
        hands.wait_for(box.isChecked)
        hands.push("Dealt with")
        hands.press("Ctrl+Up")
        hands.see("Not agreed yet")
        hands.see("1 not agreed yet")
        hands.see("Whole meeting: 2 decisions, 3 actions")

    def finish(self) -> None:
        """Finish: what is missing is said. Then circulate."""
        hands = self.hands
        self.hour.wind(time=dt.time(11, 40))
        hands.push("Finish meeting")
        hands.dialog(FinishDialog)
        hands.see("1 action is not agreed yet: it lacks an owner or a date.")
        hands.see("1 item was not dealt with; it is left over for the next meeting.")
        hands.push("Finish meeting")
        hands.gone()
        hands.push("Circulate")
        hands.dialog(CirculateDialog)
        hands.push("Mark as circulated")
        hands.gone()
        hands.see("Circulated; comments by 27 Oct")

    def prepare_next(self) -> None:
        """Plan and call the next meeting, with the minutes, the open actions and what was left over on its agenda."""
        hands = self.hands
        self.hour.wind(day=dt.date(2026, 10, 30), time=dt.time(9, 0))
        hands.press("Alt+Left", "Ctrl+N")
        hands.dialog(NewMeetingDialog)
        hands.write("19 Nov 2026")
        hands.press("Tab")
        hands.push("Plan meeting")
        hands.gone()
        hands.tab("Purpose and papers")
        hands.fill("Purpose of the meeting", "See how the answer went.")
        hands.tab("Agenda")
        spoken = [self.agenda().model().index(row, 4).data() for row in range(3)]
        assert spoken == ["Approval of the minutes of meeting 1", "Open actions", SITE]
        hands.click(self.agenda())
        hands.press("Ctrl+Home", "1", "Down", "Down", "2")
        hands.tab("Call")
        hands.push("Call the meeting")

    def approve(self) -> None:
        """Hold the next meeting, which approves the minutes of this one."""
        hands = self.hands
        self.hour.wind(day=NEXT, time=dt.time(10, 0))
        hands.tab("Minutes")
        hands.push("Start meeting")
        hands.press("Ctrl+M")
        hands.dialog(AttendanceDialog)
        hands.push("Everyone is here")
        hands.press("Esc")
        hands.gone()
        hands.push("Approve these minutes")
        hands.push("Finish meeting")
        hands.dialog(FinishDialog)
        hands.push("Finish meeting")
        hands.gone()

    def open_first(self) -> None:
        """Open the first meeting from the list, by keys."""
        hands = self.hands
        hands.press("Alt+Left")
        table = hands.find(MeetingTable, "Meetings")
        hands.pick(table, lambda row: row.number == 1)
        hands.press("Return")
        hands.see("General meeting 1")
        hands.tab("Minutes")

    def correct(self) -> None:
        """Approved minutes take no silent change; a correction is recorded with its reason."""
        hands = self.hands
        self.open_first()
        editor = hands.find(MinutesEditor, "Minutes of this item")
        before = editor.toPlainText()
        hands.click(editor)
        hands.write("silently")
        hands.press("Alt+D", "Backspace", "Delete")
        assert editor.toPlainText() == before
        hands.push("Record a correction")
        hands.dialog(CorrectionDialog)
        hands.press("Ctrl+End")
        hands.write("\nThe chair was late.")
        hands.press("Tab")
        hands.write("It was left out")
        hands.push("Record the correction")
        hands.gone()
        hands.wait_for(lambda: editor.toPlainText() == f"{before}\nThe chair was late.")

    def follow_up(self) -> None:
        """Close one action, drop another with a reason."""
        hands = self.hands
        hands.tab("Follow-up")
        table = hands.find(ActionsTable, "Actions")
        hands.pick(table, lambda action: action.text == "Write the answer")
        hands.push("Mark as done")
        hands.pick(table, lambda action: action.text == "Ask the lawyers")
        hands.push("Drop…")
        hands.dialog(ReasonDialog)
        hands.write("The lawyers answered")
        hands.push("Drop", begins=True)
        hands.gone()

    def print_minutes(self) -> None:
        """Save the minutes as a PDF."""
        self.hands.tab("Minutes")
        self.save_paper("Print minutes", "minutes.pdf")

    def reopen(self) -> None:
        """Close the file and open it again from the list of recent files."""
        hands = self.hands
        hands.press("Ctrl+W")
        hands.wait_for(lambda: not isinstance(hands.program.window, Window))
        hands.settle()
        hands.find(QAbstractButton, "Open an alliance file")
        hands.click(hands.program.window.page.recent.viewport())
        hands.press("Return")
        hands.wait_for(lambda: isinstance(hands.program.window, Window))
        hands.settle()

    def undo(self) -> None:
        """Take the last deed back: the action dropped is open again."""
        hands = self.hands
        hands.press("Ctrl+Z")
        hands.see("Undone")
