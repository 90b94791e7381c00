"""Which column of a table is which: a chooser over each column, its heading and its first rows below."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.exchange.import_words import cells_left_out, dates_as_read, place_of_list
from desktop.exchange.tables import Table, column_letters
from desktop.texts import _
from desktop.widgets.cards import Card
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import FlowLayout, ScrollArea, clear, fill
from desktop.widgets.messages import InlineMessage

_ROWS, _ROWS_OF_MANY, _MANY = 12, 6, 5
"""Rows shown of each column; fewer where there are more than so many columns, which then stand in two lines."""
_COLUMN_WIDTH = 196


class ColumnsView(QWidget):
    """`fields` are (key, word) of what a column may hold; without one of the keys `needed` one cannot go on."""

    changed = Signal()
    """A person chose what a column holds."""

    def __init__(
        self,
        fields: Sequence[tuple[str, str]],
        *,
        needed: Sequence[str],
        lead: str,
        missing: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._needed = frozenset(needed)
        self._missing = missing
        self._table = Table((), ())
        self.choices: list[Choice] = []
        self._headings: list[Label] = []
        self.message = InlineMessage()
        self.about_message = InlineMessage()
        self._columns = FlowLayout(spacing=8)
        self._area = ScrollArea(self._columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        fill(layout, (Label(lead, 14, 400, "text2", wrap=True), self.message, self.about_message))
        layout.addWidget(self._area, 1)

    def show_table(self, table: Table, columns: Mapping[str, int]) -> None:
        """Show the first rows of `table`, each column as what `columns` (field → column) say."""
        clear(self._columns)
        self._table = table
        self.choices, self._headings = [], []
        held = {place: key for key, place in columns.items()}
        for place, title in enumerate(table.header):
            self._columns.addWidget(self._column(place, title, table, held.get(place)))
        if self.choices:
            self.setFocusProxy(self.choices[0])
        self._refresh()

    def columns(self) -> dict[str, int]:
        """Return field → column as chosen."""
        return {str(choice.value()): place for place, choice in enumerate(self.choices) if choice.value() is not None}

    def ready(self) -> bool:
        """Return whether one of the needed fields has its column."""
        return bool(self._needed & self.columns().keys())

    def _column(self, place: int, title: str, table: Table, held: str | None) -> Card:
        card = Card(margins=(12, 12, 12, 12), spacing=6)
        card.setFixedWidth(theme.px(_COLUMN_WIDTH))
        named = title or _("Column {n}").format(n=column_letters(place + 1))
        choice = Choice(
            [(None, _("Leave out")), *self._fields],
            name=_("What the column “{name}” holds").format(name=named),
            searchable=False,  # a click anywhere on it opens the list
        )
        choice.set_value(held)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.chosen.connect(partial(self._on_chosen, place))
        heading = Label(named, 14, 600, elide=True)
        self.choices.append(choice)
        self._headings.append(heading)
        card.add(choice, 2, heading, hline())
        for line in table.rows[: _ROWS_OF_MANY if len(table.header) > _MANY else _ROWS]:
            words = " ".join(line.cells[place].split())
            card.add(Label(words or "–", 13, 400, "text" if words else "text3", elide=True))
        card.add(None)
        return card

    def _on_chosen(self, place: int, key: object) -> None:
        for other, choice in enumerate(self.choices):
            if other != place and key is not None and choice.value() == key:
                choice.set_value(None)
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        self.message.say("" if self.ready() else self._missing, "warn")
        chosen = self.columns()
        doubts = [*filter(None, (cells_left_out(self._table, chosen), dates_as_read(self._table, chosen)))]
        self.about_message.say(" ".join((*place_of_list(self._table), *doubts)), "warn" if doubts else "info")
        for choice, heading in zip(self.choices, self._headings, strict=True):
            heading.set_role("text3" if choice.value() is None else "text")
