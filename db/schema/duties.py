"""Administrative duties: what there is to do, who may, whose turn it is, who did it, and the ledger that adds it up."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.schema.members import Spell
from db.vocabulary import Channel, DutyBody, DutyRhythm, EntryKind, PassedOverWhy, PoolRule, SameWhat, TurnState


class Duty(Spell, Keyed, Base):
    """Something that has to be done again and again, by members in turn, while it is in use."""

    __tablename__ = "duty"
    __table_args__ = (CheckConstraint("every >= 1", name="every"), CheckConstraint("gap >= 0", name="gap"))

    key: Mapped[str] = mapped_column(unique=True)
    """Stable word for the duties Ronda knows (`minutes`), a random one for the alliance's own."""
    name: Mapped[str] = mapped_column(default="")
    """The alliance's own name for it; empty means the translated name of `key`."""
    description: Mapped[str] = mapped_column(default="")
    """What has to be done, in a line; empty means the translated one of `key`."""
    position: Mapped[int]
    rhythm: Mapped[DutyRhythm] = mapped_column(words(DutyRhythm), default=DutyRhythm.MEETING)
    every: Mapped[int] = mapped_column(default=1)
    """With a rhythm of several meetings: how many a term has."""
    body: Mapped[DutyBody] = mapped_column(words(DutyBody), default=DutyBody.ALL)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("working_group.id", ondelete="SET NULL"))
    pool: Mapped[PoolRule] = mapped_column(words(PoolRule), default=PoolRule.EVERYONE)
    in_room: Mapped[bool] = mapped_column(default=True)
    """Whether only who is at the meeting can do it."""
    apart: Mapped[bool] = mapped_column(default=True)
    """Whether who has it at a meeting has no other duty there."""
    gap: Mapped[int] = mapped_column(default=1)
    """At how many meetings before somebody served, in whatever duty, who comes last; 0: nobody is spared."""
    beside_first: Mapped[bool] = mapped_column(default=False)
    """Whether somebody who did it before stands beside who does it for the first time."""


class DutyPool(Keyed, Base):
    """A kind of members, a member, or a person of a member, who may do a duty whose pool is not everyone."""

    __tablename__ = "duty_pool"

    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id", ondelete="CASCADE"), index=True)
    kind_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member_kind.id", ondelete="CASCADE"))
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class DutyExemption(Spell, Keyed, Base):
    """A member, or a person, who need not do a duty for a time, with the reason."""

    __tablename__ = "duty_exemption"

    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]


class DutyPair(Keyed, Base):
    """Two duties that one person, or one organisation, may not have at the same meeting."""

    __tablename__ = "duty_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id", ondelete="CASCADE"))
    """The smaller key of the two."""
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id", ondelete="CASCADE"), index=True)
    same: Mapped[SameWhat] = mapped_column(words(SameWhat))


class DutyTerm(Spell, Keyed, Base):
    """The days of one term of a duty whose terms are set one by one."""

    __tablename__ = "duty_term"

    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id", ondelete="CASCADE"), index=True)


class Absence(Spell, Keyed, Base):
    """A member, or a person, who cannot come on some days: one meeting, a holiday, a leave."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("(member_id IS NULL) <> (person_id IS NULL)", name="whose"),)

    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(default="")
    reported_on: Mapped[dt.date]


class Turn(Spell, Keyed, Base):
    """One duty to be done once: at a meeting (or the meetings from it on), or for the days of a term."""

    __tablename__ = "duty_turn"
    __table_args__ = (
        Index("uq_duty_turn_meeting", "duty_id", "meeting_id", unique=True, sqlite_where=text("meeting_id NOT NULL")),
        Index("uq_duty_turn_term", "duty_id", "from_date", unique=True, sqlite_where=text("from_date NOT NULL")),
    )

    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    state: Mapped[TurnState] = mapped_column(words(TurnState), default=TurnState.PLANNED)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    """Whose turn it is; who really did it stands in its credits."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    alternate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who of the same member stands by."""
    beside_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    """Who stands beside somebody who does it for the first time."""
    swapped_with_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    """Whose turn it was before a swap."""
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[dt.datetime | None]
    asked_how: Mapped[Channel | None] = mapped_column(words(Channel))
    published_on: Mapped[dt.date | None]
    promised_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    """Whom the last published plan names."""
    frozen: Mapped[bool] = mapped_column(default=False)
    """Stays with whoever has it, whatever the rule says, unless they cannot come."""
    closed_on: Mapped[dt.date | None]
    fair_share: Mapped[int | None]
    """Why this member: the share they have accrued by then, this turn's included, in units of `db.turn_units.TURN`."""
    turns_done: Mapped[int | None]
    """Why this member: the turns they have done by then, planned ones before this included, in units."""
    runner_up_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    """Who would come next."""
    runner_up_balance: Mapped[int | None]
    """In units; below 0 is behind."""


class TurnPassedOver(Keyed, Base):
    """Somebody further behind than who has a turn, and why they were passed over; all of them, the furthest first."""

    __tablename__ = "turn_passed_over"

    turn_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty_turn.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    balance: Mapped[int]
    """In units; below 0 is behind."""
    why: Mapped[PassedOverWhy] = mapped_column(words(PassedOverWhy))
    away_until: Mapped[dt.date | None]
    """The last day they are away, where that is known."""
    because_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    """Who would have been left behind."""
    because_on: Mapped[dt.date | None]
    """When they would have been."""


class TurnRefusal(Keyed, Base):
    """A member who declined a turn; they are not asked for it again."""

    __tablename__ = "turn_refusal"

    turn_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty_turn.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    refused_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="")


class TurnCredit(Keyed, Base):
    """Who really did a turn, or a part of it. The parts of one turn add up to exactly one turn."""

    __tablename__ = "turn_credit"

    turn_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty_turn.id", ondelete="CASCADE"), index=True)
    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id"), index=True)
    day: Mapped[dt.date]
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    units: Mapped[int]


class LedgerEntry(Keyed, Base):
    """What a member accrued of a turn, or the closing of the account of one that left. Added, never changed."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_duty_member", "duty_id", "member_id"),)

    duty_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("duty.id"))
    turn_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("duty_turn.id", ondelete="CASCADE"), index=True)
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind), default=EntryKind.TURN)
    day: Mapped[dt.date]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id"), index=True)
    share: Mapped[int]
    """In units. Of a closing: the balance that was left, so that the account stands at 0 afterwards."""
    weight: Mapped[Decimal] = mapped_column(default=Decimal(0))
    """The member's share of duties as it was then."""
    in_pool: Mapped[bool] = mapped_column(default=True)
    """Whether they could have done it; who did it without that is credited and accrues nothing."""
