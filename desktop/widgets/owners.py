"""Choosing who owes something: a member, or a person."""

import datetime as dt
import uuid
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.members.choices import NameChoice, bringer_choices, person_choices
from desktop.texts import _
from desktop.widgets.fields import Choice


@dataclass(frozen=True, slots=True)
class OwnerChoices:
    """Who may own an action on a day: members and observers, then people with the member they speak for."""

    members: tuple[NameChoice, ...]
    people: tuple[NameChoice, ...]


def owner_choices(session: Session, day: dt.date) -> OwnerChoices:
    """Return who may own an action on a day."""
    members = [choice for choice in bringer_choices(session, day) if choice.member_id is not None]
    return OwnerChoices(tuple(members), tuple(person_choices(session, day)))


class OwnerChoice(Choice):
    """Somebody to owe an action: a member, or a person, found while typing."""

    def __init__(self, choices: OwnerChoices, *, name: str, parent: QWidget | None = None) -> None:
        members: list[tuple[object, str]] = [(choice, choice.name) for choice in choices.members]
        people: list[tuple[object, str]] = [(choice, _person_word(choice)) for choice in choices.people]
        super().__init__([*members, *people], name=name, placeholder=_("Name of a member or a person"), parent=parent)

    def chosen_owner(self) -> NameChoice | None:
        """Return who is chosen, or None."""
        value = self.value()
        return value if isinstance(value, NameChoice) else None

    def choose(self, member_id: uuid.UUID | None, person_id: uuid.UUID | None) -> None:
        """Choose who owns an action now; the person where both are known."""
        keys = [key for key in self._keys if isinstance(key, NameChoice)]
        for key in keys:
            same = key.person_id == person_id if person_id else key.person_id is None and key.member_id == member_id
            if same and (person_id or member_id):
                self.set_value(key)
                return


def _person_word(choice: NameChoice) -> str:
    return f"{choice.name} ({choice.detail})" if choice.detail else choice.name
