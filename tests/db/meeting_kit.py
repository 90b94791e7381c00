"""A small alliance in the middle of things, for the tests of meetings, attendance and minutes."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.history import history
from db.schema import AgendaItem, Alliance, Meeting, Member, Membership, Person, Representative
from db.vocabulary import ItemKind, ItemPurpose, MeetingStatus, MemberStatus, QuorumKind, RepresentativeRole

DAY = dt.date(2026, 10, 22)
NAMES = (
    "Hazelnut Growers' Union", "Institute of Soil Science", "Highland Shepherds' Association",
    "Hill Beekeepers' Association", "Union of Dairies",
)  # fmt: skip
SPEAKERS = ("Lia Hazel", "Gia Lobio", "Vazha Guda", "Irakli Mchadi", "Nana Ghomi")


@dataclass
class Kit:
    """Keys of what stands in the file."""

    meeting: uuid.UUID
    items: list[uuid.UUID] = field(default_factory=list)
    members: list[uuid.UUID] = field(default_factory=list)
    people: list[uuid.UUID] = field(default_factory=list)


def small_alliance(session: Session, *, titles: tuple[str, ...] = ("Opening", "Water-user fee", "Next meeting")) -> Kit:
    """Write five members with a representative each, meeting 41 with an agenda, and meeting 42 five weeks later."""
    with history.step(session, "small_alliance", undoable=False):
        alliance = session.scalars(select(Alliance)).one()
        alliance.quorum_kind = QuorumKind.MORE_THAN
        kit = Kit(_meeting(session, 41, DAY, MeetingStatus.CALLED))
        _meeting(session, 42, DAY + dt.timedelta(days=35), MeetingStatus.PREPARING)
        for name, speaker in zip(NAMES, SPEAKERS, strict=True):
            member, person = Member(name=name, code=name[:2].upper()), Person(name=speaker)
            session.add_all((member, person))
            session.flush()
            session.add(Membership(member_id=member.id, status=MemberStatus.MEMBER, from_date=dt.date(2020, 1, 1)))
            session.add(Representative(member_id=member.id, person_id=person.id, role=RepresentativeRole.PRIMARY))
            kit.members.append(member.id)
            kit.people.append(person.id)
        for position, title in enumerate(titles):
            item = AgendaItem(
                meeting_id=kit.meeting, title=title, position=position, planned_minutes=20,
                purpose=ItemPurpose.DECIDE, kind=ItemKind.BREAK if title == "Break" else ItemKind.ITEM,
            )  # fmt: skip
            session.add(item)
            session.flush()
            kit.items.append(item.id)
    return kit


def _meeting(session: Session, number: int, date: dt.date, status: MeetingStatus) -> uuid.UUID:
    row = Meeting(number=number, date=date, start_time=dt.time(10), planned_minutes=150, status=status)
    session.add(row)
    session.flush()
    return row.id
