"""Who holds a seat on which day, looked up once and asked many times."""

import datetime as dt
import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from db.look import Look, date_or_none, key
from db.spells import Stretch, covers, status_on
from db.vocabulary import MemberStatus

Spells = Mapping[uuid.UUID, Sequence[Stretch]]


@dataclass(frozen=True, slots=True)
class Seats:
    """Every member's name and spells; `in_groups` holds (group, member) with its spells."""

    names: Mapping[uuid.UUID, str]
    belongs: Spells
    in_groups: Mapping[tuple[uuid.UUID, uuid.UUID], Sequence[Stretch]]
    _turns: list[dt.date] = field(default_factory=list, init=False, repr=False, compare=False)
    """The days on which anybody's status becomes another, in order."""
    _found: dict[tuple[MemberStatus, int], frozenset[uuid.UUID]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Who had a status from one of those days to the next: the same on all days between."""

    def __post_init__(self) -> None:
        days = {day for own in self.belongs.values() for spell in own for day in (spell.from_date, spell.to_date)}
        self._turns.extend(sorted(day for day in days if day is not None))

    def status(self, member_id: uuid.UUID, day: dt.date) -> MemberStatus | None:
        """Return what a member was on a day."""
        own = self.belongs.get(member_id, ())
        return status_on(((spell, MemberStatus(spell.word)) for spell in own), day)

    def holders(self, group_id: uuid.UUID | None, day: dt.date) -> set[uuid.UUID]:
        """Return who holds a seat in the plenary (no group) or in a group on a day, as `members.seats_on` does."""
        if group_id is None:
            return self.with_status(MemberStatus.MEMBER, day)
        inside = {member for (group, member), own in self.in_groups.items() if group == group_id and _any(own, day)}
        return {member for member in inside if self.status(member, day) is not MemberStatus.LEFT}

    def with_status(self, status: MemberStatus, day: dt.date) -> set[uuid.UUID]:
        """Return the members that have a status on a day."""
        asked = status, bisect_right(self._turns, day)
        if asked not in self._found:
            found = (member for member in self.belongs if self.status(member, day) is status)
            self._found[asked] = frozenset(found)
        return set(self._found[asked])


def seats(look: Look, key: Callable[[str], uuid.UUID] = key) -> Seats:
    """Return everybody's seats, of every day; `key` makes keys of what is kept."""
    names = {row[0]: (key(row[0]), row[1]) for row in look.rows("SELECT id, name FROM member")}
    belongs: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    for member, start, end, status in look.rows("SELECT member_id, from_date, to_date, status FROM membership"):
        belongs[names[member][0]].append(Stretch(date_or_none(start), date_or_none(end), status))
    in_groups: dict[tuple[uuid.UUID, uuid.UUID], list[Stretch]] = defaultdict(list)
    for group, member, start, end in look.rows("SELECT group_id, member_id, from_date, to_date FROM group_membership"):
        in_groups[key(group), names[member][0]].append(Stretch(date_or_none(start), date_or_none(end)))
    return Seats(dict(names.values()), belongs, in_groups)


def _any(spells: Sequence[Stretch], day: dt.date) -> bool:
    return any(covers(spell, day) for spell in spells)
