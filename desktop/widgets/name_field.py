"""A field for somebody's name: typed freely, completed from names known."""

import re
import uuid
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from db.members.choices import NameChoice
from desktop.texts import _
from desktop.widgets.completing import Completer
from desktop.widgets.histories import HistoryDelegate, NamesModel

BETWEEN = ";"
"""Several names in one field stand between these."""


def choice_word(choice: NameChoice) -> str:
    """Return what is offered for a choice: groups say that they are groups."""
    if choice.group_id is not None:
        return _("Group: {group}").format(group=choice.name)
    return f"{choice.name} ({choice.detail})" if choice.detail and choice.person_id is not None else choice.name


class NameField(QLineEdit):
    """A line to type a name into; what reads like a known name is that one, anything else stays as written."""

    def __init__(self, *, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._choices: dict[str, NameChoice] = {}
        self._words = NamesModel(self)
        self._completer = self._make_completer()
        self._completer.setMaxVisibleItems(8)
        self._completer.offers().setItemDelegate(HistoryDelegate(self._completer.offers()))
        self.setCompleter(self._completer)

    def _make_completer(self) -> Completer:
        return Completer(self._words, self, takes_only=self._takes_only)

    def _takes_only(self, key: Qt.Key, typed: str, offered: str) -> bool:
        """Return whether Enter ends a name begun: not one that is known as it stands, nor letters from within a word.

        Tab goes on to the next field, and whoever only passes by turns nobody into somebody else.
        """
        begun = re.search(rf"(?<!\w){re.escape(typed.casefold())}", offered.casefold())
        return key != Qt.Key.Key_Tab and begun is not None and self.choice_of(typed) is None

    def set_choices(self, choices: Sequence[NameChoice], histories: Mapping[uuid.UUID, str] | None = None) -> None:
        """Offer these names; `histories` says by member what stands below its names."""
        words = [choice_word(choice) for choice in choices]
        self._choices = {word.casefold(): choice for word, choice in zip(words, choices, strict=True)}
        for choice in choices:  # the plain name and the short one are understood too, where nothing else is called so
            for word in (choice.name, choice.detail if choice.person_id is None else ""):
                if word:
                    self._choices.setdefault(word.casefold(), choice)
        known = histories or {}
        said = {
            word: known[choice.member_id]
            for word, choice in zip(words, choices, strict=True)
            if choice.member_id is not None and choice.member_id in known
        }
        self._words.set_names(words, said)

    def close_offers(self) -> None:
        """Close the list of names offered, if it is open."""
        self._completer.offers().hide()

    def choice(self) -> NameChoice | None:
        """Return the known name that was typed or chosen, or None."""
        return self.choice_of(self.text())

    def choice_of(self, typed: str) -> NameChoice | None:
        """Return the known name that `typed` reads like, or None."""
        return self._choices.get(typed.strip().casefold())


class _LastNameCompleter(Completer):
    """Completes the name being typed at the end of several."""

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(BETWEEN)[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        line = self.widget()
        before = line.text().rpartition(BETWEEN)[0] if isinstance(line, QLineEdit) else ""
        chosen = super().pathFromIndex(index)
        return f"{before}{BETWEEN} {chosen}" if before else chosen


class NamesField(NameField):
    """A line for one name or several, with semicolons between; each is completed as it is typed."""

    def __init__(self, *, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, placeholder=placeholder, parent=parent)
        said = _("Several names: put a semicolon between them.")
        self.setToolTip(said)
        self.setAccessibleDescription(said)

    def _make_completer(self) -> Completer:
        return _LastNameCompleter(self._words, self, takes_only=self._takes_only)

    def names(self) -> list[str]:
        """Return what was typed, name by name."""
        return [part.strip() for part in self.text().split(BETWEEN) if part.strip()]

    def set_names(self, names: Sequence[str]) -> None:
        """Show these names."""
        self.setText(f"{BETWEEN} ".join(names))
