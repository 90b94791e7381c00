"""Where things stand when the desk changes hands: what is still open, what comes, who is who, what was decided last."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from db.alliance import alliance
from db.duties.rota import TurnRow, open_turns
from db.handover.desk import HandoverRow, KeyRow, desk, handovers, keys
from db.handover.standing import DeskRow
from db.meetings.labels import HELD, UPCOMING, ItemLabel, MeetingLabel
from db.meetings.lookup import label
from db.members.co_chairs import co_chairs_on
from db.members.groups import groups_on
from db.minutes.actions import ActionRow, actions
from db.minutes.decisions import DecisionRow, newest_decisions
from db.schema import AgendaItem, Group, Meeting, Member, Paper, Person
from db.vocabulary import ActionState, ItemKind, ItemPurpose, MeetingStatus, MinutesState

WEEK = dt.timedelta(days=7)
AHEAD = dt.timedelta(days=92)
"""So far ahead the next holder wants to see duties."""
NEWEST_DECISIONS = 5


@dataclass(frozen=True, slots=True)
class ItemWithoutPaper:
    """An item that is to be decided at a meeting to come, and nothing to read on it."""

    id: uuid.UUID
    label: ItemLabel
    meeting: MeetingLabel


@dataclass(frozen=True, slots=True)
class Checklist:
    """What had better be settled before the desk goes to somebody else. Nothing of it stands in the way."""

    minutes: tuple[MeetingLabel, ...]
    """Meetings held whose minutes did not go out."""
    late: tuple[ActionRow, ...]
    not_agreed: tuple[ActionRow, ...]
    """Open actions without an owner or a date."""
    without_paper: tuple[ItemWithoutPaper, ...]
    unanswered: tuple[TurnRow, ...]
    unclosed: tuple[TurnRow, ...]
    """Turns whose meeting or term is over, and nobody said who did them."""


class Role(Enum):
    """Why somebody is worth knowing."""

    CO_CHAIR = "co_chair"
    COORDINATOR = "coordinator"
    GIVER = "giver"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    role: Role
    name: str
    office: str
    """Whom they speak for; for a coordinator, the group."""
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting to come."""

    label: MeetingLabel
    start_time: dt.time | None
    place: str
    status: MeetingStatus


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the next holder finds on the first page and in the note, as of one day."""

    day: dt.date
    alliance: str
    language: str
    desk: DeskRow
    handover: HandoverRow | None
    """The last change of hands."""
    meetings: tuple[ComingMeeting, ...]
    open_actions: tuple[ActionRow, ...]
    turns: tuple[TurnRow, ...]
    """Ahead, and those of terms that run."""
    contacts: tuple[Contact, ...]
    decisions: tuple[DecisionRow, ...]
    keys: tuple[KeyRow, ...]
    checklist: Checklist

    @property
    def late(self) -> tuple[ActionRow, ...]:
        """Return the open actions whose day has passed."""
        return self.checklist.late

    @property
    def due_this_week(self) -> tuple[ActionRow, ...]:
        """Return the open actions due from today on within a week."""
        return tuple(
            row for row in self.open_actions if row.due_date and self.day <= row.due_date <= self.day + WEEK
        )  # fmt: skip

    @property
    def meetings_this_week(self) -> tuple[ComingMeeting, ...]:
        """Return the meetings of the coming week."""
        return tuple(row for row in self.meetings if row.label.date <= self.day + WEEK)


def checklist(session: Session, *, today: dt.date) -> Checklist:
    """Return what is still open."""
    return _checklist(session, today, actions(session, state=ActionState.OPEN), open_turns(session))


def _checklist(
    session: Session, today: dt.date, still_open: Sequence[ActionRow], turns: Sequence[TurnRow]
) -> Checklist:
    held = set(session.scalars(select(Meeting.id).where(Meeting.status.in_(HELD)))) if turns else set()
    return Checklist(
        minutes=_labels(session, Meeting.status.in_(HELD), Meeting.minutes_state == MinutesState.DRAFT),
        late=tuple(row for row in still_open if row.overdue(today)),
        not_agreed=tuple(row for row in still_open if not row.agreed),
        without_paper=_without_paper(session),
        unanswered=tuple(row for row in turns if row.is_unanswered(today)),
        unclosed=tuple(row for row in turns if _is_over(row, today, held)),
    )


def situation(session: Session, *, today: dt.date) -> Situation:
    """Return where things stand."""
    own = alliance(session)
    last = next(iter(handovers(session)), None)
    still_open, turns = actions(session, state=ActionState.OPEN), open_turns(session)
    return Situation(
        day=today,
        alliance=own.name,
        language=own.language,
        desk=desk(session),
        handover=last,
        meetings=_coming(session, today),
        open_actions=tuple(still_open),
        turns=tuple(row for row in turns if row.is_ahead(today) and row.first <= today + AHEAD),
        contacts=_contacts(session, today, last),
        decisions=tuple(newest_decisions(session, NEWEST_DECISIONS)),
        keys=tuple(keys(session)),
        checklist=_checklist(session, today, still_open, turns),
    )


_LABEL = (Meeting.id, func.coalesce(Group.name, ""), Meeting.number, Meeting.title, Meeting.date)
"""The fields of a `MeetingLabel`; not the texts of imported minutes."""


def _labels(session: Session, *conditions: object) -> tuple[MeetingLabel, ...]:
    wanted = select(*_LABEL).outerjoin(Group, Group.id == Meeting.group_id)
    found = session.execute(wanted.where(*conditions).order_by(Meeting.date, Meeting.id))  # type: ignore[arg-type]
    return tuple(MeetingLabel(*row) for row in found)


def _without_paper(session: Session) -> tuple[ItemWithoutPaper, ...]:
    upcoming = select(Meeting.id).where(Meeting.status.in_(UPCOMING))
    found = session.execute(
        select(AgendaItem.id, AgendaItem.title, AgendaItem.origin, *_LABEL)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(
            AgendaItem.meeting_id.in_(upcoming),
            AgendaItem.kind == ItemKind.ITEM, AgendaItem.purpose == ItemPurpose.DECIDE,
            text("+agenda_item.about_meeting_id IS NULL"),  # the plus: not by its index, which holds nearly all items
            ~exists().where(Paper.item_id == AgendaItem.id),
        )
        .order_by(Meeting.date, AgendaItem.position)
    )  # fmt: skip
    return tuple(ItemWithoutPaper(row[0], ItemLabel(*row[1:3]), MeetingLabel(*row[3:])) for row in found)


def _is_over(row: TurnRow, today: dt.date, held: set[uuid.UUID]) -> bool:
    return row.end <= today if row.end is not None else row.meeting is not None and row.meeting.id in held


def _coming(session: Session, today: dt.date) -> tuple[ComingMeeting, ...]:
    found = session.execute(
        select(Meeting, Group.name)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Meeting.status.in_(UPCOMING), Meeting.date >= today)
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    )
    return tuple(
        ComingMeeting(label(meeting, group), meeting.start_time, meeting.place, meeting.status)
        for meeting, group in found
    )


def _contacts(session: Session, today: dt.date, last: HandoverRow | None) -> tuple[Contact, ...]:
    found: list[Contact] = []
    for chair in co_chairs_on(session, today):
        found.append(_contact(session, Role.CO_CHAIR, chair.person_id, chair.name, chair.member_name))
    if last is not None and last.from_name:
        before = session.scalars(select(Person).where(Person.name == last.from_name)).first()
        found.append(
            _contact(session, Role.GIVER, before.id if before else None, last.from_name, last.from_office)
        )  # fmt: skip
    for group in groups_on(session, today):
        name = group.coordinator_person or group.coordinator_member
        if name and (group.end_date is None or group.end_date > today):
            key = group.coordinator_person_id or _speaker(session, group.coordinator_member_id)
            found.append(_contact(session, Role.COORDINATOR, key, name, group.name))
    return tuple(found)


def _speaker(session: Session, member_id: uuid.UUID | None) -> uuid.UUID | None:
    member = session.get(Member, member_id) if member_id else None
    return member.person_id if member is not None else None


def _contact(session: Session, role: Role, person_id: uuid.UUID | None, name: str, office: str) -> Contact:
    person = session.get(Person, person_id) if person_id else None
    return Contact(role, name, office, person.phone if person else "", person.email if person else "")
