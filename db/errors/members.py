"""What can go wrong with members, people, groups and their rules of quorum."""

import datetime as dt
from dataclasses import dataclass

from db.errors import KnownError


@dataclass(eq=False)
class NotBelonging(KnownError):
    """Somebody who is not in the alliance (or the group, or the role) on `day` cannot leave it then."""

    name: str
    day: dt.date


@dataclass(eq=False)
class NotAnIndividual(KnownError):
    """Only an individual member can be attached to an organisation."""

    name: str


@dataclass(eq=False)
class NotAnOrganisation(KnownError):
    """An individual can only be attached to an organisation."""

    name: str


@dataclass(eq=False)
class ShareNotPossible(KnownError):
    """A share of duties is a number from 0 up."""

    name: str


class SameTwice(KnownError):
    """Two different records are needed, and one was named twice."""


@dataclass(eq=False)
class QuorumImpossible(KnownError):
    """No rule: less than one member, less than nothing, more than all; `kind` is a word of `QuorumKind`."""

    kind: str
    numerator: int
    denominator: int


@dataclass(eq=False)
class DaysImpossible(KnownError):
    """A number of days less than none, or more than a year; `field` is the setting."""

    field: str
    days: int


@dataclass(eq=False)
class StillBelongs(KnownError):
    """The person is a member now, and is not forgotten before they left."""

    name: str


@dataclass(eq=False)
class HasTheDesk(KnownError):
    """The person has the desk now, and is not forgotten before it is handed over."""

    name: str
