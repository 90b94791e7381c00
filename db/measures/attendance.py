"""Who came: per meeting, member, kind of member, grassroots; the quorum, and where attendance goes."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from db.measures.parts import Part, Trend, trend
from db.measures.rows import Course, Ids, QuorumWent, Sitting
from db.members.not_seen import MISSED_MEETINGS, not_seen

LEAST_POINTS: Final = Fraction(5, 100)
"""Attendance that moves by less than five points of a hundred is about the same."""
LEAST_OF_MEAN: Final = Fraction(1, 10)
"""Where no shares are known, numbers that move by less than a tenth of their mean are about the same."""


@dataclass(frozen=True, slots=True)
class MemberAttendance:
    """A member's meetings: where it held a seat, where it came, where it sent apologies.

    seats: of the meetings whose seats are known; who joined later, or left, has fewer.
    """

    member_id: uuid.UUID
    seats: Ids
    came: Ids
    excused: Ids

    @property
    def rate(self) -> Part:
        """Return at how many of its seats' meetings it came."""
        return Part(len(set(self.came) & set(self.seats)), len(self.seats))


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to the meetings that were held and have an attendance list."""

    sittings: tuple[Sitting, ...]
    without_list: Ids
    """Meetings that were held and where no member was marked; they are not counted."""
    overall: Part
    """Seats that were taken, of all seats at meetings whose seats are known."""
    members: tuple[MemberAttendance, ...]
    trend: Trend | None
    """Of the shares of seats taken; where the seats of a meeting are not known, of the numbers of members here."""
    by_share: bool
    missed: Ids
    """Members with a seat at each of the last three meetings and on the last day, not seen there and not excused."""

    @property
    def known(self) -> tuple[Sitting, ...]:
        """Return the meetings whose seats are known."""
        return tuple(sitting for sitting in self.sittings if sitting.known)

    def quorum(self, *went: QuorumWent) -> Ids:
        """Return the meetings whose quorum went so."""
        return tuple(sitting.meeting.id for sitting in self.sittings if sitting.quorum.went in went)


def attendance(course: Course) -> Attendance:
    """Return who came."""
    listed = {sitting.meeting.id for sitting in course.sittings}
    known = [sitting for sitting in course.sittings if sitting.known]
    by_share = len(known) == len(course.sittings)
    numbers = [_number(sitting, by_share=by_share) for sitting in course.sittings]
    least = LEAST_POINTS if by_share else LEAST_OF_MEAN * sum(numbers) / max(1, len(numbers))
    return Attendance(
        sittings=tuple(course.sittings),
        without_list=tuple(row.id for row in course.held if row.id not in listed),
        overall=came_of(known),
        members=_members(course.sittings),
        trend=trend(numbers, least=least),
        by_share=by_share,
        missed=tuple(sorted(_missed(course), key=course.people.sorted_by)),
    )


def came_of(sittings: Sequence[Sitting], members: Collection[uuid.UUID] | None = None) -> Part:
    """Return how many seats were taken of how many, of all members or of some."""
    if members is None:
        return Part(sum(len(one.present) for one in sittings), sum(len(one.seats) for one in sittings))
    some = frozenset(members)
    return Part(sum(len(one.present & some) for one in sittings), sum(len(one.seats & some) for one in sittings))


def _number(sitting: Sitting, *, by_share: bool) -> Fraction:
    return Fraction(len(sitting.present), len(sitting.seats)) if by_share else Fraction(len(sitting.present))


def _members(sittings: Sequence[Sitting]) -> tuple[MemberAttendance, ...]:
    seats: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    came: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    excused: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for sitting in sittings:
        parts = (came, sitting.present), (excused, sitting.excused), (seats, sitting.seats if sitting.known else ())
        for found, members in parts:
            for member in members:
                found[member].append(sitting.meeting.id)
    everyone = seats.keys() | came.keys() | excused.keys()
    return tuple(
        MemberAttendance(one, tuple(seats.get(one, ())), tuple(came.get(one, ())), tuple(excused.get(one, ())))
        for one in sorted(everyone)
    )


def _missed(course: Course) -> set[uuid.UUID]:
    """Return who was not seen at the last meetings: of the group, or of the plenary where all bodies are looked at."""
    own = [one for one in course.sittings if one.known and one.meeting.group_id == course.scope.group_id]
    return not_seen(own[-MISSED_MEETINGS:], course.holders(course.last), course.people.known)
