"""What can go wrong with duties and their turns."""

import uuid
from dataclasses import dataclass

from db.errors import KnownError


@dataclass(eq=False)
class DutyKnown(KnownError):
    """The alliance has this duty already; `key` is its stable word."""

    key: str


class PoolEmpty(KnownError):
    """A pool that lists who may be asked lists nobody."""


class WhoseMissing(KnownError):
    """It is not said which member, or which person, something is about."""


class GroupNeeded(KnownError):
    """A duty for the meetings of one group needs the group."""


@dataclass(eq=False)
class TurnClosed(KnownError):
    """The turn was done (or missed); the past is not planned anew."""

    turn_id: uuid.UUID


@dataclass(eq=False)
class TurnWithoutMember(KnownError):
    """Nobody has this turn, so nobody can be asked or answer."""

    turn_id: uuid.UUID


@dataclass(eq=False)
class NotInPool(KnownError):
    """A member may not do this duty then, or is away, or has another one there."""

    name: str


@dataclass(eq=False)
class DutyNotFound(KnownError):
    """No duty is called this, by its key or its name."""

    wanted: str
