"""The card that decisions and actions are shown on, beside the minutes."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop import theme
from desktop.texts import _
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.painting import round_rect

_NUMBER_WIDTH = 31


class ResultCard(QFrame):
    """A number at the left, words and what belongs to them at the right; a coloured edge, or dashed amber."""

    def __init__(self, label: str, text: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        role = {"decision": "accent_text", "action": "action", "open": "warn"}.get(tone, "text2")
        self.number = Label(label, 13, 600, role)
        self.number.setFixedWidth(theme.px(_NUMBER_WIDTH))
        self.words = Label(text, 14, 500 if tone == "decision" else 400, wrap=True)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.number)
        if tone == "open":
            left.addWidget(IconLabel("warning-fill", "warn_line", 16, meaning=_("Not agreed yet")))
        left.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(2)
        self.body.addWidget(self.words)
        line = QHBoxLayout(self)
        line.setContentsMargins(11, 6, 6, 6)
        line.setSpacing(0)
        line.addLayout(left)
        line.addLayout(self.body, 1)
        self.setAccessibleName(f"{label} {text}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._tone == "open":
            round_rect(painter, rect, 6, fill="warn_soft", edge="warn_line", dashed=True)
            return
        fill = "sunken" if self._tone == "past" else "surface"
        round_rect(painter, rect, 6, fill=fill, edge="line")
        painter.setClipRect(QRectF(0, 0, 4, rect.height()))
        edge = {"decision": "accent_text", "action": "action"}.get(self._tone, "line_strong")
        round_rect(painter, QRectF(0, 0, 12, rect.height()), 6, fill=edge)
