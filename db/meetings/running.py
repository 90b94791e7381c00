"""A meeting while it runs: starting it, going from item to item, finishing it, and what is missing before that."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.meetings import WrongStage
from db.errors.minutes import MinutesApproved
from db.errors.records import NotFound
from db.history import history
from db.meetings.agenda import ItemRow, agenda
from db.meetings.attendance import attendance
from db.meetings.dealt_with import BEFORE, is_dealt_with, note_gone_on, note_said
from db.meetings.labels import UPCOMING
from db.meetings.lookup import at_stage, get_meeting, is_fixed
from db.meetings.meetings import change_meeting
from db.meetings.numbers import next_number
from db.meetings.officers import officers
from db.meetings.papers import PaperRow, papers
from db.minutes.actions import ActionRow, actions
from db.minutes.minutes import approve_minutes
from db.schema import AgendaItem, Group, Meeting
from db.vocabulary import ActionState, ItemKind, MeetingRole, MeetingStatus, MinutesState


@dataclass(frozen=True, slots=True)
class MinutesSheet:
    """Everything the minutes of one meeting show, save attendance and results."""

    meeting_id: uuid.UUID
    number: int | None
    title: str
    group_id: uuid.UUID | None
    group: str
    date: dt.date
    start_time: dt.time | None
    planned_minutes: int
    status: MeetingStatus
    minutes_state: MinutesState
    started_at: dt.time | None
    ended_at: dt.time | None
    current_item_id: uuid.UUID | None
    finished_on: dt.date | None
    circulated_on: dt.date | None
    comments_by: dt.date | None
    approved_on: dt.date | None
    approved_at: str
    """Number of the meeting that approved the minutes; empty if unknown."""
    original_text: str
    original_name: str
    items: tuple[ItemRow, ...]
    papers: tuple[PaperRow, ...]

    @property
    def fixed(self) -> bool:
        """Whether the text changes only by a recorded correction."""
        return is_fixed(self.minutes_state)


class Gap(StrEnum):
    """Something missing in a meeting that is to be finished."""

    NO_ATTENDANCE = "no_attendance"
    QUORUM_NEVER_MET = "quorum_never_met"
    QUORUM_LOST = "quorum_lost"
    NO_MINUTE_TAKER = "no_minute_taker"
    ITEMS_NOT_DONE = "items_not_done"
    ACTIONS_NOT_AGREED = "actions_not_agreed"


@dataclass(frozen=True, slots=True)
class FinishGap:
    """One thing missing: how many, and which items or actions it is about."""

    gap: Gap
    count: int = 1
    items: tuple[ItemRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    at: dt.time | None = None
    """When the quorum was lost."""


def minutes_sheet(session: Session, meeting_id: uuid.UUID) -> MinutesSheet:
    """Return what the minutes of a meeting show.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    approving = session.get(Meeting, meeting.approved_at_meeting_id) if meeting.approved_at_meeting_id else None
    group = session.get(Group, meeting.group_id) if meeting.group_id else None
    same = {
        name: getattr(meeting, name)
        for name in (
            "number", "title", "group_id", "date", "start_time", "planned_minutes", "status", "minutes_state",
            "started_at", "ended_at", "current_item_id", "finished_on", "circulated_on", "comments_by", "approved_on",
            "original_text", "original_name",
        )
    }  # fmt: skip
    return MinutesSheet(
        meeting_id=meeting_id,
        group=group.name if group else "",
        approved_at=str(approving.number) if approving and approving.number else "",
        items=tuple(agenda(session, meeting_id)),
        papers=tuple(papers(session, meeting_id)),
        **same,
    )


def start_meeting(session: Session, meeting_id: uuid.UUID, *, at: dt.time, on: dt.date | None = None) -> Changes:
    """Begin the meeting: its clock runs, and its first item not yet done is being dealt with.

    A meeting without a number gets the next one of its body; one that meets before its day bears the day `on`.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it runs already, is over or was cancelled.
    """
    with history.step(session, "start_meeting") as step:
        meeting = at_stage(session, meeting_id, *BEFORE)
        if on is not None and on < meeting.date:
            change_meeting(session, meeting_id, date=on)
        if meeting.number is None:
            meeting.number = next_number(session, meeting.group_id)
        meeting.status, meeting.started_at = MeetingStatus.RUNNING, at
        first = next((item for item in _agenda(session, meeting_id) if not item.done), None)
        if first is not None:
            _take_up(meeting, first, at)
    return step.changes


def go_to_item(session: Session, item_id: uuid.UUID, *, at: dt.time, dealt_with: bool = False) -> Changes:
    """Turn to another item of the running meeting; the time on the one before is added up.

    `dealt_with` says that the item before was, unless somebody said that it was not.

    Raises:
        NotFound: If there is no such item on an agenda.
        WrongStage: If the meeting is not running.
    """
    with history.step(session, "go_to_item") as step:
        item, meeting = _item(session, item_id)
        if meeting.status is not MeetingStatus.RUNNING:
            raise WrongStage(meeting.status)
        if meeting.current_item_id != item.id:
            left = _leave(session, meeting, at)
            if left is not None and dealt_with:
                note_gone_on(session, left)
            _take_up(meeting, item, at)
    return step.changes


def set_item_done(session: Session, item_id: uuid.UUID, *, dealt_with: bool) -> Changes:
    """Say whether an item was dealt with, whatever is written about it; what is not is left over.

    An item that asks for minutes to be approved stays as it is: only the approval says so.

    Raises:
        NotFound: If there is no such item on an agenda.
        MinutesApproved: If the minutes are approved.
    """
    with history.step(session, "set_item_done") as step:
        item, meeting = _item(session, item_id)
        if is_fixed(meeting.minutes_state):
            raise MinutesApproved(meeting.id)
        note_said(item, dealt_with=dealt_with)
    return step.changes


def approve_by_item(session: Session, item_id: uuid.UUID, *, on: dt.date) -> Changes:
    """Approve the minutes that an item of a later meeting asks about; the item is done with it.

    Raises:
        NotFound: If there is no such item, or it asks about no minutes.
        WrongStage, MinutesApproved: As `db.minutes.minutes.approve_minutes` does.
    """
    item, meeting = _item(session, item_id)
    if item.about_meeting_id is None:
        raise NotFound("meeting")
    return approve_minutes(session, item.about_meeting_id, at_meeting_id=meeting.id, on=on)


def finish_meeting(session: Session, meeting_id: uuid.UUID, *, at: dt.time, on: dt.date | None = None) -> Changes:
    """End the meeting: the clock stops and the minutes are to be written up. Items not dealt with are left over.

    `on` is the day it is finished, by default the meeting's own. A meeting that nobody started is finished too, when
    its minutes are written afterwards.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it is over already or was cancelled.
    """
    with history.step(session, "finish_meeting") as step:
        meeting = at_stage(session, meeting_id, *UPCOMING)
        for item in _agenda(session, meeting_id):
            item.done = is_dealt_with(session, item, meeting)
        if meeting.status is MeetingStatus.RUNNING:
            _leave(session, meeting, at)
            meeting.ended_at = at
        meeting.current_item_id = None
        meeting.status, meeting.finished_on = MeetingStatus.WRITING_UP, on or meeting.date
    return step.changes


def missing_for_finish(session: Session, meeting_id: uuid.UUID) -> tuple[FinishGap, ...]:
    """Return the short list of what is missing before the meeting is finished; empty when nothing is.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    gaps: list[FinishGap] = []
    sheet = attendance(session, meeting_id)
    if not sheet.marked:
        gaps.append(FinishGap(Gap.NO_ATTENDANCE))
    elif sheet.timeline.first_met_at is None:
        gaps.append(FinishGap(Gap.QUORUM_NEVER_MET))
    elif sheet.timeline.lost_at is not None:
        gaps.append(FinishGap(Gap.QUORUM_LOST, at=sheet.timeline.lost_at.time()))
    if not any(row.role is MeetingRole.MINUTES for row in officers(session, meeting_id)):
        gaps.append(FinishGap(Gap.NO_MINUTE_TAKER))
    left_over = {item.id for item in _agenda(session, meeting_id) if not is_dealt_with(session, item, meeting)}
    undone = tuple(item for item in agenda(session, meeting_id) if item.id in left_over)
    if undone:
        gaps.append(FinishGap(Gap.ITEMS_NOT_DONE, len(undone), items=undone))
    loose = tuple(row for row in actions(session, meeting=meeting_id, state=ActionState.OPEN) if not row.agreed)
    if loose:
        gaps.append(FinishGap(Gap.ACTIONS_NOT_AGREED, len(loose), actions=loose))
    return tuple(gaps)


def _take_up(meeting: Meeting, item: AgendaItem, at: dt.time) -> None:
    meeting.current_item_id, item.started_at = item.id, at


def _leave(session: Session, meeting: Meeting, at: dt.time) -> AgendaItem | None:
    item = session.get(AgendaItem, meeting.current_item_id) if meeting.current_item_id else None
    if item is None or item.meeting_id != meeting.id:  # it was taken off the agenda
        return None
    if item.started_at is not None:
        item.spent_seconds += seconds_between(item.started_at, at)
    return item


def seconds_between(start: dt.time, end: dt.time) -> int:
    """Return the seconds from one time of day to another less than twelve hours later; 0 if the clock was set back."""
    difference = (dt.datetime.combine(dt.date.min, end) - dt.datetime.combine(dt.date.min, start)).total_seconds()
    whole = int(difference) % 86_400
    return whole if whole < 43_200 else 0


def _agenda(session: Session, meeting_id: uuid.UUID) -> list[AgendaItem]:
    found = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.kind == ItemKind.ITEM)
    return list(session.scalars(found.order_by(AgendaItem.position, AgendaItem.id)))


def _item(session: Session, item_id: uuid.UUID) -> tuple[AgendaItem, Meeting]:
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None:
        raise NotFound("agenda_item", item_id)
    return item, get_meeting(session, item.meeting_id)
