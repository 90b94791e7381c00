"""The sidebar: whose record this is, the pages, and who sits in front of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop import icons, texts, theme
from desktop.texts import _
from desktop.widgets.badges import Avatar, Mark
from desktop.widgets.buttons import Button, IconButton, press_by_enter
from desktop.widgets.labels import Label, PersonLabel, hline, plain_tip
from desktop.widgets.painting import badge_width, draw_badge, draw_text, focus_ring, round_rect

WIDTH = 208
RAIL_WIDTH = 64
"""Pixels at 100 % text of the sidebar, with words and without."""


class NavigationItem(QAbstractButton):
    """One page's place in the sidebar."""

    def __init__(self, word: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = 0
        self._late = ""
        self._brief = False
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the frame of the keyboard goes along with the mouse
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int, words: str = "") -> None:
        """Show how many things here are late; `words` say it to a screen reader."""
        self._count = count
        self._late = words if count else ""
        self.setAccessibleName(f"{self.text()}, {words}" if count else self.text())
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def set_brief(self, brief: bool) -> None:
        """Show the icon only; the word becomes the tool tip."""
        self._brief = brief
        self._tell()

    def _tell(self) -> None:
        words = (self.text(), self._late) if self._brief else (self._late,)
        self.setToolTip(plain_tip(", ".join(filter(None, words))))
        self.update()

    def count(self) -> int:
        """Return the count shown, 0 for none."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(32, theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on and theme.current().dark:
            round_rect(painter, rect, 6, fill="accent_soft")
        elif on:
            round_rect(painter, rect, 6, fill="surface", edge="line")
        elif self.underMouse():
            round_rect(painter, rect, 6, fill="hover")
        if on:
            round_rect(painter, QRectF(0, rect.height() / 4, 3, rect.height() / 2), 1.5, fill="accent_text")
        side = theme.px(18)
        role = "accent_text" if on else "text2"
        place = QPointF((rect.width() - side) / 2 if self._brief else 12, (rect.height() - side) / 2)
        icons.paint(painter, place, f"{self._icon}-fill" if on else self._icon, role, side)
        if self._brief:
            self._paint_dot(painter, place + QPointF(side, 0))
        else:
            self._paint_words(painter, rect, 12 + side + 10)
        if self.hasFocus():
            focus_ring(painter, rect, 6)

    def _paint_dot(self, painter: QPainter, center: QPointF) -> None:
        """Mark at the icon's corner that something is late; the tool tip says how much."""
        if self._count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("surface" if self.isChecked() else "sidebar"), 2))
            painter.setBrush(theme.color("danger"))
            painter.drawEllipse(center, theme.px(5), theme.px(5))

    def _paint_words(self, painter: QPainter, rect: QRectF, left: float) -> None:
        on = self.isChecked()
        taken = 0
        if self._count:
            word = texts.number(self._count)
            taken = max(theme.px(24), badge_width(word))
            corner = QPointF(rect.width() - taken - 8, (rect.height() - theme.px(20)) / 2)
            draw_badge(painter, corner, word, "danger", width=taken)
        room = QRectF(left, 0, rect.width() - left - taken - 12, rect.height())
        draw_text(painter, room, self.text(), 14, 600 if on else 500, role="text" if on else "text2")


class AllianceButton(QPushButton):
    """Whose record is open, with a menu of what can be done with the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._fact = ""
        self._brief = False
        self.setProperty("kind", "painted")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMenu(QMenu(self))

    def set_alliance(self, name: str, fact: str) -> None:
        """Show the alliance's `name` and one fact about it."""
        self._name = name
        self._fact = fact
        self.setAccessibleName(name)
        self.setAccessibleDescription(fact)
        self.setToolTip(plain_tip(name))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def set_brief(self, brief: bool) -> None:
        """Show the initials of the name only."""
        self._brief = brief
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(32, theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = "hover" if self.underMouse() or self.isDown() else None
        round_rect(painter, rect, 6, fill=fill, edge="line_mid")
        if self._brief:
            self._paint_initials(painter, rect)
        else:
            self._paint_words(painter, rect)
        if self.hasFocus():
            focus_ring(painter, rect, 6)

    def _paint_initials(self, painter: QPainter, rect: QRectF) -> None:
        line, side = theme.px(18), theme.px(12)
        top = (rect.height() - line - side) / 2
        room = QRectF(0, top, rect.width(), line)
        draw_text(painter, room, texts.initials(self._name), 13, 600, align=Qt.AlignmentFlag.AlignCenter)
        icons.paint(painter, QPointF((rect.width() - side) / 2, top + line), "caret-down", "text3", side)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        side = theme.px(14)
        caret = QPointF(rect.right() - side - 8, (rect.height() - side) / 2)
        icons.paint(painter, caret, "caret-down", "text3", side)
        line = theme.px(18)
        top = (rect.height() - line * (2 if self._fact else 1)) / 2
        room = rect.width() - 12 - side - 14
        draw_text(painter, QRectF(12, top, room, line), self._name, 13, 600)
        draw_text(painter, QRectF(12, top + line, room, line), self._fact, 12, 400, role="text2")


class Sidebar(QFrame):
    """The left edge of the window."""

    chosen = Signal(int)
    """The place in the list of the page chosen."""
    settings_requested = Signal()
    who_requested = Signal()
    """Nobody said yet who works here, and somebody would."""

    def __init__(self, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(_("Pages"))
        self.alliance = AllianceButton()
        self.items = [NavigationItem(word, icon) for word, icon in pages]
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 12)
        column.setSpacing(4)
        self._brief = False
        brand = QHBoxLayout()
        brand.setContentsMargins(8, 0, 0, 0)
        brand.setSpacing(8)
        self._brand_label = Label("Ronda", 18, 600)
        brand.addWidget(Mark(32))
        brand.addWidget(self._brand_label, 1)
        self._brand = brand
        column.addLayout(brand)
        column.addSpacing(8)
        column.addWidget(self.alliance)
        column.addSpacing(8)
        for index, item in enumerate(self.items):
            self._group.addButton(item, index)
            column.addWidget(item)
        column.addStretch(1)
        column.addWidget(hline())
        column.addSpacing(4)
        column.addLayout(self._person())
        self._size()

    def _person(self) -> QBoxLayout:
        self.avatar = Avatar("", size=32)
        self.person_label = PersonLabel("", 13, 600)
        self.who_button = Button(_("Who are you?"), "link", clicked=self.who_requested.emit)
        self.duty_label = Label("", 12, 400, "text2", elide=True)
        self._person_words = QWidget()
        words = QVBoxLayout(self._person_words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.person_label)
        words.addWidget(self.who_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.duty_label)
        self.who_icon = IconButton("user-plus", _("Who are you?"), clicked=self.who_requested.emit)
        self.settings_button = IconButton("gear-six", _("Settings"), clicked=self.settings_requested.emit)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(4, 0, 0, 0)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignCenter)
        self._foot.addWidget(self._person_words, 1)
        self._foot.addWidget(self.who_icon, 0, Qt.AlignmentFlag.AlignCenter)
        self._foot.addWidget(self.settings_button, 0, Qt.AlignmentFlag.AlignCenter)
        return self._foot

    def set_brief(self, brief: bool) -> None:
        """Show icons only, for a window with little room; words become tool tips."""
        if brief == self._brief:
            return
        self._brief = brief
        self.alliance.set_brief(brief)
        for item in self.items:
            item.set_brief(brief)
        self._brand_label.setHidden(brief)
        self._brand.setContentsMargins(4 if brief else 8, 0, 0, 0)
        self._show_who()
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if brief else QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(0 if brief else 4, 0, 0, 0)
        self._size()

    def set_person(self, name: str, duty: str) -> None:
        """Show who works here and on which duty."""
        self.avatar.show_as(texts.initials(name) if name else "?", name=name, kind="soft")
        self.person_label.setText(name)
        self.person_label.setVisible(bool(name))
        self.who_button.setHidden(bool(name))
        self._show_who()
        self.duty_label.setText(duty)
        self.duty_label.setVisible(bool(duty))
        self.avatar.setToolTip(plain_tip(", ".join(filter(None, (name, duty)))))

    def _show_who(self) -> None:
        """Show who works here, or how to say it, as there is room for."""
        unknown = not self.person_label.text()
        self._person_words.setHidden(self._brief)
        self.who_icon.setVisible(self._brief and unknown)
        self.avatar.setHidden(self._brief and (unknown or not self._has_room_for_avatar()))

    def _has_room_for_avatar(self) -> bool:
        """Return whether the settings still find room below the person, in a low window with large words."""
        layout = self.layout()
        least = layout.minimumSize().height() if layout is not None else 0
        own = self.avatar.sizeHint().height() + self._foot.spacing()
        return self.height() >= least + (own if self.avatar.isHidden() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_who()

    def set_current(self, index: int | None) -> None:
        """Mark the page at `index` as the one in sight; None where the sidebar does not name it."""
        if index is not None:
            self.items[index].setChecked(True)
        elif (item := self.current_item()) is not None:
            self._group.setExclusive(False)
            item.setChecked(False)
            self._group.setExclusive(True)

    def current_item(self) -> NavigationItem | None:
        """Return the item of the page in sight."""
        return next((item for item in self.items if item.isChecked()), None)

    def focus_current(self) -> None:
        """Give the keyboard to the item of the page in sight."""
        item = self.current_item()
        if item is not None:
            item.setFocus()

    def _size(self) -> None:
        self.setFixedWidth(theme.px(RAIL_WIDTH if self._brief else WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)
