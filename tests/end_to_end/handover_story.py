"""The second half of the story of `test_duties.py`: the desk goes to somebody else, and comes back."""

import datetime as dt
import shutil

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPlainTextEdit

from db.alliance import alliance
from db.handover.desk import handovers
from db.vocabulary import TurnState
from desktop.handover.dialogs import GiveDialog, KeyDialog
from desktop.handover.first_minutes import FirstMinutesPage
from desktop.start.dialogs import PassphraseDialog
from desktop.start.pack import PackDialog
from desktop.start.trouble_dialogs import ElsewhereDialog
from desktop.window import Window
from tests.end_to_end.duties_story import DutiesStory

GIVER, TAKER = "Keto Marani", "Nora Tamm"
WORDS = "seven plain words"
KEY, WHERE = "Stamp of the alliance", "In the drawer by the window"
WORRY = "The hall for November is not confirmed."
GIVEN, RETURNED = dt.date(2026, 10, 26), dt.date(2026, 11, 9)


class HandoverStory(DutiesStory):
    """The chapters of a handover, told by whoever is at the desk: each has hands of their own."""

    def close(self) -> None:
        """Close the file."""
        hands = self.hands
        hands.press("Ctrl+W")
        hands.wait_for(lambda: not isinstance(hands.program.window, Window))
        hands.settle()
        hands.find(QAbstractButton, "Open an alliance file")

    def open(self, name: str, *, unknown: bool = False) -> None:
        """Open a file by the system's dialog, and say that it is ours if this computer never had it open."""
        hands = self.hands
        hands.answer_file(self.folder / name, lambda: hands.push("Open an alliance file"))
        if unknown:
            hands.dialog(ElsewhereDialog)
            hands.push("It is ours: open it")
        hands.wait_for(lambda: isinstance(hands.program.window, Window))
        hands.settle()

    def keep_a_copy(self) -> None:
        """Copy the file to a stick, as people do, and go on."""
        self.close()
        shutil.copy(self.folder / "Ours.ronda", self.folder / "Stick.ronda")
        self.open("Ours.ronda")

    def show_desk(self) -> None:
        """Show the page of the handover, which the alliance's menu has."""
        hands = self.hands
        hands.choose(self.record(alliance).short_name, "Hand over the desk")
        hands.find(QPlainTextEdit, "What worries us")

    def make_ready(self) -> None:
        """See what is left to settle, write down a key and what worries."""
        hands = self.hands
        self.hour.wind(day=GIVEN, time=dt.time(16, 0))
        self.show_desk()
        hands.see("actions are late: chase their owners")
        hands.see("1 meeting has no minutes out yet")
        hands.press("Ctrl+N")
        hands.dialog(KeyDialog)
        hands.write(KEY)
        hands.press("Tab")
        hands.write(WHERE)
        hands.press("Return")
        hands.gone()
        hands.see(WHERE)
        hands.click(hands.find(QPlainTextEdit, "What worries us"))
        hands.write(WORRY)

    def give_desk(self, to: str, pack: str, passphrase: str = "") -> None:
        """Hand the desk over in a pack; afterwards the file is only to look at, and says who has the desk."""
        hands = self.hands
        hands.push("Hand over…")
        hands.dialog(GiveDialog)
        hands.fill("Who comes next", to)
        hands.answer_file(self.folder / pack, lambda: hands.push("Choose…"))
        if passphrase:
            hands.click(hands.find(QCheckBox, "Protect the pack with a passphrase"))
            hands.fill("Passphrase", passphrase)
            hands.fill("Passphrase again", passphrase)
        hands.push("Hand over")
        hands.see(f"Bring them “{pack}”")
        hands.push("Close")
        hands.gone()
        hands.see(to)
        hands.see("has had the desk since")
        hands.see("Handed over: only to look at")

    def only_look(self) -> None:
        """Nothing can be changed any more, and whoever tries is told why; looking and printing go on."""
        hands = self.hands
        hands.go("Duties")
        words = self.walk_to(42, "calling").person
        hands.see(words)
        buttons = {one.text(): one for one in hands.window.findChildren(QAbstractButton) if one.isVisible()}
        assert not buttons["Plan ahead"].isEnabled()
        assert not buttons["Report absence"].isEnabled()
        assert buttons["Print rota"].isEnabled()
        hands.press("Ctrl+Z")
        hands.see(TAKER)
        self.save_paper(lambda: hands.push("Print rota"), "rota-given.pdf")

    def open_stick(self) -> None:
        """Open the copy of before: it says so."""
        hands = self.hands
        self.close()
        self.open("Stick.ronda", unknown=True)
        hands.see(f"This is a copy from before the desk went to {TAKER}")
        self.close()

    def open_pack(self, pack: str, place: str, passphrase: str = "") -> None:
        """Open a pack from the start page, see what it is, and keep its file; the first page is for beginners."""
        hands = self.hands
        hands.answer_file(self.folder / pack, lambda: hands.push("Open a handover pack…"))
        if passphrase:
            hands.dialog(PassphraseDialog)
            hands.write(passphrase)
            hands.press("Return")
        hands.dialog(PackDialog)
        hands.see("It is whole: every part of it was checked.")
        hands.answer_file(self.folder / place, lambda: hands.push("Keep the file…"))
        hands.wait_for(lambda: isinstance(hands.program.window, Window), "the pack's file never opened")
        hands.settle()
        window = hands.window
        assert isinstance(window, Window)
        assert isinstance(window.current_page(), FirstMinutesPage)

    def receive(self) -> None:
        """Somebody else, at another computer, opens the pack and begins."""
        hands = self.hands
        self.hour.wind(day=GIVEN + dt.timedelta(days=1), time=dt.time(9, 0))
        hands.program.show_start()
        self.open_pack("desk.ronda-pack", "Theirs.ronda", WORDS)
        hands.see(f"from {GIVER}")
        hands.see(WORRY)
        hands.see(WHERE)
        hands.click(hands.find(QCheckBox, KEY))
        hands.settle()
        hands.push("I know my way now")

    def change(self) -> None:
        """Go on where the other stopped: somebody accepts a turn."""
        self.hands.go("Duties")
        self.walk_to(42, "calling")
        self.hands.push("Accepts")
        assert self.turn(42, "calling").state is TurnState.ACCEPTED

    def return_desk(self) -> None:
        """Hand the desk back."""
        self.hour.wind(day=RETURNED, time=dt.time(17, 0))
        self.show_desk()
        self.give_desk(GIVER, "back.ronda-pack")
        self.close()

    def take_up(self) -> None:
        """The first holder opens what came back, in a new place: everything is there, from both."""
        hands = self.hands
        self.hour.wind(day=RETURNED + dt.timedelta(days=1), time=dt.time(9, 0))
        self.open_pack("back.ronda-pack", "Ours again.ronda")
        assert self.turn(42, "calling").state is TurnState.ACCEPTED
        assert [(row.from_name, row.to_name, row.count) for row in self.record(handovers)] == [
            (TAKER, GIVER, 2), (GIVER, TAKER, 1),
        ]  # fmt: skip
        assert not hands.sees("has had the desk since")
        self.close()
        shutil.copy(self.folder / "Ours again.ronda", self.folder / "Yesterday.ronda")
        self.open("Ours again.ronda")
        hands.go("Duties")
        self.walk_to(43, "minutes")
        hands.push("Ask")
        hands.push("Note as asked")
        hands.gone()
        assert self.turn(43, "minutes").state is TurnState.ASKED
        self.close()

    def open_given(self) -> None:
        """The file that was given is still there, and says who has the desk by now, and where."""
        hands = self.hands
        self.open("Ours.ronda")
        hands.see(f"This is a copy from before the desk went to {GIVER}")
        hands.see("Ours again.ronda")
        assert not hands.sees(TAKER + " (")
        hands.see("Handed over: only to look at")
        self.close()

    def open_older(self) -> None:
        """A copy of yesterday of what came back says how much it lacks."""
        hands = self.hands
        self.open("Yesterday.ronda", unknown=True)
        hands.see("This is an older copy. It lacks 1 change")
        self.close()
