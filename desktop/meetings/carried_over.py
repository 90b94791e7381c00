"""What is carried over: the open actions of earlier meetings, ticked where the meeting will hear of them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from db.meetings.agenda import ItemRow
from db.meetings.open_actions import CarriedAction
from db.vocabulary import ItemOrigin
from desktop import theme
from desktop.naming.outcomes import due_or_late, owner_words
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear

SHOWN: Final = 5
"""A longer list says how many more there are."""


def _heard_words(actions: Sequence[CarriedAction], under: int | None) -> str:
    if under is not None and not actions:
        return _("No open action is heard under item {number}.").format(number=under)
    if under is not None:
        return _("Ticked actions are heard under item {number}.").format(number=under)
    if any(action.heard for action in actions):
        return _("No item of the agenda hears the ticked actions yet.")
    return _("Tick what this meeting is to hear of.")


class CarriedLine(QWidget):
    """One open action: a tick, what it is, who has it, when it is due."""

    def __init__(self, action: CarriedAction, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words, due_role = due_or_late(action.due_date, today)
        owner = owner_words(action) or _("Nobody has taken it on")
        self.box = QCheckBox()
        self.box.setChecked(action.heard)
        self.box.setAccessibleName(action.text)
        self.box.setAccessibleDescription(f"{owner}, {words}")
        self.box.setFixedWidth(theme.px(20))
        self.text_label = Label(action.text, 14, 400, wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        known = action.owner_on_record  # what is said behind a name that is not known must not be cut off
        role = "text2" if action.owner and known else "warn"
        line.addWidget(Label(owner, 13, 400, role, elide=known, wrap=not known), 1)
        due = Label(words, 13, 500 if due_role == "danger" else 400, due_role)
        line.addWidget(due, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.text_label)
        column.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


class CarriedOverCard(Card):
    """The open actions, the longest overdue first."""

    heard_changed = Signal(object, bool)
    """Key of the action, whether the meeting will hear of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.count_label = Label("", 13, 400, "text2")
        super().__init__(_("Carried over"), extra=self.count_label, spacing=8, parent=parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.more_button = Button("", "quiet", clicked=self._show_all)
        self.foot_label = Label("", 13, 400, "text2", wrap=True)
        self.body.addLayout(self._lines)
        self.add(self.more_button, self.foot_label)
        self._shown: list[CarriedLine] = []
        self._actions: tuple[CarriedAction, ...] = ()
        self._today = dt.date.min
        self._all = False

    def lines(self) -> list[CarriedLine]:
        """Return the lines shown."""
        return list(self._shown)

    def set_actions(self, actions: Sequence[CarriedAction], today: dt.date, hearing: ItemRow | None) -> None:
        """Show these actions as of a day, and under which item of the agenda they are heard, if any."""
        self.setVisible(bool(actions) or (hearing is not None and hearing.origin is ItemOrigin.OPEN_ACTIONS))
        self.foot_label.setText(_heard_words(actions, hearing.number if hearing else None))
        if tuple(actions) == self._actions and today == self._today:
            return
        self._actions, self._today = tuple(actions), today
        self.count_label.setText(self._count_words())
        self._fill()

    def _count_words(self) -> str:
        count = len(self._actions)
        numbers = {action.meeting.number for action in self._actions if action.meeting}
        if len(numbers) == 1 and (number := numbers.pop()) is not None:
            message = ngettext("{n} open from meeting {number}", "{n} open from meeting {number}", count)
            return message.format(n=count, number=number)
        return ngettext("{n} open", "{n} open", count).format(n=count)

    def _fill(self) -> None:
        held = self._held()
        clear(self._lines)
        self._shown = []
        shown = self._actions if self._all else self._actions[:SHOWN]
        for action in shown:
            line = CarriedLine(action, self._today)
            line.box.toggled.connect(partial(self.heard_changed.emit, action.id))
            self._lines.addWidget(line)
            self._shown.append(line)
            if action.id == held:
                line.box.setFocus()
        hidden = len(self._actions) - len(shown)
        self.more_button.setVisible(hidden > 0)
        self.more_button.setText(ngettext("{n} more", "{n} more", hidden).format(n=hidden))

    def _held(self) -> uuid.UUID | None:
        """Return the action whose tick has the keyboard."""
        for action, line in zip(self._actions, self.lines(), strict=False):
            if line.box.hasFocus():
                return action.id
        return None

    def _show_all(self) -> None:
        self._all = True
        self._fill()
