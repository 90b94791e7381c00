"""Parts of the dialogs about duties: lines that can be taken out, terms with their days, who may be asked."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLayout, QWidget

from db.duties.sheet import MayBeAsked
from db.spells import day_after, last_day
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.duty_setup import asked_sentence, not_asked_lines
from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.days import day_reader
from desktop.widgets.fields import DateField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import ScrollArea, clear, column, row
from desktop.widgets.looking import writes


class RemovableLines(QWidget):
    """Words one below the other, each with a button that takes it out."""

    removed = Signal(object)
    """The key of the line to take out."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._lines = column(spacing=4)
        self.setLayout(self._lines)
        self.buttons: list[IconButton] = []

    def set_lines(self, lines: Sequence[tuple[object, str]]) -> None:
        """Show (key, words) of each line."""
        clear(self._lines)
        self.buttons = []
        for key, words in lines:
            gone = IconButton("x", _("Take out “{name}”").format(name=words), clicked=partial(self.removed.emit, key))
            writes(gone)
            self.buttons.append(gone)
            line = row(Label(words, 14, 400, wrap=True), gone, spacing=4)
            line.setStretch(0, 1)
            self._lines.addLayout(line)
        self.setVisible(bool(lines))


class TermsField(QWidget):
    """The terms of a duty whose days are set one by one; each with its first and its last day."""

    changed = Signal()

    def __init__(self, clock: Clock, terms: Sequence[tuple[dt.date, dt.date]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Terms"))
        self._read = day_reader(clock)
        self.lines: list[tuple[DateField, DateField, QWidget]] = []
        self._column = column(spacing=8)
        self.add_button = Button(_("Add a term"), "small", icon="plus", clicked=self._add_next)
        writes(self.add_button)
        self.setLayout(column(self._column, row(self.add_button, None), spacing=8))
        for first, end in terms:
            self.add_line(first, end)

    def add_line(self, first: dt.date | None, end: dt.date | None) -> None:
        """Add the fields of one term."""
        start = DateField(name=_("First day"), read=self._read, value=first)
        until = DateField(name=_("Last day"), read=self._read, value=last_day(end))
        holder = QWidget()
        gone = IconButton("x", _("Take out this term"), clicked=lambda: self._take_out(holder))
        writes(gone)
        line = row(start, Label("–", 14, 400, "text3"), until, gone, spacing=8)
        line.setStretch(0, 1)
        line.setStretch(2, 1)
        holder.setLayout(line)
        self.lines.append((start, until, holder))
        self._column.addWidget(holder)
        for field in (start, until):
            field.changed.connect(lambda _day: self.changed.emit())
        self.changed.emit()

    def fields(self) -> list[DateField]:
        """Return every field, in order."""
        return [field for start, until, _holder in self.lines for field in (start, until)]

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what is wrong with the terms, and where to put it right; nothing if they can be kept."""
        empty = next((field for field in self.fields() if field.value() is None), None)
        if empty is not None or not self.lines:
            words = _("A term needs its first and its last day. Nothing was changed.")
            return words, empty.line if empty else self.add_button
        last: dt.date | None = None
        for start, until, _holder in sorted(self.lines, key=lambda line: line[0].value() or dt.date.max):
            first, end = start.value(), day_after(until.value())
            if first is None or end is None:
                continue
            if end <= first:
                return _("A term ends before it begins. Nothing was changed. Put its days right."), until.line
            if last is not None and first < last:
                words = _("Two terms share {day}. Nothing was changed. Put their days right.")
                return words.format(day=texts.date_long(first)), start.line
            last = end
        return None

    def value(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """Return the terms that have both days, each to the day after its last."""
        found = [(start.value(), day_after(until.value())) for start, until, _holder in self.lines]
        return tuple((first, end) for first, end in found if first is not None and end is not None)

    def _add_next(self) -> None:
        for field in self.fields():
            field.settle()  # a press with the mouse takes the keyboard from no field
        held = self.value()
        self.add_line(held[-1][1] if held else None, None)
        start, until, _holder = self.lines[-1]
        (until if start.value() else start).line.setFocus()

    def _take_out(self, holder: QWidget) -> None:
        self.lines = [line for line in self.lines if line[2] is not holder]
        self._column.removeWidget(holder)
        holder.hide()
        holder.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()


class Tall(ScrollArea):
    """A column that wants to be so many pixels high, and scrolls where there is less room."""

    def __init__(self, content: QWidget | QLayout, height: int) -> None:
        super().__init__(content, bar_room=12)
        self._height = height

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(self._height))


class AskedView(QWidget):
    """How many may be asked, and who not, with why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", 14, 600, wrap=True)
        self._lines = column(spacing=4)
        self.setLayout(column(self.sentence, self._lines, spacing=4))

    def set_found(self, found: MayBeAsked) -> None:
        """Show what was found."""
        self.sentence.setText(asked_sentence(found))
        self.sentence.set_role("text" if found.names else "warn")
        clear(self._lines)
        for words in not_asked_lines(found):
            label = Label(words, 13, 400, "text2", wrap=True)
            label.setMinimumWidth(theme.px(80))
            self._lines.addWidget(label)
