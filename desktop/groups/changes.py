"""The history of a group in words: what its fields and their values are called, and whose dates are meant."""

import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from db.history.history import FieldChange
from db.vocabulary import QuorumKind
from desktop.texts import N_, _
from desktop.widgets.changes import plain_value

_WORDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("working_group", "name"): N_("Name"),
        ("working_group", "purpose"): N_("Purpose"),
        ("working_group", "coordinator_member_id"): N_("Coordinated by"),
        ("working_group", "start_date"): N_("Start"),
        ("working_group", "review_date"): N_("Review"),
        ("working_group", "end_date"): N_("End"),
        ("working_group", "quorum_kind"): N_("Quorum"),
        ("working_group", "quorum_numerator"): N_("Quorum: how many"),
        ("working_group", "quorum_denominator"): N_("Quorum: of how many"),
        ("group_membership", "member_id"): N_("Member of the group"),
        ("group_membership", "from_date"): N_("{name}, since"),
        ("group_membership", "to_date"): N_("{name}, until"),
        ("co_chair_term", "person_id"): N_("Co-chair"),
        ("co_chair_term", "member_id"): N_("{name}, speaks for"),
        ("co_chair_term", "from_date"): N_("{name}, since"),
        ("co_chair_term", "to_date"): N_("{name}, until"),
    }
)
_QUORUMS: Mapping[QuorumKind, str] = MappingProxyType(
    {
        QuorumKind.AS_ALLIANCE: N_("The same rule as the alliance"),
        QuorumKind.NONE: N_("No quorum"),
        QuorumKind.NUMBER: N_("A fixed number of members"),
        QuorumKind.MORE_THAN: N_("More than a part"),
        QuorumKind.AT_LEAST: N_("At least a part"),
    }
)
_WHOSE = {"group_membership": "member_id", "co_chair_term": "person_id"}
"""The field that says whose row of a table it is."""


class GroupWords:
    """Puts `changes` into words; `names` are those of members and people by key."""

    def __init__(self, changes: Sequence[FieldChange], names: Mapping[uuid.UUID, str]) -> None:
        self._names = names
        self._whose = {
            change.row_id: change.new or change.old
            for change in changes
            if change.field == _WHOSE.get(change.table) and (change.new or change.old)
        }

    def field(self, change: FieldChange) -> str:
        """Return what people call the field of a change; nothing for what is not theirs to read."""
        found = _WORDS.get((change.table, change.field), "")
        return _(found).format(name=self._name(self._whose.get(change.row_id))) if found else ""

    def value(self, change: FieldChange, value: object) -> str:
        """Return a value as people read it."""
        if change.field == "quorum_kind" and isinstance(value, str):
            return _(_QUORUMS[QuorumKind(value)])
        return self._name(value) if isinstance(value, uuid.UUID) else plain_value(change, value)

    def _name(self, key: object) -> str:
        return self._names.get(key, "") if isinstance(key, uuid.UUID) else ""
