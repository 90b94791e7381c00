"""A field for somebody's name: typed freely, completed from names known."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from db.choices import NameChoice
from desktop.texts import _


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
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        if (popup := completer.popup()) is not None:
            popup.setProperty("kind", "popup")
        self.setCompleter(completer)

    def set_choices(self, choices: Sequence[NameChoice]) -> None:
        """Offer these names."""
        words = [choice_word(choice) for choice in choices]
        self._choices = {word.casefold(): choice for word, choice in zip(words, choices, strict=True)}
        for choice in choices:  # the plain name and the short one are understood too, where nothing else is called so
            for word in (choice.name, choice.detail if choice.person_id is None else ""):
                if word:
                    self._choices.setdefault(word.casefold(), choice)
        self._words.setStringList(words)

    def choice(self) -> NameChoice | None:
        """Return the known name that was typed or chosen, or None."""
        return self.choice_of(self.text())

    def choice_of(self, typed: str) -> NameChoice | None:
        """Return the known name that `typed` reads like, or None."""
        return self._choices.get(typed.strip().casefold())
