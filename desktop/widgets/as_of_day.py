"""Looking at the record as of another day: the dialog that asks for it."""

import datetime as dt

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.clock import Clock
from desktop.texts import _
from desktop.widgets.days import last_day_reader
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField, FormRows


class AsOfDayDialog(Dialog):
    """Asks as of which day to look; accepted once a day, or nothing for today, is given.

    `more` is a wider view that may be ticked besides.
    """

    def __init__(
        self, clock: Clock, title: str, day: dt.date | None, *, more: str = "", ticked: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, parent, width=440)
        self._clock = clock
        self.field = DateField(name=_("Day"), read=last_day_reader(clock), value=day)
        self.box = QCheckBox(more)
        self.box.setChecked(ticked)
        self.box.setVisible(bool(more))
        rows = FormRows(above=True)
        rows.add(_("Day"), self.field, hint=_("A day, a month (“May 2024”) or a year. Empty: today."))
        self.add(rows, self.box)
        self.set_primary(_("Show"), self._look, changes=False)

    def day(self) -> dt.date | None:
        """Return the day asked for, None for today."""
        day = self.field.value()
        return None if day == self._clock.today() else day

    def _look(self) -> None:
        if self.field.readable():
            self.accept()
        else:
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
