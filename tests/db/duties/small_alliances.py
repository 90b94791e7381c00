"""Small alliances of every shape, drawn by Hypothesis and written in a few statements, and what is due in them counted
in plain Python: from what was drawn, never from the record."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from db.duties.closing import Doer, close_meeting_turns
from db.duties.keeping import DutyRow, duties
from db.engine import AllianceFile
from db.ids import new_id
from db.schema import (
    Absence,
    Attendance,
    Base,
    Duty,
    DutyExemption,
    Meeting,
    Member,
    Membership,
    Person,
    Representative,
)
from db.vocabulary import AttendanceStatus, MeetingStatus, MemberStatus, RepresentativeRole, Seat

FIRST = dt.date(2026, 2, 5)
MONTH = dt.timedelta(weeks=4)
WEIGHTS = (Decimal(1), Decimal("0.5"), Decimal(2), Decimal(0))
KEYS = (("minutes",), ("calling",), ("minutes", "chairing"), ("minutes", "calling"))
FROM_HOME = ("calling",)

Pool = dict[int, int]
"""Members, by number, with twice their weight."""


@dataclass(frozen=True)
class Held:
    """A meeting that is over: who was there, and who did the turn of each duty."""

    here: frozenset[int]
    doers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Away:
    """A member (or one person of it) that cannot come to some meetings."""

    member: int
    person: int | None
    meetings: range


@dataclass(frozen=True)
class Alliance:
    """What was drawn: members are numbers, people too; meetings count from the first one held."""

    keys: tuple[str, ...]
    weights: tuple[Decimal, ...]
    people: tuple[int, ...]
    """How many speak for each member; an individual speaks for itself (0)."""
    held: tuple[Held, ...]
    ahead: int
    away: tuple[Away, ...]
    exempt: frozenset[tuple[str, int]]

    @property
    def members(self) -> range:
        return range(len(self.weights))

    @property
    def meetings(self) -> range:
        return range(len(self.held) + self.ahead)

    @property
    def coming(self) -> range:
        return range(len(self.held), len(self.held) + self.ahead)

    @property
    def today(self) -> dt.date:
        """The day after the last meeting, or before the first."""
        return day_of(len(self.held) - 1) + dt.timedelta(days=1)

    def may(self, key: str, member: int) -> bool:
        return self.weights[member] > 0 and (key, member) not in self.exempt

    def people_at(self, member: int, meeting: int) -> list[int]:
        """Return who of a member's people can come."""
        gone = {one.person for one in self.away if one.member == member and meeting in one.meetings}
        return [] if None in gone else [one for one in range(max(self.people[member], 1)) if one not in gone]

    def weighed(self, members: Iterable[int]) -> Pool:
        return {member: int(2 * self.weights[member]) for member in sorted(members)}

    def pool(self, key: str, meeting: int) -> Pool:
        """Return who can do a turn that is to come."""
        return self.weighed(each for each in self.members if self.may(key, each) and self.people_at(each, meeting))

    def pools(self, meeting: int) -> list[Pool]:
        return [self.pool(key, meeting) for key in self.keys]

    def pool_then(self, number: int, meeting: Held) -> list[Pool]:
        """Return who could have done each turn of a meeting that was held."""
        found = []
        for key, doers in zip(self.keys, meeting.doers, strict=True):
            noted = meeting.here if key not in FROM_HOME else frozenset()
            here = noted or {each for each in self.members if self.people_at(each, number)}
            found.append(self.weighed(each for each in here | set(doers) if self.may(key, each)))
        return found

    def most_turns(self, meeting: int) -> int:
        """Return how many of a meeting's turns can be given to different members."""
        pools = [[*pool, None] for pool in self.pools(meeting)]
        given = [[each for each in one if each is not None] for one in product(*pools)]
        return max(len(one) for one in given if len(set(one)) == len(one))


@st.composite
def alliances(draw: st.DrawFn, *, held: int = 2, ahead: tuple[int, int] = (1, 4)) -> Alliance:
    """Alliances of 3 to 6 members with one or two duties, up to `held` meetings behind them and some ahead."""
    keys = draw(st.sampled_from(KEYS))
    weights = draw(st.lists(st.sampled_from(WEIGHTS), min_size=3, max_size=6))
    number = st.integers(0, len(weights) - 1)
    people = draw(st.lists(st.integers(0, 2), min_size=len(weights), max_size=len(weights)))
    doers = st.tuples(*[st.lists(number, max_size=2, unique=True).map(tuple)] * len(keys))
    past = draw(st.lists(st.builds(Held, st.frozensets(number), doers), max_size=held))
    coming = draw(st.integers(*ahead))
    away = []
    for _absence in range(draw(st.integers(0, 3))):
        member, first = draw(number), draw(st.integers(0, len(past) + coming - 1))
        person = draw(st.sampled_from([None, *range(max(people[member], 1))]))
        away.append(Away(member, person, range(first, first + draw(st.integers(1, 3)))))
    exempt = draw(st.frozensets(st.tuples(st.sampled_from(keys), number), max_size=1))
    return Alliance(keys, tuple(weights), tuple(people), tuple(past), coming, tuple(away), exempt)


@dataclass
class Written:
    """An alliance in a file, and its keys there."""

    alliance: Alliance
    members: list[uuid.UUID]
    people: list[list[uuid.UUID]]
    meetings: list[uuid.UUID]
    duties: list[DutyRow] = field(default_factory=list)

    def number(self, member_id: uuid.UUID | None) -> int | None:
        return None if member_id is None else self.members.index(member_id)

    def close(self, session: Session, meeting: int, here: Iterable[int], doers: Sequence[Sequence[int]]) -> None:
        """Let a meeting be over, with these members there, and say who did its turns."""
        key, day = self.meetings[meeting], day_of(meeting)
        over = update(Meeting).where(Meeting.id == key).values(status=MeetingStatus.WRITING_UP)
        session.execute(over.execution_options(synchronize_session=False))
        came = [{"id": new_id(), "meeting_id": key, "member_id": self.members[each], "seat": Seat.MEMBER,
                 "status": AttendanceStatus.PRESENT} for each in here]  # fmt: skip
        _insert(session, Attendance, came)
        done = {
            of.id: [Doer(self.members[each], self.people[each][0]) for each in own]
            for of, own in zip(self.duties, doers, strict=True)
        }
        close_meeting_turns(session, key, done=done, today=day)


def day_of(meeting: int) -> dt.date:
    return FIRST + MONTH * meeting


def keys_for(alliance: Alliance) -> Written:
    """Return keys for everything in an alliance."""
    members = [new_id() for _each in alliance.members]
    people = [[new_id() for _one in range(max(count, 1))] for count in alliance.people]
    return Written(alliance, members, people, [new_id() for _each in alliance.meetings])


def write(session: Session, alliance: Alliance, keys: Written | None = None, *, backwards: bool = False) -> Written:
    """Write an alliance and close the turns of its past; `backwards`: everything last first."""
    made = keys or keys_for(alliance)
    turned = slice(None, None, -1 if backwards else 1)
    for model, rows in _rows(made):
        _insert(session, model, rows[turned])
    unused = update(Duty).where(Duty.key.not_in(alliance.keys)).values(to_date=dt.date(2000, 1, 1))
    session.execute(unused.execution_options(synchronize_session=False))
    session.expire_all()
    own = {of.key: of for of in duties(session)}
    made.duties = [own[key] for key in alliance.keys]
    exempt = [
        {"id": new_id(), "duty_id": own[key].id, "member_id": made.members[member], "reason": "Asked"}
        for key, member in alliance.exempt
    ]
    _insert(session, DutyExemption, exempt)
    for number, meeting in list(enumerate(alliance.held))[turned]:
        made.close(session, number, sorted(meeting.here)[turned], meeting.doers)
    return made


class EnoughError(Exception):
    """Ends a case; nothing of it is kept."""


@contextmanager
def tried(file: AllianceFile) -> Iterator[Session]:
    """Give a session of which nothing is kept."""
    with suppress(EnoughError), file.writing() as session:
        yield session
        session.flush()
        raise EnoughError


def _rows(made: Written) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    alliance, start = made.alliance, dt.date(2020, 1, 1)
    yield Person, [{"id": key, "name": f"Person {key.hex[-4:]}"} for own in made.people for key in own]
    yield Member, [
        {"id": key, "name": f"Member {number}", "duty_share": alliance.weights[number],
         "person_id": None if alliance.people[number] else made.people[number][0]}
        for number, key in enumerate(made.members)
    ]  # fmt: skip
    yield (
        Membership,
        [{"id": new_id(), "member_id": key, "status": MemberStatus.MEMBER, "from_date": start} for key in made.members],
    )
    yield Representative, [
        {"id": new_id(), "member_id": made.members[number], "person_id": key, "from_date": start,
         "role": RepresentativeRole.PRIMARY}
        for number, own in enumerate(made.people) if alliance.people[number] for key in own
    ]  # fmt: skip
    yield (
        Meeting,
        [{"id": key, "number": number + 1, "date": day_of(number)} for number, key in enumerate(made.meetings)],
    )
    yield Absence, [
        {"id": new_id(), "member_id": None if one.person is not None else made.members[one.member],
         "person_id": None if one.person is None else made.people[one.member][one.person],
         "from_date": day_of(one.meetings.start), "to_date": day_of(one.meetings.stop), "reported_on": start}
        for one in alliance.away
    ]  # fmt: skip


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)
