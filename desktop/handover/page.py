"""The page of who hands the desk over: what to settle first, the keys, what worries, and the button that gives it."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors import KnownError
from db.handover.desk import HandoverRow, KeyRow, desk, handovers, keys, write_worries
from db.handover.handover import offices
from db.handover.situation import Checklist, checklist
from db.handover.standing import DeskRow
from db.members.people import PersonRow, people
from desktop.clock import Clock
from desktop.commands.parser import program_version
from desktop.handover.dialogs import GiveDialog, HolderDialog, KeyDialog, Offices, PackChooser, ask_pack_place
from desktop.handover.parts import ChecksCard, KeysCard, LinesCard, WorriesField, hands_lines
from desktop.naming.desk import handovers_words, held_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.looking import writes
from desktop.widgets.page import Page
from desktop.widgets.targets import OpenHandover


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows."""

    desk: DeskRow
    checklist: Checklist
    keys: tuple[KeyRow, ...]
    hands: tuple[HandoverRow, ...]
    people: tuple[PersonRow, ...]
    offices: Offices


class HandoverPage(Page):
    """A checklist that stands in nobody's way, what goes beside the file, and then the handover itself."""

    given = Signal()
    """The desk left this file."""
    print_requested = Signal()
    """Please print the handover note."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        who: Callable[[], str],
        *,
        choose_place: PackChooser = ask_pack_place,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, parent)
        self._clock = clock
        self._who = who
        self._choose_place = choose_place
        self.facts: Facts | None = None
        self.holder_button = Button(_("Who has the desk…"), clicked=self.ask_holder)
        self.give_button = Button(_("Hand over…"), "primary", "handshake", clicked=self.give)
        writes(self.holder_button, self.give_button)
        self.checks = ChecksCard()
        self.checks.open_requested.connect(self.open_requested)
        self.keys = KeysCard(
            _("Passwords and keys"),
            _("Only what they are and where they are kept, never their value. Tick what you have passed on."),
            editable=True,
        )
        self.keys.add_requested.connect(self._add_key)
        self.keys.edit_requested.connect(lambda key: self._open(KeyDialog(self.operations, key, self.window())))
        self.keys.ticked.connect(self._on_ticked)
        self.worries = WorriesField(operations, name=_("What worries us"))
        self.worries.kept.connect(self._keep_worries)
        self.hands = LinesCard(_("How it changed hands"), _("The desk has not been handed over yet."))
        self._arrange()

    def _keep_worries(self, words: str) -> None:
        self.operations.keep(write_worries, worries=words, fields=(self.worries,))

    def _arrange(self) -> None:
        worries = Card(_("What worries us"))
        worries.add(
            Label(_("It goes into the handover note, and nowhere else."), 13, 400, "text2", wrap=True), self.worries
        )
        left, right = QWidget(), QWidget()
        whole = column(self.checks, worries, spacing=16)
        whole.setStretchFactor(worries, 1)
        left.setLayout(whole)
        right.setLayout(column(self.keys, self.hands, None, spacing=16))
        lanes = Lanes([Lane(left, 480, 400, share=3), Lane(right, 380, 320, share=2)], margins=(24, 16, 12, 16))
        self.setLayout(column(ScrollArea(column(lanes), bar_room=12)))

    def title(self) -> str:
        return _("Hand over the desk")

    def fact(self) -> str:
        if self.facts is None:
            return ""
        return f"{held_words(self.facts.desk)}  ·  {handovers_words(self.facts.desk.count)}"

    def header_actions(self) -> Sequence[QWidget]:
        return (self.holder_button, self.give_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Ctrl N", _("add a key"), changes=True),
            KeyHint("Ctrl P", _("print")),
            KeyHint("F6", _("next panel")),
            KeyHint("F1", _("help")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.worries, self.keys, self.checks)

    def start_new(self) -> bool:
        if not self.operations.read_only:
            self._add_key()
        return True

    def print_out(self) -> bool:
        self.worries.flush()  # to be on it
        self.print_requested.emit()
        return True

    def open(self, target: object) -> bool:
        return isinstance(target, OpenHandover)

    def leave(self) -> bool:
        self.worries.flush()
        return True

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(_read, self._clock.today(), done=self._show, key=self)

    def give(self) -> GiveDialog | None:
        """Ask to whom the desk goes, and give it."""
        if self.facts is None or self.operations.read_only:
            return None
        self.worries.flush()
        dialog = GiveDialog(
            self.operations, self._clock, self.facts.people, self.facts.offices, who=self._who(),
            program=f"Ronda {program_version()}", choose_place=self._choose_place, parent=self.window(),
        )  # fmt: skip
        dialog.given.connect(self.given)
        self._open(dialog)
        return dialog

    def ask_holder(self) -> None:
        """Ask who has the desk, where that is not or wrongly said."""
        if self.facts is None or self.operations.read_only:
            return
        held = self.facts.desk
        self._open(
            HolderDialog(
                self.operations, self._clock, self.facts.people, self.facts.offices,
                name=held.name, office=held.office, parent=self.window(),
            )
        )  # fmt: skip

    def _show(self, facts: Facts) -> None:
        self.facts = facts
        self.checks.show_list(facts.checklist)
        self.keys.show_keys(facts.keys, handover=facts.desk.count + 1)
        self.worries.show_kept(facts.desk.worries)
        self.hands.set_lines(hands_lines(facts.hands))
        self.header_changed.emit()

    def _add_key(self) -> None:
        self._open(KeyDialog(self.operations, parent=self.window()))

    def _on_ticked(self, key_id: uuid.UUID, passed: bool) -> None:
        if self.facts is not None:
            handover = self.facts.desk.count + 1 if passed else None
            self.keys.record(self.operations, key_id, handover=handover, refused=self._on_tick_refused)

    def _on_tick_refused(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
        self.refresh(None)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _read(session: Session, today: dt.date) -> Facts:
    return Facts(
        desk(session), checklist(session, today=today), tuple(keys(session)), tuple(handovers(session)),
        tuple(people(session)), offices(session, today=today),
    )  # fmt: skip
