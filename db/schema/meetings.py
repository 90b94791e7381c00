"""Meetings and what belongs to one: its agenda, who came, who was told, its papers."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import (
    AttendanceStatus,
    Channel,
    ItemKind,
    ItemOrigin,
    ItemPurpose,
    MeetingRole,
    MeetingStatus,
    MinutesState,
    Seat,
)


class Series(Keyed, Base):
    """Meetings that come again by a rule (`db.meetings.series`)."""

    __tablename__ = "meeting_series"

    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(default="")
    rule: Mapped[str]
    """The rule with its exceptions, as `db.meetings.series` writes it."""
    start_date: Mapped[dt.date]
    start_time: Mapped[dt.time]
    planned_minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")


class Meeting(Keyed, Base):
    """A meeting of the plenary (no group) or of a group."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("uq_meeting_plenary_number", "number", unique=True, sqlite_where=text("group_id IS NULL")),
        Index("uq_meeting_group_number", "group_id", "number", unique=True, sqlite_where=text("group_id IS NOT NULL")),
        Index("ix_meeting_group_date", "group_id", "date", "number"),
        CheckConstraint("planned_minutes >= 0", name="planned_minutes"),
    )

    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("working_group.id"))
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting_series.id", ondelete="SET NULL"))
    number: Mapped[int | None]
    """Counts the meetings of one body; a cancelled meeting keeps none unless it had been called."""
    title: Mapped[str] = mapped_column(default="")
    """Empty means the usual name: "General meeting 41"."""
    purpose: Mapped[str] = mapped_column(default="")
    """Why we meet."""
    date: Mapped[dt.date] = mapped_column(index=True)
    start_time: Mapped[dt.time | None]
    planned_minutes: Mapped[int] = mapped_column(default=120)
    place: Mapped[str] = mapped_column(default="")
    status: Mapped[MeetingStatus] = mapped_column(words(MeetingStatus), default=MeetingStatus.PREPARING)
    minutes_state: Mapped[MinutesState] = mapped_column(words(MinutesState), default=MinutesState.DRAFT)
    agenda_approved_on: Mapped[dt.date | None]
    called_on: Mapped[dt.date | None]
    answers_by: Mapped[dt.date | None]
    """By when members are asked to answer the call; empty: the usual day."""
    call_sequence: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of its calendar entry (RFC 5545): rises with each change after the call."""
    started_at: Mapped[dt.time | None]
    ended_at: Mapped[dt.time | None]
    current_item_id: Mapped[uuid.UUID | None]
    """The item being dealt with while the meeting runs; a plain pointer."""
    decisions_numbered: Mapped[int] = mapped_column(default=0)
    """The highest number a decision was given here; no number is ever given twice, even if its decision is gone."""
    actions_numbered: Mapped[int] = mapped_column(default=0)
    """The same for actions."""
    finished_on: Mapped[dt.date | None]
    circulated_on: Mapped[dt.date | None]
    comments_by: Mapped[dt.date | None]
    approved_on: Mapped[dt.date | None]
    approved_at_meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    cancelled_reason: Mapped[str] = mapped_column(default="")
    original_text: Mapped[str] = mapped_column(default="")
    """Minutes brought in from the past, kept to the letter."""
    original_name: Mapped[str] = mapped_column(default="")
    """Name of the file `original_text` came from."""
    import_key: Mapped[str | None] = mapped_column(unique=True)
    """What tells an imported meeting again, so that a second import changes nothing."""


class MeetingOfficer(Keyed, Base):
    """Who chairs or takes minutes; as written where the name is not (or not surely) a person known."""

    __tablename__ = "meeting_officer"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    role: Mapped[MeetingRole] = mapped_column(words(MeetingRole))
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    as_written: Mapped[str] = mapped_column(default="")
    doubtful: Mapped[bool] = mapped_column(default=False)


class AgendaItem(Keyed, Base):
    """An item or a break of a meeting; without a meeting it waits in the pool of proposed items."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("planned_minutes >= 0", name="planned_minutes"),
        Index("ix_agenda_item_counted", "meeting_id", "kind"),  # counted without reading pages of minutes
    )

    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"))
    """For whose meetings an item in the pool is meant (empty: the plenary)."""
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ItemKind] = mapped_column(words(ItemKind), default=ItemKind.ITEM)
    title: Mapped[str]
    purpose: Mapped[ItemPurpose | None] = mapped_column(words(ItemPurpose))
    planned_minutes: Mapped[int] = mapped_column(default=15)
    brought_by_member_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    brought_by_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("working_group.id", ondelete="SET NULL"))
    brought_by_text: Mapped[str] = mapped_column(default="")
    """Who brings it where that is neither a member nor a group: "Co-chairs", "Secretariat"."""
    note: Mapped[str] = mapped_column(default="")
    chair_note: Mapped[str] = mapped_column(default="")
    """What only the chair is to read, on the chair's copy."""
    internal: Mapped[bool] = mapped_column(default=False)
    """Left out of the public version of the agenda and the minutes, which says so."""
    origin: Mapped[ItemOrigin] = mapped_column(words(ItemOrigin), default=ItemOrigin.ADDED)
    from_item_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    """The earlier item this one continues."""
    about_meeting_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    """For the approval of minutes: of which meeting."""
    recurring: Mapped[bool] = mapped_column(default=False)
    """Comes back on every next agenda of its body."""
    proposed_on: Mapped[dt.date | None]
    declined_reason: Mapped[str] = mapped_column(default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """Taken out of the pool for good."""
    text: Mapped[str] = mapped_column(default="")
    """The minutes of this item: plain text with marked lines (`db.minutes.marks`)."""
    started_at: Mapped[dt.time | None]
    spent_seconds: Mapped[int] = mapped_column(default=0)
    done: Mapped[bool] = mapped_column(default=False)
    """Dealt with at its meeting; what is not done by the end is left over."""


class ItemSkip(Keyed, Base):
    """Something that would come back by itself (an item, an open action, minutes to approve) was skipped once."""

    __tablename__ = "item_skip"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    about_meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    """For the approval of minutes: of which meeting."""


class Attendance(Keyed, Base):
    """A seat (or an observer, or a guest) at a meeting. No row and no apologies means absent."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ix_attendance_member_meeting", "member_id", "meeting_id"),
        Index("ix_attendance_meeting_id", "meeting_id"),
        Index(  # the list of meetings counts the seats that were taken
            "ix_attendance_present",
            "meeting_id",
            "member_id",
            sqlite_where=text("status = 'present' AND seat = 'member'"),
        ),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    seat: Mapped[Seat] = mapped_column(words(Seat), default=Seat.MEMBER)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Through whom the member is here; any person, usually a representative."""
    name: Mapped[str] = mapped_column(default="")
    """A guest's name; for imported meetings the name as it was written."""
    organisation: Mapped[str] = mapped_column(default="")
    """A guest's organisation."""
    status: Mapped[AttendanceStatus] = mapped_column(words(AttendanceStatus))
    arrived_at: Mapped[dt.time | None]
    """When a latecomer arrived; empty means from the start."""
    left_at: Mapped[dt.time | None]
    """When somebody left before the end; empty means stayed."""
    position: Mapped[int] = mapped_column(default=0)


class CallLog(Keyed, Base):
    """Who was told of a meeting, when and how."""

    __tablename__ = "call_log"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    channel: Mapped[Channel] = mapped_column(words(Channel))
    told_at: Mapped[dt.datetime]
    what: Mapped[str] = mapped_column(default="call")
    """`call`, `change`, `cancellation`, `minutes`."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The meeting's `call_sequence` that they were told of: a later one is news to them."""
    note: Mapped[str] = mapped_column(default="")


class Paper(Keyed, Base):
    """A file kept with a meeting, under an item (or under none)."""

    __tablename__ = "paper"

    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size_bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("paper_content.digest"), index=True)
    added_at: Mapped[dt.datetime]


class PaperContent(Base):
    """The bytes of papers, once per content. Not in history: a paper's row is."""

    __tablename__ = "paper_content"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the bytes before compression, hexadecimal."""
    data: Mapped[bytes]
    """The bytes, compressed with zlib."""
