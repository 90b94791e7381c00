"""Dialogs that change the record: they stay open until it is kept, and say beside the fields what was refused."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from db.errors.records import DatesOutOfOrder
from db.spells import day_after, last_day
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField, FormRows


class RecordDialog(Dialog):
    """A dialog whose verb calls a use case; `save` closes it once the record has been kept."""

    def __init__(
        self,
        operations: Operations,
        title: str,
        parent: QWidget | None = None,
        *,
        width: int = 520,
        scrolls: bool = False,
        lead: str = "",
    ) -> None:
        super().__init__(title, parent, width=width, scrolls=scrolls, lead=lead)
        self.operations = operations
        self.result_value: Any = None

    def save(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Call a use case; accept when it is done, say what was refused otherwise."""
        self.say("")
        if self.primary is not None:
            self.primary.setEnabled(False)
        self.operations.write(function, *args, done=self._on_saved, failed=self._on_refused, **kwargs)

    def dates_read(self, *fields: DateField) -> bool:
        """Return whether every field is empty or holds a date; say so where one does not."""
        for field in fields:
            field.settle()
            if not field.readable():
                self.say(_("This is not a date. Write it as 22 Oct 2026."))
                field.line.setFocus()
                return False
        return True

    def days_in_order(self, first: DateField, last: DateField) -> bool:
        """Return whether a stretch of days ends on its first day or later, or has an open end; say so where not.

        One that holds on no day, as of who came and left on the same, may stay as it is on record.
        """
        start, end = first.value(), last.value()
        as_it_was = (start, end) == (first.first_value, last.first_value)
        if start is None or end is None or start <= end or as_it_was:
            return True
        self.say(sentence(DatesOutOfOrder(start, end)))
        last.line.setFocus()
        return False

    def chosen_day(self, field: DateField) -> dt.date | None:
        """Return a day that cannot be left out; say so where there is none."""
        day = field.value()
        if day is None:
            self.say(_("A day is needed. Write it as 22 Oct 2026."))
            field.line.setFocus()
        return day

    def _on_saved(self, result: Any) -> None:
        self.result_value = result
        self.accept()

    def _on_refused(self, error: KnownError) -> None:
        if self.primary is not None:
            self.primary.setEnabled(True)
        self.say(sentence(error))


class DeedsDialog(Dialog):
    """A dialog in which one does several things: each is kept at once, said so, and can be undone there."""

    def __init__(self, operations: Operations, title: str, parent: QWidget | None = None, *, width: int = 520) -> None:
        super().__init__(title, parent, width=width)
        self.operations = operations
        self.dialog: Dialog | None = None
        """The dialog open above this one, or opened last."""
        self.set_close(_("Close"))

    def open_above(self, dialog: Dialog) -> None:
        """Ask something in another dialog."""
        self.say("")
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def say_done(self, words: str) -> None:
        """Say what was done, and offer to undo it."""
        self.say(words, kind="info")
        self.message.say(words, "ok", _("Undo"), self.undo)

    def undo(self) -> None:
        """Undo what was done last."""
        self.say("")
        self.operations.undo()

    def refuse(self, error: KnownError) -> None:
        """Say why something was not done."""
        self.say(sentence(error))


class DayDialog(RecordDialog):
    """Asks for one day, today at first unless another is given; what is done with it is for who asks."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        title: str,
        *,
        lead: str = "",
        label: str = "",
        value: dt.date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, title, parent, width=440, lead=lead)
        name = label or _("Day")
        self.day = DateField(name=name, read=day_reader(clock), value=value or clock.today())
        self.rows = FormRows(above=True)
        self.rows.add(name, self.day)
        self.add(self.rows)


class EndDialog(DayDialog):
    """Asks for the last day of something, yesterday at first: what its title says holds today then.

    The use case takes its key and `on`, the day after.
    """

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        title: str,
        *,
        use_case: Callable[..., Any],
        key: uuid.UUID,
        lead: str = "",
        parent: QWidget | None = None,
    ) -> None:
        yesterday = last_day(clock.today())
        super().__init__(operations, clock, title, lead=lead, label=_("Last day"), value=yesterday, parent=parent)
        self._use_case, self._key = use_case, key
        self.set_primary(_("Note the end"), self._save)

    def _save(self) -> None:
        day = self.chosen_day(self.day)
        if day is not None:
            self.save(self._use_case, self._key, on=day_after(day) or day)  # the last day there is has none after it
