"""The foot of the window: whether everything is saved and where copies are, and the keys that matter here.

What was just done is said in place of the keys, with what undoes it: nothing of the page is covered. Where a line has
no room for it, the foot grows for as long as it is said.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.texts import _
from desktop.widgets.badges import KeyHints
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import UNLIMITED
from desktop.widgets.messages import Toast

_MARGIN, _SPACING = 24, 8
_LEAST_TOAST = 360
"""Pixels at 100 % text that what was done has at least; where there are fewer, the state of saving makes way."""


class Footer(QFrame):
    """Left: when and where things were saved. Right: the keys that matter here, as far as the left leaves room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._icon = IconLabel("check-circle", "ok", 16)
        self.state_label = Label("", 13, 400, "text2")
        self._place_dot = Label("·", 13, 400, "text3")
        self._place_icon = IconLabel("usb", "text2", 16)
        self.place_label = Label("", 13, 400, "text2")
        self._dot = Label("·", 13, 400, "text3")
        self.copy_label = Label("", 13, 400, "text2", elide=True)
        self.hints = KeyHints()
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(_SPACING)
        self._said: tuple[QWidget, ...] = (
            self._icon, self.state_label, self._place_dot, self._place_icon, self.place_label, self._dot,
        )  # fmt: skip
        for part in self._said:
            row.addWidget(part)
        row.addWidget(self.copy_label, 1)
        row.addWidget(self.hints)
        self.toast = Toast()
        self.toast.room_wanted.connect(self._share)
        row.addWidget(self.toast)
        self.set_copy("")
        self.set_place("")
        self.set_state(_("Everything is saved on this computer"))

    def set_state(self, words: str, *, icon: str = "check-circle", role: str = "ok") -> None:
        """Say how things stand with saving."""
        self._icon.set_icon(icon, role)
        self.state_label.set_role("text2" if role == "ok" else role)
        self.state_label.setText(words)
        self._share()

    def set_place(self, words: str, role: str = "text2") -> None:
        """Say how a working copy stands to its place; nothing for a file that is worked on where it lies."""
        self._place_icon.set_icon("usb" if role == "text2" else "warning-circle", role)
        self.place_label.set_role(role)
        self.place_label.setText(words)
        self._share()

    def set_copy(self, words: str, role: str = "text2") -> None:
        """Say where the last copy is, or that there is no backup; `role` is "warn" for what should be looked to."""
        self.copy_label.set_role(role)
        self.copy_label.setText(words)
        self._share()

    def _share(self) -> None:
        """Leave keys out before the words are cut: those are found elsewhere, too."""
        told = not self.toast.isHidden()
        for part in (self._place_dot, self._place_icon, self.place_label):
            part.setVisible(bool(self.place_label.text()) and not told)
        self._dot.setVisible(bool(self.copy_label.text()) and not told)
        self.copy_label.setVisible(not told)
        self.hints.setVisible(not told)
        self._make_room(told)
        said = [part for part in self._said if not part.isHidden()]
        words = self.copy_label.fontMetrics().horizontalAdvance(self.copy_label.text()) + theme.px(2)
        taken = sum(part.sizeHint().width() for part in said) + words + _SPACING * (len(said) + 1) + 2 * _MARGIN
        self.hints.setMaximumWidth(max(0, self.width() - taken) if self.copy_label.text() else UNLIMITED)

    def _make_room(self, told: bool) -> None:
        """Give what was done the room beside the state of saving, and a second line where it needs one."""
        beside = self._icon.sizeHint().width() + self.state_label.sizeHint().width() + 2 * _SPACING
        room = self.width() - 2 * _MARGIN
        alone = room - beside < theme.px(_LEAST_TOAST)
        for part in (self._icon, self.state_label):
            part.setVisible(not (told and alone))
        wanted = self.toast.fit(room if alone else room - beside) + 2 if told else 0
        self.setFixedHeight(max(theme.px(32), wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._share()
        super().changeEvent(event)
