"""The agenda of a meeting: items and breaks in their order, and the pool of items proposed for a later one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.changes import Changes
from db.errors.records import NameMissing, NotFound, StillNeeded
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.labels import HELD, MeetingLabel
from db.meetings.lookup import get_meeting, label, open_meeting
from db.meetings.open_actions import pass_over_actions
from db.schema import Action, AgendaItem, Decision, Group, ItemSkip, Meeting, Member, Paper
from db.vocabulary import ItemKind, ItemOrigin, ItemPurpose, MeetingStatus, MinutesState

DEFAULT_MINUTES = 15
DEFAULT_BREAK_MINUTES = 10

_CHANGEABLE = frozenset(("title", "planned_minutes", "note", "recurring", "chair_note", "internal"))
_COPIED = (
    "kind", "title", "purpose", "planned_minutes", "note", "recurring", "internal",
    "brought_by_member_id", "brought_by_group_id", "brought_by_text",
)  # fmt: skip
_PAPER_COPIED = ("position", "name", "title", "media_type", "size_bytes", "digest", "added_at")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item or a break on an agenda, or (without a meeting) a proposed item.

    `title` may be empty for what Ronda put there itself (`names_itself`).
    What only the chair is to read is not in it, so that it gets nowhere unasked: see `chair_notes`.
    """

    id: uuid.UUID
    meeting_id: uuid.UUID | None
    group_id: uuid.UUID | None
    kind: ItemKind
    number: int | None
    """1, 2, 3 among the items of the meeting; breaks and proposals have none."""
    title: str
    purpose: ItemPurpose | None
    planned_minutes: int
    starts_after_minutes: int
    """Planned minutes of everything before it."""
    brought_by: str
    """Name of the member or group, or the text, that brings it."""
    brought_by_member_id: uuid.UUID | None
    brought_by_group_id: uuid.UUID | None
    note: str
    origin: ItemOrigin
    from_item_id: uuid.UUID | None
    about: MeetingLabel | None
    recurring: bool
    papers: int
    proposed_on: dt.date | None
    text: str
    started_at: dt.time | None
    spent_seconds: int
    done: bool
    internal: bool = False
    """Left out of the public version of agenda and minutes."""

    @property
    def names_itself(self) -> bool:
        """Whether it needs no title: a break, the approval of the minutes of `about`, the open actions."""
        return _names_itself(self.kind, self.about, self.origin)


@dataclass(frozen=True, slots=True)
class BroughtBy:
    """Who brings an item: a member, a group, or whoever the text says."""

    member_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None
    text: str = ""


NOBODY = BroughtBy()


def agenda(session: Session, meeting_id: uuid.UUID) -> list[ItemRow]:
    """Return the items and breaks of a meeting in their order."""
    query = item_rows().where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position, AgendaItem.id)
    rows: list[ItemRow] = []
    number = minutes = 0
    for found in session.execute(query):
        is_item = found[0].kind is ItemKind.ITEM
        number += is_item
        rows.append(item_row(found, number if is_item else None, minutes))
        minutes += found[0].planned_minutes
    return rows


def add_item(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    title: str,
    purpose: ItemPurpose | None = None,
    planned_minutes: int = DEFAULT_MINUTES,
    brought_by: BroughtBy = NOBODY,
    note: str = "",
    recurring: bool = False,
    position: int | None = None,
    item_id: uuid.UUID | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Put an item on the agenda, at the end or at a position counted from 0; return its key and what changed.

    `item_id` is its key where one was given to it while it was typed.

    Raises:
        NotFound: If there is no such meeting.
        NameMissing: If the title is empty.
        MinutesApproved: If its minutes are approved.
    """
    with history.step(session, "add_item") as step:
        open_meeting(session, meeting_id)
        row = AgendaItem(
            id=item_id or new_id(),
            meeting_id=meeting_id,
            title=required_title(title),
            purpose=purpose,
            planned_minutes=planned_minutes,
            note=note.strip(),
            recurring=recurring,
        )
        bring(row, brought_by)
        insert_item(session, row, position)
    return row.id, step.changes


def add_break(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    planned_minutes: int = DEFAULT_BREAK_MINUTES,
    title: str = "",
    position: int | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Put a break on the agenda; an empty title means the usual word. Return its key and what changed.

    Raises:
        NotFound: If there is no such meeting.
        MinutesApproved: If its minutes are approved.
    """
    with history.step(session, "add_break") as step:
        open_meeting(session, meeting_id)
        row = AgendaItem(
            id=new_id(),
            meeting_id=meeting_id,
            kind=ItemKind.BREAK,
            title=title.strip(),
            planned_minutes=planned_minutes,
        )
        insert_item(session, row, position)
    return row.id, step.changes


def change_item(session: Session, item_id: uuid.UUID, **fields: Any) -> Changes:
    """Change title, planned_minutes, note, recurring, chair_note or internal of an item or a break.

    Raises:
        NotFound: If there is no such item.
        NameMissing: If the title of an item that people put there would be empty.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    if unknown := set(fields) - _CHANGEABLE:
        raise TypeError(f"not fields of an item to change: {sorted(unknown)}")
    merge_key = f"{next(iter(fields))}:{item_id}" if len(fields) == 1 else ""
    with history.step(session, "change_item", merge_key=merge_key) as step:
        row = open_item(session, item_id)
        if "title" in fields:
            untitled = _names_itself(row.kind, row.about_meeting_id, row.origin)
            fields["title"] = str(fields["title"]).strip() if untitled else required_title(fields["title"])
        for name, value in fields.items():
            setattr(row, name, value)
    return step.changes


def chair_notes(session: Session, meeting_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return what only the chair is to read, by item. For the chair's copy, and for whoever writes it."""
    mine = (AgendaItem.meeting_id == meeting_id, AgendaItem.chair_note != "")
    found = session.execute(select(AgendaItem.id, AgendaItem.chair_note).where(*mine))
    return {item_id: note for item_id, note in found if note.strip()}


def mark_internal(session: Session, item_id: uuid.UUID, *, internal: bool) -> Changes:
    """Leave an item out of the public version of agenda and minutes, or let it stand there again.

    Raises:
        NotFound: If there is no such item.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    with history.step(session, "mark_internal") as step:
        open_item(session, item_id).internal = internal
    return step.changes


def set_purpose(session: Session, item_id: uuid.UUID, purpose: ItemPurpose | None) -> Changes:
    """Say what the meeting should do with an item.

    Raises:
        NotFound: If there is no such item.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    with history.step(session, "set_purpose") as step:
        open_item(session, item_id).purpose = purpose
    return step.changes


def set_brought_by(session: Session, item_id: uuid.UUID, brought_by: BroughtBy) -> Changes:
    """Say who brings an item.

    Raises:
        NotFound: If there is no such item.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    with history.step(session, "set_brought_by") as step:
        bring(open_item(session, item_id), brought_by)
    return step.changes


def move_item(session: Session, item_id: uuid.UUID, *, to: int) -> Changes:
    """Move an item or break to a position of its agenda, counted from 0; too far means the end.

    Raises:
        NotFound: If there is no such item on an agenda.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    with history.step(session, "move_item", merge_key=f"position:{item_id}") as step:
        row = open_item(session, item_id)
        if row.meeting_id is None:
            raise NotFound("agenda_item", item_id)
        rows = [other for other in _items_of(session, row.meeting_id) if other.id != item_id]
        rows.insert(max(0, to), row)
        _number_positions(rows)
    return step.changes


def delete_item(session: Session, item_id: uuid.UUID, *, for_good: bool = False) -> Changes:
    """Take an item off the agenda. A proposal waits in the pool again; what came back by itself is skipped once.

    With the item of the open actions, each of these is: it is heard again at the meeting after.

    With `for_good` a proposal is withdrawn, and what came back does not do so again.

    Raises:
        NotFound: If there is no such item.
        MinutesApproved: If the minutes of its meeting are approved.
        StillNeeded: If there are minutes, decisions or actions under it.
    """
    with history.step(session, "delete_item") as step:
        row = open_item(session, item_id)
        meeting_id = row.meeting_id
        if uses := _records_of(session, row):
            raise StillNeeded(row.title, uses)
        if row.origin is ItemOrigin.PROPOSED and meeting_id is not None:
            back_to_pool(session, row, get_meeting(session, meeting_id).group_id)
            row.withdrawn = for_good
            session.add(ItemSkip(meeting_id=meeting_id, item_id=row.id))
        else:
            if meeting_id is not None and (row.from_item_id or row.about_meeting_id):
                session.add(
                    ItemSkip(meeting_id=meeting_id, item_id=row.from_item_id, about_meeting_id=row.about_meeting_id)
                )
            if meeting_id is not None and row.origin is ItemOrigin.OPEN_ACTIONS:
                pass_over_actions(session, meeting_id)
            earlier = session.get(AgendaItem, row.from_item_id) if for_good and row.from_item_id else None
            if earlier is not None:
                earlier.withdrawn = True
            delete_row(session, row, name=row.title)
        _close_gap(session, meeting_id)
    return step.changes


def copy_agenda(session: Session, meeting_id: uuid.UUID, *, from_meeting_id: uuid.UUID) -> Changes:
    """Add the items and breaks of another meeting to the end of an agenda, without texts and approvals.

    What recurs or was left over there is continued here, so that it does not come back a second time by itself; with
    its papers, where it was left over. Others stay where they were used.

    Raises:
        NotFound: If either meeting does not exist.
        MinutesApproved: If the minutes are approved.
    """
    with history.step(session, "copy_agenda") as step:
        open_meeting(session, meeting_id)
        earlier = get_meeting(session, from_meeting_id)
        there = _items_of(session, meeting_id)
        recurring = {row.title for row in there if row.recurring}
        for position, old in enumerate(_items_of(session, from_meeting_id), len(there)):
            by_itself = old.about_meeting_id is not None or old.origin is ItemOrigin.OPEN_ACTIONS
            if by_itself or (old.recurring and old.title in recurring):
                continue
            if old.recurring or is_left_over(old, earlier):
                new = continue_item(session, old, meeting_id)
            else:
                new = AgendaItem(meeting_id=meeting_id, **{name: getattr(old, name) for name in _COPIED})
            new.position = position
            session.add(new)
    return step.changes


# For the modules around


def open_item(session: Session, item_id: uuid.UUID) -> AgendaItem:
    """Return the mapped item, in the pool or of a meeting whose minutes may still be changed.

    Raises:
        NotFound: If there is no such item.
        MinutesApproved: If the minutes of its meeting are approved.
    """
    row = session.get(AgendaItem, item_id)
    if row is None:
        raise NotFound("agenda_item", item_id)
    if row.meeting_id is not None:
        open_meeting(session, row.meeting_id)
    return row


def insert_item(session: Session, row: AgendaItem, position: int | None = None) -> None:
    """Put a mapped item among those of its meeting; no position means the end."""
    assert row.meeting_id is not None
    rows = [other for other in _items_of(session, row.meeting_id) if other.id != row.id]
    rows.insert(len(rows) if position is None else max(0, position), row)
    _number_positions(rows)
    session.add(row)
    session.flush()


def take_off(session: Session, row: AgendaItem) -> None:
    """Delete a mapped item from its agenda."""
    meeting_id = row.meeting_id
    delete_row(session, row, name=row.title)
    _close_gap(session, meeting_id)


def holds_what_comes_along() -> ColumnElement[bool]:
    """Return the condition that people put into an item that Ronda made what `continue_item` takes along."""
    written = (AgendaItem.title, AgendaItem.note, AgendaItem.brought_by_text)
    brought = (AgendaItem.brought_by_member_id, AgendaItem.brought_by_group_id)
    return or_(
        AgendaItem.recurring,
        AgendaItem.internal,
        *(column != "" for column in written),
        *(column.is_not(None) for column in brought),
        exists().where(Paper.item_id == AgendaItem.id),
    )


def holds_something() -> ColumnElement[bool]:
    """Return the condition that people put anything into an item that Ronda made: words, papers, what was agreed."""
    return or_(
        holds_what_comes_along(),
        AgendaItem.chair_note != "",
        func.trim(AgendaItem.text, " \t\r\n") != "",
        *(exists().where(table.item_id == AgendaItem.id) for table in (Decision, Action)),
    )


def back_to_pool(session: Session, row: AgendaItem, group_id: uuid.UUID | None) -> None:
    """Let a mapped item wait, with its papers, for another meeting of the body, as if this one had never had it."""
    row.meeting_id, row.group_id, row.position = None, group_id, 0
    row.done, row.started_at, row.spent_seconds = False, None, 0
    take_papers_along(session, row)


def take_papers_along(session: Session, row: AgendaItem) -> None:
    """Let the papers of a mapped item stand where the item stands now."""
    for paper in _papers_of(session, row):
        paper.meeting_id = row.meeting_id


def is_left_over(row: AgendaItem, meeting: Meeting) -> bool:
    """Return whether a mapped item was not dealt with at its meeting, now that this is over."""
    over = meeting.status in (*HELD, MeetingStatus.CANCELLED) and meeting.minutes_state is not MinutesState.IMPORTED
    return over and row.kind is ItemKind.ITEM and not row.done and not row.withdrawn


def continue_item(session: Session, old: AgendaItem, meeting_id: uuid.UUID) -> AgendaItem:
    """Return a new item, not yet in the session, that continues an earlier one.

    What was left over keeps its papers, whether it recurs or not: nobody has used them yet. Of what was dealt with they
    belong to the meeting that did it, and stay there. So does a note for the chair, always: it was for whoever chaired
    then, and the next chair may be somebody else.
    """
    origin = ItemOrigin.RECURRING if old.recurring else ItemOrigin.LEFT_OVER
    if old.origin is ItemOrigin.OPEN_ACTIONS:  # still where these are heard
        origin = old.origin
    fields = {name: getattr(old, name) for name in _COPIED}
    new = AgendaItem(id=new_id(), meeting_id=meeting_id, origin=origin, from_item_id=old.id, **fields)
    _bring_papers(session, old, new)
    return new


def continue_in(session: Session, old: AgendaItem, row: AgendaItem) -> None:
    """Have a mapped item that Ronda made continue an earlier one; what people put into either is in it."""
    row.from_item_id = old.id
    for name in _COPIED:
        if not getattr(row, name):
            setattr(row, name, getattr(old, name))
    _bring_papers(session, old, row)


def is_as_continued(session: Session, row: AgendaItem) -> bool:
    """Return whether nobody changed a mapped item since it continues an earlier one, nor put anything into it."""
    old = session.get_one(AgendaItem, row.from_item_id)
    same = all(getattr(row, name) == getattr(old, name) for name in _COPIED)
    papers, copies = (sorted(paper.digest for paper in _papers_of(session, item)) for item in (old, row))
    return same and papers == copies and not row.chair_note and not _records_of(session, row)


def _bring_papers(session: Session, old: AgendaItem, new: AgendaItem) -> None:
    if is_left_over(old, session.get_one(Meeting, old.meeting_id)):
        for paper in _papers_of(session, old):
            copied = {name: getattr(paper, name) for name in _PAPER_COPIED}
            session.add(Paper(meeting_id=new.meeting_id, item_id=new.id, **copied))


def _papers_of(session: Session, row: AgendaItem) -> Sequence[Paper]:
    return session.scalars(select(Paper).where(Paper.item_id == row.id).order_by(Paper.position, Paper.id)).all()


def _items_of(session: Session, meeting_id: uuid.UUID) -> Sequence[AgendaItem]:
    mine = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return session.scalars(mine.order_by(AgendaItem.position, AgendaItem.id)).all()


def _close_gap(session: Session, meeting_id: uuid.UUID | None) -> None:
    session.flush()
    if meeting_id is not None:
        _number_positions(_items_of(session, meeting_id))


def _number_positions(rows: Sequence[AgendaItem]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _records_of(session: Session, row: AgendaItem) -> dict[str, int]:
    uses = {
        table.__tablename__: session.scalar(select(func.count()).where(table.item_id == row.id)) or 0
        for table in (Decision, Action)
    }
    uses["minutes"] = int(bool(row.text.strip()))
    return {table: count for table, count in uses.items() if count}


def _names_itself(kind: ItemKind, about: object, origin: ItemOrigin) -> bool:
    return kind is ItemKind.BREAK or about is not None or origin is ItemOrigin.OPEN_ACTIONS


def bring(row: AgendaItem, by: BroughtBy) -> None:
    """Note who brings a mapped item."""
    row.brought_by_member_id, row.brought_by_group_id = by.member_id, by.group_id
    row.brought_by_text = "" if by.member_id or by.group_id else by.text.strip()


def required_title(title: object) -> str:
    """Return the title without blanks around it.

    Raises:
        NameMissing: If nothing is left.
    """
    if not str(title).strip():
        raise NameMissing("agenda_item")
    return str(title).strip()


def item_rows() -> Select[Any]:
    """Return the query whose rows `item_row` reads."""
    group = aliased(Group)  # who brings it, beside the group that the earlier meeting was of
    papers = select(func.count()).where(Paper.item_id == AgendaItem.id).correlate(AgendaItem).scalar_subquery()
    return (
        select(AgendaItem, Member.name, group.name, Meeting, Group.name, papers)
        .outerjoin(Member, Member.id == AgendaItem.brought_by_member_id)
        .outerjoin(group, group.id == AgendaItem.brought_by_group_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.about_meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
    )


def item_row(columns: Any, number: int | None, starts_after_minutes: int) -> ItemRow:
    """Return the row of one result of `item_rows`."""
    obj, member, group, about, about_group, papers = columns
    return ItemRow(
        id=obj.id,
        meeting_id=obj.meeting_id,
        group_id=obj.group_id,
        kind=obj.kind,
        number=number,
        title=obj.title,
        purpose=obj.purpose,
        planned_minutes=obj.planned_minutes,
        starts_after_minutes=starts_after_minutes,
        brought_by=member or group or obj.brought_by_text,
        brought_by_member_id=obj.brought_by_member_id,
        brought_by_group_id=obj.brought_by_group_id,
        note=obj.note,
        origin=obj.origin,
        from_item_id=obj.from_item_id,
        about=about and label(about, about_group),
        recurring=obj.recurring,
        papers=papers,
        proposed_on=obj.proposed_on,
        text=obj.text,
        started_at=obj.started_at,
        spent_seconds=obj.spent_seconds,
        done=obj.done,
        internal=obj.internal,
    )
