"""What can go wrong with any record, and with undoing and restoring."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from db.errors import KnownError
from db.meetings.labels import MeetingLabel


class NothingToUndo(KnownError):
    pass


class NothingToRedo(KnownError):
    pass


class NothingToRestore(KnownError):
    """The step deleted nothing, or what it deleted stands there again."""


@dataclass(eq=False)
class NotFound(KnownError):
    """A row that a request named does not exist (any more)."""

    kind: str
    id: uuid.UUID | None = None


@dataclass(eq=False)
class NameMissing(KnownError):
    """A name is required."""

    kind: str


@dataclass(eq=False)
class DatesOutOfOrder(KnownError):
    """A spell would end before it begins."""

    start: dt.date
    end: dt.date


@dataclass(eq=False)
class SpellsOverlap(KnownError):
    """A member would be two things on the same day."""

    name: str
    day: dt.date


@dataclass(eq=False)
class StillNeeded(KnownError):
    """The row cannot be deleted because other records speak of it; they are counted by kind."""

    name: str | MeetingLabel
    uses: dict[str, int] = field(default_factory=dict)
