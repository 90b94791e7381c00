"""Buttons: a verb, an icon, or both; and two or three choices side by side."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop import icons, theme
from desktop.widgets.labels import plain_tip
from desktop.widgets.painting import focus_ring, round_rect, text_width

Kind = Literal["normal", "primary", "quiet", "link", "small", "warn", "danger"]
_ICON_ROLES = {"primary": "on_accent", "link": "accent_text", "warn": "warn", "danger": "danger"}
_ICON_SIZES = {"small": 16, "link": 16, "warn": 16}


def press_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press `button` if the key is Enter, once however long it is held; return whether it was.

    Qt leaves it to the system whether Enter presses the button that has the keyboard; on most, only Space does.
    """
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A button that does one thing, named by a verb.

    `kind`: "primary" (one per screen), "normal", "quiet", "link" (only navigates), "small" and "warn" (24 px, inside
    cards), "danger".
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "normal",
        icon: str | None = None,
        *,
        tip: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._icon = ""
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        theme.follow(self._size_icon)
        if icon:
            self.set_icon(icon)
        if tip:
            self.setToolTip(plain_tip(tip))
        if kind == "link":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if clicked is not None:
            self.clicked.connect(lambda _checked: clicked())

    def set_icon(self, name: str) -> None:
        """Show the icon `name` before the word."""
        self._icon = name
        self.setIcon(icons.icon(name, _ICON_ROLES.get(self._kind, "text2")))
        self._size_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def set_kind(self, kind: Literal["normal", "primary"]) -> None:
        """Be the primary button of the screen from now on, or no longer."""
        if kind == self._kind:
            return
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        if self._icon:
            self.set_icon(self._icon)

    def _size_icon(self) -> None:
        side = theme.px(_ICON_SIZES.get(self._kind, 18))
        self.setIconSize(QSize(side, side))


class IconButton(QToolButton):
    """A square button with an icon alone; `meaning` is its name and its tool tip."""

    def __init__(
        self,
        icon: str,
        meaning: str,
        *,
        role: str = "text2",
        size: int = 18,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setIcon(icons.icon(icon, role))
        self.setAccessibleName(meaning)
        self.setToolTip(plain_tip(meaning))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._size_icon()
        theme.follow(self._size_icon)
        if clicked is not None:
            self.clicked.connect(lambda _checked: clicked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def _size_icon(self) -> None:
        side = theme.px(self._size)
        self.setIconSize(QSize(side, side))


class _Segment(QAbstractButton):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(max(theme.px(56), round(text_width(self.text(), 13, 600)) + 24), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            round_rect(painter, rect, 5, fill="surface", edge="line_mid")
        if self.hasFocus():
            focus_ring(painter, rect, 5)
        painter.setFont(theme.font(13, 600 if self.isChecked() else 500))
        painter.setPen(theme.color("text" if self.isChecked() else "text2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())


class Segmented(QWidget):
    """Two or three choices of which one holds; arrows move between them.

    `choices` are (key, word); the word is already in the person's language.
    """

    chosen = Signal(object)
    """The key now holding, after a person's choice."""

    def __init__(self, choices: Sequence[tuple[object, str]], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keys = [key for key, _word in choices]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for index, (_key, word) in enumerate(choices):
            segment = _Segment(word, self)
            self._group.addButton(segment, index)
            layout.addWidget(segment)
        if choices:
            self._hold(0)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))

    def value(self) -> object:
        """Return the key that holds."""
        return self._keys[self._group.checkedId()]

    def set_value(self, key: object) -> None:
        """Let `key` hold, without a `chosen` signal."""
        self._hold(self._keys.index(key))

    def _hold(self, index: int) -> None:
        """Check a button, and let the keyboard find it: Qt sees to that only once the keyboard was here."""
        self._group.button(index).setChecked(True)
        for button in self._group.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus)

    def button(self, key: object) -> QAbstractButton:
        """Return the button of `key`."""
        return self._group.button(self._keys.index(key))

    def paintEvent(self, _event: QPaintEvent) -> None:
        round_rect(QPainter(self), QRectF(self.rect()), 6, fill="hover")
