"""Parts of a detail card: a titled section, a line with an icon, a row of a person, a menu of what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop import icons, theme
from desktop.texts import _
from desktop.widgets.badges import Avatar
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import IconLabel, Label, plain_tip
from desktop.widgets.layouts import Part, column, row

Choices = Sequence[tuple[str, str, Callable[[], object]]]
"""(icon, word, what it does) for each thing in a menu."""


class MenuButton(IconButton):
    """Three dots that open a menu of what can be done with one thing; `meaning` names the thing."""

    def __init__(self, meaning: str, choices: Choices, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("dots-three", meaning, size=16 if small else 18, parent=parent, clicked=self.open_menu)
        self._choices = tuple(choices)
        if small:
            self.setProperty("kind", "small")

    def open_menu(self) -> None:
        """Open the menu below the button."""
        menu = self.menu_of_choices()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def menu_of_choices(self) -> QMenu:
        """Return a new menu with the choices."""
        menu = QMenu(self)
        for icon, word, act in self._choices:
            action = menu.addAction(icons.icon(icon), word)
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices."""
        self._choices = tuple(choices)


class Link(Button):
    """A link no wider than its words; shortened where there is less room, with all of it as the tool tip."""

    EDGES = 8
    """Pixels of the frame at both sides, with one to spare."""

    def __init__(self, text: str, *, clicked: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", "link", clicked=clicked, parent=parent)
        self._full = " ".join(text.split())
        self.setAccessibleName(self._full)
        self._fit(self._full)

    def _fit(self, words: str) -> None:
        self.setText(words.replace("&", "&&"))
        self.setToolTip("" if words == self._full else plain_tip(self._full))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + self.EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(48), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.EDGES + 2
        self._fit(self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room))


class Section(QWidget):
    """A title with something at its right, and lines below."""

    def __init__(self, title: str, *extra: QWidget, spacing: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(spacing)
        named = Label(title, 14, 600, elide=True)
        named.setMinimumHeight(theme.px(24))  # as high as a button, so that titles side by side align
        head = row(named, *extra, spacing=8)
        self.setLayout(column(head, self.lines, spacing=8))
        # A section that could not grow would cut words that wrap: its hint counts their lines at another width.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, *parts: QWidget) -> "Section":
        """Add lines; return the section."""
        for part in parts:
            self.lines.addWidget(part)
        return self


def hugging(text: str, px: int = 14, weight: int = 400, role: str = "text") -> Label:
    """Return a label no wider than its words, shortened where there is less room."""
    label = Label(text, px, weight, role, elide=True)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return label


class Line(QWidget):
    """An icon, words (or a `lead` widget), a supporting word after them, and something at the right."""

    def __init__(
        self,
        icon: str,
        text: str,
        supporting: str = "",
        *right: QWidget,
        lead: QWidget | None = None,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = lead or hugging(text, 14, 400, role)
        parts: list[Part] = [IconLabel(icon, "text3", 16), self.label]
        if supporting:
            after = hugging(supporting, 13, 400, "text2")
            after.setMinimumWidth(min(after.sizeHint().width(), theme.px(80)))
            parts.append(after)
        self.setLayout(row(*parts, None, *right, spacing=8))
        self.setMinimumHeight(theme.px(24))


class PersonLine(QWidget):
    """Initials, a name with a word, and how to reach them."""

    def __init__(
        self, initials: str, name: str, word: str, reach: str, *right: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named = row(hugging(name, 14, 600), hugging(word, 13, 400, "text2"), None, *right, spacing=8)
        reached = Label(reach or _("No phone or e-mail yet"), 13, 400, "text2" if reach else "text3", elide=True)
        line = row(Avatar(initials, name=name, kind="neutral"), spacing=10)
        line.addLayout(column(named, reached, spacing=0), 1)
        self.setLayout(line)
