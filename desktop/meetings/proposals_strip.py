"""Items that members propose, waiting below the agenda."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.meetings.agenda import ItemRow
from db.vocabulary import ItemPurpose
from desktop import texts
from desktop.naming.meetings import brought_by, item_title
from desktop.texts import _, ngettext
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import IconLabel, Label, hline
from desktop.widgets.layouts import clear, column, row

SHOWN: Final = 1
SHOWN_OPEN: Final = 4


def proposal_words(item: ItemRow) -> str:
    """Return "Tea Growers' Cooperative asks to discuss this, 15 min"."""
    who, time = brought_by(item), texts.duration(item.planned_minutes)
    if not who:
        return _("Proposed for {time}").format(time=time)
    asks = {
        ItemPurpose.DECIDE: _("{who} asks to decide this, {time}"),
        ItemPurpose.DISCUSS: _("{who} asks to discuss this, {time}"),
        ItemPurpose.INFORM: _("{who} wants to inform about this, {time}"),
        None: _("{who} proposes this, {time}"),
    }
    return asks[item.purpose].format(who=who, time=time)


class ProposalLine(QWidget):
    """One proposal, with what can be done with it."""

    def __init__(self, item: ItemRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = item_title(item)
        self.add_button = Button(_("Add to agenda"))
        self.add_button.setAccessibleName(_("Add to agenda: {title}").format(title=title))
        self.skip_button = Button(_("Not this time"), "quiet")
        self.skip_button.setAccessibleName(_("Not this time: {title}").format(title=title))
        head = QHBoxLayout()
        head.setSpacing(8)
        name = Label(title, 14, 600, elide=True)
        name.setMaximumWidth(name.fontMetrics().horizontalAdvance(title) + 4)
        head.addWidget(name, 1)
        head.addWidget(Badge(_("Proposed"), "soft"))
        head.addStretch(0)
        words = column(head, Label(proposal_words(item), 13, 400, "text2", elide=True), spacing=0)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(IconLabel("hand", "accent_text", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        line.addWidget(self.add_button)
        line.addWidget(self.skip_button)


class ProposalsStrip(QWidget):
    """The pool of proposed items at the foot of the agenda."""

    taken = Signal(object)
    """The `ItemRow` to put on the agenda."""
    skipped = Signal(object)
    """The `ItemRow` to pass over for this meeting."""
    note_requested = Signal()
    """Please let the person write a proposal down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.more_button = Button("", "link", clicked=self._open)
        self.note_button = Button(_("Write down a proposal"), "quiet", clicked=self.note_requested.emit)
        self.plus_button = IconButton("plus", _("Write down a proposal"), clicked=self.note_requested.emit)
        self.empty_label = Label(_("No proposals. Ask members for items."), 13, 400, "text2")
        self._foot = QWidget()
        self._foot.setLayout(
            row(self.empty_label, None, self.more_button, self.note_button, spacing=12, margins=(12, 0, 12, 0))
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 8)
        outer.setSpacing(8)
        outer.addWidget(hline())
        outer.addLayout(row(self._lines, self.plus_button, spacing=0, margins=(0, 0, 8, 0)))
        outer.addWidget(self._foot)
        self._items: tuple[ItemRow, ...] = ()
        self._opened = False
        self.set_items(())

    def lines(self) -> list[ProposalLine]:
        """Return the lines shown."""
        return list(self._shown)

    def set_items(self, items: Sequence[ItemRow]) -> None:
        """Show these proposals, the oldest first."""
        self._items = tuple(items)
        clear(self._lines)
        self._shown: list[ProposalLine] = []
        shown = self._items[: SHOWN_OPEN if self._opened else SHOWN]
        for item in shown:
            line = ProposalLine(item)
            line.add_button.clicked.connect(partial(self._emit_taken, item))
            line.skip_button.clicked.connect(partial(self._emit_skipped, item))
            self._lines.addWidget(line)
            self._shown.append(line)
        hidden = len(self._items) - len(shown)
        self.empty_label.setVisible(not self._items)
        self.note_button.setVisible(not self._items)
        self.plus_button.setVisible(bool(self._items))
        self._foot.setVisible(hidden > 0 or not self._items)
        self.more_button.setVisible(hidden > 0)
        self.more_button.setText(ngettext("{n} more proposal", "{n} more proposals", hidden).format(n=hidden))

    def _open(self) -> None:
        self._opened = True
        self.set_items(self._items)

    def _emit_taken(self, item: ItemRow, _checked: bool = False) -> None:
        self.taken.emit(item)

    def _emit_skipped(self, item: ItemRow, _checked: bool = False) -> None:
        self.skipped.emit(item)
