"""Which items were dealt with at their meeting; what was not is left over and comes back (`db.meetings.coming_back`).

What somebody said holds: the tick set or taken away by hand, or set by going on to the next item or by finishing the
meeting. Where nobody said anything, writing does: whatever is written or changed from the start of the meeting on makes
an item dealt with, and taking the last word out unmakes it while the meeting runs. What was prepared says nothing of it
yet, unless the meeting is written up without having run here; nor does what is written of a meeting that was cancelled.
Who said it last is read from history, where what was undone does not count. Items that ask for minutes to be approved
are done by the approval, and by nothing else.
"""

import uuid

from sqlalchemy.orm import Session

from db.history.what_was import set_by
from db.look import looking
from db.meetings.labels import HELD
from db.schema import AgendaItem, Meeting
from db.vocabulary import MeetingStatus

BEFORE = (MeetingStatus.PREPARING, MeetingStatus.CALLED)
_SAID = ("set_item_done", "go_to_item", "finish_meeting")
"""The steps of history in which a person says it."""


def note_said(item: AgendaItem, *, dealt_with: bool) -> None:
    """Note that somebody says whether an item was dealt with."""
    if item.about_meeting_id is None:
        item.done = dealt_with


def note_gone_on(session: Session, item: AgendaItem) -> None:
    """Note that somebody went on to the next item: that says "dealt with", unless the tick was taken away before."""
    if _nobody_said(session, item):
        note_said(item, dealt_with=True)


def note_written(session: Session, item: AgendaItem, meeting: Meeting, text: str) -> None:
    """Note what is about to be written in place of the item's text."""
    written = bool(text.strip())
    tells = meeting.status is MeetingStatus.RUNNING or (written and meeting.status in HELD)
    if tells and text != item.text and written != item.done and _nobody_said(session, item):
        note_said(item, dealt_with=written)


def is_dealt_with(session: Session, item: AgendaItem, meeting: Meeting) -> bool:
    """Return whether an item counts as dealt with if its meeting is finished now."""
    written_up = meeting.status in BEFORE and item.about_meeting_id is None and bool(item.text.strip())
    return item.done or (written_up and _nobody_said(session, item))


def somebody_said(session: Session, item_id: uuid.UUID) -> bool:
    """Return whether somebody said anything since the item stands on this agenda; what is written says nothing here."""
    return set_by(looking(session), item_id, "done", "meeting_id") in _SAID


def _nobody_said(session: Session, item: AgendaItem) -> bool:
    return not somebody_said(session, item.id)
