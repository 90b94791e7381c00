"""Other days to look at than those the period chooser offers."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.measures.period import Period
from desktop.clock import Clock
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField, FormRows


class DaysDialog(Dialog):
    """Asks for the first and the last day."""

    days_chosen = Signal(object)
    """The `Period` chosen."""

    def __init__(self, clock: Clock, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Which days?"), parent, width=440, lead=_("What is counted compares with as many days before.")
        )
        read = day_reader(clock)
        self.first_field = DateField(name=_("First day"), read=read, value=period.from_date)
        self.last_field = DateField(name=_("Last day"), read=read, value=period.last)
        self.rows = FormRows(above=True)
        self.rows.add(_("First day"), self.first_field)
        self.rows.add(_("Last day"), self.last_field)
        self.add(self.rows)
        self.set_primary(_("Look at these days"), self._choose, changes=False)

    def _choose(self) -> None:
        for field in (self.first_field, self.last_field):
            field.settle()
            if field.value() is None:
                self.say(_("This is not a date. Write it as 22 Oct 2026."))
                field.line.setFocus()
                return
        period = period_of(self.first_field.value(), self.last_field.value())
        if period is None:
            self.say(_("The last day comes before the first one. Choose another one."))
            self.last_field.line.setFocus()
            return
        self.days_chosen.emit(period)
        self.accept()


def period_of(first: dt.date | None, last: dt.date | None) -> Period | None:
    """Return the days from the first to the last, both included; nothing where they are out of order."""
    if first is None or last is None or first > last or last == dt.date.max:
        return None
    return Period(first, last + dt.timedelta(days=1))
