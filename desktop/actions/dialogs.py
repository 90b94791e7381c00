"""Dialogs about one action: another owner, another date, giving it up, a new one."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from db.minutes.actions import ActionRow, DateChange, add_action, drop_action, set_due_date, set_owner
from desktop import texts
from desktop.clock import Clock
from desktop.naming.outcomes import shortened
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.owners import OwnerChoice, OwnerChoices
from desktop.widgets.record_dialogs import RecordDialog


class OwnerDialog(RecordDialog):
    """Who owes the action."""

    def __init__(
        self, operations: Operations, row: ActionRow, choices: OwnerChoices, parent: QWidget | None = None
    ) -> None:
        super().__init__(operations, _("Change owner"), parent, width=480, lead=shortened(row.text, 120))
        self._action_id = row.id
        self.owner_field = OwnerChoice(choices, name=_("Owner"))
        self.owner_field.choose(row.owner_member_id, row.owner_person_id)
        form = FormRows(above=True)
        form.add(_("Owner"), self.owner_field, hint=_("A member, or a person who does it for a member."))
        self.add(form)
        if row.owner:
            self.add_button(_("Take the owner off"), self._take_off)
        self.set_primary(_("Change owner"), self._keep)

    def _keep(self) -> None:
        chosen = self.owner_field.chosen_owner()
        if chosen is None:
            self.say(_("Choose who takes it on."))
            return
        self.save(set_owner, self._action_id, member_id=chosen.member_id, person_id=chosen.person_id)

    def _take_off(self) -> None:
        self.save(set_owner, self._action_id)


class DateDialog(RecordDialog):
    """When the action is due, with the dates it had before."""

    def __init__(
        self,
        operations: Operations,
        row: ActionRow,
        before: Sequence[DateChange],
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, _("Change date"), parent, width=480, lead=shortened(row.text, 120))
        self._row = row
        self.date_field = DateField(name=_("Due"), read=day_reader(clock), value=row.due_date)
        form = FormRows(above=True)
        form.add(_("Due"), self.date_field, hint=_("Such as: 29 Oct, in two weeks, next Thursday."))
        self.add(form)
        for line in before_words(before):
            self.add(Label(line, 13, 400, "text2", wrap=True))
        self.set_primary(_("Change date"), self._keep)

    def _keep(self) -> None:
        if not self.dates_read(self.date_field):
            return
        day = self.date_field.value()
        if day is None:
            self.say(_("Write the day it is due."))
            self.date_field.line.setFocus()
        elif day == self._row.due_date:
            self.reject()
        else:
            self.save(set_due_date, self._row.id, due_date=day)


def before_words(changes: Sequence[DateChange]) -> list[str]:
    """Return each change of the date: "Was due 3 Sep 2026; changed on 7 Sep 2026 by Keti"."""
    lines = []
    for change in changes:
        if change.old is None:
            continue
        due, day = texts.date_short_year(change.old), texts.date_short_year(change.at.astimezone().date())
        pattern = _("Was due {due}; changed on {day} by {who}") if change.who else _("Was due {due}; changed on {day}")
        lines.append(pattern.format(due=due, day=day, who=change.who))
    return lines


class DropDialog(RecordDialog):
    """Why the action is given up."""

    def __init__(self, operations: Operations, row: ActionRow, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(operations, _("Drop this action"), parent, width=480, lead=shortened(row.text, 120))
        self._action_id = row.id
        self._today = today
        self.reason_field = QPlainTextEdit()
        self.reason_field.setTabChangesFocus(True)
        self.reason_field.setFixedHeight(80)
        form = FormRows(above=True)
        form.add(_("Reason"), self.reason_field, hint=_("It stays on record, with the reason."))
        self.add(form)
        self.set_primary(_("Drop action"), self._keep)

    def _keep(self) -> None:
        self.save(drop_action, self._action_id, on=self._today, reason=self.reason_field.toPlainText())


class AddDialog(RecordDialog):
    """An action that no meeting agreed."""

    def __init__(
        self, operations: Operations, choices: OwnerChoices, clock: Clock, parent: QWidget | None = None
    ) -> None:
        lead = _("For what was agreed between meetings. What a meeting agrees comes from its minutes.")
        super().__init__(operations, _("Add action"), parent, width=520, lead=lead)
        self.text_field = QLineEdit()
        self.owner_field = OwnerChoice(choices, name=_("Owner"))
        self.date_field = DateField(name=_("Due"), read=day_reader(clock))
        form = FormRows(above=True)
        form.add(_("What is to be done"), self.text_field)
        form.add(_("Owner"), self.owner_field)
        form.add(_("Due"), self.date_field)
        self.add(form)
        self.set_primary(_("Add action"), self._keep)

    def _keep(self) -> None:
        if not self.text_field.text().strip():
            self.say(_("Write what is to be done."))
            self.text_field.setFocus()
        elif self.dates_read(self.date_field):
            owner = self.owner_field.chosen_owner()
            self.save(
                add_action,
                text=self.text_field.text(),
                member_id=owner.member_id if owner else None,
                person_id=owner.person_id if owner else None,
                due_date=self.date_field.value(),
            )
