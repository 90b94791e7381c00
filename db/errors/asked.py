"""What can go wrong with what is asked for on the command line."""

from dataclasses import dataclass

from db.errors import FileError, KnownError


@dataclass(eq=False)
class DateNotUnderstood(KnownError):
    """What was asked for since or until, as "from:abcd", is no year, month or day."""

    written: str


@dataclass(eq=False)
class DayNotUnderstood(KnownError):
    """What was asked for as a day is none."""

    written: str


@dataclass(eq=False)
class MeetingNotFound(KnownError):
    """No meeting has this number or date."""

    wanted: str


class NoMeetingToCome(KnownError):
    """No meeting is planned from today on."""


class NoMinutesWritten(KnownError):
    """There are no minutes of any meeting."""


@dataclass(eq=False)
class ItemNotFound(KnownError):
    """The meeting has no item of this number."""

    number: int


@dataclass(eq=False)
class ItemInternal(ItemNotFound):
    """The item of this number is internal: it has no public version."""


@dataclass(eq=False)
class MeetingAmbiguous(KnownError):
    """Several meetings have this number or date; `found` says which, as "Finance group 3"."""

    wanted: str
    found: tuple[str, ...]


@dataclass(eq=False)
class MemberNotFound(KnownError):
    """No member is called this."""

    wanted: str


@dataclass(eq=False)
class GroupNotFound(KnownError):
    """No group is called this."""

    wanted: str


@dataclass(eq=False)
class PersonNotFound(KnownError):
    """Nobody is called this."""

    wanted: str


@dataclass(eq=False)
class SeveralFit(KnownError):
    """Several members or people are called this, or have it in their names."""

    wanted: str
    found: tuple[str, ...]


@dataclass(eq=False)
class OutputNotUnderstood(FileError):
    """What is to be written is told by the name's ending, and this is none of those."""

    endings: tuple[str, ...]
