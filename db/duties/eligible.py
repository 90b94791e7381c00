"""Who may do a duty on a day, through whom, and who is away: everything looked up once, asked many times."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.duties.keeping import DutyRow
from db.look import looking
from db.meetings.seats import Seats, seats
from db.schema import Absence, Attendance, DutyExemption, DutyPool, Meeting, Member, Representative
from db.spells import Stretch, covers, end_of, start_of
from db.vocabulary import AttendanceStatus, DutyBody, MeetingStatus, PoolRule, RepresentativeRole, Seat

Pool = Mapping[uuid.UUID, Decimal]
"""Members with their share of duties, above 0."""


@dataclass(frozen=True, slots=True)
class Days:
    """What somebody is asked to be there for: a meeting (one day) or a term, `[first, end)`."""

    first: dt.date
    end: dt.date
    meeting_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """A person who speaks for a member in some days; `primary` ones take turns, the others stand by."""

    person_id: uuid.UUID
    primary: bool
    days: Stretch


class Excused(dict[uuid.UUID, frozenset[uuid.UUID]]):
    """Who sent apologies or was marked absent, by meeting, looked up as a meeting is asked about.

    A ledger asks about none, and a plan about those to come: never about all that an old alliance ever held.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def __missing__(self, meeting_id: uuid.UUID) -> frozenset[uuid.UUID]:
        self[meeting_id] = _members(self._session, meeting_id, Attendance.status != AttendanceStatus.PRESENT)
        return self[meeting_id]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Everything that decides who may be asked."""

    seats: Seats
    weights: Mapping[uuid.UUID, Decimal]
    kinds: Mapping[uuid.UUID, uuid.UUID | None]
    individuals: Mapping[uuid.UUID, uuid.UUID]
    """Individual members and the people they are."""
    speaking: Mapping[uuid.UUID, Sequence[Speaking]]
    listed: Mapping[uuid.UUID, Sequence[DutyPool]]
    exempt: Mapping[tuple[uuid.UUID, uuid.UUID], Sequence[Stretch]]
    """By duty, and member or person."""
    away: Mapping[uuid.UUID, Sequence[Stretch]]
    """By member or person."""
    excused: Excused
    here: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    """Who is at a meeting that runs, once somebody was marked as present."""

    def may(self, duty: DutyRow, member_id: uuid.UUID, day: dt.date) -> bool:
        """Return whether a member's share, kind and exemptions let it do a duty on a day, if it has a seat."""
        if self.weights.get(member_id, Decimal(0)) <= 0 or self._is_exempt(duty.id, member_id, day):
            return False
        listed = self.listed.get(duty.id, ())
        if duty.pool is PoolRule.KINDS:
            return any(one.kind_id == self.kinds.get(member_id) for one in listed)
        if duty.pool is PoolRule.LISTED and not any(one.member_id == member_id for one in listed):
            return bool(self._listed_people(duty.id, member_id, day))
        return True

    def pool(self, duty: DutyRow, days: Days) -> dict[uuid.UUID, Decimal]:
        """Return who may do a duty in some days, away or not, in the order of their keys."""
        group_id = duty.group_id if duty.body is DutyBody.GROUP else days.group_id
        holders = self.seats.holders(group_id, days.first)
        return {key: self.weights[key] for key in sorted(holders) if self.may(duty, key, days.first)}

    def can_come(self, duty: DutyRow, member_id: uuid.UUID, days: Days) -> bool:
        """Return whether a member is not away, and somebody who may do the duty for it is not."""
        if self._is_away(member_id, days):
            return False
        if duty.in_room and days.meeting_id is not None:
            here = self.here.get(days.meeting_id, (member_id,))
            if member_id in self.excused[days.meeting_id] or member_id not in here:
                return False
        speakers = self.speakers(member_id, days.first)
        return not speakers or bool(self.people(duty, member_id, days))

    def people(self, duty: DutyRow, member_id: uuid.UUID, days: Days) -> list[Speaking]:
        """Return who may do a duty for a member and is not away, those who take turns first."""
        return [
            one
            for one in self.speakers(member_id, days.first)
            if not self._is_away(one.person_id, days) and self.person_may(duty, member_id, one.person_id, days.first)
        ]

    def person_may(self, duty: DutyRow, member_id: uuid.UUID, person_id: uuid.UUID, day: dt.date) -> bool:
        """Return whether a person may do a duty for a member that may."""
        if self._is_exempt(duty.id, person_id, day):
            return False
        listed = self.listed.get(duty.id, ())
        if duty.pool is not PoolRule.LISTED or any(one.member_id == member_id for one in listed):
            return True
        return any(one.person_id == person_id for one in listed)

    def speakers(self, member_id: uuid.UUID, day: dt.date) -> list[Speaking]:
        """Return who speaks for a member on a day, as `db.members.members.representatives_on` has it."""
        own = [one for one in self.speaking.get(member_id, ()) if covers(one.days, day)]
        person_id = self.individuals.get(member_id)
        if person_id is None:
            return own
        others = [one for one in own if one.person_id != person_id]
        primary = not any(one.primary for one in others)
        itself = Speaking(person_id, primary, Stretch(None, None))
        return [itself, *others] if primary else [*others, itself]

    def away_until(self, member_id: uuid.UUID, days: Days) -> dt.date | None:
        """Return the last day a member who is away is so, where that is known."""
        keys = [member_id, *(one.person_id for one in self.speakers(member_id, days.first))]
        ends = [
            end_of(spell) for key in keys for spell in self.away.get(key, ()) if takes_most(spell, days)
        ]  # fmt: skip
        back = min((end for end in ends if end < dt.date.max), default=None)
        return None if back is None else back - dt.timedelta(days=1)

    def _is_away(self, key: uuid.UUID, days: Days) -> bool:
        return any(takes_most(spell, days) for spell in self.away.get(key, ()))

    def _is_exempt(self, duty_id: uuid.UUID, key: uuid.UUID, day: dt.date) -> bool:
        return any(covers(spell, day) for spell in self.exempt.get((duty_id, key), ()))

    def _listed_people(self, duty_id: uuid.UUID, member_id: uuid.UUID, day: dt.date) -> list[uuid.UUID]:
        listed = {one.person_id for one in self.listed.get(duty_id, ()) if one.person_id is not None}
        return [
            one.person_id
            for one in self.speakers(member_id, day)
            if one.person_id in listed and not self._is_exempt(duty_id, one.person_id, day)
        ]


def eligibility(session: Session) -> Eligibility:
    """Look up everything that decides who may be asked."""
    columns = select(Member.id, Member.duty_share, Member.kind_id, Member.person_id)
    members = session.execute(columns).all()
    listed: dict[uuid.UUID, list[DutyPool]] = defaultdict(list)
    for entry in session.scalars(select(DutyPool)):
        listed[entry.duty_id].append(entry)
    exempt: dict[tuple[uuid.UUID, uuid.UUID], list[Stretch]] = defaultdict(list)
    for one in session.scalars(select(DutyExemption)):
        key = one.member_id or one.person_id
        if key is not None:
            exempt[one.duty_id, key].append(Stretch(one.from_date, one.to_date))
    away: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    for absence in session.scalars(select(Absence)):
        key = absence.member_id or absence.person_id
        if key is not None:
            away[key].append(Stretch(absence.from_date, absence.to_date))
    running = session.scalars(select(Meeting.id).where(Meeting.status == MeetingStatus.RUNNING)).all()
    here = {meeting_id: marked for meeting_id in running if (marked := _here(session, meeting_id))}
    return Eligibility(
        seats=seats(looking(session)),
        weights={key: share for key, share, _kind, _person in members},
        kinds={key: kind for key, _share, kind, _person in members},
        individuals={key: person for key, _share, _kind, person in members if person is not None},
        speaking=_speaking(session),
        listed=listed,
        exempt=exempt,
        away=away,
        excused=Excused(session),
        here=here,
    )


def _here(session: Session, meeting_id: uuid.UUID) -> frozenset[uuid.UUID]:
    return _members(session, meeting_id, Attendance.status == AttendanceStatus.PRESENT)


def _members(session: Session, meeting_id: uuid.UUID, how: ColumnElement[bool]) -> frozenset[uuid.UUID]:
    """Return the members whose seat at a meeting is marked in this way."""
    marked = select(Attendance.member_id).where(
        Attendance.meeting_id == meeting_id, Attendance.seat == Seat.MEMBER, how
    )
    return frozenset(member for member in session.scalars(marked) if member is not None)


def whole_weights(pool: Pool) -> dict[uuid.UUID, int]:
    """Return the weights of a pool as whole numbers in the same proportion."""
    exact = {key: Fraction(share) for key, share in pool.items()}
    common = lcm(*(share.denominator for share in exact.values()))
    return {key: int(share * common) for key, share in exact.items()}


def _speaking(session: Session) -> dict[uuid.UUID, list[Speaking]]:
    found: dict[uuid.UUID, list[Speaking]] = defaultdict(list)
    rows = select(Representative).order_by(Representative.role.desc(), Representative.from_date, Representative.id)
    for row in session.scalars(rows):
        primary = row.role is RepresentativeRole.PRIMARY
        found[row.member_id].append(Speaking(row.person_id, primary, Stretch(row.from_date, row.to_date)))
    return found


def takes_most(spell: Stretch, days: Days) -> bool:
    """Return whether an absence takes half of the days or more: the one day of a meeting, most of a term."""
    shared = min(end_of(spell), days.end) - max(start_of(spell), days.first)
    return shared > dt.timedelta(0) and 2 * shared >= days.end - days.first
