"""What is asked about one turn from anywhere in Ronda: that it is declined, a note. Giving it is in `turn_giving`."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.duties.rota import TurnRow
from db.duties.turns import Candidate, candidates, change_turn, decline_turn
from desktop.naming.turns import history_words, standing_words, turn_title
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.fields import FormRows
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog


class DeclineTurnDialog(RecordDialog):
    """Somebody does not take their turn: why, and who could take it next."""

    def __init__(self, operations: Operations, turn: TurnRow, today: dt.date, parent: QWidget | None = None) -> None:
        who = turn.person or turn.member
        title = _("{name} does not take it").format(name=who)
        super().__init__(operations, title, parent, width=520, lead=turn_title(turn))
        self._turn, self._today = turn, today
        self._next: Candidate | None = None
        self.note = QLineEdit()
        form = FormRows(above=True)
        form.add(_("Why, if they said"), self.note)
        self.next_label = Label("", 14, 400, "text2", wrap=True)
        self.give_box = QCheckBox("")
        self.give_box.hide()
        words = _("Planning finds somebody else and does not come back to {name} for this turn.")
        plan = Label(words.format(name=turn.member), 13, 400, "text3", wrap=True)
        self.add(form, self.next_label, self.give_box, plan)
        self.set_primary(_("Note the answer"), self._decline)
        operations.read(candidates, turn.id, today=today, done=self._show)

    def _show(self, found: Sequence[Candidate]) -> None:
        free = [one for one in found if one.hindered is None and one.member_id != self._turn.member_id]
        self._next = free[0] if free else None
        if self._next is None:
            self.next_label.setText(_("Nobody else who may do it can come then."))
        else:
            words = _("Next would be {name}: {standing} ({history}).")
            self.next_label.setText(
                words.format(
                    name=self._next.member,
                    standing=standing_words(self._next),
                    history=history_words(self._next, self._today, self._next.planned),
                )
            )
            self.give_box.setText(_("Give it to {name} right away").format(name=self._next.member).replace("&", "&&"))
            self.give_box.show()
        if self.isVisible():
            self.fit()

    def _decline(self) -> None:
        to = self._next.member_id if self._next is not None and self.give_box.isChecked() else None
        self.save(decline_turn, self._turn.id, today=self._today, note=self.note.text(), give_to=to)


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
