"""Everything the minutes of one meeting show, looked up in one go."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.meetings.agenda import ItemRow
from db.meetings.attendance import AttendanceSheet, attendance
from db.meetings.coming_back import hearing_item
from db.meetings.dealt_with import somebody_said
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.open_actions import CarriedAction, actions_asked_about
from db.meetings.running import MinutesSheet, minutes_sheet
from db.minutes.actions import ActionRow, actions
from db.minutes.decisions import DecisionRow, decisions
from db.minutes.minutes import approved_at
from db.minutes.next_meeting import next_meeting_date
from db.minutes.owner_options import OwnerOption, owner_options
from db.vocabulary import ItemKind, ItemOrigin, MeetingStatus


@dataclass(frozen=True, slots=True)
class MinutesView:
    """One meeting's minutes, attendance and results as they stand in the record."""

    sheet: MinutesSheet
    attendance: AttendanceSheet
    decisions: tuple[DecisionRow, ...]
    actions: tuple[ActionRow, ...]
    options: tuple[OwnerOption, ...]
    language: str
    next_meeting: dt.date | None
    comment_days: int
    heard_under: uuid.UUID | None = None
    """The item that hears of the open actions of earlier meetings."""
    heard: tuple[CarriedAction, ...] = ()
    """These actions; of a meeting that is over those that were done there."""
    closed: bool = False
    """Whether somebody said of the item going on that it was dealt with; that something is written does not say so."""
    approved: Mapping[uuid.UUID, int] = field(default_factory=dict)
    """The meetings whose minutes this one approved, each with how many corrections."""

    @property
    def running(self) -> bool:
        """Whether the meeting is going on."""
        return self.sheet.status is MeetingStatus.RUNNING

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """Return the items without the breaks."""
        return tuple(item for item in self.sheet.items if item.kind is ItemKind.ITEM)

    def item(self, item_id: uuid.UUID | None) -> ItemRow | None:
        """Return one item, None if it is not (or no longer) on the agenda."""
        return next((item for item in self.items if item.id == item_id), None)

    def heard_at(self, item_id: uuid.UUID | None) -> Sequence[CarriedAction] | None:
        """Return the open actions that an item hears of, none left if it is theirs; None where it hears of none."""
        item = self.item(item_id)
        if item is None or item.id != self.heard_under:
            return None
        asks = item.origin is ItemOrigin.OPEN_ACTIONS and self.sheet.status in UPCOMING
        return self.heard if self.heard or asks else None

    def approvals_at(self, item_id: uuid.UUID | None) -> list[tuple[MeetingLabel, int]]:
        """Return whose minutes were approved under an item (None: under any), each with how many corrections.

        Where a decision stands under it, that says so already, in the words of the meeting.
        """
        decided = {row.item_id for row in self.decisions}
        asked = (item for item in self.items if item_id in (None, item.id) and item.id not in decided)
        about = [item.about for item in asked if item.about is not None]
        return [(one, self.approved[one.id]) for one in about if one.id in self.approved]

    def neighbour(self, item_id: uuid.UUID | None, step: int) -> ItemRow | None:
        """Return the item `step` further on, None at the ends."""
        items = self.items
        places = [place for place, item in enumerate(items) if item.id == item_id]
        at = places[0] + step if places else 0
        return items[at] if 0 <= at < len(items) else None

    def with_text(self, item_id: uuid.UUID, text: str) -> "MinutesView":
        """Return this view with another text for one item."""
        items = tuple(replace(item, text=text) if item.id == item_id else item for item in self.sheet.items)
        return replace(self, sheet=replace(self.sheet, items=items))

    def labels(self, item_id: uuid.UUID) -> dict[int, str]:
        """Return the numbers of an item's decisions and actions by line."""
        found = {row.line: row.label for row in self.decisions if row.item_id == item_id and row.line >= 0}
        return found | {row.line: row.label for row in self.actions if row.item_id == item_id and row.line >= 0}


def minutes_view(session: Session, meeting_id: uuid.UUID) -> MinutesView:
    """Look up what the minutes of a meeting show."""
    settings = alliance(session)
    sheet = minutes_sheet(session, meeting_id)
    hearing = hearing_item(session, sheet.items) if sheet.status in (*UPCOMING, *HELD) else None
    return MinutesView(
        sheet=sheet,
        attendance=attendance(session, meeting_id),
        decisions=tuple(decisions(session, meeting=meeting_id)),
        actions=tuple(actions(session, meeting=meeting_id)),
        options=owner_options(session, meeting_id),
        language=settings.language,
        next_meeting=next_meeting_date(session, meeting_id),
        comment_days=settings.comment_days,
        heard_under=hearing.id if hearing else None,
        heard=tuple(actions_asked_about(session, meeting_id)) if hearing else (),
        closed=_is_closed(session, sheet),
        approved=approved_at(session, meeting_id),
    )


def _is_closed(session: Session, sheet: MinutesSheet) -> bool:
    current = next((item for item in sheet.items if item.id == sheet.current_item_id), None)
    return current is not None and current.done and (current.about is not None or somebody_said(session, current.id))
