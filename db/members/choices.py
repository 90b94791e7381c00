"""Names to choose from while typing: bodies that meet, members and groups that bring items, people who chair."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.folding import fold
from db.schema import Group, Member, Membership, Person, Representative
from db.vocabulary import MemberStatus


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A group that meets; its work is over when `ended`."""

    group_id: uuid.UUID
    name: str
    ended: bool


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A member, a group or a person with a name to type; `detail` tells people of one name apart."""

    name: str
    detail: str = ""
    member_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


def group_choices(session: Session, on: dt.date) -> list[BodyChoice]:
    """Return every group, those at work on a day first, then by name."""
    rows = [
        BodyChoice(row.id, row.name, row.end_date is not None and row.end_date <= on)
        for row in session.scalars(select(Group))
    ]
    return sorted(rows, key=lambda row: (row.ended, fold(row.name)))


def bringer_choices(session: Session, on: dt.date) -> list[NameChoice]:
    """Return who may bring an item on a day: members and observers by name, then groups at work by name."""
    belongs = (MemberStatus.MEMBER, MemberStatus.OBSERVER, MemberStatus.CANDIDATE, MemberStatus.INVITED)
    now = select(Membership.member_id).where(
        Membership.status.in_(belongs),
        or_(Membership.from_date.is_(None), Membership.from_date <= on),
        or_(Membership.to_date.is_(None), Membership.to_date > on),
    )
    members = session.execute(select(Member.id, Member.name, Member.short_name).where(Member.id.in_(now)))
    found = [NameChoice(name, short, member_id=key) for key, name, short in members]
    groups = [NameChoice(row.name, group_id=row.group_id) for row in group_choices(session, on) if not row.ended]
    return sorted(found, key=lambda row: fold(row.name)) + groups


def person_choices(session: Session, on: dt.date) -> list[NameChoice]:
    """Return everybody by name, with the member they speak for on a day."""
    speaks = session.execute(
        select(Representative.person_id, Member.id, Member.name)
        .join(Member, Member.id == Representative.member_id)
        .where(
            or_(Representative.from_date.is_(None), Representative.from_date <= on),
            or_(Representative.to_date.is_(None), Representative.to_date > on),
        )
        .order_by(Member.name.desc())
    )
    member_of = {person_id: (member_id, name) for person_id, member_id, name in speaks}
    rows = []
    for key, name in session.execute(select(Person.id, Person.name)):
        member_id, member = member_of.get(key, (None, ""))
        rows.append(NameChoice(name, member, member_id=member_id, person_id=key))
    return sorted(rows, key=lambda row: fold(row.name))
