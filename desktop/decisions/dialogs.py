"""Dialogs about one decision: since when it applies, and which earlier one it replaces."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from db.minutes.decisions import DecisionRow, set_effective_date, supersede
from desktop.clock import Clock
from desktop.decisions.register import offered
from desktop.naming.outcomes import shortened
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.record_dialogs import RecordDialog


class AppliesDialog(RecordDialog):
    """The day from which a decision applies."""

    def __init__(self, operations: Operations, row: DecisionRow, clock: Clock, parent: QWidget | None = None) -> None:
        lead = f"{row.label}  {shortened(row.text, 120)}"
        super().__init__(operations, _("When it applies"), parent, width=480, lead=lead)
        self._decision_id = row.id
        self.date_field = DateField(name=_("Applies from"), read=day_reader(clock), value=row.effective_date)
        form = FormRows(above=True)
        form.add(_("Applies from"), self.date_field, hint=_("Empty: from the day it was taken."))
        self.add(form)
        self.set_primary(_("Keep this date"), self._keep)

    def _keep(self) -> None:
        if self.dates_read(self.date_field):
            self.save(set_effective_date, self._decision_id, effective_date=self.date_field.value())


class SupersedeDialog(RecordDialog):
    """Which earlier decision this one replaces."""

    def __init__(
        self, operations: Operations, row: DecisionRow, rows: Sequence[DecisionRow], parent: QWidget | None = None
    ) -> None:
        lead = f"{row.label}  {shortened(row.text, 120)}"
        super().__init__(operations, _("Which decision does it replace?"), parent, width=600, lead=lead)
        self._decision_id = row.id
        self.choice = Choice(
            offered(rows, row), name=_("Earlier decision"), placeholder=_("Number or words of the earlier decision")
        )
        self.choice.set_value(row.supersedes_id)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form = FormRows(above=True)
        form.add(_("Earlier decision"), self.choice, hint=_("It stays on record, marked as superseded."))
        self.add(form)
        if row.supersedes_id is not None:
            self.add_button(_("It replaces none"), self._none)
        self.set_primary(_("Mark as superseded"), self._keep)

    def _keep(self) -> None:
        chosen = self.choice.value()
        if chosen is None:
            self.say(_("Choose the decision that is replaced."))
        else:
            self.save(supersede, self._decision_id, supersedes_id=chosen)

    def _none(self) -> None:
        self.save(supersede, self._decision_id, supersedes_id=None)
