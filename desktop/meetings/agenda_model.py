"""The lines of an agenda as a Qt model: items and breaks with the times they start at."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from db.ids import new_id
from db.meetings.agenda import BroughtBy, ItemRow
from db.meetings.timetable import TimedItem, Timetable, timetable
from db.vocabulary import ItemKind, ItemOrigin
from desktop import texts
from desktop.naming.meetings import brought_by, item_title, purpose_word
from desktop.texts import _, ngettext
from desktop.widgets.dragged_rows import DraggedRowsModel
from desktop.widgets.rows import Column, Index

MIME: Final = "application/x-ronda-agenda-item"


class Part(IntEnum):
    """The columns."""

    GRIP = 0
    START = 1
    MINUTES = 2
    NUMBER = 3
    ITEM = 4
    PURPOSE = 5
    PAPERS = 6


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item or break and when it starts (None: the meeting has no time)."""

    item: ItemRow
    start: dt.datetime | None
    chair_note: str = ""
    """What only the chair is to read."""
    draft: bool = False
    """Whether it is still being typed for the first time; its key is the one that it will have in the record."""

    @property
    def is_item(self) -> bool:
        return self.item.kind is ItemKind.ITEM

    @property
    def asks_purpose(self) -> bool:
        """Whether the meeting must still be told what to do with it."""
        return self.is_item and self.item.purpose is None and not self.draft


def times_of(items: Sequence[ItemRow], *, date: dt.date, start_time: dt.time | None, planned_minutes: int) -> Timetable:
    """Return when the items start and what they add up to."""
    timed = [
        TimedItem(item.planned_minutes, item.purpose and item.purpose.value, is_break=item.kind is ItemKind.BREAK)
        for item in items
    ]
    start = None if start_time is None else dt.datetime.combine(date, start_time)
    return timetable(timed, start=start, planned_minutes=planned_minutes or None)


def draft_line(meeting_id: uuid.UUID, minutes: int) -> AgendaLine:
    """Return an empty line to type into."""
    item = ItemRow(
        id=new_id(), meeting_id=meeting_id, group_id=None, kind=ItemKind.ITEM, number=None, title="", purpose=None,
        planned_minutes=minutes, starts_after_minutes=0, brought_by="", brought_by_member_id=None,
        brought_by_group_id=None, note="", origin=ItemOrigin.ADDED, from_item_id=None, about=None, recurring=False,
        papers=0, proposed_on=None, text="", started_at=None, spent_seconds=0, done=False,
    )  # fmt: skip
    return AgendaLine(item, None, draft=True)


def _start(line: AgendaLine) -> str:
    return "" if line.start is None else texts.time_of_day(line.start)


def _spoken_item(line: AgendaLine) -> str:
    by = brought_by(line.item)
    said = [_("{title}, brought by {who}").format(title=item_title(line.item), who=by) if by else item_title(line.item)]
    if line.item.internal:
        said.append(_("internal"))
    if line.chair_note:
        said.append(_("with a note for the chair"))
    return ", ".join(said)


def _purpose(line: AgendaLine) -> str:
    return purpose_word(line.item.purpose) if line.is_item else ""


def _papers(line: AgendaLine) -> str:
    return (str(line.item.papers) if line.item.papers else "–") if line.is_item else ""


def _spoken_papers(line: AgendaLine) -> str:
    if not line.is_item:
        return ""
    return ngettext("{n} paper", "{n} papers", line.item.papers).format(n=line.item.papers)


COLUMNS: Final[tuple[Column[AgendaLine], ...]] = (
    Column(lambda: "", lambda _line: "", spoken=lambda line: str(line.item.number or "")),
    Column(lambda: _("Start"), _start),
    Column(
        lambda: _("Min"),
        lambda line: line.item.planned_minutes,
        spoken=lambda line: texts.duration(line.item.planned_minutes),
    ),
    Column(lambda: "", lambda line: line.item.number or ""),
    Column(lambda: _("Item and who brings it"), lambda line: item_title(line.item), spoken=_spoken_item),
    Column(lambda: _("Purpose"), _purpose),
    Column(lambda: _("Papers"), _papers, spoken=_spoken_papers),
)


class AgendaModel(DraggedRowsModel[AgendaLine]):
    """Lines of an agenda. What a person gives is passed on in signals; the record's answer brings new lines."""

    mime = MIME

    minutes_given = Signal(object, int)
    """Key of the item, planned minutes."""
    item_given = Signal(object, str, object)
    """The `AgendaLine`, its title, `BroughtBy`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, key=lambda line: line.item.id, parent=parent)
        self._editable = True

    def set_editable(self, editable: bool) -> None:
        """Let lines be changed, or only read (approved minutes)."""
        self._editable = editable

    def line(self, index: Index) -> AgendaLine | None:
        """Return the line of an index, or None."""
        return self.row_at(index)

    def has_draft(self) -> bool:
        """Return whether an item is being typed."""
        return any(line.draft for line in self.rows)

    def give_item(self, index: Index, title: str, by: BroughtBy) -> None:
        """Pass on what was typed into the line of `index`."""
        line = self.row_at(index)
        if line is not None:
            self.item_given.emit(line, title, by)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.row_at(index)
        if line is None:
            return flags | Qt.ItemFlag.ItemIsDropEnabled if self._editable else flags
        if self._editable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if index.column() in (Part.MINUTES, Part.ITEM):
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.row_at(index)
        if line is None or role != Qt.ItemDataRole.EditRole or index.column() != Part.MINUTES:
            return False
        if int(value) != line.item.planned_minutes:
            self.minutes_given.emit(line.item.id, int(value))
        return True
