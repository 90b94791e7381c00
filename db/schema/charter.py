"""What the alliance is for and how it works, in versions; what it says aloud; and which member stands behind what."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import ChallengeStanding, CharterKind, NoteKind, ReviewOutcome, Stance


class CharterVersion(Keyed, Base):
    """One version of the purpose, of the principles, or of the ways of working. Without a first day it is a draft."""

    __tablename__ = "charter_version"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    kind: Mapped[CharterKind] = mapped_column(words(CharterKind))
    version: Mapped[int]
    """Counts the versions of its kind from 1."""
    text: Mapped[str] = mapped_column(default="")
    """The purpose in a sentence or two; for the other kinds, what stands before the sections."""
    specific: Mapped[str] = mapped_column(default="")
    """Purpose only, as the next four: what exactly is to change, and for whom."""
    measurable: Mapped[str] = mapped_column(default="")
    achievable: Mapped[str] = mapped_column(default="")
    realistic: Mapped[str] = mapped_column(default="")
    time_bound: Mapped[str] = mapped_column(default="")
    in_force_from: Mapped[dt.date | None]
    decision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)
    """The decision that adopted it."""
    circulated_on: Mapped[dt.date | None]
    review_date: Mapped[dt.date | None]
    """Purpose only: when the alliance asks itself whether to go on."""
    reviewed_on: Mapped[dt.date | None]
    outcome: Mapped[ReviewOutcome | None] = mapped_column(words(ReviewOutcome))
    review_decision_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("decision.id", ondelete="SET NULL"), index=True
    )
    """The decision to continue, change or end."""


class CharterSection(Keyed, Base):
    """A principle, or a section of the terms of reference, in one version."""

    __tablename__ = "charter_section"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("charter_version.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    non_negotiable: Mapped[bool] = mapped_column(default=False)
    """Principles only: nothing goes out in the alliance's name without it."""


class Indicator(Keyed, Base):
    """What shows whether the purpose is being reached: a number with a line from its baseline to its target."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint(
            "baseline_date IS NULL OR target_date IS NULL OR baseline_date < target_date", name="baseline_before_target"
        ),
    )

    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    """As it is printed after the number: "%", "districts"."""
    baseline_value: Mapped[Decimal | None]
    baseline_date: Mapped[dt.date | None]
    target_value: Mapped[Decimal | None]
    target_date: Mapped[dt.date | None]
    source: Mapped[str] = mapped_column(default="")
    """Who measures it, or where it is published."""
    dropped_on: Mapped[dt.date | None]
    """From this day it is not followed any more."""


class Observation(Keyed, Base):
    """What an indicator was on a day."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("indicator_id", "on_date"),)

    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    on_date: Mapped[dt.date]
    value: Mapped[Decimal]
    source: Mapped[str] = mapped_column(default="")


class Note(Keyed, Base):
    """A briefing note on one issue, or a statement. Its texts are simple Markdown."""

    __tablename__ = "note"

    kind: Mapped[NoteKind] = mapped_column(words(NoteKind))
    title: Mapped[str]
    addressed_to: Mapped[str] = mapped_column(default="")
    written_on: Mapped[dt.date]
    issue: Mapped[str] = mapped_column(default="")
    """A briefing note's first question: what is the issue; a statement's whole text."""
    why_now: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    positions: Mapped[str] = mapped_column(default="")
    asks: Mapped[str] = mapped_column(default="")
    """What we ask, and of whom."""
    gone_out_on: Mapped[dt.date | None]
    """When it left the alliance; from then on its endorsements are what it went out with."""


class Endorsement(Keyed, Base):
    """What one member said to a decision, to a version of the charter, or to a note. No row: it has not been asked."""

    __tablename__ = "endorsement"
    __table_args__ = (
        UniqueConstraint("decision_id", "member_id"),
        UniqueConstraint("version_id", "member_id"),
        UniqueConstraint("note_id", "member_id"),
        CheckConstraint(
            "(decision_id IS NOT NULL) + (version_id IS NOT NULL) + (note_id IS NOT NULL) = 1", name="one_subject"
        ),
    )

    decision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"))
    version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("charter_version.id", ondelete="CASCADE"))
    note_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"))
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who said it for the member."""
    stance: Mapped[Stance] = mapped_column(words(Stance))
    on_date: Mapped[dt.date]
    remark: Mapped[str] = mapped_column(default="")
    """Why a member objects, in its own words."""


class Challenge(Keyed, Base):
    """A challenge alliances are known to meet, or one of this alliance's own, as people judge it."""

    __tablename__ = "challenge"

    key: Mapped[str] = mapped_column(unique=True)
    """Stable word for the challenges Ronda knows (`few_dominate`), a random one for the alliance's own."""
    name: Mapped[str] = mapped_column(default="")
    """The alliance's own name for it; empty means the translated name of `key`."""
    position: Mapped[int] = mapped_column(default=0)
    standing: Mapped[ChallengeStanding | None] = mapped_column(words(ChallengeStanding))
    """How people judge it; empty: not judged yet."""
    judgement: Mapped[str] = mapped_column(default="")
    doing: Mapped[str] = mapped_column(default="")
    """What is done about it."""
    judged_on: Mapped[dt.date | None]
