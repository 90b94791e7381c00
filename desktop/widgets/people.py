"""A field for a person: one already known, found while typing, or a new one by name."""

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.members.people import PersonRow
from desktop.widgets.completing import Completer


class PersonField(QLineEdit):
    """Type a name; those known are offered. `person_id` is None for a new name."""

    settled = Signal()
    """Another person, or another new name, stands here."""

    def __init__(self, people: Sequence[PersonRow] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._people: tuple[PersonRow, ...] = ()
        self._words = QStringListModel(self)
        self.setCompleter(Completer(self._words, self))
        self.textChanged.connect(self.settled)
        self.set_people(people)

    def set_people(self, people: Sequence[PersonRow]) -> None:
        """Offer these people."""
        self._people = tuple(people)
        self._words.setStringList([row.name for row in people])

    def person_id(self) -> uuid.UUID | None:
        """Return the key of the person known by this very name, if there is exactly one."""
        typed = " ".join(self.text().split()).casefold()
        found = [row.id for row in self._people if " ".join(row.name.split()).casefold() == typed]
        return found[0] if len(found) == 1 else None

    def set_person(self, person_id: uuid.UUID | None) -> None:
        """Show a person known."""
        self.setText(next((row.name for row in self._people if row.id == person_id), ""))
