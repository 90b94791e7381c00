"""A small made-up alliance for the tests of pages."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.history import history
from db.ids import new_id
from db.members.groups import add_group, add_group_member
from db.members.members import add_member, add_offer, change_member
from db.members.memberships import leave
from db.members.representatives import add_representative
from db.schema import Action, AgendaItem, Attendance, Meeting
from db.vocabulary import AttendanceStatus, ItemPurpose, MeetingStatus, RepresentativeRole

TODAY = dt.datetime(2026, 10, 15, 10, 0)
JOINED = dt.date(2019, 3, 1)
NAMES = (
    ("member_based", "Hazelnut Growers' Union", "Gia Lobio"),
    ("member_based", "Upper Phasis Dairy", "Nana Ghomi"),
    ("local_ngo", "Consumers' Watch", "Eka <b>Mta</b>"),
    ("local_ngo", "ქართული კავშირი", "ქეთი აჯიკა"),
    ("academic", "Institute " + "of Very Long Names " * 8, "Dr. Long"),
)


def fill(session: Session) -> dict[str, uuid.UUID]:
    """Write five organisations, an individual, one that left, two groups and four meetings; return keys by name."""
    kinds = {kind.key: kind.id for kind in member_kinds(session)}
    keys: dict[str, uuid.UUID] = {}
    for kind, name, person in NAMES:
        member, _ = add_member(session, name=name, kind_id=kinds[kind], from_date=JOINED)
        add_representative(session, member, role=RepresentativeRole.PRIMARY, name=person, phone="555 01")
        keys[name] = member
    dairy = keys["Upper Phasis Dairy"]
    change_member(session, dairy, note="Before milking time", place="Poti")
    add_offer(session, dairy, text="A van with 8 seats")
    keys["Nana Gomi"], _ = add_member(session, name="Nana Gomi", individual=True, from_date=dt.date(2025, 1, 1))
    keys["Gone Society"], _ = add_member(session, name="Gone Society", from_date=JOINED)
    leave(session, keys["Gone Society"], dt.date(2022, 6, 1))
    keys["Cooperatives"], _ = add_group(
        session, name="Cooperatives", purpose="Share machines", coordinator_member_id=dairy,
        start_date=dt.date(2023, 1, 1), review_date=dt.date(2026, 6, 1),
    )  # fmt: skip
    keys["Finance"], _ = add_group(session, name="Finance", start_date=dt.date(2023, 1, 1))
    add_group_member(session, keys["Cooperatives"], keys["Hazelnut Growers' Union"], from_date=dt.date(2023, 1, 1))
    with history.step(session, "fill"):
        for number in range(1, 5):
            meeting = Meeting(id=new_id(), number=number, date=dt.date(2026, number, 1), status=MeetingStatus.CLOSED)
            session.add(meeting)
            session.flush()
            for name in ("Upper Phasis Dairy", "ქართული კავშირი"):
                session.add(Attendance(meeting_id=meeting.id, member_id=keys[name], status=AttendanceStatus.PRESENT))
        session.add(
            AgendaItem(
                meeting_id=meeting.id, title="Milk points", purpose=ItemPurpose.DISCUSS, done=True,
                brought_by_member_id=dairy,
            )
        )  # fmt: skip
        session.add(Action(meeting_id=meeting.id, sequence=1, text="Price survey", owner_member_id=dairy))
    return keys
