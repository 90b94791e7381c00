"""Dialogs about one version: its adoption, its being sent round, its review."""

import datetime as dt
import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from db.charter.charter import (
    VersionRow,
    adopt_version,
    circulate_version,
    correct_adoption,
    record_review,
    set_review_date,
)
from db.vocabulary import CharterKind, ReviewOutcome
from desktop.clock import Clock
from desktop.naming.charter import outcome, version_name
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Segmented
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.record_dialogs import RecordDialog

Decisions = Sequence[tuple[object, str]]
"""Decisions to choose from: (key, words)."""


def _decision_choice(decisions: Decisions, chosen: uuid.UUID | None) -> Choice:
    choice = Choice([(None, _("No decision on record")), *decisions], name=_("By which decision"))
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.set_value(chosen)
    return choice


class AdoptDialog(RecordDialog):
    """From which day a version is in force, and by which decision; also to put that right later."""

    def __init__(
        self, operations: Operations, clock: Clock, version: VersionRow, decisions: Decisions,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        name = version_name(version.kind, version.version)
        title = _("Adopt “{version}”") if version.draft else _("When “{version}” was adopted")
        lead = _("Its words stay from then on. To change them, begin a new version.") if version.draft else ""
        super().__init__(operations, title.format(version=name), parent, width=560, lead=lead)
        self._version = version
        day = version.in_force_from or clock.today()
        self.day_field = DateField(name=_("In force from"), read=day_reader(clock), value=day)
        self.decision_choice = _decision_choice(decisions, version.decision_id)
        form = FormRows(above=True)
        form.add(_("In force from"), self.day_field)
        form.add(_("By which decision"), self.decision_choice)
        self.add(form)
        self.set_primary(_("Adopt") if version.draft else _("Keep this"), self._keep)

    def _keep(self) -> None:
        day = self.day_field.value()
        if day is None:
            self.say(_("A day is needed. Write it as 22 Oct 2026."))
            self.day_field.line.setFocus()
            return
        use_case = adopt_version if self._version.draft else correct_adoption
        self.save(use_case, self._version.id, on=day, decision_id=self.decision_choice.value())


class CirculateDialog(RecordDialog):
    """The day a version was sent round to the members."""

    def __init__(
        self, operations: Operations, clock: Clock, version: VersionRow, parent: QWidget | None = None
    ) -> None:
        name = version_name(version.kind, version.version)
        super().__init__(operations, _("“{version}” was sent round").format(version=name), parent, width=480)
        self._version = version
        day = version.circulated_on or clock.today()
        self.day_field = DateField(name=_("Sent to all members on"), read=day_reader(clock), value=day)
        form = FormRows(above=True)
        form.add(_("Sent to all members on"), self.day_field, hint=_("Empty: not sent round yet."))
        self.add(form)
        self.set_primary(_("Keep this date"), self._keep)

    def _keep(self) -> None:
        if self.dates_read(self.day_field):
            self.save(circulate_version, self._version.id, on=self.day_field.value())


class ReviewDateDialog(RecordDialog):
    """When the alliance asks itself whether its purpose still holds."""

    def __init__(
        self, operations: Operations, clock: Clock, version: VersionRow, parent: QWidget | None = None
    ) -> None:
        lead = _("On that day the alliance asks itself whether to continue, to change or to end.")
        super().__init__(operations, _("When the purpose is reviewed"), parent, width=480, lead=lead)
        self._version = version
        self.day_field = DateField(name=_("Review on"), read=day_reader(clock), value=version.review_date)
        form = FormRows(above=True)
        form.add(_("Review on"), self.day_field, hint=_("Empty: no day is set."))
        self.add(form)
        self.set_primary(_("Keep this date"), self._keep)

    def _keep(self) -> None:
        if self.dates_read(self.day_field):
            self.save(set_review_date, self._version.id, review_date=self.day_field.value())


class ReviewDialog(RecordDialog):
    """What a review decided: continue, change or end; by which decision; and when it is asked again."""

    def __init__(
        self, operations: Operations, clock: Clock, version: VersionRow, decisions: Decisions,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        name = version_name(CharterKind.PURPOSE, version.version)
        super().__init__(operations, _("Review of “{version}”").format(version=name), parent, width=560)
        self._version = version
        self.outcome_choice = Segmented([(word, outcome(word)) for word in ReviewOutcome], name=_("The alliance will"))
        self.outcome_choice.set_value(version.outcome or ReviewOutcome.CONTINUE)
        self.day_field = DateField(
            name=_("Reviewed on"), read=day_reader(clock), value=version.reviewed_on or clock.today()
        )
        self.decision_choice = _decision_choice(decisions, version.review_decision_id)
        again = version.review_date
        later = again if again is not None and again > clock.today() else None
        self.next_field = DateField(name=_("Next review on"), read=day_reader(clock), value=later)
        form = FormRows(above=True)
        form.add(_("The alliance will"), self.outcome_choice)
        form.add(_("Reviewed on"), self.day_field)
        form.add(_("By which decision"), self.decision_choice)
        form.add(_("Next review on"), self.next_field, hint=_("Empty: no day is set."))
        self.add(form)
        self.set_primary(_("Note the review"), self._keep)
        self.outcome_choice.button(self.outcome_choice.value()).setFocus()

    def _keep(self) -> None:
        if not self.dates_read(self.day_field, self.next_field):
            return
        day: dt.date | None = self.day_field.value()
        if day is None:
            self.say(_("A day is needed. Write it as 22 Oct 2026."))
            self.day_field.line.setFocus()
            return
        self.save(
            record_review, self._version.id, outcome=self.outcome_choice.value(), on=day,
            decision_id=self.decision_choice.value(), next_review=self.next_field.value(),
        )  # fmt: skip
