"""Everything that is counted of a period, and what it is compared with of the one before."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.measures.attendance import Attendance, attendance, came_of
from db.measures.duties import Duties, duties
from db.measures.indicators import IndicatorMeasure, indicators
from db.measures.meetings import Days, Meetings, meetings_held, minutes_out, notice
from db.measures.membership import Membership, membership
from db.measures.outcomes import Actions, Endorsements, actions, endorsements, in_time
from db.measures.parts import Part
from db.measures.period import PLENARY, Period, Scope
from db.measures.reading import Source, first_meeting, read_course, read_facts, read_people, source_of
from db.measures.rows import Course, Facts, People
from db.measures.taking_part import TakingPart, taking_part


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that is counted of one period and scope, as it stands on a day. `facts` holds names and records."""

    facts: Facts
    meetings: Meetings
    notice: Days
    minutes: Days
    attendance: Attendance
    taking_part: TakingPart
    actions: Actions
    endorsements: Endorsements
    duties: Duties
    membership: Membership
    indicators: tuple[IndicatorMeasure, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is counted of the period before: what is compared, no more."""

    period: Period
    meetings: Meetings
    came: Part
    """Seats that were taken, of all seats at meetings whose seats are known."""
    known: int
    """At how many meetings they are."""
    actions_in_time: Part


@dataclass(frozen=True, slots=True)
class Compared:
    """A period and the one before. `whole`: whether the record goes back to the first quarter of the one before."""

    now: Measures
    before: Earlier | None
    whole: bool

    @property
    def comparable(self) -> Earlier | None:
        """Return the period before where the record tells of it wholly; to compare with less would mislead."""
        return self.before if self.whole else None


def measures(session: Session, period: Period, *, scope: Scope = PLENARY, today: dt.date) -> Compared:
    """Return everything that is counted of a period, beside the one before; how actions stand, as of `today`.

    Members, kinds and grassroots are as on record now; who held a seat is taken day by day.
    """
    source = source_of(session)
    people = read_people(source)
    before = period.before()
    now = _counted(source, people, period, scope, today)
    if before is None:
        return Compared(now, None, whole=False)
    first = first_meeting(source, scope)
    quarter = (before.to_date - before.from_date) / 4
    whole = first is not None and first < before.from_date + quarter
    return Compared(now, _earlier(read_course(source, people, before, scope, today=today)), whole)


def _earlier(course: Course) -> Earlier:
    known = [sitting for sitting in course.sittings if sitting.known]
    return Earlier(course.period, meetings_held(course), came_of(known), len(known), in_time(course))


def measures_alone(session: Session, period: Period, *, scope: Scope = PLENARY, today: dt.date) -> Compared:
    """Return what is counted of a period, without the one before: half the work."""
    source = source_of(session)
    return Compared(_counted(source, read_people(source), period, scope, today), None, whole=False)


def _counted(source: Source, people: People, period: Period, scope: Scope, today: dt.date) -> Measures:
    return count(read_facts(source, people, period, scope, today=today))


def count(facts: Facts) -> Measures:
    """Return everything that is counted from what was read."""
    came = attendance(facts)
    return Measures(
        facts=facts,
        meetings=meetings_held(facts),
        notice=notice(facts),
        minutes=minutes_out(facts),
        attendance=came,
        taking_part=taking_part(facts, came),
        actions=actions(facts),
        endorsements=endorsements(facts),
        duties=duties(facts),
        membership=membership(facts),
        indicators=indicators(facts),
    )
