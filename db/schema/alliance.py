"""The alliance itself: one row a file, and the kinds of member it tells apart."""

from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import PaperSize, QuorumKind


class QuorumRule:
    """How many seats must be here: see `db.meetings.quorum.needed`."""

    quorum_kind: Mapped[QuorumKind] = mapped_column(words(QuorumKind), default=QuorumKind.NONE)
    quorum_numerator: Mapped[int] = mapped_column(default=1)
    quorum_denominator: Mapped[int] = mapped_column(default=2)


class Alliance(QuorumRule, Keyed, Base):
    """What the file is about. Exactly one row."""

    __tablename__ = "alliance"

    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    """Code of the language its papers are written in."""
    place: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    """Where comments and answers go: the secretariat's address."""
    phone: Mapped[str] = mapped_column(default="")
    paper_size: Mapped[PaperSize] = mapped_column(words(PaperSize), default=PaperSize.A4)
    notice_days: Mapped[int] = mapped_column(default=14)
    """The call goes out this many days before the meeting."""
    minutes_days: Mapped[int] = mapped_column(default=7)
    """The minutes go out within this many days."""
    comment_days: Mapped[int] = mapped_column(default=5)
    """Members may comment on the minutes for this many days."""
    logo: Mapped[str] = mapped_column(default="")
    """Its sign, for the head of its papers: a small PNG without anything beside its dots, in base64; empty: none."""


class MemberKind(Keyed, Base):
    """A kind of member, in the order the alliance lists them."""

    __tablename__ = "member_kind"

    key: Mapped[str] = mapped_column(unique=True)
    """Stable word for the kinds Ronda knows (`local_ngo`), a random one for the alliance's own."""
    name: Mapped[str] = mapped_column(default="")
    """The alliance's own name for it; empty means the translated name of `key`."""
    position: Mapped[int]
