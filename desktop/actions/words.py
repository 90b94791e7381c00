"""The history of an action in words: what its fields and their values are called."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from db.history.history import FieldChange
from db.vocabulary import ActionState
from desktop.texts import N_, _, pgettext
from desktop.widgets.changes import ValueWord, plain_value
from desktop.widgets.owners import OwnerChoices

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "text": N_("Text"),
        "owner_member_id": N_("Owner"),
        "owner_person_id": N_("Person"),
        "owner_as_written": N_("Owner as written"),
        "due_date": N_("Due"),
        "state": N_("State"),
        "dropped_reason": N_("Reason"),
    }
)


def field_word(change: FieldChange) -> str:
    """Return what people call a field of an action; nothing for what is not theirs to read."""
    found = _WORDS.get(change.field, "") if change.table == "action" else ""
    return _(found) if found else ""


def value_word(choices: OwnerChoices) -> ValueWord:
    """Return how values read: owners by their names, states by their words."""
    names: dict[uuid.UUID, str] = {}
    for choice in (*choices.members, *choices.people):
        for key, name in ((choice.person_id, choice.name), (choice.member_id, choice.detail or choice.name)):
            if key is not None:
                names.setdefault(key, name)
    names |= {choice.member_id: choice.name for choice in choices.members if choice.member_id is not None}

    def word(change: FieldChange, value: object) -> str:
        if isinstance(value, uuid.UUID):
            return names.get(value, _("somebody no longer listed"))
        if change.field == "state" and value is not None:
            words = {
                ActionState.OPEN: pgettext("state of an action", "Open"),
                ActionState.DONE: pgettext("state of an action", "Done"),
                ActionState.DROPPED: pgettext("state of an action", "Dropped"),
            }
            return words[ActionState(str(value))]
        return plain_value(change, value)

    return word
