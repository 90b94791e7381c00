"""What is asked about one turn from anywhere in Ronda: that it is declined, who has it instead, a note."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from db.duties.rota import TurnRow
from db.duties.turns import Candidate, candidates, change_turn, decline_turn, give_turn
from db.vocabulary import PassedOverWhy
from desktop import texts
from desktop.clock import Clock
from desktop.naming.duties import duty_name
from desktop.naming.turns import history_words, turn_where
from desktop.operations import Operations
from desktop.texts import _, pgettext
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.histories import HISTORY_ROLE, HistoryDelegate
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog


def turn_title(turn: TurnRow) -> str:
    """Return which turn a dialog is about: "Minutes, General meeting 42"."""
    return f"{duty_name(turn.duty)}, {turn_where(turn)}"


class DeclineTurnDialog(RecordDialog):
    """Notes that whoever has a turn does not take it, and why."""

    def __init__(self, operations: Operations, clock: Clock, turn: TurnRow, parent: QWidget | None = None) -> None:
        title = _("{name} declines").format(name=turn.person or turn.member)
        super().__init__(operations, title, parent, width=480, lead=turn_title(turn))
        self._clock, self._turn = clock, turn
        self.field = QLineEdit()
        form = FormRows(above=True)
        form.add(_("Why, if they said"), self.field)
        self.add(form)
        self.set_primary(_("Note it"), self._save)

    def _save(self) -> None:
        self.save(decline_turn, self._turn.id, today=self._clock.today(), note=self.field.text())


class TurnNoteDialog(RecordDialog):
    """Asks for a turn's note."""

    def __init__(self, operations: Operations, turn: TurnRow, parent: QWidget | None = None) -> None:
        super().__init__(operations, _("Note on this turn"), parent, width=480, lead=turn_title(turn))
        self._turn = turn
        self.field = QLineEdit(turn.note)
        form = FormRows(above=True)
        form.add(_("Note"), self.field)
        self.add(form)
        self.set_primary(_("Keep the note"), self._save)

    def _save(self) -> None:
        self.save(change_turn, self._turn.id, note=self.field.text())


class GiveTurnDialog(RecordDialog):
    """Gives a turn to a member of one's own choice; each stands with its history."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        turn: TurnRow,
        found: Sequence[Candidate],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            operations, _("Give this turn to somebody else"), parent, width=520,
            lead=_("{turn}. Who is furthest behind stands first; planning leaves it with whom you choose.").format(
                turn=turn_title(turn)
            ),
        )  # fmt: skip
        self._clock, self._turn = clock, turn
        can = [one for one in found if one.hindered is None and one.member_id != turn.member_id]
        cannot = [one for one in found if one.hindered is not None]
        today = clock.today()
        self.choice = Choice([(one.member_id, one.member) for one in can], name=_("Member"))
        for place, one in enumerate(can):
            self.choice.setItemData(place, history_words(one, today, one.planned), HISTORY_ROLE)
        self.choice.setItemDelegate(HistoryDelegate(self.choice))
        completer = self.choice.completer()
        if completer is not None and (popup := completer.popup()) is not None:
            popup.setItemDelegate(HistoryDelegate(popup))
        self._said: dict[object, str] = {one.member_id: history_words(one, today, one.planned) for one in can}
        self.history_label = Label("", 13, 400, "text2", elide=True)
        form = FormRows(above=True)
        form.add(_("Member"), self.choice)
        self.add(form, self.history_label)
        if cannot:
            self.add(Label(_cannot_words(cannot), 13, 400, "text2", wrap=True))
        self.choice.currentIndexChanged.connect(lambda _index: self._show_history())
        self._show_history()
        self.verb = self.set_primary(_("Give the turn"), self._save)
        self.verb.setEnabled(bool(can))
        if not can:
            self.say(_("Nobody else can take this turn."), kind="info")

    @classmethod
    def ask(
        cls, operations: Operations, clock: Clock, turn: TurnRow, parent: QWidget, done: Callable[[], object]
    ) -> None:
        """Look up who may have the turn, and open the dialog over `parent`."""

        def show(found: Sequence[Candidate]) -> None:
            dialog = cls(operations, clock, turn, found, parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(done)
            dialog.open()

        operations.read(candidates, turn.id, today=clock.today(), done=show, failed=lambda _error: None)

    def _show_history(self) -> None:
        words = self._said.get(self.choice.value(), "")
        self.history_label.setText(words)
        self.choice.setAccessibleDescription(words)

    def _save(self) -> None:
        self.save(give_turn, self._turn.id, self.choice.value(), today=self._clock.today())


def _cannot_words(cannot: Sequence[Candidate]) -> str:
    """Return who cannot take a turn, and why."""
    words = {
        PassedOverWhy.AWAY: pgettext("a member that cannot come", "away"),
        PassedOverWhy.DECLINED: _("declined this turn"),
        PassedOverWhy.BUSY: _("has another turn there"),
    }
    said = [f"{one.member} ({words[one.hindered]})" for one in cannot[:6] if one.hindered in words]
    return _("Cannot take it: {names}.").format(names=texts.list_of(said))
