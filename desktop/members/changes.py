"""The history of a member in words: what its fields and their values are called."""

import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from db.alliance import KindRow
from db.history.history import FieldChange
from db.vocabulary import MemberStatus, RepresentativeRole
from desktop.naming.members import kind_word, role_word, status_word
from desktop.texts import N_, _
from desktop.widgets.changes import ValueWord, plain_value

_WORDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("member", "name"): N_("Name"),
        ("member", "short_name"): N_("Short name"),
        ("member", "code"): N_("Code"),
        ("member", "kind_id"): N_("Kind"),
        ("member", "grassroots"): N_("Grassroots"),
        ("member", "sector"): N_("Sector"),
        ("member", "duty_share"): N_("Share of duties"),
        ("member", "email"): N_("E-mail"),
        ("member", "phone"): N_("Phone"),
        ("member", "place"): N_("Place"),
        ("member", "website"): N_("Website"),
        ("member", "note"): N_("Note"),
        ("membership", "status"): N_("Status"),
        ("membership", "from_date"): N_("Status from"),
        ("membership", "to_date"): N_("Status until"),
        ("offer", "text"): N_("Offer"),
        ("person", "email"): N_("E-mail"),
        ("person", "phone"): N_("Phone"),
        ("person", "share_email"): N_("E-mail in the directory"),
        ("person", "share_phone"): N_("Phone in the directory"),
        ("representative", "role"): N_("Representative"),
        ("representative", "from_date"): N_("Representative from"),
        ("representative", "to_date"): N_("Representative until"),
    }
)


def field_word(change: FieldChange) -> str:
    """Return what people call the field of a change; nothing for what is not theirs to read."""
    found = _WORDS.get((change.table, change.field), "")
    return _(found) if found else ""


def value_words(kinds: Sequence[KindRow]) -> ValueWord:
    """Return how values read: kinds, statuses and roles by their words."""
    names = {kind.id: kind_word(kind) for kind in kinds}

    def word(change: FieldChange, value: object) -> str:
        if isinstance(value, uuid.UUID):
            return names.get(value, "")
        if change.field == "status" and isinstance(value, str):
            return status_word(MemberStatus(value))
        if change.field == "role" and isinstance(value, str):
            return role_word(RepresentativeRole(value))
        return plain_value(change, value)

    return word
