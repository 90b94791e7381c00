"""The story of `test_duties.py`: a season of duties on the sample alliance, a chapter a method."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu

from db.duties.keeping import duties
from db.duties.ledger import LedgerRow, ledger
from db.duties.rota import TurnRow, turn_rows
from db.meetings.attendance import attendance
from db.vocabulary import AttendanceStatus, TurnState
from desktop.duties.absences import AbsencesDialog
from desktop.duties.ask_dialog import AskDialog
from desktop.duties.plan_dialogs import PlanDialog, PublishDialog
from desktop.duties.rota_table import RotaTable
from desktop.duties.swap_dialog import SwapDialog
from desktop.duties.why_card import WhyCard
from desktop.meetings.meeting_list import MeetingTable
from desktop.members.dialogs import AddMemberDialog, LeaveDialog
from desktop.minutes.attendance_dialog import AttendanceDialog
from desktop.minutes.meeting_dialogs import FinishDialog
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.rows import RowsTable
from desktop.widgets.turn_dialogs import DeclineTurnDialog
from desktop.widgets.turn_done import DoneLine
from desktop.widgets.turn_giving import GiveTurnDialog
from desktop.window import Window
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import Hour

START = dt.datetime(2026, 10, 7, 10, 35)
MEETING = dt.date(2026, 10, 22)
AWAY = "Alder Development Agency"
"""Is to call meeting 42, and chair the one after."""
JOINER, LEAVER = "Quince Orchard Circle", "Field Law Clinic"
OPEN = frozenset({TurnState.PLANNED, TurnState.ASKED, TurnState.ACCEPTED})


class DutiesStory:
    """The chapters, in the order in which they are told."""

    def __init__(self, hands: Hands, hour: Hour, folder: Path) -> None:
        self.hands = hands
        self.hour = hour
        self.folder = folder
        self.copied = ""
        """The message that was copied to ask somebody."""

    # Looking

    def record(self, query: Callable[..., Any], *args: Any, **words: Any) -> Any:
        """Ask the file that is open, to see what came of a deed."""
        operations = self.hands.program.operations
        assert operations is not None
        with self.hands.looking(), operations.file.reading() as session:
            return query(session, *args, **words)

    def turn(self, number: int, duty: str) -> TurnRow:
        """Return the turn of a duty at a meeting, as the record has it."""
        rows = self.record(turn_rows)
        (found,) = (row for row in rows if row.duty.key == duty and row.meeting and row.meeting.number == number
                    and not row.meeting.group)  # fmt: skip
        return found

    def balance(self, duty: str, member: str) -> LedgerRow | None:
        """Return a member's line in a ledger."""
        of = next(of for of in self.record(duties) if of.key == duty)
        found = self.record(ledger, of.id, today=self.hour.now.date())
        return next((row for row in found.rows if row.member == member), None)

    def sums(self) -> dict[str, int]:
        """Return what the balances of each ledger add up to, with what those who left took with them."""
        found = {of.key: self.record(ledger, of.id, today=self.hour.now.date()) for of in self.record(duties)}
        return {key: sum(row.balance for row in one.rows) + one.left for key, one in found.items()}

    def rota(self) -> RotaTable:
        """Return the rota in sight."""
        return self.hands.find(RotaTable, "Rota")

    def walk_to(self, number: int, duty: str) -> TurnRow:
        """Go to a turn in the rota by the arrows; it is there in sight and in the card below."""
        table = self.rota()
        model = table.model()
        target = next(
            model.index(line, column)
            for line in range(model.rowCount())
            for column in range(model.columnCount())
            if (meeting := model.row(line).meeting) is not None
            and meeting.number == number
            and not meeting.group
            and model.duty(column).key == duty
        )
        if not table.hasFocus():
            self.hands.click(table.viewport())
        for key, steps in (
            ("Down", target.row() - table.currentIndex().row()),
            ("Right", target.column() - table.currentIndex().column()),
        ):
            opposite = {"Down": "Up", "Right": "Left"}[key]
            self.hands.press(*[key if steps > 0 else opposite] * abs(steps))
        assert table.currentIndex() == target
        found = table.turn()
        assert found is not None
        return found

    def why(self) -> str:
        """Return what the card below the rota says of the turn under the cursor."""
        return self.hands.find(WhyCard, "Why this turn is whose it is").reasons.text()

    # The chapters

    def open_sample(self) -> None:
        """Try the program with the sample."""
        hands = self.hands
        self.hour.now = START.astimezone()
        hands.program.show_start()
        hands.answer_file(self.folder / "Ours.ronda", lambda: hands.push("Try it with a sample"))
        hands.wait_for(lambda: isinstance(hands.program.window, Window), "the sample never opened", seconds=120)
        hands.settle()

    def look_round(self) -> None:
        """Look at the rota: every cell says whose it is and why, and everything adds up."""
        hands = self.hands
        hands.go("Duties")
        said = set()
        for number in (41, 42):
            for duty in ("minutes", "chairing", "calling", "records"):
                turn = self.walk_to(number, duty)
                hands.see(turn.person)
                words = self.why()
                assert words, (number, duty)
                said.add(words)
        assert len(said) == 8, "each turn has reasons of its own"
        assert any("behind" in words for words in said)
        assert set(self.sums().values()) == {0}

    def report_absence(self) -> None:
        """Somebody cannot come to meeting 42: what that touches is said, then it is planned again."""
        hands = self.hands
        assert self.turn(42, "calling").member == AWAY
        hands.push("Report absence")
        hands.dialog(AbsencesDialog)
        hands.fill("Who", AWAY)
        hands.press("Return")
        hands.push("Some days")
        hands.fill("Away from", "20 Nov 2026")
        hands.press("Tab")
        hands.fill("Back on", "1 Dec 2026")
        hands.press("Tab")
        hands.push("Report absence")
        hands.see("1 turn falls in these days:")
        hands.see("It was published: tell both.")
        assert self.turn(42, "calling").member == AWAY, "nothing changes before one says so"
        hands.push("Plan again")
        hands.see("Planned again. Publish the plan once it is right.")
        hands.push("Close")
        hands.gone()
        assert self.turn(42, "calling").member != AWAY
        assert self.turn(43, "chairing").member == AWAY, "back by then"

    def ask(self) -> None:
        """Ask who has the turn now, with a message to paste into the phone."""
        hands = self.hands
        self.walk_to(42, "calling")
        hands.push("Ask")
        hands.dialog(AskDialog)
        hands.push("Phone message")
        hands.push("Copy")
        hands.see("Copied. Paste it into a message.")
        self.copied = QGuiApplication.clipboard().text()
        assert "Calling" in self.copied
        assert "26 November 2026" in self.copied, self.copied
        hands.push("Note as asked")
        hands.gone()
        assert self.turn(42, "calling").state is TurnState.ASKED

    def accept(self) -> None:
        """Another says yes: noted with nothing but keys."""
        self.walk_to(41, "records")
        self.hands.press("Return")
        self.choose_by_keys("Note: accepts")
        assert self.turn(41, "records").state is TurnState.ACCEPTED

    def choose_by_keys(self, entry: str) -> None:
        """Go down the open menu to an entry by keys, and take it."""
        hands = self.hands
        hands.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "no menu came")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _entry in menu.actions():
            active = menu.activeAction()
            if active is not None and active.text().startswith(entry):
                hands.press("Return")
                return
            hands.press("Down")
        raise AssertionError(f"no {entry} among {[action.text() for action in menu.actions()]}")

    def decline(self) -> None:
        """One says no, and why; who comes next takes it at once."""
        hands = self.hands
        turn = self.walk_to(42, "minutes")
        assert turn.state is TurnState.ASKED
        hands.push("Declines")
        dialog = hands.dialog(DeclineTurnDialog)
        hands.fill("Why, if they said", "Harvest")
        hands.see("Next would be ")
        (name,) = [words for words in hands.read() if words.startswith("Next would be ")]
        dialog.give_box.click()
        hands.push("Note the answer")
        hands.gone()
        taken = self.turn(42, "minutes")
        assert taken.member != turn.member
        assert taken.member in name
        assert taken.member != self.turn(43, "minutes").member, "nobody twice in a row who need not"

    def swap(self) -> None:
        """Two swap: only those that can are offered, and what it means for both is shown before."""
        hands = self.hands
        turn = self.walk_to(43, "calling")
        hands.press("S")
        hands.dialog(SwapDialog)
        table = hands.find(RowsTable, "Turns that can be swapped")
        assert table.model().rowCount() > 0
        assert table.hasFocus()
        offer = table.current_row()[1]
        hands.see(turn.member)
        hands.see("17 Dec 2026 → ")
        hands.see(" → 17 Dec 2026")
        hands.fill("Note", "Agreed by phone")
        hands.push("Swap these turns")
        hands.gone()
        assert self.turn(43, "calling").member == offer.member
        assert self.turn(offer.meeting.number, "calling").member == turn.member
        hands.wait_for(lambda: "took this turn in a swap with" in self.why())

    def give(self) -> None:
        """Give a turn to somebody of one's own choice, with everybody's history in sight."""
        hands = self.hands
        turn = self.walk_to(43, "records")
        hands.push("Ask someone else")
        hands.dialog(GiveTurnDialog)
        table = hands.find(RowsTable, "Who may do this duty")
        spoken = [table.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
                  for row in range(table.model().rowCount())]  # fmt: skip
        assert all("share" in words for words in spoken), spoken
        assert any("cannot: " in words for words in spoken), spoken
        hands.click(hands.find(QLineEdit, "Two letters find a member"))
        hands.write("credit")
        hands.press("Down", "Return")
        hands.gone()
        given = self.turn(43, "records")
        assert given.member == "Irva Valley Credit Union" != turn.member
        hands.wait_for(lambda: "chose Irva Valley Credit Union by hand" in self.why())

    def plan_and_publish(self) -> None:
        """Plan ahead: nothing is new to plan. Publish: what changed since is shown first."""
        hands = self.hands
        hands.push("Plan ahead")
        hands.dialog(PlanDialog)
        hands.see("Nothing changes: everything that falls due is planned.")
        hands.push("Cancel")
        hands.gone()
        self.publish("5 turns go to others than published.")

    def publish(self, words: str) -> None:
        """Publish what is not published yet, once it was seen."""
        hands = self.hands
        hands.push("Publish", begins=True)
        hands.dialog(PublishDialog)
        hands.see(words)
        hands.push("Publish")
        hands.gone()
        assert all(row.published and not row.changed for row in self.record(turn_rows) if row.state in OPEN)

    def join(self) -> None:
        """A member joins: it may be asked from now on, and starts at nothing done and nothing owed."""
        hands = self.hands
        hands.go("Members")
        hands.press("Ctrl+N")
        hands.dialog(AddMemberDialog)
        hands.write(JOINER)
        hands.push("Add member")
        hands.gone()
        hands.go("Duties")
        row = self.balance("records", JOINER)
        assert row is not None
        assert (row.may, row.done, row.share) == (True, 0, 0)
        self.walk_to(44, "records")
        hands.push("Ask someone else")
        hands.dialog(GiveTurnDialog)
        hands.click(hands.find(QLineEdit, "Two letters find a member"))
        hands.write("quince")
        offered = hands.find(RowsTable, "Who may do this duty")
        assert [one.member for one in offered.model().rows] == [JOINER]
        hands.press("Esc", "Esc")
        hands.gone()

    def leave(self) -> None:
        """A member leaves: its turns go to others at the next planning, and its accounts are closed."""
        hands = self.hands
        assert self.turn(44, "calling").member == LEAVER
        owed = self.balance("minutes", LEAVER)
        assert owed is not None
        assert owed.balance
        hands.go("Members")
        hands.fill("Search members", LEAVER)
        hands.press("Down")
        hands.see(LEAVER)
        hands.choose("More to do with this member", "Note that it leaves")
        hands.dialog(LeaveDialog)
        hands.push("Note that it leaves")
        hands.gone()
        hands.go("Duties")
        hands.push("Plan ahead")
        hands.dialog(PlanDialog)
        hands.see("was published: tell who has it now.")
        hands.push("Plan", begins=True)
        hands.gone()
        assert not [row for row in self.record(turn_rows) if row.state in OPEN and row.member == LEAVER]
        closed = self.balance("minutes", LEAVER)
        assert closed is not None
        assert (closed.done, closed.balance) == (owed.done, 0)
        assert set(self.sums().values()) == {0}
        self.publish("to another than published.")

    def meet(self) -> None:
        """Hold meeting 41; who was to take the minutes never comes, and says nothing."""
        hands = self.hands
        self.hour.wind(day=MEETING, time=dt.time(10, 0))
        hands.go("Meetings")
        table = hands.find(MeetingTable, "Meetings")
        hands.pick(table, lambda row: row.number == 41 and not row.group)
        hands.press("Return")
        hands.tab("Minutes")
        hands.push("Start meeting")
        hands.press("Ctrl+M")
        hands.dialog(AttendanceDialog)
        hands.push("Everyone is here")
        hands.write(self.turn(41, "minutes").member[:12])
        hands.press("Space", "Space")
        hands.press("Esc", "Esc")
        hands.gone()
        sheet = self.record(attendance, table.current_row().id)
        missing = [seat.name for seat in sheet.seats if seat.status is AttendanceStatus.ABSENT]
        assert missing == [self.turn(41, "minutes").member]

    def finish(self) -> None:
        """Finish it: who really did each turn is asked; then all of it is undone at once, and redone."""
        hands = self.hands
        planned = self.turn(41, "minutes")
        before = self.balance("minutes", planned.member)
        self.hour.wind(time=dt.time(12, 20))
        hands.push("Finish meeting")
        hands.dialog(FinishDialog)
        line = hands.find(DoneLine, "Who did it: Minutes")
        assert planned.person not in line.text(), "who was not here is not put there"
        hands.fill("Who did it: Minutes", "Nino Abazeli")
        hands.press("Tab")
        assert line.badge.text() == "Done by another"
        hands.push("Finish meeting")
        hands.gone()
        self.see_closed(planned, before)
        hands.press("Ctrl+Z")
        hands.see("Undone")
        again = {duty: self.turn(41, duty) for duty in ("minutes", "chairing", "calling", "records")}
        assert all(one.state is TurnState.ACCEPTED for one in again.values()), "one undo takes back both"
        assert self.balance("minutes", planned.member) == before
        hands.find(QAbstractButton, "Finish meeting")
        hands.press("Ctrl+Shift+Z")
        hands.settle()
        self.see_closed(planned, before)

    def see_closed(self, planned: TurnRow, before: LedgerRow | None) -> None:
        """Look at what finishing left."""
        assert before is not None
        minutes = self.turn(41, "minutes")
        assert minutes.state is TurnState.DONE_BY_OTHER
        assert [one.person for one in minutes.done_by] == ["Nino Abazeli"]
        assert {self.turn(41, duty).state for duty in ("chairing", "calling", "records")} == {TurnState.DONE}
        after = self.balance("minutes", planned.member)
        assert after is not None
        assert after.done == before.done, "who did not come is credited with nothing"
        assert set(self.sums().values()) == {0}

    def print_out(self) -> None:
        """Save the poster, the ledger, and one person's turns."""
        hands = self.hands
        hands.go("Duties")
        self.save_paper(lambda: hands.push("Print rota"), "rota.pdf")
        self.walk_to(42, "minutes")
        self.save_paper(lambda: hands.choose("More about duties", "Print the ledger"), "ledger.pdf")
        self.walk_to(42, "minutes")
        hands.press("Return")
        hands.answer_file(self.folder / "turns.ics", lambda: self.choose_by_keys("Calendar of this person"))
        hands.see("“turns.ics” is written.")

    def save_paper(self, deed: Callable[[], object], name: str) -> None:
        """Do what shows a paper, and save it as a PDF."""
        hands = self.hands
        deed()
        hands.dialog(PrintPreview)
        hands.find(QAbstractButton, "Save as PDF…")
        hands.answer_file(self.folder / name, lambda: hands.push("Save as PDF…"))
        hands.see(f"Saved as {name}")
        hands.press("Esc")
        hands.gone()
