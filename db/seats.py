"""Who holds a seat on which day, looked up once and asked many times."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.schema import GroupMembership, Member, Membership
from db.spells import Stretch, covers, status_on
from db.vocabulary import MemberStatus

Spells = Mapping[uuid.UUID, Sequence[Stretch]]


@dataclass(frozen=True, slots=True)
class Seats:
    """Every member's name and spells; `in_groups` holds (group, member) with its spells."""

    names: Mapping[uuid.UUID, str]
    belongs: Spells
    in_groups: Mapping[tuple[uuid.UUID, uuid.UUID], Sequence[Stretch]]

    def status(self, member_id: uuid.UUID, day: dt.date) -> MemberStatus | None:
        """Return what a member was on a day."""
        own = self.belongs.get(member_id, ())
        return status_on(((spell, MemberStatus(spell.word)) for spell in own), day)

    def holders(self, group_id: uuid.UUID | None, day: dt.date) -> set[uuid.UUID]:
        """Return who holds a seat in the plenary (no group) or in a group on a day, as `db.members.seats_on` does."""
        if group_id is None:
            return self.with_status(MemberStatus.MEMBER, day)
        inside = {member for (group, member), own in self.in_groups.items() if group == group_id and _any(own, day)}
        return {member for member in inside if self.status(member, day) is not MemberStatus.LEFT}

    def with_status(self, status: MemberStatus, day: dt.date) -> set[uuid.UUID]:
        """Return the members that have a status on a day."""
        return {member for member in self.belongs if self.status(member, day) is status}


def seats(session: Session) -> Seats:
    """Return everybody's seats, of every day."""
    belongs: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    columns = select(Membership.member_id, Membership.from_date, Membership.to_date, Membership.status)
    for member_id, from_date, to_date, status in session.execute(columns):
        belongs[member_id].append(Stretch(from_date, to_date, status.value))
    in_groups: dict[tuple[uuid.UUID, uuid.UUID], list[Stretch]] = defaultdict(list)
    inside = select(
        GroupMembership.group_id, GroupMembership.member_id, GroupMembership.from_date, GroupMembership.to_date
    )
    for group_id, member_id, from_date, to_date in session.execute(inside):
        in_groups[group_id, member_id].append(Stretch(from_date, to_date))
    names = {row.id: row.name for row in session.execute(select(Member.id, Member.name))}
    return Seats(names, belongs, in_groups)


def _any(spells: Sequence[Stretch], day: dt.date) -> bool:
    return any(covers(spell, day) for spell in spells)
