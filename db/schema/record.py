"""The record of the record: history by field, and the entries of the search."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.ids import new_id
from db.schema.base import Base


class Step(Base):
    """One thing a person did: the unit of undo."""

    __tablename__ = "step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    sequence: Mapped[int] = mapped_column(unique=True)
    """The order of steps in this file; clocks of old laptops jump, this does not."""
    at: Mapped[dt.datetime]
    who: Mapped[str]
    name: Mapped[str]
    """The use case, `record_attendance`; `undo` and `redo` for those."""
    subject_id: Mapped[uuid.UUID | None]
    """For `undo` and `redo`: the step undone or redone."""
    state: Mapped[str] = mapped_column(default="done", index=True)
    """`done`, `undone` (may be redone), `kept` (no longer undone or redone)."""
    merge_key: Mapped[str] = mapped_column(default="")
    """Steps with the same key that follow soon upon each other become one, so that typing is one step."""


class Change(Base):
    """What a step did to one row; only the fields that changed."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_row", "row_id", "table_name"), Index("ix_change_step_id", "step_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("step.id", ondelete="CASCADE"))
    position: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[uuid.UUID]
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Field → value before; empty when the row was added."""
    new: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Field → value after; empty when the row was deleted."""


class SearchEntry(Base):
    """Something that can be found; its words stand in the full-text table `search_text` under the same rowid."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("ref", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    ref: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(default="")
