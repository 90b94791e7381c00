"""What can be done with a turn: each opens its dialog, or writes and offers to undo."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from db.duties.closing import reopen_turn
from db.duties.rota import TurnRow
from db.duties.turns import accept_turn, freeze_turn
from db.errors import KnownError
from db.vocabulary import OPEN, TurnState
from desktop.clock import Clock
from desktop.sentences import sentence
from desktop.texts import _, pgettext
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenMember

if TYPE_CHECKING:
    from desktop.duties.page import DutiesPage
    from desktop.widgets.dialogs import Dialog
    from desktop.widgets.sections import Choices


class TurnDeeds(QObject):
    """The page's deeds. Dialogs are loaded when they are first asked for."""

    def __init__(self, page: "DutiesPage", clock: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._operations = page.operations
        self._clock = clock
        self.dialog: Dialog | None = None
        """The dialog open now, or opened last."""

    # What is offered

    def is_open(self, turn: TurnRow) -> bool:
        """Return whether a turn is still to be done."""
        return turn.state in OPEN

    def is_over(self, turn: TurnRow) -> bool:
        """Return whether the days of a turn have come, so that somebody may have done it."""
        return turn.first <= self._clock.today()

    def can_give(self, turn: TurnRow) -> bool:
        """Return whether a turn can be given to somebody else."""
        return self.is_open(turn)

    def can_swap(self, turn: TurnRow) -> bool:
        """Return whether a turn may be exchanged."""
        return self.is_open(turn) and turn.member_id is not None

    def following(self, turn: TurnRow) -> "list[tuple[str, str, Callable[[], object]]]":
        """Return the one or two things that usually come next: icon, verb, what it does."""
        if not self.is_open(turn):
            return []
        if self.is_over(turn):
            return [("check", _("Who did it?"), partial(self.done, turn))]
        if turn.member_id is None or turn.state is TurnState.DECLINED:
            return []
        if turn.state is TurnState.ASKED:
            return [
                ("check-circle", pgettext("verb: somebody takes a turn", "Accepts"), partial(self.accept, turn)),
                ("prohibit", pgettext("verb: somebody does not take a turn", "Declines"), partial(self.decline, turn)),
            ]
        if turn.state is TurnState.PLANNED:
            return [("paper-plane-tilt", pgettext("verb: ask for a turn", "Ask"), partial(self.ask, turn))]
        return []

    def choices(self, turn: TurnRow) -> "Choices":
        """Return everything that can be done with a turn: (icon, words, what it does)."""
        found: list[tuple[str, str, Callable[[], object]]] = []
        if not self._operations.read_only:
            found += self._changing(turn)
        if turn.person_id is not None:
            person_id = turn.person_id
            found += [
                ("printer", _("Print this person’s turns…"), lambda: self._page.print_slip.emit(person_id)),
                ("calendar-plus", _("Calendar of this person’s turns…"), lambda: self._page.save_turns.emit(person_id)),
            ]
        if turn.meeting is not None:
            meeting_id = turn.meeting.id
            found.append(("calendar-blank", _("Open the meeting"), lambda: self._open(OpenMeeting(meeting_id))))
        if turn.member_id is not None:
            member_id = turn.member_id
            found.append(("users-three", _("Show the member"), lambda: self._open(OpenMember(member_id))))
        return found

    def _changing(self, turn: TurnRow) -> list[tuple[str, str, Callable[[], object]]]:
        if not self.is_open(turn):
            return [
                ("user-check", _("Who did it…"), partial(self.done, turn)),
                ("arrow-counter-clockwise", _("Take back who did it"), partial(self.reopen, turn)),
            ]
        found: list[tuple[str, str, Callable[[], object]]] = []
        if self.is_over(turn):
            found.append(("user-check", _("Who did it…"), partial(self.done, turn)))
        if turn.member_id is not None and turn.state is not TurnState.DECLINED:
            found += [
                ("paper-plane-tilt", _("Ask…"), partial(self.ask, turn)),
                ("check-circle", _("Note: accepts"), partial(self.accept, turn)),
                ("prohibit", _("Note: declines…"), partial(self.decline, turn)),
            ]
        found.append(("user-plus", _("Ask someone else…"), partial(self.give, turn)))
        if self.can_swap(turn):
            found.append(("arrows-left-right", _("Swap…"), partial(self.swap, turn)))
        if turn.member_id is not None:
            words = _("Let planning change it") if turn.frozen else _("Keep it when planning")
            found.append(("lock-open" if turn.frozen else "lock", words, partial(self.freeze, turn)))
            found.append(("note-pencil", _("Person and note…"), partial(self.change, turn)))
            found.append(("calendar-x", _("Report an absence…"), partial(self.absence, turn.member_id)))
        return found

    # Deeds

    def ask(self, turn: TurnRow) -> None:
        """Ask whoever has a turn."""
        from desktop.duties.ask_dialog import AskDialog

        self._ask(AskDialog(self._operations, turn, self._clock.now, self._page), _("Noted as asked."))

    def accept(self, turn: TurnRow) -> None:
        """Note that somebody takes their turn."""
        name = turn.person or turn.member
        self._write(_("{name} takes the turn.").format(name=name), accept_turn, turn.id)

    def decline(self, turn: TurnRow) -> None:
        """Note that somebody does not take their turn."""
        from desktop.widgets.turn_dialogs import DeclineTurnDialog

        dialog = DeclineTurnDialog(self._operations, turn, self._clock.today(), self._page)
        self._ask(dialog, _("The answer was noted."))

    def give(self, turn: TurnRow) -> None:
        """Choose who takes a turn."""
        from desktop.widgets.turn_giving import GiveTurnDialog

        dialog = GiveTurnDialog(self._operations, turn, self._clock.today(), self._page)
        self._ask(dialog, _("The turn was given to somebody else."))

    def swap(self, turn: TurnRow) -> None:
        """Exchange a turn with another."""
        from desktop.duties.swap_dialog import SwapDialog

        self._ask(SwapDialog(self._operations, turn, self._clock.today(), self._page), _("The turns were swapped."))

    def change(self, turn: TurnRow) -> None:
        """Change through whom a turn is done, and its note."""
        from desktop.duties.person_dialog import PersonDialog, load_people

        def ask(found: tuple[Sequence[tuple[uuid.UUID, str]], uuid.UUID | None]) -> None:
            names, alternate = found
            self._ask(PersonDialog(self._operations, turn, names, alternate, self._page), _("The turn was changed."))

        self._operations.read(load_people, turn.member_id, turn.id, turn.first, done=ask)

    def freeze(self, turn: TurnRow) -> None:
        """Hold on to a turn whatever the rule says, or let go of it."""
        words = _("Planning may change this turn.") if turn.frozen else _("Planning leaves this turn as it is.")
        self._write(words, freeze_turn, turn.id, frozen=not turn.frozen)

    def done(self, turn: TurnRow) -> None:
        """Ask who really did a turn."""
        from desktop.widgets.turn_done import TurnDoneDialog

        words = _("Noted who did it.")
        TurnDoneDialog.ask(
            self._operations, self._clock, turn.id, self._page, lambda: self._page.said_with_undo.emit(words)
        )

    def reopen(self, turn: TurnRow) -> None:
        """Take back who did a turn."""
        self._write(_("The turn is open again."), reopen_turn, turn.id)

    def plan(self, ahead: Sequence[dt.date]) -> None:
        """Plan ahead."""
        from desktop.duties.plan_dialogs import PlanDialog

        self._ask(PlanDialog(self._operations, self._clock, ahead, self._page), _("The turns are planned."))

    def publish(self) -> None:
        """Publish the plan."""
        from desktop.duties.plan_dialogs import PublishDialog

        self._ask(PublishDialog(self._operations, self._clock, self._page), _("The plan is published."))

    def duties(self) -> None:
        """Open the list of duties."""
        from desktop.duties.setup import DutiesDialog

        self._show(DutiesDialog(self._operations, self._clock, self._page))

    def absence(self, member_id: uuid.UUID | None = None) -> None:
        """Report an absence, or see those that were."""
        from desktop.duties.absences import AbsencesDialog

        self._show(AbsencesDialog(self._operations, self._clock, self._page, member_id))

    def _open(self, target: object) -> None:
        self._page.open_requested.emit(target)

    def _ask(self, dialog: "Dialog", said: str) -> None:
        dialog.accepted.connect(lambda: self._page.said_with_undo.emit(said))
        self._show(dialog)

    def _show(self, dialog: "Dialog") -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write(self, said: str, use_case: Callable[..., Any], *args: Any, **values: Any) -> None:
        self._operations.write(
            use_case, *args, done=lambda _changes: self._page.said_with_undo.emit(said), failed=self._refuse, **values
        )

    def _refuse(self, error: KnownError) -> None:
        self._page.said.emit(sentence(error))
