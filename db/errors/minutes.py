"""What can go wrong with minutes, decisions and actions."""

import datetime as dt
import uuid
from dataclasses import dataclass

from db.errors import KnownError


@dataclass(eq=False)
class MinutesApproved(KnownError):
    """The minutes of this meeting are approved (or kept to the letter): they change only by a recorded correction."""

    meeting_id: uuid.UUID


@dataclass(eq=False)
class MinutesNotApproved(KnownError):
    """A correction is recorded only of approved minutes; these can simply be edited."""

    meeting_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Dependent:
    """A decision or action whose line was removed although something rests on it."""

    kind: str
    """`decision` or `action`."""
    id: uuid.UUID
    label: str
    """Its number as people say it: 41.2, A3."""
    text: str
    why: str
    """`superseded`, `supersedes`, `endorsed` (members were asked), `done`, `dropped`, `moved` (its date was changed
    later), `carried` (to an agenda)."""
    other: str = ""
    """Label of the other decision, where `why` speaks of one."""


@dataclass(eq=False)
class DependedOn(KnownError):
    """Lines were removed whose decisions or actions others depend on. Say whether to keep or to delete those."""

    dependents: tuple[Dependent, ...]


class SupersedesItself(KnownError):
    """A decision would replace itself, directly or through others."""


class VotesNegative(KnownError):
    """A count of votes is below zero."""


class ReasonMissing(KnownError):
    """A reason is required."""


@dataclass(eq=False)
class LeftBeforeArriving(KnownError):
    """Somebody would leave the meeting before coming to it."""

    arrived_at: dt.time
    left_at: dt.time
