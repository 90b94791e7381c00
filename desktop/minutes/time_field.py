"""A field for a time of day, typed as people write it: 10:20, 10.20, 1020, 9."""

import datetime as dt
import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import texts, theme
from desktop.texts import _

_TIME = re.compile(r"\s*(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?|(\d{2}))?\s*")


def read_time(words: str) -> dt.time | None:
    """Return the time `words` say, None when they say none."""
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(QLineEdit):
    """A time of day, or nothing. `changed` gives it after a person's change; what is no time is marked and kept."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: dt.time | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText("–")
        self.setFixedWidth(theme.px(64))
        self.editingFinished.connect(self._on_typed)

    def value(self) -> dt.time | None:
        """Return the time."""
        return self._value

    def set_value(self, value: dt.time | None) -> None:
        """Show `value`; no `changed` signal."""
        self._value = value
        self.setText(texts.time_of_day(value) if value else "")
        self._mark(wrong=False)

    def _on_typed(self) -> None:
        typed = self.text().strip()
        found = read_time(typed) if typed else None
        if typed and found is None:
            self._mark(wrong=True)
            return
        before = self._value
        self.set_value(found)
        if found != before:
            self.changed.emit(found)

    def _mark(self, *, wrong: bool) -> None:
        self.setToolTip(_("This is not a time. Write it as 10:20.") if wrong else "")
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)
