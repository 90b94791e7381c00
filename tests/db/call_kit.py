"""A meeting about to be called, with people to call: for the tests of the call, its mails and its pages."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.alliance import change_alliance, member_kinds
from db.meetings.agenda import BroughtBy, add_break, add_item
from db.meetings.meetings import plan_meeting
from db.members.members import add_member
from db.members.representatives import add_representative
from db.vocabulary import ItemPurpose, MemberStatus, QuorumKind, RepresentativeRole

DAY = dt.date(2026, 10, 22)
TODAY = dt.date(2026, 10, 7)
NOON = dt.datetime(2026, 10, 7, 12, tzinfo=dt.UTC)
LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class CallKit:
    """Keys of what stands in the file."""

    meeting: uuid.UUID
    next_meeting: uuid.UUID
    hazelnut: uuid.UUID
    dairies: uuid.UUID
    clinic: uuid.UUID
    donor: uuid.UUID

    @property
    def seats(self) -> list[uuid.UUID]:
        return [self.hazelnut, self.dairies, self.clinic]


def called_alliance(session: Session) -> CallKit:
    """Write three members and an observer, meeting 41 ready to be called, and meeting 42."""
    change_alliance(
        session, name="Kolkha Agriculture", email="desk@kolkha.example", quorum_kind=QuorumKind.MORE_THAN,
        place="Kolkha",
    )  # fmt: skip
    kinds = {kind.key: kind.id for kind in member_kinds(session)}
    hazelnut = _member(
        session, "Hazelnut Growers' Union", "Lia Hazel", "lia@hazelnut.example", "+995 555 010", kinds["member_based"]
    )
    add_representative(
        session, hazelnut, role=RepresentativeRole.ALTERNATE, name="Gia Lobio", email="gia@hazelnut.example",
        from_date=LONG_AGO,
    )  # fmt: skip
    dairies = _member(session, "Union of Dairies", "Nana Ghomi", "", "+995 555 020", kinds["member_based"])
    clinic, _changes = add_member(
        session, name="Village Law Clinic", from_date=LONG_AGO, kind_id=kinds["local_ngo"], email="law@clinic.example"
    )
    donor, _changes = add_member(session, name="Green Fund", status=MemberStatus.OBSERVER, from_date=LONG_AGO)
    meeting, _changes = plan_meeting(
        session, date=DAY, start_time=dt.time(10), planned_minutes=150, place="Kolkha Agrarian University, Hall 2",
        purpose="To settle the water-user fee.", number=41,
    )  # fmt: skip
    add_item(session, meeting, title="Opening", purpose=ItemPurpose.INFORM, planned_minutes=10)
    add_item(
        session, meeting, title="Water-user fee: joint position", purpose=ItemPurpose.DECIDE, planned_minutes=20,
        brought_by=BroughtBy(member_id=hazelnut),
    )  # fmt: skip
    add_break(session, meeting)
    add_item(session, meeting, title="Loan guarantee", purpose=ItemPurpose.DISCUSS)
    later, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=35), start_time=dt.time(10), number=42)
    return CallKit(meeting, later, hazelnut, dairies, clinic, donor)


def _member(session: Session, name: str, person: str, email: str, phone: str, kind_id: uuid.UUID) -> uuid.UUID:
    key, _changes = add_member(session, name=name, from_date=LONG_AGO, kind_id=kind_id)
    add_representative(
        session, key, role=RepresentativeRole.PRIMARY, name=person, email=email, phone=phone, from_date=LONG_AGO
    )
    return key
