"""What is said of `db.errors.asked`."""

from typing import Any, Final

from db.errors.asked import (
    DateNotUnderstood,
    DayNotUnderstood,
    GroupNotFound,
    ItemInternal,
    ItemNotFound,
    MeetingAmbiguous,
    MeetingNotFound,
    MemberNotFound,
    NoMeetingToCome,
    NoMinutesWritten,
    OutputNotUnderstood,
    PersonNotFound,
    SeveralFit,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, ngettext


def _output_not_understood(error: Any) -> str:
    words = ngettext(
        "“{path}” does not say what to write. The ending known here is {endings}.",
        "“{path}” does not say what to write. The endings known here are {endings}.",
        len(error.endings),
    )
    return words.format(path=error.path.name, endings=texts.list_of(list(error.endings)))


SENTENCES: Final[Sentences] = {
    DateNotUnderstood: N_("“{written}” does not say a date. Write it as from:2024, from:2024-05 or from:2024-05-31."),
    DayNotUnderstood: N_("“{written}” is no day. Write it as 2026-10-22."),
    MeetingNotFound: N_("There is no meeting “{wanted}”. Give its number, or its date as 2026-10-22."),
    NoMeetingToCome: N_("No meeting is planned from today on. Say with --meeting which one you want."),
    NoMinutesWritten: N_("No meeting has minutes yet. Say with --meeting which one you want."),
    ItemNotFound: N_("This meeting has no item {number}. Look at its agenda for the numbers."),
    ItemInternal: N_("Item {number} is internal: it has no public version. Nothing was written."),
    MeetingAmbiguous: N_("Several meetings fit “{wanted}”: {found}. Say which one you mean."),
    MemberNotFound: N_("There is no member “{wanted}”. “ronda list members” lists them."),
    GroupNotFound: N_("No group is called “{wanted}”. `ronda list meetings` shows how they are written."),
    PersonNotFound: N_("There is nobody called “{wanted}”. “ronda list people” lists everybody."),
    SeveralFit: N_("Several fit “{wanted}”: {found}. Give the whole name."),
    OutputNotUnderstood: _output_not_understood,
}
