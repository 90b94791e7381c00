"""Who takes part, and whether that is in proportion: by kind of member, grassroots and not, and member by member."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from db.measures.attendance import Attendance, MemberAttendance, came_of
from db.measures.parts import Concentration, Counted, Part, concentration
from db.measures.rows import Facts, Ids
from db.spells import covers


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the members, and its part of what was done.

    kind_id: of which kind they are; nothing for members without a kind, and where not kinds are told apart.
    """

    kind_id: uuid.UUID | None
    members: Ids
    """Who of them holds a seat on the last day."""
    seats: Part
    """Their seats at the meetings, of all seats: who joined later, or left, counts for the time they were members."""
    came: Part
    """How many of their seats were taken."""
    items: Counted
    """Agenda items they brought, of all that members brought."""
    decisions: Counted
    """Decisions under items they brought, of all under items that members brought."""
    actions: Counted
    """Actions they owe or owed, of all that members do."""
    co_chairs: Counted
    """Terms of co-chairs who speak for them on the last day, of all terms that run then."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """What one member did in the period."""

    member_id: uuid.UUID
    attendance: MemberAttendance
    items: Ids
    decisions: Ids
    actions: Ids


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Who takes part, and whether that is in proportion."""

    kinds: tuple[Slice, ...]
    """In the order of the kinds, those that have members; members without a kind come last."""
    grassroots: Slice
    others: Slice
    members: tuple[MemberLine, ...]
    """By name."""
    items: Concentration
    actions: Concentration
    items_by_members: Ids
    items_by_others: Ids
    """Brought by a group, or somebody who is neither member nor group."""
    items_by_nobody: Ids
    """Nobody is named."""


class _Owned(Protocol):
    """Something that may be a member's."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def member_id(self) -> uuid.UUID | None: ...


def taking_part(facts: Facts, came: Attendance) -> TakingPart:
    """Return who takes part."""
    lines = _lines(facts, came)
    now = facts.holders(facts.last)
    everyone = {line.member_id for line in lines}
    kind_of = facts.people.kind_of
    by_kind: dict[uuid.UUID | None, set[uuid.UUID]] = defaultdict(set)
    for member in everyone:
        by_kind[kind_of.get(member)].add(member)
    order = [*(kind.id for kind in facts.people.kinds), None]
    own = facts.people.grassroots
    held = set().union(now, *(sitting.seats for sitting in facts.sittings))
    return TakingPart(
        kinds=tuple(_slice(facts, kind, by_kind[kind], now) for kind in order if by_kind.get(kind)),
        grassroots=_slice(facts, None, everyone & own, now),
        others=_slice(facts, None, everyone - own, now),
        members=tuple(lines),
        items=concentration(Counter(row.member_id for row in facts.items if row.member_id), held),
        actions=concentration(Counter(row.member_id for row in facts.actions if row.member_id), held),
        items_by_members=tuple(row.id for row in facts.items if row.member_id),
        items_by_others=tuple(row.id for row in facts.items if not row.member_id and row.by_others),
        items_by_nobody=tuple(row.id for row in facts.items if not row.member_id and not row.by_others),
    )


def _slice(facts: Facts, kind_id: uuid.UUID | None, members: set[uuid.UUID], now: set[uuid.UUID]) -> Slice:
    known = [sitting for sitting in facts.sittings if sitting.known]
    came, everyone = came_of(known, members), came_of(known)
    terms = [row for row in facts.co_chairs if covers(row, facts.last)] if facts.of_plenary else []
    return Slice(
        kind_id=kind_id,
        members=tuple(sorted(members & now, key=facts.people.sorted_by)),
        seats=Part(came.whole, everyone.whole),
        came=came,
        items=_counted(facts.items, members),
        decisions=_counted(facts.decisions, members),
        actions=_counted(facts.actions, members),
        co_chairs=Counted(tuple(row.id for row in terms if row.member_id in members), len(terms)),
    )


def _counted(rows: Sequence[_Owned], members: set[uuid.UUID]) -> Counted:
    """Return the rows that are some members', of all that are a member's."""
    of_members = [row for row in rows if row.member_id is not None]
    return Counted(tuple(row.id for row in of_members if row.member_id in members), len(of_members))


def _lines(facts: Facts, came: Attendance) -> list[MemberLine]:
    """Return a line for each member that held a seat, was marked, brought or owes something, by name."""
    attended = {row.member_id: row for row in came.members}
    items = _by_member((row.member_id, row.id) for row in facts.items)
    decisions = _by_member((row.member_id, row.id) for row in facts.decisions)
    actions = _by_member((row.member_id, row.id) for row in facts.actions)
    everyone = attended.keys() | items.keys() | decisions.keys() | actions.keys() | facts.holders(facts.last)
    return [
        MemberLine(
            one,
            attended.get(one) or MemberAttendance(one, (), (), ()),
            tuple(items.get(one, ())),
            tuple(decisions.get(one, ())),
            tuple(actions.get(one, ())),
        )
        for one in sorted(everyone, key=lambda one: (facts.people.sorted_by(one), one))
    ]


def _by_member(pairs: Iterable[tuple[uuid.UUID | None, uuid.UUID]]) -> dict[uuid.UUID, list[uuid.UUID]]:
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for member, key in pairs:
        if member is not None:
            found[member].append(key)
    return found
