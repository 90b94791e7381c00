"""The evaluation of a period: who looked, what was found, what is recommended, and what became of it."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import EvaluatorKind, RecommendationResult


class Evaluation(Keyed, Base):
    """An evaluation of the days `[from_date, to_date)`."""

    __tablename__ = "evaluation"
    __table_args__ = (CheckConstraint("from_date < to_date", name="order"),)

    from_date: Mapped[dt.date]
    to_date: Mapped[dt.date]
    evaluator_kind: Mapped[EvaluatorKind] = mapped_column(words(EvaluatorKind), default=EvaluatorKind.COMMITTEE)
    evaluators: Mapped[str] = mapped_column(default="")
    """Their names, as they are to be printed."""
    summary: Mapped[str] = mapped_column(default="")
    """The lead paragraph in people's own words; empty means the one made from the findings."""
    discussion: Mapped[str] = mapped_column(default="")
    """A question the report leaves the room with."""
    limits: Mapped[str] = mapped_column(default="")
    """What the evaluators want said about method and limits, beside what Ronda says by itself."""
    presented_at_meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    survey_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("survey.id", ondelete="SET NULL"))
    finished_on: Mapped[dt.date | None]


class Interview(Keyed, Base):
    """A talk the evaluators had, and what they noted."""

    __tablename__ = "interview"

    evaluation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    on_date: Mapped[dt.date]
    with_whom: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")


class Finding(Keyed, Base):
    """A finding that people edited, added or left out; what has no row is printed as it is computed."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("evaluation_id", "key"),)

    evaluation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    """Which computed finding it stands in for (`attendance`); a random word for one of people's own."""
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    computed: Mapped[str] = mapped_column(default="")
    """What was computed when it was edited; where that differs now, the person is told."""
    left_out: Mapped[bool] = mapped_column(default=False)


class Recommendation(Keyed, Base):
    """What the evaluation recommends. Without an owner and a date it is not agreed yet."""

    __tablename__ = "recommendation"

    evaluation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Counted from 1, without gaps."""
    text: Mapped[str]
    owner_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    owner_as_written: Mapped[str] = mapped_column(default="")
    due_date: Mapped[dt.date | None]
    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("action.id", ondelete="SET NULL"), index=True)
    """The action it was turned into."""
    result: Mapped[RecommendationResult | None] = mapped_column(words(RecommendationResult))
    """What the next evaluation says became of it; empty: what its action says."""
    seen: Mapped[str] = mapped_column(default="")
    """What the next evaluation saw of it: "Four of six meetings"."""
