"""Decisions: the register, how each was taken, and which replaced which. Their words come from the minutes' lines."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from db import history
from db.errors import NotFound, SupersedesItself, VotesNegative
from db.history import Changes
from db.meeting_lookup import open_meeting
from db.schema import AgendaItem, Decision, Group, Meeting

NOT_IN_TEXT = -1
"""Line of a decision or action whose line was taken out of the text, but which was kept."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with where it was taken. Superseded ones name those that took their place."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    item_id: uuid.UUID | None
    sequence: int
    line: int
    text: str
    consensus: bool | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    effective_date: dt.date | None
    supersedes_id: uuid.UUID | None
    supersedes: str
    """Label of the decision this one replaces; empty for none."""
    superseded_by: tuple[tuple[uuid.UUID, str], ...]
    """(key, label) of the decisions that replace this one."""
    meeting_number: int | None
    meeting_date: dt.date
    meeting_title: str
    group_id: uuid.UUID | None
    group: str
    item_title: str

    @property
    def label(self) -> str:
        """Return its number as people say it: 41.2."""
        return decision_label(self.meeting_number, self.sequence)

    @property
    def current(self) -> bool:
        """Whether no later decision replaces it."""
        return not self.superseded_by


def decision_label(meeting_number: int | None, sequence: int) -> str:
    """Return "41.2" for the second decision of meeting 41, "2" where the meeting has no number."""
    return str(sequence) if meeting_number is None else f"{meeting_number}.{sequence}"


def decisions(
    session: Session,
    *,
    meeting: uuid.UUID | None = None,
    item: uuid.UUID | None = None,
    group: uuid.UUID | None = None,
    plenary: bool = False,
    current: bool | None = None,
    newest: int | None = None,
) -> list[DecisionRow]:
    """Return decisions, the newest meeting first and within it by number.

    `group` or `plenary` keeps those of one body; `current` keeps those in force (True) or superseded (False); `newest`
    stops after so many.
    """
    wanted = _selected()
    if meeting is not None:
        wanted = wanted.where(Decision.meeting_id == meeting)
    if item is not None:
        wanted = wanted.where(Decision.item_id == item)
    if group is not None:
        wanted = wanted.where(Meeting.group_id == group)
    if plenary:
        wanted = wanted.where(Meeting.group_id.is_(None))
    if current is not None:
        later = aliased(Decision)
        superseded = exists().where(later.supersedes_id == Decision.id)
        wanted = wanted.where(~superseded if current else superseded)
    return _rows(session, wanted.order_by(Meeting.date.desc(), Meeting.id, Decision.sequence).limit(newest))


def decision(session: Session, decision_id: uuid.UUID) -> DecisionRow:
    """Return one decision.

    Raises:
        NotFound: If there is no such decision.
    """
    rows = _rows(session, _selected().where(Decision.id == decision_id))
    if not rows:
        raise NotFound("decision", decision_id)
    return rows[0]


def record_consensus(session: Session, decision_id: uuid.UUID) -> Changes:
    """Note that all agreed; votes counted before are emptied.

    Raises:
        NotFound, MinutesApproved: Nothing was changed.
    """
    return _taken(session, "record_consensus", decision_id, consensus=True)


def record_votes(
    session: Session, decision_id: uuid.UUID, *, votes_for: int, votes_against: int = 0, abstentions: int = 0
) -> Changes:
    """Note how many seats voted for and against, and how many abstained.

    Raises:
        VotesNegative: If a count is below zero.
        NotFound, MinutesApproved: Nothing was changed.
    """
    if min(votes_for, votes_against, abstentions) < 0:
        raise VotesNegative
    return _taken(
        session, "record_votes", decision_id, consensus=False,
        votes_for=votes_for, votes_against=votes_against, abstentions=abstentions,
    )  # fmt: skip


def clear_how_taken(session: Session, decision_id: uuid.UUID) -> Changes:
    """Forget how the decision was taken.

    Raises:
        NotFound, MinutesApproved: Nothing was changed.
    """
    return _taken(session, "clear_how_taken", decision_id, consensus=None)


def set_effective_date(session: Session, decision_id: uuid.UUID, *, effective_date: dt.date | None) -> Changes:
    """Set the day from which the decision applies; none means at once.

    Raises:
        NotFound, MinutesApproved: Nothing was changed.
    """
    with history.step(session, "set_effective_date") as step:
        _open(session, decision_id).effective_date = effective_date
    return step.changes


def supersede(session: Session, decision_id: uuid.UUID, *, supersedes_id: uuid.UUID | None) -> Changes:
    """Say which earlier decision this one replaces; none takes that back.

    Raises:
        SupersedesItself: If the older one already rests, directly or in steps, on this one.
        NotFound: If either decision does not exist.
    """
    with history.step(session, "supersede") as step:
        row = _decision(session, decision_id)
        older_id = supersedes_id
        while older_id is not None:
            if older_id == decision_id:
                raise SupersedesItself
            older_id = _decision(session, older_id).supersedes_id
        row.supersedes_id = supersedes_id
    return step.changes


def _taken(
    session: Session, name: str, decision_id: uuid.UUID, *, consensus: bool | None, votes_for: int | None = None,
    votes_against: int | None = None, abstentions: int | None = None,
) -> Changes:  # fmt: skip
    with history.step(session, name) as step:
        row = _open(session, decision_id)
        row.consensus = consensus
        row.votes_for, row.votes_against, row.abstentions = votes_for, votes_against, abstentions
    return step.changes


def _decision(session: Session, decision_id: uuid.UUID) -> Decision:
    row = session.get(Decision, decision_id)
    if row is None:
        raise NotFound("decision", decision_id)
    return row


def _open(session: Session, decision_id: uuid.UUID) -> Decision:
    row = _decision(session, decision_id)
    open_meeting(session, row.meeting_id)
    return row


def _selected() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Decision.id, Decision.meeting_id, Decision.item_id, Decision.sequence, Decision.line, Decision.text,
            Decision.consensus, Decision.votes_for, Decision.votes_against, Decision.abstentions,
            Decision.effective_date, Decision.supersedes_id, Meeting.number.label("meeting_number"),
            Meeting.date.label("meeting_date"), Meeting.title.label("meeting_title"), Meeting.group_id,
            Group.name.label("group"), AgendaItem.title.label("item_title"),
        )
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
    )  # fmt: skip


def _rows(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[DecisionRow]:
    newer: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    links = select(Decision.id, Decision.supersedes_id, Meeting.number, Decision.sequence).join(
        Meeting, Meeting.id == Decision.meeting_id
    )
    linked = session.execute(links.where(Decision.supersedes_id.is_not(None)).order_by(Meeting.date, Decision.sequence))
    for key, older, number, sequence in linked:
        if older is not None:
            newer[older].append((key, decision_label(number, sequence)))
    labels = {
        key: decision_label(number, sequence)
        for key, _older, number, sequence in session.execute(links.where(Decision.id.in_(list(newer))))
    }
    return [
        DecisionRow(
            **row._asdict() | {"group": row.group or "", "item_title": row.item_title or ""},
            supersedes=labels.get(row.supersedes_id, ""),
            superseded_by=tuple(newer.get(row.id, ())),
        )
        for row in session.execute(wanted)
    ]
