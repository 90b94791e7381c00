"""Actions: the register, and what happens to one after it was written down.

An action without an owner or a date is *not agreed yet* and never counts as agreed. Its words come from the line in
the minutes; while the minutes are a draft, naming the owner or the date here writes them into that line too. Once the
minutes went out they keep what was agreed, and only the action changes.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.conditions import agreed, names_a_guest
from db.errors.minutes import ReasonMissing
from db.errors.records import NotFound
from db.history import history
from db.history.values import decode_row
from db.history.what_was import since_when, values_after
from db.look import looking
from db.meetings.coming_back import take_off_unneeded
from db.meetings.labels import ItemLabel
from db.meetings.lookup import item_names
from db.minutes.decisions import NOT_IN_TEXT
from db.minutes.draft_lines import write_due_date, write_owner
from db.schema import Action, AgendaItem, Base, Change, Group, Meeting, Member, Person, Step
from db.vocabulary import ActionState, MeetingStatus, MinutesState

Named = TypeVar("Named", Member, Person)


class Missing(StrEnum):
    """What an action still needs before it is agreed."""

    OWNER = "owner"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with where it was agreed and who owes it."""

    id: uuid.UUID
    meeting_id: uuid.UUID | None
    item_id: uuid.UUID | None
    sequence: int
    line: int
    text: str
    owner_member_id: uuid.UUID | None
    owner_person_id: uuid.UUID | None
    owner_as_written: str
    owner_member: str
    owner_person: str
    due_date: dt.date | None
    state: ActionState
    closed_on: dt.date | None
    dropped_reason: str
    meeting_number: int | None
    meeting_date: dt.date | None
    meeting_title: str
    group_id: uuid.UUID | None
    group: str
    item: ItemLabel | None
    owned_as_written: bool
    """Whether the name as written is an owner: in imported minutes, and of a guest the attendance names so."""

    @property
    def label(self) -> str:
        """Return its number within the meeting: A3."""
        return f"A{self.sequence}"

    @property
    def owner(self) -> str:
        """Return who owes it, as well as is known; empty for nobody."""
        return self.owner_member or self.owner_person or self.owner_as_written

    @property
    def owner_on_record(self) -> bool:
        """Whether it is known who the owner is; a name that the record does not hold owes nothing yet."""
        return bool(self.owner_member_id or self.owner_person_id or self.owned_as_written)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what it needs to be agreed."""
        return (*(() if self.owner_on_record else (Missing.OWNER,)), *(() if self.due_date else (Missing.DATE,)))

    @property
    def agreed(self) -> bool:
        """Whether it has an owner and a date."""
        return not self.missing

    def overdue(self, today: dt.date) -> bool:
        """Whether it is open and its day has passed."""
        return self.state is ActionState.OPEN and self.due_date is not None and self.due_date < today


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions the register holds, how many of them are open, and how many of those agreed and late."""

    total: int = 0
    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class DateChange:
    """One change of an action's due date."""

    at: dt.datetime
    who: str
    old: dt.date | None
    new: dt.date | None


def actions(
    session: Session,
    *,
    state: ActionState | None = None,
    overdue_on: dt.date | None = None,
    owner: uuid.UUID | None = None,
    meeting: uuid.UUID | None = None,
    item: uuid.UUID | None = None,
    group: uuid.UUID | None = None,
) -> list[ActionRow]:
    """Return actions by due date, those without one last; those of one meeting by number.

    `overdue_on` keeps the open ones whose day has passed on that date; `owner` is a member or a person.
    """
    wanted = _selected()
    if state is not None:
        wanted = wanted.where(Action.state == state)
    if overdue_on is not None:
        wanted = wanted.where(Action.state == ActionState.OPEN, Action.due_date < overdue_on)
    if owner is not None:
        wanted = wanted.where(or_(Action.owner_member_id == owner, Action.owner_person_id == owner))
    if meeting is not None:
        wanted = wanted.where(Action.meeting_id == meeting)
    if item is not None:
        wanted = wanted.where(Action.item_id == item)
    if group is not None:
        wanted = wanted.where(Meeting.group_id == group)
    if meeting is not None or item is not None:
        wanted = wanted.order_by(Action.sequence)
    else:
        wanted = wanted.order_by(Action.due_date.is_(None), Action.due_date, Meeting.date, Action.sequence)
    return _rows(session, wanted)


def count_actions(session: Session, *, today: dt.date) -> ActionCounts:
    """Return how many actions there are, without reading a long register."""
    still_open = Action.state == ActionState.OPEN
    total = session.scalar(select(func.count()).select_from(Action)) or 0
    late = func.count().filter(Action.due_date < today, agreed())
    found = session.execute(select(func.count(), late).where(still_open)).one()
    return ActionCounts(total, *found)


def action(session: Session, action_id: uuid.UUID) -> ActionRow:
    """Return one action.

    Raises:
        NotFound: If there is no such action.
    """
    rows = _rows(session, _selected().where(Action.id == action_id))
    if not rows:
        raise NotFound("action", action_id)
    return rows[0]


def add_action(
    session: Session,
    *,
    text: str,
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    due_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Add an action that no meeting agreed, as the secretariat does between meetings."""
    with history.step(session, "add_action") as step:
        last = session.scalar(select(func.max(Action.sequence)).where(Action.meeting_id.is_(None))) or 0
        row = Action(
            sequence=last + 1, text=text.strip(), owner_member_id=member_id, owner_person_id=person_id,
            due_date=due_date, line=NOT_IN_TEXT,
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row.id, step.changes


def set_owner(
    session: Session,
    action_id: uuid.UUID,
    *,
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    guest: str = "",
) -> Changes:
    """Name who owes the action: a member, a person, a person for a member, or a guest the attendance names so.

    Raises:
        NotFound: If the action, the member or the person does not exist.
    """
    with history.step(session, "set_owner") as step:
        row = _action(session, action_id)
        member = _exists(session, Member, member_id)
        person = _exists(session, Person, person_id)
        row.owner_member_id, row.owner_person_id, row.owner_as_written = member_id, person_id, guest
        write_owner(session, row, member.name if member else person.name if person else guest)
        if guest:
            row.owner_as_written = guest  # to the letter, as the attendance has it
    return step.changes


def set_due_date(session: Session, action_id: uuid.UUID, *, due_date: dt.date | None, written: str = "") -> Changes:
    """Set or move the day the action is due; earlier dates stay in its history (`date_changes`).

    `written` is how a draft's line shall say it ("29 Oct"), if it reads as that day.

    Raises:
        NotFound: If there is no such action.
    """
    with history.step(session, "set_due_date") as step:
        row = _action(session, action_id)
        row.due_date = due_date
        write_due_date(session, row, written=written)
    return step.changes


def close_action(session: Session, action_id: uuid.UUID, *, on: dt.date) -> Changes:
    """Note that the action was done on this day.

    Raises:
        NotFound: If there is no such action.
    """
    with history.step(session, "close_action") as step:
        row = _action(session, action_id)
        row.state, row.closed_on, row.dropped_reason = ActionState.DONE, on, ""
        _settle(session, row.meeting_id)
        take_off_unneeded(session)
    return step.changes


def drop_action(session: Session, action_id: uuid.UUID, *, on: dt.date, reason: str) -> Changes:
    """Give the action up, saying why.

    Raises:
        ReasonMissing: If no reason is given.
        NotFound: If there is no such action.
    """
    if not reason.strip():
        raise ReasonMissing
    with history.step(session, "drop_action") as step:
        row = _action(session, action_id)
        row.state, row.closed_on, row.dropped_reason = ActionState.DROPPED, on, reason.strip()
        _settle(session, row.meeting_id)
        take_off_unneeded(session)
    return step.changes


def reopen_action(session: Session, action_id: uuid.UUID) -> Changes:
    """Take up again an action that was done or dropped.

    Raises:
        NotFound: If there is no such action.
    """
    with history.step(session, "reopen_action") as step:
        row = _action(session, action_id)
        row.state, row.closed_on, row.dropped_reason = ActionState.OPEN, None, ""
        _settle(session, row.meeting_id)
    return step.changes


def actions_as_approved(session: Session, meeting_id: uuid.UUID) -> list[ActionRow]:
    """Return the actions of a meeting as its minutes have them: once approved, only a correction changes those.

    What became of an action since (another owner or date, done, dropped) is in the register, not here.
    """
    rows = actions(session, meeting=meeting_id)
    approved = since_when(looking(session), meeting_id, "minutes_state", {MinutesState.APPROVED})
    if approved is None:
        return rows
    fields = (
        "owner_member_id",
        "owner_person_id",
        "owner_as_written",
        "due_date",
        "state",
        "closed_on",
        "dropped_reason",
    )
    then = values_after(looking(session), [row.id for row in rows], fields, approved, kept="correct_minutes")
    return [_as_it_was(session, row, then[row.id]) if row.id in then else row for row in rows]


def _as_it_was(session: Session, row: ActionRow, then: Mapping[str, Any]) -> ActionRow:
    was = replace(row, **decode_row(Base.metadata.tables[Action.__tablename__], dict(then)))
    member = session.get(Member, was.owner_member_id) if was.owner_member_id else None
    person = session.get(Person, was.owner_person_id) if was.owner_person_id else None
    named = select(Action.id).where(Action.id == row.id, names_a_guest(was.owner_as_written))
    return replace(
        was,
        owner_member=member.name if member else "",
        owner_person=person.name if person else "",
        owned_as_written=session.scalar(named) is not None,
    )


def date_changes(session: Session, action_id: uuid.UUID) -> list[DateChange]:
    """Return each change of a due date once set, oldest first."""
    changes = [
        DateChange(change.at, change.who, change.old, change.new)
        for change in reversed(history.changes_of_row(session, action_id))
        if change.field == "due_date" and change.old is not None
    ]
    return [change for change in changes if change.old != change.new]


def moved_later(session: Session, action_id: uuid.UUID) -> bool:
    """Return whether its date was changed by itself, not by editing the line it stands on."""
    found = session.scalars(
        select(Change.old)
        .join(Step, Step.id == Change.step_id)
        .where(Change.row_id == action_id, Step.name == "set_due_date")
    )
    return any(old and old.get("due_date") for old in found)


def settle_meeting(session: Session, meeting: Meeting) -> None:
    """Close a meeting whose minutes are approved once nothing of it is open, and open it again if something is."""
    if meeting.minutes_state is not MinutesState.APPROVED:
        return
    open_left = session.scalar(
        select(func.count()).where(Action.meeting_id == meeting.id, Action.state == ActionState.OPEN)
    )
    meeting.status = MeetingStatus.FOLLOWING_UP if open_left else MeetingStatus.CLOSED


def _settle(session: Session, meeting_id: uuid.UUID | None) -> None:
    if meeting_id is not None:
        session.flush()
        settle_meeting(session, session.get_one(Meeting, meeting_id))


def _action(session: Session, action_id: uuid.UUID) -> Action:
    row = session.get(Action, action_id)
    if row is None:
        raise NotFound("action", action_id)
    return row


def _exists(session: Session, kind: type[Named], key: uuid.UUID | None) -> Named | None:
    row = session.get(kind, key) if key else None
    if key and row is None:
        raise NotFound(kind.__tablename__, key)
    return row


def _selected() -> Select[*tuple[Any, ...]]:
    """Return the fields of an `ActionRow` in their order, of the item its title and origin."""
    return (
        select(
            Action.id, Action.meeting_id, Action.item_id, Action.sequence, Action.line, Action.text,
            Action.owner_member_id, Action.owner_person_id, Action.owner_as_written,
            func.coalesce(Member.name, ""), func.coalesce(Person.name, ""), Action.due_date, Action.state,
            Action.closed_on, Action.dropped_reason, Meeting.number,
            Meeting.date, func.coalesce(Meeting.title, ""), Meeting.group_id,
            func.coalesce(Group.name, ""), AgendaItem.title, AgendaItem.origin,
            and_(Action.owner_as_written != "", or_(Meeting.minutes_state == MinutesState.IMPORTED, names_a_guest())),
        )
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .outerjoin(Member, Member.id == Action.owner_member_id)
        .outerjoin(Person, Person.id == Action.owner_person_id)
    )  # fmt: skip


def _rows(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[ActionRow]:
    found = session.execute(wanted).all()
    items = item_names(session, ((row.item_id, row.title, row.origin) for row in found))
    rows = []
    for row in found:
        *fields, _title, _origin, as_written = row
        fields += [items.get(row.item_id), bool(as_written)]  # null where it was agreed at no meeting
        rows.append(ActionRow(*fields))
    return rows
