"""What can go wrong with the charter, indicators, notes, endorsements and challenges; see `db.errors`."""

import datetime as dt
from dataclasses import dataclass

from db.errors import KnownError


@dataclass(eq=False)
class VersionAdopted(KnownError):
    """A version was adopted, and its words stay; `kind` is a word of `CharterKind`."""

    kind: str
    version: int


@dataclass(eq=False)
class DraftOpen(KnownError):
    """There is a draft already, and one at a time is enough; `kind` is a word of `CharterKind`."""

    kind: str
    version: int


@dataclass(eq=False)
class VersionEmpty(KnownError):
    """A draft that says nothing cannot be adopted."""

    kind: str
    version: int


@dataclass(eq=False)
class NotInForce(KnownError):
    """The version was never adopted, so it cannot be reviewed."""

    kind: str
    version: int


@dataclass(eq=False)
class TargetBeforeBaseline(KnownError):
    """The day of an indicator's target does not come after that of its baseline."""

    baseline: dt.date
    target: dt.date


@dataclass(eq=False)
class DayTaken(KnownError):
    """An indicator has an observation of this day already."""

    day: dt.date


@dataclass(eq=False)
class NoteGoneOut(KnownError):
    """A note has left the alliance: its words and what members said to it stay as they were."""

    name: str
    day: dt.date


@dataclass(eq=False)
class NoteEmpty(KnownError):
    """A note that says nothing cannot go out."""

    name: str


@dataclass(eq=False)
class ChallengeKnown(KnownError):
    """A challenge alliances are known to meet keeps its name and its place."""

    key: str


@dataclass(eq=False)
class NotAsked(KnownError):
    """A member that did not belong then is not asked to endorse."""

    name: str


@dataclass(eq=False)
class NothingToPrint(KnownError):
    """No "note" (called `wanted`, if that is given), nothing of the "terms", or no "candidate" is on record."""

    what: str
    wanted: str = ""
