"""The desk: who has it, who had it before, and what goes from hand to hand beside the file."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import HandoverWay


class Desk(Keyed, Base):
    """Who has the desk, as this file knows. Exactly one row."""

    __tablename__ = "desk"

    name: Mapped[str] = mapped_column(default="")
    """The holder; empty until somebody says it."""
    office: Mapped[str] = mapped_column(default="")
    """For whom the holder keeps the desk: the member organisation, or the place."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    since: Mapped[dt.date | None]
    count: Mapped[int] = mapped_column(default=0)
    """Rises by one with each handover, and when the desk is taken back."""
    given_at: Mapped[dt.datetime | None]
    """When the desk left this file for another one; from then on nothing may be written here."""
    worries: Mapped[str] = mapped_column(default="")
    """What the next holder should know; goes into the handover, and begins empty after it."""
    read_on: Mapped[dt.date | None]
    """When the holder put the first page after a handover away."""


class Handover(Keyed, Base):
    """The desk went from one holder to the next, or was taken back."""

    __tablename__ = "handover"

    count: Mapped[int] = mapped_column(unique=True)
    way: Mapped[HandoverWay] = mapped_column(words(HandoverWay))
    at: Mapped[dt.datetime]
    from_name: Mapped[str]
    from_office: Mapped[str] = mapped_column(default="")
    to_name: Mapped[str]
    to_office: Mapped[str] = mapped_column(default="")
    worries: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    """Why the desk was taken back."""
    pack_name: Mapped[str] = mapped_column(default="")
    """Where the pack was written; only the giver's file knows."""
    pack_digest: Mapped[str] = mapped_column(default="")
    """SHA-256 of the pack; only the giver's file knows."""


class DeskKey(Keyed, Base):
    """A password, a key, a stamp that goes with the desk. What it is and where it is kept, never its value."""

    __tablename__ = "desk_key"

    position: Mapped[int]
    name: Mapped[str]
    kept_where: Mapped[str] = mapped_column(default="")
    passed_in: Mapped[int | None]
    """The count of the last handover in which it was passed on; so each handover begins with none ticked."""
