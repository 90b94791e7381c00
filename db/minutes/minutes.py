"""The minutes: the text of each agenda item, and their way from draft over circulated to approved.

Approved minutes refuse every silent change; a correction is recorded with what stood there before. Minutes brought in
from the past are kept to the letter in the same way.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.minutes import MinutesApproved, MinutesNotApproved, ReasonMissing
from db.errors.records import DatesOutOfOrder, NotFound
from db.history import history
from db.meetings.dealt_with import note_written
from db.meetings.labels import UPCOMING
from db.meetings.lookup import at_stage, get_meeting, is_fixed
from db.minutes.actions import settle_meeting
from db.minutes.draft_lines import alliance_language
from db.minutes.marked_lines import ItemMarks, Reading
from db.minutes.next_meeting import next_meeting_date
from db.schema import AgendaItem, Correction, Meeting
from db.vocabulary import ItemKind, ItemOrigin, MeetingStatus, MinutesState

Removed = Literal["keep", "delete"]
"""What becomes of decisions and actions that others depend on when their line is taken out."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A recorded change of approved minutes."""

    id: uuid.UUID
    item_id: uuid.UUID | None
    corrected_at: dt.datetime
    who: str
    reason: str
    before: str
    after: str


def save_item_text(
    session: Session,
    item_id: uuid.UUID,
    *,
    text: str,
    today: dt.date,
    next_meeting: dt.date | None = None,
    language: str | None = None,
    removed: Removed | None = None,
) -> Changes:
    """Store what is written about an agenda item; its marked lines become, change or end decisions and actions.

    What is written says whether the item was dealt with, by the rule of `db.meetings.dealt_with`.

    `today` is what "in two weeks" counts from. Without `next_meeting` and `language` the body's next meeting and the
    alliance's language are taken. Typing on one item is one step of history; where a line went, the step stands alone.

    Raises:
        NotFound: If there is no such item, or it is not on an agenda.
        MinutesApproved: If the minutes only change by a correction.
        DependedOn: If lines went that others depend on; `removed` says whether to keep or delete those.
    """
    with history.step(session, "save_item_text", merge_key=f"item_text:{item_id.hex}") as step:
        item, meeting = _item(session, item_id)
        if is_fixed(meeting.minutes_state):
            raise MinutesApproved(meeting.id)
        reading = Reading(
            language or alliance_language(session), today, next_meeting or next_meeting_date(session, meeting.id)
        )
        note_written(session, item, meeting, text)
        if _write_text(session, item, text, reading, removed):
            step.merge_key += history.ALONE
    return step.changes


def correct_minutes(
    session: Session,
    item_id: uuid.UUID,
    *,
    text: str,
    reason: str,
    who: str = "",
    at: dt.datetime | None = None,
    removed: Removed | None = None,
) -> Changes:
    """Change approved minutes openly: the text before and after, who, when and why stay on record.

    Without `who` it is whoever history notes.

    Raises:
        NotFound: If there is no such item, or it is not on an agenda.
        ReasonMissing: If no reason is given.
        MinutesNotApproved: If the minutes can simply be edited.
        DependedOn: As `save_item_text` does.
    """
    if not reason.strip():
        raise ReasonMissing
    with history.step(session, "correct_minutes") as step:
        item, meeting = _item(session, item_id)
        if not is_fixed(meeting.minutes_state):
            raise MinutesNotApproved(meeting.id)
        before = item.text
        if before == text:
            return Changes()
        if meeting.minutes_state is MinutesState.IMPORTED:
            item.text = text  # decisions and actions came beside the text, not from its lines
        else:
            reading = Reading(alliance_language(session), meeting.date, next_meeting_date(session, meeting.id))
            _write_text(session, item, text, reading, removed)
            session.flush()
            settle_meeting(session, meeting)
        session.add(
            Correction(
                meeting_id=meeting.id,
                item_id=item.id,
                corrected_at=at or history.moment(session),
                who=who or session.info.get("who", ""),
                reason=reason.strip(),
                before=before,
                after=text,
            )
        )
    return step.changes


def corrections(session: Session, meeting_id: uuid.UUID) -> list[CorrectionRow]:
    """Return the corrections of a meeting's minutes, oldest first."""
    found = session.scalars(
        select(Correction).where(Correction.meeting_id == meeting_id).order_by(Correction.corrected_at, Correction.id)
    )
    return [CorrectionRow(**{name: getattr(row, name) for name in CorrectionRow.__slots__}) for row in found]


def approved_at(session: Session, meeting_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Return the meetings whose minutes this one approved, each with how many corrections were recorded that day."""
    found = session.execute(select(Meeting.id, Meeting.approved_on).where(Meeting.approved_at_meeting_id == meeting_id))
    return {
        key: sum(each.corrected_at.astimezone().date() == on for each in corrections(session, key))
        for key, on in found.all()
    }


def circulate_minutes(
    session: Session, meeting_id: uuid.UUID, *, on: dt.date, comments_by: dt.date | None = None
) -> Changes:
    """Note that the minutes went out to the members, and until when they may comment.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If the meeting was not finished yet.
        DatesOutOfOrder: If comments would end before they begin.
        MinutesApproved: If the minutes are approved already.
    """
    if comments_by is not None and comments_by < on:
        raise DatesOutOfOrder(on, comments_by)
    with history.step(session, "circulate_minutes") as step:
        meeting = get_meeting(session, meeting_id)
        if is_fixed(meeting.minutes_state):
            raise MinutesApproved(meeting.id)
        at_stage(session, meeting_id, MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP)
        meeting.minutes_state, meeting.status = MinutesState.CIRCULATED, MeetingStatus.FOLLOWING_UP
        meeting.circulated_on, meeting.comments_by = on, comments_by
    return step.changes


def approve_minutes(
    session: Session, meeting_id: uuid.UUID, *, at_meeting_id: uuid.UUID | None = None, on: dt.date
) -> Changes:
    """Approve a meeting's minutes, usually at the next meeting; from now on they change only by a correction.

    Items that ask for this approval are done with it, on the approving meeting's agenda and on those still to end.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If the meeting was not finished yet.
        MinutesApproved: If the minutes are approved already.
    """
    with history.step(session, "approve_minutes") as step:
        meeting = get_meeting(session, meeting_id)
        if is_fixed(meeting.minutes_state):
            raise MinutesApproved(meeting.id)
        at_stage(session, meeting_id, MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP)
        meeting.minutes_state = MinutesState.APPROVED
        meeting.approved_on, meeting.approved_at_meeting_id = on, at_meeting_id
        settle_meeting(session, meeting)
        asking = (
            select(AgendaItem)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.origin == ItemOrigin.APPROVAL,
                AgendaItem.about_meeting_id == meeting_id,
                or_(Meeting.id == at_meeting_id, Meeting.status.in_(UPCOMING)),
            )
        )
        for item in session.scalars(asking):
            item.done = True
    return step.changes


def _write_text(session: Session, item: AgendaItem, text: str, reading: Reading, removed: Removed | None) -> bool:
    went = ItemMarks(session, item, reading).follow(text, removed=removed)
    item.text = text
    return went


def _item(session: Session, item_id: uuid.UUID) -> tuple[AgendaItem, Meeting]:
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None or item.kind is not ItemKind.ITEM:
        raise NotFound("agenda_item", item_id)
    return item, get_meeting(session, item.meeting_id)
