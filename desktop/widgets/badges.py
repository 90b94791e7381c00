"""Badges, key caps, avatars and the mark of Ronda: painted, with their words as accessible text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.key_names import key_names
from desktop.widgets.labels import Label
from desktop.widgets.layouts import FlowLayout, clear
from desktop.widgets.painting import BADGE_KINDS, badge_width, draw_badge, round_rect, text_width


class Painted(QLabel):
    """A painted piece of text: read aloud as a label, drawn by its subclass in `paintEvent`, never stretched."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Badge(Painted):
    """A word in a small coloured box. `kind` is a key of `painting.BADGE_KINDS`."""

    def __init__(
        self, text: str, kind: str = "neutral", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._icon = icon

    def show_as(self, text: str, kind: str, icon: str | None = None) -> None:
        """Show another word, kind and icon."""
        self._kind = kind
        self._icon = icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self.text(), self._icon), theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        width = min(self.width(), badge_width(self.text(), self._icon))
        draw_badge(QPainter(self), QPointF(0, 0), self.text(), self._kind, self._icon, width=width)


class Key(Painted):
    """One key cap."""

    def sizeHint(self) -> QSize:
        return QSize(max(theme.px(20), round(text_width(self.text(), 12, 500)) + 10), theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        round_rect(painter, rect, 4, fill="surface", edge="line_mid")
        painter.setFont(theme.font(12, 500))
        painter.setPen(theme.color("text2"))
        painter.drawText(rect.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, self.text())


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Keys and what they do here; `keys` are caps parted by spaces: "Ctrl Enter", "Alt ↑ ↓"."""

    keys: str
    text: str
    changes: bool = False
    """Whether they change the record: not hinted where that is only looked at."""


def working_keys(hints: Sequence[KeyHint], *, read_only: bool) -> list[KeyHint]:
    """Return the keys that do something, where the record may be only looked at."""
    return [hint for hint in hints if not (read_only and hint.changes)]


class KeyHints(QWidget):
    """A row of key caps with their meanings; those that find no room are left out, from the last.

    With `at_end`, those that are left stand against the right.
    """

    def __init__(
        self,
        hints: Sequence[KeyHint] = (),
        *,
        role: str = "text2",
        spacing: int = 16,
        at_end: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._hints: tuple[KeyHint, ...] = ()
        self._row = FlowLayout(self, spacing=spacing, line_spacing=100, whole=True, at_end=at_end)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.set_hints(hints)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._row.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        # One line only: what would stand on a second one is cut away.
        self.setMaximumHeight(max(1, self._row.sizeHint().height()))
        super().resizeEvent(event)

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show `hints` in place of those before."""
        if tuple(hints) == self._hints:
            return
        self._hints = tuple(hints)
        clear(self._row)
        for hint in hints:
            group = QWidget()
            row = QHBoxLayout(group)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(3)
            for cap in key_names(hint.keys):
                row.addWidget(Key(cap))
            row.addSpacing(1)
            row.addWidget(Label(hint.text, 13, 400, self._role))
            self._row.addWidget(group)


class Avatar(Painted):
    """Initials in a rounded square; `name` says whose they are."""

    def __init__(
        self, initials: str, *, name: str = "", size: int = 32, kind: str = "soft", parent: QWidget | None = None
    ) -> None:
        super().__init__(initials, parent)
        self._size = size
        self._kind = kind
        self.setAccessibleName(name or initials)

    def show_as(self, initials: str, *, name: str = "", kind: str | None = None) -> None:
        """Show other initials."""
        self._kind = kind or self._kind
        self.setText(initials)
        self.setAccessibleName(name or initials)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_avatar(QPainter(self), QRectF(self.rect()), self.text(), self._kind)


def draw_avatar(painter: QPainter, rect: QRectF, initials: str, kind: str = "soft") -> None:
    """Paint initials in a rounded square filling `rect`."""
    fill, role, edge, _dashed = BADGE_KINDS[kind]
    round_rect(painter, rect, max(4.0, rect.width() / 5), fill=fill, edge=edge)
    painter.setFont(theme.font(13 if rect.width() <= theme.px(40) else 18, 600))
    painter.setPen(theme.color(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)


class Mark(Painted):
    """The mark of Ronda: a ring of seats, one of them on duty."""

    def __init__(self, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._size = size

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_mark(QPainter(self), QRectF(self.rect()))


def draw_mark(painter: QPainter, rect: QRectF) -> None:
    """Paint the mark of Ronda filling the square `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    side = rect.width()
    for seat in range(8):
        angle = math.radians(seat * 45 - 90)
        on_duty = seat == 1
        radius = side * 0.095 * (1.35 if on_duty else 1)
        painter.setBrush(theme.color("mark" if on_duty else "accent_text"))
        center = rect.center() + QPointF(math.cos(angle), math.sin(angle)) * (side * 0.37)
        painter.drawEllipse(center, radius, radius)
