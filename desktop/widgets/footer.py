"""The foot of the window: whether everything is saved and where copies are, and the keys that matter here.

What was just done is said in place of the keys, with what undoes it: nothing of the page is covered, and what should
be looked to stays. Where a line has no room for it, the foot grows for as long as it is said.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.texts import _
from desktop.widgets.badges import KeyHints
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import UNLIMITED
from desktop.widgets.messages import Toast

_MARGIN, _SPACING = 24, 8
_LOOKED_TO = frozenset(("warn", "danger"))
"""Roles of what stays in sight whatever else is said."""
_LEAST_TOAST = 360
"""Pixels at 100 % text that what was done has at least; where there are fewer, the state of saving makes way.

Where warnings leave no more, either, what was done is said below them.
"""


class _Fact:
    """Words at the foot with a mark of theirs, and a dot between them and those before."""

    def __init__(self, label: Label, icon: IconLabel | None = None) -> None:
        self.label = label
        dot = Label("·", 13, 400, "text3")
        self.parts: list[QWidget] = [dot, label] if icon is None else [dot, icon, label]
        self.warns = False
        """Whether it should be looked to."""

    def show(self, shown: Sequence["_Fact"]) -> None:
        """Stand among the facts `shown`, or be hidden."""
        for part in self.parts:
            part.setVisible(self in shown and not (self is shown[0] and part is self.parts[0]))


def _width(shown: Sequence[_Fact]) -> int:
    """Return the pixels that facts take with the room after each part; no dot stands before the first."""
    parts = [part for fact in shown for part in fact.parts][1:]
    return sum(part.sizeHint().width() + _SPACING for part in parts)


class Footer(QFrame):
    """Left: when and where things were saved. Right: the keys that matter here, as far as the left leaves room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._icon = IconLabel("check-circle", "ok", 16)
        self.state_label = Label("", 13, 400, "text2")
        self._place_icon = IconLabel("usb", "text2", 16)
        self.place_label = Label("", 13, 400, "text2")
        self.copy_label = Label("", 13, 400, "text2", elide=True)
        self.hints = KeyHints(at_end=True)
        self._state = _Fact(self.state_label, self._icon)
        self._place = _Fact(self.place_label, self._place_icon)
        self._copy = _Fact(self.copy_label)
        self._facts = (self._state, self._place, self._copy)
        row = QHBoxLayout()
        row.setSpacing(_SPACING)
        for fact in self._facts:
            for part in fact.parts:
                row.addWidget(part, 1 if part is self.copy_label else 0)
        row.addStretch()  # where no words of a copy take the room
        row.addWidget(self.hints)
        self.toast = Toast()
        self.toast.room_wanted.connect(self._share)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self._lines.setSpacing(_SPACING)
        self._lines.addLayout(row, 1)
        self._lines.addWidget(self.toast)
        self.set_copy("")
        self.set_place("")
        self.set_state(_("Everything is saved on this computer"))

    def set_state(self, words: str, *, icon: str = "check-circle", role: str = "ok") -> None:
        """Say how things stand with saving."""
        self._icon.set_icon(icon, role)
        self.state_label.set_role("text2" if role == "ok" else role)
        self.state_label.setText(words)
        self._state.warns = role in _LOOKED_TO
        self._share()

    def set_place(self, words: str, role: str = "text2") -> None:
        """Say how a working copy stands to its place; nothing for a file that is worked on where it lies."""
        self._place_icon.set_icon("usb" if role == "text2" else "warning-circle", role)
        self.place_label.set_role(role)
        self.place_label.setText(words)
        self._place.warns = role in _LOOKED_TO
        self._share()

    def set_copy(self, words: str, role: str = "text2") -> None:
        """Say where the last copy is, or that there is no backup; `role` is "warn" for what should be looked to."""
        self.copy_label.set_role(role)
        self.copy_label.setText(words)
        self._copy.warns = role in _LOOKED_TO
        self._share()

    def _share(self) -> None:
        """Leave keys out before the words are cut: those are found elsewhere, too."""
        said = [fact for fact in self._facts if fact.label.text()]
        told = not self.toast.isHidden()
        if told:
            said = self._make_room(said)
        else:
            self._lines.setDirection(QBoxLayout.Direction.LeftToRight)
            self.setFixedHeight(theme.px(32))
        for fact in self._facts:
            fact.show(said)
        self.hints.setVisible(not told)
        taken = _width(said) + theme.px(2) + 2 * _MARGIN
        self.hints.setMaximumWidth(max(0, self.width() - taken) if self.copy_label.text() else UNLIMITED)

    def _make_room(self, said: Sequence[_Fact]) -> list[_Fact]:
        """Give what was done room beside what should be looked to, or a line below; return what stays beside it."""
        room = self.width() - 2 * _MARGIN
        warned = [fact for fact in said if fact.warns]
        stays = [fact for fact in said if fact is self._state or fact.warns]
        if room - _width(stays) < theme.px(_LEAST_TOAST):
            stays = warned
        below = bool(warned) and room - _width(warned) < theme.px(_LEAST_TOAST)
        if below and _width(said) <= room:
            stays = list(said)
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(direction)
        line = theme.px(32)
        wanted = self.toast.fit(room if below else room - _width(stays)) + 2
        self.setFixedHeight(line + wanted if below else max(line, wanted))
        return stays

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._share()
        super().changeEvent(event)
