"""Small dialogs over results: how a decision was taken, who owes an action and by when."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QSpinBox, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.minutes.actions import ActionRow, set_due_date, set_owner
from db.minutes.decisions import (
    DecisionRow,
    clear_how_taken,
    record_consensus,
    record_votes,
    set_effective_date,
    supersede,
)
from db.minutes.owner_options import OwnerOption
from db.minutes.owners import OwnerKind
from db.when import parse_when
from desktop import texts
from desktop.naming.outcomes import not_on_record
from desktop.texts import _
from desktop.widgets.buttons import Segmented
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows, inset

Use = Callable[[Session], Changes]


class HowTakenDialog(Dialog):
    """How a decision was taken, from when it applies, and which earlier one it replaces."""

    def __init__(
        self,
        decision: DecisionRow,
        earlier: Sequence[DecisionRow],
        *,
        read_date: Callable[[str], dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Decision {label}").format(label=decision.label), parent, width=480, lead=decision.text)
        self._decision = decision
        self.how = Segmented(
            [("", _("Not recorded")), ("consensus", _("All agree")), ("votes", _("Votes"))],
            name=_("How it was taken"),
        )
        self.how.chosen.connect(lambda _key: self._show_votes())
        self.votes_for = _count(decision.votes_for)
        self.votes_against = _count(decision.votes_against)
        self.abstentions = _count(decision.abstentions)
        self.effective = DateField(name=_("Applies from"), read=read_date, value=decision.effective_date)
        choices = [
            (None, _("None")),
            *((row.id, f"{row.label} {row.text}") for row in earlier if row.id != decision.id),
        ]
        self.replaces = Choice(choices, name=_("Replaces the decision"))
        self.replaces.set_value(decision.supersedes_id)
        self.rows = FormRows()
        self.rows.add(_("How it was taken"), self.how)
        self.rows.add(_("For"), self.votes_for)
        self.rows.add(_("Against"), self.votes_against)
        self.rows.add(_("Abstain"), self.abstentions)
        self.rows.add(_("Applies from"), self.effective, hint=_("Empty: at once."))
        self.rows.add(_("Replaces the decision"), self.replaces)
        self.add(self.rows)
        self.set_primary(_("Keep"))
        if decision.consensus:
            self.how.set_value("consensus")
        elif decision.consensus is False:
            self.how.set_value("votes")
        self._show_votes()

    def _show_votes(self) -> None:
        for field in (self.votes_for, self.votes_against, self.abstentions):
            self.rows.set_row_visible(field, self.how.value() == "votes")

    def accept(self) -> None:
        """Close, unless the date cannot be read."""
        settle(self.effective)
        if not self.effective.readable():
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
            return
        super().accept()

    def chosen(self) -> Use:
        """Return what writes the choice, as one step."""
        older = self.replaces.value()
        return partial(
            keep_how_taken,
            decision_id=self._decision.id,
            how=str(self.how.value()),
            votes=(self.votes_for.value(), self.votes_against.value(), self.abstentions.value()),
            effective_date=self.effective.value(),
            supersedes_id=older if isinstance(older, uuid.UUID) else None,
        )


class RepairDialog(Dialog):
    """Who owes an action and by when: `what` is "owner", "date" or "both"."""

    def __init__(
        self,
        action: ActionRow,
        options: Sequence[OwnerOption],
        *,
        what: str,
        read_date: Callable[[str], dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        titles = {"owner": _("Who does it?"), "date": _("By when?")}
        super().__init__(titles.get(what, _("Owner and date")), parent, width=440, lead=f"{action.label} {action.text}")
        self._action = action
        self._what = what
        self._options = {(option.candidate.kind, option.candidate.key): option for option in options}
        choices: list[tuple[object, str]] = [(key, _offered(option)) for key, option in self._options.items()]
        self.owner = Choice(choices, name=_("Owner"), placeholder=_("Type a name"))
        self.owner.set_value(_owner_key(action, options))
        self.due = DateField(name=_("Due"), read=read_date, value=action.due_date)
        rows = FormRows(above=True)
        if what != "date":
            unknown = action.owner and not action.owner_on_record
            rows.add(_("Owner"), self.owner, hint=not_on_record(action.owner) if unknown else "")
        if what != "owner":
            rows.add(_("Due"), self.due, hint=_("Such as: 29 Oct, in two weeks, next meeting."))
        for field in (self.owner, self.due):
            if field.parent() is None:
                field.setParent(self)
                field.hide()
        self.add(rows)
        self.set_primary(_("Keep"))

    def accept(self) -> None:
        """Close, unless what was typed is nobody known or no date."""
        settle(self.due)
        line = self.owner.lineEdit()
        if self._what != "date" and line is not None and line.text().strip() and self.owner.value() is None:
            self.say(_("Nobody of this name is known here. Choose from the list."))
            return
        if self._what != "owner" and not self.due.readable():
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
            return
        super().accept()

    def chosen(self) -> Use:
        """Return what writes owner and date, as one step."""
        option = next((one for key, one in self._options.items() if key == self.owner.value()), None)
        due = self.due.value()
        return partial(
            keep_repair,
            action_id=self._action.id,
            owner=option if self._what != "date" else None,
            due_date=due,
            with_date=self._what != "owner",
            written=texts.date_short(due) if due else "",
        )


def settle(field: DateField) -> None:
    """Read what was typed into `field`: a click on a button does not take the keyboard from it."""
    field.line.editingFinished.emit()


def keep_how_taken(
    session: Session,
    *,
    decision_id: uuid.UUID,
    how: str,
    votes: tuple[int, int, int],
    effective_date: dt.date | None,
    supersedes_id: uuid.UUID | None,
) -> Changes:
    """Write how a decision was taken, from when it applies and what it replaces, as one step."""
    with history.step(session, "record_how_taken") as step:
        if how == "consensus":
            record_consensus(session, decision_id)
        elif how == "votes":
            in_favour, against, abstained = votes
            record_votes(session, decision_id, votes_for=in_favour, votes_against=against, abstentions=abstained)
        else:
            clear_how_taken(session, decision_id)
        set_effective_date(session, decision_id, effective_date=effective_date)
        supersede(session, decision_id, supersedes_id=supersedes_id)
    return step.changes


def keep_repair(
    session: Session,
    *,
    action_id: uuid.UUID,
    owner: OwnerOption | None,
    due_date: dt.date | None,
    with_date: bool,
    written: str,
) -> Changes:
    """Write who owes an action (where `owner` is given) and by when (`with_date`), as one step."""
    with history.step(session, "set_due_date" if with_date else "set_owner") as step:
        if owner is not None:
            person = owner.person_id if owner.candidate.kind is OwnerKind.PERSON else None
            set_owner(session, action_id, member_id=owner.member_id, person_id=person, guest=owner.guest)
        if with_date:
            set_due_date(session, action_id, due_date=due_date, written=written)
    return step.changes


def date_reader(today: dt.date, language: str, next_meeting: dt.date | None) -> Callable[[str], dt.date | None]:
    """Return what reads dates as people write them in the minutes."""

    def read(words: str) -> dt.date | None:
        return parse_when(words, today=today, language=language, next_meeting=next_meeting)

    return read


def _owner_key(action: ActionRow, options: Sequence[OwnerOption]) -> Any:
    if action.owner_member_id is not None:
        return (OwnerKind.MEMBER, action.owner_member_id)
    if action.owner_person_id is None and action.owned_as_written:
        guests = (one.candidate for one in options if one.guest == action.owner_as_written)
        return next(((one.kind, one.key) for one in guests), None)
    return (OwnerKind.PERSON, action.owner_person_id)


def _offered(option: OwnerOption) -> str:
    here = _("here") if option.candidate.present else ""
    detail = ", ".join(filter(None, (option.detail, here)))
    return f"{option.candidate.name} ({detail})" if detail else option.candidate.name


def _count(value: int | None) -> QSpinBox:
    field = QSpinBox()
    inset(field)
    field.setRange(0, 9999)
    field.setValue(value or 0)
    field.lineEdit().setTextMargins(9, 0, 0, 0)
    return field
