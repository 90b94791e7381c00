"""What became of what was agreed: actions in time, late, dropped, open; decisions endorsed, silent, objected."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from db.measures.parts import Part
from db.measures.rows import ActionRow, Course, DecisionRow, Facts, Ids
from db.vocabulary import ActionState, Stance


class Standing(StrEnum):
    """How an action stands on the day it is looked at. Each is one of these."""

    IN_TIME = "in_time"
    """Done on its day or before."""
    LATE = "late"
    """Done after its day."""
    UNDATED = "undated"
    """Done, but whether in time cannot be said: it has no day, or nobody noted when."""
    OVERDUE = "overdue"
    """Open, and its day has passed."""
    AHEAD = "ahead"
    """Open, and its day is still to come."""
    NOT_AGREED = "not_agreed"
    """Open without an owner or a day."""
    DROPPED = "dropped"


OPEN = (Standing.OVERDUE, Standing.AHEAD, Standing.NOT_AGREED)
DUE = (Standing.IN_TIME, Standing.LATE, Standing.OVERDUE)
"""What can be said to be in time or not: what was done with a day, and what is open past its day."""


def standing(row: ActionRow, today: dt.date) -> Standing:
    """Return how an action stands on a day."""
    if row.state is ActionState.DROPPED:
        return Standing.DROPPED
    if row.state is ActionState.DONE:
        if row.due_date is None or row.closed_on is None:
            return Standing.UNDATED
        return Standing.IN_TIME if row.closed_on <= row.due_date else Standing.LATE
    if not row.owned or row.due_date is None:
        return Standing.NOT_AGREED
    return Standing.OVERDUE if row.due_date < today else Standing.AHEAD


@dataclass(frozen=True, slots=True)
class Standings:
    """Actions by how they stand."""

    by: Mapping[Standing, Ids]

    def ids(self, *wanted: Standing) -> Ids:
        """Return the actions that stand so; all where nothing is said."""
        return tuple(key for one in (wanted or Standing) for key in self.by.get(one, ()))

    @property
    def in_time(self) -> Part:
        """Return how many were done in time, of those of which that can be said."""
        return Part(len(self.ids(Standing.IN_TIME)), len(self.ids(*DUE)))


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions written down at the meetings of the period, as they stand on the day they are looked at."""

    all: Standings
    by_owner: tuple[tuple[uuid.UUID | None, Standings], ...]
    """By member, who has most first; nothing stands for no member."""
    by_meeting: tuple[tuple[uuid.UUID, Standings], ...]
    """By day."""
    incomplete: Standings
    """Those without an owner or a day."""


def actions(course: Course) -> Actions:
    """Return what became of the actions."""
    owners: dict[uuid.UUID | None, list[ActionRow]] = defaultdict(list)
    meetings: dict[uuid.UUID, list[ActionRow]] = defaultdict(list)
    for row in course.actions:
        owners[row.member_id].append(row)
        meetings[row.meeting_id].append(row)
    ranked = sorted(owners.items(), key=lambda pair: (-len(pair[1]), pair[0] is None, pair[0] or ""))
    return Actions(
        _standings(course.actions, course.today),
        tuple((owner, _standings(rows, course.today)) for owner, rows in ranked),
        tuple((row.id, _standings(meetings[row.id], course.today)) for row in course.meetings if row.id in meetings),
        _standings([row for row in course.actions if not row.owned or row.due_date is None], course.today),
    )


def in_time(course: Course) -> Part:
    """Return how many actions were done in time, of those of which that can be said: of all that `actions` tells."""
    return _standings(course.actions, course.today).in_time


def _standings(rows: Iterable[ActionRow], today: dt.date) -> Standings:
    by: dict[Standing, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        by[standing(row, today)].append(row.id)
    return Standings({one: tuple(ids) for one, ids in by.items()})


@dataclass(frozen=True, slots=True)
class Endorsed:
    """What members said to one decision: those asked are in one of the three."""

    decision: DecisionRow
    endorses: Ids
    silent: Ids
    objects: Ids

    @property
    def of_asked(self) -> Part:
        """Return how many of those asked endorse it."""
        return Part(len(self.endorses), len(self.endorses) + len(self.silent) + len(self.objects))


@dataclass(frozen=True, slots=True)
class Endorsements:
    """The decisions of the period: those that members were asked about, and those that nobody was asked about."""

    asked: tuple[Endorsed, ...]
    not_asked: Ids

    @property
    def on_average(self) -> tuple[Fraction, Fraction] | None:
        """Return how many members, on average, endorse a decision, and how many were asked; nothing where none was."""
        if not self.asked:
            return None
        parts = [one.of_asked for one in self.asked]
        n = len(parts)
        return Fraction(sum(part.part for part in parts), n), Fraction(sum(part.whole for part in parts), n)


def endorsements(facts: Facts) -> Endorsements:
    """Return what members said to the decisions."""
    asked = [row for row in facts.decisions if row.stances]
    return Endorsements(
        tuple(Endorsed(row, *(_who(row, stance) for stance in Stance)) for row in asked),
        _decision_ids([row for row in facts.decisions if not row.stances]),
    )


def _who(row: DecisionRow, stance: Stance) -> Ids:
    return tuple(sorted(member for member, said in row.stances.items() if said is stance))


def _decision_ids(rows: Sequence[DecisionRow]) -> Ids:
    return tuple(row.id for row in rows)
