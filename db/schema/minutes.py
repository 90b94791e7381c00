"""What a meeting agreed: decisions, actions, and corrections of approved minutes."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import ActionState


class Decision(Keyed, Base):
    """A decision, numbered within its meeting: 41.2."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("meeting_id", "sequence"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    sequence: Mapped[int]
    line: Mapped[int] = mapped_column(default=0)
    """Line of the item's text it is marked on, counted from 0."""
    text: Mapped[str]
    consensus: Mapped[bool | None]
    """True: all agree. False: by votes. Empty: not recorded."""
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    effective_date: Mapped[dt.date | None]
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)


class Action(Keyed, Base):
    """Something to be done. Without an owner and a date it is not agreed yet."""

    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("meeting_id", "sequence"),)

    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    sequence: Mapped[int]
    line: Mapped[int] = mapped_column(default=0)
    """Line of the item's text it is marked on, counted from 0."""
    text: Mapped[str]
    owner_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    owner_as_written: Mapped[str] = mapped_column(default="")
    due_date: Mapped[dt.date | None] = mapped_column(index=True)
    state: Mapped[ActionState] = mapped_column(words(ActionState), default=ActionState.OPEN, index=True)
    closed_on: Mapped[dt.date | None]
    dropped_reason: Mapped[str] = mapped_column(default="")


class Correction(Keyed, Base):
    """A recorded change of approved minutes: what stood there, what stands there now, and why."""

    __tablename__ = "correction"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    corrected_at: Mapped[dt.datetime]
    who: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
