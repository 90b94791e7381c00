"""Cards: white boxes with a title row, a content column and sometimes a footer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.widgets.labels import Label
from desktop.widgets.layouts import Margins, Part, fill


class Card(QFrame):
    """A white box. `tone`: "" (plain), "warn" (amber, dashed), "sunken", "focus" (has the keyboard).

    `body` is the column to fill; `set_footer` adds a sunken strip below it.
    """

    def __init__(
        self,
        title: str = "",
        *,
        extra: QWidget | None = None,
        tone: str = "",
        margins: Margins = (16, 12, 16, 12),
        spacing: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("tone", tone)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self._outer.addLayout(self.body, 1)
        self.title_label: Label | None = None
        if title:
            self.title_label = Label(title, 16, 600, elide=extra is not None)
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(self.title_label, 1)
            if extra is not None:
                head.addWidget(extra, 0, Qt.AlignmentFlag.AlignVCenter)
            self.body.addLayout(head)
            self.setAccessibleName(title)

    def add(self, *parts: Part) -> "Card":
        """Add `parts` to the content column (see `layouts.fill`); return the card."""
        fill(self.body, parts)
        return self

    def set_footer(self, content: QWidget | QLayout) -> QWidget:
        """Put `content` in a sunken strip at the foot; return the strip."""
        strip = QFrame()
        strip.setObjectName("sunken")
        box = QHBoxLayout(strip)
        box.setContentsMargins(16, 8, 16, 8)
        if isinstance(content, QWidget):
            box.addWidget(content)
        else:
            box.addLayout(content)
        self._outer.addWidget(strip)
        return strip

    def set_tone(self, tone: str) -> None:
        """Change the tone of the card."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
