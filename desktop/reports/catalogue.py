"""Every document there is: its name, what it is about just now, what it still lacks, and what makes it. No Qt.

The print room shows the list, the preview takes the makers of meetings from it, and what a document is about when
nobody says is what `ronda export` writes without further choice. A document of its own is one more `Kind` in `kinds.py`
and one more look in `documents.py`.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from desktop.reports.asking import each_once
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.reports.making import Maker
from desktop.reports.pack_from_record import PackMaker
from desktop.reports.room_from_record import minutes_form_maker, signin_maker


class Mend(StrEnum):
    """Where what a document lacks is put right."""

    PLAN_MEETING = "plan_meeting"
    AGENDA = "agenda"
    PREPARATION = "preparation"
    MEETINGS = "meetings"
    MINUTES = "minutes"
    DUTIES = "duties"
    MEMBERS = "members"
    PURPOSE = "purpose"
    TERMS = "terms"
    NOTES = "notes"
    HANDOVER = "handover"
    SURVEYS = "surveys"
    PROTECTION = "protection"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a document is about now. Without `make` there is nothing to print."""

    about: str = ""
    """Which meeting, duty, person or thing it stands for, in the reader's words."""
    make: Maker | None = None
    ref: uuid.UUID | None = None
    item: int | None = None
    """The number of the item, of an extract."""
    missing: tuple[str, ...] = ()
    """What it lacks, in sentences, the most important first."""
    mend: Mend | None = None
    """Where the first of them is put right."""


Look = Callable[[Session, dt.date], Standing]


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document. `name` and `occasion` are called when shown, in the reader's language."""

    key: str
    name: Callable[[], str]
    occasion: str
    """A key of `OCCASIONS`."""
    look: Look
    kinds: frozenset[str]
    """Names of the tables it is made of: where none of them changed, it is the same as before."""


def meeting_paper(what: str, meeting_id: uuid.UUID, *, today: dt.date, item: int | None = None) -> Maker:
    """Return what makes a paper about a meeting; `what` is as in `PrintMeeting`."""
    return _MEETING_PAPERS[what](meeting_id, today, item)


_MEETING_PAPERS: Final[Mapping[str, Callable[[uuid.UUID, dt.date, int | None], Maker]]] = MappingProxyType(
    {
        "agenda": lambda key, today, _item: agenda_maker(key, today=today),
        "agenda-chair": lambda key, today, _item: agenda_maker(key, today=today, version="chair"),
        "agenda-public": lambda key, today, _item: agenda_maker(key, today=today, version="public"),
        "signin": lambda key, today, _item: signin_maker(key, today=today),
        "minutes-form": lambda key, today, _item: minutes_form_maker(key, today=today),
        "pack": lambda key, today, _item: PackMaker(key, today),
        "minutes": lambda key, today, _item: minutes_maker(key, today=today),
        "minutes-public": lambda key, today, _item: minutes_maker(key, today=today, public=True),
        "minutes-item": lambda key, today, item: minutes_maker(key, today=today, item=item),
    }
)


def standings(session: Session, documents: Sequence[Document], *, today: dt.date) -> dict[str, Standing]:
    """Return how each document stands, by its key."""
    with each_once(session):
        return {one.key: one.look(session, today) for one in documents}


def is_of_a_meeting(what: str) -> bool:
    """Return whether the document of this key is about one meeting."""
    return what in _MEETING_PAPERS
