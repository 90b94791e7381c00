"""The register of actions: what it holds and how it is narrowed. No widgets here."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from db.folding import fold
from db.members.choices import BodyChoice, group_choices
from db.minutes.actions import ActionRow, DateChange, actions, date_changes
from db.vocabulary import ActionState
from desktop.naming.outcomes import action_origin, agreed_under, due_words, owner_words, state_word
from desktop.texts import _, pgettext
from desktop.widgets.rows import Column


class Show(StrEnum):
    """Which actions to show."""

    OPEN = "open"
    OVERDUE = "overdue"
    NOT_AGREED = "not_agreed"
    DONE = "done"
    DROPPED = "dropped"
    ALL = "all"


ANY = "any"
PLENARY = "plenary"

_STATES = {Show.DONE: ActionState.DONE, Show.DROPPED: ActionState.DROPPED, Show.ALL: None}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register is narrowed to: an owner (member or person), a body (`PLENARY` or a group's key), words."""

    show: Show = Show.OPEN
    owner: object = ANY
    body: object = ANY
    words: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The actions of the states asked for, and the groups to choose from."""

    rows: tuple[ActionRow, ...]
    groups: tuple[BodyChoice, ...]


def load(session: Session, show: Show, day: dt.date) -> Register:
    """Return what the register holds for a choice of states."""
    rows = actions(session, state=_STATES.get(show, ActionState.OPEN))
    return Register(tuple(rows), tuple(group_choices(session, day)))


def dates_before(session: Session, action_id: uuid.UUID) -> list[DateChange]:
    """Return each change of the action's date, oldest first."""
    return date_changes(session, action_id)


def narrowed(rows: Sequence[ActionRow], filters: Filters, today: dt.date) -> list[ActionRow]:
    """Return the rows that pass."""
    words = fold(filters.words).split()
    return [row for row in rows if _passes(row, filters, words, today)]


def _passes(row: ActionRow, filters: Filters, words: Sequence[str], today: dt.date) -> bool:
    stands = {Show.OVERDUE: row.agreed and row.overdue(today), Show.NOT_AGREED: not row.agreed}
    owned = filters.owner in (ANY, row.owner_member_id, row.owner_person_id)
    plenary = PLENARY if row.meeting_id is not None else None  # what was added between meetings is of none
    here = filters.body in (ANY, row.group_id or plenary)
    if not (stands.get(filters.show, True) and owned and here):
        return False
    if not words:
        return True
    text = (row.label, row.text, row.owner, row.owner_person, row.meeting_title, row.group, agreed_under(row))
    folded = fold(" ".join(text))
    return all(word in folded for word in words)


def owners_of(rows: Sequence[ActionRow]) -> list[tuple[object, str]]:
    """Return (key, name) of everybody who owns one of `rows`, by name."""
    found: dict[object, str] = {}
    for row in rows:
        key = row.owner_member_id or row.owner_person_id
        if key is not None:
            found[key] = row.owner
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def show_words() -> list[tuple[object, str]]:
    """Return the choices of states in words."""
    return [
        (Show.OPEN, pgettext("actions to show", "Open")),
        (Show.OVERDUE, pgettext("actions to show", "Late")),
        (Show.NOT_AGREED, _("Not agreed yet")),
        (Show.DONE, pgettext("actions to show", "Done")),
        (Show.DROPPED, pgettext("actions to show", "Dropped")),
        (Show.ALL, pgettext("actions to show", "All")),
    ]


def columns(today: Callable[[], dt.date]) -> tuple[Column[ActionRow], ...]:
    """Return the columns of the register, as of the day it is whenever they are read."""

    def spoken_due(row: ActionRow) -> str:
        return f"{state_word(row, today())}, {due_words(row, today())}"

    return (
        Column(lambda: _("No."), lambda row: row.label, sort=lambda row: (row.meeting_date or today(), row.sequence)),
        Column(
            lambda: _("Action"),
            lambda row: row.text,
            tip=lambda row: row.text,
            spoken=lambda row: f"{row.text}, {action_origin(row)}",
            sort=lambda row: row.text.casefold(),
        ),
        Column(
            lambda: _("Owner"),
            lambda row: owner_words(row) or _("No owner yet"),
            tip=owner_words,
            sort=lambda row: row.owner.casefold() or None,
        ),
        Column(lambda: _("Due"), lambda row: due_words(row, today()), spoken=spoken_due, sort=lambda row: row.due_date),
    )
