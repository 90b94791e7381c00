"""Through whom a member does its turn, who stands by, and a note."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.duties.closing import get_turn
from db.duties.rota import TurnRow
from db.duties.turns import change_turn
from db.members.members import representatives_on
from db.members.people import people
from desktop.naming.turns import turn_title
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.record_dialogs import RecordDialog

NOBODY: Final = "nobody"


class PersonDialog(RecordDialog):
    """Through whom a member does its turn, who stands by, and a note."""

    def __init__(
        self,
        operations: Operations,
        turn: TurnRow,
        names: Sequence[tuple[uuid.UUID, str]],
        alternate: uuid.UUID | None,
        parent: QWidget | None = None,
    ) -> None:
        lead = "  ·  ".join(filter(None, (turn.member, turn_title(turn))))
        super().__init__(operations, _("Person and note"), parent, width=520, lead=lead)
        self._turn_id = turn.id
        nobody: list[tuple[object, str]] = [(NOBODY, _("Not said"))]
        self.person = Choice([*nobody, *names], name=_("Person"))
        self.person.set_value(turn.person_id or NOBODY)
        self.alternate = Choice([*nobody, *names], name=_("Stands by"))
        self.alternate.set_value(alternate or NOBODY)
        self.note = QLineEdit(turn.note)
        form = FormRows(above=True)
        form.add(_("Person"), self.person)
        form.add(_("Stands by"), self.alternate, hint=_("Steps in when the person cannot."))
        form.add(_("Note"), self.note)
        self.add(form)
        self.set_primary(_("Keep this"), self._keep)

    def _keep(self) -> None:
        person, alternate = self.person.value(), self.alternate.value()
        if person == alternate and person != NOBODY:
            self.say(_("Whoever stands by must be somebody else."))
            self.alternate.setFocus()
            return
        self.save(
            change_turn, self._turn_id, note=self.note.text(),
            person_id=person if isinstance(person, uuid.UUID) else None,
            alternate_id=alternate if isinstance(alternate, uuid.UUID) else None,
        )  # fmt: skip


def load_people(
    session: Session, member_id: uuid.UUID | None, turn_id: uuid.UUID, day: dt.date
) -> tuple[list[tuple[uuid.UUID, str]], uuid.UUID | None]:
    """Return who speaks for a member on a day, and who stands by for a turn now."""
    turn = get_turn(session, turn_id)
    own = [(key, name) for key, name, _role in representatives_on(session, day).get(member_id, ())] if member_id else []
    known = {row.id: row.name for row in people(session)}
    for key in (turn.person_id, turn.alternate_id):
        if key is not None and key not in dict(own):
            own.append((key, known.get(key, "")))
    return own, turn.alternate_id
