"""Who belongs, through whom, since when; and the groups they work in."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.alliance import QuorumRule
from db.schema.base import Base, Keyed, words
from db.vocabulary import MemberStatus, QuorumKind, RepresentativeRole


class Spell:
    """A stretch of days `[from_date, to_date)`; an empty end is open, an empty start is unknown."""

    from_date: Mapped[dt.date | None]
    to_date: Mapped[dt.date | None]


class Person(Keyed, Base):
    __tablename__ = "person"

    name: Mapped[str] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    share_email: Mapped[bool | None]
    """Whether the person agreed that the address may stand in a directory; empty while nobody asked."""
    share_phone: Mapped[bool | None]
    """The same for the number."""


class Member(Keyed, Base):
    """An organisation, or an individual, that belongs; it holds a seat while its status is member."""

    __tablename__ = "member"

    name: Mapped[str] = mapped_column(index=True)
    short_name: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    """Two or three letters for its tile; unique by habit, not by rule."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The person an individual member is; empty for organisations."""
    kind_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member_kind.id"), index=True)
    grassroots: Mapped[bool] = mapped_column(default=False)
    sector: Mapped[str] = mapped_column(default="")
    duty_share: Mapped[Decimal] = mapped_column(default=Decimal(1))
    """Weight in sharing duties out: 1 is a full share, 0 none."""
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    noted_on: Mapped[dt.date | None]


class Different(Keyed, Base):
    """Two members, or two people, whose names are alike and who were found not to be the same; plain pointers."""

    __tablename__ = "different"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[uuid.UUID]
    """The smaller key of the two."""
    second_id: Mapped[uuid.UUID] = mapped_column(index=True)


class Membership(Spell, Keyed, Base):
    """What a member was during a spell; rejoining adds a spell."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("to_date IS NULL OR from_date IS NULL OR from_date <= to_date", name="order"),
        CheckConstraint("status <> 'left'", name="not_left"),
    )

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    status: Mapped[MemberStatus] = mapped_column(words(MemberStatus))


class Offer(Keyed, Base):
    """Something a member offers the alliance: a room, a van, half a day."""

    __tablename__ = "offer"

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]


class Representative(Spell, Keyed, Base):
    """A person who speaks for a member."""

    __tablename__ = "representative"

    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[RepresentativeRole] = mapped_column(words(RepresentativeRole))


class Group(QuorumRule, Keyed, Base):
    """A working group or committee."""

    __tablename__ = "working_group"

    name: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(default="")
    coordinator_member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    coordinator_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    start_date: Mapped[dt.date | None]
    review_date: Mapped[dt.date | None]
    end_date: Mapped[dt.date | None]
    quorum_kind: Mapped[QuorumKind] = mapped_column(words(QuorumKind), default=QuorumKind.AS_ALLIANCE)


class GroupMembership(Spell, Keyed, Base):
    __tablename__ = "group_membership"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)


class CoChairTerm(Spell, Keyed, Base):
    """A person who co-chairs the alliance, speaking for a member, for a time."""

    __tablename__ = "co_chair_term"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
