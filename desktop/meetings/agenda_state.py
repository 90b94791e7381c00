"""What the agenda tab looks at: read at once, so that what is shown fits together."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.look import looking
from db.meetings.agenda import ItemRow, agenda, chair_notes
from db.meetings.coming_back import hearing_item
from db.meetings.cycle import Missing, missing_for_call
from db.meetings.meetings import MeetingDetail, MeetingRow, meeting, meetings
from db.meetings.open_actions import CarriedAction, open_actions
from db.meetings.overruns import Overrun, overrun_without_purpose
from db.meetings.proposals import proposed_items
from db.meetings.timetable import Timetable
from db.members.choices import NameChoice, bringer_choices
from db.vocabulary import MeetingStatus, MinutesState
from desktop.meetings.agenda_model import AgendaLine, times_of

PAST_OFFERED = 12
"""So many past meetings are offered to copy the agenda from."""


@dataclass(frozen=True, slots=True)
class AgendaState:
    """An agenda with everything around it."""

    detail: MeetingDetail
    items: tuple[ItemRow, ...]
    chair_notes: Mapping[uuid.UUID, str]
    times: Timetable
    proposals: tuple[ItemRow, ...]
    actions: tuple[CarriedAction, ...]
    hearing: ItemRow | None
    """The item under which the actions are heard; None where none would hear them."""
    overrun: Overrun | None
    missing: tuple[Missing, ...]
    choices: tuple[NameChoice, ...]
    past: tuple[MeetingRow, ...]

    @property
    def lines(self) -> list[AgendaLine]:
        """The items and breaks with the times they start at."""
        return [
            AgendaLine(item, slot.start, self.chair_notes.get(item.id, ""))
            for item, slot in zip(self.items, self.times.slots, strict=True)
        ]

    @property
    def editable(self) -> bool:
        """Whether the agenda may still be changed."""
        return self.detail.row.minutes_state is not MinutesState.APPROVED

    @property
    def before_meeting(self) -> bool:
        """Whether the meeting is still to come."""
        return self.detail.row.status in (MeetingStatus.PREPARING, MeetingStatus.CALLED)


def read_agenda(session: Session, meeting_id: uuid.UUID, today: dt.date) -> AgendaState:
    """Return the state of a meeting's agenda.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    row = detail.row
    items = tuple(agenda(session, meeting_id))
    past = [other for other in meetings(session, bodies=[row.group_id]) if other.id != meeting_id and other.items]
    return AgendaState(
        detail=detail,
        items=items,
        chair_notes=chair_notes(session, meeting_id),
        times=times_of(items, date=row.date, start_time=row.start_time, planned_minutes=row.planned_minutes),
        proposals=tuple(proposed_items(session, meeting_id)),
        actions=tuple(open_actions(session, meeting_id)),
        hearing=hearing_item(session, items),
        overrun=overrun_without_purpose(looking(session), row.group_id, row.date),
        missing=missing_for_call(session, meeting_id),
        choices=tuple(bringer_choices(session, today)),
        past=tuple(past[:PAST_OFFERED]),
    )
