"""Which quorum rule holds for a body, now or at a meeting of the past."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import history
from db.quorum import RULE_FIELDS, QuorumRule
from db.schema import Alliance, Group
from db.vocabulary import MeetingStatus, QuorumKind

_OVER = frozenset({MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED})


def quorum_rule(session: Session, group_id: uuid.UUID | None, *, meeting_id: uuid.UUID | None = None) -> QuorumRule:
    """Return the quorum rule of a group, or the alliance's own for the plenary and for a group that follows it.

    For a meeting that is over: the rule as it was when it finished, or came on record, whatever was changed since.
    """
    over = history.since_when(session, meeting_id, "status", _OVER) if meeting_id else None
    group = session.get(Group, group_id) if group_id else None
    rule = _rule_of(session, group, over) if group else None
    if rule is None or rule.kind is QuorumKind.AS_ALLIANCE:
        rule = _rule_of(session, session.scalars(select(Alliance)).one(), over)
    return rule


def _rule_of(session: Session, source: Alliance | Group, over: int | None) -> QuorumRule:
    rule: dict[str, Any] = {name: getattr(source, name) for name in RULE_FIELDS}
    if over is not None:
        rule |= history.values_after(session, [source.id], RULE_FIELDS, over).get(source.id, {})
    kind = rule["quorum_kind"]
    return QuorumRule(kind, rule["quorum_numerator"], 1 if kind is QuorumKind.NUMBER else rule["quorum_denominator"])
