"""What can go wrong with meetings and their papers."""

from dataclasses import dataclass

from db.errors import KnownError


@dataclass(eq=False)
class WrongStage(KnownError):
    """The meeting stands where this cannot be done, or not any more; `status` is a word of `MeetingStatus`."""

    status: str


@dataclass(eq=False)
class NumberTaken(KnownError):
    """Another meeting of the same body has this number."""

    number: int


@dataclass(eq=False)
class NumberFixed(KnownError):
    """The meeting keeps its `number`: its decisions bear it, or its minutes went out with it."""

    number: int


@dataclass(eq=False)
class NotReadyForCall(KnownError):
    """The meeting lacks what a call needs; `missing` holds the facts of `db.meetings.meetings.missing_for_call`."""

    missing: tuple[object, ...]


class NobodyChosen(KnownError):
    """Nobody was named to have been told."""


@dataclass(eq=False)
class DraftToNobody(KnownError):
    """A mail would go to nobody: none of `names` has an address to write to; without names nobody is ticked."""

    names: tuple[str, ...]


@dataclass(eq=False)
class PaperTooLarge(KnownError):
    """A file is larger than a paper may be."""

    name: str
    size_bytes: int
    limit_bytes: int
