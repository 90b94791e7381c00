"""What an absence does to the plan: whose turns fall into it, what planning again would change, and doing so."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.duties.absences import touched_turns
from db.duties.planning import TurnChange, replan_preview
from db.duties.rota import TurnRow
from db.members.members import members_on
from desktop.naming.duty_setup import due_words
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.looking import writes

LINES = 6
"""Turns shown of those that would change."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Turns that fall into days of absence; what planning again would change of turns that somebody has."""

    touched: tuple[TurnRow, ...]
    changes: tuple[TurnChange, ...]
    names: Mapping[uuid.UUID | None, str]


def load_effect(
    session: Session,
    *,
    member_id: uuid.UUID | None,
    person_id: uuid.UUID | None,
    from_date: dt.date,
    to_date: dt.date | None,
    today: dt.date,
) -> Effect:
    """Return what the absence of a member or a person does to the plan."""
    touched = touched_turns(
        session, member_id=member_id, person_id=person_id, from_date=from_date, to_date=to_date, today=today
    )
    return _effect(session, tuple(touched), today)


def load_return(session: Session, today: dt.date) -> Effect:
    """Return what planning again would change, after an absence was taken back."""
    return _effect(session, (), today)


def _effect(session: Session, touched: tuple[TurnRow, ...], today: dt.date) -> Effect:
    changes = tuple(one for one in replan_preview(session, today=today) if one.before is not None)
    names: dict[uuid.UUID | None, str] = {
        one.id: one.short_name or one.name for one in members_on(session, everyone=True)
    }
    return Effect(touched, changes, names)


class ReplanCard(Card):
    """Says what is touched and what would change; its button asks to plan again."""

    plan_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="sunken", parent=parent)
        self.sentence = Label("", 14, 600, wrap=True)
        self._touched = column(spacing=4)
        self.change_sentence = Label("", 14, 600, wrap=True)
        self._changes = column(spacing=4)
        self.button = Button(_("Plan again"), "primary", icon="arrows-clockwise", clicked=self.plan_requested.emit)
        writes(self.button)
        self.add(self.sentence, self._touched, self.change_sentence, self._changes, row(self.button, None))
        self.effect: Effect | None = None
        self.hide()

    def set_effect(self, effect: Effect) -> bool:
        """Show an effect; return whether there is one. Nothing touched and nothing to change hides the card."""
        self.effect = effect
        count = len(effect.touched)
        text = ngettext("{n} turn falls in these days:", "{n} turns fall in these days:", count)
        self.sentence.setText(text.format(n=count))
        self.sentence.setVisible(bool(count))
        moved = {(one.duty.id, one.days.first) for one in effect.changes}
        clear(self._touched)
        for turn in effect.touched:
            words = due_words(turn.duty, turn.first, turn.end)
            if (turn.duty.id, turn.first) not in moved:
                words = _("{turn}: {member} can keep it through somebody else").format(turn=words, member=turn.member)
            self._touched.addWidget(Label(words, 14, 400, wrap=True))
        self._show_changes(effect)
        some = bool(effect.touched or effect.changes)
        self.setVisible(some)
        return some

    def _show_changes(self, effect: Effect) -> None:
        count = len(effect.changes)
        text = ngettext("Planning again changes {n} turn:", "Planning again changes {n} turns:", count)
        self.change_sentence.setText(text.format(n=count))
        self.change_sentence.setVisible(bool(count))
        clear(self._changes)
        for change in effect.changes[:LINES]:
            self._changes.addWidget(Label(_change_words(change, effect.names), 14, 400, wrap=True))
        if count > LINES:
            more = ngettext("and {n} more", "and {n} more", count - LINES).format(n=count - LINES)
            self._changes.addWidget(Label(more, 13, 400, "text2"))


def _change_words(change: TurnChange, names: Mapping[uuid.UUID | None, str]) -> str:
    term = change.days.end if change.days.meeting_id is None else None
    turn = due_words(change.duty, change.days.first, term)
    before = names.get(change.before, "")
    if change.after is None:
        return _("{turn}: nobody can in place of {before}").format(turn=turn, before=before)
    words = _("{turn}: {after} in place of {before}")
    if change.published:
        words = _("{turn}: {after} in place of {before}. It was published: tell both.")
    return words.format(turn=turn, after=names.get(change.after, ""), before=before)
