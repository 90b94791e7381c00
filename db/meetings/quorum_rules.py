"""Which quorum rule holds for a body, now or at a meeting of the past."""

import uuid
from typing import Any

from db.history.what_was import since_when, values_after
from db.look import Look, key
from db.meetings.quorum import RULE_FIELDS, QuorumRule
from db.vocabulary import MeetingStatus, QuorumKind

_OVER = frozenset({MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED})


def quorum_rule(look: Look, group_id: uuid.UUID | None, *, meeting_id: uuid.UUID | None = None) -> QuorumRule:
    """Return the quorum rule of a group, or the alliance's own for the plenary and for a group that follows it.

    For a meeting that is over: the rule as it was when it finished, or came on record, whatever was changed since.
    """
    over = since_when(look, meeting_id, "status", _OVER) if meeting_id else None
    rule = _rule_of(look, "working_group WHERE id = ?", over, group_id) if group_id else None
    if rule is None or rule.kind is QuorumKind.AS_ALLIANCE:
        rule = _rule_of(look, "alliance", over)
    return rule


class QuorumRules:
    """The rules of all bodies, for one meeting after the other: a body's is looked up once where it was never another.

    Good as long as the record stays as it is.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._always: dict[uuid.UUID | None, QuorumRule | None] = {}

    def at(self, group_id: uuid.UUID | None, meeting_id: uuid.UUID) -> QuorumRule:
        """Return the rule of a meeting of the plenary (no group) or of a group, as `quorum_rule` does."""
        if group_id not in self._always:
            self._always[group_id] = self._never_another(group_id)
        return self._always[group_id] or quorum_rule(self._look, group_id, meeting_id=meeting_id)

    def _never_another(self, group_id: uuid.UUID | None) -> QuorumRule | None:
        """Return the rule of a body, unless it, or the alliance's that it may follow, was once another."""
        bodies = [key(self._look.value("SELECT id FROM alliance")), *([group_id] if group_id else [])]
        changed = values_after(self._look, bodies, RULE_FIELDS, 0)  # since the first step
        return None if changed else quorum_rule(self._look, group_id)


def _rule_of(look: Look, source: str, over: int | None, *values: object) -> QuorumRule:
    found = look.row(f"SELECT id, {', '.join(RULE_FIELDS)} FROM {source}", *values)
    rule: dict[str, Any] = {name: found[name] for name in RULE_FIELDS}
    if over is not None:
        source_id = key(found["id"])
        rule |= values_after(look, [source_id], RULE_FIELDS, over).get(source_id, {})
    kind = QuorumKind(rule["quorum_kind"])
    return QuorumRule(kind, rule["quorum_numerator"], 1 if kind is QuorumKind.NUMBER else rule["quorum_denominator"])
