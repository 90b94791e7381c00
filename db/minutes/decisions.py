"""Decisions: the register, how each was taken, and which replaced which. Their words come from the minutes' lines."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from db.changes import Changes
from db.errors.minutes import SupersedesItself, VotesNegative
from db.errors.records import NotFound
from db.history import history
from db.meetings.labels import ItemLabel
from db.meetings.lookup import item_names, open_meeting
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
    item: ItemLabel | None

    @property
    def label(self) -> str:
        """Return its number as people say it: 41.2."""
        return decision_label(self.meeting_number, self.sequence)

    @property
    def current(self) -> bool:
        """Whether no later decision replaces it."""
        return not self.superseded_by


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """How many decisions the register holds, and of which years, newest first."""

    total: int = 0
    superseded: int = 0
    years: tuple[int, ...] = ()

    @property
    def current(self) -> int:
        """Return how many are in force."""
        return self.total - self.superseded


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
) -> list[DecisionRow]:
    """Return decisions, the newest meeting first and within it by number.

    `group` or `plenary` keeps those of one body; `current` keeps those in force (True) or superseded (False).
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
    return _rows(session, wanted.order_by(Meeting.date.desc(), Meeting.id, Decision.sequence))


def newest_decisions(session: Session, count: int) -> list[DecisionRow]:
    """Return the `count` newest decisions, the newest first; of a long register this takes a fraction of the whole."""
    deciding = select(Meeting.id).where(exists().where(Decision.meeting_id == Meeting.id))
    enough = deciding.order_by(Meeting.date.desc()).limit(count)  # each of them took at least one
    newest = _selected().where(Decision.meeting_id.in_(enough))
    return _rows(session, newest.order_by(Meeting.date.desc(), Decision.sequence.desc()).limit(count))


def count_decisions(session: Session) -> DecisionCounts:
    """Return how many decisions there are, how many of them are superseded, and the years they were taken in."""
    total, superseded = decision_totals(session)
    deciding = select(func.strftime("%Y", Meeting.date)).where(exists().where(Decision.meeting_id == Meeting.id))
    years = sorted(map(int, session.scalars(deciding.distinct())), reverse=True)
    return DecisionCounts(total, superseded, tuple(years))


def decision_totals(session: Session) -> tuple[int, int]:
    """Return how many decisions there are, and how many of them are superseded: in a fraction of the time."""
    total = session.scalar(select(func.count()).select_from(Decision)) or 0
    return total, session.scalar(select(func.count(Decision.supersedes_id.distinct()))) or 0


def decision(session: Session, decision_id: uuid.UUID) -> DecisionRow:
    """Return one decision.

    Raises:
        NotFound: If there is no such decision.
    """
    rows = _rows(session, _selected().where(Decision.id == decision_id))
    if not rows:
        raise NotFound("decision", decision_id)
    return rows[0]


def decision_labels(session: Session, decision_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the numbers of these decisions, as people say them, by key."""
    found = session.execute(
        select(Decision.id, Meeting.number, Decision.sequence)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .where(Decision.id.in_(list(decision_ids)))
    )
    return {key: decision_label(number, sequence) for key, number, sequence in found}


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
    """Return the fields of a `DecisionRow` in their order, of the item its title and origin.

    Left out is what the links between decisions tell.
    """
    return (
        select(
            Decision.id, Decision.meeting_id, Decision.item_id, Decision.sequence, Decision.line, Decision.text,
            Decision.consensus, Decision.votes_for, Decision.votes_against, Decision.abstentions,
            Decision.effective_date, Decision.supersedes_id, Meeting.number, Meeting.date, Meeting.title,
            Meeting.group_id, func.coalesce(Group.name, ""), AgendaItem.title, AgendaItem.origin,
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
    links = links.where(Decision.supersedes_id.is_not(None)).order_by(Meeting.date, Decision.sequence)
    for key, older, number, sequence in session.execute(links):
        if older is not None:
            newer[older].append((key, decision_label(number, sequence)))
    labels = decision_labels(session, newer)
    found = session.execute(wanted).all()
    items = item_names(session, ((row[2], row[-2], row[-1]) for row in found))
    rows = []
    for row in found:
        own, where = row[:12], row[12:-2]
        fields: list[Any] = [*own, labels.get(own[-1], ""), tuple(newer.get(own[0], ())), *where, items.get(row[2])]
        rows.append(DecisionRow(*fields))
    return rows
