"""Recommendations of an evaluation: who is to do what until when, the actions made of them, and what became of them.

Without an owner and a date a recommendation is *not agreed yet*, as an action is. What became of one, its action says,
or the next evaluation.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.evaluation import ActionMade, TextMissing
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.minutes.actions import Missing, add_action
from db.schema import Action, Evaluation, Member, Person, Recommendation
from db.vocabulary import ActionState, RecommendationResult


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to see to it: a member, a person (for a member), or whoever is written."""

    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    as_written: str = ""


NOBODY = Owner()


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation with who is to see to it, and its action where there is one."""

    id: uuid.UUID
    evaluation_id: uuid.UUID
    number: int
    text: str
    owner_member_id: uuid.UUID | None
    owner_person_id: uuid.UUID | None
    owner_as_written: str
    owner_member: str
    owner_person: str
    due_date: dt.date | None
    action_id: uuid.UUID | None
    action_state: ActionState | None
    action_closed_on: dt.date | None
    result: RecommendationResult | None
    seen: str

    @property
    def owner(self) -> str:
        """Return who is to see to it, the person where one is named; empty for nobody."""
        return self.owner_person or self.owner_member or self.owner_as_written

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what it needs to be agreed."""
        return (*(() if self.owner else (Missing.OWNER,)), *(() if self.due_date else (Missing.DATE,)))

    @property
    def agreed(self) -> bool:
        """Whether it has an owner and a date."""
        return not self.missing

    @property
    def outcome(self) -> RecommendationResult | None:
        """Return what became of it: as the next evaluation says, else its action; nothing while that is open."""
        if self.result is not None:
            return self.result
        if self.action_state is ActionState.DONE:
            return RecommendationResult.DONE
        return RecommendationResult.DROPPED if self.action_state is ActionState.DROPPED else None

    def overdue(self, today: dt.date) -> bool:
        """Whether nothing became of it yet and its day has passed."""
        return self.outcome is None and self.due_date is not None and self.due_date < today


def recommendations(session: Session, evaluation_id: uuid.UUID) -> list[RecommendationRow]:
    """Return what an evaluation recommends, by number."""
    wanted = _selected().where(Recommendation.evaluation_id == evaluation_id).order_by(Recommendation.number)
    return [_row(found) for found in session.execute(wanted)]


def recommendation(session: Session, recommendation_id: uuid.UUID) -> RecommendationRow:
    """Return one recommendation.

    Raises:
        NotFound: If there is no such recommendation.
    """
    found = session.execute(_selected().where(Recommendation.id == recommendation_id)).first()
    if found is None:
        raise NotFound("recommendation", recommendation_id)
    return _row(found)


def add_recommendation(
    session: Session, evaluation_id: uuid.UUID, *, text: str, owner: Owner = NOBODY, due_date: dt.date | None = None
) -> tuple[uuid.UUID, Changes]:
    """Recommend something more.

    Raises:
        TextMissing: If nothing is recommended.
        NotFound: If the evaluation, the member or the person does not exist.
    """
    with history.step(session, "add_recommendation") as step:
        if session.get(Evaluation, evaluation_id) is None:
            raise NotFound("evaluation", evaluation_id)
        last = select(func.max(Recommendation.number)).where(Recommendation.evaluation_id == evaluation_id)
        row = Recommendation(evaluation_id=evaluation_id, number=(session.scalar(last) or 0) + 1)
        _fill(session, row, text, owner, due_date)
        session.add(row)
        session.flush()
    return row.id, step.changes


def change_recommendation(
    session: Session, recommendation_id: uuid.UUID, *, text: str, owner: Owner, due_date: dt.date | None
) -> Changes:
    """Change what is recommended, to whom, and until when. An open action made of it, still as it was made, follows.

    Raises:
        TextMissing: If nothing is recommended.
        NotFound: If the recommendation, the member or the person does not exist.
    """
    with history.step(session, "change_recommendation") as step:
        row = _recommendation(session, recommendation_id)
        action = session.get(Action, row.action_id) if row.action_id else None
        follows = action is not None and action.state is ActionState.OPEN and _facts(action) == _facts(row)
        _fill(session, row, text, owner, due_date)
        if action is not None and follows:
            action.text, action.due_date, action.owner_as_written = row.text, row.due_date, row.owner_as_written
            action.owner_member_id, action.owner_person_id = row.owner_member_id, row.owner_person_id
    return step.changes


def delete_recommendation(session: Session, recommendation_id: uuid.UUID) -> Changes:
    """Recommend this no more; those after it move up. An action made of it stays.

    Raises:
        NotFound: If there is no such recommendation.
    """
    with history.step(session, "delete_recommendation") as step:
        row = _recommendation(session, recommendation_id)
        evaluation_id, number = row.evaluation_id, row.number
        delete_row(session, row)
        later = select(Recommendation).where(
            Recommendation.evaluation_id == evaluation_id, Recommendation.number > number
        )
        for other in session.scalars(later.order_by(Recommendation.number)).all():
            other.number -= 1
            session.flush()
    return step.changes


def move_recommendation(session: Session, recommendation_id: uuid.UUID, *, by: int) -> Changes:
    """Move a recommendation up (`by` -1) or down (1) in the list; at its ends nothing happens.

    Raises:
        NotFound: If there is no such recommendation.
    """
    with history.step(session, "move_recommendation") as step:
        row = _recommendation(session, recommendation_id)
        other = session.scalars(
            select(Recommendation).where(
                Recommendation.evaluation_id == row.evaluation_id, Recommendation.number == row.number + by
            )
        ).first()
        if other is not None:
            mine, theirs = row.number, other.number
            row.number = 0
            session.flush()
            other.number = mine
            session.flush()
            row.number = theirs
    return step.changes


def turn_into_action(session: Session, recommendation_id: uuid.UUID) -> tuple[uuid.UUID, Changes]:
    """Make an action of a recommendation; return the action's key.

    Raises:
        ActionMade: If there is one already.
        NotFound: If there is no such recommendation.
    """
    with history.step(session, "turn_into_action") as step:
        row = _recommendation(session, recommendation_id)
        if row.action_id is not None:
            raise ActionMade(row.number)
        action_id = _make_action(session, row)
    return action_id, step.changes


def turn_all_into_actions(session: Session, evaluation_id: uuid.UUID) -> Changes:
    """Make an action of each recommendation that has an owner and a date, nothing became of, and has none yet."""
    with history.step(session, "turn_all_into_actions") as step:
        for one in recommendations(session, evaluation_id):
            if one.agreed and one.action_id is None and one.outcome is None:
                _make_action(session, _recommendation(session, one.id))
    return step.changes


def record_result(
    session: Session, recommendation_id: uuid.UUID, *, result: RecommendationResult | None, seen: str = ""
) -> Changes:
    """Say what became of a recommendation and what was seen of it; without a `result`, its action says it.

    Raises:
        NotFound: If there is no such recommendation.
    """
    with history.step(session, "record_result") as step:
        row = _recommendation(session, recommendation_id)
        row.result, row.seen = result, seen.strip()
    return step.changes


def _make_action(session: Session, row: Recommendation) -> uuid.UUID:
    action_id, _changes = add_action(
        session, text=row.text, member_id=row.owner_member_id, person_id=row.owner_person_id, due_date=row.due_date
    )
    session.get_one(Action, action_id).owner_as_written = row.owner_as_written
    row.action_id = action_id
    session.flush()
    return action_id


def _facts(row: Action | Recommendation) -> tuple[Any, ...]:
    return row.text, row.owner_member_id, row.owner_person_id, row.owner_as_written, row.due_date


def _fill(session: Session, row: Recommendation, text: str, owner: Owner, due_date: dt.date | None) -> None:
    if not text.strip():
        raise TextMissing
    if owner.member_id and session.get(Member, owner.member_id) is None:
        raise NotFound("member", owner.member_id)
    if owner.person_id and session.get(Person, owner.person_id) is None:
        raise NotFound("person", owner.person_id)
    row.text, row.due_date = text.strip(), due_date
    row.owner_member_id, row.owner_person_id = owner.member_id, owner.person_id
    row.owner_as_written = owner.as_written.strip()


def _recommendation(session: Session, recommendation_id: uuid.UUID) -> Recommendation:
    row = session.get(Recommendation, recommendation_id)
    if row is None:
        raise NotFound("recommendation", recommendation_id)
    return row


def _selected() -> Select[*tuple[Any, ...]]:
    """Return the fields of a `RecommendationRow` in their order."""
    return (
        select(
            Recommendation.id, Recommendation.evaluation_id, Recommendation.number, Recommendation.text,
            Recommendation.owner_member_id, Recommendation.owner_person_id, Recommendation.owner_as_written,
            func.coalesce(Member.name, ""), func.coalesce(Person.name, ""), Recommendation.due_date,
            Recommendation.action_id, Action.state, Action.closed_on, Recommendation.result, Recommendation.seen,
        )
        .outerjoin(Member, Member.id == Recommendation.owner_member_id)
        .outerjoin(Person, Person.id == Recommendation.owner_person_id)
        .outerjoin(Action, Action.id == Recommendation.action_id)
    )  # fmt: skip


def _row(found: Any) -> RecommendationRow:
    return RecommendationRow(*found)
