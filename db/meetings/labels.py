"""What a meeting's name is made of, and the stages that are told apart everywhere."""

import datetime as dt
import uuid
from dataclasses import dataclass

from db.vocabulary import ItemKind, ItemOrigin, MeetingStatus

UPCOMING = (MeetingStatus.PREPARING, MeetingStatus.CALLED, MeetingStatus.RUNNING)
HELD = (MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class MeetingLabel:
    """What a meeting's name is made of; an empty `title` means the usual name, an empty `group` the plenary."""

    id: uuid.UUID
    group: str
    number: int | None
    title: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """What an agenda item's name is made of; an empty `title` means the name of what Ronda put there itself."""

    title: str
    origin: ItemOrigin
    about: MeetingLabel | None = None
    """For the approval of minutes: of which meeting."""
    kind: ItemKind = ItemKind.ITEM
