"""Which items were dealt with at their meeting; what was not is left over and comes back (`db.meetings.coming_back`).

An item is dealt with once something is written about it: words, a decision, an action. That is noted when the first
word comes, so whoever says afterwards that it is left over all the same is not overruled by the next one. What was
prepared before the meeting began says nothing of it yet, unless the meeting is written up without having run here.
Items that ask for minutes to be approved are done by the approval.
"""

from db.schema import AgendaItem, Meeting
from db.vocabulary import MeetingStatus

BEFORE = (MeetingStatus.PREPARING, MeetingStatus.CALLED)


def note_written(item: AgendaItem, meeting: Meeting, text: str) -> None:
    """Follow what is about to be written: the first words make an item dealt with, the last taken out unmake it."""
    written = bool(text.strip())
    if meeting.status not in BEFORE and item.about_meeting_id is None and written != bool(item.text.strip()):
        item.done = written


def is_dealt_with(item: AgendaItem, meeting: Meeting) -> bool:
    """Return whether an item counts as dealt with if its meeting is finished now."""
    written_up = meeting.status in BEFORE and item.about_meeting_id is None and bool(item.text.strip())
    return item.done or written_up
