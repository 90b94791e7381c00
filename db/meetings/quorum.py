"""Quorum: how many seats must be present, and from when to when they were."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.errors.members import QuorumImpossible
from db.vocabulary import QuorumKind

RULE_FIELDS = ("quorum_kind", "quorum_numerator", "quorum_denominator")
"""The fields in which an alliance or a group keeps its rule."""


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """A quorum rule, stored as these three values.

    NONE needs nobody, and so does AS_ALLIANCE of itself: a group has no rule of its own then. NUMBER needs `numerator`
    seats, whatever the `denominator`. MORE_THAN and AT_LEAST need that fraction of the seats, 0 ≤ fraction ≤ 1, and
    MORE_THAN less than 1: nobody can be more than all.
    """

    kind: QuorumKind
    numerator: int = 0
    denominator: int = 1

    def __post_init__(self) -> None:
        valid = self.numerator >= 0 and self.denominator >= 1
        if self.kind is QuorumKind.AT_LEAST:
            valid = valid and self.numerator <= self.denominator
        if self.kind is QuorumKind.MORE_THAN:
            valid = valid and self.numerator < self.denominator
        if not valid:
            raise ValueError(self)

    def needed(self, seats: int) -> int:
        """Return how many of `seats` must be present.

        More than half of 30 is 16, at least two thirds of 31 is 21. Any rule but NONE needs at least one, so an
        alliance without seats has no quorum; NUMBER may need more than there are.
        """
        if self.kind in (QuorumKind.NONE, QuorumKind.AS_ALLIANCE):
            return 0
        if self.kind is QuorumKind.NUMBER:
            return max(self.numerator, 1)
        if self.kind is QuorumKind.MORE_THAN:
            return seats * self.numerator // self.denominator + 1
        return max(-(-seats * self.numerator // self.denominator), 1)


def check_quorum(held: object, fields: Mapping[str, object], *, of_group: bool = False) -> None:
    """Refuse a rule that `fields` would make of the one that `held` has, if nobody could follow it.

    Raises:
        QuorumImpossible: If the numbers make no rule, or what is not a group's is to be the alliance's.
    """
    if not any(name in fields for name in RULE_FIELDS):
        return
    values: dict[str, Any] = {name: fields.get(name, getattr(held, name)) for name in RULE_FIELDS}
    kind, numerator, denominator = values.values()
    try:
        QuorumRule(kind, numerator, denominator)
    except ValueError as error:
        raise QuorumImpossible(kind, numerator, denominator) from error
    nobody = kind in (QuorumKind.NUMBER, QuorumKind.AT_LEAST) and numerator == 0
    if nobody or (kind is QuorumKind.AS_ALLIANCE and not of_group):
        raise QuorumImpossible(kind, numerator, denominator)


NO_QUORUM = QuorumRule(QuorumKind.NONE)


@dataclass(frozen=True, slots=True)
class Presence:
    """A time somebody sat in a member's seat: from `arrived` (None: the start) up to `left` (None: the end).

    A member may have several: two people at once, or somebody who went and came back.
    """

    member: Hashable
    arrived: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuorumChange:
    """From `at` on, `present` members were there; `met` tells whether that was enough."""

    at: datetime
    present: int
    met: bool


@dataclass(frozen=True, slots=True)
class QuorumTimeline:
    """How presence went: one change per moment at which the number present changed, the first at the start."""

    needed: int
    changes: tuple[QuorumChange, ...]

    @property
    def first_met_at(self) -> datetime | None:
        """When there was a quorum for the first time, None if never."""
        return next((change.at for change in self.changes if change.met), None)

    @property
    def lost_at(self) -> datetime | None:
        """When the quorum was lost for good, None while it is met or was never met."""
        lost = self.losses
        return lost[-1][0] if lost and lost[-1][1] is None else None

    @property
    def losses(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """Each time the quorum was lost after it was met, and when it was met again (None: not any more)."""
        turns = [
            change
            for before, change in zip((None, *self.changes), self.changes, strict=False)
            if change.met != (before is not None and before.met)
        ]
        lost = [(turn, turns[at + 1 : at + 2]) for at, turn in enumerate(turns) if not turn.met]
        return tuple((turn.at, again[0].at if again else None) for turn, again in lost)

    def at(self, moment: datetime) -> QuorumChange | None:
        """Return how it stood at `moment`, None before the start."""
        return next((change for change in reversed(self.changes) if change.at <= moment), None)


def quorum_timeline(
    presences: Iterable[Presence], throughout: Collection[Hashable] = (), *, needed: int, start: datetime,
    end: datetime | None = None,
) -> QuorumTimeline:  # fmt: skip
    """Return how the number of members present went from `start` up to `end` (None: the meeting goes on).

    throughout: members that were there all the time, besides those of `presences`.
    A member counts once, however many people it sent, and stays present when one takes over at the minute the other
    leaves. Whoever came before the start is there at the start; going home at the end is no loss of quorum. A time that
    ends before it begins counts for nothing.
    """
    moments: dict[datetime, dict[Hashable, int]] = {start: {}}
    for presence in presences:
        arrived = max(presence.arrived or start, start)
        if (presence.left is not None and presence.left <= arrived) or (end is not None and arrived >= end):
            continue
        _count(moments, arrived, presence.member, 1)
        if presence.left is not None and (end is None or presence.left < end):
            _count(moments, presence.left, presence.member, -1)
    people: dict[Hashable, int] = dict.fromkeys(throughout if end is None or start < end else (), 1)
    changes: list[QuorumChange] = []
    for at in sorted(moments):
        for member, difference in moments[at].items():
            people[member] = people.get(member, 0) + difference
        present = sum(count > 0 for count in people.values())
        if not changes or changes[-1].present != present:
            changes.append(QuorumChange(at, present, present >= needed))
    return QuorumTimeline(needed, tuple(changes))


def _count(moments: dict[datetime, dict[Hashable, int]], at: datetime, member: Hashable, difference: int) -> None:
    here = moments.setdefault(at, {})
    here[member] = here.get(member, 0) + difference
