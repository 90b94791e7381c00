"""What the signs in the rota mean: only those that are there."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from db.duties.rota import TurnRow
from desktop.duties.words import SIGNS, drawing, is_held_on_to, sign_of, sign_word
from desktop.texts import _, pgettext
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import FlowLayout, clear, row


class Legend(QWidget):
    """Signs with their words, as many in a line as find room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._flow = FlowLayout(self, spacing=16, line_spacing=4)
        self.setAccessibleName(_("What the signs mean"))

    def show_turns(self, turns: Iterable[TurnRow | None]) -> None:
        """Explain the signs of these turns."""
        there = [turn for turn in turns if turn is not None]
        signs = {sign_of(turn) for turn in there}
        found = [(*drawing(sign), sign_word(sign)) for sign in SIGNS if sign in signs]
        if any(is_held_on_to(turn) for turn in there):
            found.append(("lock", "text3", pgettext("a turn that planning leaves as it is", "Kept")))
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        clear(self._flow)
        for icon, role, word in found:
            part = QWidget()
            part.setLayout(row(IconLabel(icon, role, 16), Label(word, 13, 400, "text2"), spacing=6))
            self._flow.addWidget(part)
